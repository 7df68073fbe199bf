//! Articles: the queue of pages to read, the queue of articles to judge, and the verdicts.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use url::Url;

use super::facts::forget_published;
use super::{Store, StoreError, from_json, json, revisions, timestamp, traces};
use crate::judge::{Fingerprint, Known, Placement, StoryRef, Verdict, is_edited};
use crate::news::{ArticleId, SourceId, StoryId};
use crate::read::{Article, Entry, Missing, PageTrace, Recurring};

/// A page whose turn has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
    pub article: ArticleId,
    pub source: SourceId,
    pub url: Url,
    /// That failed so far.
    pub attempts: u32,
}

/// A page that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFailure {
    pub error: String,
    /// None: given up; the entry's own text is all there will be.
    pub retry: Option<Timestamp>,
}

/// A page as it was read.
#[derive(Clone, Copy, Debug)]
pub struct ReadPage<'a> {
    pub article: &'a Article,
    pub trace: &'a PageTrace,
    /// What was cut of the article.
    pub recurring: &'a Recurring,
}

/// An article that waits for its verdict.
#[derive(Clone, Debug, PartialEq)]
pub struct Unjudged {
    pub id: ArticleId,
    pub address: String,
    pub first_seen: Timestamp,
    pub article: Article,
    pub story: Option<StoryRef>,
}

impl Store {
    /// Pages due at `now`, newest articles first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due_pages(&self, now: Timestamp) -> Result<Vec<DuePage>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, source, url, page_attempts FROM article WHERE page_due <= ?1 AND url IS NOT NULL
             ORDER BY first_seen DESC, id",
        )?;
        let rows = query.query_map([now.as_second()], |row| {
            let url: String = row.get(2)?;
            let url = Url::parse(&url).map_err(|error| {
                rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, Box::new(error))
            })?;
            Ok(DuePage {
                article: ArticleId(row.get(0)?),
                source: SourceId::new(row.get::<_, String>(1)?),
                url,
                attempts: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The entry that an article's page is read for: the first that named it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn entry_of(&self, article: ArticleId) -> Result<Entry, StoreError> {
        let mut query =
            self.connection.prepare_cached("SELECT content FROM entry WHERE article = ?1 ORDER BY id LIMIT 1")?;
        Ok(query.query_row([article.0], |row| from_json(0, &row.get::<_, String>(0)?))?)
    }

    /// Takes a page's article in. When an earlier reading of the page said something else, its publisher revised it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_page(&mut self, id: ArticleId, page: ReadPage<'_>, now: Timestamp) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        write_page(&transaction, id, page, now)?;
        transaction.commit()?;
        Ok(())
    }

    /// The same for an article whose further pages could not be read: its page is due again when the failure says.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_part(
        &mut self,
        id: ArticleId,
        page: ReadPage<'_>,
        failure: &PageFailure,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        write_page(&transaction, id, page, now)?;
        write_failure(&transaction, id, failure)?;
        transaction.commit()?;
        Ok(())
    }

    /// Remembers that a page could not be read, and when to try again.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_page_failure(&mut self, id: ArticleId, failure: &PageFailure) -> Result<(), StoreError> {
        write_failure(&self.connection, id, failure)
    }

    /// Remembers that a page was not asked for, and why; that is no failure of its own.
    ///
    /// # Errors
    /// When the database fails.
    pub fn put_off_page(&mut self, id: ArticleId, why: &str, until: Timestamp) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE article SET page_due = ?2, page_error = ?3 WHERE id = ?1")?
            .execute(params![id.0, until.as_second(), why])?;
        Ok(())
    }

    /// The articles to judge, in an order that follows from what they are and not from who answered first, so that a pass
    /// that was interrupted comes to the same verdicts. An article whose page has been neither tried nor put off
    /// is waited for.
    ///
    /// # Errors
    /// When the database fails.
    pub fn unjudged(&self) -> Result<Vec<ArticleId>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id FROM article WHERE unjudged AND (page_due IS NULL OR page_error IS NOT NULL OR page_read)
             ORDER BY first_seen, content ->> '$.published.value', address",
        )?;
        let ids = query.query_map([], |row| row.get(0).map(ArticleId))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// # Errors
    /// When the database fails.
    pub fn unjudged_article(&self, id: ArticleId) -> Result<Unjudged, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT coalesce(moved_to, address), first_seen, article.content, story.id, story.published
             FROM article LEFT JOIN story ON story.id = article.story WHERE article.id = ?1",
        )?;
        Ok(query.query_row([id.0], |row| {
            let story: Option<String> = row.get(3)?;
            Ok(Unjudged {
                id,
                address: row.get(0)?,
                first_seen: timestamp(1, row.get(1)?)?,
                article: from_json(2, &row.get::<_, String>(2)?)?,
                story: story.map(|_| story_ref(row, 3)).transpose()?,
            })
        })?)
    }

    /// The judged articles, other than `id`, that share a part of `fingerprint`: earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn like(&self, id: ArticleId, fingerprint: &Fingerprint) -> Result<Vec<Known>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT canonical, text_hash, story.id, story.published
             FROM article JOIN story ON story.id = article.story
             WHERE (canonical = ?2 OR text_hash = ?3) AND article.id <> ?1
             ORDER BY article.published, address",
        )?;
        let rows = query.query_map(params![id.0, fingerprint.address, fingerprint.text], |row| {
            Ok(Known {
                fingerprint: Fingerprint { address: row.get(0)?, text: row.get(1)? },
                story: story_ref(row, 2)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Writes a verdict, with what it does to stories, whole or not at all.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_verdict(&mut self, id: ArticleId, verdict: &Verdict) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction
            .prepare_cached(
                "UPDATE article SET unjudged = 0, canonical = ?2, text_hash = ?3, topics = ?4, places = ?5,
                 published = coalesce(published, ?6) WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                verdict.fingerprint.address,
                verdict.fingerprint.text,
                json(&verdict.topics)?,
                json(&verdict.places)?,
                verdict.published.as_second(),
            ])?;
        place(&transaction, id, &verdict.placement)?;
        forget_published(&transaction)?;
        transaction.commit()?;
        Ok(())
    }
}

fn write_page(
    transaction: &Transaction<'_>,
    id: ArticleId,
    page: ReadPage<'_>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let ReadPage { article, trace, recurring } = page;
    let (before, read_before): (Article, bool) = transaction
        .prepare_cached("SELECT content, page_read FROM article WHERE id = ?1")?
        .query_row([id.0], |row| Ok((from_json(0, &row.get::<_, String>(0)?)?, row.get(1)?)))?;
    let is_changed = before != *article;
    // That pages were missing is no word of the publisher's, and what was learnt to be none of the text since then, nobody
    // revised.
    let is_whole = before.missing != Some(Missing::Pages);
    let before = recurring.without(before).0;
    let revised = (read_before && is_whole && is_edited(&before, article)).then(|| now.as_second());
    if revised.is_some() {
        revisions::keep(transaction, id, &before, now)?;
    }
    transaction
        .prepare_cached(
            "UPDATE article SET content = ?2, revised = coalesce(?3, revised), unjudged = unjudged OR ?4,
             page_due = NULL, page_error = NULL, page_read = 1 WHERE id = ?1",
        )?
        .execute(params![id.0, json(article)?, revised, is_changed])?;
    traces::record(transaction, id, trace)
}

fn write_failure(connection: &Connection, id: ArticleId, failure: &PageFailure) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE article SET page_due = ?2, page_error = ?3, page_attempts = page_attempts + 1 WHERE id = ?1",
        )?
        .execute(params![id.0, failure.retry.map(Timestamp::as_second), failure.error])?;
    Ok(())
}

