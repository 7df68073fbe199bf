//! An article's page → the article, field by field, from the most trusted of those that say something.

mod addresses;
mod blocks;
mod body;
mod byline;
mod canonical;
mod caption;
mod clutter;
mod consent;
mod credits;
mod json_ld;
mod layouts;
mod markup;
mod meta;
mod notices;
mod paywall;
mod sequel;
mod shell;
mod stamps;
mod title;
mod who;
mod whole;

use std::borrow::Cow;

pub use blocks::BlockTable;
use blocks::Hints;
use byline::Byline;
use jiff::tz::TimeZone;
use scraper::{ElementRef, Html};
use url::Url;
pub use whole::ArticlePages;

use super::article::{Article, Origin, Sourced};
use super::cuts::Cuts;
use super::dates::{DateRules, find_date, parse_date};
use super::decode::{self, Declared};
use super::document::{self, Document, Kind};
use super::html::{image, plain, tree};
use super::{Css, Entry, PageSelectors, ReadError, SafeHtml, authors, dateline, listing, walls};
use crate::news::Image;

/// Reads an article's page, and it alone. What the page doesn't say comes from the entry that led to it.
///
/// # Errors
/// A document that is no web page.
pub fn article(
    page: &Document,
    entry: &Entry,
    selectors: &PageSelectors,
    zone: &TimeZone,
) -> Result<Article, ReadError> {
    Ok(ArticlePages::begin(page, entry, selectors, zone)?.into_article())
}

/// The text blocks of an article's page as the block classifier sees them, to train it.
///
/// `first` is what the first look made of each block, in thousandths; with it come the second look's columns.
///
/// # Errors
/// A document that is no web page.
pub fn blocks(page: &Document, first: Option<&[i16]>) -> Result<BlockTable, ReadError> {
    let html = tree::document(&text_of(page)?);
    // Dates are no hints, so that their zone doesn't matter.
    let said = Said::of(&html, page.url, &DateRules::in_zone(&TimeZone::UTC));
    Ok(blocks::table(&html, &said.hints(), first))
}

fn text_of<'a>(page: &Document<'a>) -> Result<Cow<'a, str>, ReadError> {
    let text = decode::decode(page.bytes, page.content_type, Declared::Html);
    let unexpected = |found| ReadError::Unexpected { url: page.url.clone(), found, expected: "an article's page" };
    match document::kind_of(&text) {
        Kind::Html => {}
        Kind::Empty => return Err(ReadError::Empty { url: page.url.clone() }),
        Kind::Feed => return Err(unexpected("a feed")),
        Kind::Json => return Err(unexpected("JSON")),
        // Old pages begin with an element of their own, or with text.
        Kind::Xml { .. } | Kind::Other if text.contains("</") => {}
        Kind::Xml { .. } | Kind::Other => return Err(unexpected("no HTML")),
    }
    match walls::wall(&text, page.url) {
        Some(wall) => Err(wall),
        None => Ok(text),
    }
}

/// What a page says of its article besides the text.
struct Said {
    json_ld: json_ld::JsonLd,
    meta: meta::Meta,
    headline: Option<String>,
}

impl Said {
    fn of(html: &Html, url: &Url, rules: &DateRules) -> Self {
        let json_ld = json_ld::read(html, url, rules);
        let meta = meta::read(html, url, rules);
        let headline = markup::headline(html, meta.title.as_deref().or(json_ld.title.as_deref()));
        Self { json_ld, meta, headline }
    }

    fn titles(&self) -> Vec<&str> {
        [&self.json_ld.title, &self.meta.title].into_iter().flatten().map(String::as_str).collect()
    }

    fn hints(&self) -> Hints<'_> {
        let titles = [&self.headline, &self.meta.title, &self.json_ld.title];
        Hints {
            titles: titles.into_iter().flatten().map(String::as_str).collect(),
            description: self.meta.lead.as_deref().or(self.json_ld.lead.as_deref()),
            body: self.json_ld.body.as_deref(),
        }
    }
}

