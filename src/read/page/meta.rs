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
    pub(super) section: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) published: Option<Timestamp>,
    pub(super) modified: Option<Timestamp>,
    pub(super) image: Option<String>,
    /// `rel=canonical`, whatever it names.
    pub(super) canonical: Option<Url>,
    /// `og:url`: the address under which the page is shared.
    pub(super) shared: Option<Url>,
    pub(super) language: Option<String>,
}

pub(super) fn read(html: &Html, url: &Url, rules: &DateRules) -> Meta {
    let mut values: HashMap<String, String> = HashMap::new();
    let (mut names, mut tags): (Vec<(usize, String)>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut title, mut canonical) = (None, None);
    for element in tree::elements(html) {
        let attr = |name: &str| tree::attr(element.value(), name);
        match element.value().name() {
            "meta" => {}
            "title" if title.is_none() && element.parent().and_then(tree::name) == Some("head") => {
                title = Some(tree::line_of(*element)).filter(|title| !title.is_empty());
                continue;
            }
            "link" if canonical.is_none() && attr("rel").is_some_and(is_canonical) => {
                canonical = attr("href").and_then(|href| image::resolve(href, url));
                continue;
            }
            _ => continue,
        }
        let keys = ["property", "name", "itemprop", "http-equiv"].iter().filter_map(|name| attr(name));
        let content = plain::line(attr("content").unwrap_or_default());
        if content.is_empty() {
            continue;
        }
        for key in keys {
            let key = key.trim().to_ascii_lowercase();
            if let Some(rank) = AUTHORS.iter().position(|name| *name == key) {
                names.push((rank, content.clone()));
            }
            if key == "article:tag" {
                tags.push(content.clone());
            }
            values.entry(key).or_insert_with(|| content.clone());
        }
    }
    let value = |names: &[&str]| names.iter().find_map(|name| values.get(*name)).cloned();
    let date =
        |names: &[&str]| names.iter().filter_map(|name| values.get(*name)).find_map(|text| parse_date(text, rules));
    Meta {
        title: value(&["og:title", "twitter:title"]).or(title),
        site_name: value(&["og:site_name", "application-name"]),
        lead: value(&["og:description", "description", "twitter:description"]),
        authors: best_names(names, labelled(&values)),
        section: value(&["article:section", "parsely-section", "sailthru.section"]),
        tags: if tags.is_empty() {
            value(&["news_keywords", "keywords"]).as_deref().map(listed).unwrap_or_default()
        } else {
            tags.iter().flat_map(|tag| listed(tag)).collect()
        },
        published: date(&[
            "article:published_time",
            "datepublished",
            "pubdate",
            "publishdate",
            "publish-date",
            "published",
            "published-date",
            "published_date",
            "publish_date",
            "publication_date",
            "article:published",
            "og:article:published_time",
            "og:published_time",
            "dc.date.issued",
            "dc.date.created",
            "citation_publication_date",
            "citation_date",
            "dcterms.created",
            "dc.date",
            "parsely-pub-date",
            "date",
        ]),
        modified: date(&["article:modified_time", "datemodified", "og:updated_time", "lastmod", "last-modified"]),
        image: value(&["og:image", "og:image:url", "og:image:secure_url", "twitter:image"]),
        canonical,
        shared: values.get("og:url").and_then(|shared| image::resolve(shared, url)),
        language: language(html, &values),
    }
}

fn is_canonical(relations: &str) -> bool {
    relations.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("canonical"))
}

/// Where an author is named, in the order of trust. `article:author` is a profile's address where the page follows
/// Facebook's rules, and a name where it doesn't.
const AUTHORS: &[&str] = &[
    "citation_author",
    "author",
    "article:author",
    "article:author:name",
    "article:author_name",
    "dc.creator",
    "dcterms.creator",
    "dc.author",
    "parsely-author",
    "sailthru.author",
    "byl",
    "cxenseparse:author",
];

/// All that one of the keys names; a key that names persons goes before one that names accounts.
fn best_names(found: Vec<(usize, String)>, labelled: Option<String>) -> Vec<String> {
    let mut by_key: Vec<Vec<String>> = vec![Vec::new(); AUTHORS.len() + 1];
    let labelled = labelled.map(|name| (AUTHORS.len(), name));
    for (rank, text) in found.into_iter().chain(labelled) {
        // "Lee, Ann" is one name where papers are cited.
        let names = match text.split_once(", ") {
            Some((family, given)) if AUTHORS.get(rank) == Some(&"citation_author") => {
                vec![format!("{given} {family}")]
            }
            _ => authors::names(&text),
        };
        for name in names {
            if !by_key[rank].contains(&name) {
                by_key[rank].push(name);
            }
        }
    }
    let of_people = by_key.iter().position(|names| names.iter().any(|name| authors::is_name(name)));
    let any = of_people.or_else(|| by_key.iter().position(|names| !names.is_empty()));
    any.map(|at| by_key.swap_remove(at)).unwrap_or_default()
}

/// `twitter:label1` says what `twitter:data1` is: "Written by".
fn labelled(values: &HashMap<String, String>) -> Option<String> {
    let is_writer = |label: &String| {
        let label = label.to_lowercase();
        let label = label.trim_end_matches([':', ' ']);
        matches!(label, "written by" | "author" | "by" | "posted by")
            || label.contains("tác giả")
            || label.contains("viết bởi")
    };
    let at = ["1", "2"].into_iter().find(|at| values.get(&format!("twitter:label{at}")).is_some_and(is_writer))?;
    values.get(&format!("twitter:data{at}")).cloned()
}

/// "một, hai; ba" → three.
pub(super) fn listed(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for piece in text.split([',', ';']).map(plain::line).filter(|piece| !piece.is_empty()) {
        if !all.contains(&piece) {
            all.push(piece);
        }
    }
    all
}

fn language(html: &Html, values: &HashMap<String, String>) -> Option<String> {
    let root = html.root_element();
    let said = root.attr("lang").or_else(|| root.attr("xml:lang")).map(str::to_owned);
    let said = said.or_else(|| values.get("content-language").cloned()).or_else(|| values.get("og:locale").cloned())?;
    let tag = said.split(',').next()?.trim().replace('_', "-");
    let plausible = (2..=12).contains(&tag.len()) && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    plausible.then_some(tag)
}
