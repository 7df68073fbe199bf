//! How much memory a process has, pass after pass.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::Stdio;

use ::bantin::config::Config;
use ::bantin::pipeline::Pipeline;
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};
use tokio::runtime::Runtime;

use crate::task::Task;
use crate::workload::{NOW, Workload};
use crate::{CONCURRENCY, Result, feeds_toml};

/// The first passes fill what is filled once: pools, caches, SQLite's pages.
const FILLING: usize = 5;

/// Passes after which the table says what there is.
const TOLD: [usize; 5] = [1, 5, 50, 100, 200];

/// What a process has in memory (`VmRSS`) and had at most (`VmHWM`), in bytes; Linux's `proc_pid_status(5)`.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    pub now: u64,
    pub peak: u64,
}

impl Memory {
    pub fn of(process: &str) -> Result<Self> {
        let status = fs::read_to_string(format!("/proc/{process}/status"))?;
        let bytes = |name: &str| -> Result<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("/proc has another form")?;
            let kilobytes: u64 = line.trim_start_matches(':').trim().trim_end_matches("kB").trim_end().parse()?;
            Ok(kilobytes * 1024)
        };
        Ok(Self { now: bytes("VmRSS")?, peak: bytes("VmHWM")? })
    }
}

/// The slope of a line through memory after each pass (least squares), and how uncertain it is.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Slope {
    /// MiB a pass.
    pub slope: f64,
    /// Its standard error.
    pub error: f64,
}

impl Slope {
    fn of(values: &[f64]) -> Self {
        let count = float(values.len());
        let middle = (count - 1.0) / 2.0;
        let mean = values.iter().sum::<f64>() / count;
        let (mut both, mut spread) = (0.0, 0.0);
        for (at, value) in (0_u32..).zip(values) {
            let from_middle = f64::from(at) - middle;
            both += from_middle * (value - mean);
            spread += from_middle * from_middle;
        }
        let slope = both / spread;
        let rest: f64 =
            (0_u32..).zip(values).map(|(at, value)| (value - mean - slope * (f64::from(at) - middle)).powi(2)).sum();
        Self { slope, error: (rest / (count - 2.0) / spread).sqrt() }
    }
}

#[derive(Debug, Serialize)]
pub struct Figures {
    /// After each pass, in bytes.
    after: Vec<u64>,
    peak: u64,
    /// Of the passes after the first five.
    slope: Slope,
    /// Of the last half of them all.
    last_half: Slope,
}

/// Has a process make the passes, a day after one another, over sources that change a bit.
pub fn measure(workload: &Workload, passes: u32, folder: &Path) -> Result<Figures> {
    let task = Task::Passes { workload: workload.clone(), passes, folder: folder.to_owned() };
    let output = task.command()?.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the process that should make the passes ended with {}", output.status).into());
    }
    let after: Vec<Memory> = serde_json::from_slice(&output.stdout)?;
    let sizes: Vec<f64> = after.iter().map(|memory| mebibytes(memory.now)).collect();
    let from = |pass: usize| Slope::of(sizes.get(pass..).unwrap_or_default());
    Ok(Figures {
        peak: after.iter().map(|memory| memory.peak).max().unwrap_or(0),
        slope: from(FILLING),
        last_half: from(sizes.len() / 2),
        after: after.into_iter().map(|memory| memory.now).collect(),
    })
}

/// In that process.
pub fn passes(workload: &Workload, passes: u32, folder: &Path) -> Result<Vec<Memory>> {
    let config = Config::parse("feeds.toml", &feeds_toml::text(workload, CONCURRENCY)?, folder)
        .map_err(|mistakes| mistakes.to_string())?;
    Runtime::new()?.block_on(async {
        let mut pipeline = Pipeline::open(config)?;
        let mut after = Vec::new();
        for day in 0..passes {
            let now = NOW + SignedDuration::from_hours(24).saturating_mul(i32::try_from(day)?);
            let pass = pipeline.once(now, &|_| {}).await?;
            if pass.polled != workload.sources || !pass.failed.is_empty() || !pass.changed {
                return Err(format!("not the pass that was to be measured: {}", pass.summary()).into());
            }
            let memory = Memory::of("self")?;
            writeln!(io::stderr(), "pass {}: {:.1} MiB; {}", day + 1, mebibytes(memory.now), pass.summary())?;
            after.push(memory);
        }
        Ok(after)
    })
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
pub fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn float(count: usize) -> f64 {
    count as f64
}

impl Figures {
    pub fn print(&self) -> Result<()> {
        let mut out = io::stdout();
        writeln!(out, "{} passes: {:.1} MiB at most", self.after.len(), mebibytes(self.peak))?;
        for pass in TOLD.into_iter().filter(|pass| *pass < self.after.len()).chain([self.after.len()]) {
            let after = self.after.get(pass.saturating_sub(1)).copied().unwrap_or(0);
            writeln!(out, "after pass {pass}: {:.1} MiB", mebibytes(after))?;
        }
        for (Slope { slope, error }, which) in
            [(self.slope, format!("after the {FILLING}th")), (self.last_half, "of the last half".to_owned())]
        {
            writeln!(out, "{which}: {:+.1} ± {:.1} KiB a pass", slope * 1024.0, error * 1024.0)?;
        }
        Ok(())
    }
}
