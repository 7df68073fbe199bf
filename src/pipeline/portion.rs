//! Documents that are made together, so that each of their stories is read and made ready once, and memory has bounds.

use std::collections::BTreeSet;

use tracing::trace_span;

use crate::judge::progress::TopicFact;
use crate::judge::{Story, Tombstone};
use crate::news::StoryId;
use crate::publish::{Publication, PublishError};
use crate::render::{ChannelState, Document, Items, RenderError, Renderer, Run, Totals, is_current_feed};
use crate::store::PublishedFeed;

use super::PassError;

/// Stories of one portion, at some 20 KB each and as much again once they are rendered, where documents are made that
/// changed. A channel's own documents may take more. With 1,000, passes took 70 KB more each until the feeds of all sources
/// were full; one more story costs the same with either.
const MOST_STORIES: usize = 100;
/// The same where all documents are made, in which each story is many times: with 100, that took half as much time again.
const MOST_STORIES_OF_ALL: usize = 1000;

/// What documents are made of.
pub(super) enum Task {
    Story(StoryId),
    /// An archive document of feeds.
    Archive(Run),
    /// An older page.
    Older(Run),
    /// The current feeds and the first page; and what is stated for a topic.
    Current(ChannelState, Vec<TopicFact>),
    /// What stands for a withdrawn story.
    Tombstone(Box<Tombstone>),
}

#[derive(Default)]
pub(super) struct Portion {
    tasks: Vec<Task>,
    stories: BTreeSet<StoryId>,
}

impl Portion {
    pub(super) fn add(&mut self, task: Task) {
        match &task {
            Task::Story(id) => self.stories.extend([id.clone()]),
            Task::Archive(run) | Task::Older(run) => self.stories.extend(run.stories.iter().cloned()),
            Task::Tombstone(_) => {}
            Task::Current(state, _) => self.stories.extend(state.arrived.iter().chain(&state.newest).cloned()),
        }
        self.tasks.push(task);
    }

    /// Whether it is to be made before more is added; `is_whole`: all documents are made.
    pub(super) fn is_full(&self, is_whole: bool) -> bool {
        self.stories.len() >= if is_whole { MOST_STORIES_OF_ALL } else { MOST_STORIES }
    }

    /// The stories that its documents show.
    pub(super) fn stories(&self) -> Vec<StoryId> {
        self.stories.iter().cloned().collect()
    }

    /// Makes its documents in their order, of `stories`. Returns how the feeds among them are that go on, if they `are_told`
    /// to a hub.
    pub(super) fn put(
        &self,
        renderer: &Renderer,
        stories: &[Story],
        totals: &Totals,
        publication: &mut Publication,
        are_told: bool,
    ) -> Result<Vec<PublishedFeed>, PassError> {
        let items = trace_span!("items").in_scope(|| renderer.items(stories));
        let mut feeds = Vec::new();
        for task in &self.tasks {
            let documents = trace_span!("render").in_scope(|| documents(renderer, task, totals, &items))?;
            put_all(publication, &documents)?;
            let current = documents.iter().filter(|document| are_told && is_current_feed(&document.path));
            feeds.extend(current.map(|feed| PublishedFeed { path: feed.path.clone(), digest: feed.digest() }));
        }
        Ok(feeds)
    }
}

fn documents(
    renderer: &Renderer,
    task: &Task,
    totals: &Totals,
    items: &Items<'_>,
) -> Result<Vec<Document>, RenderError> {
    match task {
        Task::Story(id) => renderer.story(id, items),
        Task::Archive(run) => renderer.archive(run, items),
        Task::Older(run) => renderer.older(run, items),
        Task::Current(state, facts) => renderer.channel(state, facts, totals, items),
        Task::Tombstone(tombstone) => renderer.tombstone(tombstone),
    }
}

pub(super) fn put_all(publication: &mut Publication, documents: &[Document]) -> Result<(), PublishError> {
    let _span = trace_span!("write").entered();
    documents.iter().try_for_each(|document| publication.put(document))
}
