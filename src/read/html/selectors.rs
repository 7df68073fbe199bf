//! Many selectors of one's own in one pass over a page.

use scraper::{ElementRef, Html, Selector};

use super::tree;

/// Selectors that are written in this crate and asked together. What each matches has, itself, a class, an id or another
/// attribute that the selector names; so most elements are passed over without asking.
pub(in crate::read) struct Selectors {
    compiled: Vec<Selector>,
    /// Of the classes and ids.
    names: Vec<String>,
    attributes: Vec<String>,
}

impl Selectors {
    /// Selectors that are wrong are left out.
    pub(in crate::read) fn of(written: &[&str]) -> Self {
        let mut all = Self { compiled: Vec::new(), names: Vec::new(), attributes: Vec::new() };
        for css in written {
            let Ok(selector) = Selector::parse(css) else { continue };
            all.compiled.push(selector);
            let own = css.rsplit(' ').next().unwrap_or_default();
            let end = |text: &str| text.find(['.', '#', '[', ']', '=', '~', '^', '*']).unwrap_or(text.len());
            for (at, mark) in own.match_indices(['.', '#', '[']) {
                let name = &own[at + 1..];
                let names = if mark == "[" { &mut all.attributes } else { &mut all.names };
                names.push(name[..end(name)].to_owned());
            }
        }
        all
    }

    /// For each selector its matches, in the document's order.
    pub(in crate::read) fn all<'a>(&self, html: &'a Html) -> Vec<Vec<ElementRef<'a>>> {
        let mut found = vec![Vec::new(); self.compiled.len()];
        for element in tree::elements(html).filter(|it| self.is_named(it) && tree::stands(**it)) {
            for (selector, found) in self.compiled.iter().zip(&mut found) {
                if selector.matches(&element) {
                    found.push(element);
                }
            }
        }
        found
    }

    fn is_named(&self, element: &ElementRef) -> bool {
        element.value().attrs().any(|(attribute, value)| match attribute {
            "class" | "id" => value.split_ascii_whitespace().any(|word| self.names.iter().any(|name| name == word)),
            other => self.attributes.iter().any(|attribute| attribute == other),
        })
    }
}
