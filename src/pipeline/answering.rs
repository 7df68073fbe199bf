//! What the daemon answers over HTTP, made from the configuration, and made anew when that is another.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::daemon::{DaemonError, stopped};
use super::meters::Meters;
use super::probes::Probes;
use super::pulse::Pulse;
use super::search::Searcher;
use super::status::Overseer;
use crate::config::{Config, Publish};
use crate::publish::{self, Callbacks, Front, Live, LiveRequest, Serving, Site};

/// So long a search finds what it found before: as long as readers' own browsers may keep it.
const SAME_SEARCH: Duration = Duration::from_mins(1);

/// Where is listened: for readers, and where it is set for operators.
pub(super) struct Listeners {
    site: TcpListener,
    operators: Option<TcpListener>,
}

impl Listeners {
    pub(super) async fn bind(config: &Publish) -> Result<Self, DaemonError> {
        let bind = async |setting, address| {
            TcpListener::bind(address).await.map_err(|reason| DaemonError::Listen { setting, address, reason })
        };
        let site = bind("listen", config.listen).await?;
        let operators = match config.operators {
            Some(address) => Some(bind("operators", address).await?),
            None => None,
        };
        Ok(Self { site, operators })
    }

    /// Where readers and operators are answered.
    pub(super) fn addresses(&self) -> io::Result<(SocketAddr, Option<SocketAddr>)> {
        Ok((self.site.local_addr()?, self.operators.as_ref().map(TcpListener::local_addr).transpose()?))
    }

    /// Answers until `stop` turns true, and then those who are being answered.
    pub(super) async fn serve(self, answering: Answering, stop: watch::Receiver<bool>) {
        let site = publish::serve(self.site, answering.site, stopped(stop.clone()));
        let Some(listener) = self.operators else { return site.await };
        let operators = publish::serve(listener, answering.operators, stopped(stop));
        tokio::join!(site, operators);
    }
}

/// The sites that are in use. Clones share them.
#[derive(Clone)]
pub(super) struct Answering {
    site: Front,
    operators: Front,
    of: Unchanged,
}

/// What all sites have in common.
#[derive(Clone)]
pub(super) struct Unchanged {
    pub serving: Serving,
    pub hubs: Callbacks,
    pub meters: Meters,
    pub pulse: Pulse,
    /// Whether operators have an address of their own.
    pub has_operators: bool,
}

impl Answering {
    pub(super) fn new(config: &Arc<Config>, of: Unchanged) -> Self {
        let (site, operators) = of.sites(config);
        let meters = of.meters.clone();
        let count = move |status| meters.answered(status);
        Self { site: Front::new(site, count.clone()), operators: Front::new(operators, count), of }
    }

    /// Answers by `config` from the next request on.
    pub(super) fn follow(&self, config: &Arc<Config>) {
        let (site, operators) = self.of.sites(config);
        self.site.replace(site);
        self.operators.replace(operators);
    }
}

impl Unchanged {
    /// For readers and for operators; where these have no address of their own, the first is for both.
    fn sites(&self, config: &Arc<Config>) -> (Site, Site) {
        let mut site = Site::new(self.serving.clone()).listening(self.hubs.clone());
        if config.publish.search {
            site = site.with(&search(config));
        }
        if let Some(hub) = &config.publish.hub {
            site = site.advertising(hub, &config.site.url);
        }
        let probes = Probes { config: Arc::clone(config), meters: self.meters.clone(), pulse: self.pulse.clone() };
        let for_operators = |site: Site| site.probed(probes.answers()).with(&status(config));
        if self.has_operators { (site, for_operators(Site::default())) } else { (for_operators(site), Site::default()) }
    }
}

/// Shows operators how the sources are, beside the passes.
fn status(config: &Arc<Config>) -> Live {
    let overseer = Overseer::new(Arc::clone(config));
    Live::new(&Overseer::PATHS, move |LiveRequest { path, .. }| overseer.answer(&path, Timestamp::now()))
}

/// Answers readers' searches, beside the passes.
fn search(config: &Arc<Config>) -> Live {
    let searcher = Searcher::new(Arc::clone(config));
    Live::lasting(SAME_SEARCH, &Searcher::PATHS, move |LiveRequest { path, query }| searcher.answer(&path, &query))
}
