//! By what near copies are found.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, params};

use super::judging::{Batch, story_ref};
use super::recent_keys::RecentKeys;
use super::{StoreError, from_json};
use crate::judge::copies::{KEY_BITS, Print, Sketch};
use crate::judge::{Fingerprint, StoryRef};
use crate::news::{ArticleId, SourceId};
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
        recent: &mut RecentKeys,
    ) -> Result<Vec<(ArticleId, Sketch)>, StoreError> {
        let own = period(published);
        let is_late = published.as_second().rem_euclid(PERIOD) * 2 >= PERIOD;
        let mut found: Vec<i64> = Vec::new();
        let mut query = self.transaction.prepare_cached("SELECT article FROM copy_key WHERE key = ?1 LIMIT ?2")?;
        for period in [own, if is_late { own + 1 } else { own - 1 }] {
            for key in &print.keys {
                let key = in_period(period, *key);
                let before = found.len();
                found.extend(recent.having(key));
                if self.may_be_stored(key, recent)? {
                    for row in query.query_map(params![key, FULL + 1], |row| row.get(0))? {
                        found.push(row?);
                    }
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

    /// The articles whose text might be the same, whenever they came out: those with its key.
    pub(super) fn with_text(&self, text: &str, recent: &mut RecentKeys) -> Result<Vec<ArticleId>, StoreError> {
        let Some(key) = text_key(text) else { return Ok(Vec::new()) };
        let mut found: Vec<ArticleId> = recent.having(key).iter().copied().map(ArticleId).collect();
        if self.may_be_stored(key, recent)? {
            let mut query = self.transaction.prepare_cached("SELECT article FROM copy_key WHERE key = ?1")?;
            for row in query.query_map([key], |row| row.get(0).map(ArticleId))? {
                found.push(row?);
            }
        }
        Ok(found)
    }

    /// The original of an article's group, and its story; none for one that was not grouped yet.
    ///
    /// # Errors
    /// When the database fails.
    pub fn group_of(&self, id: ArticleId) -> Result<Option<(ArticleId, StoryRef)>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT coalesce(original, article.id), story.id, story.published
             FROM article JOIN story ON story.id = article.story WHERE article.id = ?1",
        )?;
        Ok(query.query_row([id.0], |row| Ok((ArticleId(row.get(0)?), story_ref(row, 1)?))).optional()?)
    }

    /// An article as it is now, and the source that brought it first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn article(&self, id: ArticleId) -> Result<(Article, SourceId), StoreError> {
        let mut query = self.transaction.prepare_cached("SELECT content, source FROM article WHERE id = ?1")?;
        Ok(query.query_row([id.0], |row| {
            Ok((from_json(0, row.get_ref(0)?.as_str()?)?, SourceId::new(row.get::<_, String>(1)?)))
        })?)
    }

    /// Has an article found by `print` and by the hash of its text, and by nothing else. `is_new`: it was not there before;
    /// otherwise the store still has the hash of its text as it was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_print(
        &self,
        id: ArticleId,
        print: Option<&Print>,
        fingerprint: &Fingerprint,
        published: Timestamp,
        is_new: bool,
        recent: &mut RecentKeys,
    ) -> Result<(), StoreError> {
        let period = period(published);
        if !is_new {
            self.forget_print(id, period, recent)?;
        }
        let mut keys: Vec<i64> = fingerprint.text.as_deref().and_then(text_key).into_iter().collect();
        if let Some(print) = print {
            keys.extend(print.keys.iter().map(|key| in_period(period, *key)));
            let written: Vec<u8> =
                print.keys.iter().flat_map(|key| key.to_be_bytes().into_iter().skip(8 - KEY_BYTES)).collect();
            self.transaction
                .prepare_cached("INSERT INTO copy_print (article, keys, sketch) VALUES (?1, ?2, ?3)")?
                .execute(params![id.0, written, print.sketch.to_bytes()])?;
        }
        recent.put(id.0, &keys);
        Ok(())
    }

    pub(super) fn forget_print(&self, id: ArticleId, period: i64, recent: &mut RecentKeys) -> Result<(), StoreError> {
        let written: Option<Vec<u8>> = self
            .transaction
            .prepare_cached("DELETE FROM copy_print WHERE article = ?1 RETURNING keys")?
            .query_row([id.0], |row| row.get(0))
            .optional()?;
        let text: Option<String> = self
            .transaction
            .prepare_cached("SELECT text_hash FROM article WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))?;
        let number = |bytes: &[u8]| bytes.iter().fold(0, |key, byte| key << 8 | u64::from(*byte));
        let mut keys: Vec<i64> = text.as_deref().and_then(text_key).into_iter().collect();
        keys.extend(written.iter().flat_map(|keys| keys.chunks(KEY_BYTES)).map(|key| in_period(period, number(key))));
        let mut delete = self.transaction.prepare_cached("DELETE FROM copy_key WHERE key = ?1 AND article = ?2")?;
        for key in &keys {
            delete.execute([*key, id.0])?;
        }
        recent.take(id.0, &keys);
        Ok(())
    }
}

pub(super) fn period(published: Timestamp) -> i64 {
    published.as_second().div_euclid(PERIOD)
}

fn in_period(period: i64, key: u64) -> i64 {
    (period << KEY_BITS) | key.cast_signed()
}

/// The key of a text, of its hash's first 36 bits, in a period that no date is in: it is found at any distance.
fn text_key(hash: &str) -> Option<i64> {
    let first = hash.get(..9).and_then(|digits| u64::from_str_radix(digits, 16).ok())?;
    Some(in_period(i64::MIN >> KEY_BITS, first))
}
