//! The article's text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html};
use url::Url;

use super::{clutter, layouts};
use crate::read::article::{Body, Origin, Sourced};
use crate::read::cuts::Cuts;
use crate::read::html::{plain, tidy, tree};
use crate::read::{Css, Entry, SafeHtml, excerpt};

/// Text of so many characters is an article; a container with less is empty, or filled in by a script.
const LEAST: usize = 140;

/// The text from the first of these that has one: the operator's selector, a layout that is known, the generic
/// extractor, JSON-LD's `articleBody`, the entry. `html` is without clutter already.
pub(super) fn find(
    html: &Html,
    selector: Option<&Css>,
    url: &Url,
    base: &Url,
    json_ld: Option<&str>,
    entry: &Entry,
) -> Sourced<Body> {
    if let Some(css) = selector {
        let body = of_elements(html.select(css.compiled()), base);
        if !body.text.is_empty() {
            return Sourced::new(body, Origin::Selector);
        }
    }
    for css in layouts::BODIES {
        let body = of_elements(tree::all(html, css).into_iter().take(1), base);
        if body.text.chars().count() >= LEAST {
            return Sourced::new(body, Origin::Markup);
        }
    }
    let extracted = extract(html, url, base);
    let declared = json_ld.map(|text| {
        if text.contains("</p>") { SafeHtml::clean(text, base) } else { SafeHtml::of_text(&plain_lines(text)) }
    });
    let declared = declared.map(|html| Body::of(excerpt::of_article(html)));
    let length = |body: &Body| body.text.chars().count();
    // Some pages leave their text to a script, and only JSON-LD has it all.
    if let Some(declared) = declared
        && length(&declared) >= LEAST
        && extracted.as_ref().is_none_or(|extracted| length(extracted) * 2 < length(&declared))
    {
        return Sourced::new(declared, Origin::JsonLd);
    }
    let from_entry = of_entry(entry);
    match extracted {
        Some(body) if length(&body) >= LEAST.min(length(&from_entry)) => Sourced::new(body, Origin::Extractor),
        _ => Sourced::new(from_entry, Origin::Feed),
    }
}

/// What the feed carries of the text.
pub(super) fn of_entry(entry: &Entry) -> Body {
    let html = entry.content.as_ref().or(entry.summary.as_ref());
    html.map(|html| tidied(html.as_str())).unwrap_or_default()
}

fn of_elements<'a>(elements: impl Iterator<Item = ElementRef<'a>>, base: &Url) -> Body {
    let parts: String = elements.map(|element| tidy::tidy(*element, base)).collect();
    tidied(&parts)
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
