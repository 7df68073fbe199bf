//! Static files, for nginx and the like: a whole new site, or the old one untouched.
//!
//! The published directory is a symbolic link to a release, a folder beside it that is named after the digest of all it
//! holds and never changes:
//!
//! ```text
//! public → .public.releases/3f9a…
//! .public.releases/3f9a…     what readers see
//! .public.releases/81c0…     the one before, for requests under way
//! .public.releases/lock
//! ```
//!
//! Renaming a new link over the old is the one step that readers notice; whatever a killed run left is removed by the
//! next.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::render::Document;

/// What [`write`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The directory holds these very documents already.
    Unchanged,
    /// The directory leads to a new release.
    Released {
        /// Files that had to be written; the others were there from a release before.
        written: usize,
        /// All files.
        files: usize,
    },
}

#[derive(Debug, Error)]
pub enum PublishError {
    #[error(
        "{directory} is there already and was not made by bantin; move it away, or name another directory under \
         [publish] in feeds.toml"
    )]
    NotOurs { directory: PathBuf },
    #[error("{directory} has no name of its own; name a directory such as `public` under [publish] in feeds.toml")]
    NoName { directory: PathBuf },
    #[error("two documents have the path {path:?}, or one lies in the other; two ids in feeds.toml make the same name")]
    Clash { path: String },
    #[error("the document path {path:?} leads out of the directory")]
    Outside { path: String },
    #[error("could not {action} {}: {source}; check [publish] directory in feeds.toml, the disk and its permissions", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
}

/// Adds to an I/O error what was being done, and where.
fn during(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    move |source| PublishError::Io { action, path: path.to_owned(), source }
}

/// Publishes `documents` as the files of `directory`: all of them, or none when it fails or is killed. Files' times are
/// the documents' `modified`. Waits for another run that is publishing to the same directory.
///
/// # Errors
/// When the directory is something else than what this function makes, when documents' paths clash, or when the file
/// system refuses. The published site is then as it was.
pub fn write(directory: &Path, documents: &[Document]) -> Result<Written, PublishError> {
    check_paths(documents)?;
    let place = Place::of(directory)?;
    fs::create_dir_all(&place.releases).map_err(during("create the folder", &place.releases))?;
    let lock_path = place.releases.join("lock");
    let lock = File::create(&lock_path).map_err(during("create", &lock_path))?;
    lock.lock().map_err(during("lock", &lock_path))?;

    let current = place.current()?;
    place.sweep()?;
    let name = digest(documents);
    if current.as_deref() == Some(name.as_str()) && place.releases.join(&name).is_dir() {
        place.remove_others(&name, None)?;
        return Ok(Written::Unchanged);
    }
    let written = place.release(&name, current.as_deref(), documents)?;
    place.swap(&name)?;
    place.remove_others(&name, current.as_deref())?;
    Ok(Written::Released { written, files: documents.len() })
}

/// Paths are plain names between slashes, and no file is another's folder.
fn check_paths(documents: &[Document]) -> Result<(), PublishError> {
    let mut files = HashSet::with_capacity(documents.len());
    for Document { path, .. } in documents {
        let plain = !path.is_empty()
            && !path.contains(['\\', '\0'])
            && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !plain {
            return Err(PublishError::Outside { path: path.clone() });
        }
        if !files.insert(path.as_str()) {
            return Err(PublishError::Clash { path: path.clone() });
        }
    }
    for path in &files {
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        if folders.any(|folder| files.contains(folder)) {
            return Err(PublishError::Clash { path: (*path).to_owned() });
        }
    }
    Ok(())
}

/// Hex of SHA-256 over everything that makes the tree: paths, times, bytes. Lengths keep neighbours apart.
fn digest(documents: &[Document]) -> String {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by(|a, b| a.path.cmp(&b.path));
    let mut hash = Sha256::new();
    for document in sorted {
        hash.update((document.path.len() as u64).to_le_bytes());
        hash.update(&document.path);
        hash.update(document.modified.as_second().to_le_bytes());
        hash.update((document.bytes.len() as u64).to_le_bytes());
        hash.update(&document.bytes);
    }
    data_encoding::HEXLOWER.encode(&hash.finalize()[..16])
}

/// The published directory and what stands beside it.
struct Place {
    /// Where the published directory, a link, is.
    link: PathBuf,
    parent: PathBuf,
    releases: PathBuf,
    /// `releases` as seen from `parent`.
    releases_name: String,
}

/// What a release is called until it is whole.
const UNFINISHED: &str = "unfinished";
/// The link that is about to be renamed.
const NEXT: &str = "next";

impl Place {
    fn of(directory: &Path) -> Result<Self, PublishError> {
        let name = match directory.components().next_back() {
            Some(Component::Normal(name)) => name.to_string_lossy().into_owned(),
            _ => return Err(PublishError::NoName { directory: directory.to_owned() }),
        };
        let parent = match directory.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let releases_name = format!(".{name}.releases");
        Ok(Self { link: parent.join(&name), releases: parent.join(&releases_name), parent, releases_name })
    }

    /// The name of the release that is published now.
    fn current(&self) -> Result<Option<String>, PublishError> {
        let not_ours = || PublishError::NotOurs { directory: self.link.clone() };
        let found = match fs::symlink_metadata(&self.link) {
            Ok(found) => found,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(during("look at", &self.link)(source)),
        };
        if found.is_symlink() {
            let target = fs::read_link(&self.link).map_err(during("read the link", &self.link))?;
            let name = target.strip_prefix(&self.releases_name).map_err(|_| not_ours())?;
            return Ok(Some(name.to_string_lossy().into_owned()));
        }
        // An empty folder, as an operator makes one for the web server, is nobody's.
        if found.is_dir() && fs::remove_dir(&self.link).is_ok() { Ok(None) } else { Err(not_ours()) }
    }

