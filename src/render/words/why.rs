//! Why a story is filed where it is, and where it nearly was.

use crate::judge::{Field, Shortfall, Weight};
use crate::news::TopicId;

pub(in crate::render) struct WhyWords {
    pub(in crate::render) title: &'static str,
    pub(in crate::render) note: &'static str,
    in_title: &'static str,
    in_lead: &'static str,
    in_body: &'static str,
    pub(in crate::render) rule: &'static str,
    pub(in crate::render) near_misses: &'static str,
    /// Of rules: strong, subject, within, context.
    weights: [&'static str; 4],
    in_passing: &'static str,
    seldom: &'static str,
    alone: &'static str,
    without_parent: &'static str,
    nearer: &'static str,
    merged: &'static str,
    /// `{topic}` and `{rule}`.
    inside: &'static str,
    /// `{rule}`.
    never: &'static str,
    /// `{rule}` and `{year}`.
    other_year: &'static str,
}

impl WhyWords {
    pub(in crate::render) fn field(&self, field: Field) -> &'static str {
        match field {
            Field::Title => self.in_title,
            Field::Lead => self.in_lead,
            Field::Body => self.in_body,
        }
    }

    /// How much a rule says by itself.
    pub(in crate::render) fn weight(&self, weight: Weight) -> &'static str {
        let [strong, subject, within, context] = self.weights;
        match weight {
            Weight::Strong => strong,
            Weight::Subject => subject,
            Weight::Within => within,
            Weight::Context => context,
        }
    }

    /// Why a story is not under a topic that something speaks for; `name` gives topics' names.
    pub(in crate::render) fn shortfall<'n>(&self, why: &Shortfall, name: impl Fn(&TopicId) -> &'n str) -> String {
        match why {
            Shortfall::InPassing => self.in_passing.to_owned(),
            Shortfall::Seldom => self.seldom.to_owned(),
            Shortfall::Alone => self.alone.to_owned(),
            Shortfall::WithoutParent => self.without_parent.to_owned(),
            Shortfall::Nearer => self.nearer.to_owned(),
            Shortfall::Merged => self.merged.to_owned(),
            Shortfall::Inside { topic, rule } => self.inside.replace("{topic}", name(topic)).replace("{rule}", rule),
            Shortfall::Never { rule } => self.never.replace("{rule}", rule),
            Shortfall::OtherYear { rule, year } => {
                self.other_year.replace("{rule}", rule).replace("{year}", &year.to_string())
            }
        }
    }
}

pub(super) static VIETNAMESE: WhyWords = WhyWords {
    title: "Vì sao tin ở đây",
    note: "Những chữ trong bài đã khớp với quy tắc của từng chủ đề",
    in_title: "trong tiêu đề",
    in_lead: "trong sa-pô",
    in_body: "trong bài",
    rule: "quy tắc",
    near_misses: "Gần khớp nhưng không xếp",
    weights: ["đủ một mình", "đủ ở tiêu đề hoặc sa-pô", "đủ trong chương trình của nó", "cần có chữ khác đi cùng"],
    in_passing: "chỉ nhắc một lần ở cuối bài dài hoặc sau “góp phần”, không có gì khác nói về chủ đề này",
    seldom: "chỉ tính khi ở tiêu đề hoặc sa-pô mà bài dài có nhắc lại, hoặc khi ở ba chỗ trong bài, hai chỗ trong bài ngắn",
    alone: "chỉ tính khi đứng cạnh tên chương trình, hoặc cùng ba cụm từ khác",
    without_parent: "chỉ tính khi bài thuộc chương trình chứa nó",
    nearer: "những chữ này thuộc một chủ đề khác được nêu gần hơn",
    merged: "bài viết về chương trình mà chủ đề này đã được hợp nhất vào",
    inside: "nằm trong một tên dài hơn, của “{topic}” (quy tắc: {rule})",
    never: "bị loại trừ bởi quy tắc: {rule}",
    other_year: "là văn bản khác cùng số, ban hành năm {year} (quy tắc: {rule})",
};

pub(super) static ENGLISH: WhyWords = WhyWords {
    title: "Why it is here",
    note: "The words in the article that matched each topic's rules",
    in_title: "in the title",
    in_lead: "in the lead",
    in_body: "in the text",
    rule: "rule",
    near_misses: "Nearly, but not filed under",
    weights: ["enough by itself", "enough in the title or lead", "enough within its programme", "needs company"],
    in_passing: "said once, late in a long text or as what something else serves, and nothing else speaks for the topic",
    seldom: "counts in the title or lead if a long text comes back to it, or at three places of the text, two of a short one",
    alone: "counts beside the programme's name, or with three other phrases",
    without_parent: "counts only where the story is filed under the programme that it is part of",
    nearer: "these words are another topic's, which is named nearer to them",
    merged: "the story is about the programme that this one was merged into",
    inside: "part of a longer name, of “{topic}” (rule: {rule})",
    never: "ruled out by: {rule}",
    other_year: "another document of that number, of {year} (rule: {rule})",
};
