//! What the system says of this process, under the names that Prometheus' clients have for it.

use std::fs;
use std::sync::atomic::AtomicU64;

use jiff::Timestamp;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};

/// Of Linux; elsewhere, what isn't there is left out.
pub(super) fn measured(started: Timestamp) -> Registry {
    let mut all = Registry::with_prefix("process");
    let start = Gauge::<i64>::default();
    start.set(started.as_second());
    all.register_with_unit("start_time", "When the process began", Unit::Seconds, start);
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib =
        |key: &str| status.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_suffix(" kB")?.parse().ok());
    for (key, name, help) in [
        ("VmRSS:", "resident_memory", "Memory in use"),
        ("VmHWM:", "resident_memory_max", "The most memory that was in use at a time"),
        ("VmSize:", "virtual_memory", "Address space in use"),
    ] {
        let Some(kib): Option<u64> = kib(key) else { continue };
        all.register_with_unit(name, help, Unit::Bytes, gauge(kib.saturating_mul(1024)));
    }
    if let Ok(open) = fs::read_dir("/proc/self/fd") {
        // One of them is the folder's that is being read.
        let open = open.count().saturating_sub(1);
        all.register("open_fds", "Open files and connections", gauge(open as u64));
    }
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let most =
        limits.lines().find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next()?.parse().ok());
    if let Some(most) = most {
        all.register("max_fds", "How many may be open", gauge(most));
    }
    all
}

fn gauge(value: u64) -> Gauge<u64, AtomicU64> {
    let gauge = Gauge::<u64, AtomicU64>::default();
    gauge.set(value);
    gauge
}
