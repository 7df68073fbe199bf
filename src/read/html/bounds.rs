//! Bounds on HTML before any parser sees it. A parser's tree may be far larger than the text it came from, and
//! sanitisers and extractors take time that grows with the square of its depth: 200,000 nested `<div>` stop them for
//! minutes. One cheap pass over the tags leaves out what no article needs, so that what follows is linear.

use super::tags::Tags;

/// Elements open at a time; deeper tags are left out, their text stays. The deepest real page seen has 48.
const MOST_NESTED: usize = 150;
/// Unclosed `<b>`, `<font>` … that the parser would open again in every paragraph, each time anew.
const MOST_FORMATTING: usize = 12;
/// Tags of a document. The largest real page seen has 9,000.
const MOST_TAGS: usize = 100_000;
/// Attributes of a tag: the parser compares each with each.
const MOST_ATTRIBUTES: usize = 200;
/// Bytes of a document; the rest is left out.
pub(in crate::read) const MOST_BYTES: usize = 4 * 1024 * 1024;
/// `&` and stray `<` of a document's text; the parser appends each by itself, in time that grows with the text so far.
const MOST_REFERENCES: usize = 50_000;

/// `html` without scripts (JSON-LD stays), styles, comments, drawings and frames, and within the bounds.
pub(in crate::read) fn bounded(html: &str) -> String {
    let html = &html[..html.floor_char_boundary(MOST_BYTES)];
    Pass {
        html,
        out: String::with_capacity(html.len()),
        open: Vec::new(),
        kept: 0,
        formatting: 0,
        tags: 0,
        references: 0,
    }
    .run()
}

struct Open<'a> {
    name: &'a str,
    tags: Tags,
    kept: bool,
}

struct Pass<'a> {
    html: &'a str,
    out: String,
    open: Vec<Open<'a>>,
    /// How many of `open` are kept.
    kept: usize,
    formatting: usize,
    tags: usize,
    references: usize,
}

