//! How much is to be done: the lengths of the queues that the database is.

use jiff::Timestamp;

use super::{Store, StoreError};

/// Rows that wait. Each count follows an index of what waits alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Queues {
    /// Articles' pages that are due.
    pub pages: i64,
    /// Articles that are to be judged; those that are dated ahead are among them.
    pub articles: i64,
    /// Stories that are to be published again.
    pub stories: i64,
    /// Subscriptions about which hubs are to be asked.
    pub subscriptions: i64,
    /// Feeds of which the operator's hub is to be told.
    pub pings: i64,
}

impl Store {
    /// What waits at `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn queues(&self, now: Timestamp) -> Result<Queues, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT (SELECT count(*) FROM article WHERE page_due IS NOT NULL AND page_due <= ?1),
                    (SELECT count(*) FROM article WHERE unjudged),
                    (SELECT count(*) FROM story WHERE touched),
                    (SELECT count(*) FROM subscription WHERE state <> 'denied' AND due <= ?1),
                    (SELECT count(*) FROM ping WHERE told IS NOT published)",
        )?;
        Ok(query.query_row([now.as_second()], |row| {
            Ok(Queues {
                pages: row.get(0)?,
                articles: row.get(1)?,
                stories: row.get(2)?,
                subscriptions: row.get(3)?,
                pings: row.get(4)?,
            })
        })?)
    }
}
