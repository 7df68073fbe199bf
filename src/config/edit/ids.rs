//! Ids made of addresses.

use std::collections::HashSet;

use url::Url;

use crate::config::{Config, slug};
use crate::news::HostKey;

/// So long may an id that is made be, its number apart.
const LONGEST: usize = 48;

/// What says nothing of a feed in its address.
const COMMON: [&str; 14] = [
    "rss", "feed", "feeds", "home", "index", "atom", "xml", "html", "htm", "aspx", "sitemap", "json", "www", "category",
];

/// Ids that no source has yet.
#[derive(Clone, Debug)]
pub struct FreeIds(HashSet<String>);

impl FreeIds {
    pub fn beside(config: &Config) -> Self {
        Self(config.sources.iter().map(|source| source.id.to_string()).collect())
    }

    /// Of an address: `https://www.baomau.vn/rss/kinh-te.rss` → `baomau-kinh-te`. It is given once.
    pub fn give(&mut self, url: &Url) -> String {
        let host = HostKey::of(url);
        let host = host.as_str().split('.').next().unwrap_or_default();
        let mut id: String = slug(host).chars().take(LONGEST).collect();
        let words = slug(url.path());
        let words = words.split('-').filter(|word| !COMMON.contains(word) && !word.bytes().all(|b| b.is_ascii_digit()));
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
