//! What is kept of each text to find its copies by, in few bytes.

use super::common;
use super::form::Form;
use super::thresholds::{KEYS, LIKELY, LIKELY_SLACK, SKETCH};

/// Keys to find texts that might be copies, and a sketch to leave out those that hardly are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Print {
    /// Of [`KEY_BITS`] bits, each once: of the smallest shingles of the whole and of its beginning (texts that share many
    /// shingles are likely to share those), and of the title.
    pub keys: Vec<u64>,
    pub sketch: Sketch,
}

/// Bits of a key: with the month, it fits six bytes in the database.
pub const KEY_BITS: u32 = 37;

/// The smallest shingles of a text (a bottom-k sketch; Cohen and Kaplan 2007), of 24 bits each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// How many shingles the text has.
    shingles: u16,
    values: Vec<u32>,
}

impl Print {
    pub fn of(form: &Form) -> Self {
        let smallest = |shingles: &[u64]| shingles.iter().copied().take(KEYS).collect::<Vec<_>>();
        let hashes = [smallest(&form.shingles), smallest(&form.beginning), form.title_key().into_iter().collect()];
        let mut keys: Vec<u64> = hashes.concat().into_iter().map(|hash| hash >> (64 - KEY_BITS)).collect();
        keys.sort_unstable();
        keys.dedup();
        Self { keys, sketch: Sketch::of(&form.shingles) }
    }
}

impl Sketch {
    fn of(shingles: &[u64]) -> Self {
        let values = shingles.iter().take(SKETCH).filter_map(|hash| u32::try_from(hash >> 40).ok()).collect();
        Self { shingles: u16::try_from(shingles.len()).unwrap_or(u16::MAX), values }
    }

    /// Whether the texts might be copies or a series: whether of the shorter one's values, as far as both sketches reach,
    /// the longer one has enough.
    pub fn is_near(&self, other: &Self) -> bool {
        let (short, long) = if self.shingles < other.shingles { (self, other) } else { (other, self) };
        let end = long.end().min(short.end());
        let within = |sketch: &Self| sketch.values.partition_point(|value| *value <= end);
        let (of_short, of_long) = (&short.values[..within(short)], &long.values[..within(long)]);
        let found = super::ratio(common(of_short, of_long), 1);
        found + LIKELY_SLACK >= LIKELY * super::ratio(of_short.len(), 1)
    }

    /// The last value up to which the sketch has all.
    fn end(&self) -> u32 {
        if usize::from(self.shingles) <= SKETCH { u32::MAX } else { self.values.last().copied().unwrap_or(0) }
    }

    /// In 2 + 3 × 48 bytes at the most.
    pub fn to_bytes(&self) -> Vec<u8> {
        let values = self.values.iter().flat_map(|value| value.to_be_bytes().into_iter().skip(1));
        self.shingles.to_be_bytes().into_iter().chain(values).collect()
    }

    /// What [`Sketch::to_bytes`] made.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let (count, values) = bytes.split_at(bytes.len().min(2));
        let number = |bytes: &[u8]| bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte));
        Self {
            shingles: u16::try_from(number(count)).unwrap_or(u16::MAX),
            values: values.chunks(3).map(number).collect(),
        }
    }
}
