//! What holds for whatever a source publishes.

use proptest::prelude::*;

use super::*;

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

proptest! {
    #[test]
    fn waits_stay_within_the_operators_bounds_and_repeat(
        news in prop::collection::vec((any::<i32>(), any::<i32>()), 0..60),
        (first_seen, now, later) in (any::<i32>(), any::<i32>(), 0..i32::MAX),
        (min, range) in (60..2_592_000_i64, 0..2_592_000_i64),
    ) {
        let news: Vec<Publication> = news
            .into_iter()
            .map(|(published, seen)| Publication {
                published: (published % 3 != 0).then(|| time(i64::from(published.min(seen)))),
                first_seen: time(i64::from(seen)),
            })
            .collect();
        let every = Interval { min: SignedDuration::from_secs(min), max: SignedDuration::from_secs(min + range) };
        let (now, source) = (time(i64::from(now)), SourceId::new("nguon"));
        let rhythm = Rhythm::of(&news, time(i64::from(first_seen)), &zone(), now);
        let stored: Rhythm = serde_json::from_str(&serde_json::to_string(&rhythm).unwrap()).unwrap();
        let then = now + SignedDuration::from_secs(i64::from(later));
        let wait = rhythm.wait(&source, every, &zone(), then);
        prop_assert!(every.min <= wait && wait <= every.max, "{wait:?}");
        prop_assert_eq!(stored.wait(&source, every, &zone(), then), wait);
    }
}

/// Of a source whose one piece of news was seen `ago` before now, after four quiet weeks.
fn wait(ago: SignedDuration) -> SignedDuration {
    let now: Timestamp = "2026-08-23T05:00:00Z".parse().unwrap();
    let seen = Publication { published: None, first_seen: now - ago };
    let every = Interval { min: SignedDuration::from_mins(15), max: SignedDuration::from_hours(6) };
    Rhythm::of(&[seen], now - WINDOW, &zone(), now).wait(&SourceId::new("nguon"), every, &zone(), now)
}

#[test]
fn news_brings_the_next_poll_closer_for_a_while() {
    let [now, hour, day] = [0, 1, 24].map(|hours| wait(SignedDuration::from_hours(hours)));
    assert!(now < SignedDuration::from_hours(2) && now < hour && hour < day, "{now:?} {hour:?} {day:?}");
}

#[test]
fn one_old_date_makes_no_busy_paper_a_quiet_one() {
    let now: Timestamp = "2026-08-23T05:00:00Z".parse().unwrap();
    let every = Interval { min: SignedDuration::from_mins(1), max: SignedDuration::from_hours(6) };
    let wait = |news: &[Publication], first_seen| {
        Rhythm::of(news, first_seen, &zone(), now).wait(&SourceId::new("nguon"), every, &zone(), now).as_mins()
    };
    let old = Some(now - SignedDuration::from_hours(20 * 24));
    // So many pieces of news, one each six minutes, the first of them with an old date.
    let dated = |count: i64, is_first_poll: bool| -> Vec<Publication> {
        let time = |nth: i64| now - SignedDuration::from_mins(6 * nth);
        let seen = |nth| if is_first_poll { now } else { time(nth) };
        let news = (0..count).map(|nth| Publication { published: Some(time(nth)), first_seen: seen(nth) });
        let first = Publication { published: old, first_seen: seen(0) };
        news.chain([first]).collect()
    };
    for (news, first_seen) in [(dated(50, true), now), (dated(i64::from(COUNTED), false), now - WINDOW)] {
        assert!((5..20).contains(&wait(&news, first_seen)), "{}", wait(&news, first_seen));
    }
}

#[test]
fn sources_with_the_same_habits_are_not_asked_in_step() {
    let now: Timestamp = "2026-08-23T05:00:00Z".parse().unwrap();
    let every = Interval { min: SignedDuration::from_mins(15), max: SignedDuration::from_hours(6) };
    let wait = |id: &str| Rhythm::of(&[], now, &zone(), now).wait(&SourceId::new(id), every, &zone(), now);
    assert_ne!(wait("vov"), wait("vtv"));
}
