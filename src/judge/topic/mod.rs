//! Filing articles under topics by rules.

mod tally;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::fields::{FieldText, Fields, Tokenised};
use super::phrases::{Found, Marks, Phrases};
use crate::config::Topic;
use crate::news::TopicId;

pub use tally::Tally;

/// An article belongs to a topic, because of this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TopicHit {
    pub topic: TopicId,
    /// Never empty; for a topic filed through a sub-topic, the sub-topic's.
    pub evidence: Vec<Evidence>,
}

/// Words in an article that speak for a topic or a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub field: Field,
    /// Byte offset of `quote` in the field's plain text.
    pub at: usize,
    /// The words as printed.
    pub quote: String,
    /// The pattern, as feeds.toml has it, or the rule.
    pub rule: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    Title,
    Lead,
    Body,
}

/// Different context patterns that file an article together without the parent being named. Three are met in any report
/// of a charity's visit to a village.
const CONTEXTS: usize = 4;

/// Places in the body at which a subject must stand for the article to be about it. Of the 5,312 articles of the corpus's
/// stories, thirteen say "xây dựng nông thôn mới" less often and in the body alone: by their titles, all are about
/// something else.
const REPEATED: usize = 3;

/// Tokens up to which a body is no longer than a lead; it often is one, from a feed without full text.
const SHORT_BODY: usize = 100;

/// Evidence kept for a topic and article; a long report names its programme fifty times.
const EVIDENCE: usize = 8;

/// All topics' patterns, compiled for one pass over a text.
///
/// How an article is filed:
/// 1. Every pattern of every topic is looked for in title, lead and body.
/// 2. A `never` match takes away its topic's matches that it touches, longer ones excepted.
/// 3. Of two matches that share words, the longer (in words, abbreviations spelt out; then the one with the smaller
///    gaps; then the earlier) hides the shorter, whichever topics they belong to: so the merged programme's name doesn't
///    speak for the programmes whose names it contains, and *Tiểu dự án 4* is no *dự án 4*. It doesn't hide the very same
///    words, nor a weightier kind (in this order: strong, subject, within, context), nor what its topic's own ancestors
///    and sub-topics match, unless both are within matches.
/// 4. A strong match files its topic. So does a subject in title, lead or a short body, and one that stands at three
///    places of a longer body. So do a subject or context in a sentence in which the parent is named in its own right, and
///    four different contexts of which one stands in title or lead.
/// 5. The ancestors of a filed topic are filed.
/// 6. A within match files its topic if the parent is filed by now. Where the same words are those of several such topics,
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
}

/// A pattern of a topic.
#[derive(Debug)]
struct Rule {
    topic: usize,
    kind: Kind,
    text: String,
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

/// A rule's pattern, found.
#[derive(Debug)]
struct Match<'r> {
    rule: &'r Rule,
    /// Index of its field among the article's.
    field: usize,
    found: Found,
    /// Whether a longer match of a topic outside its line, or of a sub-topic, shares a word with it.
    in_another: bool,
}

impl TopicRules {
    /// `topics`: parents before their children, as [`crate::config::Config`] has them.
    pub fn compile(topics: &[Topic]) -> Self {
        let mut nodes: Vec<Node> = Vec::with_capacity(topics.len());
        let mut rules = Vec::new();
        let mut patterns = Vec::new();
        for (index, topic) in topics.iter().enumerate() {
            let parent = topic.parent.as_ref().and_then(|id| nodes.iter().position(|node| node.id == *id));
            nodes.push(Node { id: topic.id.clone(), parent });
            let kinds = [
                (Kind::Strong, &topic.strong),
                (Kind::Subject, &topic.subject),
                (Kind::Context, &topic.context),
                (Kind::Within, &topic.within),
                (Kind::Never, &topic.never),
            ];
            for (kind, of_kind) in kinds {
                for pattern in of_kind {
                    rules.push(Rule { topic: index, kind, text: pattern.as_str().to_owned() });
                    patterns.push(pattern);
                }
            }
        }
        Self {
            topics: nodes,
            rules,
            phrases: Phrases::compile(patterns.iter().copied(), Marks::Kept),
            unmarked: Phrases::compile(patterns.iter().copied(), Marks::Dropped),
        }
    }

    /// The topics of an article, a topic's ancestors included, in the topics' own order.
    pub fn judge(&self, article: &Tokenised<'_>) -> Vec<TopicHit> {
        self.explain(article.fields())
    }

    pub fn explain(&self, text: &Fields<'_>) -> Vec<TopicHit> {
        let fields = text.all();
        let mut matches = Vec::new();
        for (field, text) in fields.iter().enumerate() {
            let phrases = if text.is_title_without_marks() { &self.unmarked } else { &self.phrases };
            let found = phrases.find(&text.tokens).into_iter();
            let here = found.map(|found| Match { rule: &self.rules[found.pattern], field, found, in_another: false });
            matches.extend(self.standing(here.collect()));
        }
        let mut filed = vec![false; self.topics.len()];
        self.file_by_name(&mut filed, &matches, fields);
        self.file_within(&mut filed, &mut matches, fields);
        self.hits(&filed, &matches, fields)
    }

