//! The provinces that a text names, in so many words.

use std::cell::LazyCell;
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use super::aside::{before, is_anothers, is_aside, is_club, is_dash, is_on_road};
use crate::judge::fields::FieldText;
use crate::judge::phrases::{Found, Marks, Misprints, Phrases, longest};
use crate::judge::{Field, Pattern};
use crate::text::{Place, PlaceRule, Token, places, tokens};

/// Provinces in one sentence from which on it is a list that is about none of them.
const LIST: usize = 5;

/// Words before which leave no doubt that a province is meant.
const TYPES: &[&str] = &["tỉnh", "tp", "phố", "ubnd", "hđnd", "mttq", "ủy", "dân", "tại", "ở"];

/// The spellings of all provinces, compiled.
struct Names {
    phrases: Phrases,
    spellings: Vec<Spelling>,
}

struct Spelling {
    /// None for a longer name that is no province's.
    place: Option<&'static Place>,
    /// For each token, whether it must be printed with a capital letter.
    capitals: Vec<bool>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let of_places = places().all.iter().flat_map(|place| place.spellings.iter().map(move |text| (Some(place), *text)));
    let of_others = places().others.iter().map(|text| (None, *text));
    let mut patterns = Vec::new();
    let mut spellings = Vec::new();
    for (place, text) in of_places.chain(of_others) {
        if let Ok(pattern) = Pattern::parse(text) {
            patterns.push(pattern);
            // Of the longer names, common nouns begin a sentence, too.
            let capitals = tokens(text).iter().map(Token::is_capitalised).collect();
            spellings.push(Spelling { place, capitals });
        }
    }
    Names { phrases: Phrases::compile(&patterns, Marks::Kept, Misprints::Missed), spellings }
});

/// A province named in a field.
pub(super) struct Mention {
    pub place: &'static Place,
    pub field: usize,
    pub found: Found,
}

/// The provinces that a field names, in order, without those of sentences that only list them.
pub(super) fn mentions(field: usize, text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Vec<Mention> {
    without_lists(named(field, text, fields), text)
}

/// All provinces that a field names, in order.
pub(super) fn named(field: usize, text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Vec<Mention> {
    let names = &*NAMES;
    let mut found = names.phrases.find(&text.tokens);
    found.retain(|found| {
        let printed = text.tokens[found.span()].iter().map(Token::is_capitalised);
        names.spellings[found.pattern].capitals.iter().zip(printed).all(|(must, is)| is || !must)
    });
    // Thái Bình Dương is an ocean, and neither Thái Bình nor Bình Dương.
    let found = longest(found, text.tokens.len());

    // Looked for only where it matters, and once.
    let china = LazyCell::new(|| China::of(text, fields));
    let mut kept: Vec<Mention> = Vec::new();
    for (index, each) in found.iter().enumerate() {
        let Some(place) = names.spellings[each.pattern].place else { continue };
        let span = each.span();
        let before = before(text, span.start);
        if is_on_road(text, &span) || is_club(text, span.end) || is_aside(place, text, &span) {
            continue;
        }
        if before.is_some_and(|before| is_anothers(before, text, span.start)) {
            continue;
        }
        let beside = |other: Option<&Found>| {
            other.is_some_and(|other| names.spellings[other.pattern].place.is_some() && are_listed(text, other, each))
        };
        let is_sure = || {
            before.is_some_and(|before| TYPES.contains(&before.folded.as_str()))
                || beside(index.checked_sub(1).and_then(|index| found.get(index)))
                || beside(found.get(index + 1))
        };
        let counts = match place.rule {
            PlaceRule::Plain | PlaceRule::Renamed => true,
            PlaceRule::Typed => is_sure(),
            PlaceRule::China => !china.is_meant(text.tokens[span.start].sentence),
        };
        if counts {
            kept.push(Mention { place, field, found: each.clone() });
        }
    }
    kept
}

/// Whether two names stand side by side in a list: with a comma or *và* between them, or a dash.
fn are_listed(text: &FieldText<'_>, a: &Found, b: &Found) -> bool {
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
struct China {
    in_front: bool,
    sentences: HashSet<u32>,
}

impl China {
    fn of(text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Self {
        let mut front = fields.iter().filter(|text| text.field != Field::Body);
        Self { in_front: front.any(|text| !Self::sentences(text).is_empty()), sentences: Self::sentences(text) }
    }

    fn sentences(text: &FieldText<'_>) -> HashSet<u32> {
        let names = text.tokens.windows(2).filter(|pair| {
            let pair = (pair[0].folded.as_str(), pair[1].folded.as_str());
            matches!(pair, ("trung", "quốc") | ("bắc", "kinh") | ("trịnh", "châu"))
        });
        names.map(|pair| pair[0].sentence).collect()
    }

    fn is_meant(&self, sentence: u32) -> bool {
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
