//! Stories as they are published.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Row;

use super::series::name_siblings;
use super::{Store, StoreError, figures, from_json, json, timestamp};
use crate::judge::{Member, Series, StatedFact, Story};
use crate::news::{ArticleId, SeriesId, SourceId, StoryId};
use crate::read::Article;

impl Store {
    /// The stories with these ids, in their order; without those that have become part of others, or were
    /// withdrawn. `language` says what a
    /// source writes in, for articles that don't say it themselves.
    ///
    /// # Errors
    /// When the database fails.
    pub fn stories_of(
        &self,
        ids: &[StoryId],
        language: impl Fn(&SourceId) -> String,
    ) -> Result<Vec<Story>, StoreError> {
        let ids = json(&ids)?;
        let mut formerly = self.former_ids(&ids)?;
        let mut query = self.connection.prepare_cached(
            "SELECT story.id, story.published, article.id, article.source, article.url, article.content ->> '$.title.value',
                    article.published, article.why, article.revised, article.topics, article.places, article.content,
                    story.representative = article.id, article.series, article.series_why
             FROM json_each(?1) AS wanted JOIN story ON story.id = wanted.value JOIN article ON article.story = story.id
             WHERE story.merged_into IS NULL AND article.withdrawn IS NULL
             ORDER BY wanted.key, story.representative <> article.id, article.published, article.address",
        )?;
        let mut rows = query.query([&ids])?;
        let mut stories: Vec<Story> = Vec::new();
        let mut members: Vec<Member> = Vec::new();
        let mut facts: Vec<StatedFact> = Vec::new();
        let mut whole: Option<Story> = None;
        let mut current: Option<String> = None;
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            if current.as_ref() != Some(&id) {
                stories.extend(finish(whole.take(), &mut members, &mut facts));
                current = Some(id);
            }
            let member = read_member(row, 2)?;
            facts.extend(figures::of_article(&self.connection, member.article)?);
            members.push(member);
            if row.get(12)? {
                let mut story = read_story(row, &language)?;
                story.formerly = formerly.remove(&story.id).unwrap_or_default();
                whole = Some(story);
            }
        }
        stories.extend(finish(whole, &mut members, &mut facts));
        name_siblings(&self.connection, &mut stories)?;
        Ok(stories)
    }

    /// Of the stories that a JSON list names.
    fn former_ids(&self, ids: &str) -> Result<HashMap<StoryId, Vec<StoryId>>, StoreError> {
        let mut query = self.connection.prepare_cached(
            "SELECT merged_into, story.id FROM json_each(?1) AS wanted JOIN story ON story.merged_into = wanted.value
             ORDER BY story.id",
        )?;
        let pairs = query.query_map([ids], |row| {
            Ok((StoryId::new(row.get::<_, String>(0)?), StoryId::new(row.get::<_, String>(1)?)))
        })?;
        let mut former: HashMap<StoryId, Vec<StoryId>> = HashMap::new();
        for pair in pairs {
            let (into, id) = pair?;
            former.entry(into).or_default().push(id);
        }
        Ok(former)
    }
}

fn finish(story: Option<Story>, members: &mut Vec<Member>, facts: &mut Vec<StatedFact>) -> Option<Story> {
    let (members, facts) = (std::mem::take(members), std::mem::take(facts));
    story.map(|story| Story { members, facts, ..story })
}

/// From the columns id, source, url, title, published and why of an article, of which `first` is the first.
pub(super) fn read_member(row: &Row<'_>, first: usize) -> rusqlite::Result<Member> {
    let url: Option<String> = row.get(first + 2)?;
    let why: Option<String> = row.get(first + 5)?;
    Ok(Member {
        article: ArticleId(row.get(first)?),
        source: SourceId::new(row.get::<_, String>(first + 1)?),
        url: url.and_then(|url| url.parse().ok()),
        title: row.get(first + 3)?,
        published: timestamp(first + 4, row.get(first + 4)?)?,
        why: why.map(|why| from_json(first + 5, &why)).transpose()?,
    })
}

/// The story with the parts of its representative article, which `row` is; its members and former ids are not in it yet.
fn read_story(row: &Row<'_>, language: impl Fn(&SourceId) -> String) -> rusqlite::Result<Story> {
    let source = SourceId::new(row.get::<_, String>(3)?);
    let article: Article = from_json(11, &row.get::<_, String>(11)?)?;
    let published = timestamp(1, row.get(1)?)?;
    let revised: Option<Timestamp> = row.get::<_, Option<i64>>(8)?.map(|seconds| timestamp(8, seconds)).transpose()?;
    Ok(Story {
        id: StoryId::new(row.get::<_, String>(0)?),
        published,
        updated: revised.map_or(published, |revised| revised.max(published)),
        title: article.title.value,
        lead: article.lead.map(|lead| lead.value),
        body: article.body.value.html,
        image: article.image.map(|image| image.value),
        authors: article.authors.map(|authors| authors.value).unwrap_or_default(),
        language: article.language.map_or_else(|| language(&source), |language| language.value),
        topics: from_json(9, &row.get::<_, String>(9)?)?,
        places: from_json(10, &row.get::<_, String>(10)?)?,
        members: Vec::new(),
        facts: Vec::new(),
        formerly: Vec::new(),
        series: row.get::<_, Option<String>>(13)?.map(|id| read_series(row, id)).transpose()?,
    })
}

/// Its siblings are not in it yet.
fn read_series(row: &Row<'_>, id: String) -> rusqlite::Result<Series> {
    Ok(Series { id: SeriesId::new(id), why: from_json(14, &row.get::<_, String>(14)?)?, others: Vec::new() })
}
