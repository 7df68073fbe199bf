//! What sources said, and the articles that their entries point to.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction, params};

use super::sources::write_state;
use super::{SourceState, Store, StoreError, from_json, json};
use crate::news::{ArticleId, CanonicalUrl, EntryId, SourceId};
use crate::read::{Article, Entry};

/// What a poll's entries came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    pub new: usize,
    /// Known entries whose words changed.
    pub revised: usize,
}

impl Store {
    /// Remembers a poll together with all it brought, whole or not at all. `state` says what the poll makes of the source,
    /// once it is known what was new.
    ///
    /// An entry is known by its key, and else by its link: a guid that changed is no new entry. Articles that are new, or
    /// whose entry was revised, are queued for reading their page when `read_pages`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_entries(
        &mut self,
        source: &SourceId,
        entries: &[Entry],
        read_pages: bool,
        now: Timestamp,
        state: impl FnOnce(Recorded) -> SourceState,
    ) -> Result<Recorded, StoreError> {
        let transaction = self.connection.transaction()?;
        let mut recorded = Recorded::default();
        for entry in entries {
            match record(&transaction, source, entry, read_pages, now)? {
                Change::New => recorded.new += 1,
                Change::Revised => recorded.revised += 1,
                Change::None => {}
            }
        }
        write_state(&transaction, source, &state(recorded))?;
        transaction.commit()?;
        Ok(recorded)
    }

    /// The canonical addresses of the articles that a source brought, the newest first, at most `most` of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recent_addresses(&self, source: &SourceId, most: usize) -> Result<Vec<String>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT address FROM entry JOIN article ON article.id = entry.article
             WHERE entry.source = ?1 ORDER BY entry.first_seen DESC, entry.id LIMIT ?2",
        )?;
        let addresses =
            query.query_map(params![source.as_str(), i64::try_from(most).unwrap_or(i64::MAX)], |row| row.get(0))?;
        Ok(addresses.collect::<Result<_, _>>()?)
    }
}

/// Of one document's entries so many are looked up in other sources.
const LOOKED_UP: usize = 500;

impl Store {
    /// The other sources that brought at least `least` of the articles at these canonical addresses.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sources_sharing(
        &self,
        source: &SourceId,
        addresses: &[String],
        least: usize,
    ) -> Result<Vec<SourceId>, StoreError> {
        let addresses = &addresses[..addresses.len().min(LOOKED_UP)];
        let mut query = self.connection.prepare_cached(
            "SELECT entry.source FROM json_each(?1) JOIN article ON article.address = json_each.value
             JOIN entry ON entry.article = article.id WHERE entry.source <> ?2
             GROUP BY entry.source HAVING count(DISTINCT article.id) >= ?3 ORDER BY entry.source",
        )?;
        let least = i64::try_from(least).unwrap_or(i64::MAX);
        let sources = query.query_map(params![json(&addresses)?, source.as_str(), least], |row| {
            Ok(SourceId::new(row.get::<_, String>(0)?))
        })?;
        Ok(sources.collect::<Result<_, _>>()?)
    }
}

enum Change {
    New,
    Revised,
    None,
}

fn record(
    transaction: &Transaction<'_>,
    source: &SourceId,
    entry: &Entry,
    read_page: bool,
    now: Timestamp,
) -> Result<Change, StoreError> {
    let address = address(source, entry);
    let content = json(entry)?;
    let Some(known) = find(transaction, source, &entry.key, &address)? else {
        let article = find_or_add_article(transaction, source, entry, &address, read_page, now)?;
        transaction
            .prepare_cached(
                "INSERT INTO entry (source, key, article, content, first_seen) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![source.as_str(), entry.key, article.0, content, now.as_second()])?;
        return Ok(Change::New);
    };
    if known.content == content {
        return Ok(Change::None);
    }
    transaction
        .prepare_cached("UPDATE entry SET key = ?2, content = ?3 WHERE id = ?1")?
        .execute(params![known.id.0, entry.key, content])?;
    let before: Entry = from_json(0, &known.content)?;
    if same_words(&before, entry) {
        return Ok(Change::None);
    }
    revise_article(transaction, known.article, entry, read_page, now)?;
    Ok(Change::Revised)
}

/// An entry's article's address: what the store knows the article by.
fn address(source: &SourceId, entry: &Entry) -> String {
    match &entry.link {
        Some(link) => CanonicalUrl::of(link).as_str().to_owned(),
        None => format!("entry:{source}:{}", entry.key),
    }
}

struct KnownEntry {
    id: EntryId,
    article: ArticleId,
    content: String,
}

fn find(
    transaction: &Transaction<'_>,
    source: &SourceId,
    key: &str,
    address: &str,
) -> Result<Option<KnownEntry>, StoreError> {
    let read = |row: &rusqlite::Row<'_>| {
        Ok(KnownEntry { id: EntryId(row.get(0)?), article: ArticleId(row.get(1)?), content: row.get(2)? })
    };
    let by_key = transaction
        .prepare_cached("SELECT id, article, content FROM entry WHERE source = ?1 AND key = ?2")?
        .query_row([source.as_str(), key], read)
        .optional()?;
    if by_key.is_some() {
        return Ok(by_key);
    }
    Ok(transaction
        .prepare_cached(
            "SELECT entry.id, article, entry.content FROM article JOIN entry ON entry.article = article.id
             WHERE address = ?2 AND entry.source = ?1 ORDER BY entry.id LIMIT 1",
        )?
        .query_row([source.as_str(), address], read)
        .optional()?)
}

fn find_or_add_article(
    transaction: &Transaction<'_>,
    source: &SourceId,
    entry: &Entry,
    address: &str,
    read_page: bool,
    now: Timestamp,
) -> Result<ArticleId, StoreError> {
    let known: Option<i64> = transaction
        .prepare_cached("SELECT id FROM article WHERE address = ?1")?
        .query_row([address], |row| row.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(ArticleId(id));
    }
    let page_due = (read_page && entry.link.is_some()).then(|| now.as_second());
    transaction
        .prepare_cached(
            "INSERT INTO article (address, source, first_seen, url, content, page_due) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            address,
            source.as_str(),
            now.as_second(),
            entry.link.as_ref().map(url::Url::as_str),
            json(&Article::from_entry(entry))?,
            page_due,
        ])?;
    Ok(ArticleId(transaction.last_insert_rowid()))
}

/// A revised entry means a revised article: its page is read again, and where no page has been read, the entry is all
/// there is.
fn revise_article(
    transaction: &Transaction<'_>,
    article: ArticleId,
    entry: &Entry,
    read_page: bool,
    now: Timestamp,
) -> Result<(), StoreError> {
    if read_page && entry.link.is_some() {
        transaction
            .prepare_cached("UPDATE article SET page_due = ?2, page_attempts = 0, page_error = NULL WHERE id = ?1")?
            .execute(params![article.0, now.as_second()])?;
    }
    transaction
        .prepare_cached("UPDATE article SET content = ?2, revised = ?3, unjudged = 1 WHERE id = ?1 AND NOT page_read")?
        .execute(params![article.0, json(&Article::from_entry(entry))?, now.as_second()])?;
    Ok(())
}

/// Whether a reader would see no difference; ids and dates that moved are none.
fn same_words(before: &Entry, after: &Entry) -> bool {
    before.title == after.title && before.summary == after.summary && before.content == after.content
}
