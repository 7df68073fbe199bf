//! From the matches that stand to the topics that an article is filed under.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::found::Match;
use super::standing::{
    LONG_BODY, SHORT_BODY, are_in_passing, is_in_front, is_said_to_be_one, is_served, stands_for_lead,
};
use super::{Kind, Shortfall, TopicRules};
use crate::judge::Field;
use crate::judge::fields::FieldText;

/// Different context patterns that file an article together. Three are met in any report of a charity's visit to a
/// village.
const CONTEXTS: usize = 4;

/// Tokens between a topic's context and its parent's name up to which the one explains the other. "Chương trình MTQG đặt
/// mục tiêu: …" is followed by a list in which every programme's subject has its turn.
const BESIDE: usize = 12;

/// Places in the body at which a subject must stand for the article to be about it. Of the 5,312 articles of the corpus's
/// stories, thirteen say "xây dựng nông thôn mới" less often and in the body alone: by their titles, all are about
/// something else.
const REPEATED: usize = 3;

/// Places at which a subject must stand in a body that is no longer than a lead and has one before it: at a single one, it
/// is what a visitor asks for, or what a commune is called.
const TWICE: usize = 2;

/// What a topic's own matches come to.
pub(super) type Decision = Result<(), Shortfall>;

impl TopicRules {
    /// Files what is named, with its ancestors. For each topic with matches that didn't do, why not.
    pub(super) fn file_by_name(&self, matches: &[Match<'_>], fields: &[FieldText<'_>]) -> (Vec<bool>, Vec<Decision>) {
        let mut own: Vec<Vec<&Match<'_>>> = vec![Vec::new(); self.topics.len()];
        let mut named: HashMap<usize, Vec<&Match<'_>>> = HashMap::new();
        for each in matches {
            own[each.rule.topic].push(each);
            if each.rule.kind >= Kind::Subject && !each.in_another {
                named.entry(each.rule.topic).or_default().push(each);
            }
        }
        let parent_names = |topic: usize| {
            let parent = self.topics[topic].parent;
            parent.and_then(|parent| named.get(&parent)).map(Vec::as_slice).unwrap_or_default()
        };
        let under_root = |topic: usize| self.lineage(topic).count() == 2;
        let mut decisions: Vec<Decision> = own
            .iter()
            .enumerate()
            .map(|(topic, own)| decide(own, parent_names(topic), under_root(topic), fields))
            .collect();
        let merged: Vec<usize> = (0..own.len())
            .filter(|topic| {
                let into = self.topics[*topic].merged_into;
                into.is_some_and(|into| decisions[into].is_ok() && is_subject_of(&own[into], fields))
            })
            .collect();
        for topic in merged {
            if decisions[topic].is_ok() && !in_its_own_right(&own[topic], fields) {
                decisions[topic] = Err(Shortfall::Merged);
            }
        }
        let mut filed: Vec<bool> = decisions.iter().map(Result::is_ok).collect();
        for topic in (0..filed.len()).rev() {
            if let (true, Some(parent)) = (filed[topic], self.topics[topic].parent) {
                filed[parent] = true;
            }
        }
        (filed, decisions)
    }

    /// Files what is named within a filed parent, level by level. Matches whose words belong to another topic are dropped
    /// and returned.
    pub(super) fn file_within<'r>(
        &self,
        filed: &mut [bool],
        matches: &mut Vec<Match<'r>>,
        fields: &[FieldText<'_>],
    ) -> Vec<Match<'r>> {
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
        matches.extract_if(.., |_| dropped.next().unwrap_or(false)).collect()
    }
}

