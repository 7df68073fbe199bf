//! What commands say. Unlike `println!`, it doesn't panic when nobody listens any more: `bantin preview … | head` ends
//! well, and a daemon goes on when its log goes away.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::{exit, failed};
use crate::judge::{Evidence, Field, Weight};
use crate::render;

/// A result, on stdout. A reader that has gone away is nobody's failure.
///
/// # Errors
/// When it can't be written otherwise, such as to a full disk: the exit code, with the reason on stderr.
pub(super) fn result(text: impl Display) -> Result<(), ExitCode> {
    let mut stdout = io::stdout().lock();
    match writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            problem(format_args!("cannot write the result: {error}"));
            Err(exit::failed())
        }
        _ => Ok(()),
    }
}

/// The result as JSON. `what` it is, for the message if it can't be written.
pub(super) fn json(what: &str, value: &impl Serialize) -> Result<(), ExitCode> {
    let json = serde_json::to_string(value).map_err(|error| failed(format_args!("cannot write {what}: {error}")))?;
    result(json)
}

/// So many of something: `one`, or `many` with its `{n}` filled in.
pub(super) fn counted(count: impl TryInto<usize>, one: &str, many: &str) -> String {
    render::counted(count.try_into().unwrap_or(usize::MAX), one, many)
}

/// Something that is good to know while a command goes on, on stdout.
pub(super) fn note(text: impl Display) {
    // The work matters more than the word about it.
    let _ = writeln!(io::stdout(), "{text}");
}

/// What went wrong, on stderr.
pub(super) fn problem(text: impl Display) {
    raw_problem(format_args!("bantin: {text}"));
}

/// The same for what has a form of its own.
pub(super) fn raw_problem(text: impl Display) {
    // Without stderr the exit code has to do.
    let _ = writeln!(io::stderr(), "{text}");
}

/// Words that speak for a topic or place, where they begin in their field (in bytes), and by which rule.
pub(super) fn because(evidence: &Evidence) -> String {
    let field = match evidence.field {
        Field::Title => "title",
        Field::Lead => "lead",
        Field::Body => "body",
    };
    let weight = match evidence.weight {
        Some(Weight::Strong) => "strong ",
        Some(Weight::Subject) => "subject ",
        Some(Weight::Within) => "within ",
        Some(Weight::Context) => "context ",
        None => "",
    };
    format!("because the {field} says “{}”  (at {}, {weight}rule: {})", evidence.quote, evidence.at, evidence.rule)
}

/// A time as the site's readers have it.
pub(super) fn local(time: Timestamp, zone: &TimeZone) -> String {
    time.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M%:z").to_string()
}
