//! Many patterns found in one pass over a text.

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::Pattern;
use crate::text::{Token, unmarked};

/// Patterns compiled into one automaton over words. Its cost grows with the text and with what is found, not with the
/// number of patterns.
///
/// The automaton is one over bytes that reads words by their numbers in the vocabulary, four bytes each. It finds the
/// runs of words between gaps; runs are then joined to patterns along a tree in which patterns that begin with the same
/// runs share their beginnings.
#[derive(Debug)]
pub(super) struct Phrases {
    vocabulary: HashMap<String, u32>,
    automaton: AhoCorasick,
    /// Words of the longest run.
    longest: usize,
    nodes: Vec<Node>,
    /// The nodes that each run leads to.
    nodes_of_run: Vec<Vec<usize>>,
    /// The tokens of the patterns that stand for just those, by pattern.
    printed: HashMap<usize, Vec<String>>,
    marks: Marks,
}

/// Whether diacritics count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    Kept,
    Dropped,
}

/// Runs from a pattern's first to one of its runs.
#[derive(Debug)]
struct Node {
    before: Option<usize>,
    leads_on: bool,
    /// The patterns that end here, as their indices.
    patterns: Vec<usize>,
}

/// A pattern found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Index of the pattern.
    pub pattern: usize,
    /// The tokens of its runs, in order; the gaps lie between them.
    pub runs: Vec<Range<usize>>,
    /// Words matched, abbreviations counted as what they stand for, gaps not counted.
    pub words: usize,
}

impl Found {
    /// From its first token to its last.
    pub fn span(&self) -> Range<usize> {
        let start = self.runs.first().map_or(0, |run| run.start);
        start..self.runs.last().map_or(start, |run| run.end)
    }

    /// The tokens that it matches, gaps not among them.
    pub fn tokens(&self) -> impl Iterator<Item = usize> + '_ {
        self.runs.iter().flat_map(Clone::clone)
    }
}

/// Of what was found in `tokens` tokens: the longest wherever several share one, in the order of the text.
pub(super) fn longest(mut found: Vec<Found>, tokens: usize) -> Vec<Found> {
    found.sort_by_key(|found| (std::cmp::Reverse(found.words), found.span().start));
    let mut taken = vec![false; tokens];
    found.retain(|found| {
        let is_free = found.tokens().all(|token| !taken[token]);
        if is_free {
            found.tokens().for_each(|token| taken[token] = true);
        }
        is_free
    });
    found.sort_by_key(|found| found.span().start);
    found
}

/// Runs found so far of a pattern that goes on.
struct Begun {
    runs: Vec<Range<usize>>,
    words: usize,
    /// Of the last run, among the words of the whole text.
    end: usize,
}

/// A word of the text, which may be one of several that a token stands for.
struct Word {
    token: usize,
    sentence: u32,
}

/// What no pattern has in it: a word outside the vocabulary, or a sentence's end.
const OTHER: u32 = 0;

