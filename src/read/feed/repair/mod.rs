//! Text that means to be RSS, RDF or Atom of any version → Atom 1.0 that says the same, as far as we read it.
//!
//! One pass over the tokens with a stack of what is open. Only what we read is written again: what is foreign, odd or
//! deep never gets to feed-rs, nor do the things that it fails on. What is written is flat: a feed with its title, links
//! and entries, and entries with their fields, all text.

mod capture;
#[cfg(test)]
mod laws;
mod references;
mod token;
mod vocabulary;
mod write;

use capture::{Capture, Form, local};
use token::attributes;
use url::Url;
use vocabulary::{Field, Meaning, Space, encloses_text, ends_text, meaning};
use write::Writer;

use crate::read::Dialect;

pub(in crate::read) use references::References;
pub(in crate::read) use token::{Token, Tokens};

/// Elements open at a time.
pub(super) const MOST_NESTED: usize = 500;
/// Namespaces declared by the elements that are open at a time. Rich podcasts' feeds declare twenty.
const MOST_NAMESPACES: usize = 500;
/// More entries are not read; feeds have the newest first.
const MOST_ENTRIES: usize = 10_000;
/// A longer address that others are relative to is none.
const LONGEST_BASE: usize = 2048;

/// A feed that feed-rs can read.
#[derive(Debug)]
pub(super) struct Repaired {
    /// Atom 1.0; in front of the entries also RSS's hints to those who poll.
    pub(super) text: String,
    /// What it was.
    pub(super) dialect: Dialect,
}

/// Why a feed isn't worth mending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Depth,
    Namespaces,
    /// It ends before its first entry does.
    BreaksOff,
}

/// `url` is the document's own; addresses below an `xml:base` are resolved against both.
pub(super) fn repair(text: &str, url: &Url) -> Result<Repaired, Refusal> {
    let mut repair = Repair {
        out: Writer::new(text.len()),
        references: References::default(),
        dialect: None,
        open: Vec::new(),
        namespaces: Vec::new(),
        bases: vec![url.clone()],
        capture: None,
        item: None,
        entries: 0,
    };
    let mut closed = false;
    for token in Tokens::new(text) {
        repair.token(token)?;
        closed |= matches!(token, Token::End { name } if encloses_text(&local(name).to_ascii_lowercase()));
    }
    repair.end_of_document();
    if repair.entries == 0 && !closed {
        return Err(Refusal::BreaksOff);
    }
    Ok(Repaired { text: repair.out.finish(), dialect: repair.dialect.unwrap_or(Dialect::Rss) })
}

struct Repair<'a> {
    out: Writer,
    references: References,
    /// None before the root.
    dialect: Option<Dialect>,
    open: Vec<Open<'a>>,
    /// Prefixes and what they mean, of all open elements.
    namespaces: Vec<(&'a str, Space)>,
    /// The document's address, and the `xml:base` of open elements.
    bases: Vec<Url>,
    capture: Option<Capture<'a>>,
    item: Option<Item>,
    entries: usize,
}

struct Open<'a> {
    /// As written.
    name: &'a str,
    kind: Kind,
    /// How many namespaces and bases there were before it.
    namespaces: usize,
    bases: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Container,
    Item,
    /// Neither it nor what is in it is read.
    Skipped,
}

/// The entry that is being written.
#[derive(Default)]
struct Item {
    /// Where it begins in what was written.
    start: usize,
    /// Fields that were written, so that weaker ones give way.
    has: Vec<Field>,
}

impl<'a> Repair<'a> {
    fn token(&mut self, token: Token<'a>) -> Result<(), Refusal> {
        match token {
            Token::Doctype(doctype) => self.references.declare(doctype),
            Token::Text(text) => {
                if let Some(capture) = &mut self.capture {
                    capture.text(self.references.resolve(text));
                }
            }
            Token::CData(text) => {
                if let Some(capture) = &mut self.capture {
                    capture.cdata(text);
                }
            }
            Token::Start { name, attributes, empty } => return self.start(name, attributes, empty),
            Token::End { name } => self.end(name),
        }
        Ok(())
    }

