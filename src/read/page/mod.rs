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
mod draft;
mod json_ld;
mod layouts;
mod markup;
mod meta;
mod notices;
mod paywall;
mod sequel;
mod shell;
mod stamps;
mod teasers;
mod title;
mod who;
mod whole;

use std::borrow::Cow;

pub use blocks::BlockTable;
use blocks::Hints;
use body::Classified;
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
use super::{Css, Entry, PageSelectors, ReadError, SafeHtml, authors, dateline, walls};
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
    let (_, html) = open(page)?;
    // Dates are no hints, so that their zone doesn't matter.
    let said = Said::of(&html, page.url, &DateRules::in_zone(&TimeZone::UTC));
    Ok(blocks::table(&html, &said.hints(), first))
}

/// A page's text, and what a parser makes of it.
fn open<'a>(page: &Document<'a>) -> Result<(Cow<'a, str>, Html), ReadError> {
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
    let html = tree::document(&text);
    match walls::wall_of(&html, &text, page.url) {
        Some(wall) => Err(wall),
        None => Ok((text, html)),
    }
}

/// What a page says of its article besides the text.
struct Said {
    json_ld: json_ld::JsonLd,
    meta: meta::Meta,
    /// What all `<h1>` say, and the one that is the article's.
    headlines: Vec<String>,
    headline: Option<String>,
}

impl Said {
    fn of(html: &Html, url: &Url, rules: &DateRules) -> Self {
        let json_ld = json_ld::read(html, url, rules);
        let meta = meta::read(html, url, rules);
        let headlines = markup::headlines(html);
        let headline = markup::headline(&headlines, meta.title.as_deref().or(json_ld.title.as_deref()));
        Self { json_ld, meta, headlines, headline }
    }

    fn titles(&self) -> Vec<&str> {
        [&self.json_ld.title, &self.meta.title].into_iter().flatten().map(String::as_str).collect()
    }

    fn site<'a>(&self, url: &'a Url) -> title::Site<'a> {
        let name = self.meta.site_name.clone().or_else(|| self.json_ld.publisher.clone());
        let section = self.json_ld.section.clone().or_else(|| self.meta.section.clone());
        title::Site { name, section, url }
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
    page: impl FnOnce() -> Html,
    (url, base): (&Url, &Url),
    entry: &Entry,
    selectors: &PageSelectors,
    zone: &TimeZone,
    cuts: &mut Cuts,
) -> Article {
    let rules = DateRules::in_zone(zone);
    let chosen = Chosen::of(&html, selectors, base, &rules);
    let said = Said::of(&html, url, &rules);
    let site = said.site(url);
    let seen_title = title::headline(&said.headlines, &said.titles(), &site);
    let is_declared = said.json_ld.published.is_some() || said.meta.published.is_some();
    let marked = markup::read(&html, url, &rules, !is_declared);
    let sources = body::Sources {
        selector: selectors.body.as_ref(),
        has_layout: marked.has_body,
        lead: marked.lead.as_deref(),
        declared: said.json_ld.body.as_deref(),
        entry,
        hints: said.hints(),
        url,
        base,
    };
    let classified = sources.classify(&html);
    let Said { json_ld, meta, headline, .. } = &said;
    let is_signed = who::is_somebody(&json_ld.authors) || who::is_somebody(&meta.authors);
    let credits = if is_signed { Vec::new() } else { credits::find(&html, &rules) };
    let is_dated = is_declared || marked.published.is_some();
    let stamp = if is_dated { None } else { stamps::find(&html, &rules) };
    let language = first([
        from(meta.language.clone(), Origin::Meta),
        from(json_ld.language.clone(), Origin::JsonLd),
        from(entry.language.clone(), Origin::Feed),
    ]);
    let is_vietnamese = who::is_vietnamese(language.as_ref().map(|language| language.value.as_str()), url);
    let image = lead_image(&html, chosen.image, &said, entry, base);
    // A fifth of the time, and in vain where nothing is looked for among the rest of the page.
    let is_known =
        (is_signed || !chosen.authors.is_empty()) && (is_dated || stamp.is_some() || chosen.published.is_some());
    if !is_known || !matches!(classified, Classified::Found(_)) {
        clutter::remove(&mut html, cuts);
    }
    let byline =
        if is_known { Byline::default() } else { byline::find(&html, headline.as_deref(), &rules, is_vietnamese) };
    let mut body = sources.find(html, classified, page);
    let signature = byline::signature(body.value.text());
    // What the feed carried is its publisher's choice and left alone.
    if body.from != Origin::Feed {
        body.value.edit(|text| notices::remove(text, url, cuts));
    }
    let body = Sourced::new(body.value.into_body(), body.from);
    let Said { json_ld, meta, headline, .. } = said;

    let title = title::Found {
        chosen: chosen.title,
        marked: marked.title,
        seen: seen_title,
        json_ld: json_ld.title,
        meta: meta.title,
        headline,
    };
    let title = title.best(&site).unwrap_or_else(|| Sourced::new(entry.title.clone(), Origin::Feed));
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
    let authors = authors.best(is_vietnamese, |name| site.is_called(name));
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
fn lead_image(html: &Html, chosen: Option<Image>, said: &Said, entry: &Entry, base: &Url) -> Option<Sourced<Image>> {
    let picture = |address: &Option<String>| picture(address.as_deref()?, base);
    let image = first([
        from(chosen, Origin::Selector),
        from(picture(&said.meta.image), Origin::Meta),
        from(picture(&said.json_ld.image), Origin::JsonLd),
        from(entry.image.clone(), Origin::Feed),
    ])?;
    Some(Sourced::new(caption::with_caption(image.value, html, base), image.from))
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
    image::resolve(address, base).map(Image::at)
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
            image: selectors.image.as_ref().and_then(picture).map(Image::at),
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
            body: Sourced::new(body::of_entry(entry).into_body(), Origin::Feed),
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
