//! How a channel's stories are dealt out to its documents.
//!
//! Each story of a channel has a number, `seq`, which it was given when it came in; numbers are never given twice. Runs
//! of numbers make older documents: the n-th of size s has those from (n - 1) · s + 1 to n · s. A run that is complete
//! gets no further story, so its documents only change with its stories. What isn't in a complete run is in the current
//! documents; so whoever follows the links from there comes to all. The first runs, once nothing is left in them, are gone.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use jiff::{SignedDuration, Timestamp};

use super::ChannelKey;
use crate::judge::Tombstone;
use crate::news::StoryId;

/// Newest stories in the feed of a topic or source: they have no `limit` of their own.
pub(super) const FEED_STORIES: usize = 50;
/// Stories on an older page; the first has up to twice as many. With 49 cards it weighs some 20 KB compressed.
pub(super) const PAGE_STORIES: usize = 25;
/// Of a month's archive, which shows titles only.
pub(super) const MONTH_STORIES: usize = 100;
/// In a topic's plot: half a year, enough to see a season, and few enough for bars that can be told apart beside a list.
pub(in crate::render) const PLOT_WEEKS: i64 = 26;

/// How many stories a channel's documents take. 0 where it has no such documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// In the current feed, and in each of its archive documents (RFC 5005).
    pub feed: usize,
    /// On each older page.
    pub page: usize,
    /// Weeks, up to its newest story, in the plot on its first page.
    pub weeks: i64,
}

/// The numbers that a channel's stories have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The lowest of a story that is still in it; none where it has no story.
    pub first: Option<u32>,
    /// The last that was given; 0 before the first.
    pub last: u32,
}

impl Numbers {
    /// The runs of `size` that are complete.
    fn complete(self, size: usize) -> u32 {
        self.last.checked_div(number_of(size)).unwrap_or(0)
    }

    /// The runs of `size` that have documents: those that are complete, but for the first of them while they have no story.
    /// It ends before it begins where there are none.
    pub fn runs(self, size: usize) -> RangeInclusive<u32> {
        let complete = self.complete(size);
        self.first.map_or(complete + 1, |first| run_of(first, size))..=complete
    }
}

/// The run of `size` that a number is in.
pub fn run_of(seq: u32, size: usize) -> u32 {
    seq.div_ceil(number_of(size).max(1))
}

/// The numbers in the `number`-th run.
pub fn numbers_in(number: u32, size: usize) -> RangeInclusive<u32> {
    let size = number_of(size);
    number.saturating_sub(1).saturating_mul(size).saturating_add(1)..=number.saturating_mul(size)
}

fn number_of(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// What is in a channel now: what its current documents are made from.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelState {
    pub key: ChannelKey,
    /// Stories in it.
    pub stories: usize,
    pub numbers: Numbers,
    /// When a story that is or was in it was last updated.
    pub updated: Timestamp,
    /// The newest by arrival, for the feed.
    pub arrived: Vec<StoryId>,
    /// For the first page: all that are in no complete run, and the newest by publication.
    pub newest: Vec<StoryId>,
    /// The page to go on with from the first.
    pub older: Option<u32>,
    /// When the stories of the plot's weeks came out.
    pub recent: Vec<Timestamp>,
    /// The latest of the stories that were in it and have been withdrawn, at most [`ChannelState::MOST_TOMBSTONES`].
    pub tombstones: Vec<Tombstone>,
}

/// How a channel's stories are looked up.
pub struct Lookup<'f, E> {
    /// So many of the newest by arrival.
    pub arrived: &'f dyn Fn(usize) -> Result<Vec<StoryId>, E>,
    /// So many of the newest by publication.
    pub newest: &'f dyn Fn(usize) -> Result<Vec<StoryId>, E>,
    /// When those came out that did less than this before the newest.
    pub recent: &'f dyn Fn(SignedDuration) -> Result<Vec<Timestamp>, E>,
    /// Those with these numbers.
    pub numbered: &'f dyn Fn(RangeInclusive<u32>) -> Result<Vec<StoryId>, E>,
}

impl ChannelState {
    /// Readers need to have seen a tombstone once: a feed loses one when a hundred stories were withdrawn after it.
    pub const MOST_TOMBSTONES: usize = 100;

    /// The state of a channel with so many `stories`, of which none was withdrawn.
    ///
    /// # Errors
    /// When a lookup fails.
    pub fn look_up<E>(
        key: ChannelKey,
        sizes: Sizes,
        (stories, numbers, updated): (usize, Numbers, Timestamp),
        lookup: &Lookup<'_, E>,
    ) -> Result<Self, E> {
        let arrived = if sizes.feed > 0 { (lookup.arrived)(sizes.feed)? } else { Vec::new() };
        let (newest, older) =
            if sizes.page > 0 { first_page(sizes.page, numbers, lookup)? } else { (Vec::new(), None) };
        let span = SignedDuration::from_hours(sizes.weeks * 7 * 24);
        let recent = if span.is_zero() { Vec::new() } else { (lookup.recent)(span)? };
        Ok(Self { key, stories, numbers, updated, arrived, newest, older, recent, tombstones: Vec::new() })
    }
}

fn first_page<E>(size: usize, numbers: Numbers, lookup: &Lookup<'_, E>) -> Result<(Vec<StoryId>, Option<u32>), E> {
    let (complete, last) = (numbers.complete(size), numbers.last);
    let closed = complete.saturating_mul(number_of(size));
    let open = closed + 1..=last;
    let room = size + (last - closed) as usize;
    let mut page = (lookup.numbered)(open)?;
    let mut on_it: HashSet<StoryId> = page.iter().cloned().collect();
    for story in (lookup.newest)(room)? {
        if page.len() < room && on_it.insert(story.clone()) {
            page.push(story);
        }
    }
    // Where stories arrive in the order of their dates, the last complete run is on the first page as a whole.
    let is_shown = (lookup.numbered)(numbers_in(complete, size))?.iter().all(|story| on_it.contains(story));
    let older = if is_shown { complete.saturating_sub(1) } else { complete };
    Ok((page, Some(older).filter(|older| numbers.runs(size).contains(older))))
}

/// One run of a channel's stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub key: ChannelKey,
    /// From 1.
    pub number: u32,
    /// The channel's.
    pub numbers: Numbers,
    /// The latest arrival first.
    pub stories: Vec<StoryId>,
}
