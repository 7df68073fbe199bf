//! Topics and their parents: a forest, parents first.

use std::collections::{HashMap, HashSet};

use super::ids::Ids;
use super::topic::Typed;
use crate::config::Topic;
use crate::config::mistake::{Complaint, Found, Related, Span};
use crate::judge::Programme;

/// The topics with parents before their children, in the file's order otherwise; empty when something is wrong with
/// them.
pub(super) fn parents_first(topics: Vec<Typed>, ids: &Ids, found: &Found) -> Vec<Topic> {
    for parent in topics.iter().filter_map(|topic| topic.parent.as_ref()) {
        ids.resolve(parent, found);
    }
    for merged in topics.iter().flat_map(|topic| &topic.merges) {
        ids.resolve(merged, found);
    }
    let parents = Parents::of(&topics);
    let cycles = parents.cycles();
    for cycle in &cycles {
        report_cycle(cycle, &topics, found);
    }
    report_idle(&topics, found);
    report_shared_programmes(&topics, found);
    if !cycles.is_empty() {
        return Vec::new();
    }
    let order = parents.first();
    let mut topics: Vec<Option<Topic>> = topics.into_iter().map(|typed| typed.topic).collect();
    order.into_iter().filter_map(|at| topics[at].take()).collect()
}

/// For each topic, by its place in the file, the place of its parent.
struct Parents(Vec<Option<usize>>);

impl Parents {
    fn of(topics: &[Typed]) -> Self {
        let mut places = HashMap::new();
        for (at, topic) in topics.iter().enumerate() {
            if let Some(id) = &topic.id {
                places.entry(id.get_ref().as_str()).or_insert(at);
            }
        }
        Self(topics.iter().map(|topic| places.get(topic.parent.as_ref()?.get_ref().as_str()).copied()).collect())
    }

    /// The circles in which topics are their own ancestors; each begins with its first topic in the file.
    fn cycles(&self) -> Vec<Vec<usize>> {
        let mut done = vec![false; self.0.len()];
        let mut cycles = Vec::new();
        for start in 0..self.0.len() {
            let mut path = Vec::new();
            let mut place_on_path = HashMap::new();
            let mut next = Some(start);
            while let Some(at) = next.filter(|at| !done[*at]) {
                if let Some(begin) = place_on_path.insert(at, path.len()) {
                    cycles.push(path[begin..].to_vec());
                    break;
                }
                path.push(at);
                next = self.0[at];
            }
            for at in path {
                done[at] = true;
            }
        }
        for cycle in &mut cycles {
            let first = (0..cycle.len()).min_by_key(|at| cycle[*at]).unwrap_or_default();
            cycle.rotate_left(first);
        }
        cycles
    }

    /// All places, a parent's before its children's, in order otherwise. There must be no cycle.
    fn first(&self) -> Vec<usize> {
        let mut seen = vec![false; self.0.len()];
        let mut order = Vec::with_capacity(self.0.len());
        for start in 0..self.0.len() {
            let lineage: Vec<usize> =
                std::iter::successors(Some(start), |at| self.0[*at]).take_while(|at| !seen[*at]).collect();
            for at in lineage.into_iter().rev() {
                seen[at] = true;
                order.push(at);
            }
        }
        order
    }
}

fn report_cycle(cycle: &[usize], topics: &[Typed], found: &Found) {
    let members: Vec<&Typed> = cycle.iter().map(|at| &topics[*at]).collect();
    let parents: Vec<_> = members.iter().filter_map(|member| member.parent.as_ref()).collect();
    let (Some(first), Some(last)) = (parents.first(), parents.last()) else { return };
    let path: Vec<&str> = std::iter::once(last).chain(&parents).map(|id| id.get_ref().as_str()).collect();
    let message = match *path {
        [id, _] => format!("the topic `{id}` is its own parent"),
        _ => format!("the topic `{}` is its own ancestor: {}", path[0], path.join(" → ")),
    };
    let related = parents[1..]
        .iter()
        .map(|parent| Related { span: parent.span(), label: format!("then `{}`", parent.get_ref()) })
        .collect();
    found.report_with(first.span(), Complaint::new(message).hint("take one of these `parent`s out"), related);
}

/// A topic without rules and without sub-topics to fill it stays empty for ever.
fn report_idle(topics: &[Typed], found: &Found) {
    let filled: HashSet<&str> =
        topics.iter().filter_map(|topic| topic.parent.as_ref()).map(|parent| parent.get_ref().as_str()).collect();
    for topic in topics.iter().filter(|topic| !topic.has_rules) {
        let Some(id) = &topic.id else { continue };
        if !filled.contains(id.get_ref().as_str()) {
            let complaint = Complaint::new(format!("nothing is ever filed under the topic `{}`", id.get_ref()));
            found.report(
                topic.span.clone(),
                complaint.hint("give it patterns in `strong`, `context` or `within`, or a sub-topic that has some"),
            );
        }
    }
}

/// A programme's figures are those of one topic.
fn report_shared_programmes(topics: &[Typed], found: &Found) {
    let mut first: HashMap<Programme, &Span> = HashMap::new();
    for (programme, span) in topics.iter().filter_map(|topic| topic.programme.as_ref()) {
        if let Some(first) = first.insert(*programme, span) {
            let complaint = Complaint::new(format!("the programme `{}` is given to two topics", programme.key()))
                .hint("its figures are shown under one: keep it at the topic of the whole programme");
            let related = Related { span: first.clone(), label: "first given here".to_owned() };
            found.report_with(span.clone(), complaint, vec![related]);
        }
    }
}
