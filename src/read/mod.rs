//! Bytes → entries, and pages → articles. Pure: no network, no clock, no file.

mod article;
mod authors;
mod cuts;
mod dateline;
pub mod dates;
mod decode;
mod discovery;
mod document;
mod entry;
mod error;
mod excerpt;
mod feed;
mod gzip;
mod html;
mod listing;
mod opml;
mod page;
mod pointing;
mod recurring;
mod sanitise;
mod selectors;
mod sitemap;
mod trace;
mod twins;
mod walls;

pub use article::{Article, Body, Missing, Origin, Sourced};
pub use cuts::{Cut, CutReason};
pub use discovery::{
    FeedLink, FeedLinks, How, common_feeds, common_sitemaps, feed_links, listed_feeds, page_title, robots_sitemaps,
};
pub use document::{Document, Kind, sniff};
pub use entry::{Dialect, Enclosure, Entry, Parsed, PollHints};
pub use error::ReadError;
pub use feed::{MOST_ENTRIES, feed, outline};
pub use gzip::unpacked;
pub use listing::{NextPage, guess_listing, listing};
pub use opml::{OutlinedFeed, Outlines, opml};
pub use page::{ArticlePages, BlockTable, article, blocks};
pub use pointing::{Pointed, point};
pub use recurring::Recurring;
pub use sanitise::SafeHtml;
pub use selectors::{Css, ListingSelectors, PageSelectors};
pub use sitemap::{
    ChildSitemap, ListedUrl, PathPattern, Seen, Sitemap, SitemapRules, is_sitemap, newest, select, sitemap,
};
pub use trace::{FieldTrace, PageField, PageTrace};
pub use walls::Wall;
