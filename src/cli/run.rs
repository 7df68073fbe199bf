use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::{Notify, watch};

use super::logging::{Level, Logging};
use super::progress::Progress;
use super::{Common, block_on, exit, failed, load, not_opened, say};
use crate::pipeline::{Followed, Pipeline, Supervisor, Surroundings};

#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    common: Common,
    #[command(flatten)]
    logging: Logging,
}

/// What a daemon has to do with outside of its own work.
#[derive(Default)]
pub(super) struct Outside {
    /// Where the configuration is from, which is followed; none: SIGHUP ends the daemon, as it does other programs.
    pub file: Option<PathBuf>,
    pub supervisor: Supervisor,
}

impl Run {
    pub(super) fn main(self) -> ExitCode {
        let progress = Progress::new();
        self.logging.start(Level::everything(self.common.verbose), &progress);
        let outside = Outside { file: Some(self.common.config.clone()), supervisor: Supervisor::from_environment() };
        load(&self.common.config)
            .and_then(|config| Pipeline::open(config).map_err(|error| not_opened(&error)))
            .and_then(|pipeline| {
                block_on(until_told_to_stop(pipeline, outside, &progress, |address| {
                    say::note(format_args!("bantin: http://{address}/"));
                }))
            })
            .unwrap_or_else(|code| code)
    }
}

/// Runs the daemon until SIGTERM or SIGINT. SIGHUP has it read its configuration again.
pub(super) async fn until_told_to_stop(
    pipeline: Pipeline,
    outside: Outside,
    progress: &Progress,
    listening: impl FnOnce(SocketAddr),
) -> ExitCode {
    let (stop, stopped) = watch::channel(false);
    let asked = Arc::new(Notify::new());
    let hangups = hangups(outside.file.is_some().then(|| Arc::clone(&asked)));
    let signals = async {
        let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            // Without handlers the signals end the process at once, which loses nothing either.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            () = hangups => {}
        }
        // The receiver only goes away when the daemon has stopped already.
        let _ = stop.send(true);
        std::future::pending::<()>().await;
    };
    let watch = |event| progress.on(event);
    let file = outside.file.map(|path| Followed { path, asked });
    let surroundings = Surroundings { stop: stopped, file, supervisor: outside.supervisor };
    let daemon = pipeline.run(surroundings, &watch, listening);
    let outcome = tokio::select! {
        outcome = daemon => outcome,
        () = signals => Ok(()),
    };
    match outcome {
        Ok(()) => exit::WELL,
        Err(error) => failed(error),
    }
}

/// Hands on each SIGHUP, until one says what it said first of all: that the terminal is gone from which bantin was started.
async fn hangups(asked: Option<Arc<Notify>>) {
    let had_terminal = io::stdin().is_terminal();
    let hangup = asked.and_then(|asked| Some((asked, signal(SignalKind::hangup()).ok()?)));
    let Some((asked, mut hangup)) = hangup else { return std::future::pending().await };
    while hangup.recv().await.is_some() {
        if had_terminal && !io::stdin().is_terminal() {
            return;
        }
        asked.notify_one();
    }
}
