//! Small facts: which rules judged the store, what sources call themselves.

use rusqlite::{Connection, OptionalExtension};
use url::Url;

use super::{Store, StoreError};
use crate::news::SourceId;

const RULES: &str = "rules";

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
}

/// What a source called itself at its last poll, and at which address.
fn name_of(source: &SourceId) -> String {
    format!("name:{source}")
}

impl Store {
    /// Remembers what a source at `url` calls itself now, and says what it called itself at that address before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn rename_source(&mut self, source: &SourceId, url: &Url, name: &str) -> Result<Option<String>, StoreError> {
        let key = name_of(source);
        let now = format!("{url} {name}");
        let before = fact(&self.connection, &key)?;
        if before.as_ref() != Some(&now) {
            set_fact(&self.connection, &key, &now)?;
        }
        let of_this_address = |before: String| before.strip_prefix(&format!("{url} ")).map(str::to_owned);
        Ok(before.and_then(of_this_address))
    }
}

pub(super) fn fact(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    let mut query = connection.prepare_cached("SELECT value FROM fact WHERE name = ?1")?;
    Ok(query.query_row([name], |row| row.get(0)).optional()?)
}

pub(super) fn set_fact(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
        .execute([name, value])?;
    Ok(())
}
