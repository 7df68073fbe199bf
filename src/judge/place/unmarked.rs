//! Provinces in titles typed without diacritics, where *HOA BINH* may be peace, and *GIA LAI* the price again.

use std::cell::LazyCell;

use super::aside::{before, is_on_road, is_short_unit};
use super::case::Case;
use super::mention::{China, How, Mention, are_listed, confirmed};
use super::names::UNMARKED;
use crate::judge::fields::FieldText;
use crate::judge::phrases::Found;
use crate::text::{PlaceRule, Token};

/// Words before which leave no doubt that a province is meant, also without their own diacritics.
const TYPES: &[&str] = &["tinh", "tp", "pho", "ubnd", "hdnd", "mttq"];

/// These, too, in a title that tells names from words by capital letters.
const BEFORE_NAMES: &[&str] = &["o", "tai"];

/// Words of units below a province, of waters and roads. Those that are left out are other words without their diacritics
/// (*cho*, *dang*, *ho*).
const OTHERS: &[&str] = &["xa", "phuong", "tran", "huyen", "quan", "thon", "duong", "toc", "song", "nui", "lo"];

const SURNAMES: &[&str] = &[
    "nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "ngo", "ly", "dinh", "trinh",
    "dao", "truong", "luong", "thi", "van",
];

/// Names that are everyday words without their diacritics: in a title of capital letters alone, they need more.
const EVERYDAY: &[&str] = &[
    "Hòa Bình",
    "Cần Thơ",
    "Gia Lai",
    "Hải Phòng",
    "Bình Định",
    "Cao Bằng",
    "Long An",
    "Bến Tre",
    "An Giang",
    "Sơn La",
    "Huế",
    "Lai Châu",
    "Hà Nam",
];

/// The provinces that a title without diacritics names, in order.
pub(super) fn in_title(field: usize, text: &FieldText<'_>, fields: &[FieldText<'_>]) -> Vec<Mention> {
    let case = Case::of(&text.tokens);
    let found = UNMARKED.find(&text.tokens, case == Case::Lower);
    let china = China::of(text, fields);
    let confirmed = LazyCell::new(|| confirmed(fields));
    let mut kept = Vec::new();
    for (index, each) in found.iter().enumerate() {
        let Some(place) = UNMARKED.place(each) else { continue };
        let span = each.span();
        let word = before(text, span.start);
        let is_before = |words: &[&str]| word.is_some_and(|word| words.contains(&word.folded.as_str()));
        let is_person = case == Case::Mixed && word.is_some_and(Token::is_capitalised) && is_before(SURNAMES);
        if is_person || is_before(OTHERS) || is_short_unit(text, span.start) || is_on_road(text, &span) {
            continue;
        }
        let beside = |other: Option<&Found>| {
            other.is_some_and(|other| UNMARKED.place(other).is_some() && are_listed(text, other, each))
        };
        let is_typed = is_before(TYPES) || (case == Case::Mixed && is_before(BEFORE_NAMES));
        let is_sure = || {
            is_typed || beside(index.checked_sub(1).and_then(|index| found.get(index))) || beside(found.get(index + 1))
        };
        let is_headed = || text.between(span.end - 1).trim() == ":";
        // The one name of one word that begins a sentence: *Hanoi*.
        let is_alone = || span.len() == 1 && text.tokens[span.start].is_capitalised();
        let is_confirmed = || confirmed.contains(place.name);
        let is_everyday = || EVERYDAY.contains(&place.name);
        let counts = match (place.rule, case) {
            (PlaceRule::China, _) if china.is_meant(text.tokens[span.start].sentence) => false,
            (PlaceRule::Typed, _) => is_sure() || is_confirmed(),
            (_, Case::Lower) => is_typed || (is_alone() && !is_everyday()) || is_confirmed(),
            (_, Case::Upper) if is_everyday() => is_sure() || is_headed() || is_confirmed(),
            // One syllable is too little.
            (_, Case::Mixed) if span.len() == 1 && place.name == "Huế" => is_sure() || is_confirmed(),
            _ => true,
        };
        if counts {
            kept.push(Mention { place, field, found: each.clone(), how: How::ByName });
        }
    }
    kept
}
