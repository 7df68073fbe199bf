//! Misprints, met by a rule: one inner word of a phrase that is wrong by a letter, or lacking; or its last word with other
//! marks on the same letters.

use std::ops::Range;

use super::Word;
use crate::text::{Token, unmarked};

/// A word that is wrong in print, between two runs that are right.
#[derive(Debug)]
pub(super) struct Slip {
    pub word: String,
    /// Whether it may be left out.
    pub may_lack: bool,
    /// Whether it is the phrase's last: then nothing but its marks may be wrong, since nothing behind it speaks for it.
    pub is_last: bool,
}

/// A pattern with one word wrong. Found by the longer one of the runs beside the word: what is found often and leads to
/// nothing is short.
#[derive(Debug)]
pub(super) struct Misprint {
    pub pattern: usize,
    pub slip: Slip,
    /// The other run, as the automaton reads it.
    pub rest: Vec<u8>,
    /// Whether it comes behind the longer one.
    pub rest_follows: bool,
}

impl Misprint {
    /// Where the other run stands beside the longer one at `run`, among the words of `text`.
    pub fn rest_beside(
        &self,
        run: &Range<usize>,
        text: &[u8],
        words: &[Word],
        tokens: &[Token<'_>],
    ) -> Option<Range<usize>> {
        if self.slip.is_last {
            let last = words.get(run.end).filter(|last| last.sentence == words[run.start].sentence)?;
            return self.slip.is_misprint(&tokens[last.token]).then_some(run.end..run.end + 1);
        }
        let length = self.rest.len() / 4;
        let beside = |gap: usize| {
            let rest = if self.rest_follows {
                run.end + gap..run.end + gap + length
            } else {
                let end = run.start.checked_sub(gap)?;
                end.checked_sub(length)?..end
            };
            let same_words = text.get(4 * rest.start..4 * rest.end)? == self.rest;
            (same_words && words[rest.start].sentence == words[run.start].sentence).then_some(rest)
        };
        let misspelt = || {
            let wrong = if self.rest_follows { run.end } else { run.start.checked_sub(1)? };
            beside(1).filter(|_| self.slip.is_misprint(&tokens[words[wrong].token]))
        };
        self.slip.may_lack.then(|| beside(0)).flatten().or_else(misspelt)
    }
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
    let last = run.len().saturating_sub(1);
    let may_lack = move |at| run.len() >= LACKING && at < last;
    let wrong = if run.len() < MISSPELT { 0..0 } else { 1..run.len() };
    wrong
        .map(|at| (at, &run[at]))
        .filter(|(_, word)| !NUMBERS.contains(&word.as_str()) && !word.contains(|c: char| c.is_ascii_digit()))
        .filter(move |(at, word)| may_lack(*at) || word.chars().count() >= LETTERS)
        .map(move |(at, word)| (at, Slip { word: word.clone(), may_lack: may_lack(at), is_last: at == last }))
}

impl Slip {
    pub fn is_misprint(&self, printed: &Token<'_>) -> bool {
        let [word] = printed.words() else { return false };
        printed.expansion.is_none()
            && self.word.chars().count() >= LETTERS
            && if self.is_last {
                self.word != *word && unmarked(&self.word) == unmarked(word)
            } else {
                strsim::osa_distance(&self.word, word) == 1
            }
    }
}
