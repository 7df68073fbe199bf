//! What operators' probes are told: from the meters, and from the database as it is when they ask.

use std::collections::HashMap;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use jiff::Timestamp;
use prometheus_client::encoding::text;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::meters::Meters;
use super::moves::is_about;
use super::pulse::Pulse;
use super::{process, readiness};
use crate::config::{Config, Source};
use crate::news::SourceId;
use crate::publish;
use crate::store::{Queues, SourceState, Store, StoreError, beside};

/// Who answers them.
#[derive(Clone)]
pub(super) struct Probes {
    pub config: Arc<Config>,
    pub meters: Meters,
    pub pulse: Pulse,
}

/// The database as it is now.
struct Look {
    sources: HashMap<SourceId, SourceState>,
    queues: Queues,
}

impl Probes {
    /// As the server takes them.
    pub(super) fn answers(&self) -> publish::Probes {
        let (ready, measured) = (self.clone(), self.clone());
        publish::Probes {
            unready: Box::new(move || ready.unready(Timestamp::now())),
            metrics: Box::new(move || measured.metrics(Timestamp::now())),
        }
    }

    /// Why news doesn't go through.
    fn unready(&self, now: Timestamp) -> Vec<String> {
        let since_start = now.duration_since(self.meters.started()).unsigned_abs();
        let since_progress = self.pulse.since();
        match self.look(now) {
            Ok(look) => {
                let sources: Vec<_> = self.sources(&look).collect();
                readiness::reasons(&sources, now, since_start, since_progress, self.pulse.failure())
            }
            Err(error) => {
                let mut reasons = readiness::reasons(&[], now, since_start, since_progress, None);
                reasons.push(format!("the database can't be read: {error}"));
                reasons
            }
        }
    }

    /// Everything, in the text format of OpenMetrics.
    fn metrics(&self, now: Timestamp) -> String {
        let mut own = Registry::with_prefix("bantin");
        own.register("build", "Which bantin this is", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        self.measure_database(&mut own);
        match self.look(now) {
            Ok(look) => self.measure_look(&look, now, &mut own),
            // What can't be read is missing, which alerts can be made of; `/readyz` says why.
            Err(error) => tracing::warn!("the metrics are without what the database says: {error}"),
        }
        let mut metrics = String::new();
        // Writing to a String cannot fail.
        let _ = text::encode_registry(&mut metrics, self.meters.registry());
        let _ = text::encode_registry(&mut metrics, &own);
        let _ = text::encode_registry(&mut metrics, &process::measured(self.meters.started()));
        let _ = text::encode_eof(&mut metrics);
        metrics
    }

    /// Opened anew each time, since one that is open goes on where its file was taken away.
    fn look(&self, now: Timestamp) -> Result<Look, StoreError> {
        let store = Store::open_to_read(&self.config.store.database)?;
        Ok(Look { sources: store.sources()?, queues: store.queues(now)? })
    }

    /// Those that are on, with what is remembered of them at their address.
    fn sources<'a>(&'a self, look: &'a Look) -> impl Iterator<Item = (&'a Source, Option<&'a SourceState>)> {
        let on = self.config.sources.iter().map(Arc::as_ref).filter(|source| source.off.is_none());
        on.map(|source| (source, look.sources.get(&source.id).filter(|state| is_about(state, source))))
    }

    fn measure_look(&self, look: &Look, now: Timestamp, own: &mut Registry) {
        let (last_success, next_poll, failures) = <(Gauges, Gauges, Gauges)>::default();
        let mut due = 0_i64;
        for (source, state) in self.sources(look) {
            let Some(state) = state else {
                due += 1;
                continue;
            };
            let label = [("source", source.id.to_string())];
            if let Some(last) = state.last_success {
                last_success.get_or_create(&label).set(last.as_second());
            }
            failures.get_or_create(&label).set(i64::from(state.failures));
            if !state.gone {
                next_poll.get_or_create(&label).set(state.next_poll.as_second());
                due += i64::from(state.next_poll <= now);
            }
        }
        let help = "When a source was last read, or found unchanged";
        own.register_with_unit("source_last_success_timestamp", help, Unit::Seconds, last_success);
        let help = "When a source is to be polled next; none where it answered 410";
        own.register_with_unit("source_next_poll_timestamp", help, Unit::Seconds, next_poll);
        own.register("source_failures", "A source's failures in a row, up to now", failures);
        let lengths = Gauges::default();
        let Queues { pages, articles, stories, subscriptions, pings } = look.queues;
        for (queue, length) in [
            ("sources", due),
            ("pages", pages),
            ("articles", articles),
            ("stories", stories),
            ("subscriptions", subscriptions),
            ("pings", pings),
        ] {
            lengths.get_or_create(&[("queue", queue.to_owned())]).set(length);
        }
        let help = "What is due: sources to poll, pages to read, articles to judge, stories to publish, hubs to ask and to tell";
        own.register("queue_length", help, lengths);
    }

    fn measure_database(&self, own: &mut Registry) {
        let sizes = Sizes::default();
        let database = &self.config.store.database;
        for (file, suffix) in [("main", ""), ("wal", "-wal")] {
            if let Ok(metadata) = fs::metadata(beside(database, suffix)) {
                sizes.get_or_create(&[("file", file)]).set(metadata.len());
            }
        }
        own.register_with_unit("database_size", "The database's files", Unit::Bytes, sizes);
    }
}

type Gauges = Family<[(&'static str, String); 1], Gauge>;
type Sizes = Family<[(&'static str, &'static str); 1], Gauge<u64, AtomicU64>>;
