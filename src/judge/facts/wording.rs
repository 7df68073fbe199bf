//! How a sentence words its figures.

use std::ops::Range;

use super::cue::Cue;
use super::decide::HEADS;
use super::sentence::Sentence;
use crate::text::{Nearness, Quantity};

impl Sentence<'_, '_> {
    /// Whether more stands between a figure's head and the figure than belongs to either, unless *là* binds them.
    pub fn is_far(&self, gap: &Range<usize>) -> bool {
        /// "bố trí kinh phí để sửa chữa tạm thời"; what comes later is about what was done with it.
        const FAR: usize = 5;
        /// Spending is of long names.
        const FAR_SPENDING: usize = 14;
        let head = self.cues.iter().rev().find(|(cue, words)| {
            (HEADS.contains(cue) || *cue == Cue::Cost) && gap.start <= words.start && words.end <= gap.end
        });
        let Some((cue, words)) = head else { return false };
        let far = if *cue == Cue::Disburse { FAR_SPENDING } else { FAR };
        self.back(gap.end, 1) != "là" && self.strange_words(&(words.end..gap.end)) > far
    }

    /// `với tổng kinh phí`: a sum is only that with which something was done.
    pub fn is_with_funds(&self, gap: &Range<usize>) -> bool {
        let mut funds = self.cues.iter().filter(|(cue, words)| *cue == Cue::TotalFunds && gap.contains(&words.start));
        funds.any(|(_, words)| self.back(words.start, 1) == "với")
    }

    /// `thu nhập bình quân đầu người`, `32 triệu đồng/người/năm` of a place's people.
    pub fn is_per_head(&self, index: usize, gap: &Range<usize>) -> bool {
        let says =
            |first: &str, second: &str| gap.clone().any(|at| self.word(at) == first && self.word(at + 1) == second);
        let is_of_some = says("lao", "động") || says("thành", "viên") || says("công", "nhân");
        says("đầu", "người") || (self.quantities[index].per.is_some_and(|per| per.starts_with("người")) && !is_of_some)
    }

    /// `đã giải ngân`, `được giải ngân`.
    pub fn is_spent(&self, range: &Range<usize>) -> bool {
        self.cues.iter().any(|(cue, span)| {
            // "5.600 triệu đồng, đã giải ngân 3.190 triệu đồng" is about the next figure.
            let is_of_next = self.quantities.iter().any(|next| (span.end..=span.end + 1).contains(&next.start));
            *cue == Cue::Disburse
                && range.contains(&span.start)
                && matches!(self.back(span.start, 1), "được" | "đã")
                && !is_of_next
        })
    }

    /// `tăng 12%`, `cao hơn 5%`: how much something changed or differs, not what it is.
    pub fn is_change(&self, quantity: &Quantity<'_>) -> bool {
        let (last, second) = (self.back(quantity.start, 1), self.back(quantity.start, 2));
        let grew = matches!(last, "tăng" | "giảm" | "vượt" | "hụt");
        let more = last == "hơn" && matches!(second, "cao" | "thấp" | "nhiều" | "ít" | "nhanh");
        let further = matches!((second, last), ("tăng" | "giảm", "thêm" | "được"));
        // "trên", "hơn" before a number are taken as nearness: "cao hơn 5%".
        let nearness = quantity.nearness == Some(Nearness::Gt)
            && matches!(last, "cao" | "thấp" | "nhiều" | "ít" | "tăng" | "giảm" | "nhanh");
        grew || more || further || nearness
    }

    /// `giảm còn 5%`, `giảm xuống 5%`.
    pub fn comes_to(&self, quantity: &Quantity<'_>) -> bool {
        matches!(self.back(quantity.start, 1), "còn" | "xuống" | "dưới") || quantity.nearness == Some(Nearness::Lt)
    }

    /// Whether a figure is only what the next one starts from: *từ 33,5% xuống còn 28,4%*.
    pub fn leads_on(&self, index: usize) -> bool {
        /// Words between the two, a year's name among them.
        const APART: usize = 10;
        if self.back(self.quantities[index].start, 1) != "từ" {
            return false;
        }
        let Some(next) = self.quantities.get(index + 1) else { return false };
        let between = self.quantities[index].tokens.end..next.start;
        let measure = &self.quantities[index].measure;
        std::mem::discriminant(&next.measure) == std::mem::discriminant(measure)
            && between.len() <= APART
            && between.clone().any(|at| matches!(self.word(at), "xuống" | "còn" | "lên" | "thành"))
    }

    /// An uncalled-for *tỷ lệ* is one of something that isn't known here.
    pub fn is_rate_of_something_else(&self, gap: &Range<usize>) -> bool {
        let known = |at: usize| self.cues.iter().any(|(_, span)| span.contains(&at) || span.start == at + 2);
        gap.clone().any(|at| {
            let is_rate = matches!(self.word(at), "tỷ" | "tỉ") && self.word(at + 1) == "lệ" && !known(at);
            is_rate
                && at + 2 < gap.end
                && !matches!(self.word(at + 2), "đạt" | "là" | "bằng" | "khoảng" | "này" | "chung")
        })
    }

    /// `mỗi hộ` → `hộ`.
    pub fn each(&self, gap: &Range<usize>) -> Option<String> {
        let each = self.cues.iter().rev().find(|(cue, span)| *cue == Cue::EachUnit && gap.contains(&span.start));
        let (_, span) = each?;
        Some((span.start + 1..span.end).map(|at| self.word(at)).collect::<Vec<_>>().join(" "))
    }
    /// Whether a share is one of money, by the words behind it: *45% kế hoạch vốn*.
    pub fn is_share_of_funds(&self, index: usize) -> bool {
        let tail = self.tail(index);
        let names = |words: &[&str]| tail.clone().any(|at| words.contains(&self.word(at)));
        let is_of_total = matches!(self.back(self.quantities[index].start, 1), "chiếm" | "ứng");
        names(&["vốn"]) && names(&["hoạch", "giao"]) && !is_of_total
    }
}
