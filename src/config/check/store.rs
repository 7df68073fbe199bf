//! `[store]`: where the database lies, and how long news is kept.

use std::path::Path;

use jiff::SignedDuration;

use crate::config::duration::days;
use crate::config::table::Table;
use crate::config::{Store, kind};

/// Copies of a text are looked for among those of a month before, and for up to 60 days; feeds' archives are there for who
/// was away for a month.
const SHORTEST: SignedDuration = days(90);
const LONGEST: SignedDuration = days(100 * 365);

pub(super) fn read(mut table: Table<'_>, base: &Path) -> Store {
    let about = "The SQLite database; relative to this file. BANTIN_DATABASE overrides it.";
    let database = table.or("database", "bantin.db".into(), about, kind::PATH);
    let about = "How long stories are kept after the last article came out; for ever without it.";
    let keep = table.optional("keep", about, kind::long(SHORTEST..=LONGEST));
    table.finish();
    Store { database: base.join(database), keep }
}
