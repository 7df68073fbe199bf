//! What a source said at one poll.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::SafeHtml;
use crate::news::Image;

/// One document of a source, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    pub dialect: Dialect,
    /// The source's own name for itself.
    pub title: Option<String>,
    /// The site that the feed belongs to.
    pub site: Option<Url>,
    pub hints: PollHints,
    /// In the document's order.
    pub entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dialect {
    Rss,
    Atom,
    JsonFeed,
    Listing,
    Sitemap,
}

/// What the document itself asks of those who poll it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PollHints {
    /// RSS `<ttl>` or `sy:updatePeriod` over `sy:updateFrequency`, in seconds.
    pub at_least_secs: Option<u32>,
    /// RSS `<skipHours>`, 0–23 UTC.
    pub skip_hours: Vec<u8>,
    /// RSS `<skipDays>`, English names as given.
    pub skip_days: Vec<String>,
}

/// What a source said about one piece of news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// What makes this entry itself within its source, never random: the first rung of guid → link → link + date →
    /// link + title that is there and unique in the document.
    pub key: String,
    pub link: Option<Url>,
    /// Plain text, NFC, never empty: without a title, the beginning of the text.
    pub title: String,
    pub summary: Option<SafeHtml>,
    /// The full text, where the feed carries it.
    pub content: Option<SafeHtml>,
    pub authors: Vec<String>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    pub image: Option<Image>,
}