fn story_ref(row: &Row<'_>, column: usize) -> rusqlite::Result<StoryRef> {
    Ok(StoryRef {
        id: StoryId::new(row.get::<_, String>(column)?),
        published: timestamp(column + 1, row.get(column + 1)?)?,
    })
}

fn place(transaction: &Transaction<'_>, article: ArticleId, placement: &Placement) -> Result<(), StoreError> {
    match placement {
        Placement::Stay(_) => {}
        Placement::Found(story) => {
            // The id may be taken: by a story that an article with another address, but this canonical one, founded and
            // was moved out of.
            let taken: Option<Option<String>> = transaction
                .prepare_cached("SELECT merged_into FROM story WHERE id = ?1")?
                .query_row([story.id.as_str()], |row| row.get(0))
                .optional()?;
            if taken.is_none() {
                transaction
                    .prepare_cached("INSERT INTO story (id, published, representative) VALUES (?1, ?2, ?3)")?
                    .execute(params![story.id.as_str(), story.published.as_second(), article.0])?;
            }
            let home = taken.flatten().unwrap_or_else(|| story.id.as_str().to_owned());
            transaction
                .prepare_cached("UPDATE article SET story = ?2, why = NULL WHERE id = ?1")?
                .execute(params![article.0, home])?;
        }
        Placement::Join { story, why } => {
            transaction.prepare_cached("UPDATE article SET story = ?2, why = ?3 WHERE id = ?1")?.execute(params![
                article.0,
                story.as_str(),
                json(why)?
            ])?;
        }
        Placement::Merge { younger, older, why } => {
            transaction
                .prepare_cached("UPDATE article SET story = ?2, why = coalesce(why, ?3) WHERE story = ?1")?
                .execute(params![younger.as_str(), older.as_str(), json(why)?])?;
            transaction
                .prepare_cached("UPDATE story SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1")?
                .execute([younger.as_str(), older.as_str()])?;
        }
    }
    Ok(())
}
