//! Which story an article belongs to.

use jiff::Timestamp;

use super::SameBecause;
use crate::news::StoryId;

/// A story as far as placing an article needs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoryRef {
    pub published: Timestamp,
    pub id: StoryId,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Placement {
    /// The first to say it.
    Found(StoryRef),
    /// Where it was.
    Stay(StoryId),
    /// A copy of an article in this story, or about its event.
    Join { story: StoryId, why: SameBecause },
    /// The article's own story turns out to be another one: the older stays, the younger redirects to it.
    Merge { younger: StoryId, older: StoryId, why: SameBecause },
}

impl Placement {
    /// `own`: the story the article is in already. `mate`: the story that it turns out to belong to, and why: that of the
    /// article it is a copy of, or else one about the same event. `founding`: the story it founds when it has neither.
    pub fn of(own: Option<StoryRef>, mate: Option<(StoryRef, SameBecause)>, founding: StoryRef) -> Self {
        match (own, mate) {
            (None, None) => Self::Found(founding),
            (Some(own), None) => Self::Stay(own.id),
            (None, Some((mate, why))) => Self::Join { story: mate.id, why },
            (Some(own), Some((mate, _))) if own.id == mate.id => Self::Stay(own.id),
            (Some(own), Some((mate, why))) => {
                let (older, younger) = if own < mate { (own, mate) } else { (mate, own) };
                Self::Merge { younger: younger.id, older: older.id, why }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(id: &str, second: i64) -> StoryRef {
        StoryRef { published: Timestamp::from_second(second).unwrap(), id: StoryId::new(id) }
    }

    fn placed(own: Option<StoryRef>, mate: Option<StoryRef>) -> Placement {
        Placement::of(own, mate.map(|mate| (mate, SameBecause::SameText)), story("new", 9))
    }

    #[test]
    fn an_article_like_no_other_founds_a_story_and_stays_there() {
        assert_eq!(placed(None, None), Placement::Found(story("new", 9)));
        assert_eq!(placed(Some(story("own", 1)), None), Placement::Stay(StoryId::new("own")));
    }

    #[test]
    fn a_copy_joins_the_story_of_what_it_copies() {
        let why = SameBecause::SameText;
        assert_eq!(placed(None, Some(story("mate", 1))), Placement::Join { story: StoryId::new("mate"), why });
    }

    #[test]
    fn of_two_stories_that_turn_out_to_be_one_the_older_stays_whichever_was_asked_about() {
        let merged =
            Placement::Merge { younger: StoryId::new("b"), older: StoryId::new("a"), why: SameBecause::SameText };
        assert_eq!(placed(Some(story("b", 2)), Some(story("a", 1))), merged);
        assert_eq!(placed(Some(story("a", 1)), Some(story("b", 2))), merged);
    }

    #[test]
    fn a_founder_that_sees_its_own_copy_stays() {
        assert_eq!(placed(Some(story("a", 1)), Some(story("a", 1))), Placement::Stay(StoryId::new("a")));
    }
}
