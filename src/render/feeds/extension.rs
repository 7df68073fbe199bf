//! The extension `_bantin` of a JSON Feed's items.

use serde::Serialize;

use crate::config::Config;
use crate::judge::progress::Reading;
use crate::judge::{FactRecord, Field, SameBecause, SeriesBecause, Weight};
use crate::render::item::{Item, Quote};
use crate::render::{dates, names, progress};
use crate::text::{Era, Unit};

/// What bantin knows of a story beyond JSON Feed's words. docs/json-feed-extension.md describes it to
/// readers. Members may be added, never changed; readers ignore what they don't know.
#[derive(Serialize)]
pub(super) struct Extension<'a> {
    /// A page about it, as JSON Feed asks of extensions.
    about: String,
    /// In the order of feeds.toml; a topic above another is listed too.
    topics: Vec<TopicOut<'a>>,
    /// Most important first.
    places: Vec<PlaceOut<'a>>,
    /// All who reported it, first publisher first.
    members: Vec<MemberOut<'a>>,
    /// What the articles state in figures, as docs/progress.md describes them; of those filed under a topic.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    facts: Vec<FactOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<SeriesOut<'a>>,
}

#[derive(Serialize)]
struct FactOut<'a> {
    #[serde(flatten)]
    record: FactRecord<'a>,
    /// Ids of the sources whose articles state it.
    said_by: Vec<&'a str>,
}

#[derive(Serialize)]
struct TopicOut<'a> {
    id: &'a str,
    name: &'a str,
    url: String,
    reasons: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct PlaceOut<'a> {
    /// As the press wrote it, in its standard spelling.
    name: &'a str,
    /// The province that it is part of since July 2025, where that has another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    today: Option<&'a str>,
    /// Where the site lists its stories: the unit of today first, then the former one.
    units: Vec<UnitOut>,
    reasons: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct UnitOut {
    name: &'static str,
    /// `today` or `former`.
    era: &'static str,
    url: String,
}

#[derive(Serialize)]
struct MemberOut<'a> {
    source: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    title: &'a str,
    published: String,
    /// Why it is the same story as the first: `same-address`, `same-text`, `near-text`, `same-event`, `operator`. Absent for
    /// the article that founded it.
    #[serde(skip_serializing_if = "Option::is_none")]
    same: Option<&'static str>,
    /// The same with what was measured, shares from 0 to 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<SameBecause>,
}

/// Texts from one template that are no copies: other stories of the series, newest first, some of many.
#[derive(Serialize)]
struct SeriesOut<'a> {
    id: &'a str,
    because: SeriesBecause,
    others: Vec<SiblingOut<'a>>,
}

#[derive(Serialize)]
struct SiblingOut<'a> {
    url: String,
    title: &'a str,
    published: String,
}

/// Words of the article that matched a rule.
#[derive(Serialize)]
struct Reason<'a> {
    field: Field,
    quote: &'a str,
    rule: &'a str,
    /// How much the rule says by itself; none for a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    weight: Option<Weight>,
}

impl<'a> Extension<'a> {
    pub(super) fn of(config: &'a Config, item: &'a Item<'a>) -> Self {
        let site = &config.site;
        Self {
            about: names::absolute(site, "about/"),
            topics: item
                .topics
                .iter()
                .map(|filing| TopicOut {
                    id: filing.topic.id.as_str(),
                    name: &filing.topic.name,
                    url: names::absolute(site, &names::topic_path(&filing.topic.id)),
                    reasons: reasons(&filing.evidence),
                })
                .collect(),
            places: item
                .places
                .iter()
                .map(|place| PlaceOut {
                    name: &place.name,
                    today: place.today.as_deref(),
                    units: place.units.iter().map(|unit| unit_out(config, unit)).collect(),
                    reasons: reasons(&place.evidence),
                })
                .collect(),
            members: item
                .by_time()
                .into_iter()
                .map(|report| MemberOut {
                    source: report.source.as_str(),
                    name: &report.name,
                    url: report.url.map(url::Url::as_str),
                    title: &report.title,
                    published: dates::rfc3339(report.published, &site.zone),
                    same: report.why.map(|why| why.name()),
                    because: report.why,
                })
                .collect(),
            facts: facts(config, item),
            series: item.series.as_ref().map(|series| SeriesOut {
                id: series.id.as_str(),
                because: series.why,
                others: series
                    .others
                    .iter()
                    .map(|other| SiblingOut {
                        url: names::absolute(site, &names::story_path(other.story)),
                        title: &other.title,
                        published: dates::rfc3339(other.published, &site.zone),
                    })
                    .collect(),
            }),
        }
    }
}

fn facts<'a>(config: &'a Config, item: &'a Item<'a>) -> Vec<FactOut<'a>> {
    let fact = |(_, reading): (_, Reading<'a>)| {
        let mut said_by: Vec<&str> = Vec::new();
        for said in &reading.statements {
            let source = said.member.source.as_str();
            if !said_by.contains(&source) {
                said_by.push(source);
            }
        }
        FactOut { record: reading.exact().fact.record(), said_by }
    };
    progress::of_story(config, item).into_iter().map(fact).collect()
}

fn reasons(evidence: &[Quote]) -> Vec<Reason<'_>> {
    evidence
        .iter()
        .map(|quote| Reason { field: quote.field, quote: &quote.text, rule: &quote.rule, weight: quote.weight })
        .collect()
}

fn unit_out(config: &Config, unit: &Unit) -> UnitOut {
    let era = match unit.era {
        Era::Today => "today",
        Era::Former => "former",
    };
    UnitOut { name: unit.name, era, url: names::absolute(&config.site, &unit.path()) }
}