/// Whether a topic's own matches file it; `names` are those of its parent's name. What stands right under a root is one of
/// the things that an article about all of them tells in turn; a part of one of them isn't.
fn decide(own: &[&Match<'_>], names: &[&Match<'_>], under_root: bool, fields: &[FieldText<'_>]) -> Decision {
    let of_kind = |kind| own.iter().copied().filter(move |each| each.rule.kind == kind).collect::<Vec<_>>();
    let (strong, mut subjects, contexts) = (of_kind(Kind::Strong), of_kind(Kind::Subject), of_kind(Kind::Context));
    subjects.retain(|each| !is_served(each, fields));
    let beside_parent = |each: &&&Match<'_>| names.iter().any(|name| are_beside(each, name, fields));
    let all_in_front = under_root && names.iter().any(|name| stands_for_lead(name, fields));
    if subjects.iter().chain(&contexts).any(|each| beside_parent(&each))
        || (all_in_front && !subjects.is_empty())
        || is_subject(&subjects, own, names, fields)
        || many_contexts(&contexts, !names.is_empty(), fields)
    {
        return Ok(());
    }
    if !strong.is_empty() {
        return if are_in_passing(&strong, own, fields) { Err(Shortfall::InPassing) } else { Ok(()) };
    }
    Err(match own.iter().map(|each| each.rule.kind).max() {
        Some(Kind::Subject) => Shortfall::Seldom,
        Some(Kind::Within) => Shortfall::WithoutParent,
        _ => Shortfall::Alone,
    })
}

fn are_beside(a: &Match<'_>, b: &Match<'_>, fields: &[FieldText<'_>]) -> bool {
    let (one, other) = (a.span(), b.span());
    let between = one.start.saturating_sub(other.end) + other.start.saturating_sub(one.end);
    a.sentence(fields) == b.sentence(fields) && between <= BESIDE
}

/// Whether subjects are what the article is about. Title and lead promise what the body then tells: where a long body has
/// nothing of the topic and doesn't name its parent, they only said where something happened (*ở một xã nông thôn mới*).
fn is_subject(subjects: &[&Match<'_>], own: &[&Match<'_>], names: &[&Match<'_>], fields: &[FieldText<'_>]) -> bool {
    let is_long = |text: &FieldText<'_>| text.field == Field::Body && text.tokens.len() >= LONG_BODY;
    let is_body = |each: &Match<'_>| fields[each.field].field == Field::Body;
    let told = |promise: &Match<'_>| {
        let goes_on = |each: &&Match<'_>| is_body(each) && !(is_body(promise) && is_in_front(each, fields));
        !fields.iter().any(is_long) || own.iter().chain(names).any(goes_on)
    };
    let is_short = fields.iter().all(|text| text.field != Field::Body || text.tokens.len() <= SHORT_BODY);
    let enough = if is_short { TWICE } else { REPEATED };
    let in_front = |each: &&Match<'_>| stands_for_lead(each, fields) || (is_short && is_said_to_be_one(each, fields));
    subjects.iter().any(|each| in_front(each) && told(each)) || places(subjects) >= enough
}

/// At how many places matches stand that share no words.
fn places(matches: &[&Match<'_>]) -> usize {
    let mut spans: Vec<(usize, Range<usize>)> = matches.iter().map(|each| (each.field, each.span())).collect();
    spans.sort_by_key(|(field, span)| (*field, span.end, span.start));
    let mut end = (0, 0);
    let apart = spans.iter().filter(|(field, span)| {
        let is_apart = (*field, span.start) >= end;
        if is_apart {
            end = (*field, span.end);
        }
        is_apart
    });
    apart.count()
}

/// Whether contexts are enough by themselves: in title and lead, or anywhere where the parent is named.
fn many_contexts(contexts: &[&Match<'_>], parent_named: bool, fields: &[FieldText<'_>]) -> bool {
    // The longest first: one inside another is no company for it.
    let mut contexts: Vec<&Match<'_>> = contexts.to_vec();
    contexts.sort_by_key(|each| std::cmp::Reverse(each.found.words));
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    let (mut different, mut in_front): (HashSet<&str>, HashSet<&str>) = (HashSet::new(), HashSet::new());
    for each in &contexts {
        if each.found.tokens().all(|token| taken.insert((each.field, token))) {
            different.insert(&each.rule.text);
            if fields[each.field].field != Field::Body {
                in_front.insert(&each.rule.text);
            }
        }
    }
    in_front.len() >= CONTEXTS || (parent_named && different.len() >= CONTEXTS && !in_front.is_empty())
}

/// Whether an article is about a topic and doesn't only name it: in front, or more than once.
fn is_subject_of(own: &[&Match<'_>], fields: &[FieldText<'_>]) -> bool {
    let named: Vec<&Match<'_>> = own.iter().copied().filter(|each| each.rule.kind >= Kind::Subject).collect();
    named.iter().any(|each| is_in_front(each, fields)) || places(&named) > 1
}

/// Whether a topic is named beside the one that it was merged into: by its own name, or by its subject in the title.
fn in_its_own_right(own: &[&Match<'_>], fields: &[FieldText<'_>]) -> bool {
    own.iter().any(|each| {
        each.rule.kind == Kind::Strong || (each.rule.kind == Kind::Subject && fields[each.field].field == Field::Title)
    })
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
            spans.entry((each.rule.topic, each.field)).or_default().push(each.span());
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
        let here = of.span();
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
