//! Killed at instants that nobody chose, a hundred times over: nothing is lost, nothing comes twice, and at no instant is a
//! file other than before or after.
//!
//! `BANTIN_SEED` takes another number than the usual one; a test that fails prints the number that it had.

use std::fmt::Debug;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Child;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bantin::pipeline;
use jiff::{SignedDuration, Timestamp};

use crate::crashes::{files_in, judged, start_child};
use crate::daemon::Daemon;
use crate::desk::Desk;
use crate::faults::words;
use crate::publication::{BETWEEN, Event, TOPIC, Tree, assert_same, link, papers, tree};
use crate::scripted::{Reply, Scripted, Seen};
use crate::testbed::TestBed;

const KILLS: usize = 100;

/// `SplitMix64` (Steele, Lea and Flood, 2014).
pub struct Chance(u64);

impl Chance {
    pub fn seeded() -> Self {
        let seed = std::env::var("BANTIN_SEED").map_or(1719, |seed| seed.parse().unwrap());
        println!("BANTIN_SEED={seed}");
        Self(seed)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

/// What an operator decides before a pass, of items by their numbers.
#[derive(Clone, Copy)]
enum Decision {
    Join(usize, usize),
    Split(usize),
    Withdraw(usize),
    Republish(usize),
}

fn rounds() -> Vec<(Vec<Event>, Vec<Decision>)> {
    vec![
        (vec![Event::News(12)], vec![]),
        (
            vec![Event::News(7), Event::Revision(2), Event::Revision(5), Event::Copy(4), Event::Copy(9)],
            vec![Decision::Join(1, 2), Decision::Withdraw(3)],
        ),
        (
            vec![Event::News(4), Event::Revision(1), Event::Copy(3)],
            vec![Decision::Split(4), Decision::Republish(3), Decision::Withdraw(6)],
        ),
    ]
}

/// Two papers with their articles' pages. Which edition they print is told them, so that who was killed and asks again
/// gets the same.
struct Newsstand {
    server: Scripted,
    edition: Arc<AtomicUsize>,
}

impl Newsstand {
    async fn open() -> Self {
        let events: Vec<_> = rounds().into_iter().map(|(events, _)| events).collect();
        let feeds = papers(&events);
        let edition = Arc::new(AtomicUsize::new(0));
        let printed = Arc::clone(&edition);
        let server = Scripted::start(move |seen: &Seen| match seen.target.as_str() {
            "/robots.txt" => Reply::status(404),
            feed @ ("/0.rss" | "/1.rss") => {
                let paper = usize::from(feed == "/1.rss");
                let mut feed = feeds[paper][printed.load(Ordering::SeqCst)].clone();
                for paper in 0..2 {
                    let here = format!("http://{}/bao-{paper}/", seen.text("host").unwrap());
                    feed = feed.replace(&format!("https://bao-{paper}.example/"), &here);
                }
                Reply::ok(feed)
            }
            page => {
                // Both papers print an item alike.
                let item = page.rsplit('/').next().unwrap();
                let paragraphs: String =
                    (0..4).map(|n| format!("<p>Đoạn {}.</p>", words(&format!("{item}{n}"), 40))).collect();
                Reply::ok(format!("<html><body><article><h1>Tin {item}</h1>{paragraphs}</article></body></html>"))
            }
        })
        .await;
        Self { server, edition }
    }

    fn desk(&self) -> Desk {
        let mut desk = Desk::with(&[self.server.url("/0.rss"), self.server.url("/1.rss")]);
        desk.limit = 7;
        desk.more(TOPIC);
        desk
    }

    fn item(&self, number: usize) -> String {
        link(0, number).replace("https://bao-0.example/", self.server.url("/bao-0/").as_str())
    }

    /// Prints the next edition, and has the operator decide.
    fn turn_to(&self, round: usize, desk: &mut Desk) {
        self.edition.store(round, Ordering::SeqCst);
        desk.now += BETWEEN;
        let config = desk.config();
        for decision in &rounds()[round].1 {
            match *decision {
                Decision::Join(one, two) => {
                    pipeline::join(&config, [&self.item(one), &self.item(two)], desk.now).map(drop)
                }
                Decision::Split(item) => pipeline::split(&config, &self.item(item), desk.now).map(drop),
                Decision::Withdraw(item) => pipeline::withdraw(&config, &self.item(item), "nhầm", desk.now).map(drop),
                Decision::Republish(item) => pipeline::republish(&config, &self.item(item), desk.now).map(drop),
            }
            .unwrap();
        }
    }
}

/// What a round comes to if nobody disturbs it.
struct Expected {
    public: Tree,
    rows: Vec<i64>,
    /// How long the child took.
    took: Duration,
    requests: usize,
    judged: i64,
    pages: usize,
}

/// How many there are of what could come twice or be lost.
fn rows(desk: &Desk) -> Vec<i64> {
    let count =
        |what: &str| desk.database().query_row(&format!("SELECT count(*) FROM {what}"), [], |row| row.get(0)).unwrap();
    [
        "entry",
        "article",
        "article WHERE unjudged",
        "story",
        "story WHERE merged_into IS NULL",
        "channel_story",
        "revision",
    ]
    .map(count)
    .to_vec()
}

pub async fn waited(mut child: Child) {
    assert!(tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap().success());
}

async fn undisturbed(stand: &Newsstand) -> Vec<Expected> {
    let mut desk = stand.desk();
    let mut expected: Vec<Expected> = Vec::new();
    for round in 0..rounds().len() {
        stand.turn_to(round, &mut desk);
        let (asked, begun) = (stand.server.log().len(), Instant::now());
        waited(start_child(desk.folder(), &desk.text(), desk.now)).await;
        let took = begun.elapsed();
        assert!(!desk.pass().await.changed);
        expected.push(Expected {
            public: tree(&desk),
            rows: rows(&desk),
            took,
            requests: stand.server.log().len() - asked,
            judged: judged(desk.folder()),
            pages: files_in(&desk.config().publish.directory, "html"),
        });
    }
    expected
}

/// When a child is killed.
#[derive(Debug)]
enum At {
    Delay(Duration),
    Request(usize),
    Judged(i64),
    /// As soon as so many files wait for being put in their places.
    Written(usize),
    /// As soon as so many pages are in their places.
    Published(usize),
}

impl At {
    /// Any instant of a round after the last.
    fn chosen(chance: &mut Chance, last: Option<&Expected>, this: &Expected) -> Self {
        let between = |chance: &mut Chance, from: usize, to: usize| from + 1 + chance.below(to.saturating_sub(from));
        let before = last.map_or(0, |last| usize::try_from(last.judged).unwrap());
        match chance.below(10) {
            0 => Self::Request(between(chance, 0, this.requests)),
            1 => Self::Judged(i64::try_from(between(chance, before, usize::try_from(this.judged).unwrap())).unwrap()),
            2 => Self::Written(between(chance, 0, 60)),
            3 => Self::Published(between(chance, last.map_or(0, |last| last.pages), this.pages)),
            _ => Self::Delay(this.took * u32::try_from(chance.below(1000)).unwrap() / 1000),
        }
    }
}

/// Kills a child when it is time, by how long it has run. Says whether it was killed, and had not ended before.
pub fn killed_when(child: &mut Child, at: &impl Debug, mut is_time: impl FnMut(Duration) -> bool) -> bool {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{at:?}: {status}");
            return false;
        }
        if is_time(begun.elapsed()) {
            child.kill().unwrap();
            return child.wait().unwrap().code().is_none();
        }
        assert!(begun.elapsed() < Duration::from_mins(2), "{at:?}: neither came nor ended");
        std::thread::sleep(Duration::from_micros(500));
    }
}

