//! One pass over the tokens with a stack of what is open. Tags that don't match cost no more than what is between them;
//! what is foreign, odd or deep is passed over.

use std::borrow::Cow;

use url::Url;

use super::capture::{Capture, Form};
use super::references::References;
use super::scope::{Mark, Scope};
use super::token::{Tag, Token, Tokens, attributes, local};
use super::vocabulary::{Field, Hint, Meaning, Space, encloses_text, ends_text, meaning};
use super::{MOST_NESTED, Refusal};
use crate::read::Dialect;
use crate::read::feed::raw::{
    MOST_ITEMS, RawAddress, RawDate, RawFeed, RawId, RawItem, RawLink, RawPicture, RawText, add, is_blank, put,
};

pub(super) struct Reader<'a> {
    references: References,
    scope: Scope<'a>,
    /// None before the root.
    feed: Option<RawFeed<'a>>,
    open: Vec<Open<'a>>,
    capture: Option<Capturing<'a>>,
    item: Option<RawItem<'a>>,
}

struct Open<'a> {
    /// As written.
    name: &'a str,
    kind: Kind,
    /// What was declared before it.
    before: Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Container,
    Item,
    /// Neither it nor what is in it is read.
    Skipped,
}

/// A text that is being read, and what its element says about it.
struct Capturing<'a> {
    capture: Capture<'a>,
    base: Option<std::rc::Rc<Url>>,
    language: Option<Cow<'a, str>>,
    attributes: &'a str,
}

impl<'a> Reader<'a> {
    pub(super) fn new(url: &Url) -> Self {
        Self {
            references: References::default(),
            scope: Scope::new(url),
            feed: None,
            open: Vec::new(),
            capture: None,
            item: None,
        }
    }

