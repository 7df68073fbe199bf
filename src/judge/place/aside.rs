//! Names of provinces that stand for something else: a road, a paper, a person, a meeting's venue.

use std::ops::Range;

use crate::judge::Field;
use crate::judge::fields::FieldText;
use crate::text::{Place, Token};

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
/// whom a delegate stands for (*đại biểu … (Hà Giang)*, *đoàn Sơn La*), or what a province was made of (*sau khi hợp nhất Kon
/// Tum*).
pub(super) fn is_aside(place: &Place, text: &FieldText<'_>, span: &Range<usize>) -> bool {
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
    let of_delegates = || {
        let words = text.tokens.iter().filter(|token| token.sentence == sentence).map(|token| token.folded.as_str());
        let words: Vec<&str> = words.collect();
        words.windows(2).any(|pair| pair == ["đại", "biểu"]) || words.iter().any(|word| matches!(*word, "đb" | "đbqh"))
    };
    let in_brackets = span.start > 0
        && text.between(span.start - 1).trim() == "("
        && text.between(span.end - 1).trim_start().starts_with([')', ',', '-']);
    let is_seat = text.field != Field::Title
        && (in_brackets || near == "đoàn" || near == "đbqh" || next == "đoàn")
        && of_delegates();
    is_venue || is_origin || is_part || is_seat
}

/// Whether the token at `end`, behind a name, makes it a football club's.
pub(super) fn is_club(text: &FieldText<'_>, end: usize) -> bool {
    text.tokens.get(end).is_some_and(|token| token.folded == "fc")
}

/// Whether a name belongs to what the token before it says: a commune, a river, a paper, a person.
pub(super) fn is_anothers(before: &Token<'_>, text: &FieldText<'_>, start: usize) -> bool {
    let folded = before.folded.as_str();
    let is_person = before.is_capitalised() && SURNAMES.contains(&folded);
    is_person || (OTHERS.contains(&folded) && !is_city(before, text, start) && !is_mountainous(before, text, start))
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
