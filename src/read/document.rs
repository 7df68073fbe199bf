//! What came over the wire, before it is known what it is.

use url::Url;

use super::decode::{self, Declared};

/// Bytes as they came, and what is known about them.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Where it was read; relative addresses in it are resolved against this.
    pub url: &'a Url,
    /// The HTTP header's value as it came. Only its charset is believed, and only where the bytes don't say otherwise.
    pub content_type: Option<&'a str>,
    pub bytes: &'a [u8],
}

/// What a document is, judged by its first bytes; content types are wrong too often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RSS, Atom or JSON Feed.
    Feed,
    Html,
    /// XML with another root; `root` is its name without a prefix (`urlset`, `error`).
    Xml {
        root: String,
    },
    /// JSON that is no JSON Feed.
    Json,
    /// Nothing, or nothing but white space.
    Empty,
    /// Plain text, a picture, a PDF …
    Other,
}

/// So much of a document decides what it is.
const HEAD: usize = 16 * 1024;

pub fn sniff(document: &Document) -> Kind {
    let head = &document.bytes[..document.bytes.len().min(HEAD)];
    let text = decode::decode(head, document.content_type, Declared::Xml);
    match kind_of(&text) {
        // Sorted by their keys, a JSON Feed's items come before its version.
        Kind::Json => kind_of(&decode::decode(document.bytes, document.content_type, Declared::Xml)),
        kind => kind,
    }
}

/// The same of decoded text.
pub(super) fn kind_of(text: &str) -> Kind {
    match kind_of_start(text) {
        // A server's warning in front of the feed.
        Kind::Html | Kind::Xml { .. } if declared_behind(text).is_some_and(|xml| kind_of_start(xml) == Kind::Feed) => {
            Kind::Feed
        }
        kind => kind,
    }
}

fn kind_of_start(text: &str) -> Kind {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control());
    if text.is_empty() {
        return Kind::Empty;
    }
    if text.starts_with(['{', '[']) {
        return if text.starts_with('{') && is_json_feed(text) { Kind::Feed } else { Kind::Json };
    }
    let Some(root) = root_name(text) else { return Kind::Other };
    match root.to_ascii_lowercase().as_str() {
        // `channel`: RSS 1.1, and RSS whose first tag was lost.
        "rss" | "feed" | "rdf" | "channel" => Kind::Feed,
        // An Atom entry alone is a feed of one; anything else by that name declares no Atom.
        "entry" if head(text).contains("http://www.w3.org/2005/Atom") => Kind::Feed,
        "html" | "head" | "body" | "title" | "meta" | "link" | "script" | "style" | "div" | "p" | "a" | "h1"
        | "table" | "center" | "span" | "br" | "main" | "article" | "section" | "header" | "form" | "img" => Kind::Html,
        _ => Kind::Xml { root: root.to_owned() },
    }
}

/// JSON Feed's version is an address, with its slashes escaped by some; others write its number alone.
fn is_json_feed(text: &str) -> bool {
    let has_items = text.contains("\"items\"");
    let versions = text.match_indices("\"version\"").map(|(at, key)| text[at + key.len()..].trim_start());
    let mut versions = versions.filter_map(|version| Some(version.strip_prefix(':')?.trim_start()));
    versions.any(|version| {
        let version = version[..version.floor_char_boundary(64)].replace("\\/", "/");
        let begins = |known: &[&str]| known.iter().any(|known| version.starts_with(known));
        begins(&["\"https://jsonfeed.org/version/", "\"http://jsonfeed.org/version/"])
            || (has_items && begins(&["\"1\"", "\"1.0\"", "\"1.1\""]))
    })
}

/// The XML that begins behind something else.
fn declared_behind(text: &str) -> Option<&str> {
    let at = head(text).find("<?xml").filter(|at| *at > 0)?;
    Some(&text[at..])
}

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(HEAD)]
}

/// The first element's name without its prefix; `html` for a document that declares itself as such.
fn root_name(text: &str) -> Option<&str> {
    let mut rest = head(text);
    loop {
        rest = &rest[rest.find('<')? + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = &comment[comment.find("-->")?..];
        } else if let Some(declaration) = rest.strip_prefix('!') {
            if declaration.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("doctype html")) {
                return Some("html");
            }
            // An internal subset holds `<!ENTITY …>`, which are passed over one by one.
            rest = declaration;
        } else if let Some(instruction) = rest.strip_prefix('?') {
            rest = &instruction[instruction.find('>')?..];
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
            let name = &rest[..end];
            if !name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
                continue;
            }
            return name.rsplit(':').next();
        }
    }
}
