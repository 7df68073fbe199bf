//! The page for operators, made when it is asked for.

use askama::Template;
use jiff::{SignedDuration, Timestamp};

use super::frame::{Edition, Frame, Page, Section};
use super::{Site, finish};
use crate::render::finding::Finding;
use crate::render::status::{SourceStatus, Standing, Status};
use crate::render::words::{self, StatusWords, Words, quoted};
use crate::render::{Document, RenderError, dates};

/// The page's path within its edition. It is also answered without its slash.
const PATH: &str = "status/";

#[derive(Template)]
#[template(path = "status.html")]
struct StatusPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    status: &'static StatusWords,
    had_pass: bool,
    /// Names and values.
    facts: Vec<(&'static str, String)>,
    findings: Vec<Line>,
    rows: Vec<Row>,
}

struct Line {
    severity: &'static str,
    /// A source's name, or an address of bantin's own.
    subject: String,
    evidence: String,
    remedy: String,
    since: Option<Moment>,
}

/// An instant, for machines and for readers.
struct Moment {
    datetime: String,
    date: String,
}

struct Row {
    name: String,
    id: String,
    standing: &'static str,
    /// What isn't well is marked.
    is_marked: bool,
    notes: Vec<String>,
    last_success: Option<Moment>,
    next_poll: Option<Moment>,
    interval: Option<String>,
    why: Option<String>,
    items: String,
    fields: Vec<String>,
}

pub(in crate::render) fn page(
    site: &Site,
    edition: Edition,
    with_slash: bool,
    status: &Status,
    findings: &[Finding],
) -> Result<Document, RenderError> {
    let path = if with_slash { PATH } else { PATH.trim_end_matches('/') };
    let words = StatusWords::of(edition.language);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path,
            title: words.title.to_owned(),
            description: words.description.to_owned(),
            section: Section::Elsewhere,
            channel: None,
        },
    );
    let moment = |time: Timestamp| Moment {
        datetime: dates::rfc3339(time, &site.config.site.zone),
        date: dates::short(time, &site.config.site.zone, frame.words),
    };
    let page = StatusPage {
        frame: &frame,
        words: frame.words,
        status: words,
        had_pass: status.last_pass.is_some(),
        facts: facts(words, status, |time| moment(time).date),
        findings: findings.iter().map(|finding| line(site, edition, finding, moment)).collect(),
        rows: status.sources.iter().map(|source| row(edition, words, status.at, source, moment)).collect(),
    };
    finish(&frame, &page, status.at)
}

fn facts(words: &StatusWords, status: &Status, date: impl Fn(Timestamp) -> String) -> Vec<(&'static str, String)> {
    let date = |time: Option<Timestamp>| time.map_or_else(|| words.never.to_owned(), &date);
    let hubs = status.subscriptions;
    vec![
        (words.last_pass, date(status.last_pass)),
        (words.last_publication, date(status.last_publication)),
        (words.articles, status.articles.to_string()),
        (words.pages_due, status.pages_due.to_string()),
        (words.pages_later, status.pages_later.to_string()),
        (words.unjudged, status.unjudged.to_string()),
        (words.database, words::size(status.database_bytes)),
        (words.subscriptions, words.subscribed(hubs.active, hubs.requested, hubs.denied)),
    ]
}

fn line(site: &Site, edition: Edition, finding: &Finding, moment: impl Fn(Timestamp) -> Moment) -> Line {
    let name = finding.source.as_ref().map(|id| {
        let source = site.config.source(id);
        source.map_or_else(|| quoted(id.as_str()), |source| source.name.clone())
    });
    let address = finding.address.as_deref().map(quoted);
    Line {
        severity: finding.severity.words(edition.language),
        subject: name.into_iter().chain(address).collect::<Vec<_>>().join(" · "),
        evidence: finding.evidence(edition.language),
        remedy: finding.remedy(edition.language),
        since: finding.since.map(moment),
    }
}

fn row(
    edition: Edition,
    words: &StatusWords,
    now: Timestamp,
    source: &SourceStatus,
    moment: impl Fn(Timestamp) -> Moment,
) -> Row {
    let mut notes = Vec::new();
    notes.extend(source.off.as_deref().map(quoted));
    notes.extend(source.moved_to.as_deref().map(|to| format!("{} {}", words.moved_to, quoted(to))));
    if source.failures > 0 {
        notes.push(words.failures(source.failures));
    }
    notes.extend(source.last_error.as_deref().map(quoted));
    Row {
        name: source.name.clone(),
        id: source.id.to_string(),
        standing: source.standing.words(edition.language),
        is_marked: !matches!(source.standing, Standing::Well | Standing::Off),
        notes,
        last_success: source.last_success.map(&moment),
        next_poll: source.next_poll.map(&moment),
        interval: source.interval.map(|seconds| words.span(SignedDuration::from_secs(seconds))),
        why: source.why.map(|why| why.words(edition.language, now)),
        items: source.items_a_week.map_or_else(|| "–".to_owned(), |items| format!("{items:.1}")),
        fields: source.shares().map(|(field, percent)| format!("{} {percent}%", words.field(field))).collect(),
    }
}
