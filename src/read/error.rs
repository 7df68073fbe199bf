//! Why a document could not be read.

use thiserror::Error;
use url::Url;

use super::walls::Wall;

/// Each says at which address what was found instead, and what the operator can do.
#[derive(Debug, Error, Clone, PartialEq, Eq)]
pub enum ReadError {
    #[error("{url} answered with nothing: the body is empty")]
    Empty { url: Url },
    #[error(
        "{url} is a web page{}, not a feed: look for the feed's address on it, or make the source a listing",
        .title.as_ref().map(|title| format!(" (“{title}”)")).unwrap_or_default()
    )]
    HtmlInsteadOfFeed { url: Url, title: Option<String> },
    #[error("{url} did not give what was asked for: {}", .wall.advice())]
    Wall { url: Url, wall: Wall },
    #[error("{url} is XML, but no feed: its root is <{root}>, where <rss>, <feed> or <rdf:RDF> was expected")]
    NotAFeed { url: Url, root: String },
    #[error(
        "{url} is XML, but no sitemap: its root is <{root}>, where <urlset> or <sitemapindex> was expected; \
         take the address from the site's robots.txt"
    )]
    NotASitemap { url: Url, root: String },
    #[error("{url} unpacks to more than {limit} bytes; [fetch] max_feed_bytes sets this")]
    UnpacksTooLong { url: Url, limit: u64 },
    #[error("{url} is {found}, where {expected} was expected")]
    Unexpected { url: Url, found: &'static str, expected: &'static str },
    #[error("{url} begins like a feed, but cannot be read as one: {why}")]
    Malformed { url: Url, why: String },
    #[error("{url} nests its elements more than {limit} deep, which no feed does")]
    TooDeep { url: Url, limit: usize },
    #[error("{url}: the selector `{selector}` matches no item with a link: the page's layout may have changed")]
    NothingSelected { url: Url, selector: String },
    #[error(
        "{url}: nothing on the page repeats as a list of articles does: name its items under [source.listing], \
         `item = \"…\"`; a page that scripts fill in a browser can't be read"
    )]
    NothingRepeats { url: Url },
    #[error("{url} meets a bug in bantin ({why}): please report it, with the document")]
    Bug { url: Url, why: String },
}
