//! What the rhythm gains over a fixed interval, on made publishing patterns: mean delay from publication to first sight,
//! for the same number of requests.

#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "of a few million seconds")]

use super::*;

const EVERY: Interval = Interval { min: SignedDuration::from_mins(15), max: SignedDuration::from_hours(6) };
const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
const WEEKS: i64 = 12;
/// Not measured: a source is being got to know.
const LEARNING: i64 = 14 * DAY;

fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

/// A Monday's midnight in Vietnam.
fn begin() -> i64 {
    "2026-06-01T00:00:00+07:00".parse::<Timestamp>().unwrap().as_second()
}

/// Steele and Vigna's splitmix64: the same numbers everywhere and for ever.
pub(in crate::pipeline) struct Random(pub u64);

impl Random {
    /// In 0–1.
    pub(in crate::pipeline) fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        f64::from(u32::try_from((z ^ (z >> 31)) >> 32).unwrap()) / f64::from(u32::MAX)
    }

    /// The news of a Poisson process with `rate` per hour of the local hour since the beginning.
    fn news(&mut self, rate: impl Fn(i64) -> f64) -> Vec<i64> {
        let mut news = Vec::new();
        for minute in 0..WEEKS * 7 * 24 * 60 {
            if self.next() < rate(minute / 60) / 60.0 {
                news.push(begin() + minute * 60 + 30);
            }
        }
        news
    }
}

/// Five pieces of news an hour by day, none at night, fewer on weekends.
fn paper(random: &mut Random) -> Vec<i64> {
    random.news(|hour| match (hour % 24, hour / 24 % 7) {
        (6..22, 0..5) => 5.0,
        (6..22, _) => 2.0,
        _ => 0.05,
    })
}

/// One notice on Tuesdays between nine and eleven.
fn ministry(random: &mut Random) -> Vec<i64> {
    (0..WEEKS).map(|week| begin() + (week * 7 + 1) * DAY + 9 * HOUR + (random.next() * 7200.0) as i64).collect()
}

/// Provincial paper: a dozen on workdays, at office hours.
fn province(random: &mut Random) -> Vec<i64> {
    random.news(|hour| match (hour % 24, hour / 24 % 7) {
        (7..17, 0..5) => 1.2,
        (7..17, _) => 0.2,
        _ => 0.0,
    })
}

/// Days of silence, at any hour; then eight pieces within two hours.
fn bursts(random: &mut Random) -> Vec<i64> {
    let mut news = Vec::new();
    let mut at = begin();
    while at < begin() + WEEKS * 7 * DAY {
        at += (random.next() * 4.0 * DAY as f64) as i64;
        news.extend((0..8).map(|_| at + (random.next() * 2.0 * HOUR as f64) as i64));
    }
    news.sort_unstable();
    news
}

/// Ten pieces a day for two weeks, and then nothing more.
fn dead(random: &mut Random) -> Vec<i64> {
    random.news(|hour| if hour < 14 * 24 { 10.0 / 24.0 } else { 0.0 })
}

#[derive(Default)]
struct Measured {
    requests: f64,
    days: f64,
    /// In minutes, of each piece of news.
    delays: Vec<f64>,
}

impl Measured {
    fn requests_a_day(&self) -> f64 {
        self.requests / self.days
    }

    fn delay(&self) -> f64 {
        self.delays.iter().sum::<f64>() / self.delays.len() as f64
    }

    fn and(mut self, other: Self) -> Self {
        self.delays.extend(other.delays);
        Self { requests: self.requests + other.requests, days: self.days + other.days, ..self }
    }
}

/// Whether the source dates its news.
#[derive(Clone, Copy, PartialEq)]
enum Dates {
    Given,
    Missing,
}

