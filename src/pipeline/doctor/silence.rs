//! Sources that answer and have stopped publishing, against their own cadence. Pure.
//!
//! What is counted are days: a source's pauses are the days from one day with news to the next. A source is called silent when
//! a pause as long as this one is unlikely ([`usual`]) by all pauses that are remembered, and by those of the same weeks a year ago,
//! where these were longer than others. `simulation` measures what comes of it.

#[cfg(test)]
mod simulation;
mod usual;

use usual::is_unlikely;

use super::{begin_of, tet};
use crate::config::Source;
use crate::render::{Finding, Problem, Severity};
use crate::store::SourceDay;

/// A long weekend is none.
const SHORTEST: u32 = 4;
/// Half a year is a silence, whatever was before, unless there was one of half as long.
const LONGEST: u32 = 180;

const YEAR: i64 = 365;
/// The same weeks of another year are so many days before and after. (Measured with 21, 30 and 45: alarms were the same. With
/// more, the weeks of all who close for a month are found whole.)
const SEASON: i64 = 45;
/// What was silent for so long then may now be a bit longer.
const LONGER: f64 = 1.25;
/// Pauses of a season are a measure of their own where they are so many, and longer than usual by so much. (Measured: without
/// that, an office that publishes a quarter as much in summer gives 1.7 wrong alarms in a hundred years; where all seasons are
/// measured, what publishes evenly is found a third later.)
const OF_SEASON: usize = 5;
const SLOWER: f64 = 1.5;

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
    let has_news = observed.iter().any(|(_, news)| *news);
    let Silence { days, longest, silences, last } =
        if has_news { silence(&observed)? } else { forgotten(days, last_entry?)? };
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
    let Some(first) = days.first().map(|day| day.day) else { return Vec::new() };
    let counted = days.iter().find(|day| day.polls > 0).map_or(today, |day| day.day);
    let mut observed = Vec::new();
    let mut next = first;
    for day in days {
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

/// From one day with news to the next.
#[derive(Clone, Copy, Debug)]
struct Pause {
    from: i64,
    to: i64,
    /// On which the source answered.
    days: u32,
}

/// The pauses that are over. What is remembered may begin in the midst of one.
fn pauses(observed: &[(i64, bool)]) -> Vec<Pause> {
    let mut pauses = Vec::new();
    let mut from = 0;
    for (at, (day, news)) in observed.iter().enumerate() {
        if *news && at > from {
            pauses.push(Pause { from: observed[from].0, to: *day, days: count(at - from) });
        }
        if *news {
            from = at;
        }
    }
    pauses
}

/// The silence of a source that is longer than chance explains, by the days on which it answered, the oldest first.
fn silence(observed: &[(i64, bool)]) -> Option<Silence> {
    let last = observed.iter().rposition(|(_, news)| *news)?;
    let (today, days) = (observed.last()?.0, count(observed.len() - 1 - last));
    let pauses = pauses(observed);
    let lengths: Vec<u32> = pauses.iter().map(|pause| pause.days).collect();
    let longest = *lengths.iter().max()?;
    let a_year_ago = || {
        let (begin, end) = (observed[last].0 - YEAR - SEASON, today - YEAR + SEASON);
        let then: Vec<u32> = pauses.iter().filter(|it| it.to >= begin && it.from <= end).map(|it| it.days).collect();
        let was_as_long = then.iter().any(|then| f64::from(days) <= LONGER * f64::from(*then));
        let is_slow = then.len() >= OF_SEASON && mean(&then) >= SLOWER * mean(&lengths);
        // It comes once a year.
        !was_as_long && (!is_slow || is_unlikely(days, &then, 365))
    };
    let is_unusual = days >= SHORTEST && is_unlikely(days, &lengths, count(last)) && a_year_ago();
    let is_silent = is_unusual || days >= LONGEST && days >= 2 * longest;
    is_silent.then(|| Silence { days, longest, silences: count(pauses.len()), last: observed[last].0 })
}

fn mean(days: &[u32]) -> f64 {
    days.iter().map(|days| f64::from(*days)).sum::<f64>() / f64::from(count(days.len().max(1)))
}

fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
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
