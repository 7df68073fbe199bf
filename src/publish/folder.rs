//! The published folder: whose it is, and how one of an earlier bantin's is taken over.
//!
//! ```text
//! public/                what readers see
//! public/.bantin/lock    says that the folder is ours, and is locked by who publishes
//! public/.bantin/new/    files that aren't in their places yet
//! ```

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::files::{PublishError, during};

/// Where bantin keeps its own things; nothing in it is published.
pub(super) const OWN: &str = ".bantin";
const LOCK: &str = "lock";
const NEW: &str = "new";

const MARK: &str = "bantin publishes into this folder, and removes from it what it no longer publishes.\n";

/// Whether `directory` is a folder that bantin has published to.
pub fn is_published(directory: &Path) -> bool {
    directory.join(OWN).join(LOCK).is_file()
}

/// The published folder, locked.
pub(super) struct Folder {
    pub(super) root: PathBuf,
    /// On the same file system, so that files can be renamed from here.
    pub(super) new: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder if need be, waits until no other run publishes to it, and removes what a killed one left.
    pub(super) fn open(directory: &Path) -> Result<Self, PublishError> {
        take_over(directory)?;
        let own = directory.join(OWN);
        if !is_published(directory) {
            if !is_empty(directory)? {
                return Err(PublishError::NotOurs { directory: directory.to_owned() });
            }
            mark(directory)?;
        }
        let lock_path = own.join(LOCK);
        let lock = File::open(&lock_path).map_err(during("open", &lock_path))?;
        lock.lock().map_err(during("lock", &lock_path))?;
        let new = own.join(NEW);
        gone(fs::remove_dir_all(&new)).map_err(during("remove", &new))?;
        fs::create_dir_all(&new).map_err(during("create the folder", &new))?;
        Ok(Self { root: directory.to_owned(), new, _lock: lock })
    }
}

/// Whether there is nothing in the folder, which is made if it isn't there.
fn is_empty(directory: &Path) -> Result<bool, PublishError> {
    if directory.exists() && !directory.is_dir() {
        return Ok(false);
    }
    fs::create_dir_all(directory).map_err(during("create the folder", directory))?;
    let mut entries = fs::read_dir(directory).map_err(during("list", directory))?;
    // What was being marked when it was killed.
    Ok(entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == OWN)))
}

fn mark(directory: &Path) -> Result<(), PublishError> {
    let own = directory.join(OWN);
    fs::create_dir_all(&own).map_err(during("create the folder", &own))?;
    let path = own.join(LOCK);
    match File::create_new(&path).and_then(|mut file| file.write_all(MARK.as_bytes())) {
        // By another run, just now.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result.map_err(during("create", &path)),
    }
}

/// Earlier bantins published a symbolic link to a folder among `.public.releases`: that folder takes its place.
fn take_over(directory: &Path) -> Result<(), PublishError> {
    let (Some(name), Some(parent)) = (directory.file_name(), directory.parent()) else { return Ok(()) };
    let releases_name = format!(".{}.releases", name.to_string_lossy());
    let releases = parent.join(&releases_name);
    if let Ok(target) = fs::read_link(directory)
        && target.starts_with(&releases_name)
    {
        let release = parent.join(&target);
        if release.is_dir() {
            mark(&release)?;
        }
        fs::remove_file(directory).map_err(during("remove the link", directory))?;
        gone(fs::rename(&release, directory)).map_err(during("publish the release as", directory))?;
    }
    // Also where a run was killed in between.
    gone(fs::remove_dir_all(&releases)).map_err(during("remove", &releases))
}

/// What should be gone, and is.
pub(super) fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}
