//! The command line: one file per command. The only place that prints.

mod block;
mod check;
mod demo;
mod discover;
mod explain;
mod fact;
mod filing;
mod join;
mod lab;
mod logging;
mod once;
mod preview;
mod progress;
mod republish;
mod run;
mod say;
mod search;
mod split;
mod topics;
mod withdraw;

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::config::{Config, ConfigError};
use crate::pipeline::{DecisionError, Noted, OpenError};

/// What cron, systemd and scripts may rely on.
mod exit {
    use std::process::ExitCode;

    pub const WELL: ExitCode = ExitCode::SUCCESS;
    /// Some sources failed, or the command could not do its work.
    pub fn failed() -> ExitCode {
        ExitCode::from(1)
    }
    /// feeds.toml, or the command line (clap's own code for it).
    pub fn configuration() -> ExitCode {
        ExitCode::from(2)
    }
    /// Another process has the lock.
    pub fn locked() -> ExitCode {
        ExitCode::from(3)
    }
}

const START: &str = "\
To begin:
  bantin demo          see it work, without a network: a small press on this machine
  bantin discover URL  the feeds of a site, to paste into feeds.toml
  bantin check         is feeds.toml right?
  bantin once          one pass: poll, read, judge, publish files (for cron)
  bantin run           the daemon: polls on schedule, serves the feeds and the site

Everything is configured in feeds.toml; environment variables override paths and addresses only:
  BANTIN_CONFIG    feeds.toml itself
  BANTIN_DATABASE  [store] database
  BANTIN_PUBLIC    [publish] directory
  BANTIN_LISTEN    [publish] listen
  BANTIN_URL       [site] url";

/// Many news sources in, one clean feed out: polls, reads, removes duplicates, files by topic, republishes.
#[derive(Debug, Parser)]
#[command(name = "bantin", version, after_help = START)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

/// All commands and what they take, for the manual and the shells' completions.
pub fn command() -> clap::Command {
    Arguments::command()
}

#[derive(Debug, Args)]
struct Common {
    /// The configuration.
    #[arg(long, value_name = "FILE", default_value = "feeds.toml", env = "BANTIN_CONFIG")]
    config: PathBuf,
    /// Say more.
    #[arg(short, long)]
    verbose: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Poll on schedule, serve the feeds and the site; stops cleanly on SIGTERM and SIGINT.
    Run(run::Run),
    /// One pass for cron. Exit codes: 0 all went well, 1 some sources failed, 2 feeds.toml is wrong, 3 another pass runs.
    Once(once::Once),
    /// Check feeds.toml and report every mistake at once.
    Check(check::Check),
    /// Show what would be read, extracted and filed of a feed or page, and why. Stores nothing.
    Preview(preview::Preview),
    /// Say why an article or a story is as it is: where it came from, its copies, series, story and topics, and what it was not
    /// merged with. Only reads.
    Explain(explain::Explain),
    /// Take an article out of its story, with its copies, for ever. Works beside `bantin run`; the next pass does it.
    Split(split::Split),
    /// Make two stories one; the younger one's link leads to the older. Works beside `bantin run`; the next pass does it.
    Join(join::Join),
    /// Publish an article or a story no more, nor any copy of it, for ever. Works beside `bantin run`; the next pass does it.
    Withdraw(withdraw::Withdraw),
    /// Take back what withdrew an article or a story. Works beside `bantin run`; the next pass does it.
    Republish(republish::Republish),
    /// Find the feeds of a site, and print them as sources for feeds.toml. Stores nothing.
    Discover(discover::Discover),
    /// A small fictional press on this machine and bantin polling it: the whole product without a network.
    Demo(demo::Demo),
    /// Search the stored articles, as the site's readers do. Only reads.
    Search(search::Search),
    /// How well the topics' rules file texts that an editor has filed.
    Topics(topics::Topics),
    /// Experiments on pages whose text is known: how well is read what a reader would read?
    Lab(lab::Lab),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    match Arguments::parse().command {
        Some(Command::Run(run)) => run.main(),
        Some(Command::Once(once)) => once.main(),
        Some(Command::Check(check)) => check.main(),
        Some(Command::Preview(preview)) => preview.main(),
        Some(Command::Explain(explain)) => explain.main(),
        Some(Command::Split(split)) => split.main(),
        Some(Command::Join(join)) => join.main(),
        Some(Command::Withdraw(withdraw)) => withdraw.main(),
        Some(Command::Republish(republish)) => republish.main(),
        Some(Command::Discover(discover)) => discover.main(),
        Some(Command::Demo(demo)) => demo.main(),
        Some(Command::Search(search)) => search.main(),
        Some(Command::Topics(topics)) => topics.main(),
        Some(Command::Lab(lab)) => lab.main(),
        None => {
            // Printing help to a closed pipe is nobody's failure.
            let _ = command().print_help();
            exit::configuration()
        }
    }
}

/// The configuration, or its mistakes on stderr.
fn load(path: &Path) -> Result<Config, ExitCode> {
    Config::load(path).map_err(|error| {
        match &error {
            ConfigError::Mistakes(mistakes) => say::raw_problem(mistakes.render(io::stderr().is_terminal())),
            other => say::problem(other),
        }
        exit::configuration()
    })
}

/// Has an operator's decision written down, and says how to take it back.
fn decided(common: &Common, decide: impl FnOnce(&Config) -> Result<Noted, DecisionError>) -> ExitCode {
    logging::start(logging::Level::warnings(common.verbose), &progress::Progress::new());
    let noted = load(&common.config).and_then(|config| decide(&config).map_err(failed));
    let said = noted.and_then(|Noted { what, undo }| say::result(format_args!("{what}\nto take it back: {undo}")));
    said.map_or_else(|code| code, |()| exit::WELL)
}

/// Says why a command could not do its work.
fn failed(error: impl Display) -> ExitCode {
    say::problem(error);
    exit::failed()
}

fn not_opened(error: &OpenError) -> ExitCode {
    say::problem(error);
    match error {
        OpenError::Lock(crate::store::LockError::Held(_)) => exit::locked(),
        _ => exit::configuration(),
    }
}

/// Runs a command's work on a multi-threaded runtime.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T, ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(format_args!("cannot start: {error}; too many processes or open files?")))?;
    Ok(runtime.block_on(work))
}
