//! `[site]`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

use crate::config::kind::Kind;
use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value};
use crate::config::{Language, Site, kind, value};

pub(super) fn read(mut table: Table<'_>) -> Option<Site> {
    let title = table.required("title", "\"…\"", "The site's name.", kind::TEXT);
    let description = table.optional("description", "What the site is about, in a sentence.", kind::TEXT);
    let about = "Where readers reach the site. Links in the feeds begin with it. BANTIN_URL overrides it.";
    let url = table.required("url", "\"https://example.org/\"", about, Kind::new(address, || kind::string(kind::BASE)));
    let about = "By this, feed readers know an item again for ever: a domain (or mail address) that you own, and a year in \
                 which you owned it. Never change it.";
    let shape = || kind::string("^[A-Za-z0-9._@-]+,[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$");
    let tag = table.required("tag", "\"example.org,2026\"", about, Kind::new(tag, shape));
    let language = table.or("language", Language::Vietnamese, "Of the pages.", kind::word(value::LANGUAGES));
    let about = "Of dates on the pages, and of sources whose dates name no zone: a name of the tz database.";
    let zone = table.or("zone", home(), about, kind::ZONE);
    table.finish();
    let description = description.unwrap_or_default();
    Some(Site { title: title?, description, url: url?, tag: tag?, language, zone })
}

/// Vietnam's zone; UTC+7 without a year's change since 1975, should the tz database not have it.
pub(super) fn home() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(7)))
}

fn address(value: &Value<'_>) -> Result<Url, Complaint> {
    base_address(value::string(value)?)
}

/// An address to which paths are appended: no query, no fragment, and a slash at the end.
pub(in crate::config) fn base_address(typed: &str) -> Result<Url, Complaint> {
    let mut url = value::web_address(typed)?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(Complaint::new("must not have a `?` or `#` part")
            .hint("pages' paths are appended to it: `https://example.org/ban-tin/`"));
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

/// The tagging entity of RFC 4151: a domain or mail address, a comma, a date.
fn tag(value: &Value<'_>) -> Result<String, Complaint> {
    let typed = value::string(value)?;
    let well_formed = typed.split_once(',').is_some_and(|(authority, date)| is_authority(authority) && is_date(date));
    if well_formed {
        Ok(typed.to_owned())
    } else {
        Err(Complaint::new(format!("is no tag: `{typed}`"))
            .hint("write a domain of yours, a comma, and a year in which it was yours: `example.org,2026`"))
    }
}

fn is_authority(text: &str) -> bool {
    let domain = match text.split_once('@') {
        Some((mailbox, domain)) if is_name(mailbox, "-._") => domain,
        Some(_) => return false,
        None => text,
    };
    domain.split('.').all(|label| is_name(label, "-"))
}

fn is_name(text: &str, punctuation: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || punctuation.contains(c))
}

/// `2026`, `2026-03` or `2026-03-01`.
fn is_date(text: &str) -> bool {
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    padded.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
        && padded.parse::<Date>().is_ok()
}
