//! A topic's progress page: plots and tables of what its articles state.

use askama::Template;

use super::frame::{Edition, Frame, Page, Section};
use super::{Site, finish, topic_tree};
use crate::judge::progress::{Reading, Spot, Subject};
use crate::judge::{FactKind, Stance};
use crate::render::channel::Channel;
use crate::render::progress::{self, Bars, Panels, Shown, TopicProgress};
use crate::render::words::Words;
use crate::render::{Document, RenderError, names};

/// Rows of a table: all provinces of both eras, and some. What is more is in the CSV.
const ROWS: usize = 120;

#[derive(Template)]
#[template(path = "progress.html")]
struct ProgressPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    heading: String,
    above: Vec<(&'a str, String)>,
    csv: String,
    json: String,
    bars: Option<Bars>,
    panels: Option<Panels>,
    sections: Vec<Part>,
}

struct Part {
    id: &'static str,
    title: &'static str,
    note: Option<&'static str>,
    tables: Vec<Table>,
}

struct Table {
    title: Option<String>,
    /// For who hears and doesn't see it.
    label: String,
    rows: Vec<Row>,
    /// Rows left out.
    more: usize,
}

struct Row {
    name: String,
    today: Option<String>,
    traits: Vec<String>,
    /// The latest, and what contradicts it.
    readings: Vec<Shown>,
}

/// Where a line stands on the page, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    Spending,
    Country,
    Results,
    Projects,
    Plans,
    Loose,
    Below,
}

impl Heading {
    const ALL: [Self; 7] =
        [Self::Spending, Self::Country, Self::Results, Self::Projects, Self::Plans, Self::Loose, Self::Below];

    fn of(subject: &Subject) -> Self {
        let is_plan = matches!(
            subject.kind,
            FactKind::Allocation
                | FactKind::AllocationPart
                | FactKind::BudgetTotal
                | FactKind::CounterpartFund
                | FactKind::ProjectCost
                | FactKind::SupportNorm
        );
        let is_spending = matches!(subject.kind, FactKind::Disbursement | FactKind::Undisbursed);
        match &subject.spot {
            _ if is_plan || subject.stance == Stance::Target => Self::Plans,
            _ if subject.is_loose => Self::Loose,
            Spot::Country | Spot::Unsaid => Self::Country,
            Spot::Below { .. } => Self::Below,
            Spot::Province { .. } if subject.component.is_some() => Self::Projects,
            Spot::Province { .. } if is_spending => Self::Spending,
            Spot::Province { .. } => Self::Results,
        }
    }

    fn id(self) -> &'static str {
        match self {
            Self::Spending => "spending",
            Self::Country => "country",
            Self::Results => "results",
            Self::Projects => "projects",
            Self::Plans => "plans",
            Self::Loose => "loose",
            Self::Below => "below",
        }
    }

    fn title(self, words: &Words) -> &'static str {
        match self {
            Self::Spending => words.progress.spending,
            Self::Country => words.progress.country,
            Self::Results => words.progress.results,
            Self::Projects => words.progress.projects,
            Self::Plans => words.progress.plans,
            Self::Loose => words.progress.loose,
            Self::Below => words.progress.below,
        }
    }

    /// Whether each kind has a table of its own, under its name.
    fn is_by_kind(self) -> bool {
        matches!(self, Self::Results | Self::Plans)
    }
}

pub(super) fn page(
    site: &Site,
    edition: Edition,
    channel: &Channel,
    of_topic: &TopicProgress,
) -> Result<Document, RenderError> {
    let topic = of_topic.topic;
    let path = names::progress_path(&topic.id);
    let words = crate::render::words::of(edition.language);
    let heading = words.progress.heading(&topic.name);
    let frame = Frame::new(
        site,
        edition,
        Page {
            path: &path,
            title: heading.clone(),
            description: words.progress.intro.to_owned(),
            section: Section::Topics,
            channel: Some(channel),
        },
    );
    let page = ProgressPage {
        words,
        heading,
        above: topic_tree::lineage(site, &topic.id),
        csv: format!("{}{}", frame.root, names::progress_file(&topic.id, "csv")),
        json: format!("{}{}", frame.root, names::progress_file(&topic.id, "json")),
        bars: Bars::of(site.config, words, of_topic, ROWS),
        panels: Panels::of(words, of_topic),
        sections: sections(site, words, of_topic),
        frame: &frame,
    };
    finish(&frame, &page, of_topic.updated)
}

fn sections(site: &Site, words: &Words, of_topic: &TopicProgress) -> Vec<Part> {
    let mut sections = Vec::new();
    for part in Heading::ALL {
        let mut lines: Vec<_> =
            of_topic.progress.lines.iter().filter(|line| Heading::of(&line.subject) == part).collect();
        if !part.is_by_kind() {
            lines.sort_by(|a, b| (&a.subject.spot, a.subject.kind).cmp(&(&b.subject.spot, b.subject.kind)));
        }
        let of_kind = |a: &Subject, b: &Subject| !part.is_by_kind() || (a.kind, a.stance) == (b.kind, b.stance);
        let tables = lines.chunk_by(|a, b| of_kind(&a.subject, &b.subject)).map(|lines| {
            let Subject { kind, stance, .. } = lines[0].subject;
            let of_targets = (stance == Stance::Target).then(|| format!(": {}", words.progress.target));
            let title =
                part.is_by_kind().then(|| format!("{}{}", words.progress.kind(kind), of_targets.unwrap_or_default()));
            let row = |line: &&crate::judge::progress::Line| {
                row(site, words, &line.subject, line.latest(), part.is_by_kind() || part == Heading::Spending)
            };
            Table {
                label: title.clone().unwrap_or_else(|| part.title(words).to_owned()),
                title,
                rows: lines.iter().take(ROWS).map(row).collect(),
                more: lines.len().saturating_sub(ROWS),
            }
        });
        let tables: Vec<Table> = tables.collect();
        if !tables.is_empty() {
            let note = match part {
                Heading::Plans => Some(words.progress.plans_note),
                Heading::Loose => Some(words.progress.loose_note),
                _ => None,
            };
            sections.push(Part { id: part.id(), title: part.title(words), note, tables });
        }
    }
    let flagged = &of_topic.progress.flagged;
    if !flagged.is_empty() {
        let rows = flagged
            .iter()
            .take(ROWS)
            .map(|(subject, reading)| row(site, words, subject, std::slice::from_ref(reading), false));
        let table = Table {
            title: None,
            label: words.progress.flagged.to_owned(),
            rows: rows.collect(),
            more: flagged.len().saturating_sub(ROWS),
        };
        let note = Some(words.progress.flagged_note);
        sections.push(Part { id: "flagged", title: words.progress.flagged, note, tables: vec![table] });
    }
    sections
}

/// `says_kind`: whether the kind is known from the table's title.
fn row(site: &Site, words: &Words, subject: &Subject, readings: &[Reading], says_kind: bool) -> Row {
    let (name, today) = progress::place(subject, words);
    let is_said = says_kind && subject.kind != FactKind::Undisbursed;
    let kind = (!is_said).then(|| words.progress.kind(subject.kind).to_owned());
    Row {
        name,
        today,
        traits: kind.into_iter().chain(progress::traits(subject, words)).collect(),
        readings: readings.iter().map(|reading| Shown::of(site.config, words, reading)).collect(),
    }
}
