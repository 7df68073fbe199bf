//! `[publish]`: where the feeds and the site go, and who is answered.

use std::net::Ipv4Addr;
use std::path::Path;

use crate::config::table::Table;
use crate::config::{Publish, kind};

const PORT: u16 = 8080;

pub(super) fn read(mut table: Table<'_>, base: &Path) -> Publish {
    let about = "Where `bantin once` writes the static site; relative to this file. BANTIN_PUBLIC overrides it.";
    let directory = table.or("directory", "public".into(), about, kind::PATH);
    let about = "Where `bantin run` serves it; put a web server with TLS before it. BANTIN_LISTEN overrides it.";
    let listen = table.or("listen", (Ipv4Addr::LOCALHOST, PORT).into(), about, kind::SOCKET);
    let about = "Where `bantin run` answers operators (/status, /metrics, /healthz, /readyz); without it, where it serves the \
                 site. BANTIN_OPERATORS overrides it.";
    let operators = table.optional("operators", about, kind::SOCKET);
    let about = "A WebSub hub of your choice: the feeds name it, and it is told which of them changed.";
    let hub = table.optional("hub", about, kind::URL);
    let about = "false where another web server has the files: pages then have no search box.";
    let search = table.or("search", true, about, kind::BOOLEAN);
    table.finish();
    Publish { directory: base.join(directory), listen, operators, hub, search }
}
