//! What a poll asks for: with a sign of life for each answer, and not without end.

use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;

use super::pulse::Pulse;
use crate::fetch::{Client, FetchError, Outcome, Request};

/// A poll that reads several documents asks for no further one after so many times the time that each of them has
/// (`[fetch] timeout`): a pass ends with its last poll, and the next polls of all sources wait for it. With the settings
/// as they come that are two minutes; an index of twenty sitemaps on a site that answers takes one, two seconds of rest
/// before each.
const ANSWERS: u32 = 4;

/// The requests of one poll.
pub(super) struct Asking {
    client: Client,
    pulse: Pulse,
    until: Instant,
}

impl Asking {
    /// `timeout` is that of one request.
    pub(super) fn begin(client: Client, pulse: Pulse, timeout: SignedDuration) -> Self {
        Self { client, pulse, until: Instant::now() + timeout.unsigned_abs() * ANSWERS }
    }

    /// Whether there is time for a further document.
    pub(super) fn has_time(&self) -> bool {
        Instant::now() < self.until
    }

    /// As [`Client::get`].
    pub(super) async fn get(&self, request: &Request<'_>) -> Result<Outcome, FetchError> {
        self.get_timed(request).await.0
    }

    /// As [`Client::get_timed`].
    pub(super) async fn get_timed(&self, request: &Request<'_>) -> (Result<Outcome, FetchError>, Duration) {
        let answer = self.client.get_timed(request).await;
        self.pulse.beat();
        answer
    }
}
