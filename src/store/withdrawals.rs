//! What was withdrawn: rows that commands write beside a running pass, and what a pass makes of them.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::decisions::is_open;
use super::judging::Batch;
use super::{Applied, Store, StoreError, timestamp};
use crate::judge::WithdrawnBy;
use crate::news::{ArticleId, StoryId};

/// What is withdrawn with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Its copies, those that are still to come among them.
    Copies,
    /// All that its story has, with their copies.
    Story,
    /// Nothing: its own publisher took it down, and others stand by theirs.
    Itself,
}

/// Since when an article is withdrawn, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawn {
    pub at: Timestamp,
    pub by: WithdrawnBy,
}

impl Store {
    /// Writes down for the next pass that an article is withdrawn. `why` is an operator's reason, for readers.
    ///
    /// # Errors
    /// When the database fails, or has no such article.
    pub fn withdraw(
        &self,
        article: ArticleId,
        scope: Scope,
        why: Option<&str>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let kind = match scope {
            Scope::Copies => "article",
            Scope::Story => "story",
            Scope::Itself => "gone",
        };
        decide(&self.connection, article, kind, why, now)
    }

    /// Writes down for the next pass that readers may see an article again, and all that was withdrawn with it.
    ///
    /// # Errors
    /// When the database fails, or has no such article.
    pub fn republish(&self, article: ArticleId, now: Timestamp) -> Result<(), StoreError> {
        decide(&self.connection, article, "restored", None, now)
    }

    /// # Errors
    /// When the database fails.
    pub fn has_waiting_withdrawals(&self) -> Result<bool, StoreError> {
        let mut query =
            self.connection.prepare_cached("SELECT EXISTS (SELECT * FROM withdrawal WHERE applied IS NULL)")?;
        Ok(query.query_row([], |row| row.get(0))?)
    }

    /// Whether readers may see an article, as far as passes have done what was decided.
    ///
    /// # Errors
    /// When the database fails.
    pub fn withdrawn(&self, article: ArticleId) -> Result<Option<Withdrawn>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT applied, why FROM withdrawal WHERE id = (SELECT withdrawn FROM article WHERE id = ?1)",
        )?;
        let withdrawn =
            query.query_row([article.0], |row| Ok(Withdrawn { at: timestamp(0, row.get(0)?)?, by: by(row, 1)? }));
        Ok(withdrawn.optional()?)
    }
}

fn decide(
    connection: &Connection,
    article: ArticleId,
    kind: &str,
    why: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO withdrawal (made, kind, article, why) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![now.as_second(), kind, article.0, why])?;
    Ok(())
}

pub(super) fn by(row: &Row<'_>, column: usize) -> rusqlite::Result<WithdrawnBy> {
    let why: Option<String> = row.get(column)?;
    Ok(why.map_or(WithdrawnBy::Publisher, |why| WithdrawnBy::Operator { why }))
}

