//! What tells two events of one kind apart: the days, provinces and numbers that titles and leads name.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::near::Against;
use super::thresholds::{OTHER_DAYS, OTHER_NUMBERS, OTHER_PLACES, OTHER_PLACES_IN_TITLES};
use crate::judge::ArticleWords;
use crate::text::{Gap, Shape, Word, mix, places, step, words};

/// Each kind in ascending order, as hashes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marks {
    days: Vec<u32>,
    places: Vec<u32>,
    /// Of the places those in the title.
    titled: Vec<u32>,
    /// Of documents and programmes: *Quyết định số 1719*, *1719/QĐ-TTg*, *Chương trình 135*.
    numbers: Vec<u32>,
}

/// Marks of a kind that a story keeps: those that its articles named first.
const KEPT: usize = 16;

/// Words of a body that stand for a lead where there is none.
const LEAD_WORDS: usize = 60;

/// Words with which a number is a name; up to two words before it.
const NUMBERED: &[&str] = &["số", "trình", "mtqg", "định", "quyết", "luật", "án", "văn", "khóa", "kỳ", "lần", "thứ"];

static NUMBERED_WORDS: LazyLock<Vec<u64>> =
    LazyLock::new(|| NUMBERED.iter().flat_map(|word| words(word)).map(|word| word.spelt).collect());

/// Provinces' names by the hash of their words, as numbers of the units that they belong to today.
static PLACES: LazyLock<HashMap<u64, u32>> = LazyLock::new(|| {
    let named = places().all.iter().flat_map(|place| place.spellings.iter().map(move |name| (*name, place.today)));
    let of_today = |today: &str| words(today).fold(0, |hash, word| step(hash, word.spelt));
    named.map(|(name, today)| (phrase(&words(name).collect::<Vec<_>>()), short(of_today(today)))).collect()
});

const LONGEST_NAME: usize = 5;

impl Marks {
    pub fn of(words: &ArticleWords) -> Self {
        let title_words = words.title.len();
        let lead = words.lead().unwrap_or_else(|| &words.text[..words.text.len().min(LEAD_WORDS)]);
        let head = [&words.title, lead].concat();
        let mut marks = Self::default();
        for (at, word) in head.iter().enumerate() {
            match word.shape {
                Shape::Number(groups) if matches!(groups.separator, b'/' | b'-' | b'.') && groups.count >= 2 => {
                    let is_day = (1..=31).contains(&groups.first) && (1..=12).contains(&groups.second);
                    marks.days.extend(is_day.then_some(groups.second * 100 + groups.first));
                }
                Shape::Number(_) => {
                    let named = head[at.saturating_sub(2)..at].iter().any(|word| NUMBERED_WORDS.contains(&word.spelt));
                    let is_numbered = named || head.get(at + 1).is_some_and(|next| next.gap == Gap::Slash);
                    marks.numbers.extend(is_numbered.then(|| short(word.spelt)));
                }
                Shape::Capital => {
                    let phrases = (1..=LONGEST_NAME.min(head.len() - at)).map(|n| phrase(&head[at..at + n]));
                    let named = phrases.filter_map(|name| PLACES.get(&name)).copied();
                    let in_title = at < title_words;
                    named.for_each(|place| {
                        marks.places.push(place);
                        marks.titled.extend(in_title.then_some(place));
                    });
                }
                Shape::Lower => {}
            }
        }
        for kind in marks.kinds_mut() {
            kind.sort_unstable();
            kind.dedup();
        }
        marks
    }

    /// The marks of both, as far as they are kept.
    pub fn and(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for (kind, more) in both.kinds_mut().into_iter().zip(other.kinds()) {
            for mark in more {
                if let Err(at) = kind.binary_search(mark)
                    && kind.len() < KEPT
                {
                    kind.insert(at, *mark);
                }
            }
        }
        both
    }

    /// What similarity is multiplied by: less than 1 where both name something of a kind, and nothing of it is the same.
    pub fn factor(&self, other: &Self) -> f32 {
        self.apart(other).map(|(_, factor)| factor).product()
    }

    /// The kinds of which both name something, and nothing that is the same; and what similarity is multiplied by for each.
    pub fn apart(&self, other: &Self) -> impl Iterator<Item = (Against, f32)> {
        let kinds = [
            (&self.days, &other.days, Against::OtherDays, OTHER_DAYS),
            (&self.places, &other.places, Against::OtherPlaces, OTHER_PLACES),
            (&self.titled, &other.titled, Against::OtherPlacesInTitles, OTHER_PLACES_IN_TITLES),
            (&self.numbers, &other.numbers, Against::OtherNumbers, OTHER_NUMBERS),
        ];
        let apart = kinds.into_iter().filter(|(one, two, ..)| are_others(one, two));
        apart.map(|(.., against, factor)| (against, factor))
    }

    fn kinds(&self) -> [&Vec<u32>; 4] {
        [&self.days, &self.places, &self.titled, &self.numbers]
    }

    fn kinds_mut(&mut self) -> [&mut Vec<u32>; 4] {
        [&mut self.days, &mut self.places, &mut self.titled, &mut self.numbers]
    }

    /// For each kind its count and its marks, which [`Marks::from_bytes`] makes the same of.
    pub fn to_bytes(&self) -> Vec<u8> {
        let written = self.kinds().map(|kind| {
            let count = u32::try_from(kind.len()).unwrap_or(u32::MAX);
            std::iter::once(&count).chain(kind).flat_map(|number| number.to_le_bytes()).collect::<Vec<_>>()
        });
        written.concat()
    }

    pub fn from_bytes(bytes: &[u8]) -> Self {
        let (numbers, _) = bytes.as_chunks();
        let mut numbers = numbers.iter().map(|number| u32::from_le_bytes(*number));
        let mut kind = || {
            let count = numbers.next().unwrap_or_default() as usize;
            numbers.by_ref().take(count).collect()
        };
        Self { days: kind(), places: kind(), titled: kind(), numbers: kind() }
    }
}

fn are_others(a: &[u32], b: &[u32]) -> bool {
    !a.is_empty() && !b.is_empty() && !a.iter().any(|mark| b.contains(mark))
}

fn phrase(words: &[Word]) -> u64 {
    words.iter().fold(0, |hash, word| step(hash, word.spelt))
}

/// The high half of a hash, which is as random as the whole.
fn short(hash: u64) -> u32 {
    (mix(hash) >> 32) as u32
}
