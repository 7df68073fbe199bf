//! Any HTML → flat, balanced HTML of the few elements that an article consists of.
//!
//! This is about form: paragraphs where the source had `<div>` and `<br><br>`, pictures at their real addresses. That the
//! result is safe is the sanitiser's promise, which runs after it.

use std::cell::Cell;

use ego_tree::{NodeId, NodeRef};
use scraper::Node;
use scraper::node::Element;
use url::Url;

use super::{image, plain, tree};

/// `root`'s content; addresses are resolved against `base`.
pub(in crate::read) fn tidy(root: NodeRef<'_, Node>, base: &Url) -> String {
    tidy_part(root, base, &|_| true)
}

/// The same of some text nodes and pictures: `keep` knows them and all elements around them.
pub(in crate::read) fn tidy_part(root: NodeRef<'_, Node>, base: &Url, keep: &dyn Fn(NodeId) -> bool) -> String {
    let mut writer = Writer {
        base,
        keep,
        out: String::new(),
        run: String::new(),
        run_shows: false,
        breaks: 0,
        addresses: Cell::new(0),
        growth: Cell::new(0),
    };
    writer.flow(root);
    writer.end_run();
    writer.out
}

struct Writer<'a> {
    base: &'a Url,
    keep: &'a dyn Fn(NodeId) -> bool,
    out: String,
    /// Inline content that will be the next paragraph.
    run: String,
    /// The run holds text or a picture.
    run_shows: bool,
    /// `<br>` at the end of the run.
    breaks: usize,
    /// Addresses so far, and by how many bytes they became longer.
    addresses: Cell<usize>,
    growth: Cell<usize>,
}

/// By so many bytes may a document's relative addresses grow when they become absolute: all together, and each on average.
/// Papers' origins have 20 to 40 bytes. Without a bound, a long base would multiply a document of many short links.
const MOST_GROWTH: usize = 16 * 1024;
const MOST_GROWTH_EACH: usize = 128;

/// What inline content stands in.
#[derive(Clone, Copy, Debug, Default)]
struct Context {
    /// `<pre>`
    keep_space: bool,
    in_link: bool,
}

