//! Titles that are printed in capital letters, which don't say then what is a name.

use std::borrow::Cow;

use super::slots::name_at;
use crate::text::{Gap, Shape, Word};

/// The words of a title as they would be printed in a sentence: where none is in lower case, what the text below has as a
/// name is one, and the rest is none. A name that is more than half of the title is its copy in the text, in capitals too.
pub(super) fn in_sentence_case<'t>(title: &'t [Word], text: &[Word]) -> Cow<'t, [Word]> {
    let is_lower = |word: &Word| word.shape == Shape::Lower;
    if title.iter().any(is_lower) {
        return Cow::Borrowed(title);
    }
    let mut cased = title.to_vec();
    for word in cased.iter_mut().filter(|word| word.shape == Shape::Capital) {
        word.shape = Shape::Lower;
    }
    let sentences = text.chunk_by(|_, next| next.gap != Gap::Stop);
    for sentence in sentences.filter(|sentence| sentence.iter().any(is_lower)) {
        let mut at = 0;
        while at < sentence.len() {
            let name = &sentence[at..at + name_at(sentence, at)];
            at += name.len().max(1);
            if !name.is_empty() && 2 * name.len() <= title.len() {
                mark(name, title, &mut cased);
            }
        }
    }
    Cow::Owned(cased)
}

/// Gives its capitals back to `name`, wherever the title has it.
fn mark(name: &[Word], title: &[Word], cased: &mut [Word]) {
    for (at, here) in title.windows(name.len()).enumerate() {
        if here.iter().zip(name).all(|(here, word)| here.spelt == word.spelt && here.shape == Shape::Capital) {
            cased[at..at + name.len()].copy_from_slice(here);
        }
    }
}
