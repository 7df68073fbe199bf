//! `[publish]`: where things lie.

use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value};
use crate::config::{Publish, value};

const PORT: u16 = 8080;

pub(super) fn publish(mut table: Table<'_>, base: &Path) -> Publish {
    let directory = table.optional("directory", path).unwrap_or_else(|| "public".into());
    let listen = table.optional("listen", value::socket).unwrap_or((Ipv4Addr::LOCALHOST, PORT).into());
    let hub = table.optional("hub", value::url);
    table.finish();
    Publish { directory: base.join(directory), listen, hub }
}

pub(super) fn path(value: &Value<'_>) -> Result<PathBuf, Complaint> {
    match value::string(value)? {
        typed if typed.trim().is_empty() => Err(Complaint::new("is empty")),
        typed if typed.contains('\0') => Err(Complaint::new("has a zero byte in it, which no path can have")),
        typed => Ok(typed.into()),
    }
}
