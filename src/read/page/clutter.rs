//! What stands on an article's page and is none of the article: menus, share bars, boxes of other news.

use std::sync::LazyLock;

use ego_tree::{NodeId, NodeRef};
use scraper::node::Element;
use scraper::{Html, Node, Selector};
use unicode_normalization::char::decompose_canonical;

use crate::read::cuts::{CutReason, Cuts};
use crate::read::html::{plain, tree};

/// Headings of boxes with other news; all that follows them in their container is other news too.
const OTHER_NEWS: &[&str] = &[
    "tin cùng chuyên mục",
    "bài cùng chuyên mục",
    "cùng chuyên mục",
    "tin bài cùng chuyên mục",
    "tin liên quan",
    "tin bài liên quan",
    "tin, bài liên quan",
    "bài liên quan",
    "bài viết liên quan",
    "các tin liên quan",
    "các bài liên quan",
    "nội dung liên quan",
    "tin tức liên quan",
    "có thể bạn quan tâm",
    "có thể bạn thích",
    "bạn có thể quan tâm",
    "tin bài khác",
    "các bài khác",
    "bài viết khác",
    "các tin đã đưa",
    "các tin cũ hơn",
    "các tin mới hơn",
    "tin cũ hơn",
    "tin mới hơn",
    "bài đọc tiếp",
    "tin tiếp theo",
    "related news",
    "related articles",
];

/// The same words as items of menus at the top of a page, where the article itself follows them.
const PERHAPS_OTHER_NEWS: &[&str] = &[
    "tin mới",
    "tin mới nhất",
    "tin nổi bật",
    "tin đọc nhiều",
    "đọc nhiều",
    "đọc nhiều nhất",
    "xem nhiều",
    "bình luận",
    "ý kiến bạn đọc",
    "ý kiến của bạn",
    "liên quan",
    "tin khác",
    "các tin khác",
    "tin tức khác",
];

/// Headings of boxes in the middle of a text: after their links it may go on.
const MORE: &[&str] = &[
    "xem thêm",
    "đọc thêm",
    "tham khảo thêm",
    "mời xem thêm",
    "mời bạn đọc thêm",
    "mời độc giả đọc thêm",
    "đọc tiếp",
    "tin nên đọc",
    "bài nên đọc",
    "read more",
    "see also",
];

/// Words of a class or id that mark such a block, between hyphens and underscores.
const MARKS: &[&str] = &[
    "related",
    "relate",
    "relates",
    "relatedbox",
    "lienquan",
    "tinlienquan",
    "share",
    "sharing",
    "social",
    "socials",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "tags",
    "taglist",
    "banner",
    "banners",
    "ads",
    "adv",
    "advertisement",
    "newsletter",
    "subscribe",
    "popular",
    "mostread",
    "recommend",
    "recommendation",
    "sidebar",
    "menu",
    "navbar",
    "pagination",
    "toolbar",
    "copyright",
    "widget",
];

/// Elements that hold no part of an article, and so do these roles.
const APART: &[&str] = &["nav", "footer", "aside", "form", "button"];
const ROLES: &[&str] = &["navigation", "complementary"];

/// A heading is no longer than this; what is longer is a sentence.
const LONGEST_HEADING: usize = 40;
/// A box's text besides its heading.
const LEAST_IN_BOX: usize = 20;
/// A paragraph of so many characters, hardly any of them in links, is text of the article.
const PROSE: usize = 90;
/// A block with so many paragraphs of prose is no clutter, whatever its class says: ASP.NET wraps whole pages in a form,
/// and "has-sidebar" is said of what stands beside one.
const MOST_PROSE: usize = 3;

/// Takes out all of it.
pub(super) fn remove(html: &mut Html, cuts: &mut Cuts) {
    for (is_clutter, why) in [(is_apart as fn(&Element) -> bool, CutReason::Element), (is_marked, CutReason::Mark)] {
        let is_clutter = |node: &NodeRef<Node>| node.value().as_element().is_some_and(is_clutter);
        let ids: Vec<NodeId> = html.tree.nodes().filter(is_clutter).map(|node| node.id()).collect();
        for id in ids {
            remove_unless_text(html, id, why, cuts);
        }
    }
    other_news(html, cuts);
}

/// Takes out what the operator named.
pub(super) fn remove_all(html: &mut Html, selector: &Selector, cuts: &mut Cuts) {
    let ids: Vec<NodeId> = html.select(selector).map(|element| element.id()).collect();
    for id in ids {
        detach(html, id, CutReason::Selector, cuts);
    }
}

