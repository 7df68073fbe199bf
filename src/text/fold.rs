//! The forms in which Vietnamese text is compared.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Grave, acute, tilde, hook above, dot below: they make another word of a syllable, wherever they are printed in it.
pub(super) const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Characters within words that nobody sees: soft hyphen, zero-width space and (non-)joiners, word joiner, BOM.
pub(super) const INVISIBLE: [char; 6] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// Unicode's composed form, in which all text is kept.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The form in which words are compared: NFC, lower case, each tone mark on the vowel where the older spelling puts it
/// (hoà → hòa, thuỷ → thủy, qúy → quý), invisible characters dropped, look-alikes of đ mended. Tones stay: bản is not bạn.
/// Folding twice is folding once.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower: String = nfc(text)
        .chars()
        .filter(|c| !INVISIBLE.contains(c))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, 'ð' | 'ɖ') { 'đ' } else { c })
        .nfc()
        .collect();
    let mut folded = String::with_capacity(lower.len());
    let mut rest = lower.as_str();
    while let Some(first) = rest.chars().next() {
        let in_word = |c: char| c.is_alphabetic() || is_combining_mark(c);
        let end = rest.find(|c| in_word(c) != in_word(first)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        match respelled(part) {
            Some(word) => folded.push_str(&word),
            None => folded.push_str(part),
        }
        rest = after;
    }
    folded
}

/// `text` with its diacritics taken away, đ being d: what is left of it in a title typed without them.
pub fn unmarked(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).map(without_bar).nfc().collect()
}

/// Whether `text` has any letter that a title typed without diacritics would not have.
pub fn has_marks(text: &str) -> bool {
    !text.is_ascii() && text.nfd().any(|c| is_combining_mark(c) || without_bar(c) != c)
}

fn without_bar(c: char) -> char {
    match c {
        'đ' | 'ð' | 'ɖ' => 'd',
        'Đ' | 'Ð' | 'Ɖ' => 'D',
        other => other,
    }
}

/// A lower-case syllable with its one tone mark where the older spelling has it; none for what is no Vietnamese syllable
/// with a tone.
fn respelled(word: &str) -> Option<String> {
    let mut tone = None;
    let mut toneless = String::with_capacity(word.len() + 2);
    for c in word.nfd() {
        if !TONES.contains(&c) {
            toneless.push(c);
        } else if tone.replace(c).is_some() {
            return None;
        }
    }
    let tone = tone?;
    let letters: Vec<char> = toneless.nfc().collect();
    let bears = tone_bearer(&letters)?;
    let marked = letters.iter().enumerate().flat_map(|(i, letter)| [Some(*letter), (i == bears).then_some(tone)]);
    Some(marked.flatten().nfc().collect())
}

/// The index of the vowel that bears the tone in a syllable spelt in lower case without it.
fn tone_bearer(letters: &[char]) -> Option<usize> {
    let vowel = |i: usize| letters.get(i).is_some_and(|c| "aăâeêioôơuưy".contains(*c));
    let mut start = (0..letters.len()).find(|i| vowel(*i))?;
    // The u of qu- and the i of gi- belong to the consonant where another vowel follows.
    let consonant = start.checked_sub(1).map(|before| (letters[before], letters[start]));
    if matches!(consonant, Some(('q', 'u') | ('g', 'i'))) && vowel(start + 1) {
        start += 1;
    }
    let end = (start..letters.len()).find(|i| !vowel(*i)).unwrap_or(letters.len());
    if (end..letters.len()).any(vowel) {
        return None;
    }
    if let Some(marked) = (start..end).rev().find(|i| "ăâêôơư".contains(letters[*i])) {
        return Some(marked);
    }
    match end - start {
        1 => Some(start),
        2 if end == letters.len() => Some(start),
        2 | 3 => Some(start + 1),
        _ => None,
    }
}