fn read(
    mut html: Html,
    url: &Url,
    entry: &Entry,
    selectors: &PageSelectors,
    zone: &TimeZone,
    cuts: &mut Cuts,
) -> Article {
    let base = listing::base_of(&html, url);
    let rules = DateRules::in_zone(zone);
    let chosen = Chosen::of(&html, selectors, &base, &rules);
    let said = Said::of(&html, url, &rules);
    let seen_title = title::headline(&html, &said.titles());
    let marked = markup::read(&html, url, &rules);
    let classified = body::classified(&html, &said.hints(), &base);
    let Said { json_ld, meta, headline } = said;
    let is_signed = who::is_somebody(&json_ld.authors) || who::is_somebody(&meta.authors);
    let credits = if is_signed { Vec::new() } else { credits::find(&html, &rules) };
    let is_dated = json_ld.published.is_some() || meta.published.is_some() || marked.published.is_some();
    let stamp = if is_dated { None } else { stamps::find(&html, &rules) };
    let site = meta.site_name.clone().or_else(|| json_ld.publisher.clone());
    let language = first([
        from(meta.language.clone(), Origin::Meta),
        from(json_ld.language.clone(), Origin::JsonLd),
        from(entry.language.clone(), Origin::Feed),
    ]);
    let is_vietnamese = who::is_vietnamese(language.as_ref().map(|language| language.value.as_str()), url);
    let image = first([
        from(chosen.image.clone(), Origin::Selector),
        declared_image(&meta, &json_ld, &base),
        from(entry.image.clone(), Origin::Feed),
    ]);
    let image = image.map(|image| Sourced::new(caption::with_caption(image.value, &html, &base), image.from));
    let sources = body::Sources {
        selector: selectors.body.as_ref(),
        lead: marked.lead.as_deref(),
        classified,
        declared: json_ld.body.as_deref(),
        entry,
    };
    // A fifth of the time, and in vain where nothing is looked for among the rest of the page.
    let is_known =
        (is_signed || !chosen.authors.is_empty()) && (is_dated || stamp.is_some() || chosen.published.is_some());
    if !is_known || !sources.are_enough(&html) {
        clutter::remove(&mut html, cuts);
    }
    let byline =
        if is_known { Byline::default() } else { byline::find(&html, headline.as_deref(), &rules, is_vietnamese) };
    let body = body::find(&html, sources, url, &base);
    let signature = byline::signature(&body.value.text);
    let body = notices::without(body, cuts);

    let cut = |title: String| title::without_site(&title, site.as_deref(), url);
    let title = first([
        from(chosen.title, Origin::Selector),
        from(marked.title, Origin::Markup),
        from(seen_title.map(cut), Origin::Markup),
        from(json_ld.title.map(cut), Origin::JsonLd),
        from(meta.title.map(cut), Origin::Meta),
        from(headline.map(cut), Origin::Markup),
    ]);
    let title = title
        .filter(|title| !title.value.is_empty())
        .unwrap_or_else(|| Sourced::new(entry.title.clone(), Origin::Feed));
    let summary = entry.summary.as_ref().map(SafeHtml::text).map(|text| plain::collapse(&text));
    let lead = first([
        from(chosen.lead, Origin::Selector),
        // What a known layout shows as the lead is whole; descriptions for search engines are cut.
        from(marked.lead, Origin::Markup),
        from(json_ld.lead, Origin::JsonLd),
        from(meta.lead, Origin::Meta),
        from(summary, Origin::Feed),
    ]);
    let lead = lead.map(|lead| Sourced::new(dateline::without(&lead.value).to_owned(), lead.from));
    let authors = who::Found {
        chosen: chosen.authors,
        json_ld: json_ld.authors,
        organisations: if json_ld.is_news { Vec::new() } else { json_ld.organisations },
        meta: meta.authors,
        seen: [marked.authors, credits, byline.authors, if is_vietnamese { signature } else { Vec::new() }],
        feed: entry.authors.clone(),
    };
    let authors = authors.best(is_vietnamese, |name| title::is_site(name, site.as_deref(), url));
    Article {
        canonical: canonical::credible(meta.canonical, meta.shared, url).map(|url| Sourced::new(url, Origin::Meta)),
        url: Some(url.clone()),
        title,
        lead: lead.filter(|lead| !lead.value.is_empty()),
        body,
        authors,
        published: first([
            from(chosen.published, Origin::Selector),
            from(json_ld.published, Origin::JsonLd),
            from(meta.published, Origin::Meta),
            from(marked.published, Origin::Markup),
            from(stamp, Origin::Markup),
            from(byline.published, Origin::Markup),
            from(stamps::in_address(url, &rules), Origin::Address),
            from(entry.published, Origin::Feed),
        ]),
        modified: first([
            from(json_ld.modified, Origin::JsonLd),
            from(meta.modified, Origin::Meta),
            from(entry.updated, Origin::Feed),
        ]),
        image,
        language,
        section: first([from(json_ld.section, Origin::JsonLd), from(meta.section, Origin::Meta)]),
        tags: first([some(json_ld.tags, Origin::JsonLd), some(meta.tags, Origin::Meta)]),
        missing: None,
    }
}

