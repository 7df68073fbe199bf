//! Listings of several pages: how the next is found, and that it is asked for only while there is news.

use std::time::Duration;

use bantin::read::{Document, NextPage};
use jiff::SignedDuration;
use url::Url;

use crate::scripted::{Reply, Scripted};
use crate::sitemaps::{one_source, pass};

fn after(next: &NextPage, html: &str, number: usize) -> Option<String> {
    let listing = Url::parse("https://bao.example.vn/xa-hoi/").unwrap();
    let document = Document { url: &listing, content_type: None, bytes: html.as_bytes() };
    next.after(&document, &listing, number).map(|url| url.to_string())
}

#[test]
fn the_next_page_is_what_the_page_says_what_a_selector_finds_or_what_a_template_makes() {
    let parse = |text: &str| NextPage::parse(text).unwrap();
    let on = |path: &str| Some(format!("https://bao.example.vn{path}"));
    let said = NextPage::AsThePageSays;
    let numbers = "<a href='?p=1'>1</a> <a href='?p=2'>2</a> <a href='?p=3'>3</a>";
    for (next, html, number, expected) in [
        (&said, "<link rel='next' href='trang-2.html'>", 2, on("/xa-hoi/trang-2.html")),
        (&said, "<a rel='nofollow next' href='/p2'>Xem thêm</a>", 2, on("/p2")),
        (&said, "<base href='/vi/'><a href='p2'>Trang sau »</a>", 2, on("/vi/p2")),
        (&said, "<a href='/p2' aria-label='Next'>›</a><a href='/p9'>»</a>", 2, on("/p2")),
        (&said, numbers, 2, on("/xa-hoi/?p=2")),
        (&said, numbers, 3, on("/xa-hoi/?p=3")),
        (&said, numbers, 4, None),
        (&said, "<a href='/tap-2'>2</a>", 2, None),
        (&said, "<a href='https://khac.example.vn/2'>Trang sau</a>", 2, None),
        (&said, "<a href='#'>Trang sau</a>", 2, None),
        (&parse("li.next"), "<li class='next'><a href='/p2'>x</a></li>", 2, on("/p2")),
        (&parse("a.more"), "<a class='more' href='/p2'>x</a>", 2, on("/p2")),
        (&parse("a.more"), "<a href='/p2'>Trang sau</a>", 2, None),
        (&parse("?page={page}"), "", 2, on("/xa-hoi/?page=2")),
        (&parse("?page={page-1}"), "", 2, on("/xa-hoi/?page=1")),
        (&parse("/xa-hoi/trang-{page}.html"), "", 3, on("/xa-hoi/trang-3.html")),
        (&parse("https://khac.example.vn/{page}"), "", 2, None),
    ] {
        assert_eq!(after(next, html, number), expected, "{next:?} {html}");
    }
}

fn page(items: &[u32], next: &str) -> String {
    let item = |n: &u32| format!("<li><a href='/post{n:05}.html'>Bài số {n} về chuyện ở các bản vùng cao</a></li>");
    let items: String = items.iter().map(item).collect();
    format!("<!doctype html><ul class='tin'>{items}</ul><a rel='next' href='{next}'>sau</a>")
}

const LISTING: &str = "kind = \"listing\"\nlisting = { item = \".tin li\", pages = 3 }";
const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn listings(server: &Scripted) -> Vec<String> {
    server.targets().into_iter().filter(|target| target != "/robots.txt").collect()
}

#[tokio::test]
async fn further_pages_are_asked_for_while_the_one_before_has_news_and_up_to_the_bound() {
    let server = Scripted::with([
        ("/1", vec![Reply::ok(page(&[9, 8], "/2")), Reply::ok(page(&[9, 8], "/2")), Reply::ok(page(&[11, 10], "/2"))]),
        ("/2", vec![Reply::ok(page(&[7, 6], "/3")), Reply::ok(page(&[9, 8], "/3"))]),
        ("/3", vec![Reply::ok(page(&[5, 4], "/4"))]),
    ])
    .await;
    let (_folder, config) = one_source(&server.url("/1"), LISTING);
    assert_eq!(pass(&config, SignedDuration::ZERO).await.new_entries, 6);
    assert_eq!(listings(&server), ["/1", "/2", "/3"], "the fourth is beyond the bound");
    let quiet = pass(&config, HOUR * 2).await;
    assert_eq!(
        (quiet.new_entries, &listings(&server)[3..]),
        (0, &["/1".to_owned()][..]),
        "a poll without news is one request"
    );
    assert_eq!(pass(&config, HOUR * 4).await.new_entries, 2);
    assert_eq!(listings(&server)[4..], ["/1", "/2"], "the second page has nothing new, so the third isn't asked for");
}

#[tokio::test]
async fn a_further_page_that_fails_is_a_warning() {
    let server = Scripted::with([("/1", vec![Reply::ok(page(&[9, 8], "/2"))]), ("/2", vec![Reply::status(500)])]).await;
    let (_folder, config) = one_source(&server.url("/1"), LISTING);
    let first = pass(&config, SignedDuration::ZERO).await;
    assert_eq!((first.new_entries, first.failed.len()), (2, 0));
    assert!(
        first.warnings[0].warning.contains("page 2") && first.warnings[0].warning.contains("500"),
        "{:?}",
        first.warnings
    );
    assert!(first.summary().contains("1 to look at"), "{}", first.summary());
}

