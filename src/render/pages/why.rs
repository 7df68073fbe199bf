//! Why a story is filed where it is, and where it nearly was.

use askama::Template;

use super::frame::Frame;
use super::{Site, topic_tree};
use crate::judge::{Fields, NearMiss};
use crate::render::item::{self, Item, Quote};
use crate::render::plain;
use crate::render::words::Words;
use crate::text::Unit;

/// Topics that nearly had it; "Dự án 3" alone speaks for a dozen projects.
const MOST_NEAR: usize = 4;

/// All reasons, as a part of a page.
#[derive(Template)]
#[template(path = "why.html")]
pub(super) struct Why<'a> {
    words: &'static Words,
    /// The way to the edition's root.
    home: &'a str,
    language: &'a str,
    filings: Vec<Filing<'a>>,
    places: Vec<Place<'a>>,
    near: Vec<Near<'a>>,
}

/// From the outermost topic: names and paths.
type Lineage<'a> = Vec<(&'a str, String)>;

struct Filing<'a> {
    lineage: Lineage<'a>,
    quotes: Vec<Line<'a>>,
}

struct Place<'a> {
    name: &'a str,
    path: Option<String>,
    /// Where it is part of another today: that one's name and path.
    today: Option<(&'a str, Option<String>)>,
    quotes: Vec<Line<'a>>,
}

/// A topic that something speaks for, and what that lacks.
struct Near<'a> {
    lineage: Lineage<'a>,
    why: String,
    quotes: Vec<(&'static str, Quote)>,
}

struct Line<'a> {
    field: &'static str,
    weight: Option<&'static str>,
    quote: &'a Quote,
}

impl<'a> Why<'a> {
    /// `frame`: the page's, whose part it is. `near`: where it nearly was.
    pub(super) fn of(site: &'a Site<'a>, frame: &'a Frame<'a>, item: &'a Item<'a>, near: &'a [NearMiss]) -> Self {
        let words = frame.words;
        let lines = |quotes: &'a [Quote]| quotes.iter().map(|quote| Line::of(words, quote)).collect();
        let places = item.places.iter().map(|place| Place {
            name: &place.name,
            path: place.units.iter().find(|unit| unit.name == place.name).map(|unit| unit.path()),
            today: place.today.as_deref().map(|today| (today, Unit::of_today(today).map(Unit::path))),
            quotes: lines(&place.evidence),
        });
        let filings = own_reasons(site, item).map(|filing| Filing {
            lineage: topic_tree::lineage(site, &filing.topic.id),
            quotes: lines(&filing.evidence),
        });
        Self {
            words,
            home: &frame.home,
            language: &item.language,
            filings: filings.collect(),
            places: places.collect(),
            near: near.iter().map(|near| Near::of(site, words, near)).collect(),
        }
    }

    /// Whether nothing speaks for any topic or place.
    pub(super) fn is_empty(&self) -> bool {
        self.filings.is_empty() && self.places.is_empty() && self.near.is_empty()
    }
}

impl<'a> Near<'a> {
    fn of(site: &'a Site<'a>, words: &'static Words, near: &'a NearMiss) -> Self {
        let name = |id: &_| site.config.topic(id).map_or("", |topic| topic.name.as_str());
        let quotes = item::quotes(&near.evidence).into_iter();
        Self {
            lineage: topic_tree::lineage(site, &near.topic),
            why: words.shortfall(&near.why, name),
            quotes: quotes.map(|quote| (words.field(quote.field), quote)).collect(),
        }
    }
}

impl<'a> Line<'a> {
    fn of(words: &'static Words, quote: &'a Quote) -> Self {
        Self { field: words.field(quote.field), weight: quote.weight.map(|weight| words.weight(weight)), quote }
    }
}

/// Every topic that has a reason of its own; one that is there only through its sub-topic is named by that one's path.
fn own_reasons<'a>(site: &'a Site<'a>, item: &'a Item<'a>) -> impl Iterator<Item = &'a item::Filing<'a>> {
    item.topics.iter().filter(|filing| {
        !item.topics.iter().any(|other| {
            other.topic.id != filing.topic.id
                && site.config.lineage(&other.topic.id).any(|above| above.id == filing.topic.id)
                && filing.evidence.iter().all(|quote| other.evidence.contains(quote))
        })
    })
}

/// Where a story nearly was. Judged anew, from what the page shows: what nearly was is not worth a place in the database.
pub(super) fn near_misses(site: &Site, item: &Item) -> Vec<NearMiss> {
    let body = plain::text_of(&item.body);
    let mut near = site.rules().explain(&Fields::of(&item.title, item.story.lead.as_deref(), &body)).near;
    let is_filed = |near: &NearMiss| item.topics.iter().any(|own| own.topic.id == near.topic);
    near.retain(|near| !is_filed(near) && site.config.topic(&near.topic).is_some());
    near.truncate(MOST_NEAR);
    near
}
