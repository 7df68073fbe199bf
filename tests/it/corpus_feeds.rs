//! What feeds say, by the conditions that feedparser's test feeds carry.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bantin::read::{Document, Parsed, SafeHtml, feed};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use crate::corpus::corpus;

/// `feed['title'] == 'text'`, from the comment at the head of the file.
#[derive(Debug)]
struct Condition {
    path: String,
    expected: String,
}

/// What became of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    /// Of an entry that says nothing else, such as a date alone. That is no news, so it is read once it has a title.
    RightOnceTitled,
    Wrong,
    /// Of a field that `Parsed` doesn't have, or no comparison with one value.
    Unmapped,
}

#[test]
fn feeds_say_what_feedparsers_conditions_expect() {
    let Some(corpus) = corpus() else { return };
    let mut files = Vec::new();
    files_in(&corpus.join("feeds/feedparser/tests"), &mut files);
    files.sort();
    let mut counts: BTreeMap<Outcome, usize> = BTreeMap::new();
    let mut unmapped: BTreeMap<String, usize> = BTreeMap::new();
    for file in &files {
        let bytes = fs::read(file).unwrap();
        let Some(line) = expectation(&bytes) else { continue };
        let condition = condition(&line);
        let outcome = condition.as_ref().map_or(Outcome::Unmapped, |condition| judged(&bytes, condition));
        *counts.entry(outcome).or_default() += 1;
        match outcome {
            Outcome::Right | Outcome::RightOnceTitled => {}
            Outcome::Wrong => println!("wrong: {} {line}", file.display()),
            Outcome::Unmapped => *unmapped.entry(condition.map_or(line, |condition| condition.path)).or_default() += 1,
        }
    }
    println!("not mapped: {unmapped:?}");
    println!("{counts:?}");
    // The four that are wrong ask for an entry's second date, for a feed's own address in place of its site's, and for ids
    // that are resolved as if they were links.
    assert!(counts[&Outcome::Right] >= 527 && counts[&Outcome::RightOnceTitled] >= 37, "{counts:?}");
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

fn expectation(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().find_map(|line| line.trim().strip_prefix("Expect:"))?;
    Some(line.trim().trim_start_matches("not bozo and ").trim().to_owned())
}

fn condition(line: &str) -> Option<Condition> {
    let (path, expected) = line.split_once("==").filter(|(_, rest)| !rest.contains("] =="))?;
    let path = path.trim().replace("['", ".").replace("']", "").replace("[0]", "");
    let expected = expected.trim();
    if path.contains(['(', ' ', '[']) && path != "len(entries)" {
        return None;
    }
    let expected = if expected.starts_with(['\'', '"', 'u']) { python_string(expected)? } else { expected.to_owned() };
    Some(Condition { path, expected })
}

/// The text of a Python literal; none where there is more than the literal.
fn python_string(literal: &str) -> Option<String> {
    let literal = literal.trim_start_matches('u');
    let quote = literal.chars().next()?;
    let inner = literal.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut text = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        let digits = match c {
            c if c == quote => return None,
            '\\' => match chars.next()? {
                'x' => 2,
                'u' => 4,
                'U' => 8,
                'n' => {
                    text.push('\n');
                    continue;
                }
                c => {
                    text.push(c);
                    continue;
                }
            },
            c => {
                text.push(c);
                continue;
            }
        };
        let code: String = chars.by_ref().take(digits).collect();
        text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
    }
    Some(text)
}

fn judged(bytes: &[u8], condition: &Condition) -> Outcome {
    let outcome = judge(bytes, condition);
    let text = String::from_utf8_lossy(bytes);
    if outcome != Outcome::Wrong || condition.path.contains("title") || !condition.path.starts_with("entries.") {
        return outcome;
    }
    let titled = text.replacen("</item>", "<title>x</title></item>", 1);
    let titled = titled.replacen("</entry>", "<title>x</title></entry>", 1);
    match judge(titled.as_bytes(), condition) {
        Outcome::Right => Outcome::RightOnceTitled,
        outcome => outcome,
    }
}

fn judge(bytes: &[u8], condition: &Condition) -> Outcome {
    let text = String::from_utf8_lossy(bytes);
    // feedparser resolves against this header, which is the address that we were redirected to.
    let location =
        text.lines().find_map(|line| line.trim().strip_prefix("Header:")?.trim().strip_prefix("Content-Location:"));
    let url = Url::parse(location.map_or("http://127.0.0.1:8097/tests/feed.xml", str::trim)).unwrap();
    let parsed = feed(&Document { url: &url, content_type: None, bytes }, &TimeZone::UTC).ok();
    let expected = condition.expected.as_str();
    let entry = parsed.as_ref().and_then(|parsed: &Parsed| parsed.entries.first());
    let right = match condition.path.as_str() {
        "len(entries)" => parsed.as_ref().map(|parsed| parsed.entries.len().to_string() == expected),
        "feed.title" | "feed.title_detail.value" => {
            parsed.as_ref().map(|parsed| same_text(parsed.title.as_deref().unwrap_or_default(), expected))
        }
        "feed.link" | "feed.links.href" => {
            parsed.as_ref().map(|parsed| same_address(parsed.site.as_ref(), expected, &url))
        }
        "entries.title" | "entries.title_detail.value" => entry.map(|entry| same_text(&entry.title, expected)),
        "entries.link" | "entries.links.href" => entry.map(|entry| same_address(entry.link.as_ref(), expected, &url)),
        "entries.id" | "entries.guid" => entry.map(|entry| entry.guid.as_deref() == Some(expected)),
        "entries.summary" | "entries.description" | "entries.summary_detail.value" => {
            entry.map(|entry| same_html(entry.summary.as_ref(), expected, &url))
        }
        "entries.content.value" => entry.map(|entry| same_html(entry.content.as_ref(), expected, &url)),
        "entries.author" | "entries.author_detail.name" | "entries.authors.name" => entry.map(|entry| {
            let name = expected.split(" (").next().unwrap_or_default();
            entry.authors.first().is_some_and(|author| author == name)
        }),
        "entries.published_parsed" | "entries.created_parsed" | "entries.issued_parsed" => {
            entry.map(|entry| entry.published.is_some() && entry.published == time(expected))
        }
        "entries.updated_parsed" | "entries.modified_parsed" => {
            let date = |entry: &bantin::read::Entry| entry.updated.or(entry.published);
            entry.map(|entry| date(entry).is_some() && date(entry) == time(expected))
        }
        _ => return Outcome::Unmapped,
    };
    if right == Some(true) { Outcome::Right } else { Outcome::Wrong }
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
fn time(tuple: &str) -> Option<Timestamp> {
    let numbers: Vec<&str> = tuple.trim_matches(['(', ')']).split(',').map(str::trim).collect();
    let [year, month, day, hour, minute, second, ..] = numbers[..] else { return None };
    format!("{year:0>4}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}Z").parse().ok()
}
