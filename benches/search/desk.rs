//! What is measured: articles judged and indexed as a pass does it, and the site's searches. All that the benchmark knows of
//! bantin's API is here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::bantin::config::Config;
use ::bantin::judge::{ProgrammeTopics, Tokenised, TopicRules, Verdict};
use ::bantin::news::ArticleId;
use ::bantin::pipeline::{Searcher, Text, Trial};
use ::bantin::search::Indexed;
use ::bantin::store::Store;
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags};

use crate::Result;
use crate::item::Item;
use crate::press::Press;
use crate::usage::cpu_seconds;

/// Articles that come and are judged together.
const BATCH: u64 = 128;
const PER_DAY: f64 = 10_000.0;

/// A store that grows.
pub struct Desk {
    folder: PathBuf,
    trial: Trial,
    store: Store,
    rules: TopicRules,
    programmes: ProgrammeTopics,
    press: Press,
    stored: u64,
}

/// Seconds of processor time.
#[derive(Debug, Default)]
pub struct Costs {
    pub articles: u64,
    /// Tokens, topics, places, figures.
    pub filing: f64,
    /// Copies and stories, with writing the articles' rows.
    pub grouping: f64,
    pub indexing: f64,
}

impl Desk {
    pub fn open(folder: &Path) -> Result<Self> {
        let database = folder.join("bantin.db");
        let trial = Trial::open(&database)?;
        let (store, press) = (Store::open(&database)?, Press::new(PER_DAY));
        let topics = config(folder)?.topics;
        let (rules, programmes) = (TopicRules::compile(&topics), ProgrammeTopics::of(&topics));
        Ok(Self { folder: folder.to_owned(), trial, store, rules, programmes, press, stored: 0 })
    }

    /// Stores articles until there are so many.
    pub fn fill(&mut self, until: u64) -> Result<Costs> {
        let mut costs = Costs { articles: until.saturating_sub(self.stored), ..Costs::default() };
        while self.stored < until {
            let end = (self.stored + BATCH).min(until);
            let texts =
                (self.stored..end).map(|number| text(self.press.article(number))).collect::<Result<Vec<_>>>()?;
            let begun = cpu_seconds();
            let ids = self.trial.group(&texts)?;
            let grouped = cpu_seconds();
            costs.grouping += grouped - begun;
            let indexing = self.index(&ids)?;
            costs.indexing += indexing;
            costs.filing += cpu_seconds() - grouped - indexing;
            self.stored = end;
        }
        Ok(costs)
    }

    /// The seconds that the index took.
    fn index(&mut self, ids: &[ArticleId]) -> Result<f64> {
        let mut indexing = 0.0;
        let batch = self.store.batch()?;
        for id in ids {
            let unjudged = batch.unjudged_article(*id)?;
            let tokenised = Tokenised::of(&unjudged.article);
            let verdict = Verdict::on(&tokenised, None, &self.rules, &self.programmes);
            batch.record_verdict(*id, &verdict)?;
            let begun = cpu_seconds();
            batch.file(*id, &verdict)?;
            batch.index(*id, &Indexed::of(tokenised.fields()))?;
            indexing += cpu_seconds() - begun;
        }
        // FTS5 writes what it has in memory at the end.
        let begun = cpu_seconds();
        batch.commit()?;
        Ok(indexing + cpu_seconds() - begun)
    }

    pub fn title(&self, number: u64) -> String {
        self.press.article(number).title
    }

    pub fn searcher(&self) -> Result<Searcher> {
        Ok(Searcher::new(Arc::new(config(&self.folder)?)))
    }

    /// Of the index, and of the articles' rows.
    pub fn bytes(&self) -> Result<(u64, u64)> {
        let connection = Connection::open_with_flags(self.folder.join("bantin.db"), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let sum = |condition: &str| {
            let sql = format!("SELECT sum(pgsize) FROM dbstat WHERE aggregate = TRUE AND ({condition})");
            connection
                .query_row(&sql, [], |row| row.get::<_, Option<i64>>(0))
                .map(|sum| sum.unwrap_or(0).unsigned_abs())
        };
        let index =
            "name LIKE 'spelt_word%' OR name LIKE 'plain_word%' OR name LIKE 'filed%' OR name = 'article_indexed'";
        Ok((sum(index)?, sum("name = 'article'")?))
    }
}

/// The repository's, with the benchmark's database.
fn config(folder: &Path) -> Result<Config> {
    let text = include_str!("../../feeds.toml");
    let mut config = Config::parse("feeds.toml", text, folder).map_err(|mistakes| mistakes.render(false))?;
    config.store.database = folder.join("bantin.db");
    Ok(config)
}

fn text(item: Item) -> Result<Text> {
    let Item { id, source, title, summary, body, ts } = item;
    Ok(Text { name: id, source, title, lead: summary, body, published: Timestamp::from_second(ts)? })
}
