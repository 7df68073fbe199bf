//! Stories → Atom, RSS, JSON Feed, OPML, HTML. Pure: the same stories give the same bytes.
//!
//! `item` is the door: what a renderer prints has passed it, and holds no character that XML forbids. `channel` says
//! which stories go where; `feeds` and `pages` write the documents; [`Renderer`] says which there are.

mod channel;
mod dates;
mod feeds;
mod finding;
mod item;
mod names;
mod pages;
mod plain;
mod progress;
mod renderer;
mod search;
mod status;
mod whole;
mod words;

pub use channel::{ChannelKey, ChannelState, Lookup, Month, Numbers, Run, Sizes, numbers_in, run_of};
pub use feeds::sources_opml;
pub use finding::{Finding, Problem, Severity};
pub use names::{feed_stem, feed_tag, story_link, story_named};
pub use pages::error_page;
pub use plain::line;
pub use renderer::{Items, Renderer, Totals};
pub use search::{FoundStory, SearchFeed, SearchPages, SearchResults};
pub use status::{SourceStatus, Standing, Status, StatusPages, Subscriptions, Why};
pub use whole::{site, site_with};
pub use words::{counted, size};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use thiserror::Error;

use search::SEARCH_DESCRIPTION;

/// One finished document of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Path under the site's root, without a leading slash: `index.html`, `feeds/tong-hop.atom`, `story/<id>/index.html`.
    pub path: String,
    /// With charset, as [`media_type`] has it for the path.
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
    /// When its content last changed, from the stories in it; never from the clock.
    pub modified: Timestamp,
}

impl Document {
    fn new(path: String, bytes: Vec<u8>, modified: Timestamp) -> Self {
        Self { media_type: media_type(&path), path, bytes, modified }
    }

    /// Stands for its bytes: hexadecimal.
    pub fn digest(&self) -> String {
        data_encoding::HEXLOWER.encode(&Sha256::digest(&self.bytes)[..16])
    }
}

/// Whether the document at `path` is a feed that goes on, and no archive document of one.
pub fn is_current_feed(path: &str) -> bool {
    let Some((stem, suffix)) = path.rsplit_once('.') else { return false };
    let is_stem = stem.ends_with("/feed") || stem.strip_prefix("feeds/").is_some_and(|id| !id.contains('/'));
    is_stem && feeds::FORMATS.iter().any(|format| format.suffix == suffix)
}

/// What is in the document at `path`, by the suffix of its name.
pub fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.').map_or("", |(_, suffix)| suffix) {
        "html" => "text/html; charset=utf-8",
        "csv" => "text/csv; charset=utf-8; header=present",
        "json" if name == "progress.json" => "application/json; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "rss" => "application/rss+xml; charset=utf-8",
        "json" => "application/feed+json; charset=utf-8",
        "opml" => "text/x-opml; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "xml" if name == SEARCH_DESCRIPTION => "application/opensearchdescription+xml; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
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

/// What the pages may load and do (Content Security Policy, level 3): our own stylesheet, script and icon, publishers'
/// pictures over https, and the search form. No inline script, frame or font. Each page says it itself as well, for file
/// servers that send no headers of ours.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' https:; base-uri 'none'; form-action 'self'";

/// When the newest of `items` was last updated.
fn newest<'a>(items: impl IntoIterator<Item = &'a item::Item<'a>>) -> Timestamp {
    items.into_iter().map(|item| item.updated).max().unwrap_or(BEFORE_ANY_NEWS)
}
