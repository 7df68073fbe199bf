//! What a pass came to, and what it tells while it runs.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use tokio::time::Instant;
use tracing::info;

use crate::news::SourceId;
use crate::render::counted;

/// A pass, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pass {
    pub at: Timestamp,
    pub polled: usize,
    pub not_modified: usize,
    pub failed: Vec<Failure>,
    /// Sources that are asked at another address than that in feeds.toml, which redirects there for good.
    pub moved: Vec<Moved>,
    /// Sources that are on and not polled, because they answered 410 at an earlier pass.
    pub gone: Vec<SourceId>,
    /// Of sources that were polled well, and are perhaps not what they should be.
    pub warnings: Vec<Warning>,
    pub new_entries: usize,
    pub revised_entries: usize,
    /// Documents that hubs brought.
    pub pushed: usize,
    /// New entries that a poll found although a hub should have pushed them.
    pub push_missed: usize,
    pub pages_read: usize,
    pub pages_failed: usize,
    /// Left for the next pass: over the limit of pages for a host.
    pub pages_waiting: usize,
    /// Sources and pages that weren't asked, because their host wants to be left alone for a while.
    pub put_off: usize,
    /// Operators' decisions that were done.
    pub decided: usize,
    pub judged: usize,
    /// Stories that were purged because they are older than what is kept.
    pub purged: usize,
    /// Whether what readers see is other than before.
    pub changed: bool,
    /// Feeds of which the operator's hub was told that they changed.
    pub pinged: usize,
    #[serde(skip)]
    begun: Instant,
}

/// A source that could not be polled or read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    pub source: SourceId,
    pub url: String,
    /// In words, with what to do.
    pub error: String,
}

/// A source that has moved, as is to be put in feeds.toml.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Moved {
    pub source: SourceId,
    /// As feeds.toml has it.
    pub from: String,
    /// What is asked.
    pub to: String,
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
            moved: Vec::new(),
            gone: Vec::new(),
            warnings: Vec::new(),
            new_entries: 0,
            revised_entries: 0,
            pushed: 0,
            push_missed: 0,
            pages_read: 0,
            pages_failed: 0,
            pages_waiting: 0,
            put_off: 0,
            decided: 0,
            judged: 0,
            purged: 0,
            changed: false,
            pinged: 0,
            begun: Instant::now(),
        }
    }

    /// The time by the pass's own clock, which began at `at`. A pass takes minutes, and what servers ask for counts from
    /// their answers.
    pub(super) fn clock(&self) -> Timestamp {
        let elapsed = self.begun.elapsed();
        // Up to the next full second: rather late than early.
        let seconds = elapsed.as_secs() + u64::from(elapsed.subsec_nanos() > 0);
        self.at.saturating_add(Duration::from_secs(seconds)).unwrap_or(self.at)
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Tells the log, in one event.
    pub(super) fn tell(&self) {
        info!(
            target: "bantin::pass",
            polled = self.polled,
            not_modified = self.not_modified,
            failed = self.failed.len(),
            put_off = self.put_off,
            new_entries = self.new_entries,
            revised_entries = self.revised_entries,
            pushed = self.pushed,
            pages_read = self.pages_read,
            pages_failed = self.pages_failed,
            pages_waiting = self.pages_waiting,
            decided = self.decided,
            judged = self.judged,
            purged = self.purged,
            changed = self.changed,
            pinged = self.pinged,
            elapsed_ms = u64::try_from(self.elapsed().as_millis()).unwrap_or(u64::MAX),
            "pass done"
        );
    }

    /// One line for a log or a cron mail.
    pub fn summary(&self) -> String {
        let mut summary = format!(
            "{} ({} not modified, {} failed{}), {}, {} revised, {} pushed ({} missed), {} ({} failed, {} waiting), {} put off, {}, {}",
            counted(self.polled, "1 source polled", "{n} sources polled"),
            self.not_modified,
            self.failed.len(),
            match self.warnings.len() {
                0 => String::new(),
                warnings => format!(", {warnings} to look at"),
            },
            counted(self.new_entries, "1 new entry", "{n} new entries"),
            self.revised_entries,
            self.pushed,
            self.push_missed,
            counted(self.pages_read, "1 page read", "{n} pages read"),
            self.pages_failed,
            self.pages_waiting,
            self.put_off,
            counted(self.judged, "1 article judged", "{n} articles judged"),
            if self.changed { "published" } else { "nothing to publish" },
        );
        if self.decided > 0 {
            // Writing to a String cannot fail.
            let _ = write!(summary, "; decisions done: {}", self.decided);
        }
        if self.purged > 0 {
            let _ = write!(summary, "; old stories purged: {}", self.purged);
        }
        if self.pinged > 0 {
            let _ = write!(summary, "; hub told of {}", counted(self.pinged, "1 feed", "{n} feeds"));
        }
        let moved: Vec<_> = self.moved.iter().map(|moved| format!("{} to {}", moved.source, moved.to)).collect();
        let gone: Vec<_> = self.gone.iter().map(SourceId::as_str).map(str::to_owned).collect();
        for (sources, what) in [(moved, "moved for good"), (gone, "gone for good")] {
            if !sources.is_empty() {
                let _ = write!(summary, "; {what}: {} (change this in feeds.toml)", sources.join(", "));
            }
        }
        summary
    }
}
