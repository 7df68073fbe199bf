//! What a pass came to, and what it tells while it runs.

use jiff::Timestamp;
use serde::Serialize;

use crate::news::SourceId;

/// A pass, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pass {
    pub at: Timestamp,
    pub polled: usize,
    pub not_modified: usize,
    pub failed: Vec<Failure>,
    /// Of sources that were polled well, and are perhaps not what they should be.
    pub warnings: Vec<Warning>,
    pub new_entries: usize,
    pub revised_entries: usize,
    pub pages_read: usize,
    pub pages_failed: usize,
    /// Left for the next pass: over the limit of pages for a host.
    pub pages_waiting: usize,
    /// Sources and pages that weren't asked, because their host wants to be left alone for a while.
    pub put_off: usize,
    pub judged: usize,
    /// Whether what readers see is other than before.
    pub changed: bool,
}

/// A source that could not be polled or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    pub source: SourceId,
    pub url: String,
    /// In words, with what to do.
    pub error: String,
}

/// Something about a source that the operator should look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    pub source: SourceId,
    pub url: String,
    /// In words, with what to do.
    pub warning: String,
}

/// A step of a pass that is due or done, for a progress bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    PollsDue(usize),
    Polled,
    PagesDue(usize),
    PageTried,
    ArticlesDue(usize),
    Judged,
    Publishing,
}

/// Who is told.
pub type Watch<'a> = &'a (dyn Fn(Event) + Send + Sync);

impl Pass {
    pub(super) fn at(at: Timestamp) -> Self {
        Self {
            at,
            polled: 0,
            not_modified: 0,
            failed: Vec::new(),
            warnings: Vec::new(),
            new_entries: 0,
            revised_entries: 0,
            pages_read: 0,
            pages_failed: 0,
            pages_waiting: 0,
            put_off: 0,
            judged: 0,
            changed: false,
        }
    }

    /// One line for a log or a cron mail.
    pub fn summary(&self) -> String {
        format!(
            "{} sources polled ({} not modified, {} failed{}), {} new entries, {} revised, {} pages read ({} failed, {} waiting), {} put off, {} articles judged, {}",
            self.polled,
            self.not_modified,
            self.failed.len(),
            match self.warnings.len() {
                0 => String::new(),
                warnings => format!(", {warnings} to look at"),
            },
            self.new_entries,
            self.revised_entries,
            self.pages_read,
            self.pages_failed,
            self.pages_waiting,
            self.put_off,
            self.judged,
            if self.changed { "published" } else { "nothing to publish" },
        )
    }
}
