//! What the first look at all blocks says of each: the columns that the second look has besides.

use std::collections::HashMap;

use super::features::{apart, wider};
use super::page::Page;
use super::row::Row;

/// Scores are in thousandths; from this on a block is taken for the article's.
const LIKELY: i64 = 500;

/// Adds to `rows` what `scores`, the first look's, say.
pub(super) fn add(rows: &mut [Row], page: &Page, scores: &[i16]) {
    let opinions = Opinions::of(page, scores);
    for (at, row) in rows.iter_mut().enumerate() {
        fill(row, page, &opinions, at);
    }
}

pub(super) fn names(page: &Page) -> Vec<String> {
    let mut row = Row::named();
    fill(&mut row, page, &Opinions::of(page, &vec![0; page.outline.blocks.len()]), 0);
    row.names()
}

struct Opinions<'a> {
    scores: &'a [i16],
    /// Before the block of that number: characters, and characters times score.
    chars: Vec<i64>,
    mass: Vec<i64>,
    kinds: HashMap<u64, (i64, i64)>,
    /// The smallest element with most of the mass.
    home: Option<usize>,
    /// The run of blocks in which likely characters outweigh the others most: from, to.
    run: (usize, usize),
    likely_before: Vec<Option<usize>>,
    likely_after: Vec<Option<usize>>,
}

impl<'a> Opinions<'a> {
    fn of(page: &Page, scores: &'a [i16]) -> Self {
        let blocks = &page.outline.blocks;
        let (mut chars, mut mass) = (vec![0], vec![0]);
        let mut kinds: HashMap<u64, (i64, i64)> = HashMap::new();
        for (block, score) in blocks.iter().zip(scores) {
            let own = length(block.chars);
            let weighed = own * i64::from(*score);
            chars.push(chars.last().unwrap_or(&0) + own);
            mass.push(mass.last().unwrap_or(&0) + weighed);
            let kind = kinds.entry(page.outline.elements[block.holder].kind).or_default();
            *kind = (kind.0 + own, kind.1 + weighed);
        }
        let all = mass.last().copied().unwrap_or(0);
        let elements = &page.outline.elements;
        let of = |at: usize| mass[elements[at].end] - mass[elements[at].first];
        let home = (0..elements.len()).rev().find(|at| all > 0 && of(*at) * 10 >= all * 9);
        let is_likely = |at: usize| i64::from(scores[at]) >= LIKELY;
        let (mut likely_before, mut likely_after) = (vec![None; blocks.len()], vec![None; blocks.len()]);
        for at in 1..blocks.len() {
            likely_before[at] = if is_likely(at - 1) { Some(at - 1) } else { likely_before[at - 1] };
        }
        for at in (1..blocks.len()).rev() {
            likely_after[at - 1] = if is_likely(at) { Some(at) } else { likely_after[at] };
        }
        let run = best_run(
            blocks.iter().zip(scores).map(|(block, score)| length(block.chars) * (i64::from(*score) - LIKELY)),
        );
        Self { scores, chars, mass, kinds, home, run, likely_before, likely_after }
    }

    /// Mean score of the characters of some blocks.
    fn mean(&self, from: usize, to: usize) -> i64 {
        (self.mass[to] - self.mass[from]).checked_div(self.chars[to] - self.chars[from]).unwrap_or(0)
    }
}

/// Even the shortest block weighs something.
fn length(chars: usize) -> i64 {
    i64::try_from(chars).unwrap_or(i64::MAX).min(2_000) + 5
}

fn best_run(gains: impl Iterator<Item = i64>) -> (usize, usize) {
    let (mut best, mut sum, mut start, mut found) = (0, 0, 0, (0, 0));
    for (at, gain) in gains.enumerate() {
        if sum <= 0 {
            (sum, start) = (0, at);
        }
        sum += gain;
        if sum > best {
            (best, found) = (sum, (start, at + 1));
        }
    }
    found
}

/// Neighbours on either side whose first scores are a block's own columns.
const NEAR: &[(&str, &str)] =
    &[("before_1", "after_1"), ("before_2", "after_2"), ("before_3", "after_3"), ("before_4", "after_4")];
