//! Where a new source goes, and how its lines are indented.

use toml::de::{DeTable, DeValue};

use super::block::Indents;
use crate::config::mistake::Span;
use crate::config::table::Value;

/// The sources are `source = [{ … }]`, where no header can follow.
pub(super) struct Inline;

/// The end of a line of the text, or of the text, and the indents there.
pub(super) struct Place {
    pub(super) at: usize,
    pub(super) indents: Indents,
}

impl Place {
    /// Behind the last source and all that belongs to it; without one, at the end of the text.
    pub(super) fn in_document(document: &DeTable<'_>, text: &str) -> Result<Self, Inline> {
        let Some(sources) = document.get("source") else {
            return Ok(Self { at: text.len(), indents: Indents::default() });
        };
        let sources: &[Value<'_>] = sources.get_ref().as_array().map(|array| &**array).unwrap_or_default();
        let is_header = |value: &Value<'_>| text[value.span()].starts_with("[[");
        let Some(last) = sources.last().filter(|last| is_header(last)) else { return Err(Inline) };
        let end = end(last);
        let at = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        Ok(Self { at, indents: indents(sources, text) })
    }
}

/// Behind the last byte of a value and all that is in it. Of a table under a header, the span is the header's alone.
fn end(value: &Value<'_>) -> usize {
    let inner = match value.get_ref() {
        DeValue::Array(array) => array.iter().map(end).max(),
        DeValue::Table(table) => table.iter().map(|(_, value)| end(value)).max(),
        _ => None,
    };
    inner.unwrap_or_default().max(value.span().end)
}

/// Those of the last source, and of the last part of a source that has a header.
fn indents(sources: &[Value<'_>], text: &str) -> Indents {
    let Some(last) = sources.last() else { return Indents::default() };
    let header = indent(text, &last.span());
    let key = first_key(last, text).map_or_else(|| header.clone(), |key| indent(text, &key));
    let part = sources.iter().rev().find_map(|source| {
        let mut parts = source.get_ref().as_table()?.iter().map(|(_, value)| value);
        let part = parts.rfind(|part| part.get_ref().is_table() && text[part.span()].starts_with('['))?;
        let key = first_key(part, text).unwrap_or_else(|| part.span());
        Some((indent(text, &part.span()), indent(text, &key)))
    });
    let (part, part_key) = part.unwrap_or_else(|| {
        let default = Indents::default();
        (format!("{header}{}", default.part), format!("{key}{}", default.part_key))
    });
    Indents { header, key, part, part_key }
}

/// The first key of a table whose value stands on the key's line.
fn first_key(table: &Value<'_>, text: &str) -> Option<Span> {
    let keys = table.get_ref().as_table()?.iter();
    let under_header = keys.filter(|(_, value)| !(value.get_ref().is_table() && text[value.span()].starts_with('[')));
    under_header.map(|(key, _)| key.span()).min_by_key(|span| span.start)
}

/// The white space before what stands first on its line.
fn indent(text: &str, span: &Span) -> String {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..span.start];
    if before.chars().all(char::is_whitespace) { before.to_owned() } else { String::new() }
}
