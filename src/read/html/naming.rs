//! Names by which a page's elements can be found at the site's next release too.

use scraper::ElementRef;

/// How far above an element a name is looked for.
const FARTHEST: usize = 6;

/// Classes that are the same at the site's next release, in the order written: not what a build tool made up, and
/// nothing that needs escapes.
pub(in crate::read) fn steady_classes(element: ElementRef<'_>) -> Vec<&str> {
    element.value().classes().filter(|class| is_steady(class)).collect()
}

/// The same with the id, as `#id`.
pub(in crate::read) fn steady_names(element: ElementRef<'_>) -> Vec<&str> {
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
pub(in crate::read) fn meaning(name: &str) -> usize {
    const WORDS: &[&str] = &[
        "item", "news", "article", "story", "post", "tin", "bai", "card", "entry", "muc", "list", "title", "date",
        "time", "sapo",
    ];
    let lower = name.to_ascii_lowercase();
    usize::from(!WORDS.iter().any(|word| lower.contains(word)))
}

/// `tag.class` for the classes that all the elements share, the telling ones first, and the tag itself.
pub(in crate::read) fn own_steps(elements: &[ElementRef]) -> Vec<String> {
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

/// From the short to the long: the elements' own classes, then those below a name of something above them.
pub(in crate::read) fn candidates(roots: &[ElementRef]) -> Vec<String> {
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

/// Ways to name one element, from the short to the long: its id, its names, those above it, and its place beside others.
pub(in crate::read) fn paths(element: ElementRef<'_>) -> Vec<String> {
    let tag = element.value().name();
    let id = element.value().id().filter(|id| is_steady(id));
    let mut paths: Vec<String> = id.map(|id| format!("#{id}")).into_iter().collect();
    let named = candidates(&[element]);
    paths.extend(named.iter().filter(|path| !path.contains(' ')).cloned());
    // Elements that a page has one of.
    if matches!(tag, "article" | "main" | "h1" | "time") {
        paths.push(tag.to_owned());
    }
    paths.extend(named.into_iter().filter(|path| path.contains(' ')));
    let mut path = step_by_place(element);
    for above in element.ancestors().filter_map(ElementRef::wrap).take(FARTHEST) {
        let steps = steady_steps(above);
        paths.extend(steps.iter().map(|name| format!("{name} > {path}")));
        path = format!("{} > {path}", step_by_place(above));
    }
    paths.push(path);
    paths
}

fn steady_steps(element: ElementRef<'_>) -> Vec<String> {
    let id = element.value().id().filter(|id| is_steady(id)).map(|id| format!("#{id}"));
    let classes = own_steps(&[element]).into_iter().filter(|step| step.contains('.'));
    id.into_iter().chain(classes).collect()
}

/// `p`, or `p:nth-of-type(3)` where there are others before it.
fn step_by_place(element: ElementRef<'_>) -> String {
    let tag = element.value().name();
    let before =
        element.prev_siblings().filter_map(ElementRef::wrap).filter(|other| other.value().name() == tag).count();
    let after = element.next_siblings().filter_map(ElementRef::wrap).any(|other| other.value().name() == tag);
    if before == 0 && !after { tag.to_owned() } else { format!("{tag}:nth-of-type({})", before + 1) }
}
