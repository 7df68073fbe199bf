//! Filters: `chude:`, `noi:`, `nguon:`, `tu:`, `den:`, `ngay:`, `dau:`, `xep:`, and what they let through.

use jiff::Timestamp;

use crate::config::{Config, Language, Source, Topic, nearest};
use crate::news::{SourceId, TopicId};
use crate::text::{fold, has_marks, places, unmarked};

/// What can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    Topic,
    Place,
    Source,
    /// From the beginning of a day, month or year.
    From,
    /// To the end of one.
    To,
    /// Within one.
    On,
    /// Whether diacritics count.
    Marks,
    /// In which order stories are listed.
    Sort,
}

/// How each is written: the Vietnamese name first, then the English one, then others.
const NAMES: &[(Filter, &[&str])] = &[
    (Filter::Topic, &["chủđề", "topic", "cđ"]),
    (Filter::Place, &["nơi", "place", "địaphương", "tỉnh"]),
    (Filter::Source, &["nguồn", "source", "báo"]),
    (Filter::From, &["từ", "from", "since", "after"]),
    (Filter::To, &["đến", "to", "until", "before"]),
    (Filter::On, &["ngày", "on", "tháng", "năm", "date"]),
    (Filter::Marks, &["dấu", "marks", "diacritics"]),
    (Filter::Sort, &["xếp", "sort", "sắpxếp"]),
];

impl Filter {
    /// The filter that `name` stands for, however it is capitalised and hyphenated: `chude`, `Chủ-đề`, `topic`. Without
    /// diacritics, or with just those that it has: `Nội:` is the end of a city's name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let typed: String = fold(name).chars().filter(|c| c.is_alphabetic()).collect();
        let is_it = |name: &&str| if has_marks(&typed) { **name == typed } else { unmarked(name) == typed };
        NAMES.iter().find(|(_, names)| names.iter().any(is_it)).map(|(filter, _)| *filter)
    }

    /// The filter whose name was probably meant.
    pub(super) fn like(name: &str) -> Option<Self> {
        let all: Vec<String> = NAMES.iter().flat_map(|(_, names)| names.iter().map(|name| unmarked(name))).collect();
        // Of a name of two or three letters, every other is a slip away.
        let long = all.iter().filter(|name| name.len() > 3);
        nearest(&bare(name), long.map(String::as_str)).and_then(Self::named)
    }

    /// How a reader of the language types it.
    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Topic, Language::Vietnamese) => "chude",
            (Self::Place, Language::Vietnamese) => "noi",
            (Self::Source, Language::Vietnamese) => "nguon",
            (Self::From, Language::Vietnamese) => "tu",
            (Self::To, Language::Vietnamese) => "den",
            (Self::On, Language::Vietnamese) => "ngay",
            (Self::Marks, Language::Vietnamese) => "dau",
            (Self::Sort, Language::Vietnamese) => "xep",
            (Self::Topic, Language::English) => "topic",
            (Self::Place, Language::English) => "place",
            (Self::Source, Language::English) => "source",
            (Self::From, Language::English) => "from",
            (Self::To, Language::English) => "to",
            (Self::On, Language::English) => "on",
            (Self::Marks, Language::English) => "marks",
            (Self::Sort, Language::English) => "sort",
        }
    }

    /// How a reader of the language types whether diacritics `count`.
    pub fn marks(count: bool, language: Language) -> String {
        let value = match (count, language) {
            (true, Language::Vietnamese) => "co",
            (true, Language::English) => "yes",
            (false, Language::Vietnamese) => "khong",
            (false, Language::English) => "no",
        };
        format!("{}:{value}", Self::Marks.name(language))
    }
}

