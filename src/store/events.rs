//! Open stories and the frequencies of terms, and what they make of stories.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::grouping::merge;
use super::judging::{Batch, story_ref};
use super::{StoreError, timestamp};
use crate::judge::SeriesLink;
use crate::judge::events::{Changes, Events, Frequencies, Merger, OpenStory, WHOLE_TEXT};
use crate::news::{ArticleId, StoryId};

/// Bytes of counted terms after which the table of all is written anew, which has 2 MiB: so an article costs it some 2 KiB
/// of writing, in batches of any size.
const ROLLED_UP_AT: i64 = 2 << 20;

impl Batch<'_> {
    /// The open stories as they were written last.
    ///
    /// # Errors
    /// When the database fails.
    pub fn events(&self) -> Result<Events, StoreError> {
        let mut query = self.transaction.prepare_cached("SELECT id, content FROM term_count ORDER BY id")?;
        let mut rows = query.query([])?;
        let (mut frequencies, mut counted) = (Frequencies::default(), Vec::new());
        while let Some(row) = rows.next()? {
            let content = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            if row.get::<_, i64>(0)? == 0 {
                frequencies = Frequencies::from_bytes(content).unwrap_or_default();
            } else {
                counted.extend(terms_of(content));
            }
        }
        let mut query = self.transaction.prepare_cached(
            "SELECT story.id, story.published, first, last, articles, is_whole, sum, marks
             FROM open_story JOIN story ON story.id = open_story.story ORDER BY story.id",
        )?;
        let stories = query.query_map([], |row| {
            let span = (timestamp(2, row.get(2)?)?, timestamp(3, row.get(3)?)?);
            let (sum, marks) = (row.get_ref(6)?.as_blob()?, row.get_ref(7)?.as_blob()?);
            Ok(OpenStory::restored(story_ref(row, 0)?, span, (row.get(4)?, row.get(5)?), sum, marks))
        })?;
        Ok(Events::restored(frequencies, &counted, stories.collect::<Result<_, _>>()?))
    }

    /// Writes what changed of the open stories.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_events(&self, events: &mut Events) -> Result<(), StoreError> {
        let Changes { stories, counted } = events.take_changes();
        let mut put = self.transaction.prepare_cached(
            "INSERT INTO open_story (story, first, last, articles, is_whole, sum, marks)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (story) DO UPDATE SET first = ?2, last = ?3, articles = ?4, is_whole = ?5, sum = ?6, marks = ?7",
        )?;
        let mut close = self.transaction.prepare_cached("DELETE FROM open_story WHERE story = ?1")?;
        for (id, story) in stories {
            match story {
                Some(story) => put.execute(params![
                    id.as_str(),
                    story.first.as_second(),
                    story.last.as_second(),
                    story.articles,
                    story.is_whole,
                    story.sum(),
                    story.marks(),
                ])?,
                None => close.execute([id.as_str()])?,
            };
        }
        if counted.is_empty() {
            return Ok(());
        }
        self.transaction
            .prepare_cached("INSERT INTO term_count (id, content) SELECT coalesce(max(id), 0) + 1, ?1 FROM term_count")?
            .execute([bytes_of(&counted)])?;
        let since: i64 = self
            .transaction
            .prepare_cached("SELECT sum(length(content)) FROM term_count WHERE id > 0")?
            .query_row([], |row| row.get(0))?;
        if since > ROLLED_UP_AT {
            self.transaction.prepare_cached("DELETE FROM term_count")?.execute([])?;
            self.transaction
                .prepare_cached("INSERT INTO term_count (id, content) VALUES (0, ?1)")?
                .execute([events.frequencies().to_bytes()])?;
        }
        Ok(())
    }

    /// The stories that have articles of a series, of those that came out since.
    ///
    /// # Errors
    /// When the database fails.
    pub fn stories_of_series(&self, link: &SeriesLink, since: Timestamp) -> Result<Vec<StoryId>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT story FROM article WHERE id = ?1
             UNION SELECT story FROM article
             WHERE series = (SELECT series FROM article WHERE id = ?1) AND published >= ?2 AND story IS NOT NULL",
        )?;
        let stories = query
            .query_map(params![link.like.0, since.as_second()], |row| row.get(0).map(|id: String| StoryId::new(id)))?;
        Ok(stories.collect::<Result<_, _>>()?)
    }

    /// Makes one story of two, unless both have articles of one series, or an operator keeps them apart. Says whether it did.
    ///
    /// # Errors
    /// When the database fails.
    pub fn merge_stories(&self, merger: &Merger) -> Result<bool, StoreError> {
        let stories = [merger.younger.as_str(), merger.older.as_str()];
        let share: Option<i64> = self
            .transaction
            .prepare_cached(
                "SELECT 1 FROM article AS a JOIN article AS b ON b.series = a.series
                 WHERE a.story = ?1 AND b.story = ?2 AND a.series IS NOT NULL
                 UNION ALL
                 SELECT 1 FROM article AS a JOIN kept_apart ON kept_apart.article = a.id
                 JOIN article AS b ON b.id = kept_apart.other
                 WHERE a.story = ?1 AND b.story = ?2 LIMIT 1",
            )?
            .query_row(stories, |row| row.get(0))
            .optional()?;
        if share.is_none() {
            merge(&self.transaction, &merger.younger, &merger.older, &merger.why)?;
        }
        Ok(share.is_none())
    }

    /// Lets an article with a text of its own represent a story whose representative has none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn represent(&self, story: &StoryId, by: ArticleId) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                "UPDATE story SET representative = ?2 WHERE id = ?1 AND
                 (SELECT length(content ->> '$.body.value.text') FROM article WHERE id = representative) < ?3",
            )?
            .execute(params![story.as_str(), by.0, WHOLE_TEXT])?;
        Ok(())
    }
}

/// For each article, how many terms and which, four bytes each.
fn bytes_of(counted: &[Vec<u32>]) -> Vec<u8> {
    let numbers = counted.iter().flat_map(|terms| {
        let count = u32::try_from(terms.len()).unwrap_or(u32::MAX);
        std::iter::once(count).chain(terms.iter().copied())
    });
    numbers.flat_map(u32::to_le_bytes).collect()
}

fn terms_of(bytes: &[u8]) -> Vec<Vec<u32>> {
    let (numbers, _) = bytes.as_chunks();
    let mut numbers = numbers.iter().map(|number| u32::from_le_bytes(*number));
    let mut counted = Vec::new();
    while let Some(count) = numbers.next() {
        counted.push(numbers.by_ref().take(count as usize).collect());
    }
    counted
}
