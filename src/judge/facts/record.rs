//! A fact as machines read it.

use serde::Serialize;

use super::{FactPlace, FiledFact, Fund, Payer, Programme};
use crate::news::TopicId;
use crate::text::{Decimal, Nearness};

/// A fact in plain values: the members of the JSON and the columns of the CSV that docs/progress.md describes. Members may
/// be added, never changed.
#[expect(clippy::struct_excessive_bools, reason = "members of JSON and columns of CSV")]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactRecord<'a> {
    /// [`super::FactKind::name`].
    pub kind: &'static str,
    /// `result` or `target`.
    pub stance: &'static str,
    /// The topic whose figure it is.
    pub topic: Option<&'a TopicId>,
    /// Whether the sentence names no programme, so that the topic is the article's.
    pub topic_inferred: bool,
    /// As printed, in its standard spelling.
    pub place: Option<&'a str>,
    /// `country`, `province`, or `unit` for one below a province.
    pub place_kind: Option<&'static str>,
    /// Of a unit: the province that the article is about.
    pub place_within: Option<&'a str>,
    /// The province of today that it is in or is.
    pub place_today: Option<&'a str>,
    /// Whether the sentence names no place, so that it is the article's.
    pub place_inferred: bool,
    /// An ISO 8601 interval, `..` being a beginning that isn't said; or a year.
    pub period: Option<String>,
    /// In đồng.
    pub amount_vnd: Option<u64>,
    /// In đồng: what the amount is part of.
    pub plan_vnd: Option<u64>,
    pub percent: Option<Number>,
    pub percent_from: Option<Number>,
    pub percent_to: Option<Number>,
    pub count: Option<Number>,
    pub count_of: Option<Number>,
    pub count_unit: Option<&'a str>,
    /// `about`, `gt`, `gte`, `lt`, `lte`.
    pub approx: Option<Nearness>,
    pub per: Option<&'a str>,
    /// `capital` or `recurrent`.
    pub fund: Option<&'static str>,
    /// `central` or `local`.
    pub paid_by: Option<&'static str>,
    /// The programme that the sentence names.
    pub programme: Option<&'static str>,
    /// `DA4`, `DA4.TDA2`.
    pub component: Option<String>,
    pub cumulative: bool,
    pub comparison: bool,
    /// Of several programmes together.
    pub of_several: bool,
    /// In đồng: the upper end of a range of amounts.
    pub amount_to_vnd: Option<u64>,
    /// The upper end of a range of counts.
    pub count_to: Option<Number>,
    /// What cannot be as printed.
    pub flags: Vec<&'static str>,
    pub sentence: &'a str,
}

/// Whole numbers without a decimal point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Number {
    Whole(u64),
    Broken(f64),
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        value.times(1).map_or_else(|| Self::Broken(value.as_f64()), Self::Whole)
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Whole(value) => value.fmt(f),
            Self::Broken(value) => value.fmt(f),
        }
    }
}

impl FiledFact {
    pub fn record(&self) -> FactRecord<'_> {
        let figure = &self.fact.figure;
        let place = self.place();
        let within = self.article_place.as_ref().filter(|_| matches!(place, Some(FactPlace::Unit { .. })));
        FactRecord {
            kind: figure.kind.name(),
            stance: figure.stance.name(),
            topic: self.topic.as_ref(),
            topic_inferred: self.is_topic_inferred,
            place: place.map(FactPlace::name),
            place_kind: place.map(FactPlace::kind),
            place_within: within.map(FactPlace::name),
            place_today: within.or(place).and_then(FactPlace::today),
            place_inferred: self.is_place_inferred(),
            period: figure.period.map(|period| period.to_string()),
            amount_vnd: figure.amount.as_ref().and_then(|money| money.dong),
            plan_vnd: figure.plan.as_ref().and_then(|money| money.dong),
            percent: figure.percent.map(Number::from),
            percent_from: figure.percent_from.map(Number::from),
            percent_to: figure.percent_to.map(Number::from),
            count: figure.count.as_ref().map(|count| count.value.into()),
            count_of: figure.count.as_ref().and_then(|count| count.of).map(Number::from),
            count_unit: figure.count.as_ref().map(|count| count.noun.as_str()),
            approx: figure.nearness,
            per: figure.per.as_deref(),
            fund: figure.fund.map(Fund::name),
            paid_by: figure.paid_by.map(Payer::name),
            programme: figure.programme.map(Programme::key),
            component: figure.component.map(|component| component.to_string()),
            cumulative: figure.is_cumulative,
            comparison: figure.is_comparison,
            of_several: figure.is_of_several,
            amount_to_vnd: figure.amount_to.as_ref().and_then(|money| money.dong),
            count_to: figure.count.as_ref().and_then(|count| count.to).map(Number::from),
            flags: self.fact.flags.iter().map(|flag| flag.name()).collect(),
            sentence: &self.fact.evidence.quote,
        }
    }
}
