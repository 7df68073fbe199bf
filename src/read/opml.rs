//! OPML 1 and 2: the feeds that a feed reader has written down. Exporters forget to write `&amp;` and `type`, so that it is
//! read as tolerantly as a feed.

use super::decode::{self, Declared};
use super::feed::{References, Tag, Token, Tokens, attributes};

/// What an OPML file lists, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outlines {
    pub feeds: Vec<OutlinedFeed>,
    /// Feeds that are commented out there (`isComment`), themselves or with what they are in.
    pub commented: usize,
}

/// An outline with the address of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlinedFeed {
    pub name: Option<String>,
    /// As written; `feed:` is resolved.
    pub address: String,
    /// As declared.
    pub language: Option<String>,
    /// What the outline around it is called.
    pub folder: Option<String>,
}

/// The feeds of an OPML file; none: it is no such file.
pub fn opml(bytes: &[u8]) -> Option<Outlines> {
    let text = decode::decode(bytes, None, Declared::Xml);
    let mut references = References::default();
    let mut found: Option<Outlines> = None;
    let mut open: Vec<Outline> = Vec::new();
    for token in Tokens::new(&text) {
        match token {
            Token::Doctype(doctype) => references.declare(doctype),
            Token::Start(tag) if tag.name.eq_ignore_ascii_case("opml") => {
                found.get_or_insert_default();
            }
            Token::Start(tag) if tag.name.eq_ignore_ascii_case("outline") => {
                let Some(found) = &mut found else { continue };
                let mut outline = Outline::of(&tag, &mut references);
                outline.commented |= open.last().is_some_and(|around| around.commented);
                match outline.feed(open.last()) {
                    Some(_) if outline.commented => found.commented += 1,
                    Some(feed) => found.feeds.push(feed),
                    None => {}
                }
                if !tag.empty {
                    open.push(outline);
                }
            }
            Token::End { name } if name.eq_ignore_ascii_case("outline") => {
                open.pop();
            }
            _ => {}
        }
    }
    found
}

#[derive(Default)]
struct Outline {
    text: Option<String>,
    title: Option<String>,
    kind: Option<String>,
    feed: Option<String>,
    url: Option<String>,
    language: Option<String>,
    commented: bool,
}

impl Outline {
    fn of(tag: &Tag<'_>, references: &mut References) -> Self {
        let mut outline = Self::default();
        for (name, value) in attributes(tag.attributes) {
            let value = references.resolve(value);
            let value = Some(value.trim()).filter(|value| !value.is_empty()).map(str::to_owned);
            match name.to_ascii_lowercase().as_str() {
                "text" => outline.text = value,
                "title" => outline.title = value,
                "type" => outline.kind = value,
                "xmlurl" => outline.feed = value,
                "url" => outline.url = value,
                "language" => outline.language = value,
                "iscomment" => outline.commented = value.is_some_and(|value| value.eq_ignore_ascii_case("true")),
                _ => {}
            }
        }
        outline
    }

    fn name(&self) -> Option<&String> {
        self.text.as_ref().or(self.title.as_ref())
    }

    fn feed(&self, around: Option<&Self>) -> Option<OutlinedFeed> {
        let is_feed = |kind: &&String| ["rss", "atom", "feed"].iter().any(|known| kind.eq_ignore_ascii_case(known));
        // Before OPML 2.0 some wrote `url`, which is a page's where no type says otherwise.
        let of_type = self.kind.as_ref().filter(is_feed).and(self.url.as_ref());
        let address = self.feed.as_ref().or(of_type)?;
        Some(OutlinedFeed {
            name: self.name().cloned(),
            address: resolved(address),
            language: self.language.clone(),
            folder: around.and_then(Self::name).cloned(),
        })
    }
}

/// `feed://host/path` and `feed:https://host/path` are what browsers handed to feed readers.
fn resolved(address: &str) -> String {
    match address.strip_prefix("feed:") {
        Some(rest) if rest.starts_with("//") => format!("http:{rest}"),
        Some(rest) => rest.to_owned(),
        None => address.to_owned(),
    }
}
