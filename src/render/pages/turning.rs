//! Ways from a list's page to the older and newer ones.

use std::ops::RangeInclusive;

use crate::render::names;

/// As `turning.html` shows it; paths are under the edition's root.
pub(super) struct Turning {
    pub(super) newer: Option<String>,
    pub(super) older: Option<String>,
}

impl Turning {
    /// On the first page of the list at `page`.
    pub(super) fn first(page: &str, older: Option<u32>) -> Self {
        Self { newer: None, older: older.map(|number| names::older_path(page, number)) }
    }

    /// On the `number`-th of those older pages.
    pub(super) fn older(page: &str, (number, pages): (u32, &RangeInclusive<u32>)) -> Self {
        let newer = if number < *pages.end() { names::older_path(page, number + 1) } else { page.to_owned() };
        Self { newer: Some(newer), older: (number > *pages.start()).then(|| names::older_path(page, number - 1)) }
    }
}
