//! `[fetch]`.

use crate::config::duration::{hours, minutes, seconds};
use crate::config::kind::Kind;
use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value};
use crate::config::{Fetch, kind, value};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;

pub(super) fn read(mut table: Table<'_>) -> Option<Fetch> {
    let about =
        "A mail or web address, sent with every request, so that site owners can write to you before they block you.";
    let contact = Kind::new(contact, || kind::string("^[!-~]*[@:][!-~]+$"));
    let contact = table.required("contact", "\"news@example.org\"", about, contact);
    let about =
        "For one request with its redirects; four times as long for all sitemaps of an index, or pages of a listing.";
    let timeout = table.or("timeout", seconds(30), about, kind::duration(seconds(1)..=minutes(10)));
    let about = "Of a feed or listing, unpacked.";
    let max_feed_bytes = table.or("max_feed_bytes", 8 * MIB, about, kind::bytes(KIB..=256 * MIB));
    let about = "Of an article's page, unpacked.";
    let max_page_bytes = table.or("max_page_bytes", 4 * MIB, about, kind::bytes(KIB..=256 * MIB));
    let max_redirects = table.or("max_redirects", 5, "Redirects followed from one address.", kind::count(0..=20));
    let about = "Between two requests to one host, feeds and pages together.";
    let spacing = table.or("spacing", seconds(2), about, kind::duration(seconds(0)..=hours(1)));
    let concurrency = table.or("concurrency", 16, "Hosts asked at the same time.", kind::count(1..=256));
    let about = "Articles read from one host in one pass; the rest waits for the next.";
    let pages_per_host = table.or("pages_per_host", 20, about, kind::count(1..=10_000));
    let about = "Let hubs that sources name push news, once [site] url is public.";
    let websub = table.or("websub", true, about, kind::BOOLEAN);
    let about = "Private networks that may be asked all the same: `[\"192.168.1.0/24\"]`.";
    let allow = table.list("allow", about, kind::NETWORK);
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
