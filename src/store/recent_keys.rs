//! Keys of the articles that came last.
//!
//! The keys of an article lie all over `copy_key`: written one by one, each costs a page of the write-ahead log. So they are
//! gathered first, and put there in order, when many fall on each page. Until then they are in a log in the order in which
//! they came, and are looked for in memory.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::mem;

use smallvec::SmallVec;

use super::StoreError;
use super::judging::Batch;
use super::key_filter::KeyFilter;
use crate::judge::copies::KEY_BITS;

/// Articles whose keys are gathered. With a million articles in a month, `copy_key` has 40,000 pages, of which each is then
/// written every 16,384 articles; an article by itself writes eleven of them. They take 10 MB of memory.
const GATHERED: usize = 1 << 14;

/// The keys that are not in `copy_key` yet, by what the store's log has; and which might be there.
#[derive(Debug, Default)]
pub struct RecentKeys {
    articles: HashMap<i64, SmallVec<[i64; 2]>>,
    /// By periods, of those that were asked for.
    stored: HashMap<i64, Option<KeyFilter>>,
    gathered: usize,
    /// What the log hasn't: an article, the number of its keys (below 0 where they are taken out) and its keys, and so on.
    unwritten: Vec<i64>,
}

impl RecentKeys {
    /// The articles that have a key.
    pub(super) fn having(&self, key: i64) -> &[i64] {
        self.articles.get(&key).map_or(&[], |articles| articles.as_slice())
    }

    pub(super) fn put(&mut self, article: i64, keys: &[i64]) {
        if keys.is_empty() {
            return;
        }
        self.note(article, keys, 1);
        self.put_in(article, keys);
    }

    /// Takes keys out of those of an article, if they are there.
    pub(super) fn take(&mut self, article: i64, keys: &[i64]) {
        self.note(article, keys, -1);
        self.take_out(article, keys);
    }

    fn note(&mut self, article: i64, keys: &[i64], sign: i64) {
        self.unwritten.extend([article, sign * i64::try_from(keys.len()).unwrap_or_default()]);
        self.unwritten.extend(keys);
    }

    fn put_in(&mut self, article: i64, keys: &[i64]) {
        for key in keys {
            self.articles.entry(*key).or_default().push(article);
        }
        self.gathered += 1;
    }

    fn take_out(&mut self, article: i64, keys: &[i64]) {
        for key in keys {
            if let Some(articles) = self.articles.get_mut(key) {
                articles.retain(|other| *other != article);
            }
        }
    }

    /// What [`RecentKeys::note`] noted.
    fn read(&mut self, bytes: &[u8]) {
        let (numbers, _) = bytes.as_chunks();
        let numbers: Vec<i64> = numbers.iter().map(|number| i64::from_le_bytes(*number)).collect();
        let mut rest = numbers.as_slice();
        while let [article, count, after @ ..] = rest {
            let length = usize::try_from(count.unsigned_abs()).unwrap_or(usize::MAX).min(after.len());
            let (keys, behind) = after.split_at(length);
            if *count < 0 {
                self.take_out(*article, keys);
            } else {
                self.put_in(*article, keys);
            }
            rest = behind;
        }
    }
}

impl Batch<'_> {
    /// Whether it is worth looking for a key in `copy_key`.
    pub(super) fn may_be_stored(&self, key: i64, recent: &mut RecentKeys) -> Result<bool, StoreError> {
        let period = key >> KEY_BITS;
        let filter = match recent.stored.entry(period) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(self.key_filter(period)?),
        };
        Ok(filter.as_ref().is_none_or(|filter| filter.may_have(key)))
    }

    /// The keys as they were written last.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recent_keys(&self) -> Result<RecentKeys, StoreError> {
        let mut keys = RecentKeys::default();
        let mut query = self.transaction.prepare_cached("SELECT content FROM recent_key ORDER BY id")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            keys.read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        }
        Ok(keys)
    }

    /// Writes what came to the keys; when enough are gathered, where they are to stay.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_recent_keys(&self, keys: &mut RecentKeys) -> Result<(), StoreError> {
        if keys.unwritten.is_empty() {
            return Ok(());
        }
        if keys.gathered < GATHERED {
            let bytes: Vec<u8> = keys.unwritten.drain(..).flat_map(i64::to_le_bytes).collect();
            self.transaction.prepare_cached("INSERT INTO recent_key (content) VALUES (?1)")?.execute([bytes])?;
            return Ok(());
        }
        self.put_in_order(keys)
    }

    /// All that was gathered.
    fn put_in_order(&self, keys: &mut RecentKeys) -> Result<(), StoreError> {
        let gathered = mem::take(keys).articles;
        let mut rows: Vec<(i64, i64)> =
            gathered.into_iter().flat_map(|(key, articles)| articles.into_iter().map(move |id| (key, id))).collect();
        rows.sort_unstable();
        let mut insert = self.transaction.prepare_cached("INSERT INTO copy_key (key, article) VALUES (?1, ?2)")?;
        for (key, article) in &rows {
            insert.execute([*key, *article])?;
        }
        self.transaction.prepare_cached("DELETE FROM recent_key")?.execute([])?;
        self.let_pass(&rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const ONE: i64 = (700 << KEY_BITS) | 1;
    const TWO: i64 = (700 << KEY_BITS) | 2;

    #[test]
    fn keys_are_found_in_memory_then_by_the_log_and_then_in_their_place() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("bantin.db")).unwrap();
        let batch = store.batch().unwrap();
        let mut keys = batch.recent_keys().unwrap();
        keys.put(7, &[ONE, TWO]);
        keys.put(8, &[TWO]);
        assert_eq!(keys.having(TWO), [7, 8]);
        batch.record_recent_keys(&mut keys).unwrap();
        batch.commit().unwrap();

        let batch = store.batch().unwrap();
        let mut keys = batch.recent_keys().unwrap();
        assert_eq!((keys.having(ONE), keys.having(TWO)), ([7].as_slice(), [7, 8].as_slice()), "another process");
        keys.take(7, &[ONE, TWO]);
        keys.put(7, &[ONE]);
        batch.record_recent_keys(&mut keys).unwrap();
        let mut keys = batch.recent_keys().unwrap();
        assert_eq!((keys.having(ONE), keys.having(TWO)), ([7].as_slice(), [8].as_slice()), "a revised text");

        batch.put_in_order(&mut keys).unwrap();
        assert_eq!((keys.having(ONE), keys.having(TWO)), ([].as_slice(), [].as_slice()));
        assert!(batch.may_be_stored(ONE, &mut keys).unwrap() && batch.may_be_stored(TWO, &mut keys).unwrap());
        assert!(!batch.may_be_stored(TWO + 1, &mut keys).unwrap());
        let rows = |query: &str| -> Vec<(i64, i64)> {
            let mut query = batch.transaction.prepare(query).unwrap();
            query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
        };
        assert_eq!(rows("SELECT key, article FROM copy_key"), [(ONE, 7), (TWO, 8)]);
        assert_eq!(rows("SELECT id, id FROM recent_key"), []);
    }
}
