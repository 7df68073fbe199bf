//! An article's words as terms.

use super::frequencies::Frequencies;
use super::thresholds::{BODY_TERMS, TITLE_SHARE, TITLE_TERMS};
use super::vector::{Term, Vector};
use crate::judge::ArticleWords;
use crate::text::{Gap, Word, mix, step};

/// How often terms are in a text, by ascending term.
#[derive(Clone, Debug)]
struct Counts(Vec<(Term, u16)>);

#[derive(Clone, Debug)]
pub(super) struct Terms {
    title: Counts,
    /// Of lead and body.
    body: Counts,
}

impl Terms {
    pub fn of(words: &ArticleWords) -> Self {
        Self { title: Counts::of(&words.title), body: Counts::of(&words.text) }
    }

    /// Each once.
    pub fn distinct(&self) -> Vec<Term> {
        let mut terms: Vec<Term> = self.title.0.iter().chain(&self.body.0).map(|(term, _)| *term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    }

    /// Of length 1, and the title's part of it. A title's terms are apart from a body's, so that a dot product is the sum of
    /// both similarities, each by its share.
    pub fn vectors(&self, frequencies: &Frequencies) -> (Vector, Vector) {
        let body = self.body.weighed(frequencies).strongest(BODY_TERMS).of_length((1.0 - TITLE_SHARE).sqrt());
        let title = self.title.weighed(frequencies).strongest(TITLE_TERMS).of_length(TITLE_SHARE.sqrt());
        let titled = Vector::of(title.weights().iter().map(|(term, weight)| (!*term, *weight)).collect());
        (body.plus(&titled).of_length(1.0), titled)
    }
}

impl Counts {
    /// Of syllables, and of two in a row within a sentence.
    fn of(words: &[Word]) -> Self {
        let mut terms: Vec<Term> = Vec::with_capacity(2 * words.len());
        let mut before = None;
        for word in words {
            terms.push(term(word.spelt));
            if let Some(before) = before.filter(|_| word.gap != Gap::Stop) {
                terms.push(term(mix(step(before, word.spelt))));
            }
            before = Some(word.spelt);
        }
        terms.sort_unstable();
        let runs = terms.chunk_by(|a, b| a == b);
        Self(runs.map(|run| (run[0], u16::try_from(run.len()).unwrap_or(u16::MAX))).collect())
    }

    fn weighed(&self, frequencies: &Frequencies) -> Vector {
        let weight = |(term, often): &(Term, u16)| (*term, (1.0 + f32::from(*often).ln()) * frequencies.rarity(*term));
        Vector::of(self.0.iter().map(weight).filter(|(_, weight)| *weight > 0.0).collect())
    }
}

pub(super) fn term(hash: u64) -> Term {
    (hash >> 32) as Term
}
