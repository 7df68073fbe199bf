//! An element whose text is a field, however it is written: text, escaped markup, markup.

use std::borrow::Cow;

use super::references::is_illegal;
use super::token::{Tag, local};
use super::vocabulary::Field;

/// How an element says that its text is written (Atom 0.3 and 1.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    /// Markup, escaped or as it is.
    Html,
    /// Markup that is said to be escaped: what is not, is markup all the same, and what is, is no text even then.
    EscapedHtml,
    /// Markup as it is.
    Xhtml,
    Base64 {
        html: bool,
    },
    /// Pictures and the like, or a text that stands somewhere else.
    Unreadable,
}

impl Form {
    /// By the element's `type`, `mode` and `src`; RSS has none of them, and its texts are HTML unless they are titles.
    pub(super) fn of(
        field: Field,
        media_type: Option<&str>,
        mode: Option<&str>,
        src: Option<&str>,
        atom: bool,
    ) -> Self {
        let media_type = media_type.map(|media_type| media_type.trim().to_ascii_lowercase());
        let media_type = media_type.as_deref().unwrap_or_default().split(';').next().unwrap_or_default();
        let html = match media_type {
            "html" | "text/html" | "xhtml" | "application/xhtml+xml" => true,
            "" => !atom && matches!(field, Field::Summary | Field::Content),
            _ => false,
        };
        match (media_type, mode) {
            _ if src.is_some() && field == Field::Content => Self::Unreadable,
            (_, Some("base64")) => Self::Base64 { html },
            ("xhtml", _) | ("application/xhtml+xml", None | Some("xml")) => Self::Xhtml,
            (_, mode) if html && !media_type.is_empty() && mode != Some("xml") => Self::EscapedHtml,
            _ if html => Self::Html,
            ("" | "text", _) => Self::Text,
            (other, _) if other.starts_with("text/") => Self::Text,
            (other, _) if other.ends_with("xml") && field == Field::Content => Self::Unreadable,
            (other, mode) if !other.contains('/') || mode.is_some() => Self::Text,
            // RFC 4287, 4.1.3.3: of any other type, it is Base64.
            _ => Self::Base64 { html: true },
        }
    }
}

/// What was read of the open element so far.
pub(super) struct Capture<'a> {
    pub(super) field: Field,
    pub(super) weak: bool,
    /// The element's name as written.
    pub(super) name: &'a str,
    /// Elements of that name that are open within it.
    pub(super) depth: usize,
    form: Form,
    /// Before the first markup.
    pieces: Vec<Piece<'a>>,
    /// Everything, once there is markup.
    markup: Option<String>,
    /// Within the child that is meant (an author's `name`), or behind it.
    child: Option<bool>,
}

