//! What a page says of its lead image where it shows it: the caption under it, and the words for those who don't see it.

use scraper::{ElementRef, Html};
use url::Url;

use crate::news::Image;
use crate::read::html::{image, plain, tree};

/// A longer text is no caption. In characters.
const LONGEST: usize = 600;

/// `lead` with its caption, if a `<figure>` of the page shows the same picture, in whatever size, and with its `alt`.
pub(super) fn with_caption(lead: Image, html: &Html, base: &Url) -> Image {
    let Some(name) = file_name(&lead.url) else { return lead };
    let is_lead =
        |img: &ElementRef| image::address(img.value(), base).is_some_and(|url| file_name(&url).as_ref() == Some(&name));
    let img = |inner: &ElementRef| inner.value().name() == "img" && is_lead(inner);
    let figure = tree::named(html, "figure").find(|figure| figure.descendent_elements().any(|inner| img(&inner)));
    let caption = figure.and_then(|figure| {
        let captions = figure.descendent_elements().filter(|inner| inner.value().name() == "figcaption");
        captions.map(|caption| tree::line_of(*caption)).find(|line| is_text(line))
    });
    let shown = match figure {
        Some(figure) => figure.descendent_elements().find(img),
        None => tree::named(html, "img").find(is_lead),
    };
    let alt = shown.and_then(|img| tree::attr(img.value(), "alt")).map(plain::line).filter(|line| is_text(line));
    Image { caption: lead.caption.or(caption), alt: lead.alt.or(alt), ..lead }
}

fn is_text(line: &str) -> bool {
    !line.is_empty() && line.chars().count() <= LONGEST
}

/// Sizes are in the query or in folders; the file's name is the picture's.
fn file_name(url: &Url) -> Option<String> {
    url.path_segments()?.next_back().filter(|name| name.len() > 4).map(str::to_owned)
}
