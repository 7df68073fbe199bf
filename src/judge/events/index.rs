//! Which open stories have a term in their centre, and with what weight.

use smallvec::SmallVec;

use super::vector::{TermMap, Vector};

/// An inverted index, so that an article is compared with all open stories by looking at those that share a term with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// Slots of stories in ascending order, each with the term's weight in its centre. Most terms are in one or two.
    postings: TermMap<SmallVec<[(u32, f32); 2]>>,
}

impl Index {
    pub fn put(&mut self, slot: u32, centre: &Vector) {
        for (term, weight) in centre.weights() {
            let posting = self.postings.entry(*term).or_default();
            match posting.binary_search_by_key(&slot, |at| at.0) {
                Ok(at) => posting[at].1 = *weight,
                Err(at) => posting.insert(at, (slot, *weight)),
            }
        }
    }

    pub fn remove(&mut self, slot: u32, centre: &Vector) {
        for (term, _) in centre.weights() {
            if let Some(posting) = self.postings.get_mut(term) {
                posting.retain(|at| at.0 != slot);
                if posting.is_empty() {
                    self.postings.remove(term);
                }
            }
        }
    }

    /// The dot product of `article` with each centre, by slot.
    pub fn similarities(&self, article: &Vector, slots: usize) -> Vec<f32> {
        let mut sums = vec![0.0; slots];
        for (term, weight) in article.weights() {
            for (slot, other) in self.postings.get(term).into_iter().flatten() {
                sums[*slot as usize] += weight * other;
            }
        }
        sums
    }
}
