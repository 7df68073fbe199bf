//! What a server says about time: how long an answer stays fresh, when to come again, and what time it is.

use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderName, RETRY_AFTER};

/// Longer than this, nothing is believed; it also keeps the arithmetic from overflowing.
const LONGEST: SignedDuration = SignedDuration::from_hours(366 * 24);

/// How long the server asks not to be asked again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freshness {
    /// `max-age`, else `Expires` less `Date` (RFC 9111, 4.2.1), less `Age`; zero where the answer is already stale.
    /// `None`: the server says nothing, or that it wants to be asked each time (`no-cache`, `no-store`). The
    /// scheduler bounds it.
    pub fresh_for: Option<SignedDuration>,
}

impl Freshness {
    /// `now` stands in for a missing `Date`.
    pub(super) fn of(headers: &HeaderMap, now: Timestamp) -> Self {
        let directives = Directives::of(headers);
        if directives.revalidate {
            return Self { fresh_for: None };
        }
        let lifetime = directives.max_age.or_else(|| {
            let expires = headers.get(EXPIRES)?;
            // "0" and other nonsense mean: already expired (RFC 9111, 5.3).
            let expires = expires.to_str().ok().and_then(date);
            Some(expires.map_or(SignedDuration::ZERO, |expires| expires.duration_since(answered(headers, now))))
        });
        let left = lifetime.map(|lifetime| lifetime.saturating_sub(age(headers)));
        Self { fresh_for: left.map(|left| left.clamp(SignedDuration::ZERO, LONGEST)) }
    }
}

/// `Retry-After` in either form (RFC 9110, 10.2.3), at most a year. A date is counted from the answer's own `Date`,
/// because the server's clock may differ from ours; `now` stands in where there is none.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let value = text(headers, RETRY_AFTER)?.trim();
    let wait = seconds(value).or_else(|| date(value).map(|date| date.duration_since(answered(headers, now))))?;
    Some(wait.clamp(SignedDuration::ZERO, LONGEST))
}

/// How far the clock that dated an answer is ahead of ours, which it reached at `now`: the least that is certain.
///
/// A cache has either left the date at which it got the answer, `Age` ago, or written its own. The clock may have stood at
/// either; where ours stands between, nothing is known.
pub(super) fn ahead(headers: &HeaderMap, now: Timestamp) -> Option<SignedDuration> {
    let first = text(headers, DATE).and_then(date)?;
    let age = age(headers);
    let last = first.saturating_add(age).unwrap_or(Timestamp::MAX);
    if first < now && now < last {
        return None;
    }
    Some(if first >= now { first } else { last }.duration_since(now))
}

#[derive(Default)]
struct Directives {
    max_age: Option<SignedDuration>,
    revalidate: bool,
}

impl Directives {
    fn of(headers: &HeaderMap) -> Self {
        let mut directives = Self::default();
        let values = headers.get_all(CACHE_CONTROL).iter().filter_map(|value| value.to_str().ok());
        for directive in values.flat_map(|value| value.split(',')) {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "max-age" if directives.max_age.is_none() => {
                    // Nonsense is taken as stale (RFC 9111, 4.2.1).
                    let value = value.trim().trim_matches('"');
                    directives.max_age = Some(seconds(value).unwrap_or_default());
                }
                // `no-cache="Set-Cookie"` is about that field alone.
                "no-cache" | "no-store" if value.is_empty() => directives.revalidate = true,
                _ => {}
            }
        }
        directives
    }
}

/// How long an answer lay in a cache on its way.
fn age(headers: &HeaderMap) -> SignedDuration {
    text(headers, AGE).and_then(seconds).unwrap_or_default()
}

