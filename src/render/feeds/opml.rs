//! OPML 2.0: feeds in one file, which feed readers import: those that are published, or those that are read.

use opml::{Body, Head, OPML, Outline};

use super::{ATOM, OPML_PATH};
use crate::config::{Config, Site, Source, SourceKind};
use crate::news::TopicId;
use crate::render::channel::{Channel, Kind};
use crate::render::{RenderError, line, names, words};

/// Each feed once, in Atom, in a folder for each kind. Topics nest: one with sub-topics is a folder with its own feed in
/// front, since readers take an outline for a feed or a folder, and not for both.
pub(super) fn write(config: &Config, channels: &[Channel]) -> Result<Vec<u8>, RenderError> {
    let site = &config.site;
    let words = words::of(site.language);
    let of = |is_in: fn(&Channel) -> bool| {
        channels.iter().filter(|channel| is_in(channel)).map(|channel| outline(config, channel)).collect()
    };
    let folders = [
        folder(&site.title, of(|channel| matches!(channel.kind, Kind::Feed(_)))),
        folder(words.topics, topics(config, channels, None)),
        folder(words.notes.about_sources, of(|channel| matches!(channel.kind, Kind::Source(_)))),
    ];
    let outlines = folders.into_iter().filter(|folder| !folder.outlines.is_empty()).collect();
    document(site, outlines).map_err(|source| RenderError::Opml { path: OPML_PATH.to_owned(), source })
}

/// The sources that are feeds and are on.
pub(super) fn sources(config: &Config) -> Result<Vec<u8>, opml::Error> {
    let feeds = config.sources.iter().filter(|source| source.off.is_none() && source.kind == SourceKind::Feed);
    let outline = |source: &Source| Outline {
        text: line(&source.name),
        title: Some(line(&source.name)),
        r#type: Some("rss".to_owned()),
        xml_url: Some(source.url.to_string()),
        language: Some(source.language.clone()),
        ..Outline::default()
    };
    document(&config.site, feeds.map(|source| outline(source)).collect())
}

fn document(site: &Site, outlines: Vec<Outline>) -> Result<Vec<u8>, opml::Error> {
    let document = OPML {
        head: Some(Head {
            title: Some(line(&site.title)),
            docs: Some("http://opml.org/spec2.opml".to_owned()),
            ..Head::default()
        }),
        body: Body { outlines },
        ..OPML::default()
    };
    // The crate writes the element only.
    Ok(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{}\n", document.to_string()?).into_bytes())
}

fn folder(name: &str, outlines: Vec<Outline>) -> Outline {
    Outline { text: name.to_owned(), outlines, ..Outline::default() }
}

/// The topics right below one, or those below none.
fn topics(config: &Config, channels: &[Channel], parent: Option<&TopicId>) -> Vec<Outline> {
    let here = channels.iter().filter_map(|channel| Some((channel, channel.topic()?)));
    here.filter(|(_, topic)| topic.parent.as_ref() == parent)
        .map(|(channel, topic)| {
            let own = outline(config, channel);
            match topics(config, channels, Some(&topic.id)) {
                below if below.is_empty() => own,
                below => folder(&topic.name, std::iter::once(own).chain(below).collect()),
            }
        })
        .collect()
}

fn outline(config: &Config, channel: &Channel) -> Outline {
    let site = &config.site;
    let title = channel.name();
    Outline {
        text: title.to_owned(),
        title: Some(channel.title.clone()),
        // What OPML calls every kind of feed.
        r#type: Some("rss".to_owned()),
        xml_url: Some(names::absolute(site, &channel.path(ATOM.suffix))),
        html_url: Some(names::absolute(site, &channel.page)),
        description: Some(channel.description.clone()).filter(|description| !description.is_empty()),
        language: Some(words::code(site.language).to_owned()),
        ..Outline::default()
    }
}
