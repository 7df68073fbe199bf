//! The pages a reader opens.

use std::collections::HashSet;
use std::io::Write as _;

use bantin::config::{FeedContent, Language};
use bantin::judge::Story;
use bantin::news::StoryId;
use bantin::render::{Document, site};
use scraper::{Html, Selector};
use url::Url;

use crate::newsroom::{at, config, find, html, stories, story, text};

#[test]
fn the_front_page_looks_like_this() {
    insta::assert_snapshot!("front_page", page(&stories()[..3], "index.html"));
}

#[test]
fn a_story_page_looks_like_this() {
    let stories = stories();
    insta::assert_snapshot!("story_page", page(&stories, &format!("story/{}/index.html", stories[0].id)));
}

/// A page without the digest in its stylesheet's name: its look is another matter.
fn page(stories: &[Story], path: &str) -> String {
    let documents = site(&config(), stories).unwrap();
    text(&documents, path).replace(&style(&documents).path, "assets/style.css")
}

fn style(documents: &[Document]) -> &Document {
    documents.iter().find(|document| document.media_type.starts_with("text/css")).unwrap()
}

#[test]
fn stories_are_grouped_by_the_day_of_the_sites_zone() {
    // 18:00 in London on the 8th is past midnight in Hà Nội.
    let late = story("Tin khuya", "2026-10-08T18:00:00Z");
    let early = story("Tin sớm", "2026-10-08T16:00:00Z");
    let documents = site(&config(), &[late, early]).unwrap();
    assert_eq!(
        all(text(&documents, "index.html"), ".day h2"),
        ["Thứ Sáu 9 tháng 10, 2026", "Thứ Năm 8 tháng 10, 2026"]
    );
    assert_eq!(all(text(&documents, "en/index.html"), ".day h2"), ["Friday 9 October 2026", "Thursday 8 October 2026"]);
}

#[test]
fn every_page_exists_in_both_languages() {
    let documents = site(&config(), &stories()).unwrap();
    let pages: HashSet<&str> = pages(&documents).map(|(path, _)| path).collect();
    for path in pages.iter().filter(|path| !path.starts_with("en/")) {
        assert!(pages.contains(format!("en/{path}").as_str()), "{path} has an English edition");
    }
    let mut english = config();
    english.site.language = Language::English;
    let documents = site(&english, &stories()).unwrap();
    assert!(text(&documents, "index.html").contains("<html lang=\"en\""));
    assert!(text(&documents, "vi/index.html").contains("<html lang=\"vi\""));
}

#[test]
fn an_old_link_of_a_story_leads_on_in_both_languages_and_is_listed_nowhere() {
    let mut stories = stories();
    stories[0].formerly.push(StoryId::new("old-id"));
    let documents = site(&config(), &stories).unwrap();
    for edition in ["", "en/"] {
        let moved = text(&documents, &format!("{edition}story/old-id/index.html"));
        let target = format!("https://bantin.example/{edition}story/{}/", stories[0].id);
        assert_eq!(attributes(moved, "link[rel=canonical]", "href"), std::slice::from_ref(&target));
        assert_eq!(attributes(moved, "meta[http-equiv=refresh]", "content"), [format!("0; url={target}")]);
        assert_eq!(attributes(moved, "a", "href"), [target]);
    }
    let naming = documents.iter().filter(|document| String::from_utf8_lossy(&document.bytes).contains("old-id"));
    assert_eq!(naming.count(), 0, "only its own address knows it");
}

#[test]
fn every_link_within_the_site_leads_somewhere() {
    let documents = site(&config(), &stories()).unwrap();
    let paths: HashSet<&str> = documents.iter().map(|document| document.path.as_str()).collect();
    let base = Url::parse("https://bantin.example/").unwrap();
    for (path, html) in pages(&documents) {
        let page = base.join(path).unwrap();
        let ids: HashSet<String> = attributes(html, "[id]", "id").into_iter().collect();
        for href in attributes(html, "[href]", "href").into_iter().chain(attributes(html, "img[src]", "src")) {
            let target = page.join(&href).unwrap();
            if target.host_str() != base.host_str() {
                continue;
            }
            let mut to = target.path().trim_start_matches('/').to_owned();
            if to.is_empty() || to.ends_with('/') {
                to.push_str("index.html");
            }
            assert!(paths.contains(to.as_str()), "{path}: {href} leads to {to}");
            if let Some(fragment) = target.fragment().filter(|_| to == *path) {
                assert!(ids.contains(fragment), "{path}: #{fragment} is there");
            }
        }
    }
}

#[test]
fn every_page_is_plain_accessible_html() {
    for (path, html) in pages(&site(&config(), &stories()).unwrap()) {
        assert!(all(html, "script").is_empty() && !html.contains("style=") && !html.contains(" onload"), "{path}");
        for (selector, count) in [
            ("main#main", 1),
            ("h1", 1),
            ("title", 1),
            ("html[lang]", 1),
            ("a.skip[href='#main']", 1),
            ("header.masthead", 1),
            ("nav[aria-label]:first-of-type", 1),
            ("link[rel=stylesheet]", 1),
            ("meta[name=viewport]", 1),
            ("img:not([alt])", 0),
            ("img:not([referrerpolicy=no-referrer])", 0),
            ("a:not([href])", 0),
        ] {
            let found = all(html, selector).len();
            assert!(found >= count && (count > 0 || found == 0), "{path}: {selector} is there {found} times");
        }
        let ids = attributes(html, "[id]", "id");
        assert_eq!(ids.len(), ids.iter().collect::<HashSet<_>>().len(), "{path}: ids are unique");
    }
}

