//! Instants as machines and readers want them.

use jiff::civil::Date;
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::channel::Month;
use super::words::Words;

/// The last instant whose year has four digits, in every zone. RFC 3339 and RFC 9110 can write no other.
const LAST: Timestamp = Timestamp::constant(253_402_207_200, 0);
/// 2 January of the year 1.
const FIRST: Timestamp = Timestamp::constant(-62_135_510_400, 0);

fn local(instant: Timestamp, zone: &TimeZone) -> ZonedDateTime {
    instant.clamp(FIRST, LAST).to_zoned_datetime(zone.clone())
}

/// RFC 3339 to the second, with the zone's offset: `2024-05-21T15:08:00+07:00`. In UTC for instants before the zone
/// had an offset of whole minutes: the format has no other.
pub(super) fn rfc3339(instant: Timestamp, zone: &TimeZone) -> String {
    let local = local(instant, zone);
    let local = if local.offset().seconds() % 60 == 0 { local } else { local.with_time_zone(TimeZone::UTC) };
    local.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// RFC 822 as RSS wants it, with a year of four digits: `Tue, 21 May 2024 08:08:00 GMT`.
pub(super) fn rfc822(instant: Timestamp) -> Result<String, jiff::Error> {
    DateTimePrinter::new().timestamp_to_rfc9110_string(&instant.clamp(FIRST, LAST))
}

/// The day an instant falls on, in the site's zone.
pub(super) fn day(instant: Timestamp, zone: &TimeZone) -> Date {
    local(instant, zone).date()
}

/// `15:08`.
pub(super) fn clock(instant: Timestamp, zone: &TimeZone) -> String {
    local(instant, zone).strftime("%H:%M").to_string()
}

/// `15:08, 21/05/2024`, or as the language has it.
pub(super) fn short(instant: Timestamp, zone: &TimeZone, words: &Words) -> String {
    local(instant, zone).strftime(words.short_date).to_string()
}

/// `Thứ Ba`.
pub(super) fn weekday(day: Date, words: &Words) -> &'static str {
    words.weekdays[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())]
}

/// `21 tháng 5, 2024`.
pub(super) fn long_day(day: Date, words: &Words) -> String {
    let month = words.months[usize::from(day.month().unsigned_abs()) - 1];
    words
        .long_date
        .replace("{day}", &day.day().to_string())
        .replace("{month}", month)
        .replace("{year}", &day.year().to_string())
}

/// `tháng 11, 2026`.
pub(super) fn month(Month { year, month }: Month, words: &Words) -> String {
    let name = usize::try_from(month - 1).ok().and_then(|month| words.months.get(month)).copied().unwrap_or_default();
    words.long_month.replace("{month}", name).replace("{year}", &year.to_string())
}
