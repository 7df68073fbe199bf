//! RSS 2.0 (rssboard.org/rss-specification), with Atom's `link`, Dublin Core's `creator`, `content:encoded` and
//! Media RSS's `content`, paged as RFC 5005 has it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel as Rss, Guid, Item as RssItem, Source};

use super::{HISTORY_NAMESPACE, RSS, content};
use crate::config::{Config, FeedContent};
use crate::render::channel::Channel;
use crate::render::item::{Item, Picture};
use crate::render::{RenderError, dates, names, words};

const ATOM_NAMESPACE: &str = "http://www.w3.org/2005/Atom";
const MEDIA_NAMESPACE: &str = "http://search.yahoo.com/mrss/";

pub(super) fn write(config: &Config, channel: &Channel) -> Result<Vec<u8>, RenderError> {
    let path = channel.path(RSS.suffix);
    let site = &config.site;
    let own = names::absolute(site, &path);
    let items = channel.items.iter().map(|item| entry(config, channel, item)).collect::<Result<Vec<_>, _>>()?;
    let mut namespaces = BTreeMap::from([("atom".to_owned(), ATOM_NAMESPACE.to_owned())]);
    if channel.items.iter().any(|item| item.image.is_some()) {
        namespaces.insert("media".to_owned(), MEDIA_NAMESPACE.to_owned());
    }
    let link = |rel, href: &str| element("atom:link", &[("rel", rel), ("type", RSS.media_type), ("href", href)], None);
    let mut links = vec![link("self", &own)];
    links.extend(
        channel.paging.links().map(|(rel, stem)| link(rel, &names::absolute(site, &format!("{stem}.{}", RSS.suffix)))),
    );
    let mut extensions = BTreeMap::from([("atom".to_owned(), BTreeMap::from([("link".to_owned(), links)]))]);
    if channel.paging.is_archive() {
        namespaces.insert("fh".to_owned(), HISTORY_NAMESPACE.to_owned());
        extensions.extend(extension("fh", element("fh:archive", &[], None)));
    }
    let rss = Rss {
        title: channel.title.clone(),
        link: names::absolute(site, &channel.page),
        description: channel.description.clone(),
        language: Some(words::code(site.language).to_owned()),
        last_build_date: Some(date(&path, channel.updated())?),
        generator: Some("bantin".to_owned()),
        extensions,
        namespaces,
        items,
        ..Rss::default()
    };
    rss.pretty_write_to(Vec::new(), b' ', 1).map_err(|source| RenderError::Rss { path, source })
}

fn entry(config: &Config, channel: &Channel, item: &Item) -> Result<RssItem, RenderError> {
    let path = channel.path(RSS.suffix);
    let site = &config.site;
    let html = content::html(config, channel, item)?;
    // A description is HTML by custom; where the full text has an element of its own, it is the summary alone.
    let (description, content) = match channel.content {
        FeedContent::Summary => (html, None),
        FeedContent::Full => (escaped(&item.summary), Some(html)),
    };
    let creators = if item.authors.is_empty() {
        item.reports.first().map(|report| report.name.clone()).into_iter().collect()
    } else {
        item.authors.clone()
    };
    Ok(RssItem {
        title: Some(item.title.clone()),
        link: Some(names::absolute(site, &names::story_path(&item.story.id))),
        description: Some(description),
        content,
        categories: item
            .topics
            .iter()
            .map(|filing| Category { name: filing.topic.name.clone(), domain: None })
            .collect(),
        guid: Some(Guid { value: names::story_tag(site, &item.story.id), permalink: false }),
        pub_date: Some(date(&path, item.published)?),
        // `url` is required, so a source without an address isn't named here but in the text.
        source: item
            .reports
            .iter()
            .find_map(|report| Some(Source { url: report.source_url?.to_string(), title: Some(report.name.clone()) })),
        dublin_core_ext: Some(DublinCoreExtension { creators, ..DublinCoreExtension::default() }),
        extensions: item.image.as_ref().map(|image| extension("media", media(image))).unwrap_or_default(),
        ..RssItem::default()
    })
}

/// A picture whose length nobody knows: `<enclosure>` would have to state it.
fn media(image: &Picture) -> Extension {
    let description = Some(&image.caption)
        .filter(|caption| !caption.is_empty())
        .map(|caption| element("media:description", &[("type", "plain")], Some(caption)));
    Extension {
        children: description
            .map(|description| BTreeMap::from([("description".to_owned(), vec![description])]))
            .unwrap_or_default(),
        ..element("media:content", &[("url", image.url.as_str()), ("medium", "image")], None)
    }
}

fn element(name: &str, attributes: &[(&str, &str)], value: Option<&str>) -> Extension {
    Extension {
        name: name.to_owned(),
        value: value.map(str::to_owned),
        attrs: attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        children: BTreeMap::new(),
    }
}

fn extension(prefix: &str, element: Extension) -> ExtensionMap {
    let local = element.name.rsplit(':').next().unwrap_or_default().to_owned();
    BTreeMap::from([(prefix.to_owned(), BTreeMap::from([(local, vec![element])]))])
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn date(path: &str, instant: Timestamp) -> Result<String, RenderError> {
    dates::rfc822(instant).map_err(|error| RenderError::Date {
        path: path.to_owned(),
        date: instant.to_string(),
        reason: error.to_string(),
    })
}
