//! The article's text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html};
use url::Url;

use super::blocks::{self, Hints};
use super::{clutter, layouts};
use crate::read::article::{Body, Origin, Sourced};
use crate::read::cuts::Cuts;
use crate::read::html::{plain, tidy, tree};
use crate::read::{Css, Entry, SafeHtml, excerpt};

/// Text of so many characters is an article; a container with less is empty, or filled in by a script.
const LEAST: usize = 140;

/// Where the text may come from, besides the page's elements.
pub(super) struct Sources<'a> {
    pub(super) selector: Option<&'a Css>,
    /// The lead as a known layout shows it.
    pub(super) lead: Option<&'a str>,
    /// What the block classifier makes of the page as it came.
    pub(super) classified: Body,
    /// JSON-LD's `articleBody`.
    pub(super) declared: Option<&'a str>,
    pub(super) entry: &'a Entry,
}

impl Sources<'_> {
    /// Whether the text is the classifier's, whatever else is on the page.
    pub(super) fn are_enough(&self, html: &Html) -> bool {
        self.selector.is_none()
            && self.is_whole(&self.classified, LEAST)
            && layouts::BODIES.all(html).iter().all(Vec::is_empty)
    }

    /// Some pages leave their text to a script, or the most of it, and only JSON-LD has it all.
    fn is_whole(&self, body: &Body, least: usize) -> bool {
        let declared = self.declared.map_or(0, |text| text.chars().count());
        length(body) >= least && length(body) * 2 >= declared
    }
}

/// The text from the first of these that has one: the operator's selector, a layout that is known, the block
/// classifier, the generic extractor, JSON-LD, the entry. `html` is without clutter already.
pub(super) fn find(html: &Html, sources: Sources, url: &Url, base: &Url) -> Sourced<Body> {
    if let Some(css) = sources.selector {
        let body = of_elements(html.select(css.compiled()), None, base);
        if !body.text.is_empty() {
            return Sourced::new(body, Origin::Selector);
        }
    }
    for found in layouts::BODIES.all(html) {
        let body = of_elements(found.into_iter().take(1), sources.lead, base);
        if length(&body) >= LEAST {
            return Sourced::new(body, Origin::Markup);
        }
    }
    if sources.is_whole(&sources.classified, LEAST) {
        return Sourced::new(sources.classified, Origin::Classifier);
    }
    let from_entry = of_entry(sources.entry);
    let least = LEAST.min(length(&from_entry)).max(1);
    if let Some(body) = extract(html, url, base).filter(|body| sources.is_whole(body, least)) {
        return Sourced::new(body, Origin::Extractor);
    }
    let declared = sources.declared.map(|text| {
        if text.contains("</p>") { SafeHtml::clean(text, base) } else { SafeHtml::of_text(&plain_lines(text)) }
    });
    match declared.map(|html| tidied(html.as_str())).filter(|body| length(body) >= LEAST) {
        Some(body) => Sourced::new(body, Origin::JsonLd),
        None => Sourced::new(from_entry, Origin::Feed),
    }
}

/// What the block classifier takes for the article.
pub(super) fn classified(html: &Html, hints: &Hints, base: &Url) -> Body {
    let chosen = blocks::choose(html, hints);
    tidied(&tidy::tidy_part(html.tree.root(), base, &|node| chosen.has(node)))
}

fn length(body: &Body) -> usize {
    body.text.chars().count()
}

/// What the feed carries of the text.
pub(super) fn of_entry(entry: &Entry) -> Body {
    let html = entry.content.as_ref().or(entry.summary.as_ref());
    html.map(|html| tidied(html.as_str())).unwrap_or_default()
}

/// With the lead before it, where that stands apart.
fn of_elements<'a>(elements: impl Iterator<Item = ElementRef<'a>>, lead: Option<&str>, base: &Url) -> Body {
    let parts: String = elements.map(|element| tidy::tidy(*element, base)).collect();
    let body = tidied(&parts);
    match lead {
        Some(lead) if !body.text.is_empty() && !body.text.contains(lead) => {
            tidied(&(SafeHtml::of_text(lead).as_str().to_owned() + &parts))
        }
        _ => body,
    }
}

/// Boxes of other news may have been mere lines of text, which only now are elements.
fn tidied(html: &str) -> Body {
    let mut fragment = tree::fragment(html);
    clutter::other_news(&mut fragment, &mut Cuts::unseen());
    Body::of(excerpt::of_article(SafeHtml::sanitised(&fragment.root_element().inner_html())))
}

fn extract(html: &Html, url: &Url, base: &Url) -> Option<Body> {
    let config = Config { disable_json_ld: true, ..Config::default() };
    let page = html.html();
    // The extractor is not ours, and pages are anybody's.
    let article =
        catch_unwind(AssertUnwindSafe(|| Readability::new(page, Some(url.as_str()), Some(config)).ok()?.parse().ok()));
    let content = article.ok().flatten()?.content;
    let fragment = tree::fragment(&content);
    Some(tidied(&tidy::tidy(fragment.tree.root(), base)))
}

fn plain_lines(text: &str) -> String {
    text.lines().map(plain::line).collect::<Vec<_>>().join("\n")
}
