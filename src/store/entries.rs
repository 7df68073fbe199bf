//! What sources said, and the articles that their entries point to.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension, Transaction, params};
use url::Url;

use super::articles::NewArticle;
use super::identities::{write_identity, write_ladder};
use super::sources::write_state;
use super::{SourceState, Store, StoreError, from_json, history, identities, json, revisions};
use crate::judge::{Page, Recognised, Recognition, Traits, is_edited, vanished};
use crate::news::{ArticleId, CanonicalUrl, EntryId, SourceId};
use crate::read::{Article, Entry};

/// What a poll's entries came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    pub new: usize,
    /// Known entries whose words changed.
    pub revised: usize,
    /// Known entries that lead to another page than before.
    pub moved: usize,
}

impl Store {
    /// Remembers a poll together with all it brought, whole or not at all. `recognition` says which of the `entries` are
    /// known; `state` is what the poll makes of the source.
    ///
    /// Articles that are new, or whose entry was revised or leads elsewhere, are queued for reading their page when
    /// `read_pages`.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_entries(
        &mut self,
        source: &SourceId,
        entries: &[Entry],
        recognition: &Recognition,
        read_pages: bool,
        now: Timestamp,
        state: &SourceState,
    ) -> Result<Recorded, StoreError> {
        let transaction = self.connection.transaction()?;
        let poll = Poll { transaction: &transaction, source, read_pages, now, is_whole: true };
        let recorded = poll.record(entries, recognition)?;
        write_state(&transaction, source, state)?;
        history::document(&transaction, source, true, recorded.new, now)?;
        transaction.commit()?;
        Ok(recorded)
    }

    /// Remembers what a hub brought of a source, in the same way. That was no poll: what is known of those stays. And it may
    /// be what is new alone (WebSub, section 7).
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_pushed(
        &mut self,
        source: &SourceId,
        entries: &[Entry],
        recognition: &Recognition,
        read_pages: bool,
        now: Timestamp,
    ) -> Result<Recorded, StoreError> {
        let transaction = self.connection.transaction()?;
        let poll = Poll { transaction: &transaction, source, read_pages, now, is_whole: false };
        let recorded = poll.record(entries, recognition)?;
        history::document(&transaction, source, false, recorded.new, now)?;
        transaction.commit()?;
        Ok(recorded)
    }

    /// The canonical addresses to which a source's entries lead, the newest first, at most `most` of them.
    ///
    /// # Errors
    /// When the database fails.
    pub fn recent_addresses(&self, source: &SourceId, most: usize) -> Result<Vec<String>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT link FROM entry JOIN identity ON identity.source = entry.source AND identity.entry = entry.id
             WHERE entry.source = ?1 AND link IS NOT NULL ORDER BY entry.first_seen DESC, entry.id LIMIT ?2",
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

/// So long after an article was first seen, its source's taking it out of its document has its page looked at: most are
/// off the end by then.
const LOOKED_AGAIN: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The poll or push of which entries are written down.
struct Poll<'a> {
    transaction: &'a Transaction<'a>,
    source: &'a SourceId,
    read_pages: bool,
    now: Timestamp,
    /// Whether what isn't in it isn't in the source's document.
    is_whole: bool,
}

struct Change {
    revised: bool,
    moved: bool,
}

