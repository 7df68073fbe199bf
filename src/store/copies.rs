//! By what near copies are found.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::judging::{Batch, story_ref};
use super::{StoreError, from_json};
use crate::judge::StoryRef;
use crate::judge::copies::{KEY_BITS, Print, Sketch};
use crate::news::ArticleId;
use crate::read::Article;

/// Seconds of the periods that keys are kept by. Copies are looked for in an article's own period and in that of the two
/// beside it which is nearer: within 15 days at least.
const PERIOD: i64 = 30 * 24 * 60 * 60;

/// Articles with the same key in a period, over which it is no key but a phrase. With 1,000, no copy more is found than
/// with 32; with 32, half as many texts are looked at.
const FULL: u16 = 32;

const KEY_BYTES: usize = 5;

impl Batch<'_> {
    /// Other articles that share a key with one that came out at `published`, by id, and their sketches.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sharing(
        &self,
        id: ArticleId,
        print: &Print,
        published: Timestamp,
    ) -> Result<Vec<(ArticleId, Sketch)>, StoreError> {
        let own = period(published);
        let is_late = published.as_second().rem_euclid(PERIOD) * 2 >= PERIOD;
        let mut found: Vec<i64> = Vec::new();
        let mut query = self.transaction.prepare_cached("SELECT article FROM copy_key WHERE key = ?1 LIMIT ?2")?;
        for period in [own, if is_late { own + 1 } else { own - 1 }] {
            for key in &print.keys {
                let before = found.len();
                let rows = query.query_map(params![in_period(period, *key), FULL + 1], |row| row.get(0))?;
                for row in rows {
                    found.push(row?);
                }
                if found.len() - before > usize::from(FULL) {
                    found.truncate(before);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|other| *other != id.0);
        let mut query = self.transaction.prepare_cached("SELECT sketch FROM copy_print WHERE article = ?1")?;
        let mut sketches = Vec::with_capacity(found.len());
        for other in found {
            // An article whose text was revised to nothing has none any more.
            let sketch = query.query_row([other], |row| Ok(Sketch::of_bytes(row.get_ref(0)?.as_blob()?))).optional()?;
            sketches.extend(sketch.map(|sketch| (ArticleId(other), sketch)));
        }
        Ok(sketches)
    }

    /// The original of an article's group, and its story.
    ///
    /// # Errors
    /// When the database fails.
    pub fn group_of(&self, id: ArticleId) -> Result<(ArticleId, StoryRef), StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT coalesce(original, article.id), story.id, story.published
             FROM article JOIN story ON story.id = article.story WHERE article.id = ?1",
        )?;
        Ok(query.query_row([id.0], |row| Ok((ArticleId(row.get(0)?), story_ref(row, 1)?)))?)
    }

    /// An article as it is now.
    ///
    /// # Errors
    /// When the database fails.
    pub fn article(&self, id: ArticleId) -> Result<Article, StoreError> {
        let mut query = self.transaction.prepare_cached("SELECT content FROM article WHERE id = ?1")?;
        Ok(query.query_row([id.0], |row| from_json(0, row.get_ref(0)?.as_str()?))?)
    }

    /// Has an article found by `print` and by nothing else. `is_new`: it was not there before.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_print(
        &self,
        id: ArticleId,
        print: Option<&Print>,
        published: Timestamp,
        is_new: bool,
    ) -> Result<(), StoreError> {
        let period = period(published);
        if !is_new {
            self.forget_print(id, period)?;
        }
        let Some(print) = print else { return Ok(()) };
        let mut insert = self.transaction.prepare_cached("INSERT INTO copy_key (key, article) VALUES (?1, ?2)")?;
        for key in &print.keys {
            insert.execute([in_period(period, *key), id.0])?;
        }
        let keys: Vec<u8> =
            print.keys.iter().flat_map(|key| key.to_be_bytes().into_iter().skip(8 - KEY_BYTES)).collect();
        self.transaction
            .prepare_cached("INSERT INTO copy_print (article, keys, sketch) VALUES (?1, ?2, ?3)")?
            .execute(params![id.0, keys, print.sketch.to_bytes()])?;
        Ok(())
    }

    fn forget_print(&self, id: ArticleId, period: i64) -> Result<(), StoreError> {
        let keys: Option<Vec<u8>> = self
            .transaction
            .prepare_cached("DELETE FROM copy_print WHERE article = ?1 RETURNING keys")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let mut delete = self.transaction.prepare_cached("DELETE FROM copy_key WHERE key = ?1 AND article = ?2")?;
        for key in keys.iter().flat_map(|keys| keys.chunks(KEY_BYTES)) {
            let key = key.iter().fold(0, |key, byte| key << 8 | u64::from(*byte));
            delete.execute([in_period(period, key), id.0])?;
        }
        Ok(())
    }
}

fn period(published: Timestamp) -> i64 {
    published.as_second().div_euclid(PERIOD)
}

fn in_period(period: i64, key: u64) -> i64 {
    (period << KEY_BITS) | key.cast_signed()
}
