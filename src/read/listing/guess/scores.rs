//! How much a group of like subtrees looks like the news of a page, rather than its menus and boxes.

use scraper::ElementRef;
use url::Url;

use super::{Item, parts};
use crate::read::dates::DateRules;
use crate::read::html::tree;

/// More items don't make it more likely.
const ENOUGH_ITEMS: usize = 40;
/// Looked at, of a large group.
const SAMPLE: usize = 20;
/// Most headlines are longer than this; names of sections are not.
const HEADLINE: usize = 32;

/// What each trait that all items share multiplies the score by. Set so that on the layouts of tests/fixtures/listings
/// the news wins over boxes of the most read with as many headlines.
const DATED: f64 = 1.0;
const SUMMARISED: f64 = 0.6;
const HEADED: f64 = 0.4;
const PICTURED: f64 = 0.3;
/// Headlines in menus, side columns and footers, and under headings such as "Đọc nhiều".
const APART: f64 = 0.15;
const BOXED: f64 = 0.25;
const MAIN: f64 = 1.3;

/// Names of what is no news of its own, between hyphens, underscores and capitals.
const NAMES_APART: &[&str] = &[
    "nav",
    "navbar",
    "menu",
    "footer",
    "sidebar",
    "aside",
    "related",
    "relate",
    "lienquan",
    "popular",
    "mostread",
    "mostview",
    "docnhieu",
    "xemnhieu",
    "breadcrumb",
    "ticker",
    "widget",
    "banner",
    "tags",
    "topmenu",
    "trending",
];
/// Headings of boxes beside the news.
const HEADINGS_APART: &[&str] = &[
    "đọc nhiều",
    "tin đọc nhiều",
    "đọc nhiều nhất",
    "xem nhiều",
    "tin xem nhiều",
    "xem nhiều nhất",
    "tin nổi bật",
    "tin liên quan",
    "tin khác",
    "các tin khác",
    "thông báo",
    "văn bản mới",
    "văn bản",
    "liên kết",
    "liên kết website",
    "tin mới nhất",
    "video",
    "ảnh",
    "quảng cáo",
    "most read",
    "popular",
];

#[expect(clippy::cast_precision_loss, reason = "counts of items, far below 2^52")]
pub(super) fn score(items: &[Item], rules: &DateRules) -> f64 {
    let sample = &items[..items.len().min(SAMPLE)];
    let share = |has: &dyn Fn(&Item) -> bool| {
        sample.iter().filter(|item| has(item)).count() as f64 / sample.len().max(1) as f64
    };
    let count = (items.len().min(ENOUGH_ITEMS) as f64).sqrt();
    let long = share(&|item| item.title.chars().count() >= HEADLINE);
    let articles = share(&|item| is_article(&item.url));
    let dated = share(&|item| parts::date(item, rules).is_some() || parts::is_bare(item, rules));
    let summarised = share(&|item| parts::summary(item).is_some());
    let headed = share(&|item| is_headed(item));
    let pictured = share(&|item| parts::picture(item).is_some());
    let mut score = count * (0.3 + 0.7 * long) * (0.2 + 0.8 * articles);
    score *= (1.0 + DATED * dated) * (1.0 + SUMMARISED * summarised);
    score *= (1.0 + HEADED * headed) * (1.0 + PICTURED * pictured);
    let Some(first) = items.first() else { return 0.0 };
    let above: Vec<ElementRef> = first.root.ancestors().filter_map(ElementRef::wrap).collect();
    if above.iter().any(|element| is_apart(*element)) || is_apart(first.root) {
        score *= APART;
    }
    if std::iter::once(&first.root).chain(&above).take(4).any(|element| is_boxed(*element)) {
        score *= BOXED;
    }
    if above.iter().any(|element| element.value().name() == "main" || element.attr("role") == Some("main")) {
        score *= MAIN;
    }
    score
}

/// A number as ids and dates are, or a path of many words.
fn is_article(url: &Url) -> bool {
    let last = url.path_segments().and_then(|mut segments| segments.rfind(|segment| !segment.is_empty()));
    let words = last.map_or(0, |last| last.split(['-', '_']).filter(|word| !word.is_empty()).count());
    let digits = |text: &str| text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
    words >= 4 || digits(url.path()) >= 4 || digits(url.query().unwrap_or_default()) >= 2
}

fn is_headed(item: &Item) -> bool {
    let is_heading = |name: &str| matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    is_heading(item.headline.value().name())
        || item.link.ancestors().take(3).filter_map(tree::name).any(is_heading)
        || item.link.descendent_elements().any(|inner| is_heading(inner.value().name()))
}

fn is_apart(element: ElementRef) -> bool {
    let value = element.value();
    if matches!(value.name(), "nav" | "footer" | "aside")
        || matches!(value.attr("role"), Some("navigation" | "complementary"))
    {
        return true;
    }
    // They wrap whole pages, and are named after what else is on it: "has-sidebar".
    if matches!(value.name(), "html" | "body" | "form" | "main") {
        return false;
    }
    let names = [value.attr("class"), value.attr("id")];
    names.into_iter().flatten().flat_map(words).any(|word| NAMES_APART.contains(&word.as_str()))
}

/// `box-docNhieu tin_moi` → box, doc, nhieu, docnhieu, tin, moi.
fn words(names: &str) -> Vec<String> {
    let mut words = Vec::new();
    for name in names.split(|c: char| !c.is_alphanumeric()) {
        words.push(name.to_ascii_lowercase());
        let mut start = 0;
        for (at, _) in name.char_indices().skip(1).filter(|(_, c)| c.is_ascii_uppercase()) {
            words.push(name[start..at].to_ascii_lowercase());
            start = at;
        }
        words.push(name[start..].to_ascii_lowercase());
    }
    words
}

/// Whether what stands before the element is the heading of a box beside the news.
fn is_boxed(element: ElementRef) -> bool {
    const LONGEST: usize = 30;
    let before = element.prev_siblings().find(|before| tree::weight_up_to(*before, 0) > 0);
    before.is_some_and(|before| {
        tree::weight_up_to(before, LONGEST) <= LONGEST && {
            let text = tree::line_of(before).to_lowercase();
            HEADINGS_APART.contains(&text.trim_matches(|c: char| !c.is_alphanumeric()))
        }
    })
}
