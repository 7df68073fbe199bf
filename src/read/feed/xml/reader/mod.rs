//! One pass over the tokens with a stack of what is open. Tags that don't match cost no more than what is between them;
//! what is foreign, odd or deep is passed over.

mod fields;

use std::borrow::Cow;
use std::rc::Rc;

use url::Url;

use super::capture::Capture;
use super::references::References;
use super::scope::{Mark, Scope};
use super::token::{Tag, Token, Tokens, local};
use super::vocabulary::{Meaning, encloses_text, ends_text, meaning};
use super::{MOST_NESTED, Refusal};
use crate::read::Dialect;
use crate::read::feed::raw::{RawFeed, RawItem};

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
    base: Option<Rc<Url>>,
    language: Option<Cow<'a, str>>,
    tag: Tag<'a>,
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
}

/// Names are written in lower case, nearly always.
fn lower(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Cow::Owned(name.to_ascii_lowercase());
    }
    Cow::Borrowed(name)
}
