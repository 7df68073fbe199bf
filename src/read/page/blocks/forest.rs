//! Gradient-boosted trees over whole numbers.
//!
//! A model file is text, a thing a line; `lab/blocks/train.py` writes it:
//!
//! ```text
//! # where it comes from
//! columns text.chars text.words …
//! tree 3:117:4 0:12:3 =-52 =310 =88
//! ```
//!
//! A tree is its nodes in pre-order. `3:117:4` asks whether column 3 is at most 117: yes leads to the next node, no to
//! node 4. `=310` is a leaf: so many ten-thousandths are added to the logarithm of the odds.

/// A share that a leaf's value is counted in.
const UNIT: f32 = 10_000.0;

#[derive(Debug, Default)]
pub(super) struct Forest {
    pub(super) columns: Vec<String>,
    /// Where each tree begins.
    roots: Vec<usize>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
enum Node {
    /// Column, threshold, where "more than that" leads.
    Split(u16, i16, u32),
    Leaf(i32),
}

impl Forest {
    /// None where the text is no model.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut forest = Self::default();
        for line in text.lines() {
            let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
            match word {
                "#" | "" => {}
                "columns" => forest.columns = rest.split(' ').map(str::to_owned).collect(),
                "tree" => forest.plant(rest)?,
                _ => return None,
            }
        }
        Some(forest)
    }

    /// Adds a tree, if each of its branches leads on to a later node and ends in a leaf.
    fn plant(&mut self, text: &str) -> Option<()> {
        let root = self.nodes.len();
        let size = text.split(' ').count();
        for (at, node) in text.split(' ').enumerate() {
            let node = if let Some(value) = node.strip_prefix('=') {
                Node::Leaf(value.parse().ok()?)
            } else {
                let mut parts = node.split(':');
                let column: u16 = parts.next()?.parse().ok()?;
                let threshold = parts.next()?.parse().ok()?;
                let more: usize = parts.next()?.parse().ok()?;
                if usize::from(column) >= self.columns.len() || more <= at + 1 || more >= size {
                    return None;
                }
                Node::Split(column, threshold, u32::try_from(root + more).ok()?)
            };
            self.nodes.push(node);
        }
        // The node after a split is there, since its other branch comes later still.
        self.roots.push(root);
        Some(())
    }

    /// The logarithm of the odds, in ten-thousandths.
    pub(super) fn sum(&self, row: &[i16]) -> i32 {
        let mut sum = 0;
        for root in &self.roots {
            let mut at = *root;
            loop {
                match self.nodes[at] {
                    Node::Split(column, threshold, more) => {
                        let less = row.get(usize::from(column)).is_none_or(|value| *value <= threshold);
                        at = if less { at + 1 } else { more as usize };
                    }
                    Node::Leaf(value) => {
                        sum += value;
                        break;
                    }
                }
            }
        }
        sum
    }

    /// The probability, in thousandths; none without trees.
    pub(super) fn score(&self, row: &[i16]) -> i16 {
        if self.roots.is_empty() {
            return 0;
        }
        #[allow(clippy::cast_precision_loss)] // A few times a hundred thousand.
        let odds = self.sum(row) as f32 / UNIT;
        #[allow(clippy::cast_possible_truncation)] // From 0 to 1000.
        let score = (1_000.0 / (1.0 + (-odds).exp())).round() as i16;
        score
    }
}
