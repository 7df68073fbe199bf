//! What hosts asked of all who come: to be left alone for a while, and robots.txt.

use jiff::Timestamp;
use rusqlite::params;

use super::{Store, StoreError, timestamp};
use crate::news::HostKey;

/// What a site's robots.txt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RobotsRow {
    /// Scheme, host and port.
    pub origin: String,
    /// As the fetcher gave them.
    pub rules: String,
    /// When it is to be asked for again.
    pub until: Timestamp,
}

impl Store {
    /// Remembers that a host wants to be left alone.
    ///
    /// # Errors
    /// When the database fails.
    pub fn hold_host(&mut self, host: &HostKey, until: Timestamp) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO host_hold (host, until) VALUES (?1, ?2)")?
            .execute(params![host.as_str(), until.as_second()])?;
        Ok(())
    }

    /// The hosts that want to be left alone at `now`, and until when.
    ///
    /// # Errors
    /// When the database fails.
    pub fn held_hosts(&self, now: Timestamp) -> Result<Vec<(HostKey, Timestamp)>, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT host, until FROM host_hold WHERE until > ?1")?;
        let rows = query.query_map([now.as_second()], |row| {
            Ok((HostKey::named(&row.get::<_, String>(0)?), timestamp(1, row.get(1)?)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers what sites' robots.txt say.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_robots(&mut self, learnt: &[RobotsRow]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for row in learnt {
            transaction
                .prepare_cached("INSERT OR REPLACE INTO robots (origin, rules, until) VALUES (?1, ?2, ?3)")?
                .execute(params![row.origin, row.rules, row.until.as_second()])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// What is known of robots.txt at `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn robots(&self, now: Timestamp) -> Result<Vec<RobotsRow>, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT origin, rules, until FROM robots WHERE until > ?1")?;
        let rows = query.query_map([now.as_second()], |row| {
            Ok(RobotsRow { origin: row.get(0)?, rules: row.get(1)?, until: timestamp(2, row.get(2)?)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets what hosts asked for until `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_past_requests(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.prepare_cached("DELETE FROM host_hold WHERE until <= ?1")?.execute([now.as_second()])?;
        transaction.prepare_cached("DELETE FROM robots WHERE until <= ?1")?.execute([now.as_second()])?;
        transaction.commit()?;
        Ok(())
    }
}
