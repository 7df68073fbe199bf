//! "17 giờ trước", "hôm qua": dates that count from now.

use std::ops::Range;

use jiff::civil::Time;
use jiff::{Span, Timestamp, ToSpan};

use super::grammar::Reader;
use super::token::{Kind, Token, tokens};
use super::{DateRules, FieldOrder, FoundDate};

/// None without `rules.now`, and for what is no relative date.
pub(super) fn parse(text: &str, rules: &DateRules) -> Option<Timestamp> {
    let now = rules.now?;
    let tokens = tokens(text);
    let whole = |(at, length): (Timestamp, usize)| (length == tokens.len()).then_some(at);
    ago(&tokens, rules, now).and_then(whole).or_else(|| named_day(text, &tokens, rules, now))
}

/// The first relative date within a longer text: "Kinh tế | 17 giờ trước". None without `rules.now`.
pub(super) fn find(text: &str, rules: &DateRules) -> Option<FoundDate> {
    let now = rules.now?;
    let tokens = tokens(text);
    (0..tokens.len()).find_map(|start| {
        let rest = &tokens[start..];
        let span = |length: usize| -> Range<usize> { rest[0].start..rest[length - 1].end };
        if let Some((at, length)) = ago(rest, rules, now) {
            return Some(FoundDate { at, span: span(length), has_time: true });
        }
        // "Hôm qua, 15:08 | Kinh tế": as much of it as still is a date.
        let back = day_name(rest)?;
        let longest = (2..=rest.len().min(LONGEST_NAMED)).rev().find_map(|length| {
            let time = clock(&text[rest[1].end..rest[length - 1].end])?;
            Some((at_day(back, time, rules, now)?, length, time.is_some()))
        });
        let (at, mut length, has_time) = longest?;
        // What stands between the date and the next part of the line.
        while matches!(rest[length - 1].kind, Kind::Sign(_)) {
            length -= 1;
        }
        Some(FoundDate { at, span: span(length), has_time })
    })
}

/// Tokens of "hôm qua, lúc 15:08".
const LONGEST_NAMED: usize = 8;

/// What the tokens begin with, and how many of them say it.
fn ago(tokens: &[Token], rules: &DateRules, now: Timestamp) -> Option<(Timestamp, usize)> {
    if let [just, done, ..] = tokens
        && is_word(just, &["vừa"])
        && is_word(done, &["xong", "đăng"])
    {
        return Some((now, 2));
    }
    let [number, unit, before, ..] = tokens else { return None };
    let (Kind::Number { value, .. }, Kind::Word(unit)) = (&number.kind, &unit.kind) else { return None };
    if !is_word(before, &["trước", "ago"]) {
        return None;
    }
    let count = i64::from(*value);
    let span = match unit.as_str() {
        "giây" | "second" | "seconds" => Span::new().try_seconds(count),
        "phút" | "minute" | "minutes" | "mins" | "min" => Span::new().try_minutes(count),
        "giờ" | "tiếng" | "hour" | "hours" => Span::new().try_hours(count),
        "ngày" | "day" | "days" => Span::new().try_days(count),
        "tuần" | "week" | "weeks" => Span::new().try_weeks(count),
        "tháng" | "month" | "months" => Span::new().try_months(count),
        "năm" | "year" | "years" => Span::new().try_years(count),
        _ => return None,
    };
    let local = now.to_zoned_datetime(rules.zone.clone());
    Some((local.checked_sub(span.ok()?).ok()?.timestamp(), 3))
}

/// "Hôm nay, 15:08", "hôm qua".
fn named_day(text: &str, tokens: &[Token], rules: &DateRules, now: Timestamp) -> Option<Timestamp> {
    let back = day_name(tokens)?;
    let time = clock(&text[tokens[1].end..])?;
    at_day(back, time, rules, now)
}

/// How many days back the first two tokens name.
fn day_name(tokens: &[Token]) -> Option<i64> {
    let [first, second, ..] = tokens else { return None };
    if !is_word(first, &["hôm"]) {
        return None;
    }
    [("nay", 0), ("qua", 1), ("kia", 2)].into_iter().find(|(name, _)| is_word(second, &[name])).map(|(_, back)| back)
}

/// The time of day that `text` as a whole states, if it states one; none for what is no time.
#[expect(clippy::option_option, reason = "nothing is a time that wasn't given, anything else is no date")]
fn clock(text: &str) -> Option<Option<Time>> {
    let rest = Reader::new(text, FieldOrder::DayFirst);
    let (sequence, end) = rest.sequence(0);
    (end == rest.len() && sequence.date.is_none()).then_some(sequence.time)
}

fn at_day(back: i64, time: Option<Time>, rules: &DateRules, now: Timestamp) -> Option<Timestamp> {
    let day = rules.zone.to_datetime(now).date().checked_sub(back.days()).ok()?;
    let time = time.unwrap_or(Time::midnight());
    rules.zone.to_ambiguous_timestamp(day.to_datetime(time)).compatible().ok()
}

fn is_word(token: &Token, expected: &[&str]) -> bool {
    matches!(&token.kind, Kind::Word(word) if expected.contains(&word.as_str()))
}
