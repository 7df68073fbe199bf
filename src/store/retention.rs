//! What is past its time is purged: whole stories, with all that is stored of their articles. What stays is what they are
//! known by, a number for each entry and the id of each story.

use std::collections::{BTreeMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use sha2::{Digest, Sha256};

use super::channels::{self, Filed};
use super::judging::Batch;
use super::recent_keys::RecentKeys;
use super::{Store, StoreError, copies, from_json, json, series, timestamp};
use crate::judge::digest_of;
use crate::news::{ArticleId, CanonicalUrl, EntryId, SourceId, StoryId};
use crate::read::Entry;

/// Entries that were purged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PurgedEntries {
    keys: HashSet<i64>,
}

impl PurgedEntries {
    pub fn has(&self, source: &SourceId, entry: &Entry) -> bool {
        !self.keys.is_empty() && self.keys.contains(&key_of_entry(source, entry))
    }
}

/// A story that has none but articles from before `?1`. What is withdrawn stays, since copies are known by its text; so does
/// what a decision is still to be done on, and what another story is represented by.
const IS_OLD: &str = "
    merged_into IS NULL AND story.published < ?1 AND NOT EXISTS (
        SELECT * FROM article WHERE article.story = story.id AND (
            article.published >= ?1 OR revised >= ?1 OR withdrawn IS NOT NULL
            OR EXISTS (SELECT * FROM decision WHERE applied IS NULL AND (decision.article = article.id OR other = article.id))
            OR EXISTS (SELECT * FROM withdrawal WHERE withdrawal.article = article.id AND (
                applied IS NULL OR EXISTS (SELECT * FROM article AS held WHERE held.withdrawn = withdrawal.id)))
            OR EXISTS (SELECT * FROM story AS another WHERE representative = article.id AND another.id <> story.id
                       AND another.merged_into IS NOT story.id)))";

impl Store {
    /// The oldest stories, at most `most`, in which nothing came out or was revised since `before`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn old_stories(&self, before: Timestamp, most: usize) -> Result<Vec<StoryId>, StoreError> {
        let sql = format!("SELECT id FROM story WHERE {IS_OLD} ORDER BY published, id LIMIT ?2");
        let mut query = self.connection.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let stories = query.query_map([before.as_second(), most], |row| row.get::<_, String>(0).map(StoryId::new))?;
        Ok(stories.collect::<Result<_, _>>()?)
    }

    /// The entries of a source's document without those that were purged.
    ///
    /// # Errors
    /// When the database fails.
    pub fn without_purged(&self, source: &SourceId, mut entries: Vec<Entry>) -> Result<Vec<Entry>, StoreError> {
        let has_any: bool =
            self.connection.prepare_cached("SELECT EXISTS (SELECT * FROM purged)")?.query_row([], |row| row.get(0))?;
        if has_any {
            let mut query = self.connection.prepare_cached("SELECT EXISTS (SELECT * FROM purged WHERE key = ?1)")?;
            let mut is_purged = Vec::with_capacity(entries.len());
            for entry in &entries {
                is_purged.push(query.query_row([key_of_entry(source, entry)], |row| row.get(0))?);
            }
            let mut is_purged = is_purged.into_iter();
            entries.retain(|_| !is_purged.next().unwrap_or(false));
        }
        Ok(entries)
    }

    /// All entries that were purged, for who can't ask the store: eight bytes each.
    ///
    /// # Errors
    /// When the database fails.
    pub fn purged_entries(&self) -> Result<PurgedEntries, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT key FROM purged")?;
        let keys = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(PurgedEntries { keys })
    }

    /// The ids of the stories that were purged: all, or those whose pages aren't gone yet.
    ///
    /// # Errors
    /// When the database fails.
    pub fn purged_stories(&self, all: bool) -> Result<Vec<StoryId>, StoreError> {
        let sql = if all { "SELECT id FROM purged_story" } else { "SELECT id FROM purged_story WHERE unpublished" };
        let mut query = self.connection.prepare_cached(sql)?;
        let stories = query.query_map([], |row| row.get::<_, String>(0).map(StoryId::new))?;
        Ok(stories.collect::<Result<_, _>>()?)
    }

    /// Whether a story had been stored, and was purged.
    ///
    /// # Errors
    /// When the database fails.
    pub fn is_purged(&self, story: &StoryId) -> Result<bool, StoreError> {
        let mut query = self.connection.prepare_cached("SELECT EXISTS (SELECT * FROM purged_story WHERE id = ?1)")?;
        Ok(query.query_row([story.as_str()], |row| row.get(0))?)
    }
}

