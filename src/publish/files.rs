//! Static files, for nginx and the like, and for our own server.
//!
//! Files are written under other names, flushed to the disk, and then renamed into their places in the order in which
//! they were put; what is no more is removed last. Whoever reads meanwhile sees whole files, of before or after. A killed
//! run leaves such, too; the next one puts the same documents and finds some in their places.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use thiserror::Error;
use tracing::trace_span;

use super::disk::{flush, is_same, write_file};
use super::folder::{Folder, OWN, gone};
use super::shelf::Serving;
use crate::render::Document;

/// Files that are flushed and renamed together.
const PORTION: usize = 2048;

/// What a publication did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are other than before, or new.
    pub written: usize,
    pub removed: usize,
}

impl Written {
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

#[derive(Debug, Error)]
pub enum PublishError {
    #[error(
        "{directory} is there already and was not made by bantin; move it away, or name another directory under \
         [publish] in feeds.toml"
    )]
    NotOurs { directory: PathBuf },
    #[error("two documents have the path {path:?}, or one lies in the other; two ids in feeds.toml make the same name")]
    Clash { path: String },
    #[error("the document path {path:?} leads out of the directory, or to bantin's own files")]
    Outside { path: String },
    #[error("could not {action} {}: {source}; check [publish] directory in feeds.toml, the disk and its permissions", path.display())]
    Io { action: &'static str, path: PathBuf, source: io::Error },
}

/// Adds to an I/O error what was being done, and where.
pub(super) fn during(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> PublishError {
    move |source| PublishError::Io { action, path: path.to_owned(), source }
}

/// Documents on their way into the published folder.
pub struct Publication {
    folder: Folder,
    serving: Option<Serving>,
    /// Of the paths that were put.
    put: HashSet<[u8; 16]>,
    /// Paths whose files wait in the folder for new ones, each under its position.
    waiting: Vec<String>,
    /// Folders that are known to be there.
    folders: HashSet<PathBuf>,
    written: Written,
}

impl Publication {
    /// Begins to publish to `directory`, which is made if need be; waits for another run that does. `serving` is told which
    /// files changed.
    ///
    /// # Errors
    /// When the directory holds what isn't ours, or the file system refuses.
    pub fn begin(directory: &Path, serving: Option<Serving>) -> Result<Self, PublishError> {
        Ok(Self {
            folder: Folder::open(directory)?,
            serving,
            put: HashSet::new(),
            waiting: Vec::new(),
            folders: HashSet::new(),
            written: Written::default(),
        })
    }

    /// Has a document be published after those that were put before. A file that is the same already stays as it is.
    ///
    /// # Errors
    /// When its path leads elsewhere or clashes with another's, or the file system refuses.
    pub fn put(&mut self, document: &Document) -> Result<(), PublishError> {
        if !is_plain(&document.path) {
            return Err(PublishError::Outside { path: document.path.clone() });
        }
        if !self.put.insert(name_of(&document.path)) {
            return Err(PublishError::Clash { path: document.path.clone() });
        }
        if is_same(&self.folder.root.join(&document.path), document) {
            return Ok(());
        }
        let new = self.folder.new.join(self.waiting.len().to_string());
        write_file(&new, document).map_err(during("write", &new))?;
        self.waiting.push(document.path.clone());
        if self.waiting.len() >= PORTION { self.place() } else { Ok(()) }
    }

    /// Ends the publication: all that was put is in its place, and `gone` is removed, unless it was put.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn finish(mut self, gone: &[String]) -> Result<Written, PublishError> {
        self.place()?;
        for path in gone {
            if is_plain(path) && !self.put.contains(&name_of(path)) {
                let file = self.folder.root.join(path);
                self.remove(&file)?;
            }
        }
        self.end()
    }

    /// Ends the publication of a whole site: all that was put is in its place, and nothing else is in the folder.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn finish_whole(mut self) -> Result<Written, PublishError> {
        self.place()?;
        let mut folders = vec![self.folder.root.clone()];
        while let Some(folder) = folders.pop() {
            let entries: Vec<_> = fs::read_dir(&folder).and_then(Iterator::collect).map_err(during("list", &folder))?;
            for entry in entries {
                let path = entry.path();
                if path == self.folder.root.join(OWN) {
                    continue;
                }
                if entry.file_type().is_ok_and(|it| it.is_dir()) {
                    folders.push(path);
                } else if !self.is_put(&path) {
                    self.remove(&path)?;
                }
            }
        }
        self.end()
    }

    fn is_put(&self, file: &Path) -> bool {
        let path = file.strip_prefix(&self.folder.root).ok().and_then(Path::to_str);
        path.is_some_and(|path| self.put.contains(&name_of(path)))
    }

    /// Brings the files that wait into their places.
    fn place(&mut self) -> Result<(), PublishError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let _span = trace_span!("place").entered();
        flush(&self.folder.root)?;
        for (position, path) in std::mem::take(&mut self.waiting).into_iter().enumerate() {
            let file = self.folder.root.join(&path);
            self.make_folder(&file, &path)?;
            let new = self.folder.new.join(position.to_string());
            fs::rename(&new, &file).map_err(|error| match error.kind() {
                io::ErrorKind::IsADirectory => PublishError::Clash { path: path.clone() },
                _ => during("publish", &file)(error),
            })?;
            self.written.written += 1;
            self.tell(&path);
        }
        Ok(())
    }

    fn make_folder(&mut self, file: &Path, path: &str) -> Result<(), PublishError> {
        let Some(folder) = file.parent().filter(|folder| !self.folders.contains(*folder)) else { return Ok(()) };
        fs::create_dir_all(folder).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
                PublishError::Clash { path: path.to_owned() }
            }
            _ => during("create the folder", folder)(error),
        })?;
        self.folders.insert(folder.to_owned());
        Ok(())
    }

    /// Removes a file, and the folders that are empty without it.
    fn remove(&mut self, file: &Path) -> Result<(), PublishError> {
        if fs::symlink_metadata(file).is_err() {
            return Ok(());
        }
        gone(fs::remove_file(file)).map_err(during("remove", file))?;
        self.written.removed += 1;
        if let Some(path) = file.strip_prefix(&self.folder.root).ok().and_then(Path::to_str) {
            self.tell(path);
        }
        let inside = |folder: &&Path| *folder != self.folder.root;
        // It fails where something else is in it.
        file.ancestors().skip(1).take_while(inside).take_while(|folder| fs::remove_dir(folder).is_ok()).for_each(drop);
        Ok(())
    }

    fn tell(&self, path: &str) {
        if let Some(serving) = &self.serving {
            serving.changed(path);
        }
    }

    /// What is written down as published must be in its place after a power cut, too.
    fn end(self) -> Result<Written, PublishError> {
        if !self.written.is_nothing() {
            let _span = trace_span!("place").entered();
            flush(&self.folder.root)?;
        }
        Ok(self.written)
    }
}

/// Plain names between slashes. Those that begin with a dot are ours, or the web server's.
pub(super) fn is_plain(path: &str) -> bool {
    !path.contains(['\\', '\0']) && path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
}

fn name_of(path: &str) -> [u8; 16] {
    let mut name = [0; 16];
    name.copy_from_slice(&Sha256::digest(path.as_bytes())[..16]);
    name
}
