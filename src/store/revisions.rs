//! What articles said before their publishers revised them.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Transaction, params};
use serde::{Deserialize, Serialize};

use super::{Store, StoreError, timestamp};
use crate::news::ArticleId;
use crate::read::Article;

/// So many are kept of one article: the first, and the latest others. A page that reports live is revised all day.
pub const MOST_REVISIONS: usize = 12;
/// Bytes of a text that are kept. Long articles have 30,000; further on there are lists and live reports.
const LONGEST_TEXT: usize = 64 * 1024;

/// An earlier version of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// When the version after it was read.
    pub until: Timestamp,
    pub title: String,
    pub lead: Option<String>,
    /// Plain text, a paragraph a line; cut off after 64 KiB.
    pub text: String,
}

#[derive(Serialize, Deserialize)]
struct Content {
    title: String,
    lead: Option<String>,
    text: String,
}

impl Store {
    /// What is remembered of an article's earlier versions, the first one first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn revisions(&self, article: ArticleId) -> Result<Vec<Revision>, StoreError> {
        let mut query =
            self.connection.prepare_cached("SELECT until, content FROM revision WHERE article = ?1 ORDER BY number")?;
        let revisions = query.query_map([article.0], |row| {
            let content: Vec<u8> = row.get(1)?;
            let Content { title, lead, text } = unpacked(&content)
                .map_err(|error| rusqlite::Error::FromSqlConversionFailure(1, Type::Blob, Box::new(error)))?;
            Ok(Revision { until: timestamp(0, row.get(0)?)?, title, lead, text })
        })?;
        Ok(revisions.collect::<Result<_, _>>()?)
    }
}

/// Keeps what an article says before it says something else.
pub(super) fn keep(
    transaction: &Transaction<'_>,
    id: ArticleId,
    article: &Article,
    now: Timestamp,
) -> Result<(), StoreError> {
    let text = &article.body.value.text;
    let content = packed(&Content {
        title: article.title.value.clone(),
        lead: article.lead.as_ref().map(|lead| lead.value.clone()),
        text: text[..text.floor_char_boundary(LONGEST_TEXT)].to_owned(),
    })
    .map_err(|error| StoreError::Database(rusqlite::Error::ToSqlConversionFailure(Box::new(error))))?;
    transaction
        .prepare_cached(
            "INSERT INTO revision (article, number, until, content)
             SELECT ?1, 1 + coalesce(max(number), 0), ?2, ?3 FROM revision WHERE article = ?1",
        )?
        .execute(params![id.0, now.as_second(), content])?;
    transaction
        .prepare_cached(
            "DELETE FROM revision WHERE article = ?1 AND number > 1
             AND number <= (SELECT max(number) FROM revision WHERE article = ?1) - ?2",
        )?
        .execute(params![id.0, i64::try_from(MOST_REVISIONS - 1).unwrap_or(i64::MAX)])?;
    Ok(())
}

fn packed(content: &Content) -> std::io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&serde_json::to_vec(content)?)?;
    encoder.finish()
}

fn unpacked(bytes: &[u8]) -> std::io::Result<Content> {
    let mut json = String::new();
    ZlibDecoder::new(bytes).read_to_string(&mut json)?;
    Ok(serde_json::from_str(&json)?)
}
