//! What is published and what is not: the marks of stories, and how the site was made.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::facts::{fact, set_fact};
use super::{PublishedFeed, Store, StoreError, json, pings, series};
use crate::news::StoryId;

/// How the site was made that is published as a whole.
const PUBLISHED: &str = "published";
/// How the site was made that is or is being published, and when any story had been updated last when that began.
const SITE: &str = "site";

/// Has the site count as not published.
pub(super) fn forget_published(connection: &Connection) -> Result<(), StoreError> {
    connection.execute("DELETE FROM fact WHERE name = ?1", [PUBLISHED])?;
    Ok(())
}

impl Store {
    /// Whether the site is published as a whole in the way that `site` stands for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_published(&self, site: &str) -> Result<bool, StoreError> {
        Ok(fact(&self.connection, PUBLISHED)?.as_deref() == Some(site))
    }

    /// Whether stories were touched or purged since they were published.
    ///
    /// # Errors
    /// When the database fails.
    pub fn has_touched_stories(&self) -> Result<bool, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT * FROM story WHERE touched) OR EXISTS (SELECT * FROM purged_story WHERE unpublished)",
        )?;
        Ok(query.query_row([], |row| row.get(0))?)
    }

    /// Has every story count as touched, and nothing as published: where what is begun now doesn't come to its end, the
    /// folder is as no configuration has it, and also one that was there before is published whole.
    ///
    /// # Errors
    /// When the database fails.
    pub fn touch_all(&mut self) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("UPDATE story SET touched = 1 WHERE touched <> 1", [])?;
        forget_published(&transaction)?;
        transaction.commit()?;
        Ok(())
    }

    /// Begins to publish the touched stories, and says which they are, in the order of their dates. What is touched from
    /// now on is so after [`Store::end_publishing`], too. The neighbours of a touched story in a series are touched as well:
    /// their pages name it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin_publishing(&mut self) -> Result<Vec<StoryId>, StoreError> {
        let transaction = self.connection.transaction()?;
        series::touch_neighbours(&transaction)?;
        transaction.execute("UPDATE story SET touched = 2 WHERE touched = 1", [])?;
        let touched = transaction
            .prepare("SELECT id FROM story WHERE touched ORDER BY published, id DESC")?
            .query_map([], |row| row.get::<_, String>(0).map(StoryId::new))?
            .collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(touched)
    }

    /// Remembers that what [`Store::begin_publishing`] named is published, in the way that `site` stands for, and how the
    /// `feeds` are that were made for it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn end_publishing(&mut self, site: &str, feeds: &[PublishedFeed]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("UPDATE story SET touched = 0 WHERE touched = 2", [])?;
        transaction.execute("UPDATE purged_story SET unpublished = 0 WHERE unpublished", [])?;
        transaction.execute("DELETE FROM channel_due", [])?;
        transaction.execute("DELETE FROM progress_due", [])?;
        set_fact(&transaction, PUBLISHED, site)?;
        pings::record_published(&transaction, feeds)?;
        transaction.commit()?;
        Ok(())
    }

    /// When any story had been updated last at the time when the site was first made in the way that `site` stands for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn site_begun(&mut self, site: &str) -> Result<Option<Timestamp>, StoreError> {
        if let Some(known) = fact(&self.connection, SITE)?
            && let Some((of, at)) = known.split_once(' ')
            && of == site
        {
            return Ok(at.parse().ok());
        }
        let updated = self.updated()?;
        let at = updated.map(|updated| updated.to_string()).unwrap_or_default();
        set_fact(&self.connection, SITE, &format!("{site} {at}"))?;
        Ok(updated)
    }

    /// Of `ids`, those whose stories have become part of others.
    ///
    /// # Errors
    /// When the database fails.
    pub fn merged(&self, ids: &[StoryId]) -> Result<Vec<StoryId>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT story.id FROM json_each(?1) AS wanted JOIN story ON story.id = wanted.value
             JOIN story AS target ON target.id = story.merged_into",
        )?;
        let merged = query.query_map(params![json(&ids)?], |row| row.get::<_, String>(0).map(StoryId::new))?;
        Ok(merged.collect::<Result<_, _>>()?)
    }
}
