//! A sentence's figures, from left to right.

use std::ops::Range;

use super::about::Span;
use super::cue::Cue;
use super::joining::{is_plan_of, is_whole_of, says_the_share_in_money};
use super::sentence::Sentence;
use super::{Count, FactKind, Figure, Money, counts, nothing, respectively};
use crate::text::{Amount, Decimal, Measure};

/// What a sentence leaves to one that goes on with *Trong đó* or *Cụ thể*.
#[derive(Default)]
pub(super) struct Context {
    last: Option<FactKind>,
}

/// A figure being read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub figure: Figure,
    /// Those that it is made of, as indices among the sentence's.
    pub quantities: Range<usize>,
}

/// The sentence's figures, in order.
pub(super) fn figures(sentence: &Sentence<'_, '_>, context: &mut Context) -> Vec<Figure> {
    let before = context.last.take();
    let cues = sentence.all_cues();
    let speaks_of_others = cues.has(Cue::Foreign) || (cues.has(Cue::PublicInvestment) && !cues.has(Cue::Planned));
    let names_programme = cues.any(&[Cue::Programme, Cue::ForProgramme]) || !sentence.programmes.is_empty();
    if speaks_of_others && !names_programme {
        return Vec::new();
    }
    let goes_on = sentence.cues.first().is_some_and(|(cue, span)| *cue == Cue::Part && span.start == 0);
    let last = before.filter(|_| goes_on);
    let mut reader = Reader { sentence, drafts: Vec::new(), from: 0, last, start: None };
    for index in 0..sentence.quantities.len() {
        reader.read(index);
    }
    let mut drafts = reader.drafts;
    respectively::assign(sentence, &mut drafts);
    let figures = drafts.into_iter().map(|draft| draft.figure);
    let figures: Vec<Figure> = figures.chain(nothing::spent(sentence)).collect();
    context.last = figures.last().map(|figure| figure.kind);
    figures
}

pub(super) struct Reader<'r, 's, 't> {
    pub sentence: &'r Sentence<'s, 't>,
    pub drafts: Vec<Draft>,
    /// Where the words begin that say what the next figure is.
    pub from: usize,
    /// What the last figure was, unless another matter came since.
    pub last: Option<FactKind>,
    /// The share that the next one starts from, and its index: *từ 33,5% xuống 28,4%*.
    pub start: Option<(usize, Decimal)>,
}

/// What a quantity turned out to be.
pub(super) enum Read {
    /// A figure of its own.
    New(Box<Draft>),
    /// Part of the last figure.
    Joined,
    /// No figure; what was said before it still holds.
    Passed,
    /// No figure, and another matter.
    Ended,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self, index: usize) {
        let sentence = self.sentence;
        let read = match &sentence.quantities[index].measure {
            Measure::Percent { value, to } => self.share(index, *value, *to),
            Measure::Money { value, of, to } => self.money(index, value, of.as_ref(), to.as_ref()),
            Measure::Count { .. } => self.count(index),
        };
        match read {
            Read::New(draft) => {
                self.from = sentence.tail(index).end;
                self.last = Some(draft.figure.kind);
                self.drafts.push(*draft);
            }
            Read::Joined => {
                self.from = sentence.tail(index).end;
                if let Some(draft) = self.drafts.last_mut() {
                    draft.quantities.end = index + 1;
                }
            }
            // Its words are about what comes next as well: "được đầu tư 3 công trình với tổng vốn …".
            Read::Passed => {}
            Read::Ended => {
                self.from = sentence.quantities[index].tokens.end;
                self.last = None;
            }
        }
    }

    /// The words before a figure that say what it is.
    pub fn gap(&self, index: usize) -> Range<usize> {
        let start = self.sentence.quantities[index].start;
        self.from.min(start)..start
    }

    pub fn span(&self, index: usize) -> Span {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let end = quantity.tokens.end;
        let next = sentence.start_after(index);
        let until = (end..next).find(|at| sentence.mark_before(*at).contains(';')).unwrap_or(next);
        Span { from: self.gap(index).start, start: quantity.start, end, until }
    }

    /// The figure that ends where the quantity at `index` comes next.
    pub fn before(&mut self, index: usize) -> Option<&mut Draft> {
        self.drafts.last_mut().filter(|draft| draft.quantities.end == index)
    }

    fn money(&mut self, index: usize, value: &Amount<'_>, of: Option<&Amount<'_>>, to: Option<&Amount<'_>>) -> Read {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let gap = self.gap(index);
        if let Some(draft) = self.before(index) {
            if is_plan_of(sentence, draft, &gap, quantity) {
                draft.figure.plan = Some(money(value));
                return Read::Joined;
            }
            let figure = &mut draft.figure;
            if figure.amount.is_none() && figure.count.is_none() && says_the_share_in_money(sentence, &gap) {
                (figure.amount, figure.amount_to) = (Some(money(value)), to.map(money));
                figure.plan = of.map(money);
                figure.nearness = figure.nearness.or(quantity.nearness);
                return Read::Joined;
            }
        }
        if sentence.is_change(quantity) || sentence.leads_on(index) {
            return Read::Passed;
        }
        let around = self.around(index);
        let Some(kind) = around.money() else { return Read::Ended };
        let mut draft = self.draft(index, kind, around.cues);
        let figure = &mut draft.figure;
        (figure.amount, figure.amount_to) = (Some(money(value)), to.map(money));
        figure.plan = of.map(money);
        match kind {
            FactKind::ProjectCost => {
                figure.count = self.works_before(index);
                // "vốn đầu tư" of a work is its cost.
                figure.fund = None;
            }
            FactKind::SupportNorm | FactKind::IncomePerCapita => {
                let of_last = || self.drafts.last().and_then(|last| last.figure.per.clone());
                figure.per = around.per.or_else(|| sentence.each(&gap)).or_else(of_last);
                if kind == FactKind::IncomePerCapita {
                    figure.per.get_or_insert_with(|| "người".to_owned());
                }
            }
            _ => {}
        }
        Read::New(Box::new(draft))
    }

    fn count(&mut self, index: usize) -> Read {
        let sentence = self.sentence;
        let gap = self.gap(index);
        let Measure::Count { value, of, to, noun } = sentence.quantities[index].measure else { return Read::Passed };
        if let Some(draft) = self.before(index)
            && let Some(count) = &mut draft.figure.count
            && is_whole_of(sentence, count, index, noun)
        {
            count.of = Some(value);
            return Read::Joined;
        }
        let Some(kind) = counts::counted(sentence, index, gap.start) else { return Read::Passed };
        let mut draft = self.draft(index, kind, sentence.cues_in(&gap));
        draft.figure.count = Some(Count { value, to, of, noun: noun.to_owned() });
        if kind == FactKind::NtmCriteria {
            draft.figure.per = Some("xã".to_owned());
        }
        Read::New(Box::new(draft))
    }
}

fn money(amount: &Amount<'_>) -> Money {
    Money { dong: amount.dong, unit: amount.unit.to_owned(), step: amount.step }
}
