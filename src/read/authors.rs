//! Who wrote it: names out of credits.

use super::html::plain;

/// Longer is no name. The longest byline of a person seen has 31 characters ("Nguyễn Thị Thanh Huyền - TTXVN").
const LONGEST: usize = 60;

/// Credits that name who wrote: what follows them is an author.
const WRITERS: &[&str] = &[
    "bài, ảnh",
    "bài và ảnh",
    "bài - ảnh",
    "bài-ảnh",
    "tin, ảnh",
    "tin - ảnh",
    "tin-ảnh",
    "tin và ảnh",
    "tin, bài",
    "ảnh, bài",
    "tin bài",
    "bài",
    "tin",
    "tác giả",
    "thực hiện",
    "phóng viên",
    "pv",
    "theo",
    "by",
    "written by",
    "words by",
    "words",
    "author",
    "nội dung",
    "bài viết",
];

/// Credits that name who didn't.
const OTHERS: &[&str] = &[
    "ảnh",
    "ảnh minh họa",
    "ảnh minh hoạ",
    "nguồn ảnh",
    "photo",
    "photos",
    "video",
    "clip",
    "đồ họa",
    "đồ hoạ",
    "nguồn",
    "dịch",
    "thiết kế",
    "trình bày",
    "kỹ thuật",
    "biên tập",
    "theo dõi",
    "chia sẻ",
];

/// The names in a feed's or page's author field: `a@b.vn (Minh Thu)`, "Bài, ảnh: Minh Thu - Văn Hùng". No addresses, and
/// no photographers.
pub(super) fn names(text: &str) -> Vec<String> {
    let line = plain::line(text);
    // A profile's address, where a name should be.
    if is_address(&line) {
        return Vec::new();
    }
    let line = without_remark(&line);
    let Some(credited) = credited(line) else { return Vec::new() };
    let mut names: Vec<String> = Vec::new();
    for piece in split(unlabelled(credited)) {
        let name = piece.trim_matches(|c: char| c.is_whitespace() || "()[]<>\"'“”.,;:|-–—*/".contains(c));
        let name = unlabelled(name);
        // "Ann Lee, PhD"
        let is_degree = !names.is_empty() && DEGREES.contains(&name.replace('.', "").to_lowercase().as_str());
        if is_plausible(name) && !is_degree && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// Whether a line of its own can be a signature: "Minh Thu", "NHẬT XUÂN", "Bài, ảnh: Hà Thu".
pub(super) fn signature(line: &str) -> Option<Vec<String>> {
    let line = plain::collapse(line);
    if line.chars().count() > LONGEST || line.ends_with(['.', '?', '!', ':', ',', ';', '"', '”', '…']) {
        return None;
    }
    // "Hà Thu (tổng hợp)", "Minh Đức (theo Reuters)"
    let names = names(line.split_once('(').map_or(line.as_str(), |(name, _)| name));
    (!names.is_empty() && names.iter().all(|name| is_name(name))).then_some(names)
}

/// Two to five words, each with a capital and without a digit: "Marna van der Merwe", "Angela Holliday-Bell".
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_part = |word: &str| {
        let mut inner = word.split('-').map(|part| !part.is_empty() && part.starts_with(char::is_uppercase));
        inner.all(|is_part| is_part) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '\'' | '’' | '-'))
    };
    let is_particle = |at: usize, word: &str| at > 0 && at + 1 < words.len() && PARTICLES.contains(&word);
    (2..=5).contains(&words.len())
        && words.iter().enumerate().all(|(at, word)| is_part(word) || is_particle(at, word))
        && !LABELS.contains(&text.to_lowercase().as_str())
}

/// A name, or what an account may be called, of few words: "Yucy", "The Currency editors".
pub(super) fn may_be_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=5).contains(&words)
        && !text.chars().any(|c| c.is_ascii_digit())
        && !LABELS.contains(&text.to_lowercase().as_str())
}

/// Words of a name that have no capital, between others.
const PARTICLES: &[&str] =
    &["van", "von", "der", "den", "de", "da", "di", "del", "della", "du", "dos", "la", "le", "bin", "al", "y"];

/// Lines in a name's form that are none.
const LABELS: &[&str] = &[
    "chia sẻ",
    "bình luận",
    "ý kiến",
    "xem thêm",
    "tin mới",
    "trang chủ",
    "việt nam",
    "hà nội",
    "về đầu trang",
    "read more",
    "all posts",
    "view all posts",
    "view more posts",
    "more posts",
    "last updated",
    "last modified",
    "posted on",
    "published on",
    "written by",
    "about the author",
    "the author",
    "table of contents",
    "share this",
    "sign up",
    "log in",
    "learn more",
    "contact us",
    "get started",
    "follow us",
    "blog",
    "posts",
    "profile",
    "view profile",
    "bio",
];

