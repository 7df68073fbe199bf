//! Links to other articles that stand alone between an article's paragraphs, and that nothing announces.

use scraper::ElementRef;
use url::Url;

use crate::news::{CanonicalUrl, site};
use crate::read::html::tree;

/// Of what a headline has, in characters. By these bounds four lines of the corpus' 979 pages are teasers; each heads the
/// paragraph behind it, and is told apart by that (`notices`).
const HEADLINE: std::ops::RangeInclusive<usize> = 25..=160;
const LEAST_WORDS: usize = 5;
/// Words of an article's address: `/giai-ngan-von-nam-2026.html`. Sections and topics have fewer.
const LEAST_IN_ADDRESS: usize = 4;
/// Digits of an article's number.
const LEAST_DIGITS: usize = 5;

/// Whether a paragraph that is nothing but links is one, with the words of a headline, to another article of the site at
/// `url`. `line` is what it says.
pub(super) fn leads_on(paragraph: ElementRef, line: &str, url: &Url) -> bool {
    is_headline(line)
        && target(paragraph).is_some_and(|target| {
            let is_of_site = target.host_str().map(site) == url.host_str().map(site);
            is_of_site && is_article(&target) && CanonicalUrl::of(&target) != CanonicalUrl::of(url)
        })
}

fn target(paragraph: ElementRef) -> Option<Url> {
    let links: Vec<&str> = paragraph
        .descendent_elements()
        .filter(|inner| inner.value().name() == "a")
        .filter_map(|link| tree::attr(link.value(), "href"))
        .collect();
    let (first, others) = links.split_first()?;
    Url::parse(first).ok().filter(|_| others.iter().all(|other| other == first))
}

/// A line that could stand over an article, and is no part of a sentence and no document's number.
fn is_headline(line: &str) -> bool {
    let begins = line.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| c.is_uppercase() || c.is_ascii_digit());
    let has_number = line.split(' ').any(|word| word.contains('/') && word.contains(|c: char| c.is_ascii_digit()));
    HEADLINE.contains(&line.chars().count())
        && line.split(' ').count() >= LEAST_WORDS
        && begins
        && !has_number
        && !line.ends_with(['.', ',', ':', ';', '…'])
}

fn is_article(url: &Url) -> bool {
    let last = url.path_segments().and_then(|parts| parts.rev().find(|part| !part.is_empty())).unwrap_or_default();
    let (name, ending) = last.rsplit_once('.').unwrap_or((last, ""));
    let is_page = matches!(ending, "" | "htm" | "html" | "shtml" | "php" | "aspx" | "vnp" | "chn" | "ldo" | "tpo");
    let words = name.split('-').filter(|word| word.len() > 1).count();
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    is_page && (words >= LEAST_IN_ADDRESS || digits >= LEAST_DIGITS)
}
