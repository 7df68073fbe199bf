//! What a source is: `kind`, `[source.listing]`, `[source.sitemap]`.

use jiff::SignedDuration;
use serde_json::{Value as Json, json};

use crate::config::duration::hours;
use crate::config::kind::{self, Kind, Shown};
use crate::config::mistake::Complaint;
use crate::config::table::{Table, Value};
use crate::config::{Listing, SourceKind, schema, value};
use crate::read::{ListingSelectors, NextPage, PathPattern, SitemapRules};

/// Pages of a listing in one poll; who wants more wants an archive.
const MOST_PAGES: usize = 20;

/// What a sitemap's address must have changed within to count.
const SHORTEST_WITHIN: SignedDuration = hours(1);
const LONGEST_WITHIN: SignedDuration = hours(366 * 24);
/// Addresses of a sitemap taken in one poll.
const MOST_ENTRIES: usize = 1000;
/// Sitemaps of an index read in one poll.
const MOST_SITEMAPS: usize = 20;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    Feed,
    Listing,
    Sitemap,
}

impl Word {
    const WORDS: &[(&str, Self)] = &[("feed", Self::Feed), ("listing", Self::Listing), ("sitemap", Self::Sitemap)];

    const fn name(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Listing => "listing",
            Self::Sitemap => "sitemap",
        }
    }
}

impl Shown for Word {
    fn shown(&self) -> Json {
        json!(self.name())
    }
}

/// Complains of `what`, which is for sources of one kind, in a source of another.
fn belongs_to(table: &Table<'_>, what: &str, wanted: Word, word: Word) {
    if word != wanted {
        table.report(
            Complaint::new(format!("{what}, in a source that is a {}", word.name()))
                .hint(format!("add `kind = \"{}\"` to the source, or take them out", wanted.name())),
        );
    }
}

pub(super) fn read(table: &mut Table<'_>) -> Option<SourceKind> {
    let about = "A feed (RSS, Atom, JSON Feed), a page that lists articles, or a sitemap.";
    let word = table.or("kind", Word::Feed, about, kind::word(Word::WORDS));
    let given = table.has("listing");
    let about = "What the page's articles are; without `item` it is guessed.";
    let mut listing = table.table("listing", "[source.listing]", about, &[]);
    if given {
        belongs_to(&listing, "selectors of a listing", Word::Listing, word);
    }
    let read = read_listing(&mut listing);
    listing.finish();
    let given = table.has("sitemap");
    let about = "Which addresses of the sitemap are taken.";
    let mut sitemap = table.table("sitemap", "[source.sitemap]", about, &[]);
    if given {
        belongs_to(&sitemap, "rules for a sitemap", Word::Sitemap, word);
    }
    let rules = read_sitemap(&mut sitemap);
    sitemap.finish();
    for part in [Word::Listing, Word::Sitemap].map(Word::name) {
        table.law(|| {
            let is_one = json!({ "properties": { "kind": { "const": part } }, "required": ["kind"] });
            json!({ "if": { "required": [part] }, "then": is_one })
        });
    }
    match word {
        Word::Feed => Some(SourceKind::Feed),
        Word::Listing => read.map(SourceKind::Listing),
        Word::Sitemap => Some(SourceKind::Sitemap(rules)),
    }
}

fn read_sitemap(table: &mut Table<'_>) -> SitemapRules {
    let path = || Kind::new(path, || kind::string(r"^[/*]\S*$"));
    let default = SitemapRules::default();
    let include = "Only such addresses: beginnings of paths as in robots.txt, with `*` and `$`; all, if left out.";
    let within = "Only what was published or changed so lately, or is new and has no date.";
    SitemapRules {
        include: table.list("include", include, path()),
        exclude: table.list("exclude", "Not such addresses.", path()),
        within: table.or("within", default.within, within, kind::duration(SHORTEST_WITHIN..=LONGEST_WITHIN)),
        limit: table.or(
            "limit",
            default.limit,
            "Addresses taken in one poll, the newest.",
            kind::count(1..=MOST_ENTRIES),
        ),
        sitemaps: table.or(
            "sitemaps",
            default.sitemaps,
            "Sitemaps of an index read in one poll, the newest.",
            kind::count(1..=MOST_SITEMAPS),
        ),
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
    const PARTS: [(&str, &str); 5] = [
        ("link", "The article's link, inside the item; the first link, if left out."),
        ("title", "Inside the item; the link's text, if left out."),
        ("date", "Inside the item, or between it and the next."),
        ("summary", "Inside the item, or between it and the next."),
        ("image", "Inside the item, or between it and the next."),
    ];
    const ITEM: &str = "CSS selector: each of these is one piece of news.";
    let guessed = !PARTS.iter().any(|(part, _)| table.has(part)) && !table.has("item");
    let item = if guessed {
        table.optional("item", ITEM, kind::CSS)
    } else {
        table.required("item", "\"…\"", ITEM, kind::CSS)
    };
    let [link, title, date, summary, image] = PARTS.map(|(part, about)| table.optional(part, about, kind::CSS));
    for (part, _) in PARTS {
        table.law(|| schema::needs(part, "item"));
    }
    let about = "The link to the next page, or its address: `\"?page={page}\"` (`{page-1}` for sites that count from 0); as \
                 the page says, if left out.";
    let next = table.optional("next", about, Kind::new(next_page, || kind::string(r"\S")));
    let next = next.unwrap_or(NextPage::AsThePageSays);
    let about = "Read up to so many pages in a poll, the next while the last had news.";
    let pages = table.or("pages", 1, about, kind::count(1..=MOST_PAGES));
    let selectors = match item {
        Some(item) => Some(ListingSelectors { item, link, title, date, summary, image }),
        None if guessed => None,
        None => return None,
    };
    Some(Listing { selectors, next, pages })
}

fn next_page(value: &Value<'_>) -> Result<NextPage, Complaint> {
    NextPage::parse(value::string(value)?).map_err(|error| {
        Complaint::new(format!("is {error}"))
            .hint("write the selector of the link to the next page, or the pages' address: `\"?page={page}\"`")
    })
}
