//! What a reader sees: the headline, the lead, the date, the author, by the elements that are made for them.

use std::sync::LazyLock;

use jiff::Timestamp;
use scraper::{ElementRef, Html};
use url::Url;

use super::layouts;
use crate::read::authors;
use crate::read::dates::{DateRules, find_date, parse_date};
use crate::read::html::selectors::Selectors;
use crate::read::html::tree;

#[derive(Debug, Default)]
pub(super) struct Marked {
    pub(super) title: Option<String>,
    pub(super) lead: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Timestamp>,
    /// The element that holds the text in a known layout is there.
    pub(super) has_body: bool,
}

/// What a layout that is known shows; of dates, what any page marks as the article's.
///
/// The date is looked for if it is `wanted`.
pub(super) fn read(html: &Html, url: &Url, rules: &DateRules, wanted: bool) -> Marked {
    let (layouts, has_body) = layouts::of(html, url);
    let line = |element: ElementRef| Some(tree::line_of(*element)).filter(|line| !line.is_empty());
    let names = |element: ElementRef| {
        let mut names = authors::names(&tree::line_of(*element));
        names.retain(|name| authors::is_name(name));
        (!names.is_empty()).then_some(names)
    };
    let date = |element: ElementRef| {
        let texts = [super::said(element), tree::line_of(*element)];
        texts.iter().find_map(|text| parse_date(text, rules).or_else(|| Some(find_date(text, rules)?.at)))
    };
    let lead = |element: ElementRef| line(element).filter(|line| line.chars().count() > LEAST_LEAD);
    let is_articles = |element: &ElementRef| !is_of_others(element);
    let marked =
        || DATES.all(html).into_iter().find_map(|found| found.into_iter().filter(is_articles).take(3).find_map(date));
    let of_layout = || layouts.iter().find_map(|layout| layouts::first(html, &layout.dates, date));
    Marked {
        title: layouts.iter().find_map(|layout| layouts::first(html, &layout.titles, line)),
        lead: layouts.iter().find_map(|layout| layouts::first(html, &layout.leads, lead)),
        authors: layouts.iter().find_map(|layout| layouts::first(html, &layout.authors, names)).unwrap_or_default(),
        published: wanted.then(|| of_layout().or_else(marked)).flatten(),
        has_body,
    }
}

/// A shorter text is none. In characters.
const LEAST_LEAD: usize = 20;

/// Elements that are made for a date, the most certain first.
static DATES: LazyLock<Selectors> = LazyLock::new(|| {
    Selectors::of(&["[itemprop=datePublished]", "time[pubdate]", "article time[datetime]", "time[datetime]"])
});

/// Whether it is in what all pages of the site have.
fn is_of_others(element: &ElementRef) -> bool {
    let within = element.ancestors().take_while(|above| tree::name(*above) != Some("article"));
    within.into_iter().any(|above| tree::name(above).is_some_and(|name| matches!(name, "nav" | "footer")))
}

/// What the page's `<h1>` say.
pub(super) fn headlines(html: &Html) -> Vec<String> {
    tree::named(html, "h1").map(|h1| tree::line_of(*h1)).filter(|line| !line.is_empty()).collect()
}

/// The text of the `<h1>` that is the headline: of several, the one that the page's declared title begins with or
/// contains; the site's logo is often another.
pub(super) fn headline(lines: &[String], declared: Option<&str>) -> Option<String> {
    let said = declared.and_then(|declared| lines.iter().find(|line| declared.contains(line.as_str())));
    said.or_else(|| lines.iter().max_by_key(|line| line.chars().count())).cloned()
}
