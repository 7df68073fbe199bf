//! Times of day, and zones.

use jiff::civil::Time;
use jiff::tz::Offset;

use super::Reader;
use crate::read::dates::words::{self, Half};

/// How a time of day was written.
pub(super) struct Clock {
    pub(super) next: usize,
    pub(super) seconds: bool,
    pub(super) latin_half: bool,
}

impl Reader {
    /// `15:08:00.5`, `2:55:37 PM`, `15h08`, `15 giờ 08 phút`.
    pub(super) fn time(&self, at: usize) -> Option<(Time, Clock)> {
        let hour = self.up_to_two(at)?;
        let mut clock = Clock { next: at + 1, seconds: false, latin_half: false };
        let (mut minute, mut second, mut nanos) = (0, 0, 0);
        if self.sign(at + 1) == Some(':') {
            minute = self.up_to_two(at + 2)?;
            clock.next = at + 3;
            if self.sign(clock.next) == Some(':') {
                second = self.up_to_two(clock.next + 1)?;
                (clock.next, clock.seconds) = (clock.next + 2, true);
                if let Some((fraction, next)) = self.fraction(clock.next) {
                    (nanos, clock.next) = (fraction, next);
                }
            }
        } else if matches!(self.word(at + 1), Some("h" | "g" | "giờ")) {
            clock.next = at + 2;
            if let Some(value) = self.up_to_two(clock.next).filter(|_| !self.starts_date(clock.next)) {
                minute = value;
                clock.next += 1;
                if matches!(self.word(clock.next), Some("phút" | "p" | "ph")) || self.sign(clock.next) == Some('\'') {
                    clock.next += 1;
                }
            }
        } else {
            // "5 PM": the half of the day is what makes it a time.
            self.half(at + 1)?;
        }
        let mut hour = hour;
        if let Some((half, next)) = self.half(clock.next) {
            clock.latin_half = matches!(self.word(clock.next), Some("am" | "pm" | "a" | "p"));
            clock.next = next;
            hour = match half {
                Half::Morning if hour == 12 => 0,
                Half::Morning if hour > 12 => return None,
                Half::Afternoon if hour < 12 => hour + 12,
                Half::Midday if hour < 3 => hour + 12,
                _ => hour,
            };
        }
        if self.sign(clock.next) == Some(':')
            && !self.tokens[clock.next].spaced
            && self.number(clock.next + 1).is_some()
        {
            return None;
        }
        Some((time_of(hour, minute, second, nanos)?, clock))
    }

    /// ISO 8601's `T1508`, `T150800`.
    pub(super) fn compact_time(&self, at: usize) -> Option<(Time, usize)> {
        if at == 0 || self.word(at - 1) != Some("t") {
            return None;
        }
        let (value, second) = match self.number(at)? {
            (value, 6) => (value / 100, value % 100),
            (value, 4) => (value, 0),
            _ => return None,
        };
        let (nanos, next) = self.fraction(at + 1).unwrap_or((0, at + 1));
        Some((time_of(value / 100, value % 100, second, nanos)?, next))
    }

    /// `.123` after the seconds, in nanoseconds.
    fn fraction(&self, at: usize) -> Option<(u32, usize)> {
        if !matches!(self.sign(at), Some('.' | ',')) || self.tokens.get(at + 1).is_none_or(|token| token.spaced) {
            return None;
        }
        match self.number(at + 1)? {
            (value, digits @ 1..=9) => Some((value * 10_u32.pow(9 - u32::try_from(digits).ok()?), at + 2)),
            (_, digits) => (digits <= 20).then_some((0, at + 2)),
        }
    }

    fn half(&self, at: usize) -> Option<(Half, usize)> {
        let word = self.word(at)?;
        // "a.m."
        if matches!(word, "a" | "p") && self.sign(at + 1) == Some('.') && self.word(at + 2) == Some("m") {
            let half = if word == "a" { Half::Morning } else { Half::Afternoon };
            return Some((half, self.skip_any(at + 3, &['.'])));
        }
        words::half(word).map(|half| (half, at + 1))
    }

    fn starts_date(&self, at: usize) -> bool {
        matches!(self.sign(at + 1), Some('/' | '-' | '.')) || self.is_month_word(at + 1)
    }

    /// `+0700`, `+07:00`, `+07`, `GMT`, `GMT+7`, `UTC + 07:00`, `ICT`.
    pub(super) fn offset(&self, at: usize) -> Option<(Offset, usize)> {
        if let Some(word) = self.word(at) {
            let named = words::zone(word)?;
            if named == 0
                && word != "z"
                && let Some((seconds, next)) = self.signed(at + 1, true)
            {
                return Some((offset_of(seconds)?, next));
            }
            return Some((offset_of(named)?, at + 1));
        }
        let (seconds, next) = self.signed(at, false)?;
        Some((offset_of(seconds)?, next))
    }

    /// After a name, as in "GMT+7", the sign can only be meant; alone, `-` may also be a dash.
    fn signed(&self, at: usize, named: bool) -> Option<(i32, usize)> {
        let sign = match self.sign(at)? {
            '+' => 1,
            '-' | '\u{2212}' => -1,
            _ => return None,
        };
        let (value, digits) = self.number(at + 1)?;
        if !named && (self.tokens[at + 1].spaced || (sign < 0 && digits == 1)) {
            return None;
        }
        let (hours, minutes, next) = match digits {
            1 | 2 if self.sign(at + 2) == Some(':') => (value, self.up_to_two(at + 3)?, at + 4),
            1 | 2 => (value, 0, at + 2),
            4 => (value / 100, value % 100, at + 2),
            _ => return None,
        };
        if matches!(self.sign(next), Some('/')) || minutes > 59 {
            return None;
        }
        Some((sign * i32::try_from(hours * 3600 + minutes * 60).ok()?, next))
    }
}

/// A leap second is the second before it.
fn time_of(hour: u32, minute: u32, second: u32, nanos: u32) -> Option<Time> {
    let second = if second == 60 { 59 } else { second };
    let small = |value: u32| i8::try_from(value).ok();
    Time::new(small(hour)?, small(minute)?, small(second)?, i32::try_from(nanos).ok()?).ok()
}

/// No place on Earth is farther from Greenwich than 14 hours.
fn offset_of(seconds: i32) -> Option<Offset> {
    (seconds.abs() <= 14 * 3600).then(|| Offset::from_seconds(seconds).ok()).flatten()
}
