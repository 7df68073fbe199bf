//! All that is remembered of one article, and of those around it.

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{Store, StoreError, from_json, timestamp};
use crate::judge::{Before, PlaceHit, SameBecause, SeriesBecause, TopicHit};
use crate::news::{ArticleId, SeriesId, SourceId, StoryId};
use crate::read::Article;

/// An article as the store has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Of its link, or where that leads now; of an entry without one of its own, one made of its source and words.
    pub address: String,
    /// What it is known by: its address, or what its page names as that; none before its first grouping.
    pub known_by: Option<String>,
    /// The sources whose entries point to it, the first first.
    pub sources: Vec<SourceId>,
    pub first_seen: Timestamp,
    /// Frozen with the first grouping.
    pub published: Option<Timestamp>,
    /// When its publisher edited it last.
    pub revised: Option<Timestamp>,
    pub page_read: bool,
    /// Why its page could not be read at the last try.
    pub page_error: Option<String>,
    /// When its page is to be read; none when it has been, or won't be.
    pub page_due: Option<Timestamp>,
    /// Whether it waits to be judged as it is now.
    pub unjudged: bool,
    pub content: Article,
    pub topics: Vec<TopicHit>,
    pub places: Vec<PlaceHit>,
    /// The article that it is a copy of.
    pub original: Option<ArticleId>,
    /// Why it is no copy of the others in its series.
    pub series: Option<(SeriesId, SeriesBecause)>,
}

impl Record {
    /// Until when it is held, where it is dated ahead of when it was first seen and hasn't been grouped.
    pub fn held_until(&self) -> Option<Timestamp> {
        let said = self.content.published.as_ref().map(|date| date.value)?;
        let ahead = said.duration_since(self.first_seen);
        (self.published.is_none() && ahead.is_positive() && ahead <= Before::LONGEST_HOLD).then_some(said)
    }
}

/// An article beside others.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    pub id: ArticleId,
    pub source: SourceId,
    pub title: String,
    pub address: String,
    pub published: Option<Timestamp>,
    pub story: Option<StoryId>,
    /// Why it is in its story; none for the one that founded it.
    pub why: Option<SameBecause>,
}

/// Which articles are beside one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around<'a> {
    /// The copies of an original.
    Copies(ArticleId),
    /// Those in a story, first publisher first.
    Story(&'a StoryId),
    /// Those in a series.
    Series(&'a SeriesId),
    /// Those that operators keep apart from one.
    KeptApart(ArticleId),
    /// The article itself.
    Itself(ArticleId),
}

impl Store {
    /// # Errors
    /// When the database fails, or has no such article.
    pub fn record(&self, id: ArticleId) -> Result<Record, StoreError> {
        let sources: Vec<SourceId> = self
            .connection
            .prepare_cached("SELECT source FROM entry WHERE article = ?1 GROUP BY source ORDER BY min(id)")?
            .query_map([id.0], |row| row.get::<_, String>(0).map(SourceId::new))?
            .collect::<Result<_, _>>()?;
        let mut query = self.connection.prepare_cached(
            "SELECT coalesce(moved_to, address), canonical, first_seen, published, revised, page_read, page_error, page_due,
             unjudged, content, topics, places, original, series, series_why FROM article WHERE id = ?1",
        )?;
        Ok(query.query_row([id.0], |row| {
            let time = |column| optional_time(row, column);
            let series: Option<String> = row.get(13)?;
            let of_series = |series| Ok::<_, rusqlite::Error>((series, from_json(14, &row.get::<_, String>(14)?)?));
            Ok(Record {
                address: row.get(0)?,
                known_by: row.get(1)?,
                sources,
                first_seen: timestamp(2, row.get(2)?)?,
                published: time(3)?,
                revised: time(4)?,
                page_read: row.get(5)?,
                page_error: row.get(6)?,
                page_due: time(7)?,
                unjudged: row.get(8)?,
                content: from_json(9, &row.get::<_, String>(9)?)?,
                topics: from_json(10, &row.get::<_, String>(10)?)?,
                places: from_json(11, &row.get::<_, String>(11)?)?,
                original: row.get::<_, Option<i64>>(12)?.map(ArticleId),
                series: series.map(SeriesId::new).map(of_series).transpose()?,
            })
        })?)
    }

    /// The articles around one, at most `most` of them: those of a series the newest first, others the earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn beside(&self, around: Around<'_>, most: usize) -> Result<Vec<Beside>, StoreError> {
        let (condition, key): (&str, &dyn rusqlite::ToSql) = match &around {
            Around::Copies(id) => ("original = ?1 ORDER BY published, id", &id.0),
            Around::Story(id) => ("story = ?1 ORDER BY published, address", &id.as_str()),
            Around::Series(id) => ("series = ?1 ORDER BY published DESC, id DESC", &id.as_str()),
            Around::KeptApart(id) => ("id IN (SELECT other FROM kept_apart WHERE article = ?1) ORDER BY id", &id.0),
            Around::Itself(id) => ("id = ?1", &id.0),
        };
        let sql = format!(
            "SELECT id, source, content ->> '$.title.value', coalesce(moved_to, address), published, story, why
             FROM article WHERE {condition} LIMIT ?2"
        );
        let mut query = self.connection.prepare_cached(&sql)?;
        let found = query.query_map(params![key, i64::try_from(most).unwrap_or(i64::MAX)], |row| {
            Ok(Beside {
                id: ArticleId(row.get(0)?),
                source: SourceId::new(row.get::<_, String>(1)?),
                title: row.get(2)?,
                address: row.get(3)?,
                published: optional_time(row, 4)?,
                story: row.get::<_, Option<String>>(5)?.map(StoryId::new),
                why: row.get::<_, Option<String>>(6)?.map(|why| from_json(6, &why)).transpose()?,
            })
        })?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// When a story came out, and the ids under which it was published before it was this one.
    ///
    /// # Errors
    /// When the database fails, or has no such story.
    pub fn story_dates(&self, id: &StoryId) -> Result<(Timestamp, Vec<StoryId>), StoreError> {
        let published = self
            .connection
            .prepare_cached("SELECT published FROM story WHERE id = ?1")?
            .query_row([id.as_str()], |row| timestamp(0, row.get(0)?))?;
        let mut query = self.connection.prepare_cached("SELECT id FROM story WHERE merged_into = ?1 ORDER BY id")?;
        let former = query.query_map([id.as_str()], |row| row.get::<_, String>(0).map(StoryId::new))?;
        Ok((published, former.collect::<Result<_, _>>()?))
    }
}

fn optional_time(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Timestamp>> {
    row.get::<_, Option<i64>>(column)?.map(|seconds| timestamp(column, seconds)).transpose()
}
