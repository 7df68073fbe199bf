//! What an entry may be known by.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::news::CanonicalUrl;
use crate::read::{Enclosure, Entry};
use crate::text::fold;

/// What is remembered of an entry, to know it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Of the entry whole: another digest, another state of it.
    pub digest: i64,
    pub guid: Option<String>,
    /// Canonical.
    pub link: Option<String>,
    /// Whole seconds.
    pub date: Option<Timestamp>,
    pub title: String,
    pub text: Option<TextTrait>,
}

/// The entry's own text, folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextTrait {
    pub digest: i64,
    /// In characters.
    pub length: u32,
}

impl Traits {
    pub fn of(entry: &Entry) -> Self {
        let text = entry.content.as_ref().or(entry.summary.as_ref()).map(|html| fold(&html.text()));
        Self {
            digest: digest_of(entry),
            guid: entry.guid.clone(),
            link: entry.link.as_ref().map(|link| CanonicalUrl::of(link).as_str().to_owned()),
            date: entry.published.and_then(|date| Timestamp::from_second(date.as_second()).ok()),
            title: entry.title.clone(),
            text: text.filter(|text| !text.is_empty()).map(|text| TextTrait {
                digest: short(Sha256::digest(text.as_bytes()).as_ref()),
                length: u32::try_from(text.chars().count()).unwrap_or(u32::MAX),
            }),
        }
    }
}

/// The first 64 bits of the SHA-256 of all that the entry says. Two of a source's thousands are alike by chance once in
/// 10¹² sources.
pub fn digest_of(entry: &Entry) -> i64 {
    let Entry {
        guid,
        link,
        title,
        summary,
        content,
        authors,
        published,
        updated,
        unread_date,
        language,
        image,
        enclosures,
    } = entry;
    let mut hash = Sha256::new();
    let mut part = |part: Option<&str>| {
        // A byte that UTF-8 never has ends each part, another stands for one that isn't there.
        hash.update(part.map_or(&[0xfe][..], str::as_bytes));
        hash.update([0xff]);
    };
    part(guid.as_deref());
    part(link.as_ref().map(url::Url::as_str));
    part(Some(title));
    part(summary.as_ref().map(crate::read::SafeHtml::as_str));
    part(content.as_ref().map(crate::read::SafeHtml::as_str));
    for author in authors {
        part(Some(author));
    }
    for date in [published, updated] {
        part(date.map(|date| date.to_string()).as_deref());
    }
    part(unread_date.as_deref());
    part(language.as_deref());
    part(image.as_ref().map(|image| image.url.as_str()));
    part(image.as_ref().and_then(|image| image.caption.as_deref()));
    for Enclosure { url, media_type, length } in enclosures {
        part(Some(url.as_str()));
        part(media_type.as_deref());
        part(length.map(|length| length.to_string()).as_deref());
    }
    short(hash.finalize().as_ref())
}

fn short(digest: &[u8]) -> i64 {
    digest.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}
