//! Pages that are filled by scripts: what can be had of them without running any.

use scraper::{ElementRef, Html};
use serde_json::{Map, Value};
use url::Url;

use crate::news::HostKey;
use crate::read::html::{image, plain, tree};
use crate::read::listing;

/// A page that shows no more than this to a reader without scripts, menus and all, is empty but for them.
const LEAST_SHOWN: usize = 400;
/// The same for one that says itself that it needs scripts.
const LEAST_SHOWN_WITH_NOTE: usize = 1500;
/// Bytes of such a note.
const LONGEST_NOTE: usize = 1000;
/// Bytes of a script with data that is read: a parsed value takes up to 36 times as much. The largest seen has 700 kB.
const MOST_DATA: usize = 1024 * 1024;
/// Scripts with data that are looked at.
const MOST_SCRIPTS: usize = 8;
/// A shorter text in data is a teaser.
const LEAST_TEXT: usize = 140;

/// Names that articles' texts and titles have in such data.
const TEXTS: &[&str] =
    &["articleBody", "body", "bodyHtml", "content", "contentHtml", "content_html", "detail", "html", "text"];
const TITLES: &[&str] = &["title", "headline", "name"];

/// Whether a page in which no text was found leaves it to scripts. `text` is the page as it came.
pub(super) fn needs_scripts(html: &Html, text: &str) -> bool {
    if !text.contains("<script") && !text.contains("<SCRIPT") {
        return false;
    }
    let shown = plain::paragraphs(html.tree.root()).chars().count();
    shown <= LEAST_SHOWN || (shown <= LEAST_SHOWN_WITH_NOTE && asks_for_scripts(text))
}

/// `<noscript>You need to enable JavaScript to run this app.</noscript>`
fn asks_for_scripts(text: &str) -> bool {
    text.match_indices("<noscript").any(|(at, _)| {
        let note = &text[at..text.floor_char_boundary(at + LONGEST_NOTE)];
        let note = note.split("</noscript").next().unwrap_or_default().to_lowercase();
        note.contains("javascript")
            && ["enable", "need", "require", "turn on", "bật", "kích hoạt", "yêu cầu", "cần"]
                .iter()
                .any(|word| note.contains(word))
    })
}

/// The article's text in the data that the page's scripts would show (`<script type="application/json">`, as Next.js
/// has): HTML or plain. It stands beside a title that is the page's.
pub(super) fn text_in_data(text: &str, is_title: impl Fn(&str) -> bool) -> Option<String> {
    let mut found = None;
    for json in scripts_with_data(text).take(MOST_SCRIPTS) {
        if let Ok(value) = serde_json::from_str::<Value>(json) {
            longest(&value, &is_title, &mut found);
        }
    }
    found.filter(|text| text.chars().count() >= LEAST_TEXT)
}

/// One after another, so that no end is searched for twice.
fn scripts_with_data(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        rest = &rest[rest.find("<script")?..];
        let (open, json) = rest.split_once('>')?;
        let (json, after) = json.split_once("</script")?;
        rest = after;
        Some((open, json))
    })
    .filter(|(open, json)| open.contains("application/json") && json.len() <= MOST_DATA)
    .map(|(_, json)| json)
}

/// `serde_json` reads no value deeper than 128.
fn longest(value: &Value, is_title: &impl Fn(&str) -> bool, found: &mut Option<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| longest(value, is_title, found)),
        Value::Object(object) => {
            let mut titles = TITLES.iter().filter_map(|name| object.get(*name)?.as_str());
            if titles.any(is_title) {
                let texts = TEXTS.iter().filter_map(|name| object.get(*name)?.as_str()).map(str::to_owned);
                let longest = texts.chain(blocks(object)).max_by_key(String::len);
                if let Some(text) = longest.filter(|text| found.as_ref().is_none_or(|before| before.len() < text.len()))
                {
                    *found = Some(text);
                }
            }
            object.values().for_each(|value| longest(value, is_title, found));
        }
        _ => {}
    }
}

/// `"body": [{"type": "paragraph", "text": "…"}, …]`
fn blocks(object: &Map<String, Value>) -> Option<String> {
    let blocks = TEXTS.iter().find_map(|name| object.get(*name)?.as_array())?;
    let of = |block: &Value| match block {
        Value::String(text) => Some(text.clone()),
        Value::Object(block) => TEXTS.iter().find_map(|name| block.get(*name)?.as_str()).map(str::to_owned),
        _ => None,
    };
    let texts: Vec<String> = blocks.iter().filter_map(of).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// Another view of the same article that needs no scripts: AMP, or else the one for printing. On the same host.
pub(super) fn other_view(html: &Html, url: &Url) -> Option<Url> {
    let base = listing::base_of(html, url);
    let usable = |target: &Url| HostKey::of(target) == HostKey::of(url) && target != url;
    let link = |css: &str| {
        let links = tree::all(html, css);
        links.into_iter().filter_map(|link| image::resolve(link.attr("href")?, &base)).find(|target| usable(target))
    };
    link("link[rel~=amphtml][href]").or_else(|| link("link[rel~=alternate][media=print][href]")).or_else(|| {
        let links = tree::all(html, "a[href]");
        let for_print = links.into_iter().filter(|link: &ElementRef| {
            matches!(
                listing::text_of(*link).as_str(),
                "in bài" | "bản in" | "in trang" | "in bài viết" | "print" | "printable version"
            )
        });
        for_print.filter_map(|link| listing::target(link, &base)).find(|target| usable(target))
    })
}
