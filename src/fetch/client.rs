//! One GET, from the address to a whole document: redirects followed by hand, so that each is checked.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use std::{io, mem};

use ipnet::IpNet;
use jiff::SignedDuration;
use reqwest::header::HeaderValue;
use reqwest::redirect;
use tokio::time::Instant;
use url::{Host, Url};

use super::clocks::{Clocks, HostClock};
use super::dial::{GuardedResolver, Lookup};
use super::error::{FetchError, SetupError, has_credentials, without_credentials};
use super::exchange::{Document, Exchange, Reply, Terms};
use super::guard::refused;
use super::manners::{Held, Manners};
use super::request::{Fetched, Hop, Outcome, Request, Validators, Wants};
use super::robots::{self, KeptRobots, Robots};
use crate::config;
use crate::news::HostKey;

/// A host that doesn't pick up within this isn't worth the rest of the timeout.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const ACCEPT_FEED: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, \
                           application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.3, */*;q=0.1";
const ACCEPT_PAGE: &str = "text/html, application/xhtml+xml, application/xml;q=0.5, */*;q=0.1";
const ACCEPT_ROBOTS: &str = "text/plain, */*;q=0.1";

/// Asks servers, politely. Clones share connections, queues and what is known of robots.txt: a program has one.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) http: reqwest::Client,
    pub(super) manners: Manners,
    robots: Robots,
    clocks: Clocks,
    allow: Arc<[IpNet]>,
    pub(super) timeout: SignedDuration,
    pub(super) max_redirects: usize,
    max_feed_bytes: u64,
    max_page_bytes: u64,
}

impl Client {
    /// # Errors
    /// [`SetupError`] where the contact can't be put into a header, or TLS can't be set up.
    pub fn new(config: &config::Fetch) -> Result<Self, SetupError> {
        Self::build(config, &Lookup::System)
    }

