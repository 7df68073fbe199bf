//! The queue of articles to judge, and their verdicts.

use rusqlite::{Row, Transaction, TransactionBehavior, params};

use super::articles::NewArticle;
use super::facts::forget_published;
use super::{Store, StoreError, from_json, json, timestamp};
use crate::judge::{Before, StoryRef, Verdict};
use crate::news::{ArticleId, SourceId, StoryId};
use crate::read::Article;

/// An article that waits for its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Unjudged {
    pub before: Before,
    pub article: Article,
    /// That brought it first.
    pub source: SourceId,
    /// Whether it is to be grouped as well: its text is new or another.
    pub ungrouped: bool,
}

/// Articles that are judged in one transaction. Without [`Batch::commit`], nothing of it was.
#[derive(Debug)]
pub struct Batch<'s> {
    pub(super) transaction: Transaction<'s>,
}

impl Store {
    /// The articles to judge, in an order that follows from what they are and not from who answered first, so that a pass
    /// that was interrupted comes to the same verdicts. An article whose page has been neither tried nor put off
    /// is waited for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn unjudged(&self) -> Result<Vec<ArticleId>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id FROM article WHERE unjudged AND (page_due IS NULL OR page_error IS NOT NULL OR page_read)
             ORDER BY first_seen, content ->> '$.published.value', address",
        )?;
        let ids = query.query_map([], |row| row.get(0).map(ArticleId))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Begins a batch of verdicts.
    ///
    /// # Errors
    /// When the database fails.
    pub fn batch(&mut self) -> Result<Batch<'_>, StoreError> {
        let batch = Batch { transaction: self.connection.transaction()? };
        forget_published(&batch.transaction)?;
        Ok(batch)
    }

    /// What a batch would see, for who writes nothing: it keeps nobody waiting, and is not committed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn view(&mut self) -> Result<Batch<'_>, StoreError> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Deferred)?;
        Ok(Batch { transaction })
    }
}

impl Batch<'_> {
    /// # Errors
    /// When the database fails.
    pub fn commit(self) -> Result<(), StoreError> {
        Ok(self.transaction.commit()?)
    }

    /// Writes down an article.
    ///
    /// # Errors
    /// When the database fails.
    pub fn add(&self, article: &NewArticle<'_>) -> Result<ArticleId, StoreError> {
        article.insert(&self.transaction)
    }

    /// # Errors
    /// When the database fails.
    pub fn unjudged_article(&self, id: ArticleId) -> Result<Unjudged, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT coalesce(moved_to, address), first_seen, article.content, story.id, story.published, ungrouped,
                    article.published, source
             FROM article LEFT JOIN story ON story.id = article.story WHERE article.id = ?1",
        )?;
        Ok(query.query_row([id.0], |row| {
            let story: Option<String> = row.get(3)?;
            let published: Option<i64> = row.get(6)?;
            let before = Before {
                id,
                address: row.get(0)?,
                first_seen: timestamp(1, row.get(1)?)?,
                published: published.map(|seconds| timestamp(6, seconds)).transpose()?,
                story: story.map(|_| story_ref(row, 3)).transpose()?,
            };
            Ok(Unjudged {
                before,
                article: from_json(2, row.get_ref(2)?.as_str()?)?,
                source: SourceId::new(row.get::<_, String>(7)?),
                ungrouped: row.get(5)?,
            })
        })?)
    }

    /// Writes what was judged by rules.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_verdict(&self, id: ArticleId, verdict: &Verdict) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("UPDATE article SET unjudged = 0, topics = ?2, places = ?3 WHERE id = ?1")?
            .execute(params![id.0, json(&verdict.topics)?, json(&verdict.places)?])?;
        Ok(())
    }
}

pub(super) fn story_ref(row: &Row<'_>, column: usize) -> rusqlite::Result<StoryRef> {
    Ok(StoryRef {
        id: StoryId::new(row.get::<_, String>(column)?),
        published: timestamp(column + 1, row.get(column + 1)?)?,
    })
}