    fn start(&mut self, name: &'a str, attributes: &'a str, empty: bool) -> Result<(), Refusal> {
        let lower = local(name).to_ascii_lowercase();
        if let Some(capture) = &mut self.capture {
            if !ends_text(capture.field, &lower) || capture.name.eq_ignore_ascii_case(name) {
                if !empty && capture.name.eq_ignore_ascii_case(name) {
                    capture.depth += 1;
                }
                capture.start(name, attributes, empty);
                return Ok(());
            }
            self.finish_capture();
        }
        let is_root = self.dialect.is_none();
        if is_root {
            self.dialect = match lower.as_str() {
                "rss" | "rdf" | "channel" => Some(Dialect::Rss),
                "feed" | "entry" => Some(Dialect::Atom),
                _ => return Ok(()),
            };
        }
        let opened = Open { name, kind: Kind::Container, namespaces: self.namespaces.len(), bases: self.bases.len() };
        self.declare(attributes, is_root);
        if self.namespaces.len() > MOST_NAMESPACES {
            return Err(Refusal::Namespaces);
        }
        let space = self.space(name);
        let (mut meaning, weak) = meaning(space, &lower, self.item.is_some());
        if is_root && meaning == Meaning::Nothing {
            meaning = Meaning::Container;
        }
        if meaning == Meaning::Item {
            self.begin_item(attributes);
        } else if !is_root && self.open.last().is_none_or(|open| open.kind == Kind::Skipped) {
            // Behind the root's end, entries are all that is worth reading.
            meaning = Meaning::Nothing;
        }
        let kind = match meaning {
            Meaning::Item => Kind::Item,
            Meaning::Container => Kind::Container,
            Meaning::Text(field) => {
                self.begin_text(field, weak, name, attributes);
                if empty {
                    self.finish_capture();
                }
                self.close(opened.namespaces, opened.bases);
                return Ok(());
            }
            Meaning::Link => {
                self.link(name, attributes, empty);
                self.close(opened.namespaces, opened.bases);
                return Ok(());
            }
            Meaning::Enclosure | Meaning::MediaContent | Meaning::Thumbnail => {
                self.medium(meaning, attributes);
                Kind::Container
            }
            Meaning::Nothing => Kind::Skipped,
        };
        if empty {
            if kind == Kind::Item {
                self.end_item();
            }
            self.close(opened.namespaces, opened.bases);
            return Ok(());
        }
        // An item that was in another has closed that one.
        let (namespaces, bases) = (opened.namespaces.min(self.namespaces.len()), opened.bases.min(self.bases.len()));
        self.open.push(Open { kind, namespaces, bases, ..opened });
        if self.open.len() > MOST_NESTED {
            return Err(Refusal::Depth);
        }
        Ok(())
    }

    /// Takes note of the element's namespaces and base.
    fn declare(&mut self, text: &'a str, is_root: bool) {
        // Nearly all elements declare nothing.
        if !text.contains("xml") {
            return;
        }
        for (name, value) in attributes(text).take(MOST_NAMESPACES + 1) {
            if let Some(prefix) = name.strip_prefix("xmlns") {
                let space = Space::of(value);
                // A feed's own namespace that nobody knows is a feed's own all the same.
                let space = if is_root && prefix.is_empty() && space == Space::Foreign { Space::Feed } else { space };
                self.namespaces.push((prefix.trim_start_matches(':'), space));
            } else if name == "xml:base" && value.len() <= LONGEST_BASE {
                let value = self.references.resolve(value);
                let base = self.bases.last().and_then(|base| base.join(value.trim()).ok());
                self.bases.extend(base.filter(|base| base.as_str().len() <= 2 * LONGEST_BASE));
            }
        }
    }

    fn space(&self, name: &str) -> Space {
        let prefix = name.split_once(':').map_or("", |(prefix, _)| prefix);
        let declared = self.namespaces.iter().rev().find(|(known, _)| *known == prefix);
        declared.map_or_else(|| Space::well_known(prefix), |(_, space)| *space)
    }

