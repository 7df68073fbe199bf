//! The forms in which Vietnamese text is compared.

use std::borrow::Cow;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Grave, acute, tilde, hook above, dot below: they make another word of a syllable, wherever they are printed in it.
pub(super) const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// Characters within words that nobody sees: soft hyphen, zero-width space and (non-)joiners, word joiner, BOM.
pub(super) const INVISIBLE: [char; 6] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// The consonants behind which y and i, as a syllable's only other letter, are one sound and two spellings.
pub(super) const I_OR_Y: [char; 6] = ['h', 'k', 'l', 'm', 's', 't'];

/// Letters and marks of the scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, kana and Chinese
/// characters, by their blocks.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Unicode's composed form, in which all text is kept.
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// The form in which words are compared: NFC, one case (ß and ẞ → ss, ς → σ, ı → i, ﬁ → fi), each tone mark on the vowel where
/// the older spelling puts it (hoà → hòa, thuỷ → thủy, qúy → quý), invisible characters dropped, look-alikes of đ mended.
/// Tones stay: bản is not bạn. Folding twice is folding once.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut cased = String::with_capacity(text.len());
    nfc(text).chars().filter(|c| !INVISIBLE.contains(c)).for_each(|c| push_in_one_case(&mut cased, c));
    let lower: String = cased.chars().map(|c| if matches!(c, 'ð' | 'ɖ') { 'đ' } else { c }).nfc().collect();
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

/// Adds `c` in lower case, by way of its capitals: so ß is ss, as STRASSE is, and ς is σ. What Vietnamese is written in has no
/// such letters, and is spared the way (8 ns a letter instead of 34).
fn push_in_one_case(cased: &mut String, c: char) {
    let is_one = matches!(c, '\0'..='\u{7f}' | 'À'..='Þ' | 'à'..='þ' | 'Ă'..='đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ')
        || matches!(c, 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ạ'..='ỹ');
    if is_one {
        cased.extend(c.to_lowercase());
    } else {
        cased.extend(c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase));
    }
}

/// A folded syllable of h, k, l, m, s or t and y with i for it, as the newer spelling has it: *tỷ lệ* and *tỉ lệ*, *bác sỹ*
/// and *bác sĩ* are one word. None for any other word; *quý*, *thúy* and a lone *y* stay.
pub(super) fn with_i(folded: &str) -> Option<String> {
    let mut letters = folded.chars();
    let (Some(consonant), Some(vowel), None) = (letters.next(), letters.next(), letters.next()) else { return None };
    let at = "yýỳỷỹỵ".chars().position(|y| y == vowel).filter(|_| I_OR_Y.contains(&consonant))?;
    Some(String::from_iter([consonant, "iíìỉĩị".chars().nth(at)?]))
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
