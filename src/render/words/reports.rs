//! Who reported a story, why these reports are one, and why others like them are not.

use jiff::SignedDuration;

use crate::judge::{SameBecause, SeriesBecause};

pub(in crate::render) struct ReportWords {
    pub(in crate::render) title: &'static str,
    pub(in crate::render) first: &'static str,
    /// How much later than the first; `{n}` is a number of whole minutes, hours, days.
    later_minutes: &'static str,
    later_hours: &'static str,
    later_days: &'static str,
    pub(in crate::render) note: &'static str,
    same_address: &'static str,
    same_text: &'static str,
    near_text: &'static str,
    same_event: &'static str,
    joined_by_hand: &'static str,
    /// Behind a reason; `{n}` is a number per hundred.
    alike: &'static str,
    pub(in crate::render) series: &'static str,
    other_numbers: &'static str,
    other_names: &'static str,
    other_document: &'static str,
}

impl ReportWords {
    /// How long after the first report one came.
    pub(in crate::render) fn later(&self, later: SignedDuration) -> String {
        let (form, count) = match (later.as_hours(), later.as_mins()) {
            (48.., _) => (self.later_days, later.as_hours() / 24),
            (2.., _) => (self.later_hours, later.as_hours()),
            (_, minutes) => (self.later_minutes, minutes.max(1)),
        };
        form.replace("{n}", &count.to_string())
    }

    pub(in crate::render) fn same(&self, why: SameBecause) -> String {
        let measured = |reason: &str, share: f32| {
            let per_cent = (f64::from(share) * 100.0).floor().clamp(0.0, 100.0);
            format!("{reason} {}", self.alike.replace("{n}", &per_cent.to_string()))
        };
        match why {
            SameBecause::SameAddress => self.same_address.to_owned(),
            SameBecause::SameText => self.same_text.to_owned(),
            SameBecause::NearText { jaccard, containment } => measured(self.near_text, jaccard.max(containment)),
            SameBecause::SameEvent { .. } => self.same_event.to_owned(),
            SameBecause::Operator => self.joined_by_hand.to_owned(),
        }
    }

    /// Why the stories of a series are several.
    pub(in crate::render) fn apart(&self, why: SeriesBecause) -> &'static str {
        match why {
            SeriesBecause::OtherNumbers { .. } | SeriesBecause::OtherNumbersInTitles => self.other_numbers,
            SeriesBecause::OtherReference => self.other_document,
            SeriesBecause::OtherNames { .. } | SeriesBecause::OtherNamesInTitles => self.other_names,
        }
    }
}

pub(super) static VIETNAMESE: ReportWords = ReportWords {
    title: "Các báo đã đưa tin",
    first: "đăng đầu tiên",
    later_minutes: "sau {n} phút",
    later_hours: "sau {n} giờ",
    later_days: "sau {n} ngày",
    note: "Theo thứ tự thời gian, kể từ bài được chọn để hiện. Trong tiêu đề của mỗi báo, những chữ được tô là những chữ mà tiêu đề ở trên không có.",
    same_address: "cùng một bài",
    same_text: "cùng nội dung",
    near_text: "gần như cùng nội dung",
    same_event: "cùng sự việc",
    joined_by_hand: "do người biên tập ghép",
    alike: "(trùng {n}%)",
    series: "Cùng loạt tin",
    other_numbers: "Các tin này cùng một mẫu nhưng khác số liệu hoặc ngày tháng, nên mỗi tin là một tin riêng.",
    other_document: "Các tin này cùng một mẫu nhưng về những văn bản khác số, nên mỗi tin là một tin riêng.",
    other_names: "Các tin này cùng một mẫu nhưng nói về nơi khác hoặc người khác, nên mỗi tin là một tin riêng.",
};

pub(super) static ENGLISH: ReportWords = ReportWords {
    title: "Who reported it",
    first: "first to publish",
    later_minutes: "{n} min later",
    later_hours: "{n} h later",
    later_days: "{n} d later",
    note: "The one whose text is shown, then first publisher first. Marked in each paper’s headline are words that the headline above doesn’t have.",
    same_address: "same article",
    same_text: "same text",
    near_text: "nearly the same text",
    same_event: "same event",
    joined_by_hand: "joined by the editor",
    alike: "({n}% in common)",
    series: "In the same series",
    other_numbers: "These stories have one form, but other numbers or dates, so that each is news of its own.",
    other_document: "These stories have one form, but are about documents of other numbers, so that each is news of its own.",
    other_names: "These stories have one form, but are about other places or people, so that each is news of its own.",
};
