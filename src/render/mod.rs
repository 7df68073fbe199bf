//! Stories → Atom, RSS, JSON Feed, OPML, HTML. Pure: the same stories give the same bytes.
//!
//! `item` is the door: what a renderer prints has passed it, and holds no character that XML forbids. `channel` says
//! which stories go where; `feeds` and `pages` write the documents.

mod channel;
mod dates;
mod feeds;
mod item;
mod names;
mod pages;
mod plain;
mod search;
mod words;

pub use names::{story_link, story_named};
pub use plain::line;
pub use search::{FoundStory, SearchFeed, SearchPages, SearchResults};

use jiff::Timestamp;
use thiserror::Error;

use crate::config::Config;
use crate::judge::Story;

/// One finished document of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Path under the site's root, without a leading slash: `index.html`, `feeds/tong-hop.atom`, `story/<id>/index.html`.
    pub path: String,
    /// With charset: `text/html; charset=utf-8`.
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
    /// When its content last changed, from the stories in it; never from the clock.
    pub modified: Timestamp,
}

/// Why a document could not be written. None of these follows from what sources say: they are defects, or dates beyond
/// the calendar.
#[derive(Debug, Error)]
pub enum RenderError {
    #[error("{path}: the Atom feed could not be written: {source}")]
    Atom { path: String, source: atom_syndication::Error },
    #[error("{path}: the RSS feed could not be written: {source}")]
    Rss { path: String, source: rss::Error },
    #[error("{path}: the JSON feed could not be written: {source}")]
    Json { path: String, source: serde_json::Error },
    #[error("{path}: the list of feeds could not be written: {source}")]
    Opml { path: String, source: opml::Error },
    #[error("{path}: the template failed: {source}")]
    Page { path: String, source: askama::Error },
    #[error("{path}: the date {date:?} could not be written: {reason}")]
    Date { path: String, date: String, reason: String },
}

/// The `modified` of documents without a story in them, and the `updated` of feeds without entries: some fixed instant,
/// so that an empty site is the same bytes at every pass.
pub const BEFORE_ANY_NEWS: Timestamp = Timestamp::constant(946_684_800, 0);

/// Every document of the site: feeds in three formats, their OPML, pages in both languages, the stylesheet and the icon.
///
/// `stories` are newest first; each gets its own page, and feeds and lists take theirs from the front.
///
/// # Errors
/// When a document can't be written, which no input should bring about; see [`RenderError`].
pub fn site(config: &Config, stories: &[Story]) -> Result<Vec<Document>, RenderError> {
    let config = plain::clean_config(config);
    let items: Vec<item::Item> = stories.iter().map(|story| item::Item::new(&config, story)).collect();
    let channels = channel::all(&config, &items);

    let mut documents = feeds::documents(&config, &channels)?;
    documents.extend(pages::documents(&config, &items, &channels)?);
    Ok(documents)
}

/// When the newest of `items` was last updated.
fn newest<'a>(items: impl IntoIterator<Item = &'a item::Item<'a>>) -> Timestamp {
    items.into_iter().map(|item| item.updated).max().unwrap_or(BEFORE_ANY_NEWS)
}
