//! A fact in a line, for operators.

use std::fmt::Write as _;

use crate::judge::{FactPlace, Figure, FiledFact, Money, Stance};
use crate::text::{Decimal, Nearness};

/// What it states, with everything that is known of it, and what is wrong with it as printed.
pub(super) fn describe(filed: &FiledFact) -> String {
    let fact = &filed.fact;
    let Figure { amount, plan, percent, count, place, period, .. } = &fact.figure;
    let figure = &fact.figure;
    let mut said = Vec::new();
    let near = figure.nearness.map_or("", sign);
    if let Some(amount) = amount {
        let to = figure.amount_to.as_ref().map(|to| format!(" to {}", money(to))).unwrap_or_default();
        said.push(format!("{near}{}{to}{}", money(amount), of(plan.as_ref().map(money))));
    }
    if let Some(count) = count {
        let to = count.to.map(|to| format!("-{to}")).unwrap_or_default();
        said.push(format!("{near}{}{to}{} {}", count.value, of(count.of.map(|all| all.to_string())), count.noun));
    }
    if let Some(percent) = percent {
        let from = figure.percent_from.map(|from| format!("from {from} to ")).unwrap_or_default();
        let to = figure.percent_to.map(|to| format!("-{to}")).unwrap_or_default();
        let near = if amount.is_none() && count.is_none() { near } else { "" };
        let plan = if amount.is_none() { of(plan.as_ref().map(money)) } else { String::new() };
        said.push(format!("{near}{from}{percent}{to}%{plan}"));
    }
    said.extend(figure.per.as_ref().map(|per| format!("per {per}")));
    said.extend(figure.fund.map(|fund| format!("{fund:?} fund").to_lowercase()));
    said.extend(figure.paid_by.map(|payer| format!("{payer:?} budget").to_lowercase()));
    said.extend(figure.programme.map(|programme| programme.key().to_owned()));
    said.extend(figure.component.map(|component| component.to_string()));
    said.extend(place.as_ref().map(|place| place.name().to_owned()));
    said.extend(filed.article_place.as_ref().map(FactPlace::name).map(|name| match place {
        Some(_) => format!("in {name}, as the article"),
        None => format!("{name}, as the article"),
    }));
    said.extend(figure.is_of_several.then(|| "of several programmes".to_owned()));
    said.extend(period.map(|period| period.to_string()));
    said.extend(figure.is_cumulative.then(|| "cumulative".to_owned()));
    said.extend(figure.is_comparison.then(|| "for comparison".to_owned()));
    let target = if figure.stance == Stance::Target { " (a target)" } else { "" };
    let mut line = format!("{}{target}: {}", figure.kind.name(), said.join(", "));
    match &filed.topic {
        // Writing to a String cannot fail.
        Some(topic) if filed.is_topic_inferred => {
            let _ = write!(line, "  (topic: {topic}, as the article)");
        }
        Some(topic) => {
            let _ = write!(line, "  (topic: {topic})");
        }
        None => line.push_str("  (no topic)"),
    }
    for flag in &fact.flags {
        let _ = write!(line, "  [{}]", flag.name());
    }
    line
}

fn money(money: &Money) -> String {
    match money.dong {
        Some(dong) => format!("{} đồng", Decimal::whole(dong)),
        None => format!("an amount in “{}”", money.unit),
    }
}

fn of(whole: Option<String>) -> String {
    whole.map(|whole| format!(" of {whole}")).unwrap_or_default()
}

fn sign(nearness: Nearness) -> &'static str {
    match nearness {
        Nearness::About => "about ",
        Nearness::Gt => "over ",
        Nearness::Gte => "at least ",
        Nearness::Lt => "under ",
        Nearness::Lte => "at most ",
    }
}
