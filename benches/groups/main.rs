//! The grouping benchmark: how fast bantin recognises copies and stories, beside datasketch's `MinHash` LSH, and how
//! that grows with the store. See benches/README.md.

mod bantin;
mod datasketch;
mod figures;
mod item;
mod language;
#[path = "../common/outcome.rs"]
mod outcome;
mod press;
#[path = "../common/prose.rs"]
mod prose;
#[path = "../common/random.rs"]
mod random;
mod report;
mod reporter;
mod spans;
mod task;
#[path = "../common/usage.rs"]
#[expect(dead_code, reason = "whole passes need more of it")]
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use outcome::Result;

use figures::{Figure, Figures};
use task::Task;

/// Articles grouped in a second of processor time, and what the store grows by.
#[derive(Debug, Parser)]
#[command(name = "groups")]
struct Arguments {
    /// Of the figures, only these.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Figure>,
    /// A Python that has what lab/copies/requirements.txt says: datasketch sets the pace.
    #[arg(long, value_name = "PYTHON")]
    datasketch: Option<String>,
    /// How often duplicates are measured.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// The store grows up to so many articles; a million take 8 GB of disk for a while.
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u64).range(10_000..=1_000_000))]
    stored: u64,
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
    let mut out = io::stdout();
    if let Some(task) = &arguments.task {
        return Ok(writeln!(out, "{}", serde_json::to_string(&serde_json::from_str::<Task>(task)?.run()?)?)?);
    }
    let figures = Figures::measure(arguments)?;
    if arguments.json {
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(&figures)?)?);
    }
    Ok(write!(out, "{figures}")?)
}
