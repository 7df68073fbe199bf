//! How two sets of traits compare.

use jiff::Timestamp;

use super::forms::Forms;
use super::traits::{TextTrait, Traits};
use crate::text::fold;

/// Texts of so many characters are somebody's; shorter ones ("Xem chi tiết trong văn bản đính kèm") are anybody's.
const LONG_TEXT: u32 = 60;
const HOUR: i64 = 3600;
/// Of all different words of two titles so many per hundred are in both, or they are not alike.
const ALIKE_PER_CENT: usize = 60;

/// Traits in the forms in which they are compared.
#[derive(Debug)]
pub(super) struct Compared {
    pub(super) guid: Option<Forms>,
    pub(super) link: Option<Forms>,
    pub(super) date: Option<Timestamp>,
    /// Folded.
    pub(super) title: String,
    pub(super) text: Option<TextTrait>,
}

impl Compared {
    pub(super) fn of(traits: &Traits) -> Self {
        Self {
            guid: traits.guid.as_deref().map(|guid| Forms::of(guid, traits.link.as_deref())),
            link: traits.link.as_deref().map(|link| Forms::of(link, None)),
            date: traits.date,
            title: fold(&traits.title),
            text: traits.text,
        }
    }

    pub(super) fn long_text(&self) -> Option<TextTrait> {
        self.text.filter(|text| text.length >= LONG_TEXT)
    }

    pub(super) fn words(&self) -> usize {
        words(&self.title).count()
    }

    /// A date alone is midnight in some zone, and is shared by a whole day's entries.
    pub(super) fn has_time_of_day(&self) -> bool {
        self.date.is_some_and(|date| date.as_second() % HOUR != 0)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    Same,
    Other,
    /// At least one of the two doesn't say.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TitleLikeness {
    Same,
    /// Edited.
    Alike,
    /// The same words about another number or date: "Thông báo số 12" and "số 13".
    OtherNumber,
    Other,
}

/// What speaks for and against two being the same entry.
#[derive(Clone, Copy, Debug)]
pub(super) struct Likeness {
    pub(super) guid: Agreement,
    pub(super) link: Agreement,
    pub(super) date: Agreement,
    pub(super) title: TitleLikeness,
    pub(super) text: Agreement,
}

impl Likeness {
    pub(super) fn between(one: &Compared, other: &Compared) -> Self {
        let link = match (&one.link, &other.link) {
            // A headline that was edited may change an address's words, but not its number.
            (Some(one), Some(other)) => {
                same(one.same == other.same || one.number().is_some() && one.number() == other.number())
            }
            _ => Agreement::Unknown,
        };
        Self {
            guid: agreement(one.guid.as_ref(), other.guid.as_ref(), |one, other| one.same == other.same),
            link,
            date: agreement(one.date.as_ref(), other.date.as_ref(), PartialEq::eq),
            title: title_likeness(&one.title, &other.title),
            text: agreement(one.text.as_ref(), other.text.as_ref(), PartialEq::eq),
        }
    }

    /// For choosing between two that might be meant: how much of it is the same.
    pub(super) fn weight(self) -> usize {
        let said =
            [self.guid, self.link, self.date, self.text].into_iter().filter(|one| *one == Agreement::Same).count();
        said + usize::from(self.title == TitleLikeness::Same)
    }
}

fn agreement<T>(one: Option<&T>, other: Option<&T>, alike: impl Fn(&T, &T) -> bool) -> Agreement {
    match (one, other) {
        (Some(one), Some(other)) => same(alike(one, other)),
        _ => Agreement::Unknown,
    }
}

fn same(is_same: bool) -> Agreement {
    if is_same { Agreement::Same } else { Agreement::Other }
}

/// Of folded titles.
fn title_likeness(one: &str, other: &str) -> TitleLikeness {
    if one == other {
        return TitleLikeness::Same;
    }
    let is_number = |word: &&str| word.contains(|c: char| c.is_ascii_digit());
    let set = |title| {
        let mut words: Vec<&str> = words(title).filter(|word| !is_number(word)).collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    let (ones, others) = (set(one), set(other));
    let both = ones.iter().filter(|word| others.binary_search(word).is_ok()).count();
    let all = ones.len() + others.len() - both;
    if both * 100 < all * ALIKE_PER_CENT {
        TitleLikeness::Other
    } else if words(one).filter(is_number).eq(words(other).filter(is_number)) {
        TitleLikeness::Alike
    } else {
        TitleLikeness::OtherNumber
    }
}

fn words(title: &str) -> impl Iterator<Item = &str> {
    title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
