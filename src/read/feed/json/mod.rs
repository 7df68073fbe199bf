//! JSON Feed, 1.0 and 1.1, as it is written → what it says.
//!
//! A value of another type than specified is read as what is meant (a number for an id, one author for a list), or as
//! none; it never costs the feed.

mod lenient;
mod mend;

use std::borrow::Cow;

use lenient::{Record, records, text};
use serde::de::{IgnoredAny, MapAccess};

use super::raw::{RawAddress, RawDate, RawFeed, RawId, RawItem, RawLink, RawPicture, RawText, add, add_first, put};
use crate::read::Dialect;

pub(super) use mend::mended;

/// What was read, and the mistake that it ends at.
pub(super) fn read(text: &str) -> (RawFeed<'_>, Option<String>) {
    let mut feed = Feed { raw: RawFeed::of(Dialect::JsonFeed), items: Vec::new() };
    let mistake = lenient::read(text, &mut feed).err().map(|error| error.to_string());
    let items = feed.items.into_iter().map(|item| item.0).collect();
    (RawFeed { items, ..feed.raw }, mistake)
}

struct Feed<'a> {
    raw: RawFeed<'a>,
    items: Vec<Item<'a>>,
}

impl Default for Feed<'_> {
    fn default() -> Self {
        Self { raw: RawFeed::of(Dialect::JsonFeed), items: Vec::new() }
    }
}

impl<'a> Record<'a> for Feed<'a> {
    fn take<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        let raw = &mut self.raw;
        match key {
            "title" => write(&mut raw.title, text(map)?, false),
            "home_page_url" => link(&mut raw.links, None, text(map)?),
            "feed_url" => link(&mut raw.links, Some("self"), text(map)?),
            "hubs" => {
                let mut hubs: Vec<Hub<'_>> = Vec::new();
                records(map, &mut hubs)?;
                // rssCloud is another protocol.
                let websub = |hub: &Hub| hub.kind.as_ref().is_none_or(|kind| kind.eq_ignore_ascii_case("websub"));
                for hub in hubs.into_iter().filter(websub) {
                    link(&mut raw.links, Some("hub"), hub.url);
                }
            }
            "language" => raw.language = text(map)?,
            "author" | "authors" => credit(map, &mut raw.authors)?,
            "items" => records(map, &mut self.items)?,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

#[derive(Default)]
struct Item<'a>(RawItem<'a>);

impl<'a> Record<'a> for Item<'a> {
    fn take<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        let item = &mut self.0;
        match key {
            "id" => {
                if let Some(id) = text(map)? {
                    item.identify(RawId { address: address(id), is_link: true, weak: false });
                }
            }
            "url" => {
                if let Some(url) = text(map)? {
                    // It goes before the page that the item is about, `external_url`.
                    add_first(&mut item.links, link_to(url, None));
                }
            }
            "external_url" => link(&mut item.links, None, text(map)?),
            "title" => write(&mut item.title, text(map)?, false),
            "content_html" => write(&mut item.content, text(map)?, true),
            "content_text" => {
                if let Some(text) = text(map)? {
                    put(&mut item.content, RawText { weak: true, ..said(text, false) });
                }
            }
            "summary" => write(&mut item.summary, text(map)?, false),
            "date_published" => date(item, text(map)?, false),
            "date_modified" => date(item, text(map)?, true),
            "author" | "authors" => credit(map, &mut item.authors)?,
            "language" => item.language = text(map)?,
            "image" | "banner_image" => {
                if let Some(url) = text(map)? {
                    let picture = RawPicture { address: address(url), media_type: None, certain: true };
                    // A banner is wider than it is telling.
                    if key == "image" {
                        add_first(&mut item.pictures, picture);
                    } else {
                        add(&mut item.pictures, picture);
                    }
                }
            }
            "attachments" => {
                let mut attachments: Vec<Attachment<'_>> = Vec::new();
                records(map, &mut attachments)?;
                for Attachment { url, media_type, length } in attachments {
                    let Some(url) = url else { continue };
                    let rel = Some("enclosure".into());
                    add(&mut item.links, RawLink { address: address(url), rel, media_type, length });
                }
            }
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

#[derive(Default)]
struct Author<'a> {
    name: Option<Cow<'a, str>>,
}

impl<'a> Record<'a> for Author<'a> {
    fn take<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "name" => self.name = text(map)?,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }

    fn of_text(text: Cow<'a, str>) -> Option<Self> {
        Some(Self { name: Some(text) })
    }
}

#[derive(Default)]
struct Hub<'a> {
    kind: Option<Cow<'a, str>>,
    url: Option<Cow<'a, str>>,
}

impl<'a> Record<'a> for Hub<'a> {
    fn take<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "type" => self.kind = text(map)?,
            "url" => self.url = text(map)?,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

#[derive(Default)]
struct Attachment<'a> {
    url: Option<Cow<'a, str>>,
    media_type: Option<Cow<'a, str>>,
    length: Option<Cow<'a, str>>,
}

impl<'a> Record<'a> for Attachment<'a> {
    fn take<M: MapAccess<'a>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error> {
        match key {
            "url" => self.url = text(map)?,
            "mime_type" => self.media_type = text(map)?,
            "size_in_bytes" => self.length = text(map)?,
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }
}

fn credit<'a, M: MapAccess<'a>>(map: &mut M, authors: &mut Vec<Cow<'a, str>>) -> Result<(), M::Error> {
    let mut credited: Vec<Author<'a>> = Vec::new();
    records(map, &mut credited)?;
    credited.into_iter().filter_map(|author| author.name).for_each(|name| add(authors, name));
    Ok(())
}

fn address(text: Cow<'_, str>) -> RawAddress<'_> {
    RawAddress { text, base: None }
}

fn link<'a>(links: &mut Vec<RawLink<'a>>, rel: Option<&'static str>, url: Option<Cow<'a, str>>) {
    if let Some(url) = url {
        add(links, link_to(url, rel));
    }
}

fn link_to<'a>(url: Cow<'a, str>, rel: Option<&'static str>) -> RawLink<'a> {
    RawLink { address: address(url), rel: rel.map(Cow::Borrowed), media_type: None, length: None }
}

fn said(text: Cow<'_, str>, html: bool) -> RawText<'_> {
    RawText { text, html, base: None, language: None, weak: false }
}

fn write<'a>(place: &mut Option<RawText<'a>>, text: Option<Cow<'a, str>>, html: bool) {
    if let Some(text) = text {
        put(place, said(text, html));
    }
}

fn date<'a>(item: &mut RawItem<'a>, text: Option<Cow<'a, str>>, updated: bool) {
    if let Some(text) = text {
        add(&mut item.dates, RawDate { text, updated, weak: false });
    }
}
