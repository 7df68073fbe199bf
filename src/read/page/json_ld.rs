//! JSON-LD: what a page says of itself in the words of schema.org.

use std::collections::HashMap;

use jiff::Timestamp;
use scraper::{ElementRef, Html};
use serde_json::{Map, Value};
use url::Url;

use crate::news::CanonicalUrl;
use crate::read::authors;
use crate::read::dates::{DateRules, parse_date};
use crate::read::html::{plain, tree};

/// Of a script. The largest of 1,000 news pages has 41 kB; a parsed value takes up to 36 times as much as its text.
const MOST_BYTES: usize = 512 * 1024;

#[derive(Debug, Default)]
pub(super) struct JsonLd {
    pub(super) title: Option<String>,
    pub(super) lead: Option<String>,
    pub(super) body: Option<String>,
    pub(super) authors: Vec<String>,
    /// What is named as the author and is no person.
    pub(super) organisations: Vec<String>,
    /// A newsroom's, in the words of schema.org, and no blog's.
    pub(super) is_news: bool,
    pub(super) section: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) published: Option<Timestamp>,
    pub(super) modified: Option<Timestamp>,
    pub(super) image: Option<String>,
    pub(super) language: Option<String>,
}

/// Reads the article among the page's objects: the one at the page's own address, or else the first. Broken JSON is
/// passed over.
pub(super) fn read(html: &Html, url: &Url, rules: &DateRules) -> JsonLd {
    let documents = documents(html);
    let mut articles = Vec::new();
    for document in &documents {
        collect(document, &mut articles);
    }
    let mut named = HashMap::new();
    for document in &documents {
        collect_named(document, 0, &mut named);
    }
    let own = CanonicalUrl::of(url);
    let here = |article: &&&Map<String, Value>| addresses(article).any(|address| CanonicalUrl::of(&address) == own);
    let Some(article) = articles.iter().find(here).or(articles.first()) else {
        return JsonLd { published: date_of_any(&documents, rules), ..JsonLd::default() };
    };
    let text = |name: &str| article.get(name).and_then(text_of).map(plain::line).filter(|text| !text.is_empty());
    let date = |name: &str| article.get(name).and_then(text_of).and_then(|text| parse_date(text, rules));
    let authors: Vec<&Value> = ["author", "creator"].iter().find_map(|name| article.get(*name)).into_iter().collect();
    let (mut people, mut organisations) = (Vec::new(), Vec::new());
    for author in authors {
        sort_authors(author, &named, &mut people, &mut organisations);
    }
    JsonLd {
        title: text("headline").or_else(|| text("name")),
        lead: text("description"),
        body: article.get("articleBody").and_then(text_of).map(str::to_owned),
        authors: people,
        organisations,
        is_news: article.get("@type").and_then(text_of).is_some_and(|kind| kind.contains("News")),
        section: text("articleSection"),
        tags: article.get("keywords").map(strings).unwrap_or_default(),
        publisher: article.get("publisher").and_then(name_of).map(plain::line),
        published: date("datePublished").or_else(|| date("dateCreated")),
        modified: date("dateModified"),
        image: article.get("image").or_else(|| article.get("thumbnailUrl")).and_then(picture).map(str::to_owned),
        language: text("inLanguage"),
    }
}

/// The scripts that hold JSON-LD, parsed.
pub(super) fn documents(html: &Html) -> Vec<Value> {
    let is_json_ld =
        |script: &ElementRef| script.attr("type").is_some_and(|kind| kind.to_ascii_lowercase().contains("ld+json"));
    let scripts = tree::named(html, "script").filter(is_json_ld);
    scripts.filter_map(|script| parse(&script.text().collect::<String>())).collect()
}

/// When whatever the page is was published: `WebPage`, `Course` … Only where one thing says so, which isn't a list's item.
fn date_of_any(documents: &[Value], rules: &DateRules) -> Option<Timestamp> {
    let graphs = documents.iter().flat_map(|document| {
        document.get("@graph").unwrap_or(document).as_array().map_or_else(|| vec![document], |all| all.iter().collect())
    });
    let mut dates = graphs.filter_map(|value| parse_date(value.get("datePublished").and_then(text_of)?, rules));
    let date = dates.next();
    date.filter(|_| dates.next().is_none())
}

