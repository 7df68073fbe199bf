//! Addresses in the form in which they are compared.

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;

/// An article's address without what doesn't change what it leads to: scheme, `www.`/`m.`/`amp.`, tracking parameters,
/// fragment, trailing slash. Two articles are at the same address when these are equal. It is itself a valid `https`
/// URL, but not necessarily one that answers: keep the address as given for fetching and linking.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CanonicalUrl(String);

/// Query parameters that say where a reader came from, and never which article is shown.
const TRACKING: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "zarsrc",
    "gidzl",
    "igshid",
    "mc_cid",
    "mc_eid",
    "ref_src",
    "_ga",
    "_gl",
    "vn_source",
    "vn_campaign",
    "vn_medium",
    "vn_thumb",
    "vn_zone",
];

impl CanonicalUrl {
    pub fn of(url: &Url) -> Self {
        let mut url = url.clone();
        url.set_fragment(None);
        let kept: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(name, _)| !name.starts_with("utm_") && !TRACKING.contains(&name.as_ref()))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        if kept.is_empty() {
            url.set_query(None);
        } else {
            url.query_pairs_mut().clear().extend_pairs(kept);
        }
        let host = HostKey::of(&url);
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let path = match url.path().trim_end_matches('/') {
            "" => "/",
            path => path,
        };
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        Self(format!("https://{host}{port}{path}{query}"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
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
        let host = url.host_str().unwrap_or_default();
        let bare = ["www.", "m.", "mobile.", "amp."]
            .iter()
            .find_map(|prefix| host.strip_prefix(prefix).filter(|rest| rest.contains('.')))
            .unwrap_or(host);
        Self(bare.to_ascii_lowercase())
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
