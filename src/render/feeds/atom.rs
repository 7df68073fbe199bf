//! Atom 1.0 (RFC 4287), paged as RFC 5005 has it.

use std::collections::BTreeMap;

use atom_syndication::extension::{Extension, ExtensionMap};
use atom_syndication::{
    Category, Content, Entry, Feed, FixedDateTime, Generator, Link, Person, Source, Text, WriteConfig,
};
use jiff::Timestamp;

use super::{ATOM, FORMATS, HISTORY_NAMESPACE, content};
use crate::config::Config;
use crate::render::channel::Channel;
use crate::render::item::{Item, Report};
use crate::render::{RenderError, dates, names, words};

pub(super) fn write(config: &Config, channel: &Channel) -> Result<Vec<u8>, RenderError> {
    let path = channel.path(ATOM.suffix);
    let site = &config.site;
    let home = names::absolute(site, &channel.page);
    let mut links = vec![
        link("self", &names::absolute(site, &path), Some(ATOM.media_type)),
        link("alternate", &home, Some("text/html")),
    ];
    // The same news in the other formats.
    links.extend(FORMATS.iter().filter(|format| **format != ATOM).map(|format| {
        link("alternate", &names::absolute(site, &channel.path(format.suffix)), Some(format.media_type))
    }));
    for (rel, stem) in channel.paging.links() {
        links.push(link(rel, &names::absolute(site, &format!("{stem}.{}", ATOM.suffix)), Some(ATOM.media_type)));
    }
    let (namespaces, extensions) = history(channel);
    let entries = channel.items.iter().map(|item| entry(config, channel, item)).collect::<Result<Vec<_>, _>>()?;
    let feed = Feed {
        title: Text::plain(channel.title.clone()),
        id: channel.id.clone(),
        updated: date(config, &path, channel.updated())?,
        authors: vec![person(&site.title, Some(&names::absolute(site, "")))],
        generator: Some(Generator { value: "bantin".to_owned(), ..Generator::default() }),
        links,
        subtitle: Some(Text::plain(channel.description.clone())),
        entries,
        namespaces,
        extensions,
        lang: Some(words::code(site.language).to_owned()),
        ..Feed::default()
    };
    let pretty = WriteConfig { write_document_declaration: true, indent_size: Some(1) };
    feed.write_with_config(Vec::new(), pretty).map_err(|source| RenderError::Atom { path, source })
}

/// RFC 5005, section 4: what says that a document is an archive, and won't change but with its entries.
fn history(channel: &Channel) -> (BTreeMap<String, String>, ExtensionMap) {
    if !channel.paging.is_archive() {
        return (BTreeMap::new(), ExtensionMap::new());
    }
    let archive = Extension { name: "fh:archive".to_owned(), ..Extension::default() };
    (
        BTreeMap::from([("fh".to_owned(), HISTORY_NAMESPACE.to_owned())]),
        BTreeMap::from([("fh".to_owned(), BTreeMap::from([("archive".to_owned(), vec![archive])]))]),
    )
}

fn entry(config: &Config, channel: &Channel, item: &Item) -> Result<Entry, RenderError> {
    let path = channel.path(ATOM.suffix);
    let site = &config.site;
    let language = Some(item.language.clone());
    let mut links =
        vec![link("alternate", &names::absolute(site, &names::story_path(&item.story.id)), Some("text/html"))];
    links.extend(item.reports.iter().filter_map(|report| {
        Some(Link { title: Some(report.name.clone()), ..link("via", report.url?.as_str(), None) })
    }));
    if let Some(image) = &item.image {
        links.push(Link {
            title: Some(image.caption.clone()).filter(|caption| !caption.is_empty()),
            ..link("enclosure", image.url.as_str(), super::content_type(&image.url))
        });
    }
    Ok(Entry {
        title: Text { lang: language.clone(), ..Text::plain(item.title.clone()) },
        id: names::story_tag(site, &item.story.id),
        updated: date(config, &path, item.updated)?,
        published: Some(date(config, &path, item.published)?),
        authors: authors(item),
        categories: item
            .topics
            .iter()
            .map(|filing| Category {
                term: filing.topic.id.as_str().to_owned(),
                scheme: Some(names::topic_scheme(site)),
                label: Some(filing.topic.name.clone()),
            })
            .collect(),
        links,
        source: item.reports.first().map(|report| source(config, &path, report)).transpose()?,
        summary: Some(item.summary.as_str())
            .filter(|summary| !summary.is_empty())
            .map(|summary| Text { lang: language.clone(), ..Text::plain(summary) }),
        content: Some(Content {
            value: Some(content::html(config, channel, item)?),
            content_type: Some("html".to_owned()),
            lang: language,
            ..Content::default()
        }),
        ..Entry::default()
    })
}

/// The article's own, or its publisher.
fn authors(item: &Item) -> Vec<Person> {
    if item.authors.is_empty() {
        item.reports.first().map(|report| person(&report.name, None)).into_iter().collect()
    } else {
        item.authors.iter().map(|author| person(author, None)).collect()
    }
}

/// The feed that reported first. Its own id isn't kept, so its address stands for it (an IRI, as RFC 4287 asks), and
/// its state is that of the moment when it carried the article.
fn source(config: &Config, path: &str, report: &Report) -> Result<Source, RenderError> {
    let id = report.source_url.map_or_else(|| names::source_tag(&config.site, report.source), ToString::to_string);
    let links = report.source_url.map(|url| {
        if report.is_feed {
            link("self", url.as_str(), None)
        } else {
            link("alternate", url.as_str(), Some("text/html"))
        }
    });
    Ok(Source {
        title: Text::plain(report.name.clone()),
        id,
        updated: date(config, path, report.published)?,
        links: links.into_iter().collect(),
        ..Source::default()
    })
}

fn person(name: &str, uri: Option<&str>) -> Person {
    Person { name: name.to_owned(), uri: uri.map(str::to_owned), ..Person::default() }
}

fn link(rel: &str, href: &str, mime_type: Option<&str>) -> Link {
    Link { href: href.to_owned(), rel: rel.to_owned(), mime_type: mime_type.map(str::to_owned), ..Link::default() }
}

fn date(config: &Config, path: &str, instant: Timestamp) -> Result<FixedDateTime, RenderError> {
    let date = dates::rfc3339(instant, &config.site.zone);
    match date.parse::<FixedDateTime>() {
        Ok(parsed) => Ok(parsed),
        Err(error) => Err(RenderError::Date { path: path.to_owned(), date, reason: error.to_string() }),
    }
}
