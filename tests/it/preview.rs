//! What `bantin preview` shows: what would be read, extracted and filed, with reasons.

use std::path::Path;
use std::process::Command;

use bantin::config::Config;
use bantin::pipeline::{As, Preview, PreviewedEntry, preview};
use bantin::read::{Document, Origin};
use jiff::tz::TimeZone;
use url::Url;

use crate::seed;
use crate::testbed::{TestBed, now};

fn shipped() -> Config {
    Config::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds.toml")).unwrap()
}

fn page(html: &str, url: &str) -> PreviewedEntry {
    let url = Url::parse(url).unwrap();
    let document = Document { url: &url, content_type: Some("text/html; charset=utf-8"), bytes: html.as_bytes() };
    match preview(&shipped(), &document, As::Itself, now()).unwrap() {
        Preview::Page(page) => *page,
        feed @ Preview::Feed { .. } => panic!("a page, not {feed:?}"),
    }
}

#[test]
fn the_article_that_the_project_began_with_is_filed_as_an_editor_would() {
    let Some(html) = seed::page() else { return };
    let seen = page(&html, seed::ADDRESS);
    let topics: Vec<&str> = seen.topics.iter().map(|hit| hit.topic.as_str()).collect();
    let expected =
        ["mtqg", "mtqg-1719", "mtqg-1719-da5", "mtqg-1719-da5-tda4", "mtqg-1719-da10", "mtqg-1719-da10-tda3"];
    assert_eq!(topics, expected);
    assert!(seen.topics.iter().all(|hit| !hit.evidence.is_empty()));
    let places: Vec<&str> = seen.places.iter().map(|hit| hit.place.as_str()).collect();
    assert_eq!(places, ["Cao Bằng"], "and not Sơn La, which only the related box names");
    let published = seen.article.published.unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let local = published.value.to_zoned_datetime(zone).strftime("%Y-%m-%dT%H:%M%:z").to_string();
    assert_eq!((local.as_str(), published.from), ("2024-05-21T15:08+07:00", Origin::Markup));
    assert_eq!(seen.article.authors.unwrap().value, ["Minh Thu"]);
}

#[test]
fn a_file_is_previewed_as_the_page_it_came_from() {
    let Some(html) = seed::page() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    std::fs::write(&file, html).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["preview", "--from", seed::ADDRESS, "--config", concat!(env!("CARGO_MANIFEST_DIR"), "/feeds.toml")])
        .arg(&file)
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in [
        "published  2024-05-21T15:08+07:00  (from the page's markup)",
        "authors    Minh Thu",
        "topic      mtqg-1719-da10-tda3: ",
        "place      Cao Bằng\n",
        "because the title says “Chương trình MTQG 1719”",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    assert!(!shown.contains("Sơn La"), "{shown}");
}

#[test]
fn what_a_feed_says_beside_its_text_is_shown_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.xml");
    let feed = "<rss version=\"2.0\"><channel><language>vi</language><item><title>A</title><pubDate>hôm kia</pubDate>
        <enclosure url=\"https://bao.example.vn/1.mp3\" type=\"audio/mpeg\" length=\"12\"/></item></channel></rss>";
    std::fs::write(&file, feed).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["preview", "--config", concat!(env!("CARGO_MANIFEST_DIR"), "/feeds.toml")])
        .arg(&file)
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in [
        "date       “hôm kia” cannot be read as a date",
        "enclosure  https://bao.example.vn/1.mp3  (audio/mpeg, 12 bytes)",
        "language   vi  (from the feed)",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
}

#[test]
fn a_page_is_previewed_as_a_listing_and_its_guessed_selectors_are_lines_to_keep() {
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/listings/articles-with-time.html");
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["preview", "--listing", "--from", "https://baosuongmu.example/xa-hoi/", fixture])
        .args(["--config", concat!(env!("CARGO_MANIFEST_DIR"), "/feeds.toml")])
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    let lines = "  [source.listing]\n  item = \"article.story\"\n  date = \"time\"\n  summary = \"div.story__summary\"\n  \
        image = \"img\"\n";
    assert!(shown.contains("10 entries") && shown.contains(lines), "{shown}");
}

#[test]
fn a_sitemap_is_previewed_with_what_a_first_poll_would_take() {
    let url = Url::parse("https://bao.example.vn/sitemap.xml").unwrap();
    let text = "<urlset><url><loc>/moi-nhat-1.html</loc><lastmod>2026-08-23</lastmod></url>\
        <url><loc>/cu-roi-2.html</loc><lastmod>2020-01-01</lastmod></url></urlset>";
    let document = Document { url: &url, content_type: None, bytes: text.as_bytes() };
    let Preview::Feed { entries, .. } = preview(&shipped(), &document, As::Itself, now()).unwrap() else {
        panic!("a sitemap has entries")
    };
    let links: Vec<_> = entries.iter().map(|entry| entry.article.url.as_ref().unwrap().path()).collect();
    assert_eq!(links, ["/moi-nhat-1.html"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_on_the_net_is_previewed_with_its_entries_and_nothing_is_stored() {
    let bed = TestBed::new();
    let config = bed.config();
    let listing = config.sources.iter().find(|source| source.id.as_str() == "nong-thon-nam").unwrap();
    let looked = bantin::pipeline::fetch(&config, &listing.url).await.unwrap();
    let document = Document { url: &looked.url, content_type: looked.content_type.as_deref(), bytes: &looked.bytes };
    let Preview::Feed { entries, .. } = preview(&config, &document, As::Itself, now()).unwrap() else {
        panic!("a listing has entries")
    };
    assert_eq!(entries.len(), 5);
    assert!(!config.store.database.exists());
}
