//! `[store]` and `[publish]`: where things lie.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value};
use crate::config::{Publish, Store, value};

const PORT: u16 = 8080;

pub(super) fn store(mut table: Table<'_>, base: &Path) -> Store {
    let database = table.optional("database", path).unwrap_or_else(|| "bantin.db".into());
    table.finish();
    Store { database: base.join(database) }
}

pub(super) fn publish(mut table: Table<'_>, base: &Path) -> Publish {
    let directory = table.optional("directory", path).unwrap_or_else(|| "public".into());
    let listen = table.optional("listen", value::socket).unwrap_or((Ipv4Addr::LOCALHOST, PORT).into());
    let hub = table.optional("hub", value::url);
    let search = table.optional("search", value::boolean).unwrap_or(true);
    table.finish();
    Publish { directory: base.join(directory), listen, hub, search }
}

fn path(value: &Value<'_>) -> Result<PathBuf, Complaint> {
    match value::string(value)? {
        typed if typed.trim().is_empty() => Err(Complaint::new("is empty")),
        typed if typed.contains('\0') => Err(Complaint::new("has a zero byte in it, which no path can have")),
        typed => Ok(typed.into()),
    }
}
