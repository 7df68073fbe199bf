//! A page as the line of its text blocks: runs of inline content between the edges of block elements, as a reader sees
//! paragraphs, items, cells, captions and headings.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};

use super::marks::{self, Mark};
use crate::read::html::{plain, tree};

/// So many blocks of a page are looked at; what comes after them belongs to no article. Of 974 real pages none has more
/// than 1,534.
const MOST_BLOCKS: usize = 8_000;

/// A text of so many characters, hardly any of them in links, is prose.
const PROSE: usize = 90;

/// An element that a block stands in.
#[derive(Debug)]
pub(super) struct Element<'a> {
    pub(super) node: NodeRef<'a, Node>,
    /// Position in [`Outline::elements`].
    pub(super) parent: Option<usize>,
    pub(super) depth: usize,
    /// What its classes, id and role say.
    pub(super) marks: Vec<Mark>,
    /// A number that elements of one kind share: the same name and classes, in parents of one kind.
    pub(super) kind: u64,
    /// The page says that it, or what is around it, isn't shown.
    pub(super) hidden: bool,
    /// All below.
    pub(super) sum: Sum,
    /// The blocks below are those from here …
    pub(super) first: usize,
    /// … to here, this one excluded.
    pub(super) end: usize,
}

impl<'a> Element<'a> {
    pub(super) fn name(&self) -> &'a str {
        tree::name(self.node).unwrap_or_default()
    }
}

/// Counts over several blocks.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    pub(super) blocks: usize,
    pub(super) chars: usize,
    pub(super) linked: usize,
    /// Characters in blocks of prose.
    pub(super) prose: usize,
    pub(super) paragraphs: usize,
}

impl Sum {
    pub(super) fn add(&mut self, block: &Block, paragraph: bool) {
        self.blocks += 1;
        self.chars += block.chars;
        self.linked += block.linked;
        self.prose += if block.is_prose() { block.chars } else { 0 };
        self.paragraphs += usize::from(paragraph);
    }
}

#[derive(Debug, Default)]
pub(super) struct Block {
    /// Its text nodes.
    pub(super) nodes: Vec<NodeId>,
    /// One line, NFC.
    pub(super) text: String,
    /// The innermost element that holds all of it.
    pub(super) holder: usize,
    /// The innermost block element that holds it.
    pub(super) frame: usize,
    /// Characters of the text; those in links, in strong and in italic type.
    pub(super) chars: usize,
    pub(super) linked: usize,
    pub(super) strong: usize,
    pub(super) italic: usize,
    pub(super) links: usize,
    pub(super) breaks: usize,
    /// It begins with a link.
    pub(super) link_first: bool,
}

impl Block {
    pub(super) fn is_prose(&self) -> bool {
        self.chars >= PROSE && self.linked * 3 < self.chars
    }
}

#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    pub(super) blocks: Vec<Block>,
    /// Parents before their children.
    pub(super) elements: Vec<Element<'a>>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(html: &'a Html) -> Self {
        let mut writer = Writer::default();
        for edge in html.tree.root().traverse() {
            match edge {
                Edge::Open(node) => writer.open(node),
                Edge::Close(node) => writer.close(node),
            }
            if writer.outline.blocks.len() >= MOST_BLOCKS {
                break;
            }
        }
        writer.end_block();
        writer.outline.sum_up();
        writer.outline
    }

    /// The element and those around it, from the inside to the outside.
    pub(super) fn around(&self, element: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(element), |at| self.elements[*at].parent)
    }

    /// The innermost element around both.
    fn common(&self, one: usize, other: usize) -> usize {
        let (mut one, mut other) = (one, other);
        while one != other {
            let deeper = if self.elements[one].depth >= self.elements[other].depth { &mut one } else { &mut other };
            match self.elements[*deeper].parent {
                Some(parent) => *deeper = parent,
                None => return 0,
            }
        }
        one
    }

    /// Levels from `one` out to what is around both, and from there in to `other`.
    pub(super) fn apart(&self, one: usize, other: usize) -> (usize, usize) {
        let common = self.elements[self.common(one, other)].depth;
        (self.elements[one].depth - common, self.elements[other].depth - common)
    }

    /// All blocks of the page.
    pub(super) fn sum(&self) -> Sum {
        self.elements.first().map(|root| root.sum).unwrap_or_default()
    }

    fn sum_up(&mut self) {
        for (at, block) in self.blocks.iter().enumerate() {
            let paragraph = self.elements[block.frame].name() == "p";
            let mut element = Some(block.holder);
            while let Some(here) = element {
                let here = &mut self.elements[here];
                if here.sum.blocks == 0 {
                    here.first = at;
                }
                here.end = at + 1;
                here.sum.add(block, paragraph);
                element = here.parent;
            }
        }
    }
}

