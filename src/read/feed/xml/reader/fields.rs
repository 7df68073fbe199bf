//! What elements say, by their attributes and texts.

use std::borrow::Cow;

use super::{Capturing, Reader};
use crate::read::Dialect;
use crate::read::feed::raw::{
    MOST_ITEMS, RawAddress, RawDate, RawId, RawItem, RawLink, RawPicture, RawText, add, is_blank, put,
};
use crate::read::feed::xml::capture::{Capture, Form};
use crate::read::feed::xml::token::{Tag, attributes};
use crate::read::feed::xml::vocabulary::{Field, Hint, Meaning, Space};

impl<'a> Reader<'a> {
    pub(super) fn attribute(&mut self, text: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
        let (_, value) = attributes(text).find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(self.references.resolve(value))
    }

    pub(super) fn address(&self, text: Cow<'a, str>) -> RawAddress<'a> {
        RawAddress { text, base: self.scope.base() }
    }

    pub(super) fn begin_item(&mut self, attributes: &'a str) {
        let mut item = RawItem::default();
        if let Some(about) = self.attribute(attributes, "rdf:about") {
            item.identify(RawId { address: self.address(about), is_link: true, weak: true });
        }
        // CDF has these where RSS has elements.
        if let Some(href) = self.attribute(attributes, "href") {
            item.links.push(plain_link(self.address(href)));
        }
        if let Some(text) = self.attribute(attributes, "lastmod") {
            item.dates.push(RawDate { text, updated: true, weak: true });
        }
        self.item = Some(item);
    }

    pub(super) fn end_item(&mut self) {
        if let (Some(item), Some(feed)) = (self.item.take(), &mut self.feed)
            && feed.items.len() < MOST_ITEMS
        {
            feed.items.push(item);
        }
    }

    /// What the attributes of the elements around the items say of the feed.
    pub(super) fn describe_feed(&mut self, name: &str, attributes: &'a str) {
        if !matches!(name, "channel" | "feed" | "rss" | "rdf") || self.item.is_some() {
            return;
        }
        if let (Some(feed), Some(language)) = (&mut self.feed, self.scope.language()) {
            feed.language.get_or_insert(language);
        }
        if name != "channel" {
            return;
        }
        // CDF has these where RSS has elements.
        if let Some(base) = self.attribute(attributes, "base") {
            self.scope.base_on(&base);
        }
        if let Some(href) = self.attribute(attributes, "href") {
            let link = plain_link(self.address(href));
            self.add_link(link);
        }
    }

    pub(super) fn begin_text(&mut self, field: Field, weak: bool, tag: Tag<'a>) {
        let form = if matches!(field, Field::Title | Field::Summary | Field::Content) {
            let [media_type, mode, src] = ["type", "mode", "src"].map(|name| self.attribute(tag.attributes, name));
            let atom = self.feed.as_ref().is_some_and(|feed| feed.dialect == Dialect::Atom);
            let form = Form::of(field, media_type.as_deref(), mode.as_deref(), src.as_deref(), atom);
            // XHTML's own elements are markup.
            if self.scope.space(tag.name) == Space::Xhtml { Form::Xhtml } else { form }
        } else {
            Form::Text
        };
        self.capture = Some(Capturing {
            capture: Capture::new(field, weak, tag.name, form),
            base: self.scope.base(),
            language: self.scope.language(),
            tag,
        });
    }

    pub(super) fn finish_capture(&mut self) {
        let Some(Capturing { capture, base, language, tag }) = self.capture.take() else { return };
        let (field, weak) = (capture.field, capture.weak);
        let Some((text, html)) = capture.finish() else { return };
        let text = RawText { text, html, base, language, weak };
        match field {
            _ if self.item.is_none() => self.put_in_feed(field, text),
            _ if is_blank(&text.text) => {}
            Field::Id => {
                let is_link = self.attribute(tag.attributes, "isPermaLink").is_none_or(|said| said.trim() != "false");
                if let Some(item) = &mut self.item {
                    item.identify(RawId { address: text.into_address(), is_link, weak });
                }
            }
            Field::Link => {
                let rel = self.attribute(tag.attributes, "rel");
                self.add_link(RawLink { rel, ..plain_link(text.into_address()) });
            }
            field => self.put_in_item(field, text),
        }
    }

    fn put_in_feed(&mut self, field: Field, text: RawText<'a>) {
        let Some(feed) = &mut self.feed else { return };
        match field {
            Field::Title => put(&mut feed.title, text),
            Field::Language => {
                feed.language.get_or_insert(text.text);
            }
            // Atom's items inherit it; RSS's don't.
            Field::Author if feed.dialect == Dialect::Atom => add(&mut feed.authors, text.text),
            Field::Published | Field::Updated => add(&mut feed.dates, text.text),
            Field::Hint(Hint::Ttl) => feed.hints.ttl = Some(text.text),
            Field::Hint(Hint::Period) => feed.hints.period = Some(text.text),
            Field::Hint(Hint::Frequency) => feed.hints.frequency = Some(text.text),
            Field::Hint(Hint::Hour) => add(&mut feed.hints.hours, text.text),
            Field::Hint(Hint::Day) => add(&mut feed.hints.days, text.text),
            Field::Link => add(&mut feed.links, plain_link(text.into_address())),
            _ => {}
        }
    }

    fn put_in_item(&mut self, field: Field, text: RawText<'a>) {
        let Some(item) = &mut self.item else { return };
        match field {
            Field::Title => put(&mut item.title, text),
            Field::Summary => item.summarise(text),
            Field::Content => put(&mut item.content, text),
            Field::Published | Field::Updated => {
                let (weak, updated) = (text.weak, field == Field::Updated);
                add(&mut item.dates, RawDate { text: text.text, updated, weak });
            }
            Field::Author if text.weak => {
                item.weak_author.get_or_insert(text.text);
            }
            Field::Author => add(&mut item.authors, text.text),
            Field::Picture => {
                add(&mut item.pictures, RawPicture { address: text.into_address(), media_type: None, certain: true });
            }
            Field::Language => {
                item.language.get_or_insert(text.text);
            }
            Field::Id | Field::Link | Field::Hint(_) => {}
        }
    }

    /// RSS's links are texts, Atom's attributes, whichever stands in whose feed. Whether the element was dealt with.
    pub(super) fn link(&mut self, tag: Tag<'a>) -> bool {
        let Some(href) = self.attribute(tag.attributes, "href") else {
            if !tag.empty {
                self.begin_text(Field::Link, false, tag);
            }
            return true;
        };
        let [rel, media_type, length] = ["rel", "type", "length"].map(|name| self.attribute(tag.attributes, name));
        self.add_link(RawLink { address: self.address(href), rel, media_type, length });
        false
    }

    pub(super) fn add_link(&mut self, link: RawLink<'a>) {
        match (&mut self.item, &mut self.feed) {
            (Some(item), _) => add(&mut item.links, link),
            (None, Some(feed)) => add(&mut feed.links, link),
            (None, None) => {}
        }
    }

    pub(super) fn medium(&mut self, meaning: Meaning, attributes: &'a str) {
        let url = self.attribute(attributes, "url").or_else(|| self.attribute(attributes, "href"));
        let Some(url) = url.filter(|url| !is_blank(url)) else { return };
        let address = self.address(url);
        let [media_type, length, medium] = ["type", "length", "medium"].map(|name| self.attribute(attributes, name));
        let Some(item) = &mut self.item else { return };
        match meaning {
            Meaning::Enclosure => {
                add(&mut item.links, RawLink { address, rel: Some("enclosure".into()), media_type, length });
            }
            Meaning::Thumbnail => add(&mut item.pictures, RawPicture { address, media_type, certain: true }),
            _ => {
                let certain = medium.as_deref() == Some("image");
                add(&mut item.pictures, RawPicture { address, media_type, certain });
            }
        }
    }
}

fn plain_link(address: RawAddress<'_>) -> RawLink<'_> {
    RawLink { address, rel: None, media_type: None, length: None }
}
