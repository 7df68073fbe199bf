//! Plain lines on stderr.

use std::io::{self, IsTerminal};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::progress::Progress;

/// How much is logged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level(LevelFilter);

impl Level {
    /// For a command whose result is printed: what went wrong.
    pub(super) fn warnings(verbose: bool) -> Self {
        Self(if verbose { LevelFilter::DEBUG } else { LevelFilter::WARN })
    }

    /// For a daemon: what it does.
    pub(super) fn everything(verbose: bool) -> Self {
        Self(if verbose { LevelFilter::DEBUG } else { LevelFilter::INFO })
    }
}

pub(super) fn start(Level(level): Level, progress: &Progress) {
    let filter = tracing_subscriber::filter::Targets::new().with_target("bantin", level);
    let progress = progress.clone();
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(move || progress.clone())
        .with_ansi(io::stderr().is_terminal())
        .with_target(false);
    // It fails only where another subscriber is there already, which then logs.
    let _ = tracing_subscriber::registry().with(lines).with(filter).try_init();
}
