//! Static files, and the HTTP server over them.

mod advertised;
mod callbacks;
mod coding;
mod conditional;
mod disk;
mod files;
mod folder;
mod front;
mod held;
mod live;
mod operators;
mod reading;
mod server;
mod shelf;
mod signature;

pub use advertised::advertise;
pub use callbacks::{CALLBACKS, Call, Callback, Callbacks, Pushed};
pub use files::{Publication, PublishError, Written};
pub use folder::is_published;
pub use front::Front;
pub use live::{Live, LiveRequest};
pub use operators::{Probes, operators};
pub use server::{router, serve};
pub use shelf::Serving;
