//! The benchmark of searching: what indexing adds to judging, how large the index is, and how fast it answers. See
//! benches/README.md.

mod desk;
#[path = "../groups/item.rs"]
#[expect(dead_code, reason = "here, no file is read")]
mod item;
#[path = "../groups/language.rs"]
mod language;
#[path = "../common/outcome.rs"]
mod outcome;
#[path = "../groups/press.rs"]
mod press;
#[path = "../common/prose.rs"]
mod prose;
#[path = "../common/random.rs"]
mod random;
#[path = "../groups/reporter.rs"]
mod reporter;
#[path = "../common/usage.rs"]
#[expect(dead_code, reason = "whole passes need more of it")]
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use bantin::publish::LiveAnswer;
use clap::Parser;
use outcome::Result;
use serde::Serialize;

use desk::Desk;

#[derive(Debug, Parser)]
#[command(name = "search")]
struct Arguments {
    /// Articles in the index when it is searched, in rising order.
    #[arg(long, value_delimiter = ',', default_values_t = [10_000, 100_000])]
    articles: Vec<u64>,
    /// Queries of each kind.
    #[arg(long, default_value_t = 100)]
    queries: usize,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Articles over which the cost of indexing is taken: the last before each count.
const SAMPLE: u64 = 2_000;

#[derive(Debug, Serialize)]
struct Figures {
    articles: u64,
    /// Milliseconds of processor time that the last articles took each: for topics and places, for copies and stories, and for
    /// the index.
    filing_ms: f64,
    grouping_ms: f64,
    indexing_ms: f64,
    /// Of an article, in the two indexes and what belongs to them; and of its row.
    index_bytes: f64,
    row_bytes: f64,
    kinds: Vec<Kind>,
}

/// Queries of one kind, one after the other, by one thread.
#[derive(Debug, Serialize)]
struct Kind {
    name: &'static str,
    /// Whole pages of results a second: searched, read and rendered.
    per_second: f64,
    /// Milliseconds; the middle one, and the one that only one in twenty exceeds.
    median_ms: f64,
    late_ms: f64,
    /// Stories that a query finds.
    found: f64,
}

fn main() -> ExitCode {
    outcome::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut desk = Desk::open(folder.path())?;
    let mut all = Vec::new();
    for articles in &arguments.articles {
        desk.fill(articles.saturating_sub(SAMPLE))?;
        let costs = desk.fill(*articles)?;
        let (index_bytes, row_bytes) = desk.bytes()?;
        let each = |seconds: f64| seconds * 1e3 / float(costs.articles);
        all.push(Figures {
            articles: *articles,
            filing_ms: each(costs.filing),
            grouping_ms: each(costs.grouping),
            indexing_ms: each(costs.indexing),
            index_bytes: float(index_bytes) / float(*articles),
            row_bytes: float(row_bytes) / float(*articles),
            kinds: kinds(&desk, *articles, arguments.queries)?,
        });
        if !arguments.json {
            print(all.last())?;
        }
    }
    if arguments.json {
        writeln!(io::stdout(), "{}", serde_json::to_string_pretty(&all)?)?;
    }
    Ok(())
}

fn kinds(desk: &Desk, articles: u64, queries: usize) -> Result<Vec<Kind>> {
    let searcher = desk.searcher()?;
    // Cut from titles, so that there is something to find.
    let words = |nth: usize, count: usize| -> String {
        let title = desk.title(nth as u64 * (articles / queries as u64).max(1));
        title.split(' ').take(count).collect::<Vec<_>>().join(" ")
    };
    let unmarked = |text: &str| ::bantin::text::unmarked(text);
    let kinds: [(&'static str, &dyn Fn(usize) -> String); 6] = [
        ("two words", &|nth| words(nth, 2)),
        ("four words", &|nth| words(nth, 4)),
        ("a phrase of four", &|nth| format!("\"{}\"", words(nth, 4))),
        ("four words without marks", &|nth| format!("{} dau:khong", unmarked(&words(nth, 4)))),
        ("two words, a week", &|nth| format!("{} tu:2026-03-10 den:2026-03-16", words(nth, 2))),
        ("the commonest words", &|_| "của và các là".to_owned()),
    ];
    let mut measured = Vec::new();
    for (name, query) in kinds {
        let mut times = Vec::with_capacity(queries);
        let mut found = 0;
        for nth in 0..queries {
            let typed = query(nth);
            let parameters: String =
                url::form_urlencoded::Serializer::new(String::new()).append_pair("q", &typed).finish();
            let begun = Instant::now();
            if !matches!(searcher.answer("search/", &parameters), LiveAnswer::Found(_)) {
                return Err("a search was not answered".into());
            }
            times.push(begun.elapsed());
            found += searcher.search(&typed, 1, 1)?.total;
        }
        times.sort_unstable();
        let all: Duration = times.iter().sum();
        let ms = |at: usize| times.get(at).map_or(0.0, Duration::as_secs_f64) * 1e3;
        measured.push(Kind {
            name,
            per_second: float(queries as u64) / all.as_secs_f64(),
            median_ms: ms(queries / 2),
            late_ms: ms(queries * 19 / 20),
            found: float(found as u64) / float(queries as u64),
        });
    }
    Ok(measured)
}

fn print(figures: Option<&Figures>) -> Result<()> {
    let Some(figures) = figures else { return Ok(()) };
    let mut out = io::stdout();
    if cfg!(debug_assertions) {
        writeln!(out, "A debug build: these figures say nothing. Use `cargo bench --bench search`.")?;
    }
    let Figures { articles, filing_ms, grouping_ms, indexing_ms, index_bytes, row_bytes, kinds } = figures;
    let share = 100.0 * indexing_ms / (filing_ms + grouping_ms + indexing_ms);
    writeln!(out, "{articles} articles")?;
    writeln!(
        out,
        "  ms an article: filing {filing_ms:.2}, grouping {grouping_ms:.2}, indexing {indexing_ms:.2} ({share:.0} % of judging)"
    )?;
    writeln!(out, "  bytes an article: index {index_bytes:.0}, row {row_bytes:.0}")?;
    writeln!(out, "  {:<26}{:>12}{:>12}{:>12}{:>10}", "queries", "a second", "median ms", "1 in 20 ms", "found")?;
    for Kind { name, per_second, median_ms, late_ms, found } in kinds {
        writeln!(out, "  {name:<26}{per_second:>12.0}{median_ms:>12.2}{late_ms:>12.2}{found:>10.0}")?;
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "numbers are far below 2^52")]
fn float(number: u64) -> f64 {
    number as f64
}
