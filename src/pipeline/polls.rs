//! Polling: fetch and read the sources that are due.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::moves::address_in_use;
use super::pass::{Event, Moved, Pass, Watch};
use super::{PassError, Pipeline, workers};
use crate::config::{Source, SourceKind};
use crate::fetch::{Client, FetchError, Hop, Outcome, Request, Validators, Wants};
use crate::news::HostKey;
use crate::read::{self, Document, Parsed, ReadError};
use crate::store::{Moves, SourceState};

/// A source to poll, and what is remembered of it at this address.
pub(super) struct Job {
    pub source: Arc<Source>,
    pub before: Option<SourceState>,
}

/// What a poll came to.
pub(super) enum Polled {
    Read { parsed: Box<Parsed>, validators: Validators, fresh_for: Option<SignedDuration>, hops: Vec<Hop> },
    NotModified { fresh_for: Option<SignedDuration>, hops: Vec<Hop> },
    Gone { url: Url, hops: Vec<Hop> },
    NotFetched(FetchError),
    NotReadable(ReadError),
}

impl Job {
    /// The address to ask.
    pub fn url(&self) -> &Url {
        address_in_use(self.before.as_ref().map(|state| &state.moves), &self.source.url)
    }

    pub fn moves(&self) -> Moves {
        self.before.as_ref().map(|state| state.moves.clone()).unwrap_or_default()
    }
}

impl Pipeline {
    pub(super) async fn poll_sources(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<(), PassError> {
        let mut known = self.store.sources()?;
        let mut jobs = Vec::new();
        for source in self.config.sources.iter().filter(|source| source.off.is_none()) {
            let before = known.remove(&source.id).and_then(|state| still_true(state, source));
            if let Some(to) = before.as_ref().and_then(|state| state.moves.address.as_ref()) {
                let (from, to) = (source.url.to_string(), to.to_string());
                pass.moved.push(Moved { source: source.id.clone(), from, to });
            }
            if before.as_ref().is_some_and(|state| state.gone) {
                pass.gone.push(source.id.clone());
            } else if is_due(before.as_ref(), pass.at) {
                let job = Job { source: Arc::clone(source), before };
                jobs.push((HostKey::of(job.url()), job));
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
            self.remember_robots(pass)?;
            watch(Event::Polled);
        }
        // Sources answer in any order; the report doesn't show it.
        pass.failed.sort_by(|one, other| one.source.cmp(&other.source));
        pass.moved.sort_by(|one, other| one.source.cmp(&other.source));
        Ok(())
    }
}

/// What is remembered of a source, as far as it is about the address that feeds.toml has for it now. An operator who
/// writes down where the source has moved to loses nothing.
fn still_true(state: SourceState, source: &Source) -> Option<SourceState> {
    if state.url == source.url.as_str() {
        return Some(state);
    }
    let has_moved_there = state.moves.address.as_ref() == Some(&source.url);
    has_moved_there.then(|| SourceState {
        url: source.url.to_string(),
        moves: Moves { address: None, ..state.moves },
        ..state
    })
}

/// A source is due when nothing is known of it, or its time has come.
fn is_due(before: Option<&SourceState>, now: Timestamp) -> bool {
    before.is_none_or(|state| state.next_poll <= now)
}

/// A feed is there to be polled; a listing is a page like any other, to which robots.txt applies.
pub(super) fn wants(source: &Source) -> Wants {
    match source.kind {
        SourceKind::Feed => Wants::Feed,
        SourceKind::Listing(_) => Wants::Listing,
    }
}

async fn poll(client: &Client, job: &Job) -> Polled {
    let source = Arc::clone(&job.source);
    let stored = job.before.as_ref().and_then(|state| state.validators.as_deref());
    let validators: Option<Validators> = stored.and_then(|stored| serde_json::from_str(stored).ok());
    let request = Request { url: job.url(), wants: wants(&source), validators: validators.as_ref() };
    let fetched = match client.get(&request).await {
        Ok(Outcome::Fetched(fetched)) => fetched,
        Ok(Outcome::NotModified { hops, freshness }) => {
            return Polled::NotModified { fresh_for: freshness.fresh_for, hops };
        }
        Ok(Outcome::Gone { url, hops }) => return Polled::Gone { url, hops },
        Err(error) => return Polled::NotFetched(error),
    };
    let (validators, fresh_for, hops) = (fetched.validators, fetched.freshness.fresh_for, fetched.hops);
    let read = workers::blocking(move || {
        let document =
            Document { url: &fetched.url, content_type: fetched.content_type.as_deref(), bytes: &fetched.body };
        match &source.kind {
            SourceKind::Feed => read::feed(&document, &source.zone),
            SourceKind::Listing(selectors) => read::listing(&document, selectors, &source.zone),
        }
    });
    match read.await {
        Ok(parsed) => Polled::Read { parsed: Box::new(parsed), validators, fresh_for, hops },
        Err(error) => Polled::NotReadable(error),
    }
}
