//! New sources for feeds.toml. They are put in behind the last one; all else stays as it is to the byte, comments, order
//! and line ends included.

mod block;
mod draft;
mod file;
mod ids;
mod import;
mod place;

pub use block::{NewKind, NewSource};
pub use draft::{Draft, EditError, Edited};
pub use file::write_whole;
pub use ids::FreeIds;
pub use import::{Imported, Invalid};

pub(crate) use block::{comment, listing, quoted};
