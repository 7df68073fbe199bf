//! Links with headlines, and the like subtrees that hold one each.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::{ElementRef, Html};
use url::Url;

use super::Item;
use crate::news::HostKey;
use crate::read::html::naming::steady_names;
use crate::read::html::tree;
use crate::read::listing::{Places, target};

/// Characters and words of a headline. Of the 12,780 articles of two Vietnamese collections 31 have a shorter title, and
/// 10 one of fewer words; most menus' items have less.
const SHORTEST_TITLE: usize = 20;
const LONGEST_TITLE: usize = 220;
const FEWEST_WORDS: usize = 4;
/// A link around a whole item has no more text than this.
const LONGEST_CARD: usize = 1000;
/// Fewer don't repeat.
const FEWEST_ITEMS: usize = 3;
/// An article may be in the list, in a box, and named twice in each; what is linked more often is a section.
const MOST_USES: usize = 4;
/// More links of one page aren't looked at.
const MOST_LINKS: usize = 3000;
/// How far above the items their surroundings must be alike.
const ALIKE_ABOVE: usize = 4;

/// The groups of three items and more, each in the page's order.
pub(super) fn groups<'a>(html: &'a Html, url: &Url, base: &Url) -> Vec<Vec<Item<'a>>> {
    let mut links = headlines(html, url, base);
    let mut uses: HashMap<Url, usize> = HashMap::new();
    for link in &links {
        *uses.entry(link.url.clone()).or_default() += 1;
    }
    links.retain(|link| uses.get(&link.url).is_some_and(|uses| *uses <= MOST_USES));
    let held = held(&links);
    let mut order: Vec<String> = Vec::new();
    let mut groups: HashMap<String, Vec<Item>> = HashMap::new();
    for link in links {
        let item = Item { root: root(link.link, &held), ..link };
        let key = surroundings(item.root);
        let group = groups.entry(key.clone()).or_insert_with(|| {
            order.push(key);
            Vec::new()
        });
        if group.iter().all(|other| other.url != item.url) {
            group.push(item);
        }
    }
    let groups = order.iter().filter_map(|key| groups.remove(key));
    groups.filter(|items| items.len() >= FEWEST_ITEMS).map(widened).collect()
}

/// Items that hold other articles, too, such as two that are related, are found by their headlines only: they reach as
/// far up as no two of them meet.
fn widened(mut items: Vec<Item>) -> Vec<Item> {
    for _ in 0..ALIKE_ABOVE {
        let above: Vec<_> = items.iter().filter_map(|item| item.root.parent().and_then(ElementRef::wrap)).collect();
        let tag = above.first().map(|first| first.value().name());
        let alike = above.iter().all(|above| {
            Some(above.value().name()) == tag && !matches!(above.value().name(), "body" | "html" | "main")
        });
        let apart = above.iter().map(|above| above.id()).collect::<HashSet<_>>().len() == items.len();
        if !alike || !apart {
            break;
        }
        for (item, above) in items.iter_mut().zip(above) {
            item.root = above;
        }
    }
    let places = Places::of(&items.iter().map(|item| item.root).collect::<Vec<_>>());
    for item in &mut items {
        item.beside = places.beside(item.root);
    }
    items
}

/// Links within the site whose text may be a headline.
fn headlines<'a>(html: &'a Html, url: &Url, base: &Url) -> Vec<Item<'a>> {
    let within = |to: &Url| {
        let (ours, theirs) = (HostKey::of(url), HostKey::of(to));
        let (ours, theirs) = (ours.as_str(), theirs.as_str());
        ours == theirs || ours.ends_with(&format!(".{theirs}")) || theirs.ends_with(&format!(".{ours}"))
    };
    let links = tree::all(html, "a[href]").into_iter().filter_map(|link| {
        let to = target(link, base)?;
        if !within(&to) || to == *url || (to.path() == "/" && to.query().is_none()) {
            return None;
        }
        let headline = headline(link)?;
        Some(Item { root: link, beside: Vec::new(), link, headline, title: tree::line_of(*headline), url: to })
    });
    links.take(MOST_LINKS).collect()
}

/// The link itself, or where it is put around a whole item, what is the headline in it.
fn headline(link: ElementRef) -> Option<ElementRef> {
    let weight = tree::weight_up_to(*link, LONGEST_CARD);
    if !(SHORTEST_TITLE / 2..=LONGEST_CARD).contains(&weight) {
        return None;
    }
    let inside =
        |wanted: fn(&ElementRef) -> bool| link.descendent_elements().skip(1).find(|e| wanted(e) && is_title(*e));
    let marked = inside(|element| matches!(element.value().name(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6"));
    let marked =
        marked.or_else(|| inside(|e| e.value().classes().any(|class| class.to_ascii_lowercase().contains("title"))));
    marked.or_else(|| (is_title(link) && !holds_blocks(link)).then_some(link)).or_else(|| {
        let is_leaf = |e: &ElementRef| tree::is_block(e.value().name()) && !holds_blocks(*e);
        inside(|_| true).and_then(|_| link.descendent_elements().skip(1).find(|e| is_leaf(e) && is_title(*e)))
    })
}

fn holds_blocks(element: ElementRef) -> bool {
    element.descendent_elements().skip(1).any(|inner| tree::is_block(inner.value().name()))
}

fn is_title(element: ElementRef) -> bool {
    if tree::weight_up_to(*element, LONGEST_TITLE) > LONGEST_TITLE {
        return false;
    }
    let text = tree::line_of(*element);
    text.chars().count() >= SHORTEST_TITLE && text.split(' ').count() >= FEWEST_WORDS
}

/// The articles that an element holds.
#[derive(Clone, Copy)]
enum Held {
    One(usize),
    Many,
}

fn held(links: &[Item]) -> HashMap<NodeId, Held> {
    let mut numbers: HashMap<&Url, usize> = HashMap::new();
    let mut held: HashMap<NodeId, Held> = HashMap::new();
    for link in links {
        let next = numbers.len();
        let number = *numbers.entry(&link.url).or_insert(next);
        for above in link.link.ancestors() {
            let entry = held.entry(above.id()).or_insert(Held::One(number));
            if matches!(entry, Held::One(other) if *other != number) {
                *entry = Held::Many;
            }
        }
    }
    held
}

/// The largest element around the link that holds no other article.
fn root<'a>(link: ElementRef<'a>, held: &HashMap<NodeId, Held>) -> ElementRef<'a> {
    let above = link.ancestors().map_while(ElementRef::wrap);
    let own = above.take_while(|above| {
        !matches!(above.value().name(), "body" | "html" | "main") && matches!(held.get(&above.id()), Some(Held::One(_)))
    });
    own.last().unwrap_or(link)
}

/// What like items share: their tag, and the tags and names above them.
fn surroundings(root: ElementRef) -> String {
    let mut key = root.value().name().to_owned();
    for above in root.ancestors().filter_map(ElementRef::wrap).take(ALIKE_ABOVE) {
        key.push('<');
        key.push_str(above.value().name());
        for name in steady_names(above) {
            key.push('.');
            key.push_str(name);
        }
    }
    key
}
