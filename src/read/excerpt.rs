//! Of a description or body, the article alone: without what names its reporter before it, links to other news behind
//! it, and the picture that stands for it.

use ego_tree::{NodeId, NodeRef};
use scraper::{Html, Node};
use url::Url;

use super::html::{plain, tree};
use super::{SafeHtml, dateline};
use crate::news::Image;

/// Lines that announce links to other news, or are one that leads on; folded.
const LEADS_ON: &[&str] = &[
    "xem thêm",
    "đọc thêm",
    "đọc tiếp",
    "xem tiếp",
    "xem chi tiết",
    "chi tiết",
    "tin liên quan",
    "bài liên quan",
    "tin bài liên quan",
    "bài viết liên quan",
    "tin cùng chuyên mục",
    "read more",
    "continue reading",
    "related",
];

/// Endings of addresses of files, which belong to the article that lists them.
const FILES: &[&str] = &[".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar"];

/// Paragraphs at whose beginning somebody may sign: a lead, and the text after it.
const SIGNED: usize = 2;

/// Without who reports and without other news.
pub(super) fn of_article(html: SafeHtml) -> SafeHtml {
    if !may_be_signed(html.as_str()) && !may_lead_on(html.as_str()) {
        return html;
    }
    let mut fragment = tree::fragment(html.as_str());
    if keep_article(&mut fragment) { SafeHtml::left_of(&fragment) } else { html }
}

/// The same of a text that is a tree already; says whether anything was taken out.
pub(super) fn keep_article(fragment: &mut Html) -> bool {
    let led_on = remove_other_news(fragment);
    let signed = remove_datelines(fragment);
    led_on || signed
}

/// The same without the pictures that it begins with, where text follows; and its first picture, wherever that is.
pub(super) fn of_summary(html: SafeHtml) -> (SafeHtml, Option<Image>) {
    let (mut left, picture) = without_picture(of_article(html));
    // What stood beside a picture in a table is text like any other without it. Each time something is taken out.
    while picture.is_some() {
        let (again, _) = without_picture(of_article(left.clone()));
        if again == left {
            break;
        }
        left = again;
    }
    (left, picture)
}

fn without_picture(html: SafeHtml) -> (SafeHtml, Option<Image>) {
    if !html.as_str().contains("<img ") {
        return (html, None);
    }
    let mut fragment = tree::fragment(html.as_str());
    let Some(image) = tree::first(&fragment, "img") else { return (html, None) };
    let picture = image.attr("src").and_then(|address| address.parse::<Url>().ok()).map(Image::at);
    let leading = leading_pictures(&fragment);
    if leading.is_empty() {
        return (html, picture);
    }
    let breaks = |node: &NodeRef<'_, Node>| tree::name(*node) == Some("br");
    for id in leading {
        let Some(whole) = fragment.tree.get(id) else { continue };
        let around = whole.ancestors().take_while(|node| tree::name(*node) != Some("html"));
        let beside = std::iter::once(whole).chain(around);
        let behind: Vec<NodeId> =
            beside.flat_map(|node| node.next_siblings().take_while(breaks)).map(|node| node.id()).collect();
        for id in behind.into_iter().chain([id]) {
            tree::remove(&mut fragment, id);
        }
    }
    (SafeHtml::left_of(&fragment), picture)
}

/// What stands before the first text: pictures, each with the figure that it is in. Were only the first taken, the next
/// would be what a text begins with that was read before. None where no text follows.
fn leading_pictures(fragment: &Html) -> Vec<NodeId> {
    let mut leading: Vec<NodeId> = Vec::new();
    for node in fragment.tree.root().descendants() {
        let says = node.value().as_text().is_some_and(|text| !text.trim().is_empty());
        if !says && tree::name(node) != Some("img") {
            continue;
        }
        if leading.last().is_some_and(|whole| node.ancestors().any(|node| node.id() == *whole)) {
            continue;
        }
        if says {
            return leading;
        }
        let figure = node.ancestors().find(|node| tree::name(*node) == Some("figure"));
        leading.push(figure.unwrap_or(node).id());
    }
    Vec::new()
}

/// A look without parsing, since most texts are neither.
fn may_be_signed(html: &str) -> bool {
    let beginning = |paragraph: &str| {
        let mut in_tag = false;
        let text = paragraph.chars().take(400).filter(|c| {
            in_tag = (in_tag || *c == '<') && *c != '>';
            !in_tag && *c != '>'
        });
        text.collect::<String>().replace("&amp;", "&")
    };
    let mut paragraphs = html.split("<p>").skip(1).take(SIGNED + 2).map(beginning);
    paragraphs.any(|text| dateline::without(&text).len() < text.len())
}

