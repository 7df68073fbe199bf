//! Whether two figures about one thing say the same.

use crate::judge::{Figure, Money};
use crate::text::Decimal;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Likeness {
    /// What both say agrees, as far as rounding allows.
    Same,
    /// Something that both say differs.
    Other,
    /// They say nothing that could be compared: one an amount, the other a share.
    Apart,
}

/// How far amounts may differ where one is *trên*, *gần* or *khoảng*, in percent of the larger: *gần 500 tỷ* is printed of 470.
const ROUNDED: u64 = 7;

pub(super) fn likeness(a: &Figure, b: &Figure) -> Likeness {
    let is_near = a.nearness.is_some() || b.nearness.is_some();
    let plans = a.plan.as_ref().zip(b.plan.as_ref()).map(|(a, b)| is_same_sum(a, b, is_near));
    let compared = [are_amounts_same(a, b, is_near), plans, are_shares_same(a, b, is_near), are_counts_same(a, b)];
    let mut compared = compared.into_iter().flatten();
    match compared.next() {
        None => Likeness::Apart,
        Some(first) if first && compared.all(|same| same) => Likeness::Same,
        Some(_) => Likeness::Other,
    }
}

fn are_amounts_same(a: &Figure, b: &Figure, is_near: bool) -> Option<bool> {
    let range =
        |figure: &Figure| Some((figure.amount.as_ref()?.dong?, figure.amount_to.as_ref().and_then(|to| to.dong)));
    let (one, other) = (a.amount.as_ref()?, b.amount.as_ref()?);
    let meet = range(a).zip(range(b)).and_then(|(a, b)| do_ranges_meet(a, b));
    Some(meet.unwrap_or_else(|| is_same_sum(one, other, is_near)))
}

fn are_shares_same(a: &Figure, b: &Figure, is_near: bool) -> Option<bool> {
    let range = |figure: &Figure| Some((figure.percent?.as_f64(), figure.percent_to.map(Decimal::as_f64)));
    let same = is_same_share(a.percent?, b.percent?, is_near);
    Some(do_ranges_meet(range(a)?, range(b)?).unwrap_or(same))
}

fn are_counts_same(a: &Figure, b: &Figure) -> Option<bool> {
    let range = |figure: &Figure| {
        let count = figure.count.as_ref()?;
        Some((count.value.as_f64(), count.to.map(Decimal::as_f64)))
    };
    let (one, other) = (range(a)?, range(b)?);
    Some(do_ranges_meet(one, other).unwrap_or_else(|| one.0.total_cmp(&other.0).is_eq()))
}

/// Whether two figures, each with the upper end of its range if it is one, may be the same; none where neither is a range.
fn do_ranges_meet<T: PartialOrd + Copy>(a: (T, Option<T>), b: (T, Option<T>)) -> Option<bool> {
    let is_range = a.1.is_some() || b.1.is_some();
    is_range.then(|| a.0 <= b.1.unwrap_or(b.0) && b.0 <= a.1.unwrap_or(a.0))
}

/// Two prints of one sum: rounded to the last printed place of either, or cut off there.
fn is_same_sum(a: &Money, b: &Money, is_near: bool) -> bool {
    let (Some(one), Some(other)) = (a.dong, b.dong) else { return a == b };
    let apart = one.abs_diff(other);
    apart == 0 || apart < a.step.max(b.step) || (is_near && apart <= one.max(other) / 100 * ROUNDED)
}

fn is_same_share(a: Decimal, b: Decimal, is_near: bool) -> bool {
    let apart = (a.as_f64() - b.as_f64()).abs();
    #[expect(clippy::cast_precision_loss, reason = "a constant below a hundred")]
    let loose = if is_near { a.as_f64().max(b.as_f64()) * ROUNDED as f64 / 100.0 } else { 0.0 };
    // 20 % and 20,4 %, but not 21 %.
    let step = if a.places() == b.places() { 0.0 } else { a.last_place().max(b.last_place()) };
    apart <= f64::EPSILON || apart < step || apart <= loose
}

/// Greater for what is printed more exactly: how many of amount, plan, share and count are said, then whether as one number,
/// then in how small steps.
pub(super) fn exactness(figure: &Figure) -> impl Ord + use<> {
    let said = [figure.amount.is_some(), figure.plan.is_some(), figure.percent.is_some(), figure.count.is_some()];
    let said = said.into_iter().filter(|said| *said).count();
    let step = figure.amount.as_ref().map_or(u64::MAX, |amount| amount.step);
    (said, !figure.is_range(), std::cmp::Reverse(step), figure.percent.map_or(0, Decimal::places))
}
