//! The fields besides the text, on the corpus' pages: how many are exactly right.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use bantin::read::{Article, Document, Entry, PageSelectors, article};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use url::Url;

use crate::corpus::corpus;

/// Least of each field, in tenths of a percent of the pages whose truth is known: a little below what was measured.
const FLOORS: &[(&str, &str, u32)] = &[
    ("wcxb-dev", "title", 853),
    ("wcxb-dev", "date", 848),
    ("wcxb-dev", "authors", 785),
    ("vietnam", "title", 1000),
    ("vietnam", "date", 1000),
    // One page's truth leaves out the second of the two that sign it.
    ("vietnam", "authors", 666),
    ("vietnam", "lead", 1000),
    ("vietnam", "canonical", 1000),
    ("vietnam", "image", 1000),
];

#[test]
fn the_corpus_pages_say_who_when_and_what() {
    let Some(corpus) = corpus() else { return };
    for (set, zone) in [("vietnam", "Asia/Ho_Chi_Minh"), ("wcxb-dev", "UTC")] {
        let zone = TimeZone::get(zone).unwrap();
        let pages = pages(&corpus.join(format!("pages/{set}.jsonl.gz")));
        let found: Vec<Value> = read_all(&pages, &zone);
        // What lab/metadata.py compares with another program's.
        let lines: String = found.iter().map(|fields| format!("{fields}\n")).collect();
        fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("metadata-{set}.jsonl")), lines).unwrap();
        for (_, field, floor) in FLOORS.iter().filter(|(of, ..)| *of == set) {
            let known: Vec<_> = pages.iter().zip(&found).filter(|(page, _)| is_known(&page[field])).collect();
            let right = known.iter().filter(|(page, found)| is_right(field, &page[field], &found[field])).count();
            let permille = u32::try_from(right * 1000 / known.len()).unwrap();
            println!("{set} {field}: {right} of {} right, {}.{} %", known.len(), permille / 10, permille % 10);
            assert!(permille >= *floor, "{set} {field}: {permille} ‰, and {floor} ‰ before");
        }
    }
}

fn pages(file: &Path) -> Vec<Value> {
    let mut text = String::new();
    flate2::read::GzDecoder::new(File::open(file).unwrap()).read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// By two threads, since unoptimised it takes a while.
fn read_all(pages: &[Value], zone: &TimeZone) -> Vec<Value> {
    let (one, other) = pages.split_at(pages.len() / 2);
    let read = |pages: &[Value]| pages.iter().map(|page| fields(page, zone)).collect::<Vec<_>>();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| read(other));
        let mut all = read(one);
        all.extend(other.join().unwrap());
        all
    })
}

fn fields(page: &Value, zone: &TimeZone) -> Value {
    // Some pages have no address.
    let url =
        Url::parse(page["url"].as_str().unwrap()).unwrap_or_else(|_| Url::parse("http://unknown.invalid/").unwrap());
    let document = Document { url: &url, content_type: None, bytes: page["html"].as_str().unwrap().as_bytes() };
    let nothing = Entry { title: String::new(), ..Entry::of_link(&url) };
    let Ok(read) = article(&document, &nothing, &PageSelectors::default(), zone) else {
        return json!({ "id": page["id"] });
    };
    let Article { title, lead, authors, published, image, canonical, .. } = read;
    json!({
        "id": page["id"],
        "title": title.value,
        "title_from": title.from,
        "lead": lead.map(|lead| lead.value),
        "authors": authors.as_ref().map(|authors| authors.value.join("; ")),
        "authors_from": authors.map(|authors| authors.from),
        "date": published.as_ref().map(|at| at.value.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()),
        "date_from": published.map(|at| at.from),
        "image": image.map(|image| image.value.url.to_string()),
        "canonical": canonical.map(|url| url.value.to_string()),
    })
}

fn is_known(truth: &Value) -> bool {
    truth.as_str().is_some_and(|truth| !truth.is_empty())
}

fn is_right(field: &str, truth: &Value, found: &Value) -> bool {
    let (Some(truth), Some(found)) = (truth.as_str(), found.as_str()) else { return false };
    match field {
        "date" => is_at(truth, found),
        "authors" => names(truth) == names(found),
        // Who reports is left out before it: "(Chinhphu.vn) - ".
        "lead" => {
            let told = truth.strip_prefix('(').and_then(|rest| Some(rest.split_once(") - ")?.1)).unwrap_or(truth);
            plain(told) == plain(found)
        }
        "title" => plain(truth) == plain(found),
        _ => truth == found,
    }
}

/// To the minute, since one page leaves out the seconds where it is read. Where the truth is a day, it is that of the
/// newsroom's zone, which nobody wrote down: any from California's to Sydney's will do.
fn is_at(truth: &str, found: &str) -> bool {
    let found: Timestamp = found.parse().unwrap();
    if let Ok(truth) = truth.parse::<Timestamp>() {
        return truth.duration_since(found).abs() < SignedDuration::from_mins(1);
    }
    let day = |hours: i8| Offset::constant(hours).to_datetime(found).date().to_string();
    (-8..=10).any(|hours| day(hours) == truth)
}

/// Lower case, single blanks, plain quotes.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace(['‘', '’', '“', '”', '"', '`'], "'").replace(['–', '—'], "-");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A truth such as "Dylan Bailey, MS, RD and Ann Lee, Ph.D." names two: degrees are no names.
fn names(text: &str) -> BTreeSet<String> {
    let pieces = text.split([',', ';', '&', '|', '/']).flat_map(|piece| piece.split(" and "));
    let is_degree = |name: &str| {
        let letters = name.chars().filter(char::is_ascii_alphanumeric).count();
        !name.contains(' ') && letters <= 6 && name.chars().filter(char::is_ascii_uppercase).count() * 2 >= letters
    };
    let names =
        pieces.map(|piece| piece.trim().trim_start_matches("and ")).filter(|name| !name.is_empty() && !is_degree(name));
    names.map(plain).collect()
}
