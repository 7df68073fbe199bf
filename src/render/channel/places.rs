//! The channels of provinces: those of today, and those of before July 2025 that have ceased to be.

use super::{Channel, TOPIC_STORIES};
use crate::config::{Config, FeedContent};
use crate::judge::Story;
use crate::render::item::Item;
use crate::render::{names, words};
use crate::text::Unit;

/// The units that list a story: a province of today has what was reported of it under its old names.
pub(in crate::render) fn units_of(story: &Story) -> Vec<&'static Unit> {
    let mut units: Vec<&'static Unit> = Vec::new();
    for unit in story.places.iter().flat_map(|hit| hit.units(story.published)) {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

/// A unit's channel, without stories.
pub(in crate::render) fn of<'a>(config: &'a Config, unit: &'static Unit) -> Channel<'a> {
    let words = words::of(config.site.language);
    let page = unit.path();
    Channel {
        id: names::place_tag(&config.site, unit),
        title: format!("{} – {}", unit.name, config.site.title),
        description: words.about_unit(unit),
        stem: format!("{page}feed"),
        page,
        content: FeedContent::Summary,
        topic: None,
        place: Some(unit),
        items: Vec::new(),
    }
}

/// Those of the units that have stories, in the order of the list of provinces.
pub(super) fn all<'a>(config: &'a Config, items: &'a [Item<'a>]) -> impl Iterator<Item = Channel<'a>> {
    Unit::all().iter().filter_map(|unit| {
        let of_unit = items.iter().filter(|item| units_of(item.story).contains(&unit));
        let items: Vec<&Item> = of_unit.take(TOPIC_STORIES).collect();
        (!items.is_empty()).then(|| Channel { items, ..of(config, unit) })
    })
}
