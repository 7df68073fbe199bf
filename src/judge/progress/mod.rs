//! A topic's figures side by side: what is said of one thing, by whom, what came last, and where papers disagree.
//!
//! Figures are about one thing ([`Subject`]) if kind, place, project, fund and the like are the same. What several articles
//! say of it alike is one reading of it, with all who said it; nothing is averaged or mended.

mod alike;
mod subject;

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use jiff::civil::Date;

use self::alike::{Likeness, likeness};
pub use self::subject::{Spot, Subject};
use super::{Figure, FiledFact, Member, Period, Story};
use crate::news::{StoryId, TopicId};

/// Days within which papers print one report: the same numbers about the same thing are the same figure then, also in
/// articles about different events, and each paper's *đến nay* is its own day. Weeklies repeat what dailies said.
const SAME_REPORT_DAYS: i32 = 7;

/// Days apart at which two papers' *đến nay* are still one time, so that different numbers contradict one another. A
/// report is printed on its day and on the next.
const SAME_TIME_DAYS: i32 = 2;

/// What an article states for a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct TopicFact {
    pub story: StoryId,
    pub member: Member,
    /// When the story was last updated.
    pub updated: Timestamp,
    pub fact: FiledFact,
    /// In the order of the article's facts.
    pub number: usize,
}

impl TopicFact {
    /// What the articles of `stories` state for `topic`.
    pub fn of_stories<'s>(stories: impl IntoIterator<Item = &'s Story>, topic: &TopicId) -> Vec<Self> {
        let mut facts = Vec::new();
        for story in stories {
            for (number, stated) in story.facts.iter().enumerate() {
                let member = story.members.iter().find(|member| member.article == stated.article);
                if let Some(member) = member.filter(|_| stated.fact.topic.as_ref() == Some(topic)) {
                    facts.push(Self {
                        story: story.id.clone(),
                        member: member.clone(),
                        updated: story.updated.max(story.published),
                        fact: stated.fact.clone(),
                        number,
                    });
                }
            }
        }
        facts
    }
}

/// What one article states, and on which day.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    pub story: &'a StoryId,
    pub member: &'a Member,
    pub fact: &'a FiledFact,
    /// When the article came out, where its readers are.
    pub day: Date,
    /// In the order of the article's facts.
    pub number: usize,
}

/// What is said alike of one thing.
#[derive(Clone, Debug)]
pub struct Reading<'a> {
    /// The first to say it first; never empty.
    pub statements: Vec<Statement<'a>>,
    /// Whether all who say it say something else of the same thing and time before it, and so mean a part of it by this.
    pub is_secondary: bool,
}

/// All that is said of one thing.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    pub subject: Subject<'a>,
    /// The latest first, and directly behind it those that contradict it.
    pub readings: Vec<Reading<'a>>,
    /// How many contradict the latest.
    pub disputed: usize,
}

/// A topic's figures.
#[derive(Clone, Debug)]
pub struct Progress<'a> {
    /// By what they are about.
    pub lines: Vec<Line<'a>>,
    /// What cannot be as printed; the newest first.
    pub flagged: Vec<(Subject<'a>, Reading<'a>)>,
}

impl<'a> Progress<'a> {
    /// Of all that articles state for a topic, in any order. What stands somewhere only to be compared with is none of it,
    /// unless it is the whole country's, which is known by it.
    pub fn of(mut statements: Vec<Statement<'a>>) -> Self {
        statements.sort_by_key(|said| (said.member.published, said.member.article, said.number));
        let mut lines: Vec<Line<'a>> = Vec::new();
        let mut flagged = Vec::new();
        for (subject, reading) in readings(statements) {
            if reading.figure().is_comparison && subject.spot != Spot::Country {
                continue;
            }
            if reading.is_flagged() {
                flagged.push((subject, reading));
                continue;
            }
            match lines.last_mut().filter(|line| line.subject == subject) {
                Some(line) => line.readings.push(reading),
                None => lines.push(Line { subject, readings: vec![reading], disputed: 0 }),
            }
        }
        for line in &mut lines {
            line.order();
        }
        flagged.sort_by_key(|(_, reading)| std::cmp::Reverse(reading.first().day));
        Self { lines, flagged }
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.flagged.is_empty()
    }
}

