//! Addresses in the form in which they are compared.

use bantin::news::{CanonicalUrl, HostKey, is_distinctive, long_numbers, percent_decoded};
use url::Url;

use super::{BASE, lossy};

/// An address, as it stands or on a page.
pub fn addresses(data: &[u8]) {
    let text = lossy(data);
    for url in [Url::parse(&text), BASE.join(&text)].into_iter().flatten() {
        if !matches!(url.scheme(), "http" | "https") {
            continue;
        }
        let canonical = CanonicalUrl::of(&url);
        let own = Url::parse(canonical.as_str()).unwrap_or_else(|error| panic!("{canonical} of {url}: {error}"));
        assert_eq!(CanonicalUrl::of(&own), canonical, "of {url}");
        assert_eq!(own.scheme(), "https");
        assert_eq!(HostKey::of(&own), HostKey::of(&url), "of {url}");
        let _ = (is_distinctive(url.path()), long_numbers(url.path()));
    }
    assert!(percent_decoded(&text).len() <= text.len());
}
