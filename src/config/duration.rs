//! Durations as people write them: `"30m"`, `"1h 30m"`, `"2 days"`, `"3 years"`.

use std::ops::RangeInclusive;

use jiff::civil::date;
use jiff::fmt::friendly::SpanParser;
use jiff::{SignedDuration, SpanRelativeTo};

use super::mistake::Complaint;
use super::table::{Value, wrong_type};
use super::value::out_of_bounds;

pub(super) const fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

pub(super) const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

pub(super) const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

pub(super) const fn days(days: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * days)
}

/// A duration of months and years, within bounds. They are counted from a leap year on, and so come out rather long.
pub(super) fn long(within: RangeInclusive<SignedDuration>) -> impl Fn(&Value<'_>) -> Result<SignedDuration, Complaint> {
    read(within, date(2000, 1, 1).into(), "write a number and a unit: `\"3 years\"`, `\"18 months\"`, `\"120 days\"`")
}

/// A duration within bounds.
pub(super) fn duration(
    within: RangeInclusive<SignedDuration>,
) -> impl Fn(&Value<'_>) -> Result<SignedDuration, Complaint> {
    let example = "write a number and a unit: `\"90s\"`, `\"30m\"`, `\"6h\"`, `\"2d\"`";
    read(within, SpanRelativeTo::days_are_24_hours(), example)
}

fn read(
    within: RangeInclusive<SignedDuration>,
    from: SpanRelativeTo<'static>,
    example: &'static str,
) -> impl Fn(&Value<'_>) -> Result<SignedDuration, Complaint> {
    move |value| {
        let typed = value.get_ref().as_str().ok_or_else(|| wrong_type(value, "a duration").hint(example))?;
        let duration = SpanParser::new()
            .parse_span(typed)
            .and_then(|span| span.to_duration(from))
            .map_err(|_| Complaint::new(format!("is no duration: `{typed}`")).hint(example))?;
        if within.contains(&duration) {
            Ok(duration)
        } else {
            Err(out_of_bounds(spoken(*within.start()), spoken(*within.end())))
        }
    }
}

/// In the largest unit that fits: `90s`, `30m`, `2d`.
pub(super) fn spoken(duration: SignedDuration) -> String {
    match duration.as_secs() {
        secs if secs % 86400 == 0 && secs > 0 => format!("{}d", secs / 86400),
        secs if secs % 3600 == 0 && secs > 0 => format!("{}h", secs / 3600),
        secs if secs % 60 == 0 && secs > 0 => format!("{}m", secs / 60),
        secs => format!("{secs}s"),
    }
}
