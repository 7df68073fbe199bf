//! A story's own page, under the link that never changes.

use std::borrow::Cow;

use askama::Template;
use jiff::Timestamp;

use super::differing::{self, Part};
use super::frame::{Edition, Frame, Page, Section};
use super::why::Why;
use super::{Site, finish};
use crate::config::FeedContent;
use crate::judge::NearMiss;
use crate::render::item::{Item, Report};
use crate::render::progress::{self, Shown};
use crate::render::words::Words;
use crate::render::{Document, RenderError, dates, names, plain};

#[derive(Template)]
#[template(path = "story.html")]
struct Story<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    item: &'a Item<'a>,
    /// The whole text, where the operator allows it and there is one.
    body: Option<Cow<'a, str>>,
    published: Moment,
    updated: Option<Moment>,
    reports: Vec<Line<'a>>,
    figures: Vec<Stated>,
    series: Option<Siblings<'a>>,
    why: Why<'a>,
}

/// A figure of its articles.
struct Stated {
    kind: &'static str,
    place: String,
    today: Option<String>,
    traits: Vec<String>,
    shown: Shown,
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
    /// Its headline, where it isn't the story's; told apart is what that doesn't say.
    title: Vec<Part>,
    /// Whether it was first or how much later, and why it is in this story.
    notes: Vec<String>,
}

/// `near`: where it nearly was filed.
pub(super) fn page(site: &Site, edition: Edition, item: &Item, near: &[NearMiss]) -> Result<Document, RenderError> {
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
    frame.image = item.image.as_ref();
    let words = frame.words;
    let moment = |instant| Moment {
        datetime: dates::rfc3339(instant, &site.config.site.zone),
        text: dates::short(instant, &site.config.site.zone, words),
    };
    let first = item.reports.iter().map(|report| report.published).min();
    let page = Story {
        frame: &frame,
        words,
        item,
        body: Some(plain::without_insecure_images(&item.body))
            .filter(|body| item.content == FeedContent::Full && !body.is_empty()),
        published: moment(item.published),
        updated: (item.updated > item.published).then(|| moment(item.updated)),
        reports: item
            .reports
            .iter()
            .map(|report| Line {
                report,
                moment: moment(report.published),
                title: differing::parts(&report.title, &item.title),
                notes: when(report, first.filter(|_| item.reports.len() > 1), words)
                    .into_iter()
                    .chain(report.why.map(|why| words.reports.same(why)))
                    .collect(),
            })
            .collect(),
        figures: progress::of_story(site.config, item)
            .into_iter()
            .map(|(subject, reading)| {
                let (place, today) = progress::place(&subject, words);
                let traits = progress::traits(&subject, words);
                let shown = Shown::of(site.config, words, &reading);
                Stated { kind: words.progress.kind(subject.kind), place, today, traits, shown }
            })
            .collect(),
        series: item.series.as_ref().map(|series| Siblings {
            why: words.reports.apart(series.why),
            others: series
                .others
                .iter()
                .map(|other| (other.title.as_str(), names::story_path(other.story), moment(other.published)))
                .collect(),
        }),
        why: Why::of(site, &frame, item, near),
    };
    let newest_sibling = item.series.iter().flat_map(|series| &series.others).map(|other| other.published).max();
    finish(&frame, &page, item.updated.max(newest_sibling.unwrap_or(item.updated)))
}

/// How long after the `first` report of several this one came.
fn when(report: &Report, first: Option<Timestamp>, words: &Words) -> Option<String> {
    let later = report.published.duration_since(first?);
    Some(if later.is_zero() { words.reports.first.to_owned() } else { words.reports.later(later) })
}
