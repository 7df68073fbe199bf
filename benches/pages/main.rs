//! How many articles' pages a second one thread reads, beside `dom_smoothie` alone. See benches/README.md.

use std::env;
use std::error::Error;
use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bantin::read::{Document, Entry, PageSelectors, article};
use clap::Parser;
use dom_smoothie::Readability;
use flate2::read::GzDecoder;
use jiff::tz::TimeZone;
use serde::Deserialize;
use url::Url;

/// Articles' pages a second, beside `dom_smoothie`.
#[derive(Debug, Parser)]
#[command(name = "pages")]
struct Arguments {
    /// Pages: a JSON object a line with url and html, in gzip. Without it, `$BANTIN_CORPUS/pages/scrapinghub.jsonl.gz`.
    #[arg(long, value_name = "FILE.jsonl.gz")]
    pages: Option<PathBuf>,
    /// So many pages are read: those whose size is nearest to the median.
    #[arg(long, default_value_t = 31, value_parser = clap::value_parser!(u32).range(1..))]
    around: u32,
    /// How often each is read; the fastest time counts.
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

#[derive(Debug, Deserialize)]
struct Page {
    url: Url,
    html: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mut out = io::stdout().lock();
    let corpus = env::var_os("BANTIN_CORPUS").map(|corpus| Path::new(&corpus).join("pages/scrapinghub.jsonl.gz"));
    let Some(path) = arguments.pages.or(corpus) else {
        writeln!(out, "skipped: neither --pages nor BANTIN_CORPUS says where pages are")?;
        return Ok(());
    };
    let pages = median(read(&path)?, arguments.around as usize);
    let zone = TimeZone::get("Asia/Ho_Chi_Minh")?;
    let selectors = PageSelectors::default();
    let ours = |page: &Page| {
        let document = Document { url: &page.url, content_type: None, bytes: page.html.as_bytes() };
        black_box(article(&document, &Entry::of_link(&page.url), &selectors, &zone)).is_ok()
    };
    let theirs = |page: &Page| {
        let reader = Readability::new(page.html.as_str(), Some(page.url.as_str()), None);
        black_box(reader.and_then(|mut reader| reader.parse())).is_ok()
    };
    let (mut bantin, mut smoothie) = (Duration::ZERO, Duration::ZERO);
    for page in &pages {
        bantin += fastest(arguments.rounds, || ours(page));
        smoothie += fastest(arguments.rounds, || theirs(page));
    }
    let bytes: usize = pages.iter().map(|page| page.html.len()).sum();
    let rate = |time: Duration| f64::from(u32::try_from(pages.len()).unwrap_or(u32::MAX)) / time.as_secs_f64();
    writeln!(out, "{} pages of {} kB on average, one thread", pages.len(), bytes / pages.len().max(1) / 1_000)?;
    writeln!(out, "bantin, all fields      {:8.0} pages/s", rate(bantin))?;
    writeln!(out, "dom_smoothie alone      {:8.0} pages/s", rate(smoothie))?;
    writeln!(out, "bantin / dom_smoothie   {:8.2}", rate(bantin) / rate(smoothie))?;
    Ok(())
}

fn read(path: &Path) -> Result<Vec<Page>, Box<dyn Error>> {
    let file = File::open(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    BufReader::new(GzDecoder::new(file)).lines().map(|line| Ok(serde_json::from_str(&line?)?)).collect()
}

/// The pages whose size is nearest to the median.
fn median(mut pages: Vec<Page>, around: usize) -> Vec<Page> {
    pages.sort_by_key(|page| page.html.len());
    let first = pages.len().saturating_sub(around) / 2;
    pages.into_iter().skip(first).take(around).collect()
}

fn fastest(rounds: u32, read: impl Fn() -> bool) -> Duration {
    let time = || {
        let start = Instant::now();
        black_box(read());
        start.elapsed()
    };
    (0..rounds).map(|_| time()).min().unwrap_or_default()
}
