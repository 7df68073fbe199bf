//! The published feeds, and what the operator's hub was told of them.

use jiff::Timestamp;
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};
use url::Url;

use super::facts::{fact, set_fact};
use super::{Store, StoreError, json};

/// Of the fact that holds a [`HubState`].
const HUB: &str = "hub";

/// A feed as it was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFeed {
    /// Under the site's root.
    pub path: String,
    /// Of its bytes.
    pub digest: String,
}

/// How the hub takes what it is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubState {
    pub hub: Url,
    /// When it may be told again.
    pub due: Timestamp,
    /// That failed, in a row, up to now.
    pub failures: u32,
    pub last_error: Option<String>,
}

/// Remembers how feeds are published now.
pub(super) fn record_published(transaction: &Transaction<'_>, feeds: &[PublishedFeed]) -> Result<(), StoreError> {
    for PublishedFeed { path, digest } in feeds {
        transaction
            .prepare_cached(
                "INSERT INTO ping (path, published) VALUES (?1, ?2)
                 ON CONFLICT (path) DO UPDATE SET published = ?2 WHERE published <> ?2",
            )?
            .execute([path, digest])?;
    }
    Ok(())
}

impl Store {
    /// The feeds that are other than when the hub was told of them last, by their paths.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due_pings(&self) -> Result<Vec<PublishedFeed>, StoreError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT path, published FROM ping WHERE told IS NOT published ORDER BY path")?;
        let due = query.query_map([], |row| Ok(PublishedFeed { path: row.get(0)?, digest: row.get(1)? }))?;
        Ok(due.collect::<Result<_, _>>()?)
    }

    /// Remembers that the hub was told of feeds as they were.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_pings(&mut self, feeds: &[PublishedFeed]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for PublishedFeed { path, digest } in feeds {
            transaction.prepare_cached("UPDATE ping SET told = ?2 WHERE path = ?1")?.execute(params![path, digest])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// How `hub` is known. Another than before has been told nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub fn hub_state(&mut self, hub: &Url, now: Timestamp) -> Result<HubState, StoreError> {
        let known: Option<HubState> = fact(&self.connection, HUB)?.and_then(|known| serde_json::from_str(&known).ok());
        if let Some(known) = known.filter(|known| known.hub == *hub) {
            return Ok(known);
        }
        let new = HubState { hub: hub.clone(), due: now, failures: 0, last_error: None };
        let transaction = self.connection.transaction()?;
        transaction.execute("UPDATE ping SET told = NULL", [])?;
        set_fact(&transaction, HUB, &json(&new)?)?;
        transaction.commit()?;
        Ok(new)
    }

    /// # Errors
    /// When the database fails.
    pub fn record_hub_state(&mut self, state: &HubState) -> Result<(), StoreError> {
        set_fact(&self.connection, HUB, &json(state)?)
    }
}
