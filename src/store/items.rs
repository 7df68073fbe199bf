//! Articles and stories as operators name them.

use rusqlite::{OptionalExtension, Row, params};

use super::{Store, StoreError};
use crate::news::{ArticleId, SourceId, StoryId};

/// An article in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: ArticleId,
    pub source: SourceId,
    pub title: String,
    /// Canonical; of an entry without an address of its own, one made of its source and words.
    pub address: String,
    /// None while it hasn't been judged.
    pub story: Option<StoryId>,
}

/// A story in one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedStory {
    pub id: StoryId,
    pub representative: ArticleId,
    /// First publisher first.
    pub members: Vec<Listed>,
}

const COLUMNS: &str = "article.id, source, content ->> '$.title.value', coalesce(moved_to, address), story";

/// So many of the articles that are known by one address are named.
const MOST: usize = 20;

impl Store {
    /// # Errors
    /// When the database fails.
    pub fn listed(&self, id: ArticleId) -> Result<Option<Listed>, StoreError> {
        let mut query =
            self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM article WHERE article.id = ?1"))?;
        Ok(query.query_row([id.0], listed).optional()?)
    }

    /// The articles at a canonical address; if there is none, those that are known by it because their pages name it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn listed_at(&self, address: &str) -> Result<Vec<Listed>, StoreError> {
        for condition in ["address = ?1 OR moved_to = ?1", "canonical = ?1 AND canonical <> address"] {
            let sql = format!("SELECT {COLUMNS} FROM article WHERE {condition} ORDER BY article.id LIMIT ?2");
            let mut query = self.connection.prepare_cached(&sql)?;
            let found = query.query_map(params![address, i64::try_from(MOST).unwrap_or(i64::MAX)], listed)?;
            let found: Vec<Listed> = found.collect::<Result<_, _>>()?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// The story that has an id now or had it before it became part of another.
    ///
    /// # Errors
    /// When the database fails.
    pub fn listed_story(&self, id: &StoryId) -> Result<Option<ListedStory>, StoreError> {
        let story = self
            .connection
            .prepare_cached(
                "SELECT id, representative FROM story
                 WHERE id = (SELECT coalesce(merged_into, id) FROM story WHERE id = ?1)",
            )?
            .query_row([id.as_str()], |row| Ok((StoryId::new(row.get::<_, String>(0)?), ArticleId(row.get(1)?))))
            .optional()?;
        let Some((id, representative)) = story else { return Ok(None) };
        let sql = format!("SELECT {COLUMNS} FROM article WHERE story = ?1 ORDER BY published, address");
        let mut query = self.connection.prepare_cached(&sql)?;
        let members = query.query_map([id.as_str()], listed)?.collect::<Result<_, _>>()?;
        Ok(Some(ListedStory { id, representative, members }))
    }
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    Ok(Listed {
        id: ArticleId(row.get(0)?),
        source: SourceId::new(row.get::<_, String>(1)?),
        title: row.get(2)?,
        address: row.get(3)?,
        story: row.get::<_, Option<String>>(4)?.map(StoryId::new),
    })
}
