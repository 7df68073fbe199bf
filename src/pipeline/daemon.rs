//! The daemon: passes on schedule, beside a server that only reads.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use thiserror::Error;
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::{error, info, warn};

use super::answering::{Answering, Listeners, Unchanged};
use super::notify::Supervisor;
use super::pass::{Event, Pass};
use super::pulse::Pulse;
use super::readiness::STALLED;
use super::reload::{Followed, Reload, Sources, Told};
use super::{PassError, Pipeline, Watch};
use crate::publish::{self, Serving};

/// Between two looks at what is due. The sources' own times decide what is polled.
const TICK: Duration = Duration::from_secs(20);
/// After a pass that found the database damaged: only who restores it can help, and the log has said so.
const DAMAGED: Duration = Duration::from_mins(10);
/// Between two signs of life meanwhile, for watchdogs that want to hear more often.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);
/// After a hub has called, others are waited for: news seldom comes alone, and a hub that calls without end shall not keep
/// the daemon busy.
const OTHER_CALLS: Duration = Duration::from_secs(1);

#[derive(Debug, Error)]
pub enum DaemonError {
    #[error("cannot listen on {address}: {reason}; choose another [publish] {setting}, or stop who has it")]
    Listen { setting: &'static str, address: SocketAddr, reason: io::Error },
    #[error("the server stopped: {0}")]
    Serve(io::Error),
    #[error(transparent)]
    Pass(#[from] PassError),
}

/// Who a daemon hears of, and tells.
pub struct Surroundings {
    /// Turns true when the daemon is to stop.
    pub stop: watch::Receiver<bool>,
    /// The file whose changes are followed; none: the configuration stays as it is.
    pub file: Option<Followed>,
    pub supervisor: Supervisor,
}

impl Pipeline {
    /// Serves what is published and passes again and again, until it is told to stop. What a pass has not finished by then is
    /// abandoned without loss; the next start goes on from there. `listening` is told the address once it answers.
    ///
    /// # Errors
    /// When an address is taken, or the server fails.
    pub async fn run(
        mut self,
        surroundings: Surroundings,
        progress: Watch<'_>,
        listening: impl FnOnce(SocketAddr),
    ) -> Result<(), DaemonError> {
        let Surroundings { stop, file, supervisor } = surroundings;
        self.pulse = Pulse::new(supervisor.clone());
        publish::raise_limit();
        let listeners = Listeners::bind(&self.config.publish).await?;
        let (bound, operators) = listeners.addresses().map_err(DaemonError::Serve)?;
        let serving = Serving::new(&self.config.publish.directory);
        self.serving = Some(serving.clone());
        let unchanged = Unchanged {
            serving,
            hubs: self.listen_to_hubs().map_err(PassError::from)?,
            meters: self.meters.clone(),
            pulse: self.pulse.clone(),
            has_operators: operators.is_some(),
        };
        let answering = Answering::new(&self.config, unchanged);
        let mut server = tokio::spawn(listeners.serve(answering.clone(), stop.clone()));
        let connections = publish::most_connections();
        info!(address = %bound, operators = operators.map(tracing::field::display), connections, "serving");
        listening(bound);
        supervisor.ready();
        warn_of_short_watchdog(&supervisor);
        let told = Told { supervisor: supervisor.clone(), meters: self.meters.clone() };
        let reload = Reload::follow(file, Arc::clone(&self.config), told);
        let ended = tokio::select! {
            biased;
            // What the pass is at is abandoned; requests under way are answered.
            () = stopped(stop) => {
                supervisor.stopping();
                server.await
            }
            ended = &mut server => ended,
            never = self.pass_for_ever(&answering, reload, &supervisor, progress) => never,
        };
        ended.map_err(|panicked| DaemonError::Serve(panicked.into()))?;
        info!("stopped");
        Ok(())
    }

    async fn pass_for_ever<T>(
        &mut self,
        answering: &Answering,
        mut reload: Reload,
        supervisor: &Supervisor,
        progress: Watch<'_>,
    ) -> T {
        let pulse = self.pulse.clone();
        let progress = |event: Event| {
            pulse.beat();
            progress(event);
        };
        // What was published before the restart is served already. A site that is to look otherwise, or was cut short,
        // isn't kept waiting for the papers.
        if let Err(error) = self.publish_what_is_due(&progress).await {
            error!("the site could not be published and is tried again after the pass: {error}");
        }
        loop {
            pulse.beat();
            if let Some(config) = reload.take() {
                match self.reload(&config, answering) {
                    Ok(Sources { added, removed }) => {
                        info!(?added, ?removed, "the new configuration is in force");
                    }
                    Err(error) => {
                        error!("the new configuration can't be used, and the one before stays in force: {error}");
                    }
                }
                supervisor.ready();
            }
            match self.once(Timestamp::now(), &progress).await {
                Ok(pass) => {
                    pulse.ended(None);
                    supervisor.status(&status(&pass));
                    if pass.pages_waiting == 0 {
                        self.rest(&reload).await;
                    }
                }
                Err(error) if error.is_damage() => {
                    let minutes = DAMAGED.as_secs() / 60;
                    error!("the pass failed, and the next is tried in {minutes} minutes: {error}");
                    pulse.ended(Some(error.to_string()));
                    supervisor.status(&format!("The pass at {} failed: {error}", Timestamp::now()));
                    tokio::select! {
                        () = self.beat_for(DAMAGED) => {}
                        () = reload.waiting() => {}
                    }
                }
                // A full disk, say: readers keep what was published, and the next pass tries again.
                Err(error) => {
                    error!("the pass failed and is tried again: {error}");
                    pulse.ended(Some(error.to_string()));
                    supervisor.status(&format!("The pass at {} failed: {error}", Timestamp::now()));
                    self.rest(&reload).await;
                }
            }
        }
    }

    /// Until it is time to look again, a hub calls, or the configuration is another.
    async fn rest(&self, reload: &Reload) {
        let called = async {
            match &self.listening {
                Some(listening) => listening.called().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.beat_for(TICK) => {}
            () = called => sleep(OTHER_CALLS).await,
            () = reload.waiting() => {}
        }
    }

    /// Gives signs of life for so long.
    async fn beat_for(&self, length: Duration) {
        let begun = Instant::now();
        while begun.elapsed() < length {
            self.pulse.beat();
            sleep(SIGN_OF_LIFE).await;
        }
    }
}

fn status(pass: &Pass) -> String {
    format!("Pass at {}: {}", pass.at, pass.summary())
}

fn warn_of_short_watchdog(supervisor: &Supervisor) {
    if let Some(watchdog) = supervisor.watchdog().filter(|watchdog| *watchdog < STALLED) {
        warn!(
            "the watchdog wants to hear of bantin every {} s; a slow source can take longer, and bantin would be killed for it: \
             set WatchdogSec={}",
            watchdog.as_secs_f64(),
            STALLED.as_secs()
        );
    }
}

pub(super) async fn stopped(mut stop: watch::Receiver<bool>) {
    // The sender going away means the same as the word.
    let _ = stop.wait_for(|stop| *stop).await;
}
