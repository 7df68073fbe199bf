//! What makes an entry itself within its source.

use std::collections::{HashMap, HashSet};

/// What an entry may be known by.
#[derive(Debug, Default)]
pub(super) struct Traits {
    pub(super) guid: Option<String>,
    pub(super) link: Option<String>,
    /// As the feed wrote it.
    pub(super) date: Option<String>,
    pub(super) title: String,
}

impl Traits {
    /// The ladder: guid → link → link + date → link + title. Without a link, the title takes its place.
    fn rungs(&self) -> impl Iterator<Item = String> {
        let base = self.link.as_ref().unwrap_or(&self.title);
        let dated = self.date.as_ref().map(|date| format!("{base} {date}"));
        let titled = self.link.as_ref().map(|link| format!("{link} {}", self.title));
        let whole = [Some(base.as_str()), self.date.as_deref(), Some(&self.title), self.guid.as_deref()];
        let whole = whole.into_iter().flatten().collect::<Vec<_>>().join(" ");
        [self.guid.clone(), self.link.clone(), dated, titled, Some(whole)].into_iter().flatten()
    }
}

/// For each entry the first rung that no other entry of the document shares; none for the second and further copies of
/// an entry, which are alike on every rung.
pub(super) fn keys(entries: &[Traits]) -> Vec<Option<String>> {
    let mut uses: HashMap<String, usize> = HashMap::new();
    for entry in entries {
        // An entry may say the same on two rungs: a guid that is the link.
        for rung in entry.rungs().collect::<HashSet<_>>() {
            *uses.entry(rung).or_default() += 1;
        }
    }
    let mut given = HashSet::new();
    let key = |entry: &Traits| {
        let unique = entry.rungs().find(|rung| uses[rung] == 1);
        let key = unique.or_else(|| entry.rungs().last())?;
        given.insert(key.clone()).then_some(key)
    };
    entries.iter().map(key).collect()
}
