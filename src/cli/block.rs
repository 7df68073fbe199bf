//! Lines of feeds.toml for the operator to paste.

use std::fmt::Write as _;

use crate::read::ListingSelectors;

/// `[source.listing]` with its selectors.
pub(super) fn listing(selectors: &ListingSelectors) -> String {
    let mut block = "  [source.listing]\n".to_owned();
    let ListingSelectors { item, link, title, date, summary, image } = selectors;
    let parts = [("link", link), ("title", title), ("date", date), ("summary", summary), ("image", image)];
    let parts = parts.into_iter().filter_map(|(key, css)| Some((key, css.as_ref()?)));
    for (key, css) in std::iter::once(("item", item)).chain(parts) {
        // Writing to a String cannot fail.
        let _ = writeln!(block, "  {key} = {}", quoted(css.as_str()));
    }
    block
}

/// A string as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}