fn killed(child: &mut Child, at: &At, folder: &Path, requests: impl Fn() -> usize) -> bool {
    killed_when(child, at, |elapsed| match at {
        At::Delay(delay) => elapsed >= *delay,
        At::Request(nth) => requests() >= *nth,
        At::Judged(articles) => judged(folder) >= *articles,
        At::Written(files) => files_in(&folder.join("public/.bantin/new"), "") >= *files,
        At::Published(pages) => files_in(&folder.join("public"), "html") >= *pages,
    })
}

/// Each file is as before or as after, and what is there before and after is there.
fn assert_whole(public: &Tree, before: Option<&Tree>, after: &Tree, at: &str) {
    for (path, (_, bytes)) in public {
        let is = |tree: &Tree| tree.get(path).is_some_and(|(_, known)| known == bytes);
        assert!(before.is_some_and(is) || is(after), "{at}: {} is neither old nor new", path.display());
    }
    let kept = before.into_iter().flat_map(Tree::keys).filter(|path| after.contains_key(*path));
    for path in kept {
        assert!(public.contains_key(path), "{at}: {} is away", path.display());
    }
}

pub fn public(desk: &Desk) -> Tree {
    if desk.config().publish.directory.exists() { tree(desk) } else { Tree::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_a_hundred_times_at_random_nothing_is_lost_and_nothing_comes_twice() {
    let mut chance = Chance::seeded();
    let stand = Newsstand::open().await;
    let expected = undisturbed(&stand).await;
    assert!(expected.windows(2).all(|pair| pair[0].public != pair[1].public && pair[0].rows != pair[1].rows));
    let (mut kills, mut begun) = (0, 0);
    while kills < KILLS {
        let mut desk = stand.desk();
        for (round, this) in expected.iter().enumerate() {
            let last = round.checked_sub(1).map(|last| &expected[last]);
            stand.turn_to(round, &mut desk);
            for _ in 0..=chance.below(9) {
                let at = At::chosen(&mut chance, last, this);
                let asked = stand.server.log().len();
                begun += 1;
                let mut child = start_child(desk.folder(), &desk.text(), desk.now);
                let is_killed = tokio::task::block_in_place(|| {
                    killed(&mut child, &at, desk.folder(), || stand.server.log().len() - asked)
                });
                let named = format!("round {round}, kill {kills}, {at:?}");
                assert_whole(&public(&desk), last.map(|last| &last.public), &this.public, &named);
                if !is_killed {
                    break;
                }
                kills += 1;
            }
            desk.pass().await;
            assert_same(&this.public, &tree(&desk));
            assert_eq!(rows(&desk), this.rows, "round {round}, after {kills} kills");
            assert!(!desk.pass().await.changed, "something was left to be published");
        }
    }
    assert!(begun < 3 * KILLS, "most children ended before they could be killed: {begun}");
}

/// The answer to a reader, if it came as a whole.
fn answer(address: &str, path: &str) -> Option<Vec<u8>> {
    let mut stream = TcpStream::connect(address).ok()?;
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").ok()?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).ok()?;
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
    let length: usize = head.split("content-length: ").nth(1)?.lines().next()?.parse().unwrap();
    let body = answer.split_off(end + 4);
    assert!(head.starts_with("http/1.1 200"), "{path}: {head}");
    (body.len() == length).then_some(body)
}

/// Every format's own sign that nothing is missing at the end.
fn assert_complete(path: &Path, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let is_complete = match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => text.trim_end().ends_with("</html>"),
        Some("json") => serde_json::from_slice::<serde_json::Value>(bytes).is_ok(),
        Some("atom" | "rss") => feed_rs::parser::parse(bytes).is_ok(),
        Some("xml") => text.trim_end().ends_with('>'),
        Some("opml") => text.trim_end().ends_with("</opml>"),
        _ => !bytes.is_empty(),
    };
    assert!(is_complete, "{} is cut off", path.display());
}

#[test]
fn readers_of_a_daemon_that_is_killed_while_it_publishes_get_whole_files() {
    let mut chance = Chance::seeded();
    let mut bed = TestBed::new();
    bed.now = Timestamp::now() - SignedDuration::from_hours(24);
    tokio::runtime::Runtime::new().unwrap().block_on(bed.pass());
    bed.press.next_edition();
    let paths: Vec<String> = bed.published().into_keys().map(|path| path.display().to_string()).collect();
    for _ in 0..4 {
        let mut daemon = Daemon::start(&bed);
        let (address, delay) = (daemon.address.clone(), Duration::from_millis(chance.below(1500).try_into().unwrap()));
        let read = std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let whole = paths.iter().cycle().map_while(|path| Some((path, answer(&address, path)?)));
                whole.map(|(path, body)| assert_complete(Path::new(path), &body)).count()
            });
            std::thread::sleep(delay);
            assert!(!reader.is_finished(), "an answer was cut off before anybody was killed");
            daemon.kill();
            reader.join().unwrap()
        });
        println!("killed after {delay:?} and {read} answers");
        for (path, bytes) in &bed.published() {
            assert_complete(path, bytes);
        }
        // Who comes after the restart gets what lies there, as a whole.
        let restarted = Daemon::start(&bed);
        for path in &paths {
            let body = answer(&restarted.address, path).unwrap_or_else(|| panic!("{path}"));
            assert_complete(Path::new(path), &body);
        }
    }
}
