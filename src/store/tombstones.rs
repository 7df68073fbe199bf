//! What is left of stories that were withdrawn, and the channels that say so.

use rusqlite::params;

use super::withdrawals::by;
use super::{Store, StoreError, from_json, json, timestamp};
use crate::judge::{Member, Story, Tombstone};
use crate::news::{ArticleId, SourceId, StoryId};
use crate::read::SafeHtml;

impl Store {
    /// What stands for those of the stories `ids` of which readers may see no article any more, the latest withdrawn first.
    /// `language` says what a source writes in, for articles that don't say it themselves.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tombstones_of(
        &self,
        ids: &[StoryId],
        language: impl Fn(&SourceId) -> String,
    ) -> Result<Vec<Tombstone>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT story.id, story.published, article.content ->> '$.language.value', topics, places, applied,
                    withdrawal.why, source
             FROM json_each(?1) AS wanted JOIN story ON story.id = wanted.value
             JOIN article ON article.id = representative AND article.story = story.id
             JOIN withdrawal ON withdrawal.id = withdrawn
             WHERE merged_into IS NULL ORDER BY applied DESC, story.id",
        )?;
        let mut rows = query.query([json(&ids)?])?;
        let mut tombstones = Vec::new();
        while let Some(row) = rows.next()? {
            let id = StoryId::new(row.get::<_, String>(0)?);
            let published = timestamp(1, row.get(1)?)?;
            let story = Story {
                published,
                updated: published,
                title: String::new(),
                lead: None,
                body: SafeHtml::default(),
                image: None,
                authors: Vec::new(),
                language: match row.get::<_, Option<String>>(2)? {
                    Some(language) => language,
                    None => language(&SourceId::new(row.get::<_, String>(7)?)),
                },
                topics: from_json(3, &row.get::<_, String>(3)?)?,
                places: from_json(4, &row.get::<_, String>(4)?)?,
                members: self.members_of(&id)?,
                formerly: self.story_dates(&id)?.1,
                series: None,
                facts: Vec::new(),
                id,
            };
            tombstones.push(Tombstone::of(story, timestamp(5, row.get(5)?)?, by(row, 6)?));
        }
        Ok(tombstones)
    }

    /// So many of those in a channel, the latest withdrawn first.
    ///
    /// # Errors
    /// When the database fails.
    pub fn tombstones_in(
        &self,
        channel: &str,
        most: usize,
        language: impl Fn(&SourceId) -> String,
    ) -> Result<Vec<Tombstone>, StoreError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT story FROM tombstone WHERE channel = ?1 ORDER BY withdrawn DESC, story LIMIT ?2")?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let ids = query.query_map(params![channel, most], |row| row.get::<_, String>(0).map(StoryId::new))?;
        let ids: Vec<StoryId> = ids.collect::<Result<_, _>>()?;
        if ids.is_empty() { Ok(Vec::new()) } else { self.tombstones_of(&ids, language) }
    }

    /// Has those of the stories `ids` that `tombstones` stand for be in the channels beside each, and the others in none.
    ///
    /// # Errors
    /// When the database fails.
    pub fn file_tombstones(
        &mut self,
        ids: &[StoryId],
        tombstones: &[(&Tombstone, Vec<String>)],
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction
            .prepare_cached("DELETE FROM tombstone WHERE story IN (SELECT value FROM json_each(?1))")?
            .execute([json(&ids)?])?;
        let mut insert =
            transaction.prepare_cached("INSERT INTO tombstone (channel, withdrawn, story) VALUES (?1, ?2, ?3)")?;
        for (tombstone, channels) in tombstones {
            let (withdrawn, id) = (tombstone.withdrawn.as_second(), tombstone.story.id.as_str());
            for channel in channels {
                insert.execute(params![channel, withdrawn, id])?;
            }
        }
        drop(insert);
        transaction.commit()?;
        Ok(())
    }

    /// Who had reported a withdrawn story.
    fn members_of(&self, story: &StoryId) -> Result<Vec<Member>, StoreError> {
        let mut query = self
            .connection
            .prepare_cached("SELECT id, source, published FROM article WHERE story = ?1 ORDER BY published, address")?;
        let members = query.query_map([story.as_str()], |row| {
            Ok(Member {
                article: ArticleId(row.get(0)?),
                source: SourceId::new(row.get::<_, String>(1)?),
                url: None,
                title: String::new(),
                published: timestamp(2, row.get(2)?)?,
                why: None,
            })
        })?;
        Ok(members.collect::<Result<_, _>>()?)
    }
}
