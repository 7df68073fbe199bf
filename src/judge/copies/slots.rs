//! Where numbers and names stand in a text. Texts from one template have the same words around them, and others in them;
//! a copy that was cut, extended or put in another order has the same in what is left.

use crate::text::{Gap, Shape, Word, mix, step};

/// A word, a number, or the words of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The word; for numbers and names, one value each for all of them.
    pub blank: u64,
    pub filled: Option<(Kind, u64)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    /// A number by which a document is named: 1719/QĐ-TTg.
    Reference,
    Name,
}

const NUMBER: u64 = 1;
const NAME: u64 = 2;
/// Beyond the ends of a text.
const NOTHING: u64 = 0;

/// The units of `words`. Words with capital letters in a row are a name; one at the beginning of a sentence is one only
/// where another follows.
pub(super) fn units(words: &[Word]) -> impl Iterator<Item = Unit> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let word = words.get(at)?;
        at += 1;
        let is_joined = |next: &&Word| next.shape == Shape::Capital && next.gap == Gap::Space;
        Some(match word.shape {
            Shape::Number(_) => {
                let names = words.get(at).is_some_and(|next| next.gap == Gap::Slash && next.shape == Shape::Capital);
                let kind = if names { Kind::Reference } else { Kind::Number };
                Unit { blank: NUMBER, filled: Some((kind, word.plain)) }
            }
            Shape::Capital if word.gap != Gap::Stop || words.get(at).is_some_and(|next| is_joined(&next)) => {
                let mut name = step(0, word.plain);
                while let Some(next) = words.get(at).filter(is_joined) {
                    name = step(name, next.plain);
                    at += 1;
                }
                Unit { blank: NAME, filled: Some((Kind::Name, mix(name))) }
            }
            _ => Unit { blank: word.plain, filled: None },
        })
    })
}

/// By kind, the words around each number or name, and what stands between them; sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Slots {
    numbers: Vec<(u64, u64)>,
    references: Vec<(u64, u64)>,
    names: Vec<(u64, u64)>,
}

/// How often the same words have the same between them in two texts, and how often something else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Agreement {
    pub agree: u32,
    pub differ: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    pub numbers: Agreement,
    pub references: Agreement,
    pub names: Agreement,
}

impl Slots {
    /// With `around` units on each side, of which one at least must be a word.
    pub fn of(units: &[Unit], around: usize) -> Self {
        let mut slots = Self::default();
        let blank = |at: Option<usize>| at.and_then(|at| units.get(at)).map_or(NOTHING, |unit| unit.blank);
        for (at, unit) in units.iter().enumerate() {
            let Some((kind, value)) = unit.filled else { continue };
            let neighbours = (1..=around).flat_map(|n| [at.checked_sub(n), Some(at + n)]).map(blank);
            let (mut context, mut says_something) = (unit.blank, false);
            for neighbour in neighbours {
                context = step(context, neighbour);
                says_something |= neighbour > NAME;
            }
            if says_something {
                slots.of_kind(kind).push((mix(context), value));
            }
        }
        for kind in [&mut slots.numbers, &mut slots.references, &mut slots.names] {
            kind.sort_unstable();
        }
        slots
    }

    fn of_kind(&mut self, kind: Kind) -> &mut Vec<(u64, u64)> {
        match kind {
            Kind::Number => &mut self.numbers,
            Kind::Reference => &mut self.references,
            Kind::Name => &mut self.names,
        }
    }

    pub fn compare(&self, other: &Self) -> Compared {
        Compared {
            numbers: agreement(&self.numbers, &other.numbers),
            references: agreement(&self.references, &other.references),
            names: agreement(&self.names, &other.names),
        }
    }
}

impl Agreement {
    /// Whether less than `least` of what is compared is the same, and more than `most` isn't.
    pub fn is_below(self, least: f32, most: u32) -> bool {
        self.differ > most && self.share() < least
    }

    /// Of what is compared, what is the same; all where there is nothing.
    pub fn share(self) -> f32 {
        let all = self.agree + self.differ;
        if all == 0 { 1.0 } else { super::ratio(self.agree as usize, all as usize) }
    }
}

/// Words that one text has once and the other twice are compared once: the other may be longer.
fn agreement(a: &[(u64, u64)], b: &[(u64, u64)]) -> Agreement {
    let mut sum = Agreement::default();
    let (mut a, mut b) = (a, b);
    while let (Some((in_a, _)), Some((in_b, _))) = (a.first(), b.first()) {
        if in_a != in_b {
            let behind = if in_a < in_b { &mut a } else { &mut b };
            *behind = &behind[1..];
            continue;
        }
        let context = *in_a;
        let of = |slots: &[(u64, u64)]| slots.iter().take_while(|(at, _)| *at == context).count();
        let (of_a, of_b) = (of(a), of(b));
        let agree = super::common(&a[..of_a], &b[..of_b]);
        sum.agree += u32::try_from(agree).unwrap_or(u32::MAX);
        sum.differ += u32::try_from(of_a.min(of_b) - agree).unwrap_or(u32::MAX);
        (a, b) = (&a[of_a..], &b[of_b..]);
    }
    sum
}
