//! Where numbers and names stand in a text. Texts from one template have the same words around them, and others in them;
//! a copy that was cut, extended or put in another order has the same in what is left.

use super::{common, ratio};
use crate::text::{Gap, Groups, Shape, Word, mix, step};

/// A word, a number, or the words of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    /// The word; for numbers and names, one value each for all of them.
    pub blank: u64,
    pub filled: Option<Filled>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Filled {
    kind: Kind,
    value: u64,
    /// Of a name of several words, what its abbreviation has for a value: LHQ for Liên Hợp Quốc.
    initials: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Date,
    /// A number by which a document is named: 1719/QĐ-TTg.
    Reference,
    Name,
}

const NUMBER: u64 = 1;
const NAME: u64 = 2;
/// Beyond the ends of a text.
const NOTHING: u64 = 0;

/// How many words the name has that begins at `at`; 0 where none does. Words with capital letters in a row are a name; one
/// at the beginning of a sentence is one only where another follows.
pub(super) fn name_at(words: &[Word], at: usize) -> usize {
    let Some(first) = words.get(at).filter(|word| word.shape == Shape::Capital) else { return 0 };
    let is_joined = |next: &&Word| next.shape == Shape::Capital && next.gap == Gap::Space;
    let joined = words[at + 1..].iter().take_while(is_joined).count();
    if joined > 0 || first.gap != Gap::Stop { 1 + joined } else { 0 }
}

/// The units of `words`.
pub(super) fn units(words: &[Word]) -> impl Iterator<Item = Unit> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let word = words.get(at)?;
        at += 1;
        Some(match word.shape {
            Shape::Number(groups) => {
                let names = words.get(at).is_some_and(|next| next.gap == Gap::Slash && next.shape == Shape::Capital);
                let kind = match groups {
                    _ if names => Kind::Reference,
                    groups if is_date(groups) => Kind::Date,
                    _ => Kind::Number,
                };
                Unit { blank: NUMBER, filled: Some(Filled { kind, value: word.plain, initials: None }) }
            }
            Shape::Capital if name_at(words, at - 1) > 0 => {
                let name = &words[at - 1..at - 1 + name_at(words, at - 1)];
                at += name.len() - 1;
                let (hash, initials) = name
                    .iter()
                    .fold((0, 0), |(hash, initials), word| (step(hash, word.plain), step(initials, word.initial)));
                let value = if name.len() == 1 { word.plain } else { mix(hash) };
                let initials = (name.len() > 1).then(|| mix(initials));
                Unit { blank: NAME, filled: Some(Filled { kind: Kind::Name, value, initials }) }
            }
            _ => Unit { blank: word.plain, filled: None },
        })
    })
}

/// 7/2 or 7/2/2017, and what might be one: the words around it are the same, so that it will be none in both texts.
fn is_date(Groups { first, second, count, separator }: Groups) -> bool {
    let is_day = (1..=31).contains(&first) && (1..=12).contains(&second);
    is_day && (count == 3 || (count == 2 && separator == b'/'))
}

/// By kind, the words around each number or name, and what stands between them; sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Slots {
    numbers: Vec<Slot>,
    dates: Vec<Slot>,
    references: Vec<Slot>,
    names: Vec<Slot>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Slot {
    context: u64,
    value: u64,
    initials: Option<u64>,
}

/// How often the same words have the same between them in two texts, and how often something else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Agreement {
    pub agree: u32,
    pub differ: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Compared {
    /// Dates among them.
    pub numbers: Agreement,
    pub dates: Agreement,
    pub references: Agreement,
    pub names: Agreement,
}

impl Slots {
    /// With `around` units on each side, of which one at least must be a word.
    pub fn of(units: &[Unit], around: usize) -> Self {
        let mut slots = Self::default();
        let blank = |at: Option<usize>| at.and_then(|at| units.get(at)).map_or(NOTHING, |unit| unit.blank);
        for (at, unit) in units.iter().enumerate() {
            let Some(Filled { kind, value, initials }) = unit.filled else { continue };
            let neighbours = (1..=around).flat_map(|n| [at.checked_sub(n), Some(at + n)]).map(blank);
            let (mut context, mut says_something) = (unit.blank, false);
            for neighbour in neighbours {
                context = step(context, neighbour);
                says_something |= neighbour > NAME;
            }
            if says_something {
                slots.of_kind(kind).push(Slot { context: mix(context), value, initials });
            }
        }
        for kind in [&mut slots.numbers, &mut slots.dates, &mut slots.references, &mut slots.names] {
            kind.sort_unstable();
        }
        slots
    }

    fn of_kind(&mut self, kind: Kind) -> &mut Vec<Slot> {
        match kind {
            Kind::Number => &mut self.numbers,
            Kind::Date => &mut self.dates,
            Kind::Reference => &mut self.references,
            Kind::Name => &mut self.names,
        }
    }

    pub fn compare(&self, other: &Self) -> Compared {
        let numbers = agreement(&self.numbers, &other.numbers);
        let dates = agreement(&self.dates, &other.dates);
        Compared {
            numbers: Agreement { agree: numbers.agree + dates.agree, differ: numbers.differ + dates.differ },
            dates,
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
        if all == 0 { 1.0 } else { ratio(self.agree as usize, all as usize) }
    }
}

/// Words that one text has once and the other twice are compared once: the other may be longer.
fn agreement(a: &[Slot], b: &[Slot]) -> Agreement {
    let mut sum = Agreement::default();
    let (mut a, mut b) = (a, b);
    while let (Some(in_a), Some(in_b)) = (a.first(), b.first()) {
        if in_a.context != in_b.context {
            let behind = if in_a.context < in_b.context { &mut a } else { &mut b };
            *behind = &behind[1..];
            continue;
        }
        let of = |slots: &[Slot]| slots.iter().take_while(|slot| slot.context == in_a.context).count();
        let ((of_a, rest_of_a), (of_b, rest_of_b)) = (a.split_at(of(a)), b.split_at(of(b)));
        let values = |slots: &[Slot]| slots.iter().map(|slot| slot.value).collect::<Vec<_>>();
        let compared = of_a.len().min(of_b.len());
        let agree = (common(&values(of_a), &values(of_b)) + abbreviated(of_a, of_b)).min(compared);
        sum.agree += count(agree);
        sum.differ += count(compared - agree);
        (a, b) = (rest_of_a, rest_of_b);
    }
    sum
}

/// How many names one text has in full and the other only abbreviated.
fn abbreviated(a: &[Slot], b: &[Slot]) -> usize {
    let shortens = |short: &Slot, full: &Slot| full.initials == Some(short.value);
    a.iter().filter(|in_a| b.iter().any(|in_b| shortens(in_a, in_b) || shortens(in_b, in_a))).count()
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
