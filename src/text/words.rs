//! Text → the hashes of its words, for comparing many texts quickly: one pass, and nothing allocated.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::{I_OR_Y, INVISIBLE, TONES, is_unspaced};

/// A word or number, folded and hashed. The same in NFC and NFD, upper and lower case, wherever its tone is printed, and
/// with i or y where both spell one word (tỉ, tỷ). Where a script has no spaces, each letter is a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// Of its letters without diacritics, đ being d: what is left of it where it is typed without them. It is [`mix`] of
    /// the letters' [`step`]s, so that an abbreviation's is that of the initials of what it stands for.
    pub plain: u64,
    /// Of its letters with their diacritics: bản is not bạn.
    pub spelt: u64,
    /// Its first letter, without diacritics.
    pub initial: u64,
    pub shape: Shape,
    pub gap: Gap,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Lower,
    /// It begins with a capital letter.
    Capital,
    /// It begins with a digit.
    Number(Groups),
}

/// The groups of digits that a number is written in, with `.`, `,`, `/` or `-` between them, as far as dates need them.
/// `7/2`, `07-02` and `7.2` have one hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    pub first: u32,
    pub second: u32,
    pub count: u8,
    /// Between the first two.
    pub separator: u8,
}

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    Space,
    /// Nothing but a slash, as in 1719/QĐ-TTg.
    Slash,
    Mark,
    /// The end of a sentence or a line, a colon or a quotation mark: a capital letter behind it means nothing.
    Stop,
}

/// The words of `text`, in order.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

#[derive(Clone, Debug)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Word;

    fn next(&mut self) -> Option<Word> {
        let gap = self.skip_gap()?;
        Some(if self.text.as_bytes()[self.at].is_ascii_digit() { self.number(gap) } else { self.word(gap) })
    }
}

impl Words<'_> {
    fn peek(&self) -> Option<char> {
        // Most bytes are ASCII, and decoding costs.
        match self.text.as_bytes().get(self.at)? {
            byte if byte.is_ascii() => Some(char::from(*byte)),
            _ => self.text[self.at..].chars().next(),
        }
    }

    /// To the next word.
    fn skip_gap(&mut self) -> Option<Gap> {
        let from = self.at;
        let mut gap = if from == 0 { Gap::Stop } else { Gap::Space };
        let mut after_dot = false;
        loop {
            let c = self.peek()?;
            if is_letter(c) {
                let is_slash = gap == Gap::Mark && self.at == from + 1 && self.text.as_bytes()[from] == b'/';
                return Some(if is_slash { Gap::Slash } else { gap });
            }
            let now = match c {
                '\n' | '\r' | '!' | '?' | '…' | ':' | '"' | '“' | '‘' => Gap::Stop,
                c if c.is_whitespace() => {
                    if after_dot {
                        Gap::Stop
                    } else {
                        Gap::Space
                    }
                }
                _ => Gap::Mark,
            };
            after_dot = c == '.';
            gap = gap.max(now);
            self.at += c.len_utf8();
        }
    }

    fn word(&mut self, gap: Gap) -> Word {
        let mut hash = WordHash::default();
        let (mut shape, mut was_alone) = (None, false);
        while let Some(c) = self.peek() {
            let is_alone = shape.is_some() && !in_word(c) && (was_alone || is_unspaced(c));
            if is_alone || (!is_letter(c) && !in_word(c)) {
                break;
            }
            was_alone |= is_unspaced(c);
            self.at += c.len_utf8();
            let is_capital = hash.letter(c);
            shape.get_or_insert(if is_capital { Shape::Capital } else { Shape::Lower });
        }
        hash.finish(shape.unwrap_or(Shape::Lower), gap)
    }

    fn number(&mut self, gap: Gap) -> Word {
        let mut hash = WordHash::default();
        let mut groups = Groups::default();
        let is_plain_or_date = self.is_plain_or_date();
        loop {
            let group = self.digits();
            groups.count = groups.count.saturating_add(1);
            match groups.count {
                1 => groups.first = group.parse().unwrap_or(u32::MAX),
                2 => groups.second = group.parse().unwrap_or(u32::MAX),
                _ => {}
            }
            // 07/02 is 7/2; the thousands of 1.050 are no 50, and 0,05 is no 0,5.
            let written = if is_plain_or_date && group.len() == 2 { group.trim_start_matches('0') } else { group };
            written.bytes().for_each(|digit| hash.push(u64::from(digit), 0));
            let rest = &self.text.as_bytes()[self.at..];
            let [separator @ (b'.' | b',' | b'/' | b'-'), digit, ..] = rest else { break };
            if !digit.is_ascii_digit() {
                break;
            }
            if groups.count == 1 {
                groups.separator = *separator;
            }
            hash.push(u64::from(b'.'), 0);
            self.at += 1;
        }
        // 4G, 4h58, 15ml.
        while let Some(c) = self.peek().filter(|c| (is_letter(*c) && !is_unspaced(*c)) || in_word(*c)) {
            self.at += c.len_utf8();
            hash.letter(c);
            groups.count = 0;
        }
        hash.finish(Shape::Number(groups), gap)
    }

    /// Whether the number here has one group of digits, or is written as dates are: with strokes, or in three groups without
    /// a comma.
    fn is_plain_or_date(&self) -> bool {
        let mut rest = &self.text.as_bytes()[self.at..];
        let (mut count, mut has_comma, mut has_stroke) = (1, false, false);
        loop {
            let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            match &rest[length..] {
                [separator @ (b'.' | b',' | b'/' | b'-'), digit, ..] if digit.is_ascii_digit() => {
                    count += 1;
                    has_comma |= *separator == b',';
                    has_stroke |= matches!(separator, b'/' | b'-');
                }
                _ => return count == 1 || (!has_comma && (has_stroke || count == 3)),
            }
            rest = &rest[length + 1..];
        }
    }

    fn digits(&mut self) -> &str {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.at += length;
        &rest[..length]
    }
}

