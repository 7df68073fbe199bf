//! The interface's words, in both languages. No other file holds text that readers see.

use crate::config::Language;
use crate::judge::{Field, SameBecause, SeriesBecause};

/// BCP 47.
pub(super) fn code(language: Language) -> &'static str {
    match language {
        Language::Vietnamese => "vi",
        Language::English => "en",
    }
}

pub(super) fn of(language: Language) -> &'static Words {
    match language {
        Language::Vietnamese => &VIETNAMESE,
        Language::English => &ENGLISH,
    }
}

pub(super) struct Words {
    pub(super) code: &'static str,
    /// As OpenGraph has it.
    pub(super) locale: &'static str,

    pub(super) weekdays: [&'static str; 7],
    pub(super) months: [&'static str; 12],
    /// `{day}`, `{month}` (of `months`) and `{year}`.
    pub(super) long_date: &'static str,
    /// For strftime.
    pub(super) short_date: &'static str,

    pub(super) skip: &'static str,
    pub(super) home: &'static str,
    pub(super) topics: &'static str,
    pub(super) subscribe: &'static str,
    pub(super) about: &'static str,
    pub(super) navigation: &'static str,
    pub(super) other_language: &'static str,
    pub(super) breadcrumbs: &'static str,
    pub(super) rights: &'static str,

    pub(super) latest: &'static str,
    pub(super) nothing_yet: &'static str,
    pub(super) nothing_in_topic: &'static str,
    pub(super) sub_topics: &'static str,
    pub(super) feeds_of_topic: &'static str,
    one_story: &'static str,
    stories: &'static str,
    one_other: &'static str,
    others: &'static str,

    pub(super) published: &'static str,
    pub(super) updated: &'static str,
    pub(super) by: &'static str,
    pub(super) read_at: &'static str,
    pub(super) excerpt_note: &'static str,
    pub(super) reported_by: &'static str,
    pub(super) who_reported: &'static str,
    pub(super) first: &'static str,
    pub(super) same_address: &'static str,
    pub(super) same_text: &'static str,
    pub(super) near_text: &'static str,
    pub(super) same_event: &'static str,
    pub(super) joined_by_hand: &'static str,
    /// Behind a reason; `{n}` is a number per hundred.
    alike: &'static str,
    pub(super) series: &'static str,
    other_numbers: &'static str,
    other_names: &'static str,
    other_document: &'static str,
    pub(super) why_filed: &'static str,
    pub(super) why_filed_note: &'static str,
    pub(super) in_title: &'static str,
    pub(super) in_lead: &'static str,
    pub(super) in_body: &'static str,
    pub(super) rule: &'static str,
    pub(super) places: &'static str,
    pub(super) now_part_of: &'static str,

    pub(super) feeds_title: &'static str,
    pub(super) feeds_intro: &'static [&'static str],
    pub(super) feeds_steps_title: &'static str,
    pub(super) feeds_steps: &'static [&'static str],
    pub(super) feeds_all: &'static str,
    pub(super) feeds_formats: &'static str,
    pub(super) feeds_opml: &'static str,
    pub(super) feeds_own: &'static str,

    pub(super) about_how_title: &'static str,
    pub(super) about_how: &'static [&'static str],
    pub(super) about_rights_title: &'static str,
    pub(super) about_rights: &'static [&'static str],
    pub(super) about_sources: &'static str,
    pub(super) about_privacy_title: &'static str,
    pub(super) about_privacy: &'static str,
    pub(super) about_machines_title: &'static str,
    pub(super) about_machines: &'static str,

    pub(super) missing_title: &'static str,
    pub(super) missing: &'static str,
    pub(super) missing_home: &'static str,

    pub(super) pages: &'static str,
    pub(super) newer: &'static str,
    pub(super) older: &'static str,
    /// `{list}` and `{n}`.
    older_title: &'static str,
    pub(super) nothing_here: &'static str,
    pub(super) archive: &'static str,
    pub(super) archive_intro: &'static str,
    /// `{month}` (of `months`) and `{year}`.
    pub(super) long_month: &'static str,
    /// `{name}`.
    from_source: &'static str,
    pub(super) feeds_of_source: &'static str,
}

