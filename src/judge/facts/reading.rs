//! A sentence's figures, from left to right.

use std::ops::Range;

use super::about::Span;
use super::cue::{Cue, Cues};
use super::decide::{self, Around, HEADS, stance};
use super::sentence::Sentence;
use super::{
    Component, Count, Fact, FactKind, FactPlace, Fund, Money, Payer, Period, Programme, Stance, counts, flag, respectively,
};
use crate::judge::Evidence;
use crate::text::{Amount, Decimal, Measure, Nearness, Quantity, Token};

/// What a sentence leaves to one that goes on with *Trong đó* or *Cụ thể*.
#[derive(Default)]
pub(super) struct Context {
    last: Option<FactKind>,
}

/// A fact being read.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub kind: FactKind,
    pub stance: Stance,
    pub amount: Option<Money>,
    pub plan: Option<Money>,
    pub percent: Option<Decimal>,
    pub percent_from: Option<Decimal>,
    pub percent_to: Option<Decimal>,
    pub count: Option<Count>,
    pub nearness: Option<Nearness>,
    pub place: Option<FactPlace>,
    pub period: Option<Period>,
    pub programme: Option<Programme>,
    pub component: Option<Component>,
    pub fund: Option<Fund>,
    pub paid_by: Option<Payer>,
    pub per: Option<String>,
    pub is_cumulative: bool,
    pub is_comparison: bool,
    /// Its figures, as indices among the sentence's.
    pub figures: Range<usize>,
}

impl Draft {
    pub fn fact(self, evidence: Evidence) -> Fact {
        let mut fact = Fact {
            kind: self.kind,
            stance: self.stance,
            amount: self.amount,
            plan: self.plan,
            percent: self.percent,
            percent_from: self.percent_from,
            percent_to: self.percent_to,
            count: self.count,
            nearness: self.nearness,
            place: self.place,
            period: self.period,
            programme: self.programme,
            component: self.component,
            fund: self.fund,
            paid_by: self.paid_by,
            per: self.per,
            is_cumulative: self.is_cumulative,
            is_comparison: self.is_comparison,
            flags: Vec::new(),
            evidence,
        };
        fact.flags = flag::flags(&fact);
        fact
    }
}

