//! Which stories go into which feed.

use std::collections::HashSet;

use jiff::Timestamp;

use super::item::Item;
use super::names;
use crate::config::{Config, Feed, FeedContent, Topic};
use crate::judge::{Member, Story, Tombstone};
use crate::news::{SourceId, TopicId};

/// Newest stories in a topic's feed and on its page: topics have no `limit` of their own.
pub(super) const TOPIC_STORIES: usize = 50;

/// The latest tombstones that a feed carries. Readers need to have seen one once: a feed loses one when a hundred stories
/// were withdrawn after it.
const TOMBSTONES: usize = 100;

/// A feed to be written in every format: a `[[feed]]` or a topic's own.
pub(super) struct Channel<'a> {
    /// A permanent tag URI.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    /// The page that belongs to it, under the site's root: a topic's own, otherwise the front page, which is empty.
    pub(super) page: String,
    /// Path without the format's suffix: `feeds/tong-hop`, `topic/dtts/feed`.
    pub(super) stem: String,
    pub(super) content: FeedContent,
    /// None for a `[[feed]]`.
    pub(super) topic: Option<&'a Topic>,
    pub(super) items: Vec<&'a Item<'a>>,
    /// Stories that were in it and have been withdrawn, the latest first.
    pub(super) tombstones: Vec<&'a Tombstone>,
}

impl Channel<'_> {
    pub(super) fn path(&self, suffix: &str) -> String {
        format!("{}.{suffix}", self.stem)
    }

    pub(super) fn updated(&self) -> Timestamp {
        let withdrawn = self.tombstones.iter().map(|tombstone| tombstone.withdrawn);
        withdrawn.fold(super::newest(self.items.iter().copied()), Timestamp::max)
    }
}

/// The feeds in the file's order, then the topics'.
pub(super) fn all<'a>(config: &'a Config, items: &'a [Item<'a>], tombstones: &'a [Tombstone]) -> Vec<Channel<'a>> {
    let buried = |selects: &dyn Fn(&Story, &HashSet<&TopicId>) -> bool| {
        let selected = tombstones.iter().filter(|it| selects(&it.story, &above(config, &it.story)));
        selected.take(TOMBSTONES).collect()
    };
    let feeds = config.feeds.iter().map(|feed| Channel {
        id: names::feed_tag(&config.site, feed.id.as_str()),
        title: feed.title.clone(),
        description: feed.description.clone().unwrap_or_else(|| config.site.description.clone()),
        page: String::new(),
        stem: format!("feeds/{}", names::segment(feed.id.as_str())),
        content: feed.content,
        topic: None,
        items: items.iter().filter(|item| selects(feed, item.story, &item.under)).take(feed.limit).collect(),
        tombstones: buried(&|story, under| selects(feed, story, under)),
    });
    let topics = config.topics.iter().map(|topic| Channel {
        id: names::topic_tag(&config.site, &topic.id),
        title: format!("{} – {}", topic.name, config.site.title),
        description: topic.description.clone().unwrap_or_else(|| topic.name.clone()),
        page: names::topic_path(&topic.id),
        stem: format!("{}feed", names::topic_path(&topic.id)),
        content: FeedContent::Summary,
        topic: Some(topic),
        items: under(topic, items).take(TOPIC_STORIES).collect(),
        tombstones: buried(&|_, under| under.contains(&topic.id)),
    });
    feeds.chain(topics).collect()
}

/// The stories filed under `topic` or below it.
pub(super) fn under<'a>(topic: &'a Topic, items: &'a [Item<'a>]) -> impl Iterator<Item = &'a Item<'a>> {
    items.iter().filter(|item| item.under.contains(&topic.id))
}

/// Whether `feed` asks for `story`, which is `under` these topics; the feed's limit aside.
pub(super) fn selects(feed: &Feed, story: &Story, under: &HashSet<&TopicId>) -> bool {
    let Feed { topics, sources, places, languages, without, .. } = feed;
    let under = |topics: &[TopicId]| topics.iter().any(|topic| under.contains(topic));
    let about =
        |places: &[String]| story.places.iter().any(|hit| places.contains(&hit.place) || places.contains(&hit.today));
    let by = |sources: &[SourceId], member: &Member| sources.contains(&member.source);
    (topics.is_empty() || under(topics))
        && (sources.is_empty() || story.members.iter().any(|member| by(sources, member)))
        && (places.is_empty() || about(places))
        && (languages.is_empty() || languages.iter().any(|range| is_in(&story.language, range)))
        && !under(&without.topics)
        && !about(&without.places)
        && (without.sources.is_empty() || !story.members.iter().all(|member| by(&without.sources, member)))
}

/// Whether a language tag is in a range, which has no wildcards (RFC 4647, 3.3.1): `zh-Hant-TW` is in `zh-Hant`.
fn is_in(tag: &str, range: &str) -> bool {
    tag.split_at_checked(range.len())
        .is_some_and(|(start, rest)| start.eq_ignore_ascii_case(range) && (rest.is_empty() || rest.starts_with('-')))
}

/// The topics that a story is filed under and all above them.
pub(super) fn above<'a>(config: &'a Config, story: &'a Story) -> HashSet<&'a TopicId> {
    story.topics.iter().flat_map(|hit| config.lineage(&hit.topic)).map(|topic| &topic.id).collect()
}
