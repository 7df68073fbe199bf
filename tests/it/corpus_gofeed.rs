//! What feeds say, by the results that gofeed expects of its test feeds.

use std::fs;
use std::path::Path;

use bantin::read::{Document, Entry, Parsed, SafeHtml, feed};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;

use crate::corpus::corpus;

/// Fields that gofeed states and bantin has.
const STATED: usize = 307;

/// Where we see it otherwise: of several links we take the first, an id has no markup, and a text that says it is a feed
/// is none to read.
const OTHERWISE: &[&str] = &[
    "feed_item_links_-_rss_channel_item_links.xml",
    "feed_links_-_rdf_channel_links.xml",
    "feed_links_-_rss_channel_links.xml",
    "rdf_channel_links.xml",
    "rdf_item_links.xml",
    "rss_channel_item_links.xml",
    "rss_channel_links.xml",
    "rss_channel_item_guid_naked_markup.xml",
    "issue_275_extensions_and_source.xml",
];

#[test]
fn feeds_say_what_gofeed_expects() {
    let Some(corpus) = corpus() else { return };
    let mut check = Check::default();
    for folder in [
        "translator/rss",
        "translator/atom",
        "translator/json",
        "parser/rss",
        "parser/atom",
        "parser/json",
        "extensions/dublincore",
        "extensions/itunes",
        "extensions/media",
    ] {
        let mut files: Vec<_> = fs::read_dir(corpus.join("feeds/gofeed/testdata").join(folder))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        files.sort();
        for file in &files {
            check.file(file);
        }
    }
    println!("{} right, {} wrong", check.right, check.wrong.len());
    assert!(check.wrong.is_empty(), "{}", check.wrong.join("\n"));
    assert!(check.right >= STATED, "{}", check.right);
}

#[derive(Default)]
struct Check {
    right: usize,
    wrong: Vec<String>,
    file: String,
}

impl Check {
    fn file(&mut self, file: &Path) {
        let stem = file.with_extension("");
        let is_expectation = file.extension().is_some_and(|e| e == "json")
            && (file.with_extension("xml").exists() || stem.to_string_lossy().ends_with("_expected"));
        if is_expectation || OTHERWISE.iter().any(|name| file.ends_with(name)) {
            return;
        }
        let expectation = match file.extension().and_then(|e| e.to_str()) {
            Some("xml") => file.with_extension("json"),
            _ => stem.with_file_name(format!("{}_expected.json", stem.file_name().unwrap().to_string_lossy())),
        };
        let Some(expected) = fs::read(&expectation).ok().and_then(|json| serde_json::from_slice::<Value>(&json).ok())
        else {
            return;
        };
        self.file = file.display().to_string();
        let url = Url::parse("http://feed.invalid/").unwrap();
        let bytes = fs::read(file).unwrap();
        match feed(&Document { url: &url, content_type: None, bytes: &bytes }, &TimeZone::UTC) {
            Ok(parsed) => self.feed(&parsed, &expected),
            Err(error) => self.wrong.push(format!("{}: {error}", self.file)),
        }
    }

    fn note(&mut self, right: bool, field: &str, expected: &str, found: &str) {
        if right {
            self.right += 1;
        } else {
            self.wrong.push(format!("{}: {field} is {found:?}, not {expected:?}", self.file));
        }
    }

    fn text(&mut self, field: &str, expected: &Value, found: &str) {
        if let Some(expected) = expected.as_str() {
            let url = Url::parse("http://feed.invalid/").unwrap();
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let html = SafeHtml::clean(expected, &url).text();
            self.note(words(found) == words(expected) || words(found) == words(&html), field, expected, found);
        }
    }

    fn html(&mut self, field: &str, expected: &Value, found: Option<&SafeHtml>) {
        self.text(field, expected, &found.map(SafeHtml::text).unwrap_or_default());
    }

    fn exactly(&mut self, field: &str, expected: &Value, found: Option<&str>) {
        if let Some(expected) = expected.as_str() {
            let found = found.unwrap_or_default();
            self.note(found == expected, field, expected, found);
        }
    }

    fn address(&mut self, field: &str, expected: &Value, found: Option<&Url>) {
        if let Some(expected) = expected.as_str().filter(|expected| !expected.is_empty()) {
            let url = Url::parse("http://feed.invalid/").unwrap();
            let same = url.join(expected).ok().as_ref() == found;
            self.note(same, field, expected, found.map_or("", Url::as_str));
        }
    }

    fn date(&mut self, field: &str, expected: &Value, found: Option<Timestamp>) {
        if let Some(expected) = expected.as_str() {
            let found = found.map(|found| found.to_string()).unwrap_or_default();
            self.note(found == expected, field, expected, &found);
        }
    }

    fn feed(&mut self, feed: &Parsed, expected: &Value) {
        self.text("title", &expected["title"], feed.title.as_deref().unwrap_or_default());
        self.address("link", &expected["link"], feed.site.as_ref());
        self.address("home_page_url", &expected["home_page_url"], feed.site.as_ref());
        self.address("feed_url", &expected["feed_url"], feed.self_url.as_ref());
        self.address("feedLink", &expected["feedLink"], feed.self_url.as_ref());
        self.exactly("language", &expected["language"], feed.language.as_deref());
        let items = expected["items"].as_array().or_else(|| expected["entries"].as_array());
        for (at, item) in items.into_iter().flatten().enumerate() {
            match feed.entries.get(at) {
                Some(entry) => self.entry(entry, item),
                None => self.wrong.push(format!("{}: no entry {at}", self.file)),
            }
        }
    }

    fn entry(&mut self, entry: &Entry, expected: &Value) {
        self.text("title", &expected["title"], &entry.title);
        self.html("description", &expected["description"], entry.summary.as_ref());
        self.html("summary", &expected["summary"], entry.summary.as_ref());
        let content =
            if expected["content"].is_object() { &expected["content"]["value"] } else { &expected["content"] };
        self.html("content", content, entry.content.as_ref());
        self.html("content_html", &expected["content_html"], entry.content.as_ref());
        self.address("link", &expected["link"], entry.link.as_ref());
        self.address("url", &expected["url"], entry.link.as_ref());
        self.exactly("id", &expected["id"], entry.guid.as_deref());
        let guid = if expected["guid"].is_object() { &expected["guid"]["value"] } else { &expected["guid"] };
        self.exactly("guid", guid, entry.guid.as_deref());
        let date = |names: [&str; 3]| {
            names.into_iter().find_map(|name| expected[name].as_str()).map(Value::from).unwrap_or_default()
        };
        self.date("published", &date(["publishedParsed", "pubDateParsed", "date_published"]), entry.published);
        self.date(
            "updated",
            &date(["updatedParsed", "modifiedParsed", "date_modified"]),
            entry.updated.or(entry.published),
        );
        for (at, author) in expected["authors"].as_array().into_iter().flatten().enumerate() {
            // A name with an underscore is an account's.
            let name = author["name"].as_str().filter(|name| !name.contains('_')).map(Value::from).unwrap_or_default();
            self.exactly("author", &name, entry.authors.get(at).map(String::as_str));
        }
        for (at, enclosure) in expected["enclosures"].as_array().into_iter().flatten().enumerate() {
            let found = entry.enclosures.get(at);
            self.address("enclosure", &enclosure["url"], found.map(|found| &found.url));
            self.exactly("type", &enclosure["type"], found.and_then(|found| found.media_type.as_deref()));
            let length = found.and_then(|found| found.length).map(|length| length.to_string());
            self.exactly("length", &enclosure["length"], length.as_deref());
        }
    }
}
