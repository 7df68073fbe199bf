//! What stands for a story that was withdrawn.

use jiff::Timestamp;

use super::Story;
use crate::news::StoryId;
use crate::read::SafeHtml;

/// A story that was published and isn't any more. Its id is never given to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Tombstone {
    /// Without its texts, and without the words that speak for its topics and places: what is left says which feeds it
    /// was in.
    pub story: Story,
    pub withdrawn: Timestamp,
    pub by: WithdrawnBy,
}

/// Who withdrew a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WithdrawnBy {
    /// For a reason that readers are told.
    Operator { why: String },
    /// All who had reported it took their articles down.
    Publisher,
}

impl Tombstone {
    pub fn of(story: Story, withdrawn: Timestamp, by: WithdrawnBy) -> Self {
        let mut story = Story {
            title: String::new(),
            lead: None,
            body: SafeHtml::default(),
            image: None,
            authors: Vec::new(),
            series: None,
            ..story
        };
        story.topics.iter_mut().for_each(|hit| hit.evidence.clear());
        story.places.iter_mut().for_each(|hit| hit.evidence.clear());
        for member in &mut story.members {
            member.title.clear();
            member.url = None;
        }
        Self { story, withdrawn, by }
    }

    /// All ids under which it was published.
    pub fn ids(&self) -> impl Iterator<Item = &StoryId> {
        std::iter::once(&self.story.id).chain(&self.story.formerly)
    }
}
