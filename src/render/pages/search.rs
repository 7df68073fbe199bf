//! The search page.

use askama::Template;

use super::days::{others, tags};
use super::frame::{Edition, FeedLink, Frame, Page, Section};
use super::{Site, finish};
use crate::config::Language;
use crate::render::channel::Channel;
use crate::render::item::Item;
use crate::render::search::{SearchResults, address};
use crate::render::words::{SearchWords, Words};
use crate::render::{BEFORE_ANY_NEWS, Document, RenderError, dates, names, newest, plain};
use crate::search::{Filter, Marks, Order, Part, Query, excerpt, marked};

/// The page's path within its edition. It is also answered without its slash, with what was asked for.
const PATH: &str = "search/";

/// Topics that are offered to narrow a search.
const NARROWER: usize = 6;

#[derive(Template)]
#[template(path = "search.html")]
struct SearchPage<'a> {
    frame: &'a Frame<'a>,
    words: &'static Words,
    search: &'static SearchWords,
    /// Whether there is a server to search.
    is_live: bool,
    /// The way to the page itself.
    here: &'static str,
    /// What the form shows.
    shown: String,
    ignores_marks: bool,
    notes: Vec<String>,
    /// Where only what was typed is looked for.
    as_typed: Option<String>,
    results: Option<Results<'a>>,
}

struct Results<'a> {
    count: String,
    is_empty: bool,
    is_cut: bool,
    too_slow: bool,
    /// Name, value, and the search without it.
    filters: Vec<(String, &'a str, String)>,
    /// Topics and the search within each.
    narrower: Vec<(&'a str, String)>,
    /// The other order's name and address.
    reordered: (&'static str, String),
    /// Headed lists: those that are spelt as it was typed, and the others; one without a heading where that makes no
    /// difference.
    cards: Vec<(Option<&'static str>, Vec<Card<'a>>)>,
    /// Of the cards' headings.
    level: &'static str,
    page: Option<String>,
    previous: Option<String>,
    next: Option<String>,
    feeds: Vec<&'a FeedLink>,
}

struct Card<'a> {
    item: &'a Item<'a>,
    path: String,
    title: Vec<Part>,
    excerpt: Vec<Part>,
    datetime: String,
    date: String,
    source: &'a str,
    others: Option<String>,
    topics: Vec<(&'a str, String)>,
}

/// What a site without a server has in the search page's place.
pub(super) fn not_here(site: &Site, edition: Edition) -> Result<Document, RenderError> {
    let frame = frame(site, edition, PATH, None, "");
    let page = SearchPage {
        frame: &frame,
        words: frame.words,
        search: SearchWords::of(edition.language),
        is_live: false,
        here: "./",
        shown: String::new(),
        ignores_marks: false,
        notes: Vec::new(),
        as_typed: None,
        results: None,
    };
    finish(&frame, &page, BEFORE_ANY_NEWS)
}

/// `items` are the stories that were found, and `channel` has them as a feed. The page is shown at its path with its slash or
/// without.
pub(in crate::render) fn page(
    site: &Site,
    edition: Edition,
    with_slash: bool,
    (found, items): (&SearchResults, &[Item]),
    channel: &Channel,
) -> Result<Document, RenderError> {
    let (path, at) = if with_slash { (PATH, "./") } else { (PATH.trim_end_matches('/'), PATH) };
    let query = &found.query;
    let search = SearchWords::of(edition.language);
    let frame = frame(site, edition, path, Some(channel), &query.text);
    let here = |text: &str| address(at, text, 1);
    let name = |filter: Filter| filter.name(edition.language);
    let results = (!query.is_empty()).then(|| {
        let turned = |page: usize| address(at, &query.text, page);
        Results {
            count: search.count(found.total),
            is_empty: found.total == 0,
            is_cut: found.is_cut,
            too_slow: found.too_slow,
            filters: query
                .active
                .iter()
                .map(|active| {
                    let not = if active.negated { format!("{} ", search.not) } else { String::new() };
                    (format!("{not}{}:", name(active.filter)), active.value.as_str(), here(&active.rest))
                })
                .collect(),
            narrower: narrower(items, query, edition.language, here),
            reordered: reordered(query, search, edition.language, here),
            cards: parts(
                found,
                items.iter().zip(&found.found).map(|(item, found)| card(site, &frame, query, item, found)).collect(),
                search,
            ),
            level: if found.has_parts() { "h3" } else { "h2" },
            page: (found.pages > 1).then(|| search.page(found.page, found.pages)),
            previous: (found.page > 1).then(|| turned(found.page - 1)),
            next: (found.page < found.pages).then(|| turned(found.page + 1)),
            feeds: frame.feeds.iter().take(crate::render::feeds::FORMATS.len()).collect(),
        }
    });
    let mut notes: Vec<String> = query.notes.iter().map(|note| plain::line(&search.note(note))).collect();
    let typed_none = query.marks == Marks::NoneTyped;
    if typed_none {
        notes.push(search.none_typed.to_owned());
    }
    let page = SearchPage {
        frame: &frame,
        words: frame.words,
        search,
        is_live: true,
        here: at,
        shown: plain::line(&query.shown),
        ignores_marks: query.marks == Marks::Ignored,
        notes,
        as_typed: typed_none.then(|| here(&format!("{} {}", query.text, Filter::marks(true, edition.language)))),
        results,
    };
    finish(&frame, &page, newest(items))
}

fn frame<'a>(
    site: &'a Site<'a>,
    edition: Edition,
    path: &'a str,
    channel: Option<&'a Channel<'a>>,
    text: &str,
) -> Frame<'a> {
    let search = SearchWords::of(edition.language);
    let title = if text.is_empty() { search.title.to_owned() } else { search.feed(&plain::line(text)) };
    let mut frame = Frame::new(
        site,
        edition,
        Page { path, title, description: search.description.to_owned(), section: Section::Elsewhere, channel },
    );
    if !text.is_empty() {
        frame.translation = address(&frame.translation, text, 1);
    }
    frame
}

