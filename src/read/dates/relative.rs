//! "17 giờ trước", "hôm qua": dates that count from now.

use jiff::civil::Time;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::DateRules;
use super::grammar::Reader;
use super::token::{Kind, tokens};

/// None without `rules.now`, and for what is no relative date.
pub(super) fn parse(text: &str, rules: &DateRules) -> Option<Timestamp> {
    let now = rules.now?;
    ago(text, now).or_else(|| named_day(text, rules, now))
}

fn ago(text: &str, now: Timestamp) -> Option<Timestamp> {
    let tokens = tokens(text);
    let (number, unit) = match tokens.as_slice() {
        [number, unit, before] if matches!(&before.kind, Kind::Word(word) if word == "trước" || word == "ago") => {
            (number, unit)
        }
        [just, done] => {
            let is =
                |token: &super::token::Token, expected: &str| matches!(&token.kind, Kind::Word(w) if w == expected);
            return (is(just, "vừa") && (is(done, "xong") || is(done, "đăng"))).then_some(now);
        }
        _ => return None,
    };
    let (Kind::Number { value, .. }, Kind::Word(unit)) = (&number.kind, &unit.kind) else { return None };
    let seconds: i64 = match unit.as_str() {
        "giây" | "second" | "seconds" => 1,
        "phút" | "minute" | "minutes" | "mins" | "min" => 60,
        "giờ" | "tiếng" | "hour" | "hours" => 3600,
        "ngày" | "day" | "days" => 86_400,
        "tuần" | "week" | "weeks" => 7 * 86_400,
        _ => return None,
    };
    now.checked_sub(SignedDuration::from_secs(seconds.checked_mul(i64::from(*value))?)).ok()
}

/// "Hôm nay, 15:08", "hôm qua".
fn named_day(text: &str, rules: &DateRules, now: Timestamp) -> Option<Timestamp> {
    let all = tokens(text);
    let [first, second, ..] = all.as_slice() else { return None };
    let (Kind::Word(first), Kind::Word(name)) = (&first.kind, &second.kind) else { return None };
    let back = match (first.as_str(), name.as_str()) {
        ("hôm", "nay") => 0,
        ("hôm", "qua") => 1,
        _ => return None,
    };
    let day = rules.zone.to_datetime(now).date().checked_sub(back.days()).ok()?;
    let rest = Reader::new(&text[second.end..], super::FieldOrder::DayFirst);
    let (sequence, end) = rest.sequence(0);
    if end < rest.len() || sequence.date.is_some() {
        return None;
    }
    let time = sequence.time.unwrap_or(Time::midnight());
    rules.zone.to_ambiguous_timestamp(day.to_datetime(time)).compatible().ok()
}
