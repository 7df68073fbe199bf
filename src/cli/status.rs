use std::fmt::Write as _;
use std::process::ExitCode;

use clap::Args;
use jiff::{SignedDuration, Timestamp};

use super::progress::Progress;
use super::terminal::{columns, left, right, width, wrapped};
use super::{Common, exit, load, logging, not_done, say};
use crate::config::{Config, Language};
use crate::pipeline;
use crate::render::{self, SourceStatus};

#[derive(Debug, Args)]
pub(super) struct Status {
    #[command(flatten)]
    common: Common,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// Columns of a source's name at most, and at least.
const NAME: (usize, usize) = (32, 12);
const STATE: usize = 7;
const TIME: usize = 7;
const ITEMS: usize = 7;
/// What stands below a source's line.
const INDENT: &str = "        ";

impl Status {
    pub(super) fn main(self) -> ExitCode {
        logging::start(logging::Level::warnings(self.common.verbose), &Progress::new());
        let shown = load(&self.common.config).and_then(|config| {
            let status =
                pipeline::status(&config, Timestamp::now()).map_err(|error| not_done(&error, error.is_unusable()))?;
            if self.json {
                return say::json("the status", &status);
            }
            say::result(shown(&config, &status, columns()))
        });
        shown.map_or_else(|code| code, |()| exit::WELL)
    }
}

fn shown(config: &Config, status: &render::Status, columns: Option<usize>) -> String {
    let names = status.sources.iter().map(|source| width(&source.name)).max().unwrap_or(0);
    let fixed = STATE + 3 * TIME + ITEMS + 5;
    let room = columns.map_or(NAME.0, |columns| columns.saturating_sub(fixed));
    let name = names.clamp(NAME.1, NAME.0).min(room.max(NAME.1));
    // Where the reason has room behind a source's line, it stands there.
    let behind = columns.is_none_or(|columns| columns >= name + fixed + 2 + 34);
    let mut text = String::new();
    let head = [right("last", TIME), right("next", TIME), right("every", TIME), right("a week", ITEMS)].join(" ");
    let why = if behind { "  why" } else { "" };
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{} {} {head}{why}", left("state", STATE), left("source", name));
    for source in &status.sources {
        let why = source.why.map(|why| why.words(Language::English, status.at)).unwrap_or_default();
        let line = line(source, name, status.at);
        if behind {
            let _ = writeln!(text, "{}", format!("{line}  {why}").trim_end());
        } else {
            let _ = writeln!(text, "{}", line.trim_end());
        }
        for detail in details(source, (!behind).then_some(why)) {
            let _ = writeln!(text, "{}", wrapped(&detail, INDENT, columns));
        }
    }
    let _ = write!(text, "\n{}", wrapped(&summary(config, status), "", columns));
    text
}

fn line(source: &SourceStatus, name: usize, now: Timestamp) -> String {
    let ago = |time: Timestamp| short(now.duration_since(time));
    let next =
        source.next_poll.map(|next| if next <= now { "now".to_owned() } else { short(next.duration_since(now)) });
    let none = || "–".to_owned();
    [
        left(source.standing.words(Language::English), STATE),
        left(&render::line(&source.name), name),
        right(&source.last_success.map_or_else(none, ago), TIME),
        right(&next.unwrap_or_else(none), TIME),
        right(&source.interval.map_or_else(none, |interval| short(SignedDuration::from_secs(interval))), TIME),
        right(&source.items_a_week.map_or_else(none, |items| format!("{items:.1}")), ITEMS),
    ]
    .join(" ")
}

/// What stands below a source's line.
fn details(source: &SourceStatus, why: Option<String>) -> Vec<String> {
    let mut details: Vec<String> = why.into_iter().filter(|why| !why.is_empty()).collect();
    details.extend(source.off.as_deref().map(render::line));
    details.extend(source.moved_to.as_deref().map(|to| format!("moved for good to {}", render::line(to))));
    if source.pages > 0 {
        let fields: Vec<String> = source.shares().map(|(field, percent)| format!("{field} {percent}%")).collect();
        details.push(format!("of {}: {}", say::counted(source.pages, "1 page", "{n} pages"), fields.join(", ")));
    }
    if let Some(error) = &source.last_error {
        let failures = match source.failures {
            0 => String::new(),
            failures => say::counted(failures, "1 failure: ", "{n} failures: "),
        };
        details.push(format!("{failures}{}", render::line(error)));
    }
    details
}

fn summary(config: &Config, status: &render::Status) -> String {
    let Some(last_pass) = status.last_pass else {
        return "There has been no pass yet: `bantin once` makes one, `bantin run` goes on making them.".to_owned();
    };
    let local = |time| say::local(time, &config.site.zone);
    let published = status.last_publication.map_or_else(|| "none noted".to_owned(), local);
    let hubs = status.subscriptions;
    format!(
        "last pass {}, last publication {published}\n{}; waiting: {} due and {} later, {} to be judged; database {}; \
         subscriptions at hubs: {} active, {} requested, {} denied",
        local(last_pass),
        say::counted(status.articles, "1 article", "{n} articles"),
        say::counted(status.pages_due, "1 page", "{n} pages"),
        status.pages_later,
        say::counted(status.unjudged, "1 article", "{n} articles"),
        render::size(status.database_bytes),
        hubs.active,
        hubs.requested,
        hubs.denied
    )
}

/// A span in few letters: `45 s`, `12 min`, `3 h`, `20 d`.
fn short(span: SignedDuration) -> String {
    match span.as_secs().max(0) {
        seconds @ 0..=99 => format!("{seconds} s"),
        seconds @ 100..=5999 => format!("{} min", seconds / 60),
        seconds @ 6000..=172_799 => format!("{} h", seconds / 3600),
        seconds => format!("{} d", seconds / 86_400),
    }
}
