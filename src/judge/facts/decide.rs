//! What a figure is, by the words around it.

use super::cue::{Cue, Cues};
use super::{FactKind, Stance};

/// The words around a figure.
pub(super) struct Around {
    /// Between the figure before and this one, and in its own noun phrase; and what else is a sign there.
    pub cues: Cues,
    /// Between this figure and the next.
    pub behind: Cues,
    /// What the figure before was, where nothing between begins another matter.
    pub inherited: Option<FactKind>,
    /// Behind a slash.
    pub per: Option<String>,
}

/// What a norm of support is for; goods and services have prices.
const SUPPORTED: &[&str] =
    &["hộ", "nhà", "căn", "người", "xã", "thôn", "bản", "mô", "công", "ha", "học", "cháu", "lao", "khẩu", "huyện"];

/// What may be the subject of money.
pub(super) const HEADS: &[Cue] = &[
    Cue::Disburse,
    Cue::NotDisbursed,
    Cue::Allocate,
    Cue::Planned,
    Cue::TotalFunds,
    Cue::InvestmentTotal,
    Cue::TotalValue,
    Cue::Counterpart,
    Cue::EachUnit,
    Cue::Norm,
    Cue::Income,
    Cue::Mobilise,
    Cue::Invest,
    Cue::Works,
    Cue::Support,
];

impl Around {
    /// What a sum of money is.
    pub fn money(&self) -> Option<FactKind> {
        let c = self.cues;
        if c.has(Cue::Foreign) {
            return None;
        }
        if c.has(Cue::Income) {
            return c.has(Cue::PerHead).then_some(FactKind::IncomePerCapita);
        }
        let is_given =
            c.any(&[Cue::Support, Cue::Norm, Cue::Allocate]) || self.inherited == Some(FactKind::SupportNorm);
        let per = self.per.as_deref().unwrap_or_default();
        let is_for_each = SUPPORTED.contains(&per.split(['/', ' ']).next().unwrap_or_default()) || c.has(Cue::EachUnit);
        if self.per.is_some() || is_for_each {
            return (is_for_each && (is_given || self.behind.has(Cue::Support))).then_some(FactKind::SupportNorm);
        }
        if self.inherited == Some(FactKind::SupportedHouseholds)
            && c.any(&[Cue::TotalFunds, Cue::TotalValue, Cue::Cost])
        {
            return Some(FactKind::SupportTotal);
        }
        if !c.any(HEADS) {
            return self.unheaded();
        }
        if c.has(Cue::Far) {
            return None;
        }
        if c.has(Cue::Counterpart) {
            return Some(FactKind::CounterpartFund);
        }
        if c.has(Cue::NotDisbursed) || (c.has(Cue::Remaining) && self.behind.has(Cue::NotDisbursed)) {
            return Some(FactKind::Undisbursed);
        }
        if c.has(Cue::Disburse) {
            return Some(FactKind::Disbursement);
        }
        if c.has(Cue::InvestmentTotal) {
            return Some(FactKind::ProjectCost);
        }
        if c.has(Cue::Support)
            && c.any(&[Cue::TotalValue, Cue::TotalFunds, Cue::Cost])
            && !c.any(&[Cue::Central, Cue::Programme])
        {
            return Some(FactKind::SupportTotal);
        }
        let is_works = c.has(Cue::Invest) || (c.has(Cue::Works) && !c.any(&[Cue::Allocate, Cue::Planned]));
        if is_works && c.has(Cue::NamesFunds) && !c.has(Cue::ForProgramme) {
            return Some(FactKind::ProjectCost);
        }
        let for_programme = [Cue::TotalFunds, Cue::ForProgramme, Cue::Programme];
        if c.has(Cue::Mobilise) && (c.any(&for_programme) || self.behind.has(Cue::ForProgramme)) {
            return Some(FactKind::BudgetTotal);
        }
        if c.has(Cue::TotalFunds)
            && c.any(&[Cue::ForProgramme, Cue::Programme])
            && !c.any(&[Cue::Allocate, Cue::Planned])
        {
            return Some(if c.has(Cue::OfYear) { FactKind::Allocation } else { FactKind::BudgetTotal });
        }
        // "200 suất quà với tổng kinh phí 50 triệu đồng" is nobody's budget.
        if c.has(Cue::WithFunds)
            && !c.any(&[Cue::Allocate, Cue::Planned, Cue::Central, Cue::Local, Cue::Capital, Cue::Recurrent])
        {
            return None;
        }
        let is_allocated = c.any(&[Cue::Allocate, Cue::Planned, Cue::TotalFunds])
            || (c.has(Cue::Support) && c.any(&[Cue::Central, Cue::Local]));
        if is_allocated {
            let is_part = c.has(Cue::Part) && self.inherited.is_some_and(is_allocation);
            return Some(if is_part { FactKind::AllocationPart } else { FactKind::Allocation });
        }
        None
    }

