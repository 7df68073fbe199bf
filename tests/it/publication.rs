//! Publishing what changed: the same site as publishing it whole, and nothing lost to who comes seldom.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use bantin::pipeline;
use jiff::SignedDuration;
use proptest::prelude::*;

use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

/// What happens before a pass.
#[derive(Clone, Debug)]
pub enum Event {
    /// The first paper has so many new items.
    News(usize),
    /// An item of the first paper's gets another text, and perhaps another topic.
    Revision(usize),
    /// The second paper prints an item's text, too.
    Copy(usize),
    /// An operator has two items' stories be one.
    Join(usize, usize),
    /// An operator takes an item out of its story.
    Split(usize),
    /// So many days pass.
    Quiet(i64),
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        4 => (1..9_usize).prop_map(Event::News),
        2 => any::<usize>().prop_map(Event::Revision),
        2 => any::<usize>().prop_map(Event::Copy),
        1 => (any::<usize>(), any::<usize>()).prop_map(|(one, two)| Event::Join(one, two)),
        1 => any::<usize>().prop_map(Event::Split),
        2 => (1..12_i64).prop_map(Event::Quiet),
    ]
}

#[derive(Clone)]
struct Item {
    number: usize,
    version: usize,
}

/// Where an item of a paper is.
pub fn link(paper: usize, number: usize) -> String {
    format!("https://bao-{paper}.example/tin-{number}12345.html")
}

impl Item {
    /// Other words for each number. A third of the texts is about the programme, and after a revision another third.
    fn text(&self) -> String {
        const WORDS: [&str; 12] =
            ["bản", "nương", "suối", "đồi", "trâu", "thóc", "khèn", "chợ", "rừng", "mưa", "đường", "trường"];
        let programme = if (self.number + self.version).is_multiple_of(3) {
            // A figure, so that the programme's progress changes with the stories.
            format!("Tỉnh Cao Bằng giải ngân {}% vốn Chương trình 1719. ", self.number % 9 + self.version)
        } else {
            String::new()
        };
        let words: Vec<&str> = (1..30).map(|n| WORDS[(self.number * n + self.number / 12) % 12]).collect();
        format!("{programme}Lần {}: {}.", self.version, words.join(" "))
    }

    fn xml(&self, paper: usize) -> String {
        let (link, number) = (link(paper, self.number), self.number);
        // Some come late, under older dates.
        let (day, month) = (1 + number * 7 % 28, ["Jul", "Aug"][number % 2]);
        let text = self.text();
        format!(
            "<item><title>Tin {} của bản {number}</title><link>{link}</link><guid>{link}</guid>\
             <pubDate>{day:02} {month} 2026 {:02}:00:00 +0700</pubDate><description>{text}</description></item>",
            text.split(' ').rev().take(4).collect::<Vec<_>>().join(" "),
            number % 24,
        )
    }
}

/// The papers' documents at each pass.
pub fn papers(passes: &[Vec<Event>]) -> [Vec<String>; 2] {
    let mut papers: [Vec<Item>; 2] = Default::default();
    let mut feeds: [Vec<String>; 2] = Default::default();
    for events in passes {
        for event in events {
            let count = papers[0].len();
            match event {
                Event::News(more) => {
                    papers[0].extend((count..count + more).map(|number| Item { number, version: 0 }));
                }
                Event::Revision(item) if count > 0 => papers[0][item % count].version += 1,
                Event::Copy(item) if count > 0 => {
                    let item = papers[0][item % count].clone();
                    papers[1].retain(|other| other.number != item.number);
                    papers[1].push(item);
                }
                _ => {}
            }
        }
        for (paper, items) in papers.iter().enumerate() {
            let items: String = items.iter().rev().map(|item| item.xml(paper)).collect();
            let rss = format!("<rss version=\"2.0\"><channel><title>Báo</title>{items}</channel></rss>");
            feeds[paper].push(rss);
        }
    }
    feeds
}

/// Two passes: all is due again.
pub const BETWEEN: SignedDuration = SignedDuration::from_hours(26);

