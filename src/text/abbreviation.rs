//! Abbreviations of the administration and the press, as one token with the words they stand for.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::with_i;
use super::{fold, has_marks, unmarked};

/// As folded tokens with spaces between → the words they stand for. What the same letters mean elsewhere (NTM is also a
/// company's) is for the patterns around them to settle.
const ABBREVIATIONS: &[(&str, &str)] = &[
    ("mtqg", "mục tiêu quốc gia"),
    ("ctmtqg", "chương trình mục tiêu quốc gia"),
    ("ct mtqg", "chương trình mục tiêu quốc gia"),
    ("dtts", "dân tộc thiểu số"),
    ("dtts và mn", "dân tộc thiểu số và miền núi"),
    ("dtts mn", "dân tộc thiểu số và miền núi"),
    ("dttsmn", "dân tộc thiểu số và miền núi"),
    ("đbdtts", "đồng bào dân tộc thiểu số"),
    ("đb dtts", "đồng bào dân tộc thiểu số"),
    ("đb dtts và mn", "đồng bào dân tộc thiểu số và miền núi"),
    ("đbdtts và mn", "đồng bào dân tộc thiểu số và miền núi"),
    ("kt xh", "kinh tế xã hội"),
    ("ktxh", "kinh tế xã hội"),
    ("ntm", "nông thôn mới"),
    ("xdntm", "xây dựng nông thôn mới"),
    ("xd ntm", "xây dựng nông thôn mới"),
    ("ntmnc", "nông thôn mới nâng cao"),
    ("ntmkm", "nông thôn mới kiểu mẫu"),
    ("gnbv", "giảm nghèo bền vững"),
    ("ocop", "mỗi xã một sản phẩm"),
    ("đbkk", "đặc biệt khó khăn"),
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("mttq", "mặt trận tổ quốc"),
    ("bcđ", "ban chỉ đạo"),
    ("htx", "hợp tác xã"),
    ("qđ", "quyết định"),
    ("nq", "nghị quyết"),
    ("nđ", "nghị định"),
    ("nstw", "ngân sách trung ương"),
    ("nsđp", "ngân sách địa phương"),
    ("gtnt", "giao thông nông thôn"),
    ("gdnn", "giáo dục nghề nghiệp"),
];

/// An abbreviation, or one with two of its letters the wrong way round.
pub(super) struct Abbreviation {
    /// As it is to be found.
    tokens: Vec<String>,
    /// As it is spelt, its parts put together.
    pub short: String,
    pub words: Vec<String>,
}

/// Letters from which on an abbreviation is known with two of them the wrong way round, the first excepted: papers print
/// MTGQ for MTQG. The shorter ones are each other's.
const LONG: usize = 4;

/// By first token; the longest of each first.
static BY_FIRST: LazyLock<HashMap<String, Vec<Abbreviation>>> = LazyLock::new(|| {
    let split = |text: &str| text.split(' ').map(fold).collect::<Vec<_>>();
    let mut table: HashMap<String, Vec<Abbreviation>> = HashMap::new();
    let mut add = |tokens: Vec<String>, short: &str, long: &str| {
        let known = table.entry(tokens[0].clone()).or_default();
        if !known.iter().any(|other| other.tokens == tokens) {
            known.push(Abbreviation { tokens, short: short.replace(' ', ""), words: words(long) });
        }
    };
    for (short, long) in ABBREVIATIONS {
        add(split(short), short, long);
    }
    for (short, long) in ABBREVIATIONS {
        for tokens in misprinted(&split(short)) {
            add(tokens, short, long);
        }
    }
    for entries in table.values_mut() {
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.tokens.len()));
    }
    table
});

/// Of the abbreviations in one token that are spelt with diacritics: without them → the words they stand for.
static WITHOUT_MARKS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let marked = ABBREVIATIONS.iter().filter(|(short, _)| has_marks(short) && !short.contains(' '));
    marked.map(|(short, long)| (unmarked(short), words(long))).collect()
});

/// What an abbreviation stands for that was typed in lower case and without diacritics: `hdnd`. Texts are never read so:
/// there, the same letters may be anything.
pub fn abbreviated(typed: &str) -> Option<&'static [String]> {
    WITHOUT_MARKS.get(typed).map(Vec::as_slice)
}

/// The words of what an abbreviation stands for, as words are compared.
fn words(long: &str) -> Vec<String> {
    long.split(' ').map(fold).map(|word| with_i(&word).unwrap_or(word)).collect()
}

/// The tokens with two neighbouring letters of one exchanged, in every way.
fn misprinted(tokens: &[String]) -> impl Iterator<Item = Vec<String>> {
    tokens.iter().enumerate().flat_map(move |(part, token)| {
        let letters: Vec<char> = token.chars().collect();
        let last = if letters.len() < LONG { 1 } else { letters.len() - 1 };
        (1..last).map(move |at| {
            let mut letters = letters.clone();
            letters.swap(at, at + 1);
            let mut tokens = tokens.to_vec();
            tokens[part] = letters.into_iter().collect();
            tokens
        })
    })
}

/// The longest abbreviation at the beginning of `tokens`, each given as printed and folded, and how many tokens it takes.
/// All-lower-case letters abbreviate nothing.
pub(super) fn at_start<'a>(
    first: (&str, &str),
    mut following: impl FnMut(usize) -> Option<(&'a str, &'a str)>,
) -> Option<(usize, &'static Abbreviation)> {
    let printed_short = |printed: &str| printed.chars().next().is_some_and(char::is_uppercase);
    if !printed_short(first.0) {
        return None;
    }
    BY_FIRST.get(first.1)?.iter().find_map(|entry| {
        let rest = entry.tokens.iter().enumerate().skip(1);
        let same = rest.into_iter().all(|(i, wanted)| {
            following(i).is_some_and(|(printed, folded)| {
                folded == wanted && (printed_short(printed) || matches!(printed, "và" | "&"))
            })
        });
        same.then_some((entry.tokens.len(), entry))
    })
}
