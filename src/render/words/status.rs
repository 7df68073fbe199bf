//! How bantin and its sources are, in words: on the page in its language, by commands in English.

use jiff::{SignedDuration, Timestamp};

use super::counted;
use crate::config::Language;
use crate::read::PageField;
use crate::render::plain;
use crate::render::status::{Standing, Why};

/// Of what others say (errors, addresses), so many characters are shown.
const SHOWN: usize = 300;

pub(in crate::render) struct StatusWords {
    language: Language,
    pub(in crate::render) title: &'static str,
    pub(in crate::render) description: &'static str,
    pub(in crate::render) no_pass: &'static str,
    pub(in crate::render) last_pass: &'static str,
    pub(in crate::render) last_publication: &'static str,
    pub(in crate::render) articles: &'static str,
    pub(in crate::render) pages_due: &'static str,
    pub(in crate::render) pages_later: &'static str,
    pub(in crate::render) unjudged: &'static str,
    pub(in crate::render) database: &'static str,
    pub(in crate::render) subscriptions: &'static str,
    /// `{active}`, `{requested}`, `{denied}`.
    subscribed: &'static str,
    pub(in crate::render) findings: &'static str,
    pub(in crate::render) all_well: &'static str,
    pub(in crate::render) since: &'static str,
    pub(in crate::render) sources: &'static str,
    pub(in crate::render) source: &'static str,
    pub(in crate::render) state: &'static str,
    pub(in crate::render) last_success: &'static str,
    pub(in crate::render) next_poll: &'static str,
    pub(in crate::render) every: &'static str,
    pub(in crate::render) items: &'static str,
    pub(in crate::render) fields: &'static str,
    pub(in crate::render) never: &'static str,
    pub(in crate::render) moved_to: &'static str,
    one_failure: &'static str,
    failures: &'static str,
    /// One and many of each.
    units: [(&'static str, &'static str); 4],
}

impl StatusWords {
    pub(in crate::render) fn of(language: Language) -> &'static Self {
        match language {
            Language::Vietnamese => &VIETNAMESE,
            Language::English => &ENGLISH,
        }
    }

    pub(in crate::render) fn subscribed(&self, active: usize, requested: usize, denied: usize) -> String {
        let parts = [("{active}", active), ("{requested}", requested), ("{denied}", denied)];
        parts.iter().fold(self.subscribed.to_owned(), |text, (key, count)| text.replace(key, &count.to_string()))
    }

    pub(in crate::render) fn failures(&self, failures: u32) -> String {
        counted(usize::try_from(failures).unwrap_or(usize::MAX), self.one_failure, self.failures)
    }

    /// A field's name.
    pub(in crate::render) fn field(&self, field: PageField) -> &'static str {
        let vietnamese = match field {
            PageField::Title => "tiêu đề",
            PageField::Lead => "sa-pô",
            PageField::Body => "nội dung",
            PageField::Author => "tác giả",
            PageField::Date => "ngày đăng",
            PageField::Image => "ảnh",
        };
        choose(self.language, vietnamese, field.key())
    }

    /// In the largest unit of which there are two: `90 minutes`, `3 days`.
    pub(in crate::render) fn span(&self, span: SignedDuration) -> String {
        let seconds = span.as_secs().max(0);
        let sizes = [86_400, 3600, 60, 1];
        let (at, size) =
            sizes.into_iter().enumerate().find(|(_, size)| seconds >= 2 * size || *size == 1).unwrap_or((3, 1));
        let (one, many) = self.units[at];
        counted(usize::try_from(seconds / size).unwrap_or_default(), one, many)
    }
}

impl Standing {
    pub fn words(self, language: Language) -> &'static str {
        let (vietnamese, english) = match self {
            Self::Well => ("tốt", "well"),
            Self::Failing => ("lỗi", "failing"),
            Self::Held => ("phải chờ", "held"),
            Self::Gone => ("đã mất", "gone"),
            Self::New => ("chưa hỏi", "new"),
            Self::Off => ("tắt", "off"),
        };
        choose(language, vietnamese, english)
    }
}

