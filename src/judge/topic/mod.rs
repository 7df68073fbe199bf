//! Filing articles under topics by rules.

mod dated;
mod filing;
mod found;
mod reasons;
mod standing;
mod tally;

use serde::{Deserialize, Serialize};

use super::Evidence;
use super::fields::{Fields, Tokenised};
use super::phrases::{Marks, Misprints, Phrases};
use crate::config::Topic;
use crate::news::TopicId;

pub use reasons::{NearMiss, Shortfall};
pub use tally::Tally;

/// In titles typed without diacritics, patterns of three words and more.
const UNMARKED: Marks = Marks::Dropped { fewest_words: 3 };

/// An article belongs to a topic, because of this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicHit {
    pub topic: TopicId,
    /// Never empty; for a topic filed through a sub-topic, the sub-topic's.
    pub evidence: Vec<Evidence>,
}

/// How much a pattern says by itself, from the least: the keys of feeds.toml.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    Context,
    Within,
    Subject,
    Strong,
}

/// All that the rules make of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filing {
    /// A topic's ancestors included, in the topics' own order.
    pub topics: Vec<TopicHit>,
    /// The other topics that something speaks for, and why it doesn't do.
    pub near: Vec<NearMiss>,
}

/// All topics' patterns, compiled for one pass over a text.
///
/// How an article is filed:
/// 1. Every pattern of every topic is looked for in title, lead and body. One that names a document of some year is not
///    found where the document's day is of another.
/// 2. A `never` match takes away its topic's matches that it touches, those excepted that contain it.
/// 3. Of two matches that share words, the longer (in words, abbreviations spelt out; then the one with the smaller
///    gaps; then the earlier) hides the shorter, whichever topics they belong to: so the merged programme's name doesn't
///    speak for the programmes whose names it contains, and *Tiểu dự án 4* is no *dự án 4*. It doesn't hide the very same
///    words, nor a weightier kind (in this order: strong, subject, within, context), nor what its topic's own ancestors
///    and sub-topics match, unless both are within matches.
/// 4. A strong match files its topic, unless it is said in passing: once, late in a long body or as what something else
///    serves, with nothing else that speaks for the topic. A subject files it in title or lead, at three places of a
///    body, at two of a short one, and anywhere if title or lead name the parent in its own right; but not in a body as
///    what something else serves. So do a subject or context beside the parent's name in a sentence; four different
///    contexts in title and lead; and four anywhere, one of them there, where the parent is named in its own right.
/// 5. Where an article is about a topic that `merges` others, these are filed only for a strong match, or for a subject in
///    the title.
/// 6. The ancestors of a filed topic are filed.
/// 7. A within match files its topic if the parent is filed by now. Where the same words are those of several such topics,
///    they belong to the one of whose line something is named nearest.
#[derive(Debug)]
pub struct TopicRules {
    topics: Vec<Node>,
    rules: Vec<Rule>,
    phrases: Phrases,
    /// For titles typed without diacritics.
    unmarked: Phrases,
}

#[derive(Debug)]
struct Node {
    id: TopicId,
    /// Always before the topic itself.
    parent: Option<usize>,
    merged_into: Option<usize>,
}

/// A pattern of a topic.
#[derive(Debug)]
struct Rule {
    topic: usize,
    kind: Kind,
    text: String,
    /// Of the document that it names.
    year: Option<u16>,
}

/// From the lightest to the weightiest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Context,
    Within,
    Subject,
    Strong,
    Never,
}

impl Kind {
    /// None for what takes away.
    fn weight(self) -> Option<Weight> {
        match self {
            Self::Context => Some(Weight::Context),
            Self::Within => Some(Weight::Within),
            Self::Subject => Some(Weight::Subject),
            Self::Strong => Some(Weight::Strong),
            Self::Never => None,
        }
    }
}

impl TopicRules {
    /// `topics`: parents before their children, as [`crate::config::Config`] has them.
    pub fn compile(topics: &[Topic]) -> Self {
        let mut nodes: Vec<Node> = Vec::with_capacity(topics.len());
        let mut rules = Vec::new();
        let mut patterns = Vec::new();
        for (index, topic) in topics.iter().enumerate() {
            let parent = topic.parent.as_ref().and_then(|id| nodes.iter().position(|node| node.id == *id));
            let merged_into = topics.iter().position(|other| other.merges.contains(&topic.id));
            nodes.push(Node { id: topic.id.clone(), parent, merged_into });
            let kinds = [
                (Kind::Strong, &topic.strong),
                (Kind::Subject, &topic.subject),
                (Kind::Context, &topic.context),
                (Kind::Within, &topic.within),
                (Kind::Never, &topic.never),
            ];
            for (kind, of_kind) in kinds {
                for pattern in of_kind {
                    rules.push(Rule { topic: index, kind, text: pattern.as_str().to_owned(), year: pattern.year() });
                    patterns.push(pattern);
                }
            }
        }
        Self {
            topics: nodes,
            rules,
            phrases: Phrases::compile(patterns.iter().copied(), Marks::Kept, Misprints::Met),
            unmarked: Phrases::compile(patterns.iter().copied(), UNMARKED, Misprints::Missed),
        }
    }

    /// The topics of an article, a topic's ancestors included, in the topics' own order.
    pub fn judge(&self, article: &Tokenised<'_>) -> Vec<TopicHit> {
        let fields = article.fields().all();
        let (mut matches, _) = self.matches(fields);
        let (mut filed, _) = self.file_by_name(&matches, fields);
        self.file_within(&mut filed, &mut matches, fields);
        self.hits(&filed, &matches, fields)
    }

    /// The same with what was found and did not count.
    pub fn explain(&self, text: &Fields<'_>) -> Filing {
        let fields = text.all();
        let (mut matches, hidden) = self.matches(fields);
        let (mut filed, decisions) = self.file_by_name(&matches, fields);
        let nearer = self.file_within(&mut filed, &mut matches, fields);
        Filing {
            topics: self.hits(&filed, &matches, fields),
            near: self.near_misses(&filed, &matches, &decisions, &hidden, &nearer, fields),
        }
    }

    /// Whether `topic` is `of` or below it.
    fn is_within(&self, topic: usize, of: usize) -> bool {
        self.lineage(topic).any(|topic| topic == of)
    }

    /// The topic, its parent, its parent's parent …
    fn lineage(&self, topic: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(topic), |topic| self.topics[*topic].parent)
    }
}
