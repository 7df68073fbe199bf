//! The place that a figure is for.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::text::{Place, Token, numeral, short_unit};

/// As a sentence names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactPlace {
    /// The province in its standard spelling, possibly one of before July 2025, and today's unit.
    Province { name: String, today: String },
    /// A district, commune or village with the word for its kind: `huyện Bảo Lạc`.
    Unit { name: String },
    /// The whole country.
    Country,
}

impl FactPlace {
    pub(super) fn province(place: &Place) -> Self {
        Self::Province { name: place.name.to_owned(), today: place.today.to_owned() }
    }

    /// As the press writes it.
    pub fn name(&self) -> &str {
        match self {
            Self::Province { name, .. } | Self::Unit { name } => name,
            Self::Country => "cả nước",
        }
    }

    /// `country`, `province` or `unit`.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Province { .. } => "province",
            Self::Unit { .. } => "unit",
            Self::Country => "country",
        }
    }

    /// The province of today that a province is in or is.
    pub fn today(&self) -> Option<&str> {
        match self {
            Self::Province { today, .. } => Some(today),
            Self::Unit { .. } | Self::Country => None,
        }
    }
}

/// A place that a sentence names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SaidPlace {
    pub tokens: Range<usize>,
    pub place: FactPlace,
}

/// Words for units below a province, as folded.
const KINDS: &[&[&str]] = &[
    &["thị", "trấn"],
    &["thị", "xã"],
    &["thành", "phố"],
    &["đặc", "khu"],
    &["tp"],
    &["huyện"],
    &["quận"],
    &["xã"],
    &["phường"],
    &["thôn"],
    &["bản"],
    &["buôn"],
    &["làng"],
    &["ấp"],
    &["xóm"],
];

/// Words before *bản* and *xã* that make another word of it: *văn bản*, *hợp tác xã*.
const OTHER_WORDS: &[&str] = &["văn", "cơ", "kịch", "phiên", "nhật", "tác", "xuất", "biên", "phố"];

/// Syllables of the longest names of districts and communes.
const LONGEST: usize = 4;

