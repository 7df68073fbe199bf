//! What a page says about the part of it that is paid for.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use ego_tree::NodeId;
use scraper::{Html, Node};
use serde_json::{Map, Value};

use super::json_ld;
use crate::read::html::tree;

/// A text that a reader is asked to pay for and that is shorter than this is its free part. Where pages declare themselves
/// not free (15 of 974 news pages), truncated texts have 369, 536, 2,364 and 2,419 characters, whole ones 4,011 and more.
pub(super) const FREE_PART: usize = 3000;

/// A wall's text is no longer than this; an article about paywalls has it in a longer paragraph, or in more text.
const LONGEST_WALL: usize = 300;

/// What a wall says, in lower case.
const WORDS: &[&str] = &[
    "đăng ký để đọc tiếp",
    "đăng nhập để đọc tiếp",
    "đăng ký để đọc toàn bộ",
    "đăng nhập để đọc toàn bộ",
    "đăng ký để xem tiếp",
    "đăng nhập để xem tiếp",
    "mua gói để đọc tiếp",
    "nâng cấp tài khoản để đọc",
    "trả phí để đọc",
    "bài viết dành cho thuê bao",
    "bài viết dành cho thành viên",
    "nội dung dành cho thuê bao",
    "nội dung dành cho thành viên",
    "dành riêng cho độc giả trả phí",
    "dành cho bạn đọc trả phí",
    "chỉ dành cho thuê bao",
    "mời bạn mua báo để đọc tiếp",
    "subscribe to continue",
    "subscribe to read",
    "subscribe to keep reading",
    "subscribe now to read",
    "sign in to continue reading",
    "log in to continue reading",
    "register to continue reading",
    "to continue reading this article",
    "to read the full article",
    "to read the full story",
    "this article is for subscribers",
    "this content is for subscribers",
    "this story is for subscribers",
    "this article is available to subscribers",
    "available only to subscribers",
    "exclusive to subscribers",
    "subscribers only",
    "already a subscriber?",
    "you have reached your limit of free articles",
    "you've reached your limit of free articles",
];

/// What was found on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Paywall {
    /// By JSON-LD, or in words.
    is_there: bool,
}

impl Paywall {
    /// Takes the words of a wall out of the page: they are never the article's.
    pub(super) fn take_out(html: &mut Html, text: &str) -> Self {
        let declared = text.contains("isAccessibleForFree") && is_declared(html);
        let boxes = boxes(html);
        let is_there = declared || !boxes.is_empty();
        for id in boxes {
            if let Some(mut node) = html.tree.get_mut(id) {
                node.detach();
            }
        }
        Self { is_there }
    }

    /// Whether what remains is no more than the free part. A text that is there in full is read in full, whatever a script
    /// would hide of it.
    pub(super) fn cuts(self, text: &str) -> bool {
        self.is_there && text.chars().nth(FREE_PART).is_none()
    }
}

/// The smallest elements that hold such words.
fn boxes(html: &Html) -> Vec<NodeId> {
    let mut boxes: Vec<NodeId> = Vec::new();
    for node in html.tree.nodes() {
        let Node::Text(text) = node.value() else { continue };
        if text.len() > 4 * LONGEST_WALL || !may_ask(text) {
            continue;
        }
        let named = |node| tree::name(node).unwrap_or_default();
        if node.parent().is_some_and(|parent| tree::is_unseen(named(parent)) && named(parent) != "button") {
            continue;
        }
        let Some(block) = node.ancestors().find(|node| tree::is_block(named(*node))) else { continue };
        if !matches!(named(block), "html" | "body")
            && tree::weight_up_to(block, LONGEST_WALL) <= LONGEST_WALL
            && asks(&tree::line_of(block))
            && boxes.last() != Some(&block.id())
        {
            boxes.push(block.id());
        }
    }
    boxes
}

/// A cheap look before a dear one: words that all walls' sentences have one of.
fn may_ask(text: &str) -> bool {
    ASKING.as_ref().is_some_and(|words| words.is_match(text))
}

static ASKING: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let english = ["subscri", "continu", "read the full", "the full article", "the full story", "free articles"];
    let vietnamese = ["đọc tiếp", "để đọc", "đọc toàn bộ", "xem tiếp", "dành cho", "dành riêng"];
    let forms = vietnamese.iter().flat_map(|words| [(*words).to_owned(), words.to_uppercase(), capitalised(words)]);
    let words = english.into_iter().map(str::to_owned).chain(forms);
    AhoCorasick::builder().ascii_case_insensitive(true).build(words).ok()
});

fn capitalised(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

fn asks(line: &str) -> bool {
    let lower = line.to_lowercase();
    WORDS.iter().any(|words| lower.contains(words))
}

/// `isAccessibleForFree: false` of the article, or of a part of it.
fn is_declared(html: &Html) -> bool {
    json_ld::documents(html).iter().any(says_paid)
}

/// `serde_json` reads no value deeper than 128.
fn says_paid(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(says_paid),
        Value::Object(object) => is_paid(object) || object.values().any(says_paid),
        _ => false,
    }
}

fn is_paid(object: &Map<String, Value>) -> bool {
    match object.get("isAccessibleForFree") {
        Some(Value::Bool(free)) => !free,
        Some(Value::String(free)) => free.to_ascii_lowercase().ends_with("false") || free.eq_ignore_ascii_case("no"),
        _ => false,
    }
}