/// Folded, without diacritics and without what joins words: how names of filters, topics, places and sources are compared.
pub(super) fn bare(name: &str) -> String {
    unmarked(&fold(name)).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Of some things, these and not those.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Among<T> {
    /// One of these, unless there is none.
    pub any_of: Vec<T>,
    pub none_of: Vec<T>,
}

impl<T> Default for Among<T> {
    fn default() -> Self {
        Self { any_of: Vec::new(), none_of: Vec::new() }
    }
}

impl<T> Among<T> {
    /// The same of what stands for them.
    pub(crate) fn keys<K>(&self, key: impl Fn(&T) -> K) -> Among<K> {
        Among { any_of: self.any_of.iter().map(&key).collect(), none_of: self.none_of.iter().map(&key).collect() }
    }

    pub fn is_all(&self) -> bool {
        self.any_of.is_empty() && self.none_of.is_empty()
    }

    pub(super) fn add(&mut self, negated: bool, things: impl IntoIterator<Item = T>) {
        if negated { self.none_of.extend(things) } else { self.any_of.extend(things) }
    }
}

/// Which stories are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters {
    /// Those that are asked for and all below them.
    pub topics: Among<TopicId>,
    /// Provinces in their standard spelling, of today and of before July 2025.
    pub places: Among<String>,
    pub sources: Among<SourceId>,
    /// Stories of this moment and later ones.
    pub from: Option<Timestamp>,
    /// Stories before this moment.
    pub until: Option<Timestamp>,
}

impl Filters {
    /// Whether every story is let through.
    pub fn is_open(&self) -> bool {
        self.topics.is_all()
            && self.places.is_all()
            && self.sources.is_all()
            && self.from.is_none()
            && self.until.is_none()
    }

    /// Whether no story can be let through, since the time is over before it begins.
    pub fn is_shut(&self) -> bool {
        self.from.zip(self.until).is_some_and(|(from, until)| from >= until)
    }
}

/// A filter that is in force, for a reader to see and to take away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Active {
    pub filter: Filter,
    pub negated: bool,
    /// The name of what it asks for.
    pub value: String,
    /// The query without it.
    pub rest: String,
}

/// A name that is known, or the one that was probably meant.
pub(super) type Named<T> = Result<T, Option<String>>;

/// The topic with an id or name, as it is configured.
pub(super) fn topic<'c>(config: &'c Config, typed: &str) -> Named<&'c Topic> {
    let wanted = bare(typed);
    let by = |name: fn(&Topic) -> &str| config.topics.iter().find(|topic| bare(name(topic)) == wanted);
    by(|topic| topic.id.as_str())
        .or_else(|| by(|topic| &topic.name))
        .ok_or_else(|| nearest(typed, config.topics.iter().map(|topic| topic.id.as_str())).map(str::to_owned))
}

/// The topic and all below it.
pub(super) fn below<'c>(config: &'c Config, above: &'c TopicId) -> impl Iterator<Item = TopicId> + 'c {
    let is_below = move |topic: &&Topic| config.lineage(&topic.id).any(|parent| parent.id == *above);
    config.topics.iter().filter(is_below).map(|topic| topic.id.clone())
}

/// The source with an id or name.
pub(super) fn source<'c>(config: &'c Config, typed: &str) -> Named<&'c Source> {
    let wanted = bare(typed);
    let found = config.sources.iter().find(|source| bare(source.id.as_str()) == wanted);
    found
        .or_else(|| config.sources.iter().find(|source| bare(&source.name) == wanted))
        .map(AsRef::as_ref)
        .ok_or_else(|| nearest(typed, config.sources.iter().map(|source| source.id.as_str())).map(str::to_owned))
}

/// The province, in its standard spelling.
pub(super) fn place(typed: &str) -> Named<&'static str> {
    let wanted = bare(typed);
    let all = &places().all;
    let named = all.iter().find(|place| bare(place.name) == wanted);
    let spelt = || all.iter().find(|place| place.spellings.iter().any(|spelling| bare(spelling) == wanted));
    named.or_else(spelt).map(|place| place.name).ok_or_else(|| {
        let bares: Vec<String> = all.iter().map(|place| bare(place.name)).collect();
        let meant = nearest(&wanted, bares.iter().map(String::as_str))?;
        all.iter().find(|place| bare(place.name) == meant).map(|place| place.name.to_owned())
    })
}
