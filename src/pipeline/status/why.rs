//! Why a source is polled when it is: worked out again from what the last poll left. Pure.

use jiff::{SignedDuration, Timestamp};

use super::super::rhythm::Rhythm;
use super::super::schedule::once_waited;
use crate::config::{Interval, Source};
use crate::render::Why;
use crate::store::SourceState;

/// Between a pass's begin, from which waits count, and a server's answer, from which its wishes do.
const LONGEST_PASS: SignedDuration = SignedDuration::from_mins(30);
/// Waits are spread by a tenth: what is as near to the bounds was cut by them.
const NEAR: i32 = 10;

/// What else than the source's own row has a say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Around {
    /// Whether a hub is relied upon to push its news.
    pub pushed: bool,
    /// Until when its host wants to be left alone.
    pub held_until: Option<Timestamp>,
}

/// `rhythm` is the source's, where it has one.
pub(super) fn why(source: &Source, state: &SourceState, rhythm: Option<&Rhythm>, around: Around) -> Why {
    if around.held_until.is_some_and(|until| until <= state.next_poll && state.last_error.is_some()) {
        return Why::Held;
    }
    if state.failures > 0 {
        return Why::Failing { since: state.last_success };
    }
    let every = if around.pushed { Interval { min: source.every.max, ..source.every } } else { source.every };
    let begun = state.last_attempt;
    let wait = rhythm.map_or(every.max, |rhythm| rhythm.wait(&source.id, every, &source.zone, begun));
    if state.next_poll > once_waited(begun, wait) {
        let asked = state.hints.at_least_secs.map(|seconds| SignedDuration::from_secs(i64::from(seconds)));
        let interval = state.next_poll.duration_since(begun);
        let by_ttl = asked.is_some_and(|asked| asked <= interval && interval <= asked + LONGEST_PASS);
        let skips = !state.hints.skip_hours.is_empty() || !state.hints.skip_days.is_empty();
        return match (by_ttl, skips) {
            (true, _) => Why::Document,
            // It is due at a full hour then.
            (false, true) if state.next_poll.as_second() % 3600 == 0 => Why::Skipped,
            (false, _) => Why::Server,
        };
    }
    if around.pushed {
        return Why::Push;
    }
    if wait <= every.min {
        Why::Shortest
    } else if wait >= every.max - every.max / NEAR {
        Why::Longest
    } else {
        Why::Rhythm { news_a_day: rhythm.and_then(|rhythm| rhythm.news_a_day(begun)) }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::sync::Arc;

    use jiff::tz::TimeZone;

    use super::super::super::schedule::next_poll;
    use super::*;
    use crate::config::Config;
    use crate::news::SourceId;
    use crate::read::PollHints;
    use crate::store::{Moves, Publication};

    fn source(every: &str) -> Arc<Source> {
        let text = format!(
            "[site]\ntitle = 'Tin'\nurl = 'https://tin.example/'\ntag = 'tin.example,2026'\n[fetch]\ncontact = 'a@bao.vn'\n\
             [[feed]]\nid = 'tin'\ntitle = 'Tin'\n[[source]]\nid = 'bao'\nname = 'Báo'\nurl = 'https://bao.vn/rss'\n{every}"
        );
        let config = Config::parse("feeds.toml", &text, Path::new("")).unwrap_or_else(|error| panic!("{error}"));
        Arc::clone(config.source(&SourceId::new("bao")).unwrap())
    }

    fn now() -> Timestamp {
        "2026-08-23T05:00:00Z".parse().unwrap()
    }

    /// With so many pieces of news a day for three weeks.
    fn rhythm(a_day: i32) -> Rhythm {
        let begin = now() - SignedDuration::from_hours(21 * 24);
        let news: Vec<Publication> = (1..=a_day * 21)
            .map(|nth| Publication {
                published: None,
                first_seen: begin + SignedDuration::from_hours(24) * nth / a_day - SignedDuration::from_hours(2),
            })
            .collect();
        Rhythm::of(&news, begin - SignedDuration::from_hours(1), &TimeZone::UTC, now())
    }

    fn after(source: &Source, rhythm: &Rhythm, fresh_for: Option<SignedDuration>, hints: PollHints) -> SourceState {
        let wait = rhythm.wait(&source.id, source.every, &source.zone, now());
        SourceState {
            url: source.url.to_string(),
            moves: Moves::default(),
            validators: None,
            next_poll: next_poll(now(), now(), wait, fresh_for, &hints),
            rhythm: None,
            hints,
            last_attempt: now(),
            last_success: Some(now()),
            failures: 0,
            last_error: None,
            gone: false,
        }
    }

    fn of(every: &str, a_day: i32, fresh_for: Option<i64>, hints: PollHints) -> Why {
        let (source, rhythm) = (source(every), rhythm(a_day));
        let state = after(&source, &rhythm, fresh_for.map(SignedDuration::from_hours), hints);
        why(&source, &state, Some(&rhythm), Around::default())
    }

    #[test]
    fn it_is_the_rhythm_within_the_operators_bounds() {
        let Why::Rhythm { news_a_day: Some(news_a_day) } = of("", 8, None, PollHints::default()) else { panic!() };
        assert!((7.0..9.0).contains(&news_a_day), "{news_a_day}");
        assert_eq!(of("every = { min = '1m', max = '5m' }", 1, None, PollHints::default()), Why::Longest);
        assert_eq!(of("every = { min = '1d', max = '2d' }", 8, None, PollHints::default()), Why::Shortest);
        assert_eq!(of("every = '1h'", 8, None, PollHints::default()), Why::Shortest);
    }

    #[test]
    fn who_asks_for_more_is_named() {
        assert_eq!(of("", 8, Some(30), PollHints::default()), Why::Server);
        let ttl = PollHints { at_least_secs: Some(12 * 3600), ..PollHints::default() };
        assert_eq!(of("", 8, None, ttl.clone()), Why::Document);
        assert_eq!(of("", 8, Some(30), ttl), Why::Server, "who asks for most");
        let skips = PollHints { skip_hours: (5..20).collect(), ..PollHints::default() };
        assert_eq!(of("", 8, None, skips), Why::Skipped);
    }

    #[test]
    fn failures_holds_and_hubs_come_first() {
        let (source, rhythm) = (source(""), rhythm(8));
        let well = after(&source, &rhythm, None, PollHints::default());
        let pushed = SourceState { next_poll: once_waited(now(), source.every.max), ..well.clone() };
        let around = Around { pushed: true, held_until: None };
        assert_eq!(why(&source, &pushed, Some(&rhythm), around), Why::Push);
        let failing = SourceState { failures: 3, last_error: Some("500".to_owned()), ..well.clone() };
        let since = Some(now());
        assert_eq!(why(&source, &failing, Some(&rhythm), Around::default()), Why::Failing { since });
        let until = now() + SignedDuration::from_hours(2);
        let held = SourceState { next_poll: until, last_error: Some("busy".to_owned()), ..well };
        let around = Around { pushed: false, held_until: Some(until) };
        assert_eq!(why(&source, &held, Some(&rhythm), around), Why::Held);
    }
}
