//! robots.txt.

use bantin::fetch::RobotsRules;

use super::BASE;

/// A document in place of a robots.txt; then its first two lines as a pattern and a path.
pub fn robots(data: &[u8]) {
    let rules = RobotsRules::parse(data);
    let kept = serde_json::to_string(&rules).expect("rules can be written down");
    let recalled: RobotsRules = serde_json::from_str(&kept).expect("what was written down can be read");
    assert_eq!(recalled, rules, "the next process has the same rules");
    assert!(rules.size() <= 64 * (data.len() + 1), "{} bytes of {}", rules.size(), data.len());
    let mut lines = data.split(|byte| *byte == b'\n');
    let (Some(pattern), Some(path)) = (lines.next().and_then(is_plain), lines.next().and_then(is_plain)) else {
        return;
    };
    let Ok(url) = BASE.join(path) else { return };
    let _ = rules.allows(&url);
    if !path.starts_with('/') || url.path() != path || path == "/robots.txt" || pattern.is_empty() {
        return;
    }
    let (glob, anchored) = pattern.strip_suffix('$').map_or((pattern, false), |glob| (glob, true));
    let forbidding = RobotsRules::parse(format!("User-agent: *\nDisallow: {pattern}").as_bytes());
    // A path's own `*` and `$` are compared as RFC 9309 writes them.
    let path = path.replace('*', "%2A").replace('$', "%24");
    assert_eq!(!forbidding.allows(&url), matches(glob, anchored, &path), "{pattern} for {path}");
}

/// A short text of characters that mean themselves in an address, with so few `*` that each way can be tried.
pub(super) fn is_plain(line: &[u8]) -> Option<&str> {
    let stars = line.split(|byte| *byte == b'*').count() - 1;
    let plain = line.len() <= 64
        && stars <= 4
        && line.iter().all(|byte| byte.is_ascii_alphanumeric() || b"/*$-_".contains(byte));
    std::str::from_utf8(line).ok().filter(|text| plain && !text.trim_end_matches('$').contains('$'))
}

/// Whether a pattern of `*` and plain characters fits the beginning of a path, or the whole of it: by trying each way.
pub(super) fn matches(pattern: &str, anchored: bool, path: &str) -> bool {
    match pattern.as_bytes().split_first() {
        None => !anchored || path.is_empty(),
        Some((b'*', _)) => (0..=path.len()).any(|skipped| matches_at(&pattern[1..], anchored, &path[skipped..])),
        Some(_) => matches_at(pattern, anchored, path),
    }
}

/// Runs of `*` are one.
fn matches_at(pattern: &str, anchored: bool, path: &str) -> bool {
    match (pattern.as_bytes().first(), path.as_bytes().first()) {
        (Some(b'*') | None, _) => matches(pattern, anchored, path),
        (Some(wanted), Some(here)) => wanted == here && matches_at(&pattern[1..], anchored, &path[1..]),
        (Some(_), None) => false,
    }
}
