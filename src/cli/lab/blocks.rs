//! The text blocks of pages, to train the block classifier.

use std::collections::HashMap;
use std::path::Path;

use serde_json::json;

use super::lines::{bad, text_of};
use super::pages::each;
use crate::read::{self, BlockTable};

pub(super) fn blocks(pages: &Path, first: Option<&Path>) -> Result<(), String> {
    let first: HashMap<String, Vec<i16>> = match first {
        Some(path) => serde_json::from_str(&text_of(path)?).map_err(|error| bad(path, &error))?,
        None => HashMap::new(),
    };
    each(pages, |page| {
        let id = page.id.as_str().map_or_else(|| page.id.to_string(), str::to_owned);
        let table = read::blocks(&page.document(), first.get(&id).map(Vec::as_slice));
        // A page that can't be read has no blocks; the others are looked at all the same.
        let BlockTable { columns, texts, rows, .. } = table.unwrap_or_default();
        Ok(json!({ "id": page.id, "columns": columns, "texts": texts, "rows": rows }))
    })
}
