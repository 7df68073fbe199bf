//! What articles state in figures.

use rusqlite::{Connection, Transaction, params};

use super::{Store, StoreError, from_json, json};
use crate::judge::{FiledFact, StatedFact};
use crate::news::ArticleId;

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
}

pub(super) fn of_article(connection: &Connection, id: ArticleId) -> rusqlite::Result<Vec<StatedFact>> {
    let mut query = connection.prepare_cached("SELECT content FROM figure WHERE article = ?1 ORDER BY number")?;
    let facts = query
        .query_map([id.0], |row| Ok(StatedFact { article: id, fact: from_json(0, &row.get::<_, String>(0)?)? }))?;
    facts.collect()
}