#[test]
fn pages_say_where_the_feeds_are() {
    let documents = site(&config(), &stories()).unwrap();
    for (path, html) in pages(&documents) {
        let types: HashSet<String> = attributes(html, "link[rel=alternate][type]", "type").into_iter().collect();
        for expected in ["application/atom+xml", "application/rss+xml", "application/feed+json"] {
            assert!(types.contains(expected), "{path}: {expected}");
        }
    }
    let topic =
        attributes(text(&documents, "topic/giam-ngheo/index.html"), "link[type='application/atom+xml']", "href");
    assert_eq!(topic, ["../../topic/giam-ngheo/feed.atom", "../../feeds/tong-hop.atom"]);
}

#[test]
fn a_story_page_shows_an_excerpt_unless_a_feed_has_the_full_text() {
    let mut story = story("Một bài dài", "2026-10-09T00:00:00Z");
    story.body = html(&format!("<p>{}</p><p>đoạn cuối</p>", "chữ ".repeat(200)));
    let path = format!("story/{}/index.html", story.id);
    let mut config = config();
    let shows_end =
        |config: &_| text(&site(config, std::slice::from_ref(&story)).unwrap(), &path).contains("đoạn cuối");
    assert!(!shows_end(&config));
    // A feed that doesn't take this story has no say.
    config.feeds[1].content = FeedContent::Full;
    assert!(!shows_end(&config));
    config.feeds[0].content = FeedContent::Full;
    assert!(shows_end(&config));
}

#[test]
fn plain_text_is_never_markup() {
    let mut story = story("<script>alert(1)</script> & \"ngoặc\"", "2026-10-09T00:00:00Z");
    story.lead = Some("<img src=x onerror=alert(1)>".to_owned());
    story.members[0].url = Some(Url::parse("javascript:alert(1)").unwrap());
    story.image = Some(bantin::news::Image::at(Url::parse("http://anh.example/a.jpg").unwrap()));
    let documents = site(&config(), &[story]).unwrap();
    for (path, html) in pages(&documents) {
        assert!(!html.contains("<script") && !html.contains("javascript:"), "{path}");
        assert!(all(html, "[onerror]").is_empty() && !html.contains("<img"), "{path}: no picture but over https");
    }
    assert_eq!(all(text(&documents, "index.html"), ".card h3"), ["<script>alert(1)</script> & \"ngoặc\""]);
}

#[test]
fn pages_change_their_date_with_their_stories() {
    let mut stories = stories();
    let modified = |stories: &[_], path: &str| find(&site(&config(), stories).unwrap(), path).modified;
    let story = format!("story/{}/index.html", stories[4].id);
    let other = format!("story/{}/index.html", stories[3].id);
    let before = (modified(&stories, "topic/nong-thon-moi/index.html"), modified(&stories, &other));
    stories[4].updated = at("2026-10-11T00:00:00Z");
    assert_eq!(modified(&stories, &story), at("2026-10-11T00:00:00Z"));
    assert_eq!(modified(&stories, "topic/giam-ngheo/index.html"), at("2026-10-11T00:00:00Z"));
    assert_eq!((modified(&stories, "topic/nong-thon-moi/index.html"), modified(&stories, &other)), before);
}

#[test]
fn a_full_front_page_weighs_under_60_kb() {
    let mut many = Vec::new();
    for round in 0..5 {
        many.extend(stories().into_iter().map(|mut story| {
            story.title = format!("{} ({round})", story.title);
            story.id = StoryId::founded_by(&story.title);
            story
        }));
    }
    let documents = site(&config(), &many).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&find(&documents, "index.html").bytes).unwrap();
    gzip.write_all(&style(&documents).bytes).unwrap();
    let weight = gzip.finish().unwrap().len();
    assert!(weight < 60_000, "{weight} bytes");
}

fn pages(documents: &[Document]) -> impl Iterator<Item = (&str, &str)> {
    documents
        .iter()
        .filter(|document| document.media_type.starts_with("text/html"))
        .map(|document| (document.path.as_str(), std::str::from_utf8(&document.bytes).unwrap()))
}

/// The text of all elements that match, white space collapsed.
fn all(html: &str, selector: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    document
        .select(&Selector::parse(selector).unwrap())
        .map(|element| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn attributes(html: &str, selector: &str, name: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    document
        .select(&Selector::parse(selector).unwrap())
        .filter_map(|element| element.attr(name).map(str::to_owned))
        .collect()
}

/// For eyes: `BANTIN_LOOK=/tmp/look cargo test --test it a_site_to_look_at -- --ignored`.
#[test]
#[ignore = "writes a site to look at into the folder that BANTIN_LOOK names"]
fn a_site_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var_os("BANTIN_LOOK").unwrap());
    for document in site(&config(), &stories()).unwrap() {
        let path = folder.join(&document.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &document.bytes).unwrap();
    }
}
