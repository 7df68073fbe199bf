//! The interface's words, in both languages. No other file holds text that readers see.

mod errors;
mod progress;

pub(super) use self::errors::{ERRORS, ErrorWords};
pub(super) use self::progress::ProgressWords;
use jiff::SignedDuration;

use crate::config::Language;
use crate::judge::{Field, SameBecause, SeriesBecause, Shortfall, Weight};
use crate::news::TopicId;
use crate::text::{Era, Unit};

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
    pub(super) who_reported: &'static str,
    pub(super) first: &'static str,
    /// How much later than the first; `{n}` is a number of whole minutes, hours, days.
    later_minutes: &'static str,
    later_hours: &'static str,
    later_days: &'static str,
    pub(super) reports_note: &'static str,
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
    pub(super) copy: &'static str,
    pub(super) copied: &'static str,

    pub(super) about_how_title: &'static str,
    pub(super) about_how: &'static [&'static str],
    pub(super) about_rights_title: &'static str,
    pub(super) about_rights: &'static [&'static str],
    pub(super) about_sources: &'static str,
    pub(super) about_privacy_title: &'static str,
    pub(super) about_privacy: &'static str,
    pub(super) about_machines_title: &'static str,
    pub(super) about_machines: &'static str,

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

    pub(super) places_intro: &'static str,
    pub(super) no_places: &'static str,
    /// `{place}`.
    of_unit: &'static str,
    of_former_unit: &'static str,
    /// Before the name of the unit of today.
    pub(super) former_unit: &'static str,
    pub(super) former: &'static str,
    pub(super) merged_units: &'static str,
    pub(super) feeds_of_place: &'static str,

    pub(super) near_misses: &'static str,
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

    pub(super) gone_title: &'static str,
    /// The date follows.
    pub(super) gone: &'static str,
    /// The operator's reason follows.
    pub(super) gone_why: &'static str,
    pub(super) gone_by_publishers: &'static str,
}

impl Words {
    pub(super) fn count_stories(&self, count: usize) -> String {
        counted(count, self.one_story, self.stories)
    }

    /// How many reported a story besides the one named.
    pub(super) fn count_others(&self, count: usize) -> String {
        counted(count, self.one_other, self.others)
    }

    /// How long after the first report one came.
    pub(super) fn later(&self, later: SignedDuration) -> String {
        let (form, count) = match (later.as_hours(), later.as_mins()) {
            (48.., _) => (self.later_days, later.as_hours() / 24),
            (2.., _) => (self.later_hours, later.as_hours()),
            (_, minutes) => (self.later_minutes, minutes.max(1)),
        };
        form.replace("{n}", &count.to_string())
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

    /// What the page of a unit has.
    pub(super) fn about_unit(&self, unit: &Unit) -> String {
        let sentence = match unit.era {
            Era::Today => self.of_unit,
            Era::Former => self.of_former_unit,
        };
        sentence.replace("{place}", unit.name)
    }

    /// How much a rule says by itself.
    pub(super) fn weight(&self, weight: Weight) -> &'static str {
        let [strong, subject, within, context] = self.weights;
        match weight {
            Weight::Strong => strong,
            Weight::Subject => subject,
            Weight::Within => within,
            Weight::Context => context,
        }
    }

