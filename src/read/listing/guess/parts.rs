//! What an item holds besides its link, and the selectors for it.

use scraper::ElementRef;
use url::Url;

use super::Item;
use super::css::relative;
use crate::read::dates::{DateRules, find_date};
use crate::read::html::naming::own_steps;
use crate::read::html::tree;
use crate::read::listing::{links_of, target};
use crate::read::{Css, ListingSelectors};

/// The texts of dates are no longer.
const LONGEST_DATE: usize = 90;
/// A summary has a sentence at least.
const SHORTEST_SUMMARY: usize = 45;
const LONGEST_SUMMARY: usize = 1500;

/// The selectors of the parts that most items have, beside the one of the items.
pub(super) fn selectors(item: Css, items: &[Item], base: &Url, rules: &DateRules) -> ListingSelectors {
    let some = |part: &dyn Fn(&Item) -> Option<NodeOf>| {
        let wanted: Vec<_> = items.iter().map(|item| part(item).map(|NodeOf(id)| id)).collect();
        relative(items, &wanted)
    };
    let leads_there = |item: &Item| {
        links_of(item.root).into_iter().find_map(|link| target(link, base)).is_some_and(|first| first == item.url)
    };
    let most = |fits: &dyn Fn(&Item) -> bool| items.iter().filter(|item| fits(item)).count() * 10 >= items.len() * 9;
    // What the reader takes by itself needs no selector.
    let link = if most(&leads_there) { None } else { some(&|item| Some(NodeOf(item.link.id()))) };
    let is_link = |item: &Item| item.headline == item.link;
    let title = if most(&is_link) { None } else { some(&|item| Some(NodeOf(item.headline.id()))) };
    let date = some(&|item| date(item, rules).map(|date| NodeOf(date.id())));
    let date = date.or_else(|| {
        // Bare text beside the link.
        let beside = items.iter().filter(|item| is_bare(item, rules)).count();
        if beside * 10 < items.len() * 8 {
            return None;
        }
        let roots: Vec<ElementRef> = items.iter().map(|item| item.root).collect();
        own_steps(&roots).into_iter().find_map(|step| Css::parse(&step).ok())
    });
    ListingSelectors {
        item,
        link,
        title,
        date,
        summary: some(&|item| summary(item).map(|summary| NodeOf(summary.id()))),
        image: some(&|item| picture(item).map(|picture| NodeOf(picture.id()))),
    }
}

struct NodeOf(ego_tree::NodeId);

/// The smallest element that says when.
pub(super) fn date<'a>(item: &Item<'a>, rules: &DateRules) -> Option<ElementRef<'a>> {
    let says = |element: &ElementRef| {
        element.attr("datetime").is_some()
            || (tree::weight_up_to(**element, LONGEST_DATE) <= LONGEST_DATE
                && find_date(&tree::line_of(**element), rules).is_some())
    };
    let apart = |element: &ElementRef| *element != item.headline && !is_within(*element, item.headline);
    item.elements()
        .filter(apart)
        .find(|element| says(element) && !element.descendent_elements().skip(1).any(|inner| says(&inner)))
        .filter(|element| !is_within(item.headline, *element))
}

/// Whether the item's own text says when, besides its title.
pub(super) fn is_bare(item: &Item, rules: &DateRules) -> bool {
    let texts = item.root.children().filter(|child| child.value().is_text()).map(tree::line_of);
    find_date(&item.title, rules).is_none() && texts.into_iter().any(|text| find_date(&text, rules).is_some())
}

/// The first element of prose.
pub(super) fn summary<'a>(item: &Item<'a>) -> Option<ElementRef<'a>> {
    let holds_title = |element: ElementRef| {
        element == item.headline || is_within(item.headline, element) || is_within(element, item.headline)
    };
    let is_prose = |element: &ElementRef| {
        let weight = tree::weight_up_to(**element, LONGEST_SUMMARY);
        (SHORTEST_SUMMARY..=LONGEST_SUMMARY).contains(&weight)
            && !matches!(element.value().name(), "a" | "script" | "style" | "h1" | "h2" | "h3" | "h4")
            && tree::line_of(**element) != item.title
    };
    let inner = |element: &ElementRef| {
        element.descendent_elements().skip(1).any(|e| tree::is_block(e.value().name()) && is_prose(&e))
    };
    item.elements().find(|element| !holds_title(*element) && is_prose(element) && !inner(element))
}

pub(super) fn picture<'a>(item: &Item<'a>) -> Option<ElementRef<'a>> {
    item.elements().find(|element| element.value().name() == "img")
}

fn is_within(inner: ElementRef, outer: ElementRef) -> bool {
    inner.ancestors().any(|above| above.id() == outer.id())
}
