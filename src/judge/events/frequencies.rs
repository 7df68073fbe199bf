//! In how many articles a term is.

use super::common;
use super::thresholds::{RAREST, SEEN_BEFORE};
use super::vector::Term;

/// Bits of a cell's number. A term has two cells and counts as the lesser; others that share one make it seem more
/// frequent by about ten at the most articles, which [`RAREST`] hides.
const BITS: u32 = 20;
const CELLS: usize = 1 << BITS;

/// Articles after which all counts are halved, so that the words of last year's events are rare again: three days of a
/// store that takes in 10,000 a day, months of a small one.
const HALVED_AT: u32 = 1 << 15;

/// Counters in a table of fixed size (a count-min sketch with conservative update; Estan and Varghese 2002).
#[derive(Clone, Debug, PartialEq)]
pub struct Frequencies {
    articles: u32,
    cells: Vec<u16>,
}

impl Default for Frequencies {
    fn default() -> Self {
        Self { articles: 0, cells: vec![0; CELLS] }
    }
}

impl Frequencies {
    /// Counts an article that has each of `terms` once or more often.
    pub(super) fn count(&mut self, terms: &[Term]) {
        for term in terms {
            let [a, b] = cells_of(*term);
            let more = self.cells[a].min(self.cells[b]).saturating_add(1);
            self.cells[a] = self.cells[a].max(more);
            self.cells[b] = self.cells[b].max(more);
        }
        self.articles += 1;
        if self.articles >= HALVED_AT {
            self.articles /= 2;
            self.cells.iter_mut().for_each(|cell| *cell /= 2);
        }
    }

    /// How much rarer than "in every article" a term is, as a logarithm (inverse document frequency).
    #[expect(clippy::cast_precision_loss, reason = "fewer articles than a float counts")]
    pub(super) fn rarity(&self, term: Term) -> f32 {
        let [a, b] = cells_of(term);
        let having = f32::from(self.cells[a].min(self.cells[b])) + 1.0 + SEEN_BEFORE * common::share(term);
        ((self.articles as f32 + SEEN_BEFORE + 1.0) / having).clamp(1.0, RAREST).ln()
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let cells = self.cells.iter().flat_map(|cell| cell.to_le_bytes());
        self.articles.to_le_bytes().into_iter().chain(cells).collect()
    }

    /// None where the bytes aren't those of such a table.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (articles, cells) = bytes.split_first_chunk()?;
        let (cells, rest) = cells.as_chunks();
        (cells.len() == CELLS && rest.is_empty()).then(|| Self {
            articles: u32::from_le_bytes(*articles),
            cells: cells.iter().map(|cell| u16::from_le_bytes(*cell)).collect(),
        })
    }
}

fn cells_of(term: Term) -> [usize; 2] {
    let cell = |factor: u32| (term.wrapping_mul(factor) >> (u32::BITS - BITS)) as usize;
    [cell(0x9e37_79b1), cell(0x85eb_ca6b)]
}
