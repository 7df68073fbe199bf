//! Stories a week, as a small plot beside a topic's stories.

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::render::channel::PLOT_WEEKS;
use crate::render::dates;
use crate::render::words::Words;

/// With fewer there is no course to see.
const FEWEST_WEEKS: usize = 3;

/// A bar with the gap behind it, in the plot's own units; the drawing is stretched to its place.
const STEP: usize = 4;
const BAR: usize = 3;
const HEIGHT: usize = 40;

pub(super) struct Weeks {
    /// Of the drawing, in its own units.
    pub(super) width: usize,
    pub(super) height: usize,
    /// Oldest first, without a gap.
    pub(super) bars: Vec<Bar>,
    /// The highest count.
    pub(super) most: usize,
    /// The first and the last Monday, for the axis.
    pub(super) first: String,
    pub(super) last: String,
    /// What there is to see, for those who don't see it.
    pub(super) summary: String,
}

pub(super) struct Bar {
    pub(super) monday: String,
    pub(super) count: usize,
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Weeks {
    /// Of the days on which stories came out, in any order. The plot ends with the last of them and not today: a page
    /// is the same while its stories are. None where it would show nothing.
    pub(super) fn of(days: impl IntoIterator<Item = Date>, words: &Words) -> Option<Self> {
        let mut mondays: Vec<Date> = days.into_iter().filter_map(monday).collect();
        mondays.sort_unstable();
        let last = *mondays.last()?;
        let earliest = last.checked_sub((PLOT_WEEKS - 1).weeks()).ok()?;
        let first = mondays.iter().copied().find(|monday| *monday >= earliest)?;
        let weeks: Vec<(Date, usize)> = first
            .series(1.week())
            .take_while(|monday| *monday <= last)
            .map(|monday| (monday, mondays.iter().filter(|other| **other == monday).count()))
            .collect();
        (weeks.len() >= FEWEST_WEEKS).then(|| Self::drawn(&weeks, words))
    }

    fn drawn(weeks: &[(Date, usize)], words: &Words) -> Self {
        let most = weeks.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let bars: Vec<Bar> = weeks
            .iter()
            .enumerate()
            .map(|(position, (monday, count))| {
                let height = (count * HEIGHT).div_ceil(most.max(1));
                let monday = dates::short_day(*monday, words);
                Bar { monday, count: *count, x: position * STEP, y: HEIGHT - height, width: BAR, height }
            })
            .collect();
        let monday = |bar: Option<&Bar>| bar.map(|bar| bar.monday.clone()).unwrap_or_default();
        let (first, last) = (monday(bars.first()), monday(bars.last()));
        let highest = monday(bars.iter().rfind(|bar| bar.count == most));
        let summary = words.weeks_summary(&first, &last, &highest, most);
        let width = (bars.len() * STEP).saturating_sub(STEP - BAR);
        Self { width, height: HEIGHT, bars, most, first, last, summary }
    }
}

fn monday(day: Date) -> Option<Date> {
    day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::config::Language;
    use crate::render::words;

    fn counts(days: &[Date]) -> Option<Vec<usize>> {
        let weeks = Weeks::of(days.iter().copied(), words::of(Language::Vietnamese))?;
        Some(weeks.bars.iter().map(|bar| bar.count).collect())
    }

    #[test]
    fn a_week_without_a_story_has_its_place() {
        // A Sunday, the Monday after it, and a Wednesday two weeks on.
        assert_eq!(counts(&[date(2026, 10, 21), date(2026, 10, 5), date(2026, 10, 4)]), Some(vec![1, 1, 0, 1]));
    }

    #[test]
    fn the_plot_ends_with_the_newest_story_and_goes_back_half_a_year() {
        let days = [date(2026, 10, 5), date(2026, 8, 3), date(2024, 1, 1)];
        assert_eq!(counts(&days).map(|counts| counts.len()), Some(10));
        let daily: Vec<Date> = date(2026, 1, 1).series(1.day()).take(300).collect();
        assert_eq!(counts(&daily).map(|counts| counts.len()), Some(26));
    }

    #[test]
    fn a_topic_of_a_week_has_no_plot() {
        assert_eq!(counts(&[]), None);
        assert_eq!(counts(&[date(2026, 10, 5), date(2026, 10, 6)]), None);
    }

    #[test]
    fn the_highest_bar_is_as_high_as_the_plot_and_one_story_can_be_seen() {
        let mut days = vec![date(2026, 10, 5); 300];
        days.extend([date(2026, 9, 21), date(2026, 9, 28)]);
        let weeks = Weeks::of(days, words::of(Language::English)).expect("three weeks");
        assert_eq!(weeks.bars.iter().map(|bar| bar.height).collect::<Vec<_>>(), [1, 1, HEIGHT]);
        assert!(weeks.summary.contains("300"), "{}", weeks.summary);
    }
}
