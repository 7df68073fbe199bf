//! Why an article is filed under a topic, and why it nearly was.

use std::fmt;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::found::{Hidden, Hider, Match};
use super::{Kind, TopicHit, TopicRules};
use crate::judge::Evidence;
use crate::judge::fields::FieldText;
use crate::judge::topic::filing::Decision;
use crate::news::TopicId;

/// Evidence kept for a topic and article; a long report names its programme fifty times.
const EVIDENCE: usize = 8;

/// A topic that words of an article speak for, and that it isn't filed under all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearMiss {
    pub topic: TopicId,
    /// The weightiest of what was found; never empty.
    pub evidence: Vec<Evidence>,
    pub why: Shortfall,
}

/// Why what was found doesn't do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
pub enum Shortfall {
    /// A strong pattern stands once, late in a long body or as what something else serves (*góp phần thực hiện …*), and
    /// nothing else speaks for the topic.
    InPassing,
    /// A subject stands in the body only, and too seldom or as what something else serves; or in front of a long body that doesn't come back to it.
    Seldom,
    /// A context has neither the parent's name beside it nor enough other contexts.
    Alone,
    /// A within pattern, and the article isn't filed under the parent.
    WithoutParent,
    /// The words are another's that is named nearer to them.
    Nearer,
    /// The article is about the programme that this one was merged into, and doesn't name this one.
    Merged,
    /// The words belong to a longer pattern of another topic.
    Inside { topic: TopicId, rule: String },
    /// A `never` pattern covers the words.
    Never { rule: String },
    /// The document is of another year than the pattern's.
    OtherYear { rule: String, year: u16 },
}

impl fmt::Display for Shortfall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InPassing => {
                f.write_str(
                "said once, late in a long text or as what something else serves, and nothing else speaks for the topic",
            )
            }
            Self::Seldom => f.write_str(
                "a subject counts in title or lead if a long body comes back to it, or at three places of a long body, two of a short one",
            ),
            Self::Alone => f.write_str("a context counts beside the parent's name, or with three others"),
            Self::WithoutParent => f.write_str("counts only where the article is filed under the parent"),
            Self::Nearer => f.write_str("another topic with these words is named nearer to them"),
            Self::Merged => f.write_str("the article is about the topic that this one was merged into"),
            Self::Inside { topic, rule } => write!(f, "part of a longer name, of {topic} (rule: {rule})"),
            Self::Never { rule } => write!(f, "taken away by never (rule: {rule})"),
            Self::OtherYear { rule, year } => write!(f, "a document of {year}, which is another (rule: {rule})"),
        }
    }
}

impl TopicRules {
    pub(super) fn hits(&self, filed: &[bool], matches: &[Match<'_>], fields: &[FieldText<'_>]) -> Vec<TopicHit> {
        let own = by_topic(matches, filed.len(), |each| each.rule.topic);
        // From the leaves up, so that a topic filed through a sub-topic takes over what that took over.
        let mut evidence: Vec<Vec<Evidence>> = vec![Vec::new(); filed.len()];
        for topic in (0..filed.len()).rev().filter(|topic| filed[*topic]) {
            let is_filed_by = |each: &&Match<'_>| each.rule.kind != Kind::Context;
            if own[topic].iter().any(is_filed_by) || evidence[topic].is_empty() {
                evidence[topic] = chosen(&own[topic], fields);
            }
            if let Some(parent) = self.topics[topic].parent {
                let of_sub_topic = evidence[topic].clone();
                evidence[parent] = of_sub_topic;
            }
        }
        let all = self.topics.iter().zip(evidence);
        all.zip(filed)
            .filter(|(_, filed)| **filed)
            .map(|((node, evidence), _)| TopicHit { topic: node.id.clone(), evidence })
            .collect()
    }

    /// For each topic that isn't filed though something speaks for it, the reason that comes nearest to filing.
    pub(super) fn near_misses(
        &self,
        filed: &[bool],
        matches: &[Match<'_>],
        decisions: &[Decision],
        hidden: &[Hidden<'_>],
        nearer: &[Match<'_>],
        fields: &[FieldText<'_>],
    ) -> Vec<NearMiss> {
        let mut own = by_topic(matches, filed.len(), |each| each.rule.topic);
        let mut hidden = by_topic(hidden, filed.len(), |each| each.hidden.rule.topic);
        let mut nearer = by_topic(nearer, filed.len(), |each| each.rule.topic);
        let near = |topic: usize| {
            let own = std::mem::take(&mut own[topic]);
            let hidden = std::mem::take(&mut hidden[topic]);
            let nearer = std::mem::take(&mut nearer[topic]);
            let heaviest = hidden.iter().max_by_key(|each| each.hidden.rule.kind);
            let (matches, why) = match (own.is_empty(), &decisions[topic], heaviest) {
                // A name that was hidden tells more than a context that stands.
                (_, _, Some(most)) if own.iter().all(|each| each.rule.kind < most.hidden.rule.kind) => {
                    (hidden.iter().map(|each| &each.hidden).collect(), self.hidden_by(most))
                }
                (false, Err(why), _) => (own, why.clone()),
                _ if !nearer.is_empty() => (nearer, Shortfall::Nearer),
                _ => return None,
            };
            let evidence = chosen(&matches, fields);
            Some(NearMiss { topic: self.topics[topic].id.clone(), evidence, why })
        };
        (0..filed.len()).filter(|topic| !filed[*topic]).filter_map(near).collect()
    }

    fn hidden_by(&self, hidden: &Hidden<'_>) -> Shortfall {
        match hidden.by {
            Hider::OtherYear(year) => Shortfall::OtherYear { rule: hidden.hidden.rule.text.clone(), year },
            Hider::Rule(by) if by.kind == Kind::Never => Shortfall::Never { rule: by.text.clone() },
            Hider::Rule(by) => Shortfall::Inside { topic: self.topics[by.topic].id.clone(), rule: by.text.clone() },
        }
    }
}

/// What each of so many topics has of `all`.
fn by_topic<T>(all: &[T], topics: usize, topic: impl Fn(&T) -> usize) -> Vec<Vec<&T>> {
    let mut own = vec![Vec::new(); topics];
    for each in all {
        own[topic(each)].push(each);
    }
    own
}

/// The weightiest evidence, in the order of the text.
fn chosen(matches: &[&Match<'_>], fields: &[FieldText<'_>]) -> Vec<Evidence> {
    let place = |each: &Match<'_>| (each.field, each.span().start);
    let mut matches: Vec<&Match<'_>> = matches.to_vec();
    // What is printed as the pattern has it goes before a misprint of another.
    matches.sort_by_key(|each| {
        let (kind, words) = (std::cmp::Reverse(each.rule.kind), std::cmp::Reverse(each.found.words));
        (kind, place(each), words, each.found.runs.len())
    });
    // One piece of evidence for one place in the text: the longest of its kind there.
    let mut seen: Vec<(usize, Range<usize>)> = Vec::new();
    matches.retain(|each| {
        let span = each.span();
        let is_new = !seen
            .iter()
            .any(|(field, other)| *field == each.field && other.start <= span.start && span.end <= other.end);
        if is_new && seen.len() < EVIDENCE {
            seen.push((each.field, span));
            return true;
        }
        false
    });
    matches.sort_by_key(|each| place(each));
    let evidence = |each: &&Match<'_>| {
        let rule = each.rule.text.clone();
        fields[each.field].evidence(&each.span(), rule, each.rule.kind.weight())
    };
    matches.iter().map(evidence).collect()
}
