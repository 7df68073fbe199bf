//! The benchmark of publishing: what one new story costs beside the whole site. See benches/README.md.

#[path = "../groups/language.rs"]
#[expect(dead_code, reason = "events need more of it")]
mod language;
#[path = "../common/outcome.rs"]
mod outcome;
#[path = "../common/prose.rs"]
#[expect(dead_code, reason = "whole pages need more of it")]
mod prose;
#[path = "../common/random.rs"]
mod random;
#[expect(dead_code, reason = "retention needs more of it")]
mod site;
#[path = "../groups/spans.rs"]
#[expect(dead_code, reason = "a rate of all parts needs more of it")]
mod spans;
#[path = "../common/usage.rs"]
#[expect(dead_code, reason = "whole passes need more of it")]
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use outcome::Result;
use serde::Serialize;
use site::Site;
use spans::{Parts, Spans};
use usage::Usage;

/// The cost of publishing one new story beside that of publishing all.
#[derive(Debug, Parser)]
#[command(name = "publish")]
struct Arguments {
    /// Stories that are there.
    #[arg(long, default_value_t = 10_000)]
    stories: usize,
    /// So many times, one more story is published; the median counts.
    #[arg(long, default_value_t = 11)]
    rounds: u32,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Serialize)]
struct Figures {
    stories: usize,
    files: usize,
    /// All documents into an empty folder.
    whole: Usage,
    /// All documents beside the files that are there already, none of which changes.
    again: Usage,
    /// One new story: the round with the median processor time.
    one: Usage,
    /// Files that it changed.
    changed: usize,
    wall_ratio: f64,
    cpu_ratio: f64,
    /// Seconds of processor time in each step of `whole`.
    whole_steps: Parts,
    /// The same of `one`, of so many rounds together.
    one_steps: Parts,
    rounds: u32,
}

fn main() -> ExitCode {
    outcome::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<()> {
    let spans = Spans::count()?;
    let mut site = Site::new(arguments.stories)?;
    let (whole, whole_steps) = site.publish(&spans)?;
    let stories = site.stories()?;
    let files = site.files()?.len();
    site.forget()?;
    let (again, _) = site.publish(&spans)?;
    let mut rounds = Vec::new();
    let mut one_steps = Parts::default();
    for _ in 0..arguments.rounds.max(1) {
        let before = site.files()?;
        site.add(1)?;
        let (used, steps) = site.publish(&spans)?;
        one_steps.add(steps);
        let after = site.files()?;
        rounds.push((used, after.iter().filter(|(path, file)| before.get(*path) != Some(*file)).count()));
    }
    rounds.sort_by(|(one, _), (other, _)| one.cpu_seconds.total_cmp(&other.cpu_seconds));
    let (one, changed) = rounds.swap_remove(rounds.len() / 2);
    let figures = Figures {
        stories,
        files,
        whole,
        again,
        one,
        changed,
        wall_ratio: one.wall_seconds / whole.wall_seconds,
        cpu_ratio: one.cpu_seconds / whole.cpu_seconds,
        whole_steps,
        one_steps,
        rounds: arguments.rounds.max(1),
    };
    print(arguments, &figures)
}

fn print(arguments: &Arguments, figures: &Figures) -> Result<()> {
    let mut out = io::stdout();
    if arguments.json {
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(figures)?)?);
    }
    if cfg!(debug_assertions) {
        writeln!(out, "A debug build: these figures say nothing. Use `cargo bench --bench publish`.")?;
    }
    writeln!(out, "{} stories, {} files; one more changes {} files", figures.stories, figures.files, figures.changed)?;
    writeln!(out, "{:>12}{:>12}{:>12}{:>12}", "", "wall ms", "CPU ms", "peak MiB")?;
    for (name, used) in [("whole", figures.whole), ("again", figures.again), ("one more", figures.one)] {
        writeln!(
            out,
            "{name:>12}{:>12.1}{:>12.1}{:>12}",
            used.wall_seconds * 1e3,
            used.cpu_seconds * 1e3,
            used.peak_bytes >> 20
        )?;
    }
    writeln!(out, "{:>12}{:>12.5}{:>12.5}", "one / whole", figures.wall_ratio, figures.cpu_ratio)?;
    writeln!(out, "\n{:>12}{:>14}{:>18}", "CPU ms", "whole", "one more, mean")?;
    // Those of judging, which comes before, have none.
    for (step, whole) in figures.whole_steps.each().filter(|(_, seconds)| *seconds > 0.0) {
        writeln!(
            out,
            "{step:>12}{:>14.1}{:>18.2}",
            whole * 1e3,
            figures.one_steps.of(step) * 1e3 / f64::from(figures.rounds)
        )?;
    }
    Ok(())
}
