//! An entry's text as HTML, the same in all three formats.

use askama::Template;

use crate::config::{Config, FeedContent};
use crate::render::channel::Channel;
use crate::render::item::Item;
use crate::render::words::{self, Words};
use crate::render::{RenderError, dates, names};

/// Picture, text, all who reported it, and topics. Readers strip styles and scripts: plain elements only.
#[derive(Template)]
#[template(path = "entry.html")]
struct Content<'a> {
    words: &'static Words,
    item: &'a Item<'a>,
    body: Option<&'a str>,
    reports: Vec<Line<'a>>,
    topics: Vec<(String, &'a str)>,
}

struct Line<'a> {
    name: &'a str,
    title: &'a str,
    url: Option<&'a str>,
    datetime: String,
    date: String,
}

pub(super) fn html(config: &Config, channel: &Channel, item: &Item) -> Result<String, RenderError> {
    item.entry(channel.content, || make(config, channel, item)).map(str::to_owned)
}

fn make(config: &Config, channel: &Channel, item: &Item) -> Result<String, RenderError> {
    let words = words::of(config.site.language);
    let zone = &config.site.zone;
    let content = Content {
        words,
        item,
        body: Some(item.body.as_str()).filter(|body| channel.content == FeedContent::Full && !body.is_empty()),
        reports: item
            .by_time()
            .into_iter()
            .map(|report| Line {
                name: &report.name,
                title: &report.title,
                url: report.url.map(url::Url::as_str),
                datetime: dates::rfc3339(report.published, zone),
                date: dates::short(report.published, zone, words),
            })
            .collect(),
        topics: item
            .topics
            .iter()
            .map(|filing| {
                (names::absolute(&config.site, &names::topic_path(&filing.topic.id)), filing.topic.name.as_str())
            })
            .collect(),
    };
    content.render().map_err(|source| RenderError::Page { path: channel.stem.clone(), source })
}
