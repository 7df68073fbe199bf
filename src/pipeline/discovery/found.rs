//! What a discovery found, and in which order it is shown.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use url::Url;

use crate::judge;
use crate::news::CanonicalUrl;
use crate::pipeline::preview::Looked;
use crate::read::{FeedLink, How, ListingSelectors, Parsed, Sitemap};

/// Without an entry for so long, a feed has been forgotten by its site.
const DEAD: SignedDuration = SignedDuration::from_hours(60 * 24);

/// What was found, the best first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Discovery {
    /// After redirects.
    pub site: Url,
    /// What the site's page calls itself.
    pub title: Option<String>,
    pub found: Vec<Found>,
    /// Feeds that the site names, and that were not asked.
    pub unasked: Vec<FeedLink>,
    pub troubles: Vec<Trouble>,
    /// Where there is no feed: the page as a listing.
    pub guess: Option<Guess>,
}

/// A feed or sitemap that answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    pub url: Url,
    pub how: How,
    pub content: Content,
    /// What it calls itself, or is called where it was found.
    pub title: Option<String>,
    pub entries: usize,
    pub newest: Option<Timestamp>,
    /// BCP 47: what it declares, unless its titles say otherwise.
    pub language: Option<String>,
    /// Gives the same entries as another that was found before.
    pub same_as: Option<Url>,
    #[serde(skip)]
    pub document: Looked,
    #[serde(skip)]
    addresses: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    Feed,
    NewsSitemap,
    Sitemap,
    /// Of sitemaps.
    Index,
}

/// An address that did not give what it might have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Trouble {
    pub url: Url,
    pub why: String,
}

/// The site's page, read as a listing that nobody described.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Guess {
    pub selectors: ListingSelectors,
    pub language: Option<String>,
    #[serde(skip)]
    pub parsed: Parsed,
    /// The page.
    #[serde(skip)]
    pub document: Looked,
}

/// What a source can be made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Candidate<'a> {
    Found(&'a Found),
    Listing(&'a Guess),
}

impl Discovery {
    /// Nothing yet.
    pub(super) fn of(site: &Url) -> Self {
        Self {
            site: site.clone(),
            title: None,
            found: Vec::new(),
            unasked: Vec::new(),
            troubles: Vec::new(),
            guess: None,
        }
    }

    /// All that a source can be made of, the best first: the page as a listing before a sitemap that has no titles.
    pub fn candidates(&self) -> Vec<Candidate<'_>> {
        let (good, poor): (Vec<_>, Vec<_>) =
            self.found.iter().partition(|found| matches!(found.content, Content::Feed | Content::NewsSitemap));
        let listing = self.guess.iter().map(Candidate::Listing);
        good.into_iter().map(Candidate::Found).chain(listing).chain(poor.into_iter().map(Candidate::Found)).collect()
    }

    /// With entries before without, living before dead, feeds before sitemaps, what the site declares before what was
    /// guessed, and as they were asked for; those of comments, and copies, last.
    pub(super) fn ranked(mut self, now: Timestamp) -> Self {
        let is_dead = |found: &Found| found.newest.is_some_and(|newest| now.duration_since(newest) > DEAD);
        let is_of_comments = |found: &Found| found.url.path().contains("/comments/");
        self.found.sort_by_cached_key(|found| {
            (found.entries == 0, is_of_comments(found), is_dead(found), found.content, found.how)
        });
        for at in 1..self.found.len() {
            let (before, rest) = self.found.split_at_mut(at);
            let same = before.iter().find(|other| judge::same_entries(&other.addresses, &rest[0].addresses));
            rest[0].same_as = same.map(|other| other.url.clone());
        }
        self.found.sort_by_key(|found| found.same_as.is_some());
        self
    }
}

impl Candidate<'_> {
    pub fn document(&self) -> &Looked {
        match self {
            Self::Found(found) => &found.document,
            Self::Listing(guess) => &guess.document,
        }
    }

    /// Whether it is worth a source: it has entries, and none before it has the same.
    pub fn is_worthwhile(&self) -> bool {
        match self {
            Self::Found(found) => found.entries > 0 && found.same_as.is_none(),
            Self::Listing(_) => true,
        }
    }
}

impl Found {
    pub(super) fn feed(link: &FeedLink, document: &Looked, parsed: &Parsed) -> Self {
        let dates = parsed.entries.iter().filter_map(|entry| entry.published.or(entry.updated));
        let links = parsed.entries.iter().filter_map(|entry| entry.link.as_ref());
        Self {
            url: document.url.clone(),
            how: link.how,
            content: Content::Feed,
            title: parsed.title.clone().or_else(|| link.title.clone()),
            entries: parsed.entries.len(),
            newest: dates.max(),
            language: language(parsed),
            same_as: None,
            document: document.clone(),
            addresses: links.map(|link| CanonicalUrl::of(link).as_str().to_owned()).collect(),
        }
    }

    pub(super) fn sitemap(link: &FeedLink, document: &Looked, sitemap: &Sitemap) -> Self {
        let (content, entries, newest) = match sitemap {
            Sitemap::Index(children) => {
                (Content::Index, children.len(), children.iter().filter_map(|child| child.changed).max())
            }
            Sitemap::Urls(urls) => {
                let has_news = urls.iter().any(|listed| listed.title.is_some());
                let newest = urls.iter().filter_map(|listed| listed.published.or(listed.changed)).max();
                (if has_news { Content::NewsSitemap } else { Content::Sitemap }, urls.len(), newest)
            }
        };
        Self {
            url: document.url.clone(),
            how: link.how,
            content,
            title: link.title.clone(),
            entries,
            newest,
            language: None,
            same_as: None,
            document: document.clone(),
            addresses: Vec::new(),
        }
    }
}

/// Many a Vietnamese feed says "en-us", since its template did: most of its titles having Vietnamese letters, it is
/// Vietnamese.
pub(super) fn language(parsed: &Parsed) -> Option<String> {
    let is_vietnamese = |c: char| matches!(c, 'ă' | 'Ă' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | '\u{1ea0}'..='\u{1ef9}');
    let vietnamese = parsed.entries.iter().filter(|entry| entry.title.contains(is_vietnamese)).count();
    if vietnamese * 2 > parsed.entries.len() { Some("vi".to_owned()) } else { parsed.language.clone() }
}
