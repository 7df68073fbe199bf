//! Whether the operator's selectors still find what they were written for. Sites change their pages without a word; what a
//! selector doesn't find, the reader takes from elsewhere, and here it is noticed and said.

#[cfg(test)]
mod laws;

use tracing::{info, warn};

use super::pass::{Pass, Warning};
use super::{PassError, Pipeline};
use crate::config::Source;
use crate::read::{FieldTrace, Origin, PageField};
use crate::store::TracedPage;

/// So many pages in a row without a match, at least: one page of another kind (a video, a quiz) means nothing.
const LEAST_MISSES: u32 = 3;
/// And so unlikely, as one in so many, by how often the selector found something before: an author that every other page
/// names is missing on three pages in a row all the time. With 1,000 and a check a page, a selector that matches half of a
/// busy paper's pages is called lost wrongly once in a thousand pages.
const ONE_IN: f64 = 1_000.0;
/// Pages after which a selector that never found anything is called wrong.
const PATIENCE: u32 = 10;

/// How one field's selector does, by the source's last pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// As ever; or too little is known.
    Well,
    /// Finds nothing on the last pages, and did before.
    Lost { misses: u32, matched: u32, of: u32 },
    /// Has never found anything on any of so many pages.
    NeverMatched { pages: u32 },
}

impl Standing {
    /// Of whether the selector matched, on the pages that were read with it, newest first.
    fn of(pages: impl IntoIterator<Item = bool>) -> Self {
        let mut pages = pages.into_iter().peekable();
        let mut misses = 0;
        while pages.next_if(|matched| !matched).is_some() {
            misses += 1;
        }
        let (mut matched, mut of) = (0, 0);
        for hit in pages {
            of += 1;
            matched += u32::from(hit);
        }
        if matched == 0 {
            return if misses >= PATIENCE { Self::NeverMatched { pages: misses } } else { Self::Well };
        }
        // Laplace's rule: a selector that matched every time so far may yet miss.
        let chance_of_miss = 1.0 - f64::from(matched) / f64::from(of + 1);
        let by_chance = (0..misses).fold(1.0, |chance, _| chance * chance_of_miss);
        if misses >= LEAST_MISSES && by_chance * ONE_IN <= 1.0 {
            Self::Lost { misses, matched, of }
        } else {
            Self::Well
        }
    }

    pub(super) fn is_well(self) -> bool {
        self == Self::Well
    }
}

/// How each selector of a source does, by its last pages, newest first.
pub(super) fn standings<'a>(
    source: &'a Source,
    pages: &'a [TracedPage],
) -> impl Iterator<Item = (PageField, &'a str, Standing)> {
    PageField::ALL.into_iter().filter_map(move |field| {
        let css = field.selector(&source.page)?.as_str();
        let traces = pages.iter().filter_map(move |page| page.trace.fields.get(&field));
        let read_with_it = traces.filter(|trace| trace.selector.as_deref() == Some(css));
        Some((field, css, Standing::of(read_with_it.map(|trace| trace.from == Some(Origin::Selector)))))
    })
}

impl Pipeline {
    /// Lets the pages of this pass count, and says which selectors find nothing any more: once, when that comes about.
    pub(super) fn look_after_selectors(&mut self, pass: &mut Pass) -> Result<(), PassError> {
        for id in self.store.settle_traces()? {
            let Some(source) = self.config.source(&id).cloned() else { continue };
            let pages = self.store.traced_pages(&id)?;
            let before = self.store.lost_selectors(&id)?;
            let mut lost = Vec::new();
            for (field, _, standing) in standings(&source, &pages) {
                let said = before.contains(&field);
                if standing.is_well() {
                    if said {
                        info!(source = %id, "the selector for {field} matches again, or is new");
                    }
                    continue;
                }
                lost.push(field);
                if !said {
                    pass.warnings.push(warning(&source, field, standing, &pages));
                }
            }
            if lost != before {
                self.store.set_lost_selectors(&id, &lost)?;
            }
        }
        Ok(())
    }
}

fn warning(source: &Source, field: PageField, standing: Standing, pages: &[TracedPage]) -> Warning {
    let css = field.selector(&source.page).map_or("", |css| css.as_str());
    let found = match standing {
        Standing::Lost { misses, matched, of } => {
            format!("matched {matched} of {of} pages before, and none of the last {misses}")
        }
        Standing::NeverMatched { pages } => format!("has matched none of {pages} pages"),
        Standing::Well => "matches".to_owned(),
    };
    let newest = pages.iter().find(|page| page.url.is_some());
    let instead = newest.and_then(|page| page.trace.fields.get(&field)).and_then(|trace: &FieldTrace| trace.from);
    let instead =
        instead.map_or_else(|| "the articles go without it".to_owned(), |from| format!("it is taken from {from}"));
    let url = newest.and_then(|page| page.url.clone()).unwrap_or_else(|| source.url.to_string());
    let point = match field {
        PageField::Image => String::new(),
        _ => format!(" --{field}-has \"words of the {field}\""),
    };
    let warning =
        format!("the selector {field} = {css:?} {found}; {instead}. Find a new one: bantin preview {url}{point}");
    warn!(source = %source.id, "{warning}");
    Warning { source: source.id.clone(), url, warning }
}