    /// Removes what a killed run left.
    fn sweep(&self) -> Result<(), PublishError> {
        let unfinished = self.releases.join(UNFINISHED);
        gone(fs::remove_dir_all(&unfinished)).map_err(during("remove", &unfinished))?;
        let next = self.releases.join(NEXT);
        gone(fs::remove_file(&next)).map_err(during("remove", &next))
    }

    /// Makes the release `name`, and says how many of its files it wrote. A file that is the same in the `last` release
    /// is linked, which leaves its bytes and its time alone and costs no write.
    fn release(&self, name: &str, last: Option<&str>, documents: &[Document]) -> Result<usize, PublishError> {
        let finished = self.releases.join(name);
        if finished.is_dir() {
            // Kept from before, or made by a run that was killed before it could publish it.
            return Ok(0);
        }
        let unfinished = self.releases.join(UNFINISHED);
        let last = last.map(|last| self.releases.join(last));
        let mut folders = HashSet::from([unfinished.clone()]);
        fs::create_dir(&unfinished).map_err(during("create the folder", &unfinished))?;
        let mut written = 0;
        for document in documents {
            let path = unfinished.join(&document.path);
            if let Some(folder) = path.parent()
                && !folders.contains(folder)
            {
                fs::create_dir_all(folder).map_err(during("create the folder", folder))?;
                let inside = folder.ancestors().take_while(|above| **above != *unfinished);
                folders.extend(inside.map(Path::to_owned));
            }
            let kept = last.as_deref().is_some_and(|last| link_same(&last.join(&document.path), &path, document));
            if !kept {
                write_file(&path, document).map_err(during("write", &path))?;
                written += 1;
            }
        }
        // A release that is there must be whole, also after a power cut.
        flush_all(&unfinished)?;
        fs::rename(&unfinished, &finished).map_err(during("rename to its release", &unfinished))?;
        sync(&self.releases)?;
        Ok(written)
    }

    fn swap(&self, name: &str) -> Result<(), PublishError> {
        let next = self.releases.join(NEXT);
        let target = Path::new(&self.releases_name).join(name);
        std::os::unix::fs::symlink(&target, &next).map_err(during("create the link", &next))?;
        fs::rename(&next, &self.link).map_err(during("publish the release as", &self.link))?;
        sync(&self.parent)
    }

    /// Removes all releases but the one published now and the one before.
    fn remove_others(&self, published: &str, before: Option<&str>) -> Result<(), PublishError> {
        let entries: Vec<_> =
            fs::read_dir(&self.releases).and_then(Iterator::collect).map_err(during("list", &self.releases))?;
        let mut releases: Vec<(SystemTime, PathBuf)> = Vec::new();
        for entry in entries {
            let name = entry.file_name();
            let is_kept = name == published || before.is_some_and(|before| name == before);
            if !is_kept && entry.path().is_dir() {
                let made = entry.metadata().and_then(|found| found.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
                releases.push((made, entry.path()));
            }
        }
        // Nothing was swapped this time: the newest of the others is the one before.
        if before.is_none() {
            releases.sort();
            releases.pop();
        }
        for (_, release) in releases {
            fs::remove_dir_all(&release).map_err(during("remove", &release))?;
        }
        Ok(())
    }
}

/// What should be gone, and is.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Whether the file `old` is `document` to the byte and second, and is now at `new` too. Any doubt is a no.
fn link_same(old: &Path, new: &Path, document: &Document) -> bool {
    let same_time = |found: fs::Metadata| {
        found.len() == document.bytes.len() as u64 && found.modified().is_ok_and(|time| time == modified(document))
    };
    fs::metadata(old).is_ok_and(same_time)
        && fs::read(old).is_ok_and(|bytes| bytes == document.bytes)
        && fs::hard_link(old, new).is_ok()
}

fn write_file(path: &Path, document: &Document) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(&document.bytes)?;
    file.set_modified(modified(document))
}

/// To the second, as `Last-Modified` has it.
fn modified(document: &Document) -> SystemTime {
    let second = document.modified.as_second();
    let distance = std::time::Duration::from_secs(second.unsigned_abs());
    let time = if second < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    };
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Waits until everything below `folder` is on the disk: in one call for its file system, since one for each file made a
/// first release of 12,000 files take 29 s instead of 3.
#[cfg(target_os = "linux")]
fn flush_all(folder: &Path) -> Result<(), PublishError> {
    let flushed = File::open(folder).and_then(|folder| Ok(rustix::fs::syncfs(folder)?));
    flushed.map_err(during("flush to disk", folder))
}

/// Waits until everything below `folder` is on the disk.
#[cfg(not(target_os = "linux"))]
fn flush_all(folder: &Path) -> Result<(), PublishError> {
    let entries: Vec<_> = fs::read_dir(folder).and_then(Iterator::collect).map_err(during("list", folder))?;
    for entry in entries {
        let path = entry.path();
        if path.is_dir() { flush_all(&path)? } else { sync(&path)? }
    }
    sync(folder)
}

fn sync(folder: &Path) -> Result<(), PublishError> {
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(during("flush to disk", folder))
}
