//! A site at once, from stories in memory.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::{BEFORE_ANY_NEWS, ChannelKey, ChannelState, Document, Lookup, RenderError, Renderer, Run, Totals};
use super::{complete_runs, numbers_in};
use crate::config::Config;
use crate::judge::Story;
use crate::news::StoryId;

/// Every document of a site that has these `stories` and no other, which came in the order of their dates: feeds in three
/// formats, their OPML, pages in both languages, the stylesheet and the icon.
///
/// # Errors
/// When a document can't be written, which no input should bring about; see [`RenderError`].
pub fn site(config: &Config, stories: &[Story]) -> Result<Vec<Document>, RenderError> {
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
        updated: updated(&stories.iter().collect::<Vec<_>>()),
    };

    let mut documents = renderer.assets();
    for story in stories {
        documents.extend(renderer.story(&story.id, &items)?);
    }
    for (key, stories) in &channels {
        let Some(sizes) = renderer.sizes(key) else { continue };
        let last = u32::try_from(stories.len()).unwrap_or(u32::MAX);
        let newest = |count: usize| Ok(ids(stories.iter().rev().take(count)));
        let numbered = |numbers: std::ops::RangeInclusive<u32>| {
            let at = |number: u32| usize::try_from(number).map_or(stories.len(), |number| number.min(stories.len()));
            let in_run = stories.get(at(numbers.start() - 1)..at(*numbers.end())).unwrap_or_default();
            Ok::<_, Infallible>(ids(in_run.iter().rev()))
        };
        let lookup = Lookup { arrived: &newest, newest: &newest, numbered: &numbered };
        let counts = (stories.len(), last, updated(stories));
        let Ok(state) = ChannelState::look_up(key.clone(), sizes, counts, &lookup);
        let run = |number, size| {
            let Ok(stories) = numbered(numbers_in(number, size));
            Run { key: key.clone(), number, last, stories }
        };
        for number in 1..=complete_runs(last, sizes.feed) {
            documents.extend(renderer.archive(&run(number, sizes.feed), &items)?);
        }
        for number in 1..=complete_runs(last, sizes.page) {
            documents.extend(renderer.older(&run(number, sizes.page), &items)?);
        }
        documents.extend(renderer.channel(&state, &totals, &items)?);
    }
    documents.extend(renderer.overviews(&totals)?);
    documents.extend(renderer.fixed(totals.updated)?);
    Ok(documents)
}

fn ids<'a>(stories: impl Iterator<Item = &'a &'a Story>) -> Vec<StoryId> {
    stories.map(|story| story.id.clone()).collect()
}
