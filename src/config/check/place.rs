//! `[store]` and `[publish]`: where things lie.

use std::net::Ipv4Addr;
use std::path::Path;

use crate::config::table::Table;
use crate::config::{Publish, Store, kind};

const PORT: u16 = 8080;

pub(super) fn store(mut table: Table<'_>, base: &Path) -> Store {
    let about = "The SQLite database; relative to this file. BANTIN_DATABASE overrides it.";
    let database = table.or("database", "bantin.db".into(), about, kind::PATH);
    table.finish();
    Store { database: base.join(database) }
}

pub(super) fn publish(mut table: Table<'_>, base: &Path) -> Publish {
    let about = "Where `bantin once` writes the static site; relative to this file. BANTIN_PUBLIC overrides it.";
    let directory = table.or("directory", "public".into(), about, kind::PATH);
    let about = "Where `bantin run` serves it; put a web server with TLS before it. BANTIN_LISTEN overrides it.";
    let listen = table.or("listen", (Ipv4Addr::LOCALHOST, PORT).into(), about, kind::SOCKET);
    let about = "A WebSub hub of your choice: the feeds name it, and it is told which of them changed.";
    let hub = table.optional("hub", about, kind::URL);
    table.finish();
    Publish { directory: base.join(directory), listen, hub }
}
