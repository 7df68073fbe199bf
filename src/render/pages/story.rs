//! A story's own page, under the link that never changes.

use askama::Template;

use super::frame::{Edition, Frame, Page, Section};
use super::why::Why;
use super::{Site, finish};
use crate::config::FeedContent;
use crate::render::item::{Item, Report};
use crate::render::words::Words;
use crate::render::{Document, RenderError, dates, names};

#[derive(Template)]
#[template(path = "story.html")]
struct Story<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    item: &'a Item<'a>,
    /// The whole text, where the operator allows it and there is one.
    body: Option<&'a str>,
    published: Moment,
    updated: Option<Moment>,
    authors: String,
    reports: Vec<Line<'a>>,
    series: Option<Siblings<'a>>,
    why: Why<'a>,
}

struct Siblings<'a> {
    why: &'static str,
    /// Title, path and date.
    others: Vec<(&'a str, String, Moment)>,
}

struct Moment {
    datetime: String,
    text: String,
}

struct Line<'a> {
    report: &'a Report<'a>,
    moment: Moment,
    /// Its headline, where it isn't the story's.
    title: Option<&'a str>,
    /// Whether it was first, and why it is in this story.
    notes: Vec<String>,
}

pub(super) fn page(site: &Site, edition: Edition, item: &Item) -> Result<Document, RenderError> {
    let path = names::story_path(&item.story.id);
    let mut frame = Frame::new(
        site,
        edition,
        Page {
            path: &path,
            title: item.title.clone(),
            description: item.description(),
            section: Section::Elsewhere,
            channel: None,
        },
    );
    frame.kind = "article";
    frame.image = item.image.as_ref().map(|image| image.url.to_string());
    let words = frame.words;
    let moment = |instant| Moment {
        datetime: dates::rfc3339(instant, &site.config.site.zone),
        text: dates::short(instant, &site.config.site.zone, words),
    };
    let first =
        item.reports.iter().enumerate().min_by_key(|(_, report)| report.published).map(|(position, _)| position);
    let page = Story {
        frame: &frame,
        words,
        item,
        body: Some(item.body.as_str()).filter(|body| item.content == FeedContent::Full && !body.is_empty()),
        published: moment(item.published),
        updated: (item.updated > item.published).then(|| moment(item.updated)),
        authors: item.authors.join(", "),
        reports: item
            .reports
            .iter()
            .enumerate()
            .map(|(position, report)| Line {
                report,
                moment: moment(report.published),
                title: Some(report.title.as_str()).filter(|title| *title != item.title),
                notes: {
                    let first = (first == Some(position) && item.reports.len() > 1).then(|| words.first.to_owned());
                    first.into_iter().chain(report.why.map(|why| words.same(why))).collect()
                },
            })
            .collect(),
        series: item.series.as_ref().map(|series| Siblings {
            why: words.apart(series.why),
            others: series
                .others
                .iter()
                .map(|other| (other.title.as_str(), names::story_path(other.story), moment(other.published)))
                .collect(),
        }),
        why: Why::of(site, &frame, item),
    };
    let newest_sibling = item.series.iter().flat_map(|series| &series.others).map(|other| other.published).max();
    finish(&frame, &page, item.updated.max(newest_sibling.unwrap_or(item.updated)))
}
