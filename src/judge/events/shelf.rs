//! The open stories, where they are found by id and by terms.

use std::collections::HashMap;

use super::index::Index;
use super::open::OpenStory;
use super::vector::Vector;
use crate::news::StoryId;

/// Slots of closed stories are used again; no outcome depends on which.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    stories: Vec<Option<OpenStory>>,
    free: Vec<u32>,
    slots: HashMap<StoryId, u32>,
    index: Index,
}

impl Shelf {
    pub fn get(&self, id: &StoryId) -> Option<&OpenStory> {
        self.slots.get(id).and_then(|slot| self.stories[*slot as usize].as_ref())
    }

    pub fn all(&self) -> impl Iterator<Item = &OpenStory> {
        self.stories.iter().flatten()
    }

    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// In the place of the one with its id, if there is one.
    pub fn put(&mut self, story: OpenStory) {
        self.take(&story.story.id);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.stories.push(None);
            u32::try_from(self.stories.len() - 1).unwrap_or(u32::MAX)
        });
        self.index.put(slot, story.centre());
        self.slots.insert(story.story.id.clone(), slot);
        self.stories[slot as usize] = Some(story);
    }

    pub fn take(&mut self, id: &StoryId) -> Option<OpenStory> {
        let slot = self.slots.remove(id)?;
        let story = self.stories[slot as usize].take()?;
        self.index.remove(slot, story.centre());
        self.free.push(slot);
        Some(story)
    }

    /// The stories whose centres are at least so similar to an article, in no order.
    pub fn similar(&self, article: &Vector, least: f32) -> impl Iterator<Item = (&OpenStory, f32)> {
        let similarities = self.index.similarities(article, self.stories.len());
        // The stories lie far apart in memory: most aren't looked at.
        let similar = similarities.into_iter().enumerate().filter(move |(_, similarity)| *similarity >= least);
        similar.filter_map(|(slot, similarity)| self.stories[slot].as_ref().map(|story| (story, similarity)))
    }
}
