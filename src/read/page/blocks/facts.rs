//! What is known of one block by its own text.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::outline::Block;
use super::phrases;

/// Longer blocks are searched for phrases at their beginning and end only; the middle of a paragraph says nothing of
/// what the paragraph is.
const ENDS: usize = 120;

/// Words in a row that are compared with other texts.
const SHINGLE: usize = 4;

#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) words: usize,
    pub(super) sentences: usize,
    pub(super) commas: usize,
    pub(super) digits: usize,
    pub(super) capitals: usize,
    /// Words that begin with a capital letter.
    pub(super) capitalised: usize,
    pub(super) function_words: usize,
    /// Bars, bullets, arrows.
    pub(super) dividers: usize,
    pub(super) quotes: usize,
    /// Letters of scripts without blanks between words.
    pub(super) unspaced: usize,
    pub(super) begins: Begins,
    pub(super) ends: Ends,
    pub(super) has_address: bool,
    pub(super) said: [u8; phrases::PHRASES.len()],
    /// The text as a number: equal texts have equal numbers.
    pub(super) digest: u64,
    /// In thousandths, how much of it is in the titles, the description and JSON-LD's `articleBody`, and how much of the
    /// titles is in it.
    pub(super) in_title: i16,
    pub(super) of_title: i16,
    pub(super) in_description: i16,
    pub(super) in_declared: i16,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Begins {
    #[default]
    Other,
    Lower,
    Upper,
    Digit,
    Quote,
    Divider,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) enum Ends {
    #[default]
    Other,
    Stop,
    Question,
    Colon,
    Comma,
    Ellipsis,
    Quote,
}

/// What the page says of its article elsewhere.
#[derive(Debug, Default)]
pub(in crate::read) struct Hints<'a> {
    pub(in crate::read) titles: Vec<&'a str>,
    pub(in crate::read) description: Option<&'a str>,
    /// JSON-LD's `articleBody`.
    pub(in crate::read) body: Option<&'a str>,
}

/// The same, to compare with.
#[derive(Debug, Default)]
pub(super) struct Known {
    title: HashSet<u64>,
    description: HashSet<u64>,
    /// Runs of up to [`SHINGLE`] words.
    declared: HashSet<u64>,
    pub(super) declared_chars: usize,
}

impl Known {
    pub(super) fn of(hints: &Hints) -> Self {
        let words = |text: &str| word_hashes(&text.to_lowercase());
        let declared = words(hints.body.unwrap_or_default());
        let runs = (1..=SHINGLE).flat_map(|size| declared.windows(size).map(run_hash));
        Self {
            title: hints.titles.iter().flat_map(|title| words(title)).collect(),
            description: words(hints.description.unwrap_or_default()).into_iter().collect(),
            declared: runs.collect(),
            declared_chars: hints.body.map_or(0, |body| body.chars().filter(|c| !c.is_whitespace()).count()),
        }
    }
}

impl Facts {
    pub(super) fn of(block: &Block, known: &Known) -> Self {
        let text = block.text.as_str();
        let lower = text.to_lowercase();
        let hashes = word_hashes(&lower);
        let mut facts = Self { words: hashes.len(), ..Self::default() };
        let mut before = ' ';
        for c in text.chars() {
            match c {
                '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' => {
                    facts.sentences += usize::from(!matches!(before, '.' | '!' | '?'));
                }
                ',' | '、' | '，' | ';' => facts.commas += 1,
                '|' | '•' | '›' | '»' | '·' | '/' | '→' | '>' => facts.dividers += 1,
                '"' | '“' | '”' | '«' | '„' => facts.quotes += 1,
                c if c.is_ascii_digit() => facts.digits += 1,
                c if is_unspaced(c) => facts.unspaced += 1,
                c if c.is_uppercase() => {
                    facts.capitals += 1;
                    facts.capitalised += usize::from(!before.is_alphanumeric());
                }
                _ => {}
            }
            before = c;
        }
        facts.function_words = lower.split_whitespace().filter(|word| phrases::is_function_word(word)).count();
        facts.begins = begins(text);
        facts.ends = ends(text);
        facts.has_address = lower.contains('@') || lower.contains("http") || lower.contains("www.");
        facts.said = phrases::said(&both_ends(&lower));
        facts.digest = run_hash(&hashes);
        let within =
            |set: &HashSet<u64>| thousandths(hashes.iter().filter(|word| set.contains(word)).count(), hashes.len());
        facts.in_title = within(&known.title);
        let distinct: HashSet<&u64> = if facts.words <= 60 { hashes.iter().collect() } else { HashSet::new() };
        let shared = known.title.iter().filter(|word| distinct.contains(word)).count();
        facts.of_title = thousandths(shared, known.title.len());
        facts.in_description = within(&known.description);
        facts.in_declared = if known.declared.is_empty() || hashes.is_empty() {
            0
        } else {
            let runs = hashes.windows(SHINGLE.min(hashes.len()));
            let all = runs.len();
            thousandths(runs.filter(|run| known.declared.contains(&run_hash(run))).count(), all)
        };
        facts
    }
}

pub(super) fn thousandths(part: usize, whole: usize) -> i16 {
    (part * 1000).checked_div(whole).and_then(|share| i16::try_from(share).ok()).unwrap_or(0)
}

fn word_hashes(lower: &str) -> Vec<u64> {
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let hash = |word: &str| {
        let mut hasher = DefaultHasher::new();
        word.hash(&mut hasher);
        hasher.finish()
    };
    words.map(hash).collect()
}

fn run_hash(words: &[u64]) -> u64 {
    words.iter().fold(words.len() as u64, |hash, word| (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95))
}

fn both_ends(lower: &str) -> String {
    if lower.len() <= 2 * ENDS {
        return lower.to_owned();
    }
    let (start, end) = (lower.floor_char_boundary(ENDS), lower.ceil_char_boundary(lower.len() - ENDS));
    format!("{} \u{1f} {}", &lower[..start], &lower[end..])
}

fn begins(text: &str) -> Begins {
    match text.chars().next() {
        Some('"' | '“' | '‘' | '«' | '\'' | '„') => Begins::Quote,
        Some('|' | '•' | '›' | '»' | '·' | '/' | '→' | '-' | '–' | '—' | '*' | '+' | '>' | '#' | '@' | '©') => {
            Begins::Divider
        }
        Some(c) if c.is_numeric() => Begins::Digit,
        Some(c) if c.is_lowercase() => Begins::Lower,
        Some(c) if c.is_alphabetic() => Begins::Upper,
        _ => Begins::Other,
    }
}

fn ends(text: &str) -> Ends {
    if text.ends_with("...") {
        return Ends::Ellipsis;
    }
    match text.chars().next_back() {
        Some('…') => Ends::Ellipsis,
        Some('.' | '。' | '!') => Ends::Stop,
        Some('?') => Ends::Question,
        Some(':' | '：') => Ends::Colon,
        Some(',' | ';') => Ends::Comma,
        Some('"' | '”' | '’' | '»' | ')' | '」') => Ends::Quote,
        _ => Ends::Other,
    }
}

/// Chinese, Japanese, Thai.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}
