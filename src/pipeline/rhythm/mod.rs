//! How often a source publishes, and when it is worth asking again. Pure.
//!
//! News comes at a rate λ that depends on the hour and the day of the week. Who polls every T hours sees a piece of news
//! T/2 late on average. For a given number of polls, the mean delay is least where T follows 1/√λ (Sia, Cho and Cho,
//! "Efficient Monitoring Algorithm for Fast News Alerts", IEEE TKDE 19(7), 2007). `simulation` measures what that gains.

#[cfg(test)]
mod laws;
#[cfg(test)]
mod simulation;

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::config::Interval;
use crate::news::SourceId;
use crate::store::Publication;

/// What is older says little about how a source publishes now.
pub(super) const WINDOW: SignedDuration = SignedDuration::from_hours(28 * 24);
/// Pieces of news that are counted at most: a busy paper's last week or two.
pub(super) const COUNTED: u32 = 1_000;

/// One piece of news an hour is worth asking every so many hours. From it follow, by 1/√λ: a hundred a day, each quarter
/// of an hour; one a day, each 2½ hours; one a week, each 6½. These are the default bounds of `every`.
const PACE: f64 = 0.5;
/// A source of which nothing is known yet is taken for one with four pieces of news a day, until a quarter of a day has
/// said otherwise.
const PRIOR_NEWS: f64 = 1.0;
const PRIOR_DAYS: f64 = 0.25;
/// News draws news: each piece is counted as this many more to come, …
const FOLLOWERS: f64 = 0.5;
/// … most of them within so many hours.
const FOLLOWED_WITHIN: f64 = 1.0;
/// No hour and no weekday is believed to be quieter than this share of the mean: habits change.
const QUIETEST: f64 = 0.05;
/// Pieces of news that every hour and every weekday are given beforehand, so that a few don't make a habit.
const HOUR_PRIOR: f64 = 0.5;
const WEEKDAY_PRIOR: f64 = 2.0;
/// Of the oldest dates in a source's first document so many don't count as the begin of what is known: a pinned post of
/// last year says nothing about the months since.
const OUTLIERS: f64 = 0.1;
/// Counted anew after so long even without news, so that what falls out of the window does.
const COUNT_KEPT: SignedDuration = SignedDuration::from_hours(24);
/// After longer silence than a weekend with a holiday, a source has changed: it is taken for one with so many pieces of
/// news in the time since its last.
const SILENCE_DAYS: f64 = 3.0;
const NEWS_IN_SILENCE: f64 = 3.0;
/// Waits are spread by as much in either direction, so that sources don't come in step.
const JITTER: f64 = 0.1;

/// When a source publishes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Rhythm {
    counted: Timestamp,
    /// Over which was counted.
    days: f64,
    /// Of a day, in the source's zone.
    hours: [u32; 24],
    /// From Monday.
    weekdays: [u32; 7],
    /// Pieces of news, each counting less the older it is.
    recent: f64,
    /// Of the last piece of news, or when counting began.
    latest: Timestamp,
}

impl Rhythm {
    /// A source that hasn't said anything yet.
    pub fn unknown(now: Timestamp) -> Self {
        Self { counted: now, days: 0.0, hours: [0; 24], weekdays: [0; 7], recent: 0.0, latest: now }
    }

    /// Counts what is known of a source: the newest of its news that were first seen in the [`WINDOW`], up to
    /// [`COUNTED`]; and when its very first were seen.
    pub fn of(news: &[Publication], first_seen: Timestamp, zone: &TimeZone, now: Timestamp) -> Self {
        let mut rhythm = Self::unknown(now);
        let window = now.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
        // What a first document has without a date was published some time before.
        let dated = news.iter().filter_map(|news| match news.published {
            Some(published) if published < news.first_seen => Some(published),
            _ => (news.first_seen > first_seen).then_some(news.first_seen),
        });
        let mut times: Vec<Timestamp> = dated.filter(|time| *time <= now).collect();
        times.sort_unstable();
        let begin = begin(&times, first_seen, news.len() >= COUNTED as usize).max(window);
        times.retain(|time| *time >= begin);
        rhythm.latest = times.last().copied().unwrap_or(begin);
        for time in times {
            let local = time.to_zoned_datetime(zone.clone());
            rhythm.hours[usize::try_from(local.hour()).unwrap_or_default()] += 1;
            rhythm.weekdays[usize::try_from(local.weekday().to_monday_zero_offset()).unwrap_or_default()] += 1;
            rhythm.recent += (-hours(now.duration_since(time)) / FOLLOWED_WITHIN).exp();
        }
        // A clock that was put back makes it negative.
        rhythm.days = (hours(now.duration_since(begin)) / 24.0).max(0.0);
        rhythm
    }

