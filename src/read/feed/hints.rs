//! What a feed asks of those who poll it. feed-rs keeps `ttl` only, so the elements are read from the text.

use crate::read::PollHints;

/// RSS 2.0 `ttl`, `skipHours`, `skipDays`; the syndication module of RSS 1.0 (`sy:`). They stand in the channel, before
/// the items or after them.
pub(super) fn hints(xml: &str) -> PollHints {
    let ttl = value(xml, "ttl").and_then(|minutes| minutes.parse::<u32>().ok()).map(|ttl| ttl.saturating_mul(60));
    let at_least_secs = [ttl, update_period(xml)].into_iter().flatten().filter(|secs| *secs > 0).max();
    // RSS 0.91 counted the hours from 1 to 24.
    let hours = values(xml, "hour").filter_map(|hour| hour.parse::<u8>().ok()).filter(|hour| *hour <= 24);
    let mut skip_hours: Vec<u8> = hours.map(|hour| hour % 24).collect();
    skip_hours.sort_unstable();
    skip_hours.dedup();
    let skip_days = values(xml, "day").map(str::to_owned).filter(|day| day.len() <= 9).collect();
    PollHints { at_least_secs, skip_hours, skip_days }
}

fn update_period(xml: &str) -> Option<u32> {
    let period = match value(xml, "sy:updatePeriod")?.to_ascii_lowercase().as_str() {
        "hourly" => 3600,
        "daily" => 86_400,
        "weekly" => 7 * 86_400,
        "monthly" => 30 * 86_400,
        "yearly" => 365 * 86_400,
        _ => return None,
    };
    let frequency = value(xml, "sy:updateFrequency").and_then(|times| times.parse::<u32>().ok());
    Some(period / frequency.unwrap_or(1).max(1))
}

fn value<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    values(xml, name).next()
}

/// The texts of the elements of that name.
fn values<'a>(xml: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let open = format!("<{name}>");
    let length = open.len();
    let starts: Vec<usize> = xml.match_indices(&open).map(|(at, _)| at + length).take(64).collect();
    starts.into_iter().filter_map(|start| xml[start..].split_once('<').map(|(text, _)| text.trim()))
}
