//! The page `/status`, answered beside the passes from a connection that only reads.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use tracing::warn;

use super::super::doctor::{Diagnosis, Doctor};
use crate::config::{Config, Language};
use crate::render::{Document, StatusPages};

/// What was found stands for so long: looking over all sources and folders takes a moment, and a page that anybody may ask
/// for is not to keep the machine busy.
const STANDS_FOR: SignedDuration = SignedDuration::from_secs(10);

/// Answers operators who look at the page.
pub struct Overseer {
    config: Arc<Config>,
    doctor: Doctor,
    pages: StatusPages,
    latest: Mutex<Option<Arc<Diagnosis>>>,
}

impl Overseer {
    /// The paths that [`Overseer::answer`] answers, without a leading slash.
    pub const PATHS: [&'static str; 6] = ["status", "status/", "en/status", "en/status/", "vi/status", "vi/status/"];

    pub fn new(config: Arc<Config>) -> Self {
        Self {
            pages: StatusPages::new(&config),
            doctor: Doctor::new(Arc::clone(&config)),
            config,
            latest: Mutex::default(),
        }
    }

    /// The page at one of [`Overseer::PATHS`], as it is at `now`. None where there is nothing: what went wrong is in the log.
    pub fn answer(&self, path: &str, now: Timestamp) -> Option<Document> {
        let (own, other, folder) = match self.config.site.language {
            Language::Vietnamese => (Language::Vietnamese, Language::English, "en/status"),
            Language::English => (Language::English, Language::Vietnamese, "vi/status"),
        };
        let language = match path.trim_end_matches('/') {
            "status" => own,
            path if path == folder => other,
            _ => return None,
        };
        let seen = self.seen(now);
        let page = self.pages.page(language, path.ends_with('/'), &seen.status, &seen.findings);
        page.inspect_err(|error| warn!(path, "the status was not shown: {error}")).ok()
    }

    fn seen(&self, now: Timestamp) -> Arc<Diagnosis> {
        // Who asks meanwhile waits for the same answer.
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        match &*latest {
            Some(seen) if now.duration_since(seen.status.at).abs() < STANDS_FOR => Arc::clone(seen),
            _ => {
                let seen = Arc::new(self.doctor.look(now));
                *latest = Some(Arc::clone(&seen));
                seen
            }
        }
    }
}
