//! `[[source]]`.

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use toml::de::DeValue;

use super::ids::Ids;
use super::site::home;
use crate::config::duration::{duration, hours, minutes};
use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value, wrong_type};
use crate::config::{Interval, Language, Listing, Site, Source, SourceKind, value};
use crate::news::SourceId;
use crate::read::dates::FieldOrder;
use crate::read::{ListingSelectors, NextPage, PageSelectors, PathPattern, SitemapRules};

const EVERY: Interval = Interval { min: minutes(15), max: hours(6) };

/// A source asked more often than this is one mistyped; one asked more seldom is forgotten.
const SHORTEST: SignedDuration = minutes(1);
const LONGEST: SignedDuration = hours(30 * 24);

const DATE_ORDERS: &[(&str, FieldOrder)] =
    &[("day-first", FieldOrder::DayFirst), ("month-first", FieldOrder::MonthFirst)];

/// Pages of a listing in one poll; who wants more wants an archive.
const MOST_PAGES: usize = 20;

/// What a sitemap's address must have changed within to count.
const SHORTEST_WITHIN: SignedDuration = hours(1);
const LONGEST_WITHIN: SignedDuration = hours(366 * 24);
/// Addresses of a sitemap taken in one poll.
const MOST_ENTRIES: usize = 1000;
/// Sitemaps of an index read in one poll.
const MOST_SITEMAPS: usize = 20;

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
    Sitemap,
}

impl Kind {
    const WORDS: &[(&str, Self)] = &[("feed", Self::Feed), ("listing", Self::Listing), ("sitemap", Self::Sitemap)];

    const fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Listing => "listing",
            Self::Sitemap => "sitemap",
        }
    }
}

pub(super) fn read(mut table: Table<'_>, ids: &mut Ids, habits: &Habits) -> Option<Source> {
    let id = ids.give(&mut table);
    let name = table.required("name", "\"…\"", value::text);
    let url = table.required("url", "\"https://…\"", value::url);
    let kind = table.optional("kind", value::word(Kind::WORDS));
    let kind = source_kind(&mut table, kind.unwrap_or(Kind::Feed));
    let off = table.optional("off", off);
    let zone = table.optional("zone", value::zone).unwrap_or_else(|| habits.zone.clone());
    let date_order = table.optional("date_order", value::word(DATE_ORDERS));
    let gmt_is_local = table.optional("gmt_is_local", value::boolean).unwrap_or(false);
    let language = table.optional("language", value::language_tag).unwrap_or_else(|| habits.language.to_owned());
    let every = every(&mut table);
    let place = table.optional("place", value::place);
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
        place,
        page,
        read_pages,
        websub,
    })
}

/// Complains of `what`, which is for sources of one kind, in a source of another.
fn belongs_to(table: &Table<'_>, what: &str, wanted: Kind, kind: Kind) {
    if kind != wanted {
        table.report(
            Complaint::new(format!("{what}, in a source that is a {}", kind.name()))
                .hint(format!("add `kind = \"{}\"` to the source, or take them out", wanted.name())),
        );
    }
}

fn source_kind(table: &mut Table<'_>, kind: Kind) -> Option<SourceKind> {
    let given = table.has("listing");
    let mut listing = table.table("listing", "[source.listing]", &[]);
    if given {
        belongs_to(&listing, "selectors of a listing", Kind::Listing, kind);
    }
    let read = read_listing(&mut listing);
    listing.finish();
    let given = table.has("sitemap");
    let mut sitemap = table.table("sitemap", "[source.sitemap]", &[]);
    if given {
        belongs_to(&sitemap, "rules for a sitemap", Kind::Sitemap, kind);
    }
    let rules = read_sitemap(&mut sitemap);
    sitemap.finish();
    match kind {
        Kind::Feed => Some(SourceKind::Feed),
        Kind::Listing => read.map(SourceKind::Listing),
        Kind::Sitemap => Some(SourceKind::Sitemap(rules)),
    }
}

fn read_sitemap(table: &mut Table<'_>) -> SitemapRules {
    let within = table.optional("within", duration(SHORTEST_WITHIN..=LONGEST_WITHIN));
    let default = SitemapRules::default();
    SitemapRules {
        include: table.list("include", path),
        exclude: table.list("exclude", path),
        within: within.unwrap_or(default.within),
        limit: table.optional("limit", value::count(1..=MOST_ENTRIES)).unwrap_or(default.limit),
        sitemaps: table.optional("sitemaps", value::count(1..=MOST_SITEMAPS)).unwrap_or(default.sitemaps),
    }
}

fn path(value: &Value<'_>) -> Result<PathPattern, Complaint> {
    PathPattern::parse(value::string(value)?).map_err(|error| {
        Complaint::new(format!("has {error}"))
            .hint("write the beginning of a path, as robots.txt does: `/xa-hoi/`, `/*/ocop/`")
    })
}

/// Without `item` the selectors are guessed, and then there must be none of the others.
fn read_listing(table: &mut Table<'_>) -> Option<Listing> {
    const PARTS: [&str; 5] = ["link", "title", "date", "summary", "image"];
    let guessed = !PARTS.iter().any(|part| table.has(part)) && !table.has("item");
    let item = if guessed { table.optional("item", value::css) } else { table.required("item", "\"…\"", value::css) };
    let [link, title, date, summary, image] = PARTS.map(|part| table.optional(part, value::css));
    let next = table.optional("next", next_page).unwrap_or(NextPage::AsThePageSays);
    let pages = table.optional("pages", value::count(1..=MOST_PAGES));
    let selectors = match item {
        Some(item) => Some(ListingSelectors { item, link, title, date, summary, image }),
        None if guessed => None,
        None => return None,
    };
    Some(Listing { selectors, next, pages: pages.unwrap_or(1) })
}

fn next_page(value: &Value<'_>) -> Result<NextPage, Complaint> {
    NextPage::parse(value::string(value)?).map_err(|error| {
        Complaint::new(format!("is {error}"))
            .hint("write the selector of the link to the next page, or the pages' address: `\"?page={page}\"`")
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
