//! What a process has used, as Linux counts it; there is no benchmark elsewhere. Each phase is a process of its own, so that what is counted is its own.

use std::fs;
use std::time::{Duration, Instant};

use rustix::time::{ClockId, Timespec, clock_gettime};
use serde::{Deserialize, Serialize};

use crate::Result;

#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Usage {
    pub wall_seconds: f64,
    /// Of all threads, in user and kernel mode.
    pub cpu_seconds: f64,
    /// The most memory that was resident since the process began.
    pub peak_bytes: u64,
}

impl Usage {
    /// This and what was used after it.
    pub fn and(self, next: Self) -> Self {
        Self {
            wall_seconds: self.wall_seconds + next.wall_seconds,
            cpu_seconds: self.cpu_seconds + next.cpu_seconds,
            peak_bytes: self.peak_bytes.max(next.peak_bytes),
        }
    }

    /// Of one of `passes`, on average; the peak is that of all.
    pub fn averaged(self, passes: u32) -> Self {
        let average = |of_all: f64| of_all / f64::from(passes);
        Self { wall_seconds: average(self.wall_seconds), cpu_seconds: average(self.cpu_seconds), ..self }
    }
}

/// A running measurement.
pub struct Meter {
    began: Instant,
    cpu_seconds: f64,
}

impl Meter {
    pub fn start() -> Self {
        Self { cpu_seconds: cpu_seconds(), began: Instant::now() }
    }

    pub fn stop(self) -> Result<Usage> {
        let wall_seconds = self.began.elapsed().as_secs_f64();
        Ok(Usage { wall_seconds, cpu_seconds: cpu_seconds() - self.cpu_seconds, peak_bytes: peak_bytes()? })
    }
}

/// This process's processor time so far.
pub fn cpu_seconds() -> f64 {
    let Timespec { tv_sec, tv_nsec } = clock_gettime(ClockId::ProcessCPUTime);
    let whole = Duration::from_secs(u64::try_from(tv_sec).unwrap_or_default());
    (whole + Duration::from_nanos(u64::try_from(tv_nsec).unwrap_or_default())).as_secs_f64()
}

/// `VmHWM` of `proc_pid_status(5)`.
pub fn peak_bytes() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("/proc/self/status has no VmHWM")?;
    let kilobytes: u64 = line.trim().trim_end_matches("kB").trim_end().parse()?;
    Ok(kilobytes * 1024)
}
