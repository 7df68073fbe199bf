//! A query → its pieces: words, phrases, filters, each with or without a minus in front.

use unicode_normalization::char::is_combining_mark;

/// What stands between white space, or between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece<'q> {
    /// As typed, with its minus, name and quotation marks.
    pub raw: &'q str,
    /// Articles with it are not wanted.
    pub negated: bool,
    /// What stands before a colon.
    pub name: Option<&'q str>,
    /// Without minus, name and quotation marks.
    pub value: &'q str,
    pub quoted: bool,
    /// Its quotation mark is never closed.
    pub open: bool,
}

/// Straight ones, and those that keyboards of phones and word processors make of them.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂')
}

/// The pieces of `text`, in order. Every text has some reading.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        // A dash between words is no minus.
        let negated = first == '-' && after.starts_with(|c: char| is_quote(c) || c.is_alphanumeric());
        let body = if negated { after } else { rest };
        let mut piece = read(body);
        let length = rest.len() - body.len() + piece.raw.len();
        piece.raw = &rest[..length];
        piece.negated = negated;
        found.push(piece);
        rest = rest[length..].trim_start();
    }
    found
}

/// The piece at the beginning of `text`.
fn read(text: &str) -> Piece<'_> {
    if text.starts_with(is_quote) {
        return quoted(text, 0, None);
    }
    let end = text.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(text.len());
    let word = &text[..end];
    match word.split_once(':') {
        Some((name, "")) if is_name(name) && text[end..].starts_with(is_quote) => quoted(text, end, Some(name)),
        // An address is no filter.
        Some((name, value)) if is_name(name) && !value.starts_with('/') => {
            Piece { raw: word, negated: false, name: Some(name), value, quoted: false, open: false }
        }
        _ => Piece { raw: word, negated: false, name: None, value: word, quoted: false, open: false },
    }
}

/// What is between the quotation mark at `from` and the next one.
fn quoted<'q>(text: &'q str, from: usize, name: Option<&'q str>) -> Piece<'q> {
    let start = from + text[from..].chars().next().map_or(0, char::len_utf8);
    let close = text[start..].find(is_quote).map(|at| start + at);
    let end = close.map_or(text.len(), |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    Piece {
        raw: &text[..end],
        negated: false,
        name,
        value: &text[start..close.unwrap_or(text.len())],
        quoted: true,
        open: close.is_none(),
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphabetic() || is_combining_mark(c) || matches!(c, '-' | '_'))
}
