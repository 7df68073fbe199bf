//! What stands under the lead image where the page shows it.

use scraper::{ElementRef, Html};
use url::Url;

use crate::news::Image;
use crate::read::html::{image, tree};

/// A longer text is no caption. In characters.
const LONGEST: usize = 600;

/// `lead` with its caption, if a `<figure>` of the page shows the same picture, in whatever size.
pub(super) fn with_caption(lead: Image, html: &Html, base: &Url) -> Image {
    if lead.caption.is_some() {
        return lead;
    }
    let name = file_name(&lead.url);
    let shows = |figure: &ElementRef| {
        let images = figure.descendent_elements().filter(|inner| inner.value().name() == "img");
        images.filter_map(|img| image::address(img.value(), base)).any(|url| file_name(&url) == name)
    };
    let figure = name.is_some().then(|| tree::named(html, "figure").find(shows)).flatten();
    let caption = figure.and_then(|figure| {
        let captions = figure.descendent_elements().filter(|inner| inner.value().name() == "figcaption");
        captions.map(|caption| tree::line_of(*caption)).find(|line| !line.is_empty() && line.chars().count() <= LONGEST)
    });
    Image { caption, ..lead }
}

/// Sizes are in the query or in folders; the file's name is the picture's.
fn file_name(url: &Url) -> Option<String> {
    url.path_segments()?.next_back().filter(|name| name.len() > 4).map(str::to_owned)
}
