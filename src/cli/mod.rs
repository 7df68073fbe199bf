//! The command line: one file per command. The only place that prints.

mod add;
mod backup;
mod block;
mod check;
mod demo;
mod discover;
mod doctor;
mod explain;
mod export;
mod fact;
mod filing;
mod import;
mod join;
mod lab;
mod logging;
mod once;
mod preview;
mod progress;
mod proposal;
mod republish;
mod restore;
mod run;
mod say;
mod schema;
mod search;
mod split;
mod status;
mod terminal;
mod topics;
mod vacuum;
mod withdraw;

use std::fmt::Display;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::{Args, CommandFactory, Parser, Subcommand};
use url::Url;

use crate::config::edit::{Draft, EditError};
use crate::config::{Config, ConfigError};
use crate::pipeline::{DecisionError, Noted, OpenError, PassError};

/// What cron, systemd and scripts may rely on.
mod exit {
    use std::process::ExitCode;

    pub const WELL: ExitCode = ExitCode::SUCCESS;
    /// Some sources failed, or the command could not do its work.
    pub fn failed() -> ExitCode {
        ExitCode::from(1)
    }
    /// feeds.toml, the command line (clap's own code for it), or the database: nothing can be done until somebody sees to it.
    pub fn configuration() -> ExitCode {
        ExitCode::from(2)
    }
    /// Another process has the lock.
    pub fn locked() -> ExitCode {
        ExitCode::from(3)
    }
    /// The pass could not do its work, where 1 says that it did, and that some sources failed.
    pub fn not_passed() -> ExitCode {
        ExitCode::from(4)
    }
}

const START: &str = "\
To begin:
  bantin demo          see it work, without a network: a small press on this machine
  bantin add URL       find a site's feed, and add it to feeds.toml as a source
  bantin check         is feeds.toml right?
  bantin once          one pass: poll, read, judge, publish files (for cron)
  bantin run           the daemon: polls on schedule, serves the feeds and the site

Everything is configured in feeds.toml; environment variables override paths and addresses only:
  BANTIN_CONFIG    feeds.toml itself
  BANTIN_DATABASE  [store] database
  BANTIN_PUBLIC    [publish] directory
  BANTIN_LISTEN    [publish] listen
  BANTIN_OPERATORS [publish] operators
  BANTIN_URL       [site] url
How `run` and `once` log can be said by BANTIN_LOG_FORMAT and BANTIN_LOG.";

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
    /// One pass for cron. Exit codes: 0 all went well, 1 some sources failed, 2 feeds.toml is wrong or the database can't be opened
    /// or is damaged, 3 another pass runs, 4 the pass could not do its work.
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
    /// Find the feeds of a site, show what the best has, and add it to feeds.toml as a source.
    Add(add::Add),
    /// Add the feeds of an OPML file to feeds.toml as sources. Asks none of them.
    Import(import::Import),
    /// Write the sources that are feeds as OPML, for feed readers.
    Export(export::Export),
    /// Print the JSON Schema of feeds.toml, with which editors complete and check it.
    Schema(schema::Schema),
    /// A small fictional press on this machine and bantin polling it: the whole product without a network.
    Demo(demo::Demo),
    /// Search the stored articles, as the site's readers do. Only reads.
    Search(search::Search),
    /// Write the database as it is now to a file, checked. Works beside `bantin run`.
    Backup(backup::Backup),
    /// Have a backup be the database; what is there is kept aside. Not beside `bantin run`.
    Restore(restore::Restore),
    /// Give back the disk space that the database no longer needs. Not beside `bantin run`.
    Vacuum(vacuum::Vacuum),
    /// How the sources are: last success, next poll and why then, items a week, what is found on their pages; and what waits.
    /// Only reads, beside `bantin run`.
    Status(status::Status),
    /// What is wrong and what to do about it, the worst first. Only reads, beside `bantin run`. Exit codes: 0 all is well, 1 something
    /// is wrong.
    Doctor(doctor::Doctor),
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
        Some(Command::Add(add)) => add.main(),
        Some(Command::Import(import)) => import.main(),
        Some(Command::Export(export)) => export.main(),
        Some(Command::Schema(schema::Schema)) => schema::Schema::main(),
        Some(Command::Demo(demo)) => demo.main(),
        Some(Command::Search(search)) => search.main(),
        Some(Command::Backup(backup)) => backup.main(),
        Some(Command::Restore(restore)) => restore.main(),
        Some(Command::Vacuum(vacuum)) => vacuum.main(),
        Some(Command::Status(status)) => status.main(),
        Some(Command::Doctor(doctor)) => doctor.main(),
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
    Config::load(path).map_err(|error| not_loaded(&error))
}

