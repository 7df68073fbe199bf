//! Which of the names on a page are its authors'.

use url::Url;

use crate::read::article::{Origin, Sourced};
use crate::read::authors;

/// All names that were found, by where they stand.
pub(super) struct Found {
    /// By the operator's selector.
    pub(super) chosen: Vec<String>,
    pub(super) json_ld: Vec<String>,
    /// Authors in JSON-LD that are no persons.
    pub(super) organisations: Vec<String>,
    pub(super) meta: Vec<String>,
    /// What a reader sees, the most certain first.
    pub(super) seen: [Vec<String>; 4],
    pub(super) feed: Vec<String>,
}

impl Found {
    /// The most trusted that names persons, or else anybody. Vietnamese papers' systems put the paper's own name where
    /// none is known, so there it is nobody's; elsewhere a site that is named as its author is somebody's own.
    pub(super) fn best(self, is_vietnamese: bool, is_site: impl Fn(&str) -> bool) -> Option<Sourced<Vec<String>>> {
        if !self.chosen.is_empty() {
            return Some(Sourced::new(self.chosen, Origin::Selector));
        }
        let seen = self.seen.into_iter().map(|names| (names, Origin::Markup));
        let all: Vec<_> = [(self.json_ld, Origin::JsonLd), (self.meta, Origin::Meta)].into_iter().chain(seen).collect();
        let others = |names: &[String]| names.iter().filter(|name| !is_site(name)).cloned().collect::<Vec<_>>();
        let without_site: Vec<_> = all.iter().map(|(names, from)| (others(names), *from)).collect();
        let first = |found: &[(Vec<String>, Origin)], wanted: fn(&str) -> bool| {
            let mut found = found.iter().filter(|(names, _)| names.iter().any(|name| wanted(name)));
            found.next().map(|(names, from)| Sourced::new(names.clone(), *from))
        };
        let feed = (!self.feed.is_empty()).then(|| Sourced::new(self.feed, Origin::Feed));
        let known = first(&without_site, |name| !is_account(name)).or(feed).or_else(|| first(&without_site, |_| true));
        if is_vietnamese {
            return known;
        }
        let organisations = (self.organisations, Origin::JsonLd);
        known.or_else(|| first(&all, |_| true)).or_else(|| first(&[organisations], |_| true))
    }
}

/// Whether somebody is among them, and not only accounts.
pub(super) fn is_somebody(names: &[String]) -> bool {
    names.iter().any(|name| !is_account(name))
}

/// "kffnirmitap", "brandon-peaktwo": what somebody signs in with.
fn is_account(name: &str) -> bool {
    !authors::is_name(name) && !name.contains(' ') && !name.starts_with(char::is_uppercase)
}

/// By its language; where that is not said, by its host.
pub(super) fn is_vietnamese(language: Option<&str>, url: &Url) -> bool {
    let on_vn = || url.host_str().and_then(|host| host.rsplit('.').next()) == Some("vn");
    match language {
        Some(language) if language.to_ascii_lowercase().starts_with("vi") => true,
        // Many a Vietnamese page says "en", since its template did.
        _ => on_vn(),
    }
}
