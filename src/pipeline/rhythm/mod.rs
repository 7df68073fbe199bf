//! How often a source publishes, and when it is worth asking again. Pure.
//!
//! News comes at a rate λ that depends on the hour and the day of the week. Who polls every T hours sees a piece of news
//! T/2 late on average. For a given number of polls, the mean delay is least where T follows 1/√λ (Sia, Cho and Cho,
//! "Efficient Monitoring Algorithm for Fast News Alerts", IEEE TKDE 19(7), 2007). `simulation` measures what that gains.

#[cfg(test)]
mod laws;
#[cfg(test)]
pub(super) mod simulation;

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::civil::Date;
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
/// News draws news: each piece is counted as this many more to come, … (Measured in `simulation`: with half as many,
/// bursts are found at 0.92 of a fixed interval's delay, with as many at 0.88; ordinary papers don't mind.)
const FOLLOWERS: f64 = 1.0;
/// … most of them within so many hours.
const FOLLOWED_WITHIN: f64 = 1.0;
/// No hour and no weekday is believed to be quieter than this share of the mean: habits change.
const QUIETEST: f64 = 0.05;
/// Of the oldest dates in a source's first document so many don't count as the beginning of what is known: a pinned post of
/// last year says nothing about the months since.
const OUTLIERS: f64 = 0.1;
/// After longer silence than a weekend with a holiday, a source has changed: it is taken for one with so many pieces of
/// news in the time since its last.
const SILENCE_DAYS: f64 = 3.0;
const NEWS_IN_SILENCE: f64 = 3.0;
/// Waits are spread by as much in either direction, so that sources don't come in step.
const JITTER: f64 = 0.1;

/// When a source publishes, as it was counted after its last news. What comes after that is silence, which [`Self::wait`]
/// takes into account by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Rhythm {
    counted: Timestamp,
    /// Pieces of news, and the days over which they were counted.
    news: f64,
    days: f64,
    /// How busy each hour is in the source's zone, and each weekday from Monday, against the mean.
    hours: Vec<f64>,
    weekdays: Vec<f64>,
    /// Pieces of news, each counting less the older it is.
    recent: f64,
    /// Of the last piece of news, or when counting began.
    latest: Timestamp,
}

impl Rhythm {
    /// Counts what is known of a source: the newest of its news that were first seen in the [`WINDOW`], up to
    /// [`COUNTED`]; and when its very first were seen.
    pub fn of(news: &[Publication], first_seen: Timestamp, zone: &TimeZone, now: Timestamp) -> Self {
        let window = now.saturating_sub(WINDOW).unwrap_or(Timestamp::MIN);
        // What a first document has without a date was published some time before.
        let dated = news.iter().filter_map(|news| match news.published {
            Some(published) if published < news.first_seen => Some(published),
            _ => (news.first_seen > first_seen).then_some(news.first_seen),
        });
        let mut times: Vec<Timestamp> = dated.filter(|time| *time <= now).collect();
        times.sort_unstable();
        // Where older news were left out, what was seen since the oldest that weren't is known.
        let oldest = news.iter().map(|news| news.first_seen).min();
        let oldest = oldest.filter(|_| news.len() >= COUNTED as usize);
        // A clock that was put back may make it later than now.
        let begin = oldest.unwrap_or_else(|| begin(&times, first_seen)).max(window).min(now);
        times.retain(|time| *time >= begin);
        let (hours_shape, weekdays_shape) = habits(&times, begin, now, zone);
        let age = |time: &Timestamp| hours(now.duration_since(*time));
        Self {
            counted: now,
            news: f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX)),
            days: age(&begin) / 24.0,
            hours: hours_shape,
            weekdays: weekdays_shape,
            recent: times.iter().map(|time| (-age(time) / FOLLOWED_WITHIN).exp()).sum(),
            latest: times.last().copied().unwrap_or(begin),
        }
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

    /// Pieces of news a day until `now`, as far back as they were counted; none while that is less than a day.
    pub fn news_a_day(&self, now: Timestamp) -> Option<f64> {
        let days = self.days + hours(now.duration_since(self.counted)).max(0.0) / 24.0;
        (days >= 1.0).then(|| self.news / days)
    }

    /// Expected pieces of news an hour, `since` hours after they were counted, at the local time of `local` hours since
    /// 1970.
    fn rate(&self, since: f64, local: f64) -> f64 {
        let mut a_day = (self.news + PRIOR_NEWS) / (self.days + since / 24.0 + PRIOR_DAYS);
        let silence = (hours(self.counted.duration_since(self.latest)) + since) / 24.0;
        if silence > SILENCE_DAYS {
            a_day = a_day.min(NEWS_IN_SILENCE / silence);
        }
        let share = |shape: &[f64], at: usize| shape.get(at).copied().unwrap_or(1.0);
        // 1970 began on a Thursday.
        let weekday = share(&self.weekdays, index(local / 24.0 + 3.0, 7));
        let habit = a_day / 24.0 * share(&self.hours, index(local, 24)) * weekday;
        let followers = FOLLOWERS * self.recent / FOLLOWED_WITHIN * (-since / FOLLOWED_WITHIN).exp();
        habit.max(followers)
    }
}

