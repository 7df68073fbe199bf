//! JSON Feed 1.1 (jsonfeed.org/version/1.1) and its extension `_bantin`.

use serde::Serialize;

use super::{JSON, content};
use crate::config::Config;
use crate::judge::{Field, SameBecause, SeriesBecause};
use crate::render::channel::Channel;
use crate::render::item::{Item, Quote};
use crate::render::{RenderError, dates, names, words};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: String,
    feed_url: String,
    /// The document with the items before these.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    authors: Vec<Author<'a>>,
    language: &'static str,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: String,
    url: String,
    /// The first publisher's article.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    content_html: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    date_modified: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    language: &'a str,
    #[serde(rename = "_bantin")]
    bantin: Extension<'a>,
}

/// What bantin knows of a story beyond JSON Feed's words. Members may be added, never changed; readers ignore what they
/// don't know.
///
/// ```json
/// "_bantin": {
///   "about": "https://example.org/about/",
///   "topics": [{
///     "id": "dtts", "name": "Chương trình 1719", "url": "https://example.org/topic/dtts/",
///     "reasons": [{ "field": "title", "quote": "MTQG 1719", "rule": "MTQG 1719" }]
///   }],
///   "places": [{ "name": "Bắc Kạn", "today": "Thái Nguyên", "reasons": [] }],
///   "members": [{
///     "source": "bao-moi", "name": "Báo Mới", "url": "https://…", "title": "…",
///     "published": "2024-05-21T15:08:00+07:00", "same": "near-text",
///     "because": { "reason": "near-text", "jaccard": 0.61, "containment": 0.97 }
///   }],
///   "series": {
///     "id": "b7yq2m4c5n6da", "because": { "reason": "other-numbers", "shared": 0.2 },
///     "others": [{ "url": "https://example.org/story/…/", "title": "…", "published": "2024-05-20T15:08:00+07:00" }]
///   }
/// }
/// ```
#[derive(Serialize)]
struct Extension<'a> {
    /// A page about it, as JSON Feed asks of extensions.
    about: String,
    /// In the order of feeds.toml; a topic above another is listed too.
    topics: Vec<TopicOut<'a>>,
    /// Most important first.
    places: Vec<PlaceOut<'a>>,
    /// All who reported it, first publisher first.
    members: Vec<MemberOut<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<SeriesOut<'a>>,
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
    name: &'a str,
    /// The province that it is part of since July 2025, where that has another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    today: Option<&'a str>,
    reasons: Vec<Reason<'a>>,
}

#[derive(Serialize)]
struct MemberOut<'a> {
    source: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    title: &'a str,
    published: String,
    /// Why it is the same story as the first: `same-address`, `same-text`, `near-text`, `same-event`, `operator`. Absent for the article that founded it.
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
}

pub(super) fn write(config: &Config, channel: &Channel) -> Result<Vec<u8>, RenderError> {
    let site = &config.site;
    let path = channel.path(JSON.suffix);
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        home_page_url: names::absolute(site, &channel.page),
        feed_url: names::absolute(site, &path),
        next_url: channel
            .paging
            .previous
            .as_ref()
            .map(|stem| names::absolute(site, &format!("{stem}.{}", JSON.suffix))),
        description: &channel.description,
        authors: vec![Author { name: &site.title, url: Some(names::absolute(site, "")) }],
        language: words::code(site.language),
        items: channel.items.iter().map(|item| entry(config, channel, item)).collect::<Result<Vec<_>, _>>()?,
    };
    let mut bytes = serde_json::to_vec_pretty(&feed).map_err(|source| RenderError::Json { path, source })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry<'a>(config: &Config, channel: &Channel, item: &'a Item<'a>) -> Result<JsonItem<'a>, RenderError> {
    let site = &config.site;
    let first = item.reports.first();
    let authors = if item.authors.is_empty() {
        first.map(|report| Author { name: &report.name, url: None }).into_iter().collect()
    } else {
        item.authors.iter().map(|author| Author { name: author, url: None }).collect()
    };
    Ok(JsonItem {
        id: names::story_tag(site, &item.story.id),
        url: names::absolute(site, &names::story_path(&item.story.id)),
        external_url: first.and_then(|report| report.url).map(url::Url::as_str),
        title: &item.title,
        content_html: content::html(config, channel, item)?,
        summary: &item.summary,
        image: item.image.as_ref().map(|image| image.url.as_str()),
        date_published: dates::rfc3339(item.published, &site.zone),
        date_modified: dates::rfc3339(item.updated, &site.zone),
        authors,
        tags: item.topics.iter().map(|filing| filing.topic.name.as_str()).collect(),
        language: &item.language,
        bantin: bantin(config, item),
    })
}

fn bantin<'a>(config: &Config, item: &'a Item<'a>) -> Extension<'a> {
    let site = &config.site;
    Extension {
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
                reasons: reasons(&place.evidence),
            })
            .collect(),
        members: item
            .reports
            .iter()
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

fn reasons(evidence: &[Quote]) -> Vec<Reason<'_>> {
    evidence.iter().map(|quote| Reason { field: quote.field, quote: &quote.text, rule: &quote.rule }).collect()
}