impl Writer<'_> {
    /// Blocks, and runs of inline content between them.
    fn flow(&mut self, parent: NodeRef<'_, Node>) {
        for node in parent.children() {
            if !self.keeps(node) {
                continue;
            }
            match node.value() {
                Node::Element(element) if tree::is_unseen(element.name()) => {}
                Node::Element(element) if self.is_transparent(element) => self.flow(node),
                Node::Element(element) if is_inline(node) => self.inline(node, Some(element)),
                Node::Element(element) => self.block(node, element),
                Node::Text(_) => self.inline(node, None),
                _ => {}
            }
        }
    }

    fn block(&mut self, node: NodeRef<'_, Node>, element: &Element) {
        match element.name() {
            // Inline in itself, with blocks inside.
            name if !tree::is_block(name) => {
                // A paragraph that begins before the block inside goes on after it as one of its own.
                self.flow(node);
            }
            "h1" => self.wrapped(node, "h2"),
            name @ ("h2" | "h3" | "h4" | "h5" | "h6" | "figcaption" | "pre") => self.wrapped(node, name),
            name @ ("ul" | "ol") => self.container(node, name, &["li"], "li"),
            "table" => self.table(node),
            name @ ("figure" | "blockquote") => {
                self.end_run();
                let start = self.open(name);
                self.flow(node);
                self.end_run();
                self.close(name, start);
            }
            _ => {
                self.end_run();
                self.flow(node);
                self.end_run();
            }
        }
    }

    /// A block that holds inline content only; blocks inside are flattened.
    fn wrapped(&mut self, node: NodeRef<'_, Node>, name: &str) {
        self.end_run();
        let start = self.open(name);
        let content = self.inline_content(node, Context { keep_space: name == "pre", in_link: false });
        self.out.push_str(content.trim());
        self.close(name, start);
    }

    fn container(&mut self, node: NodeRef<'_, Node>, name: &str, items: &[&str], default: &str) {
        self.end_run();
        let start = self.open(name);
        for child in node.children() {
            let Some(element) = child.value().as_element() else { continue };
            if tree::is_unseen(element.name()) || !self.keeps(child) {
                continue;
            }
            let item = items.iter().find(|item| **item == element.name()).copied().unwrap_or(default);
            self.item(child, item);
        }
        self.close(name, start);
    }

    /// A list item or a cell: inline content, or blocks where it has them.
    fn item(&mut self, node: NodeRef<'_, Node>, name: &str) {
        let start = self.open(name);
        if node.children().all(|child| child.value().is_text() || is_inline(child) || is_paragraph(child)) {
            let content = self.inline_content(node, Context::default());
            self.out.push_str(content.trim());
        } else {
            let content = self.out.len();
            self.flow(node);
            self.end_run();
            // The blocks around the paragraphs turned out to be empty.
            let paragraphs = self.out[content..].strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
            let lines = paragraphs.map(|paragraphs| paragraphs.replace("</p><p>", "<br>"));
            if let Some(lines) = lines.filter(|lines| !lines.contains("</p>")) {
                self.out.truncate(content);
                self.out.push_str(&lines);
            }
        }
        if matches!(name, "td" | "th") {
            // An empty cell holds its column's place.
            end_tag(name, &mut self.out);
        } else {
            self.close(name, start);
        }
    }

    fn table(&mut self, node: NodeRef<'_, Node>) {
        self.end_run();
        let rows: Vec<_> = node.descendants().filter(|row| tree::name(*row) == Some("tr")).collect();
        // A table of one cell is a frame.
        let cells = |row: &NodeRef<'_, Node>| row.children().filter(|cell| is_cell(*cell)).count();
        if rows.iter().map(cells).sum::<usize>() <= 1 || rows.iter().any(|row| has_table(*row)) {
            for cell in rows.iter().flat_map(NodeRef::children).filter(|cell| is_cell(*cell)) {
                if !nested_in_row(cell, node) && self.keeps(cell) {
                    self.flow(cell);
                    self.end_run();
                }
            }
            return;
        }
        let start = self.open("table");
        for row in rows.into_iter().filter(|row| self.keeps(*row)).collect::<Vec<_>>() {
            let start = self.open("tr");
            for cell in row.children().filter(|cell| is_cell(*cell)) {
                let name = if tree::name(cell) == Some("th") { "th" } else { "td" };
                self.item(cell, name);
            }
            self.close("tr", start);
        }
        self.close("table", start);
    }

    fn inline(&mut self, node: NodeRef<'_, Node>, element: Option<&Element>) {
        if element.is_some_and(|element| element.name() == "br") {
            self.breaks += 1;
            return;
        }
        let mut piece = String::new();
        self.write_inline(node, &mut piece, Context::default());
        if !shows(&piece) {
            if !self.run.is_empty() && !self.run.ends_with(' ') {
                self.run.push(' ');
            }
            return;
        }
        if self.breaks > 1 {
            self.end_run();
        } else if self.breaks == 1 && self.run_shows {
            self.run.push_str("<br>");
        }
        self.breaks = 0;
        self.run_shows = true;
        self.run.push_str(if self.run.ends_with(' ') { piece.trim_start() } else { &piece });
    }

    fn inline_content(&self, parent: NodeRef<'_, Node>, within: Context) -> String {
        let mut content = String::new();
        for node in parent.children() {
            if self.keeps(node) && is_paragraph(node) && !content.trim().is_empty() {
                content.push_str("<br>");
            }
            self.write_inline(node, &mut content, within);
        }
        content
    }

    fn write_inline(&self, node: NodeRef<'_, Node>, out: &mut String, context: Context) {
        if !self.keeps(node) {
            return;
        }
        let element = match node.value() {
            Node::Text(text) if context.keep_space => return escape(text, out),
            Node::Text(text) => {
                let text = spaced(text);
                return escape(if out.ends_with(' ') { text.trim_start() } else { &text }, out);
            }
            Node::Element(element) if !tree::is_unseen(element.name()) => element,
            _ => return,
        };
        let inside = Context { in_link: context.in_link || element.name() == "a", ..context };
        let inner = |out: &mut String| node.children().for_each(|child| self.write_inline(child, out, inside));
        let name = match element.name() {
            "br" => return out.push_str("<br>"),
            "img" => return self.image(element, out),
            // Links don't nest, though the parser lets them through a table.
            "a" if context.in_link => return inner(out),
            "a" => match element.attr("href").and_then(|href| image::resolve(href, self.base)) {
                Some(url) if self.is_affordable(&url, element) => {
                    let before = out.len();
                    out.push_str("<a href=\"");
                    escape(url.as_str(), out);
                    out.push_str("\">");
                    let start = out.len();
                    inner(out);
                    if shows(&out[start..]) {
                        out.push_str("</a>");
                    } else {
                        out.truncate(before);
                    }
                    return;
                }
                _ => return inner(out),
            },
            "b" | "strong" => "strong",
            "i" | "em" | "cite" => "em",
            "sub" => "sub",
            "sup" => "sup",
            "code" | "kbd" | "samp" | "tt" => "code",
            name => {
                if tree::is_block(name) && !out.is_empty() && !out.ends_with([' ', '>']) {
                    out.push(' ');
                }
                return inner(out);
            }
        };
        let before = out.len();
        start_tag(name, out);
        let start = out.len();
        inner(out);
        if shows(&out[start..]) {
            end_tag(name, out);
        } else {
            let blank = out.len() > start;
            out.truncate(before);
            if blank && !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }

    /// Whether the address of an element still fits the bounds.
    fn is_affordable(&self, url: &Url, element: &Element) -> bool {
        let written = element.attrs().map(|(_, value)| value.len()).max().unwrap_or_default();
        self.addresses.update(|addresses| addresses + 1);
        self.growth.update(|growth| growth + url.as_str().len().saturating_sub(written));
        self.growth.get() <= MOST_GROWTH + MOST_GROWTH_EACH * self.addresses.get()
    }

    fn image(&self, element: &Element, out: &mut String) {
        let Some(url) = image::address(element, self.base).filter(|url| self.is_affordable(url, element)) else {
            return;
        };
        let size = |name| element.attr(name).and_then(|value| value.trim().parse::<u32>().ok());
        // Counters of readers are pictures of one pixel.
        if size("width").is_some_and(|width| width <= 2) || size("height").is_some_and(|height| height <= 2) {
            return;
        }
        // In the order of the alphabet, as a tree that was parsed again would be written.
        out.push_str("<img alt=\"");
        escape(&plain::collapse(element.attr("alt").unwrap_or_default()), out);
        if let Some(height) = size("height") {
            out.push_str("\" height=\"");
            out.push_str(&height.to_string());
        }
        // A publisher need not learn who reads its pictures, nor be asked for those that nobody scrolls to.
        out.push_str("\" loading=\"lazy\" referrerpolicy=\"no-referrer\" src=\"");
        escape(url.as_str(), out);
        if let Some(width) = size("width") {
            out.push_str("\" width=\"");
            out.push_str(&width.to_string());
        }
        out.push_str("\">");
    }

    /// Breaks and blanks stand between what is kept.
    fn keeps(&self, node: NodeRef<'_, Node>) -> bool {
        let is_between = match node.value() {
            Node::Text(text) => text.trim().is_empty(),
            Node::Element(element) => element.name() == "br",
            _ => false,
        };
        is_between || (self.keep)(node.id())
    }

    /// Inline and without a meaning: `<span>`, `<font>`, a link to nowhere, and what nobody knows.
    fn is_transparent(&self, element: &Element) -> bool {
        const MEANT: &[&str] =
            &["b", "strong", "i", "em", "cite", "sub", "sup", "code", "kbd", "samp", "tt", "img", "br"];
        match element.name() {
            "a" => element.attr("href").and_then(|href| image::resolve(href, self.base)).is_none(),
            name => !tree::is_block(name) && !MEANT.contains(&name),
        }
    }

    fn end_run(&mut self) {
        let run = std::mem::take(&mut self.run);
        let shows = std::mem::take(&mut self.run_shows);
        self.breaks = 0;
        if shows {
            self.out.push_str("<p>");
            self.out.push_str(run.trim());
            self.out.push_str("</p>");
        }
    }

    fn open(&mut self, name: &str) -> (usize, usize) {
        let before = self.out.len();
        start_tag(name, &mut self.out);
        (before, self.out.len())
    }

    /// An element that turned out to be empty is none.
    fn close(&mut self, name: &str, (before, start): (usize, usize)) {
        if shows(&self.out[start..]) {
            end_tag(name, &mut self.out);
        } else {
            self.out.truncate(before);
        }
    }
}