fn answered(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    text(headers, DATE).and_then(date).unwrap_or(now)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

/// Digits alone; a number too large for the type is the longest time.
fn seconds(value: &str) -> Option<SignedDuration> {
    let value = value.trim();
    if value.is_empty() || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(value.parse().map_or(LONGEST, SignedDuration::from_secs).min(LONGEST))
}

fn date(value: &str) -> Option<Timestamp> {
    let date: SystemTime = httpdate::parse_http_date(value.trim()).ok()?;
    Timestamp::try_from(date).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    fn headers(lines: &str) -> HeaderMap {
        lines
            .lines()
            .map(|line| {
                let (name, value) = line.trim().split_once(": ").unwrap();
                (name.parse().unwrap(), HeaderValue::from_str(value).unwrap())
            })
            .collect()
    }

    fn now() -> Timestamp {
        "2026-05-21T08:00:00Z".parse().unwrap()
    }

    #[test]
    fn freshness_is_read_as_rfc_9111_says() {
        for (lines, expected) in [
            ("cache-control: max-age=600", Some(600)),
            ("cache-control: public, Max-Age=\"172800\"", Some(172_800)),
            ("cache-control: max-age=600\nage: 100", Some(500)),
            ("cache-control: max-age=600\nage: 1000", Some(0)),
            ("cache-control: max-age=600\nexpires: Thu, 01 Jan 1970 00:00:00 GMT", Some(600)),
            ("cache-control: max-age=-1", Some(0)),
            ("cache-control: max-age=99999999999999999999", Some(LONGEST.as_secs())),
            ("cache-control: no-cache, max-age=600", None),
            ("cache-control: no-store", None),
            ("cache-control: no-cache=\"Set-Cookie\", max-age=60", Some(60)),
            ("cache-control: s-maxage=60", None),
            ("expires: Thu, 21 May 2026 08:30:00 GMT", Some(1800)),
            ("expires: Thu, 21 May 2026 08:30:00 GMT\ndate: Thu, 21 May 2026 08:29:00 GMT", Some(60)),
            ("expires: Thu, 21 May 2026 08:30:00 GMT\ndate: Thu, 21 May 2026 08:20:00 GMT\nage: 60", Some(540)),
            ("expires: 0", Some(0)),
            ("expires: -1\ndate: Thu, 21 May 2026 08:29:00 GMT", Some(0)),
            ("date: Thu, 21 May 2026 08:29:00 GMT", None),
        ] {
            let fresh_for = Freshness::of(&headers(lines), now()).fresh_for.map(|time| time.as_secs());
            assert_eq!(fresh_for, expected, "{lines}");
        }
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        for (lines, expected) in [
            ("retry-after: 120", Some(120)),
            ("retry-after: 0", Some(0)),
            ("retry-after: Thu, 21 May 2026 09:00:00 GMT", Some(3600)),
            ("retry-after: Thu, 21 May 2026 09:00:00 GMT\ndate: Thu, 21 May 2026 08:59:00 GMT", Some(60)),
            ("retry-after: Thu, 21 May 2020 09:00:00 GMT", Some(0)),
            ("retry-after: 99999999999999999999999", Some(LONGEST.as_secs())),
            ("retry-after: soon", None),
            ("retry-after: -5", None),
            ("date: Thu, 21 May 2026 08:59:00 GMT", None),
        ] {
            let wait = retry_after(&headers(lines), now()).map(|time| time.as_secs());
            assert_eq!(wait, expected, "{lines}");
        }
    }

    #[test]
    fn a_servers_clock_is_as_far_ahead_as_is_certain() {
        for (lines, expected) in [
            ("date: Thu, 21 May 2026 08:00:00 GMT", Some(0)),
            ("date: Thu, 21 May 2026 09:00:00 GMT", Some(3600)),
            ("date: Thu, 21 May 2026 07:00:00 GMT", Some(-3600)),
            ("date: Thu, 21 May 2026 07:00:00 GMT\nage: 3000", Some(-600)),
            // Of a cache that leaves the date as it was, or of one that writes its own.
            ("date: Thu, 21 May 2026 07:00:00 GMT\nage: 3700", None),
            ("date: Thu, 21 May 2026 08:00:00 GMT\nage: 3600", Some(0)),
            ("date: Thu, 21 May 2026 08:30:00 GMT\nage: 3600", Some(1800)),
            ("date: Thu, 21 May 2026 07:00:00 GMT\nage: soon", Some(-3600)),
            ("date: yesterday", None),
            ("age: 10", None),
        ] {
            assert_eq!(ahead(&headers(lines), now()).map(|time| time.as_secs()), expected, "{lines}");
        }
    }
}