/// What is to be shown where the page is shared is large; JSON-LD often has a thumbnail.
fn declared_image(meta: &meta::Meta, json_ld: &json_ld::JsonLd, base: &Url) -> Option<Sourced<Image>> {
    let picture = |address: &Option<String>| picture(address.as_deref()?, base);
    first([from(picture(&meta.image), Origin::Meta), from(picture(&json_ld.image), Origin::JsonLd)])
}

fn from<T>(value: Option<T>, origin: Origin) -> Option<Sourced<T>> {
    value.map(|value| Sourced::new(value, origin))
}

fn some<T>(values: Vec<T>, origin: Origin) -> Option<Sourced<Vec<T>>> {
    (!values.is_empty()).then(|| Sourced::new(values, origin))
}

/// The first that was found: those who ask name them in the order of trust.
fn first<T, const N: usize>(found: [Option<Sourced<T>>; N]) -> Option<Sourced<T>> {
    found.into_iter().flatten().next()
}

fn picture(address: &str, base: &Url) -> Option<Image> {
    image::resolve(address, base).map(|url| Image { url, caption: None })
}

/// What the operator's selectors find, the body apart.
struct Chosen {
    title: Option<String>,
    lead: Option<String>,
    authors: Vec<String>,
    published: Option<jiff::Timestamp>,
    image: Option<Image>,
}

impl Chosen {
    fn of(html: &Html, selectors: &PageSelectors, base: &Url, rules: &DateRules) -> Self {
        let line =
            |css: &Option<Css>| css.as_ref().and_then(|css| matches(html, css).map(said).find(|line| !line.is_empty()));
        let date = |css: &Css| {
            let texts = matches(html, css).flat_map(|element| [said(element), tree::line_of(*element)]);
            texts.into_iter().find_map(|text| parse_date(&text, rules).or_else(|| Some(find_date(&text, rules)?.at)))
        };
        let picture = |css: &Css| {
            let mut images =
                matches(html, css).flat_map(|element| [element].into_iter().chain(element.descendent_elements()));
            images.find_map(|element| {
                let address = element.attr("content").and_then(|content| image::resolve(content, base));
                address.or_else(|| image::address(element.value(), base))
            })
        };
        let names = |css: &Css| matches(html, css).flat_map(|author| authors::names(&said(author))).collect();
        Self {
            title: line(&selectors.title),
            lead: line(&selectors.lead),
            authors: selectors.author.as_ref().map(names).unwrap_or_default(),
            published: selectors.date.as_ref().and_then(date),
            image: selectors.image.as_ref().and_then(picture).map(|url| Image { url, caption: None }),
        }
    }
}

fn matches<'a>(html: &'a Html, css: &'a Css) -> impl Iterator<Item = ElementRef<'a>> {
    html.select(css.compiled())
}

/// What an element says: to machines where it does, as `<meta content>` and `<time datetime>`; to readers otherwise.
fn said(element: ElementRef) -> String {
    let machine = element.attr("content").or_else(|| element.attr("datetime")).map(plain::line);
    machine.filter(|text| !text.is_empty()).unwrap_or_else(|| tree::line_of(*element))
}

impl Article {
    /// What the entry alone says: for pages that were not read yet, or never will be.
    pub fn from_entry(entry: &Entry) -> Self {
        Self {
            url: entry.link.clone(),
            canonical: None,
            title: Sourced::new(entry.title.clone(), Origin::Feed),
            lead: entry
                .summary
                .as_ref()
                .map(|summary| plain::collapse(&summary.text()))
                .filter(|lead| !lead.is_empty())
                .map(|lead| Sourced::new(lead, Origin::Feed)),
            body: Sourced::new(body::of_entry(entry), Origin::Feed),
            authors: some(entry.authors.clone(), Origin::Feed),
            published: from(entry.published, Origin::Feed),
            modified: from(entry.updated, Origin::Feed),
            image: from(entry.image.clone(), Origin::Feed),
            language: from(entry.language.clone(), Origin::Feed),
            section: None,
            tags: None,
            missing: None,
        }
    }
}
