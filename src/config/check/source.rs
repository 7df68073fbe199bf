//! `[[source]]`.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use toml::de::DeValue;

use super::ids::Ids;
use super::site::home;
use super::source_kind;
use crate::config::duration::{hours, minutes};
use crate::config::kind::{self, Kind};
use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value, wrong_type};
use crate::config::{Interval, Site, Source, value};
use crate::news::SourceId;
use crate::read::PageSelectors;
use crate::read::dates::FieldOrder;

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
        Self { zone: site.zone.clone(), language: site.language.tag() }
    }
}

impl Default for Habits {
    fn default() -> Self {
        Self { zone: home(), language: "vi" }
    }
}

pub(super) fn read(mut table: Table<'_>, ids: &mut Ids, habits: &Habits) -> Option<Source> {
    let id = ids.give(&mut table);
    let name = table.required("name", "\"…\"", "As readers see it.", kind::TEXT);
    let url = table.required("url", "\"https://…\"", "Of the feed, page or sitemap.", kind::URL);
    let kind = source_kind::read(&mut table);
    let about = "Keeps the source without asking it; says why, and since when.";
    let off = table.optional("off", about, Kind::new(off, || kind::string(r"\S")));
    let about = "The zone of its dates that name none; the site's, if left out.";
    let zone = table.optional("zone", about, kind::ZONE).unwrap_or_else(|| habits.zone.clone());
    let about = "What 8/12/2026 means in its feed, listing or sitemap; as its dates prove, if left out.";
    let date_order = table.optional("date_order", about, kind::word(DATE_ORDERS));
    let about = "The clock of its feed, listing or sitemap says GMT, but is that of its zone.";
    let gmt_is_local = table.or("gmt_is_local", false, about, kind::BOOLEAN);
    let about = "BCP 47; the site's, if left out.";
    let language = table.optional("language", about, kind::LANGUAGE).unwrap_or_else(|| habits.language.to_owned());
    let every = every(&mut table);
    let about = "The province whose paper it is, of today or of before July 2025.";
    let place = table.optional("place", about, kind::PROVINCE);
    let websub = table.or("websub", true, "Whether its hub is asked to push.", kind::BOOLEAN);
    let about = "CSS selectors for the parts of its articles' pages. Where one finds nothing, or isn't given, bantin finds the \
                 part by itself. `bantin preview ADDRESS --body-has \"some words\"` writes them.";
    let (page, read_pages) = page(table.table("page", "[source.page]", about, &[]));
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
        place,
        page,
        read_pages,
        websub,
    })
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
    const ABOUT: &str = "How often it is asked: each `\"1h\"`, or as it publishes, within `{ min = \"15m\", max = \"6h\" }`, \
                         which is the default.";
    let bounds = || kind::duration(SHORTEST..=LONGEST);
    let fixed = |value: &Value<'_>| match value.get_ref() {
        // Read as a table below.
        DeValue::Table(_) => Ok(None),
        DeValue::String(_) => (bounds().read)(value).map(Some),
        _ => Err(wrong_type(value, "a duration or a table")
            .hint("`every = \"30m\"`, or `every = { min = \"15m\", max = \"6h\" }`")),
    };
    let fixed = table.optional("every", ABOUT, Kind::new(fixed, bounds().schema)).flatten();
    let mut range = table.table_if_one("every", "every", ABOUT);
    let min = range.optional("min", "It is not asked more often.", bounds());
    let max = range.optional("max", "It is not asked more seldom.", bounds());
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        range.report(Complaint::new("`min` is longer than `max`").hint("exchange them"));
    }
    range.finish();
    if let Some(fixed) = fixed {
        return Interval { min: fixed, max: fixed };
    }
    let min = min.unwrap_or_else(|| max.map_or(EVERY.min, |max| max.min(EVERY.min)));
    Interval { min, max: max.unwrap_or(EVERY.max.max(min)) }
}

fn page(mut table: Table<'_>) -> (PageSelectors, bool) {
    let selectors = PageSelectors {
        title: table.optional("title", "The headline.", kind::CSS),
        lead: table.optional("lead", "The paragraph that sums the article up.", kind::CSS),
        body: table.optional("body", "The text.", kind::CSS),
        author: table.optional("author", "Who wrote it.", kind::CSS),
        date: table.optional("date", "When it was published.", kind::CSS),
        image: table.optional("image", "Its picture.", kind::CSS),
        remove: table.list("remove", "Taken out of the page first.", kind::CSS),
    };
    let about = "Whether the pages are read at all; else the feed's text is all there is.";
    let read = table.or("read", true, about, kind::BOOLEAN);
    table.finish();
    (selectors, read)
}
