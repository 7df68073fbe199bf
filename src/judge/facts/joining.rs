//! Which figures belong to the one before them.

use std::ops::Range;

use super::cue::{Cue, Cues};
use super::reading::Draft;
use super::sentence::Sentence;
use super::{Count, FactKind};
use crate::text::{Nearness, Quantity};

/// `giải ngân 120 tỷ đồng trên tổng số 300 tỷ đồng`, `đạt 40% kế hoạch (300 tỷ đồng)`.
pub(super) fn is_plan_of(
    sentence: &Sentence<'_, '_>,
    draft: &Draft,
    gap: &Range<usize>,
    quantity: &Quantity<'_>,
) -> bool {
    if !draft.figure.kind.is_spending() || draft.figure.plan.is_some() {
        return false;
    }
    let all = sentence.quantities[draft.quantities.end - 1].tokens.end..gap.end;
    let opens_with = |word: &str| sentence.word(all.start) == word && !sentence.mark_before(all.start).contains(',');
    let of_total = (opens_with("trên") || opens_with("trong"))
        && all.clone().any(|at| matches!(sentence.word(at), "tổng" | "hoạch" | "giao"));
    let on = all.is_empty() && quantity.nearness == Some(Nearness::Gt) && sentence.word(all.start) == "trên";
    let names_plan = all.clone().any(|at| matches!(sentence.word(at), "hoạch" | "tổng" | "giao"));
    let is_share = draft.figure.percent.is_some() && draft.figure.amount.is_some();
    let of_plan = draft.figure.percent.is_some() && draft.figure.amount.is_none() && names_plan && gap.is_empty();
    let is_direct = of_plan && sentence.mark_before(gap.end).trim().is_empty();
    let in_brackets = is_share && names_plan && gap.is_empty() && sentence.strange_words(&all) <= 2;
    (of_total && sentence.strange_words(&all) <= 3) || on || is_direct || in_brackets
}

/// `684 hộ nghèo trên tổng số 1.021 hộ`.
pub(super) fn is_whole_of(sentence: &Sentence<'_, '_>, count: &Count, index: usize, noun: &str) -> bool {
    let Some(before) = index.checked_sub(1).and_then(|before| sentence.quantities.get(before)) else { return false };
    let between = before.tokens.end..sentence.quantities[index].tokens.start;
    count.of.is_none()
        && count.noun == noun
        && between.clone().any(|at| matches!(sentence.word(at), "trên" | "trong") && sentence.word(at + 1) == "tổng")
        && !sentence.has_mark(&between, &[',', ';'])
}

/// `100% kế hoạch vốn, với 365 tỷ đồng`, `10%, tương đương 14,6 tỷ đồng`.
pub(super) fn says_the_share_in_money(sentence: &Sentence<'_, '_>, gap: &Range<usize>) -> bool {
    let names_it = gap.clone().any(|at| matches!(sentence.word(at), "đương" | "ứng" | "với"));
    let in_brackets = sentence.mark_before(gap.end).contains('(');
    let others = [Cue::Disburse, Cue::Allocate, Cue::Part, Cue::Remaining, Cue::NotDisbursed, Cue::TotalFunds];
    (names_it || (in_brackets && gap.len() <= 2))
        && !sentence.has_mark(gap, &[';'])
        && !sentence.cues_in(gap).any(&others)
        && !sentence.has_subject(gap)
        && sentence.strange_words(gap) <= 2
}

/// Whether the share behind `gap` is that of the amount or count before it.
pub(super) fn share_belongs(
    sentence: &Sentence<'_, '_>,
    draft: &Draft,
    gap: &Range<usize>,
    quantity: &Quantity<'_>,
    is_reduction: bool,
) -> bool {
    /// Words between: *đạt tỷ lệ giải ngân*, *chiếm tỷ lệ*, *tổng số hộ dân toàn xã*.
    const STRANGE: usize = 3;
    let cues = sentence.cues_in(gap);
    let others = [
        Cue::Country,
        Cue::Average,
        Cue::Allocate,
        Cue::Part,
        Cue::Capital,
        Cue::Recurrent,
        Cue::NotDisbursed,
        Cue::PovertyRate,
        Cue::PovertyRateFall,
        Cue::NearPovertyRate,
        Cue::Counterpart,
    ];
    let same = match draft.figure.kind {
        FactKind::Disbursement => gap.len() <= 10,
        FactKind::SupportNorm
        | FactKind::IncomePerCapita
        | FactKind::LiftedHouseholds
        | FactKind::SupportedHouseholds => {
            return false;
        }
        FactKind::PoorHouseholdsReduction => {
            return draft.figure.percent.is_none() && (is_reduction || cues == Cues::default());
        }
        _ => !cues.has(Cue::Disburse),
    };
    // "65 xã đạt chuẩn, đạt 72% kế hoạch": of what was planned, not of all.
    let is_of_plan = draft.figure.count.is_some() && sentence.word(quantity.tokens.end) == "kế";
    same && draft.figure.percent.is_none()
        && !is_of_plan
        && !is_reduction
        && !sentence.has_mark(gap, &[';'])
        && !cues.any(&others)
        && !sentence.has_subject(gap)
        && sentence.strange_words(gap) <= STRANGE
}
