//! Listing pages → entries: for sites without a feed.

mod guess;
mod paging;

use std::collections::HashSet;

use ego_tree::NodeId;
use jiff::Timestamp;
use scraper::{ElementRef, Html};
use url::Url;

use super::dates::{DateRules, FieldOrder, find_date, parse_date};
use super::decode::{self, Declared};
use super::document::{self, Document, Kind};
use super::html::{image, plain, tidy, tree};
use super::{Css, Dialect, Entry, ListingSelectors, Parsed, PollHints, ReadError, SafeHtml, excerpt, walls};
use crate::news::Image;

pub use guess::guess_listing;
pub use paging::NextPage;
pub(super) use paging::{NEXT, text_of};

/// Reads the items of a listing page in its order, each address once. `dates` says how its dates are to be understood; a
/// zone alone is that of those that name none. `now` is what "17 giờ trước" counts from.
///
/// # Errors
/// A document that is no web page, and one in which the selectors find nothing.
pub fn listing<'a>(
    document: &Document,
    selectors: &ListingSelectors,
    dates: impl Into<DateRules<'a>>,
    now: Timestamp,
) -> Result<Parsed, ReadError> {
    let html = page(document)?;
    let base = base_of(&html, document.url);
    let items: Vec<_> = html.select(selectors.item.compiled()).collect();
    let places = Places::of(&items);
    let items: Vec<_> = items.into_iter().map(|item| (item, places.beside(item))).collect();
    let rules = dates.into().at(now);
    let dates: Vec<_> =
        items.iter().map(|(item, beside)| date_text(part(*item, beside, selectors.date.as_ref())?)).collect();
    let proven = || FieldOrder::of(dates.iter().flatten().map(String::as_str));
    let rules = rules.ordered(rules.order.unwrap_or_else(proven));
    let mut seen = HashSet::new();
    let mut entries = Vec::new();
    for ((item, beside), date) in items.into_iter().zip(&dates) {
        let Some(mut entry) = read_item(item, &beside, selectors, &base) else { continue };
        if !seen.insert(entry.link.clone()) {
            continue;
        }
        let date = date.as_deref();
        entry.published = date.and_then(|text| parse_date(text, &rules).or_else(|| Some(find_date(text, &rules)?.at)));
        entries.push(entry);
    }
    if entries.is_empty() {
        return Err(ReadError::NothingSelected {
            url: document.url.clone(),
            selector: selectors.item.as_str().to_owned(),
        });
    }
    let title = tree::first(&html, "title").map(|title| tree::line_of(*title)).filter(|title| !title.is_empty());
    Ok(Parsed {
        dialect: Dialect::Listing,
        title,
        language: None,
        site: Some(document.url.clone()),
        self_url: linked(&html, "self", &base),
        hub: linked(&html, "hub", &base),
        hints: PollHints::default(),
        entries,
    })
}

/// The document as a tree, if it is a web page.
fn page(document: &Document) -> Result<Html, ReadError> {
    let text = decode::decode(document.bytes, document.content_type, Declared::Html);
    let unexpected = |found| ReadError::Unexpected { url: document.url.clone(), found, expected: "a web page" };
    match document::kind_of(&text) {
        Kind::Empty => Err(ReadError::Empty { url: document.url.clone() }),
        Kind::Feed => Err(unexpected("a feed")),
        Kind::Json => Err(unexpected("JSON")),
        Kind::Html | Kind::Xml { .. } | Kind::Other => match walls::wall(&text, document.url) {
            Some(wall) => Err(wall),
            None => Ok(tree::document(&text)),
        },
    }
}

/// What the page's addresses are relative to: `<base href>`, or the page itself.
pub(super) fn base_of(html: &Html, url: &Url) -> Url {
    let said = tree::named(html, "base").find_map(|base| base.attr("href"));
    said.and_then(|href| image::resolve(href, url)).unwrap_or_else(|| url.clone())
}

