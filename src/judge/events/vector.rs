//! Sparse vectors of terms.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::text::step;

/// A syllable or two in a row, hashed; in another way in a title than in a body.
pub(super) type Term = u32;

/// By term, without hashing it again.
pub(super) type TermMap<T> = HashMap<Term, T, BuildHasherDefault<AsItIs>>;

/// For terms, which are hashes.
#[derive(Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| step(hash, u64::from(*byte)));
    }

    fn write_u32(&mut self, term: Term) {
        // The map looks at the highest bits as well.
        self.0 = u64::from(term) | u64::from(term) << 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// Weights by term, in ascending order of terms, so that every sum is made in one order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Vector(Vec<(Term, f32)>);

impl Vector {
    /// Weights of one term are added up.
    pub fn of(mut weights: Vec<(Term, f32)>) -> Self {
        weights.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        weights.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        Self(weights)
    }

    pub fn weights(&self) -> &[(Term, f32)] {
        &self.0
    }

    /// Its `n` greatest weights; of equal ones, those of the lowest terms.
    pub fn strongest(mut self, n: usize) -> Self {
        if self.0.len() > n {
            self.0.select_nth_unstable_by(n, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.0.truncate(n);
            self.0.sort_unstable_by_key(|weight| weight.0);
        }
        self
    }

    /// At a length, in Euclid's sense. A vector of nothing stays so.
    pub fn of_length(mut self, length: f32) -> Self {
        let before = self.0.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        if before > 0.0 {
            self.0.iter_mut().for_each(|(_, weight)| *weight *= length / before);
        }
        self
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self::of([self.0.as_slice(), &other.0].concat())
    }

    pub fn dot(&self, other: &Self) -> f32 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut sum = 0.0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => drop(a.next()),
                std::cmp::Ordering::Greater => drop(b.next()),
                std::cmp::Ordering::Equal => {
                    sum += x.1 * y.1;
                    a.next();
                    b.next();
                }
            }
        }
        sum
    }

    /// Eight bytes a term, which [`Vector::from_bytes`] makes the very same vector of.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|(term, weight)| [term.to_le_bytes(), weight.to_le_bytes()].concat()).collect()
    }

    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (words, _) = bytes.as_chunks::<4>();
        let (pairs, _) = words.as_chunks::<2>();
        Self(pairs.iter().map(|[term, weight]| (u32::from_le_bytes(*term), f32::from_le_bytes(*weight))).collect())
    }
}
