//! Servers' clocks, by the dates of their answers.

use std::collections::HashMap;
use std::mem;
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use reqwest::header::HeaderMap;

use super::freshness::ahead;
use crate::news::HostKey;

/// A server's clock beside ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostClock {
    pub host: HostKey,
    /// Of our clock; negative where the server's is behind.
    pub ahead: SignedDuration,
}

/// What answers showed, and nobody has asked for yet.
#[derive(Default)]
pub(super) struct Clocks {
    seen: Mutex<HashMap<HostKey, SignedDuration>>,
}

impl Clocks {
    /// Takes down what an answer shows that arrived at `now`. Of a host's answers, the one that has its clock furthest ahead
    /// counts: a cache on the way that doesn't say so can only make a date older.
    pub fn note(&self, host: &HostKey, headers: &HeaderMap, now: Timestamp) {
        let Some(ahead) = ahead(headers, now) else { return };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get_mut(host) {
            Some(known) => *known = ahead.max(*known),
            None => drop(seen.insert(host.clone(), ahead)),
        }
    }

    /// What answers showed since this was asked last.
    pub fn learnt(&self) -> Vec<HostClock> {
        let seen = mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        seen.into_iter().map(|(host, ahead)| HostClock { host, ahead }).collect()
    }
}
