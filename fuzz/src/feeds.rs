//! Feeds of all dialects.

use std::collections::HashSet;

use bantin::read::{Document, Entry, Kind, Parsed, feed as read, outline, sniff};

use super::safe::is_safe;
use super::{BASE, HANOI, choice, is_a_line};

/// What servers call feeds; the first byte of the input chooses.
const CONTENT_TYPES: &[Option<&str>] = &[
    None,
    Some("application/rss+xml; charset=utf-8"),
    Some("text/xml; charset=windows-1258"),
    Some("text/html; charset=iso-8859-1"),
    Some("application/feed+json"),
    Some("application/xml; charset=\"utf-16\""),
    Some("text/plain; charset=shift_jis"),
    Some("text/xml; charset"),
];
/// Bytes of an entry's texts for each of the document's: all entries may have an author or a summary that is written once
/// in the feed, and an entity may be used again and again, up to a bound.
const GROWTH: usize = 512;
const FLOOR: usize = 2 * 1024 * 1024;

/// A document in place of a feed.
pub fn feed(data: &[u8]) {
    let (choice, bytes) = choice(data);
    holds(&Document { url: &BASE, content_type: CONTENT_TYPES[choice % CONTENT_TYPES.len()], bytes });
}

/// The same with what is most likely JSON.
pub fn json_feed(data: &[u8]) {
    holds(&Document { url: &BASE, content_type: None, bytes: data });
    let text = [b"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[".as_slice(), data, b"]}"].concat();
    let document = Document { url: &BASE, content_type: None, bytes: &text };
    assert_eq!(sniff(&document), Kind::Feed);
    holds(&document);
}

fn holds(document: &Document) {
    let (Ok(parsed), Ok(listed)) = (read(document, &*HANOI), outline(document, &*HANOI)) else {
        assert!(read(document, &*HANOI).is_err() && outline(document, &*HANOI).is_err(), "both fail or none");
        return;
    };
    assert_eq!(read(document, &*HANOI).as_ref(), Ok(&parsed), "the same document is read the same");
    assert!(matches!(sniff(document), Kind::Feed | Kind::Html | Kind::Xml { .. }), "{:?}", sniff(document));
    // Entries that are twice there are known by their texts, which an outline leaves out.
    let ways = |parsed: &Parsed| -> HashSet<_> {
        parsed.entries.iter().map(|entry| (entry.guid.clone(), entry.link.clone(), entry.published)).collect()
    };
    assert!(ways(&parsed).is_subset(&ways(&listed)), "what is read is listed");
    let size: usize = parsed.entries.iter().map(size_of).sum();
    assert!(size <= FLOOR.max(GROWTH * document.bytes.len()), "{size} bytes of {}", document.bytes.len());
    for hour in &parsed.hints.skip_hours {
        assert!(*hour < 24);
    }
    parsed.entries.iter().for_each(entry);
}

/// What holds for an entry, wherever it was read.
pub(super) fn entry(entry: &Entry) {
    is_a_line(&entry.title);
    [&entry.summary, &entry.content].into_iter().flatten().for_each(is_safe);
    let addresses = entry.enclosures.iter().map(|enclosure| &enclosure.url);
    for url in addresses.clone().chain(&entry.link).chain(entry.image.as_ref().map(|image| &image.url)) {
        assert!(matches!(url.scheme(), "http" | "https"), "{url}");
    }
    let different: HashSet<_> = addresses.collect();
    assert_eq!(different.len(), entry.enclosures.len(), "each enclosure once");
    assert!(entry.authors.iter().all(|author| !author.is_empty()));
    entry.authors.iter().for_each(|author| is_a_line(author));
}

fn size_of(entry: &Entry) -> usize {
    let texts = [&entry.summary, &entry.content].into_iter().flatten().map(|html| html.as_str().len());
    let authors = entry.authors.iter().map(String::len);
    entry.title.len() + texts.chain(authors).sum::<usize>()
}
