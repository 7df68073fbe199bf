//! What becomes of texts: copies, series and stories, to measure how they are grouped.

use std::collections::HashMap;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Value, json};

use super::lines::{objects, print};
use crate::news::ArticleId;
use crate::pipeline::{Text, Trial};

/// Texts that are taken in at a time.
const TAKEN: usize = 1024;

/// Between two texts that don't say when they came out.
const APART: SignedDuration = SignedDuration::from_mins(1);

#[derive(Debug, Deserialize)]
struct Given {
    id: Value,
    title: String,
    #[serde(default)]
    summary: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    source: String,
    /// Seconds since 1970.
    ts: Option<i64>,
}

pub(super) fn group(texts: &Path) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|error| format!("cannot make a folder for the database: {error}"))?;
    let failed = |error: crate::store::StoreError| error.to_string();
    let mut trial = Trial::open(&folder.path().join("lab.db")).map_err(failed)?;
    let (mut names, mut ids) = (Vec::new(), Vec::new());
    let mut waiting = Vec::new();
    for given in objects::<Given>(texts)? {
        let given = given?;
        waiting.push(text(&given, names.len())?);
        names.push(given.id);
        if waiting.len() == TAKEN {
            ids.extend(trial.group(&waiting).map_err(failed)?);
            waiting.clear();
        }
    }
    ids.extend(trial.group(&waiting).map_err(failed)?);
    let by_id: HashMap<ArticleId, &Value> = ids.iter().copied().zip(&names).collect();
    print(ids.iter().zip(&names).map(|(id, name)| {
        let grouped = trial.grouped(*id).map_err(failed)?;
        let (series, why_series) = grouped.series.unzip();
        Ok(json!({
            "id": name,
            "group": by_id.get(&grouped.original),
            "story": grouped.story,
            "series": series,
            "why": { "story": grouped.why, "series": why_series },
        }))
    }))
}

fn text(given: &Given, at: usize) -> Result<Text, String> {
    let order = i32::try_from(at).map_err(|_| "too many texts for one file: split it".to_owned())?;
    let published = match given.ts {
        Some(seconds) => Timestamp::from_second(seconds),
        None => Timestamp::UNIX_EPOCH.checked_add(APART * order),
    };
    let name = given.id.to_string();
    // Who brought it matters only where it is known.
    let source = if given.source.is_empty() { name.clone() } else { given.source.clone() };
    Ok(Text {
        name,
        source,
        title: given.title.clone(),
        lead: given.summary.clone(),
        body: given.body.clone(),
        published: published.map_err(|error| format!("text {} has no time that can be: {error}", given.id))?,
    })
}
