//! Readers by the thousand while passes run, and the memory of pass after pass. See benches/README.md.

mod daemon;
#[path = "../pass/feeds_toml.rs"]
mod feeds_toml;
mod memory;
#[path = "../common/outcome.rs"]
mod outcome;
#[path = "../pass/page.rs"]
mod page;
#[path = "../common/prose.rs"]
mod prose;
#[path = "../common/random.rs"]
mod random;
mod readers;
#[path = "../pass/server.rs"]
mod server;
mod task;
#[path = "../common/usage.rs"]
#[expect(dead_code, reason = "passes alone are metered")]
mod usage;
#[path = "../pass/workload.rs"]
#[expect(dead_code, reason = "nobody counts what is read")]
mod workload;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Parser;
use daemon::Daemon;
use memory::{Memory, float, mebibytes};
use outcome::Result;
use readers::{Addresses, KINDS, Kind};
use serde::Serialize;
use server::{Server, Tally};
use task::Task;
use workload::Workload;

/// Requests at a time of a pass.
const CONCURRENCY: usize = 64;
/// Papers, among which the feeds are dealt out.
const HOSTS: usize = 64;
/// Between two looks at the daemon's memory and files.
const LOOK: Duration = Duration::from_secs(1);

/// Readers while passes run, and memory over passes.
#[derive(Debug, Parser)]
#[command(name = "load")]
struct Arguments {
    /// Feeds.
    #[arg(long, default_value_t = 1000)]
    sources: usize,
    /// Entries in each feed at first; each has a page of about 60 kB.
    #[arg(long, default_value_t = 3)]
    entries: usize,
    #[arg(long, default_value_t = 1000)]
    readers: usize,
    /// So long.
    #[arg(long, default_value_t = 120.0)]
    seconds: f64,
    /// Milliseconds that a reader waits between an answer and the next request, about.
    #[arg(long, default_value_t = 1000)]
    pause: u64,
    /// Instead: memory over so many passes of one process, in which a tenth of the sources have another entry.
    #[arg(long)]
    passes: Option<u32>,
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

#[derive(Debug, Serialize)]
struct Figures {
    readers: usize,
    seconds: f64,
    requests_per_second: f64,
    kinds: BTreeMap<&'static str, Latency>,
    /// Passes that the daemon ended meanwhile.
    passes: usize,
    /// Of feeds and pages by the daemon, meanwhile.
    fetched: u64,
    /// The daemon's, at most.
    memory: Memory,
    files: usize,
    /// Of the machine's last minute, at the beginning and at the end.
    load: [f64; 2],
    errors: usize,
}

/// In milliseconds, from a request's first byte to its answer's last.
#[derive(Debug, Serialize)]
struct Latency {
    requests: usize,
    median: f64,
    p99: f64,
    most: f64,
}

fn main() -> ExitCode {
    outcome::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<()> {
    if let Some(task) = &arguments.task {
        return serde_json::from_str::<Task>(task)?.run();
    }
    let folder = tempfile::tempdir()?;
    let news = if arguments.passes.is_some() { 10 } else { 1 };
    let Arguments { sources, entries, .. } = *arguments;
    let server =
        Server::start(Workload { sources, entries, news, reads_pages: true, hosts: Vec::new() }, HOSTS.min(sources))?;
    if let Some(passes) = arguments.passes {
        let figures = memory::measure(&server.workload, passes, folder.path())?;
        return if arguments.json { server::say(&figures) } else { figures.print() };
    }
    load(arguments, server, folder.path())
}

fn load(arguments: &Arguments, mut server: Server, folder: &Path) -> Result<()> {
    // Two for each reader where they are on the same machine.
    ::bantin::publish::raise_limit();
    let say = |what: &str| writeln!(io::stderr(), "{what} …");
    say("a first pass, so that there is something to read")?;
    memory::measure(&server.workload, 1, folder)?;
    fs::write(folder.join("feeds.toml"), feeds_toml::text(&server.workload, CONCURRENCY)?)?;
    let addresses = Arc::new(Addresses::of(&folder.join("public"))?);
    let daemon = Daemon::start(folder)?;
    say("readers")?;
    let (before, load_before) = (server.tally()?, load_average()?);
    let began = Instant::now();
    let end = began + Duration::from_secs_f64(arguments.seconds);
    let (mut took, mut errors) = (BTreeMap::<Kind, Vec<Duration>>::new(), Vec::new());
    let (mut memory, mut files) = (Memory::default(), 0);
    tokio::runtime::Runtime::new()?.block_on(async {
        let pause = Duration::from_millis(arguments.pause);
        let readers: Vec<_> = (0..arguments.readers)
            .map(|number| tokio::spawn(readers::read(number, daemon.address, Arc::clone(&addresses), pause, end)))
            .collect();
        while Instant::now() < end {
            tokio::time::sleep(LOOK).await;
            let seen = daemon.memory()?;
            memory = Memory { now: memory.now.max(seen.now), peak: seen.peak };
            files = files.max(daemon.files()?);
        }
        for reader in readers {
            let outcome = reader.await?;
            errors.extend(outcome.errors);
            for (kind, duration) in outcome.took {
                took.entry(kind).or_default().push(duration);
            }
        }
        Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
    })?;
    let seconds = began.elapsed().as_secs_f64();
    let Tally { feeds, not_modified, pages, .. } = server.tally()?.since(before);
    let passes = Daemon::passes(folder)?;
    for pass in &passes {
        say(pass)?;
    }
    let requests: usize = took.values().map(Vec::len).sum();
    let kinds = KINDS.iter().filter_map(|(kind, name)| Some((*name, latency(took.remove(kind)?)?)));
    let figures = Figures {
        readers: arguments.readers,
        seconds,
        requests_per_second: float(requests) / seconds,
        kinds: kinds.collect(),
        passes: passes.len(),
        fetched: feeds + not_modified + pages,
        memory,
        files,
        load: [load_before, load_average()?],
        errors: errors.len(),
    };
    if arguments.json {
        server::say(&figures)?;
    } else {
        figures.print()?;
    }
    if figures.fetched == 0 {
        return Err("the daemon fetched nothing meanwhile".into());
    }
    if errors.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} errors, the first: {}",
        errors.len(),
        errors.iter().take(5).cloned().collect::<Vec<_>>().join("; ")
    )
    .into())
}

