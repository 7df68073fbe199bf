//! JSON that a strict reader refuses for one character of it.

/// The text with controls as blanks, line breaks among them, which JSON wants escaped; and with U+FFFD for escapes of half a
/// surrogate pair, which are no character (RFC 8259, 8.2). None where there is neither.
pub(in crate::read::feed) fn mended(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let mut is_other = false;
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c < ' ' || c == '\\') {
        mended.push_str(&rest[..at]);
        rest = &rest[at..];
        let (kept, length) = match escape(rest) {
            Escape::None => (" ", 1),
            Escape::Plain(length) => (&rest[..length], length),
            Escape::Half => ("\\ufffd", 6),
        };
        is_other |= kept != &rest[..length];
        mended.push_str(kept);
        rest = &rest[length..];
    }
    mended.push_str(rest);
    is_other.then_some(mended)
}

enum Escape {
    /// A control.
    None,
    /// So many bytes that are left as they are.
    Plain(usize),
    Half,
}

fn escape(text: &str) -> Escape {
    let Some(after) = text.strip_prefix('\\') else { return Escape::None };
    let first = match (unit(text), after.chars().next()) {
        (Some(first), _) => first,
        (None, Some(next)) => return Escape::Plain(1 + next.len_utf8()),
        (None, None) => return Escape::Plain(1),
    };
    match first {
        0xd800..0xdc00 if text.get(6..).and_then(unit).is_some_and(|second| (0xdc00..0xe000).contains(&second)) => {
            Escape::Plain(12)
        }
        0xd800..0xe000 => Escape::Half,
        _ => Escape::Plain(6),
    }
}

/// The UTF-16 code unit that the text begins with as an escape.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(mended(text).as_deref(), expected, "{text}");
    }

    #[test]
    fn half_a_pair_is_no_character() {
        check(r#""tin \ud800""#, Some(r#""tin \ufffd""#));
        check(r"\udfff\ud83d\n", Some(r"\ufffd\ufffd\n"));
        check(r"\ud83d\ude00\uD83D\u0041", Some(r"\ud83d\ude00\ufffd\u0041"));
    }

    #[test]
    fn what_is_well_formed_or_beyond_mending_stays() {
        check(r#"\ud83d\ude00 \\ud800 \" ề \u00e9"#, None);
        check("\\", None);
        check(r"\u12", None);
        check("dòng\nmới\u{1}", Some("dòng mới "));
    }
}
