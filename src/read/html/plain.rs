//! Markup → plain text.

use ego_tree::NodeRef;
use ego_tree::iter::Edge;
use scraper::Node;

use super::tree;
use crate::text::nfc;

/// One line of plain NFC text from what may be text, HTML, or either with its entities encoded once too often
/// (`n&amp;agrave;y`).
pub(in crate::read) fn line(text: &str) -> String {
    if !text.contains('<') && !has_reference(text) {
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
    let mut line = String::with_capacity(text.len());
    for word in nfc(text).split(char::is_whitespace).filter(|word| !word.is_empty()) {
        let before = line.len();
        if before > 0 {
            line.push(' ');
        }
        if word.contains(is_invisible) {
            let shown: String = word.chars().filter(|c| !is_invisible(*c)).collect();
            if shown.is_empty() {
                line.truncate(before);
            }
            // What stood between a letter and its mark is gone.
            line.push_str(&nfc(&shown));
        } else {
            line.push_str(word);
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

/// Whether a `&` may mean another character; HTML knows some that have no `;`.
fn has_reference(text: &str) -> bool {
    let mut rest = text.match_indices('&').map(|(at, _)| &text[at + 1..]);
    rest.any(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '#'))
}

fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = &text.as_bytes()[at + 1..];
        let end = rest.iter().take(32).position(|byte| *byte == b';').unwrap_or(0);
        end > 1 && rest[..end].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
    })
}

/// Controls, soft hyphens, zero-width characters and the byte-order mark.
pub(in crate::read) fn is_invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}')
}
