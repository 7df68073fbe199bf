//! Many patterns found in one pass over a text.

mod slip;
mod tree;

use std::collections::HashMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use self::slip::{Misprint, slips};
use self::tree::{Node, OTHER, Tree, encoded};
use super::Pattern;
use crate::text::{Token, unmarked};

/// Patterns compiled into one automaton over words. Its cost grows with the text and with what is found, not with the
/// number of patterns.
///
/// The automaton is one over bytes that reads words by their numbers in the vocabulary, four bytes each. It finds the
/// runs of words between gaps; runs are then joined to patterns along a tree in which patterns that begin with the same
/// runs share their beginnings. A pattern with a misprint is found by the longer of the two runs beside it.
#[derive(Debug)]
pub(super) struct Phrases {
    vocabulary: HashMap<String, u32>,
    automaton: AhoCorasick,
    /// Words of the longest run.
    longest: usize,
    nodes: Vec<Node>,
    /// The nodes that each run leads to.
    nodes_of_run: Vec<Vec<usize>>,
    misprints_of_run: Vec<Vec<Misprint>>,
    /// The tokens of the patterns that stand for just those, by pattern.
    printed: HashMap<usize, Vec<String>>,
    marks: Marks,
}

/// Whether diacritics count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::judge) enum Marks {
    Kept,
    /// Patterns with fewer words are not looked for: without their marks, few words are too often others.
    Dropped {
        fewest_words: usize,
    },
}

/// Whether a pattern is also found with one of its inner words misprinted; see `slip`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::judge) enum Misprints {
    Met,
    Missed,
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

impl Phrases {
    pub fn compile<'p>(patterns: impl IntoIterator<Item = &'p Pattern>, marks: Marks, misprints: Misprints) -> Self {
        let mut tree = Tree::default();
        let mut printed = HashMap::new();
        for (index, pattern) in patterns.into_iter().enumerate() {
            let runs: Vec<Vec<String>> =
                pattern.runs().iter().map(|run| run.iter().map(|word| marks.apply(word)).collect()).collect();
            if let Marks::Dropped { fewest_words } = marks
                && runs.iter().map(Vec::len).sum::<usize>() < fewest_words
            {
                continue;
            }
            tree.add(index, &runs);
            match (pattern.printed(), runs.as_slice()) {
                (Some(as_printed), _) => {
                    printed.insert(index, as_printed.iter().map(|token| marks.apply(token)).collect());
                }
                (None, [run]) if misprints == Misprints::Met => {
                    for (at, slip) in slips(run) {
                        tree.add_misprint(index, run, at, slip);
                    }
                }
                _ => {}
            }
        }
        let mut bytes = vec![Vec::new(); tree.runs.len()];
        for (run, index) in tree.runs {
            bytes[index] = run;
        }
        #[expect(clippy::expect_used, reason = "it fails only beyond two thousand million states")]
        let automaton =
            AhoCorasick::builder().match_kind(MatchKind::Standard).build(&bytes).expect("an automaton of this size");
        let Tree { vocabulary, longest, nodes, nodes_of_run, misprints_of_run, .. } = tree;
        Self { vocabulary, automaton, longest, nodes, nodes_of_run, misprints_of_run, printed, marks }
    }

    /// Every pattern, wherever it is found, also inside another; each gap at its shortest for where its pattern ends.
    pub fn find(&self, tokens: &[Token<'_>]) -> Vec<Found> {
        let (text, words) = self.numbered(tokens);
        let mut found = Vec::new();
        let mut begun: HashMap<usize, Vec<Begun>> = HashMap::new();
        for hit in self.automaton.find_overlapping_iter(&text) {
            let range = hit.start() / 4..hit.end() / 4;
            let run = tokens_of(&range, &words);
            for misprint in &self.misprints_of_run[hit.pattern().as_usize()] {
                if let Some(rest) = misprint.rest_beside(&range, &text, &words, tokens) {
                    let mut runs = vec![run.clone(), tokens_of(&rest, &words)];
                    runs.sort_by_key(|run| run.start);
                    found.push(Found { pattern: misprint.pattern, runs, words: range.len() + rest.len() });
                }
            }
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
                let here = &tokens[run.clone()];
                for pattern in node.patterns.iter().filter(|pattern| self.is_as_printed(**pattern, here)) {
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
            if is_gloss(token, &words, tokens) {
                continue;
            }
            for word in token.words() {
                let number = match self.marks {
                    Marks::Kept => self.vocabulary.get(word),
                    Marks::Dropped { .. } => self.vocabulary.get(&self.marks.apply(word)),
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
            Self::Dropped { .. } => unmarked(word),
        }
    }
}

/// Whether a token only abbreviates the words right before it, as in *nông thôn mới (NTM)*: it is no word of its own, so
/// that a phrase goes on behind it.
fn is_gloss(token: &Token<'_>, words: &[Word], tokens: &[Token<'_>]) -> bool {
    let Some(long) = token.expansion else { return false };
    let Some(start) = words.len().checked_sub(long.len()) else { return false };
    let spelt_out = |(word, long): (&Word, &String)| {
        let before = &tokens[word.token];
        word.sentence == token.sentence && before.expansion.is_none() && before.words() == std::slice::from_ref(long)
    };
    words[start..].iter().zip(long).all(spelt_out)
}

/// The tokens of a run of words.
fn tokens_of(run: &Range<usize>, words: &[Word]) -> Range<usize> {
    words[run.start].token..words[run.end - 1].token + 1
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
