//! One text at one address, and where each part of it came from.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::SafeHtml;
use super::html::{plain, tree};
use crate::news::Image;
use crate::text::nfc;

/// What is known of one article: its page's parts where the page was read, the entry's otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Where it was read, or where the entry says it is; none for an entry without a link.
    pub url: Option<Url>,
    /// The address that the page names as its own (`rel=canonical`), when that is credible: same site, not the front page.
    pub canonical: Option<Sourced<Url>>,
    /// Plain text, NFC, without the site's name.
    pub title: Sourced<String>,
    /// The sapo: plain text.
    pub lead: Option<Sourced<String>>,
    pub body: Sourced<Body>,
    /// Never an empty list.
    pub authors: Option<Sourced<Vec<String>>>,
    pub published: Option<Sourced<Timestamp>>,
    pub modified: Option<Sourced<Timestamp>>,
    pub image: Option<Sourced<Image>>,
    /// BCP 47, as the page or feed declares it.
    pub language: Option<Sourced<String>>,
    /// The part of the paper that it stands in, as the page says: "Kinh tế".
    #[serde(default)]
    pub section: Option<Sourced<String>>,
    /// The page's keywords. Never an empty list.
    #[serde(default)]
    pub tags: Option<Sourced<Vec<String>>>,
    /// Why the body is less than the whole text, where that is known.
    #[serde(default)]
    pub missing: Option<Missing>,
}

/// What is missing of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// The rest is for subscribers. The body is the free part, or what the feed had where that is more.
    Paywall,
    /// The page shows its text by scripts. The body is the feed's.
    Scripts,
    /// Further pages were not read.
    Pages,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Paywall => "the rest of the text is for subscribers: this is its free part, or the feed's text",
            Self::Scripts => "the page shows its text by scripts, which takes a browser: this is the feed's text",
            Self::Pages => "the text goes on on further pages, which were not read",
        })
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub html: SafeHtml,
    /// The same as plain text, a paragraph a line; without the pictures' captions.
    pub text: String,
}

impl Body {
    /// Its text is the HTML's, without captions.
    pub(super) fn of(html: SafeHtml) -> Self {
        Self { text: plain::prose(tree::fragment(html.as_str()).tree.root()), html }
    }
}

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced<T> {
    pub value: T,
    pub from: Origin,
}

/// In the order of trust.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The source's own selectors in feeds.toml.
    Selector,
    JsonLd,
    /// OpenGraph, `article:*` and other `<meta>`, `<link>`, `<html lang>`.
    Meta,
    /// What a reader sees: `<h1>`, `<time>`, a byline.
    Markup,
    /// A date in the page's address.
    Address,
    /// The classifier of text blocks.
    Classifier,
    /// The generic extractor.
    Extractor,
    /// What the page's scripts would show: JSON among its scripts.
    Data,
    /// What the feed's entry said.
    Feed,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Selector => "the source's selector in feeds.toml",
            Self::JsonLd => "JSON-LD",
            Self::Meta => "meta tags",
            Self::Markup => "the page's markup",
            Self::Address => "the page's address",
            Self::Classifier => "the block classifier",
            Self::Extractor => "the extractor",
            Self::Data => "the data of the page's scripts",
            Self::Feed => "the feed",
        })
    }
}

impl Article {
    /// One of plain text, as a feed would have it: without a body, its lead is its text.
    pub fn of_text(title: &str, lead: &str, body: &str, published: Timestamp) -> Self {
        let sourced = |text: &str| Sourced::new(nfc(text).into_owned(), Origin::Feed);
        let text = if body.trim().is_empty() { lead } else { body };
        let body = Body { html: SafeHtml::of_text(text), text: nfc(text).into_owned() };
        Self {
            url: None,
            canonical: None,
            title: sourced(title),
            lead: (!lead.trim().is_empty()).then(|| sourced(lead)),
            body: Sourced::new(body, Origin::Feed),
            authors: None,
            published: Some(Sourced::new(published, Origin::Feed)),
            modified: None,
            image: None,
            language: None,
            section: None,
            tags: None,
            missing: None,
        }
    }
}

impl<T> Sourced<T> {
    pub fn new(value: T, from: Origin) -> Self {
        Self { value, from }
    }
}
