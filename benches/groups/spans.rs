//! Where the pipeline's processor time goes: it enters a span for each part of its work, and this counts what it uses
//! there.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::usage::cpu_seconds;

/// Seconds of processor time in each part of the work; what a part is within another counts for itself alone.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Parts(BTreeMap<String, f64>);

/// What is within no span.
pub const OTHER: &str = "other";

#[derive(Clone)]
pub struct Spans(Arc<Mutex<Clock>>);

struct Clock {
    /// The parts, each with its seconds; the first is [`OTHER`].
    parts: Vec<(&'static str, f64)>,
    /// Those that were entered and not left, as places in `parts`.
    inside: Vec<usize>,
    /// Since when time belongs to the innermost of them.
    since: f64,
}

impl Parts {
    pub fn add(&mut self, more: Self) {
        for (part, seconds) in more.0 {
            *self.0.entry(part).or_default() += seconds;
        }
    }

    pub fn of(&self, part: &str) -> f64 {
        self.0.get(part).copied().unwrap_or_default()
    }

    pub fn each(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(part, seconds)| (part.as_str(), *seconds))
    }

    pub fn all(&self) -> f64 {
        self.0.values().sum()
    }
}

impl Spans {
    /// Counts from here on, for the whole process.
    pub fn count() -> crate::Result<Self> {
        let clock = Clock { parts: vec![(OTHER, 0.0)], inside: Vec::new(), since: cpu_seconds() };
        let spans = Self(Arc::new(Mutex::new(clock)));
        tracing::subscriber::set_global_default(spans.clone())?;
        Ok(spans)
    }

    /// What was used since it was last asked.
    pub fn take(&self) -> Parts {
        let mut clock = self.clock();
        clock.charge();
        let used = clock.parts.iter_mut().map(|(name, seconds)| ((*name).to_owned(), mem::take(seconds)));
        Parts(used.collect())
    }

    fn clock(&self) -> MutexGuard<'_, Clock> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock {
    fn charge(&mut self) {
        let now = cpu_seconds();
        let innermost = self.inside.last().copied().unwrap_or_default();
        self.parts[innermost].1 += now - self.since;
        self.since = now;
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_span() && metadata.target().starts_with("bantin::")
    }

    /// The id is the name's: what is measured has one thread.
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let parts = &mut self.clock().parts;
        let name = span.metadata().name();
        let place = parts.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
            parts.push((name, 0.0));
            parts.len() - 1
        });
        // Never 0, which is no id.
        Id::from_u64(place as u64)
    }

    fn enter(&self, span: &Id) {
        let mut clock = self.clock();
        clock.charge();
        clock.inside.push(usize::try_from(span.into_u64()).unwrap_or_default());
    }

    fn exit(&self, _: &Id) {
        let mut clock = self.clock();
        clock.charge();
        clock.inside.pop();
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
}
