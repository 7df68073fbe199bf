//! A backup takes the place of the database.
//!
//! ```text
//! bantin.db.restoring                what is being copied
//! bantin.db.restored                 a copy that is whole and checked: whoever opens the database next puts it in its place
//! bantin.db.before-20261126T004500Z  what was in its place, with its log
//! ```

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;

use super::backup::{self, CopyError, compact, copy, discard, during, flush_folder_of, is_same_file};
use super::files::beside;
use super::{Lock, StoreError, publication, schema};

/// What was restored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    pub bytes: u64,
    /// Where what was there before is kept.
    pub kept: Option<PathBuf>,
}

/// Has the backup `from` be the database, brought to this version, at any instant either the old one or the new. The next
/// pass publishes the site whole. Who calls it holds the lock.
///
/// # Errors
/// When `from` is no bantin's, a newer one's, or unsound: then nothing was changed. When the disk fails.
pub fn restore(from: &Path, database: &Path, _lock: &Lock, now: Timestamp) -> Result<Restored, CopyError> {
    if !from.is_file() {
        return Err(CopyError::Missing(from.to_owned()));
    }
    if is_same_file(from, database) {
        return Err(CopyError::Itself(from.to_owned()));
    }
    // One that was cut short is what was asked for before.
    finish(database)?;
    let (part, whole) = (beside(database, ".restoring"), beside(database, WHOLE));
    let source = backup::open(from)?;
    if schema::is_empty(&source).map_err(StoreError::from)? {
        return Err(CopyError::Unsound { path: from.to_owned(), found: "it is empty".to_owned() });
    }
    let copied = copy(&source, from, &part, |copy| {
        schema::migrate(copy)?;
        publication::forget_published(copy)
    });
    let bytes = copied.inspect_err(|_| discard(&part))?;
    let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(now.as_second().unsigned_abs());
    let dated = File::options().write(true).open(&part).and_then(|file| {
        file.set_modified(time)?;
        file.sync_all()
    });
    dated.map_err(during("flush", &part))?;
    fs::rename(&part, &whole).map_err(during("rename the copy to", &whole))?;
    flush_folder_of(database)?;
    let kept = finish(database)?;
    Ok(Restored { bytes, kept })
}

const WHOLE: &str = ".restored";

/// Puts a copy in its place that waits for it. Says where what was there before is kept.
pub(super) fn finish(database: &Path) -> Result<Option<PathBuf>, CopyError> {
    let whole = beside(database, WHOLE);
    let Ok(found) = fs::metadata(&whole) else { return Ok(None) };
    let time = found.modified().ok().and_then(|time| Timestamp::try_from(time).ok()).unwrap_or(Timestamp::UNIX_EPOCH);
    let aside = aside(database, time);
    // The log first: if this is cut short, the rest still finds the same name free.
    move_if_there(&beside(database, "-wal"), &beside(&aside, "-wal"))?;
    let had_any = move_if_there(database, &aside)?;
    for gone in ["-shm", "-journal"] {
        move_if_there(&beside(database, gone), &beside(&aside, gone))?;
    }
    fs::rename(&whole, database).map_err(during("put the restored database in its place at", database))?;
    flush_folder_of(database)?;
    Ok(had_any.then_some(aside))
}

/// Where the present database is kept: under the first name that no other is kept under.
fn aside(database: &Path, time: Timestamp) -> PathBuf {
    let name = format!(".before-{}", compact(time));
    let names = std::iter::once(beside(database, &name));
    let others = (2_u32..).map(|number| beside(database, &format!("{name}-{number}")));
    names.chain(others).find(|path| !path.exists()).unwrap_or_else(|| beside(database, &name))
}

fn move_if_there(from: &Path, to: &Path) -> Result<bool, CopyError> {
    match fs::rename(from, to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(during("move aside", from)(error)),
    }
}