fn latency(mut took: Vec<Duration>) -> Option<Latency> {
    took.sort_unstable();
    let at = |hundredths: usize| took.get((took.len() * hundredths / 100).min(took.len() - 1));
    let milliseconds = |duration: &Duration| duration.as_secs_f64() * 1000.0;
    Some(Latency {
        requests: took.len(),
        median: milliseconds(at(50)?),
        p99: milliseconds(at(99)?),
        most: milliseconds(took.last()?),
    })
}

fn load_average() -> Result<f64> {
    let text = fs::read_to_string("/proc/loadavg")?;
    Ok(text.split(' ').next().unwrap_or_default().parse()?)
}

impl Figures {
    fn print(&self) -> Result<()> {
        let mut out = io::stdout();
        if cfg!(debug_assertions) {
            writeln!(out, "A debug build: these figures say nothing. Use `cargo bench --bench load`.")?;
        }
        writeln!(
            out,
            "{} readers for {:.0} seconds: {:.0} requests/s; load average {:.1} and {:.1}",
            self.readers, self.seconds, self.requests_per_second, self.load[0], self.load[1]
        )?;
        writeln!(out, "{:>10}{:>12}{:>12}{:>12}{:>12}", "", "requests", "median ms", "p99 ms", "most ms")?;
        for (kind, Latency { requests, median, p99, most }) in &self.kinds {
            writeln!(out, "{kind:>10}{requests:>12}{median:>12.1}{p99:>12.1}{most:>12.1}")?;
        }
        writeln!(out, "meanwhile {} passes ended, and {} feeds and pages were fetched", self.passes, self.fetched)?;
        Ok(writeln!(
            out,
            "the daemon: {:.1} MiB at most, {} files open; {} errors",
            mebibytes(self.memory.peak),
            self.files,
            self.errors
        )?)
    }
}
