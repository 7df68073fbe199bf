//! Stories → documents → the folder and the daemon's readers.
//!
//! What is to be published is marked in the store: stories that were touched and, worked out here, the channels that they
//! were in or are in. Only their documents are made. When the site is to look otherwise, that is all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use tracing::trace_span;

use super::pass::{Event, Watch};
use super::portion::{Portion, Task, put_all};
use super::runs::{empty_runs, is_empty_month, numbers_of, runs};
use super::{PassError, Pipeline, workers};
use crate::judge::progress::TopicFact;
use crate::judge::{Story, Tombstone};
use crate::news::{SourceId, StoryId};
use crate::publish::{self, Publication};
use crate::render::{BEFORE_ANY_NEWS, ChannelKey, ChannelState, Lookup, Renderer, Run, Sizes, Totals, numbers_in};
use crate::store::{ChannelRow, Filed, PublishedFeed, StoreError};

/// Stories whose own pages are made together.
const TOGETHER: usize = 256;

impl Pipeline {
    /// Publishes what changed since it was published last, and says whether readers see anything new.
    pub(super) async fn publish_what_is_due(&mut self, watch: Watch<'_>) -> Result<bool, PassError> {
        let directory = &self.config.publish.directory;
        let is_whole = !self.store.is_published(&self.site_digest)? || !publish::is_published(directory);
        if !is_whole && !self.store.has_touched_stories()? {
            return Ok(false);
        }
        watch(Event::Publishing);
        if is_whole {
            self.store.touch_all()?;
        }
        let begun = Instant::now();
        let changed = self.publish(is_whole).await?;
        self.meters.publishing_took(begun.elapsed());
        Ok(changed)
    }

    /// Stories' pages come first, then lists of them: so links lead somewhere at any instant.
    async fn publish(&mut self, is_whole: bool) -> Result<bool, PassError> {
        let touched = trace_span!("mark").in_scope(|| self.store.begin_publishing())?;
        let mut publication = Publication::begin(&self.config.publish.directory, self.serving.clone())?;
        let renderer = Arc::clone(&self.renderer);
        put_all(&mut publication, &renderer.assets())?;
        let (mut gone, mut feeds) = (Vec::new(), Vec::new());
        for ids in touched.chunks(TOGETHER) {
            let stories = self.stories_of(ids)?;
            let tombstones = self.store.tombstones_of(ids, self.languages())?;
            self.file(&stories, ids, !is_whole)?;
            self.file_tombstones(ids, &tombstones)?;
            gone.extend(self.gone(&stories, ids)?.iter().flat_map(|id| renderer.story_paths(id)));
            let mut portion = Portion::default();
            for story in &stories {
                gone.extend(story.formerly.iter().chain([&story.id]).flat_map(|id| renderer.tombstone_paths(id)));
                portion.add(Task::Story(story.id.clone()));
            }
            for tombstone in tombstones {
                gone.extend(tombstone.ids().flat_map(|id| renderer.story_paths(id)));
                portion.add(Task::Tombstone(Box::new(tombstone)));
            }
            publication = self.put(portion, stories, Arc::default(), publication, &mut feeds).await?;
        }
        let purged = self.store.purged_stories(is_whole)?;
        gone.extend(purged.iter().flat_map(|id| renderer.story_paths(id)));
        publication = put_marks(purged, Arc::clone(&renderer), publication).await?;
        let begun = self.store.site_begun(&self.site_digest)?.unwrap_or(BEFORE_ANY_NEWS);
        let channels = self.store.channels()?;
        let totals = Arc::new(totals(&channels));
        let due = if is_whole { None } else { Some(self.due(&touched)?) };
        let mut portion = Portion::default();
        for key in self.channels_due(&channels, due.as_ref()) {
            let row = channels.get(&key.to_string()).cloned().unwrap_or_default();
            let mut facts = Vec::new();
            if let ChannelKey::Topic(topic) = &key {
                facts = self.store.facts_for(topic)?;
                // If these make none any more: what is put stays.
                gone.extend(renderer.progress_paths(topic));
            }
            let numbers = due.as_ref().map(|due| due.get(&key.to_string()).map_or(&[][..], Vec::as_slice));
            gone.extend(self.paths_without_stories(&key, &row, numbers));
            for task in self.channel_tasks(&key, &row, facts, numbers)? {
                portion.add(task);
                if portion.is_full(is_whole) {
                    let full = std::mem::take(&mut portion);
                    let stories = self.stories_of(&full.stories())?;
                    publication = self.put(full, stories, Arc::clone(&totals), publication, &mut feeds).await?;
                }
            }
        }
        let stories = self.stories_of(&portion.stories())?;
        publication = self.put(portion, stories, Arc::clone(&totals), publication, &mut feeds).await?;
        let written = workers::blocking(move || {
            let overviews = trace_span!("render").in_scope(|| renderer.overviews(&totals))?;
            put_all(&mut publication, &overviews)?;
            if !is_whole {
                return Ok::<_, PassError>(publication.finish(&gone)?);
            }
            let fixed = trace_span!("render").in_scope(|| renderer.fixed(begun))?;
            put_all(&mut publication, &fixed)?;
            Ok(publication.finish_whole()?)
        });
        let written = written.await?;
        trace_span!("mark").in_scope(|| self.store.end_publishing(&self.site_digest, &feeds))?;
        self.meters.stories_published(touched.len());
        Ok(!written.is_nothing())
    }

