//! Listing pages.

use bantin::read::{Css, Document, Kind, ListingSelectors, Parsed, ReadError, listing, sniff};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

const PAGE: &str = r#"<!DOCTYPE html><html><head><title>Tin tức - Sở Dân tộc</title><base href="/tin/"></head><body>
<div class="item"><a href="bai-1.htm"><img data-src="/anh/1.jpg" src="/trang.gif"></a>
  <h3><a href="bai-1.htm">Hạ Lang giải ngân vốn &amp; nghiệm thu</a></h3><span class="date">Thứ Ba, 21/05/2024 | 15:08</span>
  <p class="sapo">Huyện Hạ Lang <b>đã giải ngân</b> 20%.</p></div>
<div class="item"><h3><a href="/khac/bai-2.htm#top">Hòa An làm đường</a></h3><span class="date">17 giờ trước</span></div>
<div class="item"><h3><a href="bai-1.htm">Hạ Lang giải ngân vốn (tin nổi bật)</a></h3></div>
<div class="item"><h3><a href="javascript:void(0)">Xem thêm</a></h3></div>
</body></html>"#;

fn css(text: &str) -> Css {
    Css::parse(text).unwrap()
}

fn read(html: &str, selectors: &ListingSelectors) -> Result<Parsed, ReadError> {
    let url = Url::parse("https://dantoc.example.gov.vn/danh-muc").unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    listing(&Document { url: &url, content_type: None, bytes: html.as_bytes() }, selectors, &zone, now())
}

fn now() -> Timestamp {
    "2024-05-21T08:08:00Z".parse().unwrap()
}

fn selectors() -> ListingSelectors {
    ListingSelectors {
        item: css(".item"),
        link: None,
        title: None,
        date: Some(css(".date")),
        summary: Some(css(".sapo")),
        image: Some(css("img")),
    }
}

#[test]
fn items_are_read_once_each_with_addresses_from_the_base() {
    let parsed = read(PAGE, &selectors()).unwrap();
    let links: Vec<_> = parsed.entries.iter().map(|entry| entry.link.as_ref().unwrap().as_str()).collect();
    assert_eq!(links, ["https://dantoc.example.gov.vn/tin/bai-1.htm", "https://dantoc.example.gov.vn/khac/bai-2.htm"]);
    let first = &parsed.entries[0];
    assert_eq!(first.title, "Hạ Lang giải ngân vốn & nghiệm thu");
    assert_eq!(first.published.unwrap().to_string(), "2024-05-21T08:08:00Z");
    assert_eq!(first.summary.as_ref().unwrap().text(), "Huyện Hạ Lang đã giải ngân 20%.");
    assert_eq!(first.image.as_ref().unwrap().url.as_str(), "https://dantoc.example.gov.vn/anh/1.jpg");
    assert_eq!(parsed.title.as_deref(), Some("Tin tức - Sở Dân tộc"));
}

#[test]
fn a_date_may_count_from_now() {
    let entry = &read(PAGE, &selectors()).unwrap().entries[1];
    assert_eq!(entry.published.unwrap().to_string(), "2024-05-20T15:08:00Z");
}

#[test]
fn parts_may_stand_between_an_item_and_the_next() {
    let page = "<!doctype html><h3><a href='/1'>Một</a></h3><span class='date'>21/05/2024</span><p class='sapo'>Chuyện một.</p>\
        <h3><a href='/2'>Hai</a></h3><p class='sapo'>Chuyện hai.</p>\
        <h3><a href='/3'>Ba</a> <i class='date'>19/05/2024</i></h3><span class='date'>01/01/2020</span>";
    let parsed = read(page, &ListingSelectors { item: css("h3"), ..selectors() }).unwrap();
    let line = |entry: &bantin::read::Entry| {
        let date = entry.published.map(|at| at.to_string());
        (date.unwrap_or_default(), entry.summary.as_ref().map(bantin::read::SafeHtml::text).unwrap_or_default())
    };
    let read: Vec<_> = parsed.entries.iter().map(line).collect();
    let expected = [("2024-05-20T17:00:00Z", "Chuyện một."), ("", "Chuyện hai."), ("2024-05-18T17:00:00Z", "")];
    assert_eq!(read, expected.map(|(date, summary)| (date.to_owned(), summary.to_owned())));
}

#[test]
fn selectors_that_find_nothing_are_named_in_the_error() {
    let gone = ListingSelectors { item: css(".news-item"), ..selectors() };
    let error = read(PAGE, &gone).unwrap_err();
    assert!(
        error.to_string().contains("`.news-item`") && error.to_string().contains("dantoc.example.gov.vn"),
        "{error}"
    );
    assert!(matches!(read("  ", &selectors()), Err(ReadError::Empty { .. })));
}

#[test]
fn documents_are_known_by_their_first_bytes() {
    let url = Url::parse("https://bao.example.vn/rss").unwrap();
    let kind = |text: &str| sniff(&Document { url: &url, content_type: Some("text/html"), bytes: text.as_bytes() });
    assert_eq!(kind("<?xml version='1.0'?><!-- x --><rss version='2.0'>"), Kind::Feed);
    assert_eq!(kind("\u{feff} <rdf:RDF xmlns='http://purl.org/rss/1.0/'>"), Kind::Feed);
    assert_eq!(kind("{\"version\": \"https://jsonfeed.org/version/1.1\"}"), Kind::Feed);
    assert_eq!(kind("{\"version\":\"https:\\/\\/jsonfeed.org\\/version\\/1\"}"), Kind::Feed);
    assert_eq!(kind("{\"version\":\"1.1\",\"items\":[]}"), Kind::Feed);
    assert_eq!(kind("{\"version\":\"1.1\"}"), Kind::Json);
    let sorted =
        format!("{{\"items\":[\"{}\"],\"version\":\"https://jsonfeed.org/version/1.1\"}}", "x".repeat(100_000));
    assert_eq!(kind(&sorted), Kind::Feed);
    assert_eq!(kind("{\"error\": 1}"), Kind::Json);
    assert_eq!(kind("<!doctype html><p>"), Kind::Html);
    assert_eq!(kind("<urlset xmlns='x'>"), Kind::Xml { root: "urlset".into() });
    assert_eq!(kind("\n "), Kind::Empty);
    assert_eq!(kind("%PDF-1.7"), Kind::Other);
}
