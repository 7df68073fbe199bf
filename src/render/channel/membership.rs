//! Which stories go into which channel.

use std::collections::{BTreeSet, HashSet};

use super::ChannelKey;
use crate::config::{Config, Feed};
use crate::judge::Story;
use crate::news::{SourceId, TopicId};
use crate::render::dates;

/// The channels that there are whether or not they have stories, in the order of feeds.toml.
pub(in crate::render) fn declared(config: &Config) -> Vec<ChannelKey> {
    let feeds = config.feeds.iter().map(|feed| ChannelKey::Feed(feed.id.clone()));
    let topics = config.topics.iter().map(|topic| ChannelKey::Topic(topic.id.clone()));
    let sources = config.sources.iter().map(|source| ChannelKey::Source(source.id.clone()));
    config
        .feeds
        .is_empty()
        .then_some(ChannelKey::Everything)
        .into_iter()
        .chain(feeds)
        .chain(topics)
        .chain(sources)
        .collect()
}

/// The channels that `story` is in.
pub(in crate::render) fn keys_of(config: &Config, story: &Story) -> Vec<ChannelKey> {
    let under = under(config, story);
    let reported: BTreeSet<&SourceId> = story.members.iter().map(|member| &member.source).collect();
    let mut keys = Vec::new();
    if config.feeds.is_empty() {
        keys.push(ChannelKey::Everything);
    }
    keys.extend(
        config.feeds.iter().filter(|feed| selects(feed, story, &under)).map(|feed| ChannelKey::Feed(feed.id.clone())),
    );
    keys.extend(
        config.topics.iter().filter(|topic| under.contains(&topic.id)).map(|topic| ChannelKey::Topic(topic.id.clone())),
    );
    keys.extend(reported.into_iter().filter(|source| config.source(source).is_some()).cloned().map(ChannelKey::Source));
    keys.push(ChannelKey::Month(dates::day(story.published, &config.site.zone).into()));
    keys
}

/// The topics that `story` is filed under and all above them.
pub(in crate::render) fn under<'a>(config: &'a Config, story: &'a Story) -> HashSet<&'a TopicId> {
    story.topics.iter().flat_map(|hit| config.lineage(&hit.topic)).map(|topic| &topic.id).collect()
}

/// Whether `feed` asks for `story`, which is `under` these topics; the feed's limit aside.
pub(in crate::render) fn selects(feed: &Feed, story: &Story, under: &HashSet<&TopicId>) -> bool {
    let topics = feed.topics.is_empty() || feed.topics.iter().any(|topic| under.contains(topic));
    let sources = feed.sources.is_empty() || story.members.iter().any(|member| feed.sources.contains(&member.source));
    topics && sources
}
