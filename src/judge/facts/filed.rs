//! What the article adds to a fact: the place and the topic that its sentence leaves out.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Fact, FactPlace, Programme};
use crate::config::Topic;
use crate::judge::{Field, PlaceHit, Tokenised, TopicHit};
use crate::news::TopicId;

/// A fact with what is known of it from its article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FiledFact {
    #[serde(flatten)]
    pub fact: Fact,
    /// The province that the article is about, where the sentence names no place, or one below a province.
    pub article_place: Option<FactPlace>,
    /// The topic whose figure it is; none where that isn't clear.
    pub topic: Option<TopicId>,
    /// Whether the topic is the article's: the sentence names no programme, nor counts by one's measure.
    pub is_topic_inferred: bool,
}

impl FiledFact {
    /// The facts of an article that is filed under a topic; others are not asked. `published`: see [`Fact::judge`].
    pub fn judge(
        article: &Tokenised<'_>,
        published: Option<Date>,
        (topics, places): (&[TopicHit], &[PlaceHit]),
        programmes: &ProgrammeTopics,
    ) -> Vec<Self> {
        if topics.is_empty() {
            return Vec::new();
        }
        let of_article = programmes.of_article(topics);
        let place = the_place(places);
        let file = |fact: Fact| {
            let figure = &fact.figure;
            // What stands there to compare with is another place's.
            let is_whole = matches!(figure.place, Some(FactPlace::Province { .. } | FactPlace::Country));
            let article_place = place.clone().filter(|_| !is_whole && !figure.is_comparison);
            let named = figure.programme.or(figure.kind.programme());
            let inferred = || of_article.filter(|_| !figure.is_of_several);
            let topic = named.map_or_else(inferred, |programme| programmes.topic(programme)).cloned();
            Self { article_place, is_topic_inferred: named.is_none() && topic.is_some(), topic, fact }
        };
        Fact::judge(article, published).into_iter().map(file).collect()
    }

    /// As the sentence names it, or else the article's.
    pub fn place(&self) -> Option<&FactPlace> {
        self.fact.figure.place.as_ref().or(self.article_place.as_ref())
    }

    pub fn is_place_inferred(&self) -> bool {
        self.fact.figure.place.is_none() && self.article_place.is_some()
    }
}

/// The one place that an article is about, or that its title names.
fn the_place(places: &[PlaceHit]) -> Option<FactPlace> {
    let in_title = places.iter().filter(|hit| hit.evidence.iter().any(|evidence| evidence.field == Field::Title));
    let hit = only(places.iter()).or_else(|| only(in_title))?;
    Some(FactPlace::Province { name: hit.place.clone(), today: hit.today.clone() })
}

fn only<T>(mut all: impl Iterator<Item = T>) -> Option<T> {
    all.next().filter(|_| all.next().is_none())
}

/// Which topics stand for which programmes.
#[derive(Debug)]
pub struct ProgrammeTopics {
    topics: HashMap<TopicId, Node>,
}

#[derive(Debug)]
struct Node {
    parent: Option<TopicId>,
    programme: Option<Programme>,
}

impl ProgrammeTopics {
    pub fn of(topics: &[Topic]) -> Self {
        let node =
            |topic: &Topic| (topic.id.clone(), Node { parent: topic.parent.clone(), programme: topic.programme });
        Self { topics: topics.iter().map(node).collect() }
    }

    fn topic(&self, programme: Programme) -> Option<&TopicId> {
        self.topics.iter().find(|(_, node)| node.programme == Some(programme)).map(|(id, _)| id)
    }

    /// The topic, its parent, its parent's parent …
    fn lineage<'a>(&'a self, topic: &'a TopicId) -> impl Iterator<Item = &'a TopicId> {
        std::iter::successors(Some(topic), |id| self.topics.get(*id)?.parent.as_ref())
    }

    /// The programme's topic that a topic is or lies under.
    fn programme_of<'a>(&'a self, topic: &'a TopicId) -> Option<&'a TopicId> {
        self.lineage(topic).find(|id| self.topics.get(*id).is_some_and(|node| node.programme.is_some()))
    }

    /// The topic that figures of an article are for which name none: that of the one programme it is filed under, or
    /// of the one that its title and lead speak of; without programmes, the only topic that has no other below it.
    fn of_article<'a>(&'a self, hits: &'a [TopicHit]) -> Option<&'a TopicId> {
        let programmes: BTreeSet<&TopicId> = hits.iter().filter_map(|hit| self.programme_of(&hit.topic)).collect();
        if programmes.is_empty() {
            let is_above = |topic: &TopicId| {
                hits.iter().any(|hit| hit.topic != *topic && self.lineage(&hit.topic).any(|above| above == topic))
            };
            return only(hits.iter().map(|hit| &hit.topic).filter(|topic| !is_above(topic)));
        }
        let in_front = hits
            .iter()
            .filter(|hit| hit.evidence.iter().any(|evidence| evidence.field != Field::Body))
            .filter_map(|hit| self.programme_of(&hit.topic));
        only(programmes.into_iter()).or_else(|| only(in_front.collect::<BTreeSet<_>>().into_iter()))
    }
}
