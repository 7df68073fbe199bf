//! WebSub: the hubs that sources name, and the subscriptions there.

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{OptionalExtension, Row, params};
use url::Url;

use super::{Store, StoreError, timestamp};
use crate::news::SourceId;

/// The hub that a source named when it was read last, and how well it pushes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hub {
    pub source: SourceId,
    pub url: Url,
    /// The address by which the hub knows the source's document.
    pub topic: Url,
    /// Documents that were pushed and could be read.
    pub pushed: u32,
    /// Entries that a poll found first although they should have been pushed.
    pub missed: u32,
    /// What came without a right signature.
    pub forged: u32,
    /// How little push is relied upon; zero at the beginning of each lease.
    pub doubt: u32,
}

/// What was asked of a hub, or agreed with it: one callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The unguessable part of the callback's address; its key.
    pub token: String,
    pub source: SourceId,
    pub hub: Url,
    pub topic: Url,
    pub callback: Url,
    /// What the hub signs with.
    pub secret: String,
    pub state: SubscriptionState,
    /// When it came to be in that state.
    pub since: Timestamp,
    /// The end of the lease; none before the hub has given one.
    pub expires: Option<Timestamp>,
    /// When the hub is to be asked next: to subscribe, for a new lease, or to unsubscribe.
    pub due: Timestamp,
    /// How often the hub was asked in this state.
    pub attempts: u32,
    pub last_error: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionState {
    /// The hub is to be asked, or was, and hasn't verified yet.
    Requested,
    /// Verified; the hub pushes until the lease ends.
    Active,
    /// The hub doesn't want to.
    Denied,
    /// Not wanted any more; the hub is to be told.
    Leaving,
}

const STATES: [(SubscriptionState, &str); 4] = [
    (SubscriptionState::Requested, "requested"),
    (SubscriptionState::Active, "active"),
    (SubscriptionState::Denied, "denied"),
    (SubscriptionState::Leaving, "leaving"),
];

const HUB: &str = "source, url, topic, pushed, missed, forged, doubt";
const SUBSCRIPTION: &str =
    "token, source, hub, topic, callback, secret, state, since, expires, due, attempts, last_error";

impl Store {
    /// # Errors
    /// When the database fails.
    pub fn hubs(&self) -> Result<Vec<Hub>, StoreError> {
        let mut query = self.connection.prepare_cached(&format!("SELECT {HUB} FROM hub ORDER BY source"))?;
        let rows = query.query_map([], read_hub)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// # Errors
    /// When the database fails.
    pub fn hub(&self, source: &SourceId) -> Result<Option<Hub>, StoreError> {
        let mut query = self.connection.prepare_cached(&format!("SELECT {HUB} FROM hub WHERE source = ?1"))?;
        Ok(query.query_row([source.as_str()], read_hub).optional()?)
    }

    /// Remembers which hub a source names, or that it names none. Another hub begins with nothing to its credit.
    ///
    /// # Errors
    /// When the database fails.
    pub fn name_hub(&mut self, source: &SourceId, named: Option<(&Url, &Url)>) -> Result<(), StoreError> {
        let Some((url, topic)) = named else {
            self.connection.prepare_cached("DELETE FROM hub WHERE source = ?1")?.execute([source.as_str()])?;
            return Ok(());
        };
        self.connection
            .prepare_cached(
                "INSERT INTO hub (source, url, topic) VALUES (?1, ?2, ?3)
                 ON CONFLICT (source) DO UPDATE
                 SET url = ?2, topic = ?3, pushed = 0, missed = 0, forged = 0, doubt = 0
                 WHERE url <> ?2 OR topic <> ?3",
            )?
            .execute([source.as_str(), url.as_str(), topic.as_str()])?;
        Ok(())
    }

    /// Writes down how well a source's hub pushes.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_hub(&mut self, hub: &Hub) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE hub SET pushed = ?2, missed = ?3, forged = ?4, doubt = ?5 WHERE source = ?1")?
            .execute(params![hub.source.as_str(), hub.pushed, hub.missed, hub.forged, hub.doubt])?;
        Ok(())
    }

