//! Vietnamese as Windows wrote it before Unicode.

use encoding_rs::WINDOWS_1258;
use unicode_normalization::UnicodeNormalization;

/// Grave, acute, tilde, hook above, dot below: Windows-1258 has them as characters of their own, after the vowel, while
/// its vowels with circumflex, breve and horn are single characters.
const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];

/// `text` in Windows-1258. What that code page lacks becomes a numeric character reference, which suits XML and HTML.
pub fn encode(text: &str) -> Vec<u8> {
    let apart: String = text.nfc().flat_map(tone_apart).collect();
    WINDOWS_1258.encode(&apart).0.into_owned()
}

fn tone_apart(character: char) -> Vec<char> {
    let (tone, vowel): (Vec<char>, Vec<char>) = [character].into_iter().nfd().partition(|part| TONES.contains(part));
    vowel.into_iter().nfc().chain(tone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_survives() {
        let text = "Xã Lũng Cú: hộ nghèo giảm còn 4,2%, đường về bản Sín Chải đã nhựa hoá – “ưỡn ẹo” ỹ ặ ộ Ợ";
        let encoded = encode(text);
        let (decoded, _, broken) = WINDOWS_1258.decode(&encoded);
        assert!(!broken);
        assert_eq!(decoded.nfc().collect::<String>(), text);
    }
}
