//! Markup → plain text.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::Node;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::tree;

/// One line of plain NFC text from what may be text, HTML, or either with its entities encoded once too often
/// (`n&amp;agrave;y`).
pub(in crate::read) fn line(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return collapse(text);
    }
    let mut line = tree::line_of(tree::fragment(text).tree.root());
    // What still holds an entity was encoded twice. Its `<` are text by now.
    if has_entity(&line) {
        line = tree::line_of(tree::fragment(&line.replace('<', "&lt;")).tree.root());
    }
    line
}

/// Each run of white space becomes one blank; NFC; without characters that show nothing.
pub(in crate::read) fn collapse(text: &str) -> String {
    // Most texts are in normal form, and to see that is five times as fast as to bring them there.
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => collapsed(text.chars(), text.len()),
        IsNormalized::No | IsNormalized::Maybe => collapsed(text.nfc(), text.len()),
    }
}

fn collapsed(text: impl Iterator<Item = char>, length: usize) -> String {
    let mut line = String::with_capacity(length);
    let mut gap = false;
    for c in text {
        if c.is_whitespace() {
            gap = !line.is_empty();
        } else if !is_invisible(c) {
            if gap {
                line.push(' ');
                gap = false;
            }
            line.push(c);
        }
    }
    line
}

/// The text of a tree, a paragraph, item or row a line; without blank lines.
pub(in crate::read) fn paragraphs(root: NodeRef<'_, Node>) -> String {
    paragraphs_but(root, tree::is_unseen)
}

/// The same without pictures' captions.
pub(in crate::read) fn prose(root: NodeRef<'_, Node>) -> String {
    paragraphs_but(root, |name| tree::is_unseen(name) || name == "figcaption")
}

fn paragraphs_but(root: NodeRef<'_, Node>, is_unseen: impl Fn(&str) -> bool) -> String {
    let mut lines = Lines::default();
    let mut unseen = 0_usize;
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) if unseen == 0 => lines.current.push_str(text),
                Node::Element(element) => {
                    let name = element.name();
                    unseen += usize::from(is_unseen(name));
                    match name {
                        "td" | "th" => lines.current.push(' '),
                        "br" => lines.end(),
                        name if tree::is_block(name) => lines.end(),
                        _ => {}
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                let Some(name) = tree::name(node) else { continue };
                unseen -= usize::from(is_unseen(name));
                if tree::is_block(name) && !matches!(name, "td" | "th") {
                    lines.end();
                }
            }
        }
    }
    lines.end();
    lines.done
}

#[derive(Default)]
struct Lines {
    done: String,
    current: String,
}

impl Lines {
    fn end(&mut self) {
        let line = collapse(&self.current);
        self.current.clear();
        if line.is_empty() {
            return;
        }
        if !self.done.is_empty() {
            self.done.push('\n');
        }
        self.done.push_str(&line);
    }
}

fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = &text.as_bytes()[at + 1..];
        let end = rest.iter().take(32).position(|byte| *byte == b';').unwrap_or(0);
        end > 1 && rest[..end].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
    })
}

/// Controls, soft hyphens, zero-width characters and the byte-order mark.
fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}
