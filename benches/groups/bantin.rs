//! What is measured: the pipeline's judging, with its store. All that the benchmark knows of bantin's API is here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ::bantin::pipeline::{Text, Trial};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Row};
use serde::{Deserialize, Serialize};

use crate::Result;
use crate::item::Item;

/// What the store has come to.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tally {
    pub stories: u64,
    pub open_stories: u64,
    pub copies: u64,
    pub in_series: u64,
    /// Of the database, by table and index.
    pub bytes: BTreeMap<String, u64>,
}

/// A new store, and who groups what comes in, as in a pass.
pub struct Desk {
    database: PathBuf,
    trial: Trial,
}

impl Desk {
    pub fn open(folder: &Path) -> Result<Self> {
        let database = folder.join("bantin.db");
        Ok(Self { trial: Trial::open(&database)?, database })
    }

    pub fn group(&mut self, items: Vec<Item>) -> Result<()> {
        let texts = items.into_iter().map(text).collect::<Result<Vec<_>>>()?;
        self.trial.group(&texts)?;
        Ok(())
    }

    pub fn tally(&self) -> Result<Tally> {
        let connection = Connection::open_with_flags(&self.database, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let count = |query: &str| connection.query_row(query, [], |row| count_in(row, 0));
        let mut query = connection.prepare("SELECT name, pgsize FROM dbstat WHERE aggregate = TRUE")?;
        let bytes = query.query_map([], |row| Ok((row.get(0)?, count_in(row, 1)?)))?.collect::<Result<_, _>>()?;
        Ok(Tally {
            stories: count("SELECT count(*) FROM story WHERE merged_into IS NULL")?,
            open_stories: count("SELECT count(*) FROM open_story")?,
            copies: count("SELECT count(*) FROM article WHERE original IS NOT NULL")?,
            in_series: count("SELECT count(*) FROM article WHERE series IS NOT NULL")?,
            bytes,
        })
    }
}

fn count_in(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(row.get::<_, i64>(column)?.unsigned_abs())
}

fn text(item: Item) -> Result<Text> {
    let Item { id, source, title, summary, body, ts } = item;
    Ok(Text { name: id, source, title, lead: summary, body, published: Timestamp::from_second(ts)? })
}
