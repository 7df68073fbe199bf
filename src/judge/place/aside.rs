//! Names of provinces that stand for something else: a road, a paper, a person, a meeting's venue.

use std::collections::HashSet;
use std::ops::Range;

use super::case::Case;
use crate::judge::Field;
use crate::judge::fields::FieldText;
use crate::text::{HONORIFICS, Place, Token, short_unit};

/// Words of units below a province, of waters, roads and firms: a province's name after one of them is theirs. *Thành phố*
/// isn't among them: a province's own town bore its name.
const OTHERS: &[&str] = &[
    "xã",
    "phường",
    "trấn",
    "huyện",
    "quận",
    "thôn",
    "ấp",
    "khóm",
    "phố",
    "đường",
    "tốc",
    "lộ",
    "sông",
    "núi",
    "đèo",
    "hồ",
    "cầu",
    "chợ",
    "ga",
    "ty",
    "hiệu",
    "clb",
    "báo",
    "đài",
    "đảng",
];

/// Words before a word for a person that make it another word, or all of a kind: *con em Thái Bình*, *đàn ông Hà Nội*,
/// *tiếng Anh*.
const BEFORE_HONORIFICS: &[&str] =
    &["con", "trẻ", "cụ", "đàn", "thầy", "quý", "người", "ghi", "phản", "tiếng", "nước", "quán"];

/// Family names, and the middle names Văn and Thị; those that also end a phrase before a province (Đoàn, Hồ, Mai) are not
/// among them.
const SURNAMES: &[&str] = &[
    "nguyễn", "trần", "lê", "phạm", "huỳnh", "hoàng", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "ngô", "dương", "lý",
    "đinh", "trịnh", "đào", "trương", "lương", "tạ", "thị", "văn",
];

/// The token that a name at `start` directly follows, with nothing but space or a full stop (`TP. Huế`) between.
pub(super) fn before<'f, 't>(text: &'f FieldText<'t>, start: usize) -> Option<&'f Token<'t>> {
    let index = start.checked_sub(1)?;
    let token = text.tokens.get(index)?;
    let is_close = text.between(index).chars().all(|c| c.is_whitespace() || c == '.');
    (is_close && token.sentence == text.tokens[start].sentence).then_some(token)
}

/// Tokens before a name among which a word for a road makes it one of the road's ends: *cao tốc Cam Lộ - La Sơn, Cần Thơ -
/// Hậu Giang*.
const ROAD: usize = 8;

/// Whether a name is one of a road's, a railway's or a flight's: right behind the word for it, or beside a dash.
pub(super) fn is_on_road(text: &FieldText<'_>, span: &Range<usize>) -> bool {
    let is_road = |index: usize| {
        let token = &text.tokens[index];
        matches!(token.folded.as_str(), "tốc" | "toc" | "tuyến" | "đường" | "sắt" | "bay")
            && token.sentence == text.tokens[span.start].sentence
    };
    let Some(before) = span.start.checked_sub(1) else { return false };
    let beside_dash = is_dash(text.between(before)) || is_dash(text.between(span.end - 1));
    let from = if beside_dash { span.start.saturating_sub(ROAD) } else { before };
    (from..span.start).any(is_road)
}

/// Cities where ministries and firms hold their meetings about everywhere.
const VENUES: &[&str] = &["Hà Nội", "Hồ Chí Minh"];

/// Whether a name says where a meeting was held (*Sáng 5/7, tại Hà Nội, Bộ …*), where a person is from (*quê ở Nghệ An*),
/// whom a delegate stands for (*đại biểu … (Hà Giang)*, *đoàn Sơn La*; `of_delegates`: its sentence is one of
/// [`sentences_of_delegates`]), or what a province was made of (*sau khi hợp nhất Kon Tum*).
pub(super) fn is_aside(
    place: &Place,
    text: &FieldText<'_>,
    span: &Range<usize>,
    of_delegates: impl FnOnce() -> bool,
) -> bool {
    let sentence = text.tokens[span.start].sentence;
    let word = |back: usize| {
        let token = span.start.checked_sub(back).map(|index| &text.tokens[index]);
        token.filter(|token| token.sentence == sentence).map_or("", |token| token.folded.as_str())
    };
    let is_venue = VENUES.contains(&place.name)
        && text.field != Field::Title
        && word(1) == "tại"
        && text.between(span.end - 1).starts_with(',');
    let (near, next) = (word(1), word(2));
    let is_life = next == "sống" && matches!(word(3), "đời" | "cuộc");
    let is_home = matches!(next, "quê" | "sống" | "ngụ" | "trú") && !is_life;
    let is_origin = near == "quê" || (matches!(near, "ở" | "tại" | "tỉnh") && is_home);
    let is_part = place.name != place.today && matches!((next, near), ("hợp", "nhất") | ("sáp", "nhập"));
    let in_brackets = span.start > 0
        && text.between(span.start - 1).trim() == "("
        && text.between(span.end - 1).trim_start().starts_with([')', ',', '-']);
    let is_seat = text.field != Field::Title
        && (in_brackets || near == "đoàn" || near == "đbqh" || next == "đoàn")
        && of_delegates();
    is_venue || is_origin || is_part || is_seat
}

