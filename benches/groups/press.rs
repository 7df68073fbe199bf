//! Articles made up from a seed: each follows from its number alone, so that processes need not hand them to one another,
//! and a million of them need no room. What is in them is in `reporter`.

use crate::item::Item;
use crate::prose::Writer;
use crate::random::Random;
use crate::reporter::{Edit, Reporter, Text};

/// The first article's time, 8 March 2026: the beginning of one of the periods of 30 days within which copies are sought.
const START: f64 = 1_772_928_000.0;
const DAY: f64 = 86_400.0;

/// Of a hundred articles, so many are copies of one, so many report an event that another reported, and so many are made
/// from a template; the others are news.
const COPIES: usize = 20;
const REPORTS: usize = 14;
const NOTICES: usize = 6;

pub const PAPERS: u64 = 60;
const TEMPLATES: usize = 50;
/// Copies and further reports come within so many days.
const FRESH_DAYS: f64 = 2.0;
/// One news in so many is what further reports are on, so that some events have many.
const REPORTED: u64 = 4;

/// What an article is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    News,
    /// Of this article, edited in this way.
    Copy(u64, Edit),
    /// On the event of this article.
    Report(u64),
    /// From this template.
    Notice(u64),
}

/// All papers together.
pub struct Press {
    reporter: Reporter,
    /// Articles.
    per_day: f64,
}

impl Press {
    pub fn new(per_day: f64) -> Self {
        Self { reporter: Reporter::new(), per_day }
    }

    pub fn article(&self, number: u64) -> Item {
        let mut random = seeded(number, 1);
        let Text { title, lead, mut paragraphs } = match self.kind(number) {
            Kind::News => self.reporter.news(number, number),
            Kind::Report(event) => self.reporter.news(number, event),
            Kind::Copy(of, edit) => self.reporter.edited(self.reporter.news(of, of), edit, &mut random),
            Kind::Notice(template) => Reporter::notice(template, &mut random),
        };
        let source = random.next() % PAPERS;
        // What a paper puts under everything.
        let place = Writer::new(source).place();
        paragraphs.push(format!("Mọi phản ánh xin gửi về tòa soạn Báo số {source}, thành phố {place}."));
        Item {
            id: number.to_string(),
            source: format!("bao-{source}"),
            title,
            summary: lead,
            body: paragraphs.join("\n"),
            ts: moment(number, self.per_day),
        }
    }

    fn kind(&self, number: u64) -> Kind {
        let mut random = seeded(number, 0);
        let drawn = random.below(100);
        if drawn < NOTICES {
            return Kind::Notice(random.below(TEMPLATES) as u64);
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small positive number")]
        let fresh = (self.per_day * FRESH_DAYS).max(1.0) as u64;
        let earlier = number.checked_sub(1 + random.next() % fresh);
        let latest = |is_wanted: fn(u64) -> bool| (0..=earlier?).rev().find(|number| is_wanted(*number));
        if drawn < NOTICES + COPIES {
            let edit = *random.pick(&Edit::ALL);
            latest(is_news).map_or(Kind::News, |of| Kind::Copy(of, edit))
        } else if drawn < NOTICES + COPIES + REPORTS {
            latest(is_reported).map_or(Kind::News, Kind::Report)
        } else {
            Kind::News
        }
    }
}

/// When an article comes out, of so many a day.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "numbers are far below 2^52")]
pub fn moment(number: u64, per_day: f64) -> i64 {
    (START + number as f64 * DAY / per_day) as i64
}

fn is_news(number: u64) -> bool {
    seeded(number, 0).below(100) >= NOTICES + COPIES + REPORTS
}

fn is_reported(number: u64) -> bool {
    number.is_multiple_of(REPORTED) && is_news(number)
}

/// Random numbers for one of the purposes that an article needs them for.
fn seeded(number: u64, purpose: u64) -> Random {
    Random::new(Random::new(number).next() ^ purpose)
}
