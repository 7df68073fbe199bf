//! Clocks that are wrong: a source's, or this machine's. Pure.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::config::Config;
use crate::news::SourceId;
use crate::render::{Finding, Problem, Severity};

/// Clocks of servers are minutes apart.
pub(super) const AHEAD: SignedDuration = SignedDuration::from_mins(10);
/// Entries are looked at that came within so long: what was mended is forgotten then.
const LATELY: SignedDuration = SignedDuration::from_hours(7 * 24);
/// One or two are news that its publisher has set a time for.
const FEWEST: u32 = 3;
/// Sources that have nothing to do with one another, and are all ahead.
const FEWEST_SOURCES: usize = 3;

pub(super) fn since(now: Timestamp) -> Timestamp {
    now.saturating_sub(LATELY).unwrap_or(Timestamp::MIN)
}

/// Of each source, how many of its latest entries were dated ahead, and how many had a date.
pub(super) fn check(config: &Config, dated: &BTreeMap<SourceId, (u32, u32)>) -> Vec<Finding> {
    let told: Vec<_> = dated.iter().filter(|(id, (_, of))| *of >= FEWEST && config.source(id).is_some()).collect();
    let ahead: Vec<_> = told.iter().filter(|(_, (ahead, of))| *ahead >= FEWEST && ahead * 2 > *of).collect();
    if ahead.len() >= FEWEST_SOURCES && ahead.len() * 2 > told.len() {
        let problem = Problem::MachineClock { sources: ahead.len(), of: told.len() };
        return vec![Finding { severity: Severity::Critical, source: None, address: None, since: None, problem }];
    }
    ahead
        .into_iter()
        .map(|(id, (ahead, of))| Finding {
            severity: Severity::Warning,
            source: Some((*id).clone()),
            address: config.source(id).map(|source| source.url.to_string()),
            since: None,
            problem: Problem::DatedAhead { ahead: *ahead, of: *of },
        })
        .collect()
}
