//! Two parsers that are not ours, and not each other's, read back what was written: feed-rs, and Python's feedparser for
//! the XML formats (feed readers have been built on it for twenty years). Beside them Atom's own grammar.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use bantin::judge::Story;
use bantin::render::{Document, media_type, site};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::desk::Desk;
use crate::feed_rules;
use crate::newsroom::{config, find, stories};
use crate::published_feeds::hostile;
use crate::scripted::{Reply, Scripted};
use crate::testbed::{TestBed, files};

/// What both parsers say of an entry. Times in seconds.
#[derive(Debug, PartialEq)]
struct Read {
    id: String,
    title: String,
    link: String,
    published: Option<i64>,
    authors: usize,
    tags: usize,
}

fn by_feed_rs(feed: &[u8]) -> Vec<Read> {
    let entries = feed_rs::parser::parse(feed).unwrap().entries.into_iter();
    entries
        .map(|entry| Read {
            link: entry.links.first().map(|link| link.href.clone()).unwrap_or_default(),
            title: entry.title.map(|title| title.content).unwrap_or_default(),
            published: entry.published.map(|date| date.timestamp()),
            authors: entry.authors.len(),
            tags: entry.categories.len(),
            id: entry.id,
        })
        .collect()
}

const SCRIPT: &str = "
import calendar, feedparser, json, sys
for path in sys.argv[1:]:
    feed = feedparser.parse(open(path, 'rb').read(), sanitize_html=False, resolve_relative_uris=False)
    entries = [[entry.get('id', ''), entry.get('title', ''), entry.get('link', ''),
                calendar.timegm(entry.published_parsed) if entry.get('published_parsed') else None,
                len([author for author in entry.get('authors', []) if author]), len(entry.get('tags', []))]
               for entry in feed.entries]
    print(json.dumps([feed.version, str(feed.get('bozo_exception', '')), entries]))
";

/// An entry, as the script prints it.
type Line = (String, String, String, Option<i64>, usize, usize);

/// None where there is no feedparser.
fn by_feedparser(feeds: &[&Document]) -> Option<Vec<(String, Vec<Read>)>> {
    let folder = tempfile::tempdir().unwrap();
    let files: Vec<_> = (0..feeds.len()).map(|n| folder.path().join(n.to_string())).collect();
    for (file, feed) in files.iter().zip(feeds) {
        fs::write(file, &feed.bytes).unwrap();
    }
    let output = Command::new("python3").args(["-c", SCRIPT]).args(&files).output().ok()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    if errors.contains("No module named 'feedparser'") {
        return None;
    }
    assert!(output.status.success(), "{errors}");
    let read = |line: &str| {
        let (version, trouble, entries): (String, String, Vec<Line>) = serde_json::from_str(line).unwrap();
        assert_eq!(trouble, "", "{version}");
        let entry = |(id, title, link, published, authors, tags)| Read { id, title, link, published, authors, tags };
        (version, entries.into_iter().map(entry).collect())
    };
    Some(String::from_utf8(output.stdout).unwrap().lines().map(read).collect())
}

fn feeds(documents: &[Document]) -> impl Iterator<Item = &Document> {
    let is_feed = |media_type: &str| ["atom+xml", "rss+xml", "feed+json"].iter().any(|kind| media_type.contains(kind));
    documents.iter().filter(move |document| is_feed(document.media_type))
}

/// Has both parsers read every feed, and compares what they say.
#[track_caller]
fn agree(documents: &[Document]) {
    let xml: Vec<&Document> = feeds(documents).filter(|feed| !feed.path.ends_with("json")).collect();
    let Some(read) = by_feedparser(&xml) else {
        println!("skipped: feedparser is not installed");
        return;
    };
    assert_eq!(read.len(), xml.len());
    for (feed, (version, entries)) in xml.iter().zip(read) {
        assert_eq!(version, if feed.path.ends_with("atom") { "atom10" } else { "rss20" }, "{}", feed.path);
        assert_eq!(entries, by_feed_rs(&feed.bytes), "{}", feed.path);
    }
}

