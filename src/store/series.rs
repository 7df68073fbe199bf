//! The other stories of a series that a story's page names.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, params};

use super::{StoreError, timestamp};
use crate::judge::{Series, Sibling, Story};
use crate::news::{SeriesId, StoryId};

/// Has each story of a series name others; one whose siblings are all in its own story is in none.
pub(super) fn name_siblings(connection: &Connection, stories: &mut [Story]) -> Result<(), StoreError> {
    let mut known: HashMap<SeriesId, Vec<Sibling>> = HashMap::new();
    for story in stories {
        let Some(series) = &mut story.series else { continue };
        if !known.contains_key(&series.id) {
            known.insert(series.id.clone(), siblings(connection, &series.id)?);
        }
        let all = known.get(&series.id).map(Vec::as_slice).unwrap_or_default();
        let mut others = Series::around(&story.id, all);
        for other in &mut others {
            other.title = title(connection, &other.story)?;
        }
        series.others = others;
        story.series = story.series.take().filter(|series| !series.others.is_empty());
    }
    Ok(())
}

/// Touches the stories whose pages name a touched one, or did when they were published.
pub(super) fn touch_neighbours(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    let touched: Vec<(String, Option<String>, Option<String>, i64)> = transaction
        .prepare(
            "SELECT story.id, article.series, story.named_in, story.published
             FROM story JOIN article ON article.id = story.representative
             WHERE story.touched = 1 AND (article.series IS NOT NULL OR story.named_in IS NOT NULL)",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
        .collect::<Result<_, _>>()?;
    let mut known: HashMap<String, Vec<Sibling>> = HashMap::new();
    let mut neighbours: HashSet<StoryId> = HashSet::new();
    for (story, now, before, published) in touched {
        let published = timestamp(3, published)?;
        for series in HashSet::from([now, before]).into_iter().flatten() {
            if !known.contains_key(&series) {
                known.insert(series.clone(), siblings(transaction, &SeriesId::new(series.clone()))?);
            }
            let all = known.get(&series).map(Vec::as_slice).unwrap_or_default();
            neighbours.extend(naming(&StoryId::new(story.clone()), published, all));
        }
    }
    let mut touch = transaction.prepare_cached("UPDATE story SET touched = 1 WHERE id = ?1 AND touched <> 1")?;
    for story in neighbours {
        touch.execute([story.as_str()])?;
    }
    Ok(())
}

/// The stories that name `story`, which is or was one of `all`: the other way round than [`Series::around`].
fn naming(story: &StoryId, published: Timestamp, all: &[Sibling]) -> Vec<StoryId> {
    let is_newer = |other: &&Sibling| (other.published, story) > (published, &other.story);
    let newer = all.iter().take_while(is_newer).count();
    let older = all[newer..].iter().filter(|other| other.story != *story).take(Series::MOST_AFTER);
    let before = all[newer.saturating_sub(Series::MOST_BEFORE)..newer].iter();
    before.chain(older).map(|other| other.story.clone()).collect()
}

/// The stories of a series, newest first, without their titles.
fn siblings(connection: &Connection, series: &SeriesId) -> Result<Vec<Sibling>, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT story.id, story.published FROM article JOIN story ON story.representative = article.id
         WHERE article.series = ?1 AND story.merged_into IS NULL ORDER BY story.published DESC, story.id",
    )?;
    let siblings = query.query_map([series.as_str()], |row| {
        Ok(Sibling {
            story: StoryId::new(row.get::<_, String>(0)?),
            title: String::new(),
            published: timestamp(1, row.get(1)?)?,
        })
    })?;
    Ok(siblings.collect::<Result<_, _>>()?)
}

fn title(connection: &Connection, story: &StoryId) -> Result<String, StoreError> {
    let mut query = connection.prepare_cached(
        "SELECT content ->> '$.title.value' FROM story JOIN article ON article.id = representative WHERE story.id = ?1",
    )?;
    Ok(query.query_row(params![story.as_str()], |row| row.get(0))?)
}
