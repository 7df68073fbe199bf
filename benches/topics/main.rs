//! The benchmark of filing: what an article costs by the number of patterns. See benches/README.md.

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

use bantin::config::Topic;
use bantin::judge::{Fields, Pattern, TopicRules};
use bantin::news::TopicId;
use clap::Parser;
use outcome::Result;
use serde::Serialize;

/// Microseconds of processor time for an article.
#[derive(Debug, Parser)]
#[command(name = "topics")]
struct Arguments {
    /// Each figure is of at least so many seconds of processor time.
    #[arg(long, default_value_t = 1.0)]
    seconds: f64,
    /// Numbers of patterns.
    #[arg(long, value_delimiter = ',', default_values_t = [10, 100, 1_000, 10_000])]
    patterns: Vec<usize>,
    /// Print the figures as JSON.
    #[arg(long)]
    json: bool,
    /// What cargo says to every benchmark.
    #[arg(long, hide = true)]
    bench: bool,
}

const ARTICLES: u64 = 100;

/// Of an article's body; with three sentences of about 25 words each.
const PARAGRAPHS: usize = 7;

/// A topic's.
const PATTERNS: usize = 10;

/// Microseconds of processor time.
#[derive(Debug, Serialize)]
struct Costs {
    patterns: usize,
    /// Compiling the rules, once.
    compile: f64,
    /// Filing an article that is in tokens already, when its words are those of the patterns, and their phrases aren't.
    absent: f64,
    /// The same, when patterns are cut from texts like it.
    present: f64,
    /// Topics that an article is then filed under.
    filed: f64,
}

fn main() -> ExitCode {
    outcome::exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> Result<()> {
    let texts: Vec<(String, String)> = (0..ARTICLES).map(article).collect();
    let fields: Vec<Fields<'_>> = texts.iter().map(|(title, body)| Fields::of(title, None, body)).collect();
    let costs: Vec<Costs> =
        arguments.patterns.iter().map(|count| measure(*count, &fields, arguments.seconds)).collect::<Result<_>>()?;
    let mut out = io::stdout();
    if arguments.json {
        return Ok(writeln!(out, "{}", serde_json::to_string_pretty(&costs)?)?);
    }
    if cfg!(debug_assertions) {
        writeln!(out, "A debug build: these figures say nothing. Use `cargo bench --bench topics`.")?;
    }
    writeln!(out, "{:>10}{:>14}{:>14}{:>14}{:>10}", "patterns", "compile ms", "absent µs", "present µs", "filed")?;
    for Costs { patterns, compile, absent, present, filed } in &costs {
        writeln!(out, "{patterns:>10}{:>14.1}{absent:>14.1}{present:>14.1}{filed:>10.1}", compile / 1e3)?;
    }
    Ok(())
}

fn article(seed: u64) -> (String, String) {
    let mut writer = prose::Writer::new(seed);
    let paragraphs: Vec<String> = (0..PARAGRAPHS).map(|_| writer.paragraph()).collect();
    (writer.headline(), paragraphs.join("\n"))
}

fn measure(count: usize, fields: &[Fields<'_>], seconds: f64) -> Result<Costs> {
    let (absent, present) = (topics(count, true)?, topics(count, false)?);
    let compile = spent(seconds, || TopicRules::compile(&absent));
    let file = |rules: &TopicRules| -> usize { fields.iter().map(|fields| rules.explain(fields).topics.len()).sum() };
    let each = |rules: &TopicRules| spent(seconds, || file(rules)) / float(fields.len());
    let (absent, present) = (TopicRules::compile(&absent), TopicRules::compile(&present));
    let filed = float(file(&present)) / float(fields.len());
    Ok(Costs { patterns: count, compile, absent: each(&absent), present: each(&present), filed })
}

/// Topics with `count` patterns in all, of four to nine words of prose each; those that are to be absent, of every third
/// word.
fn topics(count: usize, absent: bool) -> Result<Vec<Topic>> {
    let mut patterns = Vec::with_capacity(count);
    for seed in 1_000_000.. {
        let sentence = prose::Writer::new(seed).sentence();
        let words: Vec<&str> = sentence.split(' ').collect();
        let length = 4 + patterns.len() % 6;
        let from = patterns.len() % words.len().saturating_sub(length).max(1);
        let step = if absent { 3 } else { 1 };
        let phrase: Vec<&str> = words.iter().copied().cycle().skip(from).step_by(step).take(length).collect();
        patterns.push(Pattern::parse(&phrase.join(" "))?);
        if patterns.len() >= count {
            break;
        }
    }
    let topic = |(at, patterns): (usize, &[Pattern])| Topic {
        id: TopicId::new(format!("topic-{at}")),
        name: String::new(),
        description: None,
        parent: None,
        programme: None,
        merges: Vec::new(),
        strong: patterns.to_vec(),
        subject: Vec::new(),
        context: Vec::new(),
        within: Vec::new(),
        never: Vec::new(),
        examples: Vec::new(),
    };
    Ok(patterns.chunks(PATTERNS).enumerate().map(topic).collect())
}

/// Microseconds that `work` takes, on average over at least so many seconds.
fn spent<T>(seconds: f64, work: impl Fn() -> T) -> f64 {
    let start = usage::cpu_seconds();
    let mut rounds = 0;
    loop {
        std::hint::black_box(work());
        rounds += 1;
        let taken = usage::cpu_seconds() - start;
        if taken >= seconds {
            return taken * 1e6 / f64::from(rounds);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn float(count: usize) -> f64 {
    count as f64
}
