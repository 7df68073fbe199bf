//! The benchmark of retention: how long passes take that purge what is old, how long they keep others from the database, and what
//! `bantin vacuum` gives back. See benches/README.md.

#[path = "../groups/language.rs"]
#[expect(dead_code, reason = "events need more of it")]
mod language;
mod neighbours;
#[path = "../common/outcome.rs"]
mod outcome;
#[path = "../common/prose.rs"]
#[expect(dead_code, reason = "whole pages need more of it")]
mod prose;
#[path = "../common/random.rs"]
mod random;
#[path = "../publish/site.rs"]
#[expect(dead_code, reason = "the cost of one more story needs more of it")]
mod site;
#[path = "../groups/spans.rs"]
#[expect(dead_code, reason = "a rate of all parts needs more of it")]
mod spans;
#[path = "../common/usage.rs"]
#[expect(dead_code, reason = "whole passes need more of it")]
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use bantin::pipeline::{self, Event};
use bantin::store::Size;
use clap::Parser;
use neighbours::{Neighbours, Waits};
use outcome::Result;
use serde::Serialize;
use site::Site;
use usage::peak_bytes;

#[derive(Debug, Parser)]
#[command(name = "purge")]
struct Arguments {
    /// Articles that are there, of which the older half is due.
    #[arg(long, default_value_t = 100_000)]
    articles: usize,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Serialize)]
struct Figures {
    articles: usize,
    purged: usize,
    /// Passes until nothing was due any more.
    passes: usize,
    /// Seconds of a pass that purges all it may: until it publishes, and in all. The middle one and the longest.
    purging: Spread,
    whole: Spread,
    /// Milliseconds that others waited, beside all passes.
    others: Waits,
    peak_before: u64,
    peak: u64,
    /// Bytes, before and after `vacuum`, and the seconds it took.
    before: u64,
    unused: u64,
    after: u64,
    vacuum: f64,
}

#[derive(Clone, Copy, Debug, Serialize)]
pub struct Spread {
    middle: f64,
    most: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let at = |at: usize| values.get(at).copied().unwrap_or_default();
        Self { middle: at(values.len() / 2), most: at(values.len().saturating_sub(1)) }
    }
}

fn main() -> ExitCode {
    outcome::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<()> {
    let mut site = Site::new(arguments.articles)?;
    site.pass(&|_| ())?;
    site.keep_half();
    let peak_before = peak_bytes()?;
    let neighbours = Neighbours::begin(site.database());
    let (mut purging, mut whole, mut purged) = (Vec::new(), Vec::new(), 0);
    loop {
        let published = Mutex::new(None);
        let begun = Instant::now();
        let pass = site.pass(&|event| {
            if event == Event::Publishing
                && let Ok(mut published) = published.lock()
            {
                *published = Some(begun.elapsed());
            }
        })?;
        if pass.purged == 0 {
            break;
        }
        purging.push(published.into_inner()?.map_or(0.0, |time: Duration| time.as_secs_f64()));
        whole.push(begun.elapsed().as_secs_f64());
        purged += pass.purged;
    }
    let others = neighbours.end()?;
    let peak = peak_bytes()?;
    let begun = Instant::now();
    let [Size { on_disk: before, unused }, Size { on_disk: after, .. }] = pipeline::vacuum(site.config())?;
    let passes = whole.len();
    let figures = Figures {
        articles: arguments.articles,
        purged,
        passes,
        purging: Spread::of(purging),
        whole: Spread::of(whole),
        others,
        peak_before,
        peak,
        before,
        unused,
        after,
        vacuum: begun.elapsed().as_secs_f64(),
    };
    print(arguments, &figures)
}

fn print(arguments: &Arguments, figures: &Figures) -> Result<()> {
    let mut out = io::stdout();
    if arguments.json {
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(figures)?)?);
    }
    if cfg!(debug_assertions) {
        writeln!(out, "A debug build: these figures say nothing. Use `cargo bench --bench purge`.")?;
    }
    let Figures { purging, whole, others, .. } = figures;
    let mebibytes = |bytes: u64| bytes >> 20;
    writeln!(out, "{} articles; {} stories purged in {} passes", figures.articles, figures.purged, figures.passes)?;
    writeln!(out, "{:>22}{:>12}{:>12}", "", "middle", "most")?;
    writeln!(out, "{:>22}{:>12.2}{:>12.2}", "purging, s", purging.middle, purging.most)?;
    writeln!(out, "{:>22}{:>12.2}{:>12.2}", "whole pass, s", whole.middle, whole.most)?;
    writeln!(out, "{:>22}{:>12.1}{:>12.1}", "others' writing, ms", others.writing.middle, others.writing.most)?;
    writeln!(out, "{:>22}{:>12.1}{:>12.1}", "others' reading, ms", others.reading.middle, others.reading.most)?;
    writeln!(out, "peak {} MiB, {} before", mebibytes(figures.peak), mebibytes(figures.peak_before))?;
    let Figures { before, unused, after, vacuum, .. } = figures;
    let [before, unused, after] = [*before, *unused, *after].map(mebibytes);
    Ok(writeln!(out, "vacuum: {before} MiB, {unused} of them unused; {after} after {vacuum:.1} s")?)
}