/// Whether a sentence without figures may say that nothing was spent.
pub(super) fn may_state_none(tokens: &[Token<'_>]) -> bool {
    tokens.windows(2).any(|pair| pair[0].folded == "giải" && pair[1].folded == "ngân")
        && tokens.iter().any(|token| matches!(token.folded.as_str(), "chưa" | "không"))
}

/// Its facts, in order.
pub(super) fn facts(sentence: &Sentence<'_, '_>, context: &mut Context) -> Vec<Draft> {
    let cues = sentence.all_cues();
    let speaks_of_others = cues.any(&[Cue::Foreign]) || (cues.has(Cue::PublicInvestment) && !cues.has(Cue::Planned));
    let names_programme = cues.any(&[Cue::Programme, Cue::ForProgramme]) || !sentence.programmes.is_empty();
    if speaks_of_others && !names_programme {
        *context = Context::default();
        return Vec::new();
    }
    let goes_on = sentence.cues.first().is_some_and(|(cue, span)| *cue == Cue::Part && span.start == 0);
    let before = context.last.take().filter(|_| goes_on);
    let mut reader = Reader { sentence, drafts: Vec::new(), from: 0, last: before, skipped: None };
    for index in 0..sentence.quantities.len() {
        reader.read(index);
    }
    let mut drafts = reader.drafts;
    respectively::assign(sentence, &mut drafts);
    drafts.extend(nothing_spent(sentence));
    context.last = drafts.last().map(|draft| draft.kind);
    drafts
}

struct Reader<'r, 's, 't> {
    sentence: &'r Sentence<'s, 't>,
    drafts: Vec<Draft>,
    /// Where the words begin that say what the next figure is.
    from: usize,
    last: Option<FactKind>,
    /// A share that the next one starts from: *từ 33,5% xuống 28,4%*.
    skipped: Option<(usize, Decimal)>,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self, index: usize) {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let read = match &quantity.measure {
            Measure::Percent { value, to } => self.share(index, *value, *to),
            Measure::Money { value, of, .. } => self.money(index, value, of.as_ref()),
            Measure::Count { .. } => self.count(index),
        };
        match read {
            Read::New => {
                self.from = sentence.tail(index).end;
                self.last = self.drafts.last().map(|draft| draft.kind);
            }
            Read::Joined => {
                self.from = sentence.tail(index).end;
                if let Some(draft) = self.drafts.last_mut() {
                    draft.figures.end = index + 1;
                }
            }
            // Its words are about what comes next as well: "được đầu tư 3 công trình với tổng vốn …".
            Read::Passed => {}
            Read::Ended => {
                self.from = quantity.tokens.end;
                self.last = None;
            }
        }
    }

    fn gap(&self, index: usize) -> Range<usize> {
        let start = self.sentence.quantities[index].start;
        self.from.min(start)..start
    }

    fn span(&self, index: usize) -> Span {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let end = quantity.tokens.end;
        let next = sentence.quantities.get(index + 1).map_or(sentence.tokens.len(), |next| next.start);
        let until = (end..next).find(|at| sentence.mark_before(*at).contains(';')).unwrap_or(next);
        Span { from: self.gap(index).start, start: quantity.start, end, until }
    }

    fn around(&self, index: usize) -> Around {
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
        let names_funds = gap.clone().any(|at| matches!(sentence.word(at), "vốn" | "phí" | "giá" | "tư"));
        let is_norm = self.last == Some(FactKind::SupportNorm);
        let inherited = self.last.filter(|_| is_norm || sentence.strange_words(&gap) <= STRANGE);
        Around {
            cues: said.and(own),
            behind: sentence.cues_in(&(tail.end..span.until)),
            is_far: self.is_far(&gap),
            is_price: (gap.clone()).any(|at| {
                sentence.word(at) == "với" && sentence.cues.iter().any(|(cue, words)| *cue == Cue::TotalFunds && words.start == at + 1)
            }),
            follows_total: self.drafts.last().is_some_and(|draft| draft.fund.is_none() && draft.paid_by.is_none()),
            is_stated: sentence.back(gap.end, 1) == "là",
            is_per_head: self.is_per_head(index, &gap),
            is_spent_behind: self.is_spent(&(tail.end..span.until)),
            is_of_spent_project: sentence.all_cues().has(Cue::Disburse)
                && sentence.names_programme(&gap),
            inherited,
            per: sentence.quantities[index].per.map(str::to_owned),
            is_of_year: sentence.is_of_year(&span),
            names_funds,
        }
    }

    fn money(&mut self, index: usize, value: &Amount<'_>, of: Option<&Amount<'_>>) -> Read {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let gap = self.gap(index);
        let is_change = self.is_change(quantity);
        if let Some(draft) = self.drafts.last_mut() {
            let follows = draft.figures.end == index;
            if follows && is_plan_of(sentence, draft, &gap, quantity) {
                draft.plan = Some(money(value));
                return Read::Joined;
            }
            if follows && draft.amount.is_none() && draft.count.is_none() && says_the_share_in_money(sentence, &gap) {
                draft.amount = Some(money(value));
                draft.plan = of.map(money);
                draft.nearness = draft.nearness.or(quantity.nearness);
                return Read::Joined;
            }
        }
        if is_change || (sentence.back(quantity.start, 1) == "từ" && self.leads_on(index)) {
            return Read::Passed;
        }
        let around = self.around(index);
        let Some(kind) = around.money() else { return Read::Ended };
        let mut draft = self.draft(index, kind, around.cues);
        draft.amount = Some(money(value));
        draft.plan = of.map(money);
        if kind == FactKind::ProjectCost {
            draft.count = self.works_before(index);
            // "vốn đầu tư" of a work is its cost.
            draft.fund = None;
        }
        if matches!(kind, FactKind::SupportNorm | FactKind::IncomePerCapita) {
            draft.per = around.per.or_else(|| self.each(&gap)).or_else(|| self.drafts.last().and_then(|last| last.per.clone()));
            if kind == FactKind::IncomePerCapita {
                draft.per.get_or_insert_with(|| "người".to_owned());
            }
        }
        self.drafts.push(draft);
        Read::New
    }

    fn share(&mut self, index: usize, value: Decimal, to: Option<Decimal>) -> Read {
        let sentence = self.sentence;
        let quantity = &sentence.quantities[index];
        let gap = self.gap(index);
        let cues = sentence.cues_in(&gap);
        if sentence.back(quantity.start, 1) == "từ" && self.leads_on(index) {
            self.skipped = Some((index, value));
            return Read::Passed;
        }
        let is_reduction = sentence.back(quantity.start, 1) == "giảm"
            || matches!((sentence.back(quantity.start, 2), sentence.back(quantity.start, 1)), ("giảm", "thêm" | "được"))
            || (cues.has(Cue::Reduce) && cues.has(Cue::PovertyRate) && !self.comes_to(quantity));
        let speaks_of_poverty = cues.has(Cue::PovertyRate) || self.last.is_some_and(FactKind::is_share_of_households);
        let joins = self.drafts.last().is_some_and(|draft| {
            // "65 xã đạt chuẩn, đạt 72% kế hoạch": of what was planned, not of all.
            let is_of_plan = draft.count.is_some() && sentence.word(quantity.tokens.end) == "kế";
            draft.figures.end == index && !is_of_plan && share_belongs(sentence, draft, &gap, is_reduction)
        });
        if joins && (!self.is_change(quantity) || is_reduction) {
            if let Some(draft) = self.drafts.last_mut() {
                draft.percent = Some(value);
                draft.percent_to = to;
                draft.nearness = draft.nearness.or(quantity.nearness);
            }
            return Read::Joined;
        }
        // "giảm 2% hộ nghèo trở lên"
        let end = quantity.tokens.end;
        let of_the_poor = (sentence.word(end), sentence.word(end + 1)) == ("hộ", "nghèo")
            || sentence.cues.iter().any(|(cue, words)| *cue == Cue::PovertyRate && words.start == end);
        if is_reduction && (speaks_of_poverty || of_the_poor) && !cues.has(Cue::NearPovertyRate) && self.skipped.is_none() {
            let mut draft = self.draft(index, FactKind::PovertyRateReduction, cues);
            (draft.percent, draft.percent_to) = (Some(value), to);
            draft.per = quantity.per.map(str::to_owned);
            if of_the_poor {
                draft.nearness = draft.nearness.or_else(|| Nearness::behind(sentence.tokens, end + 2));
            }
            self.drafts.push(draft);
            return Read::New;
        }
        if self.is_change(quantity) {
            return Read::Passed;
        }
        let last_of = |wanted: &[Cue]| sentence.last_cue(wanted, quantity.start).map(|(_, at)| at);
        let differs = last_of(&[Cue::Compare]).filter(|at| gap.contains(at));
        let heads = [Cue::Disburse, Cue::PovertyRate, Cue::NearPovertyRate, Cue::NtmRate];
        let differs = differs.is_some_and(|at| last_of(&heads).is_none_or(|head| head < at));
        let compared = cues.any(&[Cue::Country, Cue::Average]);
        let is_stated = sentence.mark_before(quantity.tokens.start).contains('(')
            || matches!(sentence.back(quantity.start, 1), "là" | "đạt" | "bằng");
        if differs && !is_stated {
            return Read::Ended;
        }
        if self.is_of_something_else(&gap) {
            return Read::Ended;
        }
        let around = self.around(index);
        let tail = sentence.tail(index);
        let is_of_funds = tail.clone().any(|at| sentence.word(at) == "vốn")
            && tail.clone().any(|at| matches!(sentence.word(at), "hoạch" | "giao"))
            && !matches!(sentence.back(quantity.start, 1), "chiếm" | "ứng");
        let inherited = self.last.filter(|_| compared);
        let of_communes = counts::is_share_of_communes(sentence, index).then_some(FactKind::NtmUnits);
        let of_households = counts::share_of_households(sentence, index);
        let Some(kind) = of_communes.or(of_households).or_else(|| around.share(is_of_funds)).or(inherited) else { return Read::Ended };
        let mut draft = self.draft(index, kind, cues);
        (draft.percent, draft.percent_to) = (Some(value), to);
        draft.percent_from = self.skipped.take().filter(|(at, _)| at + 1 == index).map(|(_, from)| from);
        draft.is_comparison = cues.any(&[Cue::Compare, Cue::Average]);
        if cues.has(Cue::Country) {
            draft.place = Some(FactPlace::Country);
        }
        self.drafts.push(draft);
        Read::New
    }

    fn count(&mut self, index: usize) -> Read {
        let sentence = self.sentence;
        let gap = self.gap(index);
        let Measure::Count { value, of, noun, .. } = sentence.quantities[index].measure else { return Read::Passed };
        if let Some(draft) = self.drafts.last_mut()
            && is_whole_of(sentence, draft, index, noun)
        {
            if let Some(count) = &mut draft.count {
                count.of = Some(value);
            }
            return Read::Joined;
        }
        let Some(kind) = counts::counted(sentence, index, gap.start) else { return Read::Passed };
        let mut draft = self.draft(index, kind, sentence.cues_in(&gap));
        draft.count = Some(Count { value, of, noun: noun.to_owned() });
        if kind == FactKind::NtmCriteria {
            draft.per = Some("xã".to_owned());
        }
        self.drafts.push(draft);
        Read::New
    }

    /// Whether more stands between a figure's head and the figure than belongs to either, unless *là* binds them.
    fn is_far(&self, gap: &Range<usize>) -> bool {
        /// "bố trí kinh phí để sửa chữa tạm thời"; what comes later is about what was done with it.
        const FAR: usize = 5;
        /// Spending is of long names.
        const FAR_SPENDING: usize = 14;
        let sentence = self.sentence;
        let head = sentence.cues.iter().rev().find(|(cue, words)| (HEADS.contains(cue) || *cue == Cue::Cost) && gap.start <= words.start && words.end <= gap.end);
        let Some((cue, words)) = head else { return false };
        let far = if *cue == Cue::Disburse { FAR_SPENDING } else { FAR };
        sentence.back(gap.end, 1) != "là" && sentence.strange_words(&(words.end..gap.end)) > far
    }

    /// `thu nhập bình quân đầu người`, `32 triệu đồng/người/năm` of a place's people.
    fn is_per_head(&self, index: usize, gap: &Range<usize>) -> bool {
        let sentence = self.sentence;
        let says = |first: &str, second: &str| gap.clone().any(|at| sentence.word(at) == first && sentence.word(at + 1) == second);
        let is_of_some = says("lao", "động") || says("thành", "viên") || says("công", "nhân");
        says("đầu", "người") || (sentence.quantities[index].per.is_some_and(|per| per.starts_with("người")) && !is_of_some)
    }

    /// `đã giải ngân`, `được giải ngân`.
    fn is_spent(&self, range: &Range<usize>) -> bool {
        let sentence = self.sentence;
        sentence.cues.iter().any(|(cue, span)| {
            *cue == Cue::Disburse
                && range.contains(&span.start)
                && matches!(sentence.back(span.start, 1), "được" | "đã")
        })
    }

    fn draft(&self, index: usize, kind: FactKind, cues: Cues) -> Draft {
        let sentence = self.sentence;
        let (span, tail) = (self.span(index), sentence.tail(index));
        let last = sentence.last_cue(&[Cue::Target, Cue::Done], span.start).map(|(cue, _)| cue);
        let is_cumulative = cues.has(Cue::Cumulative);
        let period = sentence.period_of(&span);
        let stance = match stance(kind, last, cues) {
            Stance::Result if last != Some(Cue::Done) && self.is_ahead(kind, period) => Stance::Target,
            stance => stance,
        };
        let expected =
            (cues.any(&[Cue::Expected, Cue::Estimated]) && stance == Stance::Result).then_some(Nearness::About);
        let is_money = matches!(sentence.quantities[index].measure, Measure::Money { .. } | Measure::Percent { .. });
        let fund = if is_money { sentence.fund_of(&span, &tail) } else { None };
        // What is spent is of what the same clause allots: "Dự án 1 được giao 30 tỷ đồng, đã giải ngân 12 tỷ đồng".
        let allotted = self.drafts.last().filter(|before| {
            (kind.is_spending() || kind == FactKind::Allocation)
                && before.kind == FactKind::Allocation
                && !sentence.has_mark(&self.gap(index), &[';'])
                && !sentence.has_subject(&self.gap(index))
        });
        Draft {
            kind,
            stance,
            amount: None,
            plan: None,
            percent: None,
            percent_from: None,
            percent_to: None,
            count: None,
            nearness: sentence.quantities[index].nearness.or(expected),
            place: sentence.place_of(&span),
            period: if is_cumulative { period.map(Period::until_its_end) } else { period },
            programme: sentence.programme_of(&span),
            component: sentence.component_of(&span).or_else(|| allotted.and_then(|draft| draft.component)),
            fund: fund.or_else(|| allotted.and_then(|draft| draft.fund)),
            paid_by: if is_money { sentence.payer_of(&span, &tail) } else { None },
            per: None,
            is_cumulative,
            is_comparison: false,
            figures: index..index + 1,
        }
    }

    /// Whether the figure is for a day that the article can't know yet.
    fn is_ahead(&self, kind: FactKind, period: Option<Period>) -> bool {
        /// Households are counted in the year's last weeks; money is, until its last days.
        const EARLY: i32 = 31;
        const EARLY_MONEY: i32 = 10;
        let Some((published, Period::Until(end))) = self.sentence.published.zip(period) else { return false };
        let early = if kind.is_spending() { EARLY_MONEY } else { EARLY };
        decide::can_be_aim(kind) && (end - published).get_days() > early
    }

    /// `tăng 12%`, `cao hơn 5%`: how much something changed or differs, not what it is.
    fn is_change(&self, quantity: &Quantity<'_>) -> bool {
        let (last, second) = (self.sentence.back(quantity.start, 1), self.sentence.back(quantity.start, 2));
        let grew = matches!(last, "tăng" | "giảm" | "vượt" | "hụt");
        let more = last == "hơn" && matches!(second, "cao" | "thấp" | "nhiều" | "ít" | "nhanh");
        let further = matches!((second, last), ("tăng" | "giảm", "thêm" | "được"));
        // "trên", "hơn" before a number are taken as nearness: "cao hơn 5%".
        let nearness = quantity.nearness == Some(Nearness::Gt)
            && matches!(last, "cao" | "thấp" | "nhiều" | "ít" | "tăng" | "giảm" | "nhanh");
        grew || more || further || nearness
    }

    /// `giảm còn 5%`, `giảm xuống 5%`.
    fn comes_to(&self, quantity: &Quantity<'_>) -> bool {
        matches!(self.sentence.back(quantity.start, 1), "còn" | "xuống" | "dưới" | "đạt" | "là") || self.skipped.is_some()
            || quantity.nearness == Some(Nearness::Lt)
    }

    /// Whether a share *từ 33,5%* goes on to the next.
    fn leads_on(&self, index: usize) -> bool {
        let sentence = self.sentence;
        let Some(next) = sentence.quantities.get(index + 1) else { return false };
        let between = sentence.quantities[index].tokens.end..next.start;
        let measure = &sentence.quantities[index].measure;
        std::mem::discriminant(&next.measure) == std::mem::discriminant(measure)
            && between.len() <= 10
            && between.clone().any(|at| matches!(sentence.word(at), "xuống" | "còn" | "lên" | "thành"))
    }

    /// An uncalled-for *tỷ lệ* is one of something that isn't known here.
    fn is_of_something_else(&self, gap: &Range<usize>) -> bool {
        let sentence = self.sentence;
        let known = |at: usize| sentence.cues.iter().any(|(_, span)| span.contains(&at) || span.start == at + 2);
        gap.clone().any(|at| {
            let is_rate = matches!(sentence.word(at), "tỷ" | "tỉ") && sentence.word(at + 1) == "lệ" && !known(at);
            is_rate && at + 2 < gap.end && !matches!(sentence.word(at + 2), "đạt" | "là" | "bằng" | "khoảng" | "này" | "chung")
        })
    }

    /// `mỗi hộ` → `hộ`.
    fn each(&self, gap: &Range<usize>) -> Option<String> {
        let sentence = self.sentence;
        let each = sentence.cues.iter().rev().find(|(cue, span)| *cue == Cue::EachUnit && gap.contains(&span.start));
        let (_, span) = each?;
        Some((span.start + 1..span.end).map(|at| sentence.word(at)).collect::<Vec<_>>().join(" "))
    }

    /// The works whose cost comes next: `3 công trình … với tổng vốn`.
    fn works_before(&self, index: usize) -> Option<Count> {
        let before = &self.sentence.quantities[index.checked_sub(1)?];
        match before.measure {
            Measure::Count { value, of, noun, .. } if matches!(noun, "công trình" | "dự án" | "km" | "tuyến đường" | "điểm trường") => {
                (before.tokens.start >= self.from).then(|| Count { value, of, noun: noun.to_owned() })
            }
            _ => None,
        }
    }
}

