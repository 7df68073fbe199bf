//! The programme and the project that a figure is for.

use std::fmt;
use std::ops::Range;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::judge::Pattern;
use crate::judge::phrases::{Marks, Misprints, Phrases, longest};
use crate::text::Token;

/// A national target programme, by the name that its sentence gives it. (The topics of feeds.toml are the operator's, and
/// say what a whole article is about.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Programme {
    /// 1719: ethnic minorities and mountainous areas, 2021–2030.
    Dtts,
    /// Sustainable poverty reduction, 2021–2025.
    Gnbv,
    /// The new countryside, 2021–2025.
    Ntm,
    /// The programme of 2026–2035 that the three were merged into.
    #[serde(rename = "mtqg_2026")]
    Merged,
    #[serde(rename = "vanhoa")]
    Culture,
    #[serde(rename = "giaoduc")]
    Education,
    #[serde(rename = "yte_danso")]
    Health,
    #[serde(rename = "matuy")]
    Drugs,
}

impl Programme {
    pub const ALL: [Self; 8] =
        [Self::Dtts, Self::Gnbv, Self::Ntm, Self::Merged, Self::Culture, Self::Education, Self::Health, Self::Drugs];

    /// A short key, as stored and shown, and as feeds.toml names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Dtts => "dtts",
            Self::Gnbv => "gnbv",
            Self::Ntm => "ntm",
            Self::Merged => "mtqg_2026",
            Self::Culture => "vanhoa",
            Self::Education => "giaoduc",
            Self::Health => "yte_danso",
            Self::Drugs => "matuy",
        }
    }
}

/// A project of a programme, and a sub-project of that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Component {
    /// None where only the number of the sub-project is said.
    pub project: Option<u8>,
    pub sub_project: Option<u8>,
}

/// `DA4`, `DA4.TDA2`, `TDA2`.
impl fmt::Display for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(project) = self.project {
            write!(f, "DA{project}")?;
        }
        if let Some(sub_project) = self.sub_project {
            write!(f, "{}TDA{sub_project}", if self.project.is_some() { "." } else { "" })?;
        }
        Ok(())
    }
}

const NAMES: &[(Programme, &[&str])] = &[
    (
        Programme::Dtts,
        &[
            "Chương trình MTQG 1719",
            "Chương trình 1719",
            "MTQG 1719",
            "CT 1719",
            "vốn 1719",
            "Chương trình MTQG DTTS",
            "phát triển kinh tế xã hội vùng đồng bào DTTS và miền núi",
            "phát triển kinh tế xã hội vùng đồng bào DTTS",
            "MTQG vùng đồng bào DTTS và miền núi",
            "MTQG vùng đồng bào DTTS",
            "MTQG DTTS và miền núi",
            "MTQG DTTS",
            "MTQG phát triển kinh tế xã hội vùng DTTS",
            "Chương trình MTQG vùng DTTS",
            "MTQG số 1719",
            "Chương trình DTTS và miền núi",
            "Chương trình dân tộc thiểu số",
        ],
    ),
    (
        Programme::Gnbv,
        &[
            "MTQG giảm nghèo bền vững",
            "MTQG giảm nghèo",
            "Chương trình giảm nghèo bền vững",
            "Chương trình giảm nghèo",
            "MTQG về giảm nghèo bền vững",
        ],
    ),
    (
        Programme::Ntm,
        &[
            "MTQG xây dựng nông thôn mới",
            "MTQG nông thôn mới",
            "Chương trình xây dựng nông thôn mới",
            "Chương trình nông thôn mới",
            "MTQG về xây dựng nông thôn mới",
        ],
    ),
    (
        Programme::Merged,
        &[
            "xây dựng nông thôn mới, giảm nghèo bền vững và phát triển kinh tế xã hội vùng đồng bào DTTS và miền núi",
            "xây dựng nông thôn mới, giảm nghèo bền vững và phát triển kinh tế xã hội vùng đồng bào DTTS",
            "xây dựng nông thôn mới, giảm nghèo bền vững, phát triển kinh tế xã hội vùng đồng bào DTTS và miền núi",
            "Chương trình MTQG giai đoạn 2026 - 2035",
            "Chương trình MTQG giai đoạn 2026 - 2030",
        ],
    ),
    (Programme::Culture, &["MTQG phát triển văn hóa", "MTQG về phát triển văn hóa", "MTQG về văn hóa"]),
    (
        Programme::Education,
        &["MTQG hiện đại hóa, nâng cao chất lượng giáo dục", "MTQG về hiện đại hóa, nâng cao chất lượng giáo dục"],
    ),
    (Programme::Health, &["MTQG chăm sóc sức khỏe, dân số", "MTQG về chăm sóc sức khỏe, dân số"]),
    (Programme::Drugs, &["MTQG phòng, chống ma túy", "MTQG về phòng, chống ma túy"]),
];

