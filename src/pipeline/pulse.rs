//! Whether the passes go on, and go well.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::notify::Supervisor;

/// Felt by the watchdog and by the probes. It beats when a pass comes on: a poll is answered, a page has come in, an article
/// is judged, a portion is published; and between passes, when the loop that makes them looks at what is due. Nothing else
/// makes it beat, so that a pass that hangs is seen. Clones share it.
#[derive(Clone)]
pub(super) struct Pulse {
    last: Arc<Mutex<Instant>>,
    /// Why the last pass failed; none: it went well.
    failure: Arc<Mutex<Option<String>>>,
    supervisor: Supervisor,
}

impl Pulse {
    pub(super) fn new(supervisor: Supervisor) -> Self {
        Self { last: Arc::new(Mutex::new(Instant::now())), failure: Arc::default(), supervisor }
    }

    pub(super) fn beat(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
        self.supervisor.beat();
    }

    /// A pass has ended: why, if it failed.
    pub(super) fn ended(&self, failure: Option<String>) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = failure;
    }

    /// Why the last pass failed.
    pub(super) fn failure(&self) -> Option<String> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How long ago it last beat.
    pub(super) fn since(&self) -> Duration {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).elapsed()
    }
}
