//! A file in another's place: whole or not at all, with its mode and owner, where links lead.

use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, fchown};
use std::path::{Path, PathBuf};

use super::draft::EditError;

/// A file that may be written, held open.
pub(super) struct Target {
    /// Without links.
    path: PathBuf,
    metadata: Metadata,
    file: File,
}

/// # Errors
/// When the file can't be written. That its folder lets it be replaced doesn't count: a file without write permission is
/// one that somebody wants to stay as it is.
pub(super) fn writable(path: &Path) -> Result<Target, EditError> {
    let path = fs::canonicalize(path).map_err(during("find", path))?;
    let metadata = fs::metadata(&path).map_err(during("look at", &path))?;
    if metadata.permissions().readonly() {
        return Err(EditError::ReadOnly(path));
    }
    match File::options().write(true).open(&path) {
        Ok(file) => Ok(Target { path, metadata, file }),
        Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) => {
            Err(EditError::ReadOnly(path))
        }
        Err(error) => Err(during("open", &path)(error)),
    }
}

/// Puts `new` in place of `old`.
///
/// # Errors
/// When the file doesn't hold `old` any more, can't be replaced by its like, or the file system refuses.
pub(super) fn replace(path: &Path, old: &str, new: &str) -> Result<(), EditError> {
    let Target { path, metadata, file } = writable(path)?;
    // Of two at once, the second waits here, and then finds another file. A file system without locks has one user.
    let _ = file.lock();
    if fs::read(&path).map_err(during("read", &path))? != old.as_bytes() {
        return Err(EditError::Changed(path));
    }
    let folder = path.parent().unwrap_or_else(|| Path::new("."));
    let beside = tempfile::Builder::new().prefix(".feeds.").suffix(".new").tempfile_in(folder);
    let mut beside = beside.map_err(during("make a file in", folder))?;
    let written = beside.write_all(new.as_bytes()).and_then(|()| like(beside.as_file(), &metadata));
    if !written.map_err(during("write beside", &path))? {
        return Err(EditError::Foreign(path));
    }
    beside.as_file().sync_all().map_err(during("flush to disk beside", &path))?;
    beside.persist(&path).map_err(|error| during("replace", &path)(error.error))?;
    // It is in its place; whether the disk has that already is not worth saying that it isn't.
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    Ok(())
}

/// Gives a file the mode and the owner of another; false: the owner can't be given.
fn like(file: &File, metadata: &Metadata) -> io::Result<bool> {
    let own = file.metadata()?;
    let is_same = (own.uid(), own.gid()) == (metadata.uid(), metadata.gid());
    if !is_same && fchown(file, Some(metadata.uid()), Some(metadata.gid())).is_err() {
        return Ok(false);
    }
    file.set_permissions(metadata.permissions())?;
    Ok(true)
}

fn during(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> EditError {
    move |source| EditError::Io { action, path: path.to_owned(), source }
}
