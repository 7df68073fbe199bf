//! Killed at any instant, nothing is lost and nothing is published twice.
//!
//! The pass runs in a child process (this test binary again), which is killed with SIGKILL when the press sees its n-th
//! request, or while it judges and publishes. Then a pass is run again, and what is published must be what an undisturbed
//! pass publishes, byte for byte. The same holds for a pass that publishes only what changed.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bantin::config::Config;
use jiff::{SignedDuration, Timestamp};

use crate::desk::{Desk, rss};
use crate::publication::{self, BETWEEN, Event};
use crate::scripted::{Reply, Scripted};
use crate::testbed::{TestBed, now, pipeline};

const CONFIG: &str = "BANTIN_TEST_CONFIG";
/// What the kernel says of the child at its end.
const PEAK: &str = "peak";
const NOW: &str = "BANTIN_TEST_NOW";

/// The child's part: one pass.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the other tests here, as their child process"]
async fn one_pass_in_a_child() {
    let path = PathBuf::from(std::env::var_os(CONFIG).unwrap());
    let text = std::fs::read_to_string(&path).unwrap();
    let config = Config::parse("feeds.toml", &text, path.parent().unwrap()).unwrap();
    let now = std::env::var(NOW).unwrap().parse().unwrap();
    pipeline(&config).once(now, &|_| ()).await.unwrap();
    let peak = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    std::fs::write(path.with_file_name(PEAK), peak).unwrap();
}

