//! What stands where a withdrawn story was. Its file is no index, so that no server takes it for a page that is there:
//! ours answers 410 with it, and others 404 or what they are told.

use askama::Template;

use super::frame::{Edition, Frame, Page, Section};
use super::{Site, finish};
use crate::judge::{Tombstone, WithdrawnBy};
use crate::news::StoryId;
use crate::render::words::{self, Words};
use crate::render::{Document, RenderError, dates, names, plain};

#[derive(Template)]
#[template(path = "gone.html")]
struct Gone<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    datetime: String,
    date: String,
    /// An operator's reason; none where its publishers took it down.
    why: Option<String>,
}

/// The page under one of the story's ids.
pub(super) fn page(
    site: &Site,
    edition: Edition,
    tombstone: &Tombstone,
    id: &StoryId,
) -> Result<Document, RenderError> {
    let words = words::of(edition.language);
    let path = names::story_path(id);
    let mut frame = Frame::new(
        site,
        edition,
        Page {
            path: &path,
            title: words.gone_title.to_owned(),
            description: words.gone.to_owned(),
            section: Section::Elsewhere,
            channel: None,
        },
    );
    frame.file = format!("{}{path}{}", edition.folder, super::GONE);
    let zone = &site.config.site.zone;
    let page = Gone {
        frame: &frame,
        words,
        datetime: dates::rfc3339(tombstone.withdrawn, zone),
        date: dates::short(tombstone.withdrawn, zone, words),
        why: match &tombstone.by {
            WithdrawnBy::Operator { why } => Some(plain::line(why)),
            WithdrawnBy::Publisher => None,
        },
    };
    finish(&frame, &page, tombstone.withdrawn)
}
