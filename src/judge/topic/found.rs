//! The patterns found in a text, and which of them stand.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::dated::year_behind;
use super::{Kind, Rule, TopicRules};
use crate::judge::fields::FieldText;
use crate::judge::phrases::Found;

/// A rule's pattern, found.
#[derive(Clone, Debug)]
pub(super) struct Match<'r> {
    pub rule: &'r Rule,
    /// Index of its field among the article's.
    pub field: usize,
    pub found: Found,
    /// Whether a longer match of a topic outside its line, or of a sub-topic, shares a word with it.
    pub in_another: bool,
}

/// A match that counts for nothing.
#[derive(Debug)]
pub(super) struct Hidden<'r> {
    pub hidden: Match<'r>,
    pub by: Hider<'r>,
}

#[derive(Debug)]
pub(super) enum Hider<'r> {
    /// Of another match.
    Rule(&'r Rule),
    /// The document that is named is of this year, and not of the pattern's.
    OtherYear(u16),
}

impl Match<'_> {
    pub fn span(&self) -> Range<usize> {
        self.found.span()
    }

    /// The sentence that it stands in, and the field's.
    pub fn sentence(&self, fields: &[FieldText<'_>]) -> (usize, u32) {
        (self.field, fields[self.field].tokens[self.span().start].sentence)
    }

    /// The year of the document that is named, where it is not the one that the pattern is for.
    fn other_year(&self, text: &FieldText<'_>) -> Option<u16> {
        let wanted = self.rule.year?;
        year_behind(text, self.span().end).filter(|year| *year != wanted)
    }

    /// As a `never`: whether it covers some of the other's words, and the other not all of its own.
    fn takes_away(&self, other: &Match<'_>) -> bool {
        let (never, span) = (self.span(), other.span());
        let covered = span.start <= never.start && never.end <= span.end && span != never;
        self.rule.topic == other.rule.topic && self.shares_words(other) && !covered
    }

    pub fn shares_words(&self, other: &Match<'_>) -> bool {
        let (a, b) = (self.span(), other.span());
        self.field == other.field && a.start < b.end && b.start < a.end
    }
}

impl TopicRules {
    /// All matches of a text: those that stand, and those that a `never`, a longer match or a document's year doesn't leave
    /// standing.
    pub(super) fn matches<'r>(&'r self, fields: &[FieldText<'_>]) -> (Vec<Match<'r>>, Vec<Hidden<'r>>) {
        let (mut standing, mut hidden) = (Vec::new(), Vec::new());
        for (field, text) in fields.iter().enumerate() {
            let phrases = if text.is_title_without_marks() { &self.unmarked } else { &self.phrases };
            let found = phrases.find(&text.tokens).into_iter();
            let here = found.map(|found| Match { rule: &self.rules[found.pattern], field, found, in_another: false });
            let mut of_the_year = Vec::new();
            for each in here {
                match each.other_year(text) {
                    Some(year) => hidden.push(Hidden { hidden: each, by: Hider::OtherYear(year) }),
                    None => of_the_year.push(each),
                }
            }
            self.sort_out(of_the_year, &mut standing, &mut hidden);
        }
        (standing, hidden)
    }

    /// Of a field's matches, those that stand and those that don't.
    fn sort_out<'r>(
        &'r self,
        mut matches: Vec<Match<'r>>,
        standing: &mut Vec<Match<'r>>,
        hidden: &mut Vec<Hidden<'r>>,
    ) {
        matches.sort_by_key(|a| {
            let span = a.span();
            (std::cmp::Reverse((a.found.words, a.rule.kind)), span.len(), span.start)
        });
        let nevers: Vec<Match<'r>> = matches.extract_if(.., |each| each.rule.kind == Kind::Never).collect();
        let mut at_token: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut kept: Vec<Match<'r>> = Vec::new();
        for mut candidate in matches {
            let beside: HashSet<usize> =
                candidate.found.tokens().filter_map(|token| at_token.get(&token)).flatten().copied().collect();
            let never = nevers.iter().find(|never| never.takes_away(&candidate));
            let mut hider = never.map(|never| never.rule);
            for other in beside.into_iter().map(|index| &kept[index]) {
                let same_words = other.found.runs == candidate.found.runs;
                let same_topic = other.rule.topic == candidate.rule.topic;
                if !same_words {
                    let below = self.is_within(other.rule.topic, candidate.rule.topic);
                    let in_line = below || self.is_within(candidate.rule.topic, other.rule.topic);
                    let both_within = other.rule.kind == Kind::Within && candidate.rule.kind == Kind::Within;
                    let compete = !in_line || (both_within && !same_topic);
                    if compete && other.rule.kind >= candidate.rule.kind {
                        hider = hider.or(Some(other.rule));
                    }
                    candidate.in_another |= !in_line || (below && !same_topic);
                }
            }
            if let Some(by) = hider {
                hidden.push(Hidden { hidden: candidate, by: Hider::Rule(by) });
                continue;
            }
            for token in candidate.found.tokens() {
                at_token.entry(token).or_default().push(kept.len());
            }
            kept.push(candidate);
        }
        standing.extend(kept);
    }
}
