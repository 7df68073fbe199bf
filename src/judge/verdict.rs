//! All that is judged of one article.

use jiff::Timestamp;

use super::{Fingerprint, PlaceHit, Placement, StoryRef, Tokenised, TopicHit, TopicRules};
use crate::news::StoryId;

/// What was judged of one revision of an article.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    pub fingerprint: Fingerprint,
    pub topics: Vec<TopicHit>,
    pub places: Vec<PlaceHit>,
    /// When the article came out: as it says, but not after it was first seen. Frozen with the first verdict.
    pub published: Timestamp,
    pub placement: Placement,
}

/// An article judged before, that another might be a copy of.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub fingerprint: Fingerprint,
    pub story: StoryRef,
}

impl Verdict {
    /// Judges `article`. `first_seen` and `own` (the story it is in already) are as the store remembers them; `known` are
    /// the articles that share part of `fingerprint`, earliest first.
    pub fn on(
        article: &Tokenised<'_>,
        fingerprint: Fingerprint,
        first_seen: Timestamp,
        own: Option<StoryRef>,
        known: &[Known],
        rules: &TopicRules,
    ) -> Self {
        let published = article.article.published.as_ref().map_or(first_seen, |date| date.value.min(first_seen));
        let twin = known.iter().find_map(|known| Some((known.story.clone(), fingerprint.same_as(&known.fingerprint)?)));
        let founding = StoryRef { published, id: StoryId::founded_by(&fingerprint.address) };
        Self {
            placement: Placement::of(own, twin, founding),
            topics: rules.judge(article),
            places: PlaceHit::judge(article),
            published,
            fingerprint,
        }
    }
}
