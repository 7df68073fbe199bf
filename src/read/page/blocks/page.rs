//! What is known of the page as a whole: where its prose lies, which blocks are of one kind, where its headline is.

use std::collections::HashMap;

use scraper::Html;

use super::facts::{Facts, Hints, Known};
use super::outline::{Outline, Sum};

/// How much of a paragraph's weight its parents get, from the inside to the outside.
const WEIGHTS: &[f32] = &[1.0, 0.5, 0.25, 0.12, 0.06];

pub(super) struct Page<'a> {
    pub(super) outline: Outline<'a>,
    pub(super) facts: Vec<Facts>,
    pub(super) known: Known,
    /// By the kind of the blocks' holders.
    pub(super) kinds: HashMap<u64, Sum>,
    /// Elements with text, by their kind.
    pub(super) alike: HashMap<u64, usize>,
    /// How many blocks have a text.
    pub(super) same: HashMap<u64, usize>,
    /// The element whose paragraphs weigh most.
    pub(super) hub: Option<usize>,
    /// The smallest element with most of the page's prose.
    pub(super) bulk: Option<usize>,
    /// The block that is the headline.
    pub(super) headline: Option<usize>,
    pub(super) has_article: bool,
    /// The rank of each block as a heading.
    pub(super) heading_level: Vec<i16>,
    /// The last heading before each block.
    pub(super) headings: Vec<Option<usize>>,
    /// The first heading after each block.
    next_headings: Vec<usize>,
}

impl<'a> Page<'a> {
    pub(super) fn of(html: &'a Html, hints: &Hints) -> Self {
        let outline = Outline::of(html);
        let known = Known::of(hints);
        let facts: Vec<Facts> = outline.blocks.iter().map(|block| Facts::of(block, &known)).collect();
        let mut kinds: HashMap<u64, Sum> = HashMap::new();
        let mut same: HashMap<u64, usize> = HashMap::new();
        for (block, facts) in outline.blocks.iter().zip(&facts) {
            let paragraph = outline.elements[block.frame].name() == "p";
            kinds.entry(outline.elements[block.holder].kind).or_default().add(block, paragraph);
            *same.entry(facts.digest).or_default() += 1;
        }
        let mut alike: HashMap<u64, usize> = HashMap::new();
        for element in outline.elements.iter().filter(|element| element.sum.blocks > 0) {
            *alike.entry(element.kind).or_default() += 1;
        }
        let hub = hub(&outline);
        let bulk = bulk(&outline);
        let headline = headline(&outline, &facts);
        let has_article = outline.elements.iter().any(|element| element.name() == "article");
        let heading_level: Vec<i16> = facts.iter().enumerate().map(|(at, facts)| rank(&outline, facts, at)).collect();
        let mut last = None;
        let mut headings = Vec::new();
        for (at, level) in heading_level.iter().enumerate() {
            headings.push(last);
            last = if *level > 0 { Some(at) } else { last };
        }
        let mut next = facts.len();
        let mut next_headings = vec![next; facts.len()];
        for at in (0..facts.len()).rev() {
            next_headings[at] = next;
            next = if heading_level[at] > 0 { at } else { next };
        }
        Self {
            outline,
            facts,
            known,
            kinds,
            alike,
            same,
            hub,
            bulk,
            headline,
            has_article,
            heading_level,
            headings,
            next_headings,
        }
    }

    /// The heading that a block stands under, and the blocks between that and the next: from, to.
    pub(super) fn section(&self, at: usize) -> (Option<usize>, usize, usize) {
        let heading = if self.heading_level[at] > 0 { Some(at) } else { self.headings[at] };
        (heading, heading.map_or(0, |heading| heading + 1).min(self.next_headings[at]), self.next_headings[at])
    }
}

fn hub(outline: &Outline) -> Option<usize> {
    let mut weights: HashMap<usize, f32> = HashMap::new();
    for block in outline.blocks.iter().filter(|block| block.is_prose()) {
        let frame = &outline.elements[block.frame];
        let Some(parent) = frame.parent.filter(|_| frame.name() != "div").or(Some(block.frame)) else { continue };
        #[allow(clippy::cast_precision_loss)] // Lengths of paragraphs.
        let own = (block.chars - block.linked).min(1_000) as f32;
        for (element, weight) in outline.around(parent).zip(WEIGHTS) {
            *weights.entry(element).or_default() += own * weight;
        }
    }
    // Of equals the first, whatever order the map has.
    weights.into_iter().max_by(|(a, one), (b, other)| one.total_cmp(other).then(b.cmp(a))).map(|(element, _)| element)
}

fn bulk(outline: &Outline) -> Option<usize> {
    let all = outline.sum().prose;
    let holds = |at: &usize| outline.elements[*at].sum.prose * 5 >= all * 3;
    // Children come after their parents.
    (0..outline.elements.len()).rev().find(holds).filter(|_| all > 0)
}

fn headline(outline: &Outline, facts: &[Facts]) -> Option<usize> {
    let score = |at: &usize| {
        let facts = &facts[*at];
        let name = outline.around(outline.blocks[*at].holder).take(3).find_map(|element| {
            let name = outline.elements[element].name();
            matches!(name, "h1" | "h2" | "h3").then_some(name)
        });
        let bonus = match name {
            Some("h1") => 600,
            Some("h2") => 200,
            Some(_) => 100,
            None => 0,
        };
        i32::from(facts.in_title) + i32::from(facts.of_title) + bonus
    };
    // Of equals the first.
    let best = (0..outline.blocks.len()).rev().max_by_key(score)?;
    (score(&best) >= 1_000).then_some(best)
}

/// The rank of a heading, 7 for a short line in strong type, 0 for what is none.
fn rank(outline: &Outline, facts: &Facts, at: usize) -> i16 {
    let block = &outline.blocks[at];
    let mut around = outline.around(block.holder).take(4).map(|element| outline.elements[element].name());
    let ranked = around.find_map(|name| match name {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ => None,
    });
    let strong = block.strong * 10 >= block.chars * 9 && facts.words <= 12;
    ranked.unwrap_or(if strong { 7 } else { 0 })
}
