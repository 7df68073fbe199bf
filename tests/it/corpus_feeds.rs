//! What feeds say, by the conditions that feedparser's test feeds carry.

mod expect;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bantin::read::{Document, Entry, Parsed, SafeHtml, feed};
use expect::{Claim, Literal};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use crate::corpus::corpus;

/// Conditions on fields that bantin has, in the part of the suite that is in the corpus. feedparser 6.0.14 itself keeps 577
/// of them.
///
/// Not mapped: what bantin doesn't carry (`source`, `rights`, `tags`, `contributors`, a feed's own authors, dates, id and
/// subtitle …), how a text was typed and what its addresses were relative to (it is sanitised and absolute by then), dates
/// as they were written, and the second of two entries that are alike, which is a copy.
const MAPPED: usize = 580;

#[test]
fn feeds_say_what_feedparsers_conditions_expect() {
    let Some(corpus) = corpus() else { return };
    let mut files = Vec::new();
    files_in(&corpus.join("feeds/feedparser/tests"), &mut files);
    files.sort();
    let (mut right, mut wrong, mut unmapped) = (0, Vec::new(), BTreeMap::<String, usize>::new());
    for file in &files {
        let bytes = fs::read(file).unwrap();
        let Some(line) = expect::line(&bytes) else { continue };
        match holds(&bytes, &line) {
            Ok(true) => right += 1,
            Ok(false) => wrong.push(format!("{} {line}", file.display())),
            Err(path) => *unmapped.entry(path).or_default() += 1,
        }
    }
    println!("not mapped: {unmapped:?}");
    println!("{right} right, {} wrong, {} not mapped", wrong.len(), unmapped.values().sum::<usize>());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(right >= MAPPED, "{right}");
}

fn files_in(folder: &Path, files: &mut Vec<PathBuf>) {
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            files_in(&path, files);
        } else if path.extension().is_some_and(|e| e == "xml") {
            files.push(path);
        }
    }
}

/// Whether the condition holds; or what in it says something about a field that bantin hasn't.
fn holds(bytes: &[u8], line: &str) -> Result<bool, String> {
    let claims = expect::claims(line).ok_or_else(|| line.to_owned())?;
    let text = String::from_utf8_lossy(bytes);
    // feedparser resolves against this header, which is the address that we were redirected to.
    let location =
        text.lines().find_map(|line| line.trim().strip_prefix("Header:")?.trim().strip_prefix("Content-Location:"));
    let url = Url::parse(location.map_or("http://127.0.0.1:8097/tests/feed.xml", str::trim)).unwrap();
    let parsed = feed(&Document { url: &url, content_type: None, bytes }, &TimeZone::UTC).ok();
    let mut all = true;
    for claim in &claims {
        all &= claim.holds(parsed.as_ref(), &url).ok_or_else(|| claim.path.clone())?;
    }
    Ok(all)
}

impl Claim {
    /// None where bantin has no such field.
    fn holds(&self, parsed: Option<&Parsed>, url: &Url) -> Option<bool> {
        let path: Vec<&str> = self.path.split('.').collect();
        match (path.as_slice(), &self.expected) {
            (["len", "entries"], Literal::Number(count)) => {
                Some(parsed.is_some_and(|parsed| i64::try_from(parsed.entries.len()) == Ok(*count)))
            }
            (["feed", field @ ..], expected) => of_feed(parsed, field, expected, url),
            // Of two entries that are alike in all that we read, the second is a copy.
            (["entries", "1", ..], _) if parsed.is_some_and(|parsed| parsed.entries.len() == 1) => None,
            (["entries", index, field @ ..], expected) => {
                let entry = parsed.and_then(|parsed| parsed.entries.get(index.parse::<usize>().ok()?));
                of_entry(entry, field, expected, url)
            }
            _ => None,
        }
    }
}

fn of_feed(feed: Option<&Parsed>, field: &[&str], expected: &Literal, url: &Url) -> Option<bool> {
    let Literal::Text(expected) = expected else { return None };
    let is = |holds: &dyn Fn(&Parsed) -> bool| Some(feed.is_some_and(holds));
    match field {
        ["title"] | ["title_detail", "value"] => {
            is(&|feed| same_text(feed.title.as_deref().unwrap_or_default(), expected))
        }
        ["link"] => is(&|feed| same_address(feed.site.as_ref(), expected, url)),
        // Its own address, where that is the first.
        ["links", "0", "href"] => {
            is(&|feed| [&feed.site, &feed.self_url].iter().any(|link| same_address(link.as_ref(), expected, url)))
        }
        ["language"] | ["title_detail", "language"] => {
            is(&|feed| feed.language.as_deref().unwrap_or_default() == expected)
        }
        _ => None,
    }
}

