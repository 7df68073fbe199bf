//! Pages in a file, a JSON object a line.

use std::path::Path;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use url::Url;

use super::lines::each_line;
use crate::read::Document;

#[derive(Debug, Deserialize)]
pub(super) struct Page {
    pub(super) id: Value,
    #[serde(deserialize_with = "address")]
    pub(super) url: Url,
    html: String,
}

/// Some sets have pages that nobody knows the address of.
fn address<'de, D: Deserializer<'de>>(value: D) -> Result<Url, D::Error> {
    let text = String::deserialize(value)?;
    let unknown = || Url::parse("http://unknown.invalid/");
    Url::parse(&text).or_else(|_| unknown()).map_err(serde::de::Error::custom)
}

impl Page {
    pub(super) fn document(&self) -> Document<'_> {
        Document { url: &self.url, content_type: None, bytes: self.html.as_bytes() }
    }
}

/// Prints what `look` says of each page, a line each.
pub(super) fn each(pages: &Path, mut look: impl FnMut(&Page) -> Result<Value, String>) -> Result<(), String> {
    each_line(pages, |page| look(&page))
}
