//! What feed readers get: valid, attributed, stable.

use bantin::config::{Config, FeedContent};
use bantin::judge::{Field, Story, Tombstone, WithdrawnBy};
use bantin::news::{Image, SourceId};
use bantin::render::{BEFORE_ANY_NEWS, site, site_with};
use proptest::prelude::*;
use serde_json::Value;

use crate::feed_rules;
use crate::newsroom::{at, config, filed, find, html, stories, story, text};
use crate::xml::Element;

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
fn whoever_was_first_is_named_first_whosever_text_is_shown() {
    let mut story = stories().remove(0);
    story.members[0].published = at("2026-10-09T09:20:00Z");
    let documents = site(&config(), &[story]).unwrap();
    let expected = ["Thời báo Vùng Cao", "Báo Miền Núi", "Thông tấn Bản Làng"];
    let atom = Element::parse(text(&documents, ATOM));
    let entry = atom.child("entry").unwrap();
    let via = entry.all("link").filter(|link| link.attribute("rel") == "via");
    assert_eq!(via.map(|link| link.attribute("title")).collect::<Vec<_>>(), expected);
    let json: Value = serde_json::from_str(text(&documents, JSON)).unwrap();
    let members = json["items"][0]["_bantin"]["members"].as_array().unwrap();
    assert_eq!(members.iter().map(|member| member["name"].as_str().unwrap()).collect::<Vec<_>>(), expected);
    let html = json["items"][0]["content_html"].as_str().unwrap();
    let places = expected.map(|name| html.find(&format!("\">{name}: ")).unwrap());
    assert!(places.is_sorted(), "{html}");
    assert_eq!(entry.child("source").unwrap().child("title").unwrap().text, "Báo Miền Núi", "whose text it is");
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
fn every_feed_keeps_the_rules_of_its_format() {
    for stories in [stories(), hostile(), Vec::new()] {
        for document in site(&config(), &stories).unwrap() {
            assert_eq!(feed_rules::broken(&document), [""; 0], "{}", document.path);
        }
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

pub fn hostile() -> Vec<Story> {
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

/// What breaks documents that are written carelessly.
const NASTY: &[&str] = &[
    "]]>",
    "<![CDATA[",
    "-->",
    "<!--",
    "<script>",
    "</title>",
    "<b>",
    "&amp;",
    "&",
    "&#0;",
    "&#xD800;",
    "\\ud800",
    "\"",
    "'",
    "\0",
    "\u{b}",
    "\u{1f}",
    "\u{7f}",
    "\u{85}",
    "\r\n",
    "\u{2028}",
    "\u{200f}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\u{fdd0}",
    "\u{fffe}",
    "\u{10ffff}",
    "ề",
    "e\u{302}\u{300}",
    "đồng bào",
    "😀",
    " ",
];

fn nasty() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![prop::sample::select(NASTY).prop_map(str::to_owned), any::<String>()];
    prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_feeds_that_can_be_read(
        title in nasty(), lead in nasty(), body in nasty(), author in nasty(), caption in nasty(), why in nasty(),
        member in nasty(), language in "[a-z]{0,3}|\\PC{1,8}",
    ) {
        let mut story = story(&title, "2026-10-09T08:00:00Z");
        story.lead = Some(lead);
        story.body = html(&body);
        story.authors = vec![author];
        story.language = language;
        story.members[0].title = member;
        let image = Image::at(crate::newsroom::url("https://anh.example/a.jpg?w=1&h=2"));
        story.image = Some(Image { alt: Some(caption.chars().rev().collect()), caption: Some(caption), ..image });
        let mut config = config();
        config.feeds[0].content = FeedContent::Full;
        let gone = Tombstone::of(stories().remove(1), at("2026-10-10T00:00:00Z"), WithdrawnBy::Operator { why });
        let documents = site_with(&config, &[story], &[gone]).unwrap();
        let json: Value = serde_json::from_slice(&find(&documents, JSON).bytes).unwrap();
        let title = json["items"][0]["title"].as_str().unwrap();
        let atom = Element::parse(text(&documents, ATOM));
        prop_assert_eq!(&atom.child("entry").unwrap().child("title").unwrap().text, title);
        let rss = Element::parse(text(&documents, RSS));
        prop_assert_eq!(&rss.child("channel").unwrap().child("item").unwrap().child("title").unwrap().text, title);
        let html = json["items"][0]["content_html"].as_str().unwrap().replace("\r\n", "\n").replace('\r', "\n");
        prop_assert_eq!(&atom.child("entry").unwrap().child("content").unwrap().text, &html);
        for path in [ATOM, RSS, JSON] {
            prop_assert_eq!(feed_rules::broken(find(&documents, path)), Vec::<String>::new());
            prop_assert_eq!(read_back(&find(&documents, path).bytes).len(), 1);
        }
    }
}