    /// Of a field's matches, those that neither a `never` nor a longer match takes away.
    fn standing<'r>(&self, mut matches: Vec<Match<'r>>) -> Vec<Match<'r>> {
        matches.sort_by_key(|a| {
            let span = a.found.span();
            (std::cmp::Reverse((a.found.words, a.rule.kind)), span.len(), span.start)
        });
        let mut at_token: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut kept: Vec<Match<'r>> = Vec::new();
        for mut candidate in matches {
            let beside: HashSet<usize> =
                candidate.found.tokens().filter_map(|token| at_token.get(&token)).flatten().copied().collect();
            let mut hidden = false;
            for other in beside.into_iter().map(|index| &kept[index]) {
                let same_words = other.found.runs == candidate.found.runs;
                let same_topic = other.rule.topic == candidate.rule.topic;
                if other.rule.kind == Kind::Never {
                    hidden |= same_topic;
                } else if candidate.rule.kind != Kind::Never && !same_words {
                    let below = self.is_within(other.rule.topic, candidate.rule.topic);
                    let in_line = below || self.is_within(candidate.rule.topic, other.rule.topic);
                    let both_within = other.rule.kind == Kind::Within && candidate.rule.kind == Kind::Within;
                    let compete = !in_line || (both_within && !same_topic);
                    hidden |= compete && other.rule.kind >= candidate.rule.kind;
                    candidate.in_another |= !in_line || (below && !same_topic);
                }
            }
            if !hidden {
                for token in candidate.found.tokens() {
                    at_token.entry(token).or_default().push(kept.len());
                }
                kept.push(candidate);
            }
        }
        kept.retain(|kept| kept.rule.kind != Kind::Never);
        kept
    }

    /// Whether `topic` is `of` or below it.
    fn is_within(&self, topic: usize, of: usize) -> bool {
        self.lineage(topic).any(|topic| topic == of)
    }

    /// Files what is named, with its ancestors.
    fn file_by_name(&self, filed: &mut [bool], matches: &[Match<'_>], fields: &[FieldText<'_>]) {
        let sentence = |each: &Match<'_>| (each.field, fields[each.field].tokens[each.found.span().start].sentence);
        let mut named = HashSet::new();
        let mut of_topic: HashMap<usize, Vec<&Match<'_>>> = HashMap::new();
        for each in matches {
            of_topic.entry(each.rule.topic).or_default().push(each);
            if each.rule.kind >= Kind::Subject && !each.in_another {
                named.insert((each.rule.topic, sentence(each)));
            }
        }
        for (topic, own) in of_topic {
            let of_kind = |kind| own.iter().copied().filter(move |each| each.rule.kind == kind);
            let beside_parent = |each: &Match<'_>| {
                self.topics[topic].parent.is_some_and(|parent| named.contains(&(parent, sentence(each))))
            };
            filed[topic] = of_kind(Kind::Strong).next().is_some()
                || is_subject(&of_kind(Kind::Subject).collect::<Vec<_>>(), fields)
                || of_kind(Kind::Subject).chain(of_kind(Kind::Context)).any(beside_parent)
                || many_contexts(&of_kind(Kind::Context).collect::<Vec<_>>(), fields);
        }
        for topic in (0..filed.len()).rev() {
            if let (true, Some(parent)) = (filed[topic], self.topics[topic].parent) {
                filed[parent] = true;
            }
        }
    }

    /// Files what is named within a filed parent, level by level. Matches whose words belong to another topic are dropped.
    fn file_within(&self, filed: &mut [bool], matches: &mut Vec<Match<'_>>, fields: &[FieldText<'_>]) {
        let mut dropped = vec![false; matches.len()];
        let deepest = (0..self.topics.len()).map(|topic| self.lineage(topic).count()).max().unwrap_or(0);
        for depth in 2..=deepest {
            let named = Named::of(matches, &dropped);
            let mut rivals: HashMap<(usize, &[Range<usize>]), Vec<usize>> = HashMap::new();
            for (index, each) in matches.iter().enumerate().filter(|(_, each)| each.rule.kind == Kind::Within) {
                let topic = each.rule.topic;
                let parent_filed = self.topics[topic].parent.is_some_and(|parent| filed[parent]);
                if parent_filed && self.lineage(topic).count() == depth {
                    rivals.entry((each.field, &each.found.runs)).or_default().push(index);
                }
            }
            for rivals in rivals.into_values() {
                let distance = |index: usize| {
                    let each: &Match<'_> = &matches[index];
                    let own = self.lineage(each.rule.topic).skip(1);
                    let own = own
                        .filter(|topic| !rivals.iter().all(|rival| self.is_within(matches[*rival].rule.topic, *topic)));
                    own.map(|topic| named.distance(topic, each, fields)).min()
                };
                let distances: Vec<Option<usize>> = rivals.iter().map(|index| distance(*index)).collect();
                let nearest = distances.iter().flatten().min().copied();
                for (index, distance) in rivals.iter().zip(distances) {
                    if distance == nearest {
                        filed[matches[*index].rule.topic] = true;
                    } else {
                        dropped[*index] = true;
                    }
                }
            }
        }
        let mut dropped = dropped.into_iter();
        matches.retain(|_| !dropped.next().unwrap_or(false));
    }

    /// The topic, its parent, its parent's parent …
    fn lineage(&self, topic: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(topic), |topic| self.topics[*topic].parent)
    }

    fn hits(&self, filed: &[bool], matches: &[Match<'_>], fields: &[FieldText<'_>]) -> Vec<TopicHit> {
        let mut own: Vec<Vec<&Match<'_>>> = vec![Vec::new(); filed.len()];
        for each in matches {
            own[each.rule.topic].push(each);
        }
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
}

