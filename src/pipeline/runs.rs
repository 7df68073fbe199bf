//! Which of a channel's documents are to be made, and which are no more.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::render::{ChannelKey, Numbers, numbers_in, run_of};
use crate::store::ChannelRow;

pub(super) fn numbers_of(row: &ChannelRow) -> Numbers {
    Numbers { first: row.first, last: row.last }
}

/// Months that had stories and have none any more are no part of the archive.
pub(super) fn is_empty_month(key: &ChannelKey, row: &ChannelRow) -> bool {
    matches!(key, ChannelKey::Month(_)) && row.first.is_none()
}

/// The runs of `size` that have had documents and have none any more since stories with these numbers left: the first of
/// those that had was one of theirs.
pub(super) fn empty_runs(numbers: Numbers, size: usize, left: &[u32]) -> Range<u32> {
    let there = numbers.runs(size);
    let first = left.iter().map(|number| run_of(*number, size)).min().unwrap_or(u32::MAX);
    first..*there.start().min(&there.end().saturating_add(1))
}

/// The runs of `size` with documents that have these numbers, or all. The one before a run that has just become complete
/// leads to it from now on, and the first with stories to none any more once those before it are gone.
pub(super) fn runs(there: Numbers, size: usize, numbers: Option<&[u32]>) -> BTreeSet<u32> {
    let there = there.runs(size);
    let Some(numbers) = numbers else { return there.collect() };
    let mut runs = BTreeSet::new();
    for number in numbers {
        let run = run_of(*number, size);
        runs.insert(run.max(*there.start()));
        if *numbers_in(run, size).end() == *number {
            runs.insert(run.saturating_sub(1));
        }
    }
    runs.retain(|run| there.contains(run));
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_without_stories_are_gone_and_the_first_with_stories_leads_to_none() {
        let numbers = |first, last| Numbers { first, last };
        assert_eq!(runs(numbers(Some(1), 10), 3, None), BTreeSet::from([1, 2, 3]));
        assert_eq!(runs(numbers(Some(8), 10), 3, None), BTreeSet::from([3]), "1 to 7 are gone");
        assert_eq!(runs(numbers(Some(8), 10), 3, Some(&[5, 6, 7])), BTreeSet::from([3]));
        assert_eq!(empty_runs(numbers(Some(8), 10), 3, &[5, 6, 7]), 2..3);
        assert_eq!(empty_runs(numbers(None, 10), 3, &[7, 8, 9, 10]), 3..4);
        assert_eq!(runs(numbers(None, 10), 3, Some(&[7, 8, 9, 10])), BTreeSet::new());
        assert!(empty_runs(numbers(Some(1), 10), 3, &[5]).is_empty(), "one in the middle");
        assert!(empty_runs(numbers(Some(2), 10), 0, &[1]).is_empty(), "a channel without such documents");
    }
}
