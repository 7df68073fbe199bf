//! The processes of the benchmark: this program again, with a task, so that processor time and peak memory are its alone.

use std::env;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::Result;
use crate::bantin::{Desk, Tally};
use crate::item::{self, Item};
use crate::press::{PAPERS, Press, moment};
use crate::spans::{Parts, Spans};
use crate::usage::peak_bytes;

/// So many articles come at a time.
const BATCH: usize = 128;

/// A stream of articles to group, in a new store in `folder`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Task {
    pub folder: PathBuf,
    pub articles: Articles,
    /// When so many are stored, it is said what the last `sample` of them took; in rising order.
    pub marks: Vec<u64>,
    pub sample: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Articles {
    /// A JSON object a line; spread evenly over the days.
    File { path: PathBuf, per_day: f64 },
    /// As many as are wanted.
    Made { per_day: f64 },
}

/// How it stood when so many articles were stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mark {
    pub stored: u64,
    /// So many of them are what `parts` counts.
    pub sample: u64,
    pub parts: Parts,
    #[serde(flatten)]
    pub tally: Tally,
    /// The process's so far.
    pub peak_bytes: u64,
}

impl Task {
    /// Has a process do it, and waits.
    pub fn outcome(&self) -> Result<Vec<Mark>> {
        let output = Command::new(env::current_exe()?)
            .arg("--task")
            .arg(serde_json::to_string(self)?)
            .stderr(Stdio::inherit())
            .output()?;
        if !output.status.success() {
            return Err(format!("the process that should group articles ended with {}", output.status).into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }

    /// In the process itself.
    pub fn run(&self) -> Result<Vec<Mark>> {
        let mut desk = Desk::open(&self.folder)?;
        let mut items = self.articles.stream()?;
        let spans = Spans::count()?;
        let mut marks = Vec::new();
        let mut stored = 0;
        for mark in &self.marks {
            let begin = mark.saturating_sub(self.sample).max(stored);
            let mut parts = Parts::default();
            while stored < *mark {
                let end = if stored < begin { begin } else { *mark };
                let batch: Vec<Item> = items.by_ref().take(usize::try_from(end - stored)?.min(BATCH)).collect();
                if batch.is_empty() {
                    return Err(format!("there are only {stored} articles, and not {mark}").into());
                }
                let count = batch.len() as u64;
                spans.take();
                desk.group(batch)?;
                let used = spans.take();
                if stored >= begin {
                    parts.add(used);
                }
                stored += count;
            }
            // The tally itself takes memory.
            let peak_bytes = peak_bytes()?;
            let mark = Mark { stored, sample: mark - begin, parts, tally: desk.tally()?, peak_bytes };
            // The way to a million is long.
            writeln!(io::stderr(), "  {mark}")?;
            marks.push(mark);
        }
        Ok(marks)
    }
}

impl Articles {
    fn stream(&self) -> Result<Box<dyn Iterator<Item = Item>>> {
        Ok(match self {
            Self::File { path, per_day } => {
                let per_day = *per_day;
                let placed = move |(number, item)| published(item, number, per_day);
                Box::new((0..).zip(item::read(path)?).map(placed))
            }
            Self::Made { per_day } => {
                let press = Press::new(*per_day);
                Box::new((0..).map(move |number| press.article(number)))
            }
        })
    }
}

/// When it comes out is made up, and the paper as well where none is named: no paper prints all.
fn published(item: Item, number: u64, per_day: f64) -> Item {
    let source = if item.source.is_empty() { format!("bao-{}", number % PAPERS) } else { item.source };
    Item { source, ts: moment(number, per_day), ..item }
}
