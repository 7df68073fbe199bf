//! The plots over time: a panel for each place, all on one scale.

use jiff::civil::Date;

use super::numbers::{self, decimal};
use super::{TopicProgress, is_plotted};
use crate::judge::progress::{Line, Reading, Spot};
use crate::render::plain;
use crate::render::words::Words;

/// The panel's units are pixels at its least width.
const WIDTH: f64 = 220.0;
const LEFT: f64 = 34.0;
const RIGHT: f64 = 10.0;
const TOP: f64 = 18.0;
const BOTTOM: f64 = 100.0;

pub(in crate::render) struct Panels {
    pub(in crate::render) of_places: Vec<Panel>,
    /// The days at both ends of the scale.
    pub(in crate::render) from: String,
    pub(in crate::render) to: String,
}

pub(in crate::render) struct Panel {
    pub(in crate::render) name: String,
    /// The plot in words.
    pub(in crate::render) description: String,
    /// From one point to the next: x1, y1, x2, y2.
    pub(in crate::render) strokes: Vec<[f64; 4]>,
    pub(in crate::render) points: Vec<Point>,
    /// The value at the last point, and where it stands.
    pub(in crate::render) label: (String, f64, f64),
    /// Oldest first.
    pub(in crate::render) values: Vec<(String, String)>,
}

pub(in crate::render) struct Point {
    pub(in crate::render) x: f64,
    pub(in crate::render) y: f64,
    /// Whether papers print another share for this day.
    pub(in crate::render) is_disputed: bool,
}

impl Panels {
    /// Of the places whose share is known of two days or more. None without any.
    pub(in crate::render) fn of(words: &Words, of_topic: &TopicProgress) -> Option<Self> {
        let places: Vec<(&str, Vec<&Reading>)> = of_topic
            .progress
            .lines
            .iter()
            .filter(|line| is_plotted(line))
            .filter_map(|line| {
                let Spot::Province { name, .. } = line.subject.spot else { return None };
                let readings = shares(line);
                let first = readings.first()?.date();
                readings.iter().any(|reading| reading.date() != first).then_some((name, readings))
            })
            .collect();
        let dates = || places.iter().flat_map(|(_, readings)| readings.iter().map(|reading| reading.date()));
        let (from, to) = (dates().min()?, dates().max()?);
        let panel = |(name, readings): &(&str, Vec<&Reading>)| panel(words, name, readings, (from, to));
        Some(Self {
            of_places: places.iter().map(panel).collect(),
            from: numbers::date(from, words.progress),
            to: numbers::date(to, words.progress),
        })
    }
}

/// Oldest first; of a day, the leading one first.
fn shares<'l, 'a>(line: &'l Line<'a>) -> Vec<&'l Reading<'a>> {
    let mut readings: Vec<_> = line.history().filter(|reading| reading.figure().percent.is_some()).collect();
    readings.sort_by_key(|reading| reading.date());
    readings
}

fn panel(words: &Words, name: &str, readings: &[&Reading], (from, to): (Date, Date)) -> Panel {
    let place = |reading: &Reading| {
        let share = reading.figure().percent.map_or(0.0, crate::text::Decimal::as_f64).clamp(0.0, 100.0);
        let day = f64::from(days(from, reading.date())) / f64::from(days(from, to).max(1));
        let x = LEFT + day * (WIDTH - LEFT - RIGHT);
        (round(x), round(BOTTOM - share / 100.0 * (BOTTOM - TOP)))
    };
    let text = |reading: &Reading| {
        reading.figure().percent.map(|percent| format!("{}%", decimal(percent, words.progress))).unwrap_or_default()
    };
    // Two papers' *đến nay* may be a day apart and still one time: there is no line from one to the other.
    let is_one_time = |a: &&Reading, b: &&Reading| a.date() == b.date() || a.contradicts(b);
    let by_time: Vec<&[&Reading]> = readings.chunk_by(is_one_time).collect();
    // The newest of a time is what the page leads with.
    let leading = |of_time: &[&Reading]| {
        of_time.iter().rev().max_by_key(|reading| reading.date()).map_or((0.0, 0.0), |reading| place(reading))
    };
    let is_of_one_year = |pair: &&[&[&Reading]]| pair[0][0].date().year() == pair[1][0].date().year();
    let strokes = by_time.windows(2).filter(is_of_one_year).map(|pair| {
        let ((x1, y1), (x2, y2)) = (leading(pair[0]), leading(pair[1]));
        [x1, y1, x2, y2]
    });
    let points = by_time.iter().flat_map(|of_time| {
        of_time.iter().map(|reading| {
            let (x, y) = place(reading);
            Point { x, y, is_disputed: of_time.len() > 1 }
        })
    });
    let values: Vec<(String, String)> =
        readings.iter().map(|reading| (numbers::date(reading.date(), words.progress), text(reading))).collect();
    let last = by_time.last().and_then(|of_time| of_time.iter().rev().max_by_key(|reading| reading.date()));
    let last = last.unwrap_or(&readings[0]);
    let (x, y) = place(last);
    Panel {
        name: plain::line(name),
        description: values
            .iter()
            .map(|(date, value)| words.progress.point(value, date))
            .collect::<Vec<_>>()
            .join("; "),
        strokes: strokes.collect(),
        points: points.collect(),
        label: (text(last), x, round((y - 8.0).max(11.0))),
        values,
    }
}

fn days(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}

/// To a tenth: more would only make the page longer.
fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}
