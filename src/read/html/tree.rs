//! Reading a parsed document.

use ego_tree::iter::Edge;
use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{ElementRef, Html, Node, Selector};

use super::{bounds, plain};

/// A whole page, within bounds.
pub(in crate::read) fn document(html: &str) -> Html {
    Html::parse_document(&bounds::bounded(html))
}

/// A piece of HTML, within bounds.
pub(in crate::read) fn fragment(html: &str) -> Html {
    Html::parse_fragment(&bounds::bounded(html))
}

pub(in crate::read) fn name(node: NodeRef<'_, Node>) -> Option<&str> {
    node.value().as_element().map(Element::name)
}

/// An attribute's value. Elements have few attributes: to look through them takes less than to hash the name, as
/// [`Element::attr`] does.
pub(in crate::read) fn attr<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    element.attrs().find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// All text below, as one line.
pub(in crate::read) fn line_of(node: NodeRef<'_, Node>) -> String {
    let mut text = String::new();
    for edge in node.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(piece) => text.push_str(piece),
                Node::Element(element) if element.name() == "br" || is_block(element.name()) => text.push(' '),
                _ => {}
            },
            Edge::Close(node) => {
                if name(node).is_some_and(is_block) {
                    text.push(' ');
                }
            }
        }
    }
    plain::collapse(&text)
}

/// Characters of text below, white space not counted.
pub(in crate::read) fn weight(node: NodeRef<'_, Node>) -> usize {
    let texts = node.descendants().filter_map(|node| node.value().as_text());
    texts.map(|text| text.chars().filter(|c| !c.is_whitespace()).count()).sum()
}

/// The same, but counted only until it is more than `limit`.
pub(in crate::read) fn weight_up_to(node: NodeRef<'_, Node>, limit: usize) -> usize {
    let mut weight = 0;
    for text in node.descendants().filter_map(|node| node.value().as_text()) {
        weight += text.chars().filter(|c| !c.is_whitespace()).count();
        if weight > limit {
            break;
        }
    }
    weight
}

/// Whether a reader sees more characters than `limit`, white space not counted.
pub(in crate::read) fn shows_more_than(root: NodeRef<'_, Node>, limit: usize) -> bool {
    let (mut unseen, mut seen) = (0_usize, 0_usize);
    for edge in root.traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Text(text) if unseen == 0 => {
                    seen += text.chars().filter(|c| !c.is_whitespace() && !plain::is_invisible(*c)).count();
                    if seen > limit {
                        return true;
                    }
                }
                Node::Element(element) => unseen += usize::from(is_unseen(element.name())),
                _ => {}
            },
            Edge::Close(node) => unseen -= usize::from(name(node).is_some_and(is_unseen)),
        }
    }
    false
}

/// All elements, in the order that they were written in, taken out or not. They lie side by side in memory: nothing that
/// asks each of a page's nodes is faster.
pub(in crate::read) fn elements(html: &Html) -> impl Iterator<Item = ElementRef<'_>> {
    html.tree.nodes().filter_map(ElementRef::wrap)
}

/// The elements of a name, in the order that they were written in: much sooner found than by a selector.
pub(in crate::read) fn named<'a>(html: &'a Html, name: &'static str) -> impl Iterator<Item = ElementRef<'a>> {
    elements(html).filter(move |element| element.value().name() == name).filter(|element| stands(**element))
}

/// Whether a node is in its document still.
pub(in crate::read) fn stands(node: NodeRef<'_, Node>) -> bool {
    node.ancestors().last().is_some_and(|root| root.id() == node.tree().root().id())
}

/// The first match of a selector that is written in this crate.
pub(in crate::read) fn first<'a>(html: &'a Html, selector: &str) -> Option<ElementRef<'a>> {
    all(html, selector).into_iter().next()
}

/// All matches of a selector that is written in this crate, in the document's order; none for one that is wrong.
pub(in crate::read) fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(selector).map(|selector| html.select(&selector).collect()).unwrap_or_default()
}

/// Takes out a node of a fragment, and around it what holds nothing any more.
pub(in crate::read) fn remove(fragment: &mut Html, id: NodeId) {
    let root = fragment.root_element().id();
    let Some(mut top) = fragment.tree.get(id) else { return };
    while top.prev_sibling().or(top.next_sibling()).is_none()
        && let Some(parent) = top.parent().filter(|parent| parent.id() != root)
    {
        top = parent;
    }
    let top = top.id();
    if let Some(mut node) = fragment.tree.get_mut(top) {
        node.detach();
    }
}

/// Elements that begin and end a line.
pub(in crate::read) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Elements whose text no reader sees.
pub(in crate::read) fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "audio"
            | "button"
            | "canvas"
            | "embed"
            | "head"
            | "iframe"
            | "input"
            | "math"
            | "noscript"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "video"
    )
}