/// The topics of what was found, for those who are looking for less. A second topic would find more.
fn narrower<'a>(
    items: &'a [Item<'a>],
    query: &Query,
    language: Language,
    here: impl Fn(&str) -> String,
) -> Vec<(&'a str, String)> {
    let mut narrower: Vec<(&str, String)> = Vec::new();
    if !query.filters.topics.any_of.is_empty() {
        return narrower;
    }
    for filing in items.iter().flat_map(Item::leaf_topics) {
        let (id, name) = (&filing.topic.id, filing.topic.name.as_str());
        let is_known = narrower.iter().any(|(known, _)| *known == name);
        if !is_known && narrower.len() < NARROWER {
            let text = format!("{} {}:{id}", query.text, Filter::Topic.name(language));
            narrower.push((name, here(&text)));
        }
    }
    narrower
}

fn reordered(
    query: &Query,
    search: &SearchWords,
    language: Language,
    here: impl Fn(&str) -> String,
) -> (&'static str, String) {
    let (name, value) = match (query.order, language) {
        (Order::Best, Language::Vietnamese) => (search.newest_first, "moi"),
        (Order::Best, Language::English) => (search.newest_first, "new"),
        (Order::Newest, Language::Vietnamese) => (search.best_first, "hop"),
        (Order::Newest, Language::English) => (search.best_first, "best"),
    };
    let kept = match query.marks {
        Marks::Ignored => format!(" {}", Filter::marks(false, language)),
        _ => String::new(),
    };
    (name, here(&format!("{}{kept} {}:{value}", query.shown, Filter::Sort.name(language))))
}

/// The cards under their headings.
fn parts<'a>(
    found: &SearchResults,
    mut cards: Vec<Card<'a>>,
    search: &SearchWords,
) -> Vec<(Option<&'static str>, Vec<Card<'a>>)> {
    if !found.has_parts() {
        return vec![(None, cards)];
    }
    let loose = cards.split_off(found.exact.saturating_sub(found.before).min(cards.len()));
    let parts = [(Some(search.as_spelt), cards), (Some(search.otherwise_spelt), loose)];
    parts.into_iter().filter(|(_, cards)| !cards.is_empty()).collect()
}

fn card<'a>(
    site: &'a Site<'a>,
    frame: &Frame,
    query: &Query,
    item: &'a Item<'a>,
    found: &super::super::search::FoundStory,
) -> Card<'a> {
    let (zone, article) = (&site.config.site.zone, &found.article);
    let lead = article.lead.as_ref().map(|lead| lead.value.as_str()).unwrap_or_default();
    let body = article.body.value.text.as_str();
    // A body often begins with its lead.
    let text = if body.starts_with(lead) { plain::line(body) } else { plain::line(&format!("{lead}\n{body}")) };
    let report = item.reports.iter().find(|report| *report.source == found.source).or(item.reports.first());
    Card {
        item,
        path: names::story_path(&item.story.id),
        title: marked(&item.title, query),
        excerpt: excerpt(&text, query),
        datetime: dates::rfc3339(item.published, zone),
        date: dates::short(item.published, zone, frame.words),
        source: report.map_or("", |report| report.name.as_str()),
        others: others(item, frame.words),
        topics: tags(item),
    }
}
