//! An article's words as they are indexed.

use crate::judge::{Field, Fields};
use crate::text::{Token, unmarked};

/// The words of an article's parts, each part as one text with a space between words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexed {
    pub title: String,
    pub lead: String,
    pub body: String,
}

impl Indexed {
    /// With tones and diacritics.
    pub fn of(article: &Fields<'_>) -> Self {
        let words = |field| {
            let mut words = String::new();
            for word in article.tokens(field).iter().flat_map(Token::words) {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(word);
            }
            words
        };
        Self { title: words(Field::Title), lead: words(Field::Lead), body: words(Field::Body) }
    }

    /// The same as it would be typed without diacritics.
    #[must_use]
    pub fn without_marks(&self) -> Self {
        Self { title: unmarked(&self.title), lead: unmarked(&self.lead), body: unmarked(&self.body) }
    }
}
