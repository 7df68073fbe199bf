//! What is told of each poll: one log event, and the meters.

use std::time::Duration;

use tracing::{info, warn};

use super::meters::Meters;
use crate::config::Source;
use crate::fetch::FailureKind;

/// The target of the log events of polls.
const TARGET: &str = "bantin::poll";

/// A poll that is over.
pub(super) struct PollReport<'a> {
    pub source: &'a Source,
    /// What was asked for.
    pub url: &'a str,
    pub came: Came,
    /// Of the answer, where there was one.
    pub status: Option<u16>,
    /// Decoded, of the source's own document.
    pub bytes: Option<u64>,
    /// Asking and reading, without the wait for the host's turn.
    pub elapsed: Duration,
}

/// What came of a poll.
pub(super) enum Came {
    Read {
        entries: usize,
        new: usize,
        revised: usize,
    },
    NotModified,
    /// Answered 410.
    Gone {
        error: String,
    },
    Failed {
        kind: FailureKind,
        /// In a row, this one included.
        failures: u32,
        error: String,
    },
    /// Not asked, because its host wants to be left alone.
    PutOff {
        error: String,
    },
}

impl Came {
    /// One word, for logs and meters.
    pub(super) const fn outcome(&self) -> &'static str {
        match self {
            Self::Read { .. } => "read",
            Self::NotModified => "not_modified",
            Self::Gone { .. } => "gone",
            Self::Failed { .. } => "failed",
            Self::PutOff { .. } => "put_off",
        }
    }
}

impl PollReport<'_> {
    pub(super) fn tell(&self, meters: &Meters) {
        meters.polled(self);
        let Self { source, url, status, bytes, .. } = self;
        let (source, outcome) = (source.id.as_str(), self.came.outcome());
        let elapsed_ms = u64::try_from(self.elapsed.as_millis()).unwrap_or(u64::MAX);
        match &self.came {
            Came::Read { entries, new, revised } => {
                info!(target: TARGET, source, url, outcome, status, entries, new, revised, elapsed_ms, bytes, "polled");
            }
            Came::NotModified => info!(target: TARGET, source, url, outcome, status, elapsed_ms, "polled"),
            Came::Gone { error } => {
                warn!(target: TARGET, source, url, outcome, status, elapsed_ms, error, "poll failed");
            }
            Came::Failed { kind, failures, error } => {
                let kind = kind.as_str();
                warn!(target: TARGET, source, url, outcome, kind, status, failures, elapsed_ms, bytes, error, "poll failed");
            }
            Came::PutOff { error } => info!(target: TARGET, source, url, outcome, error, "poll put off"),
        }
    }
}
