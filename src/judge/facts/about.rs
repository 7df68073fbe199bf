//! Whose figure it is: place, time, programme, project, fund.

use std::ops::Range;

use super::cue::Cue;
use super::sentence::Sentence;
use super::{Component, FactPlace, Fund, Payer, Period, Programme};

/// A figure's words: from the figure before it, to the next.
pub(super) struct Span {
    /// Where the words before it begin.
    pub from: usize,
    pub start: usize,
    /// Where the figure and those that belong to it end.
    pub end: usize,
    /// Where the words behind it end: at the next figure, or a semicolon.
    pub until: usize,
}

impl Sentence<'_, '_> {
    /// The place named last before the figure; or else the first behind it.
    pub fn place_of(&self, span: &Span) -> Option<FactPlace> {
        let last = self.places.iter().rev().find(|place| place.tokens.end <= span.start);
        if let Some(whole) = self.whole_before(span.start)
            && last.is_none_or(|last| last.tokens.start < whole)
        {
            // "toàn tỉnh" behind a district's figures is the province again.
            let earlier = self.places.iter().filter(|place| place.tokens.end <= whole);
            let mut provinces = earlier.filter(|place| matches!(place.place, FactPlace::Province { .. }));
            return provinces.next_back().map(|place| place.place.clone());
        }
        let behind = || {
            let inside =
                |place: &&super::place::SaidPlace| span.end <= place.tokens.start && place.tokens.end <= span.until;
            self.places.iter().find(inside)
        };
        let only = || self.places.first().filter(|_| self.places.len() == 1);
        last.or_else(behind).or_else(only).map(|place| place.place.clone())
    }

    /// `toàn tỉnh`, `cả tỉnh` without a name, the last before `at`.
    fn whole_before(&self, at: usize) -> Option<usize> {
        (1..at).rev().find(|index| {
            let is_whole = matches!(self.word(index - 1), "toàn" | "cả") && self.word(*index) == "tỉnh";
            is_whole && !self.places.iter().any(|place| place.tokens.start == index + 1)
        })
    }

    /// The time that stands directly behind the figure; or else the nearest before it, or the first behind it. The year of
    /// a plan gives way to any other.
    pub fn period_of(&self, span: &Span) -> Option<Period> {
        /// Words between a figure and its own time: *28,4% vào cuối năm 2024*.
        const NEAR: usize = 1;
        let close = self.periods.iter().find(|said| {
            !said.is_plan
                && (span.end..=span.end + NEAR).contains(&said.tokens.start)
                && !self.has_mark(&(span.end..said.tokens.start), &[',', ';', '('])
        });
        // "từ 28,1% năm 2011 xuống còn 3,54%": 2011 is the first one's.
        let is_taken = |at: usize| {
            self.quantities.iter().any(|quantity| quantity.tokens.end == at)
                && !self.mark_before(at).contains([',', ';', '('])
        };
        let before = || {
            let named = self.periods.iter().rev().filter(|said| said.tokens.end <= span.start);
            named.filter(|said| !is_taken(said.tokens.start))
        };
        let end = self.clause_end(span);
        let behind = || self.periods.iter().filter(|said| span.end <= said.tokens.start && said.tokens.end <= end);
        let real = || before().find(|said| !said.is_plan).or_else(|| behind().find(|said| !said.is_plan));
        let said = close.or_else(real).or_else(|| before().next()).or_else(|| behind().next())?;
        Some(said.period)
    }

    /// Whether the sentence's time for this figure is a whole year.
    pub fn is_of_year(&self, span: &Span) -> bool {
        matches!(self.period_of(span), Some(Period::Year(_)))
    }

    /// The one programme named in the figure's own words; or else the one of the whole sentence.
    pub fn programme_of(&self, span: &Span) -> Option<Programme> {
        let inside = |from: usize, until: usize| {
            let named = self.programmes.iter().filter(move |(name, _)| from <= name.start && name.end <= until);
            only(named.map(|(_, programme)| *programme))
        };
        match inside(span.from, span.start) {
            Named::One(programme) => Some(programme),
            Named::Many => None,
            Named::None => match inside(span.end, self.clause_end(span)) {
                Named::One(programme) => Some(programme),
                Named::Many => None,
                Named::None => match inside(0, span.start) {
                    Named::One(programme) => Some(programme),
                    _ => None,
                },
            },
        }
    }

    /// Up to the next comma behind the figure: what follows it may be about the next.
    fn clause_end(&self, span: &Span) -> usize {
        (span.end..span.until).find(|at| self.mark_before(*at).contains([',', ';', ')'])).unwrap_or(span.until)
    }

    /// The project named last in the words before the figure.
    pub fn component_of(&self, span: &Span) -> Option<Component> {
        let within = |name: &Range<usize>| span.from <= name.start && name.end <= span.start;
        let before = self.components.iter().rev().find(|(name, _)| within(name));
        let end = self.clause_end(span);
        let behind = || self.components.iter().find(|(name, _)| span.end <= name.start && name.end <= end);
        before.or_else(behind).map(|(_, component)| *component)
    }

    /// `own` is the noun phrase behind the figure, which says more surely what fund it is of than what stands before it.
    pub fn fund_of(&self, span: &Span, own: &Range<usize>) -> Option<Fund> {
        let in_range = |range: &Range<usize>| {
            let cue = self.cues.iter().rev().filter(|(_, words)| range.start <= words.start && words.end <= range.end);
            cue.map(|(cue, _)| *cue).find_map(|cue| match cue {
                Cue::Capital => Some(Fund::Capital),
                Cue::Recurrent => Some(Fund::Recurrent),
                _ => None,
            })
        };
        in_range(own).or_else(|| in_range(&(span.from..span.start)))
    }

    pub fn payer_of(&self, span: &Span, own: &Range<usize>) -> Option<Payer> {
        let in_range = |range: &Range<usize>| {
            let cues = self.cues_in(range);
            match (cues.has(Cue::Central), cues.has(Cue::Local)) {
                (true, false) => Some(Payer::Central),
                (false, true) => Some(Payer::Local),
                _ => None,
            }
        };
        in_range(own).or_else(|| in_range(&(span.from..span.start)))
    }
}

enum Named {
    None,
    One(Programme),
    Many,
}

fn only(named: impl Iterator<Item = Programme>) -> Named {
    named.fold(Named::None, |so_far, programme| match so_far {
        Named::None => Named::One(programme),
        Named::One(one) if one == programme => Named::One(one),
        _ => Named::Many,
    })
}
