//! A topic's figures as JSON, as docs/progress.md describes it.

use serde::Serialize;

use super::TopicProgress;
use crate::config::Config;
use crate::judge::FactRecord;
use crate::judge::progress::Reading;
use crate::render::{dates, item, names, plain};

#[derive(Serialize)]
struct Out<'a> {
    topic: Topic<'a>,
    /// The page for readers.
    url: String,
    updated: String,
    figures: Vec<Figure<'a>>,
}

#[derive(Serialize)]
struct Topic<'a> {
    id: &'a str,
    name: &'a str,
    url: String,
}

#[derive(Serialize)]
struct Figure<'a> {
    #[serde(flatten)]
    record: FactRecord<'a>,
    as_of: String,
    latest: bool,
    disputed: bool,
    said_by: Vec<Voice<'a>>,
}

#[derive(Serialize)]
struct Voice<'a> {
    source: &'a str,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    title: String,
    published: String,
    story: String,
    sentence: String,
}

pub(super) fn write(config: &Config, of_topic: &TopicProgress) -> Result<Vec<u8>, serde_json::Error> {
    let TopicProgress { topic, progress, updated } = of_topic;
    let site = &config.site;
    let of_lines = progress.lines.iter().flat_map(|line| {
        line.readings.iter().enumerate().map(|(at, reading)| {
            let is_latest = at <= line.disputed;
            figure(config, reading, is_latest, is_latest && line.disputed > 0)
        })
    });
    let flagged = progress.flagged.iter().map(|(_, reading)| figure(config, reading, false, false));
    let out = Out {
        topic: Topic {
            id: topic.id.as_str(),
            name: &topic.name,
            url: names::absolute(site, &names::topic_path(&topic.id)),
        },
        url: names::absolute(site, &names::progress_path(&topic.id)),
        updated: dates::rfc3339(*updated, &site.zone),
        figures: of_lines.chain(flagged).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&out)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn figure<'a>(config: &Config, reading: &'a Reading<'_>, latest: bool, disputed: bool) -> Figure<'a> {
    let site = &config.site;
    let voice = |said: &'a crate::judge::progress::Statement<'_>| Voice {
        source: said.member.source.as_str(),
        name: item::source_name(config, said.member),
        url: said.member.url.as_ref().filter(|url| names::is_web(url)).map(url::Url::as_str),
        title: plain::line(&said.member.title),
        published: dates::rfc3339(said.member.published, &site.zone),
        story: names::absolute(site, &names::story_path(said.story)),
        sentence: plain::line(&said.fact.fact.evidence.quote),
    };
    Figure {
        record: reading.exact().fact.record(),
        as_of: reading.date().to_string(),
        latest,
        disputed,
        said_by: reading.statements.iter().map(voice).collect(),
    }
}
