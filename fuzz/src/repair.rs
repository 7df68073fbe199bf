//! What is wrong in one entry costs no other: feeds of three entries, of which the second is damaged.

use bantin::read::{Dialect, Document, feed};

use super::{BASE, HANOI, choice};

/// Where the damage is, between what comes before and after; with the bytes that would rightly end it there.
const PLACES: &[(&str, &str, &[&str])] = &[
    ("<item><guid>hai</guid><title>", "</title></item>", &["<"]),
    ("<item><guid>hai</guid><description>", "</description></item>", &["<"]),
    ("<item><guid>hai</guid><description><![CDATA[", "]]></description></item>", &["]]>"]),
    ("<item><guid>hai</guid><title>B</title><category domain=\"", "\">x</category></item>", &["\"", "<"]),
    ("<item><guid>hai</guid><pubDate>", "</pubDate><title>B</title></item>", &["<"]),
    ("<item><guid>hai</guid><link>", "</link><title>B</title></item>", &["<"]),
    ("<item><guid>hai</guid><title>B</title><!--", "--></item>", &["-->", "--!>", "<"]),
];

const BEFORE: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Bao</title>\
    <item><guid>mot</guid><title>A</title><link>https://bao.example.vn/1.html</link></item>";
const AFTER: &str =
    "<item><guid>ba</guid><title>C</title><link>https://bao.example.vn/3.html</link></item></channel></rss>";

/// Any bytes in one of the places; then the feed is cut off anywhere.
pub fn repair(data: &[u8]) {
    let (place, rest) = choice(data);
    let (cut, damage) = rest.split_at(rest.len().min(2));
    let (begin, end, ends) = PLACES[place % PLACES.len()];
    let has = |bytes: &str| damage.windows(bytes.len()).any(|window| window == bytes.as_bytes());
    if ends.iter().any(|bytes| has(bytes)) {
        return;
    }
    let whole = [BEFORE.as_bytes(), begin.as_bytes(), damage, end.as_bytes(), AFTER.as_bytes()].concat();
    let read = guids(&whole).expect("a damaged entry is no damaged feed");
    assert_eq!((read.first().map(String::as_str), read.last().map(String::as_str)), (Some("mot"), Some("ba")));
    assert!(read.len() <= 3, "{read:?}");
    let cut = usize::from(u16::from_le_bytes([cut.first().copied().unwrap_or(0), cut.get(1).copied().unwrap_or(0)]));
    let cut = cut % (whole.len() + 1);
    match guids(&whole[..cut]) {
        Some(kept) => {
            assert!(read.starts_with(&kept) || read.starts_with(&kept[..kept.len() - 1]), "{kept:?} of {read:?}");
            assert!(cut < BEFORE.len() || kept.first().is_some_and(|first| first == "mot"), "{kept:?}");
        }
        None => assert!(cut < BEFORE.len(), "the first entry is whole"),
    }
}

/// The entries' ids, or their titles; none where there is no feed.
fn guids(bytes: &[u8]) -> Option<Vec<String>> {
    let parsed = feed(&Document { url: &BASE, content_type: None, bytes }, &*HANOI).ok()?;
    assert_eq!(parsed.dialect, Dialect::Rss);
    Some(parsed.entries.into_iter().map(|entry| entry.guid.unwrap_or(entry.title)).collect())
}
