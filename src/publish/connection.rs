//! What is known of a reader's connection while it is open.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::stream::InFile;

/// Who has asked for nothing for so long gives way to others, where there is no room for them.
const WAITING: Duration = Duration::from_secs(2);
/// So does who hasn't taken an answer.
const SENDING: Duration = Duration::from_secs(30);

/// Shared by what answers and what sends.
pub(super) struct State {
    now: Mutex<Now>,
}

struct Now {
    phase: Phase,
    since: Instant,
    in_file: Option<InFile>,
}

/// One after the other, again and again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// For a request, or for the rest of one.
    Waiting,
    Answering,
    Sending,
}

impl State {
    pub(super) fn new() -> Self {
        Self { now: Mutex::new(Now { phase: Phase::Waiting, since: Instant::now(), in_file: None }) }
    }

    /// A request has come.
    pub(super) fn asked(&self) {
        self.now().enter(Phase::Answering);
    }

    /// There is an answer; its body is in a file as well, perhaps.
    pub(super) fn answered(&self, in_file: Option<InFile>) {
        let mut now = self.now();
        now.in_file = in_file;
        now.enter(Phase::Sending);
    }

    /// All that there was to be sent is.
    pub(super) fn flushed(&self) {
        let mut now = self.now();
        // Also said while an answer is being made.
        if now.phase == Phase::Sending {
            now.enter(Phase::Waiting);
        }
    }

    pub(super) fn in_file(&self) -> Option<InFile> {
        self.now().in_file.clone()
    }

    /// It can't be sent from there.
    pub(super) fn without_file(&self) {
        self.now().in_file = None;
    }

    /// Whether the connection may be closed for the sake of others.
    pub(super) fn gives_way(&self) -> bool {
        let now = self.now();
        match now.phase {
            Phase::Waiting => now.since.elapsed() >= WAITING,
            Phase::Answering => false,
            Phase::Sending => now.since.elapsed() >= SENDING,
        }
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    fn enter(&mut self, phase: Phase) {
        (self.phase, self.since) = (phase, Instant::now());
    }
}
