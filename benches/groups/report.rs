//! The figures, for people.

use std::fmt;

use crate::bantin::Tally;
use crate::datasketch::Pace;
use crate::figures::{Duplicates, Figures, Growth};
use crate::task::Mark;

/// The pipeline's spans that are no part of recognising copies: the article's way into the store and out again, and the
/// stories of those that are no copies.
const NOT_COPIES: [&str; 2] = ["load", "events"];
const EVENTS: &str = "events";
/// How the names of tables and indexes begin that grouping needs besides the articles, and that grow with them.
const INDEX: [&str; 10] = [
    "copy_",
    "recent_key",
    "key_filter",
    "term_count",
    "story",
    "sqlite_autoindex_story",
    "article_canonical",
    "article_original",
    "article_series",
    "article_story",
];

impl Mark {
    /// Microseconds of processor time an article for recognising copies, from its text to the last row written.
    fn copies(&self) -> f64 {
        self.per_article(self.parts.all() - NOT_COPIES.iter().map(|part| self.parts.of(part)).sum::<f64>())
    }

    /// The same for stories.
    fn stories(&self) -> f64 {
        self.per_article(self.parts.of(EVENTS))
    }

    fn all(&self) -> f64 {
        self.per_article(self.parts.all())
    }

    fn per_article(&self, seconds: f64) -> f64 {
        seconds * 1e6 / float(self.sample)
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (copies, stories) = (self.copies(), self.stories());
        write!(f, "{} stored: {copies:.0} µs an article for copies, {stories:.0} for stories", self.stored)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if cfg!(debug_assertions) {
            writeln!(f, "A debug build: these figures say nothing. Use `cargo bench --bench groups`.")?;
        }
        let Self { duplicates, stories, busy, growth } = self;
        if let Some(duplicates) = duplicates {
            write!(f, "{duplicates}")?;
        }
        for mark in stories.iter().flatten() {
            writeln!(
                f,
                "\nstories, {} open: {:.0} articles/s of CPU time",
                mark.tally.open_stories,
                1e6 / mark.stories()
            )?;
            parts(f, mark)?;
        }
        for mark in busy.iter().flatten() {
            let (open, peak) = (mark.tally.open_stories, float(mark.peak_bytes) / 1e6);
            writeln!(f, "\nbusy days, {} articles, {open} stories open: {peak:.0} MB at most", mark.stored)?;
            parts(f, mark)?;
            sizes(f, mark)?;
        }
        growth.iter().try_for_each(|growth| write!(f, "{growth}"))
    }
}

impl fmt::Display for Duplicates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { articles, datasketch, bantin } = self;
        let stored = bantin.first().map_or(0, |mark| mark.stored);
        writeln!(f, "duplicates, {stored} articles {articles}; articles/s of CPU time, round by round")?;
        let theirs: Vec<f64> = datasketch.iter().map(Pace::rate).collect();
        let ours: Vec<f64> = bantin.iter().map(|mark| 1e6 / mark.copies()).collect();
        let rounds = |f: &mut fmt::Formatter<'_>, name: &str, rates: &[f64]| {
            write!(f, "  {name:<24}")?;
            rates.iter().try_for_each(|rate| write!(f, "{rate:>10.0}"))?;
            writeln!(f, "   median {:.0}", median(rates))
        };
        rounds(f, "bantin, in SQLite", &ours)?;
        match datasketch.first() {
            None => writeln!(f, "  datasketch was not run: it takes --datasketch PYTHON")?,
            Some(pace) => {
                rounds(f, &format!("datasketch {}, in memory", pace.version), &theirs)?;
                writeln!(f, "  bantin / datasketch {:.2}", median(&ours) / median(&theirs))?;
            }
        }
        bantin.last().map_or(Ok(()), |mark| parts(f, mark))
    }
}

impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(first) = self.marks.first() else { return Ok(()) };
        writeln!(f, "\ngrowth: CPU µs an article; how many times as much as at first, beside the logarithm")?;
        writeln!(
            f,
            "{:>9}{:>9}{:>9}{:>9}{:>11}{:>9}{:>9}{:>14}{:>11}{:>8}{:>13}",
            "stored",
            "copies",
            "stories",
            "all",
            "copies ×",
            "all ×",
            "log ×",
            "open stories",
            "index B",
            "MB",
            "/ datasketch"
        )?;
        for mark in &self.marks {
            let log = float(mark.stored).ln() / float(first.stored).ln();
            let ratio = self.datasketch.as_ref().map(|pace| 1e6 / mark.copies() / pace.rate());
            writeln!(
                f,
                "{:>9}{:>9.0}{:>9.0}{:>9.0}{:>11.2}{:>9.2}{log:>9.2}{:>14}{:>11.0}{:>8.0}{:>13}",
                mark.stored,
                mark.copies(),
                mark.stories(),
                mark.all(),
                mark.copies() / first.copies(),
                mark.all() / first.all(),
                mark.tally.open_stories,
                float(index(mark)) / float(mark.stored),
                float(mark.peak_bytes) / 1e6,
                ratio.map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
            )?;
        }
        self.marks.last().map_or(Ok(()), |mark| {
            parts(f, mark)?;
            sizes(f, mark)
        })
    }
}

/// Where the time goes.
fn parts(f: &mut fmt::Formatter<'_>, mark: &Mark) -> fmt::Result {
    write!(f, "  µs an article:")?;
    for (part, seconds) in mark.parts.each() {
        write!(f, " {part} {:.1}", mark.per_article(seconds))?;
    }
    let Tally { stories, copies, in_series, .. } = mark.tally;
    writeln!(f, "\n  of {} articles, {copies} are copies, {in_series} in series; {stories} stories", mark.stored)
}

/// And what is there of the stories of some days only.
const OPEN: [&str; 2] = ["open_story", "sqlite_autoindex_open_story"];

/// Where the bytes are.
fn sizes(f: &mut fmt::Formatter<'_>, mark: &Mark) -> fmt::Result {
    write!(f, "  bytes an article: index {:.0}, of which", float(index(mark)) / float(mark.stored))?;
    for (table, bytes) in mark.tally.bytes.iter().filter(|(table, _)| INDEX.iter().any(|name| table.starts_with(name)))
    {
        write!(f, " {table} {:.0}", float(*bytes) / float(mark.stored))?;
    }
    let all: u64 = mark.tally.bytes.values().sum();
    let open = of_tables(mark, &OPEN);
    writeln!(
        f,
        "; the whole database {:.0}\n  bytes of an open story: {:.0}, of all {:.0} MB",
        float(all) / float(mark.stored),
        float(open) / float(mark.tally.open_stories.max(1)),
        float(open) / 1e6
    )
}

/// Bytes of what grouping needs besides the articles.
fn index(mark: &Mark) -> u64 {
    of_tables(mark, &INDEX)
}

fn of_tables(mark: &Mark, names: &[&str]) -> u64 {
    let of = |table: &str| names.iter().any(|name| table.starts_with(name));
    mark.tally.bytes.iter().filter(|(table, _)| of(table)).map(|(_, bytes)| bytes).sum()
}

fn median(rates: &[f64]) -> f64 {
    let mut sorted = rates.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes are far below 2^52")]
pub fn float(count: u64) -> f64 {
    count as f64
}
