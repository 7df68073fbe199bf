//! What is read of pages, to measure it.

use std::path::Path;

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::pages::each;
use crate::read::{self, Article, Entry, PageSelectors, Sourced};

/// Pages are read as the papers' of Vietnam are.
const ZONE: &str = "Asia/Ho_Chi_Minh";

pub(super) fn extract(pages: &Path) -> Result<(), String> {
    let zone = TimeZone::get(ZONE).map_err(|error| error.to_string())?;
    each(pages, |page| {
        let read = read::article(&page.document(), &Entry::of_link(&page.url), &PageSelectors::default(), &zone);
        Ok(match read {
            Ok(article) => said(&page.id, &article),
            // A page that can't be read has no text; the others are read all the same.
            Err(error) => json!({ "id": page.id, "text": "", "error": error.to_string() }),
        })
    })
}

fn said(id: &Value, article: &Article) -> Value {
    let Article { url: _, canonical, title, lead, body, authors, published, modified, image, .. } = article;
    let Article { language, section, tags, missing, .. } = article;
    json!({
        "id": id,
        "text": body.value.text,
        "title": title.value,
        "lead": lead.as_ref().map(value),
        "date": published.as_ref().map(value),
        "modified": modified.as_ref().map(value),
        "authors": authors.as_ref().map(value).map(Vec::as_slice).unwrap_or_default(),
        "section": section.as_ref().map(value),
        "tags": tags.as_ref().map(value).map(Vec::as_slice).unwrap_or_default(),
        "canonical": canonical.as_ref().map(value),
        "language": language.as_ref().map(value),
        "image": image.as_ref().map(|image| &image.value.url),
        "missing": missing,
        "provenance": {
            "text": body.from,
            "title": title.from,
            "lead": lead.as_ref().map(from),
            "date": published.as_ref().map(from),
            "modified": modified.as_ref().map(from),
            "authors": authors.as_ref().map(from),
            "section": section.as_ref().map(from),
            "tags": tags.as_ref().map(from),
            "canonical": canonical.as_ref().map(from),
            "language": language.as_ref().map(from),
            "image": image.as_ref().map(from),
        },
    })
}

fn value<T>(found: &Sourced<T>) -> &T {
    &found.value
}

fn from<T>(found: &Sourced<T>) -> read::Origin {
    found.from
}
