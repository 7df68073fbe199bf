//! The daemon: passes on schedule, beside a server that only reads.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{Duration, sleep};
use tracing::{error, info};

use super::{PassError, Pipeline, Searcher, Watch};
use crate::publish::{self, Live, LiveRequest, Serving};

/// Between two looks at what is due. The sources' own times decide what is polled.
const TICK: Duration = Duration::from_secs(20);
/// After a hub has called, others are waited for: news seldom comes alone, and a hub that calls without end shall not keep
/// the daemon busy.
const OTHER_CALLS: Duration = Duration::from_secs(1);

/// So long a search finds what it found before: as long as readers' own browsers may keep it.
const SAME_SEARCH: Duration = Duration::from_mins(1);

#[derive(Debug, Error)]
pub enum DaemonError {
    #[error("cannot listen on {address}: {reason}; choose another [publish] listen, or stop who has it")]
    Listen { address: SocketAddr, reason: io::Error },
    #[error("the server stopped: {0}")]
    Serve(io::Error),
    #[error(transparent)]
    Pass(#[from] PassError),
}

impl Pipeline {
    /// Serves what is published and passes again and again, until `stop` turns true. What a pass has not finished by then is
    /// abandoned without loss; the next start goes on from there. `listening` is told the address once it answers.
    ///
    /// # Errors
    /// When the address is taken, or the server fails.
    pub async fn run(
        mut self,
        stop: watch::Receiver<bool>,
        progress: Watch<'_>,
        listening: impl FnOnce(SocketAddr),
    ) -> Result<(), DaemonError> {
        publish::raise_limit();
        let address = self.config.publish.listen;
        let failed = |reason| DaemonError::Listen { address, reason };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        let serving = Serving::new(&self.config.publish.directory);
        self.serving = Some(serving.clone());
        let hubs = self.listen_to_hubs().map_err(PassError::from)?;
        let mut router = publish::router(serving.clone()).merge(hubs.router());
        if self.config.publish.search {
            router = router.merge(self.search().router());
        }
        let router = publish::explained(router, &serving);
        let router = match &self.config.publish.hub {
            Some(hub) => publish::advertise(router, hub, &self.config.site.url),
            None => router,
        };
        let mut server = tokio::spawn(publish::serve(listener, router, stopped(stop.clone())));
        info!(address = %bound, connections = publish::most_connections(), "serving");
        listening(bound);
        let passes = async {
            // What was published before the restart is served already. A site that is to look otherwise, or was cut short,
            // isn't kept waiting for the papers.
            if let Err(error) = self.publish_what_is_due(progress).await {
                error!("the site could not be published and is tried again after the pass: {error}");
            }
            loop {
                match self.once(Timestamp::now(), progress).await {
                    Ok(pass) if pass.pages_waiting > 0 => {}
                    Ok(_) => self.rest().await,
                    // A full disk, say: readers keep what was published, and the next pass tries again.
                    Err(error) => {
                        error!("the pass failed and is tried again: {error}");
                        self.rest().await;
                    }
                }
            }
        };
        let ended = tokio::select! {
            never = passes => never,
            ended = &mut server => ended,
            // What the pass is at is abandoned; requests under way are answered.
            () = stopped(stop) => server.await,
        };
        ended.map_err(io::Error::other).and_then(|result| result).map_err(DaemonError::Serve)?;
        info!("stopped");
        Ok(())
    }

    /// Answers readers' searches, beside the passes.
    fn search(&self) -> Live {
        let searcher = Searcher::new(Arc::clone(&self.config));
        Live::lasting(SAME_SEARCH, &Searcher::PATHS, move |LiveRequest { path, query }| searcher.answer(&path, &query))
    }

    /// Until it is time to look again, or a hub calls.
    async fn rest(&self) {
        let called = async {
            match &self.listening {
                Some(listening) => listening.called().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = sleep(TICK) => {}
            () = called => sleep(OTHER_CALLS).await,
        }
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // The sender going away means the same as the word.
    let _ = stop.wait_for(|stop| *stop).await;
}
