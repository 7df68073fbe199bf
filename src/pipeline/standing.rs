//! What a poll makes of its source: when it is asked next, where, and what the operator is told.

use std::iter;

use jiff::{SignedDuration, Timestamp};
use tracing::{debug, warn};

use super::pass::{Failure, Moved, Pass, Warning};
use super::polled::{Came, PollReport};
use super::polls::{Answer, Job, Polled, Taken};
use super::rhythm::{self, Rhythm};
use super::{PassError, Pipeline, clocks, moves, schedule};
use crate::config::{Source, SourceKind};
use crate::fetch::{FailureKind, FetchError, Hop, Validators};
use crate::judge::{Recognised, Recognition};
use crate::news::HostKey;
use crate::read::{Entry, PollHints};
use crate::store::{Moves, Publication, Recorded, SourceState};

/// Why a poll gave nothing.
struct Why {
    error: String,
    kind: FailureKind,
    retry_after: Option<SignedDuration>,
    /// What becomes of the permanent redirects; none: what the kind of failure says.
    moves: Option<Moves>,
    gone: bool,
}

impl Pipeline {
    /// Takes in what one poll came to, writes down what it brought, and tells of it. A poll that brought nothing leaves its
    /// source's state to be written.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn take_in(
        &mut self,
        job: &Job,
        answer: Answer,
        pass: &mut Pass,
    ) -> Result<Option<SourceState>, PassError> {
        let Answer { polled, bytes, elapsed } = answer;
        let status = polled.status();
        let (state, came) = self.stand(job, polled, pass)?;
        let report = PollReport { source: &job.source, url: job.url().as_str(), came, status, bytes, elapsed };
        report.tell(&self.meters);
        Ok(state)
    }

    fn stand(&mut self, job: &Job, polled: Polled, pass: &mut Pass) -> Result<(Option<SourceState>, Came), PassError> {
        if let Polled::NotFetched(error @ FetchError::HostHeld { retry_after, .. }) = &polled {
            return Ok((Some(put_off(job, error, *retry_after, pass)), Came::PutOff { error: error.to_string() }));
        }
        pass.polled += 1;
        match polled {
            Polled::Read { taken, links, validators, fresh_for, hops } => {
                if let Some(links) = links {
                    self.name_hub(&job.source.id, &links, &taken.parsed, &validators.url)?;
                }
                Ok((None, self.take_in_entries(job, *taken, &validators, fresh_for, &hops, pass)?))
            }
            Polled::NotModified { fresh_for, hops } => {
                let rhythm = self.rhythm(job, 0, pass.at)?;
                let before = job.before.as_ref();
                let validators = before.and_then(|state| state.validators.clone());
                let hints = before.map(|state| state.hints.clone()).unwrap_or_default();
                let state = succeeded(job, &hops, rhythm, (fresh_for, &hints), validators, pass);
                pass.not_modified += 1;
                report_move(job, &state.moves, pass);
                Ok((Some(state), Came::NotModified))
            }
            Polled::Gone { url, hops } => {
                let gone = moves::is_gone_for_good(&job.moves(), &hops);
                if gone {
                    self.store.name_hub(&job.source.id, None)?;
                }
                let then = if gone {
                    "the source is not polled any more; give it its new address in feeds.toml, or switch it off"
                } else {
                    "its configured address is asked again later"
                };
                let why = Why {
                    error: format!("{} answered 410 Gone (asked for {}): {then}", url, job.source.url),
                    kind: FailureKind::Client,
                    retry_after: None,
                    moves: Some(Moves::default()),
                    gone,
                };
                let came = Came::Gone { error: why.error.clone() };
                Ok((Some(take_in_failure(job, why, pass)), came))
            }
            Polled::NotFetched(error) => {
                self.remember_hold(&HostKey::of(error.url()), pass)?;
                let (kind, retry_after) = (error.kind(), error.retry_after());
                let why = Why { error: error.to_string(), kind, retry_after, moves: None, gone: false };
                Ok(failed(job, why, pass))
            }
            Polled::NotReadable(error) => {
                let kind = FailureKind::Content;
                let why = Why { error: error.to_string(), kind, retry_after: None, moves: None, gone: false };
                Ok(failed(job, why, pass))
            }
        }
    }

    fn take_in_entries(
        &mut self,
        job: &Job,
        taken: Taken,
        validators: &Validators,
        fresh_for: Option<SignedDuration>,
        hops: &[Hop],
        pass: &mut Pass,
    ) -> Result<Came, PassError> {
        let source = &job.source;
        let Taken { mut parsed, remembered, warnings, failed_hosts } = taken;
        parsed.entries = self.store.without_purged(&source.id, parsed.entries)?;
        for host in &failed_hosts {
            self.remember_hold(host, pass)?;
        }
        // They become the source's only now that what came with them has been read.
        let validators = remembered.or_else(|| serde_json::to_string(validators).ok());
        let recognition = self.recognise(source, &parsed.entries)?;
        let rhythm = self.rhythm(job, recognition.new_entries(), pass.at)?;
        let state = succeeded(job, hops, rhythm, (fresh_for, &parsed.hints), validators, pass);
        let (entries, read_pages) = (&parsed.entries, source.read_pages);
        let recorded = self.store.record_entries(&source.id, entries, &recognition, read_pages, pass.at, &state)?;
        let Recorded { new, revised, moved } = recorded;
        if moved > 0 {
            debug!(source = %source.id, moved, "known entries lead elsewhere, where their pages are read");
        }
        pass.new_entries += new;
        pass.revised_entries += revised;
        let polled_before = job.before.as_ref().and_then(|state| state.last_success);
        self.count_missed(source, polled_before, new, pass)?;
        report_move(job, &state.moves, pass);
        let suspicions = match source.kind {
            SourceKind::Feed => self.suspect_substitute(source, &parsed, new > 0)?,
            SourceKind::Listing(_) | SourceKind::Sitemap(_) => Vec::new(),
        };
        let fast = clocks::ahead(&parsed.entries, &recognition, pass.at);
        for warning in warnings.into_iter().chain(suspicions).chain(fast) {
            warn!(source = %source.id, "{warning}");
            pass.warnings.push(Warning { source: source.id.clone(), url: source.url.to_string(), warning });
        }
        Ok(Came::Read { entries: entries.len(), new, revised })
    }

    /// Which of the entries are known; of those that came back under another name, the log says why they are the same.
    pub(super) fn recognise(&self, source: &Source, entries: &[Entry]) -> Result<Recognition, PassError> {
        let known = self.store.known_entries(&source.id, entries)?;
        let recognition = Recognition::of(entries, &known);
        for recognised in &recognition.entries {
            if let Recognised::Known { why, now, .. } = recognised {
                debug!(source = %source.id, title = now.title, "known entry: {why}");
            }
        }
        Ok(recognition)
    }

    /// When the source publishes: as it was counted last, or counted anew with its `new` entries, which are about to be
    /// written down. And the same as text for the store.
    fn rhythm(&self, job: &Job, new: usize, now: Timestamp) -> Result<(Rhythm, Option<String>), PassError> {
        let stored = job.before.as_ref().and_then(|state| state.rhythm.as_ref());
        let read = stored.filter(|_| new == 0).and_then(|text| Some((serde_json::from_str(text).ok()?, text.clone())));
        if let Some((rhythm, text)) = read {
            return Ok((rhythm, Some(text)));
        }
        let source = &job.source;
        let since = now.saturating_sub(rhythm::WINDOW).unwrap_or(Timestamp::MIN);
        let known = self.store.publications(&source.id, since, rhythm::COUNTED)?;
        // They have no date before they are judged.
        let new = iter::repeat_n(Publication { published: None, first_seen: now }, new);
        let news: Vec<_> = new.chain(known).take(rhythm::COUNTED as usize).collect();
        let first_seen = self.store.first_seen(&source.id)?.unwrap_or(now);
        let rhythm = Rhythm::of(&news, first_seen, &source.zone, now);
        let text = serde_json::to_string(&rhythm).ok();
        Ok((rhythm, text))
    }
}

