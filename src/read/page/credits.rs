//! The element that names who wrote it, as any page may mark it: `rel=author`, a class such as `post-author`, a link to
//! `/author/…`.

use ego_tree::NodeRef;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use crate::read::authors;
use crate::read::dates::{DateRules, find_date};
use crate::read::html::tree;

/// A longer text is about an author, and no credit. In characters.
const LONGEST: usize = 90;

/// Words of a class or id, in lower case, that mark a credit.
const MARKS: &[&str] = &[
    "author",
    "authors",
    "byline",
    "bylines",
    "creator",
    "writer",
    "contributor",
    "contributors",
    "tacgia",
    "authorname",
];
/// One of these is in each of them.
const STEMS: &[&str] = &["author", "byline", "creator", "writer", "contributor", "tac"];
/// Words beside them that mark something else of the author's, or somebody else's credit.
const OTHER: &[&str] = &[
    "bio",
    "avatar",
    "image",
    "img",
    "photo",
    "title",
    "job",
    "role",
    "position",
    "comment",
    "comments",
    "commentary",
    "social",
    "description",
    "desc",
    "related",
    "reviewer",
    "follow",
    "label",
    "icon",
    "card",
    "about",
    "tagline",
    "read",
];
/// Parts of a link's path before a writer's name.
const PATHS: &[&str] =
    &["/author/", "/authors/", "/contributor/", "/contributors/", "/tac-gia/", "/writers/", "/byline/"];
/// No credit of the article stands in these.
const APART: &[&str] = &["nav", "footer", "aside", "form"];

/// What may stand behind a name in the same element.
const BEHIND: &[&str] = &[
    "updated",
    "published",
    "posted",
    "last",
    "sponsored",
    "writer",
    "contributor",
    "contributing",
    "editor",
    "senior",
    "staff",
    "former",
    "reporter",
    "journalist",
    "correspondent",
    "founder",
    "content",
    "marketing",
    "product",
    "chief",
    "head",
    "director",
    "manager",
    "in",
    "on",
    "at",
    "is",
];

/// So many marked elements are looked at: each costs as much as it holds.
const MOST: usize = 200;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Made for it: microdata, a link relation, a profile's address.
    Certain,
    /// A class.
    Likely,
}

/// The names of the first credit on the page, and of those beside it.
pub(super) fn find(html: &Html, rules: &DateRules) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut around = None;
    let marked = tree::elements(html).filter_map(|element| Some((element, mark(element.value())?)));
    let marked = marked.filter(|(element, _)| tree::stands(**element));
    for (element, mark) in marked.take(MOST) {
        let place = element.parent().and_then(|parent| parent.parent()).map(|place| place.id());
        let beside = || element.ancestors().take(2).any(|ancestor| Some(ancestor.id()) == around);
        if (around.is_some() && !beside()) || is_apart(*element) {
            continue;
        }
        // "byline" around a link to the author, beside whose name stands what she is.
        if mark == Mark::Likely && holds_closer(*element, rules) {
            continue;
        }
        let names = names(*element, mark, rules);
        if !names.is_empty() && around.is_none() {
            around = place;
        }
        for name in names {
            // "Emma Ryan" and "Emma Ryan Writer" are one.
            if !found.iter().any(|known| name.contains(known.as_str()) || known.contains(&name)) {
                found.push(name);
            }
        }
    }
    found
}

fn holds_closer(node: NodeRef<'_, Node>, rules: &DateRules) -> bool {
    let inner = node.descendants().skip(1).filter_map(ElementRef::wrap);
    tree::weight_up_to(node, LONGEST) <= LONGEST
        && inner
            .take(MOST_INNER)
            .any(|inner| mark(inner.value()).is_some_and(|mark| !names(*inner, mark, rules).is_empty()))
}

/// So many elements in one with a credit's text are looked at.
const MOST_INNER: usize = 40;

fn mark(element: &Element) -> Option<Mark> {
    let is = |name: &str, wanted: &str| {
        tree::attr(element, name).is_some_and(|value| value.split_ascii_whitespace().any(|word| word == wanted))
    };
    if matches!(element.name(), "meta" | "link" | "script" | "style" | "img" | "body" | "html" | "svg" | "input") {
        return None;
    }
    if is("rel", "author") || is("itemprop", "author") {
        return Some(Mark::Certain);
    }
    if element.name() == "a"
        && tree::attr(element, "href").is_some_and(|href| PATHS.iter().any(|path| href.contains(path)))
    {
        return Some(Mark::Certain);
    }
    let mut is_marked = false;
    for value in ["class", "id", "data-testid", "data-role"].iter().filter_map(|name| tree::attr(element, name)) {
        for class in value.split_ascii_whitespace().filter(|class| holds(class, STEMS)) {
            let words = words(class);
            if words.iter().any(|word| MARKS.contains(&word.as_str())) {
                if words.iter().any(|word| OTHER.contains(&word.as_str())) {
                    return None;
                }
                is_marked = true;
            }
        }
    }
    is_marked.then_some(Mark::Likely)
}

/// Whether a class is worth to be taken apart. One of more than 60 bytes was made by a tool.
pub(super) fn holds(class: &str, stems: &[&str]) -> bool {
    let class = class.as_bytes();
    let has = |stem: &str| class.windows(stem.len()).any(|part| part.eq_ignore_ascii_case(stem.as_bytes()));
    class.len() <= 60 && stems.iter().any(|stem| has(stem))
}

/// "postAuthor-name" → post, author, name.
pub(super) fn words(class: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in class.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words
}

fn is_apart(node: NodeRef<'_, Node>) -> bool {
    node.ancestors().any(|above| tree::name(above).is_some_and(|name| APART.contains(&name)))
}

fn names(node: NodeRef<'_, Node>, mark: Mark, rules: &DateRules) -> Vec<String> {
    if tree::weight_up_to(node, LONGEST) > LONGEST {
        return Vec::new();
    }
    let line = tree::line_of(node);
    // "Ann Lee 21 May 2024": what is before the date.
    let line = match find_date(&line, rules) {
        Some(date) if date.span.start > 0 => &line[..date.span.start],
        Some(date) => &line[date.span.end..],
        None => &line,
    };
    let end = line.split(' ').skip(2).find(|word| BEHIND.contains(&word.trim_matches(',').to_lowercase().as_str()));
    let line = end.and_then(|end| line.find(&format!(" {end}"))).map_or(line, |end| &line[..end]);
    let line = ["Authors ", "Author "].iter().find_map(|label| line.trim_start().strip_prefix(label)).unwrap_or(line);
    let mut names = authors::names(line);
    names.retain(|name| match mark {
        Mark::Certain => authors::may_be_name(name),
        Mark::Likely => authors::is_name(name),
    });
    names
}
