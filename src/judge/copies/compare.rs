//! Two texts compared in full.

use super::form::{Form, Title};
use super::thresholds::{
    COPY_CONTAINMENT, COPY_JACCARD, FEW_SHINGLES, LEDE_AGREES, LEDE_RELATED, NAMES_AGREE, NUMBERS_AGREE, SAME_LENGTH,
    SERIES_CONTAINMENT, TITLE_AGREES, TITLE_FORM, TITLE_RELATED, UPDATED_NUMBERS,
};
use super::{common, ratio};
use crate::judge::SeriesBecause;

/// What two texts are to each other. It doesn't depend on which is asked about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Likeness {
    Copy {
        /// Of the shingles of both, the share that both have.
        jaccard: f32,
        /// Of the shingles of the shorter, the share that the longer has.
        containment: f32,
    },
    /// From one template, and no copies.
    Series { jaccard: f32, why: SeriesBecause },
}

/// None for texts that have nothing to do with each other.
pub fn compare(a: &Form, b: &Form) -> Option<Likeness> {
    let shared = common(&a.shingles, &b.shingles);
    let (shorter, longer) = in_order(a.shingles.len(), b.shingles.len());
    let jaccard = ratio(shared, shorter + longer - shared);
    let containment = ratio(shared, shorter);
    if jaccard < COPY_JACCARD && containment < SERIES_CONTAINMENT {
        return None;
    }
    if let Some(why) = template(a, b) {
        return Some(Likeness::Series { jaccard, why });
    }
    let (title, same_title) = titles(&a.title, &b.title);
    let lede = lede(a, b);
    let is_near = jaccard >= COPY_JACCARD && (title >= TITLE_RELATED || lede >= LEDE_RELATED);
    let is_part = containment >= COPY_CONTAINMENT && (title >= TITLE_AGREES || lede >= LEDE_AGREES);
    let is_long_enough = shorter >= FEW_SHINGLES || same_title >= TITLE_AGREES;
    ((is_near || is_part) && is_long_enough).then_some(Likeness::Copy { jaccard, containment })
}

fn in_order(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

/// Of the words of two titles, the share of the shorter's that both have, and the share of all.
fn titles(a: &Title, b: &Title) -> (f32, f32) {
    let shared = common(&a.words, &b.words);
    let (shorter, longer) = in_order(a.words.len(), b.words.len());
    (ratio(shared, shorter), ratio(shared, shorter + longer - shared))
}

/// How much of one's lede the other begins with.
fn lede(a: &Form, b: &Form) -> f32 {
    let found = |lede: &[u64], opening: &[u64]| ratio(common(lede, opening), lede.len());
    found(&a.lede, &b.opening).max(found(&b.lede, &a.opening))
}

/// Whether two texts that are alike were made from one template, and what tells them apart.
fn template(a: &Form, b: &Form) -> Option<SeriesBecause> {
    if let Some(why) = titles_filled_in(&a.title, &b.title) {
        return Some(why);
    }
    let slots = a.slots.compare(&b.slots);
    if slots.references.differ > 0 {
        return Some(SeriesBecause::OtherReference);
    }
    let (shorter, longer) = in_order(a.shingles.len(), b.shingles.len());
    let is_same_length = ratio(shorter, longer) >= SAME_LENGTH;
    let nothing_else = is_same_length && slots.numbers.differ > slots.numbers.agree;
    if nothing_else || slots.numbers.is_below(NUMBERS_AGREE, UPDATED_NUMBERS) {
        return Some(SeriesBecause::OtherNumbers { shared: slots.numbers.share() });
    }
    let other_names = slots.names.is_below(NAMES_AGREE, UPDATED_NUMBERS);
    other_names.then(|| SeriesBecause::OtherNames { shared: slots.names.share() })
}

/// Whether two titles are one form with other numbers, dates or names in it.
fn titles_filled_in(a: &Title, b: &Title) -> Option<SeriesBecause> {
    if !a.dates.is_empty() && !b.dates.is_empty() && common(&a.dates, &b.dates) == 0 {
        return Some(SeriesBecause::OtherNumbersInTitles);
    }
    let shared = common(&a.form, &b.form);
    if ratio(shared, a.form.len() + b.form.len() - shared) < TITLE_FORM {
        return None;
    }
    let slots = a.slots.compare(&b.slots);
    if slots.numbers.differ + slots.references.differ > 0 {
        Some(SeriesBecause::OtherNumbersInTitles)
    } else {
        (slots.names.differ > 0).then_some(SeriesBecause::OtherNamesInTitles)
    }
}
