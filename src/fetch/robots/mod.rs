//! robots.txt, asked once per site and day. What it says is kept in memory, and handed out to be kept for the next process.

mod rules;

use std::collections::HashMap;
use std::future::Future;
use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::SignedDuration;
use tokio::time::Instant;
use url::Url;

use super::error::{FailureKind, FetchError};
pub use rules::Rules;

/// RFC 9309, 2.4: not longer than 24 hours.
const KEPT: Duration = Duration::from_hours(24);
/// How long a site whose robots.txt can't be read is left alone, unless it says longer itself.
const UNAVAILABLE_KEPT: Duration = Duration::from_mins(10);
/// Longer Crawl-delays are cut to this: with the pages of one pass bounded, the pass ends in reasonable time.
const LONGEST_CRAWL_DELAY: Duration = Duration::from_secs(30);
/// Bytes of a robots.txt that are read (RFC 9309, 2.5, demands as much); the rest is ignored.
pub(super) const MAX_BYTES: u64 = 500 * 1024;
/// Below so many sites, looking for outdated ones isn't worth it.
const FEW_SITES: usize = 256;
/// Bytes of rules that are kept, about. An ordinary site's take 2 KB, so only a hostile feed, whose entries lie on many
/// sites with rules of half a megabyte, gets here; then robots.txt is asked for more often than once a day.
const MAX_SIZE: usize = 32 * 1024 * 1024;

/// Longer rules aren't kept for the next process, which asks for them again: about a thousand ordinary lines.
const MAX_KEPT: usize = 64 * 1024;

/// What is known of the sites' robots.txt, by origin.
pub(super) struct Robots {
    sites: Mutex<Sites>,
}

struct Sites {
    known: HashMap<String, Arc<Site>>,
    /// Outdated sites are removed when there are so many.
    prune_at: usize,
    /// Of the rules that were learnt since; at least that of those known.
    size: usize,
    /// Not handed out yet.
    learnt: Vec<(String, Arc<Known>)>,
}

/// What a site's robots.txt says, to be kept for the next process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRobots {
    /// Scheme, host and port.
    pub origin: String,
    /// The rules for bantin, as JSON.
    pub rules: String,
    /// For so long from now they are good.
    pub left: SignedDuration,
}

#[derive(Default)]
struct Site {
    known: Mutex<Option<Arc<Known>>>,
    /// Held while robots.txt is being fetched, so that it is fetched once.
    asking: tokio::sync::Mutex<()>,
}

struct Known {
    until: Instant,
    rules: Result<Rules, Arc<FetchError>>,
}

impl Robots {
    pub fn new() -> Self {
        Self { sites: Mutex::new(Sites { known: HashMap::new(), prune_at: FEW_SITES, size: 0, learnt: Vec::new() }) }
    }

    /// Whether `url` may be read; `fetch` asks for the robots.txt of its site where that isn't known.
    ///
    /// # Errors
    /// [`FetchError::RobotsDisallow`]; [`FetchError::HostHeld`]; or [`FetchError::RobotsUnavailable`] while robots.txt can't be read: then
    /// everything is taken as disallowed (RFC 9309, 2.3.1.4).
    pub async fn permit<F>(&self, url: &Url, fetch: impl FnOnce(Url) -> F) -> Result<(), FetchError>
    where
        F: Future<Output = Result<Vec<u8>, FetchError>>,
    {
        let site = self.site(url);
        let known = match site.known() {
            Some(known) if known.is_valid() => known,
            _ => {
                let _asking = site.asking.lock().await;
                // Somebody else may have asked meanwhile.
                match site.known() {
                    Some(known) if known.is_valid() => known,
                    _ => match fetch(address(url)).await {
                        // Nothing was asked, so nothing was learnt.
                        Err(held @ FetchError::HostHeld { .. }) => return Err(held),
                        answer => self.learn(origin(url), &site, answer),
                    },
                }
            }
        };
        match &known.rules {
            Ok(rules) if rules.allows(url) => Ok(()),
            Ok(_) => Err(FetchError::RobotsDisallow { url: url.clone() }),
            Err(source) => Err(FetchError::RobotsUnavailable { url: url.clone(), source: Arc::clone(source) }),
        }
    }

    /// The pause that the site asks for, where its robots.txt was read.
    pub fn crawl_delay(&self, url: &Url) -> Duration {
        let sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        sites
            .known
            .get(&origin(url))
            .and_then(|site| site.known()?.rules.as_ref().ok()?.crawl_delay)
            .unwrap_or_default()
            .min(LONGEST_CRAWL_DELAY)
    }

    fn site(&self, url: &Url) -> Arc<Site> {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if sites.known.len() >= sites.prune_at || sites.size > MAX_SIZE {
            sites.prune();
        }
        Arc::clone(sites.known.entry(origin(url)).or_default())
    }