/// The source wasn't asked, so nothing is known of it that wasn't known before.
fn put_off(job: &Job, why: &FetchError, wait: SignedDuration, pass: &mut Pass) -> SourceState {
    let never_polled = || SourceState {
        url: job.source.url.to_string(),
        moves: Moves::default(),
        validators: None,
        next_poll: pass.at,
        rhythm: None,
        hints: PollHints::default(),
        last_attempt: pass.at,
        last_success: None,
        failures: 0,
        last_error: None,
        gone: false,
    };
    let state = SourceState {
        next_poll: schedule::later(pass.clock(), wait),
        last_error: Some(why.to_string()),
        ..job.before.clone().unwrap_or_else(never_polled)
    };
    pass.put_off += 1;
    state
}

fn failed(job: &Job, why: Why, pass: &mut Pass) -> (Option<SourceState>, Came) {
    let (kind, error) = (why.kind, why.error.clone());
    let state = take_in_failure(job, why, pass);
    let failures = state.failures;
    (Some(state), Came::Failed { kind, failures, error })
}

fn take_in_failure(job: &Job, why: Why, pass: &mut Pass) -> SourceState {
    let (source, before) = (&job.source, job.before.as_ref());
    let failures = before.map_or(0, |state| state.failures).saturating_add(1);
    let Why { error, kind, retry_after, moves, gone } = why;
    let next_poll = schedule::next_poll_after_failure(
        pass.at,
        pass.clock(),
        &source.id,
        source.every,
        (kind, failures),
        retry_after,
    );
    let state = SourceState {
        url: source.url.to_string(),
        moves: moves.unwrap_or_else(|| moves::after_failure(&job.moves(), kind, failures)),
        validators: before.and_then(|state| state.validators.clone()),
        next_poll,
        rhythm: before.and_then(|state| state.rhythm.clone()),
        hints: before.map(|state| state.hints.clone()).unwrap_or_default(),
        last_attempt: pass.at,
        last_success: before.and_then(|state| state.last_success),
        failures,
        last_error: Some(error.clone()),
        gone,
    };
    pass.failed.push(Failure { source: source.id.clone(), url: source.url.to_string(), error });
    state
}

