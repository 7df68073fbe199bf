//! Ways from a list's page to the older and newer ones.

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

    /// On the `number`-th of so many older pages.
    pub(super) fn older(page: &str, (number, pages): (u32, u32)) -> Self {
        let newer = if number < pages { names::older_path(page, number + 1) } else { page.to_owned() };
        Self { newer: Some(newer), older: (number > 1).then(|| names::older_path(page, number - 1)) }
    }
}
