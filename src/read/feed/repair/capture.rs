//! An element whose text is a field, however it is written: text, escaped markup, markup.

use std::borrow::Cow;

use url::Url;

use super::vocabulary::Field;
use super::write::escape;

/// How an element says that its text is written (Atom 0.3 and 1.0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    /// Markup, escaped.
    Html,
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

pub(super) struct Capture<'a> {
    pub(super) field: Field,
    pub(super) weak: bool,
    /// The element's name as written.
    pub(super) name: &'a str,
    /// Elements of that name that are open within it.
    pub(super) depth: usize,
    /// The `xml:base` that is in force.
    pub(super) base: Option<Url>,
    form: Form,
    pieces: Vec<Piece<'a>>,
    markup: bool,
    /// Of an author: within its `name`, or behind it.
    person: Option<bool>,
}

enum Piece<'a> {
    Text(Cow<'a, str>),
    /// Markup: of CDATA, or a tag.
    Raw(Cow<'a, str>),
}

impl<'a> Capture<'a> {
    pub(super) fn new(field: Field, weak: bool, name: &'a str, form: Form, base: Option<Url>) -> Self {
        let markup = form == Form::Xhtml;
        Self { field, weak, name, depth: 0, base, form, pieces: Vec::new(), markup, person: None }
    }

    pub(super) fn text(&mut self, text: Cow<'a, str>) {
        if self.person != Some(false) {
            self.pieces.push(Piece::Text(text));
        }
    }

    pub(super) fn cdata(&mut self, text: &'a str) {
        if self.person != Some(false) {
            self.pieces.push(Piece::Raw(Cow::Borrowed(text)));
        }
    }

    pub(super) fn start(&mut self, name: &'a str, attributes: &'a str, empty: bool) {
        let local = local(name);
        if self.field == Field::Author {
            if local.eq_ignore_ascii_case("name") {
                self.pieces.clear();
                self.person = Some(true);
            } else if self.person.is_none() {
                self.person = Some(false);
            }
            return;
        }
        if !matches!(self.field, Field::Title | Field::Summary | Field::Content) {
            return;
        }
        self.markup = true;
        self.pieces.push(Piece::Raw(format!("<{local}{attributes}>").into()));
        if empty && !is_void(local) {
            self.pieces.push(Piece::Raw(format!("</{local}>").into()));
        }
    }

    pub(super) fn end(&mut self, name: &'a str) {
        if self.field == Field::Author {
            self.person = self.person.map(|_| false);
        } else if self.markup && !is_void(local(name)) {
            self.pieces.push(Piece::Raw(format!("</{}>", local(name)).into()));
        }
    }

    /// The field's text, and whether it is HTML; none where it cannot be read.
    pub(super) fn finish(self) -> Option<(String, bool)> {
        let markup = self.markup;
        let length = |piece: &Piece| match piece {
            Piece::Text(text) | Piece::Raw(text) => text.len(),
        };
        let mut text = String::with_capacity(self.pieces.iter().map(length).sum());
        for piece in self.pieces {
            match piece {
                Piece::Text(piece) if markup => escape(&piece, &mut text),
                Piece::Text(piece) | Piece::Raw(piece) => text.push_str(&piece),
            }
        }
        match self.form {
            Form::Text => Some((text, markup)),
            Form::Html => Some((text, true)),
            Form::Xhtml => Some((within_div(&text).to_owned(), true)),
            Form::Base64 { html } => {
                let encoded: String = text.split_whitespace().collect();
                match data_encoding::BASE64.decode(encoded.as_bytes()) {
                    Ok(bytes) => Some((String::from_utf8(bytes).ok()?, html)),
                    // It says so and isn't.
                    Err(_) => Some((text, html)),
                }
            }
            Form::Unreadable => None,
        }
    }
}

/// RFC 4287 has XHTML stand in one `div` that is no part of it.
fn within_div(xhtml: &str) -> &str {
    let trimmed = xhtml.trim();
    let inner = trimmed.strip_prefix("<div").and_then(|rest| rest.strip_suffix("</div>"));
    let Some(inner) = inner.filter(|inner| inner.starts_with(|c: char| c.is_whitespace() || c == '>')) else {
        return xhtml;
    };
    let Some((_, inner)) = inner.split_once('>') else { return xhtml };
    let mut depth = 0_usize;
    for (at, _) in inner.match_indices("div") {
        if inner[..at].ends_with("</") {
            let Some(less) = depth.checked_sub(1) else { return xhtml };
            depth = less;
        } else if inner[..at].ends_with('<') {
            depth += 1;
        }
    }
    inner
}

pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Elements of HTML that have no end tag.
fn is_void(name: &str) -> bool {
    ["area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"].contains(&name)
}
