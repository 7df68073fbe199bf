//! For search engines: robots.txt, and the sitemap (sitemaps.org, protocol 0.9). Its files follow the archive's pages: each
//! has the stories of one, so that a new story changes one file, however many there are.

use askama::Template;
use jiff::Timestamp;

use super::{Site, editions};
use crate::render::channel::{Channel, ChannelKey, Month};
use crate::render::renderer::Totals;
use crate::render::{BEFORE_ANY_NEWS, Document, RenderError, dates, names};
use crate::text::Unit;

const INDEX: &str = "sitemap.xml";
/// Of the pages that list stories, and of those that explain.
const PAGES: &str = "sitemaps/pages.xml";
/// Of the places with stories.
const PLACES: &str = "sitemaps/places.xml";

#[derive(Template)]
#[template(path = "sitemap.xml")]
struct Sitemap {
    /// Addresses with when they changed: W3C date and time, which RFC 3339 is a part of.
    pages: Vec<(String, Option<String>)>,
}

#[derive(Template)]
#[template(path = "sitemaps.xml")]
struct Index {
    sitemaps: Vec<String>,
}

/// The sitemap of a month's stories that `channel` has: of its first page, or of the `number`-th older one.
pub(super) fn of_month(
    site: &Site,
    channel: &Channel,
    month: Month,
    number: Option<u32>,
) -> Result<Document, RenderError> {
    let stories = channel.items.iter().map(|item| (names::story_path(&item.story.id), item.updated));
    let list = number.is_none().then(|| (names::month_path(month), channel.updated()));
    let pages = list.into_iter().chain(stories).flat_map(|(path, updated)| {
        let modified = dates::rfc3339(updated, &site.config.site.zone);
        in_each_edition(site, &path).map(move |address| (address, Some(modified.clone())))
    });
    xml(path(month, number), &Sitemap { pages: pages.collect() }, channel.updated())
}

/// The list of all sitemaps, and that of the places' pages.
pub(super) fn overviews(site: &Site, totals: &Totals) -> Result<[Document; 2], RenderError> {
    let units = Unit::all().iter().filter(|unit| totals.of(&ChannelKey::Place(unit)) > 0);
    let places = std::iter::once(names::PLACES_PATH.to_owned()).chain(units.map(Unit::path));
    let places = places.flat_map(|path| in_each_edition(site, &path).map(|address| (address, None)));
    let places = xml(PLACES.to_owned(), &Sitemap { pages: places.collect() }, totals.updated)?;
    Ok([index(site, totals)?, places])
}

fn index(site: &Site, totals: &Totals) -> Result<Document, RenderError> {
    let mut paths = vec![PAGES.to_owned(), PLACES.to_owned()];
    for (month, numbers) in totals.months() {
        if let Some(channel) = Channel::of(site.config, &ChannelKey::Month(month)) {
            let older = numbers.runs(channel.sizes(site.config).page);
            paths.extend(older.map(|number| path(month, Some(number))));
        }
        paths.push(path(month, None));
    }
    let sitemaps = paths.iter().map(|path| names::absolute(&site.config.site, path)).collect();
    xml(INDEX.to_owned(), &Index { sitemaps }, totals.updated)
}

/// What follows from the configuration: the sitemap of the pages that it declares, and robots.txt, but not for a site in
/// a folder: that counts at a host's root alone (RFC 9309, section 2.3).
pub(super) fn fixed(site: &Site, modified: Timestamp) -> Result<Vec<Document>, RenderError> {
    let channels = site.channels();
    let lists = channels.iter().filter(|channel| channel.has_page(site.config)).map(|channel| channel.page.as_str());
    let mut paths: Vec<&str> = ["", names::ARCHIVE_PATH, "feeds/", "about/"].into_iter().chain(lists).collect();
    let mut seen = std::collections::HashSet::new();
    paths.retain(|path| seen.insert(*path));
    let pages = paths.iter().flat_map(|path| in_each_edition(site, path)).map(|address| (address, None)).collect();
    let mut documents = vec![xml(PAGES.to_owned(), &Sitemap { pages }, modified)?];
    let config = &site.config.site;
    let [main, other] = editions(site.config).map(|edition| edition.folder);
    let index = names::absolute(config, INDEX);
    let text = format!("User-agent: *\nDisallow: /{main}search\nDisallow: /{other}search\n\nSitemap: {index}\n");
    if config.url.path() == "/" {
        documents.push(Document::new("robots.txt".to_owned(), text.into_bytes(), BEFORE_ANY_NEWS));
    }
    Ok(documents)
}

pub(super) fn path(month: Month, number: Option<u32>) -> String {
    let part = number.map(|number| format!("-{number}")).unwrap_or_default();
    format!("sitemaps/{month}{part}.xml")
}

fn in_each_edition(site: &Site, path: &str) -> [String; 2] {
    editions(site.config).map(|edition| names::absolute(&site.config.site, &format!("{}{path}", edition.folder)))
}

fn xml(path: String, template: &impl Template, modified: Timestamp) -> Result<Document, RenderError> {
    match template.render() {
        Ok(text) => Ok(Document::new(path, text.into_bytes(), modified)),
        Err(source) => Err(RenderError::Page { path, source }),
    }
}
