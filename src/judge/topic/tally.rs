//! How often filing was right.

use serde::Serialize;

/// Texts of which it was known whether they belong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Belong, and were filed.
    pub right: usize,
    /// Belong, and were not filed.
    pub missed: usize,
    /// Don't belong, and were filed.
    pub wrong: usize,
}

impl Tally {
    pub fn count(&mut self, belongs: bool, filed: bool) {
        match (belongs, filed) {
            (true, true) => self.right += 1,
            (true, false) => self.missed += 1,
            (false, true) => self.wrong += 1,
            (false, false) => {}
        }
    }

    /// Of those filed, the part that belongs; 1 where nothing was filed.
    pub fn precision(self) -> f64 {
        ratio(self.right, self.right + self.wrong)
    }

    /// Of those that belong, the part that was filed; 1 where none does.
    pub fn recall(self) -> f64 {
        ratio(self.right, self.right + self.missed)
    }

    /// The harmonic mean of precision and recall.
    pub fn f1(self) -> f64 {
        ratio(2 * self.right, 2 * self.right + self.missed + self.wrong)
    }
}

/// Micro-averages: every filing weighs the same, whatever its topic.
impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, each| Self {
            right: sum.right + each.right,
            missed: sum.missed + each.missed,
            wrong: sum.wrong + each.wrong,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "files of labelled texts have fewer lines than 2^52")]
fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
