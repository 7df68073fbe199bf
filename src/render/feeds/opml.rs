//! OPML 2.0: all feeds in one file, which feed readers import.

use opml::{Body, Head, OPML, Outline};

use super::{ATOM, OPML_PATH};
use crate::config::Config;
use crate::render::channel::{Channel, Kind};
use crate::render::{RenderError, names, words};

/// Each feed once, in Atom, in three folders: the operator's own, the topics' and the sources'. Topics aren't nested in one
/// another: readers take an outline for a feed or a folder, and not for both.
pub(super) fn write(config: &Config, channels: &[Channel]) -> Result<Vec<u8>, RenderError> {
    let site = &config.site;
    let words = words::of(site.language);
    let folder = |name: &str, is_in: fn(&Channel) -> bool| Outline {
        text: name.to_owned(),
        outlines: channels.iter().filter(|channel| is_in(channel)).map(|channel| outline(config, channel)).collect(),
        ..Outline::default()
    };
    let folders = [
        folder(&site.title, |channel| matches!(channel.kind, Kind::Feed(_))),
        folder(words.topics, |channel| matches!(channel.kind, Kind::Topic(_))),
        folder(words.about_sources, |channel| matches!(channel.kind, Kind::Source(_))),
    ];
    let outlines = folders.into_iter().filter(|folder| !folder.outlines.is_empty()).collect();
    let document = OPML {
        head: Some(Head {
            title: Some(site.title.clone()),
            docs: Some("http://opml.org/spec2.opml".to_owned()),
            ..Head::default()
        }),
        body: Body { outlines },
        ..OPML::default()
    };
    let text = document.to_string().map_err(|source| RenderError::Opml { path: OPML_PATH.to_owned(), source })?;
    // The crate writes the element only.
    Ok(format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n").into_bytes())
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