/// What is said alike, once; by what it is about, and then as it was said.
pub fn readings(statements: Vec<Statement<'_>>) -> Vec<(Subject<'_>, Reading<'_>)> {
    let mut by_subject: BTreeMap<(Subject<'_>, bool), Vec<Reading<'_>>> = BTreeMap::new();
    for said in statements {
        let is_flagged = !said.fact.fact.flags.is_empty();
        add(by_subject.entry((Subject::of(said.fact), is_flagged)).or_default(), said);
    }
    let flat = by_subject
        .into_iter()
        .flat_map(|((subject, _), readings)| readings.into_iter().map(move |reading| (subject.clone(), reading)));
    flat.collect()
}

/// Adds what is said to the reading that says it already, or as one of its own.
fn add<'a>(readings: &mut Vec<Reading<'a>>, said: Statement<'a>) {
    let is_same = |reading: &&mut Reading<'a>| {
        let first = reading.first();
        likeness(&first.fact.fact.figure, &said.fact.fact.figure) == Likeness::Same
            && (first.story == said.story || days_between(first.date(), said.date()) <= SAME_REPORT_DAYS)
    };
    match readings.iter_mut().find(is_same) {
        Some(reading) => reading.statements.push(said),
        None => readings.push(Reading { statements: vec![said], is_secondary: false }),
    }
}

impl Statement<'_> {
    fn figure(&self) -> &Figure {
        &self.fact.fact.figure
    }

    /// The day that the figure is for: the end of its time, or the article's day.
    pub fn date(&self) -> Date {
        self.end().map_or(self.day, |end| end.min(self.day))
    }

    fn end(&self) -> Option<Date> {
        self.figure().period.map(Period::end)
    }

    /// Whether it is for the article's day: *đến nay*.
    fn is_to_date(&self) -> bool {
        self.end().is_none_or(|end| end >= self.day)
    }

    /// Whether sentence and article leave no doubt what it is about.
    fn is_firm(&self) -> bool {
        !self.fact.is_place_inferred() && !self.fact.is_topic_inferred
    }
}

impl<'a> Reading<'a> {
    pub fn first(&self) -> &Statement<'a> {
        &self.statements[0]
    }

    /// Who prints it most exactly.
    pub fn exact(&self) -> &Statement<'a> {
        let exactness = |said: &&Statement<'a>| alike::exactness(&said.fact.fact.figure);
        // Of equals, max_by_key takes the last, so that the first is asked for by going backwards.
        self.statements.iter().rev().max_by_key(exactness).unwrap_or(self.first())
    }

    /// The figure as it is printed most exactly.
    pub fn figure(&self) -> &'a Figure {
        &self.exact().fact.fact.figure
    }

    pub fn is_flagged(&self) -> bool {
        !self.first().fact.fact.flags.is_empty()
    }

    /// The day that it is for, by who said it first.
    pub fn date(&self) -> Date {
        self.first().date()
    }

    fn rank(&self) -> impl Ord + use<> {
        let first = self.first();
        (std::cmp::Reverse(self.date()), !first.is_firm(), first.member.published, first.member.article, first.number)
    }

    /// Whether it says otherwise of the same time.
    pub fn contradicts(&self, other: &Self) -> bool {
        let (one, two) = (self.first(), other.first());
        let is_same_time = match (one.is_to_date(), two.is_to_date()) {
            (true, true) => days_between(one.date(), two.date()) <= SAME_TIME_DAYS,
            (false, false) => one.date() == two.date(),
            _ => false,
        };
        let shares_an_article =
            self.statements.iter().any(|said| other.statements.iter().any(|o| o.member.article == said.member.article));
        is_same_time && !shares_an_article && likeness(self.figure(), other.figure()) == Likeness::Other
    }
}

impl<'a> Line<'a> {
    fn order(&mut self) {
        self.readings.sort_by_key(Reading::rank);
        let mut spoken = HashSet::new();
        for reading in &mut self.readings {
            let date = reading.date();
            reading.is_secondary = reading.statements.iter().all(|said| spoken.contains(&(said.member.article, date)));
            spoken.extend(reading.statements.iter().map(|said| (said.member.article, date)));
        }
        self.readings.sort_by_key(|reading| reading.is_secondary);
        let Some((latest, others)) = self.readings.split_first_mut() else { return };
        others.sort_by_key(|reading| reading.is_secondary || !reading.contradicts(latest));
        self.disputed =
            others.iter().take_while(|reading| !reading.is_secondary && reading.contradicts(latest)).count();
    }

    /// What came last, and what contradicts it.
    pub fn latest(&self) -> &[Reading<'a>] {
        &self.readings[..=self.disputed]
    }

    /// What each article says first of it, the newest first.
    pub fn history(&self) -> impl Iterator<Item = &Reading<'a>> {
        self.readings.iter().filter(|reading| !reading.is_secondary)
    }
}

fn days_between(a: Date, b: Date) -> i32 {
    a.since(b).map_or(i32::MAX, |span| span.get_days().abs())
}
