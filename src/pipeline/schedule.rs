//! When a source is asked again, and a page tried again. Pure.

use jiff::{SignedDuration, Timestamp};

use super::rhythm::unit_interval;
use crate::config::Interval;
use crate::fetch::FailureKind;
use crate::news::SourceId;
use crate::read::PollHints;

/// First wait after a page failed; doubled with every further failure.
const FIRST_PAGE_BACKOFF: SignedDuration = SignedDuration::from_mins(5);
/// With doubling, the eighth try is ten hours after the first: an article is no longer news then.
const PAGE_ATTEMPTS: u32 = 8;
/// More is not believed of a document that says how long it stays fresh: whole sites are said to be fresh for a year by
/// mistake, and a source is never silently given up.
const LONGEST_FRESH: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Nor more of `Retry-After`, which is meant for maintenance and for those who ask too often.
const LONGEST_RETRY_AFTER: SignedDuration = SignedDuration::from_hours(30 * 24);
/// cron starts a pass some seconds sooner or later than the last. A source that is due each quarter of an hour is not to
/// wait for half an hour because of it. What a server asks for is kept to the second.
const CRON_SLACK: SignedDuration = SignedDuration::from_secs(30);

/// How long a source is let alone after its first failure, and at most, however many follow. Never less than the
/// operator's shortest interval. What is mended by itself is tried soon; what takes a person, seldom; and all is tried
/// again for ever.
const fn backoff(kind: FailureKind) -> (SignedDuration, SignedDuration) {
    const fn minutes(first: i64, longest: i64) -> (SignedDuration, SignedDuration) {
        (SignedDuration::from_mins(first), SignedDuration::from_mins(longest))
    }
    const HOUR: i64 = 60;
    const DAY: i64 = 24 * HOUR;
    match kind {
        // A reboot, a deployment, a busy hour.
        FailureKind::Connect | FailureKind::Timeout | FailureKind::Server => minutes(5, 6 * HOUR),
        // Our own resolver's trouble is short, a domain that lapsed is not.
        FailureKind::Dns => minutes(5, 12 * HOUR),
        // Certificates are renewed, feeds mended and redirects straightened out by hand, on a workday. Who is asked too
        // often, and doesn't say until when to wait, is given time.
        FailureKind::Throttled | FailureKind::Tls | FailureKind::Content | FailureKind::Redirect => minutes(HOUR, DAY),
        // Nothing there, or nothing for us.
        FailureKind::Client | FailureKind::Challenge => minutes(3 * HOUR, 2 * DAY),
        // robots.txt is read once a day, and addresses that the guard refuses are public the next day as seldom.
        FailureKind::Robots | FailureKind::Address => minutes(DAY, 2 * DAY),
    }
}

/// The time of the next poll after one at `now` that went well: not before `wait` is over; nor, counted from when the
/// server `answered`, before what it (`fresh_for`) and the document (`hints`) ask for.
pub(super) fn next_poll(
    now: Timestamp,
    answered: Timestamp,
    wait: SignedDuration,
    fresh_for: Option<SignedDuration>,
    hints: &PollHints,
) -> Timestamp {
    let ttl = hints.at_least_secs.map(|seconds| SignedDuration::from_secs(i64::from(seconds)));
    let asked = [fresh_for, ttl].into_iter().flatten().max().unwrap_or_default().min(LONGEST_FRESH);
    after_skipped_hours(once_waited(now, wait).max(later(answered, asked)), hints)
}

