//! What the end-to-end tests stand on: a temporary folder, the sample press on real loopback HTTP, a fixed now.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use bantin::config::Config;
use bantin::demo::Press;
use bantin::pipeline::{OpenError, Pass, Pipeline};
use bantin::store::LockError;
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

pub struct TestBed {
    pub folder: TempDir,
    pub press: Press,
    pub now: Timestamp,
}

/// The moment at which all tests begin.
pub fn now() -> Timestamp {
    "2026-08-23T05:00:00Z".parse().unwrap()
}

/// What makes passes.
pub fn pipeline(config: &Config) -> Pipeline {
    loop {
        match Pipeline::open(config.clone()) {
            // A process that another test starts has all of this one's files, the lock of the pass before among them, until
            // it runs its own program.
            Err(OpenError::Lock(LockError::Held(_))) => std::thread::yield_now(),
            opened => return opened.unwrap(),
        }
    }
}

impl TestBed {
    pub fn new() -> Self {
        Self::on(SocketAddr::from(([127, 0, 0, 1], 0)))
    }

    /// With the press at a given address, so that two test beds can be compared byte for byte.
    pub fn on(address: SocketAddr) -> Self {
        let press = Press::start(address, now()).unwrap();
        Self { folder: tempfile::tempdir().unwrap(), press, now: now() }
    }

    pub fn feeds_toml(&self) -> String {
        self.press.feeds_toml().unwrap()
    }

    pub fn config(&self) -> Config {
        Config::parse("feeds.toml", &self.feeds_toml(), self.folder.path()).unwrap()
    }

    pub fn later(&mut self, wait: SignedDuration) {
        self.now += wait;
    }

    /// A pass as a process of its own would do it: nothing is kept from one to the next but the database.
    pub async fn pass(&self) -> Pass {
        pipeline(&self.config()).once(self.now, &|_| ()).await.unwrap()
    }

    pub fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.config().store.database).unwrap()
    }

    pub fn count(&self, table: &str) -> i64 {
        self.database().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }

    /// Every published file, by its path; without bantin's own.
    pub fn published(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files(&self.config().publish.directory)
    }

    pub fn published_text(&self, path: &str) -> String {
        let path = self.config().publish.directory.join(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The combined feed, parsed by a reader that isn't ours.
    pub fn feed(&self, path: &str) -> feed_rs::model::Feed {
        feed_rs::parser::parse(self.published_text(path).as_bytes()).unwrap()
    }
}

/// Holds back the press's answers, so that a pass is under way for as long as a test likes.
pub struct HeldBack {
    asked: mpsc::Receiver<()>,
    _release: mpsc::Sender<()>,
}

impl HeldBack {
    /// From now on.
    pub fn by(press: &Press) -> Self {
        let (ask, asked) = mpsc::channel();
        let (release, held) = mpsc::channel::<()>();
        let held = Mutex::new(held);
        press.on_request(Arc::new(move |_| {
            // An error says that nobody waits any more.
            let _ = ask.send(());
            let _ = held.lock().unwrap().recv();
        }));
        Self { asked, _release: release }
    }

    /// Waits for a request.
    pub fn is_asked(&self) {
        self.asked.recv_timeout(Duration::from_secs(20)).unwrap();
    }

    /// Gives all answers.
    pub fn release(self) {
        drop(self);
    }
}

/// All files below a published folder, by their paths in it; without bantin's own.
pub fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    files.retain(|path, _| !path.starts_with(".bantin"));
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}
