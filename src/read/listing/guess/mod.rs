//! Which parts of a page are its news, when nobody says: what repeats, and holds one link with a headline each.

mod css;
mod groups;
mod parts;
mod scores;

use jiff::Timestamp;
use scraper::ElementRef;
use url::Url;

use super::{base_of, page};
use crate::read::dates::DateRules;
use crate::read::document::Document;
use crate::read::{ListingSelectors, ReadError};

/// So many of the best groups are looked at: the first may have no selector that holds it apart.
const GROUPS_TRIED: usize = 4;

/// A group with less is a menu or a box. On the layouts of tests/fixtures/listings the news has 5 to 24, boxes of the
/// most read and columns of documents have 0.7 at most, menus and footers 0.1.
const LEAST_SCORE: f64 = 0.8;

/// A group with a third of the best's score is news as well.
const ALMOST: f64 = 3.0;

/// One of the subtrees that repeat.
struct Item<'a> {
    /// The largest element that holds this article and no other.
    root: ElementRef<'a>,
    /// What stands between it and the next.
    beside: Vec<ElementRef<'a>>,
    /// The link whose text is, or holds, the headline.
    link: ElementRef<'a>,
    /// The part of the link that is the headline; the link itself in most pages.
    headline: ElementRef<'a>,
    title: String,
    url: Url,
}

impl<'a> Item<'a> {
    /// The elements in it, and then those beside it.
    fn elements(&self) -> impl Iterator<Item = ElementRef<'a>> {
        let inside = self.root.descendent_elements().skip(1);
        inside.chain(self.beside.iter().flat_map(ElementRef::descendent_elements).collect::<Vec<_>>())
    }
}

/// Selectors for a listing page that nobody described, from its repeated structure. `dates` and `now` help to know dates
/// when seen.
///
/// # Errors
/// A document that is no web page, and one in which nothing repeats that looks like news.
pub fn guess_listing<'a>(
    document: &Document,
    dates: impl Into<DateRules<'a>>,
    now: Timestamp,
) -> Result<ListingSelectors, ReadError> {
    let html = page(document)?;
    let base = base_of(&html, document.url);
    let rules = dates.into().at(now);
    let mut groups: Vec<_> = groups::groups(&html, document.url, &base)
        .into_iter()
        .map(|items| (scores::score(&items, &rules), items))
        .collect();
    groups.retain(|(score, _)| *score >= LEAST_SCORE);
    groups.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let mut trials = css::Trials::of(&html);
    let described = groups.iter().take(GROUPS_TRIED).find_map(|(score, items)| {
        // Top stories, and the like: they may come along.
        let welcome = groups.iter().filter(|(other, _)| other * ALMOST >= *score);
        let welcome = welcome.flat_map(|(_, items)| items.iter().map(|item| item.root.id())).collect();
        let item = trials.item(items, &welcome)?;
        Some(parts::selectors(item, items, &base, &rules))
    });
    described.ok_or_else(|| ReadError::NothingRepeats { url: document.url.clone() })
}
