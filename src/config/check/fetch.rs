//! `[fetch]`.

use crate::config::duration::{duration, hours, minutes, seconds};
use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value};
use crate::config::{Fetch, value};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

pub(super) fn read(mut table: Table<'_>) -> Option<Fetch> {
    let contact = table.required("contact", "\"news@example.org\"", contact);
    let timeout = table.optional("timeout", duration(seconds(1)..=minutes(10))).unwrap_or(seconds(30));
    let max_feed_bytes = table.optional("max_feed_bytes", value::bytes(KIB..=256 * MIB)).unwrap_or(8 * MIB);
    let max_page_bytes = table.optional("max_page_bytes", value::bytes(KIB..=256 * MIB)).unwrap_or(4 * MIB);
    let max_redirects = table.optional("max_redirects", value::count(0..=20)).unwrap_or(5);
    let spacing = table.optional("spacing", duration(seconds(0)..=hours(1))).unwrap_or(seconds(2));
    let concurrency = table.optional("concurrency", value::count(1..=256)).unwrap_or(16);
    let pages_per_host = table.optional("pages_per_host", value::count(1..=10_000)).unwrap_or(20);
    let websub = table.optional("websub", value::boolean).unwrap_or(true);
    let allow = table.list("allow", value::network);
    table.finish();
    Some(Fetch {
        contact: contact?,
        timeout,
        max_feed_bytes,
        max_page_bytes,
        max_redirects,
        spacing,
        concurrency,
        pages_per_host,
        websub,
        allow,
    })
}

/// A mail or web address that fits into a header: visible ASCII.
fn contact(value: &Value<'_>) -> Result<String, Complaint> {
    let typed = value::string(value)?;
    let visible = typed.bytes().all(|b| b.is_ascii_graphic());
    let mail = typed.split_once('@').is_some_and(|(mailbox, domain)| !mailbox.is_empty() && domain.contains('.'));
    if visible && (mail || value::web_address(typed).is_ok()) {
        Ok(typed.to_owned())
    } else {
        Err(Complaint::new("must be a mail or web address")
            .hint("site owners write to it when bantin is a nuisance: `news@example.org`"))
    }
}
