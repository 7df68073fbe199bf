//! The words that are in most articles, whatever these are about: a new store has not seen enough to know them.

use std::sync::LazyLock;

use super::terms;
use super::vector::{Term, TermMap};
use crate::text::words;

/// Of a hundred Vietnamese news articles, how many have each of these syllables: those that 17 or more have, counted in
/// 9,926 articles of 2012 to 2017.
const COMMON: &str = include_str!("common.tsv");

static SHARES: LazyLock<TermMap<f32>> = LazyLock::new(|| {
    let lines = COMMON.lines().filter_map(|line| line.split_once('\t'));
    lines
        .flat_map(|(percent, syllables)| {
            let share = percent.parse().map_or(0.0, |percent: f32| percent / 100.0);
            words(syllables).map(move |word| (terms::term(word.spelt), share))
        })
        .collect()
});

/// The share of articles that have a term, as far as that is known beforehand.
pub(super) fn share(term: Term) -> f32 {
    SHARES.get(&term).copied().unwrap_or_default()
}
