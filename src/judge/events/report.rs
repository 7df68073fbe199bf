//! An article as stories are compared with it.

use jiff::Timestamp;

use super::frequencies::Frequencies;
use super::marks::Marks;
use super::terms::Terms;
use super::thresholds::{FEWEST_TERMS, WHOLE_TEXT};
use super::vector::{Term, Vector};
use crate::judge::ArticleWords;
use crate::read::Article;

/// What an article says of an event.
#[derive(Clone, Debug)]
pub struct Report {
    /// Of nothing where the article says too little to be about anything.
    pub(super) vector: Vector,
    /// The title's part of it.
    pub(super) titled: Vector,
    pub(super) marks: Marks,
    pub(super) published: Timestamp,
    /// Whether it has a text of its own ([`WHOLE_TEXT`](super::WHOLE_TEXT)).
    pub(super) is_whole: bool,
    /// Each once.
    pub(super) terms: Vec<Term>,
}

impl Report {
    pub(super) fn of(article: &Article, words: &ArticleWords, published: Timestamp, frequencies: &Frequencies) -> Self {
        let terms = Terms::of(words);
        let distinct = terms.distinct();
        let says_enough = distinct.len() >= FEWEST_TERMS;
        let (vector, titled) = if says_enough { terms.vectors(frequencies) } else { Default::default() };
        let is_whole = article.body.value.text.chars().nth(WHOLE_TEXT as usize - 1).is_some();
        Self { vector, titled, marks: Marks::of(words), published, is_whole, terms: distinct }
    }
}
