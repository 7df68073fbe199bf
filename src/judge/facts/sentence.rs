//! A sentence with all that is named in it.

use std::ops::Range;

use jiff::civil::Date;

use super::calendar::{Calendar, SaidPeriod};
use super::cue::{Cue, Cues, cues};
use super::place::{SaidPlace, places};
use super::programme::{components, programmes};
use super::{Component, Programme};
use crate::text::{Measure, Place, Quantity, Token};

/// Indices are those of its own tokens.
pub(super) struct Sentence<'s, 't> {
    pub text: &'t str,
    pub tokens: &'s [Token<'t>],
    pub quantities: Vec<Quantity<'t>>,
    pub cues: Vec<(Cue, Range<usize>)>,
    pub places: Vec<SaidPlace>,
    pub periods: Vec<SaidPeriod>,
    pub programmes: Vec<(Range<usize>, Programme)>,
    pub components: Vec<(Range<usize>, Component)>,
    /// The article's day.
    pub published: Option<Date>,
}

/// Words that may stand between a figure and the next of its kind without beginning another matter.
const CONNECTORS: &[&str] = &[
    "và", "của", "là", "đạt", "được", "với", "ở", "tại", "cho", "lên", "nâng", "còn", "riêng", "vốn", "nguồn", "bằng",
    "chiếm", "tương", "đương", "ứng", "tỷ", "tỉ", "lệ", "số", "trong", "khi", "thì", "toàn", "tỉnh", "các", "đó",
    "thêm", "mới", "chỉ", "đã", "để", "từ", "huyện", "xã", "thực", "hiện", "kế", "hoạch", "dự", "án", "mức", "tổng",
    "này", "theo", "đến", "cả", "kết", "quả", "có", "cùng",
];

impl<'s, 't> Sentence<'s, 't> {
    /// `provinces` are those that its tokens name.
    pub fn read(
        text: &'t str,
        tokens: &'s [Token<'t>],
        quantities: Vec<Quantity<'t>>,
        provinces: &[(Range<usize>, &Place)],
        published: Option<Date>,
    ) -> Self {
        let components = components(tokens);
        // "Dự án 5" is no building project.
        let mut cues = cues(text, tokens);
        cues.retain(|(_, words)| !components.iter().any(|(name, _)| name.contains(&words.start)));
        Self {
            text,
            tokens,
            quantities,
            cues,
            places: places(text, tokens, provinces),
            periods: Calendar { text, tokens, published }.periods(),
            programmes: programmes(tokens),
            components,
            published,
        }
    }

    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    /// The token `back` before `at`.
    pub fn back(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.word(at))
    }

    /// What is printed between the token before `at` and `at`.
    pub fn mark_before(&self, at: usize) -> &'t str {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        match (before, self.tokens.get(at)) {
            (Some(before), Some(token)) => &self.text[before.range().end..token.at],
            (Some(before), None) => {
                let rest = &self.text[before.range().end..];
                &rest[..rest.find('\n').unwrap_or(rest.len()).min(rest.ceil_char_boundary(4))]
            }
            (None, _) => "",
        }
    }

    /// Whether one of `marks` is printed in `gap`, its edges included.
    pub fn has_mark(&self, gap: &Range<usize>, marks: &[char]) -> bool {
        (gap.start..=gap.end).any(|at| at > 0 && self.mark_before(at).contains(marks))
    }

    /// Where the quantity after that at `index` begins, or the sentence ends.
    pub fn start_after(&self, index: usize) -> usize {
        self.quantities.get(index + 1).map_or(self.tokens.len(), |next| next.start)
    }

    pub fn cues_in(&self, range: &Range<usize>) -> Cues {
        let inside = self.cues.iter().filter(|(_, span)| range.start <= span.start && span.end <= range.end);
        inside.map(|(cue, _)| *cue).collect()
    }

    pub fn all_cues(&self) -> Cues {
        self.cues.iter().map(|(cue, _)| *cue).collect()
    }

    /// Where the last of `wanted` before `at` begins.
    pub fn last_cue(&self, wanted: &[Cue], at: usize) -> Option<usize> {
        let mut before = self.cues.iter().rev().filter(|(_, span)| span.end <= at);
        before.find(|(cue, _)| wanted.contains(cue)).map(|(_, span)| span.start)
    }

    /// Words of `gap` that neither name anything known nor merely connect.
    pub fn strange_words(&self, gap: &Range<usize>) -> usize {
        let named = |at: usize| {
            self.cues.iter().any(|(_, span)| span.contains(&at))
                || self.places.iter().any(|place| place.tokens.contains(&at))
                || self.periods.iter().any(|period| period.tokens.contains(&at))
                || self.programmes.iter().any(|(span, _)| span.contains(&at))
                || self.components.iter().any(|(span, _)| span.contains(&at))
        };
        gap.clone().filter(|at| !CONNECTORS.contains(&self.word(*at)) && !named(*at)).count()
    }

    /// Whether `gap` names whose figure comes next.
    pub fn has_subject(&self, gap: &Range<usize>) -> bool {
        let inside = |span: &Range<usize>| gap.start <= span.start && span.end <= gap.end;
        self.places.iter().any(|place| inside(&place.tokens)) || self.names_programme(gap)
    }

    /// Whether `gap` names a programme or project.
    pub fn names_programme(&self, gap: &Range<usize>) -> bool {
        let inside = |span: &Range<usize>| gap.start <= span.start && span.end <= gap.end;
        self.programmes.iter().any(|(span, _)| inside(span)) || self.components.iter().any(|(span, _)| inside(span))
    }

    /// Behind the quantity: the noun phrase that says what the money or share is of (*tỷ đồng vốn đầu tư*, *% kế hoạch
    /// vốn năm 2024*); empty where something else follows.
    pub fn tail(&self, index: usize) -> Range<usize> {
        const HEADS: &[&str] = &["vốn", "kinh", "nguồn", "ngân", "từ", "kế", "tổng", "số", "dự", "so", "tiền"];
        const ENDS: &[&str] = &["và", "đã", "được", "đạt", "bằng", "chiếm", "trong", "để", "cho", "tương", "gồm"];
        let quantity = &self.quantities[index];
        let start = quantity.tokens.end;
        let limit = self.start_after(index);
        let is_share = matches!(quantity.measure, Measure::Percent { .. });
        let is_next = self.mark_before(start).trim().trim_start_matches('%').is_empty();
        let is_given = self.word(start) == "được" && matches!(self.word(start + 1), "giao" | "phân" | "bố" | "cấp");
        if start >= limit || !is_next || !(is_given || HEADS.contains(&self.word(start))) {
            return start..start;
        }
        let mut end = start + 1;
        while end < limit && self.mark_before(end).trim().is_empty() {
            // "kế hoạch được giao" goes on.
            let goes_on = is_share && self.word(end) == "được" && self.word(end + 1) == "giao";
            if ENDS.contains(&self.word(end)) && !goes_on {
                break;
            }
            end += 1;
        }
        start..end
    }
}