    /// Looks names up in `table` instead of the system's resolver: for tests and benchmarks. Port 0 stands for the
    /// scheme's own; a port in a URL goes before both. The address guard applies.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn with_resolver(
        config: &config::Fetch,
        table: impl Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static,
    ) -> Result<Self, SetupError> {
        Self::build(config, &Lookup::Table(Arc::new(table)))
    }

    fn build(config: &config::Fetch, lookup: &Lookup) -> Result<Self, SetupError> {
        let allow: Arc<[IpNet]> = config.allow.iter().copied().collect();
        let timeout = config.timeout.unsigned_abs();
        let spacing = config.spacing.unsigned_abs();
        let user_agent = format!("bantin/{} (+{})", env!("CARGO_PKG_VERSION"), config.contact);
        let user_agent = HeaderValue::try_from(user_agent).map_err(|_| SetupError::Contact(config.contact.clone()))?;
        if user_agent.to_str().is_err() {
            return Err(SetupError::Contact(config.contact.clone()));
        }
        // An error says that there is one already, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            reqwest::Client::builder()
                .user_agent(user_agent.clone())
                .redirect(redirect::Policy::none())
                .referer(false)
                // A proxy would do the dialling, past the guard.
                .no_proxy()
                .dns_resolver(GuardedResolver { lookup: lookup.clone(), allow: Arc::clone(&allow) })
                .connect_timeout(CONNECT_TIMEOUT.min(timeout))
                // One request at a time needs one connection. It is kept for the next in the queue, and not until the
                // server closes it: a request that meets a closing connection is lost.
                .pool_max_idle_per_host(1)
                .pool_idle_timeout(spacing + Duration::from_secs(2))
                .http1_ignore_invalid_headers_in_responses(true)
        };
        let http = builder().build().or_else(|error| {
            // The usual cause is a bare container. Plain http (the demo, an intranet) must work there all the same.
            tracing::warn!(%error, "no CA certificates found: install ca-certificates, or no https address can be read");
            builder().tls_certs_only([]).build().map_err(|error| SetupError::Http(error.to_string()))
        })?;
        Ok(Self {
            shared: Arc::new(Shared {
                http,
                manners: Manners::new(config.concurrency, spacing),
                robots: Robots::new(),
                clocks: Clocks::default(),
                allow,
                timeout: config.timeout,
                max_redirects: config.max_redirects,
                max_feed_bytes: config.max_feed_bytes,
                max_page_bytes: config.max_page_bytes,
            }),
        })
    }

    /// Waits for the host's turn, asks, and follows redirects, each in its own host's turn. The timeout counts the
    /// time in which servers are asked, not that in which we wait for turns. A host that answered 429 or 503 with
    /// `Retry-After` isn't asked before then, whatever the address.
    ///
    /// # Errors
    /// [`FetchError`]: whatever is neither a whole document, nor 304 to our validators, nor 410.
    pub async fn get(&self, request: &Request<'_>) -> Result<Outcome, FetchError> {
        self.get_timed(request).await.0
    }

    /// The same, and how long servers were asked for it: without the waits for turns.
    pub async fn get_timed(&self, request: &Request<'_>) -> (Result<Outcome, FetchError>, Duration) {
        let timeout = self.shared.timeout.unsigned_abs();
        let mut left = timeout;
        let terms = self.shared.terms(request.wants);
        let outcome = self.shared.follow(request.url, terms, request.validators, &mut left).await;
        (outcome, timeout.saturating_sub(left))
    }

    /// A client with other settings that knows what this one knows of when hosts may be asked again, for use in its place.
    /// What it knows of robots.txt it doesn't hand on.
    ///
    /// # Errors
    /// As [`Client::new`].
    pub fn reconfigured(&self, config: &config::Fetch) -> Result<Self, SetupError> {
        let client = Self::new(config)?;
        client.shared.manners.take_over(&self.shared.manners);
        Ok(client)
    }

    /// How long `host` still wants to be left alone.
    pub fn hold_on(&self, host: &HostKey) -> Option<SignedDuration> {
        self.shared.manners.hold_on(host).map(|left| SignedDuration::try_from(left).unwrap_or(SignedDuration::MAX))
    }

    /// What was learnt of sites' robots.txt since this was asked last.
    pub fn robots_learnt(&self) -> Vec<KeptRobots> {
        self.shared.robots.learnt()
    }

    /// What answers showed of servers' clocks since this was asked last.
    pub fn clocks_learnt(&self) -> Vec<HostClock> {
        self.shared.clocks.learnt()
    }

    /// Takes in what an earlier process learnt of a site's robots.txt.
    pub fn recall_robots(&self, kept: &KeptRobots) {
        self.shared.robots.recall(kept);
    }

    /// Leaves `host` alone for `wait`, as it asked of an earlier process.
    pub fn leave_alone(&self, host: &HostKey, wait: SignedDuration) {
        self.shared.manners.hold(host, wait.unsigned_abs());
    }
}

impl Shared {
    const fn terms(&self, wants: Wants) -> Terms {
        match wants {
            Wants::Feed => {
                Terms { accept: ACCEPT_FEED, max_bytes: self.max_feed_bytes, cut: false, obeys_robots: false }
            }
            Wants::Listing => {
                Terms { accept: ACCEPT_PAGE, max_bytes: self.max_feed_bytes, cut: false, obeys_robots: true }
            }
            Wants::Page => {
                Terms { accept: ACCEPT_PAGE, max_bytes: self.max_page_bytes, cut: false, obeys_robots: true }
            }
        }
    }

