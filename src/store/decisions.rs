//! What operators decided of stories: rows that commands write beside a running pass, what a pass makes of them, and what
//! grouping has to respect of them for ever.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::grouping::{found, merge};
use super::judging::{Batch, story_ref};
use super::{Store, StoreError, timestamp};
use crate::judge::{SameBecause, StoryRef};
use crate::news::{ArticleId, StoryId};

/// An operator's word on stories. The opposite one undoes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The article leaves its story with its copies, and is kept apart from those that stay.
    Split(ArticleId),
    /// The stories of both become one.
    Join(ArticleId, ArticleId),
}

/// A decision and what has become of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    pub decision: Decision,
    pub made: Timestamp,
    /// None while it waits for the next pass.
    pub applied: Option<Timestamp>,
}

/// What became of the decisions that waited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    pub count: usize,
    /// Stories that are compared with new articles and have others in them than before.
    pub open: Vec<StoryId>,
}

impl Store {
    /// Writes a decision down for the next pass.
    ///
    /// # Errors
    /// When the database fails, or has no such article.
    pub fn decide(&self, decision: Decision, now: Timestamp) -> Result<(), StoreError> {
        let (kind, article, other) = match decision {
            Decision::Split(article) => ("split", article, None),
            Decision::Join(article, other) => ("join", article, Some(other)),
        };
        self.connection
            .prepare_cached("INSERT INTO decision (made, kind, article, other) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![now.as_second(), kind, article.0, other.map(|other| other.0)])?;
        Ok(())
    }

    /// The decisions that name an article, in the order in which they were made.
    ///
    /// # Errors
    /// When the database fails.
    pub fn decisions_on(&self, article: ArticleId) -> Result<Vec<Decided>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT kind, article, other, made, applied FROM decision WHERE article = ?1 OR other = ?1 ORDER BY id",
        )?;
        let decided = query.query_map([article.0], |row| {
            Ok(Decided {
                decision: decision(row, 0)?,
                made: timestamp(3, row.get(3)?)?,
                applied: row.get::<_, Option<i64>>(4)?.map(|seconds| timestamp(4, seconds)).transpose()?,
            })
        })?;
        Ok(decided.collect::<Result<_, _>>()?)
    }

    /// Whether a decision waits for the next pass.
    ///
    /// # Errors
    /// When the database fails.
    pub fn has_waiting_decisions(&self) -> Result<bool, StoreError> {
        let mut query =
            self.connection.prepare_cached("SELECT EXISTS (SELECT * FROM decision WHERE applied IS NULL)")?;
        Ok(query.query_row([], |row| row.get(0))?)
    }
}

impl Batch<'_> {
    /// Does what operators decided since the last pass. A decision about an article that no pass has
    /// judged yet waits.
    ///
    /// # Errors
    /// When the database fails.
    pub fn apply_decisions(&self, now: Timestamp) -> Result<Applied, StoreError> {
        let waiting: Vec<(i64, Decision)> = self
            .transaction
            .prepare_cached("SELECT id, kind, article, other FROM decision WHERE applied IS NULL ORDER BY id")?
            .query_map([], |row| Ok((row.get(0)?, decision(row, 1)?)))?
            .collect::<Result<_, _>>()?;
        let mut applied = Applied::default();
        for (id, decision) in waiting {
            let changed = match decision {
                Decision::Split(article) => split(self, article)?,
                Decision::Join(article, other) => join(self, article, other)?,
            };
            if let Some(changed) = changed {
                applied.count += 1;
                applied.open.extend(changed);
                self.transaction
                    .prepare_cached("UPDATE decision SET applied = ?2 WHERE id = ?1")?
                    .execute([id, now.as_second()])?;
            }
        }
        Ok(applied)
    }

    /// A story, unless it is another's now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn unmerged(&self, story: &StoryId) -> Result<Option<StoryRef>, StoreError> {
        let mut query =
            self.transaction.prepare_cached("SELECT id, published FROM story WHERE id = ?1 AND merged_into IS NULL")?;
        Ok(query.query_row([story.as_str()], |row| story_ref(row, 0)).optional()?)
    }

    /// The articles in a story that are neither copies nor withdrawn, earliest first, and when each came out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn originals_in(&self, story: &StoryId) -> Result<Vec<(ArticleId, Timestamp)>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT id, published FROM article WHERE story = ?1 AND original IS NULL AND withdrawn IS NULL
             ORDER BY published, address",
        )?;
        let originals =
            query.query_map([story.as_str()], |row| Ok((ArticleId(row.get(0)?), timestamp(1, row.get(1)?)?)))?;
        Ok(originals.collect::<Result<_, _>>()?)
    }

    /// The stories that an article must not come to be in: those of articles that an operator keeps apart from it, or from
    /// any in its own story.
    ///
    /// # Errors
    /// When the database fails.
    pub fn barred(&self, article: ArticleId) -> Result<Vec<StoryId>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT DISTINCT there.story FROM article AS here JOIN kept_apart ON kept_apart.article = here.id
             JOIN article AS there ON there.id = kept_apart.other
             WHERE (here.id = ?1 OR here.story = (SELECT story FROM article WHERE id = ?1)) AND there.story IS NOT NULL
             ORDER BY there.story",
        )?;
        let stories = query.query_map([article.0], |row| row.get::<_, String>(0).map(StoryId::new))?;
        Ok(stories.collect::<Result<_, _>>()?)
    }
}

