//! Where a picture really is: lazy loaders keep it in attributes of their own.

use scraper::node::Element;
use url::Url;

/// Where scripts look for the picture, in the order of how often they are right.
const LAZY: &[&str] =
    &["data-src", "data-original", "data-lazy-src", "data-lazy", "data-original-src", "data-image", "data-thumb"];

/// The picture's absolute http(s) address.
pub(in crate::read) fn address(image: &Element, base: &Url) -> Option<Url> {
    let lazy = LAZY.iter().filter_map(|name| image.attr(name));
    let sets = ["data-srcset", "srcset"].iter().filter_map(|name| image.attr(name)).filter_map(largest);
    let plain = image.attr("src").into_iter();
    lazy.chain(plain).chain(sets).find_map(|address| resolve(address, base))
}

/// Longer addresses are none. Browsers take more, but servers seldom do (RFC 9110, 4.1, asks them for 8,000 octets).
const LONGEST: usize = 8000;

/// `address` against `base`, if that is something a browser would ask over HTTP.
pub(in crate::read) fn resolve(address: &str, base: &Url) -> Option<Url> {
    let address = address.trim();
    if address.is_empty() || address.len() > LONGEST {
        return None;
    }
    let url = base.join(address).ok()?;
    (url.as_str().len() <= LONGEST && matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// The address with the greatest width or density of a `srcset`.
fn largest(set: &str) -> Option<&str> {
    let candidates = set.split(", ").filter_map(|candidate| {
        let mut words = candidate.split_whitespace();
        let address = words.next()?.trim_end_matches(',');
        let size = words.next().and_then(|size| size.trim_end_matches(['w', 'x', ',']).parse::<f32>().ok());
        Some((address, size.unwrap_or(1.0)))
    });
    candidates.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(address, _)| address)
}
