//! Pages and feeds of provinces, of today and of before July 2025.

use std::collections::HashSet;

use bantin::judge::Story;
use bantin::render::{Document, site};

use crate::newsroom::{config, find, placed, story, text};

fn about(title: &str, published: &str, places: &[(&str, &str)]) -> Story {
    let mut story = story(title, published);
    story.places = places.iter().map(|(place, today)| placed(place, today)).collect();
    story
}

/// A story of Hà Giang and one of Tuyên Quang, both of after the mergers, and one of Tuyên Quang of before.
fn published() -> Vec<Document> {
    let stories = [
        about("Vốn về Hà Giang", "2026-10-09T02:00:00Z", &[("Hà Giang", "Tuyên Quang")]),
        about("Tuyên Quang họp", "2026-10-09T01:00:00Z", &[("Tuyên Quang", "Tuyên Quang"), ("Cao Bằng", "Cao Bằng")]),
        about("Tuyên Quang năm cũ", "2025-06-09T01:00:00Z", &[("Tuyên Quang", "Tuyên Quang")]),
    ];
    site(&config(), &stories).unwrap()
}

fn titles(documents: &[Document], path: &str) -> Vec<String> {
    let feed = feed_rs::parser::parse(find(documents, path).bytes.as_slice()).unwrap();
    feed.entries.into_iter().map(|entry| entry.title.unwrap().content).collect()
}

#[test]
fn a_province_of_today_has_the_stories_under_its_old_names() {
    let documents = published();
    for suffix in ["atom", "rss", "json"] {
        let feed = format!("place/tuyen-quang/feed.{suffix}");
        assert_eq!(titles(&documents, &feed), ["Vốn về Hà Giang", "Tuyên Quang họp", "Tuyên Quang năm cũ"]);
        assert_eq!(titles(&documents, &format!("place/cu/ha-giang/feed.{suffix}")), ["Vốn về Hà Giang"]);
        assert_eq!(titles(&documents, &format!("place/cu/tuyen-quang/feed.{suffix}")), ["Tuyên Quang năm cũ"]);
        assert_eq!(titles(&documents, &format!("place/cao-bang/feed.{suffix}")), ["Tuyên Quang họp"]);
    }
}

#[test]
fn only_places_with_stories_have_pages_and_one_that_went_on_as_it_was_has_one() {
    let documents = published();
    let pages: HashSet<&str> = documents
        .iter()
        .map(|document| document.path.as_str())
        .filter(|path| path.starts_with("place/") && path.ends_with("/index.html"))
        .collect();
    let expected = ["place/", "place/cao-bang/", "place/tuyen-quang/", "place/cu/ha-giang/", "place/cu/tuyen-quang/"];
    assert_eq!(pages, expected.map(|page| format!("{page}index.html")).iter().map(String::as_str).collect());
}

#[test]
fn a_place_leads_to_what_it_was_and_to_what_became_of_it() {
    let documents = published();
    let today = text(&documents, "place/tuyen-quang/index.html");
    assert!(today.contains(r#"<a href="../../place/cu/ha-giang/">Hà Giang</a> <span class="count">1</span>"#));
    assert!(today.contains(r#"<a href="../../place/cu/tuyen-quang/">Tuyên Quang</a>"#));
    assert!(today.contains("3 tin"));
    let former = text(&documents, "place/cu/ha-giang/index.html");
    assert!(former.contains(r#"nay thuộc <a href="../../../place/tuyen-quang/" lang="vi">Tuyên Quang</a>"#));
    let english = text(&documents, "en/place/cu/ha-giang/index.html");
    assert!(english.contains(r#"now part of <a href="../../../../en/place/tuyen-quang/" lang="vi">Tuyên Quang</a>"#));
}

#[test]
fn all_places_are_listed_with_their_counts() {
    let documents = published();
    let list = text(&documents, "place/index.html");
    for (link, count) in [("place/cao-bang/", 1), ("place/tuyen-quang/", 3), ("place/cu/ha-giang/", 1)] {
        let at = list.split(&format!("href=\"../{link}\"")).nth(1).unwrap();
        assert!(at.contains(&format!("<span class=\"count\">{count}</span>")), "{link}");
    }
    assert!(text(&site(&config(), &[]).unwrap(), "place/index.html").contains("Chưa có tin nào về một địa phương."));
}

#[test]
fn a_story_page_links_the_names_of_places() {
    let documents = published();
    let page = documents.iter().find(|document| {
        document.path.starts_with("story/")
            && String::from_utf8_lossy(&document.bytes).contains("<h1 itemprop=\"headline\" lang=\"vi\">Vốn về")
    });
    let page = std::str::from_utf8(&page.unwrap().bytes).unwrap();
    assert!(page.contains(r#"<a href="../../place/cu/ha-giang/">Hà Giang</a>"#));
    assert!(page.contains(r#"nay thuộc <a href="../../place/tuyen-quang/">Tuyên Quang</a>"#));
}