    /// Money without a head of its own: as the figure before, or as what is said behind it.
    fn unheaded(&self) -> Option<FactKind> {
        if self.behind.has(Cue::NotDisbursed) && !self.behind.has(Cue::Foreign) {
            return Some(FactKind::Undisbursed);
        }
        if let Some(kind) = self.inherited {
            let funds = [Cue::Capital, Cue::Recurrent, Cue::Central, Cue::Local];
            let is_part = self.cues.has(Cue::Part) || (self.cues.has(Cue::BehindTotal) && self.cues.any(&funds));
            return match kind {
                kind if is_allocation(kind) && is_part => Some(FactKind::AllocationPart),
                FactKind::SupportNorm | FactKind::AllocationPart | FactKind::Allocation | FactKind::IncomePerCapita => {
                    Some(kind)
                }
                kind if kind.is_spending() => Some(kind),
                _ => None,
            };
        }
        if self.behind.has(Cue::Foreign) {
            return None;
        }
        // "Ngân sách trung ương là 14.400 tỷ đồng"
        if self.cues.has(Cue::Stated) && self.cues.any(&[Cue::Central, Cue::Local]) {
            return Some(FactKind::Allocation);
        }
        self.cues.any(&[Cue::SpentBehind, Cue::OfSpentProject]).then_some(FactKind::Disbursement)
    }

    /// What a share is that belongs to no amount; `is_of_funds` where the words behind it say that it is one of money.
    pub fn share(&self, is_of_funds: bool) -> Option<FactKind> {
        let c = self.cues;
        if c.has(Cue::Foreign) {
            return None;
        }
        let goes_on = self.inherited.is_some_and(FactKind::is_share_of_households) && c.has(Cue::NearPoor);
        if c.has(Cue::NearPovertyRate) || goes_on {
            return Some(FactKind::NearPovertyRate);
        }
        if c.any(&[Cue::PovertyRate, Cue::PovertyRateFall]) {
            return Some(FactKind::PovertyRate);
        }
        if c.has(Cue::NotDisbursed) || (is_of_funds && self.behind.has(Cue::NotDisbursed)) {
            return Some(FactKind::Undisbursed);
        }
        if c.has(Cue::Far) {
            return None;
        }
        if c.has(Cue::NtmRate) {
            return Some(FactKind::NtmUnits);
        }
        if c.has(Cue::Counterpart) {
            return Some(FactKind::CounterpartFund);
        }
        if c.has(Cue::Disburse) || (is_of_funds && !c.any(&[Cue::Income])) {
            return Some(FactKind::Disbursement);
        }
        let inherited = self.inherited.filter(|kind| kind.is_share_of_households() || kind.is_spending());
        if inherited.is_some() {
            return inherited;
        }
        self.cues.any(&[Cue::SpentBehind, Cue::OfSpentProject]).then_some(FactKind::Disbursement)
    }
}

pub(super) fn is_allocation(kind: FactKind) -> bool {
    matches!(kind, FactKind::Allocation | FactKind::AllocationPart | FactKind::BudgetTotal)
}

/// Whether a figure is a result, or an aim because its words say so. Money that is given isn't told apart from money that
/// is to be given, by the press either.
pub(super) fn stance(kind: FactKind, is_aim: bool) -> Stance {
    let is_given = matches!(
        kind,
        FactKind::Allocation
            | FactKind::AllocationPart
            | FactKind::BudgetTotal
            | FactKind::ProjectCost
            | FactKind::SupportNorm
            | FactKind::SupportTotal
            | FactKind::CounterpartFund
            | FactKind::Undisbursed
    );
    if is_aim && !is_given { Stance::Target } else { Stance::Result }
}
