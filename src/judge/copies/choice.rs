//! Which of the texts that one is like is its original.

use super::compare::Likeness;
use super::thresholds::COPY_OF_COPY;
use crate::judge::{CopyOf, SameBecause, SeriesLink, StoryRef};
use crate::news::{ArticleId, SeriesId};

/// A text that was compared with another.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    pub article: ArticleId,
    /// Of its group: itself unless it is a copy.
    pub original: ArticleId,
    pub story: StoryRef,
    pub likeness: Likeness,
}

impl CopyOf {
    /// The original of the text that is most alike; of several, of the first known. A text that is like a copy, but not
    /// like its original, must be very like it, or groups would drift from text to text.
    pub fn most_alike(alike: &[Alike]) -> Option<Self> {
        let copies = alike.iter().filter_map(|alike| {
            let Likeness::Copy { jaccard, containment } = alike.likeness else { return None };
            let is_of_group = alike.article == alike.original || jaccard >= COPY_OF_COPY;
            is_of_group.then_some((jaccard.max(containment), alike, SameBecause::NearText { jaccard, containment }))
        });
        let (_, alike, why) = copies.reduce(|best, next| if comes_first(&next, &best) { next } else { best })?;
        Some(Self { original: alike.original, story: alike.story.clone(), why })
    }
}

impl SeriesLink {
    /// To the text that is most alike of those that are no copies. `address`: of the article that is asked about.
    pub fn most_alike(alike: &[Alike], address: &str) -> Option<Self> {
        let series = alike.iter().filter_map(|alike| {
            let Likeness::Series { jaccard, why } = alike.likeness else { return None };
            Some((jaccard, alike, why))
        });
        let (_, alike, why) = series.reduce(|best, next| if comes_first(&next, &best) { next } else { best })?;
        Some(Self { like: alike.original, founding: SeriesId::founded_by(address), why })
    }
}

fn comes_first<T>(a: &(f32, &Alike, T), b: &(f32, &Alike, T)) -> bool {
    a.0 > b.0 || (a.0 >= b.0 && a.1.article < b.1.article)
}
