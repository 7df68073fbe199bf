//! What is remembered of each source between polls.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Row, Transaction, params};
use url::Url;

use super::{Store, StoreError, from_json, json, timestamp};
use crate::news::SourceId;
use crate::read::PollHints;

/// A source as the last poll left it.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceState {
    /// The configured address. What is remembered is worthless for another.
    pub url: String,
    pub moves: Moves,
    /// The fetcher's validators, as JSON, of the last body that was read.
    pub validators: Option<String>,
    pub next_poll: Timestamp,
    /// When the source publishes, as JSON.
    pub rhythm: Option<String>,
    /// What the last document that was read asks of those who poll it; none before the first.
    pub hints: PollHints,
    pub last_attempt: Timestamp,
    pub last_success: Option<Timestamp>,
    /// Failures in a row, up to now.
    pub failures: u32,
    pub last_error: Option<String>,
    /// Answered 410.
    pub gone: bool,
}

/// What is known of a source's permanent redirects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// What is asked in place of the configured address.
    pub address: Option<Url>,
    /// Where permanent redirects lead from there.
    pub seen: Option<Sighting>,
}

/// A permanent redirect that has held since then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    pub to: Url,
    pub since: Timestamp,
}

/// One piece of a source's news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// As far as it is known already, and never later than it was seen.
    pub published: Option<Timestamp>,
    pub first_seen: Timestamp,
}

const COLUMNS: &str = "url, validators, next_poll, rhythm, last_attempt, last_success, failures, last_error, gone, \
                       address, moved_to, moved_since, hints";

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

    /// Remembers polls that brought no entries: not modified, or failed.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_polls(&mut self, polls: &[(SourceId, SourceState)]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for (source, state) in polls {
            write_state(&transaction, source, state)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// A source's news first seen after `since`, newest first, up to `limit` of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn publications(
        &self,
        source: &SourceId,
        since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Publication>, StoreError> {
        // SQLite would look up the row itself, and read past the article's text: 11 ms for 1,000 instead of 0.6.
        let mut query = self.connection.prepare_cached(
            "SELECT min(article.published, entry.first_seen), entry.first_seen
             FROM entry JOIN article INDEXED BY article_published ON article.id = entry.article
             WHERE entry.source = ?1 AND entry.first_seen > ?2 ORDER BY entry.first_seen DESC LIMIT ?3",
        )?;
        let rows = query.query_map(params![source.as_str(), since.as_second(), limit], |row| {
            let published: Option<i64> = row.get(0)?;
            Ok(Publication {
                published: published.map(|seconds| timestamp(0, seconds)).transpose()?,
                first_seen: timestamp(1, row.get(1)?)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the source's first news was seen; none before that.
    ///
    /// # Errors
    /// When the database fails.
    pub fn first_seen(&self, source: &SourceId) -> Result<Option<Timestamp>, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT min(first_seen) FROM entry WHERE source = ?1")?;
        Ok(query.query_row([source.as_str()], |row| {
            row.get::<_, Option<i64>>(0)?.map(|seconds| timestamp(0, seconds)).transpose()
        })?)
    }
}

fn read_state(row: &Row<'_>) -> rusqlite::Result<SourceState> {
    let to = address(row, 10)?;
    let since: Option<i64> = row.get(11)?;
    let seen = match to.zip(since) {
        Some((to, since)) => Some(Sighting { to, since: timestamp(11, since)? }),
        None => None,
    };
    Ok(SourceState {
        url: row.get(0)?,
        validators: row.get(1)?,
        next_poll: timestamp(2, row.get(2)?)?,
        rhythm: row.get(3)?,
        last_attempt: timestamp(4, row.get(4)?)?,
        last_success: row.get::<_, Option<i64>>(5)?.map(|seconds| timestamp(5, seconds)).transpose()?,
        failures: row.get(6)?,
        last_error: row.get(7)?,
        gone: row.get(8)?,
        moves: Moves { address: address(row, 9)?, seen },
        hints: row.get::<_, Option<String>>(12)?.map(|text| from_json(12, &text)).transpose()?.unwrap_or_default(),
    })
}

fn address(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Url>> {
    let text: Option<String> = row.get(column)?;
    text.map(|text| {
        Url::parse(&text)
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
    })
    .transpose()
}

pub(super) fn write_state(
    transaction: &Transaction<'_>,
    source: &SourceId,
    state: &SourceState,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO source (id, url, validators, next_poll, rhythm, last_attempt, last_success, failures, last_error,
                   gone, address, moved_to, moved_since, hints)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
               ON CONFLICT (id) DO UPDATE SET url = ?2, validators = ?3, next_poll = ?4, rhythm = ?5, last_attempt = ?6,
                   last_success = ?7, failures = ?8, last_error = ?9, gone = ?10, address = ?11, moved_to = ?12,
                   moved_since = ?13, hints = ?14";
    let Moves { address, seen } = &state.moves;
    transaction.prepare_cached(sql)?.execute(params![
        source.as_str(),
        state.url,
        state.validators,
        state.next_poll.as_second(),
        state.rhythm,
        state.last_attempt.as_second(),
        state.last_success.map(Timestamp::as_second),
        state.failures,
        state.last_error,
        state.gone,
        address.as_ref().map(Url::as_str),
        seen.as_ref().map(|seen| seen.to.as_str()),
        seen.as_ref().map(|seen| seen.since.as_second()),
        json(&state.hints)?,
    ])?;
    Ok(())
}
