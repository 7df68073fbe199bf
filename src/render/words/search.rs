//! What the search page says.

use super::counted;
use crate::config::Language;
use crate::search::{Filter, Note, Query};

pub(in crate::render) struct SearchWords {
    language: Language,
    pub(in crate::render) title: &'static str,
    pub(in crate::render) label: &'static str,
    pub(in crate::render) button: &'static str,
    /// Beside a box.
    pub(in crate::render) without_marks: &'static str,
    pub(in crate::render) description: &'static str,
    /// `{q}`, of a search's feed.
    feed: &'static str,
    one_found: &'static str,
    found: &'static str,
    pub(in crate::render) nothing: &'static str,
    pub(in crate::render) is_cut: &'static str,
    pub(in crate::render) too_slow: &'static str,
    /// Over those that are spelt as it was typed, and over the others.
    pub(in crate::render) as_spelt: &'static str,
    pub(in crate::render) otherwise_spelt: &'static str,
    pub(in crate::render) none_typed: &'static str,
    pub(in crate::render) as_typed: &'static str,
    pub(in crate::render) filters: &'static str,
    pub(in crate::render) without_filter: &'static str,
    pub(in crate::render) not: &'static str,
    pub(in crate::render) narrow: &'static str,
    pub(in crate::render) newest_first: &'static str,
    pub(in crate::render) best_first: &'static str,
    pub(in crate::render) pages: &'static str,
    page: &'static str,
    pub(in crate::render) previous: &'static str,
    pub(in crate::render) next: &'static str,
    pub(in crate::render) follow: &'static str,
    pub(in crate::render) help: &'static str,
    /// What is typed, and what it finds.
    pub(in crate::render) helps: &'static [(&'static str, &'static str)],
    /// On a site of files alone.
    pub(in crate::render) not_here: &'static str,
}

impl SearchWords {
    pub(in crate::render) fn of(language: Language) -> &'static Self {
        match language {
            Language::Vietnamese => &VIETNAMESE,
            Language::English => &ENGLISH,
        }
    }

    pub(in crate::render) fn count(&self, count: usize) -> String {
        counted(count, self.one_found, self.found)
    }

    pub(in crate::render) fn feed(&self, query: &str) -> String {
        self.feed.replace("{q}", query)
    }

    pub(in crate::render) fn page(&self, page: usize, pages: usize) -> String {
        self.page.replace("{n}", &page.to_string()).replace("{all}", &pages.to_string())
    }

    pub(in crate::render) fn note(&self, note: &Note) -> String {
        match self.language {
            Language::Vietnamese => vietnamese(note),
            Language::English => english(note),
        }
    }
}

fn vietnamese(note: &Note) -> String {
    let name = |filter: &Filter| filter.name(Language::Vietnamese);
    let or = |meant: &Option<String>| meant.as_ref().map(|m| format!(" Có phải bạn muốn “{m}”?")).unwrap_or_default();
    match note {
        Note::TooLong => format!("Câu tìm dài quá, chỉ đọc {} ký tự đầu.", Query::LONGEST),
        Note::TooManyWords => format!("Câu tìm nhiều từ quá, chỉ tìm {} từ đầu.", Query::MOST_WORDS),
        Note::OpenQuote => "Thiếu dấu ngoặc kép đóng, nên cụm từ được lấy đến hết câu.".to_owned(),
        Note::NoValue(filter) => {
            format!("Sau “{}:” chưa có gì. Hãy viết liền, không có dấu cách.", name(filter))
        }
        Note::UnknownFilter { name: typed, meant } => {
            let or = or(&meant.map(|meant| format!("{}:", name(&meant))));
            format!("Không có bộ lọc “{typed}:”, nên được tìm như những từ thường.{or}")
        }
        Note::UnknownValue { filter, value, meant } => {
            let what = match filter {
                Filter::Topic => "chủ đề",
                Filter::Place => "tỉnh, thành phố",
                _ => "nguồn tin",
            };
            format!("Không có {what} nào tên “{value}”, nên bộ lọc này được bỏ qua.{}", or(meant))
        }
        Note::BadValue { filter: Filter::Marks, value } => {
            format!("“dau:” chỉ nhận “co” hoặc “khong”, nên “{value}” được bỏ qua.")
        }
        Note::BadValue { filter: Filter::Sort, value } => {
            format!("“xep:” chỉ nhận “moi” hoặc “hop”, nên “{value}” được bỏ qua.")
        }
        Note::BadValue { value, .. } => {
            format!("“{value}” không phải là ngày, tháng hay năm (5/11/2026, 11/2026, 2026), nên được bỏ qua.")
        }
        Note::EmptyPeriod => "Ngày cuối đứng trước ngày đầu, nên không thể có tin nào.".to_owned(),
        Note::OnlyUnwanted => "Câu tìm chỉ có những gì phải loại ra. Hãy thêm một từ hoặc một bộ lọc.".to_owned(),
    }
}