/// Ten pages take five seconds here, and a poll has four times the timeout.
#[tokio::test]
async fn a_slow_listing_is_read_as_far_as_there_is_time() {
    let server = Scripted::start(|seen| {
        let number: u32 = seen.target.trim_start_matches('/').parse().unwrap_or_default();
        Reply::ok(page(&[20 - number], &format!("/{}", number + 1))).after(Duration::from_millis(500))
    })
    .await;
    let kind = LISTING.replace("pages = 3", "pages = 10");
    let (_folder, mut config) = one_source(&server.url("/1"), &kind);
    config.fetch.timeout = SignedDuration::from_secs(1);
    let slow = pass(&config, SignedDuration::ZERO).await;
    assert!(slow.failed.is_empty() && (1..10).contains(&slow.new_entries), "{slow:?}");
    assert!(slow.warnings[0].warning.contains("have fewer read (`pages`)"), "{:?}", slow.warnings);
}

#[tokio::test]
async fn a_listing_without_selectors_is_read_by_a_guess_on_all_its_pages() {
    let server =
        Scripted::with([("/1", vec![Reply::ok(page(&[9, 8, 7], "/2"))]), ("/2", vec![Reply::ok(page(&[6, 5], "/1"))])])
            .await;
    let (_folder, config) = one_source(&server.url("/1"), "kind = \"listing\"\nlisting = { pages = 5 }");
    assert_eq!(pass(&config, SignedDuration::ZERO).await.new_entries, 5);
    assert_eq!(listings(&server), ["/1", "/2"], "a page that leads back ends it");
}

#[tokio::test]
async fn the_operators_word_on_dates_counts_for_listings_and_sitemaps_too() {
    let listing = "<!doctype html><ul class='tin'><li><a href='/a-1.html'>Bài</a> <b>8/2/2026 10:00 GMT</b></li></ul>";
    let sitemap = "<urlset><url><loc>/a-1.html</loc><lastmod>8/2/2026 10:00 GMT</lastmod></url></urlset>";
    let said = "date_order = \"month-first\"\ngmt_is_local = true";
    for (document, kind) in [
        (listing, "kind = \"listing\"\nlisting = { item = \".tin li\", date = \"b\" }"),
        (sitemap, "kind = \"sitemap\"\nsitemap = { within = \"300d\" }"),
    ] {
        let server = Scripted::with([("/1", vec![Reply::ok(document)])]).await;
        let (_folder, config) = one_source(&server.url("/1"), &format!("{said}\n{kind}"));
        assert_eq!(pass(&config, SignedDuration::ZERO).await.new_entries, 1, "{kind}");
        let database = rusqlite::Connection::open(&config.store.database).unwrap();
        let sql = "SELECT coalesce(content ->> '$.published', content ->> '$.updated') FROM entry";
        let date: String = database.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(date, "2026-08-02T03:00:00Z", "{kind}");
    }
}

#[tokio::test]
async fn an_item_that_leads_to_the_front_page_is_no_news_for_ever() {
    let front =
        "<!doctype html><ul class='tin'><li><a href='/'>Trang chủ của báo</a></li></ul><a rel='next' href='/2'>sau</a>";
    let server = Scripted::with([("/1", vec![Reply::ok(front)]), ("/2", vec![Reply::ok(page(&[9, 8], "/3"))])]).await;
    let (_folder, config) = one_source(&server.url("/1"), LISTING);
    pass(&config, SignedDuration::ZERO).await;
    let first = listings(&server).len();
    pass(&config, HOUR * 2).await;
    assert_eq!(listings(&server)[first..], ["/1"]);
}

#[tokio::test]
async fn a_busy_further_page_or_sitemap_has_its_host_left_alone_by_the_next_process_too() {
    let index = "<sitemapindex><sitemap><loc>/3</loc></sitemap><sitemap><loc>/2</loc></sitemap></sitemapindex>";
    let listing = page(&[9, 8], "/2");
    for (first, kind) in [(listing.as_str(), LISTING), (index, "kind = \"sitemap\"")] {
        let urlset = "<urlset><url><loc>/a-1.html</loc></url></urlset>";
        let server = Scripted::with([
            ("/1", vec![Reply::ok(first)]),
            ("/3", vec![Reply::ok(urlset)]),
            ("/2", vec![Reply::status(429).header("Retry-After", "10800")]),
        ])
        .await;
        let (_folder, config) = one_source(&server.url("/1"), kind);
        pass(&config, SignedDuration::ZERO).await;
        let asked = server.targets().len();
        assert_eq!(pass(&config, HOUR * 2).await.put_off, 1, "{kind}");
        assert_eq!(server.targets().len(), asked, "{kind}");
        assert_eq!(pass(&config, HOUR * 4).await.polled, 1, "{kind}");
    }
}
