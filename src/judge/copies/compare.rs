//! Two texts compared in full.

use super::form::{Form, Title};
use super::thresholds::{
    BEYOND_NOTICES, COPY_CONTAINMENT, COPY_JACCARD, FEW_SHINGLES, LEDE_AGREES, LEDE_RELATED, NAMES_AGREE,
    NUMBERS_AGREE, SAME_LENGTH, SERIES_CONTAINMENT, TITLE_AGREES, TITLE_FORM, TITLE_NAMES, TITLE_NAMES_AGREE,
    TITLE_RELATED, UPDATED_NUMBERS,
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

impl Likeness {
    pub fn is_series(&self) -> bool {
        matches!(self, Self::Series { .. })
    }
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
    let is_related = title >= TITLE_RELATED || lede >= LEDE_RELATED || is_beyond_notices(a, b, shared);
    let is_near = jaccard >= COPY_JACCARD && is_related;
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

/// Whether two texts share more than a notice has; but what a source prints with each text may be of any length.
fn is_beyond_notices(a: &Form, b: &Form, shared: usize) -> bool {
    shared >= BEYOND_NOTICES && a.source != b.source
}

/// How much of one's lede the other begins with; nothing where it may be what their source prints above each text.
fn lede(a: &Form, b: &Form) -> f32 {
    if a.source == b.source && !(a.has_lead && b.has_lead) {
        return 0.0;
    }
    let found = |lede: &[u64], opening: &[u64]| ratio(common(lede, opening), lede.len());
    found(&a.lede, &b.opening).max(found(&b.lede, &a.opening))
}

/// Whether two texts that are alike were made from one template, and what tells them apart.
fn template(a: &Form, b: &Form) -> Option<SeriesBecause> {
    let slots = a.slots.compare(&b.slots);
    let titles = a.title.slots.compare(&b.title.slots);
    let one_form = is_one_form(&a.title, &b.title);
    if other_dates(&a.title, &b.title) || (one_form && titles.numbers.differ + titles.references.differ > 0) {
        return Some(SeriesBecause::OtherNumbersInTitles);
    }
    if one_form && titles.names.differ > 0 && slots.names.is_below(TITLE_NAMES_AGREE, TITLE_NAMES) {
        return Some(SeriesBecause::OtherNamesInTitles);
    }
    if slots.references.differ > 0 {
        return Some(SeriesBecause::OtherReference);
    }
    let (shorter, longer) = in_order(a.shingles.len(), b.shingles.len());
    let is_same_length = ratio(shorter, longer) >= SAME_LENGTH;
    let is_beyond_update = slots.numbers.differ > UPDATED_NUMBERS;
    let mostly_differ = slots.numbers.differ > slots.numbers.agree || slots.dates.differ > slots.dates.agree;
    let filled_anew = mostly_differ && (is_same_length || is_beyond_update);
    if filled_anew || slots.numbers.is_below(NUMBERS_AGREE, UPDATED_NUMBERS) {
        return Some(SeriesBecause::OtherNumbers { shared: slots.numbers.share() });
    }
    let other_names = slots.names.is_below(NAMES_AGREE, UPDATED_NUMBERS);
    other_names.then(|| SeriesBecause::OtherNames { shared: slots.names.share() })
}

/// Whether two titles name dates, and none that both name.
fn other_dates(a: &Title, b: &Title) -> bool {
    !a.dates.is_empty() && !b.dates.is_empty() && common(&a.dates, &b.dates) == 0
}

/// Whether two titles are one form, filled in.
fn is_one_form(a: &Title, b: &Title) -> bool {
    let shared = common(&a.form, &b.form);
    ratio(shared, a.form.len() + b.form.len() - shared) >= TITLE_FORM
}
