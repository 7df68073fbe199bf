//! The site's own names: permanent ids and addresses.

use std::fmt::Write as _;

use url::Url;

use super::channel::Month;
use crate::config::Site;
use crate::news::{FeedId, HostKey, SourceId, StoryId, TopicId};
use crate::text::{Era, Unit};

/// An entry's id, whatever becomes of its address: a tag URI (RFC 4151).
pub(super) fn story_tag(site: &Site, id: &StoryId) -> String {
    tag(site, "story", id.as_str())
}

/// The story that `text` names, if it is a story's link on the site, in either language, or its tag.
pub fn story_named(site: &Site, text: &str) -> Option<StoryId> {
    let of = |path: &str| {
        let (id, rest) = path.split_once('/').unwrap_or((path, ""));
        (matches!(rest, "" | "index.html") && StoryId::is_one(id)).then(|| StoryId::new(id))
    };
    if let Some(id) = text.strip_prefix(&format!("tag:{}:story/", site.tag)) {
        return of(id);
    }
    let url = Url::parse(text).ok()?;
    let is_here = HostKey::of(&url) == HostKey::of(&site.url) && url.port() == site.url.port();
    let path = url.path().strip_prefix(site.url.path()).filter(|_| is_here)?;
    let path = ["en/", "vi/"].iter().find_map(|edition| path.strip_prefix(edition)).unwrap_or(path);
    of(path.strip_prefix("story/")?)
}

/// Where a story is on the site, in its own language.
pub fn story_link(site: &Site, id: &StoryId) -> String {
    absolute(site, &story_path(id))
}

/// The id of a `[[feed]]`; `id` is empty for what is none of its own.
pub fn feed_tag(site: &Site, id: &str) -> String {
    tag(site, "feed", id)
}

/// The path of a `[[feed]]`, without the ending that says in which format: `feeds/tong-hop`.
pub fn feed_stem(id: &FeedId) -> String {
    format!("feeds/{}", segment(id.as_str()))
}

/// Topics' feeds have a space of their own: a `[[feed]]` may be called like a topic.
pub(super) fn topic_tag(site: &Site, id: &TopicId) -> String {
    tag(site, "topic", id.as_str())
}

/// Former units have a space of their own: they have names that units of today have, too.
pub(super) fn place_tag(site: &Site, unit: &Unit) -> String {
    let kind = match unit.era {
        Era::Today => "place",
        Era::Former => "place/cu",
    };
    tag(site, kind, &unit.slug)
}

/// `digest` is of what was searched for.
pub(super) fn search_tag(site: &Site, digest: &str) -> String {
    tag(site, "search", digest)
}

/// Stands for a source that feeds.toml no longer has, and so no longer has an address.
pub(super) fn source_tag(site: &Site, id: &SourceId) -> String {
    tag(site, "source", id.as_str())
}

/// Of the feed of what a source reported. [`source_tag`] is the source itself.
pub(super) fn from_tag(site: &Site, id: &SourceId) -> String {
    tag(site, "from", id.as_str())
}

/// The vocabulary that Atom categories are terms of.
pub(super) fn topic_scheme(site: &Site) -> String {
    format!("tag:{}:topic", site.tag)
}

/// The same for places.
pub(super) fn place_scheme(site: &Site) -> String {
    format!("tag:{}:place", site.tag)
}

fn tag(site: &Site, kind: &str, id: &str) -> String {
    format!("tag:{}:{kind}/{}", site.tag, segment(id))
}

/// `path` on the site, absolute.
pub(super) fn absolute(site: &Site, path: &str) -> String {
    site.url.join(path).map_or_else(|_| format!("{}{path}", site.url), Url::into)
}

pub(super) fn story_path(id: &StoryId) -> String {
    format!("story/{}/", segment(id.as_str()))
}

/// The mark of a story that is no longer kept.
pub(super) fn expired_path(id: &StoryId) -> String {
    format!("gone/{}", segment(id.as_str()))
}

pub(super) fn topic_path(id: &TopicId) -> String {
    format!("topic/{}/", segment(id.as_str()))
}

/// A topic's progress page.
pub(super) fn progress_path(id: &TopicId) -> String {
    format!("{}progress/", topic_path(id))
}

/// Its figures for machines.
pub(super) fn progress_file(id: &TopicId, suffix: &str) -> String {
    format!("{}progress.{suffix}", topic_path(id))
}

pub(super) fn source_path(id: &SourceId) -> String {
    format!("source/{}/", segment(id.as_str()))
}

/// Where all places are listed.
pub(super) const PLACES_PATH: &str = "place/";
/// Where the archive's months are.
pub(super) const ARCHIVE_PATH: &str = "archive/";

pub(super) fn month_path(month: Month) -> String {
    format!("{ARCHIVE_PATH}{month}/")
}

/// The `number`-th older page of the list at `page`.
pub(super) fn older_path(page: &str, number: u32) -> String {
    format!("{page}page/{number}/")
}

/// An id as one segment of a path or URI. Ids are slugs and come through unchanged; whatever else there may be can
/// neither leave its folder nor end the segment.
pub(super) fn segment(id: &str) -> String {
    let mut segment = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || (byte == b'.' && !segment.is_empty()) {
            segment.push(char::from(byte));
        } else {
            // Not `%`: the same name is a file's, and a file's name isn't decoded.
            let _ = write!(segment, "~{byte:02x}");
        }
    }
    segment
}

/// An address that a page may link to.
pub(super) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}
