//! A text in the form in which it is compared.

use super::capitals::in_sentence_case;
use super::slots::{Slots, Unit, units};
use super::thresholds::{BEGINNING, FEWEST_WORDS, LEAD_WORDS, LEDE, OPENING, SHINGLE, TITLE_WORDS};
use crate::judge::ArticleWords;
use crate::news::SourceId;
use crate::read::Article;
use crate::text::{Groups, Shape, Word, mix, step, words};

/// All that is compared of a text, as sorted hashes. Diacritics are left out, so that a text typed without them is like
/// its original.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Of lead and body, each once.
    pub(super) shingles: Vec<u64>,
    /// Of their beginning, each once.
    pub(super) beginning: Vec<u64>,
    pub(super) lede: Vec<u64>,
    pub(super) opening: Vec<u64>,
    pub(super) title: Title,
    /// Where numbers and names stand in title, lead and body.
    pub(super) slots: Slots,
    /// Whether it says itself what its beginning is.
    pub(super) has_lead: bool,
    /// Who brought it: texts of one source share what it puts around them all.
    pub(super) source: SourceId,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Title {
    /// Each once.
    pub words: Vec<u64>,
    /// The same with numbers and names as blanks.
    pub form: Vec<u64>,
    pub slots: Slots,
    /// Day and month, each once.
    pub dates: Vec<(u32, u32)>,
}

impl Form {
    /// None for an article with too few words to be compared.
    pub fn of(article: &Article, source: &SourceId) -> Option<Self> {
        Self::in_words(&ArticleWords::of(article), source)
    }

    /// The same of an article whose words are known.
    pub fn in_words(words: &ArticleWords, source: &SourceId) -> Option<Self> {
        let ArticleWords { title, text, .. } = words;
        if text.len() < FEWEST_WORDS {
            return None;
        }
        let title = &in_sentence_case(title, text);
        let lead = words.lead().filter(|lead| lead.len() >= LEAD_WORDS);
        let lede = lead.unwrap_or(text);
        Some(Self {
            lede: shingles(first(lede, LEDE)),
            opening: shingles(first(text, OPENING)),
            beginning: shingles(first(text, BEGINNING)),
            shingles: shingles(text),
            slots: Slots::of(&units(title).chain(units(text)).collect::<Vec<_>>(), 2),
            title: Title::of(title),
            has_lead: lead.is_some(),
            source: source.clone(),
        })
    }

    /// The title's own key, for texts that have little else in common: a summary and its article.
    pub(super) fn title_key(&self) -> Option<u64> {
        let words = &self.title.words;
        (words.len() >= TITLE_WORDS).then(|| mix(words.iter().fold(0, |hash, word| step(hash, *word))))
    }
}

impl Title {
    fn of(title: &[Word]) -> Self {
        let units: Vec<Unit> = units(title).collect();
        Self {
            words: set(title.iter().map(|word| word.plain)),
            form: set(units.iter().map(|unit| unit.blank)),
            slots: Slots::of(&units, 1),
            dates: dates(title),
        }
    }
}

fn first<T>(words: &[T], most: usize) -> &[T] {
    &words[..words.len().min(most)]
}

/// One of all words where there are too few for one.
fn shingles(words: &[Word]) -> Vec<u64> {
    let shingle = |words: &[Word]| mix(words.iter().fold(0, |hash, word| step(hash, word.plain)));
    match words.len() {
        0 => Vec::new(),
        few if few < SHINGLE => vec![shingle(words)],
        _ => set(words.windows(SHINGLE).map(shingle)),
    }
}

fn set<T: Ord>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut set: Vec<T> = values.collect();
    set.sort_unstable();
    set.dedup();
    set
}

/// The dates that a title names: 7/2, 07-02-2017; 7.2 and 7-2 only behind a word that dates stand behind, since they
/// might be a decimal and a score.
fn dates(title: &[Word]) -> Vec<(u32, u32)> {
    let before: Vec<u64> = words("ngày nay sáng trưa chiều tối đêm hôm mai qua").map(|word| word.plain).collect();
    let named = title.iter().enumerate().filter_map(|(at, word)| {
        let Shape::Number(Groups { first, second, count, separator }) = word.shape else { return None };
        let is_date = (1..=31).contains(&first) && (1..=12).contains(&second);
        let is_surely = count == 3 || (count == 2 && separator == b'/');
        let is_dated = || count == 2 && at > 0 && before.contains(&title[at - 1].plain);
        (is_date && (is_surely || is_dated())).then_some((first, second))
    });
    set(named)
}
