//! Discovery (section 4): the hub that a document names. Pure.

use url::Url;

use crate::fetch::Links;
use crate::read::Parsed;

/// The hub that a document names, and the topic by which it knows the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NamedHub {
    pub(super) url: Url,
    pub(super) topic: Url,
}

/// The hub that a document names, if it names one: `Link` headers first, then what the
/// document says (section 4). `url` is where it was found, which stands in for a `self` that nobody gives.
pub(super) fn named_hub(links: &Links, parsed: &Parsed, url: &Url) -> Option<NamedHub> {
    let own = links.self_url.as_ref().or(parsed.self_url.as_ref());
    let (hub, topic) = match (&links.hub, &parsed.hub) {
        (Some(hub), _) => (hub, own),
        (None, Some(hub)) => (hub, parsed.self_url.as_ref().or(own)),
        (None, None) => return None,
    };
    Some(NamedHub { url: hub.clone(), topic: topic.unwrap_or(url).clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{Dialect, PollHints};

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn headers_go_before_what_the_document_says() {
        let found = url("https://bao.vn/rss");
        let said = |links: [Option<&str>; 2], document: [Option<&str>; 2]| {
            let [hub, self_url] = links.map(|address| address.map(url));
            let links = Links { hub, self_url };
            let [hub, self_url] = document.map(|address| address.map(url));
            let (dialect, hints) = (Dialect::Rss, PollHints::default());
            let parsed =
                Parsed { dialect, title: None, language: None, site: None, self_url, hub, hints, entries: Vec::new() };
            named_hub(&links, &parsed, &found).map(|hub| (hub.url.to_string(), hub.topic.to_string()))
        };
        let (a, b) = (Some("https://a.vn/"), Some("https://b.vn/"));
        let (x, y) = (Some("https://bao.vn/x"), Some("https://bao.vn/y"));
        let named = |hub: &str, topic: &str| Some((hub.to_owned(), topic.to_owned()));
        assert_eq!(said([a, x], [b, y]), named("https://a.vn/", "https://bao.vn/x"));
        assert_eq!(said([None, x], [b, y]), named("https://b.vn/", "https://bao.vn/y"));
        assert_eq!(said([a, None], [None, y]), named("https://a.vn/", "https://bao.vn/y"));
        assert_eq!(said([None, None], [b, None]), named("https://b.vn/", "https://bao.vn/rss"));
        assert_eq!(said([None, x], [None, y]), None);
    }
}