/// Where topics are named in the fields of an article.
struct Named {
    /// By topic and field, in the order of the text.
    spans: HashMap<(usize, usize), Vec<Range<usize>>>,
}

impl Named {
    fn of(matches: &[Match<'_>], dropped: &[bool]) -> Self {
        let mut spans: HashMap<(usize, usize), Vec<Range<usize>>> = HashMap::new();
        let standing = matches.iter().zip(dropped).filter(|(_, dropped)| !**dropped);
        for (each, _) in standing.filter(|(each, _)| each.rule.kind >= Kind::Within) {
            spans.entry((each.rule.topic, each.field)).or_default().push(each.found.span());
        }
        for spans in spans.values_mut() {
            spans.sort_by_key(|span| (span.start, span.end));
        }
        Self { spans }
    }

    /// Tokens between `of` and the nearest words for `topic` in the same field; words in another sentence are farther than
    /// any in the same.
    fn distance(&self, topic: usize, of: &Match<'_>, fields: &[FieldText<'_>]) -> usize {
        const ANOTHER_SENTENCE: usize = 1_000_000;
        let Some(spans) = self.spans.get(&(topic, of.field)) else { return usize::MAX };
        let here = of.found.span();
        let tokens = &fields[of.field].tokens;
        let after = spans.partition_point(|span| span.start < here.start);
        let neighbours = [after.checked_sub(1).and_then(|index| spans.get(index)), spans.get(after)];
        let distances = neighbours.into_iter().flatten().map(|span| {
            let between = here.start.saturating_sub(span.end) + span.start.saturating_sub(here.end);
            let same = tokens[span.start].sentence == tokens[here.start].sentence;
            between + if same { 0 } else { ANOTHER_SENTENCE }
        });
        distances.min().unwrap_or(usize::MAX)
    }
}

/// Whether subjects are what the article is about.
fn is_subject(subjects: &[&Match<'_>], fields: &[FieldText<'_>]) -> bool {
    let in_front = |each: &&Match<'_>| {
        let text = &fields[each.field];
        text.field != Field::Body || text.tokens.len() <= SHORT_BODY
    };
    if subjects.iter().any(in_front) {
        return true;
    }
    let mut spans: Vec<Range<usize>> = subjects.iter().map(|each| each.found.span()).collect();
    spans.sort_by_key(|span| (span.end, span.start));
    let mut end = 0;
    let apart = spans.iter().filter(|span| {
        let is_apart = span.start >= end;
        if is_apart {
            end = span.end;
        }
        is_apart
    });
    apart.count() >= REPEATED
}

/// Whether contexts are enough by themselves.
fn many_contexts(contexts: &[&Match<'_>], fields: &[FieldText<'_>]) -> bool {
    // The longest first: one inside another is no company for it.
    let mut contexts: Vec<&Match<'_>> = contexts.to_vec();
    contexts.sort_by_key(|each| std::cmp::Reverse(each.found.words));
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    let mut different: HashSet<&str> = HashSet::new();
    for each in &contexts {
        if each.found.tokens().all(|token| taken.insert((each.field, token))) {
            different.insert(&each.rule.text);
        }
    }
    let up_front = contexts.iter().any(|each| fields[each.field].field != Field::Body);
    different.len() >= CONTEXTS && up_front
}

/// The weightiest evidence, in the order of the text.
fn chosen(matches: &[&Match<'_>], fields: &[FieldText<'_>]) -> Vec<Evidence> {
    let place = |each: &Match<'_>| (each.field, each.found.span().start);
    let mut matches: Vec<&Match<'_>> = matches.to_vec();
    matches.sort_by_key(|each| (std::cmp::Reverse(each.rule.kind), place(each), std::cmp::Reverse(each.found.words)));
    // One piece of evidence for one place in the text: the longest of its kind there.
    let mut seen: Vec<(usize, Range<usize>)> = Vec::new();
    matches.retain(|each| {
        let span = each.found.span();
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
    matches.iter().map(|each| fields[each.field].evidence(&each.found.span(), each.rule.text.clone())).collect()
}
