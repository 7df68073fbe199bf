//! Units below a province, shortened: *Q. Hải Châu*.

use super::{Kind, Token};

/// As they are printed, and the words that they stand for.
const UNITS: &[(&str, &[&str])] = &[
    ("P", &["phường"]),
    ("Q", &["quận"]),
    ("H", &["huyện"]),
    ("X", &["xã"]),
    ("TX", &["thị", "xã"]),
    ("TT", &["thị", "trấn"]),
];

/// Words for a person before a name.
pub const HONORIFICS: &[&str] = &["chị", "cô", "bà", "ông", "anh", "em", "cháu", "chú", "bác", "dì"];

/// The words that the token at `at` stands for: in capitals, with a full stop and a name behind it. A letter behind a first
/// name or a word for a person is what a text leaves of a name: *chị Trần Thị H.*
pub fn short_unit(text: &str, tokens: &[Token<'_>], at: usize) -> Option<&'static [&'static str]> {
    let (token, next) = (tokens.get(at)?, tokens.get(at + 1)?);
    let (_, words) = UNITS.iter().find(|(short, _)| *short == token.text)?;
    let is_shortened = text[token.range().end..next.at].trim_end() == "." && next.sentence == token.sentence;
    let of_person = || {
        let Some(before) = at.checked_sub(1).map(|before| &tokens[before]) else { return false };
        let is_name = before.is_capitalised() && before.text.contains(char::is_lowercase) && before.kind == Kind::Word;
        let is_close = text[before.range().end..token.at].trim().is_empty() && before.sentence == token.sentence;
        is_close && (is_name || HONORIFICS.contains(&before.folded.as_str()))
    };
    (is_shortened && (token.text.len() > 1 || !of_person())).then_some(words)
}
