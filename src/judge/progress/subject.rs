//! What a figure is about.

use crate::judge::{Component, FactKind, FactPlace, FiledFact, Fund, Payer, Period, Stance};

/// Figures with the same subject are comparable: they differ in time, or in who said them. In the order in which they are
/// shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject<'a> {
    pub stance: Stance,
    pub kind: FactKind,
    pub spot: Spot<'a>,
    pub component: Option<Component>,
    pub fund: Option<Fund>,
    pub paid_by: Option<Payer>,
    /// What is counted.
    pub noun: Option<&'a str>,
    pub per: Option<&'a str>,
    /// The sentence says neither where nor of which programme: perhaps of a single work or a few communes.
    pub is_loose: bool,
    /// Summed up over more than a year, so that what is said of a year is another matter.
    pub is_of_years: bool,
}

/// Where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spot<'a> {
    Country,
    /// No place is said, nor is the article about one.
    Unsaid,
    /// As written, and the unit of today; in the latter's order.
    Province {
        today: &'a str,
        name: &'a str,
    },
    /// Below a province, perhaps in the one that the article is about.
    Below {
        within: Option<&'a str>,
        name: &'a str,
    },
}

impl<'a> Subject<'a> {
    pub fn of(filed: &'a FiledFact) -> Self {
        let figure = &filed.fact.figure;
        let is_of_years = figure.is_cumulative || figure.period.is_some_and(Period::is_of_years);
        Self {
            stance: figure.stance,
            kind: figure.kind,
            spot: Spot::of(filed),
            component: figure.component,
            fund: figure.fund,
            paid_by: figure.paid_by,
            noun: figure.count.as_ref().map(|count| count.noun.as_str()),
            per: figure.per.as_deref(),
            is_of_years,
            is_loose: figure.fund.is_none()
                && figure.component.is_none()
                && filed.is_place_inferred()
                && filed.is_topic_inferred
                && !figure.is_of_a_province,
        }
    }
}

impl<'a> Spot<'a> {
    fn of(filed: &'a FiledFact) -> Self {
        match filed.place() {
            None => Self::Unsaid,
            Some(FactPlace::Country) => Self::Country,
            Some(FactPlace::Province { name, today }) => Self::Province { today, name },
            Some(FactPlace::Unit { name }) => {
                Self::Below { within: filed.article_place.as_ref().map(FactPlace::name), name }
            }
        }
    }
}