impl Words {
    pub(super) fn count_stories(&self, count: usize) -> String {
        counted(count, self.one_story, self.stories)
    }

    /// How many reported a story besides the one named.
    pub(super) fn count_others(&self, count: usize) -> String {
        counted(count, self.one_other, self.others)
    }

    /// Of the `number`-th older page of a list.
    pub(super) fn older_title(&self, list: &str, number: u32) -> String {
        self.older_title.replace("{n}", &number.to_string()).replace("{list}", list)
    }

    pub(super) fn reported_by_source(&self, name: &str) -> String {
        self.from_source.replace("{name}", name)
    }

    pub(super) fn field(&self, field: Field) -> &'static str {
        match field {
            Field::Title => self.in_title,
            Field::Lead => self.in_lead,
            Field::Body => self.in_body,
        }
    }

    pub(super) fn same(&self, why: SameBecause) -> String {
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
    pub(super) fn apart(&self, why: SeriesBecause) -> &'static str {
        match why {
            SeriesBecause::OtherNumbers { .. } | SeriesBecause::OtherNumbersInTitles => self.other_numbers,
            SeriesBecause::OtherReference => self.other_document,
            SeriesBecause::OtherNames { .. } | SeriesBecause::OtherNamesInTitles => self.other_names,
        }
    }
}

fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { one.to_owned() } else { many.replace("{n}", &count.to_string()) }
}

