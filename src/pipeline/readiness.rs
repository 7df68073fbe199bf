//! Whether news goes through, for `/readyz`. Pure.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::config::Source;
use crate::store::SourceState;

/// After a start, nothing is expected of sources for so long: a fresh database has heard of none, and after a long standstill
/// all are overdue.
pub(super) const GRACE: Duration = Duration::from_mins(10);
/// Passes that make no progress for so long hang. The longest honest step is one request, for the timeout and after the
/// host's rest: a minute with the settings as they come, and less than this unless both are set to many minutes.
pub(super) const STALLED: Duration = Duration::from_mins(15);
/// A source that was expected and not read has been silent for long after so many of its own longest intervals.
const INTERVALS: i32 = 3;
/// A source that is due may wait in its host's queue, and behind a long pass.
const QUEUE: SignedDuration = SignedDuration::from_mins(30);

/// Why news doesn't go through; nothing when all is well. `sources` are those that are on, with what is remembered of them;
/// `failure` is that of the last pass.
pub(super) fn reasons(
    sources: &[(&Source, Option<&SourceState>)],
    now: Timestamp,
    since_start: Duration,
    since_progress: Duration,
    failure: Option<String>,
) -> Vec<String> {
    let mut reasons: Vec<String> = failure.map(|why| format!("the last pass failed: {why}")).into_iter().collect();
    if since_progress > STALLED {
        let minutes = since_progress.as_secs() / 60;
        reasons.push(format!(
            "the passes have stalled: no progress for {minutes} minutes; see the log, and restart bantin"
        ));
    }
    let is_silent = !sources.is_empty() && !sources.iter().any(|(source, state)| is_heard(source, *state, now));
    if is_silent && since_start > GRACE {
        let last = sources.iter().filter_map(|(_, state)| state.as_ref()?.last_success).max();
        let since = last.map_or("ever".to_owned(), |last| format!("since {last}"));
        let count = sources.len();
        reasons.push(format!(
            "no source has been read {since}, though {count} are on: is there a network, and a name server? See the log"
        ));
    }
    reasons
}

/// A source is heard while nothing is overdue: its next poll has yet to come after one that went well, or its last success
/// is no longer ago than it may be.
fn is_heard(source: &Source, state: Option<&SourceState>, now: Timestamp) -> bool {
    let Some((state, last)) = state.and_then(|state| Some((state, state.last_success?))) else { return false };
    let silent = now.duration_since(last);
    let went_well = state.failures == 0 && !state.gone;
    (went_well && now.duration_since(state.next_poll) <= QUEUE) || silent <= source.every.max * INTERVALS + QUEUE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::store::Moves;

    const HOUR: SignedDuration = SignedDuration::from_hours(1);
    const LONG_AGO: Duration = Duration::from_hours(100);

    fn now() -> Timestamp {
        "2026-08-23T05:00:00Z".parse().unwrap()
    }

    fn config() -> Config {
        let text = r#"
            site = { title = "Tin", url = "https://tin.example/", tag = "tin.example,2026" }
            fetch = { contact = "https://tin.example/" }
            source = [
                { id = "gio", name = "Giờ", url = "https://gio.example/rss", every = "1h" },
                { id = "tuan", name = "Tuần", url = "https://tuan.example/rss", every = "7d" },
            ]
            feed = [{ id = "tong-hop", title = "Tổng hợp" }]
        "#;
        Config::parse("feeds.toml", text, std::path::Path::new("")).unwrap_or_else(|mistakes| panic!("{mistakes}"))
    }

    /// Last read `ago` hours ago, with so many failures since.
    fn read(ago: i32, failures: u32, every: SignedDuration) -> SourceState {
        let last = now() - HOUR * ago;
        SourceState {
            url: String::new(),
            moves: Moves::default(),
            validators: None,
            next_poll: if failures == 0 { last + every } else { now() + HOUR },
            rhythm: None,
            hints: crate::read::PollHints::default(),
            last_attempt: last,
            last_success: Some(last),
            failures,
            last_error: None,
            gone: false,
        }
    }

    fn silent(states: &[Option<SourceState>; 2], since_start: Duration) -> bool {
        let config = config();
        let sources: Vec<(&Source, Option<&SourceState>)> =
            config.sources.iter().map(AsRef::as_ref).zip(states.iter().map(Option::as_ref)).collect();
        let reasons = reasons(&sources, now(), since_start, Duration::ZERO, None);
        assert!(reasons.len() <= 1, "{reasons:?}");
        !reasons.is_empty()
    }

    #[test]
    fn one_source_that_is_heard_is_enough() {
        let week = HOUR * 24 * 7;
        for (hourly, weekly, is_silent) in [
            (Some(read(1, 0, HOUR)), None, false),
            (Some(read(2, 1, HOUR)), None, false),
            (Some(read(9, 5, HOUR)), None, true),
            (Some(read(9, 5, HOUR)), Some(read(24 * 8, 3, week)), false),
            (Some(read(9, 5, HOUR)), Some(read(24 * 30, 9, week)), true),
            (None, Some(read(24 * 6, 0, week)), false),
            (None, None, true),
        ] {
            assert_eq!(silent(&[hourly.clone(), weekly.clone()], LONG_AGO), is_silent, "{hourly:?} {weekly:?}");
        }
    }

    #[test]
    fn a_server_that_asked_for_a_longer_wait_is_heard_until_then() {
        let mut state = read(100, 0, HOUR);
        state.next_poll = now() + HOUR;
        assert!(!silent(&[Some(state.clone()), None], LONG_AGO));
        state.next_poll = now() - HOUR;
        assert!(silent(&[Some(state), None], LONG_AGO), "it should have been asked");
    }

    #[test]
    fn a_start_has_its_grace() {
        assert!(!silent(&[None, None], GRACE));
        assert!(silent(&[None, None], GRACE + Duration::from_secs(1)));
    }

    #[test]
    fn a_pass_that_failed_is_told_of_with_its_reason() {
        let failure = Some("the disk is full".to_owned());
        let told = reasons(&[], now(), Duration::ZERO, Duration::ZERO, failure);
        assert_eq!(told, ["the last pass failed: the disk is full"]);
    }

    #[test]
    fn passes_that_stall_are_seen_whatever_the_sources_say() {
        for (since_progress, stalled) in [(STALLED, false), (STALLED + Duration::from_secs(1), true)] {
            assert_eq!(reasons(&[], now(), Duration::ZERO, since_progress, None).len(), usize::from(stalled));
        }
    }
}
