//! The words that dates are made of.

/// Three letters are enough in English (RFC 5322), the whole name is as good; `sept` is common.
pub(super) fn english_month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let at = MONTHS
        .iter()
        .position(|month| *month == word || month[..3] == *word || (word == "sept" && *month == "september"))?;
    i8::try_from(at + 1).ok()
}

/// "tháng Năm": the months that have a word of their own instead of a number.
pub(super) fn vietnamese_number(word: &str) -> Option<i8> {
    Some(match word {
        "một" | "giêng" => 1,
        "hai" => 2,
        "ba" => 3,
        "tư" | "bốn" => 4,
        "năm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        "tám" => 8,
        "chín" => 9,
        "mười" => 10,
        "chạp" => 12,
        _ => return None,
    })
}

pub(super) fn is_english_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    matches!(word, "tues" | "thur" | "thurs") || DAYS.iter().any(|day| *day == word || day[..3] == *word)
}

/// Words that stand in or around a date and say nothing about when it is.
pub(super) fn is_label(word: &str) -> bool {
    matches!(
        word,
        "ngày"
            | "lúc"
            | "hồi"
            | "vào"
            | "cập"
            | "nhật"
            | "đăng"
            | "bài"
            | "xuất"
            | "bản"
            | "thứ"
            | "thời"
            | "gian"
            | "t"
            | "on"
            | "at"
            | "updated"
            | "update"
            | "published"
            | "posted"
            | "date"
    )
}

/// Seconds east of Greenwich. RFC 5322's names, Vietnam's own, and those of neighbours.
pub(super) fn zone(word: &str) -> Option<i32> {
    const HOUR: i32 = 3600;
    Some(match word {
        "z" | "gmt" | "utc" | "ut" => 0,
        "ict" => 7 * HOUR,
        "sgt" | "hkt" => 8 * HOUR,
        "jst" | "kst" => 9 * HOUR,
        "bst" | "cet" => HOUR,
        "cest" => 2 * HOUR,
        "edt" => -4 * HOUR,
        "est" | "cdt" => -5 * HOUR,
        "cst" | "mdt" => -6 * HOUR,
        "mst" | "pdt" => -7 * HOUR,
        "pst" => -8 * HOUR,
        _ => return None,
    })
}

/// The half of the day that a 12-hour clock means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    /// Noon and shortly after.
    Midday,
    Afternoon,
}

pub(super) fn half(word: &str) -> Option<Half> {
    Some(match word {
        "am" | "sa" | "sáng" => Half::Morning,
        "trưa" => Half::Midday,
        "pm" | "ch" | "chiều" | "tối" => Half::Afternoon,
        _ => return None,
    })
}
