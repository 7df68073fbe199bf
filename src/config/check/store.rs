//! `[store]`: where the database lies, and how long news is kept.

use std::path::Path;

use jiff::SignedDuration;

use super::place::path;
use crate::config::Store;
use crate::config::duration::{days, long};
use crate::config::table::Table;

/// Copies of a text are looked for among those of a month before, and for up to 60 days; feeds' archives are there for who
/// was away for a month.
const SHORTEST: SignedDuration = days(90);
const LONGEST: SignedDuration = days(100 * 365);

pub(super) fn read(mut table: Table<'_>, base: &Path) -> Store {
    let database = table.optional("database", path).unwrap_or_else(|| "bantin.db".into());
    let keep = table.optional("keep", long(SHORTEST..=LONGEST));
    table.finish();
    Store { database: base.join(database), keep }
}
