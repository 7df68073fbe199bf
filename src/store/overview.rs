//! The store at a glance, for operators: what waits, how large it is, when passes were.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{ToSql, params};
use serde::{Deserialize, Serialize};

use super::facts::{fact, set_fact};
use super::{Queues, Store, StoreError, json, timestamp};
use crate::news::SourceId;

/// Of the fact that holds a [`LastPass`].
const LAST_PASS: &str = "pass";

/// The daemon passes three times a minute. What it does is in the rows; that it did nothing is written down as seldom.
const NOTED_EACH: SignedDuration = SignedDuration::from_mins(5);

/// When passes were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastPass {
    /// The last, to within five minutes.
    pub at: Option<Timestamp>,
    /// The last that published something.
    pub published: Option<Timestamp>,
}

/// The store at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overview {
    pub articles: u64,
    /// Pages of articles whose turn has come.
    pub pages_due: u64,
    /// That are tried later.
    pub pages_later: u64,
    /// Articles that have no verdict as they are; among them those dated ahead, and those whose page is waited for.
    pub unjudged: u64,
    /// Of the database, without its write-ahead log.
    pub bytes: u64,
    pub passes: LastPass,
}

impl Store {
    /// # Errors
    /// When the database fails.
    pub fn overview(&self, now: Timestamp) -> Result<Overview, StoreError> {
        let count = |sql: &str, parameters: &[&dyn ToSql]| {
            let count = self.connection.query_row(sql, parameters, |row| row.get::<_, i64>(0))?;
            Ok::<_, StoreError>(u64::try_from(count).unwrap_or_default())
        };
        let Queues { pages, articles: unjudged, .. } = self.queues(now)?;
        let later = count("SELECT count(*) FROM article WHERE page_due > ?1", &[&now.as_second()])?;
        Ok(Overview {
            articles: count("SELECT count(*) FROM article", &[])?,
            pages_due: pages.unsigned_abs(),
            pages_later: later,
            unjudged: unjudged.unsigned_abs(),
            bytes: count("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()", &[])?,
            passes: self.last_pass()?,
        })
    }

    fn last_pass(&self) -> Result<LastPass, StoreError> {
        let known = fact(&self.connection, LAST_PASS)?;
        Ok(known.and_then(|known| serde_json::from_str(&known).ok()).unwrap_or_default())
    }

    /// Remembers that a pass was made at `now`, and whether it published.
    ///
    /// # Errors
    /// When the database fails.
    pub fn note_pass(&mut self, now: Timestamp, published: bool) -> Result<(), StoreError> {
        let before = self.last_pass()?;
        // A clock that was put back makes the last pass a later one.
        let is_new = before.at.is_none_or(|at| now.duration_since(at).abs() >= NOTED_EACH);
        if !is_new && !published {
            return Ok(());
        }
        let published = if published { Some(now) } else { before.published };
        set_fact(&self.connection, LAST_PASS, &json(&LastPass { at: Some(now), published })?)
    }

    /// Of each source's entries first seen since `since`: how many are dated later than `ahead` after that, and how many
    /// have a date.
    ///
    /// # Errors
    /// When the database fails.
    pub fn dated_ahead(
        &self,
        since: Timestamp,
        ahead: SignedDuration,
    ) -> Result<BTreeMap<SourceId, (u32, u32)>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT source.id, sum(unixepoch(content ->> '$.published') > first_seen + ?2), count(content ->> '$.published')
             FROM source JOIN entry ON entry.source = source.id WHERE first_seen > ?1 GROUP BY source.id",
        )?;
        let rows = query.query_map(params![since.as_second(), ahead.as_secs()], |row| {
            let counts = (row.get::<_, Option<u32>>(1)?.unwrap_or_default(), row.get(2)?);
            Ok((SourceId::new(row.get::<_, String>(0)?), counts))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When each source's last entry was seen first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn last_entries(&self) -> Result<BTreeMap<SourceId, Timestamp>, StoreError> {
        // Of each source a look at the index's end: of all entries together, SQLite looks through all.
        let mut query = self.connection.prepare_cached(
            "SELECT * FROM (SELECT id, (SELECT max(first_seen) FROM entry WHERE entry.source = source.id) AS last FROM source)
             WHERE last IS NOT NULL",
        )?;
        let rows =
            query.query_map([], |row| Ok((SourceId::new(row.get::<_, String>(0)?), timestamp(1, row.get(1)?)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
