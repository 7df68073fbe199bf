//! Digits and number words → a number.

use super::Decimal;
use crate::text::{Kind, Token};

/// A number that a text prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numeral<'t> {
    pub value: Decimal,
    /// Tokens that it takes.
    pub length: usize,
    /// Letters stuck to its last digit, which are a unit or nothing: `đ` of *850đ*.
    pub suffix: Option<&'t str>,
    pub in_words: bool,
}

/// What may group thousands without being a space between words: no-break, narrow no-break and thin spaces, and their kin.
const THIN: [char; 5] = ['\u{a0}', '\u{202f}', '\u{2007}', '\u{2008}', '\u{2009}'];

/// The number at the beginning of `tokens`, tokens of `text`.
///
/// `.` groups thousands and `,` comes before decimals, unless that cannot be: *45.7* and *0.125* are English, and so are
/// *1,234,567* and *1,234.5*. *1,234* alone is Vietnamese. Number words count from *hai* on, since *một* is most often an
/// article; *năm* alone is a year.
pub fn numeral<'t>(text: &'t str, tokens: &[Token<'t>]) -> Option<Numeral<'t>> {
    let first = tokens.first()?;
    match first.kind {
        Kind::Number => grouped(text, tokens),
        Kind::Word if first.text.starts_with(|c: char| c.is_ascii_digit()) => {
            let digits = first.text.find(|c: char| !c.is_ascii_digit())?;
            let value = Decimal::of_digits(&first.text[..digits], "")?;
            Some(Numeral { value, length: 1, suffix: Some(&first.text[digits..]), in_words: false })
        }
        Kind::Word => in_words(text, tokens),
    }
}

fn grouped<'t>(text: &'t str, tokens: &[Token<'t>]) -> Option<Numeral<'t>> {
    let printed = tokens[0].text;
    let mut length = 1;
    if (1..=3).contains(&printed.len()) && !printed.starts_with('0') {
        let mut whole = printed.to_owned();
        let mut behind = "";
        while let Some(next) = tokens.get(length).filter(|next| next.kind == Kind::Number) {
            let between = &text[tokens[length - 1].range().end..next.at];
            let (group, decimals) = next.text.split_once(',').unwrap_or((next.text, ""));
            if group.len() != 3 || !behind.is_empty() || !is_thin(between) || group.contains('.') {
                break;
            }
            whole.push_str(group);
            behind = decimals;
            length += 1;
        }
        if length > 1 {
            return Some(Numeral { value: Decimal::of_digits(&whole, behind)?, length, suffix: None, in_words: false });
        }
    }
    let value = separated(printed)?;
    if let Some((value, length)) = with_thousands(tokens, value) {
        return Some(Numeral { value, length, suffix: None, in_words: false });
    }
    Some(Numeral { value, length, suffix: None, in_words: false })
}

/// `1 nghìn 240 tỷ`: 1.240.
fn with_thousands(tokens: &[Token<'_>], thousands: Decimal) -> Option<(Decimal, usize)> {
    let [_, word, rest, unit, ..] = tokens else { return None };
    let is_rest = rest.kind == Kind::Number && rest.text.len() == 3 && !rest.text.contains(['.', ',']);
    let is_large = matches!(unit.folded.as_str(), "tỷ" | "tỉ" | "triệu");
    if !matches!(word.folded.as_str(), "nghìn" | "ngàn") || !is_rest || !is_large {
        return None;
    }
    let value = thousands.times(1_000)?.checked_add(rest.text.parse().ok()?)?;
    Some((Decimal::whole(value), 3))
}

fn is_thin(between: &str) -> bool {
    let mut chars = between.chars();
    chars.next().is_some_and(|c| THIN.contains(&c)) && chars.next().is_none()
}

/// Digits with separators in them.
fn separated(printed: &str) -> Option<Decimal> {
    let Some(last) = printed.rfind(['.', ',']) else { return Decimal::of_digits(printed, "") };
    let (whole, behind) = (&printed[..last], &printed[last + 1..]);
    let separator = &printed[last..=last];
    let groups: Vec<&str> = whole.split(['.', ',']).collect();
    let digits = groups.concat();
    let is_repeated = whole.contains(separator);
    let can_group = behind.len() == 3 && groups[0].len() <= 3 && !groups[0].starts_with('0');
    let is_decimal = match separator {
        // A second comma groups thousands, as in English.
        "," => !is_repeated,
        // After commas, or where no thousands can be, the stop is an English decimal point.
        _ => whole.contains(',') || (!is_repeated && !can_group),
    };
    if is_decimal { Decimal::of_digits(&digits, behind) } else { Decimal::of_digits(&format!("{digits}{behind}"), "") }
}

fn unit_word(word: &str) -> Option<u64> {
    Some(match word {
        "một" | "mốt" => 1,
        "hai" => 2,
        "ba" => 3,
        "bốn" | "tư" => 4,
        "năm" | "lăm" | "nhăm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        "tám" => 8,
        "chín" => 9,
        _ => return None,
    })
}

/// Up to *chín mươi chín*, and *trăm* after one word.
fn in_words<'t>(text: &str, tokens: &[Token<'t>]) -> Option<Numeral<'t>> {
    let close = |index: usize| {
        let (before, token) = (tokens.get(index.checked_sub(1)?)?, tokens.get(index)?);
        let between = &text[before.range().end..token.at];
        between.chars().all(char::is_whitespace).then_some(token.folded.as_str())
    };
    let first = tokens[0].folded.as_str();
    let second = close(1);
    let (value, length) = match (first, second) {
        ("mười", Some("một")) => (11, 2),
        ("mười", Some(word)) => match unit_word(word) {
            Some(units) if !matches!(word, "năm" | "tư" | "mốt") => (10 + units, 2),
            _ => (10, 1),
        },
        ("mười", None) => (10, 1),
        (_, Some("mươi")) => {
            let tens = 10 * unit_word(first).filter(|tens| *tens > 1)?;
            match close(2).filter(|word| *word != "năm").and_then(unit_word) {
                Some(units) => (tens + units, 3),
                None => (tens, 2),
            }
        }
        (_, Some("trăm")) => (100 * unit_word(first)?, 2),
        ("một" | "năm" | "tư" | "lăm" | "mốt" | "nhăm", _) => return None,
        _ => (unit_word(first)?, 1),
    };
    Some(Numeral { value: Decimal::whole(value), length, suffix: None, in_words: true })
}
