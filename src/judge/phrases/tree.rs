//! Runs of words, and the tree that joins them to patterns.

use std::collections::HashMap;

use super::slip::{Misprint, Slip};

/// Runs from a pattern's first to one of its runs.
#[derive(Debug)]
pub(super) struct Node {
    pub before: Option<usize>,
    pub leads_on: bool,
    /// The patterns that end here, as their indices.
    pub patterns: Vec<usize>,
}

/// What no pattern has in it: a word outside the vocabulary, or a sentence's end.
pub(super) const OTHER: u32 = 0;

/// The automaton's parts while patterns are added.
#[derive(Default)]
pub(super) struct Tree {
    pub vocabulary: HashMap<String, u32>,
    pub runs: HashMap<Vec<u8>, usize>,
    pub longest: usize,
    pub nodes: Vec<Node>,
    pub nodes_of_run: Vec<Vec<usize>>,
    /// By the longer one of the runs beside the misprint.
    pub misprints_of_run: Vec<Vec<Misprint>>,
    known: HashMap<(Option<usize>, usize), usize>,
}

impl Tree {
    pub fn add(&mut self, pattern: usize, runs: &[Vec<String>]) {
        let mut before: Option<usize> = None;
        for words in runs {
            let run = self.run(words);
            let node = *self.known.entry((before, run)).or_insert_with(|| {
                self.nodes.push(Node { before, leads_on: false, patterns: Vec::new() });
                self.nodes_of_run[run].push(self.nodes.len() - 1);
                self.nodes.len() - 1
            });
            if let Some(before) = before {
                self.nodes[before].leads_on = true;
            }
            before = Some(node);
        }
        if let Some(end) = before {
            self.nodes[end].patterns.push(pattern);
        }
    }

    /// A pattern with the word at `at` wrong.
    pub fn add_misprint(&mut self, pattern: usize, words: &[String], at: usize, slip: Slip) {
        let (before, after) = (&words[..at], &words[at + 1..]);
        let rest_follows = before.len() > after.len();
        let (longer, rest) = if rest_follows { (before, after) } else { (after, before) };
        let (run, rest) = (self.run(longer), self.encoded(rest));
        self.misprints_of_run[run].push(Misprint { pattern, slip, rest, rest_follows });
    }

    fn run(&mut self, words: &[String]) -> usize {
        self.longest = self.longest.max(words.len());
        let bytes = self.encoded(words);
        let next = self.runs.len();
        let run = *self.runs.entry(bytes).or_insert(next);
        self.nodes_of_run.resize_with(self.runs.len(), Vec::new);
        self.misprints_of_run.resize_with(self.runs.len(), Vec::new);
        run
    }

    fn encoded(&mut self, words: &[String]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(4 * words.len());
        for word in words {
            let next = u32::try_from(self.vocabulary.len() + 1).unwrap_or(OTHER);
            bytes.extend(encoded(*self.vocabulary.entry(word.clone()).or_insert(next)));
        }
        bytes
    }
}

/// Six bits a byte, each byte with its place in its highest two, so that no match can begin or end inside a word.
pub(super) fn encoded(number: u32) -> [u8; 4] {
    let [_, a, b, c] = number.to_be_bytes();
    [a >> 2, 0x40 | (a & 0x03) << 4 | b >> 4, 0x80 | (b & 0x0f) << 2 | c >> 6, 0xc0 | c & 0x3f]
}
