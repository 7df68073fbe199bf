//! What feed readers get: valid, attributed, stable.

use std::collections::{BTreeMap, HashSet};
use std::process::{Command, Stdio};

use bantin::config::{Config, FeedContent};
use bantin::judge::{Field, Story};
use bantin::news::SourceId;
use bantin::render::{BEFORE_ANY_NEWS, site};
use proptest::prelude::*;
use quick_xml::events::Event;
use serde_json::Value;

use crate::newsroom::{at, config, filed, find, html, stories, story, text};

const ATOM: &str = "feeds/tong-hop.atom";
const RSS: &str = "feeds/tong-hop.rss";
const JSON: &str = "feeds/tong-hop.json";

#[test]
fn feeds_look_like_this() {
    let documents = site(&config(), &stories()[..3]).unwrap();
    insta::assert_snapshot!("atom", text(&documents, ATOM));
    insta::assert_snapshot!("rss", text(&documents, RSS));
    insta::assert_snapshot!("json_feed", text(&documents, JSON));
    insta::assert_snapshot!("opml", text(&documents, "feeds.opml"));
}

#[test]
fn three_formats_are_read_back_with_the_same_ids_and_titles() {
    let stories = stories();
    let documents = site(&config(), &stories).unwrap();
    let expected: Vec<(String, String)> = stories
        .iter()
        .map(|story| (format!("tag:bantin.example,2026:story/{}", story.id), story.title.clone()))
        .collect();
    for path in [ATOM, RSS, JSON] {
        assert_eq!(read_back(&find(&documents, path).bytes), expected, "{path}");
    }
}

fn read_back(feed: &[u8]) -> Vec<(String, String)> {
    let feed = feed_rs::parser::parse(feed).unwrap();
    feed.entries
        .into_iter()
        .map(|entry| (entry.id, entry.title.map(|title| title.content).unwrap_or_default()))
        .collect()
}

