//! The spellings of all provinces, compiled.

use std::sync::LazyLock;

use crate::judge::Pattern;
use crate::judge::phrases::{Found, Marks, Misprints, Phrases, longest};
use crate::text::{Place, Token, places, tokens};

pub(super) struct Names {
    phrases: Phrases,
    spellings: Vec<Spelling>,
}

struct Spelling {
    /// None for a longer name that is no province's.
    place: Option<&'static Place>,
    /// For each token, whether it must be printed with a capital letter.
    capitals: Vec<bool>,
}

/// As they are spelt.
pub(super) static NAMES: LazyLock<Names> = LazyLock::new(|| Names::compile(Marks::Kept));

/// Without their diacritics.
pub(super) static UNMARKED: LazyLock<Names> = LazyLock::new(|| Names::compile(Marks::Dropped { fewest_words: 1 }));

impl Names {
    fn compile(marks: Marks) -> Self {
        let of_places =
            places().all.iter().flat_map(|place| place.spellings.iter().map(move |text| (Some(place), *text)));
        let of_others = places().others.iter().map(|text| (None, *text));
        let mut patterns = Vec::new();
        let mut spellings = Vec::new();
        for (place, text) in of_places.chain(of_others) {
            if let Ok(pattern) = Pattern::parse(text) {
                patterns.push(pattern);
                // Of the longer names, common nouns begin a sentence, too.
                let capitals = tokens(text).iter().map(Token::is_capitalised).collect();
                spellings.push(Spelling { place, capitals });
            }
        }
        Self { phrases: Phrases::compile(&patterns, marks, Misprints::Missed), spellings }
    }

    /// The names in a text, the longest where several share a word: *Thái Bình Dương* is an ocean, and neither *Thái Bình*
    /// nor *Bình Dương*. Unless `any_case`, they are printed with their capital letters.
    pub fn find(&self, text: &[Token<'_>], any_case: bool) -> Vec<Found> {
        let mut found = self.phrases.find(text);
        found.retain(|found| {
            let printed = text[found.span()].iter().map(Token::is_capitalised);
            any_case || self.spellings[found.pattern].capitals.iter().zip(printed).all(|(must, is)| is || !must)
        });
        longest(found, text.len())
    }

    /// None for a longer name that is no province's.
    pub fn place(&self, found: &Found) -> Option<&'static Place> {
        self.spellings[found.pattern].place
    }
}
