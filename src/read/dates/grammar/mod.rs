//! What a sequence of tokens says: a day, a time of day, a zone, in any order, with labels between them.

mod clock;

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::token::{Kind, Token, tokens};
use super::words;
use super::{DateRules, FieldOrder};

/// The parts found so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence {
    pub(super) date: Option<Date>,
    pub(super) time: Option<Time>,
    pub(super) offset: Option<Offset>,
    /// Bytes from the first part to the last, labels around them left out.
    pub(super) span: Option<Range<usize>>,
}

impl Sequence {
    pub(super) fn instant(&self, rules: &DateRules) -> Option<Timestamp> {
        let local = self.date?.to_datetime(self.time.unwrap_or(Time::midnight()));
        match self.offset.filter(|offset| !(rules.gmt_is_local && *offset == Offset::UTC)) {
            Some(offset) => offset.to_timestamp(local).ok(),
            None => rules.zone.to_ambiguous_timestamp(local).compatible().ok(),
        }
    }
}

/// What `a/b/yyyy` in the text proves about its order; none where there is no such date or it is silent.
pub(super) fn evidence(text: &str) -> Option<FieldOrder> {
    if !may_have_small_fields(text) {
        return None;
    }
    let reader = Reader::new(text, FieldOrder::DayFirst);
    let (at, fields) = (0..reader.len()).find_map(|at| reader.small_fields(at).map(|fields| (at, fields)))?;
    if fields.first > 12 && fields.second <= 12 {
        return Some(FieldOrder::DayFirst);
    }
    if fields.second > 12 && fields.first <= 12 {
        return Some(FieldOrder::MonthFirst);
    }
    // .NET writes en-US dates as M/d/yyyy h:mm:ss tt, and nothing else writes them so: no padding, seconds, AM or PM.
    let padded = [at, at + 2, fields.next].iter().any(|at| reader.is_padded(*at));
    let (_, clock) = reader.time(fields.next)?;
    (!padded && fields.slashed && clock.seconds && clock.latin_half).then_some(FieldOrder::MonthFirst)
}

/// Whether a number of one or two digits stands before a separator; most dates of feeds name their month or begin with the
/// year, and aren't worth taking apart for this.
fn may_have_small_fields(text: &str) -> bool {
    let mut digits = 0;
    let text = text.trim_start();
    let year_first = text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
    !year_first
        && text.bytes().any(|byte| match byte {
            b'0'..=b'9' => {
                digits += 1;
                false
            }
            b'/' | b'-' | b'.' if (1..=2).contains(&digits) => true,
            byte => {
                digits = if byte.is_ascii_whitespace() { digits } else { 0 };
                false
            }
        })
}

/// `a/b/yyyy` before it is known which is which.
struct SmallFields {
    first: u32,
    second: u32,
    year: u32,
    slashed: bool,
    next: usize,
}

pub(super) struct Reader {
    tokens: Vec<Token>,
    order: FieldOrder,
}

