//! The words around what was found.

use super::query::{Phrase, Query};
use crate::text::{Token, tokens, unmarked};

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub text: String,
    /// Whether it is what was looked for.
    pub found: bool,
}

/// Words of an excerpt: two lines and a half on a wide screen.
const WORDS: usize = 42;
/// Of them, before the first that was found.
const BEFORE: usize = 8;
/// Tokens of a text that are looked at: the longest articles have some 6,000.
const LOOKED_AT: usize = 20_000;

/// The whole of `text`, with what `query` looks for in it.
pub fn marked(text: &str, query: &Query) -> Vec<Part> {
    let tokens = tokens(text);
    let found = found(&tokens, query);
    parts(text, 0, text.len(), &tokens, &found)
}

/// The stretch of `text` that has most of what `query` looks for, with `…` where it is cut off; the beginning of a text that
/// has nothing of it.
pub fn excerpt(text: &str, query: &Query) -> Vec<Part> {
    let mut tokens = tokens(text);
    tokens.truncate(LOOKED_AT);
    let found = found(&tokens, query);
    let begin = best_begin(&found);
    let end = (begin + WORDS).min(tokens.len());
    let from = if begin == 0 { 0 } else { tokens[begin].at };
    let to = if end == tokens.len() { text.len() } else { tokens[end - 1].range().end };
    let mut parts = parts(text, from, to, &tokens, &found);
    let around = |text: &str| Part { text: text.to_owned(), found: false };
    if from > 0 {
        parts.insert(0, around("… "));
    }
    if to < text.len() {
        parts.push(around(" …"));
    }
    parts
}

/// Of each token, which phrase of the query it is part of, counted from 1; 0 for none.
fn found(tokens: &[Token<'_>], query: &Query) -> Vec<usize> {
    let plain = query.ignores_marks();
    let words: Vec<(usize, String)> = tokens
        .iter()
        .enumerate()
        .flat_map(|(at, token)| token.words().iter().map(move |word| (at, word)))
        .map(|(at, word)| (at, if plain { unmarked(word) } else { word.clone() }))
        .collect();
    let mut found = vec![0; tokens.len()];
    for (phrase, Phrase { words: wanted, .. }) in query.wanted.iter().enumerate() {
        for at in 0..(words.len() + 1).saturating_sub(wanted.len()) {
            let here = &words[at..at + wanted.len()];
            if here.iter().map(|(_, word)| word).eq(wanted) {
                for (token, _) in here {
                    found[*token] = phrase + 1;
                }
            }
        }
    }
    found
}

/// Where an excerpt begins that has as many of the phrases as can be, and as often side by side as can be.
fn best_begin(found: &[usize]) -> usize {
    let mut best = (0, 0);
    for begin in (0..found.len()).filter(|at| found[*at] > 0) {
        let window = &found[begin..(begin + WORDS - BEFORE).min(found.len())];
        let mut kinds: Vec<usize> = window.iter().copied().filter(|phrase| *phrase > 0).collect();
        let beside = window.windows(2).filter(|pair| pair[0] > 0 && pair[1] == pair[0] + 1).count();
        kinds.sort_unstable();
        kinds.dedup();
        let score = 4 * kinds.len() + 2 * beside.min(kinds.len());
        if score > best.0 {
            best = (score, begin);
        }
    }
    // From the beginning where that is near, and never past a whole excerpt's length before the end.
    let begin = best.1.saturating_sub(BEFORE);
    begin.min(found.len().saturating_sub(WORDS))
}

/// The text from one byte to another; neighbours that were found are one part.
fn parts(text: &str, from: usize, to: usize, tokens: &[Token<'_>], found: &[usize]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut push = |text: &str, found: bool| {
        if !text.is_empty() {
            parts.push(Part { text: text.to_owned(), found });
        }
    };
    let mut at = from;
    let mut here = (0..tokens.len()).filter(|n| found[*n] > 0 && tokens[*n].at >= from && tokens[*n].range().end <= to);
    let mut next = here.next();
    while let Some(first) = next {
        let mut last = first;
        next = here.next();
        while let Some(beside) = next.filter(|n| *n == last + 1 && tokens[last].sentence == tokens[*n].sentence) {
            last = beside;
            next = here.next();
        }
        push(&text[at..tokens[first].at], false);
        push(&text[tokens[first].at..tokens[last].range().end], true);
        at = tokens[last].range().end;
    }
    push(&text[at..to], false);
    parts
}
