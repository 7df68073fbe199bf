//! What is measured: whole passes, as cron makes them. All that the benchmark knows of bantin's API is here.

use std::collections::BTreeMap;
use std::mem;
use std::path::Path;
use std::sync::Mutex;

use ::bantin::config::Config;
use ::bantin::pipeline::{Event, Pass, Pipeline};
use jiff::{SignedDuration, Timestamp};

use crate::usage::{Meter, Usage};
use crate::workload::{NOW, Workload};
use crate::{Result, feeds_toml};

/// What each of [`STAGES`] used; those that a pass doesn't come to are missing.
pub type Stages = BTreeMap<String, Usage>;

/// The parts of a pass, in their order.
pub const STAGES: [&str; 5] = ["open", "poll", "pages", "judge", "publish"];

/// Every source is new, and every page that is to be read is.
pub async fn cold(workload: &Workload, config: Config, stages: &mut Stages) -> Result<()> {
    let (entries, pages) = (workload.all_entries(), workload.pages());
    let is_as_expected = |pass: &Pass| {
        pass.polled == workload.sources && pass.new_entries == entries && pass.pages_read == pages && pass.changed
    };
    check(&pass(config, NOW, stages).await?, is_as_expected)
}

/// So many days after the cold pass: every source is due, and nothing has changed.
pub async fn unchanged(workload: &Workload, config: Config, days: u32, stages: &mut Stages) -> Result<()> {
    let now = NOW + SignedDuration::from_hours(24).saturating_mul(i32::try_from(days)?);
    let is_as_expected = |pass: &Pass| pass.not_modified == workload.sources && pass.pages_read == 0 && !pass.changed;
    check(&pass(config, now, stages).await?, is_as_expected)
}

/// A fast pass that didn't do its work is none.
fn check(pass: &Pass, is_as_expected: impl FnOnce(&Pass) -> bool) -> Result<()> {
    if is_as_expected(pass) {
        Ok(())
    } else {
        let reason = pass.failed.first().map(|failure| format!("; {}: {}", failure.url, failure.error));
        let reason = reason.unwrap_or_default();
        Err(format!("not the pass that was to be measured: {}{reason}", pass.summary()).into())
    }
}

async fn pass(config: Config, now: Timestamp, stages: &mut Stages) -> Result<Pass> {
    let clock = Mutex::new(Clock { stage: STAGES[0], meter: Meter::start(), stages });
    let enter = |stage| {
        if let Ok(mut clock) = clock.lock() {
            clock.enter(stage);
        }
    };
    let watch = |event| match event {
        Event::PollsDue(_) => enter("poll"),
        Event::PagesDue(_) => enter("pages"),
        Event::ArticlesDue(_) => enter("judge"),
        Event::Publishing => enter("publish"),
        Event::Polled | Event::PageTried | Event::Judged => {}
    };
    let pass = Pipeline::open(config)?.once(now, &watch).await?;
    enter("end");
    Ok(pass)
}

/// Tells the stages apart: each ends where the next begins.
struct Clock<'a> {
    stage: &'static str,
    meter: Meter,
    stages: &'a mut Stages,
}

impl Clock<'_> {
    fn enter(&mut self, stage: &'static str) {
        // Where /proc can't be read, the whole pass's own meter says so.
        if let Ok(used) = mem::replace(&mut self.meter, Meter::start()).stop() {
            let sum = self.stages.entry(self.stage.to_owned()).or_default();
            *sum = sum.and(used);
        }
        self.stage = stage;
    }
}

pub fn config(workload: &Workload, concurrency: usize, folder: &Path) -> Result<Config> {
    let text = feeds_toml::text(workload, concurrency)?;
    Config::parse("feeds.toml", &text, folder).map_err(|mistakes| mistakes.to_string().into())
}
