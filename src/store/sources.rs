//! What is remembered of each source between polls.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Row, Transaction, params};

use super::{Store, StoreError, timestamp};
use crate::news::SourceId;

/// A source as the last poll left it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceState {
    /// The address that was polled.
    pub url: String,
    /// The fetcher's validators, as JSON, of the last body that was read.
    pub validators: Option<String>,
    pub next_poll: Timestamp,
    pub interval: SignedDuration,
    pub last_attempt: Timestamp,
    pub last_success: Option<Timestamp>,
    /// Failures in a row, up to now.
    pub failures: u32,
    pub last_error: Option<String>,
    /// Answered 410.
    pub gone: bool,
}

const COLUMNS: &str = "url, validators, next_poll, interval, last_attempt, last_success, failures, last_error, gone";

impl Store {
    /// All sources that were ever polled.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sources(&self) -> Result<HashMap<SourceId, SourceState>, StoreError> {
        let mut query = self.connection.prepare_cached(&format!("SELECT {COLUMNS}, id FROM source"))?;
        let rows = query.query_map([], |row| Ok((SourceId::new(row.get::<_, String>("id")?), read_state(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers a poll that brought no entries: not modified, or failed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_poll(&mut self, source: &SourceId, state: &SourceState) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        write_state(&transaction, source, state)?;
        transaction.commit()?;
        Ok(())
    }
}

fn read_state(row: &Row<'_>) -> rusqlite::Result<SourceState> {
    Ok(SourceState {
        url: row.get(0)?,
        validators: row.get(1)?,
        next_poll: timestamp(2, row.get(2)?)?,
        interval: SignedDuration::from_secs(row.get(3)?),
        last_attempt: timestamp(4, row.get(4)?)?,
        last_success: row.get::<_, Option<i64>>(5)?.map(|seconds| timestamp(5, seconds)).transpose()?,
        failures: row.get(6)?,
        last_error: row.get(7)?,
        gone: row.get(8)?,
    })
}

pub(super) fn write_state(
    transaction: &Transaction<'_>,
    source: &SourceId,
    state: &SourceState,
) -> Result<(), StoreError> {
    let sql = format!("INSERT OR REPLACE INTO source (id, {COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    transaction.prepare_cached(&sql)?.execute(params![
        source.as_str(),
        state.url,
        state.validators,
        state.next_poll.as_second(),
        state.interval.as_secs(),
        state.last_attempt.as_second(),
        state.last_success.map(Timestamp::as_second),
        state.failures,
        state.last_error,
        state.gone,
    ])?;
    Ok(())
}
