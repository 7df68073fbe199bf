//! Sitemaps (sitemaps.org 0.9, with Google's extensions for news and pictures) → addresses, and those that are news.

mod children;
mod parse;
mod paths;
mod seen;
mod select;

use super::dates::DateRules;
use super::decode::{self, Declared};
use super::document::{self, Document, Kind};
use super::{ReadError, gzip, walls};

pub use children::{ChildSitemap, newest};
pub use parse::{ListedUrl, Sitemap};
pub use paths::PathPattern;
pub use seen::Seen;
pub use select::{SitemapRules, select};

/// Reads a sitemap, plain or packed with gzip (which its first bytes say, whatever its name is), or a text file with an
/// address a line. Unpacked it may have `limit` bytes. `dates` says how its dates are to be understood; a zone alone
/// is that of those that name none.
///
/// # Errors
/// What was found in place of a sitemap.
pub fn sitemap<'a>(document: &Document, dates: impl Into<DateRules<'a>>, limit: u64) -> Result<Sitemap, ReadError> {
    let url = || document.url.clone();
    let bytes = gzip::unpacked(document, limit, "a sitemap")?;
    let text = decode::decode(&bytes, document.content_type, Declared::Xml);
    let unexpected = |found| ReadError::Unexpected { url: url(), found, expected: "a sitemap" };
    match document::kind_of(&text) {
        Kind::Xml { root } if is_root(&root) => Ok(parse::parse(&text, document.url, dates.into())),
        Kind::Xml { root } => Err(ReadError::NotASitemap { url: url(), root: super::html::plain::collapse(&root) }),
        Kind::Other if text.trim_start().starts_with("http") => Ok(parse::lines(&text, document.url)),
        Kind::Empty => Err(ReadError::Empty { url: url() }),
        Kind::Html => Err(walls::wall(&text, document.url).unwrap_or_else(|| unexpected("a web page"))),
        Kind::Feed => Err(unexpected("a feed")),
        Kind::Json => Err(unexpected("JSON")),
        Kind::Other => Err(unexpected("neither XML nor a list of addresses")),
    }
}

/// Whether the document looks like a sitemap; gzip does, since it seldom is anything else.
pub fn is_sitemap(document: &Document) -> bool {
    gzip::is_packed(document.bytes) || matches!(document::sniff(document), Kind::Xml { root } if is_root(&root))
}

fn is_root(root: &str) -> bool {
    ["urlset", "sitemapindex", "url", "sitemap"].iter().any(|name| root.eq_ignore_ascii_case(name))
}
