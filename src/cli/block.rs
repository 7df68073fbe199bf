//! Lines of feeds.toml for the operator to paste.

use std::collections::HashSet;
use std::fmt::Write as _;

use url::Url;

use crate::config::{self, Config};
use crate::news::HostKey;
use crate::read::{ListingSelectors, Pointed};

/// `[source.listing]` with its selectors.
pub(super) fn listing(selectors: &ListingSelectors) -> String {
    let mut block = "  [source.listing]\n".to_owned();
    let ListingSelectors { item, link, title, date, summary, image } = selectors;
    let parts = [("link", link), ("title", title), ("date", date), ("summary", summary), ("image", image)];
    let parts = parts.into_iter().filter_map(|(key, css)| Some((key, css.as_ref()?)));
    for (key, css) in std::iter::once(("item", item)).chain(parts) {
        // Writing to a String cannot fail.
        let _ = writeln!(block, "  {key} = {}", quoted(css.as_str()));
    }
    block
}

/// `[source.page]` with the selectors that were found.
pub(super) fn page(pointed: &[Pointed]) -> String {
    let mut block = "  [source.page]\n".to_owned();
    for Pointed { field, css } in pointed {
        let _ = writeln!(block, "  {field} = {}", quoted(css.as_str()));
    }
    block
}

/// A string as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// `[[source]]` for an address.
pub(super) fn source(id: &str, name: Option<&str>, url: &Url, kind: Option<&str>) -> String {
    let name = name.unwrap_or_else(|| url.host_str().unwrap_or(id));
    let kind = kind.map(|kind| format!("\nkind = {}", quoted(kind))).unwrap_or_default();
    format!("[[source]]\nid = {}\nname = {}\nurl = {}{kind}", quoted(id), quoted(name), quoted(url.as_str()))
}

/// Ids that no source has yet.
pub(super) struct Ids(HashSet<String>);

impl Ids {
    pub(super) fn beside(config: &Config) -> Self {
        Self(config.sources.iter().map(|source| source.id.to_string()).collect())
    }

    /// Of an address: `https://www.baomau.vn/rss/kinh-te.rss` → `baomau-kinh-te`.
    pub(super) fn give(&mut self, url: &Url) -> String {
        const LONGEST: usize = 48;
        const COMMON: [&str; 14] = [
            "rss", "feed", "feeds", "home", "index", "atom", "xml", "html", "htm", "aspx", "sitemap", "json", "www",
            "category",
        ];
        let host = HostKey::of(url);
        let host = host.as_str().split('.').next().unwrap_or_default().to_owned();
        let words = config::slug(url.path());
        let words = words.split('-').filter(|word| !COMMON.contains(word) && !word.bytes().all(|b| b.is_ascii_digit()));
        let mut id = config::slug(&host);
        for word in words {
            if id.len() + word.len() < LONGEST {
                id.push('-');
                id.push_str(word);
            }
        }
        let id = id.trim_matches('-').to_owned();
        let id = if id.is_empty() { "nguon".to_owned() } else { id };
        let numbered = (2..).map(|number| format!("{id}-{number}"));
        let mut candidates = std::iter::once(id.clone()).chain(numbered);
        let free = candidates.find(|candidate| !self.0.contains(candidate)).unwrap_or(id);
        self.0.insert(free.clone());
        free
    }
}
