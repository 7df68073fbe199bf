//! How near two texts are that are no copies, for whoever asks why.

use serde::Serialize;

use super::compare::{Likeness, compare};
use super::form::Form;
use super::thresholds::{COPY_CONTAINMENT, COPY_JACCARD};
use super::{common, ratio};
use crate::judge::SeriesBecause;

/// What two texts have in common.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Nearness {
    /// Of the shingles of both, the share that both have.
    pub jaccard: f32,
    /// Of the shingles of the shorter, the share that the longer has.
    pub containment: f32,
    /// Why they are no copies; none for copies.
    pub apart: Option<Apart>,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Apart {
    /// They have the words of one template.
    Series {
        why: SeriesBecause,
    },
    LittleInCommon,
    /// Enough in common, but neither their titles nor their beginnings are alike: one page's standing text, a notice.
    OtherTitleAndBeginning,
}

impl Nearness {
    pub fn between(a: &Form, b: &Form) -> Self {
        let shared = common(&a.shingles, &b.shingles);
        let (one, other) = (a.shingles.len(), b.shingles.len());
        let (jaccard, containment) = (ratio(shared, one + other - shared), ratio(shared, one.min(other)));
        let apart = match compare(a, b) {
            Some(Likeness::Copy { .. }) => None,
            Some(Likeness::Series { why, .. }) => Some(Apart::Series { why }),
            None if jaccard < COPY_JACCARD && containment < COPY_CONTAINMENT => Some(Apart::LittleInCommon),
            None => Some(Apart::OtherTitleAndBeginning),
        };
        Self { jaccard, containment, apart }
    }

    /// For ranking: the greater, the nearer.
    pub fn score(&self) -> f32 {
        self.jaccard.max(self.containment)
    }
}
