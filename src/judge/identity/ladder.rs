//! What is unique in a source, learnt from all its documents.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// What an entry may be known by, from the best down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rung {
    Guid,
    Link,
    LinkDate,
    LinkTitle,
}

/// The rungs that bear in a source. Those on which different entries of it met don't, and stay out of use: what is unique
/// in one document by chance is not unique.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ladder {
    shared: BTreeSet<Rung>,
}

/// One slip of an editor takes no rung out: so many entries of a document must meet on it, and so many in a hundred.
const LEAST_SHARED: usize = 2;
const SHARED_PER_CENT: usize = 5;

impl Ladder {
    pub fn bears(&self, rung: Rung) -> bool {
        !self.shared.contains(&rung)
    }

    /// The best rung that bears.
    pub fn best(&self) -> Option<Rung> {
        [Rung::Guid, Rung::Link, Rung::LinkDate, Rung::LinkTitle].into_iter().find(|rung| self.bears(*rung))
    }

    /// Takes into account that of a document's `entries` so many met others on `rung`.
    pub(super) fn learn(&mut self, rung: Rung, met: usize, entries: usize) {
        if met >= LEAST_SHARED && met * 100 > entries * SHARED_PER_CENT {
            self.shared.insert(rung);
        }
    }
}
