//! The archive: a page for each month, with the titles of its stories by day.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use askama::Template;

use super::days::{Day, days};
use super::frame::{Edition, Frame, Page, Section};
use super::turning::Turning;
use super::{Site, finish};
use crate::render::channel::{Channel, ChannelKey, ChannelState, Month};
use crate::render::renderer::Totals;
use crate::render::words::{self, Words};
use crate::render::{Document, RenderError, dates, names};

#[derive(Template)]
#[template(path = "month.html")]
struct MonthPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    above: Vec<(&'a str, String)>,
    title: String,
    days: Vec<Day<'a>>,
    turning: Turning,
}

#[derive(Template)]
#[template(path = "months.html")]
struct Months<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    /// The latest first.
    years: Vec<Year>,
}

struct Year {
    year: i16,
    /// The latest first.
    months: Vec<MonthLink>,
}

struct MonthLink {
    name: String,
    /// Under the edition's root.
    path: String,
    /// Stories in it.
    count: usize,
}

/// All months that have stories.
pub(super) fn months(site: &Site, edition: Edition, totals: &Totals) -> Result<Document, RenderError> {
    let words = words::of(edition.language);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: names::ARCHIVE_PATH,
            title: words.archive.to_owned(),
            description: words.archive_intro.to_owned(),
            section: Section::Archive,
            channel: None,
        },
    );
    let mut years: BTreeMap<i16, Vec<(Month, usize)>> = BTreeMap::new();
    for (key, count) in &totals.stories {
        if let ChannelKey::Month(month) = key
            && *count > 0
        {
            years.entry(month.year).or_default().push((*month, *count));
        }
    }
    let link = |(month, count)| MonthLink { name: dates::month(month, words), path: names::month_path(month), count };
    let years = years.into_iter().rev().map(|(year, mut months)| {
        months.sort_unstable_by(|a, b| b.cmp(a));
        Year { year, months: months.into_iter().map(link).collect() }
    });
    finish(&frame, &Months { frame: &frame, words, years: years.collect() }, totals.updated)
}

pub(super) fn month(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    month: Month,
    state: &ChannelState,
) -> Result<Document, RenderError> {
    let turning = Turning::first(&channel.page, state.older);
    page(site, edition, channel, &channel.page, dates::month(month, words::of(edition.language)), turning)
}

pub(super) fn older(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    month: Month,
    (number, pages): (u32, &RangeInclusive<u32>),
) -> Result<Document, RenderError> {
    let words = words::of(edition.language);
    let title = words.older_title(&dates::month(month, words), number);
    let path = names::older_path(&channel.page, number);
    page(site, edition, channel, &path, title, Turning::older(&channel.page, (number, pages)))
}

fn page(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    path: &str,
    title: String,
    turning: Turning,
) -> Result<Document, RenderError> {
    let words = words::of(edition.language);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path,
            title: title.clone(),
            description: words.archive_intro.to_owned(),
            section: Section::Archive,
            channel: None,
        },
    );
    let page = MonthPage {
        frame: &frame,
        words,
        above: vec![(words.archive, names::ARCHIVE_PATH.to_owned())],
        title,
        days: days(site, words, &channel.items),
        turning,
    };
    finish(&frame, &page, channel.updated())
}
