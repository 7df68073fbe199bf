//! What a programme's article states in figures.

use serde::{Deserialize, Serialize};

use super::{Component, FactPlace, Flag, Period, Programme};
use crate::judge::Evidence;
use crate::text::{Decimal, Nearness};

/// A figure that an article states, with the sentence that states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    #[serde(flatten)]
    pub figure: Figure,
    pub flags: Vec<Flag>,
    /// The sentence; its rule is the kind's name.
    pub evidence: Evidence,
}

/// What is stated.
#[expect(clippy::struct_excessive_bools, reason = "each is a separate thing that a sentence says or doesn't")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub kind: FactKind,
    pub stance: Stance,
    pub amount: Option<Money>,
    /// The upper end of a range of amounts: *từ 40 đến 60 triệu đồng*.
    pub amount_to: Option<Money>,
    /// What the amount is part of.
    pub plan: Option<Money>,
    pub percent: Option<Decimal>,
    /// What the share was before: *giảm từ 33,5% xuống còn 28,4%*.
    pub percent_from: Option<Decimal>,
    /// The upper end of a range of shares: *3-4%*.
    pub percent_to: Option<Decimal>,
    pub count: Option<Count>,
    /// How the amount, or else the share or the count, stands to the true one.
    pub nearness: Option<Nearness>,
    /// As the sentence says it. Where it says none, the figure is for what the article is about.
    pub place: Option<FactPlace>,
    /// The sentence speaks of a province, by name or not: *toàn tỉnh*. One that doesn't may be about a single school.
    pub is_of_a_province: bool,
    pub period: Option<Period>,
    pub programme: Option<Programme>,
    /// For several programmes together, or for one that can't be told from the others that the sentence names.
    pub is_of_several: bool,
    pub component: Option<Component>,
    pub fund: Option<Fund>,
    pub paid_by: Option<Payer>,
    /// What a norm, an income or a yearly reduction is for: `hộ`, `người/năm`.
    pub per: Option<String>,
    /// Summed up since the programme or the year began (*lũy kế*).
    pub is_cumulative: bool,
    /// Stated only to compare the article's own figures with.
    pub is_comparison: bool,
}

impl Figure {
    /// A result of which nothing else is known yet.
    pub(super) fn of(kind: FactKind) -> Self {
        Self {
            kind,
            stance: Stance::Result,
            amount: None,
            amount_to: None,
            plan: None,
            percent: None,
            percent_from: None,
            percent_to: None,
            count: None,
            nearness: None,
            place: None,
            is_of_a_province: false,
            period: None,
            programme: None,
            is_of_several: false,
            component: None,
            fund: None,
            paid_by: None,
            per: None,
            is_cumulative: false,
            is_comparison: false,
        }
    }
}

impl Figure {
    /// Whether only its ends are known.
    pub(in crate::judge) fn is_range(&self) -> bool {
        let count_to = self.count.as_ref().and_then(|count| count.to);
        self.amount_to.is_some() || self.percent_to.is_some() || count_to.is_some()
    }
}

/// Money as printed and in đồng.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Money {
    /// None where no unit of money is printed that there is.
    pub dong: Option<u64>,
    /// `triệu đồng`; for both sides of a slash where it is printed once.
    pub unit: String,
    /// Đồng that one in the last printed place stands for.
    pub step: u64,
}

/// Things counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub value: Decimal,
    /// The upper end of a range: *120 - 150 hộ*.
    pub to: Option<Decimal>,
    /// How many there are in all: *95/129 xã*.
    pub of: Option<Decimal>,
    /// `hộ`, `xã`, `công trình`.
    pub noun: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    Disbursement,
    /// What was allocated and isn't spent yet.
    Undisbursed,
    /// Allocated to a place or for a year.
    Allocation,
    /// A part of what was allocated, which must not be added to it.
    AllocationPart,
    /// For a whole programme.
    BudgetTotal,
    CounterpartFund,
    ProjectCost,
    /// What one household, commune … is to get; never part of a sum.
    SupportNorm,
    SupportTotal,
    IncomePerCapita,
    PovertyRate,
    NearPovertyRate,
    PovertyRateReduction,
    PoorHouseholds,
    NearPoorHouseholds,
    PoorHouseholdsReduction,
    /// Households that left poverty.
    LiftedHouseholds,
    /// Households that got support.
    SupportedHouseholds,
    /// Communes, districts … that reached the standard of a new countryside.
    NtmUnits,
    NtmAdvancedUnits,
    NtmModelUnits,
    /// Criteria that a commune fulfils on average.
    NtmCriteria,
    OcopProducts,
}

impl FactKind {
    /// In snake case, as stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Disbursement => "disbursement",
            Self::Undisbursed => "undisbursed",
            Self::Allocation => "allocation",
            Self::AllocationPart => "allocation_part",
            Self::BudgetTotal => "budget_total",
            Self::CounterpartFund => "counterpart_fund",
            Self::ProjectCost => "project_cost",
            Self::SupportNorm => "support_norm",
            Self::SupportTotal => "support_total",
            Self::IncomePerCapita => "income_per_capita",
            Self::PovertyRate => "poverty_rate",
            Self::NearPovertyRate => "near_poverty_rate",
            Self::PovertyRateReduction => "poverty_rate_reduction",
            Self::PoorHouseholds => "poor_households",
            Self::NearPoorHouseholds => "near_poor_households",
            Self::PoorHouseholdsReduction => "poor_households_reduction",
            Self::LiftedHouseholds => "lifted_households",
            Self::SupportedHouseholds => "supported_households",
            Self::NtmUnits => "ntm_units",
            Self::NtmAdvancedUnits => "ntm_advanced_units",
            Self::NtmModelUnits => "ntm_model_units",
            Self::NtmCriteria => "ntm_criteria",
            Self::OcopProducts => "ocop_products",
        }
    }

    /// The programme whose measure it is, whether or not a sentence names that.
    pub(super) fn programme(self) -> Option<Programme> {
        let is_of_ntm =
            matches!(self, Self::NtmUnits | Self::NtmAdvancedUnits | Self::NtmModelUnits | Self::NtmCriteria);
        is_of_ntm.then_some(Programme::Ntm)
    }

    pub(super) fn is_spending(self) -> bool {
        matches!(self, Self::Disbursement | Self::Undisbursed)
    }

    pub(super) fn is_share_of_households(self) -> bool {
        matches!(self, Self::PovertyRate | Self::NearPovertyRate | Self::PovertyRateReduction)
    }
}

/// Whether something is so, or is meant to become so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    Result,
    /// An aim, a demand, a forecast; never a result.
    Target,
}

impl Stance {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Result => "result",
            Self::Target => "target",
        }
    }
}

/// What money may be spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fund {
    /// *Vốn đầu tư phát triển*.
    Capital,
    /// *Vốn sự nghiệp*.
    Recurrent,
}

impl Fund {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Capital => "capital",
            Self::Recurrent => "recurrent",
        }
    }
}

/// Whose budget money comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payer {
    Central,
    Local,
}

impl Payer {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Local => "local",
        }
    }
}
