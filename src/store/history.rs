//! What came of each source, by days: the measure of what is usual for it.
//!
//! Polls are counted by triggers (`migrations/0016_history.sql`); here is what else a day has.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Row, Transaction, params};

use super::{Store, StoreError};
use crate::news::{ArticleId, SourceId};
use crate::read::{Origin, PageField, PageTrace};

/// Days that are remembered, the last among them: a year, and what a season takes, so that what it was like a year ago can be
/// told until it is over.
pub const REMEMBERED_DAYS: i64 = 441;

const SECONDS_A_DAY: i64 = 24 * 3600;

/// A source's day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceDay {
    /// Days since 1970, UTC; see [`day_of`].
    pub day: i64,
    pub polls: u32,
    /// Of the polls.
    pub failures: u32,
    /// Polls that gave a document; the others that didn't fail were not modified.
    pub read: u32,
    /// New ones.
    pub entries: u32,
    /// Of articles, that were read.
    pub pages: u32,
    /// On how many of the pages each field was found; what only the entry said was not.
    pub fields: BTreeMap<PageField, u32>,
}

/// The day of an instant, as [`SourceDay::day`] counts them.
pub fn day_of(time: Timestamp) -> i64 {
    time.as_second().div_euclid(SECONDS_A_DAY)
}

impl Store {
    /// What is remembered of the sources' days since `since`, the oldest first; days on which nothing happened are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn history(&self, since: Timestamp) -> Result<BTreeMap<SourceId, Vec<SourceDay>>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT source, day, polls, failures, read, entries, pages, title, lead, body, author, date, image
             FROM source_day WHERE day >= ?1 ORDER BY day, source",
        )?;
        let mut history: BTreeMap<SourceId, Vec<SourceDay>> = BTreeMap::new();
        let mut rows = query.query([day_of(since)])?;
        while let Some(row) = rows.next()? {
            history.entry(SourceId::new(row.get::<_, String>(0)?)).or_default().push(read_day(row)?);
        }
        Ok(history)
    }
}

fn read_day(row: &Row<'_>) -> rusqlite::Result<SourceDay> {
    let field = |field: PageField| row.get(field.key()).map(|found| (field, found));
    Ok(SourceDay {
        day: row.get(1)?,
        polls: row.get(2)?,
        failures: row.get(3)?,
        read: row.get(4)?,
        entries: row.get(5)?,
        pages: row.get(6)?,
        fields: PageField::ALL.into_iter().map(field).collect::<rusqlite::Result<_>>()?,
    })
}

/// Counts a document of a source, and the new entries in it; `read` unless a hub brought it.
pub(super) fn document(
    transaction: &Transaction<'_>,
    source: &SourceId,
    read: bool,
    entries: usize,
    now: Timestamp,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT INTO source_day (day, source, read, entries) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (day, source) DO UPDATE SET read = read + ?3, entries = entries + ?4",
        )?
        .execute(params![day_of(now), source.as_str(), read, i64::try_from(entries).unwrap_or(i64::MAX)])?;
    Ok(())
}

/// Counts a page of an article, and what was found on it.
pub(super) fn page(
    transaction: &Transaction<'_>,
    article: ArticleId,
    trace: &PageTrace,
    now: Timestamp,
) -> Result<(), StoreError> {
    let found = |field: PageField| {
        let from = trace.fields.get(&field).and_then(|trace| trace.from);
        i64::from(from.is_some_and(|from| from != Origin::Feed))
    };
    let [title, lead, body, author, date, image] = PageField::ALL.map(found);
    transaction
        .prepare_cached(
            "INSERT INTO source_day (day, source, pages, title, lead, body, author, date, image)
             SELECT ?1, source, 1, ?3, ?4, ?5, ?6, ?7, ?8 FROM article WHERE id = ?2
             ON CONFLICT (day, source) DO UPDATE SET pages = pages + 1, title = title + ?3, lead = lead + ?4,
                 body = body + ?5, author = author + ?6, date = date + ?7, image = image + ?8",
        )?
        .execute(params![day_of(now), article.0, title, lead, body, author, date, image])?;
    Ok(())
}
