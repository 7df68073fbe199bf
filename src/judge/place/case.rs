//! How a title is typed, as far as it tells names from words.

use crate::text::Token;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Mixed,
    Upper,
    /// Without a capital letter but the first.
    Lower,
}

impl Case {
    pub fn of(tokens: &[Token<'_>]) -> Self {
        if !tokens.iter().any(|token| token.text.contains(char::is_lowercase)) {
            Self::Upper
        } else if !tokens.iter().skip(1).any(Token::is_capitalised) {
            Self::Lower
        } else {
            Self::Mixed
        }
    }
}
