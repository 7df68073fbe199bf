//! Which of a sitemap's addresses are news.

use std::cmp::Reverse;
use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::parse::ListedUrl;
use super::paths::PathPattern;
use super::seen::Seen;
use crate::news::Image;
use crate::read::Entry;

/// `[source.sitemap]`: what the operator wants of a sitemap.
#[derive(Clone, Debug, PartialEq)]
pub struct SitemapRules {
    /// Only addresses that one of these matches; none: all.
    pub include: Vec<PathPattern>,
    pub exclude: Vec<PathPattern>,
    /// Addresses that changed longer ago are no news.
    pub within: SignedDuration,
    /// Addresses taken in one poll, the newest.
    pub limit: usize,
    /// Sitemaps of an index that are read in one poll.
    pub sitemaps: usize,
}

impl Default for SitemapRules {
    fn default() -> Self {
        let within = SignedDuration::from_hours(3 * 24);
        Self { include: Vec::new(), exclude: Vec::new(), within, limit: 100, sitemaps: 3 }
    }
}

/// The entries that `listed` makes at `now`, the newest first: addresses that were published or changed lately, and those
/// without a date that weren't there before. `seen` holds the latter, and gets the new ones. Where it is empty none was
/// there before, so those with the highest numbers are taken for the newest.
pub fn select(listed: Vec<ListedUrl>, rules: &SitemapRules, seen: &mut Seen, now: Timestamp) -> Vec<Entry> {
    let mut now_seen = Seen::default();
    let mut addresses = HashSet::new();
    let mut news: Vec<(Option<Timestamp>, ListedUrl)> = Vec::new();
    for listed in listed {
        if !wanted(&listed.url, rules) || !addresses.insert(listed.url.clone()) {
            continue;
        }
        match listed.published.or(listed.changed) {
            Some(date) if now.duration_since(date) > rules.within => {}
            Some(date) => news.push((Some(date), listed)),
            None => {
                now_seen.add(&listed.url);
                if seen.is_empty() || !seen.has(&listed.url) {
                    news.push((None, listed));
                }
            }
        }
    }
    seen.add_all(now_seen);
    news.sort_by_cached_key(|(date, listed)| (Reverse(date.map(Timestamp::as_second)), Reverse(number(&listed.url))));
    news.truncate(rules.limit);
    news.into_iter().map(|(_, listed)| entry(listed)).collect()
}

fn wanted(url: &Url, rules: &SitemapRules) -> bool {
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let any = |patterns: &[PathPattern]| patterns.iter().any(|pattern| pattern.matches(path));
    (rules.include.is_empty() || any(&rules.include)) && !any(&rules.exclude) && path != "/"
}

/// The last number in the address: newsrooms count their articles, and their sitemaps.
pub(super) fn number(url: &Url) -> Option<u64> {
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let mut numbers = path.split(|c: char| !c.is_ascii_digit()).filter(|digits| (2..=19).contains(&digits.len()));
    numbers.next_back()?.parse().ok()
}

fn entry(listed: ListedUrl) -> Entry {
    let title = listed.title.unwrap_or_else(|| title_of(&listed.url));
    Entry {
        title,
        published: listed.published,
        updated: listed.changed.filter(|changed| Some(*changed) != listed.published),
        image: listed.image.map(Image::at),
        ..Entry::of_link(&listed.url)
    }
}

/// Until its page says better, an article is called by the words of its address: "giam ngheo o dien bien".
fn title_of(url: &Url) -> String {
    let last = url.path_segments().and_then(|mut segments| segments.rfind(|segment| !segment.is_empty()));
    let last = last.unwrap_or_default();
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    let words: Vec<&str> = stem
        .split(['-', '_', '+'])
        .filter(|word| !word.is_empty() && (word.len() <= 4 || word.bytes().filter(u8::is_ascii_digit).count() <= 2))
        .filter(|word| word.bytes().all(|b| b.is_ascii_alphanumeric()))
        .collect();
    if words.len() < 2 { url.to_string() } else { words.join(" ") }
}
