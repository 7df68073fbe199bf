//! The interface's words, in both languages. No other file holds text that readers see.

mod errors;
mod findings;
mod notes;
mod places;
mod progress;
mod reports;
mod search;
mod status;
mod why;

use crate::config::Language;
use notes::NotesWords;
use places::PlaceWords;
use reports::ReportWords;
use why::WhyWords;

pub(super) use errors::{ERRORS, ErrorWords};
pub(super) use progress::ProgressWords;
pub(super) use search::SearchWords;
pub use status::size;
pub(super) use status::{StatusWords, quoted};

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
    pub(super) short_day: &'static str,

    pub(super) skip: &'static str,
    pub(super) home: &'static str,
    pub(super) topics: &'static str,
    pub(super) subscribe: &'static str,
    pub(super) about: &'static str,
    pub(super) navigation: &'static str,
    pub(super) other_language: &'static str,
    pub(super) breadcrumbs: &'static str,
    pub(super) newest: &'static str,
    pub(super) search: &'static str,
    pub(super) search_label: &'static str,
    pub(super) search_hint: &'static str,
    pub(super) rights: &'static str,

    pub(super) latest: &'static str,
    pub(super) nothing_yet: &'static str,
    pub(super) nothing_in_topic: &'static str,
    pub(super) sub_topics: &'static str,
    pub(super) feeds_of_topic: &'static str,
    pub(super) topics_and_feeds: &'static str,
    pub(super) follow_note: &'static str,
    pub(super) what_is_a_feed: &'static str,
    one_story: &'static str,
    stories: &'static str,
    one_other: &'static str,
    others: &'static str,
    pub(super) weeks_title: &'static str,
    /// `{first}`, `{last}` and `{highest}` are days, `{most}` a number.
    weeks_text: &'static str,
    pub(super) plot_values: &'static str,
    pub(super) week_of: &'static str,
    pub(super) stories_column: &'static str,

    pub(super) published: &'static str,
    pub(super) updated: &'static str,
    pub(super) by: &'static str,
    pub(super) read_at: &'static str,
    pub(super) excerpt_note: &'static str,
    pub(super) reported_by: &'static str,

    pub(super) to_front: &'static str,

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
    pub(super) progress: &'static ProgressWords,

    pub(super) gone_title: &'static str,
    /// The date follows.
    pub(super) gone: &'static str,
    /// The operator's reason follows.
    pub(super) gone_why: &'static str,
    pub(super) gone_by_publishers: &'static str,

    pub(super) why: &'static WhyWords,
    pub(super) reports: &'static ReportWords,
    pub(super) notes: &'static NotesWords,
    pub(super) places: &'static PlaceWords,
}

impl Words {
    pub(super) fn count_stories(&self, count: usize) -> String {
        counted(count, self.one_story, self.stories)
    }

    /// How many reported a story besides the one named.
    pub(super) fn count_others(&self, count: usize) -> String {
        counted(count, self.one_other, self.others)
    }

    /// What a plot of stories a week shows.
    pub(super) fn weeks_summary(&self, first: &str, last: &str, highest: &str, most: usize) -> String {
        self.weeks_text
            .replace("{first}", first)
            .replace("{last}", last)
            .replace("{highest}", highest)
            .replace("{most}", &most.to_string())
    }

    /// Of the `number`-th older page of a list.
    pub(super) fn older_title(&self, list: &str, number: u32) -> String {
        self.older_title.replace("{n}", &number.to_string()).replace("{list}", list)
    }

    pub(super) fn reported_by_source(&self, name: &str) -> String {
        self.from_source.replace("{name}", name)
    }
}