fn of_entry(entry: Option<&Entry>, field: &[&str], expected: &Literal, url: &Url) -> Option<bool> {
    let is = |holds: &dyn Fn(&Entry) -> bool| Some(entry.is_some_and(holds));
    match (field, expected) {
        (["link"], Literal::Absent) => is(&|entry| entry.link.is_none()),
        (["title"] | ["title_detail", "value"], Literal::Text(expected)) => {
            is(&|entry| same_text(&entry.title, expected))
        }
        (["link"] | ["links", "0", "href"], Literal::Text(expected)) => {
            is(&|entry| same_address(entry.link.as_ref(), expected, url))
        }
        (["id" | "guid"], Literal::Text(expected)) => is(&|entry| entry.guid.as_deref() == Some(expected)),
        (["summary" | "description"] | ["summary_detail", "value"], Literal::Text(expected)) => {
            is(&|entry| same_html(entry.summary.as_ref(), expected, url))
        }
        (["content", "0", "value"], Literal::Text(expected)) => {
            is(&|entry| same_html(entry.content.as_ref(), expected, url))
        }
        (["author"] | ["author_detail", "name"], Literal::Text(expected)) => is(&|entry| is_author(entry, 0, expected)),
        (["authors", index, "name"], Literal::Text(expected)) => {
            let index = index.parse().ok()?;
            is(&|entry| is_author(entry, index, expected))
        }
        (
            ["language"] | ["title_detail" | "summary_detail", "language"] | ["content", "0", "language"],
            Literal::Text(expected),
        ) => is(&|entry| entry.language.as_deref().unwrap_or_default() == expected),
        (["published_parsed" | "created_parsed" | "issued_parsed"], Literal::Time(expected)) => {
            is(&|entry| entry.published.is_some() && entry.published == time(expected))
        }
        (["updated_parsed" | "modified_parsed"], Literal::Time(expected)) => {
            is(&|entry| entry.updated.or(entry.published).is_some_and(|date| Some(date) == time(expected)))
        }
        (["enclosures", index], Literal::Record(expected)) => {
            let index: usize = index.parse().ok()?;
            is(&|entry| expected.iter().all(|(key, value)| is_enclosure(entry, index, key, value) == Some(true)))
        }
        (["enclosures", index, key], Literal::Text(expected)) => {
            let index: usize = index.parse().ok()?;
            entry.map_or(Some(false), |entry| is_enclosure(entry, index, key, expected))
        }
        _ => None,
    }
}

/// Of `Name (mail)` the name is ours.
fn is_author(entry: &Entry, index: usize, expected: &str) -> bool {
    let name = expected.split(" (").next().unwrap_or_default();
    entry.authors.get(index).is_some_and(|author| author == name)
}

fn is_enclosure(entry: &Entry, index: usize, key: &str, expected: &str) -> Option<bool> {
    let Some(enclosure) = entry.enclosures.get(index) else { return Some(false) };
    match key {
        "href" | "url" => Some(same_address(Some(&enclosure.url), expected, &enclosure.url)),
        "type" => Some(enclosure.media_type.as_deref() == Some(expected)),
        "length" => Some(enclosure.length.map(|length| length.to_string()).as_deref() == Some(expected)),
        _ => None,
    }
}

/// Titles are plain text here and HTML there.
fn same_text(text: &str, expected: &str) -> bool {
    let url = Url::parse("http://127.0.0.1/").unwrap();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    words(text) == words(expected) || words(text) == words(&SafeHtml::clean(expected, &url).text())
}

fn same_address(address: Option<&Url>, expected: &str, base: &Url) -> bool {
    address.is_some() && address == base.join(expected).ok().as_ref()
}

/// The same text with the same links in it.
fn same_html(html: Option<&SafeHtml>, expected: &str, base: &Url) -> bool {
    let expected_html = SafeHtml::clean(expected, base);
    let Some(html) = html else { return expected_html.is_empty() };
    let links = |html: &SafeHtml| {
        let starts = html.as_str().match_indices("href=\"").map(|(at, start)| at + start.len());
        starts.filter_map(|at| html.as_str()[at..].split('"').next().map(str::to_owned)).collect::<Vec<_>>()
    };
    (same_text(&html.text(), &expected_html.text()) || same_text(&html.text(), expected))
        && links(html) == links(&expected_html)
}

/// `(2004, 1, 1, 19, 48, 21, 3, 1, 0)`
fn time(tuple: &[i64]) -> Option<Timestamp> {
    let [year, month, day, hour, minute, second, ..] = *tuple else { return None };
    format!("{year:0>4}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}Z").parse().ok()
}
