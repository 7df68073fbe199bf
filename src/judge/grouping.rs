//! What an article is a copy of, what it only looks like, and which story it is in: judged once for each revision of its
//! text, and never again when rules change.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Fingerprint, Placement, SameBecause, StoryRef};
use crate::news::{ArticleId, SeriesId, StoryId};
use crate::read::Article;

/// An article grouped before, that another might be a copy of.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub article: ArticleId,
    pub fingerprint: Fingerprint,
    /// Of its group: itself unless it is a copy.
    pub original: ArticleId,
    pub story: StoryRef,
}

/// An article that another is a copy of.
#[derive(Clone, Debug, PartialEq)]
pub struct CopyOf {
    pub original: ArticleId,
    pub story: StoryRef,
    pub why: SameBecause,
}

/// One article's pointing to another as its original. All copies of `copy` then point there as well, so that a group is
/// always a star.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub copy: ArticleId,
    pub original: ArticleId,
    pub why: SameBecause,
}

/// An article that was made from the same template as an earlier one, and is no copy of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesLink {
    /// The earlier one.
    pub like: ArticleId,
    /// The series that both are in when the earlier one is in none.
    pub founding: SeriesId,
    pub why: SeriesBecause,
}

/// Why two texts that look alike are two.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum SeriesBecause {
    /// Their numbers, dates among them, are others.
    OtherNumbers {
        /// Of the numbers in the same words, the share that is the same.
        shared: f32,
    },
    /// Their titles name other numbers or dates.
    OtherNumbersInTitles,
    /// They are or name documents of other numbers: 115/QĐ-UBND.
    OtherReference,
    /// They name other places, people or teams.
    OtherNames {
        /// Of the names in the same words, the share that is the same.
        shared: f32,
    },
    /// Their titles do.
    OtherNamesInTitles,
}

/// How an article is grouped.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouping {
    pub fingerprint: Fingerprint,
    /// When the article came out ([`Before::published`]). Frozen with the first grouping.
    pub published: Timestamp,
    pub link: Option<Link>,
    pub series: Option<SeriesLink>,
    pub placement: Placement,
}

/// What the store remembers of an article that is to be grouped.
#[derive(Clone, Debug, PartialEq)]
pub struct Before {
    pub id: ArticleId,
    /// The address of its link; for an entry without one of its own, one made of its source and words.
    pub address: String,
    pub first_seen: Timestamp,
    /// When it came out, as an earlier grouping froze it.
    pub published: Option<Timestamp>,
    /// The story that it is in already.
    pub story: Option<StoryRef>,
}

impl Before {
    /// An article that is dated ahead is held until then, if that is no longer after it was first seen. What is dated
    /// further ahead isn't dated by when it came out: a day and a month that were taken for one another are four weeks
    /// ahead at least. It counts as undated, so that it isn't lost.
    pub const LONGEST_HOLD: SignedDuration = SignedDuration::from_hours(14 * 24);

    /// 1 January 1990, before there was a web. What is dated earlier has a clock that was never set (1 January 1970) or a
    /// date that nobody filled in (1 January of the year 1), and counts as undated.
    const EARLIEST: Timestamp = Timestamp::constant(631_152_000, 0);

    /// When the article came out: as it says, if that can be, or else when it was first seen.
    pub fn published(&self, article: &Article) -> Timestamp {
        let can_be =
            |said: &Timestamp| *said >= Self::EARLIEST && said.duration_since(self.first_seen) <= Self::LONGEST_HOLD;
        let said = article.published.as_ref().map(|date| date.value).filter(can_be);
        self.published.or(said).unwrap_or(self.first_seen)
    }
}

impl CopyOf {
    pub fn of(known: &Known, why: SameBecause) -> Self {
        Self { original: known.original, story: known.story.clone(), why }
    }
}

impl Grouping {
    /// `copy`: the article's original. `event`: for an article that is no copy, the story about its event, and why.
    pub fn of(
        article: &Article,
        fingerprint: Fingerprint,
        before: &Before,
        copy: Option<CopyOf>,
        series: Option<SeriesLink>,
        event: Option<(StoryRef, SameBecause)>,
    ) -> Self {
        let published = before.published(article);
        let founding = StoryRef { published, id: StoryId::founded_by(&before.address) };
        let link = copy.as_ref().map(|copy| Link::between(before, copy));
        let mate = copy.map(|copy| (copy.story, copy.why)).or(event);
        let placement = Placement::of(before.story.clone(), mate, founding);
        Self { fingerprint, published, link, series, placement }
    }
}

impl Link {
    /// A new article points to its original. Of two that were there before, the first known stays the original.
    fn between(before: &Before, copy: &CopyOf) -> Self {
        let is_first_known = before.story.is_some() && before.id < copy.original;
        let (younger, older) = if is_first_known { (copy.original, before.id) } else { (before.id, copy.original) };
        Self { copy: younger, original: older, why: copy.why }
    }
}
