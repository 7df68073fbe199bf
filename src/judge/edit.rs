//! Whether an article says something else than it did.

use crate::read::Article;
use crate::text::{Kind, Token, tokens};

/// What lines consist of that change by themselves: when the page was changed last, how often it was read, folded.
const COUNTERS: &[&str] = &[
    "cập", "nhật", "lần", "cuối", "mới", "nhất", "đăng", "lúc", "vào", "ngày", "tháng", "năm", "thứ", "hai", "ba",
    "tư", "bốn", "sáu", "bảy", "chủ", "giờ", "phút", "giây", "h", "g", "sáng", "trưa", "chiều", "tối", "trước", "am",
    "pm", "gmt", "ict", "utc", "lượt", "xem", "đọc", "truy", "người", "tổng", "số", "bình", "luận", "thích", "chia",
    "sẻ", "phản", "hồi", "last", "updated", "update", "views", "view", "reads", "comments", "comment", "likes",
    "shares", "at", "on", "ago",
];
/// Of these, what makes a line one of theirs: an agenda has lines of dates alone.
const MARKERS: &[&[&str]] = &[
    &["cập", "nhật"],
    &["lượt", "xem"],
    &["lượt", "đọc"],
    &["lượt", "thích"],
    &["lượt", "chia", "sẻ"],
    &["lượt", "truy", "cập"],
    &["bình", "luận"],
    &["phản", "hồi"],
    &["đăng", "lúc"],
    &["updated"],
    &["views"],
    &["comments"],
    &["shares"],
];
/// Longer lines say more than that. The longest that we met has a weekday, a date, a time and a zone.
const LONGEST_COUNTER: usize = 16;

/// Whether a reader finds other words or numbers in `after` than in `before`. White space, punctuation, letter case and
/// the place of tone marks are none, nor is i for y (bác sỹ, bác sĩ); neither are lines that tell when the page was changed ("Cập nhật lúc 10:05") or how
/// often it was read, or that are links to other news and nothing else.
pub fn is_edited(before: &Article, after: &Article) -> bool {
    let title = |article: &Article| words(&article.title.value);
    title(before) != title(after) || text(before) != text(after)
}

/// Lead and text; the text alone where it begins with the lead, whose lines may be one there.
fn text(article: &Article) -> Vec<String> {
    let body = words(&article.body.value.unlinked_text());
    let Some(lead) = article.lead.as_ref() else { return body };
    let whole = |text: &str| tokens(text).into_iter().map(|token| token.folded).collect::<Vec<_>>();
    if whole(&article.body.value.text).starts_with(&whole(&lead.value)) {
        return body;
    }
    words(&lead.value).into_iter().chain(body).collect()
}

fn words(text: &str) -> Vec<String> {
    let lines = text.lines().map(tokens).filter(|line| !is_counter(line));
    lines.flatten().flat_map(|token| token.words().to_vec()).collect()
}

fn is_counter(line: &[Token<'_>]) -> bool {
    // "10h05", "2k"
    let counts = |token: &Token<'_>| {
        token.kind == Kind::Number
            || token.folded.starts_with(|c: char| c.is_ascii_digit())
            || COUNTERS.contains(&token.folded.as_str())
    };
    let holds = |marker: &[&str]| {
        line.windows(marker.len()).any(|window| window.iter().zip(marker).all(|(token, word)| token.folded == *word))
    };
    line.len() <= LONGEST_COUNTER && line.iter().all(counts) && MARKERS.iter().any(|marker| holds(marker))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counter(line: &str) -> bool {
        is_counter(&tokens(line))
    }

    #[test]
    fn a_line_of_a_clock_or_a_counter_is_one() {
        for line in [
            "Cập nhật lúc 10:05",
            "Cập nhật: Thứ Ba, 12/05/2026 10h05 (GMT+7)",
            "(Cập nhật lần cuối 5 phút trước)",
            "1.234 lượt xem",
            "Lượt xem: 12",
            "Bình luận (12)",
            "Last updated at 10:05 AM",
        ] {
            assert!(counter(line), "{line}");
        }
    }

    #[test]
    fn a_line_that_says_something_is_none() {
        for line in [
            "Cập nhật lúc 10h ngày 5/8: 12 người chết, 3 người mất tích",
            "Ngày 12/5",
            "Thứ Ba, 12/05/2026",
            "15h30",
            "Xã Tân Thành đã cập nhật số liệu của 12 hộ",
            "Việt Nam 2 - 1 Thái Lan",
            "",
        ] {
            assert!(!counter(line), "{line}");
        }
    }
}
