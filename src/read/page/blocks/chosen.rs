//! From the scores of blocks to the parts of the page that are the article.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{Html, Node};

use super::page::Page;
use crate::read::html::tree;

/// A block of this score is the article's, in thousandths. By cross-validation any threshold from 400 to 500 is as good to
/// 0.002 of F1.
const ENOUGH: i16 = 450;
/// On a page that the classifier is unsure of altogether, so much of its best block's score is enough: without that, an
/// earlier model left four of 974 pages without text.
const OF_BEST: f32 = 0.75;
/// A page whose best block has less holds no article.
const DOUBTFUL: i16 = 100;
/// Fewer words may be anything, and may be said twice.
const LEAST_WORDS: usize = 8;
/// A picture's own lines, as its caption, are no longer than this.
const LONGEST_CAPTION: usize = 400;

/// What of a page is its article's.
#[derive(Debug, Default)]
pub(in crate::read) struct Chosen {
    /// Text nodes and pictures, and all around them.
    nodes: HashSet<NodeId>,
}

impl Chosen {
    pub(in crate::read) fn has(&self, node: NodeId) -> bool {
        self.nodes.contains(&node)
    }

    pub(super) fn of(html: &Html, page: &Page, scores: &[i16]) -> Self {
        let mut chosen = Self::default();
        let picked = pick(page, scores);
        let blocks = page.outline.blocks.iter().zip(&picked).filter(|(_, picked)| **picked);
        blocks.flat_map(|(block, _)| &block.nodes).for_each(|node| chosen.add(html, *node));
        chosen.add_pictures(html, page, &picked);
        chosen
    }

    fn add(&mut self, html: &Html, id: NodeId) {
        let Some(node) = html.tree.get(id) else { return };
        for node in std::iter::once(node).chain(node.ancestors()) {
            if !self.nodes.insert(node.id()) {
                break;
            }
        }
    }

    /// Pictures stand beside the blocks that were picked, or just before the first; their captions come with them.
    fn add_pictures(&mut self, html: &Html, page: &Page, picked: &[bool]) {
        let outline = &page.outline;
        let chars = |from: usize, to: usize, only: bool| -> usize {
            let blocks = outline.blocks[from..to].iter().zip(&picked[from..to]);
            blocks.filter(|(_, picked)| **picked || !only).map(|(block, _)| block.chars).sum()
        };
        let all = chars(0, picked.len(), true);
        for (at, element) in outline.elements.iter().enumerate().filter(|(_, element)| element.name() == "img") {
            // Out to where text of the article is.
            let mut frame = at;
            let mut around = outline.around(at).skip(1).filter(|at| outline.elements[*at].sum.blocks > 0);
            let beside = around.find(|around| {
                let element = &outline.elements[*around];
                let is_beside = chars(element.first, element.end, true) > 0;
                if !is_beside {
                    frame = *around;
                }
                is_beside
            });
            let Some(beside) = beside.map(|beside| &outline.elements[beside]) else { continue };
            let caption = &outline.elements[frame].sum;
            let own = chars(beside.first, beside.end, true);
            let is_articles = own * 2 >= chars(beside.first, beside.end, false) || own * 2 >= all;
            if caption.chars > LONGEST_CAPTION || caption.linked * 2 > caption.chars || !is_articles {
                continue;
            }
            self.add(html, element.node.id());
            let captions = element.node.ancestors().find(|node| tree::name(*node) == Some("figure"));
            let captions = captions.into_iter().flat_map(|figure| figure.descendants());
            for caption in captions.filter(|node| tree::name(*node) == Some("figcaption")) {
                let texts = caption.descendants().filter(|node| matches!(node.value(), Node::Text(_)));
                texts.for_each(|text| self.add(html, text.id()));
            }
        }
    }
}

fn pick(page: &Page, scores: &[i16]) -> Vec<bool> {
    let blocks = || page.facts.iter().zip(scores);
    let long = blocks().filter(|(facts, _)| facts.words >= LEAST_WORDS).map(|(_, score)| *score).max();
    let best = long.or_else(|| scores.iter().copied().max()).unwrap_or_default();
    #[allow(clippy::cast_possible_truncation)] // Three quarters of a thousand at most.
    let enough = ENOUGH.min((f32::from(best) * OF_BEST) as i16);
    if best < DOUBTFUL {
        return vec![false; scores.len()];
    }
    let mut said = HashSet::new();
    let picked = blocks().zip(&page.outline.blocks).map(|((facts, score), block)| {
        // Captions are the pictures'; of 1,479 blocks in captions, 7 % were in the truth.
        let is_caption = page.outline.around(block.holder).any(|at| page.outline.elements[at].name() == "figcaption");
        *score >= enough && !is_caption && (facts.words < LEAST_WORDS || said.insert(facts.digest))
    });
    picked.collect()
}