    /// What it takes is subtracted from `left`.
    async fn follow(
        &self,
        asked: &Url,
        terms: Terms,
        validators: Option<&Validators>,
        left: &mut Duration,
    ) -> Result<Outcome, FetchError> {
        let mut url = askable(asked)?;
        let mut hops: Vec<Hop> = Vec::new();
        loop {
            self.check_literal(&url)?;
            if terms.obeys_robots {
                // Boxed, because asking for robots.txt is a `follow` as well.
                Box::pin(self.robots.permit(&url, |robots| self.robots_txt(robots))).await?;
            }
            let validators = validators.filter(|validators| validators.url == url);
            let (status, to) = match self.ask(&url, terms, validators, left).await? {
                Reply::Redirect { status, to } => (status, to),
                Reply::NotModified(freshness) => return Ok(Outcome::NotModified { hops, freshness }),
                Reply::Gone => return Ok(Outcome::Gone { url, hops }),
                Reply::Document(document) => {
                    let Document { content_type, validators, freshness, links, body } = *document;
                    return Ok(Outcome::Fetched(Fetched {
                        url,
                        hops,
                        content_type,
                        validators,
                        freshness,
                        links,
                        body,
                    }));
                }
            };
            if to == url || hops.iter().any(|hop| hop.from == to) {
                return Err(FetchError::RedirectLoop { url });
            }
            if hops.len() >= self.max_redirects {
                return Err(FetchError::TooManyRedirects { url: asked.clone(), limit: self.max_redirects });
            }
            let from = mem::replace(&mut url, to);
            hops.push(Hop { status, from, to: url.clone() });
        }
    }

    async fn robots_txt(&self, url: Url) -> Result<Vec<u8>, FetchError> {
        let terms = Terms { accept: ACCEPT_ROBOTS, max_bytes: robots::MAX_BYTES, cut: true, obeys_robots: false };
        match self.follow(&url, terms, None, &mut self.timeout.unsigned_abs()).await? {
            Outcome::Fetched(fetched) => Ok(fetched.body),
            Outcome::NotModified { .. } | Outcome::Gone { .. } => Ok(Vec::new()),
        }
    }

    /// An address in place of a name is dialled without asking the resolver. `Url` has already turned the odd forms
    /// (`0x7f.1`, `2130706433`, `①②⑦.0.0.1`) into the plain ones.
    pub(super) fn check_literal(&self, url: &Url) -> Result<(), FetchError> {
        let address = match url.host() {
            Some(Host::Ipv4(v4)) => v4.into(),
            Some(Host::Ipv6(v6)) => v6.into(),
            _ => return Ok(()),
        };
        match refused(address, &self.allow) {
            Some(why) => Err(FetchError::Refused { url: url.clone(), address, why }),
            None => Ok(()),
        }
    }

    /// One request in the host's turn; what it takes is subtracted from `left`.
    async fn ask(
        &self,
        url: &Url,
        terms: Terms,
        validators: Option<&Validators>,
        left: &mut Duration,
    ) -> Result<Reply, FetchError> {
        let host = HostKey::of(url);
        let mut turn = self.manners.turn(&host).await.map_err(|Held(left)| FetchError::HostHeld {
            url: url.clone(),
            retry_after: SignedDuration::try_from(left).unwrap_or(SignedDuration::MAX),
        })?;
        turn.rest_at_least(self.robots.crawl_delay(url));
        let exchange =
            Exchange { http: &self.http, url, terms, timeout: self.timeout, host: &host, clocks: &self.clocks };
        let begun = Instant::now();
        let reply = tokio::time::timeout(*left, exchange.ask(validators)).await;
        *left = left.saturating_sub(begun.elapsed());
        let reply = reply.map_err(|_| FetchError::Timeout { url: url.clone(), after: self.timeout })?;
        if let Some(hold) = reply.as_ref().err().and_then(FetchError::host_hold) {
            self.manners.hold(&host, hold.unsigned_abs());
        }
        reply
    }
}

/// The address as it is sent: by http or https, without a fragment.
///
/// # Errors
/// For one that can't be asked, or must not: reqwest would send a name and password. A feed's entries may not make us log
/// in anywhere; feeds.toml has none.
pub(super) fn askable(asked: &Url) -> Result<Url, FetchError> {
    let mut url = asked.clone();
    url.set_fragment(None);
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(FetchError::Scheme { url });
    }
    if has_credentials(&url) {
        return Err(FetchError::Credentials { url: without_credentials(&url) });
    }
    Ok(url)
}
