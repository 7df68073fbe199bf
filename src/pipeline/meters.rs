//! What the daemon counts, for `/metrics`. Names follow Prometheus' and OpenMetrics' rules: units at the end, base units
//! (seconds, bytes), and labels with few values.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::pass::Pass;
use super::polled::{Came, PollReport};

type Labels = [(&'static str, &'static str); 1];
type Counters = Family<Labels, Counter>;

/// From a cached answer on loopback to the longest timeout that makes sense.
const POLL_SECONDS: [f64; 11] = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
/// From a pass that finds nothing due to one over a thousand slow sources.
const PASS_SECONDS: [f64; 11] = [0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0];
/// From one story to a large site as a whole.
const PUBLISH_SECONDS: [f64; 10] = [0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0];

/// Clones share what is counted.
#[derive(Clone)]
pub(super) struct Meters {
    counted: Arc<Counted>,
}

struct Counted {
    registry: Registry,
    started: Timestamp,
    polls: Counters,
    poll_failures: Counters,
    poll_seconds: Histogram,
    polled_bytes: Counter,
    entries: Counters,
    pushed: Counter,
    push_missed: Counter,
    pages: Counters,
    judged: Counter,
    passes: Counters,
    pass_seconds: Histogram,
    last_pass: Gauge,
    stories_published: Counter,
    publish_seconds: Histogram,
    reloads: Counters,
    /// By status class: 1xx to 5xx.
    requests: [Counter; 5],
}

impl Meters {
    pub(super) fn new() -> Self {
        let started = Timestamp::now();
        let mut all = Registry::with_prefix("bantin");
        let polls = family(&mut all, "polls", "Polls of sources by what came of them");
        let poll_failures = family(&mut all, "poll_failures", "Polls that failed, by the kind of failure");
        let poll_seconds = seconds(
            &mut all,
            "poll_duration",
            "How long a poll took, without the wait for the host's turn",
            &POLL_SECONDS,
        );
        let polled_bytes = Counter::default();
        all.register_with_unit("polled", "Decoded bytes of sources' documents", Unit::Bytes, polled_bytes.clone());
        let entries = family(&mut all, "entries", "Entries that sources brought, by whether they were known");
        let pushed = counter(&mut all, "pushed_documents", "Documents that hubs brought");
        let push_missed = counter(&mut all, "push_missed_entries", "New entries that a hub should have pushed");
        let pages = family(&mut all, "pages", "Articles' pages that were tried, by what came of them");
        let judged = counter(&mut all, "articles_judged", "Articles judged, each time they were");
        let passes = family(&mut all, "passes", "Passes by how they ended");
        let pass_seconds = seconds(&mut all, "pass_duration", "How long a pass took", &PASS_SECONDS);
        let last_pass = Gauge::default();
        let help = "When a pass last ended well; 0 before the first";
        all.register_with_unit("last_pass_timestamp", help, Unit::Seconds, last_pass.clone());
        let help = "Stories whose pages were made, each time they were";
        let stories_published = counter(&mut all, "stories_published", help);
        let help = "How long publishing took, where there was something to publish";
        let publish_seconds = seconds(&mut all, "publish_duration", help, &PUBLISH_SECONDS);
        let reloads =
            family(&mut all, "config_reloads", "Times that feeds.toml was read again, by whether it was right");
        let answers: Counters = family(&mut all, "http_requests", "Requests answered, by the class of their status");
        let requests =
            ["1xx", "2xx", "3xx", "4xx", "5xx"].map(|class| answers.get_or_create_owned(&[("status", class)]));
        // Series that are there from the beginning can be told from those that nobody counts.
        for (family, label, values) in [
            (&polls, "outcome", &["read", "not_modified", "failed", "gone", "put_off"][..]),
            (&entries, "change", &["new", "revised"]),
            (&pages, "outcome", &["read", "failed"]),
            (&passes, "outcome", &["done", "failed"]),
            (&reloads, "outcome", &["taken", "refused"]),
        ] {
            for value in values {
                drop(family.get_or_create(&[(label, *value)]));
            }
        }
        let counted = Counted {
            registry: all,
            started,
            polls,
            poll_failures,
            poll_seconds,
            polled_bytes,
            entries,
            pushed,
            push_missed,
            pages,
            judged,
            passes,
            pass_seconds,
            last_pass,
            stories_published,
            publish_seconds,
            reloads,
            requests,
        };
        Self { counted: Arc::new(counted) }
    }

    /// All that was counted.
    pub(super) fn registry(&self) -> &Registry {
        &self.counted.registry
    }

    /// When counting began.
    pub(super) fn started(&self) -> Timestamp {
        self.counted.started
    }

    pub(super) fn polled(&self, report: &PollReport<'_>) {
        let it = &self.counted;
        it.polls.get_or_create(&[("outcome", report.came.outcome())]).inc();
        match report.came {
            Came::Failed { kind, .. } => {
                it.poll_failures.get_or_create(&[("kind", kind.as_str())]).inc();
            }
            Came::PutOff { .. } => return,
            Came::Read { .. } | Came::NotModified | Came::Gone { .. } => {}
        }
        it.poll_seconds.observe(report.elapsed.as_secs_f64());
        it.polled_bytes.inc_by(report.bytes.unwrap_or(0));
    }

    /// A pass that ended, well or not.
    pub(super) fn passed(&self, pass: &Pass, is_done: bool) {
        let it = &self.counted;
        it.passes.get_or_create(&[("outcome", if is_done { "done" } else { "failed" })]).inc();
        it.pass_seconds.observe(pass.elapsed().as_secs_f64());
        if is_done {
            it.last_pass.set(pass.clock().as_second());
        }
        for (change, entries) in [("new", pass.new_entries), ("revised", pass.revised_entries)] {
            it.entries.get_or_create(&[("change", change)]).inc_by(entries as u64);
        }
        for (outcome, pages) in [("read", pass.pages_read), ("failed", pass.pages_failed)] {
            it.pages.get_or_create(&[("outcome", outcome)]).inc_by(pages as u64);
        }
        it.pushed.inc_by(pass.pushed as u64);
        it.push_missed.inc_by(pass.push_missed as u64);
        it.judged.inc_by(pass.judged as u64);
    }

    pub(super) fn stories_published(&self, stories: usize) {
        self.counted.stories_published.inc_by(stories as u64);
    }

    pub(super) fn publishing_took(&self, took: Duration) {
        self.counted.publish_seconds.observe(took.as_secs_f64());
    }

    pub(super) fn reloaded(&self, is_taken: bool) {
        let outcome = if is_taken { "taken" } else { "refused" };
        self.counted.reloads.get_or_create(&[("outcome", outcome)]).inc();
    }

    pub(super) fn answered(&self, status: u16) {
        if let Some(class) = self.counted.requests.get(usize::from(status / 100).wrapping_sub(1)) {
            class.inc();
        }
    }
}

fn counter(all: &mut Registry, name: &str, help: &str) -> Counter {
    let counter = Counter::default();
    all.register(name, help, counter.clone());
    counter
}

fn family(all: &mut Registry, name: &str, help: &str) -> Counters {
    let family = Counters::default();
    all.register(name, help, family.clone());
    family
}

fn seconds(all: &mut Registry, name: &str, help: &str, buckets: &[f64]) -> Histogram {
    let histogram = Histogram::new(buckets.iter().copied());
    all.register_with_unit(name, help, Unit::Seconds, histogram.clone());
    histogram
}
