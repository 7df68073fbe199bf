//! Bytes → text: which encoding a document is in.

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};

/// Where a document may declare its own encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declared {
    /// `<?xml encoding="…"?>`
    Xml,
    /// `<meta charset="…">`, or `http-equiv` with a content type.
    Html,
}

/// Declarations stand within this many bytes (HTML asks for 1,024; real pages need more).
const PRESCAN: usize = 4096;

/// One wrong sequence among this many right ones is damage, not another encoding. Measured: two million characters of
/// Vietnamese in windows-1258 have one right sequence among 5,300 wrong ones, Chinese and Japanese in their encodings one
/// among three or four.
const RIGHT_PER_WRONG: usize = 5;

/// Encodings in which a bracket may be the second byte of a character.
const BRACKETS_WITHIN: &[&Encoding] = &[BIG5, GB18030, GBK, SHIFT_JIS];

/// The document's text; what its encoding cannot mean becomes U+FFFD.
///
/// In this order: a byte-order mark; valid UTF-8, whatever is declared, since nothing else looks like it by chance; the
/// HTTP charset; the document's declaration; detection from the bytes. Detection also refutes a declaration of Latin-1
/// (windows-1252) where the bytes are Vietnamese.
pub(super) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, declared: Declared) -> Cow<'a, str> {
    if let Some(text) = utf_32(bytes) {
        return Cow::Owned(text);
    }
    // Nearly everything is.
    if let Ok(text) = std::str::from_utf8(bytes)
        && utf_16_without_mark(bytes).is_none()
    {
        return Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text));
    }
    let encoding = encoding_of(bytes, content_type, declared);
    if BRACKETS_WITHIN.contains(&encoding) {
        return Cow::Owned(sections(bytes, encoding));
    }
    encoding.decode(bytes).0
}

/// Where a CDATA section ends, a character ends too: of a text that was cut off within one, the half would take a bracket,
/// and the section would go on into other entries.
fn sections(bytes: &[u8], encoding: &'static Encoding) -> String {
    const END: &str = "]]>";
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(at) = find(rest, END.as_bytes()) {
        text += &encoding.decode_without_bom_handling(&rest[..at]).0;
        text += END;
        rest = &rest[at + END.len()..];
    }
    text + &encoding.decode_without_bom_handling(rest).0
}

/// A byte-order mark of four bytes, or `<` or `{` among zeros; browsers know no UTF-32, but some feeds are in it.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let number: fn([u8; 4]) -> u32 = match bytes {
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, b'<' | b'{', ..] => u32::from_be_bytes,
        [0xff, 0xfe, 0, 0, ..] | [b'<' | b'{', 0, 0, 0, ..] => u32::from_le_bytes,
        _ => return None,
    };
    let (units, _) = bytes.as_chunks::<4>();
    let chars = units.iter().map(|unit| char::from_u32(number(*unit)).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(chars.skip_while(|c| *c == '\u{feff}').collect())
}

fn encoding_of(bytes: &[u8], content_type: Option<&str>, declared: Declared) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return encoding;
    }
    if is_utf_8(bytes) {
        return UTF_8;
    }
    let said = content_type.and_then(http_charset).or_else(|| declaration(bytes, declared));
    match said.and_then(usable) {
        // What servers say without being asked.
        Some(said) if said == WINDOWS_1252 && detect(bytes) == WINDOWS_1258 => WINDOWS_1258,
        Some(said) => said,
        None => detect(bytes),
    }
}

/// `<` or `{` beside a zero byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [0, b'<' | b'{', 0, _, ..] => Some(UTF_16BE),
        [b'<' | b'{', 0, _, 0, ..] => Some(UTF_16LE),
        _ => None,
    }
}

/// Valid, or damaged here and there. A sequence that the end cuts off is right.
fn is_utf_8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    wrong == 0 || right >= wrong * RIGHT_PER_WRONG || (wrong == 1 && right == 0 && cut_off(bytes))
}

fn cut_off(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

fn http_charset(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        name.trim().eq_ignore_ascii_case("charset").then(|| Encoding::for_label(value.as_bytes())).flatten()
    })
}

fn declaration(bytes: &[u8], declared: Declared) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(PRESCAN)].to_ascii_lowercase();
    let (head, key) = match declared {
        Declared::Xml => {
            let start = find(&head, b"<?xml")?;
            let end = start + find(&head[start..], b"?>")?;
            (&head[start..end], &b"encoding"[..])
        }
        Declared::Html => (&head[..], &b"charset"[..]),
    };
    let mut rest = head;
    while let Some(at) = find(rest, key) {
        rest = &rest[at + key.len()..];
        let value = rest.trim_ascii_start();
        let Some(value) = value.strip_prefix(b"=") else { continue };
        let value = value.trim_ascii_start();
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| !(byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)));
        if let Some(encoding) = Encoding::for_label(&value[..end.unwrap_or(value.len())]) {
            return Some(encoding);
        }
    }
    None
}

/// A declaration of UTF-16 that could be read as single bytes is wrong, and one of UTF-8 has just been refuted.
fn usable(encoding: &'static Encoding) -> Option<&'static Encoding> {
    let refuted = [UTF_8, UTF_16BE, UTF_16LE, encoding_rs::REPLACEMENT].contains(&encoding);
    (!refuted).then_some(encoding)
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(Some(b"vn"), chardetng::Utf8Detection::Allow)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
