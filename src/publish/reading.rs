//! Reading from the published folder, and from nowhere else.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::time::SystemTime;

use rustix::fs::{Mode, OFlags, open, openat};

/// What is at a path.
pub(super) enum Entry {
    File { bytes: Vec<u8>, modified: SystemTime },
    Folder,
    Nothing,
}

/// What `path`, plain names between slashes, leads to below `root`. No symbolic link is followed, so that nothing outside
/// of the folder is ever sent, whatever somebody puts into it.
pub(super) fn read(root: &Path, path: &str) -> Entry {
    match try_to_read(root, path) {
        Ok(entry) => entry,
        Err(error) => {
            if !is_of_the_path(&error) {
                tracing::warn!(path, %error, "could not be read to be served");
            }
            Entry::Nothing
        }
    }
}

/// Whether anybody brings it about who asks for such a path, which is nothing to tell the operator.
fn is_of_the_path(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    let is_link = error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error());
    is_link || matches!(error.kind(), NotFound | NotADirectory | InvalidFilename)
}

fn try_to_read(root: &Path, path: &str) -> io::Result<Entry> {
    let folder = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut at: OwnedFd = open(root, folder, Mode::empty())?;
    let (folders, name) = path.rsplit_once('/').map_or(("", path), |(folders, name)| (folders, name));
    for part in folders.split('/').filter(|part| !part.is_empty()) {
        at = openat(&at, part, folder | OFlags::NOFOLLOW, Mode::empty())?;
    }
    // Not to wait for a named pipe.
    let file = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let mut file = File::from(openat(&at, name, file, Mode::empty())?);
    let found = file.metadata()?;
    if found.is_dir() {
        return Ok(Entry::Folder);
    }
    if !found.is_file() {
        return Ok(Entry::Nothing);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found.len()).unwrap_or(0));
    file.read_to_end(&mut bytes)?;
    Ok(Entry::File { bytes, modified: found.modified()? })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use super::{is_of_the_path, try_to_read};

    #[test]
    fn no_path_that_somebody_asks_for_is_the_operators_trouble() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "").unwrap();
        symlink("file", folder.path().join("link")).unwrap();
        for path in ["none", "none/none", "file/none", "link", "link/none", &"a".repeat(300), &"a/".repeat(3000)] {
            let error = try_to_read(folder.path(), path).err().unwrap();
            assert!(is_of_the_path(&error), "{path:.20}: {error}");
        }
    }
}
