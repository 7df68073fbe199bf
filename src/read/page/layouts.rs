//! Where the publishing systems that Vietnamese newsrooms and ministries share keep an article's parts. The facts are in
//! layouts.tsv. An operator's selectors go before these.

use std::sync::LazyLock;

use scraper::{ElementRef, Html, Selector};
use url::Url;

use crate::read::html::selectors::Selectors;

/// One system's layout; of each part, the selectors that its versions know, the most specific first.
pub(super) struct Layout {
    hosts: Vec<&'static str>,
    /// These alone mark a page as this system's.
    bodies: Vec<&'static str>,
    pub(super) leads: Vec<Selector>,
    pub(super) titles: Vec<Selector>,
    pub(super) authors: Vec<Selector>,
    pub(super) dates: Vec<Selector>,
}

static LAYOUTS: LazyLock<Vec<Layout>> = LazyLock::new(|| read(include_str!("layouts.tsv")));

/// Containers of the text, of all systems.
pub(super) static BODIES: LazyLock<Selectors> = LazyLock::new(|| {
    let all: Vec<&str> = LAYOUTS.iter().flat_map(|layout| layout.bodies.iter().copied()).collect();
    Selectors::of(&all)
});

/// The layouts that a page has: that of its host, then those whose container of the text is there; and whether any is.
pub(super) fn of(html: &Html, url: &Url) -> (Vec<&'static Layout>, bool) {
    let host = url.host_str().unwrap_or_default();
    let mut found = BODIES.all(html).into_iter().map(|matches| !matches.is_empty());
    let is_marked: Vec<bool> = LAYOUTS
        .iter()
        .map(|layout| found.by_ref().take(layout.bodies.len()).filter(|is_there| *is_there).count() > 0)
        .collect();
    let has_body = is_marked.contains(&true);
    let of_host = LAYOUTS.iter().filter(|layout| layout.is_of(host));
    let marked = LAYOUTS.iter().zip(is_marked).filter(|(layout, is_marked)| *is_marked && !layout.is_of(host));
    let layouts = of_host.chain(marked.map(|(layout, _)| layout)).collect();
    (layouts, has_body)
}

impl Layout {
    fn is_of(&self, host: &str) -> bool {
        let on = |own: &&str| host.strip_suffix(own).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
        self.hosts.iter().any(on)
    }
}

/// The first part that one of the selectors finds and `read` can read.
pub(super) fn first<T>(html: &Html, selectors: &[Selector], read: impl Fn(ElementRef) -> Option<T>) -> Option<T> {
    selectors.iter().find_map(|selector| html.select(selector).take(MOST).find_map(&read))
}

/// What a selector matches more often than this is no part of one article.
const MOST: usize = 3;

fn read(table: &'static str) -> Vec<Layout> {
    table.lines().skip(1).map(layout).collect()
}

fn layout(line: &'static str) -> Layout {
    let mut cells = line.split('\t').skip(1);
    let mut cell = || cells.next().unwrap_or_default();
    let hosts = cell().split(',').filter(|host| !host.is_empty()).collect();
    let bodies = listed(cell());
    let [leads, titles, authors, dates] = std::array::from_fn(|_| compiled(cell()));
    Layout { hosts, bodies, leads, titles, authors, dates }
}

fn listed(cell: &'static str) -> Vec<&'static str> {
    cell.split(" | ").filter(|css| !css.is_empty()).collect()
}

fn compiled(cell: &'static str) -> Vec<Selector> {
    listed(cell).into_iter().filter_map(|css| Selector::parse(css).ok()).collect()
}
