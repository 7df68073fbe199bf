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
    let money = |a: &Option<Money>, b: &Option<Money>| Some(is_same_sum(a.as_ref()?, b.as_ref()?, is_near));
    let counts = a.count.as_ref().zip(b.count.as_ref());
    let compared = [
        money(&a.amount, &b.amount),
        money(&a.plan, &b.plan),
        a.percent.zip(b.percent).map(|(a, b)| is_same_share(a, b, is_near)),
        counts.map(|(a, b)| a.value.as_f64().total_cmp(&b.value.as_f64()).is_eq()),
    ];
    let mut compared = compared.into_iter().flatten();
    match compared.next() {
        None => Likeness::Apart,
        Some(first) if first && compared.all(|same| same) => Likeness::Same,
        Some(_) => Likeness::Other,
    }
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

/// Greater for what is printed more exactly: how many of amount, plan, share and count are said, then in how small steps.
pub(super) fn exactness(figure: &Figure) -> (usize, std::cmp::Reverse<u64>, u8) {
    let said = [figure.amount.is_some(), figure.plan.is_some(), figure.percent.is_some(), figure.count.is_some()];
    let step = figure.amount.as_ref().map_or(u64::MAX, |amount| amount.step);
    (said.into_iter().filter(|said| *said).count(), std::cmp::Reverse(step), figure.percent.map_or(0, Decimal::places))
}
