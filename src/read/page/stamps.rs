//! Dates that stand where no markup is made for them: in an element of a telling class, and in the page's own address.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use jiff::Timestamp;
use jiff::civil::Date;
use scraper::node::Element;
use scraper::{Html, Node};
use url::Url;

use super::credits;
use crate::read::dates::{DateRules, find_date};
use crate::read::html::tree;

/// A longer text is about something else as well. In characters.
const LONGEST: usize = 100;
/// Words of a class or id, in lower case.
const MARKS: &[&str] = &[
    "date",
    "dates",
    "dateline",
    "datetime",
    "pubdate",
    "publishdate",
    "published",
    "posted",
    "timestamp",
    "time",
    "ngay",
    "ngaydang",
    "thoigian",
    "thoi",
    "gian",
];
/// One of these is in each of them.
const STEMS: &[&str] = &["date", "time", "publish", "posted", "ngay", "gian"];
/// Words beside them of what is another's date or the page's clock.
const OTHER: &[&str] =
    &["comment", "comments", "related", "clock", "current", "today", "event", "copyright", "reading", "read"];
const APART: &[&str] = &["nav", "footer", "form"];

/// So many characters of text, white space not counted, may stand between a headline and its date.
const NEAR: usize = 500;

struct Stamp {
    at: Timestamp,
    /// Characters of text before it.
    place: usize,
    /// It says when the page was changed.
    is_update: bool,
}

/// The date that stands nearest to the headline in an element of such a class; farther away, or without an `<h1>`, only one
/// that is the page's only one: others are those of other news.
pub(super) fn find(html: &Html, rules: &DateRules) -> Option<Timestamp> {
    let (mut place, mut headline) = (0, None);
    let mut stamps: Vec<Stamp> = Vec::new();
    let (mut unseen, mut looked) = (0_usize, 0);
    for edge in html.tree.root().traverse() {
        let (node, opens) = match edge {
            Edge::Open(node) => (node, true),
            Edge::Close(node) => (node, false),
        };
        match node.value() {
            Node::Text(text) if opens && unseen == 0 => place += text.chars().filter(|c| !c.is_whitespace()).count(),
            Node::Element(element) if tree::is_unseen(element.name()) => {
                unseen = if opens { unseen + 1 } else { unseen.saturating_sub(1) };
            }
            Node::Element(element) if opens && unseen == 0 => {
                if element.name() == "h1" && headline.is_none() {
                    headline = Some(place);
                }
                if looked < MOST && is_marked(element) {
                    looked += 1;
                    stamps.extend(stamp(node, place, rules));
                }
            }
            _ => {}
        }
    }
    // A class inside of another tells the same date again.
    stamps.dedup_by_key(|stamp| stamp.at);
    let distance = |stamp: &Stamp| headline.map_or(usize::MAX, |headline| headline.abs_diff(stamp.place));
    let near = stamps.iter().filter(|stamp| distance(stamp) <= NEAR);
    let nearest = near.min_by_key(|stamp| (stamp.is_update, distance(stamp)));
    let only = stamps.first().filter(|_| stamps.len() == 1);
    nearest.or(only).map(|stamp| stamp.at)
}

/// So many marked elements are looked at: each costs as much as it holds.
const MOST: usize = 200;

fn stamp(node: NodeRef<'_, Node>, place: usize, rules: &DateRules) -> Option<Stamp> {
    if is_apart(node) || tree::weight_up_to(node, LONGEST) > LONGEST {
        return None;
    }
    let line = tree::line_of(node);
    let date = find_date(&line, rules).filter(|date| !super::byline::is_clock(&line, date))?;
    let folded = line.to_lowercase();
    let is_update = ["updat", "modified", "reviewed", "cập nhật"].iter().any(|word| folded.contains(word));
    Some(Stamp { at: date.at, place, is_update })
}

fn is_marked(element: &Element) -> bool {
    if matches!(element.name(), "script" | "style" | "meta" | "link" | "body" | "html" | "input") {
        return false;
    }
    let classes =
        ["class", "id"].iter().filter_map(|name| tree::attr(element, name)).flat_map(str::split_ascii_whitespace);
    let mut is_marked = false;
    for class in classes.filter(|class| credits::holds(class, STEMS)) {
        for word in credits::words(class) {
            if OTHER.contains(&word.as_str()) {
                return false;
            }
            is_marked |= MARKS.contains(&word.as_str());
        }
    }
    is_marked
}

fn is_apart(node: NodeRef<'_, Node>) -> bool {
    node.ancestors().any(|above| tree::name(above).is_some_and(|name| APART.contains(&name)))
}

/// The day that a page's address names: `/2025/12/19/`, `2025-12-19`, and the time of publication in the numbers that
/// `VCCorp`'s system and others end their addresses with: `-20260307075519174.htm`.
pub(super) fn in_address(url: &Url, rules: &DateRules) -> Option<Timestamp> {
    let path = url.path();
    let numbers: Vec<(usize, &str)> = numbers(path).collect();
    let spelled = numbers.windows(3).find_map(|three| {
        let [(at, year), (_, month), (last, day)] = three else { return None };
        let between = &path[at + year.len()..*last];
        let apart = between.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
        let is_date = year.len() == 4 && month.len() <= 2 && day.len() <= 2 && matches!(apart.as_str(), "//" | "--");
        is_date.then(|| civil(year, month, day)).flatten()
    });
    let stamped = || {
        numbers.iter().find_map(|(_, digits)| {
            (12..=20).contains(&digits.len()).then(|| civil(&digits[..4], &digits[4..6], &digits[6..8])).flatten()
        })
    };
    let day = spelled.or_else(stamped)?;
    rules.zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible().ok()
}

fn numbers(path: &str) -> impl Iterator<Item = (usize, &str)> {
    path.split(|c: char| !c.is_ascii_digit())
        .scan(0, |at, digits| {
            let start = *at;
            // What is split at may have more than one byte, but a path of a URL is ASCII.
            *at += digits.len() + 1;
            Some((start, digits))
        })
        .filter(|(_, digits)| !digits.is_empty())
}

fn civil(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    // Newspapers' sites are no older; and what looks like a later year is a number.
    (1994..2100).contains(&year).then(|| Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()).flatten()
}
