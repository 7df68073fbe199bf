//! The channels of provinces: those of today, and those of before July 2025 that have ceased to be.

use super::{Channel, Kind};
use crate::config::Site;
use crate::judge::Story;
use crate::render::{names, words};
use crate::text::Unit;

/// The units that list a story: a province of today has what was reported of it under its old names.
pub(super) fn units_of(story: &Story) -> Vec<&'static Unit> {
    let mut units: Vec<&'static Unit> = Vec::new();
    for unit in story.places.iter().flat_map(|hit| hit.units(story.published)) {
        if !units.contains(&unit) {
            units.push(unit);
        }
    }
    units
}

/// A unit's channel, without stories.
pub(super) fn channel<'a>(site: &Site, unit: &'static Unit) -> Channel<'a> {
    Channel {
        id: names::place_tag(site, unit),
        title: format!("{} – {}", unit.name, site.title),
        description: words::of(site.language).places.about_unit(unit),
        kind: Kind::Place(unit),
        ..Channel::at(unit.path())
    }
}
