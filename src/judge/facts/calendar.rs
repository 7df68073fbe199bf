//! The times that a sentence names.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::Period;
use crate::text::{Kind, Token, numeral};

/// A time that a sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SaidPeriod {
    pub tokens: Range<usize>,
    pub period: Period,
    /// Whose year a plan is for, or what stage a programme is in: gives way to any other time.
    pub is_plan: bool,
}

pub(super) struct Calendar<'r, 't> {
    pub text: &'t str,
    /// Of one sentence.
    pub tokens: &'r [Token<'t>],
    /// Until when the article can know, where it says *nay*; none where nobody knows when it came out.
    pub published: Option<Date>,
}

impl Calendar<'_, '_> {
    /// The times that the sentence names, without those that it only compares with.
    pub fn periods(&self) -> Vec<SaidPeriod> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            match self.at(at) {
                Some((period, end)) => {
                    let is_day = matches!(period, Period::Between(first, last) if first == last);
                    let is_acts = self.dates_an_act(at) || self.is_when_issued(period, end);
                    if !self.is_compared(at) && !is_acts && !is_day {
                        let is_plan = self.is_plan(at);
                        found.push(SaidPeriod { tokens: at..end, period, is_plan });
                    }
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    fn words(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(index, word)| self.word(at + index) == *word)
    }

    fn between(&self, at: usize) -> &str {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(a), Some(b)) => self.text[a.range().end..b.at].trim(),
            _ => "",
        }
    }

    /// A small whole number.
    fn number(&self, at: usize) -> Option<i16> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Number)?;
        token.text.parse().ok()
    }

    fn year_number(&self, at: usize) -> Option<i16> {
        self.number(at).filter(|year| (1975..2100).contains(year))
    }

    fn back(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// `so với (cùng kỳ, cuối) năm 2023`, `tăng … cùng kỳ năm trước`.
    fn is_compared(&self, at: usize) -> bool {
        (1..=4).any(|back| matches!((self.back(at, back + 1), self.back(at, back)), ("so", "với") | ("cùng", "kỳ")))
            || matches!(self.back(at, 1), "sang")
            || (self.back(at, 1) == "từ" && self.word(at) == "cuối")
    }

    /// `Quyết định số 1719/QĐ-TTg ngày 14/10/2021`.
    fn dates_an_act(&self, at: usize) -> bool {
        self.word(at) == "ngày"
            && (1..=8).any(|back| matches!(self.back(at, back), "số" | "quyết" | "nghị" | "luật" | "chỉ" | "công"))
    }

    /// `5 năm trước`, `nhiều năm trước`.
    fn counts_years(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before..));
        matches!(self.back(at, 1), "nhiều" | "mấy" | "vài" | "những")
            || before.is_some_and(|tokens| numeral(self.text, tokens).is_some())
    }

    /// `tháng 8/2016, Thủ tướng đã ban hành Quyết định`: the act's own date, as far as it is no longer than a month.
    fn is_when_issued(&self, period: Period, end: usize) -> bool {
        /// Words between the date and what was done then.
        const NEAR: usize = 8;
        let is_short = matches!(period, Period::Between(first, last) if (last - first).get_days() <= 31);
        is_short
            && (end..end + NEAR).any(|at| {
                matches!((self.word(at), self.word(at + 1)), ("ban", "hành") | ("phê", "duyệt") | ("ký", "ban"))
            })
    }

    fn is_plan(&self, at: usize) -> bool {
        let begins =
            |back: &usize| at.checked_sub(*back).is_some_and(|before| !self.between(before).contains([',', ';']));
        self.word(at) == "giai"
            || (1..=4).take_while(begins).any(|back| matches!(self.back(at, back), "hoạch" | "vốn" | "toán"))
    }

    /// The time named from `at` on, and where its words end.
    fn at(&self, at: usize) -> Option<(Period, usize)> {
        match self.word(at) {
            "từ" => self.from(at),
            "giai" if self.word(at + 1) == "đoạn" => self.years(at + 2),
            "đến" | "tới" | "hết" | "tính" | "vào" | "cuối" | "trước" => self.until(at),
            "trong" | "tháng" | "quý" | "năm" | "ngày" | "riêng" => self.stretch(at),
            _ => self.months_of_year(at),
        }
    }

    /// `từ đầu năm (2024) đến nay`, `từ năm 2021 đến hết năm 2024`, `từ ngày … đến ngày …`.
    fn from(&self, at: usize) -> Option<(Period, usize)> {
        let (first, mut end) = if self.words(at + 1, &["đầu", "năm"]) {
            let year = self.year_number(at + 3);
            let first = date(year.or_else(|| Some(self.published?.year()))?, 1, 1);
            (first, at + 3 + usize::from(year.is_some()))
        } else {
            let (period, end) = self.stretch(at + 1)?;
            match period {
                Period::Year(year) => (date(year, 1, 1), end),
                Period::Between(from, _) => (from, end),
                Period::Until(_) => return None,
            }
        };
        if self.between(end - 1) == "," {
            return None;
        }
        if self.words(end, &["đến", "nay"]) || self.words(end, &["tới", "nay"]) {
            return Some((Period::Between(first, self.published?), end + 2));
        }
        if self.words(end, &["đến", "thời", "điểm", "này"]) {
            return Some((Period::Between(first, self.published?), end + 4));
        }
        let last = match self.until(end)? {
            (Period::Until(last), after) => {
                end = after;
                last
            }
            _ => return None,
        };
        Some((Period::Between(first, last), end))
    }

    /// `2021 - 2025`.
    fn years(&self, at: usize) -> Option<(Period, usize)> {
        let first = self.year_number(at)?;
        let (last, end) = match self.between(at) {
            "-" | "–" | "—" => (self.year_number(at + 1)?, at + 2),
            "" if self.word(at + 1) == "đến" => (self.year_number(at + 2)?, at + 3),
            _ => return None,
        };
        (last > first).then(|| (Period::Between(date(first, 1, 1), date(last, 12, 31)), end))
    }

    /// `đến hết tháng 10/2025`, `tính đến ngày 31/5`, `vào cuối năm 2024`, `hết quý III`.
    fn until(&self, at: usize) -> Option<(Period, usize)> {
        const LEADING: &[&str] =
            &["tính", "đến", "tới", "hết", "thời", "điểm", "vào", "cuối", "trước", "thời", "kết", "thúc"];
        let mut end = at;
        let mut binds = false;
        while LEADING.contains(&self.word(end)) {
            binds |= matches!(self.word(end), "đến" | "tới" | "hết" | "cuối" | "trước" | "thúc");
            end += 1;
        }
        if !binds {
            return None;
        }
        // "đến giữa tháng 6"
        if self.word(end) == "giữa" {
            let (Period::Between(first, _), end) = self.stretch(end + 1)? else { return None };
            return Some((Period::Until(first.with().day(15).build().ok()?), end));
        }
        // "vào cuối năm", whichever year it is
        if self.word(end) == "năm" && self.stretch(end).is_none() && matches!(self.back(end, 1), "cuối" | "hết") {
            return Some((Period::Until(date(self.published?.year(), 12, 31)), end + 1));
        }
        let (period, end) = self.stretch(end).or_else(|| self.day(end))?;
        let last = match period {
            Period::Year(year) => date(year, 12, 31),
            Period::Between(_, last) | Period::Until(last) => last,
        };
        Some((Period::Until(last), end))
    }

    /// A year, quarter, month or day, or several months.
    fn stretch(&self, at: usize) -> Option<(Period, usize)> {
        match self.word(at) {
            "trong" | "riêng" if matches!(self.word(at + 1), "tháng" | "quý" | "năm" | "riêng") => {
                self.stretch(at + 1)
            }
            "trong" => self.months_of_year(at + 1),
            "ngày" => self.day(at + 1),
            "năm" => match self.word(at + 1) {
                "nay" => Some((Period::Year(self.published?.year()), at + 2)),
                "ngoái" | "trước" if !self.counts_years(at) => {
                    Some((Period::Year(self.published?.year() - 1), at + 2))
                }
                _ => self.years(at + 1).or_else(|| Some((Period::Year(self.year_number(at + 1)?), at + 2))),
            },
            "tháng" => {
                let month = i8::try_from(self.number(at + 1)?).ok().filter(|month| (1..=12).contains(month))?;
                let (year, end) = self.year_of(at + 2, month)?;
                let first = date(year, month, 1);
                Some((Period::Between(first, first.last_of_month()), end))
            }
            "quý" => {
                let quarter = match self.word(at + 1) {
                    "i" | "1" => 1,
                    "ii" | "2" => 2,
                    "iii" | "3" => 3,
                    "iv" | "4" => 4,
                    _ => return None,
                };
                let (year, end) = self.year_of(at + 2, 3 * quarter)?;
                let last = date(year, 3 * quarter, 1).last_of_month();
                Some((Period::Between(date(year, 3 * quarter - 2, 1), last), end))
            }
            _ => self.months_of_year(at),
        }
    }

    /// `6 tháng đầu năm 2024`, `9 tháng năm 2024`, `sáu tháng cuối năm`.
    fn months_of_year(&self, at: usize) -> Option<(Period, usize)> {
        let number = numeral(self.text, self.tokens.get(at..)?)?;
        let months = i8::try_from(number.value.times(1)?).ok().filter(|months| (1..=12).contains(months))?;
        let next = at + number.length;
        if self.word(next) != "tháng" {
            return None;
        }
        let is_last = self.word(next + 1) == "cuối";
        let year = next + 1 + usize::from(is_last || self.word(next + 1) == "đầu");
        if self.word(year) != "năm" {
            return None;
        }
        let (year, end) = match self.year_number(year + 1) {
            Some(number) => (number, year + 2),
            None => (self.published?.year(), year + 1 + usize::from(self.word(year + 1) == "nay")),
        };
        let period = if is_last {
            Period::Between(date(year, 13 - months, 1), date(year, 12, 31))
        } else {
            Period::Between(date(year, 1, 1), date(year, months, 1).last_of_month())
        };
        Some((period, end))
    }

    /// `31/12/2025`, `31/12`.
    fn day(&self, at: usize) -> Option<(Period, usize)> {
        let (day, month) = (self.number(at)?, self.number(at + 1)?);
        let mark = self.between(at);
        if !matches!(mark, "/" | "-" | ".") {
            return None;
        }
        let month = i8::try_from(month).ok()?;
        let (year, end) = match self.year_number(at + 2).filter(|_| self.between(at + 1) == mark) {
            Some(year) => (year, at + 3),
            None => (self.nearest_year(month)?, at + 2),
        };
        let day = Date::new(year, month, i8::try_from(day).ok()?).ok()?;
        Some((Period::Between(day, day), end))
    }

    /// `/2025`, `năm 2025`, or the year in which `month` is nearest to the article's own day; and where its words end.
    fn year_of(&self, at: usize, month: i8) -> Option<(i16, usize)> {
        if let Some(year) = self.year_number(at).filter(|_| matches!(self.between(at - 1), "/" | "-" | ".")) {
            return Some((year, at + 1));
        }
        if matches!(self.word(at), "năm" | "của") {
            let year = at + usize::from(self.word(at) == "của");
            match (self.word(year + 1), self.year_number(year + 1)) {
                (_, Some(number)) => return Some((number, year + 2)),
                ("nay", _) => return Some((self.published?.year(), year + 2)),
                _ => {}
            }
        }
        Some((self.nearest_year(month)?, at))
    }

    fn nearest_year(&self, month: i8) -> Option<i16> {
        let published = self.published?;
        let middle = |year: i16| Date::new(year, month, 15).ok();
        let years = [published.year() - 1, published.year(), published.year() + 1];
        let distance = |year: i16| middle(year).map_or(i32::MAX, |day| (day - published).get_days().abs());
        // What is over is likelier than what is to come.
        let late = published.checked_add(6.months()).ok()?;
        years.into_iter().filter(|year| middle(*year).is_some_and(|day| day <= late)).min_by_key(|year| distance(*year))
    }
}
