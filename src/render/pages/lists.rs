//! Pages that list stories by day: the front page and the topics'.

use askama::Template;
use jiff::civil::Date;

use super::frame::{Edition, FeedLink, Frame, Page, Section};
use super::topic_tree::{self, TopicLink};
use super::{Site, finish};
use crate::config::Topic;
use crate::render::channel::{self, Channel};
use crate::render::item::{Item, Picture};
use crate::render::words::Words;
use crate::render::{Document, RenderError, dates, names, newest, plain};

/// What a list shows of a summary; the story's page has the rest.
const TEASER: usize = 220;

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    days: Vec<Day<'a>>,
    topics: Vec<TopicLink<'a>>,
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
    /// Whether there are more stories than the page shows.
    more: bool,
    feeds: Vec<&'a FeedLink>,
}

/// The stories of a day in the site's zone.
pub(super) struct Day<'a> {
    /// RFC 3339 full-date.
    pub(super) date: String,
    pub(super) weekday: &'static str,
    pub(super) long: String,
    pub(super) cards: Vec<Card<'a>>,
}

/// A story in a list.
pub(super) struct Card<'a> {
    pub(super) item: &'a Item<'a>,
    /// Under the edition's root.
    pub(super) path: String,
    pub(super) teaser: String,
    pub(super) datetime: String,
    pub(super) clock: String,
    pub(super) source: &'a str,
    pub(super) others: Option<String>,
    pub(super) image: Option<&'a Picture>,
    pub(super) topics: Vec<(&'a str, String)>,
}

pub(super) fn front(site: &Site, edition: Edition) -> Result<Document, RenderError> {
    let channel = site.channels.first().filter(|channel| channel.topic.is_none() && channel.is_declared());
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: "",
            title: String::new(),
            description: site.config.site.description.clone(),
            section: Section::Front,
            channel,
        },
    );
    // Without a `[[feed]]` the front page has everything.
    let items: Vec<&Item> = channel.map_or_else(|| site.items.iter().collect(), |channel| channel.items.clone());
    let page = Front {
        frame: &frame,
        words: frame.words,
        days: days(site, frame.words, &items),
        topics: topic_tree::whole(site),
    };
    // The topics' counts change with any story.
    finish(&frame, &page, newest(site.items))
}

pub(super) fn topic(site: &Site, edition: Edition, topic: &Topic) -> Result<Document, RenderError> {
    let path = names::topic_path(&topic.id);
    let channel: Option<&Channel> =
        site.channels.iter().find(|channel| channel.topic.is_some_and(|own| own.id == topic.id));
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: &path,
            title: topic.name.clone(),
            description: topic.description.clone().unwrap_or_else(|| site.config.site.description.clone()),
            section: Section::Topics,
            channel,
        },
    );
    let count = channel::under(topic, site.items).count();
    let items: Vec<&Item> = channel.map(|channel| channel.items.clone()).unwrap_or_default();
    let mut above = topic_tree::lineage(site, &topic.id);
    above.pop();
    let page = TopicPage {
        frame: &frame,
        words: frame.words,
        topic,
        above,
        children: topic_tree::children(site, topic),
        days: days(site, frame.words, &items),
        count,
        more: count > items.len(),
        feeds: frame.feeds.iter().take(crate::render::feeds::FORMATS.len()).collect(),
    };
    finish(&frame, &page, newest(items.iter().copied()))
}

pub(super) fn days<'a>(site: &'a Site<'a>, words: &Words, items: &[&'a Item<'a>]) -> Vec<Day<'a>> {
    let zone = &site.config.site.zone;
    let mut days: Vec<(Date, Day)> = Vec::new();
    for item in items {
        let date = dates::day(item.published, zone);
        if days.last().is_none_or(|(last, _)| *last != date) {
            let day = Day {
                date: date.to_string(),
                weekday: dates::weekday(date, words),
                long: dates::long_day(date, words),
                cards: Vec::new(),
            };
            days.push((date, day));
        }
        if let Some((_, day)) = days.last_mut() {
            day.cards.push(card(site, words, item));
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn card<'a>(site: &'a Site<'a>, words: &Words, item: &'a Item<'a>) -> Card<'a> {
    let zone = &site.config.site.zone;
    let others = item.reports.len().saturating_sub(1);
    Card {
        item,
        path: names::story_path(&item.story.id),
        teaser: plain::excerpt(&item.summary, TEASER),
        datetime: dates::rfc3339(item.published, zone),
        clock: dates::clock(item.published, zone),
        source: item.reports.first().map_or("", |report| report.name.as_str()),
        others: (others > 0).then(|| words.count_others(others)),
        image: item.image.as_ref(),
        topics: item
            .leaf_topics()
            .map(|filing| (filing.topic.name.as_str(), names::topic_path(&filing.topic.id)))
            .collect(),
    }
}
