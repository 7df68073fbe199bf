//! What SQLite's errors mean, and what to do about them.

use std::path::Path;

use rusqlite::{Error, ErrorCode};

/// What an error is a sign of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// What is in the file is no database, or not as SQLite wrote it.
    Damage,
    /// No room on the disk, or the disk fails.
    Disk,
    /// It may only be read.
    ReadOnly,
    Other,
}

impl Trouble {
    pub(super) fn of(error: &Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damage,
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => Self::Disk,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            _ => Self::Other,
        }
    }
}

/// The message for a step that failed.
pub(super) fn of_step(error: &Error) -> String {
    match Trouble::of(error) {
        Trouble::Damage => {
            format!("the database is damaged ({error}); nothing of this step was written. {}", way_out())
        }
        Trouble::Disk => format!(
            "the database could not be written: {error}; is its disk full? Nothing of this step was written: once there is \
             room, the next pass does it"
        ),
        Trouble::ReadOnly => format!(
            "the database could not be written: {error}; check the permissions of its file and folder, and whether they are \
             mounted read-only. Nothing of this step was written"
        ),
        Trouble::Other => format!("the database failed: {error}; nothing of this step was written"),
    }
}

/// The message for a database that is damaged.
pub(super) fn of_damage(path: &Path, found: &str) -> String {
    format!(
        "the database {} is damaged: {found}. It is left as it is, and none is made in its place. {}",
        path.display(),
        way_out()
    )
}

fn way_out() -> &'static str {
    "Stop `bantin run`, and restore a backup: `bantin restore FILE`. Without one, save what can be read with SQLite's shell: `sqlite3 bantin.db \
     .recover | sqlite3 saved.db`, then `bantin restore saved.db`; what was there is kept aside"
}