/// What the line credits with the writing; none where it credits somebody with something else.
fn credited(line: &str) -> Option<&str> {
    let Some((label, rest)) = line.split_once(':') else {
        let lower = line.to_lowercase();
        let theo = line.get(..5).filter(|_| lower.starts_with("theo ")).map(|_| &line[5..]);
        return Some(theo.unwrap_or(line));
    };
    let label = label.trim().trim_start_matches(['(', '*', '-']).trim().to_lowercase();
    if OTHERS.contains(&label.as_str()) {
        return None;
    }
    // "Bài: Minh Thu; ảnh: Văn Hùng"
    let rest = rest.split([';', '|', '/']).next().unwrap_or(rest);
    if WRITERS.contains(&label.as_str()) { Some(rest) } else { Some(line) }
}

/// "Hà Thu (tổng hợp)" without what is in brackets; there stands the name only behind an address: "a@b.vn (Minh Thu)".
fn without_remark(line: &str) -> &str {
    match line.split_once(" (") {
        Some((name, _)) if !name.contains('@') && !name.trim().is_empty() => name,
        _ => line,
    }
}

/// "By Ann Lee", "Written by Ann Lee" → "Ann Lee"; also where two elements left no blank between.
fn unlabelled(text: &str) -> &str {
    let text = text.trim_start();
    for label in LABELS_BEFORE {
        let Some(start) = text.get(..label.len()) else { continue };
        let rest = &text[label.len()..];
        let apart = rest.starts_with(|c: char| c.is_whitespace() || c.is_uppercase());
        if start.eq_ignore_ascii_case(label)
            && (apart && !(label.len() == 2 && start == "BY" && !rest.starts_with(' ')))
        {
            return rest.trim_start();
        }
    }
    text
}

/// Whether a text begins as a credit of the writer does: "By Ann Lee".
pub(super) fn is_labelled(text: &str) -> bool {
    unlabelled(text).len() < text.trim_start().len()
        || text.split_once(':').is_some_and(|(label, _)| WRITERS.contains(&label.trim().to_lowercase().as_str()))
}

/// The same of labels that nothing else begins with.
pub(super) fn is_surely_labelled(text: &str) -> bool {
    let lower = text.trim_start().to_lowercase();
    ["written by ", "words by ", "text by ", "story by ", "tác giả: "].iter().any(|label| lower.starts_with(label))
}

/// ASCII, the longer before what they end with.
const LABELS_BEFORE: &[&str] = &[
    "written by",
    "words by",
    "text by",
    "story by",
    "posted by",
    "published by",
    "reported by",
    "recipe by",
    "articles by",
    "article by",
    "by",
];

/// What follows a name behind a comma and is none.
const DEGREES: &[&str] = &[
    "md", "do", "dds", "dmd", "dvm", "phd", "ms", "ma", "mba", "mph", "msc", "bsc", "ba", "bs", "rd", "rdn", "rn",
    "np", "jd", "esq", "cpa", "cfp", "facp", "fand", "jr", "sr", "lcsw", "pharmd", "edd", "psyd",
];

/// Accounts that stand in for whoever wrote.
const NOBODY: &[&str] = &[
    "admin",
    "administrator",
    "webmaster",
    "root",
    "undefined",
    "null",
    "none",
    "unknown",
    "anonymous",
    "guest",
    "user",
    "super user",
    "author",
    "editor",
    "quản trị",
    "quản trị viên",
    "n/a",
];

/// A template that was never filled in.
fn is_template(name: &str) -> bool {
    name.contains('%') || name.contains("${")
}

fn is_address(text: &str) -> bool {
    let lower = text.to_lowercase();
    !lower.contains(' ') && (lower.contains("://") || lower.starts_with("www.") || lower.starts_with('/'))
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ';', '/', '|', '&', '•', '·', '(', '–', '—'])
        .flat_map(|piece| piece.split(" - "))
        .flat_map(|piece| piece.split(" và "))
        .flat_map(|piece| piece.split(" and "))
}

fn is_plausible(name: &str) -> bool {
    let length = name.chars().count();
    (2..=LONGEST).contains(&length)
        && name.chars().any(char::is_alphabetic)
        && !name.contains(['@', '<', '>', '=', '{', '_'])
        && !name.contains("://")
        && !name.starts_with("www.")
        && name.split_whitespace().count() <= 8
        && !is_domain(name)
        && !NOBODY.contains(&name.to_lowercase().as_str())
        && !is_template(name)
        && !is_photographer(name)
}

fn is_domain(name: &str) -> bool {
    !name.contains(' ')
        && name.contains('.')
        && name.to_lowercase().ends_with(".vn") | name.to_lowercase().ends_with(".com")
}

fn is_photographer(name: &str) -> bool {
    name.split_once(':').is_some_and(|(label, _)| OTHERS.contains(&label.trim().to_lowercase().as_str()))
}