    /// Whether it is time to count anew.
    pub fn is_outdated(&self, now: Timestamp) -> bool {
        now.duration_since(self.counted) >= COUNT_KEPT
    }

    /// How long to wait at `now`, within the operator's bounds.
    pub fn wait(&self, source: &SourceId, every: Interval, zone: &TimeZone, now: Timestamp) -> SignedDuration {
        if every.min >= every.max {
            return every.min;
        }
        let (min, max) = (hours(every.min), hours(every.max));
        let offset = f64::from(zone.to_offset(now).seconds()) / 3600.0;
        let local = hours(now.duration_since(Timestamp::UNIX_EPOCH)) + offset;
        let since = hours(now.duration_since(self.counted)).max(0.0);
        // The pace changes while we wait: a night is slept through, and not a morning.
        let step = (min / 4.0).max(max / 200.0);
        let (mut waited, mut ripe) = (0.0, 0.0);
        while ripe < 1.0 && waited < max {
            let pace = PACE / self.rate(since + waited, local + waited).sqrt();
            ripe += step / pace.clamp(min, max);
            waited += step;
        }
        let spread = 1.0 + JITTER * (2.0 * unit_interval((source, now.as_second())) - 1.0);
        SignedDuration::from_secs_f64((waited * spread * 3600.0).round()).clamp(every.min, every.max)
    }

    /// Expected pieces of news an hour, `since` hours after they were counted, at the local time of `local` hours since
    /// 1970.
    fn rate(&self, since: f64, local: f64) -> f64 {
        let total = f64::from(self.hours.iter().sum::<u32>());
        let mut a_day = (total + PRIOR_NEWS) / (self.days + since / 24.0 + PRIOR_DAYS);
        let silence = (hours(self.counted.duration_since(self.latest)) + since) / 24.0;
        if silence > SILENCE_DAYS {
            a_day = a_day.min(NEWS_IN_SILENCE / silence);
        }
        let hour = index(local, 24);
        // The hours beside it count as well: nobody publishes by the clock.
        let beside = self.hours[(hour + 23) % 24] + self.hours[(hour + 1) % 24];
        let at_hour = 0.5 * f64::from(self.hours[hour]) + 0.25 * f64::from(beside);
        // 1970 began on a Thursday.
        let on_day = f64::from(self.weekdays[index(local / 24.0 + 3.0, 7)]);
        let habit = a_day / 24.0 * share(at_hour, total / 24.0, HOUR_PRIOR) * share(on_day, total / 7.0, WEEKDAY_PRIOR);
        let followers = FOLLOWERS * self.recent / FOLLOWED_WITHIN * (-since / FOLLOWED_WITHIN).exp();
        habit.max(followers)
    }
}

/// Since when a source's news are known: since it was first seen, or since the dates in its first document begin. Where
/// older news were left out, since the oldest that weren't.
fn begin(times: &[Timestamp], first_seen: Timestamp, is_cut: bool) -> Timestamp {
    if is_cut {
        return times.first().copied().unwrap_or(first_seen);
    }
    let before = times.partition_point(|time| *time < first_seen);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a tenth")]
    let outliers = (before as f64 * OUTLIERS) as usize;
    times[..before].get(outliers).copied().unwrap_or(first_seen)
}

/// How busy an hour or day is, against the mean.
fn share(count: f64, mean: f64, prior: f64) -> f64 {
    let prior = prior + QUIETEST * mean;
    (count + prior) / (mean + prior)
}

fn index(of: f64, modulo: usize) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small")]
    let index = of.rem_euclid(modulo as f64) as usize;
    index.min(modulo - 1)
}

fn hours(duration: SignedDuration) -> f64 {
    duration.as_secs_f64() / 3600.0
}

/// A number in 0–1 that follows from `seed`, so that a pass can be repeated.
pub(super) fn unit_interval(seed: impl Hash) -> f64 {
    let mut hasher = DefaultHasher::new();
    seed.hash(&mut hasher);
    f64::from(u32::try_from(hasher.finish() >> 32).unwrap_or_default()) / f64::from(u32::MAX)
}
