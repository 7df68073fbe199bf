//! Channels: lists of stories that have feeds, a page, or both.

mod key;
mod membership;
mod places;
mod runs;

use std::ops::RangeInclusive;

use jiff::Timestamp;
use url::Url;

use super::item::Item;
use super::{names, words};
use crate::config::{Config, Feed, FeedContent, Source, Topic};
use crate::judge::Tombstone;
use crate::text::Unit;

pub use key::{ChannelKey, Month};
pub(super) use membership::{declared, keys_of, selects, under};
pub(super) use runs::PLOT_WEEKS;
pub use runs::{ChannelState, Lookup, Numbers, Run, Sizes, numbers_in, run_of};

/// A list of stories as feed writers and templates print it.
pub(super) struct Channel<'a> {
    /// A permanent tag URI.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description: String,
    /// The page that belongs to it, under the site's root: its own, or the front page, which is empty.
    pub(super) page: String,
    /// Path of its feeds without the format's suffix: `feeds/tong-hop`, `topic/dtts/feed`, `feeds/tong-hop/3` for an
    /// archive document.
    pub(super) stem: String,
    /// What its feeds' addresses have behind the path, with its `?`: empty but for a search.
    pub(super) parameters: String,
    pub(super) content: FeedContent,
    pub(super) kind: Kind<'a>,
    /// Where the feed goes on.
    pub(super) paging: Paging,
    pub(super) items: Vec<&'a Item<'a>>,
    /// Stories that were in it and have been withdrawn, the latest first; none in archive documents.
    pub(super) tombstones: &'a [Tombstone],
}

