//! Entries that a document holds twice.

use std::collections::HashSet;

use super::Entry;

/// Drops the second and further copies of an entry: those alike in guid, link, date and title, and, where there is no
/// guid to speak for them, in text. A feed that lists one article under two categories repeats it so.
pub(super) fn without(entries: Vec<Entry>) -> Vec<Entry> {
    let mut seen = HashSet::new();
    let mut is_first = |entry: &Entry| {
        let text = entry.content.as_ref().or(entry.summary.as_ref()).filter(|_| entry.guid.is_none());
        seen.insert((
            entry.guid.clone(),
            entry.link.clone(),
            entry.published,
            entry.title.clone(),
            text.map(|text| text.as_str().to_owned()),
        ))
    };
    entries.into_iter().filter(|entry| is_first(entry)).collect()
}
