//! Pages that list stories by day: the front page, the topics' and sources', and the older pages of all of them.

use std::ops::RangeInclusive;

use askama::Template;

use super::days::{Day, days};
use super::frame::{Edition, FeedLink, Frame, Page, Section};
use super::topic_tree::{self, TopicLink};
use super::turning::Turning;
use super::weeks::Weeks;
use super::{Site, finish};
use crate::config::{Source, Topic};
use crate::render::channel::{Channel, ChannelState};
use crate::render::feeds::FORMATS;
use crate::render::progress::{Bars, TopicProgress};
use crate::render::renderer::Totals;
use crate::render::words::{self, Words};
use crate::render::{Document, RenderError, dates, names};

/// Places in the small plot beside a topic's news.
const BARS: usize = 5;

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    days: Vec<Day<'a>>,
    topics: Vec<TopicLink<'a>>,
    turning: Turning,
}

#[derive(Template)]
#[template(path = "topic.html")]
struct TopicPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    topic: &'a Topic,
    above: Vec<(&'a str, String)>,
    children: Vec<TopicLink<'a>>,
    days: Vec<Day<'a>>,
    count: usize,
    weeks: Option<Weeks>,
    feeds: Vec<&'a FeedLink>,
    turning: Turning,
    /// Where its progress page is, under the edition's root.
    progress: Option<String>,
    /// Of the places with the newest figures.
    bars: Option<Bars>,
}

#[derive(Template)]
#[template(path = "source.html")]
struct SourcePage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    source: &'a Source,
    intro: String,
    above: Vec<(&'a str, String)>,
    days: Vec<Day<'a>>,
    count: usize,
    feeds: Vec<&'a FeedLink>,
    turning: Turning,
}

#[derive(Template)]
#[template(path = "older.html")]
struct OlderPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    title: String,
    above: Vec<(&'a str, String)>,
    days: Vec<Day<'a>>,
    turning: Turning,
}

pub(super) fn front(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    state: &ChannelState,
    totals: &Totals,
) -> Result<Document, RenderError> {
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: "",
            title: String::new(),
            description: site.config.site.description.clone(),
            section: Section::Front,
            channel: Some(channel),
        },
    );
    let page = Front {
        frame: &frame,
        words: frame.words,
        days: days(site, frame.words, &channel.items),
        topics: topic_tree::whole(site, totals),
        turning: Turning::first(&channel.page, state.older),
    };
    // The topics' counts change with any story.
    finish(&frame, &page, totals.updated)
}

pub(super) fn topic(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    topic: &Topic,
    (state, progress): (&ChannelState, Option<&TopicProgress>),
    totals: &Totals,
) -> Result<Document, RenderError> {
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: &channel.page,
            title: topic.name.clone(),
            description: topic.description.clone().unwrap_or_else(|| site.config.site.description.clone()),
            section: Section::Topics,
            channel: Some(channel),
        },
    );
    let mut above = topic_tree::lineage(site, &topic.id);
    above.pop();
    let page = TopicPage {
        frame: &frame,
        words: frame.words,
        topic,
        above,
        children: topic_tree::children(site, totals, topic),
        days: days(site, frame.words, &channel.items),
        count: state.stories,
        feeds: frame.feeds.iter().take(FORMATS.len()).collect(),
        turning: Turning::first(&channel.page, state.older),
        weeks: weeks(site, frame.words, state),
        progress: progress.map(|_| names::progress_path(&topic.id)),
        bars: progress.and_then(|of_topic| Bars::of(site.config, frame.words, of_topic, BARS)),
    };
    finish(&frame, &page, progress.map_or(state.updated, |of_topic| of_topic.updated.max(state.updated)))
}

pub(super) fn source(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    source: &Source,
    state: &ChannelState,
) -> Result<Document, RenderError> {
    let intro = words::of(edition.language).reported_by_source(&source.name);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: &channel.page,
            title: source.name.clone(),
            description: intro.clone(),
            section: Section::Elsewhere,
            channel: Some(channel),
        },
    );
    let page = SourcePage {
        frame: &frame,
        words: frame.words,
        source,
        intro,
        above: Vec::new(),
        days: days(site, frame.words, &channel.items),
        count: state.stories,
        feeds: frame.feeds.iter().take(FORMATS.len()).collect(),
        turning: Turning::first(&channel.page, state.older),
    };
    finish(&frame, &page, state.updated)
}

/// The `number`-th of those older pages of any list.
pub(super) fn older(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    (number, pages): (u32, &RangeInclusive<u32>),
) -> Result<Document, RenderError> {
    let words = words::of(edition.language);
    let title = words.older_title(channel.name(), number);
    let path = names::older_path(&channel.page, number);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: &path,
            title: title.clone(),
            description: channel.description.clone(),
            section: Section::Elsewhere,
            channel: Some(channel),
        },
    );
    let above = match channel.topic() {
        Some(topic) => topic_tree::lineage(site, &topic.id),
        None if channel.page.is_empty() => Vec::new(),
        None => vec![(channel.name(), channel.page.clone())],
    };
    let page = OlderPage {
        frame: &frame,
        words,
        title,
        above,
        days: days(site, words, &channel.items),
        turning: Turning::older(&channel.page, (number, pages)),
    };
    finish(&frame, &page, channel.updated())
}

fn weeks(site: &Site, words: &Words, state: &ChannelState) -> Option<Weeks> {
    Weeks::of(state.recent.iter().map(|published| dates::day(*published, &site.config.site.zone)), words)
}
