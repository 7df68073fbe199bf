//! Percent signs in addresses.

/// The bytes that `text` stands for, percent signs resolved; what follows no rule stays as it is.
pub fn decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = escaped(rest);
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &rest[3..] } else { after };
    }
    bytes
}

/// A path or fragment with its percent signs written in one way: upper case, and none where no rule asks for it (RFC
/// 3986, 6.2.2).
pub(super) fn normal(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = match escaped(rest.as_bytes()) {
            Some(byte) if is_unreserved(byte) && !(byte.is_ascii_hexdigit() && is_begun(&normal)) => {
                normal.push(char::from(byte));
                3
            }
            Some(_) => {
                normal.push_str(&rest[..3].to_ascii_uppercase());
                3
            }
            None => {
                normal.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    normal
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Whether a digit at the end of `text` could belong to a percent sign that stands there without its two.
fn is_begun(text: &str) -> bool {
    text.bytes().rev().take(2).any(|byte| byte == b'%')
}

/// The byte that `text` begins with, if it is written with a percent sign.
fn escaped(text: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    match text {
        [b'%', high, low, ..] => Some(digit(*high)? * 16 + digit(*low)?),
        _ => None,
    }
}