/// What a quantity turned out to be.
enum Read {
    /// A fact of its own.
    New,
    /// Part of the last fact.
    Joined,
    /// No fact; what was said before it still holds.
    Passed,
    /// No fact, and another matter.
    Ended,
}

fn money(amount: &Amount<'_>) -> Money {
    Money { dong: amount.dong, unit: amount.unit.to_owned(), step: amount.step }
}

/// `giải ngân 120 tỷ đồng trên tổng số 300 tỷ đồng`, `đạt 40% kế hoạch (300 tỷ đồng)`.
fn is_plan_of(sentence: &Sentence<'_, '_>, draft: &Draft, gap: &Range<usize>, quantity: &Quantity<'_>) -> bool {
    if !draft.kind.is_spending() || draft.plan.is_some() {
        return false;
    }
    let all = sentence.quantities[draft.figures.end - 1].tokens.end..gap.end;
    let opens_with = |word: &str| sentence.word(all.start) == word && !sentence.mark_before(all.start).contains(',');
    let of_total = (opens_with("trên") || opens_with("trong"))
        && all.clone().any(|at| matches!(sentence.word(at), "tổng" | "hoạch" | "giao"));
    let on = all.is_empty() && quantity.nearness == Some(Nearness::Gt) && sentence.word(all.start) == "trên";
    let names_plan = all.clone().any(|at| matches!(sentence.word(at), "hoạch" | "tổng" | "giao"));
    let is_share = draft.percent.is_some() && draft.amount.is_some();
    let of_plan = draft.percent.is_some() && draft.amount.is_none() && names_plan && gap.is_empty();
    let is_direct = of_plan && sentence.mark_before(gap.end).trim().is_empty();
    let in_brackets = is_share && names_plan && gap.is_empty() && sentence.strange_words(&all) <= 2;
    (of_total && sentence.strange_words(&all) <= 3) || on || is_direct || in_brackets
}

