//! The plot of the latest shares by place.

use super::numbers::{self, decimal};
use super::{TopicProgress, is_plotted};
use crate::config::Config;
use crate::judge::progress::{Reading, Spot};
use crate::render::words::Words;
use crate::render::{item, plain};

/// In pixels: the plot is as wide as its column, and only as high as it must be, so that its letters are of the text's
/// size everywhere. Widths are per cent of the plot's.
const NAME: u32 = 24;
const BAR: u32 = 12;
const GAP: u32 = 14;
/// A bar with who says it above it, where papers disagree.
const VOICE: u32 = 18;
const AXIS: u32 = 26;

pub(in crate::render) struct Bars {
    pub(in crate::render) rows: Vec<Row>,
    pub(in crate::render) height: u32,
    /// Where the axis's numbers stand.
    pub(in crate::render) axis: u32,
    /// The plot in words.
    pub(in crate::render) description: String,
}

pub(in crate::render) struct Row {
    pub(in crate::render) name: String,
    pub(in crate::render) time: String,
    /// The share, where there is only one.
    pub(in crate::render) value: Option<String>,
    pub(in crate::render) baseline: u32,
    pub(in crate::render) bars: Vec<Bar>,
}

pub(in crate::render) struct Bar {
    pub(in crate::render) top: u32,
    /// Per cent of the plot.
    pub(in crate::render) width: f64,
    /// Who says it and what, where papers disagree.
    pub(in crate::render) voice: Option<(String, String, u32)>,
}

struct Place<'p, 'a> {
    name: &'a str,
    readings: Vec<&'p Reading<'a>>,
}

impl Bars {
    pub(in crate::render) const BAR: u32 = BAR;

    /// The greatest share first; of `most` places, those with the newest figures. None without any.
    pub(in crate::render) fn of(config: &Config, words: &Words, of_topic: &TopicProgress, most: usize) -> Option<Self> {
        let lines = of_topic.progress.lines.iter().filter(|line| is_plotted(line));
        let mut places: Vec<Place> = lines
            .filter_map(|line| {
                let Spot::Province { name, .. } = line.subject.spot else { return None };
                let with_share = |reading: &&Reading| share(reading).is_some();
                let newest = line.latest().iter().filter(with_share).collect::<Vec<_>>();
                let newest =
                    if newest.is_empty() { line.history().find(with_share).into_iter().collect() } else { newest };
                (!newest.is_empty()).then_some(Place { name, readings: newest })
            })
            .collect();
        places.sort_by_key(|place| std::cmp::Reverse(place.readings[0].date()));
        places.truncate(most);
        places.sort_by(|a, b| {
            let share = |place: &Place| share(place.readings[0]).unwrap_or(0.0);
            share(b).total_cmp(&share(a)).then_with(|| a.name.cmp(b.name))
        });
        let mut top = 0;
        let rows: Vec<Row> = places.iter().map(|place| row(config, words, place, &mut top)).collect();
        let described = places.iter().map(|place| describe(config, words, place)).collect::<Vec<_>>().join("; ");
        (!rows.is_empty()).then_some(Self { rows, height: top + AXIS, axis: top + 14, description: described })
    }
}

fn share(reading: &Reading) -> Option<f64> {
    reading.figure().percent.map(crate::text::Decimal::as_f64)
}

fn percent(reading: &Reading, words: &Words) -> String {
    let percent = reading.figure().percent.map(|percent| decimal(percent, words.progress)).unwrap_or_default();
    let near = reading.figure().nearness.filter(|_| reading.figure().amount.is_none());
    let near = near.map(|near| format!("{} ", words.progress.nearness(near))).unwrap_or_default();
    format!("{near}{percent}%")
}

fn row(config: &Config, words: &Words, place: &Place, top: &mut u32) -> Row {
    let baseline = *top + 15;
    *top += NAME;
    let is_disputed = place.readings.len() > 1;
    let bars = place.readings.iter().map(|reading| {
        let voice = is_disputed.then(|| {
            let baseline = *top + 12;
            *top += VOICE;
            (voices(config, reading), percent(reading, words), baseline)
        });
        let bar = Bar { top: *top, width: share(reading).unwrap_or(0.0).clamp(0.0, 100.0), voice };
        *top += BAR + if is_disputed { GAP / 2 } else { 0 };
        bar
    });
    let bars: Vec<Bar> = bars.collect();
    *top += if is_disputed { GAP / 2 } else { GAP };
    Row {
        name: plain::line(place.name),
        time: numbers::date(place.readings[0].date(), words.progress),
        value: (!is_disputed).then(|| percent(place.readings[0], words)),
        baseline,
        bars,
    }
}

/// Who says it, the first alone if there are many.
fn voices(config: &Config, reading: &Reading) -> String {
    let mut names: Vec<String> = Vec::new();
    for said in &reading.statements {
        let name = item::source_name(config, said.member);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [first, _, rest @ ..] if !rest.is_empty() => format!("{first} +{}", rest.len() + 1),
        _ => names.join(", "),
    }
}

fn describe(config: &Config, words: &Words, place: &Place) -> String {
    let said = place.readings.iter().map(|reading| match place.readings.len() {
        1 => percent(reading, words),
        _ => format!("{} ({})", percent(reading, words), voices(config, reading)),
    });
    format!("{} {}", plain::line(place.name), said.collect::<Vec<_>>().join(" / "))
}