#[test]
fn every_entry_names_all_who_reported_it() {
    let documents = site(&config(), &stories()[..1]).unwrap();
    for path in [ATOM, RSS, JSON] {
        for name in ["Báo Miền Núi", "Thời báo Vùng Cao", "Thông tấn Bản Làng"] {
            assert!(text(&documents, path).contains(name), "{path} names {name}");
        }
        for address in ["https://vungcao.example/lung-phin-nuoc", "https://banlang.example/a/8812"] {
            assert!(text(&documents, path).contains(address), "{path} links to {address}");
        }
    }
    let rss = text(&documents, RSS);
    assert!(rss.contains(r#"<source url="https://miennui.example/rss/tin-moi.rss">Báo Miền Núi</source>"#));
    let atom = Element::parse(text(&documents, ATOM));
    let source = atom.child("entry").and_then(|entry| entry.child("source")).unwrap();
    assert_eq!(source.child("title").unwrap().text, "Báo Miền Núi");
}

#[test]
fn the_same_stories_give_the_same_bytes() {
    assert_eq!(site(&config(), &stories()).unwrap(), site(&config(), &stories()).unwrap());
}

#[test]
fn a_feed_is_dated_by_its_newest_change() {
    let feed_updated = |stories: &[Story]| {
        let documents = site(&config(), stories).unwrap();
        let atom = Element::parse(text(&documents, ATOM));
        assert_eq!(at(&atom.child("updated").unwrap().text), find(&documents, ATOM).modified);
        find(&documents, ATOM).modified
    };
    let mut edited = stories();
    assert_eq!(feed_updated(&edited), at("2026-10-09T10:05:00Z"));
    edited[7].updated = at("2026-10-10T00:00:00Z");
    assert_eq!(feed_updated(&edited), at("2026-10-10T00:00:00Z"));
    assert_eq!(feed_updated(&[]), BEFORE_ANY_NEWS);
}

#[test]
fn a_feed_takes_the_topics_and_sources_it_asks_for_up_to_its_limit() {
    let titles = |change: fn(&mut Config)| {
        let mut config = config();
        change(&mut config);
        let documents = site(&config, &stories()).unwrap();
        read_back(&find(&documents, ATOM).bytes).len()
    };
    assert_eq!(titles(|_| ()), 12);
    assert_eq!(titles(|config| config.feeds[0].limit = 5), 5);
    assert_eq!(titles(|config| config.feeds[0].topics = vec![config.topics[0].id.clone()]), 7);
    assert_eq!(titles(|config| config.feeds[0].sources = vec![SourceId::new("nong-thon-xanh")]), 2);
}

#[test]
fn a_topic_has_the_stories_of_its_sub_topics() {
    let mut story = story("Lớp học nghề ở bản", "2026-10-09T00:00:00Z");
    story.topics = vec![filed("mtqg-1719-da5", Field::Body, "Dự án 5", "dự án 5")];
    let documents = site(&config(), &[story]).unwrap();
    for (topic, expected) in [("mtqg-1719-da5", 1), ("mtqg-1719", 1), ("giam-ngheo", 0)] {
        let feed = find(&documents, &format!("topic/{topic}/feed.rss"));
        assert_eq!(read_back(&feed.bytes).len(), expected, "{topic}");
    }
}

#[test]
fn the_full_text_is_published_only_where_the_operator_says_so() {
    let body = "mạch cách thôn 4,2 km";
    let mut config = config();
    let published = |config: &Config, path: &str| text(&site(config, &stories()).unwrap(), path).contains(body);
    for path in [ATOM, RSS, JSON] {
        assert!(!published(&config, path), "{path}");
    }
    config.feeds[0].content = FeedContent::Full;
    for path in [ATOM, RSS, JSON] {
        assert!(published(&config, path), "{path}");
    }
}

#[test]
fn atom_keeps_the_rules_of_rfc_4287() {
    for stories in [stories(), hostile(), Vec::new()] {
        for document in site(&config(), &stories).unwrap() {
            if document.media_type.starts_with("application/atom+xml") {
                assert_eq!(violations(std::str::from_utf8(&document.bytes).unwrap()), [""; 0], "{}", document.path);
            }
        }
    }
}

#[test]
fn atom_follows_its_grammar() {
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/schemas/atom.rnc");
    let folder = tempfile::tempdir().unwrap();
    let mut files = Vec::new();
    for (set, stories) in [stories(), hostile(), Vec::new()].into_iter().enumerate() {
        for document in site(&config(), &stories).unwrap() {
            if document.media_type.starts_with("application/atom+xml") {
                let file = folder.path().join(format!("{set}-{}", document.path.replace('/', "-")));
                std::fs::write(&file, &document.bytes).unwrap();
                files.push(file);
            }
        }
    }
    match Command::new("jing").arg("-c").arg(schema).args(&files).stderr(Stdio::null()).output() {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(_) => println!("skipped: jing is not installed"),
    }
}

#[test]
fn json_feeds_follow_their_schema() {
    let schema: Value = serde_json::from_str(include_str!("../fixtures/schemas/json-feed-1.1.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    for stories in [stories(), hostile(), Vec::new()] {
        for document in site(&config(), &stories).unwrap() {
            if document.media_type.contains("json") {
                let feed: Value = serde_json::from_slice(&document.bytes).unwrap();
                let errors: Vec<String> = schema.iter_errors(&feed).map(|error| error.to_string()).collect();
                assert_eq!(errors, [""; 0], "{}", document.path);
            }
        }
    }
}

#[test]
fn what_xml_forbids_never_reaches_a_feed() {
    let documents = site(&config(), &hostile()).unwrap();
    for document in &documents {
        let text = std::str::from_utf8(&document.bytes).unwrap();
        let forbidden = text.chars().find(|c| matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' | '\u{202e}'));
        assert_eq!(forbidden, None, "{}", document.path);
    }
    let titles = |path| read_back(&find(&documents, path).bytes);
    assert_eq!(titles(ATOM), titles(JSON));
    assert_eq!(titles(ATOM)[1].1, "]]> <b>đậm</b> & &amp; \"nháy\" 'đơn' --> \u{200f}phải");
    assert_eq!(titles(ATOM)[0].1.chars().count(), 100_000);
}

fn hostile() -> Vec<Story> {
    let mut nasty = story(
        "]]>\u{0} <b>đậm</b> & &amp;\u{b} \"nháy\"\n\t'đơn' --> \u{200f}phải\u{202e}\u{fffe}\u{1f}",
        "2026-10-09T08:00:00Z",
    );
    nasty.lead = Some("]]><![CDATA[ \u{1b}[31m <script>alert(1)</script> \u{ffff}".to_owned());
    nasty.body = html("<p>]]> \u{3} &#0; <b>mở</p><script>alert(1)</script>\u{fdd0}");
    nasty.authors = vec!["Nguyễn \u{7}<A>".to_owned(), "\u{0}".to_owned()];
    nasty.language = String::from("\" onload=alert(1)");
    nasty.members[0].title = String::from("\u{1}]]>");
    nasty.topics =
        vec![filed("mtqg-1719", Field::Body, "\u{0}]]></q>", "a\u{b}b"), filed("khong-co", Field::Body, "x", "x")];
    let mut long = story(&"ề".repeat(100_000), "9999-12-30T22:00:00Z");
    long.published = jiff::Timestamp::MAX;
    long.updated = jiff::Timestamp::MIN;
    long.members[0].source = SourceId::new("đã \"xóa\" & </quên>");
    long.members[0].url = Some(crate::newsroom::url("javascript:alert(1)"));
    let mut blank = story("\u{0}", "1969-01-01T00:00:00Z");
    blank.members.clear();
    blank.published = jiff::Timestamp::MIN;
    vec![long, nasty, blank]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_feeds_that_can_be_read(
        title in any::<String>(), lead in any::<String>(), body in any::<String>(),
        author in "\\PC{0,20}|[\\x00-\\x1f\\u{fffe}\\u{202e}]{1,5}", language in "[a-z]{0,3}|\\PC{1,8}",
    ) {
        let mut story = story(&title, "2026-10-09T08:00:00Z");
        story.lead = Some(lead);
        story.body = html(&body);
        story.authors = vec![author];
        story.language = language;
        let mut config = config();
        config.feeds[0].content = FeedContent::Full;
        let documents = site(&config, &[story]).unwrap();
        let json: Value = serde_json::from_slice(&find(&documents, JSON).bytes).unwrap();
        let title = json["items"][0]["title"].as_str().unwrap();
        let atom = Element::parse(text(&documents, ATOM));
        prop_assert_eq!(&atom.child("entry").unwrap().child("title").unwrap().text, title);
        let rss = Element::parse(text(&documents, RSS));
        prop_assert_eq!(&rss.child("channel").unwrap().child("item").unwrap().child("title").unwrap().text, title);
        let html = json["items"][0]["content_html"].as_str().unwrap().replace("\r\n", "\n").replace('\r', "\n");
        prop_assert_eq!(&atom.child("entry").unwrap().child("content").unwrap().text, &html);
        prop_assert_eq!(violations(text(&documents, ATOM)), Vec::<String>::new());
        for path in [ATOM, RSS, JSON] {
            prop_assert_eq!(read_back(&find(&documents, path).bytes).len(), 1);
        }
    }
}

/// An XML element as a second, independent reading of what was written.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: BTreeMap<String, String>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// Panics when the document isn't well-formed.
    fn parse(document: &str) -> Self {
        let mut reader = quick_xml::Reader::from_str(document);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => open.push(Self::started(&start)),
                Event::Empty(start) => open.last_mut().unwrap().children.push(Self::started(&start)),
                Event::End(_) => {
                    let closed = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(closed);
                }
                Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
                Event::CData(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let resolved = match reference.resolve_char_ref().unwrap() {
                        Some(character) => character.to_string(),
                        None => quick_xml::escape::resolve_predefined_entity(&reference).unwrap().to_owned(),
                    };
                    open.last_mut().unwrap().text.push_str(&resolved);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open.len(), 1, "every element is closed");
        open.pop().unwrap().children.pop().unwrap()
    }

    fn started(start: &quick_xml::events::BytesStart) -> Self {
        let attributes = start.attributes().map(|attribute| {
            let attribute = attribute.unwrap();
            let name = attribute.key.as_ref().to_owned();
            (name, attribute.normalized_value(quick_xml::XmlVersion::Explicit1_0).unwrap().into_owned())
        });
        let name = start.name().as_ref().to_owned();
        Self { name, attributes: attributes.collect(), ..Self::default() }
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }
}

/// What RFC 4287 says beside its grammar.
fn violations(document: &str) -> Vec<String> {
    let feed = Element::parse(document);
    let mut found = Vec::new();
    let mut rule = |holds: bool, what: &str| {
        if !holds {
            found.push(what.to_owned());
        }
    };
    rule(feed.all("link").filter(|link| link.attribute("rel") == "self").count() == 1, "4.1.1: one self link");
    let has_author = feed.child("author").is_some();
    let mut ids = HashSet::new();
    for holder in std::iter::once(&feed).chain(feed.all("entry")) {
        let id = &holder.child("id").unwrap().text;
        rule(url::Url::parse(id).is_ok(), "4.2.6: ids are absolute IRIs");
        rule(ids.insert(id.clone()), "4.1.2: an id is there once");
        let mut alternates = HashSet::new();
        for link in holder.all("link").filter(|link| link.attribute("rel") == "alternate") {
            rule(
                alternates.insert((link.attribute("type"), link.attribute("hreflang"))),
                "4.1.1: one alternate for each type and language",
            );
        }
        for link in holder.all("link") {
            rule(
                url::Url::parse(link.attribute("href")).is_ok_and(|url| url.scheme().starts_with("http")),
                "links lead to the web",
            );
        }
        for date in holder.all("updated").chain(holder.all("published")) {
            let is_rfc3339 = date.text.len() == 25 && date.text.as_bytes()[10] == b'T';
            rule(is_rfc3339, "3.3: dates are RFC 3339 with an upper-case T");
        }
        for person in holder.all("author") {
            rule(person.child("name").is_some_and(|name| !name.text.is_empty()), "3.2.1: a person has a name");
        }
    }
    for entry in feed.all("entry") {
        let by = has_author || entry.child("author").is_some();
        rule(by, "4.1.2: an entry has an author");
        let alternate = entry.all("link").any(|link| link.attribute("rel") == "alternate");
        rule(alternate || entry.child("content").is_some(), "4.1.2: an entry has content or an alternate");
    }
    found
}