    fn attribute(&mut self, text: &str, wanted: &str) -> Option<String> {
        let (_, value) = attributes(text).find(|(name, _)| name.eq_ignore_ascii_case(wanted))?;
        Some(self.references.resolve(value).into_owned())
    }

    /// The `xml:base` that is in force.
    fn base(&self) -> Option<&Url> {
        self.bases.last().filter(|_| self.bases.len() > 1)
    }

    fn begin_item(&mut self, attributes: &str) {
        if let Some(at) = self.open.iter().position(|open| open.kind == Kind::Item) {
            self.close_from(at);
        }
        self.item = Some(Item { start: self.out.len(), has: Vec::new() });
        self.out.tag("<entry>");
        if let Some(about) = self.attribute(attributes, "rdf:about").filter(|about| !about.trim().is_empty()) {
            self.out.element("id", &[], about.trim());
        }
    }

    fn end_item(&mut self) {
        let Some(item) = self.item.take() else { return };
        if self.entries == MOST_ENTRIES {
            self.out.truncate(item.start);
            return;
        }
        self.entries += 1;
        self.out.tag("</entry>");
    }

    fn begin_text(&mut self, field: Field, weak: bool, name: &'a str, attributes: &'a str) {
        let may_be_typed = matches!(field, Field::Title | Field::Summary | Field::Content);
        let form = if may_be_typed {
            let media_type = self.attribute(attributes, "type");
            let mode = self.attribute(attributes, "mode");
            let src = self.attribute(attributes, "src");
            let atom = self.dialect == Some(Dialect::Atom);
            let form = Form::of(field, media_type.as_deref(), mode.as_deref(), src.as_deref(), atom);
            // XHTML's own elements are markup.
            if self.space(name) == Space::Xhtml { Form::Xhtml } else { form }
        } else {
            Form::Text
        };
        let base = self.base().cloned();
        self.capture = Some(Capture::new(field, weak, name, form, base));
    }

    fn finish_capture(&mut self) {
        let Some(capture) = self.capture.take() else { return };
        let (field, weak) = (capture.field, capture.weak);
        let base = capture.base.clone();
        let Some((text, html)) = capture.finish() else { return };
        let Some(item) = &mut self.item else {
            self.of_feed(field, &text, html, base.as_ref());
            return;
        };
        if matches!(field, Field::Hint(_)) {
            return;
        }
        let is_empty = text.trim().is_empty();
        if field != Field::Link {
            if (weak || is_empty) && item.has.contains(&field) {
                return;
            }
            if !is_empty && !item.has.contains(&field) {
                item.has.push(field);
            }
        }
        self.write(field, &text, html, base.as_ref());
    }

    fn of_feed(&mut self, field: Field, text: &str, html: bool, base: Option<&Url>) {
        let atom = self.dialect == Some(Dialect::Atom);
        match field {
            Field::Hint(_) | Field::Title | Field::Link => self.write(field, text, html, base),
            // Atom's entries inherit it; RSS's don't.
            Field::Author if atom => self.write(field, text, html, base),
            _ => {}
        }
    }

    fn write(&mut self, field: Field, text: &str, html: bool, base: Option<&Url>) {
        let media_type = Some(if html { "html" } else { "text" });
        match field {
            Field::Title => self.out.element("title", &[("type", media_type)], text),
            Field::Summary => self.out.element("summary", &[("type", media_type)], text),
            Field::Content => {
                self.out.element("content", &[("type", media_type), ("xml:base", base.map(Url::as_str))], text);
            }
            Field::Id => self.out.element("id", &[], text),
            Field::Published => self.out.element("published", &[], text.trim()),
            Field::Updated => self.out.element("updated", &[], text.trim()),
            Field::Author => {
                let name = without_mail(text);
                if !name.trim().is_empty() {
                    self.out.tag("<author>");
                    self.out.element("name", &[], name.trim());
                    self.out.tag("</author>");
                }
            }
            Field::Link => {
                if !text.trim().is_empty() {
                    self.out.element("link", &[("href", Some(&absolute(text, base)))], "");
                }
            }
            Field::Hint(name) => self.out.element(name, &[], text.trim()),
        }
    }

