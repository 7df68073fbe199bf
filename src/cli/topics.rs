use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{Common, exit, failed, load, say};
use crate::config::Config;
use crate::judge::{Evidence, Fields, Filing, Tally, TopicRules};
use crate::news::TopicId;

#[derive(Debug, Args)]
pub(super) struct Topics {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// File labelled texts, and print precision, recall and F1 for each topic, and every error with its evidence.
    Score(Score),
}

#[derive(Debug, Args)]
struct Score {
    /// Texts, a JSON object a line: title, and where there are some, id, lead, body, topics (ids of feeds.toml; the parents
    /// of a topic go without saying).
    #[arg(value_name = "FILE.jsonl")]
    texts: PathBuf,
    /// Score this topic only; may be given several times.
    #[arg(long = "topic", value_name = "ID")]
    topics: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Deserialize)]
struct Labelled {
    #[serde(default)]
    id: Option<Value>,
    title: String,
    #[serde(default)]
    lead: Option<String>,
    #[serde(default)]
    body: String,
    #[serde(default)]
    topics: Vec<String>,
}

/// What went wrong with one text under one topic.
#[derive(Debug, Serialize)]
struct Wrong {
    text: String,
    title: String,
    topic: TopicId,
    /// Whether the text was filed though it doesn't belong; otherwise it belongs and was not filed.
    filed: bool,
    evidence: Vec<Evidence>,
    /// Of a text that was missed though something speaks for the topic.
    why_not: Option<String>,
}

impl Topics {
    pub(super) fn main(self) -> ExitCode {
        let Command::Score(score) = self.command;
        match score.report() {
            Ok(()) => exit::WELL,
            Err(code) => code,
        }
    }
}

impl Score {
    fn report(&self) -> Result<(), ExitCode> {
        let config = load(&self.common.config)?;
        let scored = self.scored(&config).map_err(failed)?;
        let texts = read(&self.texts).map_err(failed)?;
        let rules = TopicRules::compile(&config.topics);
        let mut tallies = vec![Tally::default(); scored.len()];
        let mut errors = Vec::new();
        for (line, text) in &texts {
            let belongs = with_parents(&config, &text.topics)
                .map_err(|topic| {
                    format!("{}:{}: there is no topic `{topic}` in feeds.toml", self.texts.display(), line)
                })
                .map_err(failed)?;
            let filing = rules.explain(&Fields::of(&text.title, text.lead.as_deref(), &text.body));
            for (topic, tally) in scored.iter().zip(&mut tallies) {
                let filed = filing.topics.iter().any(|hit| hit.topic == *topic);
                tally.count(belongs.contains(topic), filed);
                if belongs.contains(topic) != filed {
                    errors.push(Wrong::of(*line, text, topic, &filing));
                }
            }
        }
        let tallies: Vec<(&TopicId, Tally)> = scored.iter().zip(tallies).collect();
        say::result(if self.json { as_json(&tallies, &errors) } else { as_text(&tallies, &errors) })
    }

    fn scored(&self, config: &Config) -> Result<Vec<TopicId>, String> {
        if self.topics.is_empty() {
            return Ok(config.topics.iter().map(|topic| topic.id.clone()).collect());
        }
        let known = |id: &String| {
            let id = TopicId::new(id.as_str());
            config
                .topic(&id)
                .map(|topic| topic.id.clone())
                .ok_or_else(|| format!("there is no topic `{id}` in feeds.toml"))
        };
        self.topics.iter().map(known).collect()
    }
}

/// The texts, each with its line, counted from 1.
fn read(path: &Path) -> Result<Vec<(usize, Labelled)>, String> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}; name a readable file", path.display()))?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    let read = |(at, line)| match serde_json::from_str(line) {
        Ok(text) => Ok((at, text)),
        Err(error) => Err(format!("{}:{at}: {error}; see `bantin topics score --help`", path.display())),
    };
    lines.map(read).collect()
}

fn with_parents(config: &Config, topics: &[String]) -> Result<BTreeSet<TopicId>, String> {
    let mut all = BTreeSet::new();
    for topic in topics {
        let id = TopicId::new(topic.as_str());
        let before = all.len();
        all.extend(config.lineage(&id).map(|topic| topic.id.clone()));
        if all.len() == before && !all.contains(&id) {
            return Err(topic.clone());
        }
    }
    Ok(all)
}

impl Wrong {
    fn of(line: usize, text: &Labelled, topic: &TopicId, filing: &Filing) -> Self {
        let id = text.id.as_ref().map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
        let hit = filing.topics.iter().find(|hit| hit.topic == *topic);
        let near = filing.near.iter().find(|near| near.topic == *topic);
        let evidence = hit.map(|hit| &hit.evidence).or(near.map(|near| &near.evidence));
        Self {
            text: id.unwrap_or_else(|| format!("line {line}")),
            title: text.title.clone(),
            topic: topic.clone(),
            filed: hit.is_some(),
            evidence: evidence.cloned().unwrap_or_default(),
            why_not: near.map(|near| near.why.to_string()),
        }
    }
}

fn as_text(tallies: &[(&TopicId, Tally)], errors: &[Wrong]) -> String {
    let mut text = format!(
        "{:<24} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}\n",
        "topic", "right", "missed", "wrong", "prec.", "recall", "F1"
    );
    let mut row = |name: &str, tally: Tally| {
        let _ = writeln!(
            text,
            "{name:<24} {:>6} {:>6} {:>6} {:>6.3} {:>6.3} {:>6.3}",
            tally.right,
            tally.missed,
            tally.wrong,
            tally.precision(),
            tally.recall(),
            tally.f1()
        );
    };
    for (topic, tally) in tallies.iter().filter(|(_, tally)| *tally != Tally::default()) {
        row(topic.as_str(), *tally);
    }
    row("all", tallies.iter().map(|(_, tally)| *tally).sum());
    for wrong in errors {
        let what = if wrong.filed { "filed under" } else { "missed by" };
        let _ = writeln!(text, "\n{} {what} {}: {}", wrong.text, wrong.topic, wrong.title);
        for evidence in &wrong.evidence {
            let _ = writeln!(text, "    {}", say::because(evidence));
        }
        if let Some(why) = &wrong.why_not {
            let _ = writeln!(text, "    but {why}");
        }
    }
    text.truncate(text.trim_end().len());
    text
}

fn as_json(tallies: &[(&TopicId, Tally)], errors: &[Wrong]) -> String {
    let figures = |tally: Tally| {
        json!({
            "right": tally.right, "missed": tally.missed, "wrong": tally.wrong,
            "precision": tally.precision(), "recall": tally.recall(), "f1": tally.f1(),
        })
    };
    let topics: serde_json::Map<String, Value> =
        tallies.iter().map(|(topic, tally)| (topic.as_str().to_owned(), figures(*tally))).collect();
    let all = figures(tallies.iter().map(|(_, tally)| *tally).sum());
    json!({ "topics": topics, "all": all, "errors": errors }).to_string()
}
