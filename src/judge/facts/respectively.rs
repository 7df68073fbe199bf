//! *Lần lượt*: the first figure for the first name, the second for the second.

use std::ops::Range;

use super::cue::Cue;
use super::reading::Draft;
use super::sentence::Sentence;

/// Deals the names before *lần lượt* out to the figures behind it, where there are as many of one kind.
pub(super) fn assign(sentence: &Sentence<'_, '_>, drafts: &mut [Draft]) {
    let Some((_, word)) = sentence.cues.iter().find(|(cue, _)| *cue == Cue::Respectively) else { return };
    let at = |draft: &Draft| sentence.quantities.get(draft.figures.start).map_or(0, |quantity| quantity.start);
    let Some(first) = drafts.iter().position(|draft| at(draft) >= word.end && !draft.figures.is_empty()) else { return };
    let mut end = first + 1;
    while end < drafts.len() && is_next(sentence, &drafts[end - 1], &drafts[end]) {
        end += 1;
    }
    let series = &mut drafts[first..end];
    if series.len() < 2 {
        return;
    }
    let before = |span: &Range<usize>| span.end <= word.start;
    let mut programmes: Vec<_> = sentence.programmes.iter().filter(|(span, _)| before(span)).map(|(_, it)| *it).collect();
    programmes.dedup();
    let components: Vec<_> = sentence.components.iter().filter(|(span, _)| before(span)).map(|(_, it)| *it).collect();
    let places: Vec<_> = sentence.places.iter().filter(|said| before(&said.tokens)).collect();
    let count = series.len();
    for (index, draft) in series.iter_mut().enumerate() {
        // Of a list of another length, nobody can say which is whose.
        match programmes.as_slice() {
            [] | [_] => {}
            many => draft.programme = many.get(index).copied().filter(|_| many.len() == count),
        }
        match components.as_slice() {
            [] | [_] => {}
            many => draft.component = many.get(index).copied().filter(|_| many.len() == count),
        }
        if places.len() == count {
            draft.place = Some(places[index].place.clone());
        }
    }
}

/// Whether only a comma, a semicolon or *và* stands between two figures.
fn is_next(sentence: &Sentence<'_, '_>, last: &Draft, next: &Draft) -> bool {
    let (Some(from), Some(to)) =
        (last.figures.end.checked_sub(1), sentence.quantities.get(next.figures.start)) else { return false };
    let between = sentence.quantities[from].tokens.end..to.start;
    last.kind == next.kind && between.clone().all(|at| sentence.word(at) == "và")
}
