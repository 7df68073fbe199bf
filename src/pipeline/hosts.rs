//! What one process learns of hosts, and the next has to know.

use jiff::Timestamp;

use super::pass::Pass;
use super::{PassError, Pipeline, schedule};
use crate::fetch::{HostClock, KeptRobots};
use crate::news::HostKey;
use crate::store::{ClockRow, RobotsRow};

impl Pipeline {
    /// Takes in what earlier processes learnt, before the first request of this one.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn recall_hosts(&mut self, now: Timestamp) -> Result<(), PassError> {
        if self.recalled {
            return Ok(());
        }
        self.store.forget_past_requests(now)?;
        for (host, until) in self.store.held_hosts(now)? {
            self.client.leave_alone(&host, until.duration_since(now));
        }
        for RobotsRow { origin, rules, until } in self.store.robots(now)? {
            self.client.recall_robots(&KeptRobots { origin, rules, left: until.duration_since(now) });
        }
        self.recalled = true;
        Ok(())
    }

    /// Writes down that a host that failed wants to be left alone, if it does.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn remember_hold(&mut self, host: &HostKey, pass: &Pass) -> Result<(), PassError> {
        if let Some(left) = self.client.hold_on(host) {
            self.store.hold_host(host, schedule::later(pass.clock(), left))?;
        }
        Ok(())
    }

    /// Writes down what was learnt of robots.txt since the last time.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn remember_robots(&mut self, pass: &Pass) -> Result<(), PassError> {
        let learnt = self.client.robots_learnt();
        if learnt.is_empty() {
            return Ok(());
        }
        let now = pass.clock();
        let row = |KeptRobots { origin, rules, left }: KeptRobots| {
            let until = schedule::later(now, left);
            RobotsRow { origin, rules, until }
        };
        Ok(self.store.record_robots(&learnt.into_iter().map(row).collect::<Vec<_>>())?)
    }

    /// Writes down what was learnt of servers' clocks since the last time.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) fn remember_clocks(&mut self, pass: &Pass) -> Result<(), PassError> {
        let learnt = self.client.clocks_learnt();
        if learnt.is_empty() {
            return Ok(());
        }
        let row = |HostClock { host, ahead }: HostClock| ClockRow { host, ahead, measured: pass.at };
        Ok(self.store.record_clocks(&learnt.into_iter().map(row).collect::<Vec<_>>())?)
    }
}