/// `one`, or `many` with its `{n}` filled in.
pub fn counted(count: usize, one: &str, many: &str) -> String {
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
    short_day: "%-d/%-m/%Y",

    skip: "Đến nội dung chính",
    home: "Trang nhất",
    topics: "Chủ đề",
    subscribe: "Theo dõi",
    about: "Giới thiệu",
    navigation: "Điều hướng",
    other_language: "English",
    breadcrumbs: "Vị trí trang",
    newest: "Tin mới",
    search: "Tìm",
    search_label: "Tìm tin",
    search_hint: "Tìm tin, có dấu hoặc không",
    rights: "Bài viết thuộc về các báo đã đăng. Trang này chỉ tóm tắt và dẫn đường đến bản gốc.",

    latest: "Tin mới nhất",
    nothing_yet: "Chưa có tin nào. Trang sẽ có tin sau lần lấy tin đầu tiên.",
    nothing_in_topic: "Chưa có tin nào thuộc chủ đề này.",
    sub_topics: "Chủ đề con",
    feeds_of_topic: "Theo dõi chủ đề này",
    topics_and_feeds: "Chủ đề và nguồn cấp",
    follow_note: "Nhận tin mới ngay trong ứng dụng đọc tin, mỗi sự việc một lần.",
    what_is_a_feed: "Nguồn cấp là gì?",
    one_story: "1 tin",
    stories: "{n} tin",
    one_other: "và 1 báo khác",
    others: "và {n} báo khác",
    weeks_title: "Số tin mỗi tuần",
    weeks_text: "Biểu đồ cột: số tin mỗi tuần, từ tuần {first} đến tuần {last}; nhiều nhất là {most}, trong tuần {highest}.",
    plot_values: "Xem số liệu",
    week_of: "Tuần từ",
    stories_column: "Số tin",

    published: "Đăng lúc",
    updated: "sửa lúc",
    by: "Tác giả:",
    read_at: "Đọc bản gốc trên",
    excerpt_note: "Đây là phần trích. Toàn văn ở trang của báo đã đăng.",
    reported_by: "Các báo đã đưa tin:",

    to_front: "Về trang nhất",

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
    progress: &progress::VIETNAMESE,

    gone_title: "Tin đã được gỡ",
    gone: "Tin này không còn ở đây: đã được gỡ lúc",
    gone_why: "Lý do:",
    gone_by_publishers: "Báo đã đăng bài đã gỡ bài.",

    why: &why::VIETNAMESE,
    reports: &reports::VIETNAMESE,
    notes: &notes::VIETNAMESE,
    places: &places::VIETNAMESE,
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
    short_day: "%-d %b %Y",

    skip: "Skip to content",
    home: "Front page",
    topics: "Topics",
    subscribe: "Subscribe",
    about: "About",
    navigation: "Navigation",
    other_language: "Tiếng Việt",
    breadcrumbs: "Breadcrumbs",
    newest: "Latest",
    search: "Search",
    search_label: "Search the news",
    search_hint: "Search the news",
    rights: "Articles belong to the papers that published them. This site only summarises them and links to the originals.",

    latest: "Latest news",
    nothing_yet: "There is no news yet. It will appear after the first pass over the sources.",
    nothing_in_topic: "There is no news under this topic yet.",
    sub_topics: "Sub-topics",
    feeds_of_topic: "Follow this topic",
    topics_and_feeds: "Topics and feeds",
    follow_note: "Get new stories in a reader app, each event once.",
    what_is_a_feed: "What is a feed?",
    one_story: "1 story",
    stories: "{n} stories",
    one_other: "and 1 other",
    others: "and {n} others",
    weeks_title: "Stories a week",
    weeks_text: "Bar chart: stories a week, from the week of {first} to that of {last}; the most are {most}, in the week of {highest}.",
    plot_values: "Show the figures",
    week_of: "Week of",
    stories_column: "Stories",

    published: "Published",
    updated: "updated",
    by: "By",
    read_at: "Read the original at",
    excerpt_note: "This is an excerpt. The full text is on the publisher's page.",
    reported_by: "Reported by:",

    to_front: "To the front page",

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
    progress: &progress::ENGLISH,

    gone_title: "This story was withdrawn",
    gone: "The story is no longer here: it was withdrawn at",
    gone_why: "The reason:",
    gone_by_publishers: "Its publisher took the article down.",

    why: &why::ENGLISH,
    reports: &reports::ENGLISH,
    notes: &notes::ENGLISH,
    places: &places::ENGLISH,
};
