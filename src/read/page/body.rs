//! The article's text.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html};
use url::Url;

use super::blocks::{self, Hints};
use super::draft::Draft;
use super::{clutter, layouts};
use crate::read::article::{Origin, Sourced};
use crate::read::cuts::Cuts;
use crate::read::html::{plain, tidy, tree};
use crate::read::{Css, Entry, SafeHtml};

/// Text of so many characters is an article; a container with less is empty, or filled in by a script.
const LEAST: usize = 140;

/// Where the text may come from, besides the page's elements.
pub(super) struct Sources<'a> {
    pub(super) selector: Option<&'a Css>,
    /// The element that holds the text in a known layout is there.
    pub(super) has_layout: bool,
    /// The lead as a known layout shows it.
    pub(super) lead: Option<&'a str>,
    /// JSON-LD's `articleBody`.
    pub(super) declared: Option<&'a str>,
    pub(super) entry: &'a Entry,
    pub(super) hints: Hints<'a>,
    /// Where the page was read, and what its relative addresses are of.
    pub(super) url: &'a Url,
    pub(super) base: &'a Url,
}

impl Sources<'_> {
    /// Asks the classifier, if neither the operator's selector nor a layout that is known finds something.
    pub(super) fn classify(&self, html: &Html) -> Classified {
        if self.has_layout || self.selector.is_some_and(|css| html.select(css.compiled()).next().is_some()) {
            return Classified::NotAsked;
        }
        self.classified(html).map_or(Classified::Nothing, Classified::Found)
    }

    /// What the block classifier takes for the article, of the page as it came; none if that is not the text.
    fn classified(&self, html: &Html) -> Option<Draft> {
        let chosen = blocks::choose(html, &self.hints);
        let draft = Draft::of(&tidy::tidy_part(html.tree.root(), self.base, &|node| chosen.has(node)));
        self.is_whole(&draft, LEAST).then_some(draft)
    }

    /// The text from the first of these that has one: the operator's selector, a layout that is known, the block
    /// classifier, the generic extractor, JSON-LD, the entry. `html` is without clutter, unless the classifier has looked
    /// and found the text; `page` is the page as it came, for where it hasn't.
    pub(super) fn find(&self, mut html: Html, classified: Classified, page: impl FnOnce() -> Html) -> Sourced<Draft> {
        match classified {
            Classified::Found(draft) => return Sourced::new(draft, Origin::Classifier),
            Classified::Nothing => {}
            Classified::NotAsked => {
                if let Some(found) = self.known(&html) {
                    return found;
                }
                drop(html);
                html = page();
                if let Some(draft) = self.classified(&html) {
                    return Sourced::new(draft, Origin::Classifier);
                }
                clutter::remove(&mut html, &mut Cuts::unseen());
            }
        }
        let from_entry = of_entry(self.entry);
        let least = LEAST.min(from_entry.length()).max(1);
        if let Some(draft) = self.extracted(&html).filter(|draft| self.is_whole(draft, least)) {
            return Sourced::new(draft, Origin::Extractor);
        }
        let declared = self.declared.map(|text| {
            if text.contains("</p>") { SafeHtml::clean(text, self.base) } else { SafeHtml::of_text(&plain_lines(text)) }
        });
        match declared.map(|html| Draft::of(html.as_str())).filter(|draft| draft.length() >= LEAST) {
            Some(draft) => Sourced::new(draft, Origin::JsonLd),
            None => Sourced::new(from_entry, Origin::Feed),
        }
    }

    /// By the operator's selector, or by a layout that is known.
    fn known(&self, html: &Html) -> Option<Sourced<Draft>> {
        if let Some(css) = self.selector {
            let draft = self.of_elements(html.select(css.compiled()), None);
            if !draft.text().is_empty() {
                return Some(Sourced::new(draft, Origin::Selector));
            }
        }
        let found = layouts::BODIES.all(html).into_iter().filter(|found| !found.is_empty());
        let mut drafts = found.map(|found| self.of_elements(found.into_iter().take(1), self.lead));
        let draft = drafts.find(|draft| draft.length() >= LEAST)?;
        Some(Sourced::new(draft, Origin::Markup))
    }

    /// With the lead before it, where that stands apart.
    fn of_elements<'a>(&self, elements: impl Iterator<Item = ElementRef<'a>>, lead: Option<&str>) -> Draft {
        let parts: String = elements.map(|element| tidy::tidy(*element, self.base)).collect();
        let draft = Draft::of(&parts);
        match lead {
            Some(lead) if !draft.text().is_empty() && !draft.text().contains(lead) => {
                Draft::of(&(SafeHtml::of_text(lead).as_str().to_owned() + &parts))
            }
            _ => draft,
        }
    }

    fn extracted(&self, html: &Html) -> Option<Draft> {
        let config = Config { disable_json_ld: true, ..Config::default() };
        let page = html.html();
        // The extractor is not ours, and pages are anybody's.
        let article = catch_unwind(AssertUnwindSafe(|| {
            Readability::new(page, Some(self.url.as_str()), Some(config)).ok()?.parse().ok()
        }));
        let content = article.ok().flatten()?.content;
        let fragment = tree::fragment(&content);
        Some(Draft::of(&tidy::tidy(fragment.tree.root(), self.base)))
    }

    /// Some pages leave their text to a script, or the most of it, and only JSON-LD has it all.
    fn is_whole(&self, draft: &Draft, least: usize) -> bool {
        let declared = self.declared.map_or(0, |text| text.chars().count());
        draft.length() >= least && draft.length() * 2 >= declared
    }
}

/// What the block classifier made of a page.
#[derive(Debug)]
pub(super) enum Classified {
    /// It wasn't asked, since the text's place is known.
    NotAsked,
    Found(Draft),
    Nothing,
}

/// What the feed carries of the text.
pub(super) fn of_entry(entry: &Entry) -> Draft {
    let html = entry.content.as_ref().or(entry.summary.as_ref());
    Draft::of(html.map(SafeHtml::as_str).unwrap_or_default())
}

fn plain_lines(text: &str) -> String {
    text.lines().map(plain::line).collect::<Vec<_>>().join("\n")
}
