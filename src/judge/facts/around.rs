//! What the words around a figure say of it.

use super::cue::{Cue, Cues};
use super::decide::{Around, HEADS, stance};
use super::reading::{Draft, Reader};
use super::{Count, FactKind, Figure, Period, Stance};
use crate::text::{Measure, Nearness};

impl Reader<'_, '_, '_> {
    pub fn around(&self, index: usize) -> Around {
        /// Words that begin another matter, beyond which a figure isn't like the one before it.
        const STRANGE: usize = 2;
        let sentence = self.sentence;
        let (gap, span, tail) = (self.gap(index), self.span(index), sentence.tail(index));
        let own = sentence.cues_in(&tail);
        let sure = [Cue::Capital, Cue::Recurrent, Cue::Central, Cue::Local, Cue::Counterpart];
        let sure: Cues = sure.into_iter().filter(|cue| own.has(*cue)).collect();
        let mut said = sentence.cues_in(&gap);
        if sentence.back(gap.end, 1) == "giao" {
            said = said.with(Cue::Allocate);
        }
        // What is said before goes before what is said behind.
        let own = if said.any(HEADS) { sure } else { own };
        let is_norm = self.last == Some(FactKind::SupportNorm);
        let inherited = self.last.filter(|_| is_norm || sentence.strange_words(&gap) <= STRANGE);
        let behind = tail.end..span.until;
        let of_spent_project = sentence.all_cues().has(Cue::Disburse) && sentence.names_programme(&gap);
        let is_total = |draft: &Draft| draft.figure.fund.is_none() && draft.figure.paid_by.is_none();
        let signs = [
            (Cue::Far, sentence.is_far(&gap)),
            (Cue::WithFunds, sentence.is_with_funds(&gap)),
            (Cue::NamesFunds, gap.clone().any(|at| matches!(sentence.word(at), "vốn" | "phí" | "giá" | "tư"))),
            (Cue::BehindTotal, self.drafts.last().is_some_and(is_total)),
            (Cue::Stated, sentence.back(gap.end, 1) == "là"),
            (Cue::PerHead, sentence.is_per_head(index, &gap)),
            (Cue::OfYear, sentence.is_of_year(&span)),
            (Cue::SpentBehind, sentence.is_spent(&behind)),
            (Cue::OfSpentProject, of_spent_project),
        ];
        let signs: Cues = signs.into_iter().filter(|(_, is_there)| *is_there).map(|(sign, _)| sign).collect();
        Around {
            cues: said.and(own).and(signs),
            behind: sentence.cues_in(&behind),
            inherited,
            per: sentence.quantities[index].per.map(str::to_owned),
        }
    }

    pub fn draft(&self, index: usize, kind: FactKind, cues: Cues) -> Draft {
        let sentence = self.sentence;
        let (span, tail) = (self.span(index), sentence.tail(index));
        let said = |cue| sentence.last_cue(&[cue], span.start);
        let is_aim = said(Cue::Target) > said(Cue::Done);
        let is_done = said(Cue::Done) > said(Cue::Target);
        let is_cumulative = cues.has(Cue::Cumulative);
        let period = sentence.period_of(&span);
        let is_ahead = !is_done && self.is_ahead(period, kind);
        let stance = stance(kind, is_aim || is_ahead || cues.has(Cue::Expected));
        let expected =
            (cues.any(&[Cue::Expected, Cue::Estimated]) && stance == Stance::Result).then_some(Nearness::About);
        let is_money = matches!(sentence.quantities[index].measure, Measure::Money { .. } | Measure::Percent { .. });
        let fund = if is_money { sentence.fund_of(&span, &tail) } else { None };
        // What is spent is of what the same clause allots: "Dự án 1 được giao 30 tỷ đồng, đã giải ngân 12 tỷ đồng".
        let allotted = self.drafts.last().map(|draft| &draft.figure).filter(|before| {
            (kind.is_spending() || kind == FactKind::Allocation)
                && before.kind == FactKind::Allocation
                && !sentence.has_mark(&self.gap(index), &[';'])
                && !sentence.has_subject(&self.gap(index))
        });
        let figure = Figure {
            stance,
            nearness: sentence.quantities[index].nearness.or(expected),
            place: sentence.place_of(&span),
            period: if is_cumulative { period.map(Period::until_its_end) } else { period },
            programme: sentence.programme_of(&span),
            component: sentence.component_of(&span).or_else(|| allotted.and_then(|figure| figure.component)),
            fund: fund.or_else(|| allotted.and_then(|figure| figure.fund)),
            paid_by: if is_money { sentence.payer_of(&span, &tail) } else { None },
            is_cumulative,
            ..Figure::of(kind)
        };
        Draft { figure, quantities: index..index + 1 }
    }

    /// Whether the figure is for a day that the article can't know yet.
    fn is_ahead(&self, period: Option<Period>, kind: FactKind) -> bool {
        /// Households are counted in the year's last weeks; money is, until its last days.
        const EARLY: i32 = 31;
        const EARLY_MONEY: i32 = 10;
        let Some((published, Period::Until(end))) = self.sentence.published.zip(period) else { return false };
        let early = if kind.is_spending() { EARLY_MONEY } else { EARLY };
        (end - published).get_days() > early
    }

    /// The works whose cost comes next: `3 công trình … với tổng vốn`.
    pub fn works_before(&self, index: usize) -> Option<Count> {
        let before = &self.sentence.quantities[index.checked_sub(1)?];
        match before.measure {
            Measure::Count { value, of, to, noun }
                if matches!(noun, "công trình" | "dự án" | "km" | "tuyến đường" | "điểm trường") =>
            {
                (before.tokens.start >= self.from).then(|| Count { value, to, of, noun: noun.to_owned() })
            }
            _ => None,
        }
    }
}
