//! RSS, Atom and JSON Feed → entries.

mod convert;
mod hints;
mod json;
mod keys;
mod repair;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use feed_rs::parser;
use jiff::tz::TimeZone;
use repair::{Refusal, Repaired};

use super::decode::{self, Declared};
use super::document::{self, Document, Kind};
use super::html::{plain, tree};
use super::{Dialect, Parsed, ReadError, walls};

// Sitemaps are XML by the same hands.
pub(super) use repair::{References, Token, Tokens};

/// Reads a feed in whatever dialect it is, by its bytes and not by its content type. Dates without a zone are in `zone`.
///
/// # Errors
/// What was found in place of a feed, or where the feed breaks off.
pub fn feed(document: &Document, zone: &TimeZone) -> Result<Parsed, ReadError> {
    let text = decode::decode(document.bytes, document.content_type, Declared::Xml);
    let url = || document.url.clone();
    let malformed = |why: &str| ReadError::Malformed { url: url(), why: why.to_owned() };
    match document::kind_of(&text) {
        Kind::Feed => {}
        Kind::Empty => return Err(ReadError::Empty { url: url() }),
        Kind::Html => {
            if let Some(wall) = walls::wall(&text, document.url) {
                return Err(wall);
            }
            let title = tree::first(&tree::document(&text), "title").map(|title| tree::line_of(*title));
            return Err(ReadError::HtmlInsteadOfFeed { url: url(), title: title.filter(|title| !title.is_empty()) });
        }
        Kind::Xml { root } => return Err(ReadError::NotAFeed { url: url(), root: plain::collapse(&root) }),
        Kind::Json => return Err(unexpected(document, "JSON without the version of JSON Feed")),
        Kind::Other if let Some(wall) = walls::wall(&text, document.url) => return Err(wall),
        Kind::Other => return Err(unexpected(document, "neither XML nor JSON")),
    }
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control());
    let repaired = if start.starts_with('{') {
        Ok(Repaired { text: json::mended(start), dialect: Dialect::JsonFeed })
    } else {
        repair::repair(start, document.url)
    };
    let repaired = repaired.map_err(|refusal| match refusal {
        Refusal::Depth => ReadError::TooDeep { url: url(), limit: repair::MOST_NESTED },
        Refusal::Namespaces => malformed("it declares hundreds of namespaces at a time"),
        Refusal::BreaksOff => malformed("it breaks off before its first entry ends"),
    })?;
    let dates = Dates::default();
    let feed = parse(&repaired.text, document, &dates).map_err(|why| malformed(&why))?;
    let hints = hints::hints(&repaired.text);
    Ok(Parsed { dialect: repaired.dialect, ..convert::convert(feed, document.url, hints, &dates.into_texts(), zone) })
}

fn unexpected(document: &Document, found: &'static str) -> ReadError {
    ReadError::Unexpected { url: document.url.clone(), found, expected: "a feed" }
}

fn parse(text: &str, document: &Document, dates: &Dates) -> Result<feed_rs::model::Feed, String> {
    let dates = dates.clone();
    let parser = parser::Builder::new()
        .base_uri(Some(document.url.as_str()))
        .sanitize_content(false)
        // The default makes up a random id, and with it a new entry at each poll.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |text| Some(dates.remember(text).into()))
        .build();
    // feed-rs slices names beside e-mail addresses and namespace declarations at byte offsets, and parses numbers of
    // durations, without checking either: some feeds make it panic (3.0.0).
    match catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()))) {
        Ok(Ok(feed)) => Ok(feed),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => {
            Err("the feed parser gave up on it, which is a fault of the parser; please report the address".into())
        }
    }
}

/// The dates' texts, in the order in which they were met. What `8/12/2026` means is only known when all of a document's
/// dates are, so feed-rs is given a number for each that looks like an instant to it: that many seconds after 1970.
#[derive(Clone, Debug, Default)]
struct Dates(Arc<Mutex<Vec<String>>>);

impl Dates {
    fn remember(&self, text: &str) -> SystemTime {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.push(text.to_owned());
        SystemTime::UNIX_EPOCH + Duration::from_secs(texts.len() as u64 - 1)
    }

    fn into_texts(self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
