//! Reading and judging hostile pages: how time and memory grow with a page's size. Each figure is of a process of its own.

mod pages;

use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::process::Command;
use std::time::Duration;

use bantin::judge::{Fact, PlaceHit, Tokenised};
use bantin::read::{Document, Entry, PageSelectors, article};
use jiff::tz::TimeZone;
use url::Url;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Bytes of the smaller page and of the larger.
const SIZES: [f64; 2] = [2_097_152.0, 4_194_304.0];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [] => compare(),
        [child, kind, size] if child == "--child" => read(kind, size.parse()?),
        _ => Err("takes no arguments".into()),
    }
}

/// What one reading took.
struct Taken {
    seconds: f64,
    /// Beyond what the process and the page itself had before.
    memory: f64,
}

fn compare() -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<26}{:>9}{:>9}{:>9}{:>16}", "page", "2 MiB s", "4 MiB s", "ratio", "memory / size")?;
    for kind in pages::KINDS {
        let mut taken = Vec::new();
        for size in SIZES {
            taken.push(measure(kind, size)?);
        }
        if let [small, large] = taken.as_slice() {
            let ratio = large.seconds / small.seconds;
            let multiple = (small.memory / SIZES[0]).max(large.memory / SIZES[1]);
            writeln!(out, "{kind:<26}{:>9.2}{:>9.2}{ratio:>9.1}{multiple:>16.1}", small.seconds, large.seconds)?;
        }
    }
    Ok(())
}

fn measure(kind: &str, size: f64) -> Result<Taken> {
    let output = Command::new(std::env::current_exe()?).args(["--child", kind, &size.to_string()]).output()?;
    if !output.status.success() {
        return Err(format!("{kind}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse);
    let mut number = || numbers.next().ok_or("a child says two numbers");
    Ok(Taken { seconds: number()??, memory: number()?? })
}

fn read(kind: &str, size: usize) -> Result<()> {
    let html = pages::page(kind, size)?;
    let url = Url::parse("https://bao.example.vn/cao-bang.html")?;
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    let (entry, selectors) = (Entry::of_link(&url), PageSelectors::default());
    let before = status("VmRSS:")?;
    let begin = processor_time();
    let article = article(&document, &entry, &selectors, &TimeZone::UTC)?;
    let tokenised = Tokenised::of(&article);
    let judged = (PlaceHit::judge(&tokenised), Fact::judge(&tokenised, None));
    let seconds = processor_time() - begin;
    std::hint::black_box(judged);
    let memory = status("VmHWM:")? - before;
    writeln!(std::io::stdout(), "{seconds} {memory}")?;
    Ok(())
}

/// Seconds of the process's threads.
fn processor_time() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::try_from(time).unwrap_or_default().as_secs_f64()
}

/// Bytes, from Linux's account of this process.
fn status(name: &str) -> Result<f64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("/proc/self/status has no such line")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse::<f64>()? * 1024.0)
}
