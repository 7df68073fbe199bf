//! Which of the texts that one is like is its original.

use super::compare::Likeness;
use super::thresholds::COPY_OF_COPY;
use crate::judge::{CopyOf, SameBecause, SeriesLink, StoryRef};
use crate::news::{ArticleId, SeriesId};

/// The original of a group that a text is like.
#[derive(Clone, Debug, PartialEq)]
pub struct Alike {
    pub original: ArticleId,
    pub story: StoryRef,
    pub likeness: Likeness,
}

/// What a text is to a group of which it was compared with a copy: what it is to the original. Where it has nothing to do
/// with that, the copy counts when the text is very like it, and it is itself like its original. So all of a group is
/// within two steps of its original, and groups don't drift from text to text.
pub fn through_copy(
    to_original: Option<Likeness>,
    to_copy: Likeness,
    copy_to_original: impl FnOnce() -> Option<Likeness>,
) -> Option<Likeness> {
    to_original.or_else(|| {
        let Likeness::Copy { jaccard, .. } = to_copy else { return None };
        let counts = jaccard >= COPY_OF_COPY && matches!(copy_to_original(), Some(Likeness::Copy { .. }));
        counts.then_some(to_copy)
    })
}

impl CopyOf {
    /// The original that is most alike; of several, the first known.
    pub fn most_alike(alike: &[Alike]) -> Option<Self> {
        let copies = alike.iter().filter_map(|alike| {
            let Likeness::Copy { jaccard, containment } = alike.likeness else { return None };
            Some((jaccard.max(containment), alike, SameBecause::NearText { jaccard, containment }))
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
    a.0 > b.0 || (a.0 >= b.0 && a.1.original < b.1.original)
}
