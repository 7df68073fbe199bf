//! Files as the disk has them.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::files::{PublishError, during};
use crate::render::Document;

/// Whether `file` is `document` to the byte and second. Any doubt is a no.
pub(super) fn is_same(file: &Path, document: &Document) -> bool {
    let same_time = |found: fs::Metadata| {
        found.is_file()
            && found.len() == document.bytes.len() as u64
            && found.modified().is_ok_and(|time| time == modified(document))
    };
    fs::symlink_metadata(file).is_ok_and(same_time) && fs::read(file).is_ok_and(|bytes| bytes == document.bytes)
}

pub(super) fn write_file(path: &Path, document: &Document) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(&document.bytes)?;
    file.set_modified(modified(document))
}

/// To the second, as `Last-Modified` has it.
fn modified(document: &Document) -> SystemTime {
    let second = document.modified.as_second();
    let distance = Duration::from_secs(second.unsigned_abs());
    let time = if second < 0 {
        SystemTime::UNIX_EPOCH.checked_sub(distance)
    } else {
        SystemTime::UNIX_EPOCH.checked_add(distance)
    };
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}

/// Waits until everything below `folder` is on the disk: in one call for its file system, since one for each file made a
/// first publication of 12,000 files take 29 s instead of 3.
#[cfg(target_os = "linux")]
pub(super) fn flush(folder: &Path) -> Result<(), PublishError> {
    let flushed = File::open(folder).and_then(|folder| Ok(rustix::fs::syncfs(folder)?));
    flushed.map_err(during("flush to disk", folder))
}

/// Waits until everything below `folder` is on the disk.
#[cfg(not(target_os = "linux"))]
pub(super) fn flush(folder: &Path) -> Result<(), PublishError> {
    let sync = |path: &Path| File::open(path).and_then(|file| file.sync_all()).map_err(during("flush to disk", path));
    let entries: Vec<_> = fs::read_dir(folder).and_then(Iterator::collect).map_err(during("list", folder))?;
    for entry in entries {
        let path = entry.path();
        if path.is_dir() { flush(&path)? } else { sync(&path)? }
    }
    sync(folder)
}