const CONTAINERS: &[(&str, &str, &str)] = &[
    ("own_mean", "own_share", "own_others"),
    ("second_mean", "second_share", "second_others"),
    ("third_mean", "third_share", "third_others"),
    ("fourth_mean", "fourth_share", "fourth_others"),
    ("fifth_mean", "fifth_share", "fifth_others"),
];

fn fill(row: &mut Row, page: &Page, opinions: &Opinions, at: usize) {
    let outline = &page.outline;
    let count = outline.blocks.len();
    let own = i64::from(opinions.scores[at]);
    let all = opinions.mass[count];
    row.put("first", "score", own);
    let score = |at: Option<usize>| at.and_then(|at| opinions.scores.get(at).copied()).unwrap_or(-1);
    for (step, (before, after)) in (1..).zip(NEAR) {
        row.put("first", before, score(at.checked_sub(step)));
        row.put("first", after, score(Some(at + step)));
    }
    for (name, width) in [("around_2", 2), ("around_5", 5), ("around_12", 12)] {
        row.put("first", name, opinions.mean(at.saturating_sub(width), (at + width + 1).min(count)));
    }
    row.put("first", "behind_5", opinions.mean(at + 1, (at + 6).min(count).max(at + 1)));
    row.put("first", "ahead_5", opinions.mean(at.saturating_sub(5), at));
    row.put("first", "rest", opinions.mean(at + 1, count));
    let per_mille = |part: i64, whole: i64| (part * 1000).checked_div(whole).unwrap_or(0);
    row.put("first", "before", per_mille(opinions.mass[at], all));
    row.put("first", "after", per_mille(all - opinions.mass[at + 1], all));
    let mut containers = wider(page, at);
    for (mean, share, others_mean) in CONTAINERS {
        let (from, to) = containers.next().map_or((0, count), |element| (element.first, element.end));
        let mass = opinions.mass[to] - opinions.mass[from];
        row.put("first", mean, opinions.mean(from, to));
        row.put("first", share, per_mille(mass, all));
        let others = (opinions.chars[to] - opinions.chars[from]) - (opinions.chars[at + 1] - opinions.chars[at]);
        let rest = mass - (opinions.mass[at + 1] - opinions.mass[at]);
        row.put("first", others_mean, rest.checked_div(others).unwrap_or(-1));
    }
    let kind = outline.elements[outline.blocks[at].holder].kind;
    let (chars, mass) = opinions.kinds.get(&kind).copied().unwrap_or_default();
    row.put("first", "kind_mean", mass.checked_div(chars).unwrap_or(0));
    row.put("first", "kind_share", per_mille(mass, all));
    let length = length(outline.blocks[at].chars);
    row.put("first", "kind_others", (mass - own * length).checked_div(chars - length).unwrap_or(-1));
    let (levels, away) = apart(page, outline.blocks[at].holder, opinions.home);
    row.put("first", "home_levels", levels);
    row.put("first", "home_away", away);
    let (from, to) = opinions.run;
    row.put("first", "run_before", at.saturating_sub(to.saturating_sub(1)));
    row.put("first", "run_after", from.saturating_sub(at));
    row.put("first", "run_mean", opinions.mean(from, to));
    row.put("first", "run_share", per_mille(opinions.mass[to] - opinions.mass[from], all));
    let away = |other: Option<usize>| other.map_or(999, |other| other.abs_diff(at));
    row.put("first", "likely_before", away(opinions.likely_before[at]));
    row.put("first", "likely_after", away(opinions.likely_after[at]));
    row.put("first", "page_mean", opinions.mean(0, count));
    row.put("first", "page_mass", all / 10_000);
    let (heading, from, to) = page.section(at);
    row.put("first", "section_heading", score(heading));
    row.put("first", "section_mean", opinions.mean(from, to));
    row.put("first", "section_share", per_mille(opinions.mass[to] - opinions.mass[from], all));
    row.put("first", "section_blocks", to - from);
}
