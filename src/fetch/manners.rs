//! One request to a host at a time, and a pause between them; feeds, pages and robots.txt in one queue. A host that asks
//! to be left alone is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::news::HostKey;

/// Below so many hosts, looking for idle ones isn't worth it.
const FEW_HOSTS: usize = 256;
/// A host is left alone for a day at most because of what one of its addresses said, so that a broken one can't silence
/// a paper for long. The address that said so is itself not asked before its time, however long.
const LONGEST_HOLD: Duration = Duration::from_hours(24);

/// The queues of all hosts.
pub(super) struct Manners {
    /// Hosts that may be asked at the same time.
    slots: Arc<Semaphore>,
    /// From the end of one request to a host to the start of the next.
    spacing: Duration,
    hosts: Mutex<Hosts>,
}

struct Hosts {
    queues: HashMap<HostKey, Queue>,
    /// Hosts that asked not to be asked before then: requests aren't kept waiting, but fail.
    holds: HashMap<HostKey, Instant>,
    /// Idle queues are removed when there are so many: twice those that were in use the last time, so that removal
    /// costs a constant per request, and memory follows the hosts in use.
    prune_at: usize,
}

/// Until when the host rests from the last request. tokio's mutex is fair: who asks first is served first.
type Queue = Arc<tokio::sync::Mutex<Option<Instant>>>;

/// The host asked to be left alone for so long from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Held(pub Duration);

/// The right to send one request to one host. The host's rest begins when it is dropped: after the last byte of the
/// answer, or when the request is given up.
pub(super) struct Turn {
    rest_until: OwnedMutexGuard<Option<Instant>>,
    rest: Duration,
    /// `None` never happens: the semaphore isn't closed.
    _slot: Option<OwnedSemaphorePermit>,
}

impl Manners {
    pub fn new(concurrency: usize, spacing: Duration) -> Self {
        let slots = Arc::new(Semaphore::new(concurrency.clamp(1, Semaphore::MAX_PERMITS)));
        Self { slots, spacing, hosts: Mutex::default() }
    }

    /// Knows of all hosts what `former` knows: queues are shared, so that requests under way there are waited for.
    pub fn take_over(&self, former: &Self) {
        let former = former.hosts();
        let mut hosts = self.hosts();
        hosts.queues.clone_from(&former.queues);
        hosts.holds.clone_from(&former.holds);
    }

    /// Waits for the host's earlier requests, for its rest, and for a free slot, in this order, so that a waiting host
    /// keeps no other from being asked.
    ///
    /// # Errors
    /// [`Held`], at once, while the host wants to be left alone.
    pub async fn turn(&self, host: &HostKey) -> Result<Turn, Held> {
        let rest_until = self.queue(host).lock_owned().await;
        if let Some(left) = self.hold_on(host) {
            return Err(Held(left));
        }
        if let Some(rest_until) = *rest_until {
            sleep_until(rest_until).await;
        }
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        Ok(Turn { rest_until, rest: self.spacing, _slot: slot })
    }

    /// The host asked to be left alone (RFC 9110, 10.2.3). A longer hold that it asked for before stays.
    pub fn hold(&self, host: &HostKey, wait: Duration) {
        let now = Instant::now();
        let until = now + wait.min(LONGEST_HOLD);
        let mut hosts = self.hosts();
        hosts.holds.retain(|_, until| *until > now);
        let known = hosts.holds.entry(host.clone()).or_insert(until);
        *known = until.max(*known);
    }