    /// Rendering and waiting for the disk would keep the daemon's readers waiting.
    async fn put(
        &self,
        portion: Portion,
        stories: Vec<Story>,
        totals: Arc<Totals>,
        mut publication: Publication,
        feeds: &mut Vec<PublishedFeed>,
    ) -> Result<Publication, PassError> {
        let renderer = Arc::clone(&self.renderer);
        // Nobody is told of them without a hub.
        let are_told = self.config.publish.hub.is_some();
        let put = workers::blocking(move || {
            let feeds = portion.put(&renderer, &stories, &totals, &mut publication, are_told)?;
            Ok::<_, PassError>((publication, feeds))
        });
        let (publication, made) = put.await?;
        self.pulse.beat();
        feeds.extend(made);
        Ok(publication)
    }

    fn stories_of(&self, ids: &[StoryId]) -> Result<Vec<Story>, PassError> {
        let _span = trace_span!("load").entered();
        Ok(self.store.stories_of(ids, self.languages())?)
    }

    /// What sources write in.
    fn languages(&self) -> impl Fn(&SourceId) -> String {
        let languages: HashMap<_, _> =
            self.config.sources.iter().map(|source| (&source.id, &source.language)).collect();
        move |id| languages.get(id).copied().cloned().unwrap_or_default()
    }

    /// Has the stories of `ids` be in the channels that they belong to; those that are no more, in none.
    fn file(&mut self, stories: &[Story], ids: &[StoryId], due: bool) -> Result<(), PassError> {
        let _span = trace_span!("file").entered();
        let by_id: HashMap<&StoryId, &Story> = stories.iter().map(|story| (&story.id, story)).collect();
        let filed = ids.iter().map(|id| match by_id.get(id) {
            Some(story) => Filed {
                story: id,
                published: story.published,
                updated: story.updated.max(story.published),
                channels: self.renderer.keys_of(story).iter().map(ToString::to_string).collect(),
                series: story.series.as_ref().map(|series| &series.id),
            },
            None => Filed {
                story: id,
                published: BEFORE_ANY_NEWS,
                updated: BEFORE_ANY_NEWS,
                channels: Vec::new(),
                series: None,
            },
        });
        let filed: Vec<Filed<'_>> = filed.collect();
        Ok(self.store.file(&filed, due)?)
    }

    /// Has the channels that withdrawn stories were in say so.
    fn file_tombstones(&mut self, ids: &[StoryId], tombstones: &[Tombstone]) -> Result<(), PassError> {
        let keys =
            |tombstone: &Tombstone| self.renderer.keys_of(&tombstone.story).iter().map(ToString::to_string).collect();
        let filed: Vec<_> = tombstones.iter().map(|tombstone| (tombstone, keys(tombstone))).collect();
        Ok(self.store.file_tombstones(ids, &filed)?)
    }

    /// Of `ids`, those that are neither among `stories` nor a part of another: the page of such a one leads to that.
    fn gone(&self, stories: &[Story], ids: &[StoryId]) -> Result<Vec<StoryId>, StoreError> {
        let there: HashSet<&StoryId> = stories.iter().map(|story| &story.id).collect();
        let missing: Vec<StoryId> = ids.iter().filter(|id| !there.contains(id)).cloned().collect();
        let merged: HashSet<StoryId> = self.store.merged(&missing)?.into_iter().collect();
        Ok(missing.into_iter().filter(|id| !merged.contains(id)).collect())
    }

    /// The channels whose documents are to be made, with the numbers of the stories that changed in them; those of topics
    /// whose progress changed as well.
    fn due(&self, touched: &[StoryId]) -> Result<BTreeMap<String, Vec<u32>>, StoreError> {
        let mut due = self.store.due_channels()?;
        for topic in self.store.due_progress(touched)? {
            due.entry(ChannelKey::Topic(topic).to_string()).or_default();
        }
        Ok(due)
    }

