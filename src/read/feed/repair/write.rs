//! The mended feed, as it grows.

use super::references::is_illegal;

/// What prefixes feed-rs needs; elements without one are Atom's.
const ROOT: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><feed xmlns=\"http://www.w3.org/2005/Atom\" \
    xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\">";

pub(super) struct Writer(String);

impl Writer {
    pub(super) fn new(capacity: usize) -> Self {
        let mut out = String::with_capacity(capacity + ROOT.len());
        out.push_str(ROOT);
        Self(out)
    }

    pub(super) fn finish(mut self) -> String {
        self.0.push_str("</feed>");
        self.0
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Takes back what was written from `length` on.
    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    pub(super) fn tag(&mut self, tag: &str) {
        self.0.push_str(tag);
    }

    /// An element that holds text only; attributes without a value are left out.
    pub(super) fn element(&mut self, name: &str, attributes: &[(&str, Option<&str>)], text: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (key, value) in attributes {
            let Some(value) = value else { continue };
            self.0.push(' ');
            self.0.push_str(key);
            self.0.push_str("=\"");
            escape(value, &mut self.0);
            self.0.push('"');
        }
        self.0.push('>');
        escape(text, &mut self.0);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }
}

/// Appends text so that XML means it by itself; without what XML doesn't allow.
pub(super) fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    let special = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..=0x1f | 0xef);
    while let Some(at) = rest.bytes().position(special) {
        out.push_str(&rest[..at]);
        let c = rest[at..].chars().next().unwrap_or_default();
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_illegal(c) => {}
            c => out.push(c),
        }
        rest = &rest[at + c.len_utf8()..];
    }
    out.push_str(rest);
}