/// Line breaks inside of strings and a semicolon at the end are common, and no reason to give up.
fn parse(text: &str) -> Option<Value> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->");
    let text = text.trim().trim_start_matches("//<![CDATA[").trim_end_matches("//]]>").trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&flat).ok()
    })
}

fn collect<'a>(value: &'a Value, articles: &mut Vec<&'a Map<String, Value>>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, articles)),
        Value::Object(object) => {
            if is_article(object) {
                articles.push(object);
            }
            for inner in ["@graph", "mainEntity", "mainEntityOfPage"] {
                object.get(inner).into_iter().for_each(|value| collect(value, articles));
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is = |value: &Value| {
        let name = value.as_str().unwrap_or_default().rsplit(['/', ':', '#']).next().unwrap_or_default();
        name.ends_with("Article") || matches!(name, "BlogPosting" | "LiveBlogPosting" | "Report" | "SocialMediaPosting")
    };
    match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is),
        Some(value) => is(value),
        None => false,
    }
}

fn addresses(article: &Map<String, Value>) -> impl Iterator<Item = Url> {
    let of = |value: &Value| text_of(value).or_else(|| value.get("@id").and_then(Value::as_str)).map(str::to_owned);
    let said = ["url", "mainEntityOfPage", "@id"].into_iter().filter_map(move |name| article.get(name).and_then(of));
    said.filter_map(|address| Url::parse(address.trim()).ok())
}

/// A string, or the first of several, or `{"@value": …}`.
fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(values) => values.iter().find_map(text_of),
        Value::Object(object) => object.get("@value").and_then(Value::as_str),
        _ => None,
    }
}

fn name_of(value: &Value) -> Option<&str> {
    match value {
        Value::Object(object) => object.get("name").and_then(text_of),
        value => text_of(value),
    }
}

/// Names of persons, and of organisations, which newsrooms sign as. An author may be told elsewhere, and only be pointed
/// to by its `@id`.
fn sort_authors(value: &Value, named: &HashMap<&str, &Value>, people: &mut Vec<String>, others: &mut Vec<String>) {
    let object = match value {
        Value::Array(values) => {
            for value in values {
                sort_authors(value, named, people, others);
            }
            return;
        }
        Value::Object(object) => object,
        value => return add(people, name_of(value).map(authors::names).unwrap_or_default()),
    };
    let elsewhere = object.get("@id").and_then(Value::as_str).and_then(|id| named.get(id)).copied();
    let whole = if object.contains_key("name") { value } else { elsewhere.unwrap_or(value) };
    let kind = whole.get("@type").and_then(text_of).unwrap_or_default();
    match name_of(whole) {
        Some(name) if kind.ends_with("Organization") || kind == "Brand" => add(others, vec![plain::line(name)]),
        // "Ngô Văn, Trần Thị" is two; an object is one, but often holds what a field for the author's name had.
        Some(name) => add(people, authors::names(name)),
        None => {}
    }
}

fn add(all: &mut Vec<String>, more: Vec<String>) {
    for name in more {
        if !name.is_empty() && !all.contains(&name) {
            all.push(name);
        }
    }
}

/// Deeper, nothing is told that others point to.
const DEEPEST: usize = 8;

/// The objects that have an `@id` and a name.
fn collect_named<'a>(value: &'a Value, depth: usize, named: &mut HashMap<&'a str, &'a Value>) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect_named(value, depth + 1, named)),
        Value::Object(object) => {
            if let Some(id) = object.get("@id").and_then(Value::as_str)
                && object.contains_key("name")
            {
                named.entry(id).or_insert(value);
            }
            object.values().for_each(|value| collect_named(value, depth + 1, named));
        }
        _ => {}
    }
}

/// A list, or a text with commas between.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(strings).collect(),
        value => text_of(value).map(super::meta::listed).unwrap_or_default(),
    }
}

fn picture(value: &Value) -> Option<&str> {
    match value {
        Value::Object(object) => {
            ["url", "contentUrl", "@id"].iter().find_map(|name| object.get(*name).and_then(text_of))
        }
        Value::Array(values) => values.iter().find_map(picture),
        value => text_of(value),
    }
    .filter(|address| !address.trim().is_empty())
}
