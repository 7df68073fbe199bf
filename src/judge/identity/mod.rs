//! Which of a document's entries are known already, whatever became of their guids.
//!
//! A source's entries are known by the first rung of guid → link → link + date → link + title that bears in it
//! ([`Ladder`]). Publishers change guids, though: a site moves to https, another host or another system. So what the
//! ladder doesn't settle is tried in further ways, each of which asks for more to agree the less it trusts its key
//! (`ways`). What no way settles is new.
//!
//! Whatever happens, two entries of one document are never one known entry, and no two are one that differ in a number or
//! date only, unless a guid or address that names one item says so.

mod forms;
mod ladder;
mod likeness;
mod reason;
mod traits;
mod ways;

use std::collections::{HashMap, HashSet};

pub use ladder::{Ladder, Rung};
pub use reason::SameEntry;
pub use traits::{TextTrait, Traits, digest_of};

use crate::news::EntryId;
use crate::read::Entry;
use likeness::{Compared, Likeness, TitleLikeness};
use ways::{Pair, WAYS, Way};

/// What is known of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownEntries {
    pub ladder: Ladder,
    /// Each once, in the order of first sight.
    pub entries: Vec<KnownEntry>,
}

/// An entry of an earlier document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownEntry {
    pub id: EntryId,
    /// It was in the source's last document.
    pub listed: bool,
    pub traits: Traits,
}

/// What a document's entries turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// In the document's order.
    pub entries: Vec<Recognised>,
    /// With what this document taught.
    pub ladder: Ladder,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// A known entry, to the letter.
    Unchanged(EntryId),
    /// A known entry that says something else now.
    Known {
        id: EntryId,
        why: SameEntry,
        now: Traits,
        page: Page,
    },
    New {
        traits: Traits,
        page: Page,
    },
}

/// What the entry's link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// A page about this entry.
    ItsOwn,
    /// A page that stands for several entries or the whole site, or none.
    NotItsOwn,
}

/// So many entries that look new, and more than half of a document's, are a site that moved and not a day's news.
const LEAST_REPLACED: usize = 3;

impl Recognition {
    /// Compares a document's `entries` with what is `known` of their source.
    pub fn of(entries: &[Entry], known: &KnownEntries) -> Self {
        let mut matches = Matches::unchanged(entries, known);
        if matches.of_new.iter().all(|found| matches!(found, Some((_, None)))) {
            let id = |found: &Option<(usize, _)>| found.map(|(at, _)| Recognised::Unchanged(known.entries[at].id));
            return Self { entries: matches.of_new.iter().filter_map(id).collect(), ladder: known.ladder.clone() };
        }
        let changed = |at: usize| matches.of_new[at].is_none().then(|| Traits::of(&entries[at]));
        let traits: Vec<Option<Traits>> = (0..entries.len()).map(changed).collect();
        let old: Vec<Compared> = known.entries.iter().map(|entry| Compared::of(&entry.traits)).collect();
        let now: Vec<Compared> = traits
            .iter()
            .zip(&matches.of_new)
            .filter_map(|(traits, found)| {
                let unchanged = || found.map(|(at, _)| &known.entries[at].traits);
                traits.as_ref().or_else(unchanged).map(Compared::of)
            })
            .collect();
        let mut ladder = known.ladder.clone();
        learn_from_document(&mut ladder, &now);
        for way in WAYS {
            if way.rung.is_none_or(|rung| ladder.bears(rung)) {
                matches.add(way, &now, &old, &known.entries, &ladder);
            }
        }
        learn_from_new(&mut ladder, &now, &old, &matches.of_new);
        let pages = Pages::of(&now, &old, &ladder);
        let recognised = traits.into_iter().enumerate().filter_map(|(at, traits)| {
            Some(match (matches.of_new[at], traits) {
                (Some((known_at, None)), _) => Recognised::Unchanged(known.entries[known_at].id),
                (Some((known_at, Some(why))), Some(now)) => {
                    Recognised::Known { id: known.entries[known_at].id, why, now, page: pages.page(at, Some(known_at)) }
                }
                (None, Some(traits)) => Recognised::New { traits, page: pages.page(at, None) },
                (_, None) => return None,
            })
        });
        Self { entries: recognised.collect(), ladder }
    }

    /// How many of the entries are new.
    pub fn new_entries(&self) -> usize {
        self.entries.iter().filter(|entry| matches!(entry, Recognised::New { .. })).count()
    }
}

/// Which known entry each entry of the document is, both by their places; without a reason where it is unchanged.
struct Matches {
    of_new: Vec<Option<(usize, Option<SameEntry>)>>,
    taken: Vec<bool>,
}

impl Matches {
    fn unchanged(entries: &[Entry], known: &KnownEntries) -> Self {
        let mut by_digest: HashMap<i64, Vec<usize>> = HashMap::new();
        // The latest of several is met first.
        for (at, entry) in known.entries.iter().enumerate() {
            by_digest.entry(entry.traits.digest).or_default().push(at);
        }
        let mut taken = vec![false; known.entries.len()];
        let mut find = |entry: &Entry| {
            let at = by_digest.get_mut(&digest_of(entry))?.pop()?;
            taken[at] = true;
            Some((at, None))
        };
        Self { of_new: entries.iter().map(&mut find).collect(), taken }
    }