/// The places that a sentence names, in order; `provinces` are those of its tokens.
pub(super) fn places(text: &str, tokens: &[Token<'_>], provinces: &[(Range<usize>, &Place)]) -> Vec<SaidPlace> {
    let mut found: Vec<SaidPlace> = Vec::new();
    let mut rest = provinces.iter().peekable();
    // Where the unit found last ends, with those that it lies in.
    let mut chain = 0;
    let mut at = 0;
    while at < tokens.len() {
        while rest.next_if(|(span, _)| span.start < at).is_some() {}
        if let Some((span, province)) = rest.peek().filter(|(span, _)| span.start == at) {
            at = span.end;
            let place = city_below(tokens, span, province).unwrap_or_else(|| FactPlace::province(province));
            let is_around = chain > 0 && lies_in(text, tokens, chain, span.start);
            if !is_around {
                found.push(SaidPlace { tokens: span.clone(), place });
            }
            chain = 0;
            continue;
        }
        // "TP. Đồng Nai" is a province, and "thành phố Cao Bằng" is told by the province's name.
        let names_province = |start: usize| provinces.iter().any(|(span, _)| span.start == start);
        if is_country(text, tokens, at) {
            found.push(SaidPlace { tokens: at..at + 2, place: FactPlace::Country });
            at += 2;
            continue;
        }
        match unit(text, tokens, at)
            .filter(|(_, end)| !(at + 1..*end).any(|start| start <= at + 2 && names_province(start)))
        {
            Some((place, end)) => {
                let is_where_to = at.checked_sub(1).is_some_and(|before| tokens[before].folded == "đi");
                if !is_where_to && !is_around(text, tokens, &found, at) {
                    found.push(SaidPlace { tokens: at..end, place });
                }
                chain = end;
                let others = others(text, tokens, at, end);
                at = others.last().map_or(end, |last| last.tokens.end);
                found.extend(others);
            }
            None => at += 1,
        }
    }
    found
}

/// Whether the whole country is spoken of in its own right, and not as what something is the best of.
fn is_country(text: &str, tokens: &[Token<'_>], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    if !matches!((word(at), word(at + 1)), ("cả", "nước") | ("toàn", "quốc")) {
        return false;
    }
    let Some(before) = at.checked_sub(1) else { return true };
    let mark = &text[tokens[before].range().end..tokens[at].at];
    mark.contains([',', ';', ':']) || matches!(word(before), "của" | "trên" | "nay")
}

/// `thành phố Cao Bằng` is a part of the province.
fn city_below(tokens: &[Token<'_>], span: &Range<usize>, province: &Place) -> Option<FactPlace> {
    let back = |n: usize| span.start.checked_sub(n).map_or("", |at| tokens[at].folded.as_str());
    let is_city = back(1) == "tp" || (back(2), back(1)) == ("thành", "phố");
    (is_city && !province.is_city()).then(|| FactPlace::Unit { name: format!("thành phố {}", province.name) })
}

/// `huyện Bảo Lạc, tỉnh Cao Bằng`: whether the province at `province` only says where the unit that ends at `end` is.
fn lies_in(text: &str, tokens: &[Token<'_>], end: usize, province: usize) -> bool {
    let between = text[tokens[end - 1].range().end..tokens[province].at].trim();
    let between = between.strip_prefix([',', '(']).unwrap_or(between).trim();
    matches!(between, "" | "tỉnh" | "của tỉnh" | "thuộc tỉnh" | "-")
}

/// The words for a kind of unit at `at`, and the tokens that they take.
fn kind_at(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(&'static [&'static str], usize)> {
    if let Some(kind) = short_unit(text, tokens, at) {
        return Some((kind, 1));
    }
    let is_here = |kind: &&&[&str]| {
        kind.iter().enumerate().all(|(index, word)| tokens.get(at + index).is_some_and(|token| token.folded == *word))
    };
    KINDS.iter().find(is_here).map(|kind| (*kind, kind.len()))
}

/// `Các xã Thượng Phùng, Xín Cái và Sơn Vĩ`: those behind the first, whose name ends at `end`.
fn others(text: &str, tokens: &[Token<'_>], at: usize, mut end: usize) -> Vec<SaidPlace> {
    let counted = at.checked_sub(1).is_some_and(|before| {
        matches!(tokens[before].folded.as_str(), "các" | "những") || numeral(text, &tokens[before..]).is_some()
    });
    let Some(kind) = unit_kind(text, tokens, at).filter(|_| counted) else { return Vec::new() };
    let mut found = Vec::new();
    loop {
        let mark = |at: usize| tokens.get(at).map_or("", |token| text[tokens[at - 1].range().end..token.at].trim());
        let is_and = tokens.get(end).is_some_and(|token| token.folded == "và") && mark(end).is_empty();
        let start = end + usize::from(is_and);
        if !is_and && mark(end) != "," {
            return found;
        }
        let last = name_end(text, tokens, start);
        if last == start {
            return found;
        }
        let name = &text[tokens[start].at..tokens[last - 1].range().end];
        found.push(SaidPlace { tokens: start..last, place: FactPlace::Unit { name: format!("{kind} {name}") } });
        end = last;
    }
}

/// Where a name that begins at `start` ends: there, if none does.
fn name_end(text: &str, tokens: &[Token<'_>], start: usize) -> usize {
    let mut end = start;
    while end - start < LONGEST
        && let Some(token) = tokens.get(end)
    {
        let is_close = end == start || text[tokens[end - 1].range().end..token.at].trim().is_empty();
        if !is_close || !token.is_capitalised() || token.expansion.is_some() {
            break;
        }
        end += 1;
    }
    end
}

/// The word for a kind of unit at `at`: `huyện`.
pub(super) fn unit_kind(text: &str, tokens: &[Token<'_>], at: usize) -> Option<String> {
    kind_at(text, tokens, at).map(|(kind, _)| if kind == ["tp"] { "thành phố".to_owned() } else { kind.join(" ") })
}

/// Whether the unit named at `at` only says where a smaller one lies: `xã Quế Long, huyện Quế Sơn`, `… của huyện Quế Sơn`.
fn is_around(text: &str, tokens: &[Token<'_>], found: &[SaidPlace], at: usize) -> bool {
    let size = |at: usize| match kind_at(text, tokens, at).map(|(kind, _)| kind) {
        Some(["thôn" | "bản" | "buôn" | "làng" | "ấp" | "xóm"]) => 0,
        Some(["xã" | "phường"] | ["thị", "trấn"]) => 1,
        _ => 2,
    };
    let is_unit = |said: &&SaidPlace| matches!(said.place, FactPlace::Unit { .. });
    let Some(last) = found.last().filter(is_unit).filter(|last| size(last.tokens.start) < size(at)) else {
        return false;
    };
    let between = text[tokens[last.tokens.end - 1].range().end..tokens[at].at].trim();
    let of_it = at.checked_sub(1).is_some_and(|before| matches!(tokens[before].folded.as_str(), "của" | "thuộc"));
    matches!(between, "" | "," | "(" | "-") || of_it
}

/// A unit below a province named from `at` on, and where its name ends.
fn unit(text: &str, tokens: &[Token<'_>], at: usize) -> Option<(FactPlace, usize)> {
    let (_, length) = kind_at(text, tokens, at)?;
    if at.checked_sub(1).is_some_and(|before| OTHER_WORDS.contains(&tokens[before].folded.as_str())) {
        return None;
    }
    let start = at + length;
    let before_name = text[tokens[start - 1].range().end..tokens.get(start)?.at].trim();
    let end = name_end(text, tokens, start);
    if end == start || !matches!(before_name, "" | ".") {
        return None;
    }
    let kind = unit_kind(text, tokens, at)?;
    let name = &text[tokens[start].at..tokens[end - 1].range().end];
    Some((FactPlace::Unit { name: format!("{kind} {name}") }, end))
}
