//! JSON Feed 1.1 (jsonfeed.org/version/1.1); its extension `_bantin` is in `extension`.

use serde::Serialize;

use super::extension::Extension;
use super::{JSON, content};
use crate::config::Config;
use crate::render::channel::Channel;
use crate::render::item::{Item, Picture};
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct Hub<'a> {
    r#type: &'static str,
    url: &'a str,
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
    /// The article whose text is shown.
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
    #[serde(rename = "_bantin")]
    bantin: Extension<'a>,
}

/// A picture; `mime_type` is required.
#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
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
        hubs: channel.hub(config).into_iter().map(|hub| Hub { r#type: "WebSub", url: hub.as_str() }).collect(),
        items: channel.items.iter().map(|item| entry(config, channel, item)).collect::<Result<Vec<_>, _>>()?,
    };
    let mut bytes = serde_json::to_vec_pretty(&feed).map_err(|source| RenderError::Json { path, source })?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry<'a>(config: &'a Config, channel: &Channel, item: &'a Item<'a>) -> Result<JsonItem<'a>, RenderError> {
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
        tags: tags(item),
        language: &item.language,
        attachments: item.image.iter().filter_map(attachment).collect(),
        bantin: Extension::of(config, item),
    })
}

/// Topics, then places; a name once.
fn tags<'a>(item: &'a Item<'a>) -> Vec<&'a str> {
    let topics = item.topics.iter().map(|filing| filing.topic.name.as_str());
    let mut tags: Vec<&str> = topics.collect();
    for place in &item.places {
        if !tags.contains(&place.name.as_str()) {
            tags.push(&place.name);
        }
    }
    tags
}

fn attachment(image: &Picture) -> Option<Attachment<'_>> {
    Some(Attachment { url: image.url.as_str(), mime_type: image.media_type?, title: &image.alt })
}
