//! Dates as Vietnamese newsrooms and their software write them → instants. What is not certainly a date is none: a
//! wrong date misplaces an item for good, a missing one only means that it is dated by when it was first seen.

mod grammar;
mod relative;
mod token;
mod words;

use std::ops::Range;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use grammar::{Reader, Sequence};

/// What a date's text leaves open.
#[derive(Clone, Copy, Debug)]
pub struct DateRules<'a> {
    /// The zone of a date that names none.
    pub zone: &'a TimeZone,
    /// What `8/12/2026` means. None: as the text itself proves, day first otherwise.
    pub order: Option<FieldOrder>,
    /// A clock that says GMT shows the time in `zone`: some software labels every time so.
    pub gmt_is_local: bool,
    /// What "17 giờ trước" counts from; without it a relative date is none.
    pub now: Option<Timestamp>,
}

impl<'a> DateRules<'a> {
    pub fn in_zone(zone: &'a TimeZone) -> Self {
        Self { zone, order: None, gmt_is_local: false, now: None }
    }

    #[must_use]
    pub fn ordered(self, order: FieldOrder) -> Self {
        Self { order: Some(order), ..self }
    }

    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        Self { now: Some(now), ..self }
    }
}

impl<'a> From<&'a TimeZone> for DateRules<'a> {
    fn from(zone: &'a TimeZone) -> Self {
        Self::in_zone(zone)
    }
}

/// Which of the two small numbers of `8/12/2026` is the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldOrder {
    DayFirst,
    MonthFirst,
}

impl FieldOrder {
    /// The order that all dates of one document have: month first only where some date proves it (a second number over
    /// twelve, or the American form of .NET, `8/2/2026 5:20:00 AM`) and none speaks against it.
    pub fn of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Self {
        let mut month_first = false;
        for text in texts {
            match grammar::evidence(text) {
                Some(Self::DayFirst) => return Self::DayFirst,
                Some(Self::MonthFirst) => month_first = true,
                None => {}
            }
        }
        if month_first { Self::MonthFirst } else { Self::DayFirst }
    }
}

/// A date in running text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundDate {
    pub at: Timestamp,
    /// Bytes of the text that say it.
    pub span: Range<usize>,
    /// False for a day without a time: `at` is its midnight.
    pub has_time: bool,
}

/// The instant that `text` as a whole states: RFC 822 with its variations, ISO 8601, `dd/mm/yyyy` and Vietnamese
/// wording, with labels such as "Cập nhật:" around it. A day alone is its midnight.
pub fn parse_date(text: &str, rules: &DateRules) -> Option<Timestamp> {
    if let Some(at) = relative::parse(text, rules) {
        return Some(at);
    }
    let reader = Reader::new(text, rules.order.unwrap_or_else(|| FieldOrder::of([text])));
    let (sequence, end) = reader.sequence(0);
    if end < reader.len() { commented(text, rules) } else { sequence.instant(rules) }
}

/// A date that is complete before a comment, as RFC 5322 allows and scripts write: `05:30:00 GMT+0700 (Indochina Time)`.
fn commented(text: &str, rules: &DateRules) -> Option<Timestamp> {
    let (date, _) = text.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    let reader = Reader::new(date, rules.order.unwrap_or_else(|| FieldOrder::of([date])));
    let (sequence, end) = reader.sequence(0);
    let is_complete = end == reader.len() && sequence.time.is_some() && sequence.offset.is_some();
    is_complete.then(|| sequence.instant(rules)).flatten()
}

/// The first date with a time in `text`, or else the first day, or else the first that counts from `rules.now`.
pub fn find_date(text: &str, rules: &DateRules) -> Option<FoundDate> {
    let reader = Reader::new(text, rules.order.unwrap_or_else(|| FieldOrder::of([text])));
    let mut day = None;
    let mut start = 0;
    while start < reader.len() {
        let (sequence, _) = reader.sequence(start);
        if let Some(found) = found(&sequence, rules) {
            if found.has_time {
                return Some(found);
            }
            day.get_or_insert(found);
        }
        start += 1;
    }
    day.or_else(|| relative::find(text, rules))
}

fn found(sequence: &Sequence, rules: &DateRules) -> Option<FoundDate> {
    let at = sequence.instant(rules)?;
    let span = sequence.span.clone()?;
    Some(FoundDate { at, span, has_time: sequence.time.is_some() })
}
