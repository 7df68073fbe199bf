//! Static files, and the HTTP server over them.

mod advertised;
mod answer;
mod callbacks;
mod coding;
mod conditional;
mod connection;
mod connections;
mod descriptors;
mod disk;
mod documents;
mod errors;
mod files;
mod folder;
mod front;
mod held;
mod live;
mod operators;
mod reading;
mod shelf;
mod signature;
mod site;
mod stream;

pub use callbacks::{CALLBACKS, Call, Callback, Callbacks, Pushed};
pub use connections::{most_connections, serve, serve_at_most};
pub use descriptors::raise_limit;
pub use files::{Publication, PublishError, Written};
pub use folder::is_published;
pub use front::Front;
pub use live::{Live, LiveAnswer, LiveRequest};
pub use operators::Probes;
pub use shelf::Serving;
pub use site::Site;
