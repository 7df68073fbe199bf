//! The feed-reading benchmark: how fast feeds become entries, beside feed-rs. See benches/README.md.

mod files;
#[path = "../common/outcome.rs"]
mod outcome;
#[path = "../common/prose.rs"]
#[expect(dead_code, reason = "whole pages need more of it")]
mod prose;
#[path = "../common/random.rs"]
mod random;
#[path = "../common/usage.rs"]
#[expect(dead_code, reason = "whole passes need more of it")]
mod usage;

use std::io::{self, Write};
use std::process::ExitCode;

use bantin::read::{Document, feed, outline};
use clap::Parser;
use jiff::tz::TimeZone;
use outcome::Result;
use serde::Serialize;
use url::Url;

use files::{File, ITEMS};

/// Megabytes of feeds read in a second of processor time.
#[derive(Debug, Parser)]
#[command(name = "feeds")]
struct Arguments {
    /// Each figure is of at least so many seconds of processor time.
    #[arg(long, default_value_t = 2.0)]
    seconds: f64,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

/// Megabytes (10⁶ bytes) in a second of processor time.
#[derive(Debug, Serialize)]
struct Rates {
    name: &'static str,
    bytes: usize,
    /// Decoding, mending, parsing, dates: everything but the entries' texts as safe HTML.
    outline: f64,
    /// Everything.
    feed: f64,
    /// feed-rs by itself, which neither decodes all of it, nor mends, nor sanitises.
    feed_rs: f64,
}

fn main() -> ExitCode {
    outcome::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<()> {
    let mut rates = files::files()?.iter().map(|file| measure(file, arguments.seconds)).collect::<Result<Vec<_>>>()?;
    // All files, one after the other.
    let bytes = rates.iter().map(|rates| rates.bytes).sum();
    let whole = |rate: fn(&Rates) -> f64| {
        float(bytes) / rates.iter().map(|rates| float(rates.bytes) / rate(rates)).sum::<f64>()
    };
    let overall = Rates {
        name: "all",
        bytes,
        outline: whole(|rates| rates.outline),
        feed: whole(|rates| rates.feed),
        feed_rs: whole(|rates| rates.feed_rs),
    };
    rates.push(overall);
    let mut out = io::stdout();
    if arguments.json {
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(&rates)?)?);
    }
    if cfg!(debug_assertions) {
        writeln!(out, "A debug build: these figures say nothing. Use `cargo bench --bench feeds`.")?;
    }
    writeln!(
        out,
        "{:<20}{:>8}{:>16}{:>16}{:>16}{:>18}",
        "MB/s of CPU time", "MB", "without texts", "sanitised", "feed-rs", "without / feed-rs"
    )?;
    for Rates { name, bytes, outline, feed, feed_rs } in &rates {
        let ratio = outline / feed_rs;
        writeln!(out, "{name:<20}{:>8.2}{outline:>16.1}{feed:>16.1}{feed_rs:>16.1}{ratio:>18.2}", float(*bytes) / 1e6)?;
    }
    Ok(())
}

fn measure(file: &File, seconds: f64) -> Result<Rates> {
    let url = Url::parse("https://bao.example.vn/rss.xml")?;
    let document = Document { url: &url, content_type: Some("text/xml"), bytes: &file.bytes };
    let zone = TimeZone::get("Asia/Ho_Chi_Minh")?;
    let rate = |read: &dyn Fn() -> Result<usize>| rate(file, seconds, read);
    Ok(Rates {
        name: file.name,
        bytes: file.bytes.len(),
        outline: rate(&|| {
            Ok(outline(&document, &zone)?.entries.iter().filter(|entry| entry.published.is_some()).count())
        })?,
        feed: rate(&|| Ok(feed(&document, &zone)?.entries.iter().filter(|entry| entry.content.is_some()).count()))?,
        feed_rs: rate(&|| Ok(feed_rs::parser::parse(file.bytes.as_slice())?.entries.len()))?,
    })
}

/// `read` says how many items it read, and must have read all.
fn rate(file: &File, seconds: f64, read: &dyn Fn() -> Result<usize>) -> Result<f64> {
    let start = usage::cpu_seconds();
    let mut rounds = 0;
    loop {
        let items = read()?;
        if items != ITEMS {
            return Err(format!("{}: {items} items read of {ITEMS}", file.name).into());
        }
        rounds += 1;
        let taken = usage::cpu_seconds() - start;
        if taken >= seconds {
            return Ok(float(file.bytes.len() * rounds) / 1e6 / taken);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
fn float(count: usize) -> f64 {
    count as f64
}