static VIETNAMESE: Words = Words {
    code: "vi",
    locale: "vi_VN",

    weekdays: ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"],
    months: [
        "tháng 1",
        "tháng 2",
        "tháng 3",
        "tháng 4",
        "tháng 5",
        "tháng 6",
        "tháng 7",
        "tháng 8",
        "tháng 9",
        "tháng 10",
        "tháng 11",
        "tháng 12",
    ],
    long_date: "{day} {month}, {year}",
    short_date: "%H:%M, %-d/%-m/%Y",

    skip: "Đến nội dung chính",
    home: "Trang nhất",
    topics: "Chủ đề",
    subscribe: "Theo dõi",
    about: "Giới thiệu",
    navigation: "Điều hướng",
    other_language: "English",
    breadcrumbs: "Vị trí trang",
    rights: "Bài viết thuộc về các báo đã đăng. Trang này chỉ tóm tắt và dẫn đường đến bản gốc.",

    latest: "Tin mới nhất",
    nothing_yet: "Chưa có tin nào. Trang sẽ có tin sau lần lấy tin đầu tiên.",
    nothing_in_topic: "Chưa có tin nào thuộc chủ đề này.",
    sub_topics: "Chủ đề con",
    feeds_of_topic: "Theo dõi chủ đề này",
    one_story: "1 tin",
    stories: "{n} tin",
    one_other: "và 1 báo khác",
    others: "và {n} báo khác",

    published: "Đăng lúc",
    updated: "sửa lúc",
    by: "Tác giả:",
    read_at: "Đọc bản gốc trên",
    excerpt_note: "Đây là phần trích. Toàn văn ở trang của báo đã đăng.",
    reported_by: "Các báo đã đưa tin:",
    who_reported: "Các báo đã đưa tin",
    first: "đăng đầu tiên",
    same_address: "cùng một bài",
    same_text: "cùng nội dung",
    near_text: "gần như cùng nội dung",
    same_event: "cùng sự việc",
    joined_by_hand: "do người biên tập ghép",
    alike: "(trùng {n} %)",
    series: "Cùng loạt tin",
    other_numbers: "Các tin này cùng một mẫu nhưng khác số liệu hoặc ngày tháng, nên mỗi tin là một tin riêng.",
    other_document: "Các tin này cùng một mẫu nhưng về những văn bản khác số, nên mỗi tin là một tin riêng.",
    other_names: "Các tin này cùng một mẫu nhưng nói về nơi khác hoặc người khác, nên mỗi tin là một tin riêng.",
    why_filed: "Vì sao tin ở đây",
    why_filed_note: "Những chữ trong bài đã khớp với quy tắc của từng chủ đề:",
    in_title: "trong tiêu đề",
    in_lead: "trong sa-pô",
    in_body: "trong bài",
    rule: "quy tắc",
    places: "Địa phương",
    now_part_of: "nay thuộc",

    feeds_title: "Theo dõi tin qua nguồn cấp",
    feeds_intro: &[
        "Nguồn cấp (feed) là một địa chỉ mà ứng dụng đọc tin tự xem lại cho bạn. Có tin mới thì tin hiện ra trong ứng dụng; bạn không phải mở từng trang, không cần tài khoản và không phải cho ai biết địa chỉ thư của mình.",
        "Mỗi sự việc chỉ đến một lần, dù có nhiều báo cùng đăng, kèm tên và liên kết của tất cả các báo ấy.",
    ],
    feeds_steps_title: "Làm thế nào?",
    feeds_steps: &[
        "Cài một ứng dụng đọc tin, chẳng hạn Feeder hoặc Read You (Android), NetNewsWire (iPhone, Mac), Thunderbird (máy tính).",
        "Sao chép địa chỉ “Atom” của nguồn cấp bạn muốn trong danh sách dưới đây.",
        "Trong ứng dụng, chọn “Thêm nguồn” (Add feed) rồi dán địa chỉ vào.",
    ],
    feeds_all: "Tất cả nguồn cấp",
    feeds_formats: "Ba định dạng có cùng nội dung. Nếu chưa biết chọn gì, hãy chọn Atom.",
    feeds_opml: "Tải danh sách tất cả nguồn cấp (OPML) để nhập vào ứng dụng một lần",
    feeds_own: "Tổng hợp",

    about_how_title: "Trang này làm gì",
    about_how: &[
        "Một chương trình máy tính tên là bantin thường xuyên xem các nguồn tin dưới đây, đọc từng bài mới, bỏ những bài trùng nhau và xếp phần còn lại theo chủ đề.",
        "Không có biên tập viên nào chọn tin. Mỗi tin đều nói rõ những chữ nào trong bài khiến nó được xếp vào chủ đề, để bạn tự kiểm tra.",
    ],
    about_rights_title: "Bản quyền",
    about_rights: &[
        "Bài viết và hình ảnh thuộc về các báo và tác giả. Trang này chỉ đăng tiêu đề, phần tóm tắt và liên kết đến bản gốc, trừ những nguồn cho phép đăng toàn văn.",
    ],
    about_sources: "Các nguồn tin",
    about_privacy_title: "Riêng tư",
    about_privacy: "Trang này không dùng cookie, không chạy mã lệnh trong trình duyệt và không đếm bạn. Hình ảnh được tải từ máy chủ của báo đã đăng.",
    about_machines_title: "Dành cho máy",
    about_machines: "Nguồn cấp JSON có phần mở rộng “_bantin”: chủ đề và địa phương của mỗi tin cùng lý do (topics, places, reasons), mọi báo đã đưa tin (members) và vì sao là cùng một tin, và các tin cùng loạt (series).",

    missing_title: "Không tìm thấy trang",
    missing: "Địa chỉ này không có trang nào. Có thể liên kết bị gõ sai, hoặc tin đã được gỡ.",
    missing_home: "Về trang nhất",

    pages: "Các trang",
    newer: "Tin mới hơn",
    older: "Tin cũ hơn",
    older_title: "{list}: trang {n}",
    nothing_here: "Trang này không còn tin nào.",
    archive: "Lưu trữ",
    archive_intro: "Mọi tin đã đăng, xếp theo tháng.",
    long_month: "{month}, {year}",
    from_source: "Những tin mà {name} đã đăng.",
    feeds_of_source: "Theo dõi nguồn tin này",
};