    /// All of them, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn subscriptions(&self) -> Result<Vec<Subscription>, StoreError> {
        let sql = format!("SELECT {SUBSCRIPTION} FROM subscription ORDER BY since, source, token");
        let mut query = self.connection.prepare_cached(&sql)?;
        let rows = query.query_map([], read_subscription)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// None where there is no such callback.
    ///
    /// # Errors
    /// When the database fails.
    pub fn subscription(&self, token: &str) -> Result<Option<Subscription>, StoreError> {
        let sql = format!("SELECT {SUBSCRIPTION} FROM subscription WHERE token = ?1");
        let mut query = self.connection.prepare_cached(&sql)?;
        Ok(query.query_row([token], read_subscription).optional()?)
    }

    /// The subscription by which a source's news is pushed at `now`: the newest, where one is being replaced.
    ///
    /// # Errors
    /// When the database fails.
    pub fn active_subscription(&self, source: &SourceId, now: Timestamp) -> Result<Option<Subscription>, StoreError> {
        let sql = format!(
            "SELECT {SUBSCRIPTION} FROM subscription WHERE source = ?1 AND state = 'active' AND expires > ?2
             ORDER BY since DESC LIMIT 1"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        Ok(query.query_row(params![source.as_str(), now.as_second()], read_subscription).optional()?)
    }

    /// Writes subscriptions, new or changed, whole or not at all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_subscriptions(&mut self, subscriptions: &[Subscription]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for subscription in subscriptions {
            let sql = format!(
                "INSERT OR REPLACE INTO subscription ({SUBSCRIPTION})
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
            );
            transaction.prepare_cached(&sql)?.execute(params![
                subscription.token,
                subscription.source.as_str(),
                subscription.hub.as_str(),
                subscription.topic.as_str(),
                subscription.callback.as_str(),
                subscription.secret,
                subscription.state.as_str(),
                subscription.since.as_second(),
                subscription.expires.map(Timestamp::as_second),
                subscription.due.as_second(),
                subscription.attempts,
                subscription.last_error,
            ])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Forgets a callback.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_subscription(&mut self, token: &str) -> Result<(), StoreError> {
        self.connection.prepare_cached("DELETE FROM subscription WHERE token = ?1")?.execute([token])?;
        Ok(())
    }
}

impl SubscriptionState {
    fn as_str(self) -> &'static str {
        STATES.iter().find(|(state, _)| *state == self).map_or("", |(_, name)| name)
    }
}

fn read_hub(row: &Row<'_>) -> rusqlite::Result<Hub> {
    Ok(Hub {
        source: SourceId::new(row.get::<_, String>(0)?),
        url: address(row, 1)?,
        topic: address(row, 2)?,
        pushed: row.get(3)?,
        missed: row.get(4)?,
        forged: row.get(5)?,
        doubt: row.get(6)?,
    })
}

fn read_subscription(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    let state: String = row.get(6)?;
    let state = STATES.iter().find(|(_, name)| *name == state).map(|(state, _)| *state);
    Ok(Subscription {
        token: row.get(0)?,
        source: SourceId::new(row.get::<_, String>(1)?),
        hub: address(row, 2)?,
        topic: address(row, 3)?,
        callback: address(row, 4)?,
        secret: row.get(5)?,
        state: state.ok_or_else(|| rusqlite::Error::InvalidColumnType(6, "state".to_owned(), Type::Text))?,
        since: timestamp(7, row.get(7)?)?,
        expires: row.get::<_, Option<i64>>(8)?.map(|seconds| timestamp(8, seconds)).transpose()?,
        due: timestamp(9, row.get(9)?)?,
        attempts: row.get(10)?,
        last_error: row.get(11)?,
    })
}

fn address(row: &Row<'_>, column: usize) -> rusqlite::Result<Url> {
    let text: String = row.get(column)?;
    Url::parse(&text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}
