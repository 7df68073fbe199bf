//! Signs of damage that SQLite doesn't see, or takes for a new database.

use std::path::Path;

use rusqlite::Connection;

use super::files::beside;
use super::{StoreError, lock};

/// A file that ends within a page was cut off. One with a log may be whole together with that: only then it is looked
/// through.
pub(super) fn check_length(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let page: i64 = connection.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let length = std::fs::metadata(path).map_or(0, |file| file.len());
    if length.is_multiple_of(page.unsigned_abs().max(1)) {
        return Ok(());
    }
    let mut found = "it ends within a page".to_owned();
    if has_log(path) {
        found = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if found == "ok" {
            return Ok(());
        }
    }
    Err(StoreError::Damaged { path: path.to_owned(), found: format!("its file was cut off ({found})") })
}

/// What is wrong where SQLite would make a new database in the place of one that there was.
pub(super) fn emptied(path: &Path) -> Option<&'static str> {
    match std::fs::metadata(path).ok().map(|file| file.len()) {
        None if has_log(path) => Some("its file is gone, and its log (-wal) is still there"),
        Some(0) if has_log(path) => Some("its file is empty, and its log (-wal) isn't"),
        Some(0) if lock::was_made(path) => {
            Some("its file is empty (to begin anew, delete it together with the .lock file beside it)")
        }
        _ => None,
    }
}

/// Whether something is in the write-ahead log.
fn has_log(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).is_ok_and(|file| file.len() > 0)
}