/// When a source is due that is to be let alone for `wait`, if nobody asks for more.
pub(super) fn once_waited(now: Timestamp, wait: SignedDuration) -> Timestamp {
    later(now, wait - CRON_SLACK.min(wait / 20))
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

/// The time of the next poll after `failures` in a row, the last of this kind: doubled with each, spread by up to a
/// tenth so that sources that failed together don't come back together, and not before the server said, when it
/// `answered`, that it wants to be asked again (`Retry-After`).
pub(super) fn next_poll_after_failure(
    now: Timestamp,
    answered: Timestamp,
    source: &SourceId,
    every: Interval,
    failure: (FailureKind, u32),
    retry_after: Option<SignedDuration>,
) -> Timestamp {
    let (kind, failures) = failure;
    let (first, longest) = backoff(kind);
    let wait = doubled(first.max(every.min), failures.saturating_sub(1)).min(longest.max(every.min));
    let spread = wait.mul_f64(0.1 * unit_interval((source, now.as_second())));
    later(now, wait + spread).max(later(answered, retry_after.unwrap_or_default().min(LONGEST_RETRY_AFTER)))
}

/// When to try a page again after `failed` tries, the last at a pass of `now` and `answered` then; none: given up.
pub(super) fn next_page_try(
    now: Timestamp,
    answered: Timestamp,
    failed: u32,
    hopeless: bool,
    retry_after: Option<SignedDuration>,
) -> Option<Timestamp> {
    if hopeless || failed >= PAGE_ATTEMPTS {
        return None;
    }
    let wait = doubled(FIRST_PAGE_BACKOFF, failed.saturating_sub(1));
    Some(later(now, wait).max(later(answered, retry_after.unwrap_or_default())))
}

/// A wait that has been doubled so many times.
pub(super) fn doubled(first: SignedDuration, times: u32) -> SignedDuration {
    first.saturating_mul(2_i32.saturating_pow(times.min(20)))
}

/// A time in the far future, and not an error, where the wait is longer than time lasts.
pub(super) fn later(now: Timestamp, wait: SignedDuration) -> Timestamp {
    now.saturating_add(wait).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Interval = Interval { min: SignedDuration::from_mins(30), max: SignedDuration::from_hours(6) };

    fn noon() -> Timestamp {
        "2026-08-23T12:00:00Z".parse().unwrap()
    }

    /// The next poll after one at noon.
    fn next(wait: SignedDuration, fresh_for: Option<SignedDuration>, hints: &PollHints) -> Timestamp {
        next_poll(noon(), noon(), wait, fresh_for, hints)
    }

    #[test]
    fn the_longest_of_wait_freshness_and_ttl_counts() {
        let hints = PollHints { at_least_secs: Some(3 * 3600), ..PollHints::default() };
        let hours = SignedDuration::from_hours;
        assert_eq!(next(EVERY.min, Some(hours(1)), &hints), later(noon(), hours(3)));
        assert_eq!(
            next(EVERY.min, Some(hours(48)), &hints),
            later(noon(), hours(48)),
            "though the operator's longest is 6 h"
        );
        assert_eq!(next(EVERY.min, Some(hours(9000)), &hints), later(noon(), LONGEST_FRESH));
        assert_eq!(next(hours(6), Some(hours(1)), &hints), later(noon(), hours(6) - CRON_SLACK));
    }

    #[test]
    fn freshness_counts_from_the_answer_and_the_wait_from_the_pass() {
        let answered = later(noon(), SignedDuration::from_mins(10));
        let hour = Some(SignedDuration::from_hours(1));
        let none = PollHints::default();
        assert_eq!(next_poll(noon(), answered, EVERY.min, hour, &none), later(answered, SignedDuration::from_hours(1)));
        assert_eq!(next_poll(noon(), answered, EVERY.min, None, &none), later(noon(), EVERY.min - CRON_SLACK));
    }

    #[test]
    fn skipped_hours_and_days_are_waited_out() {
        let hints = PollHints { skip_hours: vec![12, 13], ..PollHints::default() };
        assert_eq!(next(EVERY.min, None, &hints), "2026-08-23T14:00:00Z".parse().unwrap());
        let sunday = PollHints { skip_days: vec!["Sunday".into()], ..PollHints::default() };
        assert_eq!(next(EVERY.min, None, &sunday), "2026-08-24T00:00:00Z".parse().unwrap());
        let always = PollHints { skip_hours: (0..24).collect(), ..PollHints::default() };
        assert_eq!(next(EVERY.min, None, &always), later(noon(), EVERY.min - CRON_SLACK));
    }

    fn wait_after(kind: FailureKind, failures: u32, retry_after: Option<SignedDuration>) -> SignedDuration {
        let source = SourceId::new("vov");
        next_poll_after_failure(noon(), noon(), &source, EVERY, (kind, failures), retry_after).duration_since(noon())
    }

    #[test]
    fn failures_back_off_up_to_a_bound_and_respect_retry_after() {
        let wait = |failures, retry| wait_after(FailureKind::Server, failures, retry);
        assert!((30..=33).contains(&wait(1, None).as_mins()));
        assert!((120..=132).contains(&wait(3, None).as_mins()));
        assert!((6..7).contains(&wait(4_000_000_000, None).as_hours()), "and is never given up");
        assert_eq!(wait(1, Some(SignedDuration::from_hours(48))).as_hours(), 48);
        assert_eq!(wait(1, Some(SignedDuration::from_hours(9_000))), LONGEST_RETRY_AFTER);
    }

    #[test]
    fn what_takes_a_person_to_mend_is_tried_more_seldom_than_what_mends_itself() {
        let waits = |kinds: &[FailureKind], failures| -> Vec<i64> {
            kinds.iter().map(|kind| wait_after(*kind, failures, None).as_hours()).collect()
        };
        let [timeout, dns, tls, not_found, robots] =
            [FailureKind::Timeout, FailureKind::Dns, FailureKind::Tls, FailureKind::Client, FailureKind::Robots];
        let kinds = [timeout, dns, tls, not_found, robots];
        for (failures, expected) in [(1, [0, 0, 1, 3, 24]), (30, [6, 12, 24, 48, 48])] {
            for (hours, expected) in waits(&kinds, failures).into_iter().zip(expected) {
                assert!((expected..=expected * 11 / 10).contains(&hours), "after {failures}: {hours} h");
            }
        }
    }

    #[test]
    fn sources_that_fail_together_dont_come_back_together() {
        let next = |id: &str| {
            let failure = (FailureKind::Dns, 1);
            next_poll_after_failure(noon(), noon(), &SourceId::new(id), EVERY, failure, None)
        };
        assert_ne!(next("vov"), next("vtv"));
    }

    #[test]
    fn a_page_is_given_up_when_it_is_gone_or_stale() {
        assert_eq!(next_page_try(noon(), noon(), 1, false, None), Some(later(noon(), FIRST_PAGE_BACKOFF)));
        assert_eq!(next_page_try(noon(), noon(), 1, true, None), None);
        assert_eq!(next_page_try(noon(), noon(), PAGE_ATTEMPTS, false, None), None);
    }
}