    fn learn(&self, origin: String, site: &Site, answer: Result<Vec<u8>, FetchError>) -> Arc<Known> {
        let known = Arc::new(Known::of(answer));
        *site.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&known));
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        sites.size += known.size();
        if known.rules.is_ok() && known.size() <= MAX_KEPT {
            sites.learnt.push((origin, Arc::clone(&known)));
        }
        known
    }

    /// What was learnt since this was asked last.
    pub fn learnt(&self) -> Vec<KeptRobots> {
        let learnt = mem::take(&mut self.sites.lock().unwrap_or_else(PoisonError::into_inner).learnt);
        let kept = |(origin, known): (String, Arc<Known>)| {
            let rules = serde_json::to_string(known.rules.as_ref().ok()?).ok()?;
            let left = known.until.saturating_duration_since(Instant::now());
            Some(KeptRobots { origin, rules, left: SignedDuration::try_from(left).ok()? })
        };
        learnt.into_iter().filter_map(kept).collect()
    }

    /// Takes in what an earlier process learnt. What can't be understood any more is asked for again.
    pub fn recall(&self, kept: &KeptRobots) {
        let Ok(rules) = serde_json::from_str::<Rules>(&kept.rules) else { return };
        let until = Instant::now() + kept.left.unsigned_abs().min(KEPT);
        let known = Arc::new(Known { until, rules: Ok(rules) });
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        sites.size += known.size();
        let site = Arc::clone(sites.known.entry(kept.origin.clone()).or_default());
        *site.known.lock().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }
}

impl Sites {
    /// Forgets what is outdated, and everything where that isn't enough. A site that somebody asks about has a second
    /// owner, and stays.
    fn prune(&mut self) {
        self.known.retain(|_, site| Arc::strong_count(site) > 1 || site.known().is_some_and(|known| known.is_valid()));
        if self.rules_size() > MAX_SIZE / 2 {
            self.known.retain(|_, site| Arc::strong_count(site) > 1);
        }
        self.size = self.rules_size();
        self.prune_at = FEW_SITES.max(2 * self.known.len());
    }

    fn rules_size(&self) -> usize {
        self.known.values().filter_map(|site| site.known()).map(|known| known.size()).sum()
    }
}

impl Site {
    fn known(&self) -> Option<Arc<Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Known {
    fn size(&self) -> usize {
        self.rules.as_ref().map_or(0, Rules::size)
    }

    fn is_valid(&self) -> bool {
        Instant::now() < self.until
    }

    fn of(answer: Result<Vec<u8>, FetchError>) -> Self {
        let (rules, kept) = match answer {
            Ok(text) => (Ok(Rules::parse(&text)), KEPT),
            // RFC 9309, 2.3.1.2 and 2.3.1.3: no robots.txt, no rules.
            Err(error) if matches!(error.kind(), FailureKind::Client | FailureKind::Redirect) => {
                (Ok(Rules::default()), KEPT)
            }
            Err(error) => {
                let asked = error.retry_after().and_then(|wait| Duration::try_from(wait).ok()).unwrap_or_default();
                (Err(Arc::new(error)), asked.clamp(UNAVAILABLE_KEPT, KEPT))
            }
        };
        Self { until: Instant::now() + kept, rules }
    }
}

/// A robots.txt is valid for one scheme, host and port (RFC 9309, 2.3).
fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn address(url: &Url) -> Url {
    let mut address = url.clone();
    address.set_path("/robots.txt");
    address.set_query(None);
    address.set_fragment(None);
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn ask(robots: &Robots, host: usize, text: &[u8]) -> bool {
        let url = Url::parse(&format!("http://h{host}.vn/rieng")).unwrap();
        let mut asked = false;
        let _ = robots
            .permit(&url, async |_| {
                asked = true;
                Ok(text.to_vec())
            })
            .await;
        asked
    }

    #[tokio::test(start_paused = true)]
    async fn robots_txt_is_asked_again_after_a_day() {
        let robots = Robots::new();
        assert!(ask(&robots, 1, b"").await);
        tokio::time::advance(Duration::from_hours(23)).await;
        assert!(!ask(&robots, 1, b"").await);
        tokio::time::advance(Duration::from_hours(1)).await;
        assert!(ask(&robots, 1, b"").await);
    }

    #[tokio::test(start_paused = true)]
    async fn what_one_process_learnt_the_next_one_knows_until_the_day_is_over() {
        let (first, next) = (Robots::new(), Robots::new());
        assert!(ask(&first, 1, b"User-agent: *\nDisallow: /rieng\nCrawl-delay: 7").await);
        tokio::time::advance(Duration::from_hours(20)).await;
        let learnt = first.learnt();
        assert_eq!(learnt[0].left, SignedDuration::from_hours(4));
        next.recall(&learnt[0]);
        let url = Url::parse("http://h1.vn/rieng").unwrap();
        let permit = next.permit(&url, async |_| -> Result<Vec<u8>, FetchError> { panic!("it is known") }).await;
        assert!(matches!(permit, Err(FetchError::RobotsDisallow { .. })), "{permit:?}");
        assert_eq!(next.crawl_delay(&url), Duration::from_secs(7));
        tokio::time::advance(Duration::from_hours(4)).await;
        assert!(ask(&next, 1, b"").await);
        assert_eq!((first.learnt().len(), next.learnt().len()), (0, 1), "handed out once");
        assert!(ask(&next, 2, "User-agent: *\nDisallow: /a\n".repeat(9_000).as_bytes()).await);
        assert_eq!(next.learnt(), [], "longer than is kept");
    }

    #[tokio::test(start_paused = true)]
    async fn many_sites_and_long_rules_dont_fill_the_memory() {
        let robots = Robots::new();
        for host in 0..2_000 {
            ask(&robots, host, b"User-agent: *\nDisallow: /rieng").await;
            tokio::time::advance(KEPT / 100).await;
        }
        assert!(robots.sites.lock().unwrap().known.len() <= FEW_SITES);

        robots.learnt();
        let long = "Disallow: /a\n".repeat(30_000);
        for host in 0..40 {
            ask(&robots, host, format!("User-agent: *\n{long}").as_bytes()).await;
            assert!(robots.sites.lock().unwrap().rules_size() < MAX_SIZE + 2 * 1024 * 1024);
        }
    }
}
