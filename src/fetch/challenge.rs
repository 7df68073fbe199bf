//! Cloudflare's interstitial pages: they need a browser, and are no failure of the site's.

use reqwest::header::{HeaderMap, SERVER};

/// Words of the challenge and block pages, seen in 2024 to 2026; any of them in an answer of Cloudflare's.
const MARKS: [&str; 5] = [
    "<title>Just a moment...",
    "_cf_chl_opt",
    "/cdn-cgi/challenge-platform/",
    "cf-browser-verification",
    "cf-error-details",
];

/// Whether an answer is a challenge: by Cloudflare's own header, or, with 403 and 503, by its page.
pub(super) fn is_challenge(status: u16, headers: &HeaderMap, start_of_body: &[u8]) -> bool {
    if headers.get("cf-mitigated").is_some_and(|value| value.as_bytes() == b"challenge") {
        return true;
    }
    let cloudflare = headers.get(SERVER).is_some_and(|server| server.as_bytes().eq_ignore_ascii_case(b"cloudflare"));
    let body = String::from_utf8_lossy(start_of_body);
    cloudflare && matches!(status, 403 | 503) && MARKS.iter().any(|mark| body.contains(mark))
}