impl Batch<'_> {
    /// Deletes all that is stored of stories and of what became a part of them, and takes them out of their channels. Returns
    /// how many articles they had. What is in memory of the open stories must be read again after that.
    ///
    /// # Errors
    /// When the database fails.
    pub fn purge(&self, stories: &[StoryId], recent: &mut RecentKeys) -> Result<usize, StoreError> {
        let transaction = &self.transaction;
        // Pages of the same series name them.
        let touched = "UPDATE story SET touched = 1 WHERE id IN (SELECT value FROM json_each(?1)) AND touched <> 1";
        transaction.prepare_cached(touched)?.execute([json(&stories)?])?;
        series::touch_neighbours(transaction)?;

        let purged = self.mark_purged(stories)?;
        for story in &purged {
            leave_channels(transaction, story)?;
        }
        let articles = self.articles_of(stories)?;
        for (id, published) in &articles {
            self.forget_print(*id, copies::period(*published), recent)?;
        }
        forget_entries(transaction, &articles)?;
        let (ids, articles_ids) = (json(&purged)?, json(&articles.iter().map(|(id, _)| id).collect::<Vec<_>>())?);
        for sql in OF_ARTICLES {
            transaction.prepare_cached(sql)?.execute([&articles_ids])?;
        }
        for sql in OF_STORIES {
            transaction.prepare_cached(sql)?.execute([&ids])?;
        }
        self.forget_filters(articles.iter().map(|(_, published)| copies::period(*published)).collect())?;
        Ok(articles.len())
    }

    /// Writes down that stories and what became a part of them are purged, and says which these are.
    fn mark_purged(&self, stories: &[StoryId]) -> Result<Vec<StoryId>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "INSERT OR IGNORE INTO purged_story (id)
             SELECT id FROM story WHERE id IN (SELECT value FROM json_each(?1))
                                     OR merged_into IN (SELECT value FROM json_each(?1)) RETURNING id",
        )?;
        let ids = query.query_map([json(&stories)?], |row| row.get::<_, String>(0).map(StoryId::new))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    fn articles_of(&self, stories: &[StoryId]) -> Result<Vec<(ArticleId, Timestamp)>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT article.id, article.published FROM json_each(?1) AS wanted JOIN article ON article.story = wanted.value",
        )?;
        let articles =
            query.query_map([json(&stories)?], |row| Ok((ArticleId(row.get(0)?), timestamp(1, row.get(1)?)?)))?;
        Ok(articles.collect::<Result<_, _>>()?)
    }
}

/// All that refers to articles, in an order in which nothing refers to what is gone.
const OF_ARTICLES: [&str; 8] = [
    "DELETE FROM page_trace WHERE article IN (SELECT value FROM json_each(?1))",
    "DELETE FROM revision WHERE article IN (SELECT value FROM json_each(?1))",
    "DELETE FROM kept_apart WHERE article IN (SELECT value FROM json_each(?1))",
    "DELETE FROM kept_apart WHERE other IN (SELECT value FROM json_each(?1))",
    "DELETE FROM decision WHERE article IN (SELECT value FROM json_each(?1))
     OR other IN (SELECT value FROM json_each(?1))",
    "DELETE FROM withdrawal WHERE article IN (SELECT value FROM json_each(?1))",
    // A copy that is in another story is an original from now on.
    "UPDATE article SET original = NULL WHERE original IN (SELECT value FROM json_each(?1))",
    "DELETE FROM article WHERE id IN (SELECT value FROM json_each(?1))",
];