impl Why {
    /// In a few words.
    pub fn words(self, language: Language, now: Timestamp) -> String {
        let vietnamese = language == Language::Vietnamese;
        match self {
            Self::Rhythm { news_a_day: None } => {
                choose(language, "mới biết nguồn này", "still getting to know it").to_owned()
            }
            Self::Rhythm { news_a_day: Some(news_a_day) } => {
                let often = match news_a_day {
                    day if day >= 1.0 => (format!("{day:.0} tin mỗi ngày"), format!("publishes about {day:.0} a day")),
                    day => {
                        let week = day * 7.0;
                        (format!("{week:.1} tin mỗi tuần"), format!("publishes about {week:.1} a week"))
                    }
                };
                if vietnamese { format!("đăng khoảng {}", often.0) } else { often.1 }
            }
            Self::Shortest => {
                choose(language, "nhanh nhất mà “every” cho phép", "as often as `every` allows").to_owned()
            }
            Self::Longest => {
                choose(language, "thưa nhất mà “every” cho phép", "as seldom as `every` allows").to_owned()
            }
            Self::Push => {
                choose(language, "hub báo tin, chỉ hỏi dự phòng", "a hub pushes; polled as a backup").to_owned()
            }
            Self::Document => choose(language, "nguồn yêu cầu (ttl)", "the document asks for it (ttl)").to_owned(),
            Self::Server => {
                choose(language, "máy chủ yêu cầu (Cache-Control)", "the site asks for it (Cache-Control)").to_owned()
            }
            Self::Skipped => {
                choose(language, "nguồn báo giờ không có tin", "the document names hours to skip").to_owned()
            }
            Self::Failing { since: Some(since) } => {
                let span = StatusWords::of(language).span(now.duration_since(since));
                if vietnamese {
                    format!("lỗi từ {span} trước")
                } else {
                    format!("failing, last well {span} ago")
                }
            }
            Self::Failing { since: None } => {
                choose(language, "lỗi từ lần hỏi đầu tiên", "failing since the first poll").to_owned()
            }
            Self::Held => choose(language, "máy chủ yêu cầu chờ (Retry-After)", "held by Retry-After").to_owned(),
        }
    }
}

pub(super) fn choose<'a>(language: Language, vietnamese: &'a str, english: &'a str) -> &'a str {
    match language {
        Language::Vietnamese => vietnamese,
        Language::English => english,
    }
}

/// Others' words: one line, of bounded length, without controls.
pub(in crate::render) fn quoted(text: &str) -> String {
    plain::excerpt(&plain::line(text), SHOWN)
}

/// Bytes in the unit that fits.
pub fn size(bytes: u64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB"];
    #[expect(clippy::cast_precision_loss, reason = "shown to a digit")]
    let mut amount = bytes as f64 / 1024.0;
    let mut unit = 0;
    while amount >= 1024.0 && unit + 1 < units.len() {
        amount /= 1024.0;
        unit += 1;
    }
    if amount >= 10.0 { format!("{amount:.0} {}", units[unit]) } else { format!("{amount:.1} {}", units[unit]) }
}

static VIETNAMESE: StatusWords = StatusWords {
    language: Language::Vietnamese,
    title: "Tình trạng",
    description: "Các nguồn tin và việc thu thập đang thế nào.",
    no_pass: "Chưa có lượt chạy nào.",
    last_pass: "Lượt chạy cuối",
    last_publication: "Lần đăng cuối",
    articles: "Bài đã lưu",
    pages_due: "Trang bài cần đọc",
    pages_later: "Trang sẽ đọc lại sau",
    unjudged: "Bài chưa xét",
    database: "Cơ sở dữ liệu",
    subscriptions: "Đăng ký ở hub",
    subscribed: "{active} đang có, {requested} đang xin, {denied} bị từ chối",
    findings: "Cần xử lý",
    all_well: "Mọi thứ đều ổn.",
    since: "từ",
    sources: "Các nguồn tin",
    source: "Nguồn",
    state: "Tình trạng",
    last_success: "Lần tốt cuối",
    next_poll: "Lần hỏi tới",
    every: "Khoảng cách, vì sao",
    items: "Tin mỗi tuần",
    fields: "Đọc được của trang",
    never: "chưa",
    moved_to: "nay ở",
    one_failure: "1 lần lỗi",
    failures: "{n} lần lỗi",
    units: [("1 ngày", "{n} ngày"), ("1 giờ", "{n} giờ"), ("1 phút", "{n} phút"), ("1 giây", "{n} giây")],
};

static ENGLISH: StatusWords = StatusWords {
    language: Language::English,
    title: "Status",
    description: "How the sources are, and what waits.",
    no_pass: "There has been no pass yet.",
    last_pass: "Last pass",
    last_publication: "Last publication",
    articles: "Articles stored",
    pages_due: "Pages to be read",
    pages_later: "Pages to be tried later",
    unjudged: "Articles to be judged",
    database: "Database",
    subscriptions: "Subscriptions at hubs",
    subscribed: "{active} active, {requested} requested, {denied} denied",
    findings: "To be seen to",
    all_well: "All is well.",
    since: "since",
    sources: "Sources",
    source: "Source",
    state: "State",
    last_success: "Last success",
    next_poll: "Next poll",
    every: "Interval, and why",
    items: "Items a week",
    fields: "Found on pages",
    never: "never",
    moved_to: "now at",
    one_failure: "1 failure",
    failures: "{n} failures",
    units: [("1 day", "{n} days"), ("1 hour", "{n} hours"), ("1 minute", "{n} minutes"), ("1 second", "{n} seconds")],
};
