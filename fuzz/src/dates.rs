//! Dates.

use bantin::read::dates::{DateRules, FieldOrder, find_date, parse_date};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{HANOI, NOW, choice, lossy};

/// The first byte chooses the rules; the rest is a text, and its first bytes an instant to print.
pub fn dates(data: &[u8]) {
    let (choice, data) = choice(data);
    let text = lossy(data);
    let order = [None, Some(FieldOrder::DayFirst), Some(FieldOrder::MonthFirst)][choice % 3];
    let rules = DateRules { zone: &HANOI, order, gmt_is_local: choice & 4 != 0, now: (choice & 8 != 0).then_some(NOW) };
    let _ = parse_date(&text, &rules);
    if let Some(found) = find_date(&text, &rules) {
        let said = &text[found.span.clone()];
        assert!(!said.is_empty());
        if order.is_some() {
            assert_eq!(find_date(said, &rules).map(|again| again.at), Some(found.at), "{said:?} in {text:?}");
        }
    }
    printed(data);
}

/// An instant that is printed as newsrooms do is read back.
fn printed(data: &[u8]) {
    const FIRST: u32 = 631_152_000;
    let Some(bytes) = data.first_chunk::<4>() else { return };
    // From 1990 to 2126.
    let at = Timestamp::from_second(i64::from(u32::from_le_bytes(*bytes)) + i64::from(FIRST)).expect("in this century");
    let rules = DateRules::in_zone(&HANOI);
    let local = at.to_zoned_datetime(HANOI.clone());
    let minute = at - SignedDuration::from_secs(at.as_second().rem_euclid(60));
    let cases = [
        (at.to_string(), at),
        (rfc2822::to_string(&at.to_zoned_datetime(TimeZone::UTC)).expect("a date of our time"), at),
        (rfc2822::to_string(&local).expect("a date of our time"), at),
        (local.strftime("%d/%m/%Y %H:%M:%S").to_string(), at),
        (local.strftime("%H:%M, %d/%m/%Y").to_string(), minute),
        (local.strftime("%H:%M ngày %d.%m.%Y").to_string(), minute),
    ];
    for (text, at) in cases {
        assert_eq!(parse_date(&text, &rules.ordered(FieldOrder::DayFirst)), Some(at), "{text}");
    }
}
