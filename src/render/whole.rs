//! A site at once, from stories in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;

use jiff::SignedDuration;

use super::{BEFORE_ANY_NEWS, ChannelKey, ChannelState, Document, Lookup, RenderError, Renderer, Run, Totals};
use super::{Numbers, numbers_in};
use crate::config::Config;
use crate::judge::progress::TopicFact;
use crate::judge::{Story, Tombstone};
use crate::news::StoryId;

/// Every document of a site that has these `stories` and no other, which came in the order of their dates: feeds in three
/// formats, their OPML, pages in both languages, the stylesheet and the icon.
///
/// # Errors
/// When a document can't be written, which no input should bring about; see [`RenderError`].
pub fn site(config: &Config, stories: &[Story]) -> Result<Vec<Document>, RenderError> {
    site_with(config, stories, &[])
}

/// The same where stories have been withdrawn, the latest first.
///
/// # Errors
/// See [`site`].
pub fn site_with(config: &Config, stories: &[Story], tombstones: &[Tombstone]) -> Result<Vec<Document>, RenderError> {
    let renderer = Renderer::new(config);
    let items = renderer.items(stories);
    let mut in_order: Vec<&Story> = stories.iter().collect();
    in_order.sort_by(|a, b| a.published.cmp(&b.published).then_with(|| b.id.cmp(&a.id)));
    let mut channels: BTreeMap<ChannelKey, Vec<&Story>> =
        renderer.declared().into_iter().map(|key| (key, Vec::new())).collect();
    for story in in_order {
        for key in renderer.keys_of(story) {
            channels.entry(key).or_default().push(story);
        }
    }
    let updated = |stories: &[&Story]| {
        stories.iter().map(|story| story.updated.max(story.published)).max().unwrap_or(BEFORE_ANY_NEWS)
    };
    let totals = Totals {
        stories: channels.iter().map(|(key, stories)| (key.clone(), stories.len())).collect(),
        numbers: channels.iter().map(|(key, stories)| (key.clone(), numbers_of(stories))).collect(),
        updated: updated(&stories.iter().collect::<Vec<_>>()),
    };

    let mut documents = renderer.assets();
    for story in stories {
        documents.extend(renderer.story(&story.id, &items)?);
    }
    for tombstone in tombstones {
        documents.extend(renderer.tombstone(tombstone)?);
    }
    let all = stories;
    for (key, stories) in &channels {
        let Some(sizes) = renderer.sizes(key) else { continue };
        let numbers = numbers_of(stories);
        let newest = |count: usize| Ok(ids(stories.iter().rev().take(count)));
        let numbered = |numbers: std::ops::RangeInclusive<u32>| {
            let at = |number: u32| usize::try_from(number).map_or(stories.len(), |number| number.min(stories.len()));
            let in_run = stories.get(at(numbers.start() - 1)..at(*numbers.end())).unwrap_or_default();
            Ok::<_, Infallible>(ids(in_run.iter().rev()))
        };
        let recent = |span: SignedDuration| {
            let newest = stories.last().map_or(BEFORE_ANY_NEWS, |story| story.published);
            let published = stories.iter().map(|story| story.published);
            Ok(published.filter(|published| newest.duration_since(*published) < span).collect())
        };
        let lookup = Lookup { arrived: &newest, newest: &newest, numbered: &numbered, recent: &recent };
        let counts = (stories.len(), numbers, updated(stories));
        let Ok(mut state) = ChannelState::look_up(key.clone(), sizes, counts, &lookup);
        let was_here = |tombstone: &&Tombstone| renderer.keys_of(&tombstone.story).contains(key);
        state.tombstones = tombstones.iter().filter(was_here).take(ChannelState::MOST_TOMBSTONES).cloned().collect();
        let run = |number, size| {
            let Ok(stories) = numbered(numbers_in(number, size));
            Run { key: key.clone(), number, numbers, stories }
        };
        for number in numbers.runs(sizes.feed) {
            documents.extend(renderer.archive(&run(number, sizes.feed), &items)?);
        }
        for number in numbers.runs(sizes.page) {
            documents.extend(renderer.older(&run(number, sizes.page), &items)?);
        }
        let facts = match key {
            ChannelKey::Topic(topic) => TopicFact::of_stories(all, topic),
            _ => Vec::new(),
        };
        documents.extend(renderer.channel(&state, &facts, &totals, &items)?);
    }
    documents.extend(renderer.overviews(&totals)?);
    documents.extend(renderer.fixed(totals.updated)?);
    Ok(documents)
}

fn numbers_of(stories: &[&Story]) -> Numbers {
    let last = u32::try_from(stories.len()).unwrap_or(u32::MAX);
    Numbers { first: (last > 0).then_some(1), last }
}

fn ids<'a>(stories: impl Iterator<Item = &'a &'a Story>) -> Vec<StoryId> {
    stories.map(|story| story.id.clone()).collect()
}
