//! The figures, one after the other.

use std::env;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::datasketch::{self, Pace};
use crate::item::{self, Item};
use crate::press::Press;
use crate::task::{Articles, Mark, Task};
use crate::{Arguments, Result};

/// Articles that are made up where there is no corpus.
const MADE: u64 = 8_000;
/// At this pace, about 4,000 stories are open.
const STORIES_PER_DAY: f64 = 1_200.0;
/// Memory is measured at this pace, for so many days: longer than stories are open.
const BUSY_PER_DAY: f64 = 10_000.0;
const BUSY_DAYS: u64 = 6;
/// At this pace, a million articles come within 45 days, and each is sought among all before it: one of the first half of
/// a period of 30 days is sought in its own and the one before.
const GROWTH_PER_DAY: f64 = 22_400.0;
const GROWTH: [u64; 7] = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];
/// Of a growing store, the last so many articles are measured at each mark.
const SAMPLE: u64 = 5_000;

/// Everything that was measured, in one run on one machine.
#[derive(Debug, Default, Serialize)]
pub struct Figures {
    pub duplicates: Option<Duplicates>,
    pub stories: Option<Vec<Mark>>,
    pub busy: Option<Vec<Mark>>,
    pub growth: Option<Growth>,
}

#[derive(Debug, Serialize)]
pub struct Duplicates {
    pub articles: &'static str,
    /// In the order in which they were made, in turn with bantin's.
    pub datasketch: Vec<Pace>,
    pub bantin: Vec<Mark>,
}

#[derive(Debug, Serialize)]
pub struct Growth {
    /// On the first articles of the same.
    pub datasketch: Option<Pace>,
    pub marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub enum Figure {
    Duplicates,
    Stories,
    Busy,
    Growth,
}

impl Figures {
    pub fn measure(arguments: &Arguments) -> Result<Self> {
        let wanted = |figure| arguments.only.is_empty() || arguments.only.contains(&figure);
        Ok(Self {
            duplicates: wanted(Figure::Duplicates).then(|| duplicates(arguments)).transpose()?,
            stories: wanted(Figure::Stories).then(stories).transpose()?,
            busy: wanted(Figure::Busy).then(busy).transpose()?,
            growth: wanted(Figure::Growth).then(|| growth(arguments)).transpose()?,
        })
    }
}

fn duplicates(arguments: &Arguments) -> Result<Duplicates> {
    let folder = tempfile::tempdir()?;
    let (articles, items) = match corpus("duplicates") {
        Some(path) => ("of the corpus", item::read(&path)?),
        None => ("made up", made(GROWTH_PER_DAY, MADE)),
    };
    let plain = folder.path().join("articles.jsonl");
    item::write(&plain, &items)?;
    let mut measured = Duplicates { articles, datasketch: Vec::new(), bantin: Vec::new() };
    for round in 1..=arguments.rounds {
        if let Some(python) = &arguments.datasketch {
            say(&format!("datasketch, round {round} …"));
            measured.datasketch.push(datasketch::pace(python, &plain)?);
        }
        say(&format!("duplicates, round {round} …"));
        let articles = Articles::File { path: plain.clone(), per_day: GROWTH_PER_DAY };
        measured.bantin.extend(group(articles, vec![items.len() as u64], u64::MAX)?);
    }
    Ok(measured)
}

/// The last quarter of the corpus' articles, or of as many that are made up, when they come at a pace at which 4,000
/// stories are open.
fn stories() -> Result<Vec<Mark>> {
    say("stories …");
    match corpus("stories") {
        Some(path) => {
            let articles = item::read(&path)?.len() as u64;
            group(Articles::File { path, per_day: STORIES_PER_DAY }, vec![articles], articles / 4)
        }
        None => group(Articles::Made { per_day: STORIES_PER_DAY }, vec![MADE], MADE / 4),
    }
}

fn busy() -> Result<Vec<Mark>> {
    say("busy days …");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number")]
    let articles = BUSY_PER_DAY as u64 * BUSY_DAYS;
    group(Articles::Made { per_day: BUSY_PER_DAY }, vec![articles], SAMPLE)
}

fn growth(arguments: &Arguments) -> Result<Growth> {
    say("growth …");
    let marks: Vec<u64> = GROWTH.into_iter().filter(|mark| *mark <= arguments.stored).collect();
    let folder = tempfile::tempdir()?;
    let first = folder.path().join("articles.jsonl");
    item::write(&first, &made(GROWTH_PER_DAY, MADE))?;
    let datasketch = arguments.datasketch.as_ref().map(|python| datasketch::pace(python, &first)).transpose()?;
    Ok(Growth { datasketch, marks: group(Articles::Made { per_day: GROWTH_PER_DAY }, marks, SAMPLE)? })
}

fn group(articles: Articles, marks: Vec<u64>, sample: u64) -> Result<Vec<Mark>> {
    let folder = tempfile::tempdir()?;
    Task { folder: folder.path().to_owned(), articles, marks, sample }.outcome()
}

fn made(per_day: f64, count: u64) -> Vec<Item> {
    let press = Press::new(per_day);
    (0..count).map(|number| press.article(number)).collect()
}

/// Labelled articles that are not part of the repository.
fn corpus(set: &str) -> Option<PathBuf> {
    Some(Path::new(&env::var_os("BANTIN_CORPUS")?).join(set).join("articles.jsonl.gz"))
}

/// For who waits; the figures alone are on standard output.
fn say(what: &str) {
    let _ = writeln!(io::stderr(), "{what}");
}
