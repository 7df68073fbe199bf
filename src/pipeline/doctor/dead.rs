//! Sources that answer no more, or elsewhere. Pure.

use jiff::{SignedDuration, Timestamp};

use crate::config::Source;
use crate::render::{Finding, Problem, Severity};
use crate::store::SourceState;

/// Servers are down for a night, and offices' for a weekend.
const FAILING_FOR: SignedDuration = SignedDuration::from_hours(2 * 24);
/// One failure may be anything, also two days after the last success of a source that is asked seldom.
const FAILURES: u32 = 3;

pub(super) fn check(source: &Source, state: &SourceState, now: Timestamp) -> Option<Finding> {
    let finding = |severity, since, problem| {
        let (source, address) = (Some(source.id.clone()), Some(source.url.to_string()));
        Some(Finding { severity, source, address, since, problem })
    };
    let error = state.last_error.clone().unwrap_or_default();
    let failures = state.failures;
    match state.last_success {
        _ if state.gone => finding(Severity::Error, Some(state.last_attempt), Problem::Gone),
        None if failures >= FAILURES => finding(Severity::Error, None, Problem::NeverWorked { failures, error }),
        Some(since) if failures >= FAILURES && now.duration_since(since) >= FAILING_FOR => {
            finding(Severity::Error, Some(since), Problem::Failing { failures, error })
        }
        _ => {
            let to = state.moves.address.as_ref().filter(|to| **to != source.url)?;
            finding(Severity::Warning, None, Problem::Moved { to: to.to_string() })
        }
    }
}
