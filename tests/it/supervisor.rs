//! What the daemon tells systemd, by a real socket: that it answers, how it is, and that its passes go on.

use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::daemon::Daemon;
use crate::scripted::{Reply, Scripted};
use crate::sitemaps::one_source_text;
use crate::testbed::{HeldBack, TestBed};

/// systemd's end of the socket.
struct Systemd {
    socket: UnixDatagram,
    name: String,
    _folder: TempDir,
}

impl Systemd {
    fn at_a_path() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notify");
        Self { socket: UnixDatagram::bind(&path).unwrap(), name: path.display().to_string(), _folder: folder }
    }

    fn in_the_abstract() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("bantin-test{}", folder.path().display());
        let address = SocketAddr::from_abstract_name(&name).unwrap();
        Self { socket: UnixDatagram::bind_addr(&address).unwrap(), name: format!("@{name}"), _folder: folder }
    }

    fn starts(&self, bed: &TestBed, watchdog: Option<Duration>) -> Daemon {
        self.starts_in(bed.folder.path(), &bed.feeds_toml(), watchdog)
    }

    fn starts_in(&self, folder: &Path, feeds_toml: &str, watchdog: Option<Duration>) -> Daemon {
        Daemon::start_with(folder, feeds_toml, |command| {
            command.env("NOTIFY_SOCKET", &self.name);
            if let Some(watchdog) = watchdog {
                command.env("WATCHDOG_USEC", watchdog.as_micros().to_string());
            }
        })
    }

    /// The next message, if one comes within `wait`.
    fn hears_within(&self, wait: Duration) -> Option<String> {
        self.socket.set_read_timeout(Some(wait)).unwrap();
        let mut message = [0; 4096];
        let length = self.socket.recv(&mut message).ok()?;
        Some(String::from_utf8(message[..length].to_vec()).unwrap())
    }

    /// All messages up to the first with these words.
    fn hears(&self, words: &str) -> Vec<String> {
        let mut heard = Vec::new();
        let give_up = Instant::now() + Duration::from_mins(1);
        while !heard.iter().any(|message: &String| message.contains(words)) {
            assert!(Instant::now() < give_up, "{words:?} was never said, but {heard:?}");
            heard.extend(self.hears_within(Duration::from_secs(5)));
        }
        heard
    }
}

fn reload(bed: &TestBed, daemon: &Daemon, feeds_toml: &str) {
    std::fs::write(bed.folder.path().join("feeds.toml"), feeds_toml).unwrap();
    daemon.hang_up();
}

#[test]
fn it_says_when_it_answers_what_its_passes_came_to_and_when_it_stops() {
    for systemd in [Systemd::at_a_path(), Systemd::in_the_abstract()] {
        let bed = TestBed::new();
        let mut daemon = systemd.starts(&bed, None);
        assert_eq!(systemd.hears("READY=1"), ["READY=1"], "before all else");
        assert!(daemon.get("/healthz", "").starts_with("HTTP/1.1 200 "));
        let status = systemd.hears("STATUS=").pop().unwrap();
        assert!(status.starts_with("STATUS=Pass at ") && status.contains("7 sources polled"), "{status}");
        assert!(!status.contains('\n'), "{status}");
        assert!(daemon.stop("TERM").0.success());
        assert!(systemd.hears("STOPPING=1").iter().all(|message| !message.contains("WATCHDOG")), "nobody asked for it");
    }
}

