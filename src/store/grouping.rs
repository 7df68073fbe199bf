//! How articles are grouped: their originals, series and stories.

use rusqlite::{OptionalExtension, Transaction, params};

use super::judging::{Batch, story_ref};
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
    pub fn like(&self, id: ArticleId, fingerprint: &Fingerprint) -> Result<Vec<Known>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT article.id, canonical, text_hash, coalesce(original, article.id), story.id, story.published
             FROM article JOIN story ON story.id = article.story
             WHERE (canonical = ?2 OR text_hash = ?3) AND article.id <> ?1 AND original IS NOT ?1
             ORDER BY article.published, address",
        )?;
        let rows = query.query_map(params![id.0, fingerprint.address, fingerprint.text], |row| {
            Ok(Known {
                article: ArticleId(row.get(0)?),
                fingerprint: Fingerprint { address: row.get(1)?, text: row.get(2)? },
                original: ArticleId(row.get(3)?),
                story: story_ref(row, 4)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The other articles that are known by an address, earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn known_by(&self, id: ArticleId, address: &str) -> Result<Vec<ArticleId>, StoreError> {
        let mut query = self.transaction.prepare_cached(
            "SELECT id FROM article WHERE canonical = ?2 AND id <> ?1 ORDER BY article.published, address",
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

    /// Writes how an article is grouped, with what that does to other articles and to stories.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_grouping(&self, id: ArticleId, grouping: &Grouping) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached(
                "UPDATE article SET ungrouped = 0, canonical = ?2, text_hash = ?3, published = coalesce(published, ?4),
                 original = NULL, series = NULL, series_why = NULL WHERE id = ?1",
            )?
            .execute(params![
                id.0,
                grouping.fingerprint.address,
                grouping.fingerprint.text,
                grouping.published.as_second(),
            ])?;
        place(&self.transaction, id, &grouping.placement)?;
        if let Some(link) = &grouping.link {
            self.link(link)?;
        }
        if let Some(series) = &grouping.series {
            self.join_series(id, series)?;
        }
        Ok(())
    }

    fn link(&self, link: &Link) -> Result<(), StoreError> {
        self.transaction
            .prepare_cached("UPDATE article SET original = ?2 WHERE id = ?1 OR original = ?1")?
            .execute([link.copy.0, link.original.0])?;
        self.transaction
            .prepare_cached("UPDATE article SET why = ?2 WHERE id = ?1")?
            .execute(params![link.copy.0, json(&link.why)?])?;
        Ok(())
    }

    /// The series of the article that was there before, or a new one with both.
    fn join_series(&self, id: ArticleId, link: &SeriesLink) -> Result<(), StoreError> {
        let SeriesLink { like, founding, why } = link;
        let before: Option<String> = self
            .transaction
            .prepare_cached("SELECT series FROM article WHERE id = ?1")?
            .query_row([like.0], |row| row.get(0))?;
        let series = before.as_deref().unwrap_or(founding.as_str());
        self.transaction
            .prepare_cached("UPDATE article SET series = ?3, series_why = ?4 WHERE id IN (?1, ?2) AND series IS NULL")?
            .execute(params![id.0, like.0, series, json(why)?])?;
        Ok(())
    }
}

fn place(transaction: &Transaction<'_>, article: ArticleId, placement: &Placement) -> Result<(), StoreError> {
    match placement {
        Placement::Stay(_) => {}
        Placement::Found(story) => {
            let id = found(transaction, article, story)?;
            transaction
                .prepare_cached("UPDATE article SET story = ?2, why = NULL WHERE id = ?1")?
                .execute(params![article.0, id.as_str()])?;
        }
        Placement::Join { story, why } => {
            transaction.prepare_cached("UPDATE article SET story = ?2, why = ?3 WHERE id = ?1")?.execute(params![
                article.0,
                story.as_str(),
                json(why)?
            ])?;
        }
        Placement::Merge { younger, older, why } => {
            // What was withdrawn takes in no others, and doesn't come back in another story.
            if !is_tombstone(transaction, younger)? && !is_tombstone(transaction, older)? {
                merge(transaction, younger, older, why)?;
            }
        }
    }
    Ok(())
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
        let taken: Option<(i64, bool)> = transaction
            .prepare_cached("SELECT representative, merged_into IS NOT NULL FROM story WHERE id = ?1")?
            .query_row([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        match taken {
            Some((representative, true)) if representative == article.0 => {
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