enum Piece<'a> {
    Text(Cow<'a, str>),
    CData(&'a str),
}

impl<'a> Capture<'a> {
    pub(super) fn new(field: Field, weak: bool, name: &'a str, form: Form) -> Self {
        let markup = (form == Form::Xhtml).then(String::new);
        Self { field, weak, name, depth: 0, form, pieces: Vec::new(), markup, child: None }
    }

    pub(super) fn text(&mut self, text: Cow<'a, str>) {
        match &mut self.markup {
            _ if self.child == Some(false) => {}
            Some(markup) if self.form == Form::EscapedHtml => markup.push_str(&text),
            Some(markup) => escape(&text, markup),
            None => self.pieces.push(Piece::Text(text)),
        }
    }

    pub(super) fn cdata(&mut self, text: &'a str) {
        match &mut self.markup {
            _ if self.child == Some(false) => {}
            Some(markup) => markup.push_str(text),
            None => self.pieces.push(Piece::CData(text)),
        }
    }

    pub(super) fn start(&mut self, tag: Tag<'a>) {
        let name = local(tag.name);
        if let Some(meant) = self.meant_child() {
            if name.eq_ignore_ascii_case(meant) {
                self.pieces.clear();
                self.child = Some(true);
            } else if self.child.is_none() {
                self.child = Some(false);
            }
        } else if self.may_hold_markup() {
            let markup = self.markup();
            for piece in ["<", name, tag.attributes, ">"] {
                markup.push_str(piece);
            }
            if tag.empty && !is_void(name) {
                end_tag(name, markup);
            }
        }
    }

    pub(super) fn end(&mut self, name: &'a str) {
        if self.meant_child().is_some() {
            self.child = self.child.map(|_| false);
        } else if let Some(markup) = &mut self.markup
            && !is_void(local(name))
        {
            end_tag(local(name), markup);
        }
    }

    fn meant_child(&self) -> Option<&'static str> {
        match self.field {
            Field::Author => Some("name"),
            Field::Picture => Some("url"),
            _ => None,
        }
    }

    fn may_hold_markup(&self) -> bool {
        matches!(self.field, Field::Title | Field::Summary | Field::Content)
    }

    /// From here on, text is markup's text.
    fn markup(&mut self) -> &mut String {
        let (form, pieces) = (self.form, std::mem::take(&mut self.pieces));
        self.markup.get_or_insert_with(|| {
            let mut markup = String::new();
            for piece in pieces {
                match piece {
                    Piece::Text(text) if form == Form::EscapedHtml => markup.push_str(&text),
                    Piece::Text(text) => escape(&text, &mut markup),
                    Piece::CData(text) => markup.push_str(text),
                }
            }
            markup
        })
    }

    /// The field's text, and whether it is HTML; none where it cannot be read.
    pub(super) fn finish(self) -> Option<(Cow<'a, str>, bool)> {
        let is_markup = self.markup.is_some();
        let text = legal(self.markup.map_or_else(|| joined(self.pieces), Cow::Owned));
        match self.form {
            Form::Text => Some((text, is_markup)),
            Form::Html | Form::EscapedHtml => Some((text, true)),
            Form::Xhtml => {
                let inner = within_div(&text).map(str::to_owned);
                Some((inner.map_or(text, Cow::Owned), true))
            }
            Form::Base64 { html } => {
                let encoded: String = text.split_whitespace().collect();
                match data_encoding::BASE64.decode(encoded.as_bytes()) {
                    Ok(bytes) => match String::from_utf8(bytes) {
                        Ok(decoded) => Some((legal(Cow::Owned(decoded)), html)),
                        Err(_) if self.field == Field::Content => None,
                        // Titles of four letters are valid Base64.
                        Err(_) => Some((text, html)),
                    },
                    // It says so and isn't.
                    Err(_) => Some((text, html)),
                }
            }
            Form::Unreadable => None,
        }
    }
}

fn joined(pieces: Vec<Piece<'_>>) -> Cow<'_, str> {
    let mut pieces = pieces.into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::CData(text) => Cow::Borrowed(text),
    });
    let mut text = pieces.next().unwrap_or_default();
    for piece in pieces {
        text += piece;
    }
    text
}

/// Without the characters that XML doesn't allow.
fn legal(text: Cow<'_, str>) -> Cow<'_, str> {
    // In UTF-8, U+FFFE and U+FFFF begin with EF.
    let suspicious = |byte: u8| byte == 0xef || (byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r'));
    if text.bytes().any(suspicious) && text.contains(is_illegal) {
        return Cow::Owned(text.replace(is_illegal, ""));
    }
    text
}

fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'&' | b'<' | b'>')) {
        out.push_str(&rest[..at]);
        out.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            _ => "&gt;",
        });
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
}

fn end_tag(name: &str, out: &mut String) {
    for piece in ["</", name, ">"] {
        out.push_str(piece);
    }
}

/// RFC 4287 has XHTML stand in one `div` that is no part of it: what is in that.
fn within_div(xhtml: &str) -> Option<&str> {
    let inner = xhtml.trim().strip_prefix("<div")?.strip_suffix("</div>")?;
    if !inner.starts_with(|c: char| c.is_whitespace() || c == '>') {
        return None;
    }
    let (_, inner) = inner.split_once('>')?;
    let mut depth = 0_usize;
    for (at, _) in inner.match_indices("div") {
        if inner[..at].ends_with("</") {
            depth = depth.checked_sub(1)?;
        } else if inner[..at].ends_with('<') {
            depth += 1;
        }
    }
    Some(inner)
}

/// Elements of HTML that have no end tag.
fn is_void(name: &str) -> bool {
    ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"].contains(&name)
}
