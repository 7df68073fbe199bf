//! Which stories go into which feed.

use std::collections::HashSet;

use jiff::Timestamp;

use super::item::Item;
use super::names;
use crate::config::{Config, Feed, FeedContent, Topic};
use crate::judge::Story;
use crate::news::TopicId;

/// Newest stories in a topic's feed and on its page: topics have no `limit` of their own.
pub(super) const TOPIC_STORIES: usize = 50;

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
    /// What its feeds' addresses have behind the path, with its `?`: empty but for a search.
    pub(super) parameters: String,
    pub(super) content: FeedContent,
    /// None for a `[[feed]]`.
    pub(super) topic: Option<&'a Topic>,
    pub(super) items: Vec<&'a Item<'a>>,
}

impl Channel<'_> {
    /// Its feed's path without parameters.
    pub(super) fn file(&self, suffix: &str) -> String {
        format!("{}.{suffix}", self.stem)
    }

    pub(super) fn path(&self, suffix: &str) -> String {
        format!("{}.{suffix}{}", self.stem, self.parameters)
    }

    pub(super) fn updated(&self) -> Timestamp {
        super::newest(self.items.iter().copied())
    }
}

/// The feeds in the file's order, then the topics'.
pub(super) fn all<'a>(config: &'a Config, items: &'a [Item<'a>]) -> Vec<Channel<'a>> {
    let feeds = config.feeds.iter().map(|feed| Channel {
        id: names::feed_tag(&config.site, feed.id.as_str()),
        title: feed.title.clone(),
        description: feed.description.clone().unwrap_or_else(|| config.site.description.clone()),
        page: String::new(),
        stem: format!("feeds/{}", names::segment(feed.id.as_str())),
        parameters: String::new(),
        content: feed.content,
        topic: None,
        items: items.iter().filter(|item| selects(feed, item.story, &item.under)).take(feed.limit).collect(),
    });
    let topics = config.topics.iter().map(|topic| Channel {
        id: names::topic_tag(&config.site, &topic.id),
        title: format!("{} – {}", topic.name, config.site.title),
        description: topic.description.clone().unwrap_or_else(|| topic.name.clone()),
        page: names::topic_path(&topic.id),
        stem: format!("{}feed", names::topic_path(&topic.id)),
        parameters: String::new(),
        content: FeedContent::Summary,
        topic: Some(topic),
        items: under(topic, items).take(TOPIC_STORIES).collect(),
    });
    feeds.chain(topics).collect()
}

/// The stories filed under `topic` or below it.
pub(super) fn under<'a>(topic: &'a Topic, items: &'a [Item<'a>]) -> impl Iterator<Item = &'a Item<'a>> {
    items.iter().filter(|item| item.under.contains(&topic.id))
}

/// Whether `feed` asks for `story`, which is `under` these topics; the feed's limit aside.
pub(super) fn selects(feed: &Feed, story: &Story, under: &HashSet<&TopicId>) -> bool {
    let topics = feed.topics.is_empty() || feed.topics.iter().any(|topic| under.contains(topic));
    let sources = feed.sources.is_empty() || story.members.iter().any(|member| feed.sources.contains(&member.source));
    topics && sources
}
