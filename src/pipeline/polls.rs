//! Polling: fetch and read the sources that are due.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use tracing::{info, warn};

use super::pass::{Event, Failure, Pass, Warning, Watch};
use super::{PassError, Pipeline, listings, schedule, sitemaps, workers};
use crate::config::{Source, SourceKind};
use crate::fetch::{Client, FetchError, Outcome, Request, Validators, Wants};
use crate::news::HostKey;
use crate::read::{self, Document, Parsed, PollHints, ReadError};
use crate::store::SourceState;

/// A source to poll, and what is remembered of it.
pub(super) struct Job {
    pub(super) source: Arc<Source>,
    before: Option<SourceState>,
    /// Addresses of the articles that it brought lately, where what is fetched depends on whether there is news.
    pub(super) known: HashSet<String>,
    pub(super) now: Timestamp,
    /// What a packed document may have when unpacked.
    pub(super) max_bytes: u64,
}

impl Job {
    /// What was kept of the last poll at this address.
    pub(super) fn remembered(&self) -> Option<&str> {
        let before = self.before.as_ref().filter(|state| state.url == self.source.url.as_str())?;
        before.validators.as_deref()
    }
}

/// A poll's document, read, and what was read after it.
pub(super) struct Taken {
    pub(super) parsed: Parsed,
    /// In place of the document's validators: they, and more.
    pub(super) remembered: Option<String>,
    pub(super) warnings: Vec<String>,
}

/// Articles of a source that are known to a poll: far more than a listing shows.
const KNOWN: usize = 2000;

/// What a poll came to.
pub(super) enum Polled {
    Read { taken: Box<Taken>, validators: Validators, fresh_for: Option<jiff::SignedDuration> },
    NotModified { fresh_for: Option<jiff::SignedDuration> },
    Gone,
    NotFetched(FetchError),
    NotReadable(ReadError),
}

