//! Polling: fetch and read the sources that are due.

use std::collections::HashSet;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use url::Url;

use super::asking::Asking;
use super::moves::{address_in_use, is_about};
use super::pass::{Event, Moved, Pass, Watch};
use super::workers::{Next, Patience, Results};
use super::{PassError, Pipeline, listings, sitemaps, workers};
use crate::config::{Source, SourceKind};
use crate::fetch::{FetchError, Hop, Links, Outcome, Request, Validators, Wants};
use crate::news::{HostKey, SourceId};
use crate::read::{self, Document, Entry, Parsed, ReadError};
use crate::store::{Moves, PurgedEntries, SourceState};

/// A source to poll, and what is remembered of it at this address.
pub(super) struct Job {
    pub source: Arc<Source>,
    pub before: Option<SourceState>,
    /// Addresses of the articles that it brought lately, where what is fetched depends on whether there is news.
    pub known: HashSet<String>,
    /// Where further pages of a listing may be read: entries that aren't news either.
    pub purged: Arc<PurgedEntries>,
    pub now: Timestamp,
    /// What a packed document may have when unpacked.
    pub max_bytes: u64,
}

/// A poll's document, read, and what was read after it.
pub(super) struct Taken {
    pub(super) parsed: Parsed,
    /// In place of the document's validators: they, and more.
    pub(super) remembered: Option<String>,
    pub(super) warnings: Vec<String>,
    /// Hosts that what was read after it could not be had from: they may want to be left alone.
    pub(super) failed_hosts: Vec<HostKey>,
}

/// Articles of a source that are known to a poll: far more than a listing shows.
const KNOWN: usize = 2000;

/// Polls that brought nothing are written down together, up to so many and within so long: a transaction for each costs
/// as much as its request. Who is killed in between asks again what it has forgotten, with the same validators.
const WRITTEN_TOGETHER: usize = 64;
const WRITTEN_WITHIN: Duration = Duration::from_millis(50);

/// Polls under way.
pub(super) type Polls = Results<(Job, Answer)>;

/// What a poll came to.
pub(super) enum Polled {
    Read {
        taken: Box<Taken>,
        /// None where the source's own document has not changed, so that it names the hub that it named.
        links: Option<Box<Links>>,
        validators: Validators,
        fresh_for: Option<SignedDuration>,
        hops: Vec<Hop>,
    },
    NotModified {
        fresh_for: Option<SignedDuration>,
        hops: Vec<Hop>,
    },
    Gone {
        url: Url,
        hops: Vec<Hop>,
    },
    NotFetched(FetchError),
    NotReadable(ReadError),
}

/// What a poll came to, and what that took.
pub(super) struct Answer {
    pub(super) polled: Polled,
    /// Decoded, of the source's own document.
    pub(super) bytes: Option<u64>,
    /// Asking and reading, without the wait for the host's turn.
    pub(super) elapsed: Duration,
}

impl Polled {
    /// Of the answer to the last request; none where there was none.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::Read { links: Some(_), .. } | Self::NotReadable(_) => Some(200),
            Self::Read { links: None, .. } | Self::NotModified { .. } => Some(304),
            Self::Gone { .. } => Some(410),
            Self::NotFetched(error) => error.status(),
        }
    }
}

impl Job {
    /// The address to ask.
    pub fn url(&self) -> &Url {
        address_in_use(self.before.as_ref().map(|state| &state.moves), &self.source.url)
    }

    /// What was kept of the last poll.
    pub fn remembered(&self) -> Option<&str> {
        self.before.as_ref()?.validators.as_deref()
    }

    pub fn moves(&self) -> Moves {
        self.before.as_ref().map(|state| state.moves.clone()).unwrap_or_default()
    }
}

