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

/// Words that are part of a longer number when a number word stands right behind them. *Năm*, *tư* and *một* are other words
/// as well: *mỗi năm hai hộ*, *đầu tư ba công trình*.
const NUMBER_WORDS: &[&str] = &[
    "hai", "ba", "bốn", "sáu", "bảy", "bẩy", "tám", "chín", "mười", "mươi", "trăm", "nghìn", "ngàn", "triệu", "tỷ",
    "tỉ",
];

/// Whether the number words at `at` only go on from others that make no number with them: *hai ba hộ* are neither two nor
/// three.
pub(super) fn goes_on(text: &str, tokens: &[Token<'_>], at: usize) -> bool {
    let Some([before, token]) = at.checked_sub(1).and_then(|from| tokens.get(from..=at)) else { return false };
    before.sentence == token.sentence
        && NUMBER_WORDS.contains(&before.folded.as_str())
        && text[before.range().end..token.at].chars().all(char::is_whitespace)
}

/// Up to *chín trăm chín mươi chín nghìn chín trăm chín mươi chín*. A last *nghìn* is left to a unit of money.
fn in_words<'t>(text: &'t str, tokens: &[Token<'t>]) -> Option<Numeral<'t>> {
    let words = Words { text, tokens };
    let first = words.at(0);
    // Those that only follow other number words: "đầu tư trăm tỷ".
    if (first != "mười" && words.unit(0).is_none()) || matches!(first, "tư" | "lăm" | "mốt" | "nhăm") {
        return None;
    }
    let (mut value, mut length) = words.below_thousand(0)?;
    let rest = matches!(words.at(length), "nghìn" | "ngàn").then(|| words.behind_thousands(length + 1));
    match rest {
        Some(Some((rest, end))) => (value, length) = (1_000 * value + rest, end),
        // "Mỗi năm nghìn tỷ đồng"
        Some(None) if length == 1 && first == "năm" => return None,
        Some(None) if !matches!(words.at(length + 1), "tỷ" | "tỉ" | "triệu" | "đồng" | "đ" | "rưỡi") => {
            (value, length) = (1_000 * value, length + 1);
        }
        None if length == 1 && matches!(first, "một" | "năm") => return None,
        Some(None) | None => {}
    }
    // "một trăm hai hộ": nobody says for sure how many.
    let is_cut = words.at(length) != "năm" && words.unit(length).is_some();
    (!is_cut).then_some(Numeral { value: Decimal::whole(value), length, suffix: None, in_words: true })
}

/// The words at the beginning of a text's tokens, with nothing but space between.
struct Words<'r, 't> {
    text: &'r str,
    tokens: &'r [Token<'t>],
}

impl Words<'_, '_> {
    /// Nothing where a mark stands before it.
    fn at(&self, index: usize) -> &str {
        let Some(token) = self.tokens.get(index) else { return "" };
        let is_close = index
            .checked_sub(1)
            .is_none_or(|before| self.text[self.tokens[before].range().end..token.at].chars().all(char::is_whitespace));
        if is_close { token.folded.as_str() } else { "" }
    }

    fn unit(&self, index: usize) -> Option<u64> {
        unit_word(self.at(index))
    }

    /// A number below a thousand that begins at `from`, and where it ends.
    fn below_thousand(&self, from: usize) -> Option<(u64, usize)> {
        if self.at(from + 1) != "trăm" {
            return self.below_hundred(from);
        }
        let hundreds = 100 * self.unit(from)?;
        let (rest, end) = self.behind_hundreds(from + 2).unwrap_or((0, from + 2));
        Some((hundreds + rest, end))
    }

    /// Tens, or units with *linh* or *lẻ* before them.
    fn behind_hundreds(&self, from: usize) -> Option<(u64, usize)> {
        if matches!(self.at(from), "linh" | "lẻ") {
            return Some((self.unit(from + 1)?, from + 2));
        }
        let is_tens = self.at(from) == "mười" || self.at(from + 1) == "mươi";
        is_tens.then(|| self.below_hundred(from)).flatten()
    }

    /// Hundreds, *không trăm* among them, or what stands behind hundreds that aren't said.
    fn behind_thousands(&self, from: usize) -> Option<(u64, usize)> {
        match (self.at(from), self.at(from + 1)) {
            ("không", "trăm") => self.behind_hundreds(from + 2),
            (_, "trăm") => self.below_thousand(from),
            _ => self.behind_hundreds(from),
        }
    }

    fn below_hundred(&self, from: usize) -> Option<(u64, usize)> {
        let (first, second) = (self.at(from), self.at(from + 1));
        if first == "mười" {
            let units = unit_word(second).filter(|_| !matches!(second, "năm" | "tư" | "mốt"));
            return Some(units.map_or((10, from + 1), |units| (10 + units, from + 2)));
        }
        let units = unit_word(first)?;
        if second != "mươi" {
            return Some((units, from + 1));
        }
        // "Một mươi" is no number, and "hai mươi năm" are years.
        let tens = 10 * Some(units).filter(|units| *units > 1)?;
        let third = self.unit(from + 2).filter(|_| self.at(from + 2) != "năm");
        Some(third.map_or((tens, from + 2), |units| (tens + units, from + 3)))
    }
}
