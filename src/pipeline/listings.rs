//! Reading a listing: its first page, and a further one only while there is news on the last.

use std::collections::HashSet;
use std::sync::Arc;

use url::Url;

use super::asking::Asking;
use super::polls::{Job, Taken};
use super::workers;
use crate::config::Listing;
use crate::fetch::{Fetched, Outcome, Request, Wants};
use crate::news::{CanonicalUrl, HostKey};
use crate::read::{self, Document, Entry, ListingSelectors, Parsed, ReadError};

/// One page, read.
struct Page {
    parsed: Parsed,
    /// Those that it was read with: guessed ones serve for the next page, too.
    selectors: ListingSelectors,
    next: Option<Url>,
}

/// The first page has been fetched. One after it that can't be had is no failure of the source: what came before is read.
pub(super) async fn read(asking: &Asking, job: &Job, listing: &Listing, first: Fetched) -> Result<Taken, ReadError> {
    let Page { mut parsed, selectors, mut next } = read_page(job, listing, None, first, 2).await?;
    let (mut warnings, mut failed_hosts) = (Vec::new(), Vec::new());
    let mut asked = HashSet::from([job.url().clone()]);
    let mut has_news = parsed.entries.iter().any(|entry| is_new(entry, job));
    for number in 2..=listing.pages {
        let Some(url) = next.take().filter(|next| has_news && asked.insert(next.clone())) else { break };
        if !asking.has_time() {
            warnings.push(format!(
                "page {number} of the listing was not read, since those before took too long: have fewer read (`pages`)"
            ));
            break;
        }
        let page = match asking.get(&Request { url: &url, wants: Wants::Listing, validators: None }).await {
            Ok(Outcome::Fetched(fetched)) => read_page(job, listing, Some(&selectors), fetched, number + 1).await,
            Ok(Outcome::NotModified { .. } | Outcome::Gone { .. }) => break,
            Err(error) => {
                failed_hosts.push(HostKey::of(error.url()));
                warnings.push(format!("page {number} of the listing was not read: {error}"));
                break;
            }
        };
        match page {
            Ok(page) => {
                let known: HashSet<_> = parsed.entries.iter().filter_map(|entry| entry.link.clone()).collect();
                let mut entries = page.parsed.entries;
                entries.retain(|entry| entry.link.as_ref().is_none_or(|link| !known.contains(link)));
                has_news = entries.iter().any(|entry| is_new(entry, job));
                parsed.entries.extend(entries);
                next = page.next;
            }
            // Behind the last page.
            Err(ReadError::NothingSelected { .. }) => break,
            Err(error) => {
                warnings.push(format!("page {number} of the listing was not read: {error}"));
                break;
            }
        }
    }
    Ok(Taken { parsed, remembered: None, warnings, failed_hosts })
}

fn is_new(entry: &Entry, job: &Job) -> bool {
    entry.link.as_ref().is_some_and(|link| !job.known.contains(CanonicalUrl::of(link).as_str()))
        && !job.purged.has(&job.source.id, entry)
}

async fn read_page(
    job: &Job,
    listing: &Listing,
    guessed: Option<&ListingSelectors>,
    fetched: Fetched,
    following: usize,
) -> Result<Page, ReadError> {
    let (source, asked, now) = (Arc::clone(&job.source), job.url().clone(), job.now);
    let selectors = listing.selectors.as_ref().or(guessed).cloned();
    let paging = (following <= listing.pages).then(|| listing.next.clone());
    workers::reading(fetched.url.clone(), move || {
        let document =
            Document { url: &fetched.url, content_type: fetched.content_type.as_deref(), bytes: &fetched.body };
        let selectors = match selectors {
            Some(selectors) => selectors,
            None => read::guess_listing(&document, source.date_rules(), now)?,
        };
        let parsed = read::listing(&document, &selectors, source.date_rules(), now)?;
        let next = paging.and_then(|paging| paging.after(&document, &asked, following));
        Ok(Page { parsed, selectors, next })
    })
    .await
}
