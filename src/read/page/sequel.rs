//! Where an article goes on.

use scraper::{ElementRef, Html};
use url::Url;

use super::addresses::{Numbered, numbered};
use crate::read::html::tree;
use crate::read::listing;

/// The address of page `number` of the article at `own`, as the page at `url` names it: by `rel=next`, or by a link with
/// the number or with words for "next page". It must be an address of this article: on most news pages, `rel=next` leads
/// to another article or to readers' comments.
pub(super) fn next(html: &Html, (url, base): (&Url, &Url), own: &Url, number: usize) -> Option<Url> {
    let is_next = |target: &Url, weak: bool| {
        let found = numbered(own, target);
        // Some count from 0.
        target != url
            && found.is_some_and(|Numbered { number: found, is_weak }| {
                (found == number || found + 1 == number && found > 0 && target.query().is_some()) && (weak || !is_weak)
            })
    };
    let leads = |element: &ElementRef| {
        matches!(element.value().name(), "a" | "link") && tree::attr(element.value(), "href").is_some()
    };
    let links: Vec<ElementRef> = tree::elements(html).filter(leads).collect();
    let is_declared = |link: &&ElementRef| {
        tree::attr(link.value(), "rel")
            .is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("next")))
    };
    let mut declared = links.iter().filter(is_declared).filter_map(|link| listing::target(*link, base));
    if let Some(target) = declared.find(|target| is_next(target, true)) {
        return Some(target);
    }
    let leads_on = |link: &ElementRef| {
        let text = listing::text_of(*link);
        (text == number.to_string() || listing::NEXT.contains(&text.as_str())) && !is_about_comments(*link)
    };
    links
        .into_iter()
        .filter(|link| link.value().name() == "a")
        .filter(leads_on)
        .filter_map(|link| listing::target(link, base))
        .find(|target| is_next(target, false))
}

/// Comments have pages of their own.
fn is_about_comments(link: ElementRef) -> bool {
    let elements = std::iter::once(link).chain(link.ancestors().filter_map(ElementRef::wrap));
    elements.take(8).any(|element| {
        [element.attr("class"), element.attr("id"), element.attr("href")].into_iter().flatten().any(|name| {
            let name = name.to_ascii_lowercase();
            name.contains("comment") || name.contains("binhluan") || name.contains("binh-luan")
        })
    })
}