#[derive(Default)]
struct Writer<'a> {
    outline: Outline<'a>,
    /// Positions of the open elements.
    open: Vec<usize>,
    /// Open elements whose text nobody sees.
    unseen: usize,
    links: usize,
    strong: usize,
    italic: usize,
    /// The block that is under way.
    block: Block,
    raw: String,
    /// `<br>` since its last text.
    breaks: usize,
}

impl<'a> Writer<'a> {
    fn open(&mut self, node: NodeRef<'a, Node>) {
        match node.value() {
            Node::Text(text) if self.unseen == 0 => self.text(node, text),
            Node::Element(element) => {
                let name = element.name();
                self.unseen += usize::from(tree::is_unseen(name));
                if self.unseen > 0 {
                    return;
                }
                if tree::is_block(name) {
                    self.end_block();
                }
                match name {
                    "br" => {
                        self.breaks += 1;
                        self.block.breaks += 1;
                        self.raw.push(' ');
                    }
                    "a" => {
                        self.links += 1;
                        self.block.links += 1;
                    }
                    "b" | "strong" => self.strong += 1,
                    "i" | "em" => self.italic += 1,
                    _ => {}
                }
                let parent = self.open.last().copied();
                let above = parent.map(|parent| &self.outline.elements[parent]);
                let depth = above.map_or(0, |above| above.depth + 1);
                let hidden = is_hidden(element) || above.is_some_and(|above| above.hidden);
                let kind = marks::kind(element, above.map_or(0, |above| above.kind));
                self.open.push(self.outline.elements.len());
                self.outline.elements.push(Element {
                    node,
                    parent,
                    depth,
                    marks: marks::of(element),
                    kind,
                    hidden,
                    sum: Sum::default(),
                    first: 0,
                    end: 0,
                });
            }
            _ => {}
        }
    }

    fn close(&mut self, node: NodeRef<'a, Node>) {
        let Some(name) = tree::name(node) else { return };
        if self.unseen > 0 {
            self.unseen -= usize::from(tree::is_unseen(name));
            return;
        }
        match name {
            "a" => self.links -= 1,
            "b" | "strong" => self.strong -= 1,
            "i" | "em" => self.italic -= 1,
            _ => {}
        }
        if tree::is_block(name) {
            self.end_block();
        }
        self.open.pop();
    }

    fn text(&mut self, node: NodeRef<'a, Node>, text: &str) {
        let chars = text.chars().filter(|c| !c.is_whitespace()).count();
        if chars == 0 {
            self.raw.push(' ');
            return;
        }
        // As the reader sees it, two line breaks end a paragraph.
        if self.breaks > 1 {
            self.end_block();
        }
        self.breaks = 0;
        let Some(&holder) = self.open.last() else { return };
        self.block.holder =
            if self.block.nodes.is_empty() { holder } else { self.outline.common(self.block.holder, holder) };
        self.block.link_first |= self.links > 0 && self.block.nodes.is_empty();
        self.block.nodes.push(node.id());
        self.block.linked += if self.links > 0 { chars } else { 0 };
        self.block.strong += if self.strong > 0 { chars } else { 0 };
        self.block.italic += if self.italic > 0 { chars } else { 0 };
        self.block.chars += chars;
        self.block.links = self.block.links.max(usize::from(self.links > 0));
        self.raw.push_str(text);
    }

    fn end_block(&mut self) {
        self.breaks = 0;
        let mut block = std::mem::take(&mut self.block);
        let raw = std::mem::take(&mut self.raw);
        if block.nodes.is_empty() {
            return;
        }
        block.text = plain::collapse(&raw);
        let frame = self.outline.around(block.holder).find(|at| tree::is_block(self.outline.elements[*at].name()));
        block.frame = frame.unwrap_or(block.holder);
        if !block.text.is_empty() {
            self.outline.blocks.push(block);
        }
    }
}

fn is_hidden(element: &scraper::node::Element) -> bool {
    element.attr("hidden").is_some()
        || element.attr("aria-hidden") == Some("true")
        || element.attr("style").filter(|style| style.contains("none") || style.contains("hidden")).is_some_and(
            |style| {
                let style: String = style.chars().filter(|c| !c.is_whitespace()).take(400).collect();
                style.contains("display:none") || style.contains("visibility:hidden")
            },
        )
}