/// What a channel is about.
#[derive(Clone, Copy)]
pub(super) enum Kind<'a> {
    Everything,
    Feed(&'a Feed),
    Topic(&'a Topic),
    Source(&'a Source),
    Month(Month),
    Place(&'static Unit),
}

/// The other documents of a paged feed (RFC 5005, section 4), by their paths without suffix.
#[derive(Default)]
pub(super) struct Paging {
    pub(super) previous: Option<String>,
    pub(super) next: Option<String>,
    /// The current document; none for that itself.
    pub(super) current: Option<String>,
}

impl Paging {
    /// By their relation (RFC 5005, section 4.2).
    pub(super) fn links(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let links = [("current", &self.current), ("prev-archive", &self.previous), ("next-archive", &self.next)];
        links.into_iter().filter_map(|(rel, stem)| Some((rel, stem.as_deref()?)))
    }

    pub(super) fn is_archive(&self) -> bool {
        self.current.is_some()
    }
}

impl<'a> Channel<'a> {
    /// The channel that `key` stands for, without stories. None if feeds.toml no longer has it.
    pub(super) fn of(config: &'a Config, key: &ChannelKey) -> Option<Self> {
        let site = &config.site;
        let channel = match key {
            ChannelKey::Everything => Channel {
                id: names::feed_tag(site, ""),
                title: site.title.clone(),
                description: site.description.clone(),
                stem: String::new(),
                ..Self::at(String::new())
            },
            ChannelKey::Feed(id) => {
                let feed = config.feeds.iter().find(|feed| feed.id == *id)?;
                Channel {
                    id: names::feed_tag(site, feed.id.as_str()),
                    title: feed.title.clone(),
                    description: feed.description.clone().unwrap_or_else(|| site.description.clone()),
                    stem: names::feed_stem(&feed.id),
                    content: feed.content,
                    kind: Kind::Feed(feed),
                    ..Self::at(String::new())
                }
            }
            ChannelKey::Topic(id) => {
                let topic = config.topic(id)?;
                Channel {
                    id: names::topic_tag(site, &topic.id),
                    title: format!("{} – {}", topic.name, site.title),
                    description: topic.description.clone().unwrap_or_else(|| topic.name.clone()),
                    kind: Kind::Topic(topic),
                    ..Self::at(names::topic_path(&topic.id))
                }
            }
            ChannelKey::Source(id) => {
                let source = config.source(id)?;
                Channel {
                    id: names::from_tag(site, &source.id),
                    title: format!("{} – {}", source.name, site.title),
                    description: words::of(site.language).reported_by_source(&source.name),
                    kind: Kind::Source(source),
                    ..Self::at(names::source_path(&source.id))
                }
            }
            ChannelKey::Month(month) => Channel {
                title: month.to_string(),
                stem: String::new(),
                kind: Kind::Month(*month),
                ..Self::at(names::month_path(*month))
            },
            ChannelKey::Place(unit) => places::channel(site, unit),
        };
        Some(channel)
    }

    /// With its page there, and all else to be said.
    pub(super) fn at(page: String) -> Self {
        Self {
            id: String::new(),
            title: String::new(),
            description: String::new(),
            stem: format!("{page}feed"),
            page,
            parameters: String::new(),
            content: FeedContent::Summary,
            kind: Kind::Everything,
            paging: Paging::default(),
            items: Vec::new(),
            tombstones: &[],
        }
    }

    /// Who tells of its news: nobody of those of an archive document or a search.
    pub(super) fn hub<'c>(&self, config: &'c Config) -> Option<&'c Url> {
        config.publish.hub.as_ref().filter(|_| !self.paging.is_archive() && self.parameters.is_empty())
    }

    /// Its feed's path without parameters.
    pub(super) fn file(&self, suffix: &str) -> String {
        format!("{}.{suffix}", self.stem)
    }

    pub(super) fn path(&self, suffix: &str) -> String {
        format!("{}.{suffix}{}", self.stem, self.parameters)
    }

    pub(super) fn updated(&self) -> Timestamp {
        let withdrawn = self.tombstones.iter().map(|tombstone| tombstone.withdrawn);
        withdrawn.fold(super::newest(self.items.iter().copied()), Timestamp::max)
    }

    /// What it is called where the site's name goes without saying.
    pub(super) fn name(&self) -> &str {
        match self.kind {
            Kind::Topic(topic) => &topic.name,
            Kind::Source(source) => &source.name,
            Kind::Place(unit) => unit.name,
            _ => &self.title,
        }
    }

    pub(super) fn topic(&self) -> Option<&'a Topic> {
        if let Kind::Topic(topic) = self.kind { Some(topic) } else { None }
    }

    pub(super) fn has_feeds(&self) -> bool {
        !self.stem.is_empty()
    }

    /// Whether it has a page besides the front page: the first channel has that.
    pub(super) fn has_page(&self, config: &Config) -> bool {
        match self.kind {
            Kind::Feed(feed) => config.feeds.first().is_some_and(|first| first.id == feed.id),
            _ => true,
        }
    }

    pub(super) fn sizes(&self, config: &Config) -> Sizes {
        let feed = match self.kind {
            Kind::Feed(feed) => feed.limit,
            _ if self.has_feeds() => runs::FEED_STORIES,
            _ => 0,
        };
        let page = match self.kind {
            Kind::Month(_) => runs::MONTH_STORIES,
            _ if self.has_page(config) => runs::PAGE_STORIES,
            _ => 0,
        };
        let weeks = if self.topic().is_some() { PLOT_WEEKS } else { 0 };
        Sizes { feed, page, weeks }
    }

    /// The stem of the `number`-th archive document.
    pub(super) fn archive_stem(&self, number: u32) -> String {
        format!("{}/{number}", self.stem)
    }

    /// As the current feed, of which these archive documents are there.
    pub(super) fn current(self, archives: &RangeInclusive<u32>) -> Self {
        let previous = (!archives.is_empty()).then(|| self.archive_stem(*archives.end()));
        Self { paging: Paging { previous, ..Paging::default() }, ..self }
    }

    /// As the `number`-th archive document of those.
    pub(super) fn archived(self, number: u32, archives: &RangeInclusive<u32>) -> Self {
        let paging = Paging {
            previous: (number > *archives.start()).then(|| self.archive_stem(number - 1)),
            next: (number < *archives.end()).then(|| self.archive_stem(number + 1)),
            current: Some(self.stem.clone()),
        };
        Self { stem: self.archive_stem(number), paging, ..self }
    }
}
