//! Channels: which stories are in which list, and as the how manieth they came.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};

use super::{Store, StoreError, timestamp};
use crate::news::{SeriesId, StoryId};

/// What is known of a channel as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelRow {
    /// Stories in it.
    pub stories: usize,
    /// The lowest number of a story in it.
    pub first: Option<u32>,
    /// The last number that was given to a story in it; 0 before the first.
    pub last: u32,
    /// When a story that is or was in it was last updated.
    pub updated: Option<Timestamp>,
}

/// A story and the channels that it is to be in from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed<'a> {
    pub story: &'a StoryId,
    pub published: Timestamp,
    pub updated: Timestamp,
    /// None for a story that is no more: it is another's part, or was withdrawn.
    pub channels: Vec<String>,
    /// The series whose other stories name it.
    pub series: Option<&'a SeriesId>,
}

impl Store {
    /// Has stories be in the channels that they belong to, in their order. Those that come in get the next numbers. With
    /// `due`, the documents that list them are noted to be made again: where they were, are and stay.
    ///
    /// # Errors
    /// When the database fails.
    pub fn file(&mut self, filed: &[Filed<'_>], due: bool) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for story in filed {
            file(&transaction, story, due)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Every channel that ever had a story.
    ///
    /// # Errors
    /// When the database fails.
    pub fn channels(&self) -> Result<BTreeMap<String, ChannelRow>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT key, stories, last, updated, (SELECT min(seq) FROM channel_story WHERE channel = channel.id) FROM channel",
        )?;
        let channels = query.query_map([], |row| {
            let updated: Option<i64> = row.get(3)?;
            let row_of = ChannelRow {
                stories: row.get::<_, u32>(1)? as usize,
                first: row.get(4)?,
                last: row.get(2)?,
                updated: updated.map(|seconds| timestamp(3, seconds)).transpose()?,
            };
            Ok((row.get(0)?, row_of))
        })?;
        Ok(channels.collect::<Result<_, _>>()?)
    }

    /// When any story was last updated.
    ///
    /// # Errors
    /// When the database fails.
    pub fn updated(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT max(updated) FROM channel")?;
        let updated: Option<i64> = query.query_row([], |row| row.get(0))?;
        Ok(updated.map(|seconds| timestamp(0, seconds)).transpose()?)
    }

    /// The channels with documents to be made again, each with the numbers that these are about.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due_channels(&self) -> Result<BTreeMap<String, Vec<u32>>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT key, seq FROM channel_due JOIN channel ON channel.id = channel ORDER BY key, seq",
        )?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut due: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for row in rows {
            let (key, seq) = row?;
            due.entry(key).or_default().push(seq);
        }
        Ok(due)
    }

    /// So many of a channel's newest stories by arrival, the latest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn newest_arrived(&self, channel: &str, count: usize) -> Result<Vec<StoryId>, StoreError> {
        self.stories_in(
            "SELECT story FROM channel_story WHERE channel = (SELECT id FROM channel WHERE key = ?1)
             ORDER BY seq DESC LIMIT ?2",
            params![channel, i64::try_from(count).unwrap_or(i64::MAX)],
        )
    }

    /// So many of a channel's newest stories by publication, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn newest_published(&self, channel: &str, count: usize) -> Result<Vec<StoryId>, StoreError> {
        self.stories_in(
            "SELECT story FROM channel_story WHERE channel = (SELECT id FROM channel WHERE key = ?1)
             ORDER BY published DESC, story LIMIT ?2",
            params![channel, i64::try_from(count).unwrap_or(i64::MAX)],
        )
    }

    /// The stories that have these numbers in a channel, the latest arrival first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn numbered(&self, channel: &str, numbers: RangeInclusive<u32>) -> Result<Vec<StoryId>, StoreError> {
        self.stories_in(
            "SELECT story FROM channel_story WHERE channel = (SELECT id FROM channel WHERE key = ?1)
             AND seq BETWEEN ?2 AND ?3 ORDER BY seq DESC",
            params![channel, numbers.start(), numbers.end()],
        )
    }

    /// When a channel's stories came out that did so less than `span` before the newest.
    ///
    /// # Errors
    /// When the database fails.
    pub fn published_within(&self, channel: &str, span: SignedDuration) -> Result<Vec<Timestamp>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "WITH of AS (SELECT id FROM channel WHERE key = ?1)
             SELECT published FROM channel_story WHERE channel = (SELECT id FROM of) AND published >
                 (SELECT max(published) FROM channel_story WHERE channel = (SELECT id FROM of)) - ?2",
        )?;
        let published = query.query_map(params![channel, span.as_secs()], |row| timestamp(0, row.get(0)?))?;
        Ok(published.collect::<Result<_, _>>()?)
    }

    fn stories_in(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<StoryId>, StoreError> {
        let mut query = self.connection.prepare_cached(sql)?;
        let stories = query.query_map(parameters, |row| row.get::<_, String>(0).map(StoryId::new))?;
        Ok(stories.collect::<Result<_, _>>()?)
    }
}

pub(super) fn file(transaction: &Transaction<'_>, filed: &Filed<'_>, due: bool) -> Result<(), StoreError> {
    let note_due = |channel: i64, seq: u32| -> Result<(), StoreError> {
        if due {
            transaction
                .prepare_cached("INSERT OR IGNORE INTO channel_due (channel, seq) VALUES (?1, ?2)")?
                .execute(params![channel, seq])?;
        }
        Ok(())
    };
    let mut before: BTreeMap<i64, u32> = transaction
        .prepare_cached("SELECT channel, seq FROM channel_story WHERE story = ?1")?
        .query_map([filed.story.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for key in &filed.channels {
        let channel = channel(transaction, key)?;
        let seq = match before.remove(&channel) {
            Some(seq) => seq,
            None => enter(transaction, channel, filed)?,
        };
        transaction
            .prepare_cached("UPDATE channel SET updated = max(ifnull(updated, ?2), ?2) WHERE id = ?1")?
            .execute(params![channel, filed.updated.as_second()])?;
        note_due(channel, seq)?;
    }
    for (channel, seq) in before {
        transaction
            .prepare_cached("DELETE FROM channel_story WHERE channel = ?1 AND seq = ?2")?
            .execute(params![channel, seq])?;
        transaction.prepare_cached("UPDATE channel SET stories = stories - 1 WHERE id = ?1")?.execute([channel])?;
        note_due(channel, seq)?;
    }
    transaction
        .prepare_cached("UPDATE story SET named_in = ?2 WHERE id = ?1 AND named_in IS NOT ?2")?
        .execute(params![filed.story.as_str(), filed.series.map(SeriesId::as_str)])?;
    Ok(())
}

/// Gives the story the channel's next number.
fn enter(transaction: &Transaction<'_>, channel: i64, filed: &Filed<'_>) -> Result<u32, StoreError> {
    let seq: u32 = transaction
        .prepare_cached("UPDATE channel SET last = last + 1, stories = stories + 1 WHERE id = ?1 RETURNING last")?
        .query_row([channel], |row| row.get(0))?;
    transaction
        .prepare_cached("INSERT INTO channel_story (channel, seq, story, published) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![channel, seq, filed.story.as_str(), filed.published.as_second()])?;
    Ok(seq)
}

fn channel(transaction: &Transaction<'_>, key: &str) -> Result<i64, StoreError> {
    let known = transaction
        .prepare_cached("SELECT id FROM channel WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    transaction.prepare_cached("INSERT INTO channel (key) VALUES (?1)")?.execute([key])?;
    Ok(transaction.last_insert_rowid())
}
