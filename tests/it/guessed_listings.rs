//! Listing pages that nobody described: which parts of a page are its news is guessed from what repeats.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use bantin::read::{Document, ListingSelectors, ReadError, guess_listing, listing};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use crate::corpus::corpus;

fn now() -> Timestamp {
    "2026-11-21T05:00:00Z".parse().unwrap()
}

fn zone() -> TimeZone {
    TimeZone::get("Asia/Ho_Chi_Minh").unwrap()
}

fn url() -> Url {
    Url::parse("https://www.donghuong.example/xa-hoi").unwrap()
}

fn guess(html: &str) -> Result<ListingSelectors, ReadError> {
    guess_listing(&Document { url: &url(), content_type: None, bytes: html.as_bytes() }, &zone(), now())
}

/// Each date and title that the guessed selectors read, a line each.
fn read(html: &str) -> String {
    let Ok(selectors) = guess(html) else { return "nothing".to_owned() };
    let document = Document { url: &url(), content_type: None, bytes: html.as_bytes() };
    let parsed = listing(&document, &selectors, &zone(), now()).unwrap();
    let line = |entry: &bantin::read::Entry| {
        format!("{}\t{}\n", entry.published.map(|at| at.to_string()).unwrap_or_default(), entry.title)
    };
    parsed.entries.iter().map(line).collect()
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/listings")
}

fn fixture(name: &str) -> String {
    fs::read_to_string(fixtures().join(name).with_extension("html")).unwrap()
}

#[test]
fn the_news_of_every_layout_is_found_with_dates_and_without_menus_boxes_and_footers() {
    let mut wrong = Vec::new();
    for name in [
        "articles-with-time",
        "list-with-headings",
        "tables",
        "generated-names",
        "sharepoint",
        "cards",
        "bare-dates",
        "front-page",
        "related-in-items",
        "section-links",
        "top-stories",
        "headings-in-a-row",
        "definitions",
        "section-beside-date",
    ] {
        let html = fixture(name);
        let expected = fs::read_to_string(fixtures().join(name).with_extension("tsv")).unwrap();
        let read = read(&html);
        if read != expected {
            wrong.push(format!("{name}, {:?}:\n{read}", guess(&html)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_selectors_are_such_as_an_operator_would_write() {
    let shown = |name: &str| {
        let ListingSelectors { item, link, title, date, summary, image } = guess(&fixture(name)).unwrap();
        let parts = [Some(item), link, title, date, summary, image];
        parts.map(|css| css.map_or("-".to_owned(), |css| css.as_str().to_owned())).join(" | ")
    };
    assert_eq!(shown("articles-with-time"), "article.story | - | - | time | div.story__summary | img");
    assert_eq!(shown("list-with-headings"), "li.item | - | - | span.time | p | img");
    assert_eq!(shown("tables"), "#bangtin > tbody > tr | - | - | font.NgayDang | span.TrichDan | img");
    assert_eq!(shown("sharepoint"), "div.news-block | - | - | div.date-news | div.desc-news | img");
    assert_eq!(shown("cards"), "div.col-12 | - | h3 | small.text-muted | p.card-text | img");
    assert_eq!(shown("bare-dates"), "ul.danh-sach > li | - | - | li | - | -");
}

#[test]
fn names_that_a_build_tool_made_up_are_not_used() {
    let selectors = format!("{:?}", guess(&fixture("generated-names")).unwrap());
    for made_up in ["css-", "sc-", "kYtPqZ", "hVnTbz", "dXkWmr", "mNqLtz"] {
        assert!(!selectors.contains(made_up), "{selectors}");
    }
    let selectors = format!("{:?}", guess(&fixture("sharepoint")).unwrap());
    assert!(!selectors.contains("ctl00"), "{selectors}");
}

#[test]
fn a_page_without_a_list_of_articles_is_said_to_have_none() {
    let menu = "<ul><li><a href='/a'>Giới thiệu chung về tòa soạn</a></li><li><a href='/b'>Liên hệ quảng cáo trên báo in</a></li>\
        <li><a href='/c'>Điều khoản sử dụng trang này</a></li></ul>";
    for html in [
        "<!doctype html><div id='root'></div><script src='/app.js'></script>".to_owned(),
        format!("<!doctype html><header><nav>{menu}</nav></header><p>Trang đang được xây dựng.</p>"),
        format!("<!doctype html><div id='footer-menu'>{menu}</div>"),
    ] {
        let error = guess(&html).unwrap_err().to_string();
        assert!(error.contains("https://www.donghuong.example/xa-hoi") && error.contains("item = "), "{error}");
    }
}

#[test]
fn a_long_list_is_read_whole() {
    let item = |n: usize| {
        format!("<div><p><a href='/bai-viet-so-{n}.html'>Bài viết số {n} về một bản làng vùng cao</a></p></div>")
    };
    let html: String = (0..2_000).map(item).collect();
    assert_eq!(read(&format!("<!doctype html><body>{html}")).lines().count(), 2_000);
}

/// Pages of the whole web, most of them no listings at all; one in five, for the time it takes.
#[test]
fn whatever_the_page_a_guess_reads_something_or_says_that_there_is_nothing() {
    let Some(corpus) = corpus() else { return };
    let mut guessed = 0;
    for file in ["wcxb-dev.jsonl.gz", "scrapinghub.jsonl.gz", "vietnam.jsonl.gz"] {
        let file = fs::File::open(corpus.join("pages").join(file)).unwrap();
        let mut lines = String::new();
        flate2::read::MultiGzDecoder::new(file).read_to_string(&mut lines).unwrap();
        for line in lines.lines().step_by(5) {
            let page: serde_json::Value = serde_json::from_str(line).unwrap();
            let html = page["html"].as_str().unwrap();
            if guess(html).is_ok() {
                assert_ne!(read(html), "");
                guessed += 1;
            }
        }
    }
    println!("{guessed} pages have a list of articles");
}

proptest::proptest! {
    #[test]
    fn a_damaged_page_never_panics(cuts in proptest::collection::vec(0..12_000_usize, 0..8)) {
        let mut html = fixture("cards");
        for cut in cuts {
            let at = html.floor_char_boundary(cut.min(html.len()));
            html.insert_str(at, "<div><a href='//['>");
        }
        let _ = guess(&html);
    }
}
