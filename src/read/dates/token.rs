//! A date's text as tokens: digits, words in lower case, single signs.

use unicode_normalization::UnicodeNormalization;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The value saturates; `digits` tells `08` from `8`.
    Number {
        value: u32,
        digits: usize,
    },
    /// NFC, lower case.
    Word(String),
    Sign(char),
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// White space stands before it.
    pub(super) spaced: bool,
}

/// No date is longer; a text that is has none, or has it at the beginning.
const MOST_TOKENS: usize = 300;

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    let mut spaced = true;
    while let Some((start, first)) = chars.next() {
        if tokens.len() == MOST_TOKENS {
            break;
        }
        if is_space(first) {
            spaced = true;
            continue;
        }
        let belongs: fn(char) -> bool = if first.is_ascii_digit() {
            |c| c.is_ascii_digit()
        } else if first.is_alphabetic() {
            is_word
        } else {
            |_| false
        };
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = chars.next_if(|(_, next)| belongs(*next)) {
            end = at + next.len_utf8();
        }
        let piece = &text[start..end];
        let kind = if first.is_ascii_digit() {
            Kind::Number { value: piece.parse().unwrap_or(u32::MAX), digits: piece.len() }
        } else if first.is_alphabetic() {
            Kind::Word(if piece.is_ascii() { piece.to_ascii_lowercase() } else { piece.to_lowercase().nfc().collect() })
        } else {
            Kind::Sign(first)
        };
        tokens.push(Token { kind, start, end, spaced });
        spaced = false;
    }
    tokens
}

/// U+202F stands before the AM and PM of .NET's dates; zero-width marks come along with copied text.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

fn is_word(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')
}
