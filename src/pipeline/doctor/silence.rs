//! Sources that answer and have stopped publishing, against their own cadence. Pure.
//!
//! What is counted are days: a source's silences are the days from one day with news to the next. If news came without
//! memory, the chance that a silence is `c` times as long as the longest of `m` earlier ones is that of the exponential
//! distribution's record, ∏ k/(k + c) for k = 1…m, whatever its mean is. A source is called silent when that chance, times the
//! silences that it has in a year, is below [`A_YEAR`]: so often a year each source that is well is called silent. What
//! publishes more regularly than without memory is called so less often; for what publishes in bursts, only silences of the
//! longest one's kind are counted (see [`COMPARABLE`]). `simulation` measures what comes of it.

#[cfg(test)]
mod simulation;

use super::{begin_of, tet};
use crate::config::Source;
use crate::render::{Finding, Problem, Severity};
use crate::store::SourceDay;

/// Wrong alarms that are allowed for, a year and source: one in a hundred years. Who keeps a hundred sources hears a wrong
/// one a year. (Measured in `simulation`.)
const A_YEAR: f64 = 0.01;
/// Shorter silences say nothing about how likely long ones are: in a burst, news draws news. Those of at least this share of
/// the longest are counted.
const COMPARABLE: f64 = 0.25;
/// A long weekend is none.
const SHORTEST: u32 = 4;
/// Half a year is, whatever was before, unless there was a silence of half as long.
const LONGEST: u32 = 180;

/// How long a source has been silent, and what it is measured by; in days on which it answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Silence {
    days: u32,
    longest: u32,
    silences: u32,
    /// The last day with news.
    last: i64,
}

/// `last_entry` is the day of the source's last entry, which may be longer ago than is remembered.
pub(super) fn check(source: &Source, days: &[SourceDay], last_entry: Option<i64>, today: i64) -> Option<Finding> {
    let observed = observed(days, today);
    let Silence { days, longest, silences, last } =
        if observed.is_empty() { forgotten(days, last_entry?)? } else { silence(&observed)? };
    Some(Finding {
        severity: Severity::Error,
        source: Some(source.id.clone()),
        address: Some(source.url.to_string()),
        since: begin_of(last),
        problem: Problem::Silent { days, longest, silences },
    })
}

/// The days on which news would have been seen, and whether there was any: those on which the source answered. Of the days
/// before polls were counted, all.
fn observed(days: &[SourceDay], today: i64) -> Vec<(i64, bool)> {
    let Some(first) = days.iter().find(|day| day.entries > 0).map(|day| day.day) else { return Vec::new() };
    let counted = days.iter().find(|day| day.polls > 0).map_or(today, |day| day.day);
    let mut observed = Vec::new();
    let mut next = first;
    for day in days.iter().skip_while(|day| day.day < first) {
        observed.extend((next..day.day).filter(|quiet| *quiet < counted).map(|quiet| (quiet, false)));
        if day.entries > 0 || day.polls > day.failures || day.day < counted {
            observed.push((day.day, day.entries > 0));
        }
        next = day.day + 1;
    }
    // On days of leave, silence isn't counted, and neither is news.
    observed.retain(|(day, _)| !tet::is_leave(*day));
    observed
}

/// The silence of a source of which nothing but silence is remembered.
fn forgotten(days: &[SourceDay], last: i64) -> Option<Silence> {
    let quiet = days.iter().filter(|day| day.polls > day.failures).count();
    let days = u32::try_from(quiet).unwrap_or(u32::MAX);
    (days >= LONGEST).then_some(Silence { days, longest: 0, silences: 0, last })
}

