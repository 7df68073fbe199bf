//! How a channel's stories are dealt out to its documents.
//!
//! Each story of a channel has a number, `seq`, which it was given when it came in; numbers are never given twice. Runs
//! of numbers make older documents: the n-th of size s has those from (n - 1) · s + 1 to n · s. A run that is complete
//! gets no further story, so its documents only change with its stories. What isn't in a complete run is in the current
//! documents; so whoever follows the links from there comes to all.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use jiff::Timestamp;

use super::ChannelKey;
use crate::news::StoryId;

/// Newest stories in the feed of a topic or source: they have no `limit` of their own.
pub(super) const FEED_STORIES: usize = 50;
/// Stories on an older page; the first has up to twice as many. With 49 cards it weighs some 20 KB compressed.
pub(super) const PAGE_STORIES: usize = 25;
/// Of a month's archive, which shows titles only.
pub(super) const MONTH_STORIES: usize = 100;

/// How many stories a channel's documents take. 0 where it has no such documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// In the current feed, and in each of its archive documents (RFC 5005).
    pub feed: usize,
    /// On each older page.
    pub page: usize,
}

/// The runs of `size` that are complete when `last` was the last number given.
pub fn complete_runs(last: u32, size: usize) -> u32 {
    last.checked_div(number_of(size)).unwrap_or(0)
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelState {
    pub key: ChannelKey,
    /// Stories in it.
    pub stories: usize,
    /// The last number that was given to one.
    pub last: u32,
    /// When a story that is or was in it was last updated.
    pub updated: Timestamp,
    /// The newest by arrival, for the feed.
    pub arrived: Vec<StoryId>,
    /// For the first page: all that are in no complete run, and the newest by publication.
    pub newest: Vec<StoryId>,
    /// The page to go on with from the first.
    pub older: Option<u32>,
}

/// How a channel's stories are looked up.
pub struct Lookup<'f, E> {
    /// So many of the newest by arrival.
    pub arrived: &'f dyn Fn(usize) -> Result<Vec<StoryId>, E>,
    /// So many of the newest by publication.
    pub newest: &'f dyn Fn(usize) -> Result<Vec<StoryId>, E>,
    /// Those with these numbers.
    pub numbered: &'f dyn Fn(RangeInclusive<u32>) -> Result<Vec<StoryId>, E>,
}

impl ChannelState {
    /// The state of a channel with so many `stories`.
    ///
    /// # Errors
    /// When a lookup fails.
    pub fn look_up<E>(
        key: ChannelKey,
        sizes: Sizes,
        (stories, last, updated): (usize, u32, Timestamp),
        lookup: &Lookup<'_, E>,
    ) -> Result<Self, E> {
        let arrived = if sizes.feed > 0 { (lookup.arrived)(sizes.feed)? } else { Vec::new() };
        let (newest, older) = if sizes.page > 0 { first_page(sizes.page, last, lookup)? } else { (Vec::new(), None) };
        Ok(Self { key, stories, last, updated, arrived, newest, older })
    }
}

fn first_page<E>(size: usize, last: u32, lookup: &Lookup<'_, E>) -> Result<(Vec<StoryId>, Option<u32>), E> {
    let complete = complete_runs(last, size);
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
    Ok((page, Some(older).filter(|older| *older > 0)))
}

/// One run of a channel's stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub key: ChannelKey,
    /// From 1.
    pub number: u32,
    /// The last number that was given in the channel.
    pub last: u32,
    /// The latest arrival first.
    pub stories: Vec<StoryId>,
}