fn is_letter(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { letter(c).is_alphanumeric }
}

fn in_word(c: char) -> bool {
    !c.is_ascii() && letter(c).is_within
}

/// The hashes of a word, letter by letter. A mark belongs to the letter before it, a tone to the whole.
#[derive(Default)]
struct WordHash {
    plain: u64,
    spelt: u64,
    tones: u64,
    initial: u64,
    /// A letter whose marks may still follow.
    last: Option<(u64, u64)>,
}

impl WordHash {
    /// Whether it is a capital letter.
    fn letter(&mut self, c: char) -> bool {
        if c.is_ascii() {
            self.push(u64::from(c.to_ascii_lowercase()), 0);
            return c.is_ascii_uppercase();
        }
        let letter = letter(c);
        match letter.base {
            Base::Letter(base) => self.push(base, letter.marks),
            Base::Mark => self.last = self.last.map(|(base, marks)| (base, marks + letter.marks)),
            Base::Nothing => {}
        }
        self.tones += letter.tones;
        letter.is_capital
    }

    fn push(&mut self, base: u64, marks: u64) {
        self.settle();
        self.last = Some((base, marks));
    }

    fn settle(&mut self) {
        if let Some((base, marks)) = self.last.take() {
            if self.initial == 0 {
                self.initial = base;
            }
            self.plain = step(self.plain, base);
            self.spelt = step(self.spelt, base + (marks << 32));
        }
    }

    fn finish(mut self, shape: Shape, gap: Gap) -> Word {
        let is_behind = |consonant: char| self.spelt == step(0, u64::from(consonant));
        if self.last == Some((u64::from('y'), 0)) && I_OR_Y.into_iter().any(is_behind) {
            self.last = Some((u64::from('i'), 0));
        }
        self.settle();
        let spelt = mix(self.spelt ^ mix(self.tones));
        Word { plain: mix(self.plain), spelt, initial: self.initial, shape, gap }
    }
}

/// What a character is to [`WordHash`].
#[derive(Clone, Copy)]
struct Letter {
    base: Base,
    /// Circumflex, breve, horn, bar and foreign marks: they make another letter. A sum, so that their order is none.
    marks: u64,
    tones: u64,
    is_capital: bool,
    /// A letter or digit.
    is_alphanumeric: bool,
    /// Nothing by itself, and no end of a word.
    is_within: bool,
}

#[derive(Clone, Copy)]
enum Base {
    Letter(u64),
    Mark,
    Nothing,
}

/// Decomposing a letter anew each time would cost more than all else.
static LETTERS: LazyLock<Vec<Letter>> =
    LazyLock::new(|| (0..0x2100).map(|c| char::from_u32(c).map_or(NOTHING, decomposed)).collect());
const NOTHING: Letter =
    Letter { base: Base::Nothing, marks: 0, tones: 0, is_capital: false, is_alphanumeric: false, is_within: false };

fn letter(c: char) -> Letter {
    let known = usize::try_from(u32::from(c)).ok().and_then(|at| LETTERS.get(at));
    known.copied().unwrap_or_else(|| decomposed(c))
}

fn decomposed(c: char) -> Letter {
    if INVISIBLE.contains(&c) {
        return Letter { is_within: true, ..NOTHING };
    }
    let mut letter = Letter {
        base: Base::Mark,
        is_capital: c.is_uppercase(),
        is_alphanumeric: c.is_alphanumeric(),
        is_within: is_combining_mark(c),
        ..NOTHING
    };
    for part in c.to_lowercase().nfd() {
        match part {
            'đ' | 'ð' | 'ɖ' => (letter.base, letter.marks) = (Base::Letter(u64::from('d')), 1),
            tone if TONES.contains(&tone) => letter.tones += u64::from(tone),
            mark if is_combining_mark(mark) => letter.marks += u64::from(mark),
            base => letter.base = Base::Letter(u64::from(base)),
        }
    }
    letter
}

/// One step of a hash over a sequence (the multiplier is that of Fx, rustc's own).
pub fn step(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(5) ^ next).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Spreads a hash over all its bits (the finaliser of `MurmurHash3`), so that the smallest of many are a random choice.
pub fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}
