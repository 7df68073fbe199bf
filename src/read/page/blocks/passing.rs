//! What adds up on the way through a page.

use super::outline::Sum;
use super::page::Page;

/// Sums before each block, and the prose around it.
pub(super) struct Passing {
    /// Before the block of that number.
    pub(super) chars: Vec<usize>,
    pub(super) prose: Vec<usize>,
    pub(super) linked: Vec<usize>,
    /// The last block of prose before, the first after.
    pub(super) prose_before: Vec<Option<usize>>,
    pub(super) prose_after: Vec<Option<usize>>,
}

impl Passing {
    pub(super) fn of(page: &Page) -> Self {
        let blocks = &page.outline.blocks;
        let mut sum = Sum::default();
        let (mut chars, mut prose, mut linked) = (vec![0], vec![0], vec![0]);
        let mut prose_before = Vec::new();
        let mut last_prose = None;
        for (at, block) in blocks.iter().enumerate() {
            prose_before.push(last_prose);
            if block.is_prose() {
                last_prose = Some(at);
            }
            sum.add(block, false);
            chars.push(sum.chars);
            prose.push(sum.prose);
            linked.push(sum.linked);
        }
        let mut prose_after = vec![None; blocks.len()];
        let mut next = None;
        for at in (0..blocks.len()).rev() {
            prose_after[at] = next;
            if blocks[at].is_prose() {
                next = Some(at);
            }
        }
        Self { chars, prose, linked, prose_before, prose_after }
    }
}