    /// How long the host still wants to be left alone.
    pub fn hold_on(&self, host: &HostKey) -> Option<Duration> {
        let left = self.hosts().holds.get(host)?.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    fn hosts(&self) -> MutexGuard<'_, Hosts> {
        self.hosts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn queue(&self, host: &HostKey) -> Queue {
        let mut hosts = self.hosts();
        if hosts.queues.len() >= hosts.prune_at {
            let now = Instant::now();
            hosts.queues.retain(|_, queue| {
                // A queue that somebody waits in has a second owner, and none can appear while `hosts` is locked.
                Arc::strong_count(queue) > 1
                    || queue.try_lock().is_ok_and(|rest_until| rest_until.is_some_and(|until| until > now))
            });
            hosts.prune_at = FEW_HOSTS.max(2 * hosts.queues.len());
        }
        Arc::clone(hosts.queues.entry(host.clone()).or_default())
    }

    #[cfg(test)]
    fn remembered(&self) -> usize {
        self.hosts.lock().unwrap().queues.len()
    }
}

impl Default for Hosts {
    fn default() -> Self {
        Self { queues: HashMap::new(), holds: HashMap::new(), prune_at: FEW_HOSTS }
    }
}

impl Turn {
    /// Lengthens the rest that follows.
    pub fn rest_at_least(&mut self, rest: Duration) {
        self.rest = self.rest.max(rest);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *self.rest_until = Some(Instant::now() + self.rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use url::Url;

    const SECOND: Duration = Duration::from_secs(1);

    fn host(name: &str) -> HostKey {
        HostKey::of(&Url::parse(&format!("http://{name}/")).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn requests_to_a_host_are_spaced_from_end_to_start() {
        let manners = Manners::new(8, 2 * SECOND);
        let begun = Instant::now();
        for expected in [0, 5, 10] {
            let turn = manners.turn(&host("bao.vn")).await.unwrap();
            assert_eq!(begun.elapsed(), expected * SECOND);
            tokio::time::sleep(3 * SECOND).await;
            drop(turn);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_papers_two_names_share_a_queue_and_other_hosts_dont_wait() {
        let manners = Manners::new(8, 2 * SECOND);
        let begun = Instant::now();
        drop(manners.turn(&host("www.bao.vn")).await.unwrap());
        drop(manners.turn(&host("tin.vn")).await.unwrap());
        assert_eq!(begun.elapsed(), Duration::ZERO);
        drop(manners.turn(&host("bao.vn")).await.unwrap());
        assert_eq!(begun.elapsed(), 2 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_that_rest_hold_no_slot() {
        let manners = Arc::new(Manners::new(1, 60 * SECOND));
        drop(manners.turn(&host("bao.vn")).await.unwrap());
        let resting = tokio::spawn({
            let manners = Arc::clone(&manners);
            async move { drop(manners.turn(&host("bao.vn")).await.unwrap()) }
        });
        tokio::task::yield_now().await;
        let begun = Instant::now();
        drop(manners.turn(&host("tin.vn")).await.unwrap());
        assert_eq!(begun.elapsed(), Duration::ZERO);
        resting.await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn no_more_hosts_are_asked_at_once_than_configured() {
        let manners = Manners::new(2, SECOND);
        let first = manners.turn(&host("a.vn")).await.unwrap();
        let _second = manners.turn(&host("b.vn")).await.unwrap();
        assert!(tokio::time::timeout(SECOND, manners.turn(&host("c.vn"))).await.is_err());
        drop(first);
        assert!(tokio::time::timeout(SECOND, manners.turn(&host("c.vn"))).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_request_that_was_given_up_frees_the_host() {
        let manners = Manners::new(2, SECOND);
        let held = manners.turn(&host("a.vn")).await.unwrap();
        assert!(tokio::time::timeout(SECOND, manners.turn(&host("a.vn"))).await.is_err());
        drop(held);
        assert!(tokio::time::timeout(2 * SECOND, manners.turn(&host("a.vn"))).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_asked_for_it_is_left_alone_until_then() {
        let manners = Manners::new(8, 2 * SECOND);
        manners.hold(&host("bao.vn"), 600 * SECOND);
        manners.hold(&host("bao.vn"), SECOND);
        let begun = Instant::now();
        assert_eq!(manners.turn(&host("www.bao.vn")).await.err(), Some(Held(600 * SECOND)));
        assert_eq!(begun.elapsed(), Duration::ZERO, "nobody is kept waiting");
        assert!(manners.turn(&host("tin.vn")).await.is_ok());
        tokio::time::advance(600 * SECOND).await;
        assert!(manners.turn(&host("bao.vn")).await.is_ok());
        manners.hold(&host("bao.vn"), Duration::from_hours(9_000));
        assert_eq!(manners.turn(&host("bao.vn")).await.err(), Some(Held(LONGEST_HOLD)));
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_over_keeps_the_pauses_and_holds_of_before() {
        let former = Manners::new(8, 60 * SECOND);
        drop(former.turn(&host("bao.vn")).await.unwrap());
        former.hold(&host("tin.vn"), 600 * SECOND);
        let manners = Manners::new(8, SECOND);
        manners.take_over(&former);
        let begun = Instant::now();
        assert_eq!(manners.turn(&host("tin.vn")).await.err(), Some(Held(600 * SECOND)));
        drop(manners.turn(&host("bao.vn")).await.unwrap());
        assert_eq!(begun.elapsed(), 60 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn idle_hosts_are_forgotten_and_resting_ones_are_not() {
        let manners = Manners::new(8, 2 * SECOND);
        let mut slow = manners.turn(&host("slow.vn")).await.unwrap();
        slow.rest_at_least(20_000 * SECOND);
        drop(slow);
        for n in 0..10_000 {
            drop(manners.turn(&host(&format!("h{n}.vn"))).await.unwrap());
            tokio::time::advance(SECOND).await;
        }
        assert!(manners.remembered() <= FEW_HOSTS + 1, "{}", manners.remembered());
        let begun = Instant::now();
        drop(manners.turn(&host("slow.vn")).await.unwrap());
        assert_eq!(begun.elapsed(), 10_000 * SECOND);
    }
}