impl Poll<'_> {
    fn record(&self, entries: &[Entry], recognition: &Recognition) -> Result<Recorded, StoreError> {
        let mut recorded = Recorded::default();
        let mut listed = Vec::with_capacity(entries.len());
        for (entry, recognised) in entries.iter().zip(&recognition.entries) {
            listed.push(match recognised {
                Recognised::Unchanged(id) => *id,
                Recognised::Known { id, now, page, .. } => {
                    let change = self.update(*id, entry, now, *page)?;
                    recorded.revised += usize::from(change.revised);
                    recorded.moved += usize::from(change.moved);
                    *id
                }
                Recognised::New { traits, page } => {
                    recorded.new += 1;
                    self.add(entry, traits, *page)?
                }
            });
        }
        let before = identities::listed(self.transaction, self.source)?;
        if self.is_whole {
            for id in vanished(&before, &listed) {
                self.look_again(id)?;
            }
        } else {
            let brought: HashSet<EntryId> = listed.iter().copied().collect();
            listed.extend(before.into_iter().filter(|id| !brought.contains(id)));
        }
        write_ladder(self.transaction, self.source, &recognition.ladder, &listed)?;
        Ok(recorded)
    }

    fn add(&self, entry: &Entry, traits: &Traits, page: Page) -> Result<EntryId, StoreError> {
        let article = self.find_or_add_article(entry, traits, page)?;
        self.transaction
            .prepare_cached("INSERT INTO entry (source, article, content, first_seen) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![self.source.as_str(), article.0, json(entry)?, self.now.as_second()])?;
        let id = EntryId(self.transaction.last_insert_rowid());
        write_identity(self.transaction, self.source, id, traits)?;
        Ok(id)
    }

    /// The row and its article stay; they say something else.
    fn update(&self, id: EntryId, entry: &Entry, traits: &Traits, page: Page) -> Result<Change, StoreError> {
        let (article, before): (i64, Entry) = self
            .transaction
            .prepare_cached("SELECT article, content FROM entry WHERE id = ?1")?
            .query_row([id.0], |row| Ok((row.get(0)?, from_json(1, &row.get::<_, String>(1)?)?)))?;
        self.transaction
            .prepare_cached("UPDATE entry SET content = ?2 WHERE id = ?1")?
            .execute(params![id.0, json(entry)?])?;
        write_identity(self.transaction, self.source, id, traits)?;
        let article = ArticleId(article);
        let change = Change {
            revised: !same_words(&before, entry),
            moved: page == Page::ItsOwn && self.follow_link(article, &before, entry)?,
        };
        if change.revised {
            self.revise_article(article, &before, entry)?;
        }
        Ok(change)
    }

    fn find_or_add_article(&self, entry: &Entry, traits: &Traits, page: Page) -> Result<ArticleId, StoreError> {
        let own_page = canonical(entry).filter(|_| page == Page::ItsOwn);
        let page_due = (self.read_pages && own_page.is_some()).then_some(self.now);
        // What shares its link with others, or has none, is known by what it said at first sight.
        let address = own_page.unwrap_or_else(|| format!("entry:{}:{:016x}", self.source, traits.digest));
        let known: Option<i64> = self
            .transaction
            .prepare_cached(
                "SELECT id FROM article WHERE address = ?1 UNION ALL SELECT id FROM article WHERE moved_to = ?1",
            )?
            .query_row([&address], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            return Ok(ArticleId(id));
        }
        let article = Article::from_entry(entry);
        let new =
            NewArticle { address: &address, source: self.source, first_seen: self.now, page_due, article: &article };
        new.insert(self.transaction)
    }

    /// Has readers follow the entry's link as it is now. Where it leads to another page than before, that is read; the
    /// article's address stays, and with it the story that it founded. Whether it does; not where the article is another
    /// source's, which knows better where it is, and not where it was withdrawn: by its text as it was, copies are known.
    fn follow_link(&self, article: ArticleId, before: &Entry, entry: &Entry) -> Result<bool, StoreError> {
        let origin = |entry: &Entry| entry.link.as_ref().map(Url::origin);
        let moved = canonical(before) != canonical(entry);
        let (Some(link), Some(address)) = (&entry.link, canonical(entry)) else { return Ok(false) };
        // Tracking parameters come and go.
        if !moved && origin(before) == origin(entry) {
            return Ok(false);
        }
        let content: Option<Article> = self
            .transaction
            .prepare_cached("SELECT content FROM article WHERE id = ?1 AND source = ?2 AND withdrawn IS NULL")?
            .query_row(params![article.0, self.source.as_str()], |row| from_json(0, &row.get::<_, String>(0)?))
            .optional()?;
        let Some(content) = content else { return Ok(false) };
        // The old page's name for itself says nothing about the new one.
        let canonical = content.canonical.filter(|_| !moved);
        let content = Article { url: Some(link.clone()), canonical, ..content };
        self.transaction
            .prepare_cached(
                "UPDATE article SET url = ?2, moved_to = nullif(?3, address), content = ?4, unjudged = 1, ungrouped = 1
                 WHERE id = ?1",
            )?
            .execute(params![article.0, link.as_str(), address, json(&content)?])?;
        if moved {
            self.read_page_again(article)?;
        }
        Ok(moved)
    }

    /// A revised entry means that its page is read again. Where no page has been read, the entry is all there is, and what it
    /// says otherwise its publisher revised.
    fn revise_article(&self, article: ArticleId, before: &Entry, entry: &Entry) -> Result<(), StoreError> {
        self.read_page_again(article)?;
        let content: Option<Article> = self
            .transaction
            .prepare_cached("SELECT content FROM article WHERE id = ?1 AND NOT page_read AND withdrawn IS NULL")?
            .query_row([article.0], |row| from_json(0, &row.get::<_, String>(0)?))
            .optional()?;
        let Some(content) = content else { return Ok(()) };
        let revision = Article::from_entry(entry);
        let is_edit = is_edited(&Article::from_entry(before), &revision);
        if is_edit {
            revisions::keep(self.transaction, article, &content, self.now)?;
        }
        self.transaction
            .prepare_cached(
                "UPDATE article SET content = ?2, revised = coalesce(?3, revised), unjudged = 1, ungrouped = 1
                 WHERE id = ?1",
            )?
            .execute(params![article.0, json(&revision)?, is_edit.then(|| self.now.as_second())])?;
        Ok(())
    }

    /// Has the page be read again of a recent article whose entry its source has taken out: perhaps it is gone.
    fn look_again(&self, id: EntryId) -> Result<(), StoreError> {
        if self.read_pages {
            self.transaction
                .prepare_cached(
                    "UPDATE article SET page_due = ?2, page_attempts = 0, page_error = NULL
                     WHERE id = (SELECT article FROM entry WHERE id = ?1) AND source = ?3 AND page_read
                     AND page_due IS NULL AND withdrawn IS NULL AND first_seen > ?2 - ?4",
                )?
                .execute(params![id.0, self.now.as_second(), self.source.as_str(), LOOKED_AGAIN.as_secs()])?;
        }
        Ok(())
    }

    /// Not that of an article which has none of its own, or was withdrawn.
    fn read_page_again(&self, article: ArticleId) -> Result<(), StoreError> {
        if self.read_pages {
            self.transaction
                .prepare_cached(
                    "UPDATE article SET page_due = ?2, page_attempts = 0, page_error = NULL
                     WHERE id = ?1 AND url IS NOT NULL AND (address NOT LIKE 'entry:%' OR moved_to IS NOT NULL)
                     AND withdrawn IS NULL",
                )?
                .execute(params![article.0, self.now.as_second()])?;
        }
        Ok(())
    }
}

fn canonical(entry: &Entry) -> Option<String> {
    entry.link.as_ref().map(|link| CanonicalUrl::of(link).as_str().to_owned())
}

/// Whether a reader would see no difference; ids and dates that moved are none.
fn same_words(before: &Entry, after: &Entry) -> bool {
    before.title == after.title && before.summary == after.summary && before.content == after.content
}
