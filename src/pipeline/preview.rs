//! What bantin would make of one document, with reasons; stores nothing.

use jiff::Timestamp;
use thiserror::Error;
use tracing::warn;
use url::Url;

use super::polls::wants;
use crate::config::{Config, Source, SourceKind};
use crate::fetch::{Client, FetchError, Outcome, Request, SetupError, Wants};
use crate::judge::{FiledFact, Filing, NearMiss, PlaceHit, ProgrammeTopics, Tokenised, TopicHit, TopicRules};
use crate::news::{CanonicalUrl, HostKey};
use crate::read::dates::DateRules;
use crate::read::{
    self, Article, ArticlePages, Cut, Dialect, Document, Entry, Kind, ListingSelectors, PageField, PageSelectors,
    Parsed, Pointed, ReadError, Seen, Sitemap, SitemapRules,
};
use crate::store;

/// A document, as far as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Preview {
    Feed {
        parsed: Box<Parsed>,
        entries: Vec<PreviewedEntry>,
        /// Of a listing that nobody described.
        guessed: Option<Box<ListingSelectors>>,
    },
    Page(Box<PreviewedEntry>),
}

/// An article and how it would be filed.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewedEntry {
    pub article: Article,
    /// What was cut from its page, and why.
    pub cuts: Vec<Cut>,
    /// The page that a pass would read next: where the article goes on, or another view of an empty page.
    pub more: Option<Url>,
    pub topics: Vec<TopicHit>,
    /// Topics that something speaks for, and why it doesn't do.
    pub near: Vec<NearMiss>,
    pub places: Vec<PlaceHit>,
    /// Of an article that is filed under a topic.
    pub facts: Vec<FiledFact>,
}

/// A document's bytes and what is known about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    pub url: Url,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
}

impl Looked {
    pub fn document(&self) -> Document<'_> {
        Document { url: &self.url, content_type: self.content_type.as_deref(), bytes: &self.bytes }
    }
}

#[derive(Debug, Error)]
pub enum LookError {
    #[error(transparent)]
    Client(#[from] SetupError),
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("{0} answered 304 to an unconditional request; try again later")]
    Unasked304(Url),
    #[error("{0} answered 410 Gone: there is nothing there any more")]
    Gone(Url),
}

/// One document, fetched with the manners of a pass.
///
/// # Errors
/// When it cannot be had.
pub async fn fetch(config: &Config, url: &Url) -> Result<Looked, LookError> {
    let client = Client::new(&config.fetch)?;
    let source = config.sources.iter().find(|source| source.url == *url);
    let wants = source.map_or(Wants::Page, |source| wants(source));
    match client.get(&Request { url, wants, validators: None }).await? {
        Outcome::Fetched(fetched) => {
            Ok(Looked { url: fetched.url, content_type: fetched.content_type, bytes: fetched.body })
        }
        Outcome::NotModified { .. } => Err(LookError::Unasked304(url.clone())),
        Outcome::Gone { .. } => Err(LookError::Gone(url.clone())),
    }
}

/// What the operator takes a document for.
#[derive(Clone, Debug, PartialEq)]
pub enum As {
    /// What feeds.toml or its own bytes say.
    Itself,
    /// A page that lists articles, whatever feeds.toml says.
    Listing,
    /// An article's page, to be read with these selectors.
    Page(Box<PageSelectors>),
}

#[derive(Debug, Error)]
#[error("{url} shows the words “{words}” nowhere, or nothing tells apart where; give others, as a reader sees them")]
pub struct PointError {
    url: Url,
    words: String,
}

/// The selectors of the source of `document`, with those for what the operator points at; and these alone.
///
/// # Errors
/// When the page doesn't hold the words.
pub fn point(
    config: &Config,
    document: &Document<'_>,
    words: &[(PageField, &str)],
) -> Result<(PageSelectors, Vec<Pointed>), PointError> {
    let mut selectors = source_of(config, document.url).map(|source| source.page.clone()).unwrap_or_default();
    let mut all = Vec::new();
    for (field, words) in words {
        let pointed = read::point(document, *field, words);
        let pointed = pointed.ok_or_else(|| PointError { url: document.url.clone(), words: (*words).to_owned() })?;
        *field.selector_mut(&mut selectors) = Some(pointed.css.clone());
        all.push(pointed);
    }
    Ok((selectors, all))
}

