//! Which sitemaps of an index are worth asking for.

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::select::number;

/// `<sitemap>` of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildSitemap {
    pub url: Url,
    /// `<lastmod>`
    pub changed: Option<Timestamp>,
    /// It names a day and no time, so that the sitemap may change again under the same one.
    pub day_only: bool,
}

/// Names of sitemaps that list no articles.
const NO_NEWS: &[&str] = &[
    "category",
    "categories",
    "tag",
    "tags",
    "author",
    "authors",
    "page-sitemap",
    "pages",
    "image",
    "video",
    "static",
    "topic",
    "chuyen-muc",
    "chuyenmuc",
    "user",
    "product",
];

impl ChildSitemap {
    /// Whether the sitemap is as it was when its `lastmod` was `before`.
    pub fn is_unchanged(&self, before: Option<Timestamp>, now: Timestamp) -> bool {
        const TWO_DAYS: SignedDuration = SignedDuration::from_hours(48);
        let Some(changed) = self.changed.filter(|changed| Some(*changed) == before) else { return false };
        !self.day_only || now.duration_since(changed) > TWO_DAYS
    }
}

/// The `most` that are likeliest to hold news, the likeliest first: not those whose names say otherwise, then by
/// `lastmod`, by the last number in the name (`sitemap-2026-11.xml`), and as they stand.
pub fn newest(mut children: Vec<ChildSitemap>, most: usize) -> Vec<ChildSitemap> {
    let names_none = |child: &ChildSitemap| {
        let path = child.url.path().to_ascii_lowercase();
        NO_NEWS.iter().any(|name| path.contains(name)) && !path.contains("news")
    };
    children.sort_by_cached_key(|child| {
        let changed = child.changed.map_or(i64::MIN, Timestamp::as_second);
        (names_none(child), std::cmp::Reverse(changed), std::cmp::Reverse(number(&child.url)))
    });
    children.truncate(most);
    children
}
