//! Numbers with what they measure.

use std::ops::Range;

use super::money::{self, Unit, is_space};
use super::numeral::goes_on;
use super::sum::amount;
use super::{Decimal, Nearness, Numeral, count, numeral};
use crate::text::{Kind, Token};

/// A sum of money, a share, or a count of things that administration counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quantity<'t> {
    /// From its number to its unit, in the tokens that were read.
    pub tokens: Range<usize>,
    /// With the words of [`Nearness`] before it.
    pub start: usize,
    pub printed: &'t str,
    pub measure: Measure<'t>,
    pub nearness: Option<Nearness>,
    /// Behind a slash: `hộ`, `người/năm`.
    pub per: Option<&'t str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure<'t> {
    Money {
        value: Amount<'t>,
        /// What it is part of, behind a slash.
        of: Option<Amount<'t>>,
        /// The upper end of a range.
        to: Option<Amount<'t>>,
    },
    Percent {
        value: Decimal,
        to: Option<Decimal>,
    },
    Count {
        value: Decimal,
        of: Option<Decimal>,
        to: Option<Decimal>,
        noun: &'static str,
    },
}

/// Money as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount<'t> {
    /// In đồng; none where the printed unit is impossible (*522 tỷ triệu đồng*), or the sum no whole number of đồng.
    pub dong: Option<u64>,
    /// The words of the unit.
    pub unit: &'t str,
    /// Đồng that one in the last printed place stands for.
    pub step: u64,
}

/// Words before a number that make it a name or an ordinal, so that a noun behind it isn't counted by it: *tháng 5 xã …*.
const LABELS: &[&str] = &[
    "tháng",
    "ngày",
    "quý",
    "thứ",
    "điều",
    "khoản",
    "lộ",
    "km",
    "án",
    "đợt",
    "lần",
    "vòng",
    "kỳ",
    "khóa",
    "cấp",
    "tổ",
    "thôn",
    "xóm",
    "ấp",
    "khu",
    "phường",
    "quận",
    "đội",
    "tầng",
    "vực",
    "loại",
    "hồi",
    "lúc",
];

/// All quantities of `tokens`, tokens of `text`, in order; in one pass.
pub fn quantities<'t>(text: &'t str, tokens: &[Token<'t>]) -> Vec<Quantity<'t>> {
    let reader = Reader { text, tokens };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(half) = reader.half(at) {
            at = half.tokens.end;
            found.push(half);
            continue;
        }
        let Some(number) = numeral(text, &tokens[at..]) else {
            at += 1;
            continue;
        };
        match reader.quantity(at, number).filter(|_| !number.in_words || !goes_on(text, tokens, at)) {
            Some(quantity) => {
                at = quantity.tokens.end;
                found.push(quantity);
            }
            None => at += number.length,
        }
    }
    found
}

pub(super) struct Reader<'r, 't> {
    pub text: &'t str,
    pub tokens: &'r [Token<'t>],
}

/// What is measured, and the end of its words.
pub(super) enum Measured {
    Money(Unit),
    Percent,
    Noun(&'static str),
}

/// How two numbers with one unit belong together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pair {
    Ratio,
    Range,
}