/// How busy the hours and the weekdays are, as far as the days bear it out.
fn habits(times: &[Timestamp], begin: Timestamp, now: Timestamp, zone: &TimeZone) -> (Vec<f64>, Vec<f64>) {
    let local = |time: Timestamp| time.to_zoned_datetime(zone.clone()).datetime();
    let first = local(begin).date();
    let day_of = |date: Date| usize::try_from(date.duration_since(first).as_hours() / 24).unwrap_or_default();
    let mut days = vec![[0_u32; 24]; day_of(local(now).date()) + 1];
    for time in times {
        let local = local(*time);
        days[day_of(local.date())][usize::try_from(local.hour()).unwrap_or_default()] += 1;
    }
    let hours: Vec<Vec<f64>> = (0..24).map(|hour| days.iter().map(|day| f64::from(day[hour])).collect()).collect();
    let mut weekdays = vec![Vec::new(); 7];
    let monday = usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or_default();
    for (day, hours) in days.iter().enumerate() {
        weekdays[(monday + day) % 7].push(f64::from(hours.iter().sum::<u32>()));
    }
    let hours = shape(&hours);
    // The hours beside it count as well: nobody publishes by the clock.
    let smooth = |hour: usize| 0.5 * hours[hour] + 0.25 * (hours[(hour + 23) % 24] + hours[(hour + 1) % 24]);
    ((0..24).map(smooth).collect(), shape(&weekdays))
}

/// How much each group's mean differs from the mean of all, as far as chance doesn't explain it (the positive-part
/// James–Stein estimator): a few bursts make no habit, and twelve Tuesdays do.
fn shape(groups: &[Vec<f64>]) -> Vec<f64> {
    let count = |items: usize| f64::from(u32::try_from(items).unwrap_or(u32::MAX));
    let mean = |of: &[f64]| of.iter().sum::<f64>() / count(of.len());
    let spread = |of: &[f64]| of.iter().map(|x| (x - mean(of)).powi(2)).sum::<f64>();
    if groups.iter().any(|group| group.len() < 2) {
        return vec![1.0; groups.len()];
    }
    let means: Vec<f64> = groups.iter().map(|group| mean(group)).collect();
    let by_chance = groups.iter().map(|group| spread(group) / count(group.len() - 1) / count(group.len()));
    let by_chance = by_chance.sum::<f64>() / count(groups.len());
    let between = spread(&means) / count(groups.len() - 1);
    let (believed, overall) = ((1.0 - by_chance / between).max(0.0), mean(&means));
    if !believed.is_finite() || overall <= 0.0 {
        return vec![1.0; groups.len()];
    }
    means.into_iter().map(|mean| (1.0 + believed * (mean / overall - 1.0)).max(QUIETEST)).collect()
}

/// Since when a source's news are known: since it was first seen, or since the dates in its first document begin.
fn begin(times: &[Timestamp], first_seen: Timestamp) -> Timestamp {
    let before = times.partition_point(|time| *time < first_seen);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a tenth")]
    let outliers = (before as f64 * OUTLIERS) as usize;
    times[..before].get(outliers).copied().unwrap_or(first_seen)
}

/// Of whole hours or days that are counted round. In integers: `rem_euclid` of floats takes longer than all the rest of a
/// [`Rhythm::wait`], of which a pass over a thousand sources has two hundred thousand.
fn index(of: f64, modulo: i64) -> usize {
    #[expect(clippy::cast_possible_truncation, reason = "hours since 1970")]
    let whole = of.floor() as i64;
    usize::try_from(whole.rem_euclid(modulo)).unwrap_or_default()
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
