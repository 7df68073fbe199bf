//! Conditional requests (RFC 9110, section 13).

use std::time::{Duration, SystemTime};

use hyper::{HeaderMap, header};

/// Whether the client has this representation already: `etag` with its quotes, `modified` in whole seconds since 1970.
pub(super) fn is_fresh(request: &HeaderMap, etag: &str, modified: u64) -> bool {
    // If-None-Match takes the place of If-Modified-Since, also where it doesn't match.
    let mut tags = request.get_all(header::IF_NONE_MATCH).iter().peekable();
    if tags.peek().is_some() {
        return tags.filter_map(|list| list.to_str().ok()).any(|list| lists(list, etag));
    }
    request
        .get(header::IF_MODIFIED_SINCE)
        .and_then(|since| since.to_str().ok())
        .and_then(|since| httpdate::parse_http_date(since).ok())
        .is_some_and(|since| since >= SystemTime::UNIX_EPOCH + Duration::from_secs(modified))
}

/// Whether an If-None-Match list names `etag`, by weak comparison: `W/"a"` is `"a"`. A tag may hold commas.
fn lists(list: &str, etag: &str) -> bool {
    let mut rest = list.trim();
    if rest == "*" {
        return true;
    }
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        rest = rest.strip_prefix("W/").unwrap_or(rest);
        let Some(end) = rest.strip_prefix('"').and_then(|inside| inside.find('"')) else {
            return false;
        };
        let (tag, after) = rest.split_at(end + 2);
        if tag == etag {
            return true;
        }
        rest = after;
    }
}

#[cfg(test)]
mod tests {
    use super::lists;

    #[test]
    fn a_list_of_tags_is_compared_weakly() {
        for (list, expected) in [
            (r#""a""#, true),
            (r#"W/"a""#, true),
            (r#""b", W/"a""#, true),
            (r#""x,y" ,"a""#, true),
            ("*", true),
            (r#""ab""#, false),
            ("a", false),
            ("", false),
            (r#""b", "#, false),
            (r#""unclosed"#, false),
        ] {
            assert_eq!(lists(list, r#""a""#), expected, "{list}");
        }
    }
}
