//! Why a story is filed where it is, and where it nearly was.

use std::borrow::Cow;
use std::collections::HashSet;

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

/// Topics for which the same words speak.
struct Filing<'a> {
    lineages: Vec<Lineage<'a>>,
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
    quotes: Vec<Line<'a>>,
}

/// Words that speak for a topic or place, once, with all parts of the article that have them.
#[derive(Clone, PartialEq)]
struct Line<'a> {
    text: Cow<'a, str>,
    rule: Cow<'a, str>,
    weight: Option<&'static str>,
    fields: Vec<&'static str>,
}

impl<'a> Why<'a> {
    /// `frame`: the page's, whose part it is. `near`: where it nearly was.
    pub(super) fn of(site: &'a Site<'a>, frame: &'a Frame<'a>, item: &'a Item<'a>, near: &'a [NearMiss]) -> Self {
        let words = frame.words;
        let lines = |quotes: &'a [Quote]| {
            Line::each_once(
                words,
                quotes.iter().map(|quote| (quote.text.as_str().into(), quote.rule.as_str().into(), quote)),
            )
        };
        let places = item.places.iter().map(|place| Place {
            name: &place.name,
            path: place.units.iter().find(|unit| unit.name == place.name).map(|unit| unit.path()),
            today: place.today.as_deref().map(|today| (today, Unit::of_today(today).map(Unit::path))),
            quotes: lines(&place.evidence),
        });
        let mut filings: Vec<Filing> = Vec::new();
        for filing in own_reasons(site, item) {
            let (lineage, quotes) = (topic_tree::lineage(site, &filing.topic.id), lines(&filing.evidence));
            match filings.iter_mut().find(|other| other.quotes == quotes) {
                Some(other) => other.lineages.push(lineage),
                None => filings.push(Filing { lineages: vec![lineage], quotes }),
            }
        }
        without_repeats(&mut filings);
        Self {
            words,
            home: &frame.home,
            language: &item.language,
            filings,
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
        let quotes = item::quotes(&near.evidence);
        let quotes = quotes.iter().map(|quote| (quote.text.clone().into(), quote.rule.clone().into(), quote));
        Self {
            lineage: topic_tree::lineage(site, &near.topic),
            why: words.why.shortfall(&near.why, name),
            quotes: Line::each_once(words, quotes),
        }
    }
}

impl<'a> Line<'a> {
    /// Of quotes with their words and rules, in their order.
    fn each_once<'q>(
        words: &'static Words,
        quotes: impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>, &'q Quote)>,
    ) -> Vec<Self> {
        let mut lines: Vec<Self> = Vec::new();
        for (text, rule, quote) in quotes {
            let (field, weight) = (words.why.field(quote.field), quote.weight.map(|weight| words.why.weight(weight)));
            match lines.iter_mut().find(|line| line.text == text && line.rule == rule && line.weight == weight) {
                Some(line) if line.fields.contains(&field) => {}
                Some(line) => line.fields.push(field),
                None => lines.push(Self { text, rule, weight, fields: vec![field] }),
            }
        }
        lines
    }
}

/// Leaves out what was quoted for a topic before, as long as something is quoted for each.
fn without_repeats(filings: &mut [Filing<'_>]) {
    let mut quoted: HashSet<String> = HashSet::new();
    for filing in filings {
        let is_new = |line: &Line<'_>| !quoted.contains(line.text.as_ref());
        if filing.quotes.iter().any(is_new) {
            filing.quotes.retain(is_new);
        } else {
            filing.quotes.truncate(1);
        }
        quoted.extend(filing.quotes.iter().map(|line| line.text.clone().into_owned()));
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
