//! Entries that a source has taken out of its document.

use std::collections::HashSet;

use crate::news::EntryId;

/// A document that lacks more from its middle is one that changes its order, or shows what is read most.
const MOST: usize = 2;

/// The entries that are in a source's document no more although some that stood behind them still are: they haven't
/// been pushed off its end. `before` and `now` are in the order of the documents.
pub fn vanished(before: &[EntryId], now: &[EntryId]) -> Vec<EntryId> {
    let listed: HashSet<&EntryId> = now.iter().collect();
    let Some(last) = before.iter().rposition(|entry| listed.contains(entry)) else { return Vec::new() };
    let vanished: Vec<EntryId> = before[..last].iter().filter(|entry| !listed.contains(entry)).copied().collect();
    if vanished.len() > MOST { Vec::new() } else { vanished }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(before: &[i64], now: &[i64], expected: &[i64]) {
        let ids = |ids: &[i64]| ids.iter().copied().map(EntryId).collect::<Vec<_>>();
        assert_eq!(vanished(&ids(before), &ids(now)), ids(expected), "{before:?} → {now:?}");
    }

    #[test]
    fn what_is_missing_before_what_is_left_has_vanished() {
        check(&[3, 2, 1], &[4, 3, 1], &[2]);
        check(&[4, 3, 2, 1], &[3, 1], &[4, 2]);
    }

    #[test]
    fn what_was_pushed_off_the_end_or_reordered_has_not() {
        check(&[3, 2, 1], &[5, 4, 3], &[]);
        check(&[3, 2, 1], &[], &[]);
        check(&[3, 2, 1], &[4], &[]);
        check(&[6, 5, 4, 3, 2, 1], &[9, 8, 1], &[]);
        check(&[3, 2, 1], &[1, 2, 3], &[]);
    }
}
