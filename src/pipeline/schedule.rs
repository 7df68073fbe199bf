//! When a source is asked again, and a page tried again. Pure.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::{SignedDuration, Timestamp};

use crate::config::Interval;
use crate::news::SourceId;
use crate::read::PollHints;

/// Longest wait after failures: a source is never silently given up.
const LONGEST_BACKOFF: SignedDuration = SignedDuration::from_hours(24);
/// First wait after a page failed; doubled with every further failure.
const FIRST_PAGE_BACKOFF: SignedDuration = SignedDuration::from_mins(5);
/// With doubling, the eighth try is ten hours after the first: an article is no longer news then.
const PAGE_ATTEMPTS: u32 = 8;
/// Quiet polls make the interval longer by a quarter, news makes it shorter by half.
const QUIET: f64 = 1.25;
const NEWS: f64 = 0.5;

/// The interval until the next poll after one that went well, within the operator's bounds.
pub(super) fn interval(every: Interval, before: Option<SignedDuration>, found_news: bool) -> SignedDuration {
    let before = before.unwrap_or(every.min);
    let wanted = before.mul_f64(if found_news { NEWS } else { QUIET });
    wanted.clamp(every.min, every.max)
}

/// The time of the next poll after one that went well: not before the interval is over, nor before what the server
/// (`fresh_for`) and the document (`hints`) ask for, up to the operator's longest interval.
pub(super) fn next_poll(
    now: Timestamp,
    interval: SignedDuration,
    fresh_for: Option<SignedDuration>,
    hints: &PollHints,
) -> Timestamp {
    let asked = hints.at_least_secs.map(|seconds| SignedDuration::from_secs(i64::from(seconds)));
    let wait = [Some(interval), fresh_for, asked].into_iter().flatten().max().unwrap_or(interval);
    after_skipped_hours(later(now, wait), hints)
}

/// `skipHours` and `skipDays` (RSS 2.0): the first full hour that is not skipped. A document that skips all hours of a
/// week skips none.
fn after_skipped_hours(next: Timestamp, hints: &PollHints) -> Timestamp {
    const HOURS_OF_A_WEEK: i64 = 7 * 24;
    let skipped = |time: Timestamp| {
        let utc = time.to_zoned_datetime(jiff::tz::TimeZone::UTC);
        let hour = u8::try_from(utc.hour()).unwrap_or_default();
        let day = utc.strftime("%A").to_string();
        hints.skip_hours.contains(&hour) || hints.skip_days.iter().any(|skip| skip.eq_ignore_ascii_case(&day))
    };
    if !skipped(next) {
        return next;
    }
    let full_hour = next.as_second() - next.as_second().rem_euclid(3600);
    (1..=HOURS_OF_A_WEEK)
        .filter_map(|hour| Timestamp::from_second(full_hour + hour * 3600).ok())
        .find(|time| !skipped(*time))
        .unwrap_or(next)
}

/// The time of the next poll after `failures` in a row: doubled with each, spread by up to a tenth so that sources that
/// failed together don't come back together, and not before the server said (`Retry-After`).
pub(super) fn next_poll_after_failure(
    now: Timestamp,
    source: &SourceId,
    every: Interval,
    failures: u32,
    retry_after: Option<SignedDuration>,
) -> Timestamp {
    let wait = doubled(every.min, failures.saturating_sub(1)).min(LONGEST_BACKOFF.max(every.min));
    let spread = wait.mul_f64(0.1 * unit_interval((source, now.as_second())));
    later(now, (wait + spread).max(retry_after.unwrap_or(SignedDuration::ZERO)))
}

/// When to ask what wasn't asked because its host wants to be left alone for `wait`.
pub(super) fn after_hold(now: Timestamp, wait: SignedDuration) -> Timestamp {
    later(now, wait)
}

/// When to try a page again after `failed` tries; none: given up.
pub(super) fn next_page_try(
    now: Timestamp,
    failed: u32,
    hopeless: bool,
    retry_after: Option<SignedDuration>,
) -> Option<Timestamp> {
    if hopeless || failed >= PAGE_ATTEMPTS {
        return None;
    }
    let wait = doubled(FIRST_PAGE_BACKOFF, failed.saturating_sub(1));
    Some(later(now, wait.max(retry_after.unwrap_or(SignedDuration::ZERO))))
}

fn doubled(first: SignedDuration, times: u32) -> SignedDuration {
    first.saturating_mul(2_i32.saturating_pow(times.min(20)))
}

fn later(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

/// A number in 0–1 that follows from `seed`, so that a pass can be repeated.
fn unit_interval(seed: impl Hash) -> f64 {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    f64::from(u32::try_from(hasher.finish() >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Interval = Interval { min: SignedDuration::from_mins(30), max: SignedDuration::from_hours(6) };

    fn noon() -> Timestamp {
        "2026-08-23T12:00:00Z".parse().unwrap()
    }

    #[test]
    fn quiet_sources_are_asked_less_often_and_news_brings_them_back() {
        let quiet = interval(EVERY, Some(SignedDuration::from_mins(60)), false);
        assert_eq!(quiet, SignedDuration::from_mins(75));
        assert_eq!(interval(EVERY, Some(quiet), true), SignedDuration::from_secs(2250));
    }

    #[test]
    fn the_operators_bounds_hold() {
        assert_eq!(interval(EVERY, Some(SignedDuration::from_hours(6)), false), EVERY.max);
        assert_eq!(interval(EVERY, None, true), EVERY.min);
    }

    #[test]
    fn the_longest_of_interval_freshness_and_ttl_counts() {
        let hints = PollHints { at_least_secs: Some(3 * 3600), ..PollHints::default() };
        let fresh = Some(SignedDuration::from_hours(1));
        assert_eq!(next_poll(noon(), EVERY.min, fresh, &hints), later(noon(), SignedDuration::from_hours(3)));
    }

    #[test]
    fn skipped_hours_and_days_are_waited_out() {
        let hints = PollHints { skip_hours: vec![12, 13], ..PollHints::default() };
        assert_eq!(next_poll(noon(), EVERY.min, None, &hints), "2026-08-23T14:00:00Z".parse().unwrap());
        let sunday = PollHints { skip_days: vec!["Sunday".into()], ..PollHints::default() };
        assert_eq!(next_poll(noon(), EVERY.min, None, &sunday), "2026-08-24T00:00:00Z".parse().unwrap());
        let always = PollHints { skip_hours: (0..24).collect(), ..PollHints::default() };
        assert_eq!(next_poll(noon(), EVERY.min, None, &always), later(noon(), EVERY.min));
    }

    #[test]
    fn failures_back_off_up_to_a_day_and_respect_retry_after() {
        let source = SourceId::new("vov");
        let wait =
            |failures, retry| next_poll_after_failure(noon(), &source, EVERY, failures, retry).duration_since(noon());
        assert!((30..=33).contains(&wait(1, None).as_mins()));
        assert!((120..=132).contains(&wait(3, None).as_mins()));
        assert!((24..=27).contains(&wait(40, None).as_hours()));
        assert_eq!(wait(1, Some(SignedDuration::from_hours(48))).as_hours(), 48);
    }

    #[test]
    fn a_page_is_given_up_when_it_is_gone_or_stale() {
        assert_eq!(next_page_try(noon(), 1, false, None), Some(later(noon(), FIRST_PAGE_BACKOFF)));
        assert_eq!(next_page_try(noon(), 1, true, None), None);
        assert_eq!(next_page_try(noon(), PAGE_ATTEMPTS, false, None), None);
    }
}
