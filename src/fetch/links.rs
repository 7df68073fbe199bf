//! `Link` headers (RFC 8288): where a document says its hub is, and what it calls itself.

use reqwest::header::{HeaderMap, LINK};
use url::Url;

/// What `Link` headers say for WebSub; each the first of its kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// `rel="hub"`: who tells of changes.
    pub hub: Option<Url>,
    /// `rel="self"`: the address by which the hub knows the document.
    pub self_url: Option<Url>,
}

impl Links {
    /// `url` is the document's address, against which others are resolved. A part that can't be read is passed over.
    pub(super) fn of(headers: &HeaderMap, url: &Url) -> Self {
        let mut links = Self::default();
        for value in headers.get_all(LINK) {
            let value = String::from_utf8_lossy(value.as_bytes());
            for link in Values(&value) {
                // A link of another document, which this one only tells of.
                if link.parameter("anchor").is_some_and(|anchor| url.join(anchor).ok().as_ref() != Some(url)) {
                    continue;
                }
                let Some(target) = url.join(link.target).ok().filter(|url| matches!(url.scheme(), "http" | "https"))
                else {
                    continue;
                };
                for rel in link.parameter("rel").unwrap_or_default().split_ascii_whitespace() {
                    let kept = match rel.to_ascii_lowercase().as_str() {
                        "hub" => &mut links.hub,
                        "self" => &mut links.self_url,
                        _ => continue,
                    };
                    kept.get_or_insert_with(|| target.clone());
                }
            }
        }
        links
    }
}

struct Link<'a> {
    target: &'a str,
    /// Names as written; values without their quotes.
    parameters: Vec<(&'a str, &'a str)>,
}

impl Link<'_> {
    /// The first of a name counts (section 3.3).
    fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| *value)
    }
}

/// The links of one header's value, as appendix B.2 reads them.
struct Values<'a>(&'a str);

impl<'a> Iterator for Values<'a> {
    type Item = Link<'a>;

    fn next(&mut self) -> Option<Link<'a>> {
        let (_, rest) = self.0.split_once('<')?;
        let Some((target, mut rest)) = rest.split_once('>') else {
            self.0 = "";
            return None;
        };
        let mut parameters = Vec::new();
        loop {
            rest = rest.trim_start();
            let Some(after) = rest.strip_prefix(';') else { break };
            let after = after.trim_start();
            let end = after.find(|c: char| matches!(c, '=' | ';' | ',') || c.is_whitespace()).unwrap_or(after.len());
            let name = &after[..end];
            rest = after[end..].trim_start();
            let value;
            (value, rest) = match rest.strip_prefix('=') {
                Some(typed) => parameter_value(typed.trim_start()),
                None => ("", rest),
            };
            parameters.push((name, value));
        }
        self.0 = rest;
        Some(Link { target: target.trim(), parameters })
    }
}

/// A token or a quoted string, and what follows it. Addresses and relation types hold no backslashes, so quoted pairs
/// are only passed over.
fn parameter_value(typed: &str) -> (&str, &str) {
    let Some(quoted) = typed.strip_prefix('"') else {
        let end = typed.find(|c: char| matches!(c, ';' | ',') || c.is_whitespace()).unwrap_or(typed.len());
        return typed.split_at(end);
    };
    let mut escaped = false;
    for (at, c) in quoted.char_indices() {
        match c {
            '"' if !escaped => return (&quoted[..at], &quoted[at + 1..]),
            _ => escaped = c == '\\' && !escaped,
        }
    }
    (quoted, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[track_caller]
    fn check(values: &[&str], hub: Option<&str>, self_url: Option<&str>) {
        let url = Url::parse("https://bao.vn/rss/tin.rss").unwrap();
        let headers = values.iter().map(|value| (LINK, HeaderValue::from_bytes(value.as_bytes()).unwrap())).collect();
        let links = Links::of(&headers, &url);
        let expected = |address: Option<&str>| address.map(|address| Url::parse(address).unwrap());
        assert_eq!(links, Links { hub: expected(hub), self_url: expected(self_url) }, "{values:?}");
    }

    const HUB: Option<&str> = Some("https://hub.vn/");
    const SELF: Option<&str> = Some("https://bao.vn/feed");

    #[test]
    fn hub_and_self_are_found_in_one_header_or_several() {
        check(&["<https://hub.vn/>; rel=\"hub\"", "<https://bao.vn/feed>; rel=\"self\""], HUB, SELF);
        check(&["<https://hub.vn/>;rel=hub,</feed> ; rel = self"], HUB, SELF);
        check(
            &["<https://hub.vn/>; title=\"a, b; rel=\\\"self\\\" <c>\"; REL=\"x Hub\", <../feed>; rel=self"],
            HUB,
            SELF,
        );
        check(&["<https://bao.vn/wp-json/>; rel=\"https://api.w.org/\"", "<https://hub.vn>; rel=hub"], HUB, None);
    }

    #[test]
    fn the_first_of_each_counts() {
        check(&["<https://hub.vn/>; rel=hub, <https://other.vn/>; rel=hub"], HUB, None);
        check(&["<https://hub.vn/>; rel=hub; rel=self"], HUB, None);
    }

    #[test]
    fn what_is_broken_or_about_another_document_is_passed_over() {
        check(&["<https://hub.vn/"], None, None);
        check(&["rel=hub"], None, None);
        check(&["<https://hub.vn/>"], None, None);
        check(&["<mailto:a@b.vn>; rel=hub, <http://[>; rel=hub, <https://hub.vn/>; rel=hub"], HUB, None);
        check(&["<https://other.vn/>; rel=hub; anchor=\"/other\", <https://hub.vn/>; rel=\"hub"], HUB, None);
        check(&["<https://hub.vn/>; rel=hub; anchor=\"/rss/tin.rss\"", "; ; ,,<"], HUB, None);
    }
}