    fn add(&mut self, way: &Way, new: &[Compared], known: &[Compared], entries: &[KnownEntry], ladder: &Ladder) {
        if self.of_new.iter().all(Option::is_some) {
            return;
        }
        let unsettled = self.of_new.iter().filter(|found| found.is_none()).count();
        let all_replaced = unsettled >= LEAST_REPLACED && unsettled * 2 > new.len();
        let (new_by_key, known_by_key) = (by_key(new, way.key), by_key(known, way.key));
        for (at, one) in new.iter().enumerate() {
            let Some(key) = (way.key)(one).filter(|_| self.of_new[at].is_none()) else { continue };
            let Some(candidates) = known_by_key.get(&key).filter(|_| new_by_key[&key].len() == 1) else { continue };
            if candidates.len() > 1 && !way.among_several {
                continue;
            }
            let free = candidates.iter().filter(|known_at| !self.taken[**known_at]);
            let accepted = free.filter_map(|known_at| {
                let likeness = Likeness::between(one, &known[*known_at]);
                let was_listed = entries[*known_at].listed;
                let pair = Pair { new: one, known: &known[*known_at], likeness, was_listed, all_replaced, ladder };
                (way.accepts)(&pair).then_some((likeness.weight(), *known_at))
            });
            // Of equals the latest.
            if let Some((_, known_at)) = accepted.max() {
                self.of_new[at] = Some((known_at, Some(way.why)));
                self.taken[known_at] = true;
            }
        }
    }
}

fn by_key(entries: &[Compared], key: impl Fn(&Compared) -> Option<String>) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Some(key) = key(entry) {
            places.entry(key).or_default().push(at);
        }
    }
    places
}

/// Entries that a document lists side by side are different ones.
fn learn_from_document(ladder: &mut Ladder, entries: &[Compared]) {
    for (rung, key) in rungs() {
        let met = by_key(entries, key).values().filter(|places| places.len() > 1).map(Vec::len).sum();
        ladder.learn(rung, met, entries.len());
    }
}

/// So are a new entry and a known one that it turned out not to be.
fn learn_from_new<T>(ladder: &mut Ladder, entries: &[Compared], known: &[Compared], found: &[Option<T>]) {
    for (rung, key) in rungs() {
        let known: HashSet<String> = known.iter().filter_map(key).collect();
        let new = entries.iter().zip(found).filter(|(_, found)| found.is_none());
        let met = new.filter(|(entry, _)| key(entry).is_some_and(|key| known.contains(&key))).count();
        ladder.learn(rung, met, entries.len());
    }
}

/// The rungs of the ladder, each by its strictest key.
fn rungs() -> impl Iterator<Item = (Rung, fn(&Compared) -> Option<String>)> {
    let ways = WAYS.iter().filter(|way| way.why != SameEntry::SameGuidInAnotherForm);
    ways.filter_map(|way| Some((way.rung?, way.key)))
}

/// Whose page a link leads to.
struct Pages<'a> {
    new: &'a [Compared],
    known: &'a [Compared],
    new_by_link: HashMap<String, Vec<usize>>,
    known_by_link: HashMap<String, Vec<usize>>,
    link_bears: bool,
}

impl<'a> Pages<'a> {
    fn of(new: &'a [Compared], known: &'a [Compared], ladder: &Ladder) -> Self {
        let link = |entry: &Compared| Some(entry.link.as_ref()?.same.clone());
        let (new_by_link, known_by_link) = (by_key(new, link), by_key(known, link));
        Self { new, known, new_by_link, known_by_link, link_bears: ladder.bears(Rung::Link) }
    }

    /// Of the entry at `at`, which is the known one at `known_at`. Two headlines over one long address are about the same
    /// page, unless the source does so all the time; under a short one they are two notices on a board.
    fn page(&self, at: usize, known_at: Option<usize>) -> Page {
        let entry = &self.new[at];
        let Some(link) = entry.link.as_ref().filter(|link| link.elsewhere.is_some()) else { return Page::NotItsOwn };
        let places = |by_link: &HashMap<String, Vec<usize>>| by_link.get(&link.same).cloned().unwrap_or_default();
        let beside = places(&self.new_by_link).into_iter().filter(|other| *other != at).map(|other| &self.new[other]);
        let before = places(&self.known_by_link).into_iter().filter(|other| Some(*other) != known_at);
        let mut others = beside.chain(before.map(|other| &self.known[other]));
        let disowned = others.any(|other| {
            let title = Likeness::between(entry, other).title;
            title != TitleLikeness::Same
                && (!link.is_distinctive() || !self.link_bears || title == TitleLikeness::OtherNumber)
        });
        if disowned { Page::NotItsOwn } else { Page::ItsOwn }
    }
}
