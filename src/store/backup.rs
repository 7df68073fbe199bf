//! Copies of the database, made while a pass may be writing to it.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use thiserror::Error;

use super::files::beside;
use super::{StoreError, schema};

/// Pages that are copied at a time: 16 MiB.
const PAGES: i32 = 4096;

/// Mistakes of which an unsound copy is told.
const TOLD: u32 = 5;

/// A copy that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackedUp {
    pub path: PathBuf,
    pub bytes: u64,
}

#[derive(Debug, Error)]
pub enum CopyError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{} is there already: name another file, or say `--overwrite`", .0.display())]
    Exists(PathBuf),
    #[error("{} is the database itself: name another file", .0.display())]
    Itself(PathBuf),
    #[error("a backup to {} is being written by another process: wait for it", .0.display())]
    Busy(PathBuf),
    #[error("{} is open as a database in another program: close it there, or name another file; nothing was changed", .0.display())]
    InUse(PathBuf),
    #[error("there is no {}: name a file that `bantin backup` wrote", .0.display())]
    Missing(PathBuf),
    #[error("{} can't be read: {reason}; is it a database? Nothing was changed", path.display())]
    Unreadable { path: PathBuf, reason: rusqlite::Error },
    #[error("{} could not be written: {reason}; is its disk full? Nothing was changed", path.display())]
    Unwritten { path: PathBuf, reason: rusqlite::Error },
    #[error("the copy of {} isn't sound, and was thrown away: {found}", path.display())]
    Unsound { path: PathBuf, found: String },
    #[error("could not {action} {}: {reason}; check the disk and its permissions", path.display())]
    Io { action: &'static str, path: PathBuf, reason: io::Error },
}

impl CopyError {
    /// As [`StoreError::is_unusable`].
    pub fn is_unusable(&self) -> bool {
        matches!(self, Self::Store(error) if error.is_unusable())
    }

    /// What can't be read is the database itself, and not a copy of it.
    fn of_database(self, path: &Path) -> Self {
        match self {
            Self::Unreadable { reason, .. } => StoreError::from(reason).at(path).into(),
            Self::Unsound { found, .. } => StoreError::Damaged { path: path.to_owned(), found }.into(),
            other => other,
        }
    }
}

pub(super) fn during(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> CopyError {
    move |reason| CopyError::Io { action, path: path.to_owned(), reason }
}

/// Writes the database as it is at this instant to `target`, whole and checked or not at all; into a folder under a name
/// with the date of `now`. Passes go on meanwhile.
///
/// # Errors
/// When there is no database, it is no bantin's, or damaged; when `target` is there and isn't to be overwritten; when the
/// disk fails.
pub fn back_up(database: &Path, target: &Path, overwrite: bool, now: Timestamp) -> Result<BackedUp, CopyError> {
    if !database.exists() {
        return Err(StoreError::Missing(database.to_owned()).into());
    }
    let target = if target.is_dir() { target.join(dated(database, now)) } else { target.to_owned() };
    if is_same_file(database, &target) {
        return Err(CopyError::Itself(target));
    }
    if target.exists() && !overwrite {
        return Err(CopyError::Exists(target));
    }
    let source = open(database).map_err(|error| error.of_database(database))?;
    let part = beside(&target, ".part");
    let writing = OpenOptions::new().create(true).truncate(false).write(true).open(&part);
    let writing = writing.map_err(during("write", &part))?;
    writing.try_lock().map_err(|_| CopyError::Busy(target.clone()))?;
    let copied = copy(&source, database, &part, |_| Ok(())).inspect_err(|_| discard(&part));
    let bytes = copied.map_err(|error| error.of_database(database))?;
    fs::rename(&part, &target).map_err(during("rename the copy to", &target))?;
    flush_folder_of(&target)?;
    Ok(BackedUp { path: target, bytes })
}

/// Opens a bantin's database of any known version to read it.
pub(super) fn open(path: &Path) -> Result<Connection, CopyError> {
    let failed = |reason| CopyError::Unreadable { path: path.to_owned(), reason };
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(failed)?;
    connection.busy_timeout(std::time::Duration::from_secs(5)).map_err(failed)?;
    schema::check(&connection, path).map_err(|error| match error {
        StoreError::Database(reason) => failed(reason),
        other => other.into(),
    })?;
    Ok(connection)
}

/// Copies a database as it is now into one file `to` that needs no other beside it, has `change` done to the copy, checks it,
/// and flushes it to the disk. Returns its size.
pub(super) fn copy(
    source: &Connection,
    from: &Path,
    to: &Path,
    change: impl FnOnce(&mut Connection) -> Result<(), StoreError>,
) -> Result<u64, CopyError> {
    let unreadable = |reason| CopyError::Unreadable { path: from.to_owned(), reason };
    let unwritten = |reason| CopyError::Unwritten { path: to.to_owned(), reason };
    File::create(to).map_err(during("write", to))?;
    let mut copy = Connection::open(to).map_err(unwritten)?;
    {
        // What is written meanwhile isn't seen, so that the copy comes to its end however busy the database is.
        let reading = source.unchecked_transaction().map_err(unreadable)?;
        reading.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(unreadable)?;
        let backup = Backup::new(source, &mut copy).map_err(unwritten)?;
        loop {
            match backup.step(PAGES).map_err(unwritten)? {
                StepResult::Done => break,
                StepResult::More => {}
                // Not the source's fault, which is being read already. The copy has been waited for, as long as its
                // connection has patience.
                _ => return Err(CopyError::InUse(to.to_owned())),
            }
        }
    }
    // Without a log beside it.
    copy.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(())).map_err(unwritten)?;
    change(&mut copy)?;
    let found = mistakes(&copy).map_err(unreadable)?;
    if !found.is_empty() {
        return Err(CopyError::Unsound { path: from.to_owned(), found: found.join("; ") });
    }
    copy.close().map_err(|(_, reason)| unwritten(reason))?;
    let file = File::open(to).map_err(during("read", to))?;
    file.sync_all().map_err(during("flush", to))?;
    Ok(file.metadata().map_err(during("read", to))?.len())
}

/// What is wrong with a database as a file.
pub(super) fn mistakes(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare(&format!("PRAGMA integrity_check({TOLD})"))?;
    let mut found: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    found.retain(|line| line != "ok");
    Ok(found)
}

/// `bantin-20261126T004500Z.db`.
fn dated(database: &Path, now: Timestamp) -> String {
    let stem = database.file_stem().unwrap_or_default().to_string_lossy();
    format!("{stem}-{}.db", compact(now))
}

/// As it may be in a file's name.
pub(super) fn compact(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

pub(super) fn is_same_file(one: &Path, other: &Path) -> bool {
    fs::canonicalize(one).ok().zip(fs::canonicalize(other).ok()).is_some_and(|(one, other)| one == other)
}

/// A failure to remove it leaves a file that the next copy writes over.
pub(super) fn discard(file: &Path) {
    for suffix in ["", "-journal", "-wal", "-shm"] {
        let _ = fs::remove_file(beside(file, suffix));
    }
}

/// Waits until a name is on the disk.
pub(super) fn flush_folder_of(path: &Path) -> Result<(), CopyError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(during("flush", folder))
}
