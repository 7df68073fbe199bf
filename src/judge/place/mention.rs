//! The provinces that a text names, in so many words.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashSet};

use super::aside::{before, is_anothers, is_aside, is_club, is_dash, is_on_road, sentences_of_delegates};
use super::case::Case;
use super::home::{is_papers_own, unnamed};
use super::names::NAMES;
use super::unmarked;
use crate::judge::Field;
use crate::judge::fields::FieldText;
use crate::judge::phrases::Found;
use crate::text::{Place, PlaceRule};

/// Provinces in one sentence from which on it is a list that is about none of them.
const LIST: usize = 5;

/// Words before which leave no doubt that a province is meant.
const TYPES: &[&str] = &["tỉnh", "tp", "phố", "ubnd", "hđnd", "mttq", "ủy", "dân", "tại", "ở"];

/// Names that are everyday words with their diacritics, which only capital letters tell from them: in a title that has no
/// others, they need more. None begins a title as a word: *DÂNG CAO BẰNG HAI TẦNG NHÀ*.
const EVERYDAY: &[&str] = &["Cao Bằng", "Bình Định", "Hải Dương"];

/// A province named in a field.
pub(super) struct Mention {
    pub place: &'static Place,
    pub field: usize,
    pub found: Found,
    pub how: How,
}

/// How a text speaks of a province.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    ByName,
    /// As a provincial paper does of its own: *trên địa bàn tỉnh*.
    Home,
    /// By its offices, which other texts may mean in general: *UBND tỉnh*.
    Office,
}

/// The provinces that a field speaks of, in order, without those of sentences that only list them. `home` is the paper's
/// own.
pub(super) fn mentions(
    field: usize,
    text: &FieldText<'_>,
    fields: &[FieldText<'_>],
    home: Option<&'static Place>,
) -> Vec<Mention> {
    let named = named(field, text, fields);
    let Some(home) = home else { return without_lists(named, text) };
    let unnamed = unnamed(field, text, home, &named);
    let mut mentions = without_lists(named, text);
    mentions.retain(|mention| mention.place != home || !is_papers_own(text, mention));
    mentions.extend(unnamed);
    mentions.sort_by_key(|mention| mention.found.span().start);
    mentions
}

/// All provinces that a field names, in order.
pub(super) fn named(field: usize, text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Vec<Mention> {
    if text.is_title_without_marks() {
        return unmarked::in_title(field, text, fields);
    }
    let found = NAMES.find(&text.tokens, false);

    // Looked for only where it matters, and once.
    let china = LazyCell::new(|| China::of(text, fields));
    let delegates = LazyCell::new(|| sentences_of_delegates(text));
    let confirmed = LazyCell::new(|| confirmed(fields));
    // Within a body, a line of capitals is one of many.
    let case = if text.field == Field::Title { Case::of(&text.tokens) } else { Case::Mixed };
    let mut kept: Vec<Mention> = Vec::new();
    for (index, each) in found.iter().enumerate() {
        let Some(place) = NAMES.place(each) else { continue };
        let span = each.span();
        let before = before(text, span.start);
        let of_delegates = || delegates.contains(&text.tokens[span.start].sentence);
        if is_on_road(text, &span) || is_club(text, span.end) || is_aside(place, text, &span, of_delegates) {
            continue;
        }
        if before.is_some_and(|before| is_anothers(before, text, span.start, case)) {
            continue;
        }
        let beside = |other: Option<&Found>| {
            other.is_some_and(|other| NAMES.place(other).is_some() && are_listed(text, other, each))
        };
        let is_sure = || {
            before.is_some_and(|before| TYPES.contains(&before.folded.as_str()))
                || beside(index.checked_sub(1).and_then(|index| found.get(index)))
                || beside(found.get(index + 1))
        };
        let opens_or_heads = || span.start == 0 || text.between(span.end - 1).trim() == ":";
        let is_everyday = case == Case::Upper && EVERYDAY.contains(&place.name);
        let counts = match place.rule {
            PlaceRule::Plain | PlaceRule::Renamed => {
                !is_everyday || is_sure() || opens_or_heads() || confirmed.contains(place.name)
            }
            PlaceRule::Typed => is_sure(),
            PlaceRule::China => !china.is_meant(text.tokens[span.start].sentence),
        };
        if counts {
            kept.push(Mention { place, field, found: each.clone(), how: How::ByName });
        }
    }
    kept
}

/// The provinces that lead or body name as they are spelt.
pub(super) fn confirmed(fields: &[FieldText<'_>]) -> HashSet<&'static str> {
    let others = fields.iter().enumerate().filter(|(_, text)| text.field != Field::Title);
    others.flat_map(|(index, text)| named(index, text, fields)).map(|mention| mention.place.name).collect()
}

/// Whether two names stand side by side in a list: with a comma or *và* between them, or a dash.
pub(super) fn are_listed(text: &FieldText<'_>, a: &Found, b: &Found) -> bool {
    let (first, second) = if a.span().start < b.span().start { (a, b) } else { (b, a) };
    let (end, start) = (first.span().end, second.span().start);
    let same_sentence = text.tokens[end - 1].sentence == text.tokens[start].sentence;
    let joined = match start - end {
        0 => text.between(end - 1).trim() == "," || is_dash(text.between(end - 1)),
        1 => matches!(text.tokens[end].folded.as_str(), "và" | "với" | "tỉnh"),
        _ => false,
    };
    same_sentence && joined
}

/// Where an article speaks of China.
pub(super) struct China {
    in_front: bool,
    sentences: HashSet<u32>,
}

impl China {
    pub fn of(text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Self {
        let mut front = fields.iter().filter(|text| text.field != Field::Body);
        Self { in_front: front.any(|text| !Self::sentences(text).is_empty()), sentences: Self::sentences(text) }
    }

    fn sentences(text: &FieldText<'_>) -> HashSet<u32> {
        let names = text.tokens.windows(2).filter(|pair| {
            let pair = (pair[0].folded.as_str(), pair[1].folded.as_str());
            matches!(pair, ("trung", "quốc" | "quoc") | ("bắc", "kinh") | ("trịnh", "châu"))
        });
        names.map(|pair| pair[0].sentence).collect()
    }

    pub fn is_meant(&self, sentence: u32) -> bool {
        self.in_front || self.sentences.contains(&sentence)
    }
}

/// Without those of sentences that only list provinces.
fn without_lists(mentions: Vec<Mention>, text: &FieldText<'_>) -> Vec<Mention> {
    let sentence = |mention: &Mention| text.tokens[mention.found.span().start].sentence;
    let mut kept = Vec::with_capacity(mentions.len());
    let mut rest = mentions.into_iter().peekable();
    while let Some(first) = rest.next() {
        let here = sentence(&first);
        let mut of_sentence = vec![first];
        while let Some(next) = rest.next_if(|next| sentence(next) == here) {
            of_sentence.push(next);
        }
        let different = of_sentence.iter().map(|mention| mention.place.name).collect::<BTreeSet<_>>();
        if different.len() < LIST {
            kept.extend(of_sentence);
        }
    }
    kept
}
