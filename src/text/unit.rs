//! Provinces as units of an administration, each with a permanent slug: the 63 of before 1 July 2025, and the 34 since.

use std::sync::LazyLock;

use jiff::Timestamp;

use super::{Place, places, unmarked};

/// Midnight in Vietnam on 1 July 2025, when the provinces were merged (Resolution 202/2025/QH15).
const MERGED: Timestamp = Timestamp::constant(1_751_302_800, 0);

/// A province or a city under the central government.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    /// In its standard spelling.
    pub name: &'static str,
    /// Permanent: lower-case letters and hyphens. Unique within its era.
    pub slug: String,
    pub era: Era,
}

/// When a unit stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// One of the 34.
    Today,
    /// One of the 63, if its territory was merged with others' or its name given up. One that went on as it was is a unit
    /// of today only.
    Former,
}

static UNITS: LazyLock<Vec<Unit>> = LazyLock::new(|| {
    let all = &places().all;
    let unit = |place: &Place, era| Unit { name: place.name, slug: slug(place.name), era };
    let today = all.iter().filter(|place| place.name == place.today);
    let former = all.iter().filter(|place| is_former(place));
    today.map(|place| unit(place, Era::Today)).chain(former.map(|place| unit(place, Era::Former))).collect()
});

/// Whether a province is no longer what it was: it has another name, or others joined it. Huế is the name that one of the
/// 63 took before the mergers.
fn is_former(place: &Place) -> bool {
    place.name != place.today
        || (place.name != "Huế" && places().all.iter().any(|other| other.today == place.name && other != place))
}

fn slug(name: &str) -> String {
    let letters: String =
        unmarked(name).to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

impl Unit {
    /// All of both eras, those of today first.
    pub fn all() -> &'static [Self] {
        &UNITS
    }

    /// The unit of today with this name, in its standard spelling.
    pub fn of_today(name: &str) -> Option<&'static Self> {
        UNITS.iter().find(|unit| unit.era == Era::Today && unit.name == name)
    }

    /// The unit of before the mergers with this name, if it is no longer what it was.
    pub fn former(name: &str) -> Option<&'static Self> {
        UNITS.iter().find(|unit| unit.era == Era::Former && unit.name == name)
    }

    /// The unit with this [`Unit::path`].
    pub fn at(path: &str) -> Option<&'static Self> {
        UNITS.iter().find(|unit| unit.path() == path)
    }

    /// The units that a text of `published` means by a province's name: today's, which the territory belongs to, and the
    /// former one. A name that a unit of today has kept means the former one only in texts of before the mergers.
    pub fn named(name: &str, published: Timestamp) -> impl Iterator<Item = &'static Self> {
        let place = places().all.iter().find(|place| place.name == name);
        let today = place.and_then(|place| Self::of_today(place.today));
        let is_kept = place.is_some_and(|place| place.name == place.today);
        let former = Self::former(name).filter(|_| !is_kept || published < MERGED);
        today.into_iter().chain(former)
    }

    /// Under the site's root: `place/cao-bang/`, `place/cu/ha-giang/`. Permanent.
    pub fn path(&self) -> String {
        match self.era {
            Era::Today => format!("place/{}/", self.slug),
            Era::Former => format!("place/cu/{}/", self.slug),
        }
    }

    /// Of a former unit, the one that its territory belongs to today.
    pub fn successor(&self) -> Option<&'static Self> {
        let place = places().all.iter().find(|place| place.name == self.name)?;
        (self.era == Era::Former).then(|| Self::of_today(place.today)).flatten()
    }

    /// Of a unit of today, those that were merged into it, in the order of the list of provinces.
    pub fn predecessors(&self) -> impl Iterator<Item = &'static Self> {
        let is_today = self.era == Era::Today;
        let name = self.name;
        UNITS.iter().filter(move |unit| is_today && unit.successor().is_some_and(|successor| successor.name == name))
    }
}
