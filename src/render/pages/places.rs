//! The pages of provinces, and the list of all of them.

use askama::Template;

use super::frame::{Edition, FeedLink, Frame, Page, Section};
use super::lists::{Day, days};
use super::{Site, finish};
use crate::render::channel::{Channel, units_of};
use crate::render::words::Words;
use crate::render::{Document, RenderError, newest};
use crate::text::{Era, Unit};

/// The page that lists all units with stories.
pub(super) const PATH: &str = "place/";

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
    /// Whether there are more stories than the page shows.
    more: bool,
    feeds: Vec<&'a FeedLink>,
}

#[derive(Template)]
#[template(path = "places.html")]
struct PlacesPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    above: Vec<(&'a str, String)>,
    /// Each unit of today with those merged into it.
    units: Vec<(UnitLink, Vec<UnitLink>)>,
}

/// A unit in a list.
struct UnitLink {
    name: &'static str,
    /// None without stories.
    path: Option<String>,
    count: usize,
}

fn link(site: &Site, unit: &'static Unit) -> UnitLink {
    let count = site.items.iter().filter(|item| units_of(item.story).contains(&unit)).count();
    UnitLink { name: unit.name, path: (count > 0).then(|| unit.path()), count }
}

pub(super) fn place(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    unit: &'static Unit,
) -> Result<Document, RenderError> {
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: &channel.page,
            title: unit.name.to_owned(),
            description: super::words::of(edition.language).about_unit(unit),
            section: Section::Elsewhere,
            channel: Some(channel),
        },
    );
    let count = link(site, unit).count;
    let page = PlacePage {
        frame: &frame,
        words: frame.words,
        unit,
        above: vec![(frame.words.places, PATH.to_owned())],
        successor: unit.successor(),
        predecessors: unit.predecessors().map(|unit| link(site, unit)).collect(),
        days: days(site, frame.words, &channel.items),
        count,
        more: count > channel.items.len(),
        feeds: frame.feeds.iter().take(crate::render::feeds::FORMATS.len()).collect(),
    };
    finish(&frame, &page, newest(channel.items.iter().copied()))
}

/// All units with stories, those of today in the order of the alphabet.
pub(super) fn all(site: &Site, edition: Edition) -> Result<Document, RenderError> {
    let words = super::words::of(edition.language);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: PATH,
            title: words.places.to_owned(),
            description: words.places_intro.to_owned(),
            section: Section::Elsewhere,
            channel: None,
        },
    );
    let mut today: Vec<&'static Unit> = Unit::all().iter().filter(|unit| unit.era == Era::Today).collect();
    today.sort_by_key(|unit| &unit.slug);
    let units = today
        .into_iter()
        .map(|unit| (link(site, unit), unit.predecessors().map(|unit| link(site, unit))))
        .map(|(unit, before)| (unit, before.filter(|before| before.count > 0).collect::<Vec<_>>()));
    let page = PlacesPage {
        frame: &frame,
        words: frame.words,
        above: Vec::new(),
        units: units.filter(|(unit, _)| unit.count > 0).collect(),
    };
    finish(&frame, &page, newest(site.items))
}
