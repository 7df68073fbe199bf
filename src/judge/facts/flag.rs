//! Figures that cannot be right as printed. They are kept so, and say it.

use serde::{Deserialize, Serialize};

use super::{FactKind, Figure, Money};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The share isn't that of the amounts printed with it.
    RatioMismatch,
    /// No such unit of money: *tỷ triệu đồng*.
    ImpossibleUnit,
    /// More than all: of households, or of what was planned.
    OverAll,
}

impl Flag {
    /// In snake case, as stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::RatioMismatch => "ratio_mismatch",
            Self::ImpossibleUnit => "impossible_unit",
            Self::OverAll => "over_all",
        }
    }
}

/// How far a share may be from that of its amounts beyond what rounding explains, in percent of it, where the press says
/// that it rounds (*gần*, *khoảng*): *gần 50%* is printed of 47.
const ROUNDED: f64 = 7.0;

pub(super) fn flags(figure: &Figure) -> Vec<Flag> {
    let mut flags = Vec::new();
    if [&figure.amount, &figure.plan].into_iter().flatten().any(|money| money.dong.is_none()) {
        flags.push(Flag::ImpossibleUnit);
    }
    if is_mismatch(figure) {
        flags.push(Flag::RatioMismatch);
    }
    let is_bounded =
        figure.kind.is_share_of_households() || figure.kind.is_spending() || figure.kind == FactKind::NtmUnits;
    let over = |percent: Option<crate::text::Decimal>| percent.is_some_and(|percent| percent.as_f64() > 100.0);
    let exceeds = figure.kind.is_spending()
        && matches!((dong(figure.amount.as_ref()), dong(figure.plan.as_ref())), (Some(amount), Some(plan)) if amount > plan);
    if is_bounded && (over(figure.percent) || over(figure.percent_from) || exceeds) {
        flags.push(Flag::OverAll);
    }
    flags
}

fn dong(money: Option<&Money>) -> Option<u64> {
    money.and_then(|money| money.dong)
}

fn is_mismatch(figure: &Figure) -> bool {
    let Some(percent) = figure.percent.filter(|_| !figure.is_range()) else { return false };
    let parts = match (&figure.amount, &figure.plan, &figure.count) {
        (Some(amount), Some(plan), _) => {
            let known = |money: &Money| Some((as_f64(money.dong?), as_f64(money.step)));
            known(amount).zip(known(plan))
        }
        (None, None, Some(count)) => count.of.map(|of| {
            let both = |value: crate::text::Decimal| (value.as_f64(), 0.0);
            (both(count.value), both(of))
        }),
        _ => None,
    };
    let Some(((part, part_step), (whole, whole_step))) = parts.filter(|(_, (whole, _))| *whole > 0.0) else {
        return false;
    };
    // Rounding to the last printed place, in both amounts and in the share; papers also cut off instead of rounding.
    let (low, high) = ((part - part_step) / (whole + whole_step), (part + part_step) / (whole - whole_step).max(1.0));
    let loose = if figure.nearness.is_some() { ROUNDED / 100.0 * percent.as_f64() } else { 0.0 };
    let slack = percent.last_place() + loose;
    percent.as_f64() < 100.0 * low - slack || percent.as_f64() > 100.0 * high + slack
}

#[expect(clippy::cast_precision_loss, reason = "a share is compared to a tenth of a percent")]
fn as_f64(dong: u64) -> f64 {
    dong as f64
}
