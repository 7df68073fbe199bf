//! The only door through which HTML from outside comes in.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use scraper::{Html, Node};
use serde::{Deserialize, Serialize};
use url::Url;

use super::html::{bounds, plain, tidy, tree};
use crate::text::nfc;

/// HTML that went through the sanitiser; the renderers accept no other. It is (de)serialised for the store's own
/// columns, which are only ever written from a `SafeHtml`.
///
/// It holds what an article consists of and nothing else: paragraphs, headings (`h2` on), lists, quotations, tables,
/// figures, pictures, links, emphasis. Addresses are absolute, http or https. NFC, each text and the whole: composing it
/// once more changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// `html` may be anything; relative addresses in it are resolved against `base`.
    pub fn clean(html: &str, base: &Url) -> Self {
        if is_plain(html) {
            return Self::finished(paragraph(html).unwrap_or_default());
        }
        let fragment = tree::fragment(html);
        Self::sanitised(&tidy::tidy(fragment.tree.root(), base))
    }

    /// Each line of `text` as a paragraph.
    pub fn of_text(text: &str) -> Self {
        Self::finished(text.lines().filter_map(paragraph).collect())
    }

    /// What is left of tidy HTML from which something was taken out: tidied again, since a blank, a break or a table's
    /// last cell may stand alone now.
    pub(super) fn left_of(fragment: &Html) -> Self {
        Self::sanitised(&tidy::tidy(fragment.tree.root(), &ABSOLUTE))
    }

    /// The last step, for HTML that is tidy already. What else changes texts comes before the sanitiser.
    pub(super) fn sanitised(tidy: &str) -> Self {
        Self::finished(SANITISER.clean(&composed(tidy)).to_string())
    }

    /// A text that begins with the stroke keeps it as a reference, so that nobody who composes the markup, here or behind
    /// us, takes the `>` before it away.
    fn finished(clean: String) -> Self {
        Self(if clean.contains(STRUCK_TAG) { clean.replace(STRUCK_TAG, STROKE_REFERRED_TO) } else { clean })
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As plain text, NFC: a paragraph, list item or table row a line.
    pub fn text(&self) -> String {
        plain::paragraphs(tree::fragment(&self.0).tree.root())
    }
}

/// U+0338, the one mark that composes with what markup is made of: `<`, `=` and `>` become `≮`, `≠` and `≯`.
const STROKE: char = '\u{338}';
const STRUCK_TAG: &str = ">\u{338}";
const STROKE_REFERRED_TO: &str = ">&#824;";

/// Tidy HTML with each of its texts NFC. Composed as a whole, `<p>` before the stroke would be `<p≯`, a tag that goes on in
/// the text.
fn composed(tidy: &str) -> Cow<'_, str> {
    // The stroke may also stand behind the reference to a `>`.
    if !tidy.contains(STROKE) && matches!(nfc(tidy), Cow::Borrowed(_)) {
        return Cow::Borrowed(tidy);
    }
    let mut fragment = tree::fragment(tidy);
    for node in fragment.tree.values_mut() {
        if let Node::Text(text) = node
            && let Cow::Owned(composed) = nfc(text)
        {
            text.text = composed.into();
        }
    }
    Cow::Owned(fragment.root_element().inner_html())
}

/// Whether HTML is a text that means itself: most summaries are, and it is much faster to know.
fn is_plain(html: &str) -> bool {
    html.len() <= bounds::MOST_BYTES
        && !html.contains(|c: char| matches!(c, '<' | '&') || (plain::is_invisible(c) && !c.is_ascii_whitespace()))
}

/// Text that holds no reference, as a paragraph; none where there is nothing to see.
fn paragraph(text: &str) -> Option<String> {
    let line = plain::collapse(text);
    let escaped = line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    (!line.is_empty()).then(|| format!("<p>{escaped}</p>"))
}

/// The base of addresses that are absolute already: there is nothing to resolve.
static ABSOLUTE: LazyLock<Url> = LazyLock::new(|| Url::parse("about:blank").expect("an address of ours"));

static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "caption",
        "figure",
        "figcaption",
        "img",
        "a",
        "strong",
        "em",
        "sub",
        "sup",
        "br",
        "pre",
        "code",
    ];
    let attributes = HashMap::from([
        ("a", HashSet::from(["href"])),
        // The last two are ours: `tidy` sets them, since the sanitiser would in an order that changes from run to run.
        ("img", HashSet::from(["src", "alt", "width", "height", "loading", "referrerpolicy"])),
    ]);
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"));
    builder
});
