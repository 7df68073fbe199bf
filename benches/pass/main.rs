//! The whole-pass benchmark: bantin's passes beside what bare reqwest makes of the same requests. See benches/README.md.
//!
//! Every phase is a process of its own, this program again, so that its processor time and peak memory are its alone;
//! so is the server.

mod bantin;
mod bare;
mod feeds_toml;
#[path = "../common/outcome.rs"]
mod outcome;
mod page;
#[path = "../common/prose.rs"]
mod prose;
#[path = "../common/random.rs"]
mod random;
mod report;
mod server;
mod task;
#[path = "../common/usage.rs"]
mod usage;
mod workload;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use outcome::Result;

use report::{Measured, Phase, Report};
use server::Server;
use task::{Kind, Task, Who};
use workload::Workload;

/// Whole passes over papers on this machine, beside bare reqwest.
#[derive(Debug, Parser)]
#[command(name = "pass")]
struct Arguments {
    /// Feeds.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    sources: u32,
    /// Entries in each feed; each has a page of about 60 kB.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=1000))]
    entries: u32,
    /// Leave the entries' pages alone: for passes over many sources.
    #[arg(long)]
    feeds_only: bool,
    /// Papers, among which the feeds are dealt out; bantin asks each for one thing at a time.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=1000))]
    hosts: u32,
    /// Requests at a time.
    #[arg(long, default_value_t = 64, value_parser = clap::value_parser!(u32).range(1..=256))]
    concurrency: u32,
    /// Passes in which nothing has changed; the figures are their average.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
    /// A task for a process of the benchmark's own, as JSON.
    #[arg(long, hide = true, exclusive = true)]
    task: Option<String>,
}

fn main() -> ExitCode {
    outcome::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<()> {
    if let Some(task) = &arguments.task {
        return serde_json::from_str::<Task>(task)?.run();
    }
    let report = measure(arguments)?;
    if arguments.json { server::say(&report) } else { Ok(write!(io::stdout(), "{report}")?) }
}

fn measure(arguments: &Arguments) -> Result<Report> {
    let [sources, entries, hosts, concurrency] =
        [arguments.sources, arguments.entries, arguments.hosts.min(arguments.sources), arguments.concurrency]
            .map(|count| count as usize);
    let mut server = Server::start(
        Workload { sources, entries, news: 0, reads_pages: !arguments.feeds_only, hosts: Vec::new() },
        hosts,
    )?;
    let workload = server.workload.clone();
    let folder = tempfile::tempdir()?;

    let mut measured = |who: &Who, kind: Kind| -> Result<Measured> {
        // For who waits; the figures alone are on standard output.
        let _ = writeln!(io::stderr(), "{who}, {kind} …");
        let task = Task::Pass { workload: workload.clone(), concurrency, who: who.clone(), kind };
        let before = server.tally()?;
        let outcome = task.outcome()?;
        Ok(Measured::new(&workload, kind, outcome, server.tally()?.since(before)))
    };
    let bantin = Who::Bantin { folder: folder.path().to_owned() };
    let mut phases = Vec::new();
    for (name, kind) in [("cold", Kind::Cold), ("all 304", Kind::Unchanged { rounds: arguments.rounds })] {
        phases.push(Phase::new(name, measured(&Who::Bare, kind)?, measured(&bantin, kind)?));
    }
    Ok(Report {
        sources,
        entries_per_source: entries,
        hosts,
        concurrency,
        processors: std::thread::available_parallelism()?.get(),
        optimised: !cfg!(debug_assertions),
        phases,
    })
}