impl<'a> Pass<'a> {
    fn run(mut self) -> String {
        let html = self.html;
        let mut at = 0;
        // What is searched for in vain once is not there for the rest of the document either.
        let mut missing: Vec<&str> = Vec::new();
        while let Some(next) = html[at..].find('<').map(|offset| at + offset) {
            self.text(&html[at..next]);
            let rest = &html[next + 1..];
            if rest.starts_with("!--") {
                at = html[next..].find("-->").map_or(html.len(), |end| next + end + 3);
                continue;
            }
            // Other things that begin so are text that its writer forgot to escape.
            let declares =
                rest.strip_prefix('!').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphabetic() || c == '['));
            if declares || rest.starts_with('?') {
                let end = rest.find('>').map_or(html.len(), |end| next + 1 + end + 1);
                self.out.push_str(&html[next..end]);
                at = end;
                continue;
            }
            let closing = rest.starts_with('/');
            let name = tag_name(&rest[usize::from(closing)..]);
            if name.is_empty() {
                // Not as it is: what follows may be left out, and what follows that would become a tag.
                self.references += 1;
                if self.references <= MOST_REFERENCES {
                    self.out.push_str("&lt;");
                }
                at = next + 1;
                continue;
            }
            let Some(tag) = Tag::at(html, next) else {
                // The last tag is cut off: whatever it was, it opens nothing.
                at = html.len();
                break;
            };
            at = tag.end;
            if closing {
                self.close(name, &html[next..at]);
                continue;
            }
            let tags = Tags::of(name);
            if tags.is(Tags::RAW) {
                let is = |other: &str| name.eq_ignore_ascii_case(other);
                let end = if missing.iter().any(|name| is(name)) { None } else { end_of(&html[at..], name) };
                let json_ld = is("script") && has_json_ld(&html[next..at]);
                match end {
                    Some((inner, outer)) => {
                        if json_ld || is("title") || is("textarea") {
                            self.out.push_str(&html[next..at + inner]);
                            self.out.push_str("</");
                            self.out.push_str(name);
                            self.out.push('>');
                        }
                        at += outer;
                    }
                    None => missing.push(name),
                }
                continue;
            }
            self.start(name, tags, &html[next..at], tag.attributes);
        }
        self.text(&html[at..]);
        self.out
    }

    fn text(&mut self, text: &str) {
        self.references += text.bytes().filter(|byte| *byte == b'&').count();
        if self.references <= MOST_REFERENCES {
            self.out.push_str(text);
        } else {
            self.out.extend(text.split('&'));
        }
    }

    fn start(&mut self, name: &'a str, tags: Tags, tag: &str, attributes: usize) {
        self.tags += 1;
        if self.tags > MOST_TAGS || attributes > MOST_ATTRIBUTES {
            return;
        }
        if tags.is(Tags::VOID) {
            self.out.push_str(tag);
            return;
        }
        if tags.is(Tags::FORMATTING) {
            if self.formatting >= MOST_FORMATTING {
                return;
            }
            self.formatting += 1;
        }
        self.imply_ends(tags);
        let kept = self.kept < MOST_NESTED;
        if kept {
            self.kept += 1;
            self.out.push_str(tag);
        }
        self.open.push(Open { name, tags, kept });
    }

    fn close(&mut self, name: &str, tag: &str) {
        self.tags += 1;
        let tags = Tags::of(name);
        if tags.is(Tags::FORMATTING) {
            self.formatting = self.formatting.saturating_sub(1);
        }
        // Farther out than this it is no mistake of a page but an attack, and is left unclosed.
        let reach = self.open.len().saturating_sub(2 * MOST_NESTED);
        let fences = if tags.is(Tags::TABLE_PART) { Tags::TABLE } else { Tags::CELL };
        let is_end = |open: &&Open| open.tags.is(fences) || open.name.eq_ignore_ascii_case(name);
        let end = self.open[reach..].iter().rev().position(|open| is_end(&open)).map(|back| self.open.len() - 1 - back);
        // A stray `</p>` or `</br>` makes an element of its own; the others are nothing, and so is `</div>` in a cell for
        // what was opened around the table.
        let Some(found) = end.filter(|at| self.open[*at].name.eq_ignore_ascii_case(name)) else { return };
        let kept = self.open[found].kept;
        self.pop_to(found);
        if kept && self.tags <= MOST_TAGS {
            self.out.push_str(tag);
        }
    }

    fn pop_to(&mut self, length: usize) {
        for open in self.open.drain(length..) {
            self.kept -= usize::from(open.kept);
        }
    }

    /// `<li>` ends the `<li>` before it, and the like; else a list of 200 unclosed items would count as 200 levels.
    fn imply_ends(&mut self, tags: Tags) {
        let Some((ends, within)) = tags.implied_ends() else { return };
        let mut near = self.open.iter().rev().take(2 * MOST_NESTED).enumerate();
        // A fence that is itself of the kind is ended.
        let first = near.find(|(_, open)| open.tags.is(ends) || open.tags.is(within));
        if let Some((back, _)) = first.filter(|(_, open)| open.tags.is(ends)) {
            self.pop_to(self.open.len() - back - 1);
        }
    }
}

fn tag_name(text: &str) -> &str {
    if !text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return "";
    }
    let end = text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/' | '<'));
    &text[..end.unwrap_or(text.len())]
}

fn has_json_ld(tag: &str) -> bool {
    tag.to_ascii_lowercase().contains("ld+json")
}

/// Where the content and the end tag of a raw element end.
fn end_of(text: &str, name: &str) -> Option<(usize, usize)> {
    let mut at = 0;
    while let Some(found) = text[at..].find("</").map(|offset| at + offset) {
        let rest = &text.as_bytes()[found + 2..];
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            let end = text[found..].find('>').map_or(text.len(), |end| found + end + 1);
            return Some((found, end));
        }
        at = found + 2;
    }
    None
}

struct Tag {
    end: usize,
    attributes: usize,
}

impl Tag {
    /// The tag that opens at `start`; quotes may hold `>`.
    fn at(html: &str, start: usize) -> Option<Self> {
        let mut quote = None;
        let mut after_equals = false;
        let mut attributes = 0;
        for (offset, byte) in html.as_bytes()[start..].iter().enumerate() {
            match (quote, byte) {
                (Some(open), byte) => {
                    if open == *byte {
                        quote = None;
                        attributes += 1;
                    }
                }
                (None, b'>') => return Some(Self { end: start + offset + 1, attributes }),
                (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
                (None, b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' | b'/') => attributes += usize::from(!after_equals),
                (None, _) => {}
            }
            if !byte.is_ascii_whitespace() {
                after_equals = *byte == b'=';
            }
        }
        None
    }
}
