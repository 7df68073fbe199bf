//! Addresses in the form in which they are compared.

mod percent;
mod query;
mod views;

use std::fmt;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

pub use percent::decoded as percent_decoded;
pub use views::{is_distinctive, long_numbers};

/// An article's address without what doesn't change what it leads to: scheme, `www.`/`m.`/`amp.`, usual port, tracking
/// parameters and their order, sessions, fragment, trailing slash, how percent signs are written, and whether it is the
/// article's view for printing or for AMP, where an address can say so. Two articles are at the same address when these
/// are equal. It is itself a valid `https` URL, but not necessarily one that answers: keep the address as given for
/// fetching and linking.
///
/// Canonical forms are their own: `of` the URL that one is gives it again (RFC 3986, 6.2 is where much of this is from).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CanonicalUrl(String);

impl CanonicalUrl {
    pub fn of(url: &Url) -> Self {
        let host = HostKey::of(url);
        // The other scheme's usual port is what is left of a move to https.
        let port =
            url.port().filter(|port| !matches!(port, 80 | 443)).map(|port| format!(":{port}")).unwrap_or_default();
        let path = views::without_view(&percent::normal(url.path()), &host);
        let query = url.query().map(query::normal).unwrap_or_default();
        let route = url.fragment().filter(|fragment| is_route(fragment, &path, &query)).map(percent::normal);
        let route = route.map(|route| format!("#{route}")).unwrap_or_default();
        Self(format!("https://{host}{port}{path}{query}{route}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Where a site is one page of scripts, the fragment names the article: `/#!/tin/123`. Under an article's address, a
/// fragment of the same form is a picture in a gallery.
fn is_route(fragment: &str, path: &str, query: &str) -> bool {
    let named = fragment.strip_prefix('!').unwrap_or(fragment);
    named.len() > 1 && named.starts_with('/') && query.is_empty() && !is_distinctive(path)
}

impl fmt::Display for CanonicalUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A host as manners count it: lower case, without `www.`, `m.`, `mobile.` or `amp.`, so that a paper's two names share
/// one queue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HostKey(String);

impl HostKey {
    /// The host of `url`; empty for an address without one, which nothing fetches.
    pub fn of(url: &Url) -> Self {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let mut bare = Some(host.trim_end_matches('.')).filter(|bare| !bare.is_empty()).unwrap_or(&host);
        while let Some(rest) = ["www.", "m.", "mobile.", "amp."]
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix).filter(|rest| rest.contains('.')))
        {
            bare = rest;
        }
        Self(bare.to_owned())
    }

    /// What [`Self::as_str`] gave.
    pub fn named(name: &str) -> Self {
        Self(name.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for HostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The registrable part of a host: two labels, or three under a suffix such as `com.vn`. (The public suffix list would
/// be exact; a wrong guess takes a few sites for one, or one for a few.) An IP address is itself.
pub fn site(host: &str) -> &str {
    const SECOND_LEVEL: &[&str] = &["com", "net", "org", "gov", "edu", "info", "co", "ac", "or", "ne", "go"];
    if !matches!(Host::parse(host), Ok(Host::Domain(_))) {
        return host;
    }
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