fn decision(row: &Row<'_>, column: usize) -> rusqlite::Result<Decision> {
    let kind: String = row.get(column)?;
    let article = ArticleId(row.get(column + 1)?);
    let other: Option<i64> = row.get(column + 2)?;
    Ok(match other {
        Some(other) if kind == "join" => Decision::Join(article, ArticleId(other)),
        _ => Decision::Split(article),
    })
}

/// The open stories that it changed; none where it has to wait.
fn split(batch: &Batch<'_>, article: ArticleId) -> Result<Option<Vec<StoryId>>, StoreError> {
    let Some((_, story)) = batch.group_of(article)? else { return Ok(None) };
    let transaction = &batch.transaction;
    let is_alone: bool = transaction
        .prepare_cached(
            "SELECT NOT EXISTS (SELECT * FROM article WHERE story = ?2 AND id <> ?1 AND original IS NOT ?1)",
        )?
        .query_row(params![article.0, story.id.as_str()], |row| row.get(0))?;
    if is_alone {
        return Ok(Some(Vec::new()));
    }
    transaction
        .prepare_cached(
            "INSERT OR IGNORE INTO kept_apart (article, other)
         WITH leaving AS (SELECT id FROM article WHERE story = ?2 AND (id = ?1 OR original = ?1)),
              staying AS (SELECT id FROM article WHERE story = ?2 AND id <> ?1 AND original IS NOT ?1)
         SELECT leaving.id, staying.id FROM leaving, staying UNION ALL
         SELECT staying.id, leaving.id FROM leaving, staying",
        )?
        .execute(params![article.0, story.id.as_str()])?;
    let own = own_story(transaction, article)?;
    transaction
        .prepare_cached("UPDATE article SET story = ?3 WHERE story = ?2 AND (id = ?1 OR original = ?1)")?
        .execute(params![article.0, story.id.as_str(), own.as_str()])?;
    transaction.prepare_cached("UPDATE article SET original = NULL, why = NULL WHERE id = ?1")?.execute([article.0])?;
    name_founder(transaction, &story.id)?;
    let is_open = is_open(transaction, &story.id)?;
    Ok(Some(if is_open { vec![story.id, own] } else { Vec::new() }))
}

/// The story of an article that founds one again.
fn own_story(transaction: &Transaction<'_>, article: ArticleId) -> Result<StoryId, StoreError> {
    let founding = transaction.prepare_cached("SELECT address, published FROM article WHERE id = ?1")?.query_row(
        [article.0],
        |row| {
            let id = StoryId::founded_by(&row.get::<_, String>(0)?);
            Ok(StoryRef { id, published: timestamp(1, row.get(1)?)? })
        },
    )?;
    found(transaction, article, &founding)
}

/// Has a story be represented by the earliest of its articles, if the one that did has left.
fn name_founder(transaction: &Transaction<'_>, story: &StoryId) -> Result<(), StoreError> {
    let founder: Option<i64> = transaction
        .prepare_cached(
            "SELECT id FROM article WHERE story = ?1
             AND NOT EXISTS (SELECT * FROM story JOIN article ON article.id = representative AND article.story = story.id
                             WHERE story.id = ?1)
             ORDER BY original IS NOT NULL, published, address LIMIT 1",
        )?
        .query_row([story.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(founder) = founder {
        transaction
            .prepare_cached("UPDATE story SET representative = ?2 WHERE id = ?1")?
            .execute(params![story.as_str(), founder])?;
        transaction.prepare_cached("UPDATE article SET why = NULL WHERE id = ?1")?.execute([founder])?;
    }
    Ok(())
}

fn join(batch: &Batch<'_>, article: ArticleId, other: ArticleId) -> Result<Option<Vec<StoryId>>, StoreError> {
    let (Some((_, one)), Some((_, two))) = (batch.group_of(article)?, batch.group_of(other)?) else { return Ok(None) };
    let transaction = &batch.transaction;
    if one.id == two.id {
        return Ok(Some(Vec::new()));
    }
    transaction
        .prepare_cached(
            "DELETE FROM kept_apart WHERE EXISTS (
                 SELECT * FROM article AS here, article AS there
                 WHERE here.id = kept_apart.article AND there.id = kept_apart.other
                 AND here.story IN (?1, ?2) AND there.story IN (?1, ?2))",
        )?
        .execute([one.id.as_str(), two.id.as_str()])?;
    let (older, younger) = if one < two { (one, two) } else { (two, one) };
    let is_open = is_open(transaction, &older.id)? || is_open(transaction, &younger.id)?;
    transaction.prepare_cached("DELETE FROM open_story WHERE story = ?1")?.execute([younger.id.as_str()])?;
    merge(transaction, &younger.id, &older.id, &SameBecause::Operator)?;
    Ok(Some(if is_open { vec![older.id] } else { Vec::new() }))
}

/// Whether new articles are compared with a story.
pub(super) fn is_open(connection: &Connection, story: &StoryId) -> Result<bool, StoreError> {
    let mut query = connection.prepare_cached("SELECT EXISTS (SELECT * FROM open_story WHERE story = ?1)")?;
    Ok(query.query_row([story.as_str()], |row| row.get(0))?)
}
