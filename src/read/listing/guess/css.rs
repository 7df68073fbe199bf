//! Selectors that hold a page's elements apart, as an operator would write them.

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};

use super::Item;
use crate::read::Css;
use crate::read::listing::part;

/// Elements visited for all trials of a page, so that a huge page isn't searched for long.
const MOST_VISITS: usize = 10_000_000;
const MOST_TRIALS: usize = 150;
/// How far above the items a name is looked for.
const FARTHEST: usize = 6;

/// Classes that are the same at the site's next release, in the order written: not what a build tool made up, and
/// nothing that needs escapes.
pub(super) fn steady_classes(element: ElementRef<'_>) -> Vec<&str> {
    element.value().classes().filter(|class| is_steady(class)).collect()
}

/// The same with the id, as `#id`.
pub(super) fn steady_names(element: ElementRef<'_>) -> Vec<&str> {
    let id = element.value().id().filter(|id| is_steady(id));
    id.into_iter().chain(steady_classes(element)).collect()
}

/// `css-1q2w3e`, `sc-bdVaJa`, `jsx-12345`, `_3xKl9`, `ctl00_m_g_5b1f…` are made up; `item-2` and `col-md-4` are not.
fn is_steady(name: &str) -> bool {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    if !plain || name.len() > 40 || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    if ["css-", "sc-", "jsx-", "emotion-", "ctl00", "svelte-", "astro-"].iter().any(|prefix| name.starts_with(prefix)) {
        return false;
    }
    // What differs between the items of one list.
    if matches!(name, "first" | "last" | "odd" | "even" | "active" | "clearfix" | "row" | "fl" | "fr") {
        return false;
    }
    !name.split(['-', '_']).any(is_made_up)
}

/// Whether a part of a name is a number for a machine, or letters without sense.
fn is_made_up(word: &str) -> bool {
    let bytes = word.as_bytes();
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let letters = bytes.len() - digits;
    // `x0a9f3`, and not `item25`.
    let mixed = letters >= 2 && bytes.iter().rev().take(digits).any(|b| !b.is_ascii_digit());
    let capitals = bytes.windows(2).filter(|two| two[0].is_ascii_lowercase() && two[1].is_ascii_uppercase()).count();
    let has_vowel = bytes.iter().any(|b| b"aeiouyAEIOUY".contains(b));
    // `kYtPqZ`, and not `tinMoiNhat`.
    let restless = capitals >= 2 && capitals * 4 >= bytes.len();
    digits > 4 || (digits >= 2 && mixed && bytes.len() >= 5) || restless || (letters >= 6 && !has_vowel)
}

/// Names that say what they mark come first.
fn meaning(name: &str) -> usize {
    const WORDS: &[&str] = &[
        "item", "news", "article", "story", "post", "tin", "bai", "card", "entry", "muc", "list", "title", "date",
        "time", "sapo",
    ];
    let lower = name.to_ascii_lowercase();
    usize::from(!WORDS.iter().any(|word| lower.contains(word)))
}

/// `tag.class` for the classes that all the elements share, the telling ones first, and the tag itself.
pub(super) fn own_steps(elements: &[ElementRef]) -> Vec<String> {
    let Some(first) = elements.first() else { return Vec::new() };
    let tag = first.value().name();
    if elements.iter().any(|element| element.value().name() != tag) {
        return Vec::new();
    }
    let mut shared = steady_classes(*first);
    shared.retain(|class| elements.iter().all(|element| element.value().classes().any(|other| other == *class)));
    shared.sort_by_key(|class| meaning(class));
    let mut steps: Vec<String> = shared.iter().map(|class| format!("{tag}.{class}")).collect();
    steps.push(tag.to_owned());
    steps
}

/// The search for the selector of a page's items.
pub(super) struct Trials<'a> {
    html: &'a Html,
    left: usize,
}

impl<'a> Trials<'a> {
    pub(super) fn of(html: &'a Html) -> Self {
        let size = html.tree.values().len().max(1);
        Self { html, left: (MOST_VISITS / size).clamp(1, MOST_TRIALS) }
    }

    /// The shortest selector that finds the items, and hardly anything else, what is `welcome` aside.
    pub(super) fn item(&mut self, items: &[Item], welcome: &HashSet<NodeId>) -> Option<Css> {
        let roots: Vec<ElementRef> = items.iter().map(|item| item.root).collect();
        let wanted: HashSet<NodeId> = roots.iter().map(|root| root.id()).collect();
        let mut best: Option<(usize, Css)> = None;
        for candidate in candidates(&roots) {
            if self.left == 0 {
                break;
            }
            self.left -= 1;
            let Ok(css) = Css::parse(&candidate) else { continue };
            let (mut found, mut others) = (0, 0);
            for element in self.html.select(css.compiled()) {
                if wanted.contains(&element.id()) {
                    found += 1;
                } else if !welcome.contains(&element.id()) && holds_link(element) {
                    others += 1;
                }
            }
            if found < wanted.len() || others > (wanted.len() / 5).max(1) {
                continue;
            }
            if others == 0 {
                return Some(css);
            }
            if best.as_ref().is_none_or(|(most, _)| others < *most) {
                best = Some((others, css));
            }
        }
        best.map(|(_, css)| css)
    }
}