    /// The channels whose documents are to be made; `due`: the only ones.
    fn channels_due(
        &self,
        known: &BTreeMap<String, ChannelRow>,
        due: Option<&BTreeMap<String, Vec<u32>>>,
    ) -> Vec<ChannelKey> {
        let keys: BTreeSet<ChannelKey> = if let Some(due) = due {
            due.keys().filter_map(|key| ChannelKey::parse(key)).collect()
        } else {
            let known = known.keys().filter_map(|key| ChannelKey::parse(key));
            known.chain(self.renderer.declared()).collect()
        };
        let mut keys: Vec<ChannelKey> = keys.into_iter().collect();
        // The front page shows the topics' counts.
        let front = self.renderer.declared().into_iter().next();
        keys.extend(front.filter(|front| !keys.contains(front)));
        keys
    }

    /// The documents of a channel: those that list the stories with these numbers, or all.
    fn channel_tasks(
        &self,
        key: &ChannelKey,
        row: &ChannelRow,
        facts: Vec<TopicFact>,
        numbers: Option<&[u32]>,
    ) -> Result<Vec<Task>, PassError> {
        let Some(sizes) = self.renderer.sizes(key) else { return Ok(Vec::new()) };
        let _span = trace_span!("look up").entered();
        let (name, row_numbers) = (key.to_string(), numbers_of(row));
        if is_empty_month(key, row) {
            return Ok(Vec::new());
        }
        let run = |number, size| {
            let stories = self.store.numbered(&name, numbers_in(number, size))?;
            Ok::<_, StoreError>(Run { key: key.clone(), number, numbers: row_numbers, stories })
        };
        let mut tasks = Vec::new();
        for number in runs(row_numbers, sizes.feed, numbers) {
            tasks.push(Task::Archive(run(number, sizes.feed)?));
        }
        for number in runs(row_numbers, sizes.page, numbers) {
            tasks.push(Task::Older(run(number, sizes.page)?));
        }
        let tombstones = self.store.tombstones_in(&name, ChannelState::MOST_TOMBSTONES, self.languages())?;
        tasks.push(Task::Current(ChannelState { tombstones, ..self.state(key, row, sizes)? }, facts));
        Ok(tasks)
    }

    /// Where documents of a channel were that have no story any more since stories with these numbers left it.
    fn paths_without_stories(&self, key: &ChannelKey, row: &ChannelRow, left: Option<&[u32]>) -> Vec<String> {
        let (Some(sizes), Some(left)) = (self.renderer.sizes(key), left) else { return Vec::new() };
        let mut paths = Vec::new();
        for run in empty_runs(numbers_of(row), sizes.feed, left) {
            paths.extend(self.renderer.archive_paths(key, run));
        }
        for run in empty_runs(numbers_of(row), sizes.page, left) {
            paths.extend(self.renderer.page_paths(key, Some(run)));
        }
        if is_empty_month(key, row) {
            paths.extend(self.renderer.page_paths(key, None));
        }
        paths
    }

    fn state(&self, key: &ChannelKey, row: &ChannelRow, sizes: Sizes) -> Result<ChannelState, StoreError> {
        let name = key.to_string();
        let lookup = Lookup {
            arrived: &|count| self.store.newest_arrived(&name, count),
            newest: &|count| self.store.newest_published(&name, count),
            numbered: &|numbers| self.store.numbered(&name, numbers),
            recent: &|span| self.store.published_within(&name, span),
        };
        let counts = (row.stories, numbers_of(row), row.updated.unwrap_or(BEFORE_ANY_NEWS));
        ChannelState::look_up(key.clone(), sizes, counts, &lookup)
    }
}

/// Puts the marks of purged stories.
async fn put_marks(
    purged: Vec<StoryId>,
    renderer: Arc<Renderer>,
    mut publication: Publication,
) -> Result<Publication, PassError> {
    let put = workers::blocking(move || {
        purged.iter().try_for_each(|id| publication.put(&renderer.expired(id)))?;
        Ok::<_, PassError>(publication)
    });
    put.await
}

fn totals(channels: &BTreeMap<String, ChannelRow>) -> Totals {
    Totals {
        stories: channels.iter().filter_map(|(key, row)| Some((ChannelKey::parse(key)?, row.stories))).collect(),
        numbers: channels.iter().filter_map(|(key, row)| Some((ChannelKey::parse(key)?, numbers_of(row)))).collect(),
        updated: channels.values().filter_map(|row| row.updated).max().unwrap_or(BEFORE_ANY_NEWS),
    }
}