static ENGLISH: Words = Words {
    code: "en",
    locale: "en_GB",

    weekdays: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    long_date: "{day} {month} {year}",
    short_date: "%H:%M, %-d %b %Y",

    skip: "Skip to content",
    home: "Front page",
    topics: "Topics",
    subscribe: "Subscribe",
    about: "About",
    navigation: "Navigation",
    other_language: "Tiếng Việt",
    breadcrumbs: "Breadcrumbs",
    rights: "Articles belong to the papers that published them. This site only summarises them and links to the originals.",

    latest: "Latest news",
    nothing_yet: "There is no news yet. It will appear after the first pass over the sources.",
    nothing_in_topic: "There is no news under this topic yet.",
    sub_topics: "Sub-topics",
    feeds_of_topic: "Follow this topic",
    one_story: "1 story",
    stories: "{n} stories",
    one_other: "and 1 other",
    others: "and {n} others",

    published: "Published",
    updated: "updated",
    by: "By",
    read_at: "Read the original at",
    excerpt_note: "This is an excerpt. The full text is on the publisher's page.",
    reported_by: "Reported by:",
    who_reported: "Who reported it",
    first: "first to publish",
    same_address: "same article",
    same_text: "same text",
    near_text: "nearly the same text",
    same_event: "same event",
    joined_by_hand: "joined by the editor",
    alike: "({n} % in common)",
    series: "In the same series",
    other_numbers: "These stories have one form, but other numbers or dates, so that each is news of its own.",
    other_document: "These stories have one form, but are about documents of other numbers, so that each is news of its own.",
    other_names: "These stories have one form, but are about other places or people, so that each is news of its own.",
    why_filed: "Why it is here",
    why_filed_note: "The words in the article that matched each topic's rules:",
    in_title: "in the title",
    in_lead: "in the lead",
    in_body: "in the text",
    rule: "rule",
    places: "Places",
    now_part_of: "now part of",

    feeds_title: "Follow the news with a feed",
    feeds_intro: &[
        "A feed is an address that a reader app checks for you. New stories appear in the app; you don't have to open any site, need no account, and give nobody your mail address.",
        "Each event reaches you once, however many papers report it, with the names and links of all of them.",
    ],
    feeds_steps_title: "How?",
    feeds_steps: &[
        "Install a reader app, such as Feeder or Read You (Android), NetNewsWire (iPhone, Mac) or Thunderbird (computers).",
        "Copy the “Atom” address of the feed that you want from the list below.",
        "In the app, choose “Add feed” and paste the address.",
    ],
    feeds_all: "All feeds",
    feeds_formats: "The three formats have the same content. If you don't know which to take, take Atom.",
    feeds_opml: "Download the list of all feeds (OPML), to import them in one go",
    feeds_own: "Combined",

    about_how_title: "What this site does",
    about_how: &[
        "A program called bantin regularly looks at the sources below, reads each new article, drops the duplicates, and files the rest by topic.",
        "No editor chooses the news. Each story says which words of the article put it under its topics, so that you can check for yourself.",
    ],
    about_rights_title: "Copyright",
    about_rights: &[
        "Articles and pictures belong to the papers and their authors. This site prints headlines, summaries and links to the originals only, except for sources that allow the full text.",
    ],
    about_sources: "Sources",
    about_privacy_title: "Privacy",
    about_privacy: "This site uses no cookies, runs no scripts in your browser and doesn't count you. Pictures are loaded from their publishers' servers.",
    about_machines_title: "For machines",
    about_machines: "The JSON feeds have an extension, “_bantin”: each story's topics and places with the reasons for them, all who reported it (members) and why that is one story, and the stories of the same series (series).",

    missing_title: "Page not found",
    missing: "There is no page at this address. The link may be mistyped, or the story was withdrawn.",
    missing_home: "To the front page",

    pages: "Pages",
    newer: "Newer stories",
    older: "Older stories",
    older_title: "{list}: page {n}",
    nothing_here: "There is no news left on this page.",
    archive: "Archive",
    archive_intro: "All stories ever published here, by month.",
    long_month: "{month} {year}",
    from_source: "The stories that {name} reported.",
    feeds_of_source: "Follow this source",
};

mod search;

pub(super) use search::SearchWords;
