//! Keeping the index.

use rusqlite::params;

use crate::judge::Verdict;
use crate::news::ArticleId;
use crate::search::Indexed;
use crate::store::{Batch, StoreError};

impl Batch<'_> {
    /// Whether an article can be found by its words.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_indexed(&self, id: ArticleId) -> Result<bool, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT EXISTS (SELECT * FROM article INDEXED BY article_indexed WHERE indexed AND id = ?1)",
        )?;
        Ok(query.query_row([id.0], |row| row.get(0))?)
    }

    /// Has an article found by these words and by no others.
    ///
    /// # Errors
    /// When the database fails.
    pub fn index(&self, id: ArticleId, words: &Indexed) -> Result<(), StoreError> {
        if !self.is_indexed(id)? {
            self.transaction.prepare_cached("UPDATE article SET indexed = 1 WHERE id = ?1")?.execute([id.0])?;
        }
        for (table, words) in [("spelt_word", words), ("plain_word", &words.without_marks())] {
            self.transaction
                .prepare_cached(&format!(
                    "INSERT OR REPLACE INTO {table} (rowid, title, lead, body) VALUES (?1, ?2, ?3, ?4)"
                ))?
                .execute(params![id.0, words.title, words.lead, words.body])?;
        }
        Ok(())
    }

    /// Has an article found by the topics and places of its verdict, and by no others.
    ///
    /// # Errors
    /// When the database fails.
    pub fn file(&self, id: ArticleId, verdict: &Verdict) -> Result<(), StoreError> {
        let mut keys: Vec<String> = verdict.topics.iter().map(|hit| format!("topic:{}", hit.topic)).collect();
        for hit in &verdict.places {
            keys.extend([&hit.place, &hit.today].map(|name| format!("place:{name}")));
        }
        keys.sort_unstable();
        keys.dedup();
        let before: Vec<String> = self
            .transaction
            .prepare_cached("SELECT key FROM filed WHERE article = ?1 ORDER BY key")?
            .query_map([id.0], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        if keys == before {
            return Ok(());
        }
        self.transaction.prepare_cached("DELETE FROM filed WHERE article = ?1")?.execute([id.0])?;
        let mut insert = self.transaction.prepare_cached("INSERT INTO filed (article, key) VALUES (?1, ?2)")?;
        for key in keys {
            insert.execute(params![id.0, key])?;
        }
        Ok(())
    }
}
