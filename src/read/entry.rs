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
    /// BCP 47, as the feed declares it.
    pub language: Option<String>,
    /// The site that the feed belongs to.
    pub site: Option<Url>,
    /// The address that the feed gives for itself: `rel="self"` (RFC 4287), `feed_url` (JSON Feed). `WebSub`'s topic.
    pub self_url: Option<Url>,
    /// The first hub that it names: `rel="hub"` (`WebSub`), also in RSS, and JSON Feed's `hubs`.
    pub hub: Option<Url>,
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

impl Parsed {
    /// A document that lists entries and says nothing of itself.
    pub fn listing(dialect: Dialect, entries: Vec<Entry>) -> Self {
        Self {
            dialect,
            title: None,
            language: None,
            site: None,
            self_url: None,
            hub: None,
            hints: PollHints::default(),
            entries,
        }
    }
}

/// What the document itself asks of those who poll it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// The source's own id for it, as given; what it is worth shows over many documents (`judge::identity`).
    pub guid: Option<String>,
    pub link: Option<Url>,
    /// Plain text, NFC: without a title, the beginning of the text, the link or the id. Empty where there is none of them.
    pub title: String,
    pub summary: Option<SafeHtml>,
    /// The full text, where the feed carries it.
    pub content: Option<SafeHtml>,
    pub authors: Vec<String>,
    pub published: Option<Timestamp>,
    pub updated: Option<Timestamp>,
    /// Where no date could be read: what stands in its place, for the operator.
    #[serde(default)]
    pub unread_date: Option<String>,
    /// BCP 47, as the entry or else its feed declares it.
    #[serde(default)]
    pub language: Option<String>,
    pub image: Option<Image>,
    /// Each address once.
    #[serde(default)]
    pub enclosures: Vec<Enclosure>,
}

/// A file that belongs to an entry: a picture, a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    pub url: Url,
    /// In lower case, as the source gives it.
    pub media_type: Option<String>,
    /// In bytes, as the source gives it.
    pub length: Option<u64>,
}

impl Entry {
    /// An entry of nothing but a link, which stands for its title.
    pub fn of_link(url: &Url) -> Self {
        Self {
            guid: None,
            link: Some(url.clone()),
            title: url.to_string(),
            summary: None,
            content: None,
            authors: Vec::new(),
            published: None,
            updated: None,
            unread_date: None,
            language: None,
            image: None,
            enclosures: Vec::new(),
        }
    }

    /// Whether a reader would see anything of it: some feeds have items of a date or an author alone.
    pub fn shows(&self) -> bool {
        !self.title.is_empty()
    }
}