/// The sentences that speak of members of a council or of the National Assembly.
pub(super) fn sentences_of_delegates(text: &FieldText<'_>) -> HashSet<u32> {
    let tokens = text.tokens.iter().enumerate();
    let spoken = tokens.filter(|(at, token)| match token.folded.as_str() {
        "đb" | "đbqh" => true,
        "đại" => {
            let next = text.tokens.get(at + 1);
            next.is_some_and(|next| next.sentence == token.sentence && next.folded == "biểu")
        }
        _ => false,
    });
    spoken.map(|(_, token)| token.sentence).collect()
}

/// Whether the token at `end`, behind a name, makes it a football club's.
pub(super) fn is_club(text: &FieldText<'_>, end: usize) -> bool {
    text.tokens.get(end).is_some_and(|token| token.folded == "fc")
}

/// Whether a name belongs to what the token before it says: a commune, a river, a paper, a person.
pub(super) fn is_anothers(before: &Token<'_>, text: &FieldText<'_>, start: usize, case: Case) -> bool {
    let folded = before.folded.as_str();
    (OTHERS.contains(&folded) && !is_city(before, text, start) && !is_mountainous(before, text, start))
        || is_short_unit(text, start)
        || is_surname(text, start, case)
        || is_addressed(text, start, case)
}

/// Whether the token before a name is a family name or a middle one. Where all letters are capitals, *THỊ* and *VĂN* are
/// middle names only behind a family name: *ĐÔ THỊ HÀ NỘI*.
fn is_surname(text: &FieldText<'_>, start: usize, case: Case) -> bool {
    let surname = |at: usize| {
        let token = before(text, at)?;
        (token.is_capitalised() && SURNAMES.contains(&token.folded.as_str())).then_some(token.folded.as_str())
    };
    match surname(start) {
        Some(_) if case != Case::Upper => true,
        Some("thị" | "văn") => surname(start - 1).is_some_and(|word| !matches!(word, "thị" | "văn")),
        _ => false,
    }
}

/// Whether a name is that of a person whom the token before it speaks of: *chị Huế*, and neither *anh em Thái Bình* nor
/// *nước Anh*.
fn is_addressed(text: &FieldText<'_>, start: usize, case: Case) -> bool {
    let honorific = |at: usize| before(text, at).filter(|token| HONORIFICS.contains(&token.folded.as_str()));
    let Some(word) = honorific(start).filter(|_| text.between(start - 1).trim().is_empty()) else { return false };
    let Some(earlier) = before(text, start - 1).filter(|_| text.between(start - 2).trim().is_empty()) else {
        return true;
    };
    let folded = earlier.folded.as_str();
    let are_many = matches!(folded, "các" | "những") && matches!(word.folded.as_str(), "em" | "cháu");
    // Within a sentence, a capital letter makes another name of it: "Quỳnh Anh".
    let is_name = case != Case::Upper && word.is_capitalised();
    !are_many && !is_name && !HONORIFICS.contains(&folded) && !BEFORE_HONORIFICS.contains(&folded)
}

/// Whether the token before a name is a shortened word for a unit: *P. Phú Thọ*.
pub(super) fn is_short_unit(text: &FieldText<'_>, start: usize) -> bool {
    start.checked_sub(1).is_some_and(|at| short_unit(text.text, &text.tokens, at).is_some())
}

/// Whether the token before a name ends in *thành phố*.
fn is_city(before: &Token<'_>, text: &FieldText<'_>, start: usize) -> bool {
    let thanh = start.checked_sub(2).and_then(|index| text.tokens.get(index));
    before.folded == "phố" && thanh.is_some_and(|token| token.folded == "thành")
}

/// Whether the token before a name ends in *miền núi*, which is no mountain.
fn is_mountainous(before: &Token<'_>, text: &FieldText<'_>, start: usize) -> bool {
    let mien = start.checked_sub(2).and_then(|index| text.tokens.get(index));
    before.folded == "núi" && mien.is_some_and(|token| token.folded == "miền")
}

pub(super) fn is_dash(between: &str) -> bool {
    matches!(between.trim(), "-" | "–" | "—")
}
