//! A file in another's place: whole or not at all, with its mode and owner, where links lead.

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
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
    let target = writable(path)?;
    // Of two at once, the second waits here, and then finds another file. A file system without locks has one user.
    let _ = target.file.lock();
    if fs::read(&target.path).map_err(during("read", &target.path))? != old.as_bytes() {
        return Err(EditError::Changed(target.path));
    }
    put(&target.path, new.as_bytes(), Some(&target.metadata))
}

/// Writes a file, in place of what it held if there is one. What is no file (`/dev/stdout`, a pipe) is written to.
///
/// # Errors
/// When the file can't be replaced by its like, or the file system refuses.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), EditError> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => {
            let target = writable(path)?;
            put(&target.path, bytes, Some(&target.metadata))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => put(path, bytes, None),
        _ => fs::write(path, bytes).map_err(during("write", path)),
    }
}

/// Writes beside `path`, and then in its place, with the mode and the owner of what was there.
fn put(path: &Path, bytes: &[u8], former: Option<&Metadata>) -> Result<(), EditError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // As far as the umask lets.
    let usual = Permissions::from_mode(0o666);
    let beside = tempfile::Builder::new().prefix(".bantin.").suffix(".new").permissions(usual).tempfile_in(folder);
    let mut beside = beside.map_err(during("make a file in", folder))?;
    let written = beside.write_all(bytes).and_then(|()| match former {
        Some(former) => like(beside.as_file(), former),
        None => Ok(true),
    });
    if !written.map_err(during("write beside", path))? {
        return Err(EditError::Foreign(path.to_owned()));
    }
    beside.as_file().sync_all().map_err(during("flush to disk beside", path))?;
    beside.persist(path).map_err(|error| during("replace", path)(error.error))?;
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