impl Pipeline {
    /// Asks the sources that are due.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn begin_polls(&mut self, pass: &mut Pass, watch: Watch<'_>) -> Result<Polls, PassError> {
        let mut states = self.store.sources()?;
        let mut jobs = Vec::new();
        let mut purged = None;
        for source in self.config.sources.iter().filter(|source| source.off.is_none()) {
            let before = states.remove(&source.id).and_then(|state| still_true(state, source));
            if let Some(to) = before.as_ref().and_then(|state| state.moves.address.as_ref()) {
                let (from, to) = (source.url.to_string(), to.to_string());
                pass.moved.push(Moved { source: source.id.clone(), from, to });
            }
            if before.as_ref().is_some_and(|state| state.gone) {
                pass.gone.push(source.id.clone());
            } else if is_due(before.as_ref(), pass.at) {
                let (mut known, mut old) = (HashSet::new(), Arc::default());
                if matches!(&source.kind, SourceKind::Listing(listing) if listing.pages > 1) {
                    known = self.store.recent_addresses(&source.id, KNOWN)?.into_iter().collect();
                    let all = match purged.take() {
                        Some(all) => all,
                        None => Arc::new(self.store.purged_entries()?),
                    };
                    old = Arc::clone(purged.insert(all));
                }
                let max_bytes = self.config.fetch.max_feed_bytes;
                let job = Job {
                    source: self.backed_by_push(source, pass.at)?,
                    before,
                    known,
                    purged: old,
                    now: pass.at,
                    max_bytes,
                };
                jobs.push((HostKey::of(job.url()), job));
            }
        }
        watch(Event::PollsDue(jobs.len()));
        let (client, pulse, timeout) = (self.client.clone(), self.pulse.clone(), self.config.fetch.timeout);
        Ok(workers::by_host(jobs, self.config.fetch.concurrency, move |job| {
            let asking = Asking::begin(client.clone(), pulse.clone(), timeout);
            async move {
                let answer = poll(&asking, &job).await;
                (job, answer)
            }
        }))
    }

    /// Takes in what comes within the `patience`, and says whether that is all.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn take_in_polls(
        &mut self,
        polls: &mut Polls,
        patience: Patience,
        pass: &mut Pass,
        watch: Watch<'_>,
    ) -> Result<bool, PassError> {
        let mut unwritten = Vec::new();
        let is_all = loop {
            let (job, answer) = match self.next_answer(polls, patience, &mut unwritten).await? {
                Next::Result(it) => it,
                Next::Late => break false,
                Next::End => break true,
            };
            if let Some(state) = self.take_in(&job, answer, pass)? {
                unwritten.push((job.source.id.clone(), state));
            }
            self.remember_robots(pass)?;
            watch(Event::Polled);
        };
        self.store.record_polls(&unwritten)?;
        self.remember_clocks(pass)?;
        // Sources answer in any order; the report doesn't show it.
        pass.failed.sort_by(|one, other| one.source.cmp(&other.source));
        pass.moved.sort_by(|one, other| one.source.cmp(&other.source));
        pass.warnings.sort_by(|one, other| one.source.cmp(&other.source));
        Ok(is_all)
    }

    /// The next result. What is unwritten is written before it is waited for long, or when it is much.
    async fn next_answer(
        &mut self,
        polls: &mut Polls,
        patience: Patience,
        unwritten: &mut Vec<(SourceId, SourceState)>,
    ) -> Result<Next<(Job, Answer)>, PassError> {
        if unwritten.is_empty() {
            return Ok(polls.next_within(patience).await);
        }
        if unwritten.len() < WRITTEN_TOGETHER
            && let Ok(next) = tokio::time::timeout(WRITTEN_WITHIN, polls.next_within(patience)).await
        {
            return Ok(next);
        }
        self.store.record_polls(unwritten)?;
        unwritten.clear();
        Ok(polls.next_within(patience).await)
    }
}

/// What is remembered of a source, as far as it is about the address that feeds.toml has for it now. An operator who
/// writes down where the source has moved to loses nothing.
fn still_true(state: SourceState, source: &Source) -> Option<SourceState> {
    if !is_about(&state, source) {
        return None;
    }
    if state.url == source.url.as_str() {
        return Some(state);
    }
    Some(SourceState { url: source.url.to_string(), moves: Moves { address: None, ..state.moves }, ..state })
}

/// A source is due when nothing is known of it, or its time has come; also when it was asked at a time that is still to
/// come: then the clock was wrong, and so is the time to ask next.
fn is_due(before: Option<&SourceState>, now: Timestamp) -> bool {
    before.is_none_or(|state| state.next_poll <= now || state.last_attempt > now)
}