/// The sentence that operators get from the command line.
fn english(note: &Note) -> String {
    let sentence = note.to_string();
    let mut letters = sentence.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let end = if sentence.ends_with('?') { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

static VIETNAMESE: SearchWords = SearchWords {
    language: Language::Vietnamese,
    title: "Tìm tin",
    label: "Từ cần tìm",
    button: "Tìm",
    without_marks: "Không phân biệt dấu",
    description: "Tìm trong mọi tin đã đăng.",
    feed: "Tìm: {q}",
    one_found: "1 tin khớp",
    found: "{n} tin khớp",
    nothing: "Không tìm thấy tin nào. Hãy thử ít từ hơn, bỏ bớt bộ lọc, hoặc tìm không phân biệt dấu.",
    is_cut: "Có quá nhiều bài khớp, nên chỉ xét những bài mới nhất.",
    too_slow: "Việc tìm mất nhiều thời gian quá nên đã dừng. Hãy thêm từ hoặc bộ lọc rồi tìm lại.",
    as_spelt: "Viết đúng như câu tìm",
    otherwise_spelt: "Khác dấu",
    none_typed: "Bạn gõ không dấu, nên tìm không phân biệt dấu.",
    as_typed: "Tìm đúng như đã gõ",
    filters: "Bộ lọc",
    without_filter: "Bỏ bộ lọc",
    not: "không phải",
    narrow: "Thu hẹp theo",
    newest_first: "Mới nhất trước",
    best_first: "Khớp nhất trước",
    pages: "Các trang kết quả",
    page: "Trang {n} / {all}",
    previous: "Trang trước",
    next: "Trang sau",
    follow: "Theo dõi câu tìm này",
    help: "Cách tìm",
    helps: &[
        ("giảm nghèo", "bài có cả hai chữ; viết hoa, viết thường, hoà hay hòa đều như nhau"),
        ("\"giảm nghèo bền vững\"", "đúng cụm từ ấy"),
        ("MTQG", "viết tắt và viết đủ là một: mục tiêu quốc gia"),
        ("giảm nghèo -bóng", "bài không có chữ “bóng”; -\"bóng đá\" loại cả cụm"),
        ("chude:giam-ngheo", "tin thuộc một chủ đề, kể cả chủ đề con"),
        ("noi:cao-bang", "tin về một tỉnh, thành phố; hoặc noi:\"Cao Bằng\""),
        ("nguon:vnexpress", "bài của một nguồn tin"),
        ("tu:1/11/2026 den:15/11/2026", "từ ngày, đến ngày; cả tháng hay năm: 11/2026, 2026"),
        ("ngay:5/11/2026", "trong một ngày, tháng hay năm"),
        ("dau:khong", "không phân biệt dấu; câu gõ hoàn toàn không dấu cũng vậy, trừ khi có dau:co"),
        ("xep:moi", "tin mới nhất đứng trước"),
    ],
    not_here: "Trang này được đăng thành những tệp có sẵn, không có máy chủ để tìm. Bạn có thể xem theo chủ đề, hoặc theo dõi \
               nguồn cấp rồi tìm trong ứng dụng đọc tin.",
};

static ENGLISH: SearchWords = SearchWords {
    language: Language::English,
    title: "Search",
    label: "Words to look for",
    button: "Search",
    without_marks: "Ignore diacritics",
    description: "Search all stories.",
    feed: "Search: {q}",
    one_found: "1 story found",
    found: "{n} stories found",
    nothing: "Nothing was found. Try fewer words or filters, or ignore diacritics.",
    is_cut: "So many articles match that only the newest were looked at.",
    too_slow: "The search took too long and was given up. Add a word or a filter and try again.",
    as_spelt: "Spelt as typed",
    otherwise_spelt: "With other diacritics",
    none_typed: "You typed no diacritics, so they were ignored.",
    as_typed: "Search for exactly what I typed",
    filters: "Filters",
    without_filter: "Remove the filter",
    not: "not",
    narrow: "Narrow to",
    newest_first: "Newest first",
    best_first: "Best match first",
    pages: "Pages of results",
    page: "Page {n} of {all}",
    previous: "Previous page",
    next: "Next page",
    follow: "Follow this search",
    help: "How to search",
    helps: &[
        ("giảm nghèo", "articles with both words, in capitals or not; hoà and hòa are the same"),
        ("\"giảm nghèo bền vững\"", "these words, one after the other"),
        ("MTQG", "an abbreviation and what it stands for are one: mục tiêu quốc gia"),
        ("giảm nghèo -bóng", "articles without “bóng”; -\"bóng đá\" for a phrase"),
        ("topic:giam-ngheo", "stories under a topic or below it"),
        ("place:cao-bang", "stories about a province or city; or place:\"Cao Bằng\""),
        ("source:vnexpress", "articles of one source"),
        ("from:2026-11-01 to:2026-11-15", "from a day, to a day; months and years as well: 2026-11, 2026"),
        ("on:2026-11-05", "within a day, month or year"),
        ("marks:no", "ignore diacritics; so does a query typed wholly without them, unless it says marks:yes"),
        ("sort:new", "newest stories first"),
    ],
    not_here: "This site is published as files, without a server that could search. Browse by topic, or subscribe to a feed and \
               search in your reader app.",
};
