//! Pages that say why there is none: for the server, and for others that are told of them (nginx's `error_page`).

use askama::Template;
use jiff::Timestamp;

use super::frame::{Edition, Frame, Page, Section};
use super::{Site, finish};
use crate::render::words::{ERRORS, ErrorWords, Words};
use crate::render::{Document, RenderError};

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    error: ErrorWords,
}

/// Where the page for a `status` is, in the edition's folder (empty, or ending in `/`).
pub fn error_page(folder: &str, status: u16) -> String {
    format!("{folder}{status}.html")
}

pub(super) fn all(site: &Site, edition: Edition, modified: Timestamp) -> Result<Vec<Document>, RenderError> {
    let page = |status| {
        let error = ErrorWords::of(edition.language, status);
        let page = Page {
            path: "",
            title: error.title.to_owned(),
            description: error.text.to_owned(),
            section: Section::Elsewhere,
            channel: None,
        };
        let frame = Frame::anywhere(site, edition, page, error_page(edition.folder, status));
        finish(&frame, &ErrorPage { frame: &frame, words: frame.words, error }, modified)
    };
    ERRORS.into_iter().map(page).collect()
}
