//! Days, months and years as readers type them.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// From the beginning of `first` to the end of `last`, in the site's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    first: Date,
    last: Date,
}

impl Period {
    /// `2026`, `2026-11`, `11/2026`, `2026-11-05`, `5/11/2026`, `5.11.2026`; none for anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
        if !parts.iter().all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())) {
            return None;
        }
        let year = |part: &str| (part.len() == 4).then(|| part.parse::<i16>().ok()).flatten();
        let number = |part: &str| part.parse::<i8>().ok();
        match parts[..] {
            [only] => {
                let year = year(only)?;
                Some(Self { first: Date::new(year, 1, 1).ok()?, last: Date::new(year, 12, 31).ok()? })
            }
            [a, b] => {
                let (year, month) = year(a).map(|year| (year, b)).or_else(|| year(b).map(|year| (year, a)))?;
                let first = Date::new(year, number(month)?, 1).ok()?;
                Some(Self { first, last: first.last_of_month() })
            }
            [a, b, c] => {
                let (year, day) = year(a).map(|year| (year, c)).or_else(|| year(c).map(|year| (year, a)))?;
                let date = Date::new(year, number(b)?, number(day)?).ok()?;
                Some(Self { first: date, last: date })
            }
            _ => None,
        }
    }

    /// Its first instant.
    pub(super) fn begin(self, zone: &TimeZone) -> Timestamp {
        midnight(self.first, zone).unwrap_or(Timestamp::MIN)
    }

    /// The first instant after it.
    pub(super) fn end(self, zone: &TimeZone) -> Timestamp {
        self.last.tomorrow().ok().and_then(|next| midnight(next, zone)).unwrap_or(Timestamp::MAX)
    }
}

fn midnight(date: Date, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_timestamp(date.at(0, 0, 0, 0)).ok()
}
