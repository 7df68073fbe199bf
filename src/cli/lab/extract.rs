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
    let authors = article.authors.as_ref();
    json!({
        "id": id,
        "text": article.body.value.text,
        "title": article.title.value,
        "lead": article.lead.as_ref().map(|lead| &lead.value),
        "date": article.published.as_ref().map(|date| date.value),
        "authors": authors.map(|authors| authors.value.as_slice()).unwrap_or_default(),
        "image": article.image.as_ref().map(|image| &image.value.url),
        "provenance": {
            "text": article.body.from,
            "title": article.title.from,
            "lead": article.lead.as_ref().map(from),
            "date": article.published.as_ref().map(from),
            "authors": authors.map(from),
            "image": article.image.as_ref().map(from),
        },
    })
}

fn from<T>(value: &Sourced<T>) -> read::Origin {
    value.from
}
