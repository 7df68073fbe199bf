//! Text that means to be XML → tokens. Whatever the text, every step moves forward, so the time is linear.

/// A piece of the document; comments and processing instructions are passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum Token<'a> {
    Start(Tag<'a>),
    /// `</name>`
    End {
        name: &'a str,
    },
    /// With its references.
    Text(&'a str),
    /// What stands between `<![CDATA[` and `]]>`.
    CData(&'a str),
    /// What stands between `<!DOCTYPE` and its `>`.
    Doctype(&'a str),
}

/// `<name attributes>`, or with `empty` `<name attributes/>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) struct Tag<'a> {
    pub(in crate::read) name: &'a str,
    /// As written, with the white space in front of them.
    pub(in crate::read) attributes: &'a str,
    pub(in crate::read) empty: bool,
}

pub(in crate::read) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Ends that were looked for in vain; there is none further on either.
    missing: Vec<&'static str>,
}

impl<'a> Tokens<'a> {
    pub(in crate::read) fn new(text: &'a str) -> Self {
        Self { text, at: 0, missing: Vec::new() }
    }

    /// Where `end` stands, counted from `from`.
    fn find(&mut self, from: usize, end: &'static str) -> Option<usize> {
        if self.missing.contains(&end) {
            return None;
        }
        let found = self.text[from..].find(end);
        if found.is_none() {
            self.missing.push(end);
        }
        found.map(|at| from + at)
    }

    /// The text up to `end`, and on behind it; without it, up to the next tag.
    fn upto(&mut self, start: usize, end: &'static str) -> &'a str {
        if let Some(at) = self.find(start, end) {
            self.at = at + end.len();
            return &self.text[start..at];
        }
        let stop = self.text[start..].find("</").map_or(self.text.len(), |at| start + at);
        self.at = stop;
        &self.text[start..stop]
    }

    fn end_tag(&mut self) -> Token<'a> {
        let start = self.at + 2;
        let stop = self.text[start..].find(['<', '>']).map_or(self.text.len(), |at| start + at);
        self.at = stop + usize::from(self.text[stop..].starts_with('>'));
        let name = self.text[start..stop].split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        Token::End { name }
    }

    /// None where the document ends within the tag.
    fn start_tag(&mut self) -> Option<Token<'a>> {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let is_end = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<');
        let name_end = bytes[start..].iter().position(|byte| is_end(*byte)).map_or(bytes.len(), |at| start + at);
        let mut at = name_end;
        let mut after_equals = false;
        let stop = loop {
            match *bytes.get(at)? {
                b'>' => {
                    self.at = at + 1;
                    break at;
                }
                // The tag was never closed.
                b'<' => {
                    self.at = at;
                    break at;
                }
                quote @ (b'"' | b'\'') if after_equals => {
                    after_equals = false;
                    at = self.value_end(at + 1, if quote == b'"' { "\"" } else { "'" })?;
                }
                byte => {
                    after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
                    at += 1;
                }
            }
        };
        let attributes = &self.text[name_end..stop];
        let empty = attributes.ends_with('/');
        let attributes = attributes.trim_end_matches('/');
        Some(Token::Start(Tag { name: &self.text[start..name_end], attributes, empty }))
    }

    /// Where reading goes on after a value: behind its closing quote. Where that is forgotten, the next quote is another
    /// tag's, and the tag ends at its `>`.
    fn value_end(&mut self, start: usize, quote: &'static str) -> Option<usize> {
        let close = self.find(start, quote);
        let value = &self.text[start..close.unwrap_or(self.text.len())];
        let forgotten = value.find('>').filter(|at| close.is_none() || value[*at..].contains('<'));
        match forgotten {
            Some(at) => Some(start + at),
            None => close.map(|at| at + 1),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = &self.text[self.at..];
            if !rest.starts_with('<') {
                let length = rest.find('<').unwrap_or(rest.len());
                self.at += length;
                return (length > 0).then_some(Token::Text(&rest[..length]));
            }
            let start = self.at;
            match rest[1..].chars().next() {
                Some('/') if rest[2..].starts_with(is_name_start) => return Some(self.end_tag()),
                Some('!') if rest[2..].starts_with("[CDATA[") => {
                    return Some(Token::CData(self.upto(start + "<![CDATA[".len(), "]]>")));
                }
                Some('!') if rest[2..].starts_with("--") => {
                    self.upto(start + 4, "-->");
                }
                Some('!') if rest.get(2..9).is_some_and(|word| word.eq_ignore_ascii_case("doctype")) => {
                    // The subset's `[` is looked for no further than the `>`, where there is one; what is looked through is
                    // passed over then.
                    let end = self.find(start + 9, ">").unwrap_or(start + 9);
                    let subset = self.text[start + 9..end].contains('[') && self.find(start + 9, "]").is_some();
                    let body = self.upto(start + 9, if subset { "]" } else { ">" });
                    if subset {
                        self.upto(self.at, ">");
                    }
                    return Some(Token::Doctype(body));
                }
                Some('!' | '?') => {
                    self.upto(start + 2, ">");
                }
                Some(c) if is_name_start(c) => {
                    let tag = self.start_tag();
                    if tag.is_none() {
                        self.at = self.text.len();
                    }
                    return tag;
                }
                // Meant as itself: "1 < 2".
                _ => {
                    let length = 1 + rest[1..].find('<').unwrap_or(rest.len() - 1);
                    self.at += length;
                    return Some(Token::Text(&rest[..length]));
                }
            }
        }
    }
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '_' | ':')
}

/// The attributes of a tag, in order, their values as written.
pub(in crate::read) fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | '/'));
        if rest.is_empty() {
            return None;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let name = &rest[..end];
        rest = rest[end..].trim_start();
        let Some(value) = rest.strip_prefix('=') else { return Some((name, "")) };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_once(char::is_whitespace).unwrap_or((value, "")),
        };
        rest = after;
        Some((name, value))
    })
}

/// The name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}