fn not_loaded(error: &ConfigError) -> ExitCode {
    match error {
        ConfigError::Mistakes(mistakes) => say::raw_problem(mistakes.render(io::stderr().is_terminal())),
        other => say::problem(other),
    }
    exit::configuration()
}

/// feeds.toml to be changed, or what is wrong with it on stderr. Unless nothing is to be written, it is said at once when
/// that couldn't be.
fn open_draft(path: &Path, dry_run: bool) -> Result<Draft, ExitCode> {
    let draft = Draft::open(path).map_err(|error| not_loaded(&error))?;
    if !dry_run {
        draft.writable().map_err(edit_failed)?;
    }
    Ok(draft)
}

fn edit_failed(error: EditError) -> ExitCode {
    match error {
        EditError::Mistakes(mistakes) => not_loaded(&ConfigError::Mistakes(mistakes)),
        other => failed(other),
    }
}

/// An address as people type it: `bao.example/tin` is meant as https.
fn web_address(typed: &str) -> Result<Url, String> {
    let url = match Url::parse(typed) {
        Err(url::ParseError::RelativeUrlWithoutBase) => Url::parse(&format!("https://{typed}")),
        parsed => parsed,
    };
    match url {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        Ok(url) => Err(format!("its scheme must be https or http, not {}", url.scheme())),
        Err(error) => Err(error.to_string()),
    }
}

/// Has an operator's decision written down, and says how to take it back.
fn decided(common: &Common, decide: impl FnOnce(&Config) -> Result<Noted, DecisionError>) -> ExitCode {
    logging::start(logging::Level::warnings(common.verbose), &progress::Progress::new());
    let noted =
        load(&common.config).and_then(|config| decide(&config).map_err(|error| not_done(&error, error.is_unusable())));
    let said = noted.and_then(|Noted { what, undo }| say::result(format_args!("{what}\nto take it back: {undo}")));
    said.map_or_else(|code| code, |()| exit::WELL)
}

/// Says why a command could not do its work.
fn failed(error: impl Display) -> ExitCode {
    say::problem(error);
    exit::failed()
}

/// The same; `unusable`: because there is no database to do it with.
fn not_done(error: impl Display, unusable: bool) -> ExitCode {
    say::problem(error);
    if unusable { exit::configuration() } else { exit::failed() }
}

/// Says why a pass ended before its end. A database that is damaged is like one that can't be opened.
fn not_passed(error: &PassError) -> ExitCode {
    say::problem(error);
    if error.is_damage() { exit::configuration() } else { exit::not_passed() }
}

fn not_opened(error: &OpenError) -> ExitCode {
    say::problem(error);
    match error {
        OpenError::Lock(crate::store::LockError::Held(_)) => exit::locked(),
        _ => exit::configuration(),
    }
}

/// What still runs when a command has done its work, such as a name server that doesn't answer, isn't waited for longer.
const LAST_BREATH: Duration = Duration::from_secs(5);

/// Runs a command's work on a multi-threaded runtime.
fn block_on<T>(work: impl Future<Output = T>) -> Result<T, ExitCode> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| failed(format_args!("cannot start: {error}; too many processes or open files?")))?;
    let done = runtime.block_on(work);
    runtime.shutdown_timeout(LAST_BREATH);
    Ok(done)
}
