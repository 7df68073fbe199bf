//! Bytes → entries, and pages → articles. Pure: no network, no clock, no file.

mod article;
mod authors;
mod dateline;
pub mod dates;
mod decode;
mod discovery;
mod document;
mod entry;
mod error;
mod excerpt;
mod feed;
mod html;
mod listing;
mod page;
mod sanitise;
mod selectors;
mod sitemap;
mod twins;
mod walls;

pub use article::{Article, Body, Cut, Origin, Sourced};
pub use discovery::{
    FeedLink, FeedLinks, How, common_feeds, common_sitemaps, feed_links, listed_feeds, page_title, robots_sitemaps,
};
pub use document::{Document, Kind, sniff};
pub use entry::{Dialect, Enclosure, Entry, Parsed, PollHints};
pub use error::ReadError;
pub use feed::{feed, outline};
pub use listing::{NextPage, guess_listing, listing};
pub use page::{ArticlePages, article};
pub use sanitise::SafeHtml;
pub use selectors::{Css, ListingSelectors, PageSelectors};
pub use sitemap::{
    ChildSitemap, ListedUrl, PathPattern, Seen, Sitemap, SitemapRules, is_sitemap, newest, select, sitemap,
};
pub use walls::Wall;