pub const TOPIC: &str = "[[topic]]\nid = \"ct-1719\"\nname = \"Chương trình 1719\"\nstrong = [\"Chương trình 1719\"]\nprogramme = \"dtts\"\n";

/// Stories are kept for some time.
pub const KEEP: &str = "[store]\nkeep = \"90 days\"\n";

/// A desk at which the passes have not been made yet.
pub async fn desk(passes: &[Vec<Event>], limit: usize) -> (Desk, Scripted) {
    let [first, second] = papers(passes).map(|feeds| feeds.into_iter().map(Reply::ok).collect());
    let server = Scripted::with([("/0.rss", first), ("/1.rss", second)]).await;
    let mut desk = Desk::with(&[server.url("/0.rss"), server.url("/1.rss")]);
    desk.limit = limit;
    desk.each("page.read = false");
    desk.more(TOPIC);
    (desk, server)
}

/// A pass after the events.
pub async fn pass(desk: &mut Desk, events: &[Event]) {
    decide(desk, events);
    for event in events {
        if let Event::Quiet(days) = event {
            desk.now += SignedDuration::from_hours(24 * days);
        }
    }
    desk.pass_after(BETWEEN).await;
}

/// What an operator does of the events.
pub fn decide(desk: &Desk, events: &[Event]) {
    let config = desk.config();
    for event in events {
        // What can't be done is refused, and does nothing.
        let _ = match event {
            Event::Join(one, two) => pipeline::join(&config, [&named(*one), &named(*two)], desk.now),
            Event::Split(item) => pipeline::split(&config, &named(*item), desk.now),
            _ => continue,
        };
    }
}

fn named(item: usize) -> String {
    link(0, item % 8)
}

pub type Tree = BTreeMap<PathBuf, (SystemTime, Vec<u8>)>;

pub fn tree(desk: &Desk) -> Tree {
    tree_of(&desk.config().publish.directory)
}

/// The files of a published folder.
pub fn tree_of(root: &Path) -> Tree {
    let mut files = Tree::new();
    collect(root, root, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Tree) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !path.ends_with(".bantin") {
                collect(root, &path, files);
            }
        } else {
            let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
            files.insert(path.strip_prefix(root).unwrap().to_owned(), (modified, std::fs::read(&path).unwrap()));
        }
    }
}

#[track_caller]
pub fn assert_same(one: &Tree, other: &Tree) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>(), "other files");
    for (path, (modified, bytes)) in one {
        let (other_modified, other_bytes) = &other[path];
        assert_eq!(String::from_utf8_lossy(bytes), String::from_utf8_lossy(other_bytes), "{}", path.display());
        assert_eq!(modified, other_modified, "the time of {}", path.display());
    }
}

