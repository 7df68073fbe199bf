//! Which keys might be in `copy_key`, in memory: most that are looked for aren't, and each look would be at a page of its
//! own of a table that is larger than the cache.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, params};

use super::StoreError;
use super::judging::Batch;
use crate::judge::copies::KEY_BITS;

/// A Bloom filter in blocks of a cache line (Putze, Sanders and Singler 2007). Of keys that aren't there, one in thirty
/// seems to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct KeyFilter {
    blocks: Vec<[u64; 8]>,
    keys: usize,
}

/// With a byte for each.
const KEYS_IN_BLOCK: usize = 64;
const BITS_OF_KEY: u32 = 5;

impl KeyFilter {
    pub fn with_room_for(keys: usize) -> Self {
        Self { blocks: vec![[0; 8]; keys.div_ceil(KEYS_IN_BLOCK).next_power_of_two()], keys: 0 }
    }

    pub fn has_room_for(&self, more: usize) -> bool {
        self.keys.saturating_add(more) <= self.blocks.len() * KEYS_IN_BLOCK
    }

    pub fn add(&mut self, key: i64) {
        let (block, bits) = self.place(key);
        let words = &mut self.blocks[block];
        for bit in bits {
            words[bit / 64] |= 1 << (bit % 64);
        }
        self.keys += 1;
    }

    pub fn may_have(&self, key: i64) -> bool {
        let (block, mut bits) = self.place(key);
        bits.all(|bit| self.blocks[block][bit / 64] & 1 << (bit % 64) != 0)
    }

    /// The block of a key, and its bits there.
    #[expect(clippy::cast_possible_truncation, reason = "low bits are what is wanted")]
    fn place(&self, key: i64) -> (usize, impl Iterator<Item = usize> + use<>) {
        let spread = key.cast_unsigned().wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let block = (spread >> 32) as usize & (self.blocks.len() - 1);
        let bits = spread.wrapping_mul(0xd6e8_feb8_6659_fd93);
        (block, (0..BITS_OF_KEY).map(move |n| (bits >> (64 - 9 * (n + 1))) as usize & 511))
    }

    fn to_bytes(&self) -> Vec<u8> {
        self.blocks.iter().flatten().flat_map(|word| word.to_le_bytes()).collect()
    }

    fn from_bytes(bytes: &[u8], keys: usize) -> Option<Self> {
        let (words, _) = bytes.as_chunks();
        let words: Vec<u64> = words.iter().map(|word| u64::from_le_bytes(*word)).collect();
        let (blocks, rest) = words.as_chunks();
        (blocks.len().is_power_of_two() && rest.is_empty()).then(|| Self { blocks: blocks.to_vec(), keys })
    }
}

/// The least and the greatest key of a period.
fn bounds(period: i64) -> [i64; 2] {
    [period << KEY_BITS, (period << KEY_BITS) + ((1 << KEY_BITS) - 1)]
}

/// Keys by their periods.
fn by_period(keys: &[(i64, i64)]) -> BTreeMap<i64, Vec<i64>> {
    let mut periods: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for (key, _) in keys {
        periods.entry(key >> KEY_BITS).or_default().push(*key);
    }
    periods
}

impl Batch<'_> {
    /// That of a period; none while nothing was put into `copy_key` since there are filters.
    pub(super) fn key_filter(&self, period: i64) -> Result<Option<KeyFilter>, StoreError> {
        let mut query = self.transaction.prepare_cached("SELECT content, keys FROM key_filter WHERE period = ?1")?;
        let filter = query.query_row([period], |row| {
            let keys: i64 = row.get(1)?;
            Ok(KeyFilter::from_bytes(row.get_ref(0)?.as_blob()?, usize::try_from(keys).unwrap_or(usize::MAX)))
        });
        Ok(filter.optional()?.flatten())
    }

    /// Lets keys that were put into `copy_key` pass their filters.
    pub(super) fn let_pass(&self, rows: &[(i64, i64)]) -> Result<(), StoreError> {
        for (period, keys) in by_period(rows) {
            let filter = match self.key_filter(period)?.filter(|filter| filter.has_room_for(keys.len())) {
                Some(mut filter) => {
                    for key in keys {
                        filter.add(key);
                    }
                    filter
                }
                None => self.new_filter(period)?,
            };
            self.transaction
                .prepare_cached(
                    "INSERT INTO key_filter (period, keys, content) VALUES (?1, ?2, ?3)
                     ON CONFLICT (period) DO UPDATE SET keys = ?2, content = ?3",
                )?
                .execute(params![period, i64::try_from(filter.keys).unwrap_or(i64::MAX), filter.to_bytes()])?;
        }
        Ok(())
    }

    /// Forgets the filters of periods of which no key is in `copy_key` any more.
    pub(super) fn forget_filters(&self, periods: BTreeSet<i64>) -> Result<(), StoreError> {
        let mut query = self.transaction.prepare_cached(
            "DELETE FROM key_filter WHERE period = ?1 AND NOT EXISTS (SELECT * FROM copy_key WHERE key BETWEEN ?2 AND ?3)",
        )?;
        for period in periods {
            let [first, last] = bounds(period);
            query.execute([period, first, last])?;
        }
        Ok(())
    }

    /// Of all keys of a period, with room for as many more.
    fn new_filter(&self, period: i64) -> Result<KeyFilter, StoreError> {
        let mut query = self.transaction.prepare_cached("SELECT key FROM copy_key WHERE key BETWEEN ?1 AND ?2")?;
        let keys: Vec<i64> = query.query_map(bounds(period), |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut filter = KeyFilter::with_room_for(2 * keys.len());
        for key in keys {
            filter.add(key);
        }
        Ok(filter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_passes_and_little_else() {
        let key = |n: i64| (689 << KEY_BITS) | (n.wrapping_mul(0x5851_f42d_4c95_7f2d) & ((1 << KEY_BITS) - 1));
        let mut filter = KeyFilter::with_room_for(20_000);
        (0..20_000).for_each(|n| filter.add(key(n)));
        assert!((0..20_000).all(|n| filter.may_have(key(n))));
        let by_mistake = (20_000..120_000).filter(|n| filter.may_have(key(*n))).count();
        assert!(by_mistake < 6_000, "{by_mistake} of 100,000");
        assert_eq!(KeyFilter::from_bytes(&filter.to_bytes(), 20_000), Some(filter));
    }
}
