//! How articles are grouped: their originals, series and stories.

use rusqlite::{OptionalExtension, Transaction, params};

use super::judging::{Batch, story_ref};
use super::recent_keys::RecentKeys;
use super::withdrawals::is_tombstone;
use super::{Store, StoreError, from_json, json};
use crate::judge::{Fingerprint, Grouping, Known, Link, Placement, SameBecause, SeriesBecause, SeriesLink, StoryRef};
use crate::news::{ArticleId, SeriesId, StoryId};

/// How an article is grouped.
#[derive(Clone, Debug, PartialEq)]
pub struct Grouped {
    /// Itself unless it is a copy.
    pub original: ArticleId,
    pub story: StoryId,
    /// Why it is in the story; none for its founder.
    pub why: Option<SameBecause>,
    pub series: Option<(SeriesId, SeriesBecause)>,
}

impl Store {
    /// How an article is grouped now.
    ///
    /// # Errors
    /// When the database fails, or has not grouped it.
    pub fn grouped(&self, id: ArticleId) -> Result<Grouped, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT coalesce(original, id), story, why, series, series_why FROM article WHERE id = ?1",
        )?;
        Ok(query.query_row([id.0], |row| {
            let why: Option<String> = row.get(2)?;
            let series: Option<String> = row.get(3)?;
            let of_series = |series| Ok::<_, rusqlite::Error>((series, from_json(4, &row.get::<_, String>(4)?)?));
            Ok(Grouped {
                original: ArticleId(row.get(0)?),
                story: StoryId::new(row.get::<_, String>(1)?),
                why: why.map(|why| from_json(2, &why)).transpose()?,
                series: series.map(SeriesId::new).map(of_series).transpose()?,
            })
        })?)
    }
}

impl Batch<'_> {
    /// The other articles that share a part of `fingerprint`, earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn like(
        &self,
        id: ArticleId,
        fingerprint: &Fingerprint,
        recent: &mut RecentKeys,
    ) -> Result<Vec<Known>, StoreError> {
        let mut found = self.known_by(id, &fingerprint.address)?;
        if let Some(text) = &fingerprint.text {
            found.extend(self.with_text(text, recent)?);
        }
        found.sort_unstable();
        found.dedup();
        let mut query = self.transaction.prepare_cached(
            "SELECT canonical, text_hash, coalesce(original, article.id), story.id, story.published, article.published, address
             FROM article JOIN story ON story.id = article.story WHERE article.id = ?1 AND original IS NOT ?2",
        )?;
        let mut like: Vec<(i64, String, Known)> = Vec::new();
        for article in found.into_iter().filter(|article| *article != id) {
            let row = query.query_row([article.0, id.0], |row| {
                let fingerprint = Fingerprint { address: row.get(0)?, text: row.get(1)? };
                let known = Known { article, fingerprint, original: ArticleId(row.get(2)?), story: story_ref(row, 3)? };
                Ok((row.get(5)?, row.get(6)?, known))
            });
            like.extend(row.optional()?.filter(|(.., known)| fingerprint.same_as(&known.fingerprint).is_some()));
        }
        like.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        Ok(like.into_iter().map(|(.., known)| known).collect())
    }

    /// The other articles that are known by an address, earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn known_by(&self, id: ArticleId, address: &str) -> Result<Vec<ArticleId>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT id FROM (SELECT id, published, address FROM article WHERE canonical = ?2 AND canonical <> address
                             UNION ALL SELECT id, published, address FROM article WHERE address = ?2 AND canonical = ?2)
             WHERE id <> ?1 ORDER BY published, address",
        )?;
        let known = query.query_map(params![id.0, address], |row| row.get(0).map(ArticleId))?;
        Ok(known.collect::<Result<_, _>>()?)
    }

    /// Has an article known by its own address again, and not by one that its page names.
    ///
    /// # Errors
    /// When the database fails.
    pub fn know_by_own_address(&self, id: ArticleId) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("UPDATE article SET canonical = coalesce(moved_to, address) WHERE id = ?1")?
            .execute([id.0])?;
        Ok(())
    }

    /// Writes how an article is grouped, with what that does to other articles and to stories. Says whether a merger that
    /// is to be was made.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_grouping(&self, id: ArticleId, grouping: &Grouping) -> Result<bool, StoreError> {
        let transaction = &self.transaction;
        let (story, mut why) = match &grouping.placement {
            Placement::Stay(_) | Placement::Merge { .. } => (None, None),
            Placement::Found(story) => (Some(found(transaction, id, story)?), None),
            Placement::Join { story, why } => (Some(story.clone()), Some(*why)),
        };
        let original = grouping.link.as_ref().filter(|link| link.copy == id).map(|link| {
            why = Some(link.why);
            link.original.0
        });
        let series = grouping.series.as_ref().map(|link| self.series_with(link)).transpose()?;
        // A row holds the whole text, so it is written once and not part by part.
        transaction
            .prepare_cached(
                "UPDATE article SET ungrouped = 0, canonical = ?2, text_hash = ?3, published = coalesce(published, ?4),
                 original = ?5, series = ?6, series_why = ?7, story = coalesce(?8, story),
                 why = coalesce(?9, CASE WHEN ?8 IS NULL THEN why END) WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                grouping.fingerprint.address,
                grouping.fingerprint.text,
                grouping.published.as_second(),
                original,
                series.as_ref().map(SeriesId::as_str),
                grouping.series.as_ref().map(|link| json(&link.why)).transpose()?,
                story.as_ref().map(StoryId::as_str),
                why.map(|why| json(&why)).transpose()?,
            ])?;
        let mut is_merged = false;
        // What was withdrawn takes in no others, and doesn't come back in another story.
        if let Placement::Merge { younger, older, why } = &grouping.placement
            && !is_tombstone(transaction, younger)?
            && !is_tombstone(transaction, older)?
        {
            merge(transaction, younger, older, why)?;
            is_merged = true;
        }
        if let Some(link) = &grouping.link {
            self.link(id, link)?;
        }
        Ok(is_merged)
    }

    /// Has the copies of an article point to its original; `id` does so already.
    fn link(&self, id: ArticleId, link: &Link) -> Result<(), StoreError> {
        if link.copy != id {
            self.transaction
                .prepare_cached("UPDATE article SET original = ?2, why = ?3 WHERE id = ?1")?
                .execute(params![link.copy.0, link.original.0, json(&link.why)?])?;
        }
        self.transaction
            .prepare_cached("UPDATE article SET original = ?2 WHERE original = ?1")?
            .execute([link.copy.0, link.original.0])?;
        Ok(())
    }

    /// The series of the article that was there before, which is a new one's first where it was in none.
    fn series_with(&self, link: &SeriesLink) -> Result<SeriesId, StoreError> {
        let SeriesLink { like, founding, why } = link;
        let before: Option<String> = self
            .transaction
            .prepare_cached("SELECT series FROM article WHERE id = ?1")?
            .query_row([like.0], |row| row.get(0))?;
        if let Some(series) = before {
            return Ok(SeriesId::new(series));
        }
        self.transaction
            .prepare_cached("UPDATE article SET series = ?2, series_why = ?3 WHERE id = ?1")?
            .execute(params![like.0, founding.as_str(), json(why)?])?;
        Ok(founding.clone())
    }
}