fn may_lead_on(html: &str) -> bool {
    ["</ul>", "</ol>", "</a></p>"].iter().any(|end| html.ends_with(end)) || {
        let last = html.rsplit("<p>").next().unwrap_or_default();
        last.contains("</a>") || leads_on(&plain::line(last))
    }
}

fn remove_datelines(fragment: &mut Html) -> bool {
    let apart = |node: &NodeRef<'_, Node>| matches!(tree::name(*node), Some("figure" | "table" | "li" | "blockquote"));
    let paragraphs = tree::named(fragment, "p").filter(|p| !p.ancestors().any(|node| apart(&node)));
    let told = paragraphs.filter(|p| tree::weight_up_to(**p, 0) > 0).take(SIGNED);
    let mut pieces: Vec<(NodeId, usize)> = Vec::new();
    for paragraph in told {
        let texts = paragraph.descendants().filter_map(|node| Some((node.id(), node.value().as_text()?)));
        let text: String = texts.clone().map(|(_, text)| &**text).collect();
        let mut cut = text.len() - dateline::without(&text).len();
        for (id, text) in texts {
            let here = cut.min(text.len());
            if here > 0 {
                pieces.push((id, here));
            }
            cut -= here;
        }
    }
    let found = !pieces.is_empty();
    for (id, cut) in pieces {
        let Some(mut node) = fragment.tree.get_mut(id) else { continue };
        let Node::Text(text) = node.value() else { continue };
        let rest = text[cut..].to_owned();
        if rest.is_empty() {
            tree::remove(fragment, id);
        } else {
            text.text = rest.as_str().into();
        }
    }
    found
}

/// What a block of a tidy text is, seen from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Block {
    /// A list whose every item is a link.
    Links {
        items: usize,
    },
    /// A paragraph that is one.
    Link,
    /// "Xem thêm", linked or not.
    LeadsOn,
    Text,
}

/// Takes out the links to other news that a text ends with: lists of them, several in a row, and what announces them.
/// What it begins with stays, unless that is such a list.
fn remove_other_news(fragment: &mut Html) -> bool {
    let shown = |node: &NodeRef<'_, Node>| match node.value() {
        Node::Text(text) => !text.trim().is_empty(),
        other => other.is_element(),
    };
    let root = fragment.root_element();
    let mut blocks = root.children().rev().filter(shown).map(|node| (node.id(), block(node)));
    let mut tail: Vec<(NodeId, Block)> = Vec::new();
    let is_all = loop {
        match blocks.next() {
            Some((_, Block::Text)) => break false,
            Some(other) => tail.push(other),
            None => break true,
        }
    };
    if is_all && !matches!(tail.last(), Some((_, Block::Links { items: 2.. }))) {
        tail.pop();
    }
    let links = tail.iter().filter(|(_, block)| *block == Block::Link).count();
    let sure = tail.iter().any(|(_, block)| matches!(block, Block::Links { .. } | Block::LeadsOn));
    if !sure && links < 2 {
        return false;
    }
    for (id, _) in &tail {
        tree::remove(fragment, *id);
    }
    !tail.is_empty()
}

fn block(node: NodeRef<'_, Node>) -> Block {
    match tree::name(node) {
        Some("ul" | "ol") => {
            let mut items = node.children().filter(|item| item.value().is_element()).peekable();
            let count = items.clone().count();
            if items.peek().is_some() && items.all(is_link) { Block::Links { items: count } } else { Block::Text }
        }
        Some("p") if leads_on(&tree::line_of(node)) => Block::LeadsOn,
        Some("p") if is_link(node) => Block::Link,
        _ => Block::Text,
    }
}

/// Whether all words below lead to other pages.
fn is_link(node: NodeRef<'_, Node>) -> bool {
    let texts =
        node.descendants().filter(|text| text.value().as_text().is_some_and(|text| text.contains(char::is_alphabetic)));
    let mut texts = texts.peekable();
    let leads_to_page = |text: NodeRef<'_, Node>| {
        let link = text.ancestors().find(|node| tree::name(*node) == Some("a"));
        let address = link.and_then(|link| link.value().as_element()?.attr("href"));
        let path = address.map(|address| address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase());
        path.is_some_and(|path| !FILES.iter().any(|ending| path.ends_with(ending)))
    };
    texts.peek().is_some() && texts.all(leads_to_page)
}

fn leads_on(line: &str) -> bool {
    let line = line.to_lowercase();
    LEADS_ON.contains(&line.trim_matches(|c: char| !c.is_alphanumeric()))
}
