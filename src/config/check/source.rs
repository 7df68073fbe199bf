//! `[[source]]`.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use toml::de::DeValue;

use super::ids::Ids;
use super::site::home;
use crate::config::duration::{duration, hours, minutes};
use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value, wrong_type};
use crate::config::{Interval, Language, Site, Source, SourceKind, value};
use crate::news::SourceId;
use crate::read::dates::FieldOrder;
use crate::read::{ListingSelectors, PageSelectors};

const EVERY: Interval = Interval { min: minutes(15), max: hours(6) };

/// A source asked more often than this is one mistyped; one asked more seldom is forgotten.
const SHORTEST: SignedDuration = minutes(1);
const LONGEST: SignedDuration = hours(30 * 24);

const DATE_ORDERS: &[(&str, FieldOrder)] =
    &[("day-first", FieldOrder::DayFirst), ("month-first", FieldOrder::MonthFirst)];

/// What a source takes over from the site when it says nothing.
pub(super) struct Habits {
    zone: TimeZone,
    language: &'static str,
}

impl Habits {
    pub(super) fn of(site: &Site) -> Self {
        let language = match site.language {
            Language::Vietnamese => "vi",
            Language::English => "en",
        };
        Self { zone: site.zone.clone(), language }
    }
}

impl Default for Habits {
    fn default() -> Self {
        Self { zone: home(), language: "vi" }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Feed,
    Listing,
}

pub(super) fn read(mut table: Table<'_>, ids: &mut Ids, habits: &Habits) -> Option<Source> {
    let id = ids.give(&mut table);
    let name = table.required("name", "\"…\"", value::text);
    let url = table.required("url", "\"https://…\"", value::url);
    let kind = table.optional("kind", value::word(&[("feed", Kind::Feed), ("listing", Kind::Listing)]));
    let kind = source_kind(&mut table, kind.unwrap_or(Kind::Feed));
    let off = table.optional("off", off);
    let zone = table.optional("zone", value::zone).unwrap_or_else(|| habits.zone.clone());
    let date_order = table.optional("date_order", value::word(DATE_ORDERS));
    let gmt_is_local = table.optional("gmt_is_local", value::boolean).unwrap_or(false);
    let language = table.optional("language", value::language_tag).unwrap_or_else(|| habits.language.to_owned());
    let every = every(&mut table);
    let websub = table.optional("websub", value::boolean).unwrap_or(true);
    let (page, read_pages) = page(table.table("page", "[source.page]", &[]));
    table.finish();
    Some(Source {
        id: SourceId::new(id?.into_inner()),
        name: name?,
        url: url?,
        kind: kind?,
        off,
        zone,
        date_order,
        gmt_is_local,
        language,
        every,
        page,
        read_pages,
        websub,
    })
}

fn source_kind(table: &mut Table<'_>, kind: Kind) -> Option<SourceKind> {
    let needs: &[&str] = if kind == Kind::Listing { &["item"] } else { &[] };
    let given = table.has("listing");
    let mut listing = table.table("listing", "[source.listing]", needs);
    if kind == Kind::Feed && given {
        listing.report(
            Complaint::new("selectors of a listing, in a source that is a feed")
                .hint("add `kind = \"listing\"` to the source, or take them out"),
        );
    }
    let item = listing.required("item", "\"…\"", value::css);
    let selectors = ListingSelectors {
        link: listing.optional("link", value::css),
        title: listing.optional("title", value::css),
        date: listing.optional("date", value::css),
        summary: listing.optional("summary", value::css),
        image: listing.optional("image", value::css),
        item: match item {
            Some(item) => item,
            None if kind == Kind::Feed && !given => return Some(SourceKind::Feed),
            None => {
                listing.finish();
                return None;
            }
        },
    };
    listing.finish();
    match kind {
        Kind::Feed => Some(SourceKind::Feed),
        Kind::Listing => Some(SourceKind::Listing(selectors)),
    }
}

/// The reason is what the operator will want to know in a year.
fn off(value: &Value<'_>) -> Result<String, Complaint> {
    const EXAMPLE: &str = "say why, and when: `off = \"answers 403 since March 2026\"`";
    match value.get_ref() {
        DeValue::Boolean(true) => Err(Complaint::new("must say why").hint(EXAMPLE)),
        DeValue::Boolean(false) => Err(Complaint::new("can't be false").hint("leave it out: a source is on by itself")),
        DeValue::String(typed) if typed.trim().is_empty() => Err(Complaint::new("must say why").hint(EXAMPLE)),
        DeValue::String(_) => value::text(value),
        _ => Err(wrong_type(value, "a string").hint(EXAMPLE)),
    }
}

/// `every = "30m"`, or `every = { min = "15m", max = "6h" }`.
fn every(table: &mut Table<'_>) -> Interval {
    let bounds = || duration(SHORTEST..=LONGEST);
    let fixed = |value: &Value<'_>| match value.get_ref() {
        // Read as a table below.
        DeValue::Table(_) => Ok(None),
        DeValue::String(_) => bounds()(value).map(Some),
        _ => Err(wrong_type(value, "a duration or a table")
            .hint("`every = \"30m\"`, or `every = { min = \"15m\", max = \"6h\" }`")),
    };
    if !table.value("every").is_some_and(|value| value.get_ref().is_table()) {
        return table.optional("every", fixed).flatten().map_or(EVERY, |fixed| Interval { min: fixed, max: fixed });
    }
    let mut range = table.table("every", "every", &[]);
    let min = range.optional("min", bounds());
    let max = range.optional("max", bounds());
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        range.report(Complaint::new("`min` is longer than `max`").hint("exchange them"));
    }
    range.finish();
    let min = min.unwrap_or_else(|| max.map_or(EVERY.min, |max| max.min(EVERY.min)));
    Interval { min, max: max.unwrap_or(EVERY.max.max(min)) }
}

fn page(mut table: Table<'_>) -> (PageSelectors, bool) {
    let selectors = PageSelectors {
        title: table.optional("title", value::css),
        lead: table.optional("lead", value::css),
        body: table.optional("body", value::css),
        author: table.optional("author", value::css),
        date: table.optional("date", value::css),
        image: table.optional("image", value::css),
        remove: table.list("remove", value::css),
    };
    let read = table.optional("read", value::boolean).unwrap_or(true);
    table.finish();
    (selectors, read)
}
