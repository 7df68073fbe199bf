//! A programme's progress by place, as its articles state it: the page, its plots, CSV and JSON.

mod bars;
mod csv;
mod json;
mod numbers;
mod panels;
mod shown;

use jiff::Timestamp;

pub(super) use self::bars::Bars;
pub(super) use self::panels::Panels;
pub(super) use self::shown::{Shown, place, traits};
use super::item::Item;
use super::{Document, RenderError, dates, names};
use crate::config::{Config, Topic};
use crate::judge::progress::{Line, Progress, Reading, Spot, Statement, Subject, TopicFact, readings};
use crate::judge::{FactKind, Stance};
use crate::news::TopicId;

/// A topic and what articles state for it.
pub(super) struct TopicProgress<'a> {
    pub(super) topic: &'a Topic,
    pub(super) progress: Progress<'a>,
    /// When a story that states something was last updated.
    pub(super) updated: Timestamp,
}

impl<'a> TopicProgress<'a> {
    /// None where nothing is stated that is worth a page.
    pub(super) fn of(config: &Config, topic: &'a Topic, facts: &'a [TopicFact]) -> Option<Self> {
        let statement = |stated: &'a TopicFact| {
            let day = dates::day(stated.member.published, &config.site.zone);
            let TopicFact { story, member, fact, number, .. } = stated;
            Statement { story, member, fact, day, number: *number }
        };
        let progress = Progress::of(facts.iter().map(statement).collect());
        let updated = facts.iter().map(|stated| stated.updated).max()?;
        (!progress.is_empty()).then_some(Self { topic, progress, updated })
    }
}

/// What the articles of a story state.
pub(super) fn statements<'a>(config: &'a Config, item: &'a Item<'a>) -> impl Iterator<Item = Statement<'a>> {
    let story = item.story;
    story.facts.iter().enumerate().filter_map(move |(number, stated)| {
        let member = story.members.iter().find(|member| member.article == stated.article)?;
        let day = dates::day(member.published, &config.site.zone);
        Some(Statement { story: &story.id, member, fact: &stated.fact, day, number })
    })
}

/// What the articles of a story state, once each, in the order in which it is said.
pub(super) fn of_story<'a>(config: &'a Config, item: &'a Item<'a>) -> Vec<(Subject<'a>, Reading<'a>)> {
    let mut readings = readings(statements(config, item).collect());
    readings.sort_by_key(|(_, reading)| reading.first().number);
    readings
}

/// The files for machines.
pub(super) fn documents(config: &Config, of_topic: &TopicProgress) -> Result<Vec<Document>, RenderError> {
    let [csv, json] = paths(&of_topic.topic.id);
    let written = json::write(config, of_topic);
    let bytes = written.map_err(|source| RenderError::Json { path: json.clone(), source })?;
    Ok(vec![
        Document::new(csv, csv::write(config, &of_topic.progress), of_topic.updated),
        Document::new(json, bytes, of_topic.updated),
    ])
}

/// Where they are, or were.
pub(super) fn paths(id: &TopicId) -> [String; 2] {
    ["csv", "json"].map(|suffix| names::progress_file(id, suffix))
}

/// Whether a line is a place's share of what the year's plan allots, all funds together: what the plots show.
fn is_plotted(line: &Line) -> bool {
    let subject = &line.subject;
    subject.kind == FactKind::Disbursement
        && subject.stance == Stance::Result
        && matches!(subject.spot, Spot::Province { .. })
        && subject.component.is_none()
        && subject.fund.is_none()
        && subject.paid_by.is_none()
        && subject.noun.is_none()
        && !subject.is_of_years
        && !subject.is_loose
}
