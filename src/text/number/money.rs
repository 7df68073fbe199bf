//! Units of money, and the words that multiply them.

use crate::text::Token;

/// A unit of money behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// Đồng that one of it is worth; none where the words make no unit, as in *tỷ triệu đồng*.
    pub dong: Option<u64>,
    /// Tokens that it takes.
    pub length: usize,
    /// Whether *đồng* is said.
    pub named: bool,
}

const MILLION: u64 = 1_000_000;
const BILLION: u64 = 1_000_000_000;

/// What *tỷ* without *đồng* counts when it is no money, and other currencies.
const OTHER_THINGS: &[&str] = &[
    "usd", "đô", "euro", "eur", "yên", "yen", "won", "tệ", "nhân", "bảng", "rúp", "baht", "kíp", "người", "dân",
    "lượt", "con", "cây", "cổ", "m3", "m³", "kwh", "tấn", "lít", "khối", "tài", "tin", "lượng", "năm", "liều", "sản",
    "lần", "mét", "lệ", "số", "giá", "phú", "trọng", "suất",
];

/// What follows money whose *đồng* is left out, besides a mark or the end: *5 triệu* is more often people or trees.
const AFTER_MILLIONS: &[&str] = &["vốn", "kinh", "đến", "để", "cho", "mỗi", "một", "trong"];

/// What *đồng* begins when it is no money.
const DONG_WORDS: &[&str] = &["bào", "chí", "thời", "hồ", "ruộng", "nai", "tháp", "đội", "nghiệp", "hành", "xoài"];

/// The unit at the beginning of `tokens`; `suffix` are letters stuck to the number.
pub(super) fn unit(text: &str, tokens: &[Token<'_>], suffix: Option<&str>) -> Option<Unit> {
    if let Some(suffix) = suffix {
        let dong = match suffix.to_lowercase().as_str() {
            "đ" | "vnđ" | "vnd" => 1,
            "k" => 1_000,
            "tr" => MILLION,
            _ => return None,
        };
        return Some(Unit { dong: Some(dong), length: 0, named: true });
    }
    let word = |index: usize| {
        let token = tokens.get(index)?;
        let is_close = index == 0 || is_space(&text[tokens[index - 1].range().end..token.at]);
        (is_close && token.expansion.is_none()).then_some(token.folded.as_str())
    };
    let mut factors = Vec::new();
    while let Some(factor) = word(factors.len()).and_then(factor) {
        factors.push(factor);
    }
    let length = factors.len();
    let next = word(length);
    let named = match next {
        Some("đồng") => length > 0 || !word(1).is_some_and(|word| DONG_WORDS.contains(&word)),
        Some("đ" | "vnđ" | "vnd") => true,
        _ => false,
    };
    if !named && !can_be_money(&factors, next) {
        return None;
    }
    // "ngàn tỷ", "triệu tỷ", "trăm triệu", "chục tỷ": small before large. "tỷ triệu" and "triệu triệu" are nothing.
    let dong = match factors.as_slice() {
        [] => Some(1),
        [one] => Some(*one),
        [times, unit] if (times < unit || (*times == MILLION && *unit == BILLION)) && *unit >= MILLION => {
            times.checked_mul(*unit)
        }
        [hundred @ (10 | 100), 1_000, BILLION] => Some(hundred * 1_000 * BILLION),
        [hundred @ (10 | 100), 1_000] => Some(hundred * 1_000),
        _ => None,
    };
    Some(Unit { dong, length: length + usize::from(named), named })
}

fn factor(word: &str) -> Option<u64> {
    Some(match word {
        "chục" => 10,
        "trăm" => 100,
        "nghìn" | "ngàn" => 1_000,
        "triệu" | "tr" => MILLION,
        "tỷ" | "tỉ" => BILLION,
        _ => return None,
    })
}

/// Whether these factors are money although *đồng* is not said; `next` is the word behind them.
fn can_be_money(factors: &[u64], next: Option<&str>) -> bool {
    match factors.last() {
        Some(&BILLION) => next.is_none_or(|next| !OTHER_THINGS.contains(&next)),
        Some(&MILLION) => next.is_none_or(|next| AFTER_MILLIONS.contains(&next) || next.starts_with(char::is_numeric)),
        _ => false,
    }
}

pub(super) fn is_space(between: &str) -> bool {
    !between.contains('\n') && between.chars().all(char::is_whitespace)
}
