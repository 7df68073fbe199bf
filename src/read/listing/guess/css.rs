//! Selectors that hold a page's elements apart, as an operator would write them.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};

use super::Item;
use crate::read::Css;
use crate::read::html::naming::{candidates, meaning, steady_classes};
use crate::read::listing::part;

/// Elements visited for all trials of a page, so that a huge page isn't searched for long.
const MOST_VISITS: usize = 10_000_000;
const MOST_TRIALS: usize = 150;

/// The search for the selector of a page's items.
pub(super) struct Trials<'a> {
    html: &'a Html,
    left: usize,
}

impl<'a> Trials<'a> {
    pub(super) fn of(html: &'a Html) -> Self {
        let size = html.tree.values().len().max(1);
        Self { html, left: (MOST_VISITS / size).clamp(1, MOST_TRIALS) }
    }

    /// The shortest selector that finds the items, and hardly anything else, what is `welcome` aside.
    pub(super) fn item(&mut self, items: &[Item], welcome: &HashSet<NodeId>) -> Option<Css> {
        let roots: Vec<ElementRef> = items.iter().map(|item| item.root).collect();
        let wanted: HashSet<NodeId> = roots.iter().map(|root| root.id()).collect();
        let mut best: Option<(usize, Css)> = None;
        for candidate in candidates(&roots) {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            let Ok(css) = Css::parse(&candidate) else { continue };
            let (mut found, mut others) = (0, 0);
            for element in self.html.select(css.compiled()) {
                if wanted.contains(&element.id()) {
                    found += 1;
                } else if !welcome.contains(&element.id()) && holds_link(element) {
                    others += 1;
                }
            }
            if found < wanted.len() || others > (wanted.len() / 5).max(1) {
                continue;
            }
            if others == 0 {
                return Some(css);
            }
            if best.as_ref().is_none_or(|(most, _)| others < *most) {
                best = Some((others, css));
            }
        }
        best.map(|(_, css)| css)
    }
}

/// Rows of rules, advertisements: what has no link is no item, and does no harm.
fn holds_link(element: ElementRef) -> bool {
    element.descendent_elements().any(|inner| inner.value().name() == "a" && inner.attr("href").is_some())
}

/// The simplest selector whose first match in each item is the wanted element, where there is one. Most items must have
/// it, and few may have another in its place.
pub(super) fn relative(items: &[Item], wanted: &[Option<NodeId>]) -> Option<Css> {
    const SAMPLED: usize = 4;
    let there = wanted.iter().flatten().count();
    if there * 2 < items.len() {
        return None;
    }
    let mut candidates = Vec::new();
    let sampled = items.iter().zip(wanted).filter_map(|(item, wanted)| Some((item, (*wanted)?))).take(SAMPLED);
    for (item, wanted) in sampled {
        let Some(element) = item.elements().find(|element| element.id() == wanted) else { continue };
        for candidate in inside(element, item.root) {
            if !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
    }
    candidates.sort_by_key(|(cost, _)| *cost);
    candidates.into_iter().find_map(|(_, candidate)| {
        let css = Css::parse(&candidate).ok()?;
        let firsts = items.iter().map(|item| part(item.root, &item.beside, Some(&css)).map(|found| found.id()));
        let right = firsts.zip(wanted).filter(|(found, wanted)| found == *wanted).count();
        (right * 10 >= items.len() * 8).then_some(css)
    })
}

/// Ways to name an element within its item, with what they cost in clarity.
fn inside(element: ElementRef, root: ElementRef) -> Vec<(usize, String)> {
    let mut ways = Vec::new();
    let tag = element.value().name();
    let telling = matches!(tag, "time" | "img" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    ways.push((if telling { 0 } else { 6 }, tag.to_owned()));
    for class in steady_classes(element) {
        ways.push((1 + meaning(class), format!("{tag}.{class}")));
    }
    let nth = 1 + element.prev_siblings().filter_map(ElementRef::wrap).filter(|e| e.value().name() == tag).count();
    if nth > 1 {
        ways.push((9, format!("{tag}:nth-of-type({nth})")));
    }
    let around = root.parent().map(|around| around.id());
    let within = |above: &ElementRef| above.id() != root.id() && Some(above.id()) != around;
    let above = element.ancestors().filter_map(ElementRef::wrap).take_while(within).take(2);
    for (up, above) in above.enumerate() {
        let outer = above.value().name();
        let by = if up == 0 { " > " } else { " " };
        let heading = matches!(outer, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        ways.push((if heading { 2 } else { 7 + up }, format!("{outer}{by}{tag}")));
        for class in steady_classes(above) {
            ways.push((3 + up + meaning(class), format!("{outer}.{class}{by}{tag}")));
        }
    }
    ways
}
