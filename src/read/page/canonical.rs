//! The address that a page names as its own.

use url::Url;

/// `named`, if it can be true: on the same site, and not the front page, which carelessly made sites name on all pages.
pub(super) fn credible(named: Option<Url>, page: &Url) -> Option<Url> {
    let named = named?;
    let front = matches!(named.path(), "" | "/" | "/index.html" | "/index.php") && named.query().is_none();
    let same_site = site(named.host_str()?) == site(page.host_str()?);
    (same_site && (!front || named.path() == page.path())).then_some(named)
}

/// The registrable part of a host: two labels, or three under a suffix such as `com.vn`. (The public suffix list would
/// be exact; a wrong guess here costs a canonical address, or believes a neighbour under an unusual suffix.)
pub(super) fn site(host: &str) -> &str {
    const SECOND_LEVEL: &[&str] = &["com", "net", "org", "gov", "edu", "info", "co", "ac", "or", "ne", "go"];
    let mut ends: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).take(3).collect();
    ends.push(usize::MAX);
    let label = |from: usize, to: usize| &host[from + 1..to];
    let labels = match ends.as_slice() {
        [last, second, ..] if *second != usize::MAX => {
            if SECOND_LEVEL.contains(&label(*second, *last)) && host.len() - last == 3 { 3 } else { 2 }
        }
        // "gov.vn" itself, or a name without a dot.
        _ => return host,
    };
    match ends.get(labels - 1) {
        Some(at) if *at != usize::MAX => &host[at + 1..],
        _ => host,
    }
}
