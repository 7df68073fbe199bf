//! The daemon as a process of its own, over loopback HTTP: it serves what it knows, and stops when it is told to.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};

use crate::testbed::{HeldBack, TestBed};

/// What the sample press certainly prints.
const NEWS: &str = "Lạng Sơn";

/// A `bantin run` that was started; killed when dropped.
pub struct Daemon {
    child: Child,
    pub address: String,
    log: Arc<Mutex<Vec<String>>>,
}

impl Daemon {
    pub fn start(bed: &TestBed) -> Self {
        Self::start_in(bed.folder.path(), &bed.feeds_toml())
    }

    pub fn start_in(folder: &Path, feeds_toml: &str) -> Self {
        Self::start_with(folder, feeds_toml, |_| ())
    }

    /// With other arguments and variables than usual.
    pub fn start_with(folder: &Path, feeds_toml: &str, configure: impl FnOnce(&mut Command)) -> Self {
        std::fs::write(folder.join("feeds.toml"), feeds_toml).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
        command.arg("run").env("BANTIN_LISTEN", "127.0.0.1:0").current_dir(folder);
        configure(&mut command);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (lines, kept) = (BufReader::new(child.stderr.take().unwrap()).lines(), Arc::clone(&log));
        // It ends with the process.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| kept.lock().unwrap().push(line)));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("bantin: http://").trim_end_matches('/').to_owned();
        Self { child, address, log }
    }

    /// The lines of its log so far.
    pub fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// The first line of its log with these words, as soon as it is there.
    pub fn logs(&self, words: &str) -> String {
        let found = || self.log().into_iter().find(|line| line.contains(words));
        until(|| found().is_some(), || format!("{words:?} is not in its log:\n{}", self.log().join("\n")));
        found().unwrap()
    }

    /// Waits until what is at `path` has these words.
    pub fn serves(&self, path: &str, words: &str) {
        until(
            || self.get(path, "").contains(words),
            || format!("{path} never had {words:?}:\n{}", self.log().join("\n")),
        );
    }

    /// SIGHUP.
    pub fn hang_up(&self) {
        self.signal("HUP");
    }

    pub fn front_page(&self) -> String {
        self.get("/", "")
    }

    /// The whole answer, with its head; `headers` end their lines themselves.
    pub fn get(&self, path: &str, headers: &str) -> String {
        get(&self.address, path, headers)
    }

    /// As the system kills it that is out of memory.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal, and says how the process ended and how long that took.
    pub fn stop(&mut self, signal: &str) -> (ExitStatus, Duration) {
        let asked = Instant::now();
        self.signal(signal);
        while asked.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status, asked.elapsed());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("{signal} did not stop the daemon");
    }

    fn signal(&self, signal: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {}", self.child.id())]).status().unwrap();
        assert!(sent.success());
    }
}

/// The whole answer of a server, with its head; `headers` end their lines themselves.
pub fn get(address: &str, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n{headers}Connection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Waits for a minute at most; then the test fails, with what `why` says.
pub fn until(is_so: impl Fn() -> bool, why: impl FnOnce() -> String) {
    let give_up = Instant::now() + Duration::from_mins(1);
    while !is_so() {
        assert!(Instant::now() < give_up, "{}", why());
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        // It fails where the process has ended, as it should have.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn neither_cron_nor_a_restart_asks_for_anything_before_it_is_due() {
    let bed = TestBed::new();
    std::fs::write(bed.folder.path().join("feeds.toml"), bed.feeds_toml()).unwrap();
    let bantin = |command: &str| {
        let mut bantin = Command::new(env!("CARGO_BIN_EXE_bantin"));
        bantin.arg(command).env("BANTIN_LISTEN", "127.0.0.1:0").current_dir(bed.folder.path());
        bantin
    };
    bantin("once").output().unwrap();
    let asked = bed.press.requests().len();
    assert!(asked > 30, "{asked}");
    bantin("once").output().unwrap();
    for _ in 0..2 {
        let mut child = bantin("run").stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let first_pass = log.into_iter().find(|line| line.contains("pass done"));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(first_pass.is_some_and(|line| line.contains("polled=0")));
    }
    assert_eq!(bed.press.requests().len(), asked);
}

#[test]
fn it_serves_its_first_pass_and_stops_on_sigterm() {
    let bed = TestBed::new();
    let mut daemon = Daemon::start(&bed);
    daemon.serves("/", NEWS);
    let (status, took) = daemon.stop("TERM");
    assert!(status.success() && took < Duration::from_secs(5), "{status} after {took:?}");
}

/// The press holds back its answer, so the pass is under way for as long as the test likes.
#[tokio::test]
async fn during_a_pass_it_serves_what_was_known_and_either_signal_ends_it_without_loss() {
    for signal in ["TERM", "INT"] {
        let mut bed = TestBed::new();
        bed.now = Timestamp::now() - SignedDuration::from_hours(24);
        bed.pass().await;
        let articles = bed.count("article");
        bed.press.next_edition();
        let held = HeldBack::by(&bed.press);
        let mut daemon = Daemon::start(&bed);
        held.is_asked();
        assert!(daemon.front_page().contains(NEWS));
        let (status, took) = daemon.stop(signal);
        assert!(status.success() && took < Duration::from_secs(5), "{signal}: {status} after {took:?}");
        held.release();

        bed.now = Timestamp::now();
        let pass = bed.pass().await;
        assert_eq!(pass.polled, 7, "what was abandoned is still due");
        assert!(bed.count("article") > articles, "and its news is not lost");
    }
}
