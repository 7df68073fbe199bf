//! What is known of hosts: that they want to be left alone for a while, their robots.txt, and their clocks.

use jiff::{SignedDuration, Timestamp};
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

/// A server's clock beside ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockRow {
    pub host: HostKey,
    /// Of our clock; negative where it is behind. In seconds.
    pub ahead: SignedDuration,
    pub measured: Timestamp,
}

/// What changed by less isn't written down again within [`MEASURED_EACH`]: most passes find all clocks as they were.
const AHEAD_BY: SignedDuration = SignedDuration::from_mins(1);
const MEASURED_EACH: SignedDuration = SignedDuration::from_hours(1);
/// For so long a clock is remembered.
const CLOCK_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

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

    /// Remembers how servers' clocks stand.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_clocks(&mut self, clocks: &[ClockRow]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        for ClockRow { host, ahead, measured } in clocks {
            transaction
                .prepare_cached(
                    "INSERT INTO host_clock (host, ahead, measured) VALUES (?1, ?2, ?3)
                     ON CONFLICT (host) DO UPDATE SET ahead = ?2, measured = ?3
                     WHERE abs(ahead - ?2) >= ?4 OR abs(measured - ?3) >= ?5",
                )?
                .execute(params![
                    host.as_str(),
                    ahead.as_secs(),
                    measured.as_second(),
                    AHEAD_BY.as_secs(),
                    MEASURED_EACH.as_secs()
                ])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// The servers' clocks that were measured in the last week, the latest first. What our own clock says has yet to come was measured
    /// by one that was put back since, and is left out.
    ///
    /// # Errors
    /// When the database fails.
    pub fn host_clocks(&self, now: Timestamp) -> Result<Vec<ClockRow>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT host, ahead, measured FROM host_clock WHERE measured BETWEEN ?1 AND ?2 ORDER BY measured DESC, host",
        )?;
        let since = now.saturating_sub(CLOCK_KEPT).unwrap_or(Timestamp::MIN);
        let rows = query.query_map([since.as_second(), now.as_second()], |row| {
            Ok(ClockRow {
                host: HostKey::named(&row.get::<_, String>(0)?),
                ahead: SignedDuration::from_secs(row.get(1)?),
                measured: timestamp(2, row.get(2)?)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Forgets what hosts asked for until `now`, and clocks that weren't seen for long.
    ///
    /// # Errors
    /// When the database fails.
    pub fn forget_past_requests(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.prepare_cached("DELETE FROM host_hold WHERE until <= ?1")?.execute([now.as_second()])?;
        transaction.prepare_cached("DELETE FROM robots WHERE until <= ?1")?.execute([now.as_second()])?;
        let since = now.saturating_sub(CLOCK_KEPT).unwrap_or(Timestamp::MIN);
        transaction.prepare_cached("DELETE FROM host_clock WHERE measured < ?1")?.execute([since.as_second()])?;
        transaction.commit()?;
        Ok(())
    }
}