/// `684 hộ nghèo trên tổng số 1.021 hộ`.
fn is_whole_of(sentence: &Sentence<'_, '_>, draft: &Draft, index: usize, noun: &str) -> bool {
    let Some(before) = index.checked_sub(1).filter(|before| before + 1 == draft.figures.end) else { return false };
    let between = sentence.quantities[before].tokens.end..sentence.quantities[index].tokens.start;
    draft.count.as_ref().is_some_and(|count| count.of.is_none() && count.noun == noun)
        && between.clone().any(|at| matches!(sentence.word(at), "trên" | "trong") && sentence.word(at + 1) == "tổng")
        && !sentence.has_mark(&between, &[',', ';'])
}

/// `100% kế hoạch vốn, với 365 tỷ đồng`, `10%, tương đương 14,6 tỷ đồng`.
fn says_the_share_in_money(sentence: &Sentence<'_, '_>, gap: &Range<usize>) -> bool {
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
fn share_belongs(sentence: &Sentence<'_, '_>, draft: &Draft, gap: &Range<usize>, is_reduction: bool) -> bool {
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
        Cue::NearPovertyRate,
        Cue::Counterpart,
    ];
    let same = match draft.kind {
        FactKind::Disbursement => gap.len() <= 10,
        FactKind::SupportNorm | FactKind::IncomePerCapita | FactKind::LiftedHouseholds | FactKind::SupportedHouseholds => {
            return false;
        }
        FactKind::PoorHouseholdsReduction => return draft.percent.is_none() && (is_reduction || cues == Cues::default()),
        _ => !cues.has(Cue::Disburse),
    };
    same && draft.percent.is_none()
        && !is_reduction
        && !sentence.has_mark(gap, &[';'])
        && !cues.any(&others)
        && !sentence.has_subject(gap)
        && sentence.strange_words(gap) <= STRANGE
}

