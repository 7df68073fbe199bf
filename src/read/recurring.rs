//! Blocks that a source prints below or above each of its texts: "Mời quý độc giả theo dõi …", addresses of the
//! newsroom, notices of rights. Nothing marks them but that they recur, so they are learnt from the source's last pages.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::{ElementRef, Html};
use sha2::{Digest, Sha256};

use super::article::{Article, Body};
use super::cuts::{Cut, CutReason, Cuts};
use super::html::tree;
use super::{PageTrace, SafeHtml};
use crate::text::fold;

// The bounds were set on two collections of real articles (5,312 and 4,934), each article after the fifty before it, in
// their order and in that of their titles, so that series stand side by side; each sentence taken for a block, which is
// harsher than paragraphs. No sentence was on more than 3 of the fifty, and nothing is cut (tests/it/recurring.rs).

/// Shorter blocks mean nothing: "Ảnh: TTXVN", "Xem thêm", names of columns and programmes.
const SHORTEST: usize = 25;
/// Between paragraphs of the article only what is longer counts: there short lines are headings and questions.
const SHORTEST_INSIDE: usize = 60;
/// So many pages must have it; a series of a few days or a text sent in twice is no habit.
const LEAST_PAGES: usize = 6;
/// And one in so many of those that are known, at the text's ends and between its paragraphs.
const ONE_IN: usize = 5;
const ONE_IN_INSIDE: usize = 3;
/// Of a text's characters, as one in so many; when more would go, nothing does: it is a form, such as a list of prices.
const MOST_CUT_ONE_IN: usize = 3;
/// Blocks that are remembered of a page: so many from its beginning, and from its end.
const FIRST: usize = 15;
const LAST: usize = 25;

/// What recurs in a source, as its last pages teach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recurring {
    pages: usize,
    /// By a block's mark, on how many of the pages it is.
    counts: HashMap<u32, usize>,
}

impl Recurring {
    /// Of the pages that are known of one source. Copies of one article count once.
    pub fn among<'a>(pages: impl IntoIterator<Item = &'a PageTrace>) -> Self {
        let mut recurring = Self::default();
        let (mut titles, mut texts) = (HashSet::new(), HashSet::new());
        for page in pages {
            let is_new = titles.insert(page.title) & texts.insert(&page.blocks);
            if !is_new {
                continue;
            }
            recurring.pages += 1;
            for mark in page.blocks.iter().collect::<HashSet<_>>() {
                *recurring.counts.entry(*mark).or_default() += 1;
            }
        }
        recurring.counts.retain(|_, pages| *pages >= LEAST_PAGES);
        recurring
    }

    /// `article` without what recurs; and what that was.
    pub fn without(&self, article: Article) -> (Article, Vec<Cut>) {
        if self.counts.is_empty() {
            return (article, Vec::new());
        }
        let mut fragment = tree::fragment(article.body.value.html.as_str());
        let blocks = Block::all(&fragment);
        let found = self.found(&blocks);
        let all: usize = blocks.iter().map(|block| block.length).sum();
        let cut: usize = found.iter().map(|(block, _)| block.length).sum();
        if cut == 0 || cut * MOST_CUT_ONE_IN > all {
            return (article, Vec::new());
        }
        let mut cuts = Cuts::seen();
        for (block, pages) in &found {
            cuts.note_line(CutReason::Recurs { pages: *pages, of: self.pages }, &block.line);
        }
        let ids: Vec<NodeId> = found.iter().map(|(block, _)| block.id).collect();
        for id in ids {
            tree::remove(&mut fragment, id);
        }
        let body = Body::of(SafeHtml::left_of(&fragment));
        let body = super::Sourced::new(body, article.body.from);
        (Article { body, ..article }, cuts.all())
    }

    /// The blocks that recur, with the number of pages: at both ends up to the first that doesn't, and the long ones
    /// between.
    fn found<'a>(&self, blocks: &'a [Block]) -> Vec<(&'a Block, usize)> {
        let recurs = |block: &Block, one_in: usize| {
            let pages = self.counts.get(&block.mark?).copied()?;
            (pages * one_in >= self.pages).then_some(pages)
        };
        let at_end = |block: &&Block| recurs(block, ONE_IN).is_some();
        let before = blocks.iter().take_while(at_end).count();
        let after = blocks.iter().skip(before).rev().take_while(at_end).count();
        let inside = before..blocks.len() - after;
        let found = blocks.iter().enumerate().filter_map(|(at, block)| {
            let pages = if inside.contains(&at) {
                recurs(block, ONE_IN_INSIDE).filter(|_| block.length >= SHORTEST_INSIDE)
            } else {
                recurs(block, ONE_IN)
            };
            Some((block, pages?))
        });
        found.collect()
    }
}

/// The marks of a text's blocks, as they are remembered of its page.
pub(super) fn marks(html: &SafeHtml) -> Vec<u32> {
    let marks: Vec<u32> =
        Block::all(&tree::fragment(html.as_str())).into_iter().filter_map(|block| block.mark).collect();
    let last = marks.len().saturating_sub(LAST).max(FIRST.min(marks.len()));
    marks[..FIRST.min(marks.len())].iter().chain(&marks[last..]).copied().collect()
}

/// A paragraph, item or cell.
struct Block {
    id: NodeId,
    line: String,
    /// In characters.
    length: usize,
    /// None for one that is too short to mean anything.
    mark: Option<u32>,
}

impl Block {
    /// The innermost blocks with text.
    fn all(fragment: &Html) -> Vec<Self> {
        let is_block = |element: &ElementRef<'_>| tree::is_block(element.value().name());
        let blocks = fragment.tree.nodes().filter_map(ElementRef::wrap).filter(is_block);
        let innermost = blocks.filter(|element| !element.descendent_elements().skip(1).any(|inner| is_block(&inner)));
        let said = innermost.map(|element| (element, tree::line_of(*element))).filter(|(_, line)| !line.is_empty());
        said.map(|(element, line)| Self::of(element, line)).collect()
    }

    fn of(element: ElementRef<'_>, line: String) -> Self {
        let length = line.chars().count();
        let mark = (length >= SHORTEST).then(|| mark(&line));
        Self { id: element.id(), line, length, mark }
    }
}

/// The same for ever, since it is stored. Of 50 pages with 40 blocks, two different ones share a mark in 1 of 2,000
/// sources, and no two do so on six pages.
pub(super) fn mark(line: &str) -> u32 {
    let digest = Sha256::digest(fold(line));
    digest.iter().take(4).fold(0, |mark, byte| (mark << 8) | u32::from(*byte))
}