impl<'t> Reader<'_, 't> {
    pub fn between(&self, token: usize) -> &'t str {
        match (self.tokens.get(token), self.tokens.get(token + 1)) {
            (Some(a), Some(b)) => &self.text[a.range().end..b.at],
            (Some(a), None) => &self.text[a.range().end..],
            _ => "",
        }
    }

    pub fn printed(&self, tokens: Range<usize>) -> &'t str {
        match (self.tokens.get(tokens.start), self.tokens[..tokens.end].last()) {
            (Some(first), Some(last)) if !tokens.is_empty() => &self.text[first.at..last.range().end],
            _ => "",
        }
    }

    fn quantity(&self, at: usize, number: Numeral<'t>) -> Option<Quantity<'t>> {
        let mut end = at + number.length;
        let mut other = None;
        let measured = if let Some((measured, after)) = self.measured(at, end, number) {
            end = after;
            measured
        } else {
            let (pair, next) = self.pair(end)?;
            let second = numeral(self.text, self.tokens.get(next..)?)?;
            let (measured, after) = self.measured(next, next + second.length, second)?;
            if second.in_words != number.in_words || self.is_date(at, pair, &measured) {
                return None;
            }
            end = after;
            other = Some((pair, second.value));
            measured
        };
        let value = number.value;
        let of = |wanted| other.and_then(|(pair, value)| (pair == wanted).then_some(value));
        let measure = match measured {
            Measured::Percent => Measure::Percent { value, to: of(Pair::Range) },
            Measured::Noun(noun) => Measure::Count { value, of: of(Pair::Ratio), to: of(Pair::Range), noun },
            Measured::Money(unit) => {
                let words = self.printed(end - unit.length..end);
                let words = number.suffix.unwrap_or(words);
                let amount = |value| amount(value, unit, words);
                let mut first = amount(value);
                let (mut whole, upper) = (of(Pair::Ratio).map(amount), of(Pair::Range).map(amount));
                if other.is_none() {
                    if let Some((sum, after)) = self.smaller(&first, unit, end) {
                        (first, end) = (sum, after);
                    }
                    if let Some((of, after)) = self.whole(end) {
                        (whole, end) = (Some(of), after);
                    }
                }
                Measure::Money { value: first, of: whole, to: upper }
            }
        };
        let per = self.per(&mut end);
        let (nearness, start) = self.nearness(at, end);
        let last = self.tokens[end - 1].range().end;
        let sign = if matches!(measure, Measure::Percent { .. }) { percent_sign(&self.text[last..]) } else { None };
        let printed = &self.text[self.tokens[at].at..last + sign.unwrap_or(0)];
        Some(Quantity { tokens: at..end, start, printed, measure, nearness, per })
    }

    /// `hơn một nửa`.
    fn half(&self, at: usize) -> Option<Quantity<'t>> {
        let [one, half, ..] = self.tokens.get(at..)? else { return None };
        if (one.folded.as_str(), half.folded.as_str()) != ("một", "nửa") {
            return None;
        }
        let (nearness, start) = self.nearness(at, at + 2);
        let measure = Measure::Percent { value: Decimal::whole(50), to: None };
        let printed = self.printed(at..at + 2);
        Some(Quantity { tokens: at..at + 2, start, printed, measure, nearness, per: None })
    }

    fn nearness(&self, at: usize, end: usize) -> (Option<Nearness>, usize) {
        match Nearness::before(self.tokens, at) {
            Some((nearness, taken)) => (Some(nearness), at - taken),
            None => (Nearness::behind(self.tokens, end), at),
        }
    }

    /// What the number that starts at `start` and ends at `end` measures.
    pub fn measured(&self, start: usize, end: usize, number: Numeral<'t>) -> Option<(Measured, usize)> {
        let after = &self.text[self.tokens[end - 1].range().end..];
        if number.suffix.is_none() && percent_sign(after).is_some() {
            return Some((Measured::Percent, end));
        }
        let rest = self.tokens.get(end..).unwrap_or_default();
        if number.suffix.is_none() && (rest.is_empty() || !is_space(self.between(end - 1))) {
            return None;
        }
        if let [first, second, ..] = rest
            && (first.folded.as_str(), second.folded.as_str()) == ("phần", "trăm")
        {
            return Some((Measured::Percent, end + 2));
        }
        if let Some(unit) = money::unit(self.text, rest, number.suffix) {
            return Some((Measured::Money(unit), end + unit.length));
        }
        let (noun, length) = count::noun(rest, number.suffix)?;
        let next = self.tokens.get(end + length);
        let is_name = next.is_some_and(|next| {
            next.is_capitalised() && next.expansion.is_none() && is_space(self.between(end + length - 1))
        });
        (!is_name && !self.is_label(start, number)).then_some((Measured::Noun(noun), end + length))
    }

    /// Whether the number at `at` is part of a name, a date or a year.
    fn is_label(&self, at: usize, number: Numeral<'_>) -> bool {
        let Some(before) = at.checked_sub(1).and_then(|index| self.tokens.get(index)) else { return false };
        let between = self.between(at - 1);
        if between.contains(['/', '-', '–']) && before.kind == Kind::Number {
            return !is_space(between) && between.trim() == "/" && at >= 2 && self.between(at - 2).trim() == "/";
        }
        let folded = before.folded.as_str();
        let is_year = folded == "năm" && (1900..2100).contains(&number.value.times(1).unwrap_or(0));
        let is_number_of = folded == "số" && at.checked_sub(2).is_none_or(|index| self.tokens[index].folded != "tổng");
        is_space(between) && (is_year || is_number_of || LABELS.contains(&folded))
    }

    /// A slash, dash or *đến* behind the number that ends at `end`, and where the next begins.
    fn pair(&self, end: usize) -> Option<(Pair, usize)> {
        match self.between(end - 1).trim() {
            "/" => return Some((Pair::Ratio, end)),
            "-" | "–" | "—" => return Some((Pair::Range, end)),
            "" => {}
            _ => return None,
        }
        let word = self.tokens.get(end)?.folded.as_str();
        (matches!(word, "đến" | "tới") && is_space(self.between(end))).then_some((Pair::Range, end + 1))
    }

    /// `21/5 xã` behind *ngày* counts nothing.
    fn is_date(&self, at: usize, pair: Pair, measured: &Measured) -> bool {
        let before = at.checked_sub(1).map(|index| self.tokens[index].folded.as_str());
        pair == Pair::Ratio
            && matches!(measured, Measured::Noun(_))
            && before.is_some_and(|before| LABELS.contains(&before))
    }

    /// What stands behind slashes, which the quantity then takes in.
    fn per(&self, end: &mut usize) -> Option<&'t str> {
        let start = *end;
        let mut behind = self.between(*end - 1).trim_start_matches('%').trim();
        while behind == "/" && self.tokens.get(*end).is_some_and(|next| next.text.starts_with(char::is_alphabetic)) {
            *end += 1;
            // Units of two words, of which the second is part of no other.
            if self.tokens.get(*end).is_some_and(|next| matches!(next.folded.as_str(), "nhà" | "hình" | "trình"))
                && is_space(self.between(*end - 1))
            {
                *end += 1;
            }
            behind = self.between(*end - 1).trim();
        }
        (*end > start).then(|| self.printed(start..*end))
    }
}

/// Bytes up to the end of a percent sign at the beginning of `text`, a space or none before it.
fn percent_sign(text: &str) -> Option<usize> {
    let trimmed = text.trim_start_matches([' ', '\u{a0}', '\u{202f}', '\u{2009}']);
    trimmed.starts_with('%').then(|| text.len() - trimmed.len() + 1)
}
