//! Static files, whole or not at all, and the HTTP server.

mod coding;
mod conditional;
mod files;
mod server;
mod shelf;

pub use files::{PublishError, Written, write};
pub use server::{router, serve};
pub use shelf::Serving;
