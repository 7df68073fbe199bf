//! Articles: the queue of pages to read, and what came of reading them.

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};
use url::Url;

use super::{Store, StoreError, from_json, history, json, revisions, timestamp, traces};
use crate::judge::is_edited;
use crate::news::{ArticleId, SourceId};
use crate::read::{Article, Entry, Missing, PageTrace, Recurring};

/// A page whose turn has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuePage {
    pub article: ArticleId,
    pub source: SourceId,
    pub url: Url,
    /// That failed so far.
    pub attempts: u32,
    /// Whether it has been read before.
    pub is_read: bool,
    /// Since when it has answered that it is gone, without a break.
    pub gone: Option<Timestamp>,
}

/// A page that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFailure {
    pub error: String,
    /// None: given up; the entry's own text, or what was read before, is all there will be.
    pub retry: Option<Timestamp>,
    /// Since when a page that was read before has been gone.
    pub gone: Option<Timestamp>,
}

/// A page as it was read.
#[derive(Clone, Copy, Debug)]
pub struct ReadPage<'a> {
    pub article: &'a Article,
    pub trace: &'a PageTrace,
    /// What was cut of the article.
    pub recurring: &'a Recurring,
}

/// An article to be written down for the first time.
#[derive(Clone, Copy, Debug)]
pub struct NewArticle<'a> {
    /// Canonical, and of no other article.
    pub address: &'a str,
    pub source: &'a SourceId,
    pub first_seen: Timestamp,
    /// When its page is to be read, unless it has none.
    pub page_due: Option<Timestamp>,
    pub article: &'a Article,
}

impl NewArticle<'_> {
    /// # Errors
    /// When the database fails.
    pub(super) fn insert(&self, connection: &Connection) -> Result<ArticleId, StoreError> {
        connection
            .prepare_cached(
                "INSERT INTO article (address, source, first_seen, url, content, page_due) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                self.address,
                self.source.as_str(),
                self.first_seen.as_second(),
                self.article.url.as_ref().map(Url::as_str),
                json(self.article)?,
                self.page_due.map(Timestamp::as_second),
            ])?;
        Ok(ArticleId(connection.last_insert_rowid()))
    }
}

impl Store {
    /// Pages due at `now`, newest articles first; none of what is withdrawn, which stays as it was.
    ///
    /// # Errors
    /// When the database fails.
    pub fn due_pages(&self, now: Timestamp) -> Result<Vec<DuePage>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT id, source, url, page_attempts, page_read, page_gone FROM article
             WHERE page_due <= ?1 AND url IS NOT NULL AND withdrawn IS NULL
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
                is_read: row.get(4)?,
                gone: row.get::<_, Option<i64>>(5)?.map(|seconds| timestamp(5, seconds)).transpose()?,
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

    /// Whether an article's page is of use: while it is asked for, one may be purged or withdrawn.
    ///
    /// # Errors
    /// When the database fails.
    pub fn wants_page(&self, id: ArticleId) -> Result<bool, StoreError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT * FROM article WHERE id = ?1 AND withdrawn IS NULL)")?;
        Ok(query.query_row([id.0], |row| row.get(0))?)
    }

    /// Has none of a source's pages be due any more, so that its articles wait for none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn leave_pages(&mut self, source: &SourceId) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE article INDEXED BY article_pages SET page_due = NULL WHERE page_due IS NOT NULL AND source = ?1",
            )?
            .execute([source.as_str()])?;
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
             ungrouped = ungrouped OR ?4, page_due = NULL, page_error = NULL, page_gone = NULL,
             page_read = 1 WHERE id = ?1",
        )?
        .execute(params![id.0, json(article)?, revised, is_changed])?;
    history::page(transaction, id, trace, now)?;
    traces::record(transaction, id, trace)
}

fn write_failure(connection: &Connection, id: ArticleId, failure: &PageFailure) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE article SET page_due = ?2, page_error = ?3, page_gone = ?4, page_attempts = page_attempts + 1
             WHERE id = ?1",
        )?
        .execute(params![
            id.0,
            failure.retry.map(Timestamp::as_second),
            failure.error,
            failure.gone.map(Timestamp::as_second)
        ])?;
    Ok(())
}
