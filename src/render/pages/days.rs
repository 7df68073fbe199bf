//! Stories by day, as lists show them.

use jiff::civil::Date;

use super::Site;
use crate::render::item::{Item, Picture};
use crate::render::words::Words;
use crate::render::{dates, names, plain};

/// What a list shows of a summary; the story's page has the rest.
const TEASER: usize = 220;

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

/// `items` by day.
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
    Card {
        item,
        path: names::story_path(&item.story.id),
        teaser: plain::excerpt(&item.summary, TEASER),
        datetime: dates::rfc3339(item.published, zone),
        clock: dates::clock(item.published, zone),
        source: item.reports.first().map_or("", |report| report.name.as_str()),
        others: others(item, words),
        image: item.image.as_ref(),
        topics: tags(item),
    }
}

/// How many more reported it.
pub(super) fn others(item: &Item, words: &Words) -> Option<String> {
    let others = item.reports.len().saturating_sub(1);
    (others > 0).then(|| words.count_others(others))
}

/// Names and paths of its topics.
pub(super) fn tags<'a>(item: &'a Item<'a>) -> Vec<(&'a str, String)> {
    item.leaf_topics().map(|filing| (filing.topic.name.as_str(), names::topic_path(&filing.topic.id))).collect()
}