/// The memory that a child's pass took at most, in bytes.
pub fn peak(folder: &Path) -> u64 {
    let status = std::fs::read_to_string(folder.join(PEAK)).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

pub fn start_child(folder: &Path, feeds_toml: &str, now: Timestamp) -> Child {
    let path = folder.join("feeds.toml");
    std::fs::write(&path, feeds_toml).unwrap();
    Command::new(std::env::current_exe().unwrap())
        .args(["crashes::one_pass_in_a_child", "--exact", "--ignored"])
        .env(CONFIG, path)
        .env(NOW, now.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// When the child is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// At the press's n-th request.
    Request(usize),
    /// As soon as the database has this many judged articles.
    Judged(i64),
    /// As soon as so many new files wait in the published folder for being put in their places.
    Written(usize),
    /// As soon as so many pages are in their places.
    Published(usize),
}

/// Of each article, by its address: its original's address, its story and its series.
fn groups(bed: &TestBed) -> Vec<String> {
    let database = bed.database();
    let mut query = database
        .prepare(
            "SELECT article.address || ' ' || ifnull(original.address, '') || ' ' || article.story || ' '
                    || ifnull(article.series, '')
             FROM article LEFT JOIN article AS original ON original.id = article.original ORDER BY article.address",
        )
        .unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The page that is busy for the first who asks. A pass that is killed before it could write that down would be the second
/// to ask when it is run again, and get what an undisturbed pass doesn't get.
async fn busy(address: SocketAddr) -> String {
    let bed = TestBed::on(address);
    bed.pass().await;
    bed.press.requests().into_iter().find(|request| request.status == 503).unwrap().path
}

/// A test bed whose press has been asked for the busy page already.
fn bed_on(address: SocketAddr, busy: &str) -> TestBed {
    let bed = TestBed::on(address);
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {busy} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    stream.read_to_end(&mut Vec::new()).unwrap();
    bed
}

async fn undisturbed(address: SocketAddr, busy: &str) -> (BTreeMap<PathBuf, Vec<u8>>, Vec<String>, usize, i64) {
    let bed = bed_on(address, busy);
    let before = bed.press.requests().len();
    bed.pass().await;
    let requests = bed.press.requests().len() - before;
    let judged = bed.count("article WHERE NOT unjudged");
    bed.pass().await;
    (bed.published(), groups(&bed), requests, judged)
}

async fn killed_and_run_again(
    address: SocketAddr,
    busy: &str,
    at: Moment,
) -> (BTreeMap<PathBuf, Vec<u8>>, Vec<String>) {
    let bed = bed_on(address, busy);
    let child = Arc::new(Mutex::new(None::<Child>));
    if let Moment::Request(n) = at {
        let (child, seen) = (Arc::clone(&child), AtomicUsize::new(0));
        bed.press.on_request(Arc::new(move |_| {
            if seen.fetch_add(1, Ordering::SeqCst) + 1 == n
                && let Some(child) = child.lock().unwrap().as_mut()
            {
                child.kill().unwrap();
            }
        }));
    }
    *child.lock().unwrap() = Some(start_child(bed.folder.path(), &bed.feeds_toml(), now()));
    let (watched, folder) = (Arc::clone(&child), bed.folder.path().to_owned());
    tokio::task::spawn_blocking(move || kill_when(&watched, &folder, at)).await.unwrap();
    bed.pass().await;
    bed.pass().await;
    (bed.published(), groups(&bed))
}

/// Waits until the child ends, and kills it at the instants that the press doesn't see. Says whether the child was killed.
fn kill_when(child: &Mutex<Option<Child>>, folder: &Path, at: Moment) -> bool {
    let give_up = Instant::now() + Duration::from_mins(2);
    while Instant::now() < give_up {
        if let Some(status) = child.lock().unwrap().as_mut().unwrap().try_wait().unwrap() {
            return status.code().is_none();
        }
        let now = match at {
            Moment::Request(_) => false,
            Moment::Judged(articles) => judged(folder) >= articles,
            Moment::Written(files) => files_in(&folder.join("public/.bantin/new"), "") >= files,
            Moment::Published(files) => files_in(&folder.join("public"), "html") >= files,
        };
        if now {
            child.lock().unwrap().as_mut().unwrap().kill().unwrap();
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("the child neither ended nor was killed");
}

/// Articles that the database in a folder has as judged.
pub fn judged(folder: &Path) -> i64 {
    rusqlite::Connection::open(folder.join("bantin.db"))
        .and_then(|database| {
            database.query_row("SELECT count(*) FROM article WHERE NOT unjudged", [], |row| row.get(0))
        })
        .unwrap_or(0)
}

/// Files anywhere in the folder whose names have this extension.
pub fn files_in(folder: &Path, extension: &str) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .flatten()
        .map(|entry| entry.path())
        .map(|path| {
            if path.is_dir() {
                files_in(&path, extension)
            } else {
                usize::from(path.extension().unwrap_or_default() == extension)
            }
        })
        .sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_killed_at_any_of_twelve_instants_and_run_again_publishes_the_same() {
    // One address for all, since addresses are part of what is published.
    let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = free.local_addr().unwrap();
    drop(free);
    let busy = busy(address).await;
    let (expected, grouped, requests, articles) = undisturbed(address, &busy).await;
    assert!(expected.len() > 20 && requests > 20 && articles > 10, "the pass did something");
    let instants = [
        Moment::Request(1),
        Moment::Request(2),
        Moment::Request(requests / 5),
        Moment::Request(requests * 2 / 5),
        Moment::Request(requests * 3 / 5),
        Moment::Request(requests * 4 / 5),
        Moment::Request(requests),
        Moment::Judged(1),
        Moment::Judged(articles / 2),
        Moment::Written(5),
        Moment::Published(1),
        Moment::Published(usize::try_from(articles).unwrap()),
    ];
    for at in instants {
        let (published, regrouped) = killed_and_run_again(address, &busy, at).await;
        assert_eq!(regrouped, grouped, "killed at {at:?}: other groups");
        assert_eq!(
            published.keys().collect::<Vec<_>>(),
            expected.keys().collect::<Vec<_>>(),
            "killed at {at:?}: other files"
        );
        for (path, bytes) in &expected {
            assert_eq!(
                String::from_utf8_lossy(&published[path]),
                String::from_utf8_lossy(bytes),
                "killed at {at:?}: {}",
                path.display()
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pass_killed_while_it_publishes_what_changed_and_run_again_publishes_the_same() {
    let first = vec![Event::News(30)];
    let second = vec![
        Event::News(60),
        Event::Revision(2),
        Event::Revision(5),
        Event::Copy(4),
        Event::Join(1, 2),
        Event::Split(4),
    ];
    let passes = [first.clone(), second.clone()];
    let (mut undisturbed, papers) = publication::desk(&passes, 7).await;
    publication::pass(&mut undisturbed, &first).await;
    let public = undisturbed.config().publish.directory;
    let (pages, articles) = (files_in(&public, "html"), judged(undisturbed.folder()));
    publication::pass(&mut undisturbed, &second).await;
    let more = files_in(&public, "html") - pages;
    // What is dated ahead waits.
    assert!(pages > 60 && more > 100, "{pages} pages, and {more} more");
    let expected = publication::tree(&undisturbed);
    let instants = [
        Moment::Judged(articles + 1),
        Moment::Judged(articles + 60),
        Moment::Written(1),
        Moment::Written(100),
        Moment::Published(pages + 1),
        Moment::Published(pages + more / 2),
        Moment::Published(pages + more),
    ];
    let mut killed = 0;
    for at in instants {
        let (mut desk, server) = publication::desk(&passes, 7).await;
        publication::pass(&mut desk, &first).await;
        publication::decide(&desk, &second);
        desk.now += BETWEEN;
        let child = Mutex::new(Some(start_child(desk.folder(), &desk.text(), desk.now)));
        let folder = desk.folder().to_owned();
        killed += usize::from(tokio::task::spawn_blocking(move || kill_when(&child, &folder, at)).await.unwrap());
        desk.pass().await;
        println!("killed at {at:?}");
        publication::assert_same(&expected, &publication::moved(publication::tree(&desk), &server, &papers));
        assert!(!desk.pass().await.changed, "killed at {at:?}: something was left to be published");
    }
    assert!(killed > 1, "the child came to its end at nearly all instants");
}

#[tokio::test]
async fn a_polls_news_and_what_they_make_of_the_source_are_written_at_once() {
    let server = Scripted::with([("/feed", vec![Reply::ok(rss(&[])), Reply::ok(rss(&["/mot-1.html"]))])]).await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.pass().await;
    // A process that is killed between two writes would leave the first.
    let seen = "CREATE TABLE written (rhythm TEXT); CREATE TRIGGER written AFTER UPDATE ON source
                BEGIN INSERT INTO written VALUES (new.rhythm); END";
    desk.database().execute_batch(seen).unwrap();
    let before: String = desk.database().query_row("SELECT rhythm FROM source", [], |row| row.get(0)).unwrap();
    assert_eq!(desk.pass_after(SignedDuration::from_hours(24)).await.new_entries, 1);
    let written: Vec<String> = {
        let database = desk.database();
        let mut query = database.prepare("SELECT rhythm FROM written").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(written.len(), 1, "{written:?}");
    assert_ne!(written[0], before, "the rhythm counts the news");
}
