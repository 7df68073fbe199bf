//! Lines of feeds.toml for the operator to paste.

use std::fmt::Write as _;

use crate::config::edit;
use crate::read::Pointed;

/// `[source.page]` with the selectors that were found.
pub(super) fn page(pointed: &[Pointed]) -> String {
    let mut block = "  [source.page]\n".to_owned();
    for Pointed { field, css } in pointed {
        // Writing to a String cannot fail.
        let _ = writeln!(block, "  {field} = {}", edit::quoted(css.as_str()));
    }
    block
}