/// `Tiểu dự án 2, Dự án 4 chưa giải ngân`: nothing was spent of each.
fn nothing_spent(sentence: &Sentence<'_, '_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (cue, span) in &sentence.cues {
        // "chưa giải ngân hết" says that something was.
        let is_partly = matches!(sentence.word(span.end), "hết" | "xong" | "đạt" | "đủ" | "kịp")
            || matches!(sentence.word(span.end + 1), "hết" | "đủ");
        if *cue != Cue::NotDisbursed || is_partly {
            continue;
        }
        let quantities = &sentence.quantities;
        let after_figure = quantities.iter().filter(|quantity| quantity.tokens.end <= span.start).map(|q| q.tokens.end).max();
        let next = quantities.iter().map(|quantity| quantity.start).find(|start| *start >= span.end);
        let end = (span.end..sentence.tokens.len()).find(|at| sentence.mark_before(*at).contains([';', ',', '.']));
        if next.is_some_and(|next| end.is_none_or(|end| next < end)) {
            continue;
        }
        let from = after_figure.unwrap_or(0);
        let begins = (from..=span.start).rev().find(|at| *at > 0 && sentence.mark_before(*at).contains([';', ')']));
        let from = begins.unwrap_or(from);
        let span = Span { from, start: span.start, end: span.end, until: end.unwrap_or(sentence.tokens.len()) };
        let named = sentence.components.iter().filter(|(name, _)| from <= name.start && name.end <= span.start);
        for (_, component) in named {
            drafts.push(Draft {
                kind: FactKind::Disbursement,
                stance: Stance::Result,
                amount: Some(Money { dong: Some(0), unit: String::new(), step: 1 }),
                plan: None,
                percent: Some(Decimal::whole(0)),
                percent_from: None,
                percent_to: None,
                count: None,
                nearness: None,
                place: sentence.place_of(&span),
                period: sentence.period_of(&span),
                programme: sentence.programme_of(&span),
                component: Some(*component),
                fund: None,
                paid_by: None,
                per: None,
                is_cumulative: false,
                is_comparison: false,
                figures: 0..0,
            });
        }
    }
    drafts
}
