//! `<meta>` and `<link>`: OpenGraph, `article:*`, Dublin Core and what else stands in a page's head.

use std::collections::HashMap;

use jiff::Timestamp;
use scraper::Html;
use url::Url;

use crate::read::authors;
use crate::read::dates::{DateRules, parse_date};
use crate::read::html::{image, plain, tree};

#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) title: Option<String>,
    pub(super) site_name: Option<String>,
    pub(super) lead: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) published: Option<Timestamp>,
    pub(super) modified: Option<Timestamp>,
    pub(super) image: Option<String>,
    pub(super) canonical: Option<Url>,
    pub(super) language: Option<String>,
}

pub(super) fn read(html: &Html, url: &Url, rules: &DateRules) -> Meta {
    let mut values: HashMap<String, String> = HashMap::new();
    for meta in tree::all(html, "meta[content]") {
        let keys = ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|name| meta.attr(name));
        let content = plain::line(meta.attr("content").unwrap_or_default());
        if content.is_empty() {
            continue;
        }
        for key in keys {
            values.entry(key.trim().to_ascii_lowercase()).or_insert_with(|| content.clone());
        }
    }
    let value = |names: &[&str]| names.iter().find_map(|name| values.get(*name)).cloned();
    let date =
        |names: &[&str]| names.iter().filter_map(|name| values.get(*name)).find_map(|text| parse_date(text, rules));
    let title = tree::first(html, "head > title").map(|title| tree::line_of(*title)).filter(|title| !title.is_empty());
    // `article:author` is a profile's address where the page follows Facebook's rules, and a name where it doesn't.
    let authors = ["author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"];
    let authors = authors.iter().filter_map(|name| values.get(*name)).map(|text| authors::names(text));
    let link = |selector| tree::first(html, selector).and_then(|link| image::resolve(link.attr("href")?, url));
    Meta {
        title: value(&["og:title", "twitter:title"]).or(title),
        site_name: value(&["og:site_name", "application-name"]),
        lead: value(&["og:description", "description", "twitter:description"]),
        authors: authors.into_iter().find(|names| !names.is_empty()).unwrap_or_default(),
        published: date(&[
            "article:published_time",
            "datepublished",
            "pubdate",
            "publishdate",
            "publish-date",
            "dc.date.issued",
            "dcterms.created",
            "dc.date",
            "parsely-pub-date",
            "date",
        ]),
        modified: date(&["article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified"]),
        image: value(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image"]),
        canonical: link("link[rel~=canonical][href]").or_else(|| image::resolve(values.get("og:url")?, url)),
        language: language(html, &values),
    }
}

fn language(html: &Html, values: &HashMap<String, String>) -> Option<String> {
    let root = html.root_element();
    let said = root.attr("lang").or_else(|| root.attr("xml:lang")).map(str::to_owned);
    let said = said.or_else(|| values.get("content-language").cloned()).or_else(|| values.get("og:locale").cloned())?;
    let tag = said.split(',').next()?.trim().replace('_', "-");
    let plausible = (2..=12).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    plausible.then_some(tag)
}
