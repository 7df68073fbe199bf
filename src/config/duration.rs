//! Durations as people write them: `"30m"`, `"1h 30m"`, `"2 days"`.

use std::ops::RangeInclusive;

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

/// A duration within bounds.
pub(super) fn duration(
    within: RangeInclusive<SignedDuration>,
) -> impl Fn(&Value<'_>) -> Result<SignedDuration, Complaint> {
    move |value| {
        const EXAMPLE: &str = "write a number and a unit: `\"90s\"`, `\"30m\"`, `\"6h\"`, `\"2d\"`";
        let typed = value.get_ref().as_str().ok_or_else(|| wrong_type(value, "a duration").hint(EXAMPLE))?;
        let duration = SpanParser::new()
            .parse_span(typed)
            .and_then(|span| span.to_duration(SpanRelativeTo::days_are_24_hours()))
            .map_err(|_| Complaint::new(format!("is no duration: `{typed}`")).hint(EXAMPLE))?;
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
