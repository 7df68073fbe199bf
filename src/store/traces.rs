//! What is remembered of each source's last pages, and what the operator was told of it.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Transaction, params};

use super::{Store, StoreError, from_json, json};
use crate::news::{ArticleId, SourceId};
use crate::read::{Article, PageField, PageTrace, Recurring};

/// Pages that are remembered of a source. A busy paper's day; of a quiet one, what it had in a month or two.
pub const REMEMBERED_PAGES: u32 = 50;

/// A page that is remembered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TracedPage {
    pub url: Option<String>,
    pub trace: PageTrace,
}

impl Store {
    /// What is remembered of a source's pages that earlier passes read: at most [`REMEMBERED_PAGES`], newest first. Pages
    /// first seen in one pass are in the order of their addresses.
    ///
    /// # Errors
    /// When the database fails.
    pub fn traced_pages(&self, source: &SourceId) -> Result<Vec<TracedPage>, StoreError> {
        traced_pages(&self.connection, source)
    }

    /// Lets the pages that were read count among those that are remembered, forgets those that are too many, and gives
    /// the sources that have new ones. What recurs now is cut of the articles that wait to be grouped: the first poll of a
    /// source brings many at once, and what stands below them all would make them look alike.
    ///
    /// # Errors
    /// When the database fails.
    pub fn settle_traces(&mut self) -> Result<Vec<SourceId>, StoreError> {
        let transaction = self.connection.transaction()?;
        let sources: Vec<SourceId> = transaction
            .prepare_cached("SELECT DISTINCT source FROM page_trace WHERE settled = 0 ORDER BY source")?
            .query_map([], |row| row.get::<_, String>(0).map(SourceId::new))?
            .collect::<Result<_, _>>()?;
        if sources.is_empty() {
            return Ok(sources);
        }
        for source in &sources {
            transaction
                .prepare_cached(
                    "DELETE FROM page_trace WHERE source = ?1 AND settled = 1
                     AND article IN (SELECT article FROM page_trace WHERE source = ?1 AND settled = 0)",
                )?
                .execute([source.as_str()])?;
            transaction
                .prepare_cached("UPDATE page_trace SET settled = 1 WHERE source = ?1 AND settled = 0")?
                .execute([source.as_str()])?;
            transaction
                .prepare_cached(
                    "DELETE FROM page_trace WHERE source = ?1 AND article IN (
                         SELECT page_trace.article FROM page_trace JOIN article ON article.id = page_trace.article
                         WHERE page_trace.source = ?1 ORDER BY first_seen DESC, address LIMIT -1 OFFSET ?2)",
                )?
                .execute(params![source.as_str(), REMEMBERED_PAGES])?;
            let pages = traced_pages(&transaction, source)?;
            cut_waiting(&transaction, source, &Recurring::among(pages.iter().map(|page| &page.trace)))?;
        }
        transaction.commit()?;
        Ok(sources)
    }

    /// The fields whose selector finds nothing any more, as far as the operator was told.
    ///
    /// # Errors
    /// When the database fails.
    pub fn lost_selectors(&self, source: &SourceId) -> Result<Vec<PageField>, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT field FROM lost_selector WHERE source = ?1")?;
        let keys: Vec<String> = query.query_map([source.as_str()], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(PageField::ALL.into_iter().filter(|field| keys.iter().any(|key| key == field.key())).collect())
    }

    /// Remembers what the operator is told.
    ///
    /// # Errors
    /// When the database fails.
    pub fn set_lost_selectors(&mut self, source: &SourceId, lost: &[PageField]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.prepare_cached("DELETE FROM lost_selector WHERE source = ?1")?.execute([source.as_str()])?;
        for field in lost {
            transaction
                .prepare_cached("INSERT INTO lost_selector (source, field) VALUES (?1, ?2)")?
                .execute([source.as_str(), field.key()])?;
        }
        transaction.commit()?;
        Ok(())
    }
}

/// What recurs on a source's pages, by the database at `path`, which is only read; nothing where there is none.
///
/// # Errors
/// When it cannot be read, or is not of this version.
pub fn recurring_in(path: &Path, source: &SourceId) -> Result<Recurring, StoreError> {
    if !path.exists() {
        return Ok(Recurring::default());
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let pages = traced_pages(&connection, source)?;
    Ok(Recurring::among(pages.iter().map(|page| &page.trace)))
}

/// Part of the transaction that writes an article as its page has it.
pub(super) fn record(transaction: &Transaction<'_>, article: ArticleId, trace: &PageTrace) -> Result<(), StoreError> {
    transaction
        .prepare_cached(
            "INSERT OR REPLACE INTO page_trace (source, article, settled, content)
             SELECT source, id, 0, ?2 FROM article WHERE id = ?1",
        )?
        .execute(params![article.0, json(trace)?])?;
    Ok(())
}

fn cut_waiting(transaction: &Transaction<'_>, source: &SourceId, recurring: &Recurring) -> Result<(), StoreError> {
    let mut query = transaction.prepare_cached(
        "SELECT id, content FROM article INDEXED BY article_ungrouped
         WHERE ungrouped AND source = ?1 AND unjudged AND page_read ORDER BY id",
    )?;
    let waiting =
        query.query_map([source.as_str()], |row| Ok((row.get(0)?, from_json(1, row.get_ref(1)?.as_str()?)?)))?;
    let waiting: Vec<(i64, Article)> = waiting.collect::<Result<_, _>>()?;
    let mut write = transaction.prepare_cached("UPDATE article SET content = ?2 WHERE id = ?1")?;
    for (id, article) in waiting {
        let (article, cuts) = recurring.without(article);
        if !cuts.is_empty() {
            write.execute(params![id, json(&article)?])?;
        }
    }
    Ok(())
}

fn traced_pages(connection: &Connection, source: &SourceId) -> Result<Vec<TracedPage>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT article.url, page_trace.content FROM page_trace JOIN article ON article.id = page_trace.article
         WHERE page_trace.source = ?1 AND settled = 1 ORDER BY first_seen DESC, address LIMIT ?2",
    )?;
    let rows = query.query_map(params![source.as_str(), REMEMBERED_PAGES], |row| {
        Ok(TracedPage { url: row.get(0)?, trace: from_json(1, &row.get::<_, String>(1)?)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
