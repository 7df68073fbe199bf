//! Old links of stories that turned out to be one: they lead on, on a plain file server too.

use askama::Template;

use super::frame::Edition;
use super::{Site, html};
use crate::news::StoryId;
use crate::render::item::Item;
use crate::render::{Document, RenderError, names};

#[derive(Template)]
#[template(path = "moved.html")]
struct Moved<'a> {
    language: &'a str,
    title: &'a str,
    address: String,
}

/// The page under a `former` id of the story.
pub(super) fn page(site: &Site, edition: Edition, item: &Item, former: &StoryId) -> Result<Document, RenderError> {
    let here = |id| format!("{}{}", edition.folder, names::story_path(id));
    let template = Moved {
        language: &item.language,
        title: &item.title,
        address: names::absolute(&site.config.site, &here(&item.story.id)),
    };
    html(format!("{}index.html", here(former)), &template, item.updated)
}
