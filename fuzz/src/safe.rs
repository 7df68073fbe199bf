//! What comes out of the sanitiser, read by a scanner that knows nothing of HTML parsers.

use bantin::read::SafeHtml;
use bantin::text::nfc;

use super::{BASE, lossy};

/// Elements of an article, and the attributes that each may have.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("p", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("ul", &[]),
    ("ol", &[]),
    ("li", &[]),
    ("blockquote", &[]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tfoot", &[]),
    ("tr", &[]),
    ("th", &[]),
    ("td", &[]),
    ("caption", &[]),
    ("figure", &[]),
    ("figcaption", &[]),
    ("img", &["src", "alt", "width", "height", "loading", "referrerpolicy"]),
    ("a", &["href", "rel"]),
    ("strong", &[]),
    ("em", &[]),
    ("sub", &[]),
    ("sup", &[]),
    ("br", &[]),
    ("pre", &[]),
    ("code", &[]),
];

/// HTML of any kind.
pub fn sanitise(data: &[u8]) {
    let html = lossy(data);
    let safe = SafeHtml::clean(&html, &BASE);
    is_safe(&safe);
    assert_eq!(SafeHtml::clean(&html, &BASE), safe, "the same HTML is cleaned the same");
    // A reference of six bytes is at most eight; an address becomes absolute, and a link or picture gets our attributes.
    assert!(safe.as_str().len() <= 256 * html.len() + 256, "{} bytes of {}", safe.as_str().len(), html.len());
    is_safe(&SafeHtml::of_text(&html));
}

/// Nothing but an article's elements with addresses of the web, well-formed, and clean already.
#[track_caller]
pub(super) fn is_safe(safe: &SafeHtml) {
    is_well_formed(safe.as_str());
    assert_eq!(nfc(safe.as_str()), safe.as_str(), "is NFC");
    let again = SafeHtml::clean(safe.as_str(), &BASE);
    assert_eq!(again, *safe, "what is clean stays as it is");
    let text = safe.text();
    assert_eq!(nfc(&text), text, "its text is NFC");
}

#[track_caller]
fn is_well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>']) {
        has_whole_references(&rest[..at]);
        assert!(rest[at..].starts_with('<'), "a bare > in {html:?}");
        let (tag, after) = tag_of(&rest[at + 1..]).unwrap_or_else(|| panic!("a tag has no end in {html:?}"));
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "elements close in order: {html:?}");
        } else {
            let name = start_tag(tag, html);
            if !matches!(name, "br" | "img") {
                open.push(name);
            }
        }
        rest = after;
    }
    has_whole_references(rest);
    assert!(open.is_empty(), "{open:?} stay open in {html:?}");
}

/// A tag without its brackets, and what follows it.
fn tag_of(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let end = text.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    })?;
    Some((&text[..end], &text[end + 1..]))
}

#[track_caller]
fn start_tag<'h>(tag: &'h str, html: &str) -> &'h str {
    let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    let known = ELEMENTS.iter().find(|(known, _)| *known == name);
    let (_, allowed) = known.unwrap_or_else(|| panic!("<{name}> in {html:?}"));
    while !attributes.is_empty() {
        let (key, rest) = attributes.split_once("=\"").unwrap_or_else(|| panic!("no value in <{tag}>"));
        let (value, rest) = rest.split_once('"').unwrap_or_else(|| panic!("no end of a value in <{tag}>"));
        assert!(allowed.contains(&key), "{key} on <{name}> in {html:?}");
        has_whole_references(value);
        match key {
            "href" | "src" => {
                assert!(value.starts_with("https://") || value.starts_with("http://"), "{key}={value:?}");
            }
            "width" | "height" => assert!(value.bytes().all(|byte| byte.is_ascii_digit()), "{key}={value:?}"),
            "rel" => assert_eq!(value, "noopener nofollow"),
            "loading" => assert_eq!(value, "lazy"),
            "referrerpolicy" => assert_eq!(value, "no-referrer"),
            _ => {}
        }
        attributes = rest.strip_prefix(' ').unwrap_or_else(|| {
            assert!(rest.is_empty(), "{rest:?} behind a value in <{tag}>");
            rest
        });
    }
    name
}

/// Each `&` begins one of the references that a serialiser writes, or that to the stroke which composes with a tag's `>`.
#[track_caller]
fn has_whole_references(text: &str) {
    for (at, _) in text.match_indices('&') {
        let known = ["&amp;", "&lt;", "&gt;", "&nbsp;", "&quot;", "&#824;"];
        let known = known.iter().any(|known| text[at..].starts_with(known));
        assert!(known, "a bare & in {text:?}");
    }
}
