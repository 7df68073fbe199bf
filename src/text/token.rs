//! Text → words and numbers, each where it stands.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::{INVISIBLE, is_unspaced, with_i};
use super::{abbreviation, fold};

/// A word, a number or an abbreviation of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'t> {
    /// Byte offset of `text` in the whole.
    pub at: usize,
    /// As printed.
    pub text: &'t str,
    pub kind: Kind,
    /// The printed word, folded; `&` is `và`; a number as its digits stand, without leading zeros; an abbreviation as it is
    /// spelt.
    pub folded: String,
    /// The folded word with i for y, where both spell one word: tỉ for tỷ.
    respelt: Option<String>,
    /// What an abbreviation stands for, as folded words.
    pub expansion: Option<&'static [String]>,
    /// Counted from 0 through the text; a line break always ends a sentence.
    pub sentence: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// Digits with the `.` and `,` that group them: `1.719` is one number, and neither 1719 nor 719.
    Number,
}

impl Token<'_> {
    /// Of the token in the whole text.
    pub fn range(&self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }

    /// What it is compared by: the expansion of an abbreviation, itself otherwise, with i where y is only another spelling.
    pub fn words(&self) -> &[String] {
        self.expansion.unwrap_or(std::slice::from_ref(self.respelt.as_ref().unwrap_or(&self.folded)))
    }

    fn is_listed_before(&self, between: &str) -> bool {
        self.kind == Kind::Number && matches!(between, "." | ",")
    }

    /// Whether it begins with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// The tokens of `text`, in order. Everything else (spaces, punctuation, symbols) lies between them.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    joined(text, &plain(text))
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || is_within(c)
}

/// Whether it belongs to the letter before it.
fn is_within(c: char) -> bool {
    is_combining_mark(c) || INVISIBLE.contains(&c)
}

/// Bytes of the word at the beginning of `text`. Where a script has no spaces, each letter is a word, with its marks: a
/// phrase of them finds what a reader would call a word.
fn word_length(text: &str) -> usize {
    let is_alone = text.starts_with(is_unspaced);
    let ends = |c: char| !in_word(c) || ((is_alone || is_unspaced(c)) && !is_within(c));
    text.char_indices().skip(1).find(|(_, c)| ends(*c)).map_or(text.len(), |(at, _)| at)
}

/// The tokens with every abbreviation still in its parts.
fn plain(text: &str) -> Vec<Token<'_>> {
    let mut found: Vec<Token<'_>> = Vec::new();
    let mut sentence = 0;
    let mut end = 0;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, length) = match c {
            '&' => (Kind::Word, 1),
            c if c.is_alphanumeric() => match number_length(rest) {
                // What goes on after a comma or stop that did not group is a list or a date, to its end.
                Some((first, _)) if found.last().is_some_and(|last| last.is_listed_before(&text[end..at])) => {
                    (Kind::Number, first)
                }
                Some((_, length)) => (Kind::Number, length),
                None => (Kind::Word, word_length(rest)),
            },
            other => {
                at += other.len_utf8();
                continue;
            }
        };
        let printed = &rest[..length];
        if let Some(last) = found.last()
            && ends_sentence(last, &text[end..at], printed)
        {
            sentence += 1;
        }
        let folded = match kind {
            Kind::Number => without_zeros(printed).to_owned(),
            Kind::Word if printed == "&" => "và".to_owned(),
            Kind::Word => fold(printed),
        };
        let respelt = with_i(&folded);
        found.push(Token { at, text: printed, kind, folded, respelt, expansion: None, sentence });
        at += length;
        end = at;
    }
    found
}

/// The tokens with abbreviations of several parts made one.
fn joined<'t>(text: &'t str, parts: &[Token<'t>]) -> Vec<Token<'t>> {
    let mut found = Vec::with_capacity(parts.len());
    let mut i = 0;
    while let Some(part) = parts.get(i) {
        let following = |n: usize| {
            let next = parts.get(i + n).filter(|next| next.sentence == part.sentence)?;
            Some((next.text, next.folded.as_str()))
        };
        let mut token = part.clone();
        if let Some((taken, abbreviation)) = abbreviation::at_start((part.text, &part.folded), following) {
            let last = &parts[i + taken - 1];
            token.text = &text[part.at..last.range().end];
            token.folded.clone_from(&abbreviation.short);
            token.expansion = Some(&abbreviation.words);
            i += taken;
        } else {
            i += 1;
        }
        found.push(token);
    }
    found
}

/// Bytes of the first digits and of the whole number at the beginning of `text`; none where a word begins with digits
/// (`4G`).
fn number_length(text: &str) -> Option<(usize, usize)> {
    let digits = |from: usize| {
        text[from..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |length| from + length) - from
    };
    let first = digits(0);
    if first == 0 || text[first..].starts_with(|c| in_word(c) && !is_unspaced(c)) {
        return None;
    }
    // Groups of digits with single separators between them, as far as they go.
    let mut groups = vec![(None, first)];
    let mut end = first;
    while let Some(separator @ (b'.' | b',')) = text.as_bytes().get(end).copied() {
        let length = digits(end + 1);
        if length == 0 {
            break;
        }
        groups.push((Some(separator), length));
        end += 1 + length;
    }
    Some((first, if is_one_number(&groups) { end } else { first }))
}

/// Whether groups of digits, each with the separator before it, are one number and not a list or a date: thousands in
/// threes and one decimal part, in the Vietnamese way or the English.
fn is_one_number(groups: &[(Option<u8>, usize)]) -> bool {
    let [_, (separator, length), rest @ ..] = groups else { return true };
    let in_threes = groups[0].1 <= 3 && *length == 3;
    match rest {
        [] => true,
        [thousands @ .., (last, digits)] => {
            let all_threes = in_threes && thousands.iter().all(|(by, n)| by == separator && *n == 3);
            all_threes && (last != separator || *digits == 3)
        }
    }
}

/// `03 chương trình` are three.
fn without_zeros(number: &str) -> &str {
    if number.bytes().all(|digit| digit.is_ascii_digit()) {
        let bare = number.trim_start_matches('0');
        if bare.is_empty() { "0" } else { bare }
    } else {
        number
    }
}

/// Whether a sentence ends between `before` and the token printed as `after`.
fn ends_sentence(before: &Token<'_>, between: &str, after: &str) -> bool {
    /// Words that a full stop shortens.
    const SHORTENED: &[&str] = &[
        "tp", "tx", "tt", "gs", "pgs", "ts", "ths", "bs", "ks", "cn", "ks", "ths", "mr", "mrs", "ms", "dr", "st", "no",
    ];
    if between.contains(['\n', '\r', '\u{2028}', '\u{2029}', '!', '?']) {
        return true;
    }
    let Some(stop) = between.find(['.', '…']) else { return false };
    between[stop..].contains(char::is_whitespace)
        && !after.starts_with(char::is_lowercase)
        && !SHORTENED.contains(&before.folded.as_str())
        && (before.kind == Kind::Number || before.text.chars().nth(1).is_some() || before.text.starts_with(is_unspaced))
}
