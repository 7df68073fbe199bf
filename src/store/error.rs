//! What can go wrong with the database.

use std::path::{Path, PathBuf};

use thiserror::Error;

use super::CopyError;
use super::trouble::{self, Trouble};

#[derive(Debug, Error)]
pub enum StoreError {
    #[error("cannot open the database {}: {reason}; check [store] database in feeds.toml, the folder, its permissions and the disk", path.display())]
    Open { path: PathBuf, reason: rusqlite::Error },
    #[error("{} is another program's database; name another file under [store] in feeds.toml", path.display())]
    NotOurs { path: PathBuf },
    #[error(
        "the database {} is of version {found}, this bantin knows versions up to {known}; run the newer bantin, or restore a backup",
        path.display()
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("there is no database at {} yet: let `bantin once` make one, or name another under [store] in feeds.toml", .0.display())]
    Missing(PathBuf),
    #[error("the database {} is an older bantin's: let a pass of this one bring it up to date (`bantin once`)", .0.display())]
    Older(PathBuf),
    #[error("{}", trouble::of_damage(path, found))]
    Damaged { path: PathBuf, found: String },
    #[error("a restored database could not be put in its place: {0}")]
    Restore(Box<CopyError>),
    #[error("{} has {free} bytes free, and {needed} are needed for a while: make room, or set TMPDIR to a folder that has it", folder.display())]
    NoRoom { folder: PathBuf, needed: u64, free: u64 },
    #[error("{}", trouble::of_step(.0))]
    Database(#[from] rusqlite::Error),
}

impl StoreError {
    /// Whether what is in the file is no sound database: no pass can help that.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Damaged { .. } => true,
            Self::Database(error) => Trouble::of(error) == Trouble::Damage,
            _ => false,
        }
    }

    /// Whether there is no database to work with: none, another's, another version's, or a damaged one.
    pub fn is_unusable(&self) -> bool {
        match self {
            Self::Open { .. } | Self::NotOurs { .. } | Self::Newer { .. } | Self::Missing(_) | Self::Older(_) => true,
            Self::Restore(_) | Self::NoRoom { .. } => false,
            Self::Damaged { .. } | Self::Database(_) => self.is_damage(),
        }
    }

    /// While the database at `path` is opened.
    pub(super) fn at(self, path: &Path) -> Self {
        match self {
            Self::Database(reason) if Trouble::of(&reason) == Trouble::Damage => {
                Self::Damaged { path: path.to_owned(), found: reason.to_string() }
            }
            Self::Database(reason) => Self::Open { path: path.to_owned(), reason },
            other => other,
        }
    }
}