/// Takes out the boxes that a heading announces, with what follows it in the same container.
pub(super) fn other_news(html: &mut Html, cuts: &mut Cuts) {
    let headings: Vec<(NodeId, Follows)> =
        html.tree.nodes().filter_map(|node| Some((node.id(), heading(node)?))).collect();
    for (id, follows) in headings {
        remove_box(html, id, follows, cuts);
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Follows {
    /// Nothing but other news.
    OtherNews,
    /// Other news, or the article.
    Perhaps,
    /// Links, and then perhaps the article again.
    Links,
}

/// What a node announces, if it is a heading of other news: an element whose whole text is one, or such a text between
/// others.
fn heading(node: NodeRef<'_, Node>) -> Option<Follows> {
    if !begins_as_heading(node) {
        return None;
    }
    let text = match node.value() {
        Node::Text(text) if text.len() <= 4 * LONGEST_HEADING => plain::collapse(text),
        Node::Element(element) if !matches!(element.name(), "html" | "head" | "body" | "title" | "script") => {
            if tree::weight_up_to(node, LONGEST_HEADING) > LONGEST_HEADING {
                return None;
            }
            tree::line_of(node)
        }
        _ => return None,
    };
    let text = text.to_lowercase();
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    if OTHER_NEWS.contains(&text) {
        Some(Follows::OtherNews)
    } else if PERHAPS_OTHER_NEWS.contains(&text) {
        Some(Follows::Perhaps)
    } else if MORE.contains(&text) {
        Some(Follows::Links)
    } else {
        None
    }
}

/// Whether the first two letters are those of such a text: most blocks are passed over by them.
fn begins_as_heading(node: NodeRef<'_, Node>) -> bool {
    let texts = node.descendants().filter_map(|node| node.value().as_text());
    first_letters(texts.flat_map(|text| text.chars())).is_some_and(|letters| BEGINNINGS.contains(&letters))
}

static BEGINNINGS: LazyLock<Vec<[char; 2]>> = LazyLock::new(|| {
    let all = [OTHER_NEWS, PERHAPS_OTHER_NEWS, MORE].into_iter().flatten();
    let mut beginnings: Vec<[char; 2]> = all.filter_map(|text| first_letters(text.chars())).collect();
    beginnings.sort_unstable();
    beginnings.dedup();
    beginnings
});

/// In lower case and without marks, however those are written.
fn first_letters(text: impl Iterator<Item = char>) -> Option<[char; 2]> {
    let mut letters = text.filter(|c| c.is_alphanumeric()).filter_map(|c| {
        let mut base = None;
        decompose_canonical(c, |part| {
            base.get_or_insert(part);
        });
        base?.to_lowercase().next()
    });
    Some([letters.next()?, letters.next()?])
}

fn remove_box(html: &mut Html, id: NodeId, follows: Follows, cuts: &mut Cuts) {
    let Some(node) = html.tree.get(id) else { return };
    // An earlier box took it along.
    if !tree::stands(node) {
        return;
    }
    // Out of the heading's own wrappers, up to where something follows it.
    let mut top = node;
    while let Some(parent) = top.parent() {
        if is_main(parent) || top.prev_siblings().any(|before| tree::weight_up_to(before, 1) > 0) {
            break;
        }
        let rest: usize = top.next_siblings().map(|after| tree::weight_up_to(after, LEAST_IN_BOX)).sum();
        if rest >= LEAST_IN_BOX {
            // The heading begins its parent, and the rest of the parent is what it announces.
            let announced = match follows {
                Follows::OtherNews => !holds_headline(parent),
                Follows::Perhaps => !holds_article(parent),
                Follows::Links => !top.next_siblings().any(is_prose),
            };
            if announced {
                let parent = parent.id();
                detach(html, parent, CutReason::OtherNews, cuts);
                return;
            }
            break;
        }
        top = parent;
    }
    let mut gone = vec![top.id()];
    let goes_on = match follows {
        Follows::OtherNews => top.next_siblings().any(holds_headline),
        Follows::Perhaps => {
            let prose = top.next_siblings().filter(|after| is_prose(*after)).take(MOST_PROSE).count();
            prose == MOST_PROSE || top.next_siblings().any(holds_article)
        }
        Follows::Links => false,
    };
    if !goes_on {
        let box_of = |after: &NodeRef<'_, Node>| follows != Follows::Links || !is_prose(*after);
        gone.extend(top.next_siblings().take_while(box_of).map(|after| after.id()));
    }
    for id in gone {
        detach(html, id, CutReason::OtherNews, cuts);
    }
}

/// Elements that hold more than one box, so that a heading at their beginning doesn't make a box of them.
fn is_main(node: NodeRef<'_, Node>) -> bool {
    match node.value().as_element() {
        Some(element) => matches!(element.name(), "html" | "body" | "main" | "article"),
        None => true,
    }
}

fn is_prose(node: NodeRef<'_, Node>) -> bool {
    let all = tree::weight(node);
    let linked: usize = node.descendants().filter(|inner| tree::name(*inner) == Some("a")).map(tree::weight).sum();
    all >= PROSE && linked * 3 < all
}

fn is_apart(element: &Element) -> bool {
    APART.contains(&element.name())
        || element.attrs().any(|(name, value)| name == "hidden" || (name == "role" && ROLES.contains(&value)))
}

fn is_marked(element: &Element) -> bool {
    let is_whole = matches!(element.name(), "html" | "body" | "main" | "article" | "h1" | "p" | "img" | "figure");
    element.attrs().any(|(name, value)| match name {
        // VCCorp's editor types its boxes: RelatedOneNews, RelatedNewsBox …
        "type" => value.starts_with("Related"),
        "class" | "id" if !is_whole => {
            let mut words = value.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'));
            words.any(|word| MARKS.iter().any(|mark| mark.eq_ignore_ascii_case(word)))
        }
        _ => false,
    })
}

fn remove_unless_text(html: &mut Html, id: NodeId, why: CutReason, cuts: &mut Cuts) {
    let Some(node) = html.tree.get(id) else { return };
    if !holds_article(node) {
        detach(html, id, why, cuts);
    }
}

fn holds_headline(node: NodeRef<'_, Node>) -> bool {
    node.descendants().any(|inner| tree::name(inner) == Some("h1"))
}

fn holds_article(node: NodeRef<'_, Node>) -> bool {
    let paragraphs = node.descendants().filter(|inner| tree::name(*inner) == Some("p") && is_prose(*inner));
    holds_headline(node) || paragraphs.take(MOST_PROSE).count() == MOST_PROSE
}

fn detach(html: &mut Html, id: NodeId, why: CutReason, cuts: &mut Cuts) {
    html.tree.get(id).into_iter().for_each(|node| cuts.note(why, node));
    if let Some(mut node) = html.tree.get_mut(id) {
        node.detach();
    }
}
