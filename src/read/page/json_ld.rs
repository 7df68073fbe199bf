//! JSON-LD: what a page says of itself in the words of schema.org.

use jiff::Timestamp;
use scraper::Html;
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
    pub(super) publisher: Option<String>,
    pub(super) published: Option<Timestamp>,
    pub(super) modified: Option<Timestamp>,
    pub(super) image: Option<String>,
    pub(super) language: Option<String>,
}

/// Reads the article among the page's objects: the one at the page's own address, or else the first. Broken JSON is
/// passed over.
pub(super) fn read(html: &Html, url: &Url, rules: &DateRules) -> JsonLd {
    let scripts = tree::all(html, r#"script[type*="ld+json"]"#);
    let documents: Vec<Value> = scripts.iter().filter_map(|script| parse(&script.text().collect::<String>())).collect();
    let mut articles = Vec::new();
    for document in &documents {
        collect(document, &mut articles);
    }
    let own = CanonicalUrl::of(url);
    let here = |article: &&&Map<String, Value>| addresses(article).any(|address| CanonicalUrl::of(&address) == own);
    let Some(article) = articles.iter().find(here).or(articles.first()) else { return JsonLd::default() };
    let text = |name: &str| article.get(name).and_then(text_of).map(plain::line).filter(|text| !text.is_empty());
    let date = |name: &str| article.get(name).and_then(text_of).and_then(|text| parse_date(text, rules));
    JsonLd {
        title: text("headline").or_else(|| text("name")),
        lead: text("description"),
        body: article.get("articleBody").and_then(text_of).map(str::to_owned),
        authors: article.get("author").or_else(|| article.get("creator")).map(people).unwrap_or_default(),
        publisher: article.get("publisher").and_then(name_of).map(plain::line),
        published: date("datePublished").or_else(|| date("dateCreated")),
        modified: date("dateModified"),
        image: article.get("image").or_else(|| article.get("thumbnailUrl")).and_then(picture).map(str::to_owned),
        language: text("inLanguage"),
    }
}

/// Line breaks inside of strings and a semicolon at the end are common, and no reason to give up.
pub(super) fn parse(text: &str) -> Option<Value> {
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

/// Persons' names; a newsroom that signs as an organisation is no author.
fn people(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => {
            let mut all: Vec<String> = Vec::new();
            for name in values.iter().flat_map(people) {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
            all
        }
        Value::Object(object) => {
            let organisation = object.get("@type").and_then(text_of).is_some_and(|kind| kind.ends_with("Organization"));
            if organisation { Vec::new() } else { name_of(value).map(authors::names).unwrap_or_default() }
        }
        value => name_of(value).map(authors::names).unwrap_or_default(),
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