impl Pipeline {
    pub(super) async fn poll_sources(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<(), PassError> {
        let mut states = self.store.sources()?;
        let mut jobs = Vec::new();
        for source in &self.config.sources {
            let before = states.remove(&source.id);
            if is_due(source, before.as_ref(), pass.at) {
                let known = match &source.kind {
                    SourceKind::Listing(listing) if listing.pages > 1 => {
                        self.store.recent_addresses(&source.id, KNOWN)?.into_iter().collect()
                    }
                    _ => HashSet::new(),
                };
                let max_bytes = self.config.fetch.max_feed_bytes;
                let job = Job { source: Arc::clone(source), before, known, now: pass.at, max_bytes };
                jobs.push((HostKey::of(&source.url), job));
            }
        }
        watch(Event::PollsDue(jobs.len()));
        let client = self.client.clone();
        let mut results = workers::by_host(jobs, self.config.fetch.concurrency, move |job| {
            let client = client.clone();
            async move {
                let polled = poll(&client, &job).await;
                (job, polled)
            }
        });
        while let Some((job, polled)) = results.next().await {
            self.take_in(&job, polled, pass)?;
            watch(Event::Polled);
        }
        // Sources answer in any order; the report doesn't show it.
        pass.failed.sort_by(|one, other| one.source.cmp(&other.source));
        pass.warnings.sort_by(|one, other| one.source.cmp(&other.source));
        Ok(())
    }

    fn take_in(&mut self, job: &Job, polled: Polled, pass: &mut Pass) -> Result<(), PassError> {
        let now = pass.at;
        let source = &job.source;
        if let Polled::NotFetched(error @ FetchError::HostHeld { retry_after, .. }) = &polled {
            return self.put_off(job, error, *retry_after, pass);
        }
        pass.polled += 1;
        match polled {
            Polled::Read { taken, validators, fresh_for } => {
                let Taken { parsed, remembered, warnings } = *taken;
                let interval_before = job.before.as_ref().map(|state| state.interval);
                let recorded =
                    self.store.record_entries(&source.id, &parsed.entries, source.read_pages, now, |recorded| {
                        let interval = schedule::interval(source.every, interval_before, recorded.new > 0);
                        SourceState {
                            // They become the source's only now that what came with them has been read.
                            validators: remembered.or_else(|| serde_json::to_string(&validators).ok()),
                            next_poll: schedule::next_poll(now, interval, fresh_for, &parsed.hints),
                            interval,
                            ..succeeded(source, now)
                        }
                    })?;
                info!(source = %source.id, entries = parsed.entries.len(), new = recorded.new, revised = recorded.revised, "polled");
                pass.new_entries += recorded.new;
                pass.revised_entries += recorded.revised;
                let suspicions = match source.kind {
                    SourceKind::Feed => self.suspect_substitute(source, &parsed, recorded.new > 0)?,
                    SourceKind::Listing(_) | SourceKind::Sitemap(_) => Vec::new(),
                };
                for warning in warnings.into_iter().chain(suspicions) {
                    warn_of(source, warning, pass);
                }
            }
            Polled::NotModified { fresh_for } => {
                let before = job.before.as_ref();
                let interval = schedule::interval(source.every, before.map(|state| state.interval), false);
                let state = SourceState {
                    validators: before.and_then(|state| state.validators.clone()),
                    next_poll: schedule::next_poll(now, interval, fresh_for, &PollHints::default()),
                    interval,
                    ..succeeded(source, now)
                };
                self.store.record_poll(&source.id, &state)?;
                info!(source = %source.id, "not modified");
                pass.not_modified += 1;
            }
            Polled::Gone => {
                let error = format!(
                    "{} answered 410 Gone and is not polled any more; give the source its new address in feeds.toml, or switch it off",
                    source.url
                );
                self.take_in_failure(job, error, None, true, pass)?;
            }
            Polled::NotFetched(error) => {
                self.take_in_failure(job, error.to_string(), error.retry_after(), false, pass)?;
            }
            Polled::NotReadable(error) => self.take_in_failure(job, error.to_string(), None, false, pass)?,
        }
        Ok(())
    }

    /// The source wasn't asked, so nothing is known of it that wasn't known before.
    fn put_off(
        &mut self,
        job: &Job,
        why: &FetchError,
        wait: jiff::SignedDuration,
        pass: &mut Pass,
    ) -> Result<(), PassError> {
        let (source, now) = (&job.source, pass.at);
        let before = job.before.clone().filter(|state| state.url == source.url.as_str());
        let never_polled = || SourceState { last_success: None, ..succeeded(source, now) };
        let state = SourceState {
            next_poll: schedule::after_hold(now, wait),
            last_error: Some(why.to_string()),
            ..before.unwrap_or_else(never_polled)
        };
        self.store.record_poll(&source.id, &state)?;
        info!(source = %source.id, "put off until {}: {why}", state.next_poll);
        pass.put_off += 1;
        Ok(())
    }

    fn take_in_failure(
        &mut self,
        job: &Job,
        error: String,
        retry_after: Option<jiff::SignedDuration>,
        gone: bool,
        pass: &mut Pass,
    ) -> Result<(), PassError> {
        let now = pass.at;
        let (source, before) = (&job.source, job.before.as_ref());
        let failures = before.map_or(0, |state| state.failures).saturating_add(1);
        let state = SourceState {
            url: source.url.to_string(),
            validators: before.and_then(|state| state.validators.clone()),
            next_poll: schedule::next_poll_after_failure(now, &source.id, source.every, failures, retry_after),
            interval: before.map_or(source.every.min, |state| state.interval),
            last_attempt: now,
            last_success: before.and_then(|state| state.last_success),
            failures,
            last_error: Some(error.clone()),
            gone,
        };
        self.store.record_poll(&source.id, &state)?;
        warn!(source = %source.id, failures, "{error}");
        pass.failed.push(Failure { source: source.id.clone(), url: source.url.to_string(), error });
        Ok(())
    }
}

/// Something about a source that the operator should look at, though it was polled well.
fn warn_of(source: &Source, warning: String, pass: &mut Pass) {
    warn!(source = %source.id, "{warning}");
    pass.warnings.push(Warning { source: source.id.clone(), url: source.url.to_string(), warning });
}

/// A source is due when it is on and was never polled at this address, or its time has come and it isn't gone.
fn is_due(source: &Source, before: Option<&SourceState>, now: Timestamp) -> bool {
    source.off.is_none()
        && before.is_none_or(|state| state.url != source.url.as_str() || (!state.gone && state.next_poll <= now))
}

/// A feed or sitemap is there to be polled; a listing is a page like any other, to which robots.txt applies.
pub(super) fn wants(source: &Source) -> Wants {
    match source.kind {
        SourceKind::Feed | SourceKind::Sitemap(_) => Wants::Feed,
        SourceKind::Listing(_) => Wants::Listing,
    }
}

/// A source just after a poll that went well.
fn succeeded(source: &Source, now: Timestamp) -> SourceState {
    SourceState {
        url: source.url.to_string(),
        validators: None,
        next_poll: now,
        interval: source.every.min,
        last_attempt: now,
        last_success: Some(now),
        failures: 0,
        last_error: None,
        gone: false,
    }
}

async fn poll(client: &Client, job: &Job) -> Polled {
    let source = Arc::clone(&job.source);
    let validators: Option<Validators> = job.remembered().and_then(|text| serde_json::from_str(text).ok());
    let request = Request { url: &source.url, wants: wants(&source), validators: validators.as_ref() };
    let fetched = match client.get(&request).await {
        Ok(Outcome::Fetched(fetched)) => fetched,
        Ok(Outcome::NotModified { freshness }) => return not_modified(client, job, freshness.fresh_for).await,
        Ok(Outcome::Gone { .. }) => return Polled::Gone,
        Err(error) => return Polled::NotFetched(error),
    };
    let (validators, fresh_for) = (fetched.validators.clone(), fetched.freshness.fresh_for);
    let taken = match &source.kind {
        SourceKind::Feed => {
            let read = workers::blocking(move || {
                let (content_type, bytes) = (fetched.content_type.as_deref(), &fetched.body);
                read::feed(&Document { url: &fetched.url, content_type, bytes }, &source.zone)
            });
            read.await.map(|parsed| Taken { parsed, remembered: None, warnings: Vec::new() })
        }
        SourceKind::Listing(listing) => listings::read(client, job, listing, fetched).await,
        SourceKind::Sitemap(rules) => match sitemaps::read(client, job, rules, fetched).await {
            Ok(taken) => Ok(taken),
            Err(polled) => return polled,
        },
    };
    match taken {
        Ok(taken) => Polled::Read { taken: Box::new(taken), validators, fresh_for },
        Err(error) => Polled::NotReadable(error),
    }
}

/// An index of sitemaps says nothing of those in it that it doesn't date.
async fn not_modified(client: &Client, job: &Job, fresh_for: Option<jiff::SignedDuration>) -> Polled {
    let SourceKind::Sitemap(rules) = &job.source.kind else { return Polled::NotModified { fresh_for } };
    match sitemaps::read_unchanged(client, job, rules).await {
        Ok(Some((taken, validators))) => Polled::Read { taken: Box::new(taken), validators, fresh_for },
        Ok(None) => Polled::NotModified { fresh_for },
        Err(polled) => polled,
    }
}
