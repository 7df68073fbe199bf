//! Which story an article belongs to: one for each distinct text, until stories are about events.

use jiff::Timestamp;

use super::SameBecause;
use crate::news::StoryId;

/// A story as far as placing an article needs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StoryRef {
    pub published: Timestamp,
    pub id: StoryId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Placement {
    /// The first to say it.
    Found(StoryRef),
    /// Where it was.
    Stay(StoryId),
    /// A copy of an article in this story.
    Join { story: StoryId, why: SameBecause },
    /// The article's own story turns out to be another one: the older stays, the younger redirects to it.
    Merge { younger: StoryId, older: StoryId, why: SameBecause },
}

impl Placement {
    /// `own`: the story the article is in already. `twin`: the story of the article it is a copy of, and why.
    /// `founding`: the story it founds when it has neither.
    pub fn of(own: Option<StoryRef>, twin: Option<(StoryRef, SameBecause)>, founding: StoryRef) -> Self {
        match (own, twin) {
            (None, None) => Self::Found(founding),
            (Some(own), None) => Self::Stay(own.id),
            (None, Some((twin, why))) => Self::Join { story: twin.id, why },
            (Some(own), Some((twin, _))) if own.id == twin.id => Self::Stay(own.id),
            (Some(own), Some((twin, why))) => {
                let (older, younger) = if own < twin { (own, twin) } else { (twin, own) };
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

    fn placed(own: Option<StoryRef>, twin: Option<StoryRef>) -> Placement {
        Placement::of(own, twin.map(|twin| (twin, SameBecause::SameText)), story("new", 9))
    }

    #[test]
    fn an_article_like_no_other_founds_a_story_and_stays_there() {
        assert_eq!(placed(None, None), Placement::Found(story("new", 9)));
        assert_eq!(placed(Some(story("own", 1)), None), Placement::Stay(StoryId::new("own")));
    }

    #[test]
    fn a_copy_joins_the_story_of_what_it_copies() {
        let why = SameBecause::SameText;
        assert_eq!(placed(None, Some(story("twin", 1))), Placement::Join { story: StoryId::new("twin"), why });
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