impl Batch<'_> {
    /// Does what was decided since the last pass.
    ///
    /// # Errors
    /// When the database fails.
    pub fn apply_withdrawals(&self, now: Timestamp) -> Result<Applied, StoreError> {
        let transaction = &self.transaction;
        let waiting: Vec<(i64, String, i64)> = transaction
            .prepare_cached("SELECT id, kind, article FROM withdrawal WHERE applied IS NULL ORDER BY id")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<Result<_, _>>()?;
        let mut applied = Applied::default();
        for (id, kind, article) in waiting {
            let sql = match kind.as_str() {
                "restored" => {
                    "UPDATE article SET withdrawn = NULL, unjudged = 1
                     WHERE ?1 = ?1 AND withdrawn = (SELECT withdrawn FROM article WHERE id = ?2) RETURNING story"
                }
                "gone" => "UPDATE article SET withdrawn = ?1 WHERE id = ?2 AND withdrawn IS NULL RETURNING story",
                "story" => {
                    "WITH first (id) AS (SELECT coalesce(original, id) FROM article
                                         WHERE id = ?2 OR story = (SELECT story FROM article WHERE id = ?2))
                     UPDATE article SET withdrawn = ?1 WHERE withdrawn IS NULL
                     AND (id IN (SELECT id FROM first) OR original IN (SELECT id FROM first)) RETURNING story"
                }
                _ => {
                    "WITH first (id) AS (SELECT coalesce(original, id) FROM article WHERE id = ?2)
                     UPDATE article SET withdrawn = ?1 WHERE withdrawn IS NULL
                     AND (id IN (SELECT id FROM first) OR original IN (SELECT id FROM first)) RETURNING story"
                }
            };
            let touched = stories(transaction, sql, [id, article])?;
            transaction
                .prepare_cached("UPDATE withdrawal SET applied = ?2 WHERE id = ?1")?
                .execute([id, now.as_second()])?;
            applied.count += 1;
            for story in touched {
                settle(transaction, &story)?;
                if is_open(transaction, &story)? {
                    applied.open.push(story);
                }
            }
        }
        Ok(applied)
    }

    /// Withdraws an article that has just turned out to be a copy of what was withdrawn: with all other copies where an
    /// operator did it, and by itself where the publishers of all other copies did. Returns the stories of which readers
    /// see nothing any more.
    ///
    /// # Errors
    /// When the database fails.
    pub fn withdraw_copy(&self, article: ArticleId) -> Result<Vec<StoryId>, StoreError> {
        let transaction = &self.transaction;
        let original: i64 = transaction
            .prepare_cached("SELECT coalesce(original, id) FROM article WHERE id = ?1")?
            .query_row([article.0], |row| row.get(0))?;
        let withdrawal: Option<(i64, bool)> = transaction
            .prepare_cached(
                "SELECT withdrawal.id, kind = 'gone' FROM article JOIN withdrawal ON withdrawal.id = withdrawn
                 WHERE (article.id = ?1 OR original = ?1) AND article.id <> ?2
                 AND (kind <> 'gone' OR NOT EXISTS (
                     SELECT * FROM article WHERE (id = ?1 OR original = ?1) AND id <> ?2 AND withdrawn IS NULL))
                 ORDER BY kind = 'gone', withdrawal.id LIMIT 1",
            )?
            .query_row([original, article.0], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let Some((withdrawal, is_gone)) = withdrawal else { return Ok(Vec::new()) };
        let touched = if is_gone {
            let sql = "UPDATE article SET withdrawn = ?1 WHERE id = ?2 AND withdrawn IS NULL RETURNING story";
            stories(transaction, sql, [withdrawal, article.0])?
        } else {
            let sql = "UPDATE article SET withdrawn = ?1 WHERE (id = ?2 OR original = ?2) AND withdrawn IS NULL
                       RETURNING story";
            stories(transaction, sql, [withdrawal, original])?
        };
        let mut unseen = Vec::new();
        for story in touched {
            settle(transaction, &story)?;
            if is_tombstone(transaction, &story)? {
                unseen.push(story);
            }
        }
        Ok(unseen)
    }

    /// # Errors
    /// When the database fails.
    pub fn is_withdrawn(&self, article: ArticleId) -> Result<bool, StoreError> {
        let mut query = self.transaction.prepare_cached("SELECT withdrawn IS NOT NULL FROM article WHERE id = ?1")?;
        Ok(query.query_row([article.0], |row| row.get(0))?)
    }
}

/// Whether readers may see no article of a story.
pub(super) fn is_tombstone(connection: &Connection, story: &StoryId) -> Result<bool, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT EXISTS (SELECT * FROM story JOIN article ON article.id = representative
                        WHERE story.id = ?1 AND withdrawn IS NOT NULL)",
    )?;
    Ok(query.query_row([story.as_str()], |row| row.get(0))?)
}

/// The stories that an update names, each once; articles that are in none yet name none.
fn stories(connection: &Connection, sql: &str, values: [i64; 2]) -> Result<Vec<StoryId>, StoreError> {
    let mut query = connection.prepare_cached(sql)?;
    let mut stories: Vec<StoryId> = query
        .query_map(values, |row| Ok(row.get::<_, Option<String>>(0)?.map(StoryId::new)))?
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    stories.sort_unstable();
    stories.dedup();
    Ok(stories)
}

/// Has a story be represented by an article that readers may see, if there is one: the earliest that is no copy.
fn settle(transaction: &Transaction<'_>, story: &StoryId) -> Result<(), StoreError> {
    if !is_tombstone(transaction, story)? {
        return Ok(());
    }
    let seen: Option<i64> = transaction
        .prepare_cached(
            "SELECT id FROM article WHERE story = ?1 AND withdrawn IS NULL
             ORDER BY original IS NOT NULL, published, address LIMIT 1",
        )?
        .query_row([story.as_str()], |row| row.get(0))
        .optional()?;
    if let Some(seen) = seen {
        transaction
            .prepare_cached("UPDATE story SET representative = ?2 WHERE id = ?1")?
            .execute(params![story.as_str(), seen])?;
    }
    Ok(())
}
