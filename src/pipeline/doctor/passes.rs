//! Whether passes are made, and lead anywhere. Pure.

use jiff::{SignedDuration, Timestamp};

use crate::config::Config;
use crate::render::{Finding, Problem, Severity, SourceStatus, Standing, Status};

/// A pass may take that long, and cron come that late, beyond the longest interval that the operator allows a source.
const GRACE: SignedDuration = SignedDuration::from_hours(1);
/// A line may be down for an evening.
const NOTHING_FOR: SignedDuration = SignedDuration::from_hours(6);
/// Fewer sources may well fail at the same time, each for a reason of its own.
const FEWEST: usize = 2;

pub(super) fn check(config: &Config, status: &Status) -> Option<Finding> {
    let on = config.sources.iter().filter(|source| source.off.is_none());
    let limit = on.map(|source| source.every.max).min()?.saturating_add(GRACE);
    let now = status.at;
    let finding = |since, problem| {
        let address = Some(config.store.database.display().to_string());
        Some(Finding { severity: Severity::Critical, source: None, address, since, problem })
    };
    let is_late = |time: Option<Timestamp>, limit| time.is_none_or(|time| now.duration_since(time) > limit);
    if is_late(status.last_pass, limit) {
        let is_overdue = |source: &&SourceStatus| {
            !matches!(source.standing, Standing::Off | Standing::Gone)
                && is_late(source.next_poll, SignedDuration::ZERO)
        };
        let overdue = status.sources.iter().filter(is_overdue).count();
        return if overdue == 0 {
            None
        } else {
            finding(status.last_pass, Problem::NoPasses { overdue, ever: status.last_pass.is_some() })
        };
    }
    let polled: Vec<&SourceStatus> = status
        .sources
        .iter()
        .filter(|source| !matches!(source.standing, Standing::Off | Standing::Gone | Standing::New))
        .collect();
    let last_success = polled.iter().filter_map(|source| source.last_success).max();
    let all_fail = polled.len() >= FEWEST && polled.iter().all(|source| source.failures > 0);
    if all_fail && is_late(last_success, NOTHING_FOR) {
        return finding(last_success, Problem::NothingSucceeds { sources: polled.len() });
    }
    None
}
