//! Small facts about the whole store: which rules judged it, and whether what was judged is published.

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::{Store, StoreError};

const RULES: &str = "rules";
const PUBLISHED: &str = "published";

impl Store {
    /// Marks every article as not judged when the rules are others than those that judged them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn judge_again_if_rules_changed(&mut self, rules: &str) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        if fact(&transaction, RULES)?.as_deref() != Some(rules) {
            transaction.execute("UPDATE article SET unjudged = 1 WHERE NOT unjudged", [])?;
            set_fact(&transaction, RULES, rules)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Whether all verdicts are published on a site made in the way that `site` stands for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_published(&self, site: &str) -> Result<bool, StoreError> {
        Ok(fact(&self.connection, PUBLISHED)?.as_deref() == Some(site))
    }

    /// Remembers that all verdicts are published; the next verdict ends it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn mark_published(&mut self, site: &str) -> Result<(), StoreError> {
        set_fact(&self.connection, PUBLISHED, site)
    }
}

pub(super) fn forget_published(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.prepare_cached("DELETE FROM fact WHERE name = ?1")?.execute([PUBLISHED])?;
    Ok(())
}

fn fact(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut query = connection.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

fn set_fact(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
        .execute([name, value])?;
    Ok(())
}
