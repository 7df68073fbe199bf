//! Shares: of money that is spent, of households that are poor, of communes.

use super::cue::{Cue, Cues};
use super::joining::share_belongs;
use super::reading::{Draft, Read, Reader};
use super::{FactKind, FactPlace, counts};
use crate::text::{Decimal, Nearness};

impl Reader<'_, '_, '_> {
    pub fn share(&mut self, index: usize, value: Decimal, to: Option<Decimal>) -> Read {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let gap = self.gap(index);
        if sentence.leads_on(index) {
            self.start = Some((index, value));
            return Read::Passed;
        }
        let cues = sentence.cues_in(&gap);
        let is_change = sentence.is_change(quantity);
        let is_reduction = self.is_reduction(index, cues);
        if (is_reduction || !is_change)
            && let Some(draft) = self.before(index)
            && share_belongs(sentence, draft, &gap, quantity, is_reduction)
        {
            let figure = &mut draft.figure;
            (figure.percent, figure.percent_to) = (Some(value), to);
            figure.nearness = figure.nearness.or(quantity.nearness);
            return Read::Joined;
        }
        let read = if is_reduction { self.reduction(index, cues) } else { None };
        let mut draft = match read {
            Some(draft) => draft,
            None if is_change => return Read::Passed,
            None => match self.level(index, cues) {
                Some(draft) => draft,
                None => return Read::Ended,
            },
        };
        (draft.figure.percent, draft.figure.percent_to) = (Some(value), to);
        Read::New(Box::new(draft))
    }

    /// Whether a share is one by which something fell.
    fn is_reduction(&self, index: usize, cues: Cues) -> bool {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let (last, second) = (sentence.back(quantity.start, 1), sentence.back(quantity.start, 2));
        if last == "giảm" || matches!((second, last), ("giảm", "thêm" | "được")) {
            return true;
        }
        if self.start.is_some() || matches!(last, "còn" | "xuống") {
            return false;
        }
        if cues.has(Cue::PovertyRateFall) {
            return !sentence.is_change(quantity);
        }
        let falls = cues.has(Cue::Reduce) && cues.has(Cue::PovertyRate);
        falls && !sentence.comes_to(quantity) && !self.is_level_after_fall(index)
    }

    /// `tỷ lệ hộ nghèo giảm dần, đến nay là 4,5%`: what the rate is, unlike `… giảm bình quân đạt 4%/năm`.
    fn is_level_after_fall(&self, index: usize) -> bool {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let is_stated = matches!(sentence.back(quantity.start, 1), "đạt" | "là") && quantity.per != Some("năm");
        is_stated
            && sentence.last_cue(&[Cue::Reduce], quantity.start).is_some_and(|fall| {
                let between = fall + 1..quantity.start;
                sentence.has_mark(&between, &[',', ';']) || sentence.cues_in(&between).has(Cue::Done)
            })
    }

    /// `tỷ lệ hộ nghèo giảm 4,12%`, `giảm 2% hộ nghèo trở lên`.
    fn reduction(&self, index: usize, cues: Cues) -> Option<Draft> {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let end = quantity.tokens.end;
        let names_the_poor = (sentence.word(end), sentence.word(end + 1)) == ("hộ", "nghèo")
            || sentence.cues.iter().any(|(cue, words)| *cue == Cue::PovertyRate && words.start == end);
        let rates = [Cue::PovertyRate, Cue::PovertyRateFall];
        let speaks_of_them = cues.any(&rates) || self.last.is_some_and(FactKind::is_share_of_households);
        let is_known = (names_the_poor || speaks_of_them) && !cues.has(Cue::NearPovertyRate) && self.start.is_none();
        is_known.then(|| {
            let mut draft = self.draft(index, FactKind::PovertyRateReduction, cues);
            draft.figure.per = quantity.per.map(str::to_owned);
            if names_the_poor {
                let behind = || Nearness::behind(sentence.tokens, end + 2);
                draft.figure.nearness = draft.figure.nearness.or_else(behind);
            }
            draft
        })
    }

    /// A share that is what it is.
    fn level(&mut self, index: usize, cues: Cues) -> Option<Draft> {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let gap = self.gap(index);
        let start = self.start.take().filter(|(at, _)| at + 1 == index);
        let last = |wanted: &[Cue]| sentence.last_cue(wanted, quantity.start);
        let heads = [Cue::Disburse, Cue::PovertyRate, Cue::PovertyRateFall, Cue::NearPovertyRate, Cue::NtmRate];
        let compares = last(&[Cue::Compare]).filter(|at| gap.contains(at));
        let differs = compares.is_some_and(|at| last(&heads).is_none_or(|head| head < at));
        let is_stated = sentence.mark_before(quantity.tokens.start).contains('(')
            || matches!(sentence.back(quantity.start, 1), "là" | "đạt" | "bằng");
        if (differs && !is_stated) || sentence.is_rate_of_something_else(&gap) {
            return None;
        }
        let of_communes = counts::is_share_of_communes(sentence, index).then_some(FactKind::NtmUnits);
        let counted = of_communes.or_else(|| counts::share_of_households(sentence, index));
        let said = || self.around(index).share(sentence.is_share_of_funds(index));
        let inherited = || self.last.filter(|_| cues.any(&[Cue::Country, Cue::Average]));
        let kind = counted.or_else(said).or_else(inherited)?;
        let mut draft = self.draft(index, kind, cues);
        let figure = &mut draft.figure;
        figure.percent_from = start.map(|(_, from)| from);
        figure.is_comparison = cues.any(&[Cue::Compare, Cue::Average]);
        if cues.has(Cue::Country) {
            figure.place = Some(FactPlace::Country);
        }
        Some(draft)
    }
}
