//! For search engines: robots.txt, and the sitemap (sitemaps.org, protocol 0.9). There is a file for each month's stories,
//! so that a new story changes its month's file and the index alone, however many stories there are.

use std::collections::BTreeMap;

use askama::Template;
use jiff::Timestamp;

use super::{Site, editions};
use crate::news::StoryId;
use crate::render::{Document, RenderError, dates, names};

const INDEX: &str = "sitemap.xml";

/// The protocol allows 50,000 addresses in a file; a story has one in each language.
const MOST_STORIES: usize = 25_000;

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "sitemaps.xml")]
struct Index {
    entries: Vec<Entry>,
}

struct Entry {
    address: String,
    /// W3C date and time, which RFC 3339 is a part of.
    modified: String,
}

pub(super) fn documents(site: &Site, lists: Vec<String>, all_news: Timestamp) -> Result<Vec<Document>, RenderError> {
    let mut documents =
        vec![of(site, "sitemaps/pages.xml".to_owned(), lists.into_iter().map(|path| (path, all_news)))?];
    let mut months: BTreeMap<String, Vec<(&StoryId, Timestamp)>> = BTreeMap::new();
    // Oldest first, so that what is in a month's first file stays there.
    for item in site.items.iter().rev() {
        let month = dates::day(item.published, &site.config.site.zone).strftime("%Y-%m").to_string();
        months.entry(month).or_default().push((&item.story.id, item.updated));
    }
    for (month, stories) in &months {
        for (part, stories) in stories.chunks(MOST_STORIES).enumerate() {
            let part = if part == 0 { String::new() } else { format!("-{}", part + 1) };
            let pages = stories.iter().flat_map(|(id, updated)| {
                editions(site.config).map(|edition| (format!("{}{}", edition.folder, names::story_path(id)), *updated))
            });
            documents.push(of(site, format!("sitemaps/{month}{part}.xml"), pages)?);
        }
    }
    let parts = documents.iter().map(|document| entry(site, &document.path, document.modified)).collect();
    documents.push(xml(INDEX.to_owned(), &Index { entries: parts }, all_news)?);
    documents.extend(robots(site));
    Ok(documents)
}

fn of(site: &Site, path: String, pages: impl Iterator<Item = (String, Timestamp)>) -> Result<Document, RenderError> {
    let pages: Vec<_> = pages.collect();
    let newest = pages.iter().map(|(_, modified)| *modified).max().unwrap_or(crate::render::BEFORE_ANY_NEWS);
    let entries = pages.iter().map(|(path, modified)| entry(site, path, *modified)).collect();
    xml(path, &Sitemap { entries }, newest)
}

fn entry(site: &Site, path: &str, modified: Timestamp) -> Entry {
    let zone = &site.config.site.zone;
    Entry { address: names::absolute(&site.config.site, path), modified: dates::rfc3339(modified, zone) }
}

fn xml(path: String, template: &impl Template, modified: Timestamp) -> Result<Document, RenderError> {
    match template.render() {
        Ok(text) => Ok(Document { path, media_type: "application/xml", bytes: text.into_bytes(), modified }),
        Err(source) => Err(RenderError::Page { path, source }),
    }
}

/// None for a site in a folder: robots.txt counts at a host's root alone (RFC 9309, section 2.3).
fn robots(site: &Site) -> Option<Document> {
    let config = &site.config.site;
    let [main, other] = editions(site.config).map(|edition| edition.folder);
    let index = names::absolute(config, INDEX);
    let text = format!("User-agent: *\nDisallow: /{main}search\nDisallow: /{other}search\n\nSitemap: {index}\n");
    (config.url.path() == "/").then(|| Document {
        path: "robots.txt".to_owned(),
        media_type: "text/plain; charset=utf-8",
        bytes: text.into_bytes(),
        modified: crate::render::BEFORE_ANY_NEWS,
    })
}
