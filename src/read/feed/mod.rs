//! RSS, Atom and JSON Feed → entries.

mod convert;
mod hints;
mod json;
mod raw;
mod xml;

use convert::Texts;
use url::Url;
use xml::Refusal;

use super::dates::DateRules;
use super::decode::{self, Declared};
use super::document::{self, Document, Kind};
use super::html::{plain, tree};
use super::{Parsed, ReadError, walls};

/// More of a feed's entries are not read.
pub use raw::MOST_ITEMS as MOST_ENTRIES;

// Sitemaps are XML by the same hands.
pub(super) use xml::{References, Tag, Token, Tokens, attributes};

/// Reads a feed in whatever dialect it is, by its bytes and not by its content type. `dates` says how its dates are to be
/// understood; a zone alone is that of those that name none.
///
/// # Errors
/// What was found in place of a feed, or where the feed breaks off.
pub fn feed<'a>(document: &Document, dates: impl Into<DateRules<'a>>) -> Result<Parsed, ReadError> {
    read(document, &dates.into(), Texts::Sanitised)
}

/// The same without the entries' texts, which is many times faster: for who only wants to know what a feed lists.
///
/// # Errors
/// The same.
pub fn outline<'a>(document: &Document, dates: impl Into<DateRules<'a>>) -> Result<Parsed, ReadError> {
    read(document, &dates.into(), Texts::LeftOut)
}

fn read(document: &Document, rules: &DateRules, texts: Texts) -> Result<Parsed, ReadError> {
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
    if start.starts_with('{') {
        return read_json(start, document.url, rules, texts).map_err(|why| malformed(&why));
    }
    let raw = xml::read(start, document.url).map_err(|refusal| match refusal {
        Refusal::Depth => ReadError::TooDeep { url: url(), limit: xml::MOST_NESTED },
        Refusal::Namespaces => malformed("it declares hundreds of namespaces at a time"),
        Refusal::BreaksOff => malformed("it breaks off before its first entry ends"),
    })?;
    Ok(convert::convert(&raw, document.url, rules, texts))
}

/// Of a feed with a mistake, the whole items before it are read.
fn read_json(text: &str, url: &Url, rules: &DateRules, texts: Texts) -> Result<Parsed, String> {
    let read = |text| match json::read(text) {
        (raw, Some(mistake)) if raw.items.is_empty() => Err(mistake),
        (raw, mistake) => Ok((convert::convert(&raw, url, rules, texts), mistake)),
    };
    let first = read(text);
    let mended = if matches!(&first, Ok((_, None))) { None } else { json::mended(text) };
    let Some(mended) = mended else { return first.map(|(parsed, _)| parsed) };
    read(&mended).map(|(parsed, _)| parsed)
}

fn unexpected(document: &Document, found: &'static str) -> ReadError {
    ReadError::Unexpected { url: document.url.clone(), found, expected: "a feed" }
}