/// The story that an article founds: under an id that it had before its story was merged into another's, or the first that
/// is free.
pub(super) fn found(
    transaction: &Transaction<'_>,
    article: ArticleId,
    story: &StoryRef,
) -> Result<StoryId, StoreError> {
    let mut id = story.id.clone();
    loop {
        let taken: Option<(Option<i64>, bool)> = transaction
            .prepare_cached(
                "SELECT representative, merged_into IS NOT NULL FROM story WHERE id = ?1
                 UNION ALL SELECT NULL, 0 FROM purged_story WHERE id = ?1",
            )?
            .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match taken {
            Some((representative, true)) if representative == Some(article.0) => {
                transaction
                    .prepare_cached("UPDATE story SET merged_into = NULL WHERE id = ?1")?
                    .execute([id.as_str()])?;
                return Ok(id);
            }
            Some(_) => id = id.next(),
            None => {
                transaction
                    .prepare_cached("INSERT INTO story (id, published, representative) VALUES (?1, ?2, ?3)")?
                    .execute(params![id.as_str(), story.published.as_second(), article.0])?;
                return Ok(id);
            }
        }
    }
}

/// Makes one story of two: the older stays, the younger leads to it.
pub(super) fn merge(
    transaction: &Transaction<'_>,
    younger: &StoryId,
    older: &StoryId,
    why: &SameBecause,
) -> Result<(), StoreError> {
    transaction
        .prepare_cached("UPDATE article SET story = ?2, why = coalesce(why, ?3) WHERE story = ?1")?
        .execute(params![younger.as_str(), older.as_str(), json(why)?])?;
    transaction
        .prepare_cached("UPDATE story SET merged_into = ?2 WHERE id = ?1 OR merged_into = ?1")?
        .execute([younger.as_str(), older.as_str()])?;
    Ok(())
}
