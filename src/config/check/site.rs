//! `[site]`.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value};
use crate::config::{Language, Site, value};

pub(super) fn read(mut table: Table<'_>) -> Option<Site> {
    let title = table.required("title", "\"…\"", value::text);
    let description = table.optional("description", value::text).unwrap_or_default();
    let url = table.required("url", "\"https://example.org/\"", address);
    let tag = table.required("tag", "\"example.org,2026\"", tag);
    let language = table.optional("language", value::word(value::LANGUAGES)).unwrap_or(Language::Vietnamese);
    let zone = table.optional("zone", value::zone).unwrap_or_else(home);
    table.finish();
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
