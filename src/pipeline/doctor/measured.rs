//! The folders that bantin writes to, as this user finds them.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use super::machine::{Place, Trouble};
use crate::config::Config;
use crate::store::{beside, free_space};

pub(super) fn places(config: &Config) -> Vec<Place> {
    vec![database(&config.store.database), public(&config.publish.directory)]
}

fn database(path: &Path) -> Place {
    // Where it is written, SQLite writes a log beside it.
    let files = ["", "-wal", "-shm", ".lock"].map(|suffix| beside(path, suffix));
    let trouble = files.iter().filter(|file| file.exists()).find_map(|file| permission(file, false));
    let folder = existing(path.parent().unwrap_or(Path::new("")));
    Place {
        trouble: trouble.or_else(|| permission(&folder, true)),
        free: free_space(&folder),
        taken: files.iter().filter_map(|file| fs::metadata(file).ok()).map(|file| file.len()).sum(),
        // Bringing it up to date or making it smaller may write it anew.
        wanted: fs::metadata(path).map_or(0, |file| file.len()),
        path: path.to_owned(),
    }
}

fn public(path: &Path) -> Place {
    let folder = existing(path);
    let own = [path.join(".bantin"), path.join(".bantin/lock")];
    let trouble = own.iter().filter(|own| own.exists()).find_map(|own| permission(own, own.is_dir()));
    let taken = taken(path);
    Place {
        trouble: permission(&folder, true).or(trouble),
        free: free_space(&folder),
        // When the site is to look otherwise, all of it is written beside what is there.
        wanted: taken,
        taken,
        path: path.to_owned(),
    }
}

/// The folder itself, or the nearest above it that there is.
fn existing(folder: &Path) -> PathBuf {
    let mut ancestors = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
    ancestors.find(|folder| folder.exists()).unwrap_or(Path::new(".")).to_owned()
}

fn permission(path: &Path, is_folder: bool) -> Option<Trouble> {
    let trouble = |error: rustix::io::Errno| format!("{}: {}", path.display(), io::Error::from(error));
    let enter = if is_folder { Access::EXEC_OK } else { Access::empty() };
    if let Err(error) = access(path, Access::READ_OK | enter) {
        return Some(Trouble::NotReadable(trouble(error)));
    }
    access(path, Access::WRITE_OK).err().map(|error| Trouble::NotWritable(trouble(error)))
}

/// Bytes that the files below take on the disk. Links aren't followed.
fn taken(folder: &Path) -> u64 {
    let Ok(entries) = fs::read_dir(folder) else { return 0 };
    let of = |entry: fs::DirEntry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => taken(&entry.path()),
        Ok(kind) if kind.is_file() => entry.metadata().map_or(0, |file| file.blocks() * 512),
        _ => 0,
    };
    entries.flatten().map(of).sum()
}
