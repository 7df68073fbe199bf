//! Static files, whole or not at all, and the HTTP server.

mod advertised;
mod callbacks;
mod coding;
mod conditional;
mod files;
mod server;
mod shelf;
mod signature;

pub use advertised::advertise;
pub use callbacks::{CALLBACKS, Call, Callback, Callbacks, Pushed};
pub use files::{PublishError, Written, write};
pub use server::{router, serve};
pub use shelf::Serving;
