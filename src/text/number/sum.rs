//! Sums of money of several parts.

use super::money::{Unit, is_space};
use super::quantity::{Measured, Reader};
use super::{Amount, Decimal, numeral};

impl<'t> Reader<'_, 't> {
    /// `28 tỷ 500 triệu đồng`, `2 tỷ rưỡi`: the sum with its smaller part, and where it ends.
    pub fn smaller(&self, first: &Amount<'t>, unit: Unit, end: usize) -> Option<(Amount<'t>, usize)> {
        let (dong, larger) = (first.dong?, unit.dong?);
        let next = self.tokens.get(end)?;
        if unit.named || larger < 1_000 || !is_space(self.between(end - 1)) {
            return None;
        }
        if next.folded == "rưỡi" {
            let named = self.tokens.get(end + 1).is_some_and(|token| token.folded == "đồng");
            let sum = Amount { dong: dong.checked_add(larger / 2), step: larger / 10, ..*first };
            return Some((sum, end + 1 + usize::from(named)));
        }
        let number = numeral(self.text, &self.tokens[end..])?;
        let (Measured::Money(smaller), after) = self.measured(end, end + number.length, number)? else { return None };
        let words = self.printed(after - smaller.length..after);
        let part = amount(number.value, smaller, words);
        let is_smaller = smaller.dong? < larger && part.dong? < larger;
        is_smaller.then_some((Amount { dong: dong.checked_add(part.dong?), ..part }, after))
    }

    /// `/1.526.790 triệu đồng` behind a sum.
    pub fn whole(&self, end: usize) -> Option<(Amount<'t>, usize)> {
        if self.between(end - 1).trim() != "/" {
            return None;
        }
        let number = numeral(self.text, self.tokens.get(end..)?)?;
        let (Measured::Money(unit), after) = self.measured(end, end + number.length, number)? else { return None };
        Some((amount(number.value, unit, self.printed(after - unit.length..after)), after))
    }
}

pub(super) fn amount(value: Decimal, unit: Unit, words: &str) -> Amount<'_> {
    let dong = unit.dong.and_then(|dong| value.times(dong));
    Amount { dong, unit: words, step: step(value, unit.dong.unwrap_or(0)) }
}

fn step(value: Decimal, dong: u64) -> u64 {
    (0..value.places()).fold(dong, |step, _| step / 10)
}
