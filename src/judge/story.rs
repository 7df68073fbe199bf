//! What a reader sees once.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{PlaceHit, SameBecause, TopicHit};
use crate::news::{ArticleId, Image, SourceId, StoryId};
use crate::read::SafeHtml;

/// The articles about one event, or copies of one text.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    pub id: StoryId,
    /// Frozen at first sight; never in the future of that moment.
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