fn news(counts: &[usize]) -> Vec<Vec<Event>> {
    counts.iter().map(|count| vec![Event::News(*count)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn what_is_published_change_by_change_is_what_is_published_whole(
        passes in proptest::collection::vec(proptest::collection::vec(event(), 1..6), 2..9),
        limit in 1..9_usize,
        keeps in any::<bool>(),
    ) {
        tokio::runtime::Runtime::new().unwrap().block_on(async {
            let (mut desk, _server) = desk(&passes, limit).await;
            if keeps {
                // When the items of the first days are about to be too old.
                desk.now = "2026-09-28T05:00:00Z".parse().unwrap();
                desk.more(KEEP);
            }
            for events in &passes {
                pass(&mut desk, events).await;
            }
            let by_changes = tree(&desk);
            std::fs::remove_dir_all(desk.config().publish.directory).unwrap();
            desk.pass().await;
            assert_same(&by_changes, &tree(&desk));
        });
    }
}

/// The documents of a feed from the current one backwards, as a reader follows them.
fn documents(desk: &Desk, path: &str, previous: fn(&str) -> Option<String>) -> Vec<String> {
    let root = desk.config().publish.directory;
    let mut documents = Vec::new();
    let mut next = Some(format!("https://tin.example/{path}"));
    while let Some(url) = next {
        let text = std::fs::read_to_string(root.join(url.strip_prefix("https://tin.example/").unwrap())).unwrap();
        next = previous(&text);
        documents.push(text);
    }
    documents
}

fn archive_link(feed: &str) -> Option<String> {
    let feed = feed_rs::parser::parse(feed.as_bytes()).unwrap();
    feed.links.into_iter().find(|link| link.rel.as_deref() == Some("prev-archive")).map(|link| link.href)
}

fn next_url(feed: &str) -> Option<String> {
    let feed: serde_json::Value = serde_json::from_str(feed).unwrap();
    feed["next_url"].as_str().map(str::to_owned)
}

fn ids(documents: &[String]) -> Vec<String> {
    let entries = documents.iter().flat_map(|document| feed_rs::parser::parse(document.as_bytes()).unwrap().entries);
    entries.map(|entry| entry.id).collect()
}

#[tokio::test]
async fn a_reader_who_was_away_for_a_month_misses_nothing() {
    let passes = news(&[2; 30]);
    let (mut desk, _server) = desk(&passes, 4).await;
    let mut seen = BTreeSet::new();
    for (day, events) in passes.iter().enumerate() {
        pass(&mut desk, events).await;
        if day == 0 {
            seen.extend(ids(&documents(&desk, "feeds/tin.atom", |_| None)));
        }
    }
    let stories: i64 = {
        let database = desk.database();
        database.query_row("SELECT count(*) FROM story WHERE merged_into IS NULL", [], |row| row.get(0)).unwrap()
    };
    assert!(stories > 20, "{stories}");
    for (path, previous) in [
        ("feeds/tin.atom", archive_link as fn(&str) -> _),
        ("feeds/tin.rss", archive_link),
        ("feeds/tin.json", next_url),
    ] {
        let read = ids(&documents(&desk, path, previous));
        let all: BTreeSet<&String> = read.iter().collect();
        assert_eq!(i64::try_from(all.len()).unwrap(), stories, "{path}");
        assert!(seen.iter().all(|id| all.contains(id)), "{path}");
        let archived = &read[read.len() - read.len() / 4 * 4 + 4..];
        assert_eq!(archived.iter().collect::<BTreeSet<_>>().len(), archived.len(), "each archive has its own: {path}");
    }
}

#[tokio::test]
async fn an_archive_stays_as_it_is_while_its_stories_do() {
    let passes = news(&[4, 4, 4, 4]);
    let (mut desk, _server) = desk(&passes, 2).await;
    pass(&mut desk, &passes[0]).await;
    pass(&mut desk, &passes[1]).await;
    let archive = |desk: &Desk| tree(desk)[Path::new("feeds/tin/1.atom")].clone();
    let before = archive(&desk);
    let text = String::from_utf8(before.1.clone()).unwrap();
    assert!(text.contains("<fh:archive") && text.contains("xmlns:fh=\"http://purl.org/syndication/history/1.0\""));
    let feed = feed_rs::parser::parse(text.as_bytes()).unwrap();
    let link =
        |rel: &str| feed.links.iter().find(|link| link.rel.as_deref() == Some(rel)).map(|link| link.href.clone());
    assert_eq!(link("current").as_deref(), Some("https://tin.example/feeds/tin.atom"));
    assert_eq!(link("next-archive").as_deref(), Some("https://tin.example/feeds/tin/2.atom"));
    assert_eq!(link("self").as_deref(), Some("https://tin.example/feeds/tin/1.atom"));
    assert_eq!(link("prev-archive"), None);
    pass(&mut desk, &passes[2]).await;
    pass(&mut desk, &passes[3]).await;
    assert_eq!(archive(&desk), before);
}

#[tokio::test]
async fn one_item_touches_the_documents_that_list_it_and_no_others() {
    let passes = news(&[40, 1]);
    let (mut desk, _server) = desk(&passes, 10).await;
    pass(&mut desk, &passes[0]).await;
    let before = tree(&desk);
    pass(&mut desk, &passes[1]).await;
    let after = tree(&desk);
    let changed: Vec<String> = after
        .iter()
        .filter(|(path, file)| before.get(*path) != Some(file))
        .map(|(path, _)| path.display().to_string())
        .filter(|path| !path.starts_with("en/"))
        .collect();
    let stories = changed.iter().filter(|path| path.starts_with("story/")).count();
    assert!(stories <= 2, "the new one, and one that it is like: {changed:?}");
    let fixed = ["about/index.html", "feeds/index.html", "404.html", "feeds.opml"];
    assert!(fixed.iter().all(|path| !changed.contains(&(*path).to_owned())), "{changed:?}");
    assert!(changed.contains(&"index.html".to_owned()) && changed.len() < 30, "{changed:?}");
}

#[tokio::test]
async fn a_publication_that_fails_half_way_is_completed_by_the_next_pass() {
    let passes = news(&[12, 5]);
    let (mut undisturbed, one) = desk(&passes, 3).await;
    let (mut disturbed, other) = desk(&passes, 3).await;
    for events in &passes {
        pass(&mut undisturbed, events).await;
    }
    pass(&mut disturbed, &passes[0]).await;
    // Stories' pages are in their places by then.
    let obstacle = disturbed.config().publish.directory.join("feeds/tin.atom");
    std::fs::remove_file(&obstacle).unwrap();
    std::fs::create_dir(&obstacle).unwrap();
    std::fs::write(obstacle.join("x"), "").unwrap();
    disturbed.now += BETWEEN;
    disturbed.try_to_pass().await.unwrap_err();
    std::fs::remove_dir_all(&obstacle).unwrap();
    assert!(disturbed.pass().await.changed);
    assert!(!disturbed.pass().await.changed);
    assert_same(&tree(&undisturbed), &moved(tree(&disturbed), &other, &one));
}

#[tokio::test]
async fn a_configuration_that_never_came_to_be_published_leaves_nothing_behind() {
    let passes = news(&[12]);
    let (mut desk, _server) = desk(&passes, 3).await;
    pass(&mut desk, &passes[0]).await;
    let before = tree(&desk);
    let sources = desk.sources.clone();
    desk.more("[[feed]]\nid = \"mien-nui\"\ntitle = \"Miền núi\"");
    // Lists come last.
    let obstacle = desk.config().publish.directory.join("feeds.opml");
    std::fs::remove_file(&obstacle).unwrap();
    std::fs::create_dir(&obstacle).unwrap();
    std::fs::write(obstacle.join("x"), "").unwrap();
    desk.try_to_pass().await.unwrap_err();
    std::fs::remove_dir_all(&obstacle).unwrap();
    assert!(desk.config().publish.directory.join("feeds/mien-nui.atom").exists(), "some of it had been published");
    desk.sources = sources;
    desk.pass().await;
    assert_same(&before, &tree(&desk));
}

/// As if it had been published by a desk whose papers are on another server.
pub fn moved(tree: Tree, from: &Scripted, to: &Scripted) -> Tree {
    let (from, to) = (from.url("/"), to.url("/"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(from.as_str(), to.as_str()).into_bytes();
    tree.into_iter().map(|(path, (modified, bytes))| (path, (modified, text(bytes)))).collect()
}

#[tokio::test]
async fn channels_that_feeds_toml_no_longer_has_are_gone() {
    let passes = news(&[3, 1]);
    let (mut desk, server) = desk(&passes, 3).await;
    pass(&mut desk, &passes[0]).await;
    for path in ["topic/ct-1719/index.html", "topic/ct-1719/feed.atom", "source/nguon-1/index.html"] {
        assert!(tree(&desk).contains_key(Path::new(path)), "{path}");
    }
    desk.sources(&[server.url("/0.rss")]);
    pass(&mut desk, &passes[1]).await;
    let left: Vec<PathBuf> = tree(&desk).into_keys().collect();
    assert!(left.iter().all(|path| !path.starts_with("topic") && !path.starts_with("source/nguon-1")), "{left:?}");
}
