//! The tables, and the way from any released version of them to this one.

use std::path::Path;

use rusqlite::Connection;

use super::StoreError;

/// One step a version; a released step is never edited, only followed by another. `PRAGMA user_version` counts those
/// that a database has been through.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_identity.sql"),
    include_str!("migrations/0003_manners.sql"),
    include_str!("migrations/0004_subscriptions.sql"),
    include_str!("migrations/0005_page_traces.sql"),
    include_str!("migrations/0006_copies.sql"),
    include_str!("migrations/0007_events.sql"),
    include_str!("migrations/0008_decisions.sql"),
    include_str!("migrations/0009_revisions.sql"),
    include_str!("migrations/0010_recent_keys.sql"),
    include_str!("migrations/0011_figures.sql"),
    // 0012 was never released.
    include_str!("migrations/0013_publication.sql"),
    include_str!("migrations/0014_search.sql"),
    include_str!("migrations/0015_feeds.sql"),
    include_str!("migrations/0016_history.sql"),
    include_str!("migrations/0017_retention.sql"),
    include_str!("migrations/0018_tombstones.sql"),
    include_str!("migrations/0019_doctor.sql"),
    include_str!("migrations/0020_withdrawn_words.sql"),
    include_str!("migrations/0021_words.sql"),
];

/// "bant", written into the file by the first step.
const APPLICATION_ID: i32 = 0x6261_6E74;

/// Whether the database is new or of this bantin or an older one. Only reads, so that another's file stays as it is.
///
/// # Errors
/// When it is another program's, a newer bantin's, or no database.
pub(super) fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let application: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application != APPLICATION_ID && !(application == 0 && is_empty(connection)?) {
        return Err(StoreError::NotOurs { path: path.to_owned() });
    }
    let (found, known) = (version(connection)?, u32::try_from(MIGRATIONS.len()).unwrap_or(u32::MAX));
    if found > known {
        return Err(StoreError::Newer { path: path.to_owned(), found, known });
    }
    Ok(())
}

/// Whether nothing has been made in it.
///
/// # Errors
/// When it can't be read.
pub(super) fn is_empty(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT NOT EXISTS (SELECT * FROM sqlite_schema)", [], |row| row.get(0))
}

/// Whether a pass would have to [`migrate`] it first.
///
/// # Errors
/// When it can't be read.
pub(super) fn is_older(connection: &Connection) -> rusqlite::Result<bool> {
    Ok(usize::try_from(version(connection)?).is_ok_and(|found| found < MIGRATIONS.len()))
}

/// Brings a database that [`check`] found right to the newest version, each step in a transaction of its own.
///
/// # Errors
/// When a step fails.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let found = version(connection)?;
    for (version, step) in (1..).zip(MIGRATIONS).filter(|(version, _)| *version > found) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}
