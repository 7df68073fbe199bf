//! Static files, and the HTTP server over them.

mod callbacks;
mod coding;
mod conditional;
mod disk;
mod files;
mod folder;
mod held;
mod live;
mod reading;
mod server;
mod shelf;
mod signature;

pub use callbacks::{CALLBACKS, Call, Callback, Callbacks, Pushed};
pub use files::{Publication, PublishError, Written};
pub use folder::is_published;
pub use live::{Live, LiveRequest};
pub use server::{router, serve};
pub use shelf::Serving;
