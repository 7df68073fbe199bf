//! The figures, for people and for machines.

use std::fmt;

use serde::Serialize;

use crate::bantin::{STAGES, Stages};
use crate::server::Tally;
use crate::task::{Kind, Outcome};
use crate::usage::Usage;
use crate::workload::Workload;

/// Everything that was measured, in one run on one machine.
#[derive(Debug, Serialize)]
pub struct Report {
    pub sources: usize,
    pub entries_per_source: usize,
    pub hosts: usize,
    pub concurrency: usize,
    pub processors: usize,
    /// Whether the compiler optimised: figures of a debug build say nothing.
    pub optimised: bool,
    pub phases: Vec<Phase>,
}

/// A pass of one kind, by bare reqwest and by bantin.
#[derive(Debug, Serialize)]
pub struct Phase {
    pub name: &'static str,
    pub bare: Measured,
    pub bantin: Measured,
    /// bantin's rate over bare reqwest's.
    pub rate_ratio: f64,
    /// bantin's processor time and peak memory over bare reqwest's.
    pub cpu_ratio: f64,
    pub peak_ratio: f64,
}

/// One process's part. Where a pass was repeated, times and counts are of one pass, on average.
#[derive(Debug, Serialize)]
pub struct Measured {
    pub passes: u32,
    #[serde(flatten)]
    pub usage: Usage,
    pub sources_per_second: f64,
    /// None where no entry is read.
    pub entries_per_second: Option<f64>,
    /// bantin's stages; the peak is that from the process's beginning to the stage's end.
    #[serde(skip_serializing_if = "Stages::is_empty")]
    pub stages: Stages,
    /// The workload server's side of all passes together.
    pub server: Tally,
}

impl Measured {
    pub fn new(workload: &Workload, kind: Kind, outcome: Outcome, server: Tally) -> Self {
        let Outcome { passes, usage, stages } = outcome;
        let usage = usage.averaged(passes);
        let rate = |count: usize| float(count as u64) / usage.wall_seconds;
        Self {
            passes,
            usage,
            sources_per_second: rate(workload.sources),
            entries_per_second: matches!(kind, Kind::Cold).then(|| rate(workload.all_entries())),
            stages: stages.into_iter().map(|(stage, usage)| (stage, usage.averaged(passes))).collect(),
            server,
        }
    }
}

impl Phase {
    pub fn new(name: &'static str, bare: Measured, bantin: Measured) -> Self {
        let rate_ratio = bare.usage.wall_seconds / bantin.usage.wall_seconds;
        let cpu_ratio = bantin.usage.cpu_seconds / bare.usage.cpu_seconds;
        let peak_ratio = float(bantin.usage.peak_bytes) / float(bare.usage.peak_bytes);
        Self { name, bare, bantin, rate_ratio, cpu_ratio, peak_ratio }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{} sources of {} entries on {} hosts, {} requests at a time, {} processors",
            self.sources, self.entries_per_source, self.hosts, self.concurrency, self.processors
        )?;
        if !self.optimised {
            writeln!(f, "A debug build: these figures say nothing. Use `cargo bench --bench pass`.")?;
        }
        for phase in &self.phases {
            write!(f, "\n{phase}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<16}{:>10}{:>12}{:>12}{:>10}{:>10}{:>14}",
            self.name, "wall s", "sources/s", "entries/s", "CPU s", "peak MiB", "server CPU s"
        )?;
        for (name, measured) in [("bare reqwest", &self.bare), ("bantin", &self.bantin)] {
            let Usage { wall_seconds, cpu_seconds, peak_bytes } = measured.usage;
            writeln!(
                f,
                "  {name:<14}{wall_seconds:>10.3}{:>12.1}{:>12}{cpu_seconds:>10.3}{:>10.1}{:>14.3}",
                measured.sources_per_second,
                or_dash(measured.entries_per_second),
                mebibytes(peak_bytes),
                measured.server.cpu_seconds / f64::from(measured.passes),
            )?;
        }
        for (name, stage) in STAGES.into_iter().filter_map(|name| Some((name, self.bantin.stages.get(name)?))) {
            let Usage { wall_seconds, cpu_seconds, peak_bytes } = *stage;
            writeln!(f, "    {name:<12}{wall_seconds:>10.3}{cpu_seconds:>34.3}{:>10.1}", mebibytes(peak_bytes))?;
        }
        let entries = self.bantin.entries_per_second.map(|_| self.rate_ratio);
        writeln!(
            f,
            "  {:<14}{:>10.1}{:>12.3}{:>12}{:>10.1}{:>10.1}",
            "bantin / bare",
            1.0 / self.rate_ratio,
            self.rate_ratio,
            entries.map_or("-".to_owned(), |ratio| format!("{ratio:.3}")),
            self.cpu_ratio,
            self.peak_ratio
        )?;
        let Tally { feeds, not_modified, pages, other, body_bytes, .. } = self.bantin.server;
        write!(f, "  bantin was sent: {feeds} feeds, {not_modified} times 304, {pages} pages, {other} times 404")?;
        if body_bytes > 0 {
            write!(f, "; a body has {:.1} kB", float(body_bytes / (feeds + pages)) / 1000.0)?;
        }
        writeln!(f)
    }
}

fn mebibytes(bytes: u64) -> f64 {
    float(bytes) / f64::from(1 << 20)
}

fn or_dash(rate: Option<f64>) -> String {
    rate.map_or("-".to_owned(), |rate| format!("{rate:.1}"))
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes are far below 2^52")]
fn float(count: u64) -> f64 {
    count as f64
}