/// A feed or sitemap is there to be polled; a listing is a page like any other, to which robots.txt applies.
pub(super) fn wants(source: &Source) -> Wants {
    match source.kind {
        SourceKind::Feed | SourceKind::Sitemap(_) => Wants::Feed,
        SourceKind::Listing(_) => Wants::Listing,
    }
}

async fn poll(asking: &Asking, job: &Job) -> Answer {
    let validators: Option<Validators> = job.remembered().and_then(|text| serde_json::from_str(text).ok());
    let request = Request { url: job.url(), wants: wants(&job.source), validators: validators.as_ref() };
    let (outcome, asked) = asking.get_timed(&request).await;
    let bytes = match &outcome {
        Ok(Outcome::Fetched(fetched)) => Some(fetched.body.len() as u64),
        Ok(Outcome::NotModified { .. } | Outcome::Gone { .. }) | Err(_) => None,
    };
    let answered = Instant::now();
    let polled = read(asking, job, outcome).await;
    Answer { polled, bytes, elapsed: asked + answered.elapsed() }
}

/// What was fetched, read; with what else has to be asked for.
async fn read(asking: &Asking, job: &Job, outcome: Result<Outcome, FetchError>) -> Polled {
    let source = Arc::clone(&job.source);
    let mut fetched = match outcome {
        Ok(Outcome::Fetched(fetched)) => fetched,
        Ok(Outcome::NotModified { hops, freshness }) => {
            return not_modified(asking, job, freshness.fresh_for, hops).await;
        }
        Ok(Outcome::Gone { url, hops }) => return Polled::Gone { url, hops },
        Err(error) => return Polled::NotFetched(error),
    };
    let (links, hops) = (Box::new(mem::take(&mut fetched.links)), mem::take(&mut fetched.hops));
    let (validators, fresh_for) = (fetched.validators.clone(), fetched.freshness.fresh_for);
    let taken = match &source.kind {
        SourceKind::Feed => {
            let max_bytes = job.max_bytes;
            let read = workers::reading(fetched.url.clone(), move || {
                let (content_type, bytes) = (fetched.content_type.as_deref(), fetched.body.as_slice());
                let document = Document { url: &fetched.url, content_type, bytes };
                let bytes = read::unpacked(&document, max_bytes, "a feed")?;
                read::feed(&Document { bytes: &bytes, ..document }, source.date_rules())
            });
            read.await.map(|mut parsed| {
                let warnings = Vec::from_iter(cut_short(&parsed));
                // What says nothing but a date or an author is no news.
                parsed.entries.retain(Entry::shows);
                Taken { parsed, remembered: None, warnings, failed_hosts: Vec::new() }
            })
        }
        SourceKind::Listing(listing) => listings::read(asking, job, listing, fetched).await,
        SourceKind::Sitemap(rules) => match sitemaps::read(asking, job, rules, fetched).await {
            Ok(taken) => Ok(taken),
            Err(polled) => return polled,
        },
    };
    match taken {
        Ok(taken) => Polled::Read { taken: Box::new(taken), links: Some(links), validators, fresh_for, hops },
        Err(error) => Polled::NotReadable(error),
    }
}

/// What to tell an operator of a feed that is longer than feeds are read.
fn cut_short(parsed: &Parsed) -> Option<String> {
    let is_cut = parsed.entries.len() >= read::MOST_ENTRIES;
    is_cut.then(|| {
        let most = read::MOST_ENTRIES;
        format!("the feed has {most} entries or more, and none behind the first {most} is read: look for one with the latest news alone")
    })
}

/// An index of sitemaps says nothing of those in it that it doesn't date.
async fn not_modified(asking: &Asking, job: &Job, fresh_for: Option<SignedDuration>, hops: Vec<Hop>) -> Polled {
    let SourceKind::Sitemap(rules) = &job.source.kind else { return Polled::NotModified { fresh_for, hops } };
    match sitemaps::read_unchanged(asking, job, rules).await {
        Ok(Some((taken, validators))) => {
            Polled::Read { taken: Box::new(taken), links: None, validators, fresh_for, hops }
        }
        Ok(None) => Polled::NotModified { fresh_for, hops },
        Err(polled) => polled,
    }
}
