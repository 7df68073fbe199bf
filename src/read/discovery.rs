//! Where a site's feeds may be, from what its pages say.

use std::collections::HashSet;

use scraper::ElementRef;
use serde::Serialize;
use url::Url;

use super::decode::{self, Declared};
use super::document::Document;
use super::html::{plain, tree};
use super::listing::{base_of, target};
use super::{ReadError, walls};
use crate::news::HostKey;

/// How an address came up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It is the address that was given.
    Given,
    /// `<link rel="alternate">`
    Declared,
    /// `<a href>`
    Linked,
    /// On a page that lists the site's feeds.
    Listed,
    /// An address where many sites have one.
    CommonPath,
    /// `Sitemap:` in robots.txt.
    Robots,
}

/// An address that may be a feed's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedLink {
    pub url: Url,
    /// What the page calls it.
    pub title: Option<String>,
    pub how: How,
}

/// What a page says about its site's feeds, each address once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedLinks {
    /// Declared ones first.
    pub feeds: Vec<FeedLink>,
    /// Addresses such as `/rss` and `/rss.htm`, which may be a feed, or a page that lists them.
    pub lists: Vec<Url>,
}

/// More links of a page aren't looked at.
const MOST_LINKS: usize = 5000;

/// What a web page calls itself.
///
/// # Errors
/// When it stands in place of the page that was asked for.
pub fn page_title(page: &Document) -> Result<Option<String>, ReadError> {
    let text = decode::decode(page.bytes, page.content_type, Declared::Html);
    if let Some(wall) = walls::wall(&text, page.url) {
        return Err(wall);
    }
    let title = tree::first(&tree::document(&text), "title").map(|title| tree::line_of(*title));
    Ok(title.filter(|title| !title.is_empty()))
}

/// Reads a web page.
pub fn feed_links(page: &Document) -> FeedLinks {
    links(page, false)
}

/// Reads a page that lists feeds: what is linked there is more likely to be one.
pub fn listed_feeds(page: &Document) -> Vec<FeedLink> {
    links(page, true).feeds
}

fn links(page: &Document, is_list: bool) -> FeedLinks {
    let html = tree::document(&decode::decode(page.bytes, page.content_type, Declared::Html));
    let base = base_of(&html, page.url);
    let mut seen = HashSet::from([page.url.clone()]);
    let mut found = FeedLinks::default();
    for link in tree::all(&html, "link[rel][href]") {
        if is_declared(link)
            && let Some(url) = target(link, &base)
            && seen.insert(url.clone())
        {
            let title = link.attr("title").map(plain::line).filter(|title| !title.is_empty());
            found.feeds.push(FeedLink { url, title, how: How::Declared });
        }
    }
    for link in tree::all(&html, "a[href]").into_iter().take(MOST_LINKS) {
        let Some(url) = target(link, &base) else { continue };
        let title = Some(tree::line_of(*link)).filter(|title| !title.is_empty());
        let says_rss = title.as_ref().is_some_and(|title| title.eq_ignore_ascii_case("rss"));
        let within = HostKey::of(&url) == HostKey::of(page.url);
        if within && (is_list_path(&url) || (says_rss && !looks_like_feed(&url, false))) {
            if !is_list && seen.insert(url.clone()) {
                found.lists.push(url);
            }
        } else if looks_like_feed(&url, is_list && within) && seen.insert(url.clone()) {
            let how = if is_list { How::Listed } else { How::Linked };
            found.feeds.push(FeedLink { url, title: title.filter(|_| !says_rss), how });
        }
    }
    found
}

fn is_declared(link: ElementRef) -> bool {
    let rel = link.attr("rel").unwrap_or_default().to_ascii_lowercase();
    let is = |word: &str| rel.split_ascii_whitespace().any(|rel| rel == word);
    let media_type = link.attr("type").unwrap_or_default().to_ascii_lowercase();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    match media_type {
        "application/rss+xml" | "application/atom+xml" | "application/feed+json" | "application/rdf+xml" => {
            is("alternate") || is("feed")
        }
        // WordPress names its interface so, too.
        "application/json" | "application/xml" | "text/xml" => {
            is("alternate") && link.attr("href").is_some_and(|href| href.contains("feed") || href.contains("rss"))
        }
        "" => is("feed"),
        _ => false,
    }
}

/// `/rss`, `/rss.htm`, `/kenh-rss.html`
fn is_list_path(url: &Url) -> bool {
    let path = url.path().trim_matches('/').to_ascii_lowercase();
    let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).or_else(|| path.strip_suffix(".aspx"));
    matches!(
        stem.unwrap_or(&path),
        "rss" | "kenh-rss" | "rss-feed" | "rss-feeds" | "pages/rss" | "feeds" | "tien-ich/rss"
    )
}

/// On a page that lists feeds, every address that names them is one.
fn looks_like_feed(url: &Url, on_list: bool) -> bool {
    let path = url.path().trim_end_matches('/').to_ascii_lowercase();
    let last = path.rsplit('/').next().unwrap_or_default();
    let ends = |endings: &[&str]| endings.iter().any(|ending| last.ends_with(ending));
    let names_it = path.contains("rss") || path.contains("feed");
    ends(&[".rss", ".atom", ".rdf"])
        || matches!(last, "feed" | "rss" | "feed.xml" | "rss.xml" | "atom.xml" | "feed.json" | "index.rdf")
        || (names_it && ends(&[".xml"]))
        || (on_list && names_it && !ends(&[".htm", ".html", ".jpg", ".png", ".gif", ".svg"]))
}

/// Addresses where many sites have a feed, the likeliest first.
pub fn common_feeds(site: &Url) -> Vec<FeedLink> {
    common(site, &["/rss", "/feed", "/rss.xml", "/rss/home.rss", "/atom.xml", "/feed.json", "/index.xml"])
}

/// Addresses where many sites have a sitemap, the likeliest first.
pub fn common_sitemaps(site: &Url) -> Vec<FeedLink> {
    common(site, &["/sitemap-news.xml", "/news-sitemap.xml", "/sitemap.xml"])
}

fn common(site: &Url, paths: &[&str]) -> Vec<FeedLink> {
    let urls = paths.iter().filter_map(|path| site.join(path).ok());
    urls.map(|url| FeedLink { url, title: None, how: How::CommonPath }).collect()
}

/// The sitemaps that a robots.txt names, those of news first (RFC 9309, 2.2.4).
pub fn robots_sitemaps(robots: &[u8], site: &Url) -> Vec<FeedLink> {
    let text = decode::decode(robots, None, Declared::Xml);
    let mut urls: Vec<Url> = Vec::new();
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else { continue };
        let value = value.split(" #").next().unwrap_or_default().trim();
        if name.trim().eq_ignore_ascii_case("sitemap")
            && let Ok(url) = site.join(value)
            && matches!(url.scheme(), "http" | "https")
            && !urls.contains(&url)
        {
            urls.push(url);
        }
    }
    urls.sort_by_key(|url| !url.path().contains("news"));
    urls.into_iter().map(|url| FeedLink { url, title: None, how: How::Robots }).collect()
}
