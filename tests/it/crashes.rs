//! Killed at any instant, nothing is lost and nothing is published twice.
//!
//! The pass runs in a child process (this test binary again), which is killed with SIGKILL when the press sees its n-th
//! request, or while it judges and publishes. Then a pass is run again, and what is published must be what an undisturbed
//! pass publishes, byte for byte.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bantin::config::Config;
use bantin::pipeline::Pipeline;
use jiff::SignedDuration;

use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted};
use crate::testbed::{TestBed, now};

const CONFIG: &str = "BANTIN_TEST_CONFIG";

/// The child's part: one pass at the fixed now.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the other tests here, as their child process"]
async fn one_pass_in_a_child() {
    let path = PathBuf::from(std::env::var_os(CONFIG).unwrap());
    let text = std::fs::read_to_string(&path).unwrap();
    let config = Config::parse("feeds.toml", &text, path.parent().unwrap()).unwrap();
    Pipeline::open(config).unwrap().once(now(), &|_| ()).await.unwrap();
}

fn start_child(bed: &TestBed) -> Child {
    let path = bed.folder.path().join("feeds.toml");
    std::fs::write(&path, bed.feeds_toml()).unwrap();
    Command::new(std::env::current_exe().unwrap())
        .args(["crashes::one_pass_in_a_child", "--exact", "--ignored"])
        .env(CONFIG, path)
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

async fn undisturbed(address: SocketAddr) -> (BTreeMap<PathBuf, Vec<u8>>, Vec<String>, usize, i64) {
    let bed = TestBed::on(address);
    bed.pass().await;
    let requests = bed.press.requests().len();
    let judged = bed.count("article WHERE NOT unjudged");
    bed.pass().await;
    (bed.published(), groups(&bed), requests, judged)
}

async fn killed_and_run_again(address: SocketAddr, at: Moment) -> (BTreeMap<PathBuf, Vec<u8>>, Vec<String>) {
    let bed = TestBed::on(address);
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
    *child.lock().unwrap() = Some(start_child(&bed));
    let (watched, folder) = (Arc::clone(&child), bed.folder.path().to_owned());
    tokio::task::spawn_blocking(move || kill_when(&watched, &folder, at)).await.unwrap();
    bed.pass().await;
    bed.pass().await;
    (bed.published(), groups(&bed))
}

/// Waits until the child ends, and kills it at the instants that the press doesn't see.
fn kill_when(child: &Mutex<Option<Child>>, folder: &Path, at: Moment) {
    let give_up = Instant::now() + Duration::from_mins(2);
    while Instant::now() < give_up {
        if child.lock().unwrap().as_mut().unwrap().try_wait().unwrap().is_some() {
            return;
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

fn judged(folder: &Path) -> i64 {
    rusqlite::Connection::open(folder.join("bantin.db"))
        .and_then(|database| {
            database.query_row("SELECT count(*) FROM article WHERE NOT unjudged", [], |row| row.get(0))
        })
        .unwrap_or(0)
}

/// Files anywhere in the folder whose names have this extension.
fn files_in(folder: &Path, extension: &str) -> usize {
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
    let (expected, grouped, requests, articles) = undisturbed(address).await;
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
        let (published, regrouped) = killed_and_run_again(address, at).await;
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