    /// RSS's links are texts, Atom's attributes, whichever stands in whose feed.
    fn link(&mut self, name: &'a str, attributes: &'a str, empty: bool) {
        let Some(href) = self.attribute(attributes, "href") else {
            if !empty {
                self.begin_text(Field::Link, false, name, attributes);
            }
            return;
        };
        let rel = self.attribute(attributes, "rel");
        let rel = rel.as_deref().map(|rel| rel.trim().trim_start_matches("http://www.iana.org/assignments/relation/"));
        let media_type = self.attribute(attributes, "type");
        let href = absolute(&href, self.base());
        self.out.element("link", &[("rel", rel), ("type", media_type.as_deref()), ("href", Some(&href))], "");
        if !empty {
            self.open.push(Open {
                name,
                kind: Kind::Container,
                namespaces: self.namespaces.len(),
                bases: self.bases.len(),
            });
        }
    }

    fn medium(&mut self, meaning: Meaning, attributes: &str) {
        let url = self.attribute(attributes, "url").or_else(|| self.attribute(attributes, "href"));
        let Some(url) = url.filter(|url| !url.trim().is_empty()) else { return };
        let url = absolute(&url, self.base());
        let media_type = self.attribute(attributes, "type");
        let media_type = media_type.as_deref();
        match meaning {
            Meaning::Enclosure => {
                self.out.element("link", &[("rel", Some("enclosure")), ("type", media_type), ("href", Some(&url))], "");
            }
            // feed-rs forgets thumbnails of nothing else.
            Meaning::Thumbnail => {
                let attributes = [("rel", Some("enclosure")), ("type", Some("image/*")), ("href", Some(url.as_str()))];
                self.out.element("link", &attributes, "");
            }
            _ => self.out.element("media:content", &[("url", Some(&url)), ("type", media_type)], ""),
        }
    }

    fn end(&mut self, name: &'a str) {
        let lower = local(name).to_ascii_lowercase();
        if let Some(capture) = &mut self.capture {
            if capture.name.eq_ignore_ascii_case(name) {
                if capture.depth > 0 {
                    capture.depth -= 1;
                    capture.end(name);
                } else {
                    self.finish_capture();
                }
                return;
            }
            if !encloses_text(&lower) {
                capture.end(name);
                return;
            }
            self.finish_capture();
        }
        let encloses = encloses_text(&lower);
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
        let (namespaces, bases) = (self.open[at].namespaces, self.open[at].bases);
        self.open.truncate(at);
        self.close(namespaces, bases);
    }

    fn close(&mut self, namespaces: usize, bases: usize) {
        self.namespaces.truncate(namespaces);
        self.bases.truncate(bases);
    }

    /// An entry that the end cuts off isn't whole: the next poll has it.
    fn end_of_document(&mut self) {
        self.capture = None;
        if let Some(item) = self.item.take() {
            self.out.truncate(item.start);
        }
    }
}

fn absolute(address: &str, base: Option<&Url>) -> String {
    let address = address.trim();
    base.and_then(|base| base.join(address).ok()).map_or_else(|| address.to_owned(), Into::into)
}

/// An author without addresses for mail, which are nobody's business and make feed-rs panic.
fn without_mail(text: &str) -> String {
    if !text.contains('@') {
        return text.to_owned();
    }
    let is_address = |c: char| c.is_ascii_alphanumeric() || "._%+-@".contains(c);
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        let start = rest[..at].rfind(|c: char| !is_address(c)).map_or(0, |at| rest.ceil_char_boundary(at + 1));
        let end = rest[at..].find(|c: char| !is_address(c)).map_or(rest.len(), |end| at + end);
        out.push_str(rest[..start].trim_end_matches("mailto:"));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.replace("<>", "").replace("()", "")
}
