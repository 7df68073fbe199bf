//! A text that the operator points at → the selector of where it stands on the page.

use scraper::{ElementRef, Html};

use super::decode::{self, Declared};
use super::html::{naming, tree};
use super::{Css, Document, PageField};
use crate::text::fold;

/// Where a field stands, by words that it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Pointed {
    pub field: PageField,
    pub css: Css,
}

/// A paragraph of the text is no shorter, in characters without white space.
const PROSE: usize = 40;

/// The shortest selector for the element of `page` that holds `words`; of a text's words, for the element around them
/// that holds the text. None where no reader sees the words, or nothing tells the element apart.
pub fn point(page: &Document, field: PageField, words: &str) -> Option<Pointed> {
    let html = tree::document(&decode::decode(page.bytes, page.content_type, Declared::Html));
    let words = fold(&words.split_whitespace().collect::<Vec<_>>().join(" "));
    let body = tree::first(&html, "body").filter(|_| !words.is_empty())?;
    let mut holders = Vec::new();
    collect_holders(body, &words, &mut holders);
    let mut elements =
        holders.into_iter().map(|holder| if field == PageField::Body { text_around(holder) } else { holder });
    elements.find_map(|element| Some(Pointed { field, css: selector(&html, element, field)? }))
}

/// The smallest elements that hold the words, in the page's order.
fn collect_holders<'a>(element: ElementRef<'a>, words: &str, holders: &mut Vec<ElementRef<'a>>) {
    // Pages are no deeper than `bounds` lets them be; a loop all the same, since it costs no more.
    let mut waiting = vec![element];
    while let Some(element) = waiting.pop() {
        if tree::is_unseen(element.value().name()) || !fold(&tree::line_of(*element)).contains(words) {
            continue;
        }
        let inner: Vec<ElementRef<'a>> = element.child_elements().collect();
        let holds = |inner: &ElementRef<'_>| {
            !tree::is_unseen(inner.value().name()) && fold(&tree::line_of(**inner)).contains(words)
        };
        let deeper: Vec<ElementRef<'a>> = inner.into_iter().filter(holds).collect();
        if deeper.is_empty() {
            holders.push(element);
        }
        waiting.extend(deeper.into_iter().rev());
    }
}

/// Of the elements around a paragraph, the one that holds most more of prose than the one inside it.
fn text_around(paragraph: ElementRef<'_>) -> ElementRef<'_> {
    let mut best = (1.0, paragraph);
    let mut prose = prose_in(paragraph).max(1);
    for around in paragraph.ancestors().filter_map(ElementRef::wrap) {
        if matches!(around.value().name(), "body" | "html") {
            break;
        }
        let here = prose_in(around).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a ratio of lengths of texts")]
        let gain = here as f64 / prose as f64;
        if gain > best.0 {
            best = (gain, around);
        }
        prose = here;
    }
    best.1
}

/// Characters of the paragraphs below that are hardly links.
fn prose_in(element: ElementRef<'_>) -> usize {
    let is_block = |element: &ElementRef<'_>| tree::is_block(element.value().name());
    let innermost = element
        .descendent_elements()
        .filter(|inner| is_block(inner) && !inner.descendent_elements().skip(1).any(|inner| is_block(&inner)));
    let prose = innermost.map(|block| {
        let links = block.descendent_elements().filter(|inner| inner.value().name() == "a");
        (tree::weight(*block), links.map(|link| tree::weight(*link)).sum::<usize>())
    });
    prose.filter(|(all, linked)| *all >= PROSE && linked * 3 < *all).map(|(all, _)| all).sum()
}

/// The first, from short to long, that finds the element: alone where all that is found counts, before others where the
/// first does.
fn selector(html: &Html, element: ElementRef<'_>, field: PageField) -> Option<Css> {
    let finds = |candidate: &String, alone: bool| {
        let css = Css::parse(candidate).ok()?;
        let mut found = html.select(css.compiled()).take(2);
        let right = found.next()?.id() == element.id() && (!alone || found.next().is_none());
        right.then_some(css)
    };
    let candidates = naming::paths(element);
    let alone = candidates.iter().find_map(|candidate| finds(candidate, true));
    // All that `body` and `author` find is put together.
    let all_counts = matches!(field, PageField::Body | PageField::Author);
    alone.or_else(|| candidates.iter().find_map(|candidate| finds(candidate, all_counts)))
}
