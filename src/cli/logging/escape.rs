//! What sources write can't forge a line of the log, nor command the terminal that shows it.

use std::fmt::{self, Debug, Write as _};
use std::io::{self, Write};

use tracing::field::Field;
use tracing_subscriber::fmt::format::Writer;

/// Whether a character does something else than stand there: line ends and other controls (ECMA-48, C1 included), Unicode's
/// separators of lines, and what turns the direction of what follows (UAX #9).
fn does_something(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A field of a line for people: `name=value`; the message without its name.
pub(super) fn write_field(writer: &mut Writer<'_>, field: &Field, value: &dyn Debug) -> fmt::Result {
    let mut escaped = Escaped(writer);
    if field.name() == "message" { write!(escaped, "{value:?}") } else { write!(escaped, "{field}={value:?}") }
}

/// Writes what does something as Rust's escapes, which only stand there.
struct Escaped<'a, W>(&'a mut W);

impl<W: fmt::Write> fmt::Write for Escaped<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for part in text.split_inclusive(does_something) {
            match part.chars().next_back().filter(|last| does_something(*last)) {
                Some(last) => write!(self.0, "{}{}", &part[..part.len() - last.len_utf8()], escape(last))?,
                None => self.0.write_str(part)?,
            }
        }
        Ok(())
    }
}

/// `\n`, `\u{1b}` …
fn escape(c: char) -> String {
    match c {
        '\n' | '\r' | '\t' => c.escape_default().to_string(),
        _ => c.escape_unicode().to_string(),
    }
}

/// For lines of JSON, whose ASCII controls are escaped already: the rest as `\u009b`, which means the same in a string, and
/// elsewhere there is none.
pub(super) struct JsonLines<W>(pub W);

impl<W: Write> Write for JsonLines<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let mut escaped = String::with_capacity(line.len());
        for c in String::from_utf8_lossy(line).chars() {
            if c != '\n' && does_something(c) {
                // Writing to a String cannot fail.
                let _ = write!(escaped, "\\u{:04x}", u32::from(c));
            } else {
                escaped.push(c);
            }
        }
        self.0.write_all(escaped.as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A forged line, a cleared screen, an 8-bit escape, a line separator, and a text turned round.
    const HOSTILE: &str = "tin\n2026-01-01T00:00:00Z  INFO all is well\r\x1b[2J\u{9b}31m\u{2028}x\u{202e}y";

    #[test]
    fn what_does_something_only_stands_there() {
        let mut line = String::new();
        write!(Escaped(&mut line), "Hoà Bình: {HOSTILE}").unwrap();
        assert!(!line.chars().any(does_something), "{line}");
        assert_eq!(
            line,
            r"Hoà Bình: tin\n2026-01-01T00:00:00Z  INFO all is well\r\u{1b}[2J\u{9b}31m\u{2028}x\u{202e}y"
        );
    }

    #[test]
    fn a_json_line_means_the_same_with_its_escapes() {
        let line = serde_json::json!({ "error": HOSTILE }).to_string();
        let mut written = Vec::new();
        JsonLines(&mut written).write_all(format!("{line}\n").as_bytes()).unwrap();
        let written = String::from_utf8(written).unwrap();
        assert!(!written.trim_end_matches('\n').chars().any(does_something), "{written}");
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["error"], HOSTILE);
    }
}
