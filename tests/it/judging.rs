//! What the tests of topics, places and duplicates share: articles made of a few words, and the rules of feeds.toml.

use std::path::Path;
use std::sync::LazyLock;

use bantin::config::{Config, Topic};
use bantin::judge::TopicRules;
use bantin::read::{Article, Body, Origin, SafeHtml, Sourced};
use url::Url;

pub fn article(title: &str, lead: &str, body: &str) -> Article {
    let lead = (!lead.is_empty()).then(|| Sourced::new(lead.to_owned(), Origin::Feed));
    let base: Url = "https://a.example/".parse().unwrap();
    let html = SafeHtml::clean(&format!("<p>{}</p>", body.replace('\n', "</p><p>")), &base);
    let body = Body { html, text: body.to_owned() };
    Article {
        url: None,
        canonical: None,
        title: Sourced::new(title.to_owned(), Origin::Feed),
        lead,
        body: Sourced::new(body, Origin::Feed),
        authors: None,
        published: None,
        modified: None,
        image: None,
        language: None,
        section: None,
        tags: None,
        missing: None,
    }
}

/// The topics of a feeds.toml.
pub fn topics(toml: &str) -> Vec<Topic> {
    Config::parse("feeds.toml", toml, Path::new("")).unwrap().topics
}

/// A feeds.toml with nothing in it but one topic of one strong pattern.
pub fn one_topic(pattern: &str) -> Vec<Topic> {
    topics(&format!(
        "site = {{ title = 'A', url = 'https://a.example/', tag = 'a.example,2026' }}
         fetch = {{ contact = 'a@a.example' }}
         source = [{{ id = 'a', name = 'A', url = 'https://a.example/rss' }}]
         feed = [{{ id = 'a', title = 'A' }}]
         topic = [{{ id = 'a', name = 'A', strong = ['{pattern}'] }}]"
    ))
}

/// The topics that bantin ships.
pub fn shipped() -> &'static TopicRules {
    static RULES: LazyLock<TopicRules> =
        LazyLock::new(|| TopicRules::compile(&topics(include_str!("../../feeds.toml"))));
    &RULES
}
