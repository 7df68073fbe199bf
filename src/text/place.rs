//! The names of Vietnam's provinces, before and after the mergers of 1 July 2025. The facts are in places.tsv.

use std::sync::LazyLock;

use super::fold;

/// A province or city under the central government, of before July 2025 or of since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// In its standard spelling.
    pub name: &'static str,
    /// The unit that its territory belongs to today; equal to `name` where that still stands.
    pub today: &'static str,
    /// All the ways in which it is written, the standard one first unless that alone means something else.
    pub spellings: Vec<&'static str>,
    pub rule: PlaceRule,
}

/// What must be true of a mention before it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceRule {
    Plain,
    /// The name is an everyday word, too: it must follow a word such as *tỉnh*, or stand in a list of provinces.
    Typed,
    /// China has a province of the same name.
    China,
    /// Today's unit with the same territory under an older name.
    Renamed,
}

/// What [`places`] knows.
#[derive(Debug)]
pub struct Places {
    pub all: Vec<Place>,
    /// Longer names with a province's inside that are none of it: *Thái Bình Dương* is an ocean.
    pub others: Vec<&'static str>,
}

impl Place {
    /// The province with this name or spelling. Case and the place of the tone mark don't count.
    pub fn spelt(text: &str) -> Option<&'static Self> {
        let all = &places().all;
        let text = fold(text);
        let named = all.iter().find(|place| fold(place.name) == text);
        named.or_else(|| all.iter().find(|place| place.spellings.iter().any(|spelling| fold(spelling) == text)))
    }

    /// Whether it is or was a city under the central government, which its papers call *thành phố*.
    pub fn is_city(&self) -> bool {
        const CITIES: &[&str] = &["Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Hồ Chí Minh", "Huế", "Đồng Nai"];
        CITIES.contains(&self.name)
    }
}

/// All provinces, old and new.
pub fn places() -> &'static Places {
    static PLACES: LazyLock<Places> = LazyLock::new(|| read(include_str!("places.tsv")));
    &PLACES
}

fn read(table: &'static str) -> Places {
    let mut places = Places { all: Vec::new(), others: Vec::new() };
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(name), Some(today)) = (columns.next(), columns.next()) else { continue };
        if name == "-" {
            places.others.push(today);
            continue;
        }
        let more = columns.next().unwrap_or_default().split(';').filter(|spelling| !spelling.is_empty());
        let (bare, rule) = match columns.next().unwrap_or_default() {
            "typed" => (true, PlaceRule::Typed),
            "china" => (true, PlaceRule::China),
            "renamed" => (true, PlaceRule::Renamed),
            "spellings" => (false, PlaceRule::Plain),
            _ => (true, PlaceRule::Plain),
        };
        let spellings = bare.then_some(name).into_iter().chain(more).collect();
        places.all.push(Place { name, today, spellings, rule });
    }
    places
}
