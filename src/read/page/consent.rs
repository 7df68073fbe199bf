//! Boxes that ask for consent to cookies.

use ego_tree::NodeId;
use scraper::Html;
use scraper::node::Element;

use crate::read::html::tree;

/// Parts of the ids and classes that such boxes have, with those of `OneTrust`, Didomi, Quantcast, Google and Cookiebot;
/// the last two of ids alone.
const NAMES: [&str; 6] = ["cookie", "consent", "gdpr", "qc-cmp", "onetrust", "didomi"];
const CLASSES: &[&str] = NAMES.split_at(4).0;
/// What they talk of.
const WORDS: &[&str] = &["cookie", "consent", "đồng ý", "quyền riêng tư", "privacy"];
/// The longest seen lists its partners in 2,600 characters.
const LONGEST: usize = 4000;

/// Takes them out: by name and by words, so that neither an article about cookies nor a page whose `<body>` is marked
/// "cookies-accepted" loses its text.
pub(super) fn take_out(html: &mut Html, text: &str) {
    // Attributes are in ASCII; most pages have none of it.
    if !["ookie", "onsent", "gdpr", "GDPR", "onetrust", "idomi", "qc-cmp"].iter().any(|mark| text.contains(mark)) {
        return;
    }
    let boxes: Vec<NodeId> = tree::elements(html)
        .filter(|element| is_named(element.value()))
        .filter(|element| !matches!(element.value().name(), "html" | "body" | "main" | "article"))
        .filter(|element| tree::weight_up_to(**element, LONGEST) <= LONGEST)
        .filter(|element| {
            let line = tree::line_of(**element).to_lowercase();
            // No article of a few hundred words says so in its first ones.
            let start: String = line.chars().take(200).collect();
            WORDS.iter().any(|word| start.contains(word))
        })
        .map(|element| element.id())
        .collect();
    for id in boxes {
        if let Some(mut node) = html.tree.get_mut(id) {
            node.detach();
        }
    }
}

fn is_named(element: &Element) -> bool {
    let holds = |value: &str, words: &[&str]| {
        let value = value.to_ascii_lowercase();
        words.iter().any(|word| value.contains(word))
    };
    element.attrs().any(|(name, value)| match name {
        "id" => holds(value, &NAMES),
        "class" => holds(value, CLASSES),
        _ => false,
    })
}