const OF_STORIES: [&str; 4] = [
    // Of what was withdrawn and taken back.
    "DELETE FROM tombstone WHERE story IN (SELECT value FROM json_each(?1))",
    "DELETE FROM open_story WHERE story IN (SELECT value FROM json_each(?1))",
    "DELETE FROM story WHERE merged_into IN (SELECT value FROM json_each(?1))",
    "DELETE FROM story WHERE id IN (SELECT value FROM json_each(?1))",
];

fn leave_channels(transaction: &Transaction<'_>, story: &StoryId) -> Result<(), StoreError> {
    let none = Timestamp::UNIX_EPOCH;
    let filed = Filed { story, published: none, updated: none, channels: Vec::new(), series: None };
    channels::file(transaction, &filed, true)
}

/// Deletes what sources said of the articles, but for what it is known by.
fn forget_entries(transaction: &Transaction<'_>, articles: &[(ArticleId, Timestamp)]) -> Result<(), StoreError> {
    let mut forgotten: BTreeMap<SourceId, HashSet<EntryId>> = BTreeMap::new();
    let mut entries = transaction.prepare_cached(
        "SELECT entry.source, entry.id, link, title, digest FROM entry
         JOIN identity ON identity.source = entry.source AND identity.entry = entry.id WHERE article = ?1",
    )?;
    let mut remember = transaction.prepare_cached("INSERT OR IGNORE INTO purged (key) VALUES (?1)")?;
    for (article, _) in articles {
        let mut rows = entries.query([article.0])?;
        while let Some(row) = rows.next()? {
            let source = SourceId::new(row.get::<_, String>(0)?);
            let (link, title): (Option<String>, String) = (row.get(2)?, row.get(3)?);
            remember.execute([key(&source, link.as_deref(), &title, row.get(4)?)])?;
            forgotten.entry(source).or_default().insert(EntryId(row.get(1)?));
        }
    }
    for (source, ids) in &forgotten {
        unlist(transaction, source, ids)?;
        for id in ids {
            transaction
                .prepare_cached("DELETE FROM identity WHERE source = ?1 AND entry = ?2")?
                .execute(params![source.as_str(), id.0])?;
            transaction.prepare_cached("DELETE FROM entry WHERE id = ?1")?.execute([id.0])?;
        }
    }
    Ok(())
}

/// Takes entries out of what is remembered of the source's last document: their numbers may be given to others.
fn unlist(connection: &Connection, source: &SourceId, ids: &HashSet<EntryId>) -> Result<(), StoreError> {
    let listed: Option<Vec<EntryId>> = connection
        .prepare_cached("SELECT listed FROM ladder WHERE source = ?1")?
        .query_row([source.as_str()], |row| from_json(0, &row.get::<_, String>(0)?))
        .optional()?;
    if let Some(mut listed) = listed
        && listed.iter().any(|id| ids.contains(id))
    {
        listed.retain(|id| !ids.contains(id));
        connection
            .prepare_cached("UPDATE ladder SET listed = ?2 WHERE source = ?1")?
            .execute(params![source.as_str(), json(&listed)?])?;
    }
    Ok(())
}

fn key_of_entry(source: &SourceId, entry: &Entry) -> i64 {
    let link = entry.link.as_ref().map(CanonicalUrl::of);
    key(source, link.as_ref().map(CanonicalUrl::as_str), &entry.title, digest_of(entry))
}

/// What an entry is known by, whatever source has it: its link and title, since one address may be that of many notices.
/// Without a link, all that it says, in its source.
fn key(source: &SourceId, link: Option<&str>, title: &str, digest: i64) -> i64 {
    let text = match link {
        Some(link) => format!("{link}\n{title}"),
        None => format!("entry:{source}:{digest:016x}"),
    };
    Sha256::digest(text).first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}