/// Polls when `wait` says so, from what was seen up to then.
fn simulate(news: &[i64], dates: Dates, mut wait: impl FnMut(&[Publication], Timestamp) -> SignedDuration) -> Measured {
    let mut seen = Vec::new();
    let mut measured = Measured { days: ((WEEKS * 7 * DAY - LEARNING) / DAY) as f64, ..Measured::default() };
    let is_measured = |time: i64| time >= begin() + LEARNING;
    let mut now = begin();
    while now < begin() + WEEKS * 7 * DAY {
        measured.requests += f64::from(u8::from(is_measured(now)));
        for published in news[seen.len()..].iter().copied().take_while(|published| *published <= now) {
            let time = |second| Timestamp::from_second(second).unwrap();
            let said = (dates == Dates::Given).then(|| time(published));
            seen.push(Publication { published: said, first_seen: time(now) });
            if is_measured(published) {
                measured.delays.push((now - published) as f64 / 60.0);
            }
        }
        now += wait(&seen, Timestamp::from_second(now).unwrap()).as_secs();
    }
    measured
}

/// By the rhythm, as the pipeline does it: counted anew after news, else as it was.
fn adaptive(news: &[i64], dates: Dates) -> Measured {
    let (source, zone) = (SourceId::new("nguon"), zone());
    let mut rhythm: Option<Rhythm> = None;
    let mut known = 0;
    simulate(news, dates, |seen, now| {
        if seen.len() > known || rhythm.is_none() {
            known = seen.len();
            let window = seen.iter().rev().take_while(|news| news.first_seen > now - WINDOW).take(COUNTED as usize);
            let window: Vec<Publication> = window.copied().collect();
            let first = seen.first().map_or(now, |news| news.first_seen);
            rhythm = Some(Rhythm::of(&window, first, &zone, now));
        }
        rhythm.as_ref().unwrap().wait(&source, EVERY, &zone, now)
    })
}

/// So many requests a day, all at the same distance.
fn fixed(news: &[i64], requests_a_day: f64) -> Measured {
    let interval = SignedDuration::from_secs((DAY as f64 / requests_a_day) as i64);
    simulate(news, Dates::Given, |_, _| interval)
}

#[test]
fn asking_by_the_rhythm_finds_news_sooner_with_the_same_number_of_requests() {
    // Lives of a source; requests a day at most; and the delay's share of the fixed interval's at most, with dates and
    // without: what was measured, with some room.
    for (name, pattern, lives, requests, shares) in [
        // 65.9 a day: 8.9 minutes instead of 10.8. The shortest interval leaves little to gain.
        ("paper", paper as fn(&mut Random) -> Vec<i64>, 1, 72.0, [0.90, 0.90]),
        // 23.8 a day: 16.4 minutes instead of 30.3.
        ("province", province, 2, 27.0, [0.65, 0.65]),
        // 4.8 a day: 43 minutes instead of 158; without dates, 63 instead of 134.
        ("ministry", ministry, 20, 6.0, [0.45, 0.65]),
        // 20.6 a day: 30 minutes instead of 35.
        ("bursts", bursts, 5, 24.0, [0.95, 0.95]),
    ] {
        let lives: Vec<_> = (0..lives).map(|seed| pattern(&mut Random(1719 + seed))).collect();
        for (dates, share) in [Dates::Given, Dates::Missing].into_iter().zip(shares) {
            let by_rhythm = lives.iter().map(|news| adaptive(news, dates)).fold(Measured::default(), Measured::and);
            let a_day = by_rhythm.requests_a_day();
            let by_clock = lives.iter().map(|news| fixed(news, a_day)).fold(Measured::default(), Measured::and);
            let (delay, fixed) = (by_rhythm.delay(), by_clock.delay());
            assert!(a_day <= requests, "{name}: {a_day:.1} a day");
            assert!(delay <= share * fixed, "{name}: {delay:.1} min, fixed {fixed:.1} min");
        }
    }
}

#[test]
fn a_dead_source_is_asked_as_seldom_as_the_operator_allows_and_never_given_up() {
    let measured = adaptive(&dead(&mut Random(1719)), Dates::Given);
    assert!((4.0..6.5).contains(&measured.requests_a_day()), "{}", measured.requests_a_day());
}
