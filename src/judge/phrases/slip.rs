//! Misprints, met by a rule: one inner word of a phrase that is wrong by a letter, or lacking.

use crate::text::Token;

/// A word that is wrong in print, between two runs that are right.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Slip {
    pub word: String,
    /// Whether it may be left out.
    pub may_lack: bool,
}

/// Words from which on a phrase is known with one of its inner words misspelt by a letter.
const MISSPELT: usize = 4;

/// Words from which on a phrase is known without one of its inner words.
const LACKING: usize = 6;

/// Letters from which on a word can be misspelt; of shorter ones, each is some other word's misprint.
const LETTERS: usize = 3;

/// Of a phrase, the inner words that may be wrong, and how. Numbers may not: 3 programmes are not 4.
pub(super) fn slips(run: &[String]) -> impl Iterator<Item = (usize, Slip)> {
    const NUMBERS: &[&str] = &["hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"];
    let may_lack = run.len() >= LACKING;
    let inner = if run.len() < MISSPELT { 0..0 } else { 1..run.len() - 1 };
    inner
        .map(|at| (at, &run[at]))
        .filter(|(_, word)| !NUMBERS.contains(&word.as_str()) && !word.contains(|c: char| c.is_ascii_digit()))
        .filter(move |(_, word)| may_lack || word.chars().count() >= LETTERS)
        .map(move |(at, word)| (at, Slip { word: word.clone(), may_lack }))
}

impl Slip {
    pub fn is_misprint(&self, printed: &Token<'_>) -> bool {
        printed.expansion.is_none()
            && self.word.chars().count() >= LETTERS
            && strsim::osa_distance(&self.word, &printed.folded) == 1
    }
}
