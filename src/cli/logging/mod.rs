//! The log, on stderr: lines for people, or JSON for machines.

mod escape;

use std::io::{self, IsTerminal};

use clap::{Args, ValueEnum};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::Layer;
use tracing_subscriber::field::MakeExt as _;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::{self, format};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::progress::Progress;
use escape::{JsonLines, write_field};

/// How a command that works unattended logs.
#[derive(Clone, Debug, Default, Args)]
pub(super) struct Logging {
    /// How the log on stderr is written.
    #[arg(long = "log", value_enum, value_name = "FORMAT", default_value_t, env = "BANTIN_LOG_FORMAT")]
    format: Format,
    /// What is logged, in place of what the command logs: a level (error, warn, info, debug, trace), or levels of targets, as
    /// in `bantin=warn,bantin::poll=info`.
    #[arg(long = "log-filter", value_name = "FILTER", env = "BANTIN_LOG")]
    filter: Option<Targets>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people; in colour on a terminal.
    #[default]
    Human,
    /// An object a line; the README says which keys there are.
    Json,
}

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

impl Logging {
    /// `level` is what is logged where no filter was given.
    pub(super) fn start(&self, Level(level): Level, progress: &Progress) {
        let filter = self.filter.clone().unwrap_or_else(|| Targets::new().with_target("bantin", level));
        let progress = progress.clone();
        let lines = match self.format {
            Format::Human => fmt::layer()
                .with_writer(move || progress.clone())
                .with_ansi(io::stderr().is_terminal())
                .with_target(false)
                .fmt_fields(format::debug_fn(write_field).delimited(" "))
                .boxed(),
            Format::Json => fmt::layer()
                .json()
                .flatten_event(true)
                .with_current_span(false)
                .with_span_list(false)
                .with_writer(move || JsonLines(progress.clone()))
                .boxed(),
        };
        // It fails only where another subscriber is there already, which then logs.
        let _ = tracing_subscriber::registry().with(lines).with(filter).try_init();
    }
}

/// The log of a command whose result is printed: lines for people.
pub(super) fn start(level: Level, progress: &Progress) {
    Logging::default().start(level, progress);
}
