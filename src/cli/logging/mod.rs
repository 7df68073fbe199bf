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
    #[arg(long = "log-filter", value_name = "FILTER", value_parser = filter, env = "BANTIN_LOG")]
    filter: Option<Filter>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Lines for people; in colour on a terminal.
    #[default]
    Human,
    /// An object a line; docs/operating.md says which keys there are.
    Json,
}

/// None: what the command logs.
#[derive(Clone, Debug, PartialEq)]
struct Filter(Option<Targets>);

/// A mistyped level would silence the log, if it were taken for the name of a target as elsewhere.
fn filter(typed: &str) -> Result<Filter, String> {
    let is_level = |text: &str| !text.trim().is_empty() && text.trim().parse::<LevelFilter>().is_ok();
    let mut parts = typed.split(',').filter(|part| !part.trim().is_empty()).peekable();
    if parts.peek().is_none() {
        return Ok(Filter(None));
    }
    match parts.find(|part| !is_level(part.rsplit_once('=').map_or(*part, |(_, level)| level))) {
        Some(part) => {
            Err(format!("`{part}` is neither a level (error, warn, info, debug, trace, off) nor TARGET=LEVEL"))
        }
        None => typed.parse().map(|targets| Filter(Some(targets))).map_err(|error| format!("{error}")),
    }
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
        let filter = self
            .filter
            .clone()
            .and_then(|Filter(targets)| targets)
            .unwrap_or_else(|| Targets::new().with_target("bantin", level));
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

#[cfg(test)]
mod tests {
    use super::{Filter, filter};

    #[test]
    fn a_filter_is_levels_and_a_mistyped_one_is_no_target() {
        for typed in ["info", "bantin=warn,bantin::poll=debug", "WARN, bantin=off", "5"] {
            assert!(filter(typed).is_ok_and(|Filter(targets)| targets.is_some()), "{typed}");
        }
        for typed in ["", " ", ","] {
            assert_eq!(filter(typed), Ok(Filter(None)), "{typed:?} sets nothing");
        }
        for typed in ["inof", "bantin", "bantin=", "bantin=loud", "a=b=info"] {
            assert!(filter(typed).is_err(), "{typed}");
        }
    }
}
