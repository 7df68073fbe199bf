//! The address that a page names as its own.

use url::Url;

use crate::news::{CanonicalUrl, HostKey, is_distinctive};

/// What the page names by `rel=canonical` (`declared`), or else by `og:url` (`shared`), if that can be true. Carelessly made sites name their front
/// page or a section on all pages, or what the site names that they were copied from. Whether an address that can be true
/// is named by many articles, only who knows these can say (`judge::Fingerprint`).
pub(super) fn credible(declared: Option<Url>, shared: Option<Url>, page: &Url) -> Option<Url> {
    let shared_host = shared.as_ref().map(HostKey::of);
    let declared = declared.filter(|named| {
        let host = HostKey::of(named);
        host == HostKey::of(page) || shared_host.as_ref() == Some(&host)
    });
    let shared = shared.filter(|named| HostKey::of(named) == HostKey::of(page));
    declared.into_iter().chain(shared).find(|named| is_articles(named, page))
}

/// Whether `named` can be an article's address, as far as `page` tells: not the front page, nothing above the page, and
/// nothing that says less of which article it is.
fn is_articles(named: &Url, page: &Url) -> bool {
    let [named, page] = [named, page].map(CanonicalUrl::of);
    let [named, page] = [named.as_str(), page.as_str()].map(|address| {
        let place = address.trim_start_matches("https://");
        place.find('/').map_or("/", |path| &place[path..])
    });
    let bare = named.trim_end_matches("index.html").trim_end_matches("index.php").trim_end_matches('/');
    // Under the article's address are its further pages, and itself with a parameter more.
    let is_above = |rest: &str| rest.starts_with(['/', '?', '#']) && (is_distinctive(rest) || !is_distinctive(bare));
    let says_less = is_distinctive(page) && !is_distinctive(named);
    named == page || !(bare.is_empty() || says_less || page.strip_prefix(bare).is_some_and(is_above))
}
