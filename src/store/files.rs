//! The database's files, and the room for them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The file beside another that has its name and more: `bantin.db-wal`, `bantin.db.lock`.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Bytes that may still be written to a folder by who isn't root; none where the system doesn't say.
pub fn free_space(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}