/// Neither a block nor around one.
fn is_inline(node: NodeRef<'_, Node>) -> bool {
    // A link around blocks stays a link; its blocks are flattened.
    match tree::name(node) {
        None | Some("a") => true,
        Some(name) => !tree::is_block(name) && !node.descendants().skip(1).filter_map(tree::name).any(tree::is_block),
    }
}

/// `<p>` or `<div>` with inline content only.
fn is_paragraph(node: NodeRef<'_, Node>) -> bool {
    matches!(tree::name(node), Some("p" | "div"))
        && !node.descendants().skip(1).filter_map(tree::name).any(tree::is_block)
}

fn is_cell(node: NodeRef<'_, Node>) -> bool {
    matches!(tree::name(node), Some("td" | "th"))
}

fn has_table(node: NodeRef<'_, Node>) -> bool {
    node.descendants().skip(1).any(|inner| tree::name(inner) == Some("table"))
}

/// The cell belongs to a table inside `table`.
fn nested_in_row(cell: NodeRef<'_, Node>, table: NodeRef<'_, Node>) -> bool {
    cell.ancestors().take_while(|node| node.id() != table.id()).any(|node| tree::name(node) == Some("table"))
}

/// Runs of white space as one blank, those at the ends too.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            spaced.push(c);
        } else if !spaced.ends_with(' ') {
            spaced.push(' ');
        }
    }
    spaced
}

/// Whether there is text or a picture among the tags, or a cell that holds its column's place.
fn shows(html: &str) -> bool {
    let mut in_tag = false;
    html.contains("<img ")
        || html.contains("<td>")
        || html.contains("<th>")
        || html.chars().any(|c| {
            in_tag = (in_tag || c == '<') && c != '>';
            !in_tag && c != '>' && !c.is_whitespace()
        })
}

fn start_tag(name: &str, out: &mut String) {
    out.push('<');
    out.push_str(name);
    out.push('>');
}

fn end_tag(name: &str, out: &mut String) {
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c => out.push(c),
        }
    }
}
