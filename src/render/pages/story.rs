//! A story's own page, under the link that never changes.

use askama::Template;

use super::frame::{Edition, Frame, Page, Section};
use super::{Site, finish, topic_tree};
use crate::config::FeedContent;
use crate::render::item::{Item, Quote, Report};
use crate::render::progress::{self, Shown};
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
    figures: Vec<Stated>,
    series: Option<Siblings<'a>>,
    filings: Vec<Reasons<'a>>,
    places: Vec<PlaceReasons<'a>>,
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
    /// Its headline, where it isn't the story's.
    title: Option<&'a str>,
    /// Whether it was first, and why it is in this story.
    notes: Vec<String>,
}

struct Reasons<'a> {
    lineage: Vec<(&'a str, String)>,
    quotes: Vec<(&'static str, &'a Quote)>,
}

struct PlaceReasons<'a> {
    name: &'a str,
    today: Option<&'a str>,
    quotes: Vec<(&'static str, &'a Quote)>,
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
            why: words.apart(series.why),
            others: series
                .others
                .iter()
                .map(|other| (other.title.as_str(), names::story_path(other.story), moment(other.published)))
                .collect(),
        }),
        filings: filings(site, words, item),
        places: item
            .places
            .iter()
            .map(|place| PlaceReasons {
                name: &place.name,
                today: place.today.as_deref(),
                quotes: place.evidence.iter().map(|quote| (words.field(quote.field), quote)).collect(),
            })
            .collect(),
    };
    let newest_sibling = item.series.iter().flat_map(|series| &series.others).map(|other| other.published).max();
    finish(&frame, &page, item.updated.max(newest_sibling.unwrap_or(item.updated)))
}

/// Every topic that has a reason of its own; one that is there only through its sub-topic is named by that one's path.
fn filings<'a>(site: &'a Site<'a>, words: &'static Words, item: &'a Item<'a>) -> Vec<Reasons<'a>> {
    item.topics
        .iter()
        .filter(|filing| {
            !item.topics.iter().any(|other| {
                other.topic.id != filing.topic.id
                    && site.config.lineage(&other.topic.id).any(|above| above.id == filing.topic.id)
                    && filing.evidence.iter().all(|quote| other.evidence.contains(quote))
            })
        })
        .map(|filing| Reasons {
            lineage: topic_tree::lineage(site, &filing.topic.id),
            quotes: filing.evidence.iter().map(|quote| (words.field(quote.field), quote)).collect(),
        })
        .collect()
}