#[test]
fn a_reload_begins_with_its_time_and_ends_when_the_configuration_is_in_force() {
    let (bed, systemd) = (TestBed::new(), Systemd::at_a_path());
    let daemon = systemd.starts(&bed, None);
    systemd.hears("STATUS=Pass");
    reload(&bed, &daemon, &bed.feeds_toml().replace("Bản tin mẫu", "Bản tin khác"));
    let reloading = systemd.hears("RELOADING=1").pop().unwrap();
    let time = reloading.lines().find_map(|line| line.strip_prefix("MONOTONIC_USEC=")).unwrap();
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    let age = now.tv_sec * 1_000_000 + now.tv_nsec / 1000 - time.parse::<i64>().unwrap();
    assert!((0..60_000_000).contains(&age), "{reloading}: {age}");
    systemd.hears("READY=1");
    daemon.logs("the new configuration is in force");
    // What is wrong ends the reload too, and is said.
    reload(&bed, &daemon, "[site");
    systemd.hears("RELOADING=1");
    let heard = systemd.hears("READY=1");
    assert!(heard.iter().any(|message| message.contains("has mistakes")), "{heard:?}");
}

#[test]
fn it_beats_while_it_rests_and_while_a_long_pass_makes_progress() {
    let (bed, systemd) = (TestBed::new(), Systemd::at_a_path());
    bed.press.on_request(Arc::new(|_| std::thread::sleep(Duration::from_millis(50))));
    let _daemon = systemd.starts(&bed, Some(Duration::from_millis(200)));
    let beats = |heard: &[String]| heard.iter().filter(|message| *message == "WATCHDOG=1").count();
    let in_the_pass = systemd.hears("STATUS=Pass");
    assert!(beats(&in_the_pass) > 5, "{in_the_pass:?}");
    for _ in 0..3 {
        systemd.hears("WATCHDOG=1");
    }
}

/// A poll that reads many documents is one poll, and each of them a step.
#[tokio::test(flavor = "multi_thread")]
async fn it_beats_for_each_sitemap_of_an_index() {
    let (folder, systemd) = (tempfile::tempdir().unwrap(), Systemd::at_a_path());
    let children: String = (10..30).map(|n| format!("<sitemap><loc>/s-{n}.xml</loc></sitemap>")).collect();
    let server = Scripted::start(move |seen| match seen.target.as_str() {
        "/index.xml" => Reply::ok(format!("<sitemapindex>{children}</sitemapindex>")),
        _ => Reply::ok("<urlset/>").after(Duration::from_millis(100)),
    })
    .await;
    let text = one_source_text(&server.url("/index.xml"), "kind = \"sitemap\"\nsitemap = { sitemaps = 20 }");
    let _daemon = systemd.starts_in(folder.path(), &text, Some(Duration::from_millis(200)));
    let heard = systemd.hears("STATUS=Pass");
    assert!(heard.iter().filter(|message| *message == "WATCHDOG=1").count() > 10, "{heard:?}");
}

/// The press holds back an answer: the pass waits for it, and nothing else beats in its place.
#[test]
fn a_pass_that_is_stuck_does_not_beat() {
    let (bed, systemd) = (TestBed::new(), Systemd::at_a_path());
    let held = HeldBack::by(&bed.press);
    let watchdog = Duration::from_millis(400);
    let daemon = systemd.starts(&bed, Some(watchdog));
    held.is_asked();
    // What was said before it hung.
    while systemd.hears_within(watchdog).is_some() {}
    assert_eq!(systemd.hears_within(4 * watchdog), None, "it would be killed now");
    assert!(daemon.get("/healthz", "").starts_with("HTTP/1.1 200 "), "though the server still answers");
    held.release();
    systemd.hears("WATCHDOG=1");
}

#[test]
fn a_reload_behind_a_long_pass_asks_for_more_time() {
    let (bed, systemd) = (TestBed::new(), Systemd::at_a_path());
    let held = HeldBack::by(&bed.press);
    let daemon = systemd.starts(&bed, None);
    held.is_asked();
    reload(&bed, &daemon, &bed.feeds_toml().replace("Bản tin mẫu", "Bản tin khác"));
    systemd.hears("RELOADING=1");
    held.release();
    let heard = systemd.hears("READY=1");
    assert!(heard.iter().any(|message| message.contains("EXTEND_TIMEOUT_USEC=60000000")), "{heard:?}");
}
