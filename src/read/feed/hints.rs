//! What a feed asks of those who poll it.

use super::raw::RawHints;
use crate::read::PollHints;

/// RSS 2.0 `ttl`, `skipHours`, `skipDays`; the syndication module of RSS 1.0 (`sy:`).
pub(super) fn hints(raw: &RawHints) -> PollHints {
    let ttl = raw.ttl.as_deref().and_then(|minutes| minutes.trim().parse::<u32>().ok());
    let ttl = ttl.map(|minutes| minutes.saturating_mul(60));
    let at_least_secs = [ttl, update_period(raw)].into_iter().flatten().filter(|secs| *secs > 0).max();
    // RSS 0.91 counted the hours from 1 to 24.
    let hours = raw.hours.iter().filter_map(|hour| hour.trim().parse::<u8>().ok()).filter(|hour| *hour <= 24);
    let mut skip_hours: Vec<u8> = hours.map(|hour| hour % 24).collect();
    skip_hours.sort_unstable();
    skip_hours.dedup();
    let days = raw.days.iter().map(|day| day.trim().to_owned());
    PollHints { at_least_secs, skip_hours, skip_days: days.filter(|day| day.len() <= 9).collect() }
}

fn update_period(raw: &RawHints) -> Option<u32> {
    let period = match raw.period.as_deref()?.trim().to_ascii_lowercase().as_str() {
        "hourly" => 3600,
        "daily" => 86_400,
        "weekly" => 7 * 86_400,
        "monthly" => 30 * 86_400,
        "yearly" => 365 * 86_400,
        _ => return None,
    };
    let frequency = raw.frequency.as_deref().and_then(|times| times.trim().parse::<u32>().ok());
    Some(period / frequency.unwrap_or(1).max(1))
}
