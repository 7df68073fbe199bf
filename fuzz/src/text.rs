//! Normal forms and tokens.

use bantin::judge::{Fields, Pattern};
use bantin::search::Indexed;
use bantin::text::{fold, has_marks, nfc, tokens, unmarked};

use super::lossy;

/// Any text.
pub fn text(data: &[u8]) {
    let text = lossy(data);
    let folded = fold(&text);
    assert_eq!(fold(&folded), folded, "folding twice is folding once");
    assert_eq!(fold(&nfc(&text)), folded, "it doesn't matter how letters are composed");
    assert_eq!(nfc(&nfc(&text)), nfc(&text));
    let plain = unmarked(&text);
    assert_eq!(unmarked(&plain), plain);
    assert!(!has_marks(&plain), "{plain:?}");
    let (mut end, mut sentence) = (0, 0);
    for token in tokens(&text) {
        assert!(token.at >= end && !token.text.is_empty() && token.sentence >= sentence, "{token:?}");
        assert_eq!(&text[token.range()], token.text);
        assert!(!token.words().is_empty() && token.words().iter().all(|word| !word.is_empty()), "{token:?}");
        assert!(token.words().iter().all(|word| !word.contains(char::is_whitespace)), "{token:?}");
        (end, sentence) = (token.range().end, token.sentence);
    }
    if let Ok(pattern) = Pattern::parse(&text) {
        assert_eq!(Pattern::parse(pattern.as_str()).as_ref(), Ok(&pattern), "a pattern is what is written");
    }
    let indexed = Indexed::of(&Fields::of(&text, Some(&text), &text));
    assert_eq!(indexed.title, indexed.lead);
    assert_eq!(
        indexed.without_marks().title.split(' ').count(),
        indexed.title.split(' ').count(),
        "{:?}",
        indexed.title
    );
}
