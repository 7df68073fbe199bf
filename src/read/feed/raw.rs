//! What a feed says, whatever its dialect, in its own words: the readers of XML and of JSON write it down, and `convert`
//! makes entries of it.

use std::borrow::Cow;
use std::rc::Rc;

use url::Url;

use crate::read::Dialect;

/// Further items are not read; feeds have the newest first.
pub const MOST_ITEMS: usize = 10_000;
/// No language tag in use is longer (RFC 5646, 4.4.1).
pub(super) const LONGEST_LANGUAGE: usize = 35;
/// Of one item: links and enclosures, authors, dates. The feeds of the corpus have at most eleven.
const MOST_OF_A_KIND: usize = 100;

#[derive(Debug)]
pub(super) struct RawFeed<'a> {
    pub(super) dialect: Dialect,
    pub(super) title: Option<RawText<'a>>,
    pub(super) links: Vec<RawLink<'a>>,
    /// Those that items without an author have; none in RSS, where they answer for the feed and not for its items.
    pub(super) authors: Vec<Cow<'a, str>>,
    pub(super) language: Option<Cow<'a, str>>,
    /// Its own dates, which show how it writes dates.
    pub(super) dates: Vec<Cow<'a, str>>,
    pub(super) hints: RawHints<'a>,
    pub(super) items: Vec<RawItem<'a>>,
}

/// What the feed asks of those who poll it.
#[derive(Debug, Default)]
pub(super) struct RawHints<'a> {
    pub(super) ttl: Option<Cow<'a, str>>,
    pub(super) period: Option<Cow<'a, str>>,
    pub(super) frequency: Option<Cow<'a, str>>,
    pub(super) hours: Vec<Cow<'a, str>>,
    pub(super) days: Vec<Cow<'a, str>>,
}

#[derive(Debug, Default)]
pub(super) struct RawItem<'a> {
    pub(super) id: Option<RawId<'a>>,
    pub(super) title: Option<RawText<'a>>,
    pub(super) summary: Option<RawText<'a>>,
    pub(super) content: Option<RawText<'a>>,
    pub(super) links: Vec<RawLink<'a>>,
    pub(super) authors: Vec<Cow<'a, str>>,
    /// Counts where there are no others.
    pub(super) weak_author: Option<Cow<'a, str>>,
    pub(super) dates: Vec<RawDate<'a>>,
    pub(super) pictures: Vec<RawPicture<'a>>,
    pub(super) language: Option<Cow<'a, str>>,
}

/// An address as it is written, and the `xml:base` that it is relative to.
#[derive(Clone, Debug)]
pub(super) struct RawAddress<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) base: Option<Rc<Url>>,
}

#[derive(Debug)]
pub(super) struct RawId<'a> {
    pub(super) address: RawAddress<'a>,
    /// RSS's `isPermaLink` is not false.
    pub(super) is_link: bool,
    pub(super) weak: bool,
}

#[derive(Clone, Debug)]
pub(super) struct RawText<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) html: bool,
    pub(super) base: Option<Rc<Url>>,
    /// The `xml:lang` in force.
    pub(super) language: Option<Cow<'a, str>>,
    /// It gives way to another that means the same.
    pub(super) weak: bool,
}

#[derive(Debug)]
pub(super) struct RawLink<'a> {
    pub(super) address: RawAddress<'a>,
    pub(super) rel: Option<Cow<'a, str>>,
    pub(super) media_type: Option<Cow<'a, str>>,
    pub(super) length: Option<Cow<'a, str>>,
}

#[derive(Debug)]
pub(super) struct RawPicture<'a> {
    pub(super) address: RawAddress<'a>,
    pub(super) media_type: Option<Cow<'a, str>>,
    /// It can be nothing but a picture.
    pub(super) certain: bool,
}

#[derive(Debug)]
pub(super) struct RawDate<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) updated: bool,
    pub(super) weak: bool,
}

impl RawFeed<'_> {
    pub(super) fn of(dialect: Dialect) -> Self {
        Self {
            dialect,
            title: None,
            links: Vec::new(),
            authors: Vec::new(),
            language: None,
            dates: Vec::new(),
            hints: RawHints::default(),
            items: Vec::new(),
        }
    }
}

impl<'a> RawItem<'a> {
    /// The second of RSS's `description` and `summary` is the longer text.
    pub(super) fn summarise(&mut self, text: RawText<'a>) {
        let second = !text.weak && self.summary.as_ref().is_some_and(|known| !known.weak);
        if second && self.content.is_none() && !is_blank(&text.text) {
            self.content = Some(RawText { weak: true, ..text });
        } else if !second {
            put(&mut self.summary, text);
        }
    }

    pub(super) fn identify(&mut self, id: RawId<'a>) {
        if !is_blank(&id.address.text) && self.id.as_ref().is_none_or(|known| known.weak || !id.weak) {
            self.id = Some(id);
        }
    }
}

impl<'a> RawText<'a> {
    /// The text is an address.
    pub(super) fn into_address(self) -> RawAddress<'a> {
        RawAddress { text: self.text, base: self.base }
    }
}

/// A text takes the place of a weaker one, and a strong one of an earlier one; blank text of none.
pub(super) fn put<'a>(place: &mut Option<RawText<'a>>, text: RawText<'a>) {
    if (place.is_none() || !text.weak) && !is_blank(&text.text) {
        *place = Some(text);
    }
}

/// Adds to a list that stays within bounds.
pub(super) fn add<T>(list: &mut Vec<T>, one: T) {
    if list.len() < MOST_OF_A_KIND {
        list.push(one);
    }
}

/// The same, in front of the first.
pub(super) fn add_first<T>(list: &mut Vec<T>, one: T) {
    if list.len() < MOST_OF_A_KIND {
        list.push(one);
        let end = list.len() - 1;
        list.swap(0, end);
    }
}

pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}
