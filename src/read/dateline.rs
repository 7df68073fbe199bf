//! Who reports, said before the first sentence: "(Chinhphu.vn) - Tháng 3 …", "Hà Nội (TTXVN) - Sáng 21/5 …", "SKĐS | …".

/// Agencies and papers as they sign the beginnings of texts, in lower case. In brackets before a dash any short name is
/// one; bare, only these and addresses in .vn are, since "ASEAN - Nhật Bản" and "Hà Nội - thành phố vì hòa bình" look the
/// same. Of the summaries and bodies of 12,780 articles of 2013–2017 some 780 are signed in these ways; nothing else was
/// cut from any.
const NAMES: &[&str] = &[
    "ttxvn",
    "bnews",
    "vov",
    "vtv",
    "vtc",
    "vtc news",
    "đcsvn",
    "ndđt",
    "nd",
    "qđnd",
    "qđnd online",
    "cand",
    "cand online",
    "tto",
    "tt",
    "tt online",
    "tno",
    "tn",
    "tpo",
    "tp",
    "plo",
    "pl",
    "nlđo",
    "nlđ",
    "lđo",
    "pno",
    "sggpo",
    "sggp",
    "hnmo",
    "hnm",
    "antđ",
    "ktđt",
    "gd&tđ",
    "gdtđ",
    "gdvn",
    "skđs",
    "bvpl",
    "plvn",
    "dđdn",
    "đttc",
    "đtck",
    "đttd",
    "đđk",
    "tbktsg",
    "ndh",
    "clo",
    "tg&vn",
    "nnvn",
    "tn&mt",
    "dân trí",
    "thanh niên",
    "tuổi trẻ",
    "dân việt",
    "petrotimes",
    "vietnam+",
    "vietnamplus",
    "vnexpress",
    "vietnamnet",
    "reuters",
    "afp",
    "xinhua",
    "tân hoa xã",
    "yonhap",
    "kyodo",
];

/// What follows a name in brackets that is no paper's.
const NOTES: &[&str] = &["ảnh", "nguồn", "video", "clip", "minh họa", "minh hoạ", "kỳ", "phần", "bài", "cập nhật"];

/// Of a name in brackets, in characters: "(Báo Đại biểu Nhân dân)" has 23 with them.
const LONGEST_NAME: usize = 30;
/// Of a place before a name in brackets, in words: "TP Hồ Chí Minh".
const LONGEST_PLACE: usize = 4;

const DASHES: &[char] = &['-', '–', '—', '|'];

/// `text` from where it begins to tell something.
pub(super) fn without(text: &str) -> &str {
    let mut rest = text;
    loop {
        match length(rest) {
            0 => return rest,
            length => rest = &rest[length..],
        }
    }
}

/// How many bytes of `text` say who reports, the dash included; 0 for a text that tells at once.
fn length(text: &str) -> usize {
    let start = text.trim_start();
    let signed = in_brackets(start).or_else(|| placed(start)).or_else(|| bare(start));
    signed.filter(|rest| !rest.is_empty()).map_or(0, |rest| text.len() - rest.len())
}

/// "(Dân trí) - Giá vàng", "[VOV] Chiều nay"
fn in_brackets(text: &str) -> Option<&str> {
    let (name, rest) = bracketed(text)?;
    let folded = name.to_lowercase();
    let is_note = NOTES.iter().any(|note| folded.starts_with(note));
    if is_note || name.chars().count() > LONGEST_NAME || name.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let rest = after_dash(rest).or_else(|| {
        // Without a dash, the name must be one for certain.
        let certain = is_name(&folded) || is_address(name) || is_acronym(name);
        certain.then(|| rest.strip_prefix([':', '.']).unwrap_or(rest).trim_start())
    });
    rest.filter(|rest| begins_sentence(rest, true))
}

/// "Hà Nội (TTXVN 21/5) - Sáng nay", "HÀ NỘI, 21/5 (TTXVN) - Sáng nay"
fn placed(text: &str) -> Option<&str> {
    let open = text.find('(').filter(|open| *open > 0)?;
    let (place, date) = text[..open].split_once(',').unwrap_or((&text[..open], ""));
    let words = place.split_whitespace().count();
    let is_place = place.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let of_date = |c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.' | ' ');
    let (name, rest) = bracketed(&text[open..])?;
    let is_agency = is_name(&name.trim_end_matches(|c| of_date(c) || c == ',').to_lowercase());
    let signed = is_place && (1..=LONGEST_PLACE).contains(&words) && date.chars().all(of_date) && is_agency;
    after_dash(rest).filter(|rest| signed && begins_sentence(rest, true))
}

/// "TTO - Chiều 15-10", "VOV.VN - Bộ Y tế", "SKĐS | Người bệnh"
fn bare(text: &str) -> Option<&str> {
    let dash = text.find(DASHES)?;
    let (name, rest) = (&text[..dash], after_dash(&text[dash..])?);
    // A hyphen inside a word: "VN-Index".
    let apart = name.ends_with(char::is_whitespace) || text[dash..].chars().nth(1).is_some_and(char::is_whitespace);
    let name = name.trim_end();
    let known = is_name(&name.to_lowercase()) && name.starts_with(char::is_uppercase);
    (apart && (known || is_address(name)) && begins_sentence(rest, false)).then_some(rest)
}

fn bracketed(text: &str) -> Option<(&str, &str)> {
    let close = match text.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let (name, rest) = text[1..].split_once(close)?;
    let name = name.trim();
    (!name.is_empty() && !name.contains(['(', '['])).then_some((name, rest))
}

/// What stands behind a dash, if one comes first.
fn after_dash(text: &str) -> Option<&str> {
    let rest = text.trim_start().trim_start_matches(['.', ':']).strip_prefix(DASHES)?;
    Some(rest.trim_start_matches(|c: char| DASHES.contains(&c) || c.is_whitespace()))
}

fn begins_sentence(text: &str, or_number: bool) -> bool {
    let first = text.chars().find(|c| !matches!(c, '"' | '“' | '‘' | '\'' | '«' | '('));
    first.is_some_and(|c| c.is_uppercase() || (or_number && c.is_ascii_digit()))
}

fn is_name(folded: &str) -> bool {
    let bare = folded.strip_prefix("báo ").or_else(|| folded.strip_prefix("theo ")).unwrap_or(folded);
    NAMES.contains(&bare)
}

/// "VOV.VN", "Kienthuc.net.vn"
fn is_address(name: &str) -> bool {
    let ends = name.to_lowercase();
    let labels =
        ends.split('.').all(|label| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    labels && ends.rsplit_once('.').is_some_and(|(_, top)| top == "vn")
}

/// "ĐTTD", "GD&TĐ"
fn is_acronym(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() >= 3 && name.chars().all(|c| c.is_uppercase() || c == '&')
}
