//! Where a listing goes on.

use scraper::{ElementRef, Html};
use url::Url;

use super::{base_of, page, target};
use crate::news::HostKey;
use crate::read::Css;
use crate::read::document::Document;
use crate::read::html::tree;

/// What a link to the next page says, besides its number.
pub(in crate::read) const NEXT: &[&str] = &[
    "trang sau",
    "trang tiếp",
    "trang kế",
    "trang tiếp theo",
    "tiếp",
    "tiếp theo",
    "sau",
    "next",
    "next page",
    "›",
    "»",
    ">",
    ">>",
];
/// The texts of such links are short.
const LONGEST_NEXT: usize = 24;

/// How a listing names its next page.
#[derive(Clone, Debug, PartialEq)]
pub enum NextPage {
    /// `rel=next`, or a link whose text says so.
    AsThePageSays,
    /// The link that this selects, or the first in what it selects.
    Link(Css),
    /// An address with `{page}` for the number of the page, or `{page-1}` where the site counts from 0.
    Template(String),
}

impl NextPage {
    /// A selector, or an address with `{page}`, which no selector contains.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let Some(brace) = text.find('{') else {
            return Css::parse(text).map(Self::Link).map_err(|error| format!("no CSS selector: {error}"));
        };
        if text[brace..].starts_with("{page}") || text[brace..].starts_with("{page-1}") {
            Ok(Self::Template(text.to_owned()))
        } else {
            Err("no address with `{page}` or `{page-1}` in it".to_owned())
        }
    }

    /// The address of page `number`, which comes after `document`; the listing's first is number 1. None where there is
    /// none, or one on another host.
    pub fn after(&self, document: &Document, listing: &Url, number: usize) -> Option<Url> {
        let next = match self {
            Self::Template(template) => {
                let before = number.saturating_sub(1).to_string();
                let address = template.replace("{page-1}", &before).replace("{page}", &number.to_string());
                listing.join(&address).ok()
            }
            Self::Link(css) => {
                let html = page(document).ok()?;
                let base = base_of(&html, document.url);
                let found = html.select(css.compiled()).next()?;
                let inside = found.descendent_elements().find(|element| element.attr("href").is_some());
                target(inside.unwrap_or(found), &base)
            }
            Self::AsThePageSays => said(&page(document).ok()?, document.url, number),
        };
        next.filter(|next| HostKey::of(next) == HostKey::of(listing) && next != document.url && next != listing)
    }
}

fn said(html: &Html, url: &Url, number: usize) -> Option<Url> {
    let base = base_of(html, url);
    if let Some(next) = tree::first(html, "link[rel~=next][href], a[rel~=next][href]") {
        return target(next, &base);
    }
    let links = tree::all(html, "a[href]");
    let lead_on = |says: &dyn Fn(&str) -> bool| {
        links.iter().filter(|link| says(&text_of(**link))).find_map(|link| target(*link, &base))
    };
    lead_on(&|text| NEXT.contains(&text)).or_else(|| {
        // A lone "2" may be anything; beside "1" and "3" it is a page.
        let numbers: Vec<usize> = links.iter().filter_map(|link| text_of(*link).parse().ok()).collect();
        let counted = numbers.contains(&(number + 1)) || numbers.contains(&number.saturating_sub(1));
        counted.then(|| lead_on(&|text| text == number.to_string())).flatten()
    })
}

/// What a link says, in lower case; nothing for a long one.
pub(in crate::read) fn text_of(link: ElementRef) -> String {
    if tree::weight_up_to(*link, LONGEST_NEXT) > LONGEST_NEXT {
        return String::new();
    }
    let text = tree::line_of(*link).to_lowercase();
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() { text } else { bare.to_owned() }
}