/// None for an item without a link that leads anywhere, or without a title.
fn read_item(item: ElementRef, beside: &[ElementRef], selectors: &ListingSelectors, base: &Url) -> Option<Entry> {
    let links: Vec<_> = match &selectors.link {
        Some(css) => here_or_inside(item, css).collect(),
        None => links_of(item),
    };
    let (link, url) = links.into_iter().find_map(|link| Some((link, target(link, base)?)))?;
    let title = match &selectors.title {
        Some(css) => here_or_inside(item, css).map(|title| tree::line_of(*title)).find(|title| !title.is_empty()),
        None => None,
    };
    let title = title.or_else(|| title_of(item, link, &url, base))?;
    let summary = part(item, beside, selectors.summary.as_ref());
    let summary = summary.map(|summary| excerpt::of_article(SafeHtml::sanitised(&tidy::tidy(*summary, base))));
    let picture = part(item, beside, selectors.image.as_ref());
    let picture = picture.and_then(|picture| {
        let inside = picture.descendent_elements().chain([picture]).find(|element| element.value().name() == "img");
        image::address(inside.unwrap_or(picture).value(), base)
    });
    Some(Entry {
        title,
        summary: summary.filter(|summary| !summary.is_empty()),
        image: picture.map(Image::at),
        ..Entry::of_link(&url)
    })
}

/// So far an item's parts may be from it, in elements.
const FARTHEST_BESIDE: usize = 4;

/// Where the items are, so that it is known what stands between them.
struct Places(HashSet<NodeId>);

impl Places {
    fn of(items: &[ElementRef]) -> Self {
        Self(items.iter().map(|item| item.id()).collect())
    }

    /// What stands between the item and the next: on old pages headings are items, and dates and summaries follow them.
    fn beside<'a>(&self, item: ElementRef<'a>) -> Vec<ElementRef<'a>> {
        let after = item.next_siblings().filter_map(ElementRef::wrap).take(FARTHEST_BESIDE);
        after.take_while(|after| !after.descendent_elements().any(|inner| self.0.contains(&inner.id()))).collect()
    }
}

/// The first match in the item, or else beside it.
fn part<'a>(item: ElementRef<'a>, beside: &[ElementRef<'a>], css: Option<&Css>) -> Option<ElementRef<'a>> {
    let css = css?;
    here_or_inside(item, css).next().or_else(|| beside.iter().find_map(|beside| here_or_inside(*beside, css).next()))
}

/// The matches inside the item, the item itself included.
fn here_or_inside<'a>(item: ElementRef<'a>, css: &Css) -> impl Iterator<Item = ElementRef<'a>> {
    let itself = css.compiled().matches(&item).then_some(item);
    itself.into_iter().chain(item.select(css.compiled()).collect::<Vec<_>>())
}

fn links_of(item: ElementRef) -> Vec<ElementRef> {
    let is_link = |element: &ElementRef| element.value().name() == "a" && element.attr("href").is_some();
    let mut links: Vec<_> = item.descendent_elements().filter(is_link).collect();
    if links.is_empty() {
        links.extend(item.ancestors().filter_map(ElementRef::wrap).find(is_link));
    }
    links
}

/// Where the link leads, if that is a page.
pub(super) fn target(link: ElementRef, base: &Url) -> Option<Url> {
    let href = link.attr("href").or_else(|| link.child_elements().find_map(|child| child.attr("href")))?;
    if href.trim_start().starts_with('#') {
        return None;
    }
    let mut url = image::resolve(href, base)?;
    url.set_fragment(None);
    Some(url)
}

/// A picture often carries the same link before the headline does.
fn title_of(item: ElementRef, link: ElementRef, url: &Url, base: &Url) -> Option<String> {
    let same = links_of(item).into_iter().filter(|other| target(*other, base).as_ref() == Some(url));
    let texts = std::iter::once(link).chain(same.clone()).map(|link| tree::line_of(*link));
    let titles = same.filter_map(|link| link.attr("title").map(plain::line));
    let alts = item.descendent_elements().filter_map(|element| element.attr("alt").map(plain::line));
    texts.chain(titles).chain(alts).find(|title| !title.is_empty())
}

/// Where a link in the page's head leads; readers may have written those elsewhere (WebSub, section 8.1).
fn linked(html: &Html, rel: &str, base: &Url) -> Option<Url> {
    let link = tree::first(html, &format!("head link[rel~='{rel}' i][href]"))?;
    image::resolve(link.attr("href")?, base)
}

fn date_text(element: ElementRef) -> Option<String> {
    let machine = element.attr("datetime").or_else(|| element.attr("content")).map(plain::collapse);
    let text = machine.unwrap_or_else(|| tree::line_of(*element));
    (!text.is_empty()).then_some(text)
}
