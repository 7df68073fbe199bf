//! *Lần lượt*: the first figure for the first name, the second for the second.

use std::ops::Range;

use super::Fund;
use super::cue::Cue;
use super::place::{FactPlace, unit_kind};
use super::reading::Draft;
use super::sentence::Sentence;

/// Deals the names before *lần lượt* out to the figures behind it, where there are as many of one kind.
pub(super) fn assign(sentence: &Sentence<'_, '_>, drafts: &mut [Draft]) {
    let Some((_, word)) = sentence.cues.iter().find(|(cue, _)| *cue == Cue::Respectively) else { return };
    let at = |draft: &Draft| sentence.quantities.get(draft.quantities.start).map_or(0, |quantity| quantity.start);
    let Some(first) = drafts.iter().position(|draft| at(draft) >= word.end && !draft.quantities.is_empty()) else {
        return;
    };
    let mut end = first + 1;
    while end < drafts.len() && is_next(sentence, &drafts[end - 1], &drafts[end]) {
        end += 1;
    }
    let series = &mut drafts[first..end];
    if series.len() < 2 {
        return;
    }
    let before = |span: &Range<usize>| span.end <= word.start;
    let mut programmes: Vec<_> =
        sentence.programmes.iter().filter(|(span, _)| before(span)).map(|(_, it)| *it).collect();
    programmes.dedup();
    let components: Vec<_> = sentence.components.iter().filter(|(span, _)| before(span)).map(|(_, it)| *it).collect();
    let mut places: Vec<FactPlace> =
        sentence.places.iter().filter(|said| before(&said.tokens)).map(|said| said.place.clone()).collect();
    if places.len() != series.len() {
        places = units_before(sentence, word.start);
    }
    let funds: Vec<Fund> =
        sentence.cues.iter().filter(|(_, span)| before(span)).filter_map(|(cue, _)| fund(*cue)).collect();
    let count = series.len();
    for (index, draft) in series.iter_mut().enumerate() {
        // Of a list of another length, nobody can say which is whose.
        match programmes.as_slice() {
            [] | [_] => {}
            many => draft.figure.programme = many.get(index).copied().filter(|_| many.len() == count),
        }
        match components.as_slice() {
            [] | [_] => {}
            many => draft.figure.component = many.get(index).copied().filter(|_| many.len() == count),
        }
        if funds.len() > 1 {
            draft.figure.fund = funds.get(index).copied().filter(|_| funds.len() == count);
        }
        if places.len() == count {
            draft.figure.place = Some(places[index].clone());
        }
    }
}

/// Whether only a comma, a semicolon or *và* stands between two figures.
fn is_next(sentence: &Sentence<'_, '_>, last: &Draft, next: &Draft) -> bool {
    let (Some(from), Some(to)) = (last.quantities.end.checked_sub(1), sentence.quantities.get(next.quantities.start))
    else {
        return false;
    };
    let between = sentence.quantities[from].tokens.end..to.start;
    last.figure.kind == next.figure.kind && between.clone().all(|at| sentence.word(at) == "và")
}

fn fund(cue: Cue) -> Option<Fund> {
    match cue {
        Cue::Capital => Some(Fund::Capital),
        Cue::Recurrent => Some(Fund::Recurrent),
        _ => None,
    }
}

/// `Ba huyện … là Bắc Hà, Mường Khương và Si Ma Cai,` before the token at `end`: the units, each with the word for their
/// kind, which is said once.
fn units_before(sentence: &Sentence<'_, '_>, end: usize) -> Vec<FactPlace> {
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut at = end;
    while at > 0 {
        let token = &sentence.tokens[at - 1];
        let is_name = token.is_capitalised() && token.expansion.is_none();
        let mark = sentence.mark_before(at).trim();
        let goes_on = names.first().is_some_and(|name| name.start == at) && mark.is_empty();
        match (is_name, goes_on) {
            (true, true) => {
                if let Some(name) = names.first_mut() {
                    name.start = at - 1;
                }
            }
            (true, false) if matches!(mark, "" | ",") => names.insert(0, at - 1..at),
            (false, _) if token.folded == "và" => {}
            _ => break,
        }
        at -= 1;
    }
    let kind = (0..at).rev().find_map(|at| unit_kind(sentence.text, sentence.tokens, at));
    let text =
        |name: &Range<usize>| &sentence.text[sentence.tokens[name.start].at..sentence.tokens[name.end - 1].range().end];
    match kind {
        Some(kind) => names.iter().map(|name| FactPlace::Unit { name: format!("{kind} {}", text(name)) }).collect(),
        None => Vec::new(),
    }
}
