//! Who and when as a line of text: "Minh Thu - 15:08, 21/05/2024" under the headline, "Minh Thu" under the text.

use ego_tree::iter::Edge;
use jiff::Timestamp;
use scraper::{Html, Node};

use crate::read::authors;
use crate::read::dates::{DateRules, FoundDate, find_date};
use crate::read::html::{plain, tree};

#[derive(Debug, Default)]
pub(super) struct Byline {
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Timestamp>,
}

/// A longer line is a paragraph, which may mention dates of anything.
const LONGEST: usize = 120;
/// How many lines from the headline a byline may be, after it and before it.
const AFTER: usize = 14;
const BEFORE: usize = 4;

/// Looks around the headline; at the top of a page without one.
/// Of other languages than Vietnamese only a name that is said to be the writer's is taken from beside the date: their
/// headings look like names.
pub(super) fn find(html: &Html, headline: Option<&str>, rules: &DateRules, is_vietnamese: bool) -> Byline {
    let lines = lines(html);
    let title_at = headline.and_then(|headline| lines.iter().position(|line| line == headline));
    let (after, before) = match title_at {
        Some(at) => (&lines[at + 1..], &lines[at.saturating_sub(BEFORE)..at]),
        None => (&lines[..], &lines[..0]),
    };
    // The nearest first.
    let nearest = after.iter().take(BEFORE).chain(before.iter().rev());
    let candidates = nearest.chain(after.iter().take(AFTER).skip(BEFORE));
    let candidates: Vec<&String> = candidates.filter(|line| line.chars().count() <= LONGEST).collect();
    let dated = |line: &&String| Some(((*line).clone(), find_date(line, rules).filter(|date| !is_clock(line, date))?));
    let mut found: Vec<(String, FoundDate)> = candidates.iter().filter_map(dated).collect();
    // A time makes a date a byline's; a day alone may be anything's.
    found.sort_by_key(|(_, date)| !date.has_time);
    // What says that it names who wrote the page may stand anywhere.
    let labelled = || {
        let labelled = candidates.iter().filter(|line| authors::is_labelled(line));
        let sure = lines.iter().filter(|line| line.chars().count() <= LONGEST && authors::is_surely_labelled(line));
        labelled
            .copied()
            .chain(sure)
            .map(|line| writers(line, rules))
            .find(|names| !names.is_empty())
            .unwrap_or_default()
    };
    let Some((line, date)) = found.into_iter().next() else {
        return Byline { authors: labelled(), published: None };
    };
    let published = Some(date.at);
    if !is_vietnamese {
        return Byline { authors: labelled(), published };
    }
    let around = [&line[..date.span.start], &line[date.span.end..]];
    let mut names: Vec<String> = around.iter().flat_map(|text| authors::names(text)).collect();
    names.retain(|name| authors::is_name(name));
    if names.is_empty() {
        // The name may have the line before or after to itself.
        let at = candidates.iter().position(|candidate| **candidate == line).unwrap_or_default();
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| candidates.get(at));
        names = beside.into_iter().find_map(|line| authors::signature(line)).unwrap_or_default();
    }
    Byline { authors: names, published }
}

/// Whether a line is a page's clock, which some papers have stopped years ago: "Thứ Sáu, ngày 23 tháng 08 năm 2019" and
/// nothing else. A weekday with no time is no article's date.
pub(super) fn is_clock(line: &str, date: &FoundDate) -> bool {
    let line = line.to_lowercase();
    let of_week = ["thứ ", "chủ nhật", "hôm nay"].iter().any(|day| line.starts_with(day));
    of_week && !date.has_time
}

/// The names of a line such as "By Ann Lee, 21 May 2024".
fn writers(line: &str, rules: &DateRules) -> Vec<String> {
    let line = find_date(line, rules).filter(|date| date.span.start > 0).map_or(line, |date| &line[..date.span.start]);
    let mut names = authors::names(line);
    names.retain(|name| authors::is_name(name));
    names
}

/// The names under a text: its last line, if that is nothing but names. Lines that credit pictures are passed over.
pub(super) fn signature(text: &str) -> Vec<String> {
    let last = text.lines().rev().take(2);
    last.filter(|line| line.chars().count() <= LONGEST).find_map(authors::signature).unwrap_or_default()
}

/// The page's lines of text, in its order.
fn lines(html: &Html) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut end = |current: &mut String| {
        let line = plain::collapse(current);
        current.clear();
        if !line.is_empty() {
            lines.push(line);
        }
    };
    let mut unseen = 0_usize;
    for edge in html.tree.root().traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(text) if opens && unseen == 0 => current.push_str(text),
            Node::Element(element) => {
                if tree::is_block(element.name()) || element.name() == "br" {
                    end(&mut current);
                }
                if tree::is_unseen(element.name()) {
                    unseen = if opens { unseen + 1 } else { unseen.saturating_sub(1) };
                }
            }
            _ => {}
        }
    }
    end(&mut current);
    lines
}