/// Reads `document` as the source of feeds.toml that it belongs to would be read at `now`: the one with this address, or
/// else one of the same host.
///
/// # Errors
/// When it is neither a feed, nor a listing of a source, nor a page.
pub fn preview(config: &Config, document: &Document<'_>, taken: &As, now: Timestamp) -> Result<Preview, ReadError> {
    let limit = config.fetch.max_feed_bytes;
    let bytes = read::unpacked(document, limit, "a feed, a sitemap or a page")?;
    let document = &Document { bytes: &bytes, ..*document };
    let source = source_of(config, document.url);
    let zone = source.map_or(&config.site.zone, |source| &source.zone);
    let dates = source.map_or_else(|| DateRules::in_zone(zone), Source::date_rules);
    let rules = TopicRules::compile(&config.topics);
    let programmes = ProgrammeTopics::of(&config.topics);
    let file = |article: Article, cuts: Vec<Cut>, more: Option<Url>| {
        let tokens = Tokenised::of(&article).in_paper_of(source.and_then(|source| source.place));
        let Filing { topics, near } = rules.explain(tokens.fields());
        let places = PlaceHit::judge(&tokens);
        let published = article.published.as_ref().map_or(now, |time| time.value.min(now));
        let day = published.to_zoned_datetime(config.site.zone.clone()).date();
        let facts = FiledFact::judge(&tokens, Some(day), (&topics, &places), &programmes);
        PreviewedEntry { article, cuts, more, topics, near, places, facts }
    };
    if let Some((parsed, guessed)) = read_entries(source, document, taken, limit, dates, now)? {
        let entries = parsed.entries.iter().map(|entry| file(Article::from_entry(entry), Vec::new(), None)).collect();
        return Ok(Preview::Feed { parsed: Box::new(parsed), entries, guessed: guessed.map(Box::new) });
    }
    let none = PageSelectors::default();
    let selectors = match taken {
        As::Page(selectors) => selectors,
        As::Itself | As::Listing => source.map_or(&none, |source| &source.page),
    };
    let (pages, mut cuts) = ArticlePages::begin_with_cuts(document, &Entry::of_link(document.url), selectors, zone)?;
    let recurring = source.map(|source| store::recurring_in(&config.store.database, &source.id));
    let recurring = recurring.transpose().unwrap_or_else(|error| {
        warn!("what recurs on the source's pages is left in, since the database cannot be read: {error}");
        None
    });
    let more = pages.wanted().cloned();
    let (article, recurring) = recurring.unwrap_or_default().without(pages.into_article());
    cuts.extend(recurring);
    Ok(Preview::Page(Box::new(file(article, cuts, more))))
}

type Entries = (Parsed, Option<ListingSelectors>);

/// The document's entries, when it is a feed or a listing; and the selectors, where they were guessed.
fn read_entries(
    source: Option<&Source>,
    document: &Document<'_>,
    taken: &As,
    limit: u64,
    dates: DateRules<'_>,
    now: Timestamp,
) -> Result<Option<Entries>, ReadError> {
    if matches!(taken, As::Page(_)) {
        return Ok(None);
    }
    let own = source.filter(|source| CanonicalUrl::of(&source.url) == CanonicalUrl::of(document.url));
    let described = match own.map(|source| &source.kind) {
        Some(SourceKind::Listing(listing)) => Some(listing.selectors.as_ref()),
        _ => None,
    };
    if *taken == As::Listing || described.is_some() {
        if let Some(selectors) = described.flatten() {
            return Ok(Some((read::listing(document, selectors, dates, now)?, None)));
        }
        let guessed = read::guess_listing(document, dates, now)?;
        return Ok(Some((read::listing(document, &guessed, dates, now)?, Some(guessed))));
    }
    if read::is_sitemap(document) {
        let rules = match own.map(|source| &source.kind) {
            Some(SourceKind::Sitemap(rules)) => rules.clone(),
            _ => SitemapRules::default(),
        };
        return Ok(Some((read_sitemap(document, &rules, limit, dates, now)?, None)));
    }
    match read::sniff(document) {
        Kind::Feed => Ok(Some((read::feed(document, dates)?, None))),
        _ => Ok(None),
    }
}

/// What a first poll would take of it; of an index, the addresses of the sitemaps that would be read.
fn read_sitemap(
    document: &Document<'_>,
    rules: &SitemapRules,
    limit: u64,
    dates: DateRules<'_>,
    now: Timestamp,
) -> Result<Parsed, ReadError> {
    let entries = match read::sitemap(document, dates, limit)? {
        Sitemap::Urls(urls) => read::select(urls, rules, &mut Seen::default(), now),
        Sitemap::Index(children) => {
            let children = read::newest(children, rules.sitemaps).into_iter();
            children.map(|child| Entry { updated: child.changed, ..Entry::of_link(&child.url) }).collect()
        }
    };
    Ok(Parsed::listing(Dialect::Sitemap, entries))
}

fn source_of<'a>(config: &'a Config, url: &Url) -> Option<&'a Source> {
    let host = HostKey::of(url);
    let of_host = || config.sources.iter().map(AsRef::as_ref).find(|source| HostKey::of(&source.url) == host);
    config.source_at(url).or_else(of_host)
}
