//! Giving back what the database no longer needs.

use std::path::{Path, PathBuf};

use super::files::{beside, free_space};
use super::{Store, StoreError};

/// Of the database file, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// On the disk, with its log.
    pub on_disk: u64,
    /// Inside, waiting to be used again.
    pub unused: u64,
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub fn size(&self) -> Result<Size, StoreError> {
        let number = |name| self.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let page = number("page_size")?;
        let path = self.connection.path().map(PathBuf::from).unwrap_or_default();
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
        Ok(Size {
            on_disk: length(&path) + length(&beside(&path, "-wal")),
            unused: (number("freelist_count")? * page).unsigned_abs(),
        })
    }

    /// Writes the database anew without what is unused in it, so that no deleted text is left in the file, and brings the index
    /// of words and what SQLite knows of its tables in order. As long as that takes, nobody else can write.
    ///
    /// # Errors
    /// When there isn't room for two more of its kind; when the database fails. Then it is as it was.
    pub fn vacuum(&mut self) -> Result<(), StoreError> {
        let Size { on_disk, unused } = self.size()?;
        self.need_room(on_disk.saturating_sub(unused))?;
        for table in ["spelt_word", "plain_word"] {
            self.connection.execute(&format!("INSERT INTO {table} ({table}) VALUES ('optimize')"), [])?;
        }
        // In memory it would take as much as the whole database.
        self.connection
            .execute_batch("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY; PRAGMA optimize")?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// The new database is first a temporary file, and then goes through the log.
    fn need_room(&self, bytes: u64) -> Result<(), StoreError> {
        let path = self.connection.path().map(PathBuf::from).unwrap_or_default();
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let temporary = temporary_folder();
        let is_one = file_system(&folder).is_some() && file_system(&folder) == file_system(&temporary);
        let needs = if is_one { vec![(folder, 2 * bytes)] } else { vec![(folder, bytes), (temporary, bytes)] };
        for (folder, needed) in needs {
            if let Some(free) = free_space(&folder).filter(|free| *free < needed) {
                return Err(StoreError::NoRoom { folder, needed, free });
            }
        }
        Ok(())
    }
}

/// Where SQLite has its temporary files (sqlite.org/tempfiles.html, section 5).
fn temporary_folder() -> PathBuf {
    let named = ["SQLITE_TMPDIR", "TMPDIR"].iter().filter_map(std::env::var_os).map(PathBuf::from);
    let usual = ["/var/tmp", "/usr/tmp", "/tmp"].iter().map(PathBuf::from);
    named.chain(usual).find(|folder| folder.is_dir()).unwrap_or_else(|| ".".into())
}

fn file_system(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata(folder).ok().map(|found| found.dev())
}