/// What names a programme only in a list that begins with one.
const IN_LISTS: &[(Programme, &[&str])] = &[
    (Programme::Gnbv, &["giảm nghèo bền vững", "giảm nghèo"]),
    (Programme::Ntm, &["xây dựng nông thôn mới", "nông thôn mới"]),
];

struct Compiled {
    phrases: Phrases,
    /// Each with whether it is of [`IN_LISTS`].
    programmes: Vec<(Programme, bool)>,
}

static COMPILED: LazyLock<Compiled> = LazyLock::new(|| {
    let names = NAMES.iter().map(|names| (names, false)).chain(IN_LISTS.iter().map(|names| (names, true)));
    let all = names.flat_map(|((programme, names), listed)| names.iter().map(move |name| (*programme, listed, *name)));
    let (programmes, patterns): (Vec<_>, Vec<_>) =
        all.filter_map(|(programme, listed, name)| Some(((programme, listed), Pattern::parse(name).ok()?))).unzip();
    Compiled { phrases: Phrases::compile(&patterns, Marks::Kept, Misprints::Missed), programmes }
});

/// The programmes that a sentence names, in order; of two names that share a word, the longer.
pub(super) fn programmes(tokens: &[Token<'_>]) -> Vec<(Range<usize>, Programme)> {
    let compiled = &*COMPILED;
    let mut named: Vec<(Range<usize>, Programme)> = Vec::new();
    for found in longest(compiled.phrases.find(tokens), tokens.len()) {
        let (programme, is_listed) = compiled.programmes[found.pattern];
        let span = found.span();
        // "…, giảm nghèo bền vững và (chương trình) xây dựng nông thôn mới"
        let follows = named.last().is_some_and(|(last, _)| span.start <= last.end + LIST_GAP);
        if !is_listed || follows {
            named.push((span, programme));
        }
    }
    named
}

/// Words for several programmes as one.
const TOGETHER: &[&str] =
    &["ba chương trình MTQG", "3 chương trình MTQG", "03 chương trình MTQG", "các chương trình MTQG"];

/// Whether a sentence speaks of several programmes as one: its figures may be their sum.
pub(super) fn are_together(tokens: &[Token<'_>]) -> bool {
    static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
        let patterns: Vec<_> = TOGETHER.iter().filter_map(|words| Pattern::parse(words).ok()).collect();
        Phrases::compile(&patterns, Marks::Kept, Misprints::Missed)
    });
    !PHRASES.find(tokens).is_empty()
}

/// Words between the programmes of a list: *và*, *chương trình*, *MTQG*.
const LIST_GAP: usize = 4;

/// The projects that a sentence names, in order.
pub(super) fn components(tokens: &[Token<'_>]) -> Vec<(Range<usize>, Component)> {
    let word = |at: usize| tokens.get(at).map_or("", |token: &Token<'_>| token.folded.as_str());
    let number = |at: usize| word(at).parse::<u8>().ok().filter(|number| (1..=11).contains(number));
    // "dự án 5", "dự án số 5", "tiểu dự án 4"
    let named = |at: usize| {
        let is_sub = word(at) == "tiểu";
        let at = at + usize::from(is_sub);
        if (word(at), word(at + 1)) != ("dự", "án") {
            return None;
        }
        let end = at + 2 + usize::from(word(at + 2) == "số");
        Some((number(end)?, is_sub, end + 1))
    };
    let mut found: Vec<(Range<usize>, Component)> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let Some((first, is_sub, mut end)) = named(at) else {
            at += 1;
            continue;
        };
        let joined = end + usize::from(matches!(word(end), "thuộc" | "của"));
        let component = match named(joined) {
            Some((second, second_is_sub, after)) if is_sub != second_is_sub => {
                end = after;
                let (project, sub_project) = if is_sub { (second, first) } else { (first, second) };
                Component { project: Some(project), sub_project: Some(sub_project) }
            }
            _ if is_sub => Component { project: None, sub_project: Some(first) },
            _ => Component { project: Some(first), sub_project: None },
        };
        found.push((at..end, component));
        at = end;
    }
    found
}
