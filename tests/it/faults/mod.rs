//! What servers, networks and documents do wrong: for each fault what is stored, what is published, and what the operator
//! sees. docs/faults.md is the same for operators (`table`).
//!
//! A family's faults are sources of one desk, each on a host of its own beside one that is well. All have been read well
//! once, two days ago. Then the faults begin, and `bantin once --json` is run as cron runs it.

mod addresses;
mod bodies;
mod clocks;
mod connections;
mod documents;
mod hanging;
mod pages;
mod redirects;
mod statuses;
mod table;
mod tls;

use std::collections::BTreeSet;
use std::process::{Command, Output};
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::desk::{Desk, channel};
use crate::scripted::{Reply, Scripted, Seen};

/// What a source does when it is asked the second time, and what becomes of it.
struct Fault {
    /// As docs/faults.md says it.
    name: &'static str,
    /// None: nobody is there any more.
    answer: Option<Answer>,
    then: Then,
}

type Answer = Arc<dyn Fn(&Seen) -> Reply + Send + Sync>;

enum Then {
    /// Nothing new is stored. The operator sees this error, `ADDRESS` for the source's and `…` for anything; and when the
    /// source is asked again.
    Fails(&'static str, Again),
    /// So many new entries are stored, in this way.
    Reads(usize, &'static str),
    /// The same, and the operator sees this warning.
    Warns(usize, &'static str),
    /// It is not asked again.
    Ends(&'static str),
}

/// When a source that failed once is asked again: the shortest interval of these desks is a quarter of an hour.
#[derive(Clone, Copy, Debug)]
enum Again {
    /// What mends itself.
    Soon,
    /// What takes a person.
    Later,
    /// What isn't there, or not for us.
    Seldom,
    /// What only the operator can change.
    Daily,
    /// As it asked for, in seconds.
    After(i64),
}

const LONGEST_ASKED: i64 = 30 * 24 * 3600;

impl Again {
    fn words(self) -> &'static str {
        match self {
            Self::Soon => "15 minutes, then up to 6 hours",
            Self::Later => "1 hour, then up to a day",
            Self::Seldom => "3 hours, then up to 2 days",
            Self::Daily => "1 day, then 2 days",
            Self::After(LONGEST_ASKED) => "30 days, the longest that is believed",
            Self::After(_) => "when it asked for",
        }
    }

    /// Seconds after the pass began.
    fn first(self) -> i64 {
        match self {
            Self::Soon => 15 * 60,
            Self::Later => 60 * 60,
            Self::Seldom => 3 * 60 * 60,
            Self::Daily => 24 * 60 * 60,
            Self::After(seconds) => seconds,
        }
    }
}

fn fault(name: &'static str, answer: impl Fn(&Seen) -> Reply + Send + Sync + 'static, then: Then) -> Fault {
    Fault { name, answer: Some(Arc::new(answer)), then }
}

const ONSETS: [&str; 20] =
    ["b", "ch", "d", "đ", "g", "h", "kh", "l", "m", "n", "ng", "nh", "ph", "r", "s", "t", "th", "tr", "v", "x"];
const RIMES: [&str; 30] = [
    "an", "ang", "ao", "ay", "âm", "ân", "ậu", "eo", "êu", "iêm", "iếng", "ịt", "oan", "oai", "ong", "ôi", "ốm", "ơn",
    "ớp", "ua", "uân", "úc", "ui", "uôi", "uồng", "ươi", "ước", "ượt", "ưng", "ửa",
];

/// A text that is like no other's, of so many words.
pub fn words(of: &str, count: usize) -> String {
    // FNV-1a, then a linear congruential generator (Knuth's MMIX).
    let mut state = of
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let mut one_of = |list: &[&'static str]| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        list[usize::try_from(state >> 33).unwrap() % list.len()]
    };
    (0..count).map(|_| format!("{}{}", one_of(&ONSETS), one_of(&RIMES))).collect::<Vec<_>>().join(" ")
}

/// The title of a source's item.
fn title(source: &str, item: &str) -> String {
    format!("Chuyện {}", words(&format!("{source} {item} title"), 6))
}

/// An item with more elements of its own.
fn item_with(source: &str, item: &str, more: &str) -> String {
    let text = words(&format!("{source} {item}"), 30);
    let link = format!("/{item}-{}12345.html", words(source, 3).replace(' ', "-"));
    format!(
        "<item><title>{}</title><link>{link}</link><description>{text}.</description>{more}</item>",
        title(source, item)
    )
}

/// What the source printed before the fault, and has now beside it.
const BEFORE: &str = "truoc";
const AFTER: &str = "sau";

/// A feed with the source's news.
fn news(source: &str) -> String {
    channel(&(item_with(source, AFTER, "") + &item_with(source, BEFORE, "")))
}

fn first_answer(source: &str) -> Reply {
    Reply::ok(channel(&item_with(source, BEFORE, ""))).header("ETag", "\"truoc\"")
}

/// A family's desk after the pass.
struct Held {
    desk: Desk,
    /// By their faults' order; none where nobody is there.
    servers: Vec<Option<Scripted>>,
}

/// The source that is well.
const WELL: &str = "khoe";

/// Holds bantin to what the faults say of it. `fetch`: more lines of `[fetch]`.
async fn hold(faults: &[Fault], fetch: &str) -> Held {
    let well = Scripted::on("127.0.1.1", |seen| match seen.nth {
        0 => first_answer(WELL),
        _ => Reply::ok(news(WELL)),
    })
    .await;
    let mut servers = Vec::new();
    for (n, fault) in faults.iter().enumerate() {
        let (name, answer) = (fault.name, fault.answer.clone());
        let script = move |seen: &Seen| match (&answer, seen.nth, seen.target.as_str()) {
            (_, 0, "/nguon") | (None, ..) => first_answer(name),
            (Some(answer), ..) => answer(seen),
        };
        servers.push(Some(Scripted::on(&format!("127.0.1.{}", n + 2), script).await));
    }
    let mut addresses = vec![well.url("/nguon")];
    addresses.extend(servers.iter().flatten().map(|server| server.url("/nguon")));
    let mut desk = Desk::with(&addresses);
    desk.fetch = format!("allow = [\"127.0.1.0/24\"]\nconcurrency = 64\n{fetch}");
    desk.each("page.read = false");
    desk.limit = 500;
    desk.now = Timestamp::now() - SignedDuration::from_hours(48);
    let first = desk.pass().await;
    assert!(first.failed.is_empty(), "{:?}", first.failed);
    let validators = column(&desk, "validators");
    for (server, fault) in servers.iter_mut().zip(faults) {
        if fault.answer.is_none() {
            *server = None;
        }
    }

    let output = once(&desk).await;
    let pass: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    let log = String::from_utf8(output.stderr).unwrap();
    let fails = |fault: &Fault| matches!(fault.then, Then::Fails(..) | Then::Ends(_));
    assert_eq!(output.status.code(), Some(i32::from(faults.iter().any(fails))), "{log}");
    let (now, titles) = (column(&desk, "validators"), published(&desk));
    assert!(titles.contains(&title(WELL, AFTER)), "the source that is well: {titles:?}\n{log}");
    for (n, fault) in faults.iter().enumerate() {
        let Fault { name, then, .. } = fault;
        let id = format!("nguon-{}", n + 1);
        let seen = Case { name, id: &id, address: addresses[n + 1].as_str(), log: &log };
        let (stored, said) = match then {
            Then::Fails(error, _) | Then::Ends(error) => (0, seen.told(&pass["failed"], "error", error)),
            Then::Warns(new, warning) => (*new, seen.told(&pass["warnings"], "warning", warning)),
            Then::Reads(new, _) => {
                let failed = of(&pass["failed"], &id).chain(of(&pass["warnings"], &id));
                assert_eq!(failed.collect::<Vec<_>>(), Vec::<&Value>::new(), "{name}");
                (*new, String::new())
            }
        };
        assert_eq!(entries(&desk, &id), 1 + stored, "{name}: entries");
        assert!(titles.contains(&title(name, BEFORE)), "{name}: what it printed before stays published: {titles:?}");
        if fails(fault) {
            assert!(!titles.contains(&title(name, AFTER)), "{name}: published though it failed");
            assert_eq!(now[n + 1], validators[n + 1], "{name}: validators");
        }
        seen.asked_again(&desk, then, &said);
    }
    let known = |title: &String| title.starts_with("Chuyện ");
    assert!(titles.iter().all(known), "nothing that failed is published as news: {titles:?}");
    Held { desk, servers }
}

/// `bantin once --json`, as cron runs it.
async fn once(desk: &Desk) -> Output {
    std::fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_bantin"));
    command.args(["once", "--json"]).current_dir(desk.folder());
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

/// Of each source, in order.
fn column(desk: &Desk, name: &str) -> Vec<Option<String>> {
    let database = desk.database();
    let sql = format!("SELECT {name} FROM source ORDER BY CAST(substr(id, 7) AS INTEGER)");
    let mut query = database.prepare(&sql).unwrap();
    query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn entries(desk: &Desk, source: &str) -> usize {
    let sql = "SELECT count(*) FROM entry WHERE source = ?1";
    let count: i64 = desk.database().query_row(sql, [source], |row| row.get(0)).unwrap();
    usize::try_from(count).unwrap()
}

/// Titles in the combined feed.
fn published(desk: &Desk) -> BTreeSet<String> {
    items(desk).iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

fn items(desk: &Desk) -> Vec<Value> {
    let text = std::fs::read_to_string(desk.config().publish.directory.join("feeds/tin.json")).unwrap();
    let feed: Value = serde_json::from_str(&text).unwrap();
    feed["items"].as_array().unwrap().clone()
}

fn of<'a>(list: &'a Value, source: &str) -> impl Iterator<Item = &'a Value> {
    list.as_array().unwrap().iter().filter(move |one| one["source"] == source)
}

/// Whether `text` is the pattern, in which `…` stands for anything.
fn is_like(text: &str, pattern: &str) -> bool {
    let pieces: Vec<&str> = pattern.split('…').collect();
    let (first, last) = (pieces[0], pieces[pieces.len() - 1]);
    if pieces.len() == 1 {
        return text == pattern;
    }
    let Some(mut rest) = text.strip_prefix(first).and_then(|rest| rest.strip_suffix(last)) else { return false };
    for piece in &pieces[1..pieces.len() - 1] {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    true
}

/// One fault, in a pass that is over.
struct Case<'a> {
    name: &'a str,
    id: &'a str,
    address: &'a str,
    log: &'a str,
}

impl Case<'_> {
    /// What the operator is told once, by JSON and in the log, with the source and its address.
    fn told(&self, list: &Value, key: &str, pattern: &str) -> String {
        let Self { name, id, address, log } = self;
        let told: Vec<&Value> = of(list, id).collect();
        let [one] = told.as_slice() else { panic!("{name}: {told:?}\n{log}") };
        assert_eq!(one["url"], *address, "{name}");
        let said = one[key].as_str().unwrap();
        assert!(is_like(said, &pattern.replace("ADDRESS", address)), "{name}:\n  {said}\nexpected:\n  {pattern}");
        // What is a field of the log's is in quotes.
        let bare = |text: &str| text.replace(['"', '\\'], "") + " ";
        let named = format!("source={id} ");
        let is_logged = log.lines().map(bare).any(|line| line.contains(bare(said).trim_end()) && line.contains(&named));
        assert!(is_logged, "{name}: {log}");
        said.to_owned()
    }

    /// The source's row says when it is asked again, and why it failed.
    fn asked_again(&self, desk: &Desk, then: &Then, said: &str) {
        let name = self.name;
        let sql = "SELECT failures, ifnull(last_error, ''), next_poll - last_attempt, gone FROM source WHERE id = ?1";
        let (failures, error, wait, gone): (u32, String, i64, bool) = desk
            .database()
            .query_row(sql, [self.id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .unwrap();
        assert_eq!(gone, matches!(then, Then::Ends(_)), "{name}");
        match then {
            Then::Fails(_, again) => {
                assert_eq!((failures, error.as_str()), (1, said), "{name}");
                let first = again.first();
                // Up to a tenth more, so that sources that failed together don't come back together; and what a server
                // asks for counts from its answer.
                assert!((first..=first + first / 10 + 60).contains(&wait), "{name}: after {wait} s, not {first}");
            }
            Then::Ends(_) => assert_eq!(error, said, "{name}"),
            Then::Reads(..) | Then::Warns(..) => {
                assert_eq!((failures, error.as_str()), (0, ""), "{name}");
                // Within the operator's bounds, with a tenth of jitter and some slack for cron.
                assert!((14 * 60..=6 * 3600 * 11 / 10).contains(&wait), "{name}: after {wait} s");
            }
        }
    }
}

#[test]
fn a_pattern_is_matched_as_a_whole() {
    assert!(is_like("http://a/ answered 404", "http://a/ answered 404") && is_like("abcde", "a…c…e"));
    assert!(!is_like("x abcde", "a…e") && !is_like("abcd", "a…e") && !is_like("abd", "a…c…d"));
}