impl Reader {
    pub(super) fn new(text: &str, order: FieldOrder) -> Self {
        Self { tokens: tokens(text), order }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Reads parts and labels from `start` on, and says where it stopped: at the end, or at what belongs to no date.
    pub(super) fn sequence(&self, start: usize) -> (Sequence, usize) {
        let mut found = Sequence::default();
        let mut at = start;
        while at < self.len() {
            let part = self.part(at, &mut found);
            at = match part {
                // "Minh Thu - 15:08": what looks like Thursday may be the end of a name, and is no part of the span.
                Some(next) if found.span.is_none() && self.word(at).is_some_and(words::is_english_weekday) => next,
                Some(next) => {
                    let first = found.span.as_ref().map_or(self.tokens[at].start, |span| span.start);
                    found.span = Some(first..self.tokens[next - 1].end);
                    next
                }
                None => match self.filler(at) {
                    Some(next) => next,
                    None => break,
                },
            };
        }
        (found, at)
    }

    fn part(&self, at: usize, found: &mut Sequence) -> Option<usize> {
        if let Some(next) = self.weekday(at) {
            return Some(next);
        }
        if found.time.is_none() {
            if let Some((time, clock)) = self.time(at) {
                found.time = Some(time);
                return Some(clock.next);
            }
            if found.date.is_some()
                && let Some((time, next)) = self.compact_time(at)
            {
                found.time = Some(time);
                return Some(next);
            }
        }
        if found.date.is_none() {
            if let Some((date, next)) = self.date(at) {
                found.date = Some(date);
                return Some(next);
            }
            if found.time.is_none()
                && let Some((date, time, offset, next)) = self.asctime(at)
            {
                (found.date, found.time, found.offset) = (Some(date), Some(time), offset);
                return Some(next);
            }
        }
        if found.time.is_some()
            && found.offset.is_none()
            && let Some((offset, next)) = self.offset(at)
        {
            found.offset = Some(offset);
            return Some(next);
        }
        None
    }

    // ---- days ----

    fn date(&self, at: usize) -> Option<(Date, usize)> {
        if at > 0 && !self.tokens[at].spaced && matches!(self.sign(at - 1), Some('/' | '-' | '.' | '+')) {
            return None;
        }
        let (date, next) = self
            .year_first(at)
            .or_else(|| self.small_date(at))
            .or_else(|| self.named_month(at))
            .or_else(|| self.month_then_day(at))
            .or_else(|| self.vietnamese(at))?;
        // "12/3/2024/NQ-HĐND" is the number of a document.
        let continues = matches!(self.sign(next), Some('/' | '-'))
            && !self.tokens[next].spaced
            && self.tokens.get(next + 1).is_some_and(|token| !token.spaced)
            && self.time(next + 1).is_none();
        if continues { None } else { Some((date, next)) }
    }

    /// `2026-08-23`, `2026/8/23`, `20260823` (ISO 8601).
    fn year_first(&self, at: usize) -> Option<(Date, usize)> {
        let (year, digits) = self.number(at)?;
        if digits == 8 {
            return Some((civil(year / 10_000, year / 100 % 100, year % 100)?, at + 1));
        }
        let separator = self.sign(at + 1)?;
        if digits != 4 || !matches!(separator, '-' | '/' | '.') || self.sign(at + 3) != Some(separator) {
            return None;
        }
        if (at + 1..=at + 4).any(|at| self.tokens.get(at).is_none_or(|token| token.spaced)) {
            return None;
        }
        Some((civil(year, self.up_to_two(at + 2)?, self.up_to_two(at + 4)?)?, at + 5))
    }

    fn small_fields(&self, at: usize) -> Option<SmallFields> {
        let first = self.up_to_two(at)?;
        let separator = self.sign(at + 1)?;
        let second = self.up_to_two(at + 2)?;
        let (year, digits) = self.number(at + 4)?;
        if digits != 4 || self.sign(at + 3) != Some(separator) || !matches!(separator, '/' | '-' | '.') {
            return None;
        }
        let slashed = separator == '/';
        if !slashed && (at + 1..=at + 4).any(|at| self.tokens[at].spaced) {
            return None;
        }
        Some(SmallFields { first, second, year, slashed, next: at + 5 })
    }

    /// `23/8/2026`, `23-08-2026`, `23.08.2026`.
    fn small_date(&self, at: usize) -> Option<(Date, usize)> {
        let fields = self.small_fields(at)?;
        let (day, month) = match self.order {
            FieldOrder::DayFirst => (fields.first, fields.second),
            FieldOrder::MonthFirst => (fields.second, fields.first),
        };
        Some((civil(fields.year, month, day)?, fields.next))
    }

    /// `23 Aug 2026`, `23-Aug-26`.
    fn named_month(&self, at: usize) -> Option<(Date, usize)> {
        let day = self.up_to_two(at)?;
        let mut next = self.skip_ordinal(at + 1);
        next = self.skip_any(next, &['-', '/', ',']);
        let month = words::english_month(self.word(next)?)?;
        next = self.skip_any(next + 1, &['-', '/', ',', '.']);
        let (year, next) = self.year(next)?;
        Some((civil(year, u32::try_from(month).ok()?, day)?, next))
    }

    /// `April 12, 2012`.
    fn month_then_day(&self, at: usize) -> Option<(Date, usize)> {
        let month = words::english_month(self.word(at)?)?;
        let day_at = self.skip_any(at + 1, &['.']);
        let day = self.up_to_two(day_at)?;
        let year_at = self.skip_any(self.skip_ordinal(day_at + 1), &[',']);
        let (year, digits) = self.number(year_at)?;
        (digits == 4).then_some(())?;
        Some((civil(year, u32::try_from(month).ok()?, day)?, year_at + 1))
    }

    /// `Thu Jan  1 19:48:21 2004`, as C's asctime writes it; a zone may stand before the year.
    fn asctime(&self, at: usize) -> Option<(Date, Time, Option<Offset>, usize)> {
        let month = words::english_month(self.word(at)?)?;
        let day = self.up_to_two(at + 1)?;
        let (time, clock) = self.time(at + 2)?;
        let zone = self.offset(clock.next);
        let year_at = zone.map_or(clock.next, |(_, next)| next);
        let (year, digits) = self.number(year_at)?;
        (digits == 4).then_some(())?;
        Some((civil(year, u32::try_from(month).ok()?, day)?, time, zone.map(|(offset, _)| offset), year_at + 1))
    }

    /// "21 tháng 5 năm 2024", "21 Tháng Năm, 2024", and `WordPress`' "Tháng 5 21, 2024".
    fn vietnamese(&self, at: usize) -> Option<(Date, usize)> {
        if self.is_month_word(at) {
            let (month, next) = self.vietnamese_month(at + 1)?;
            let day = self.up_to_two(next)?;
            let (year, next) = self.year_of_four(self.skip_any(next + 1, &[',']))?;
            return Some((civil(year, month, day)?, next));
        }
        let day = self.up_to_two(at)?;
        let month_at = self.skip_any(at + 1, &[',', '-']);
        if !self.is_month_word(month_at) {
            return None;
        }
        let (month, next) = self.vietnamese_month(month_at + 1)?;
        let mut year_at = self.skip_any(next, &[',', '-', '/']);
        if self.word(year_at) == Some("năm") {
            year_at += 1;
        }
        let (year, next) = self.year_of_four(year_at)?;
        Some((civil(year, month, day)?, next))
    }

    /// "thg" is how Windows and the CLDR abbreviate it.
    fn is_month_word(&self, at: usize) -> bool {
        matches!(self.word(at), Some("tháng" | "thg"))
    }

    fn vietnamese_month(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(month) = self.up_to_two(at) {
            return Some((month, at + 1));
        }
        let month = words::vietnamese_number(self.word(at)?)?;
        let more = match (month, self.word(at + 1)) {
            (10, Some("một")) => Some(11),
            (10, Some("hai")) => Some(12),
            _ => None,
        };
        let (month, next) = more.map_or((month, at + 1), |month| (month, at + 2));
        Some((u32::try_from(month).ok()?, next))
    }

    fn year_of_four(&self, at: usize) -> Option<(u32, usize)> {
        let (year, digits) = self.number(at)?;
        (digits == 4).then_some((year, at + 1))
    }

    /// A year of two digits is of this century up to 69, as in POSIX; only RFC 822 dates have such.
    fn year(&self, at: usize) -> Option<(u32, usize)> {
        match self.number(at)? {
            (year, 4) => Some((year, at + 1)),
            (year, 2) if self.sign(at + 1) != Some(':') => Some((if year < 70 { 2000 } else { 1900 } + year, at + 1)),
            _ => None,
        }
    }

    fn weekday(&self, at: usize) -> Option<usize> {
        let word = self.word(at)?;
        if words::is_english_weekday(word) {
            return Some(at + 1);
        }
        match (word, self.word(at + 1), self.number(at + 1)) {
            ("chủ", Some("nhật"), _) => Some(at + 2),
            ("cn", ..) => Some(at + 1),
            ("thứ", Some(day), _) if words::vietnamese_number(day).is_some_and(|day| (2..=7).contains(&day)) => {
                Some(at + 2)
            }
            ("thứ" | "t", _, Some((2..=7, 1))) if !self.is_sign_at(at + 2, &[':']) => Some(at + 2),
            _ => None,
        }
    }

    // ---- tokens ----

    /// What may stand between the parts.
    fn filler(&self, at: usize) -> Option<usize> {
        match &self.tokens[at].kind {
            Kind::Word(word) if words::is_label(word) => Some(at + 1),
            Kind::Sign(
                ',' | '-' | '–' | '—' | '|' | '(' | ')' | '[' | ']' | ':' | ';' | '•' | '·' | '@' | '.' | '/',
            ) => Some(at + 1),
            _ => None,
        }
    }

    fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.tokens.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    fn up_to_two(&self, at: usize) -> Option<u32> {
        self.number(at).filter(|(_, digits)| *digits <= 2).map(|(value, _)| value)
    }

    fn is_padded(&self, at: usize) -> bool {
        self.number(at).is_some_and(|(value, digits)| digits == 2 && value < 10)
    }

    fn word(&self, at: usize) -> Option<&str> {
        match &self.tokens.get(at)?.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }

    fn sign(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Sign(sign) => Some(sign),
            _ => None,
        }
    }

    fn is_sign_at(&self, at: usize, signs: &[char]) -> bool {
        self.sign(at).is_some_and(|sign| signs.contains(&sign))
    }

    fn skip_any(&self, at: usize, signs: &[char]) -> usize {
        if self.is_sign_at(at, signs) { at + 1 } else { at }
    }

    /// The "st" of "21st".
    fn skip_ordinal(&self, at: usize) -> usize {
        if matches!(self.word(at), Some("st" | "nd" | "rd" | "th")) { at + 1 } else { at }
    }
}

/// Years outside of this are numbers of something else.
const YEARS: Range<u32> = 1900..2200;

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}
