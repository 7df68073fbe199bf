//! Of which year a document is that a text names: *90/QĐ-TTg ngày 18/1/2022*.

use crate::judge::fields::FieldText;
use crate::text::Kind;

/// What may stand between a document's number and its day: *của Thủ tướng Chính phủ ban hành ngày*.
const BEFORE_DAY: &[&[&str]] = &[&["của"], &["thủ", "tướng"], &["chính", "phủ"], &["ký"], &["ban", "hành"]];

/// The year of the day that stands right behind the document that is named up to the token `end`: *ngày 18/01/2022*, *ngày
/// 18 tháng 1 năm 2022*. Behind a comma it is as often the day of what is told, and a year alone (*thực hiện Quyết định
/// 1719 năm 2024*) that of what was done.
pub(super) fn year_behind(text: &FieldText<'_>, end: usize) -> Option<u16> {
    let word = |at: usize| text.tokens.get(at).map_or("", |token| token.folded.as_str());
    let before = |at: usize| text.between(at - 1);
    let goes_on = |at: usize, words: &[&str]| {
        let is_open = |at: usize| before(at).chars().all(|c| c.is_whitespace() || c == '(');
        words.iter().enumerate().all(|(n, wanted)| word(at + n) == *wanted && is_open(at + n))
    };
    let mut at = end;
    // The rest of its symbol, where only the number was looked for: /QĐ-TTg.
    while text.tokens.get(at).is_some_and(|token| token.kind == Kind::Word) && matches!(before(at), "/" | "-" | "–") {
        at += 1;
    }
    for words in BEFORE_DAY {
        if goes_on(at, words) {
            at += words.len();
        }
    }
    if !goes_on(at, &["ngày"]) {
        return None;
    }
    let number = |at: usize| word(at).parse::<u16>().ok();
    // Of the number behind the one at `at`, or behind the word that stands between them.
    let next = |at: usize, name: &str| {
        if matches!(before(at + 1).trim(), "/" | "-" | "." | "–") {
            at + 1
        } else {
            at + 1 + usize::from(word(at + 1) == name)
        }
    };
    let day = at + 1;
    let month = next(day, "tháng");
    let year = next(month, "năm");
    let is_day = number(day).is_some_and(|day| (1..=31).contains(&day));
    let is_month = number(month).is_some_and(|month| (1..=12).contains(&month));
    number(year).filter(|year| is_day && is_month && (1900..2200).contains(year))
}
