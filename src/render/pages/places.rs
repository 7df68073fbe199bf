//! The pages of provinces, and the list of all of them.

use askama::Template;

use super::days::{Day, days};
use super::frame::{Edition, FeedLink, Frame, Page, Section};
use super::turning::Turning;
use super::{Site, finish};
use crate::render::channel::{Channel, ChannelKey, ChannelState};
use crate::render::feeds::FORMATS;
use crate::render::renderer::Totals;
use crate::render::words::{self, Words};
use crate::render::{Document, RenderError, names};
use crate::text::{Era, Unit};

#[derive(Template)]
#[template(path = "place.html")]
struct PlacePage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    unit: &'static Unit,
    above: Vec<(&'a str, String)>,
    /// Of a former unit, the one of today; it has a page, since it has this one's stories.
    successor: Option<&'static Unit>,
    /// Of a unit of today, those that were merged into it.
    predecessors: Vec<UnitLink>,
    days: Vec<Day<'a>>,
    count: usize,
    feeds: Vec<&'a FeedLink>,
    turning: Turning,
}

#[derive(Template)]
#[template(path = "places.html")]
struct PlacesPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    /// Each unit of today, and those with stories that were merged into it.
    units: Vec<(UnitLink, Vec<UnitLink>)>,
}

/// A unit in a list.
struct UnitLink {
    name: &'static str,
    /// None without stories.
    path: Option<String>,
    count: usize,
}

fn link(totals: &Totals, unit: &'static Unit) -> UnitLink {
    let count = totals.of(&ChannelKey::Place(unit));
    UnitLink { name: unit.name, path: (count > 0).then(|| unit.path()), count }
}

pub(super) fn place(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    unit: &'static Unit,
    state: &ChannelState,
    totals: &Totals,
) -> Result<Document, RenderError> {
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: &channel.page,
            title: unit.name.to_owned(),
            description: words::of(edition.language).places.about_unit(unit),
            section: Section::Places,
            channel: Some(channel),
        },
    );
    let page = PlacePage {
        frame: &frame,
        words: frame.words,
        unit,
        above: vec![(frame.words.places.title, names::PLACES_PATH.to_owned())],
        successor: unit.successor(),
        predecessors: unit.predecessors().map(|unit| link(totals, unit)).collect(),
        days: days(site, frame.words, &channel.items),
        count: state.stories,
        feeds: frame.feeds.iter().take(FORMATS.len()).collect(),
        turning: Turning::first(&channel.page, state.older),
    };
    finish(&frame, &page, state.updated)
}

/// All units with stories, those of today in the order of the alphabet.
pub(super) fn all(site: &Site, edition: Edition, totals: &Totals) -> Result<Document, RenderError> {
    let words = words::of(edition.language);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: names::PLACES_PATH,
            title: words.places.title.to_owned(),
            description: words.places.intro.to_owned(),
            section: Section::Places,
            channel: None,
        },
    );
    let mut today: Vec<&'static Unit> = Unit::all().iter().filter(|unit| unit.era == Era::Today).collect();
    today.sort_by_key(|unit| &unit.slug);
    let with_stories = |unit: &'static Unit| Some(link(totals, unit)).filter(|unit| unit.count > 0);
    let units = today
        .into_iter()
        .filter_map(|unit| Some((with_stories(unit)?, unit.predecessors().filter_map(with_stories).collect())));
    let page = PlacesPage { frame: &frame, words, units: units.collect() };
    finish(&frame, &page, totals.updated)
}