/// A source just after a poll that went well, with what the server and the document ask for.
fn succeeded(
    job: &Job,
    hops: &[Hop],
    (rhythm, rhythm_text): (Rhythm, Option<String>),
    asks: (Option<SignedDuration>, &PollHints),
    validators: Option<String>,
    pass: &Pass,
) -> SourceState {
    let (source, now) = (&job.source, pass.at);
    let wait = rhythm.wait(&source.id, source.every, &source.zone, now);
    let (fresh_for, hints) = asks;
    SourceState {
        url: source.url.to_string(),
        moves: moves::after_success(&job.moves(), &source.url, hops, now),
        validators,
        next_poll: schedule::next_poll(now, pass.clock(), wait, fresh_for, hints),
        rhythm: rhythm_text,
        hints: hints.clone(),
        last_attempt: now,
        last_success: Some(now),
        failures: 0,
        last_error: None,
        gone: false,
    }
}

/// Tells the operator that the source is asked at another address from now on.
fn report_move(job: &Job, moves: &Moves, pass: &mut Pass) {
    let Some(to) = moves.address.as_ref().filter(|to| *to != job.url()) else { return };
    let (source, from) = (&job.source.id, &job.source.url);
    warn!(%source, "{from} has moved to {to} for good; put this in feeds.toml. Until then, the new address is asked all the same");
    pass.moved.retain(|moved| moved.source != *source);
    pass.moved.push(Moved { source: source.clone(), from: from.to_string(), to: to.to_string() });
}
