//! One pass at a time over one database.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::files::beside;

/// Held for as long as a process may write; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
}

#[derive(Debug, Error)]
pub enum LockError {
    #[error("another bantin holds {}: a pass or the daemon is running; wait for it, or stop it", .0.display())]
    Held(PathBuf),
    #[error("cannot lock {}: {reason}; check the folder and its permissions", path.display())]
    Io { path: PathBuf, reason: io::Error },
}

impl Lock {
    /// Takes the lock of the database at `database`, without waiting.
    ///
    /// # Errors
    /// When another process holds it, or the lock file cannot be made.
    pub fn take(database: &Path) -> Result<Self, LockError> {
        let path = path_of(database);
        let failed = |reason| LockError::Io { path: path.clone(), reason };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(path)),
            Err(TryLockError::Error(reason)) => Err(LockError::Io { path, reason }),
        }
    }
}

impl Drop for Lock {
    /// A process that is just being started shares the file until it becomes its program: by closing it alone, the lock would
    /// be left to that one.
    fn drop(&mut self) {
        // Where it fails, closing it has to do.
        let _ = self.file.unlock();
    }
}

/// What the lock file says once there is a database.
const MADE: &str = "While bantin works on the database beside this file, it locks it. The database has been made.\n";

/// Remembers that the database has been made: from then on, an empty file in its place is no new one.
pub(super) fn remember_made(database: &Path) {
    if !was_made(database)
        && let Ok(mut file) = OpenOptions::new().create(true).append(true).open(path_of(database))
    {
        // Without it, the database is only told less well from a new one.
        let _ = file.write_all(MADE.as_bytes());
    }
}

/// Whether a database has been made here.
pub(super) fn was_made(database: &Path) -> bool {
    std::fs::metadata(path_of(database)).is_ok_and(|file| file.len() > 0)
}

fn path_of(database: &Path) -> PathBuf {
    beside(database, ".lock")
}
