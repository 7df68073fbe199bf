//! Which documents there are of a story, of a channel, and besides.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use jiff::Timestamp;

use super::channel::{self, Channel, ChannelKey, ChannelState, Month, Numbers, Run, Sizes};
use super::item::Item;
use super::pages::{self, Site};
use super::progress::{self, TopicProgress};
use super::{BEFORE_ANY_NEWS, Document, RenderError, feeds, plain};
use crate::config::Config;
use crate::judge::progress::TopicFact;
use crate::judge::{Story, Tombstone, TopicRules};
use crate::news::{StoryId, TopicId};

/// Makes the site's documents, each from what it shows and the configuration alone. So a site that was published change
/// by change is the same, to the byte, as one that is published at once.
pub struct Renderer {
    config: Config,
    rules: OnceLock<TopicRules>,
}

/// Stories made ready to print, each once for all its documents.
pub struct Items<'a> {
    by_id: HashMap<&'a StoryId, Item<'a>>,
}

/// What pages say of other channels than their own.
#[derive(Clone, Debug)]
pub struct Totals {
    /// How many stories are in each channel.
    pub stories: HashMap<ChannelKey, usize>,
    /// The numbers that the stories in each have.
    pub numbers: HashMap<ChannelKey, Numbers>,
    /// When any story was last updated.
    pub updated: Timestamp,
}

impl Totals {
    pub(super) fn of(&self, key: &ChannelKey) -> usize {
        self.stories.get(key).copied().unwrap_or(0)
    }

    /// The months that have stories, with these' numbers; in their order.
    pub(super) fn months(&self) -> BTreeMap<Month, Numbers> {
        let with_stories = self.numbers.iter().filter(|(_, numbers)| numbers.first.is_some());
        with_stories
            .filter_map(
                |(key, numbers)| {
                    if let ChannelKey::Month(month) = key { Some((*month, *numbers)) } else { None }
                },
            )
            .collect()
    }
}

impl<'a> Items<'a> {
    /// Those of `ids` that are there.
    fn all(&self, ids: &[StoryId]) -> Vec<&Item<'a>> {
        ids.iter().filter_map(|id| self.by_id.get(id)).collect()
    }

    /// Newest first, as pages list them.
    fn by_date(&self, ids: &[StoryId]) -> Vec<&Item<'a>> {
        let mut items = self.all(ids);
        items.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.story.id.cmp(&b.story.id)));
        items
    }
}

impl Renderer {
    pub fn new(config: &Config) -> Self {
        Self { config: plain::clean_config(config), rules: OnceLock::new() }
    }

    /// The channels that there are whether or not they have stories, in the order of feeds.toml.
    pub fn declared(&self) -> Vec<ChannelKey> {
        channel::declared(&self.config)
    }

    /// The channels that `story` is in.
    pub fn keys_of(&self, story: &Story) -> Vec<ChannelKey> {
        channel::keys_of(&self.config, story)
    }

    /// How many stories a channel's documents take; none for a channel that feeds.toml no longer has.
    pub fn sizes(&self, key: &ChannelKey) -> Option<Sizes> {
        Channel::of(&self.config, key).map(|channel| channel.sizes(&self.config))
    }

    pub fn items<'a>(&'a self, stories: &'a [Story]) -> Items<'a> {
        Items { by_id: stories.iter().map(|story| (&story.id, Item::new(&self.config, story))).collect() }
    }

    /// A story's own documents: its page in each language, and those that lead there from its old links. `items` has it.
    ///
    /// # Errors
    /// When a document can't be written, which no input should bring about; see [`RenderError`].
    pub fn story(&self, id: &StoryId, items: &Items<'_>) -> Result<Vec<Document>, RenderError> {
        items.by_id.get(id).map_or(Ok(Vec::new()), |item| pages::story_documents(&self.site(), item))
    }

    /// What stands where a withdrawn story's documents were.
    ///
    /// # Errors
    /// See [`Renderer::story`].
    pub fn tombstone(&self, tombstone: &Tombstone) -> Result<Vec<Document>, RenderError> {
        pages::gone_documents(&self.site(), tombstone)
    }

    /// Where [`Renderer::tombstone`] has the documents of the story `id`.
    pub fn tombstone_paths(&self, id: &StoryId) -> Vec<String> {
        pages::gone_paths(&self.config, id)
    }

    /// Where the documents of the story `id` are, or were.
    pub fn story_paths(&self, id: &StoryId) -> Vec<String> {
        pages::story_paths(&self.config, id)
    }

