//! A topic's figures as CSV (RFC 4180), as docs/progress.md describes it.

use crate::config::Config;
use crate::judge::progress::{Progress, Reading};
use crate::render::{dates, item, names, plain};

const COLUMNS: [&str; 39] = [
    "kind",
    "stance",
    "place",
    "place_kind",
    "place_within",
    "place_today",
    "place_inferred",
    "as_of",
    "latest",
    "disputed",
    "amount_vnd",
    "plan_vnd",
    "percent",
    "percent_from",
    "percent_to",
    "count",
    "count_of",
    "count_unit",
    "approx",
    "per",
    "period",
    "fund",
    "paid_by",
    "programme",
    "component",
    "topic",
    "topic_inferred",
    "cumulative",
    "comparison",
    "flags",
    "sources",
    "published",
    "story",
    "article",
    "title",
    "sentence",
    "of_several",
    "amount_to_vnd",
    "count_to",
];

pub(super) fn write(config: &Config, progress: &Progress) -> Vec<u8> {
    let mut csv = String::new();
    row(&mut csv, COLUMNS.map(str::to_owned).as_slice());
    for line in &progress.lines {
        for (at, reading) in line.readings.iter().enumerate() {
            let is_latest = at <= line.disputed;
            row(&mut csv, &cells(config, reading, is_latest, is_latest && line.disputed > 0));
        }
    }
    for (_, reading) in &progress.flagged {
        row(&mut csv, &cells(config, reading, false, false));
    }
    csv.into_bytes()
}

fn cells(config: &Config, reading: &Reading, is_latest: bool, is_disputed: bool) -> [String; 39] {
    let said = reading.exact();
    let first = reading.first();
    let record = said.fact.record();
    let text = |text: Option<&str>| text.map(plain::line).unwrap_or_default();
    let mut sources: Vec<String> = Vec::new();
    for said in &reading.statements {
        let name = item::source_name(config, said.member);
        if !sources.contains(&name) {
            sources.push(name);
        }
    }
    let url = said.member.url.as_ref().filter(|url| names::is_web(url));
    [
        record.kind.to_owned(),
        record.stance.to_owned(),
        text(record.place),
        text(record.place_kind),
        text(record.place_within),
        text(record.place_today),
        record.place_inferred.to_string(),
        reading.date().to_string(),
        is_latest.to_string(),
        is_disputed.to_string(),
        number(record.amount_vnd),
        number(record.plan_vnd),
        number(record.percent),
        number(record.percent_from),
        number(record.percent_to),
        number(record.count),
        number(record.count_of),
        text(record.count_unit),
        text(record.approx.map(crate::text::Nearness::name)),
        text(record.per),
        record.period.clone().unwrap_or_default(),
        text(record.fund),
        text(record.paid_by),
        text(record.programme),
        record.component.clone().unwrap_or_default(),
        text(record.topic.map(crate::news::TopicId::as_str)),
        record.topic_inferred.to_string(),
        record.cumulative.to_string(),
        record.comparison.to_string(),
        record.flags.join(" "),
        sources.join("; "),
        dates::rfc3339(first.member.published, &config.site.zone),
        names::absolute(&config.site, &names::story_path(said.story)),
        url.map(ToString::to_string).unwrap_or_default(),
        plain::line(&said.member.title),
        plain::line(record.sentence),
        record.of_several.to_string(),
        number(record.amount_to_vnd),
        number(record.count_to),
    ]
}

fn number<T: ToString>(number: Option<T>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn row(csv: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            csv.push(',');
        }
        push(csv, cell);
    }
    csv.push_str("\r\n");
}

/// A cell; one that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, "CSV injection").
fn push(csv: &mut String, cell: &str) {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let is_quoted = cell.contains(['"', ',', '\r', '\n', ';']);
    if is_quoted {
        csv.push('"');
    }
    if is_formula {
        csv.push('\'');
    }
    for c in cell.chars() {
        if c == '"' {
            csv.push('"');
        }
        csv.push(c);
    }
    if is_quoted {
        csv.push('"');
    }
}
