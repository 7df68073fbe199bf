//! What articles state in figures.

use std::collections::BTreeSet;

use rusqlite::{Connection, Transaction, params};

use super::stories::read_member;
use super::{Store, StoreError, from_json, json, timestamp};
use crate::judge::progress::TopicFact;
use crate::judge::{FiledFact, StatedFact};
use crate::news::{ArticleId, StoryId, TopicId};

/// Puts the facts of an article in place of those that it stated before.
pub(super) fn replace(transaction: &Transaction<'_>, id: ArticleId, facts: &[FiledFact]) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM figure WHERE article = ?1")?.execute([id.0])?;
    let mut insert = transaction.prepare_cached("INSERT INTO figure (article, number, content) VALUES (?1, ?2, ?3)")?;
    for (number, fact) in (0_i64..).zip(facts) {
        insert.execute(params![id.0, number, json(fact)?])?;
    }
    Ok(())
}

impl Store {
    /// What an article states, in its order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn figures(&self, id: ArticleId) -> Result<Vec<FiledFact>, StoreError> {
        let facts = of_article(&self.connection, id)?;
        Ok(facts.into_iter().map(|stated| stated.fact).collect())
    }

    /// The topics whose progress is other than published: something was stated or taken back, or one of the `touched`
    /// stories states something.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due_progress(&self, touched: &[StoryId]) -> Result<BTreeSet<TopicId>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT topic FROM progress_due
             UNION SELECT figure.topic FROM json_each(?1) AS wanted JOIN article ON article.story = wanted.value
             JOIN figure ON figure.article = article.id WHERE figure.topic IS NOT NULL",
        )?;
        let topics = query.query_map([json(&touched)?], |row| row.get::<_, String>(0).map(TopicId::new))?;
        Ok(topics.collect::<Result<_, _>>()?)
    }

    /// What articles state for a topic, in a fixed order.
    ///
    /// # Errors
    /// When the database fails.
    pub fn facts_for(&self, topic: &TopicId) -> Result<Vec<TopicFact>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT story.id, article.id, article.source, article.url, article.content ->> '$.title.value',
                    article.published, article.why, figure.content, figure.number,
                    max(story.published, coalesce(representative.revised, 0))
             FROM figure JOIN article ON article.id = figure.article JOIN story ON story.id = article.story
             JOIN article AS representative ON representative.id = story.representative
             WHERE figure.topic = ?1 AND story.merged_into IS NULL AND article.withdrawn IS NULL
             ORDER BY article.published, article.id, figure.number",
        )?;
        let facts = query.query_map([topic.as_str()], |row| {
            Ok(TopicFact {
                story: StoryId::new(row.get::<_, String>(0)?),
                member: read_member(row, 1)?,
                fact: from_json(7, &row.get::<_, String>(7)?)?,
                number: row.get::<_, u32>(8)?.try_into().unwrap_or(usize::MAX),
                updated: timestamp(9, row.get(9)?)?,
            })
        })?;
        Ok(facts.collect::<Result<_, _>>()?)
    }
}

pub(super) fn of_article(connection: &Connection, id: ArticleId) -> rusqlite::Result<Vec<StatedFact>> {
    let mut query = connection.prepare_cached("SELECT content FROM figure WHERE article = ?1 ORDER BY number")?;
    let facts = query
        .query_map([id.0], |row| Ok(StatedFact { article: id, fact: from_json(0, &row.get::<_, String>(0)?)? }))?;
    facts.collect()
}
