//! What the open elements declare for those inside them: namespaces, `xml:base`, `xml:lang`.

use std::borrow::Cow;
use std::rc::Rc;

use url::Url;

use super::references::References;
use super::token::attributes;
use super::vocabulary::Space;
use crate::read::feed::raw::LONGEST_LANGUAGE;

/// Namespaces declared by the elements that are open at a time. Rich podcasts' feeds declare twenty.
pub(super) const MOST_NAMESPACES: usize = 500;
/// A longer address that others are relative to is none.
const LONGEST_BASE: usize = 2048;

#[derive(Debug)]
pub(super) struct Scope<'a> {
    /// Prefixes and what they mean.
    namespaces: Vec<(&'a str, Space)>,
    /// The document's address, and the bases in force.
    bases: Vec<Rc<Url>>,
    languages: Vec<Cow<'a, str>>,
}

/// How much was in force at some point, to go back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    namespaces: usize,
    bases: usize,
    languages: usize,
}

impl<'a> Scope<'a> {
    pub(super) fn new(url: &Url) -> Self {
        Self { namespaces: Vec::new(), bases: vec![Rc::new(url.clone())], languages: Vec::new() }
    }

    pub(super) fn mark(&self) -> Mark {
        Mark { namespaces: self.namespaces.len(), bases: self.bases.len(), languages: self.languages.len() }
    }

    pub(super) fn back_to(&mut self, mark: Mark) {
        self.namespaces.truncate(mark.namespaces);
        self.bases.truncate(mark.bases);
        self.languages.truncate(mark.languages);
    }

    /// Takes note of what an element's attributes declare.
    pub(super) fn declare(&mut self, text: &'a str, is_root: bool, references: &mut References) {
        // Nearly all elements declare nothing.
        if !text.contains("xml") {
            return;
        }
        for (name, value) in attributes(text).take(MOST_NAMESPACES + 1) {
            if let Some(prefix) = name.strip_prefix("xmlns") {
                let space = Space::of(value);
                // A feed's own namespace that nobody knows is a feed's own all the same.
                let space = if is_root && prefix.is_empty() && space == Space::Foreign { Space::Feed } else { space };
                self.namespaces.push((prefix.trim_start_matches(':'), space));
            } else if name == "xml:base" {
                self.base_on(&references.resolve(value));
            } else if name == "xml:lang" {
                // Every text within has a copy.
                self.languages.extend(Some(references.resolve(value)).filter(|tag| tag.len() <= LONGEST_LANGUAGE));
            }
        }
    }

    /// What follows is relative to `address`.
    pub(super) fn base_on(&mut self, address: &str) {
        let base = (address.len() <= LONGEST_BASE).then(|| self.bases.last()?.join(address.trim()).ok()).flatten();
        self.bases.extend(base.filter(|base| base.as_str().len() <= 2 * LONGEST_BASE).map(Rc::new));
    }

    pub(super) fn has_too_many_namespaces(&self) -> bool {
        self.namespaces.len() > MOST_NAMESPACES
    }

    pub(super) fn space(&self, name: &str) -> Space {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self.namespaces.iter().rev().find(|(known, _)| *known == prefix);
        declared.map_or_else(|| Space::well_known(prefix), |(_, space)| *space)
    }

    /// The `xml:base` that is in force.
    pub(super) fn base(&self) -> Option<Rc<Url>> {
        self.bases.last().filter(|_| self.bases.len() > 1).cloned()
    }

    /// The innermost `xml:lang`.
    pub(super) fn language(&self) -> Option<Cow<'a, str>> {
        self.languages.last().cloned()
    }
}
