//! The queue of articles to judge, and their verdicts.

use jiff::Timestamp;
use rusqlite::{Row, Transaction, TransactionBehavior, params};

use super::articles::NewArticle;
use super::{Store, StoreError, figures, from_json, json, timestamp};
use crate::judge::{Before, StoryRef, Verdict};
use crate::news::{ArticleId, SourceId, StoryId};
use crate::read::Article;

/// An article that waits for its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Unjudged {
    pub before: Before,
    pub article: Article,
    /// The first that named it.
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
    /// is waited for; so is the day of one that is dated ahead of `now` ([`Before::LONGEST_HOLD`]).
    ///
    /// # Errors
    /// When the database fails.
    pub fn unjudged(&self, now: Timestamp) -> Result<Vec<ArticleId>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id FROM article WHERE unjudged AND (page_due IS NULL OR page_error IS NOT NULL OR page_read)
             AND (published IS NOT NULL OR unixepoch(content ->> '$.published.value') IS NULL
                  OR unixepoch(content ->> '$.published.value') <= ?1
                  OR unixepoch(content ->> '$.published.value') > first_seen + ?2)
             ORDER BY first_seen, content ->> '$.published.value', address",
        )?;
        let ids =
            query.query_map([now.as_second(), Before::LONGEST_HOLD.as_secs()], |row| row.get(0).map(ArticleId))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Begins a batch of verdicts.
    ///
    /// # Errors
    /// When the database fails.
    pub fn batch(&mut self) -> Result<Batch<'_>, StoreError> {
        Ok(Batch { transaction: self.connection.transaction()? })
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
        figures::replace(&self.transaction, id, &verdict.facts)
    }
}

pub(super) fn story_ref(row: &Row<'_>, column: usize) -> rusqlite::Result<StoryRef> {
    Ok(StoryRef {
        id: StoryId::new(row.get::<_, String>(column)?),
        published: timestamp(column + 1, row.get(column + 1)?)?,
    })
}
