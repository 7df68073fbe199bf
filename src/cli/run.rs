use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::progress::Progress;
use super::{Common, block_on, exit, failed, load, logging, not_opened, say};
use crate::pipeline::Pipeline;

#[derive(Debug, Args)]
pub(super) struct Run {
    #[command(flatten)]
    common: Common,
}

impl Run {
    pub(super) fn main(self) -> ExitCode {
        let progress = Progress::new();
        logging::start(logging::Level::everything(self.common.verbose), &progress);
        load(&self.common.config)
            .and_then(|config| Pipeline::open(config).map_err(|error| not_opened(&error)))
            .and_then(|pipeline| {
                block_on(until_told_to_stop(pipeline, &progress, |address| {
                    say::note(format_args!("bantin: http://{address}/"));
                }))
            })
            .unwrap_or_else(|code| code)
    }
}

/// Runs the daemon until SIGTERM or SIGINT.
pub(super) async fn until_told_to_stop(
    pipeline: Pipeline,
    progress: &Progress,
    listening: impl FnOnce(SocketAddr),
) -> ExitCode {
    let (stop, stopped) = watch::channel(false);
    let signals = async {
        let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            // Without handlers the signals end the process at once, which loses nothing either.
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // The receiver only goes away when the daemon has stopped already.
        let _ = stop.send(true);
        std::future::pending::<()>().await;
    };
    let watch = |event| progress.on(event);
    let daemon = pipeline.run(stopped, &watch, listening);
    let outcome = tokio::select! {
        outcome = daemon => outcome,
        () = signals => Ok(()),
    };
    match outcome {
        Ok(()) => exit::WELL,
        Err(error) => failed(error),
    }
}