#[test]
fn three_formats_are_read_back_with_the_same_ids_titles_and_dates() {
    let stories = stories();
    let documents = site(&config(), &stories).unwrap();
    let said = |story: &Story| {
        (format!("tag:bantin.example,2026:story/{}", story.id), story.title.clone(), Some(story.published.as_second()))
    };
    let expected: Vec<_> = stories.iter().map(said).collect();
    for path in ["feeds/tong-hop.atom", "feeds/tong-hop.rss", "feeds/tong-hop.json"] {
        let read = by_feed_rs(&find(&documents, path).bytes);
        let read: Vec<_> = read.into_iter().map(|entry| (entry.id, entry.title, entry.published)).collect();
        assert_eq!(read, expected, "{path}");
    }
}

#[test]
fn two_parsers_agree_on_what_was_written() {
    for stories in [stories(), hostile()] {
        let stories: Vec<Story> = stories.into_iter().filter(|story| story.title.chars().count() < 1000).collect();
        agree(&site(&config(), &stories).unwrap());
    }
}

#[test]
fn atom_follows_its_grammar() {
    for stories in [stories(), hostile(), Vec::new()] {
        grammatical(&site(&config(), &stories).unwrap());
    }
}

/// Atom's RELAX NG schema (RFC 4287, appendix B), by jing.
#[track_caller]
fn grammatical(documents: &[Document]) {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/schemas/atom.rnc");
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for feed in feeds(documents).filter(|feed| feed.path.ends_with("atom")) {
        let file = folder.path().join(feed.path.replace('/', "-"));
        fs::write(&file, &feed.bytes).unwrap();
        files.push(file);
    }
    match Command::new("jing").arg("-c").arg(schema).args(&files).stderr(Stdio::null()).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => println!("skipped: jing is not installed"),
    }
}

#[tokio::test]
async fn every_feed_of_the_demo_is_valid_and_read_by_both() {
    let mut bed = TestBed::new();
    bed.pass().await;
    bed.press.next_edition();
    bed.later(SignedDuration::from_hours(26));
    bed.pass().await;
    let feeds = valid(bed.published());
    assert!(feeds > 20, "{feeds}");
}

#[tokio::test]
async fn what_a_hostile_source_says_gives_valid_feeds() {
    let title = "&#0;&#xD800;&#8238;]]&gt; <![CDATA[]]&gt;<b>đậm</b> ]]>&#11;\u{202e}đảo\u{2066}";
    let long = "ề".repeat(100_000);
    let rss = format!(
        "<rss version='2.0'><channel><title>\u{1}</title><item><title>{title}</title><link>/tin-1.html</link>\
         <description>&lt;script>alert(1)&lt;/script>&#xFFFE; &lt;img src=x onerror=alert(1)> chữ</description></item>\
         <item><title>{long}</title><link>/tin-2.html?a=1&b=2</link><pubDate>Mon, 99 Foo 0000 25:61:61 +9999</pubDate></item>\
         </channel></rss>"
    );
    let json = r#"{"version":"https://jsonfeed.org/version/1.1","title":"\ud800","items":[{"id":"\udfff","url":"/tin-3",
        "title":"\ud83d tin \u0000\u202e","content_text":"]]> \ud800\ud800 \u001b[31m","image":"/a.jpg?x=\"><&y='"}]}"#;
    let server = Scripted::with([("/rss", vec![Reply::ok(rss)]), ("/json", vec![Reply::ok(json)])]).await;
    let mut desk = Desk::with(&[server.url("/rss"), server.url("/json")]);
    desk.more("page.read = false");
    let pass = desk.pass().await;
    assert_eq!((pass.new_entries, pass.failed), (3, Vec::new()));
    assert_eq!(valid(files(&desk.config().publish.directory)), 9);
}

/// Holds all feeds of a published site to the rules, the schemas and both parsers; how many they are.
fn valid(published: BTreeMap<PathBuf, Vec<u8>>) -> usize {
    let schema: Value = serde_json::from_str(include_str!("../fixtures/schemas/json-feed-1.1.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let documents: Vec<Document> = published
        .into_iter()
        .map(|(path, bytes)| {
            let path = path.to_str().unwrap().to_owned();
            Document { media_type: media_type(&path), path, bytes, modified: Timestamp::UNIX_EPOCH }
        })
        .collect();
    for feed in feeds(&documents) {
        assert_eq!(feed_rules::broken(feed), [""; 0], "{}", feed.path);
        if feed.path.ends_with("json") {
            let json: Value = serde_json::from_slice(&feed.bytes).unwrap();
            let errors: Vec<String> = schema.iter_errors(&json).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0], "{}", feed.path);
        }
    }
    agree(&documents);
    grammatical(&documents);
    feeds(&documents).count()
}