/// The silence of a source that is longer than chance explains, by the days on which it answered, the oldest first.
fn silence(observed: &[(i64, bool)]) -> Option<Silence> {
    let with_news: Vec<usize> = observed.iter().enumerate().filter(|(_, (_, news))| *news).map(|(at, _)| at).collect();
    let last = *with_news.last()?;
    let days = observed.len() - 1 - last;
    let gaps: Vec<usize> = with_news.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let longest = *gaps.iter().max()?;
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let as_long = |gap: &&usize| f64::from(count(**gap)) >= COMPARABLE * f64::from(count(longest));
    let comparable = count(gaps.iter().filter(as_long).count());
    let times = f64::from(count(days)) / f64::from(count(longest));
    let chance: f64 = (1..=comparable).map(|k| f64::from(k) / (f64::from(k) + times)).product();
    let a_year = f64::from(comparable) * 365.0 / f64::from(count(last.max(1)));
    let is_unlikely = count(days) >= SHORTEST && times > 1.0 && chance * a_year <= A_YEAR;
    let is_silent = is_unlikely || count(days) >= LONGEST && times >= 2.0;
    is_silent.then(|| Silence {
        days: count(days),
        longest: count(longest),
        silences: count(gaps.len()),
        last: observed[last].0,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A letter a day: `+` news, `.` none, `x` didn't answer.
    fn days(pattern: &str) -> Vec<SourceDay> {
        let day = |(at, what): (usize, char)| SourceDay {
            day: 20_605 + i64::try_from(at).unwrap(),
            polls: 1,
            failures: u32::from(what == 'x'),
            entries: u32::from(what == '+'),
            ..SourceDay::default()
        };
        pattern.chars().enumerate().map(day).collect()
    }

    fn is_silent(pattern: &str) -> bool {
        let days = days(pattern);
        let today = days.last().map_or(0, |day| day.day);
        silence(&observed(&days, today)).is_some()
    }

    #[test]
    fn a_daily_source_is_silent_after_days_and_a_weekly_after_weeks() {
        let daily = "+".repeat(100);
        assert!(!is_silent(&format!("{daily}...")));
        assert!(is_silent(&format!("{daily}......")));
        let weekly = "+......".repeat(14);
        assert!(!is_silent(&format!("{weekly}+{}", ".".repeat(14))));
        assert!(is_silent(&format!("{weekly}+{}", ".".repeat(35))));
    }

    #[test]
    fn days_on_which_it_did_not_answer_are_no_silence() {
        let daily = "+".repeat(100);
        assert!(!is_silent(&format!("{daily}{}", "x".repeat(60))));
        assert!(is_silent(&format!("{daily}{}......", "x".repeat(60))), "but those before count");
    }

    #[test]
    fn what_was_silent_for_as_long_before_is_not() {
        assert!(!is_silent(&format!("{}{}{}....................", "+".repeat(50), ".".repeat(20), "+".repeat(50))));
    }

    #[test]
    fn too_little_known_says_nothing() {
        for pattern in ["", "+", "+...........................", "++.............", "x", ".........."] {
            assert!(!is_silent(pattern), "{pattern}");
        }
    }

    #[test]
    fn half_a_year_is_a_silence_even_where_little_is_known_or_all_is_forgotten() {
        assert!(!is_silent(&format!("+..+.+{}", ".".repeat(40))));
        assert!(is_silent(&format!("+..+.+{}", ".".repeat(200))));
        let quiet = days(&".".repeat(300));
        assert_eq!(forgotten(&quiet, 20_000).map(|silence| silence.last), Some(20_000));
        assert_eq!(forgotten(&quiet[..100], 20_000), None);
    }

    #[test]
    fn before_polls_were_counted_each_day_counts() {
        let mut all = days(&("+..".repeat(60) + &".".repeat(40)));
        let today = all.last().unwrap().day;
        for day in &mut all {
            day.polls = 0;
        }
        all.retain(|day| day.entries > 0);
        all.push(SourceDay { day: today, polls: 4, ..SourceDay::default() });
        assert_eq!(silence(&observed(&all, today)).unwrap().longest, 3);
        assert!(silence(&observed(&all, today)).unwrap().days > 30);
    }
}