    /// Why a story is not under a topic that something speaks for; `name` gives topics' names.
    pub(super) fn shortfall<'n>(&self, why: &Shortfall, name: impl Fn(&TopicId) -> &'n str) -> String {
        match why {
            Shortfall::InPassing => self.in_passing.to_owned(),
            Shortfall::Seldom => self.seldom.to_owned(),
            Shortfall::Alone => self.alone.to_owned(),
            Shortfall::WithoutParent => self.without_parent.to_owned(),
            Shortfall::Nearer => self.nearer.to_owned(),
            Shortfall::Merged => self.merged.to_owned(),
            Shortfall::Inside { topic, rule } => self.inside.replace("{topic}", name(topic)).replace("{rule}", rule),
            Shortfall::Never { rule } => self.never.replace("{rule}", rule),
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
    who_reported: "Các báo đã đưa tin",
    first: "đăng đầu tiên",
    later_minutes: "sau {n} phút",
    later_hours: "sau {n} giờ",
    later_days: "sau {n} ngày",
    reports_note: "Theo thứ tự thời gian, kể từ bài được chọn để hiện. Trong tiêu đề của mỗi báo, những chữ được tô là những chữ mà tiêu đề ở trên không có.",
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
    why_filed: "Vì sao tin ở đây",
    why_filed_note: "Những chữ trong bài đã khớp với quy tắc của từng chủ đề",
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
    copy: "Sao chép",
    copied: "Đã sao chép",

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
    about_privacy: "Trang này không dùng cookie, không đếm bạn và không chạy mã lệnh của ai khác. Một đoạn mã nhỏ của chính trang chỉ ghi tin đăng cách đây bao lâu và thêm nút sao chép địa chỉ; tắt đi thì trang vẫn đủ. Hình ảnh được tải từ máy chủ của báo đã đăng.",
    about_machines_title: "Dành cho máy",
    about_machines: "Nguồn cấp JSON có phần mở rộng “_bantin”: chủ đề và địa phương của mỗi tin cùng lý do (topics, places, reasons), mọi báo đã đưa tin (members) và vì sao là cùng một tin, các tin cùng loạt (series), và số liệu trong bài (facts). Trang tiến độ của mỗi chương trình có bản CSV và JSON.",

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

    places_intro: "Tin theo tỉnh, thành phố: 34 đơn vị hiện nay, mỗi đơn vị gồm cả tin về những tỉnh cũ đã hợp nhất vào đó ngày 1/7/2025.",
    no_places: "Chưa có tin nào về một địa phương.",
    of_unit: "Tin về {place}, kể cả dưới tên các tỉnh cũ đã hợp nhất vào đây.",
    of_former_unit: "Tin về {place} trước khi hợp nhất ngày 1/7/2025, hoặc dưới tên ấy.",
    former_unit: "Tỉnh trước ngày 1/7/2025, nay thuộc",
    former: "tỉnh cũ",
    merged_units: "Các tỉnh trước ngày 1/7/2025",
    feeds_of_place: "Theo dõi địa phương này",

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

    gone_title: "Tin đã được gỡ",
    gone: "Tin này không còn ở đây: đã được gỡ lúc",
    gone_why: "Lý do:",
    gone_by_publishers: "Báo đã đăng bài đã gỡ bài.",
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
    who_reported: "Who reported it",
    first: "first to publish",
    later_minutes: "{n} min later",
    later_hours: "{n} h later",
    later_days: "{n} d later",
    reports_note: "The one whose text is shown, then first publisher first. Marked in each paper’s headline are words that the headline above doesn’t have.",
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
    why_filed: "Why it is here",
    why_filed_note: "The words in the article that matched each topic's rules",
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
    copy: "Copy",
    copied: "Copied",

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
    about_privacy: "This site uses no cookies, doesn't count you and runs nobody else's scripts. A small one of its own says how long ago a story came out and adds buttons that copy an address; the site is whole without it. Pictures are loaded from their publishers' servers.",
    about_machines_title: "For machines",
    about_machines: "The JSON feeds have an extension, “_bantin”: each story's topics and places with the reasons for them, all who reported it (members) and why that is one story, the stories of the same series (series), and the figures that the articles state (facts). Each programme's progress page is there as CSV and JSON.",

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

    places_intro: "News by province and city: the 34 units of today, each with the news of the provinces that were merged into it on 1 July 2025.",
    no_places: "There is no news about any place yet.",
    of_unit: "News about {place}, also under the names of the provinces that were merged into it.",
    of_former_unit: "News about {place} before the mergers of 1 July 2025, or under that name.",
    former_unit: "A province until 1 July 2025, now part of",
    former: "former province",
    merged_units: "Provinces until 1 July 2025",
    feeds_of_place: "Follow this place",

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

    gone_title: "This story was withdrawn",
    gone: "The story is no longer here: it was withdrawn at",
    gone_why: "The reason:",
    gone_by_publishers: "Its publisher took the article down.",
};

mod search;
mod status;

pub(super) use search::SearchWords;
pub use status::size;
pub(super) use status::{StatusWords, quoted};
