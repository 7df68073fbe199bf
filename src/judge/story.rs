//! What a reader sees once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{FiledFact, PlaceHit, SameBecause, SeriesBecause, TopicHit};
use crate::news::{ArticleId, Image, SeriesId, SourceId, StoryId};
use crate::read::SafeHtml;

/// The articles about one event, or copies of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    pub id: StoryId,
    /// Frozen at first sight; never ahead of the pass that published it.
    pub published: Timestamp,
    /// Moves only when the representative's text really changed.
    pub updated: Timestamp,
    /// Of the representative article, as are all parts below.
    pub title: String,
    pub lead: Option<String>,
    pub body: SafeHtml,
    pub image: Option<Image>,
    pub authors: Vec<String>,
    /// BCP 47.
    pub language: String,
    pub topics: Vec<TopicHit>,
    pub places: Vec<PlaceHit>,
    /// All who reported it: the representative, whose text is shown, then first publisher first; never empty.
    pub members: Vec<Member>,
    /// Ids under which it was published before they turned out to be one; their links redirect here.
    pub formerly: Vec<StoryId>,
    /// Of the representative, if it is one of a series and another story is as well.
    pub series: Option<Series>,
    /// What its articles state in figures: in the members' order, then the article's.
    pub facts: Vec<StatedFact>,
}

/// A fact and the member that states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedFact {
    pub article: ArticleId,
    pub fact: FiledFact,
}

/// The series that a story is in: texts from one template, each its own news.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub id: SeriesId,
    /// Why it is no copy.
    pub why: SeriesBecause,
    /// Other stories of the series, newest first: some that came before it, and a few that came after.
    pub others: Vec<Sibling>,
}

/// Another story of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sibling {
    pub story: StoryId,
    pub title: String,
    pub published: Timestamp,
}

impl Series {
    /// So many are named that came before a story, the latest of them.
    pub const MOST_BEFORE: usize = 8;
    /// And so many that came right after it: not all, so that a page of a series that goes on for years stays as it is.
    pub const MOST_AFTER: usize = 4;

    /// The siblings to be named on the page of `story`. `all` are the stories of the series, newest first.
    pub fn around(story: &StoryId, all: &[Sibling]) -> Vec<Sibling> {
        let at = all.iter().position(|sibling| sibling.story == *story).unwrap_or(all.len());
        let (after, before) = (&all[at.saturating_sub(Self::MOST_AFTER)..at], all.get(at + 1..).unwrap_or_default());
        after.iter().chain(before.iter().take(Self::MOST_BEFORE)).cloned().collect()
    }
}

/// One source's article in a story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub article: ArticleId,
    pub source: SourceId,
    pub url: Option<Url>,
    pub title: String,
    pub published: Timestamp,
    /// Why it is in this story; none for the article that founded it.
    pub why: Option<SameBecause>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_of_a_long_series_names_the_latest_before_it_and_the_first_after() {
        let id = |n: i64| StoryId::new(format!("tin-{n}"));
        let sibling = |n| Sibling { story: id(n), title: String::new(), published: Timestamp::from_second(n).unwrap() };
        let all: Vec<Sibling> = (1..=20).rev().map(sibling).collect();
        let around = |n| -> Vec<i64> {
            Series::around(&id(n), &all).iter().map(|sibling| sibling.published.as_second()).collect()
        };
        assert_eq!(around(20), [19, 18, 17, 16, 15, 14, 13, 12]);
        assert_eq!(around(15), [19, 18, 17, 16, 14, 13, 12, 11, 10, 9, 8, 7]);
        assert_eq!(around(1), [5, 4, 3, 2]);
    }
}
