//! Titles without the name of the site.

use std::collections::HashSet;

use scraper::Html;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use url::Url;

use crate::read::html::tree;

/// "Cao Bằng đẩy mạnh … - Báo Dân tộc" → "Cao Bằng đẩy mạnh …". What stands behind the last separator is cut only
/// where it is the site's name; a title may have a separator of its own.
pub(super) fn without_site(title: &str, site: Option<&str>, url: &Url) -> String {
    let mut title = title.trim();
    // "Title | Section | Site" loses the site only.
    for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", "| "] {
        if let Some((start, end)) = title.rsplit_once(separator)
            && !start.trim().is_empty()
            && (is_site(end, site, url) || is_paper(end))
        {
            title = start.trim();
            break;
        }
        if let Some((start, end)) = title.split_once(separator)
            && !end.trim().is_empty()
            && site.is_some_and(|site| folded(site) == folded(start))
        {
            title = end.trim();
            break;
        }
    }
    title.to_owned()
}

/// The headline that readers see, if one `<h1>` is like what the page declares: titles for search engines and for sharing
/// are often other words for it. A logo or a section's name in an `<h1>` is not like them.
pub(super) fn headline(html: &Html, declared: &[&str]) -> Option<String> {
    let lines = tree::all(html, "h1").into_iter().take(MOST_H1).map(|h1| tree::line_of(*h1));
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    let of = |line: &str| declared.iter().map(|declared| likeness(line, declared)).max().unwrap_or_default();
    let (line, likeness) = lines.iter().map(|line| (line, of(line))).max_by_key(|(_, likeness)| *likeness)?;
    let alone = lines.len() == 1 && line.split(' ').count() >= LEAST_WORDS;
    if likeness < if alone { LIKE_ALONE } else { LIKE } {
        return None;
    }
    // The `<h1>` holds more than the title, or the title in capitals.
    let folded = folded(line);
    let whole = declared.iter().find(|declared| {
        let declared = self::folded(declared);
        declared == folded || (folded.starts_with(&declared) && likeness == 100)
    });
    Some(whole.map_or_else(|| line.clone(), |whole| (*whole).to_owned()))
}

const MOST_H1: usize = 8;
/// An `<h1>` that is the only one is a headline if it has so many words.
const LEAST_WORDS: usize = 4;
/// Shared words of a hundred of the shorter of the two.
const LIKE: usize = 60;
const LIKE_ALONE: usize = 25;

fn likeness(one: &str, other: &str) -> usize {
    let words =
        |text: &str| text.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect::<HashSet<_>>();
    let (one, other) = (words(one), words(other));
    (one.intersection(&other).count() * 100).checked_div(one.len().min(other.len())).unwrap_or_default()
}

/// Whether `name` is the site's: as it calls itself, or as its host is called ("Báo Dân trí" at dantri.com.vn).
pub(super) fn is_site(name: &str, site: Option<&str>, url: &Url) -> bool {
    let name = folded(name);
    if name.is_empty() {
        return false;
    }
    if site.is_some_and(|site| folded(site) == name) {
        return true;
    }
    let host = url.host_str().unwrap_or_default();
    if folded(host) == name || folded(host.trim_start_matches("www.")) == name {
        return true;
    }
    let label = folded(site_label(host));
    let bare = ["baodientu", "bao", "tapchi", "trangtin"].iter().find_map(|prefix| name.strip_prefix(prefix));
    let bare = bare.unwrap_or(&name);
    let bare = ["online", "dientu", "net", "vn"].iter().find_map(|suffix| bare.strip_suffix(suffix)).unwrap_or(bare);
    label.len() >= 3 && (name == label || bare == label || label.strip_prefix("bao") == Some(bare))
}

/// "Báo Dân tộc và Phát triển": short, and called a newspaper.
fn is_paper(name: &str) -> bool {
    let lower = name.trim().to_lowercase();
    ["báo ", "tạp chí ", "cổng thông tin"].iter().any(|start| lower.starts_with(start)) && lower.split(' ').count() <= 7
}

/// The part of a host that is the site's own: `tuoitre` of `www.tuoitre.vn`, `dantri` of `dantri.com.vn`.
fn site_label(host: &str) -> &str {
    site(host).split('.').next().unwrap_or_default()
}

/// The registrable part of a host: two labels, or three under a suffix such as `com.vn`. (The public suffix list would
/// be exact; a wrong guess here leaves a site's name in its titles.)
fn site(host: &str) -> &str {
    const SECOND_LEVEL: &[&str] = &["com", "net", "org", "gov", "edu", "info", "co", "ac", "or", "ne", "go"];
    let mut ends: Vec<usize> = host.rmatch_indices('.').map(|(at, _)| at).take(3).collect();
    ends.push(usize::MAX);
    let label = |from: usize, to: usize| &host[from + 1..to];
    let labels = match ends.as_slice() {
        [last, second, ..] if *second != usize::MAX => {
            if SECOND_LEVEL.contains(&label(*second, *last)) && host.len() - last == 3 { 3 } else { 2 }
        }
        // "gov.vn" itself, or a name without a dot.
        _ => return host,
    };
    match ends.get(labels - 1) {
        Some(at) if *at != usize::MAX => &host[at + 1..],
        _ => host,
    }
}

/// Letters and digits without marks, in lower case: names are compared with hosts.
fn folded(text: &str) -> String {
    let plain = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    plain.map(|c| if c == 'đ' { 'd' } else { c }).filter(|c| c.is_alphanumeric()).collect()
}

/// A title's words in lower case, without the number of a page at its end ("… - trang 2", "… (page 2)").
pub(super) fn bare(title: &str) -> String {
    let lower = title.to_lowercase();
    let mut words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if let [.., before, last] = words.as_slice()
        && matches!(*before, "trang" | "page" | "p")
        && last.bytes().all(|byte| byte.is_ascii_digit())
    {
        words.truncate(words.len() - 2);
    }
    words.join(" ")
}