    pub(super) fn read(mut self, text: &'a str) -> Result<RawFeed<'a>, Refusal> {
        let mut closed = false;
        for token in Tokens::new(text) {
            match token {
                Token::Doctype(doctype) => self.references.declare(doctype),
                Token::Text(text) => {
                    if let Some(capturing) = &mut self.capture {
                        capturing.capture.text(self.references.resolve(text));
                    }
                }
                Token::CData(text) => {
                    if let Some(capturing) = &mut self.capture {
                        capturing.capture.cdata(text);
                    }
                }
                Token::Start(tag) => self.start(tag)?,
                Token::End { name } => {
                    self.end(name);
                    closed |= encloses_text(&lower(local(name)));
                }
            }
        }
        // An item that the end cuts off isn't whole: the next poll has it.
        let feed = self.feed.ok_or(Refusal::BreaksOff)?;
        if feed.items.is_empty() && !closed { Err(Refusal::BreaksOff) } else { Ok(feed) }
    }

    fn start(&mut self, tag: Tag<'a>) -> Result<(), Refusal> {
        let name = lower(local(tag.name));
        if let Some(Capturing { capture, .. }) = &mut self.capture {
            if !ends_text(capture.field, &name) || capture.name.eq_ignore_ascii_case(tag.name) {
                if !tag.empty && capture.name.eq_ignore_ascii_case(tag.name) {
                    capture.depth += 1;
                }
                capture.start(tag);
                return Ok(());
            }
            self.finish_capture();
        }
        let is_root = self.feed.is_none();
        if is_root {
            self.feed = match &*name {
                "rss" | "rdf" | "channel" => Some(RawFeed::of(Dialect::Rss)),
                "feed" | "entry" => Some(RawFeed::of(Dialect::Atom)),
                _ => return Ok(()),
            };
        }
        let mut before = self.scope.mark();
        self.scope.declare(tag.attributes, is_root, &mut self.references);
        if self.scope.has_too_many_namespaces() {
            return Err(Refusal::Namespaces);
        }
        let (mut meaning, weak) = meaning(self.scope.space(tag.name), &name, self.item.is_some());
        if is_root && meaning == Meaning::Nothing {
            meaning = Meaning::Container;
        }
        if meaning == Meaning::Item {
            // An item that was in another has closed that one.
            if let Some(at) = self.open.iter().position(|open| open.kind == Kind::Item) {
                self.close_from(at);
                before = self.scope.mark();
                self.scope.declare(tag.attributes, is_root, &mut self.references);
            }
            self.begin_item(tag.attributes);
        } else if !is_root && self.open.last().is_none_or(|open| open.kind == Kind::Skipped) {
            // Behind the root's end, items are all that is worth reading.
            meaning = Meaning::Nothing;
        }
        let kind = match meaning {
            Meaning::Item => Kind::Item,
            Meaning::Container => {
                self.describe_feed(&name, tag.attributes);
                Kind::Container
            }
            Meaning::Text(field) => {
                self.begin_text(field, weak, tag);
                if tag.empty {
                    self.finish_capture();
                }
                self.scope.back_to(before);
                return Ok(());
            }
            Meaning::Link if self.link(tag) => {
                self.scope.back_to(before);
                return Ok(());
            }
            Meaning::Link => Kind::Container,
            Meaning::Enclosure | Meaning::MediaContent | Meaning::Thumbnail => {
                self.medium(meaning, tag.attributes);
                Kind::Container
            }
            Meaning::Nothing => Kind::Skipped,
        };
        if tag.empty {
            if kind == Kind::Item {
                self.end_item();
            }
            self.scope.back_to(before);
            return Ok(());
        }
        self.open.push(Open { name: tag.name, kind, before });
        if self.open.len() > MOST_NESTED { Err(Refusal::Depth) } else { Ok(()) }
    }

    fn end(&mut self, name: &'a str) {
        let encloses = encloses_text(&lower(local(name)));
        if let Some(Capturing { capture, .. }) = &mut self.capture {
            if capture.name.eq_ignore_ascii_case(name) {
                if capture.depth > 0 {
                    capture.depth -= 1;
                    capture.end(name);
                } else {
                    self.finish_capture();
                }
                return;
            }
            if !encloses {
                capture.end(name);
                return;
            }
            self.finish_capture();
        }
        for at in (0..self.open.len()).rev() {
            let open = &self.open[at];
            if open.name.eq_ignore_ascii_case(name) {
                self.close_from(at);
                return;
            }
            // What is closed within an item was begun in it.
            if open.kind == Kind::Item && !encloses {
                return;
            }
        }
    }

    /// Closes the open element of that number and all in it.
    fn close_from(&mut self, at: usize) {
        if self.open[at..].iter().any(|open| open.kind == Kind::Item) {
            self.end_item();
        }
        self.scope.back_to(self.open[at].before);
        self.open.truncate(at);
    }

    // ---- what elements say ----

    fn attribute(&mut self, text: &'a str, wanted: &str) -> Option<Cow<'a, str>> {
        let (_, value) = attributes(text).find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(self.references.resolve(value))
    }

    fn address(&self, text: Cow<'a, str>) -> RawAddress<'a> {
        RawAddress { text, base: self.scope.base() }
    }

    fn begin_item(&mut self, attributes: &'a str) {
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

    fn end_item(&mut self) {
        if let (Some(item), Some(feed)) = (self.item.take(), &mut self.feed)
            && feed.items.len() < MOST_ITEMS
        {
            feed.items.push(item);
        }
    }

    /// What the attributes of the elements around the items say of the feed.
    fn describe_feed(&mut self, name: &str, attributes: &'a str) {
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

    fn begin_text(&mut self, field: Field, weak: bool, tag: Tag<'a>) {
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
            attributes: tag.attributes,
        });
    }

    fn finish_capture(&mut self) {
        let Some(Capturing { capture, base, language, attributes }) = self.capture.take() else { return };
        let (field, weak) = (capture.field, capture.weak);
        let Some((text, html)) = capture.finish() else { return };
        let Some(feed) = &mut self.feed else { return };
        let said = |text| RawText { text, html, base: base.clone(), language: language.clone(), weak };
        let address = |text| RawAddress { text, base: base.clone() };
        let Some(item) = &mut self.item else {
            match field {
                Field::Title => put(&mut feed.title, said(text)),
                Field::Language => {
                    feed.language.get_or_insert(text);
                }
                // Atom's items inherit it; RSS's don't.
                Field::Author if feed.dialect == Dialect::Atom => add(&mut feed.authors, text),
                Field::Published | Field::Updated => add(&mut feed.dates, text),
                Field::Hint(Hint::Ttl) => feed.hints.ttl = Some(text),
                Field::Hint(Hint::Period) => feed.hints.period = Some(text),
                Field::Hint(Hint::Frequency) => feed.hints.frequency = Some(text),
                Field::Hint(Hint::Hour) => add(&mut feed.hints.hours, text),
                Field::Hint(Hint::Day) => add(&mut feed.hints.days, text),
                Field::Link => add(&mut feed.links, plain_link(address(text))),
                _ => {}
            }
            return;
        };
        if is_blank(&text) {
            return;
        }
        match field {
            Field::Title => put(&mut item.title, said(text)),
            Field::Summary => item.summarise(said(text)),
            Field::Content => put(&mut item.content, said(text)),
            Field::Id => {
                let is_link = !super::token::attributes(attributes)
                    .any(|(name, value)| name.eq_ignore_ascii_case("isPermaLink") && value.trim() == "false");
                item.identify(RawId { address: address(text), is_link, weak });
            }
            Field::Published | Field::Updated => {
                add(&mut item.dates, RawDate { text, updated: field == Field::Updated, weak });
            }
            Field::Author if weak => {
                item.weak_author.get_or_insert(text);
            }
            Field::Author => add(&mut item.authors, text),
            Field::Picture => {
                add(&mut item.pictures, RawPicture { address: address(text), media_type: None, certain: true });
            }
            Field::Language => {
                item.language.get_or_insert(text);
            }
            Field::Link => {
                let link = plain_link(address(text));
                let rel = self.attribute(attributes, "rel");
                if let Some(item) = &mut self.item {
                    add(&mut item.links, RawLink { rel, ..link });
                }
            }
            Field::Hint(_) => {}
        }
    }

    /// RSS's links are texts, Atom's attributes, whichever stands in whose feed. Whether the element was dealt with.
    fn link(&mut self, tag: Tag<'a>) -> bool {
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

    fn add_link(&mut self, link: RawLink<'a>) {
        match (&mut self.item, &mut self.feed) {
            (Some(item), _) => add(&mut item.links, link),
            (None, Some(feed)) => add(&mut feed.links, link),
            (None, None) => {}
        }
    }

    fn medium(&mut self, meaning: Meaning, attributes: &'a str) {
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

/// Names are written in lower case, nearly always.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(name.to_ascii_lowercase());
    }
    Cow::Borrowed(name)
}