    /// The current documents of a channel: its feeds and its first page; of a topic's, its progress as well. `items` has
    /// the stories of `state`, `facts` is what is stated for the topic.
    ///
    /// # Errors
    /// See [`Renderer::story`].
    pub fn channel(
        &self,
        state: &ChannelState,
        facts: &[TopicFact],
        totals: &Totals,
        items: &Items<'_>,
    ) -> Result<Vec<Document>, RenderError> {
        let of = || Channel::of(&self.config, &state.key);
        let (Some(feed), Some(page)) = (of(), of()) else { return Ok(Vec::new()) };
        let mut documents = Vec::new();
        let sizes = feed.sizes(&self.config);
        if sizes.feed > 0 {
            let feed = Channel { items: items.all(&state.arrived), tombstones: &state.tombstones, ..feed };
            documents.extend(feeds::documents(&self.config, &feed.current(&state.numbers.runs(sizes.feed)))?);
        }
        if sizes.page > 0 {
            let page = Channel { items: items.by_date(&state.newest), ..page };
            let progress = page.topic().and_then(|topic| TopicProgress::of(&self.config, topic, facts));
            if let Some(of_topic) = &progress {
                documents.extend(progress::documents(&self.config, of_topic)?);
            }
            documents.extend(pages::first(&self.site(), &page, state, totals, progress.as_ref())?);
        }
        Ok(documents)
    }

    /// Where a topic's progress is, if there is any.
    pub fn progress_paths(&self, topic: &TopicId) -> Vec<String> {
        pages::progress_paths(&self.config, topic).into_iter().chain(progress::paths(topic)).collect()
    }

    /// The archive documents of a channel's feeds (RFC 5005) that have the stories of a complete `run`.
    ///
    /// # Errors
    /// See [`Renderer::story`].
    pub fn archive(&self, run: &Run, items: &Items<'_>) -> Result<Vec<Document>, RenderError> {
        let Some(channel) = Channel::of(&self.config, &run.key) else { return Ok(Vec::new()) };
        let archives = run.numbers.runs(channel.sizes(&self.config).feed);
        let channel = Channel { items: items.all(&run.stories), ..channel };
        feeds::documents(&self.config, &channel.archived(run.number, &archives))
    }

    /// The older page that has the stories of a complete `run`, in each language.
    ///
    /// # Errors
    /// See [`Renderer::story`].
    pub fn older(&self, run: &Run, items: &Items<'_>) -> Result<Vec<Document>, RenderError> {
        let Some(channel) = Channel::of(&self.config, &run.key) else { return Ok(Vec::new()) };
        let runs = run.numbers.runs(channel.sizes(&self.config).page);
        let channel = Channel { items: items.by_date(&run.stories), ..channel };
        pages::older(&self.site(), &channel, run.number, &runs)
    }

    /// Where a channel's archive documents of the `number`-th run are, or were.
    pub fn archive_paths(&self, key: &ChannelKey, number: u32) -> Vec<String> {
        Channel::of(&self.config, key).map_or(Vec::new(), |channel| feeds::archive_paths(&channel, number))
    }

    /// Where a channel's older pages of the `number`-th run are, or were; without a number, its first page.
    pub fn page_paths(&self, key: &ChannelKey, number: Option<u32>) -> Vec<String> {
        Channel::of(&self.config, key).map_or(Vec::new(), |channel| pages::list_paths(&self.config, &channel, number))
    }

    /// What says that the story `id` was here, and is no longer kept.
    pub fn expired(&self, id: &StoryId) -> Document {
        pages::expired(id)
    }

    /// Pages that sum up what is in the channels.
    ///
    /// # Errors
    /// See [`Renderer::story`].
    pub fn overviews(&self, totals: &Totals) -> Result<Vec<Document>, RenderError> {
        pages::overviews(&self.site(), totals)
    }

    /// What the pages need to look as they do.
    pub fn assets(&self) -> Vec<Document> {
        pages::assets()
    }

    /// Documents that follow from the configuration, which was published first at `modified`.
    ///
    /// # Errors
    /// See [`Renderer::story`].
    pub fn fixed(&self, modified: Timestamp) -> Result<Vec<Document>, RenderError> {
        let site = self.site();
        let mut documents = pages::fixed(&site, modified)?;
        documents.push(feeds::list(&self.config, &site.channels(), modified)?);
        Ok(documents)
    }

    pub(super) fn site(&self) -> Site<'_> {
        Site::new(&self.config, &self.rules)
    }

    /// As it is printed.
    pub(super) fn config(&self) -> &Config {
        &self.config
    }
}

impl Default for Totals {
    fn default() -> Self {
        Self { stories: HashMap::new(), numbers: HashMap::new(), updated: BEFORE_ANY_NEWS }
    }
}
