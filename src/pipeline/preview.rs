//! What bantin would make of one document, with reasons; stores nothing.

use jiff::tz::TimeZone;
use thiserror::Error;
use url::Url;

use super::polls::wants;
use crate::config::{Config, Source, SourceKind};
use crate::fetch::{Client, FetchError, Outcome, Request, SetupError, Wants};
use crate::judge::{PlaceHit, Tokenised, TopicHit, TopicRules};
use crate::news::{CanonicalUrl, HostKey};
use crate::read::{self, Article, Document, Entry, Kind, PageSelectors, Parsed, ReadError};

/// A document, as far as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub enum Preview {
    Feed { parsed: Box<Parsed>, entries: Vec<PreviewedEntry> },
    Page(Box<PreviewedEntry>),
}

/// An article and how it would be filed.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewedEntry {
    pub article: Article,
    pub topics: Vec<TopicHit>,
    pub places: Vec<PlaceHit>,
}

/// A document's bytes and what is known about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looked {
    pub url: Url,
    pub content_type: Option<String>,
    pub bytes: Vec<u8>,
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

/// Reads `document` as the source of feeds.toml that it belongs to would be read: the one with this address, or else one of
/// the same host.
///
/// # Errors
/// When it is neither a feed, nor a listing of a source, nor a page.
pub fn preview(config: &Config, document: &Document<'_>) -> Result<Preview, ReadError> {
    let source = source_of(config, document.url);
    let zone = source.map_or(&config.site.zone, |source| &source.zone);
    let rules = TopicRules::compile(&config.topics);
    let file = |article: Article| {
        let tokens = Tokenised::of(&article);
        let (topics, places) = (rules.judge(&tokens), PlaceHit::judge(&tokens));
        PreviewedEntry { article, topics, places }
    };
    if let Some(parsed) = read_entries(source, document, zone)? {
        let entries = parsed.entries.iter().map(|entry| file(Article::from_entry(entry))).collect();
        return Ok(Preview::Feed { parsed: Box::new(parsed), entries });
    }
    let none = PageSelectors::default();
    let selectors = source.map_or(&none, |source| &source.page);
    let article = read::article(document, &Entry::of_link(document.url), selectors, zone)?;
    Ok(Preview::Page(Box::new(file(article))))
}

/// The document's entries, when it is a feed or a source's listing.
fn read_entries(
    source: Option<&Source>,
    document: &Document<'_>,
    zone: &TimeZone,
) -> Result<Option<Parsed>, ReadError> {
    if let Some(Source { kind: SourceKind::Listing(selectors), url, .. }) = source
        && CanonicalUrl::of(url) == CanonicalUrl::of(document.url)
    {
        return read::listing(document, selectors, zone).map(Some);
    }
    match read::sniff(document) {
        Kind::Feed => read::feed(document, zone).map(Some),
        _ => Ok(None),
    }
}

fn source_of<'a>(config: &'a Config, url: &Url) -> Option<&'a Source> {
    let address = CanonicalUrl::of(url);
    let host = HostKey::of(url);
    let sources = || config.sources.iter().map(AsRef::as_ref);
    sources()
        .find(|source| CanonicalUrl::of(&source.url) == address)
        .or_else(|| sources().find(|source| HostKey::of(&source.url) == host))
}