impl Phrases {
    pub fn compile<'p>(patterns: impl IntoIterator<Item = &'p Pattern>, marks: Marks) -> Self {
        let mut vocabulary = HashMap::new();
        let mut runs: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut nodes: Vec<Node> = Vec::new();
        let mut nodes_of_run: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<(Option<usize>, usize), usize> = HashMap::new();
        let mut printed = HashMap::new();
        let mut longest = 0;
        for (index, pattern) in patterns.into_iter().enumerate() {
            let words: usize = pattern.runs().iter().map(Vec::len).sum();
            // Two words without diacritics are too often two others.
            if marks == Marks::Dropped && words < 3 {
                continue;
            }
            if let Some(as_printed) = pattern.printed() {
                printed.insert(index, as_printed.iter().map(|token| marks.apply(token)).collect());
            }
            let mut before: Option<usize> = None;
            for run in pattern.runs() {
                longest = longest.max(run.len());
                let mut bytes = Vec::with_capacity(4 * run.len());
                for word in run {
                    let next = u32::try_from(vocabulary.len() + 1).unwrap_or(OTHER);
                    bytes.extend(encoded(*vocabulary.entry(marks.apply(word)).or_insert(next)));
                }
                let next = runs.len();
                let run = *runs.entry(bytes).or_insert(next);
                nodes_of_run.resize(runs.len(), Vec::new());
                let node = *known.entry((before, run)).or_insert_with(|| {
                    nodes.push(Node { before, leads_on: false, patterns: Vec::new() });
                    nodes_of_run[run].push(nodes.len() - 1);
                    nodes.len() - 1
                });
                if let Some(before) = before {
                    nodes[before].leads_on = true;
                }
                before = Some(node);
            }
            if let Some(end) = before {
                nodes[end].patterns.push(index);
            }
        }
        let mut bytes = vec![Vec::new(); runs.len()];
        for (run, index) in runs {
            bytes[index] = run;
        }
        #[expect(clippy::expect_used, reason = "it fails only beyond two thousand million states")]
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(&bytes).expect("an automaton of this size");
        Self { vocabulary, automaton, longest, nodes, nodes_of_run, printed, marks }
    }

    /// Every pattern, wherever it is found, also inside another; each gap at its shortest for where its pattern ends.
    pub fn find(&self, tokens: &[Token<'_>]) -> Vec<Found> {
        let (text, words) = self.numbered(tokens);
        let mut found = Vec::new();
        let mut begun: HashMap<usize, Vec<Begun>> = HashMap::new();
        for hit in self.automaton.find_overlapping_iter(&text) {
            let range = hit.start() / 4..hit.end() / 4;
            let run = words[range.start].token..words[range.end - 1].token + 1;
            for index in &self.nodes_of_run[hit.pattern().as_usize()] {
                let node = &self.nodes[*index];
                let (mut runs, mut matched) = match node.before {
                    None => (Vec::with_capacity(1), 0),
                    Some(before) => {
                        let candidates = begun.get(&before).into_iter().flatten().rev();
                        match candidates.into_iter().find(|begun| begun.reaches(&range, &words)) {
                            Some(begun) => (begun.runs.clone(), begun.words),
                            None => continue,
                        }
                    }
                };
                runs.push(run.clone());
                matched += range.len();
                for pattern in
                    node.patterns.iter().filter(|pattern| self.is_as_printed(**pattern, &tokens[run.clone()]))
                {
                    found.push(Found { pattern: *pattern, runs: runs.clone(), words: matched });
                }
                if node.leads_on {
                    let waiting = begun.entry(*index).or_default();
                    let oldest = words[range.end - 1].token.saturating_sub(Pattern::GAP + self.longest);
                    waiting.retain(|begun| words[begun.end - 1].token >= oldest);
                    waiting.push(Begun { runs, words: matched, end: range.end });
                }
            }
        }
        found
    }

    /// Whether `tokens` are those of a pattern that stands for just those; any other pattern is content.
    fn is_as_printed(&self, pattern: usize, tokens: &[Token<'_>]) -> bool {
        self.printed.get(&pattern).is_none_or(|wanted| {
            wanted.len() == tokens.len()
                && wanted.iter().zip(tokens).all(|(wanted, token)| *wanted == self.marks.apply(&token.folded))
        })
    }

    /// The text as the automaton reads it, and its words.
    fn numbered(&self, tokens: &[Token<'_>]) -> (Vec<u8>, Vec<Word>) {
        let mut text = Vec::with_capacity(4 * tokens.len());
        let mut words: Vec<Word> = Vec::with_capacity(tokens.len());
        for (index, token) in tokens.iter().enumerate() {
            if words.last().is_some_and(|last| last.sentence != token.sentence) {
                text.extend(encoded(OTHER));
                words.push(Word { token: index, sentence: token.sentence });
            }
            for word in token.words() {
                let number = match self.marks {
                    Marks::Kept => self.vocabulary.get(word),
                    Marks::Dropped => self.vocabulary.get(&self.marks.apply(word)),
                };
                text.extend(encoded(number.copied().unwrap_or(OTHER)));
                words.push(Word { token: index, sentence: token.sentence });
            }
        }
        (text, words)
    }
}

impl Marks {
    fn apply(self, word: &str) -> String {
        match self {
            Self::Kept => word.to_owned(),
            Self::Dropped => unmarked(word),
        }
    }
}

impl Begun {
    /// Whether a run at `next` goes on from here: in the same sentence, after a gap that isn't too wide.
    fn reaches(&self, next: &Range<usize>, words: &[Word]) -> bool {
        let (last, next_word) = (&words[self.end - 1], &words[next.start]);
        self.end <= next.start
            && last.sentence == next_word.sentence
            && next_word.token.saturating_sub(last.token + 1) <= Pattern::GAP
    }
}

/// Six bits a byte, each byte with its place in its highest two, so that no match can begin or end inside a word.
fn encoded(number: u32) -> [u8; 4] {
    let [_, a, b, c] = number.to_be_bytes();
    [a >> 2, 0x40 | (a & 0x03) << 4 | b >> 4, 0x80 | (b & 0x0f) << 2 | c >> 6, 0xc0 | c & 0x3f]
}
