//! The folders that bantin writes to, as this user finds them.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use jiff::{SignedDuration, Timestamp};
use rustix::fs::{Access, access};

use super::machine::{Place, Trouble};
use crate::config::Config;
use crate::store::{beside, free_space};

/// A count of the published folder stands for so long. It looks at every file: the 200,000 of 100,000 stories took ten
/// seconds of a busy disk.
const COUNT_STANDS_FOR: SignedDuration = SignedDuration::from_hours(1);

/// What the published folder takes, as it was counted last. One is for one folder.
#[derive(Debug, Default)]
pub(super) struct Counted(Arc<Mutex<Option<Count>>>);

#[derive(Clone, Copy, Debug)]
struct Count {
    begun: Timestamp,
    bytes: u64,
}

impl Counted {
    /// Bytes. Only who asks first waits for the count: an old one stands until there is another.
    fn at(&self, now: Timestamp, folder: &Path) -> u64 {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(count) = &mut *last else { return last.insert(Count { begun: now, bytes: taken(folder) }).bytes };
        if now.duration_since(count.begun).abs() >= COUNT_STANDS_FOR {
            count.begun = now;
            let (shared, folder) = (Arc::clone(&self.0), folder.to_owned());
            // Without a thread for it, the old one stands for another hour.
            let _ = thread::Builder::new().name("count".to_owned()).spawn(move || {
                let bytes = taken(&folder);
                *shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(Count { begun: now, bytes });
            });
        }
        count.bytes
    }
}

pub(super) fn places(config: &Config, counted: &Counted, now: Timestamp) -> Vec<Place> {
    let directory = &config.publish.directory;
    vec![database(&config.store.database), public(directory, counted.at(now, directory))]
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

fn public(path: &Path, taken: u64) -> Place {
    let folder = existing(path);
    let own = [path.join(".bantin"), path.join(".bantin/lock")];
    let trouble = own.iter().filter(|own| own.exists()).find_map(|own| permission(own, own.is_dir()));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_published_folder_takes_is_counted_once_an_hour() {
        let folder = tempfile::tempdir().unwrap();
        let (counted, now) = (Counted::default(), Timestamp::UNIX_EPOCH);
        let add = |name: &str| fs::write(folder.path().join(name), "tin".repeat(100_000)).unwrap();
        let after = |minutes| counted.at(now + SignedDuration::from_mins(minutes), folder.path());
        add("a");
        let first = after(0);
        assert!(first >= 300_000, "{first}");
        add("b");
        assert_eq!(after(59), first);
        assert_eq!(after(60), first, "nobody waits for the next count");
        let is_counted = (0..10_000).any(|_| {
            thread::sleep(std::time::Duration::from_millis(1));
            after(61) > first
        });
        assert!(is_counted);
    }
}
