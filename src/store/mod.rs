//! SQLite: schema and migrations, one file per group of tables. The database is the queue: what is due (polls, pages,
//! articles to judge) is a row, and every step's outcome is one transaction.

mod articles;
mod backup;
mod channels;
mod copies;
mod damage;
mod decisions;
mod entries;
mod error;
mod events;
mod facts;
mod figures;
mod files;
mod grouping;
mod history;
mod hosts;
mod identities;
mod items;
mod judging;
mod key_filter;
mod lock;
mod overview;
mod pings;
mod publication;
mod queues;
mod recent_keys;
mod records;
mod restore;
mod retention;
mod revisions;
mod schema;
mod search;
mod series;
mod sources;
mod stories;
mod subscriptions;
mod tombstones;
mod traces;
mod trouble;
mod vacuum;
mod withdrawals;

use std::path::Path;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::types::Type;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use articles::{DuePage, NewArticle, PageFailure, ReadPage};
pub use backup::{BackedUp, CopyError, back_up};
pub use channels::{ChannelRow, Filed};
pub use decisions::{Applied, Decided, Decision};
pub use entries::Recorded;
pub use error::StoreError;
pub use files::{beside, free_space};
pub use grouping::Grouped;
pub use history::{REMEMBERED_DAYS, SourceDay, day_of};
pub use hosts::{ClockRow, RobotsRow};
pub use items::{Listed, ListedStory};
pub use judging::{Batch, Unjudged};
pub use lock::{Lock, LockError};
pub use overview::{LastPass, Overview};
pub use pings::{HubState, PublishedFeed};
pub use queues::Queues;
pub use recent_keys::RecentKeys;
pub use records::{Around, Beside, Record};
pub use restore::{Restored, restore};
pub use retention::PurgedEntries;
pub use revisions::{MOST_REVISIONS, Revision};
pub use search::{Hit, Searched};
pub use sources::{Moves, Publication, Sighting, SourceState};
pub use subscriptions::{Hub, Subscription, SubscriptionState};
pub use traces::{REMEMBERED_PAGES, TracedPage, recurring_in};
pub use vacuum::Size;
pub use withdrawals::{Scope, Withdrawn};

/// Pages that are kept in memory during a pass. What is written of an article lies all over the indexes: with SQLite's 2 MB,
/// pages were written twice and read again as soon as there were some 20,000 articles.
const CACHE_KIB: i64 = 32 * 1024;

/// Pages in the write-ahead log, 32 MiB, after which they are brought into the database: a batch of articles writes some
/// 1,500, and many of them are the next batch's as well.
const CHECKPOINT_PAGES: i64 = 8192;

/// Statements that are kept prepared: more than there are, since making one again takes longer than running it.
const STATEMENTS: usize = 256;

/// bantin's database. One process at a time works on it; beside that, commands read it and write down decisions.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

impl Store {
    /// Opens the database, or makes it, and brings it to the newest version. A restore that was cut short is finished.
    ///
    /// # Errors
    /// When the file cannot be opened, or is damaged, no database of bantin's or a newer one's: then it is left as it is.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        restore::finish(path).map_err(|error| StoreError::Restore(Box::new(error)))?;
        if let Some(found) = damage::emptied(path) {
            return Err(StoreError::Damaged { path: path.to_owned(), found: found.to_owned() });
        }
        let opened = || {
            if let Some(folder) = path.parent() {
                // A failure shows as SQLite's own "unable to open" right below.
                let _ = std::fs::create_dir_all(folder);
            }
            Connection::open(path)
        };
        let opened = opened().map_err(StoreError::Database).and_then(|connection| Self::set_up(connection, path));
        let store = opened.map_err(|error| error.at(path))?;
        lock::remember_made(path);
        Ok(store)
    }

    fn set_up(mut connection: Connection, path: &Path) -> Result<Self, StoreError> {
        schema::check(&connection, path)?;
        damage::check_length(&connection, path)?;
        Self::settings(&mut connection)?;
        // NORMAL in WAL mode: a killed process loses nothing; a power cut may lose the last transactions, whole.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        // What a statement might have to undo is noted for each page; in a file, that took a tenth of grouping's time.
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Otherwise statements are prepared anew for each value that partial indexes might be chosen by: a sixth of the
        // time that grouping an article took.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        schema::migrate(&mut connection)?;
        Ok(Self { connection })
    }

    /// Opens the database beside a process that may be working on it, to write a row that the next pass looks at.
    ///
    /// # Errors
    /// When there is none, or it is not of this version.
    pub fn open_beside(path: &Path) -> Result<Self, StoreError> {
        Self::open_existing(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// The same to read only: what writes fails.
    ///
    /// # Errors
    /// When there is none, or it is not of this version.
    pub fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        Self::open_existing(path, OpenFlags::SQLITE_OPEN_READ_ONLY)
    }

    fn open_existing(path: &Path, access: OpenFlags) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing(path.to_owned()));
        }
        let opened = || {
            let mut connection = Connection::open_with_flags(path, access)?;
            schema::check(&connection, path)?;
            if schema::is_older(&connection)? {
                return Err(StoreError::Older(path.to_owned()));
            }
            Self::settings(&mut connection)?;
            Ok(Self { connection })
        };
        opened().map_err(|error: StoreError| error.at(path))
    }

    /// Gives back the memory of the pages that are kept, for who is done for a while. Who wants them again has them from the
    /// system, which keeps the file in memory as long as there is room.
    ///
    /// # Errors
    /// When the database fails.
    pub fn let_go_of_pages(&self) -> Result<(), StoreError> {
        Ok(self.connection.execute_batch("PRAGMA shrink_memory")?)
    }

    fn settings(connection: &mut Connection) -> Result<(), StoreError> {
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        // A command may write beside a pass. A transaction that reads first and then finds that another has written can't
        // wait for that any more; one that takes the lock at once can.
        connection.set_transaction_behavior(TransactionBehavior::Immediate);
        Ok(())
    }
}

/// A value as the JSON of a "content" column.
fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value)
        .map_err(|error| StoreError::Database(rusqlite::Error::ToSqlConversionFailure(Box::new(error))))
}

/// A "content" column as the value it was written from.
fn from_json<T: DeserializeOwned>(column: usize, text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

fn timestamp(column: usize, seconds: i64) -> rusqlite::Result<Timestamp> {
    Timestamp::from_second(seconds)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Integer, Box::new(error)))
}
