//! What administration and press count.

use crate::text::Token;

/// In the order in which they are tried: a longer name before one that it begins with.
const NOUNS: &[&str] = &[
    "lượt hộ",
    "lượt người",
    "hộ dân",
    "hộ gia đình",
    "hộ",
    "xã",
    "phường",
    "huyện",
    "thị xã",
    "thị trấn",
    "tỉnh",
    "thôn",
    "bản",
    "buôn",
    "làng",
    "ấp",
    "tổ dân phố",
    "khu dân cư",
    "địa phương",
    "đơn vị cấp huyện",
    "đơn vị",
    "người",
    "lao động",
    "học sinh",
    "học viên",
    "trẻ em",
    "công trình",
    "dự án",
    "mô hình",
    "sản phẩm",
    "tiêu chí",
    "tuyến đường",
    "căn nhà",
    "ngôi nhà",
    "nhà",
    "điểm trường",
    "trường",
    "phòng học",
    "lớp",
    "km",
    "ha",
    "hécta",
    "m2",
];

/// The noun at the beginning of `tokens` that the number before it counts, and the tokens that it takes.
pub(super) fn noun(tokens: &[Token<'_>], suffix: Option<&str>) -> Option<(&'static str, usize)> {
    if let Some(suffix) = suffix {
        return NOUNS.iter().find(|noun| **noun == suffix).map(|noun| (*noun, 0));
    }
    // Ten words at most are compared for a number; the first letter tells most apart.
    let first = tokens.first()?.folded.as_str();
    let noun = NOUNS.iter().filter(|noun| noun.starts_with(first)).find(|noun| {
        let mut words = noun.split(' ');
        let same = words.by_ref().zip(tokens).all(|(word, token)| word == token.folded);
        same && noun.split(' ').count() <= tokens.len()
    })?;
    Some((*noun, noun.split(' ').count()))
}