/// Rows of rules, advertisements: what has no link is no item, and does no harm.
fn holds_link(element: ElementRef) -> bool {
    element.descendent_elements().any(|inner| inner.value().name() == "a" && inner.attr("href").is_some())
}

/// From the short to the long: the items' own classes, then those below a name of something above them.
fn candidates(roots: &[ElementRef]) -> Vec<String> {
    let own = own_steps(roots);
    let mut candidates: Vec<String> = own.iter().filter(|step| step.contains('.')).cloned().collect();
    let mut path = String::new();
    let mut level: Vec<ElementRef> = roots.to_vec();
    for _ in 0..FARTHEST {
        let above: Vec<_> = level.iter().filter_map(|element| element.parent().and_then(ElementRef::wrap)).collect();
        if above.len() < level.len() {
            break;
        }
        level = above;
        let mut steps = own_steps(&level);
        let Some(tag) = steps.pop() else { break };
        let id = level[0].value().id().filter(|id| is_steady(id) && level.iter().all(|e| e.value().id() == Some(id)));
        if let Some(id) = id {
            steps.insert(0, format!("#{id}"));
        }
        for step in &steps {
            candidates.extend(own.iter().map(|own| format!("{step} > {path}{own}")));
            if !path.is_empty() {
                candidates.extend(own.iter().map(|own| format!("{step} {own}")));
            }
        }
        if matches!(tag.as_str(), "body" | "main" | "article" | "section") {
            candidates.extend(own.iter().map(|own| format!("{tag} > {path}{own}")));
        }
        path = format!("{tag} > {path}");
    }
    candidates
}

/// The simplest selector whose first match in each item is the wanted element, where there is one. Most items must have
/// it, and few may have another in its place.
pub(super) fn relative(items: &[Item], wanted: &[Option<NodeId>]) -> Option<Css> {
    const SAMPLED: usize = 4;
    let there = wanted.iter().flatten().count();
    if there * 2 < items.len() {
        return None;
    }
    let mut candidates = Vec::new();
    let sampled = items.iter().zip(wanted).filter_map(|(item, wanted)| Some((item, (*wanted)?))).take(SAMPLED);
    for (item, wanted) in sampled {
        let Some(element) = item.elements().find(|element| element.id() == wanted) else { continue };
        for candidate in inside(element, item.root) {
            if !candidates.contains(&candidate) {
                candidates.push(candidate);
            }
        }
    }
    candidates.sort_by_key(|(cost, _)| *cost);
    candidates.into_iter().find_map(|(_, candidate)| {
        let css = Css::parse(&candidate).ok()?;
        let firsts = items.iter().map(|item| part(item.root, &item.beside, Some(&css)).map(|found| found.id()));
        let right = firsts.zip(wanted).filter(|(found, wanted)| found == *wanted).count();
        (right * 10 >= items.len() * 8).then_some(css)
    })
}

/// Ways to name an element within its item, with what they cost in clarity.
fn inside(element: ElementRef, root: ElementRef) -> Vec<(usize, String)> {
    let mut ways = Vec::new();
    let tag = element.value().name();
    let telling = matches!(tag, "time" | "img" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    ways.push((if telling { 0 } else { 6 }, tag.to_owned()));
    for class in steady_classes(element) {
        ways.push((1 + meaning(class), format!("{tag}.{class}")));
    }
    let nth = 1 + element.prev_siblings().filter_map(ElementRef::wrap).filter(|e| e.value().name() == tag).count();
    if nth > 1 {
        ways.push((9, format!("{tag}:nth-of-type({nth})")));
    }
    let around = root.parent().map(|around| around.id());
    let within = |above: &ElementRef| above.id() != root.id() && Some(above.id()) != around;
    let above = element.ancestors().filter_map(ElementRef::wrap).take_while(within).take(2);
    for (up, above) in above.enumerate() {
        let outer = above.value().name();
        let by = if up == 0 { " > " } else { " " };
        let heading = matches!(outer, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        ways.push((if heading { 2 } else { 7 + up }, format!("{outer}{by}{tag}")));
        for class in steady_classes(above) {
            ways.push((3 + up + meaning(class), format!("{outer}.{class}{by}{tag}")));
        }
    }
    ways
}
