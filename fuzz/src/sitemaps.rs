//! Sitemaps, plain and packed.

use std::collections::HashSet;

use bantin::read::{Document, PathPattern, Seen, Sitemap, SitemapRules, is_sitemap, newest, select, sitemap as read};

use super::robots::{is_plain, matches};
use super::{BASE, HANOI, NOW, feeds};

/// Bytes that a packed one may unpack to: little, so that bombs go off soon.
const UNPACKED: u64 = 256 * 1024;

/// A document in place of a sitemap.
pub fn sitemap(data: &[u8]) {
    pattern(data);
    let document = Document { url: &BASE, content_type: None, bytes: data };
    let _ = is_sitemap(&document);
    match read(&document, &*HANOI, UNPACKED) {
        Ok(Sitemap::Urls(listed)) => {
            let mut seen = Seen::default();
            let rules = SitemapRules { limit: 20, ..SitemapRules::default() };
            let news = select(listed.clone(), &rules, &mut seen, NOW);
            assert!(news.len() <= rules.limit);
            let links: HashSet<_> = news.iter().map(|entry| &entry.link).collect();
            assert_eq!(links.len(), news.len(), "each address once");
            news.iter().for_each(feeds::entry);
            assert_eq!(Seen::from_text(&seen.to_text()), seen, "what was seen is kept");
            let later = select(listed, &rules, &mut seen, NOW);
            let is_dated =
                |link| news.iter().any(|entry| entry.link == link && entry.updated.or(entry.published).is_some());
            let undated = later.into_iter().filter(|entry| !is_dated(entry.link.clone()) && entry.published.is_none());
            assert!(undated.filter(|entry| entry.updated.is_none()).count() == 0, "what has no date is news once");
        }
        Ok(Sitemap::Index(children)) => assert!(newest(children, 3).len() <= 3),
        Err(_) => {}
    }
}

/// A line as a pattern, the next as a path: they match as a matcher says that tries everything.
fn pattern(data: &[u8]) {
    let mut lines = data.split(|byte| *byte == b'\n');
    let (Some(pattern), Some(path)) = (lines.next().and_then(is_plain), lines.next().and_then(is_plain)) else {
        return;
    };
    let Ok(parsed) = PathPattern::parse(pattern) else { return };
    let (glob, anchored) = pattern.strip_suffix('$').map_or((pattern, false), |glob| (glob, true));
    assert_eq!(parsed.matches(path), matches(glob, anchored, path), "{pattern} for {path}");
}
