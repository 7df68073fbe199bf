//! Articles of several pages: where one goes on, that its pages are joined within bounds, and what happens to one whose
//! further pages can't be had.

use bantin::read::{Article, ArticlePages, Document, Entry, Missing, PageSelectors};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use url::Url;

use crate::decisions::stories;
use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted};

const TITLE: &str = "Cao Bằng đẩy mạnh tiến độ Chương trình 1719";

fn begin(at: &str, html: &str) -> ArticlePages {
    let url = Url::parse(at).unwrap();
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    ArticlePages::begin(&document, &Entry::of_link(&url), &PageSelectors::default(), &TimeZone::UTC).unwrap()
}

fn take(pages: &mut ArticlePages, html: &str) {
    let url = pages.wanted().unwrap().clone();
    take_at(pages, &url, html);
}

fn take_at(pages: &mut ArticlePages, url: &Url, html: &str) {
    let document = Document { url, content_type: None, bytes: html.as_bytes() };
    pages.take(&document, &PageSelectors::default(), &TimeZone::UTC).unwrap();
}

fn paragraph(n: usize) -> String {
    format!(
        "<p>Đoạn {n} của bài. Từ đầu năm đến nay, xã thứ {n} của tỉnh Cao Bằng đã giải ngân được {n}.049 triệu đồng, bằng {n}% kế \
         hoạch, và tiếp tục đẩy nhanh tiến độ các công trình đường giao thông nông thôn.</p>"
    )
}

/// A page with the paragraphs, and with `more` in its head or at its end.
fn page(title: &str, paragraphs: impl IntoIterator<Item = usize>, more: &str) -> String {
    let text: String = paragraphs.into_iter().map(paragraph).collect();
    format!(
        "<!DOCTYPE html><html lang=vi><head><title>{title}</title></head><body><h1>{title}</h1><article>{text}</article>\
         {more}</body></html>"
    )
}

fn next(to: &str) -> String {
    format!("<a rel=next href='{to}'>Trang sau</a>")
}

fn wanted(at: &str, more: &str) -> Option<String> {
    begin(at, &page(TITLE, 1..5, more)).wanted().map(|url| url.as_str().replace("https://bao.example.vn", ""))
}

#[test]
fn an_article_goes_on_where_its_address_has_the_next_number() {
    for (own, to, expected) in [
        ("/cao-bang-1719.html", "?page=2", "/cao-bang-1719.html?page=2"),
        ("/cao-bang-1719.html?utm_source=rss", "/cao-bang-1719.html?trang=2", "/cao-bang-1719.html?trang=2"),
        ("/cao-bang-1719.html", "?page=1", "/cao-bang-1719.html?page=1"),
        ("/xem?id=1719", "/xem?id=1719&p=2", "/xem?id=1719&p=2"),
        ("/cao-bang-1719.html", "/cao-bang-1719/trang-2.html", "/cao-bang-1719/trang-2.html"),
        ("/cao-bang-1719.html", "/cao-bang-1719-p2.html", "/cao-bang-1719-p2.html"),
        ("/cao-bang-1719.html", "/cao-bang-1719_2.html", "/cao-bang-1719_2.html"),
        ("/cao-bang-1719-trang-1.html", "/cao-bang-1719-trang-2.html", "/cao-bang-1719-trang-2.html"),
        ("/cao-bang/", "/cao-bang/2/", "/cao-bang/2/"),
        ("/cao-bang.html", "/cao-bang.html/page/2", "/cao-bang.html/page/2"),
    ] {
        assert_eq!(wanted(&format!("https://bao.example.vn{own}"), &next(to)).as_deref(), Some(expected), "{own} {to}");
    }
    let numbers = "<div>1 <a href='?page=2'>2</a> <a href='?page=3'>3</a></div>";
    assert_eq!(wanted("https://bao.example.vn/cao-bang.html", numbers).as_deref(), Some("/cao-bang.html?page=2"));
}

#[test]
fn what_leads_to_another_article_or_away_is_not_followed() {
    for more in [
        next("/lang-son-1720.html"),
        next("/cao-bang-1720.html"),
        next("/cao-bang-1719.html?id=2"),
        next("/cao-bang-1719.html?page=3"),
        next("/cao-bang-1719.html"),
        next("https://khac.example.vn/cao-bang-1719.html?page=2"),
        next("/"),
        next("/xa-hoi/trang-2.html"),
        // Perhaps another article by a like name: the page must say `rel=next`.
        "<a href='/cao-bang-1719-2.html'>2</a>".to_owned(),
        // Of the readers' comments.
        "<div class=comments>1 <a href='?page=2'>2</a></div>".to_owned(),
        "<a href='?page=2#comments'>Bình luận cũ hơn</a>".to_owned(),
    ] {
        assert_eq!(wanted("https://bao.example.vn/cao-bang-1719.html", &more), None, "{more}");
    }
}

const OWN: &str = "https://bao.example.vn/cao-bang.html";

#[test]
fn pages_are_joined_without_what_stands_on_each_and_with_the_first_ones_fields() {
    let mut pages = begin(OWN, &page(TITLE, 1..5, &next("?page=2")));
    take(&mut pages, &page(&format!("{TITLE} - trang 2"), [1, 5, 6, 7], &next("?page=3")));
    take(&mut pages, &page(TITLE, [1, 8, 9, 10], ""));
    assert_eq!(pages.wanted(), None);
    let article = pages.into_article();
    let count = |text: &str| (1..=10).map(|n| text.matches(&format!("Đoạn {n} của")).count()).collect::<Vec<_>>();
    assert_eq!(count(&article.body.value.text), [1; 10], "{}", article.body.value.text);
    assert_eq!(count(article.body.value.html.as_str()), [1; 10]);
    assert_eq!((article.title.value.as_str(), article.missing), (TITLE, None));
    assert_eq!(article.url.unwrap().as_str(), OWN);
}

#[test]
fn a_page_that_doesnt_continue_the_article_ends_it() {
    let canonical = "<link rel=canonical href='/lang-son.html'>".to_owned() + &next("?page=3");
    for (second, why) in [
        (page("Lạng Sơn khởi công cao tốc", 5..9, &next("?page=3")), "another title"),
        (page(TITLE, 5..9, &canonical), "another article's address as its own"),
        (page(TITLE, 1..5, &next("?page=3")), "the same text again"),
        (page(TITLE, [], &next("?page=3")), "no text"),
    ] {
        let mut pages = begin(OWN, &page(TITLE, 1..5, &next("?page=2")));
        take(&mut pages, &second);
        assert_eq!((pages.wanted(), pages.article().missing), (None, None), "{why}");
        let text = &pages.article().body.value.text;
        assert!(text.contains("Đoạn 4") && !text.contains("Đoạn 5"), "{why}");
    }
    let mut pages = begin(OWN, &page(TITLE, 1..5, &next("?page=2")));
    take_at(&mut pages, &Url::parse("https://bao.example.vn/").unwrap(), &page(TITLE, 5..9, ""));
    assert!(!pages.article().body.value.text.contains("Đoạn 5"), "a redirect to elsewhere");
}

#[test]
fn pages_are_bounded_in_number() {
    let mut pages = begin(OWN, &page(TITLE, 1..5, &next("?page=2")));
    let mut number = 1;
    while pages.wanted().is_some() {
        number += 1;
        let to = next(&format!("?page={}", number + 1));
        take(&mut pages, &page(TITLE, number * 4..number * 4 + 4, &to));
    }
    assert_eq!((number, pages.article().missing), (8, Some(Missing::Pages)));
}

#[test]
fn pages_that_lead_in_a_circle_end() {
    let mut pages = begin(OWN, &page(TITLE, 1..5, &next("?page=2")));
    take(&mut pages, &page(TITLE, 5..9, &next("?page=2")));
    assert_eq!(pages.wanted(), None);
    let mut pages = begin(OWN, &page(TITLE, 1..5, &next("?page=2")));
    take(&mut pages, &page(TITLE, 5..9, &next("/cao-bang.html")));
    assert_eq!(pages.wanted(), None);
}

fn stored(desk: &Desk) -> Article {
    let content: String = desk.database().query_row("SELECT content FROM article", [], |row| row.get(0)).unwrap();
    serde_json::from_str(&content).unwrap()
}

fn revised(desk: &Desk) -> Option<i64> {
    desk.database().query_row("SELECT revised FROM article", [], |row| row.get(0)).unwrap()
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

#[tokio::test]
async fn a_pass_reads_all_pages_one_after_another_and_asks_for_each_once() {
    let server = Scripted::with([
        ("/rss", vec![Reply::ok(rss(&["/cao-bang.html"]))]),
        ("/cao-bang.html", vec![Reply::ok(page(TITLE, 1..5, &next("?page=2")))]),
        ("/cao-bang.html?page=2", vec![Reply::ok(page(TITLE, 5..9, &next("?page=3")))]),
        ("/cao-bang.html?page=3", vec![Reply::ok(page(TITLE, 9..11, ""))]),
    ])
    .await;
    let desk = Desk::with(&[server.url("/rss")]);
    let pass = desk.pass().await;
    assert_eq!((pass.pages_read, pass.pages_failed), (1, 0));
    let pages: Vec<String> = server.targets().into_iter().filter(|target| target.contains("cao-bang")).collect();
    assert_eq!(pages, ["/cao-bang.html", "/cao-bang.html?page=2", "/cao-bang.html?page=3"]);
    let article = stored(&desk);
    assert!(article.body.value.text.contains("Đoạn 1 ") && article.body.value.text.contains("Đoạn 10 "));
    assert_eq!(article.missing, None);
}

#[tokio::test]
async fn an_article_whose_second_page_fails_is_kept_as_it_is_and_tried_again() {
    let server = Scripted::with([
        ("/rss", vec![Reply::ok(rss(&["/cao-bang.html"]))]),
        ("/cao-bang.html", vec![Reply::ok(page(TITLE, 1..5, &next("?page=2")))]),
        ("/cao-bang.html?page=2", vec![Reply::status(500), Reply::ok(page(TITLE, 5..9, ""))]),
    ])
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    let first = desk.pass().await;
    assert_eq!((first.pages_read, first.pages_failed, first.judged), (1, 1, 1), "it is published without waiting");
    let part = stored(&desk);
    assert!(part.body.value.text.contains("Đoạn 4 ") && !part.body.value.text.contains("Đoạn 5 "));
    assert_eq!(part.missing, Some(Missing::Pages));
    let second = desk.pass_after(HOUR).await;
    assert_eq!((second.pages_read, second.pages_failed), (1, 0));
    let whole = stored(&desk);
    assert!(whole.body.value.text.contains("Đoạn 8 "));
    assert_eq!((whole.missing, revised(&desk)), (None, None), "that a page was missing is no revision");
    assert_eq!(desk.pass_after(HOUR * 24).await.pages_read, 0);
}

#[tokio::test]
async fn a_second_page_that_is_not_there_is_not_asked_for_again() {
    let server = Scripted::with([
        ("/rss", vec![Reply::ok(rss(&["/cao-bang.html"]))]),
        ("/cao-bang.html", vec![Reply::ok(page(TITLE, 1..5, &next("?page=2")))]),
    ])
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.pass().await;
    assert_eq!(stored(&desk).missing, Some(Missing::Pages));
    desk.pass_after(HOUR * 24).await;
    let asked = server.targets().iter().filter(|target| *target == "/cao-bang.html?page=2").count();
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn a_second_page_that_goes_takes_no_article_down() {
    let server = Scripted::with([
        ("/rss", vec![Reply::ok(rss(&["/cao-bang.html"]))]),
        ("/cao-bang.html", vec![Reply::ok(page(TITLE, 1..5, &next("?page=2")))]),
        ("/cao-bang.html?page=2", vec![Reply::status(500), Reply::status(500), Reply::status(410)]),
    ])
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    for _ in 0..8 {
        desk.pass_after(HOUR * 24).await;
        assert_eq!(stories(&desk).len(), 1);
    }
    let gone: Option<i64> = desk.database().query_row("SELECT page_gone FROM article", [], |row| row.get(0)).unwrap();
    assert_eq!(gone, None, "the article's own page never was");
}

#[tokio::test]
async fn articles_whose_pages_are_not_to_be_read_any_more_are_published_as_the_feed_has_them() {
    for left_alone in ["page.read = false", "off = \"nghỉ\""] {
        let server = Scripted::with([
            ("/rss", vec![Reply::ok(rss(&["/cao-bang.html", "/lang-son.html"]))]),
            ("/cao-bang.html", vec![Reply::ok(page(TITLE, 1..5, ""))]),
            ("/lang-son.html", vec![Reply::ok(page("Lạng Sơn khởi công cao tốc", 5..9, ""))]),
        ])
        .await;
        let mut desk = Desk::with(&[server.url("/rss")]);
        desk.fetch += "\npages_per_host = 1";
        let first = desk.pass().await;
        assert_eq!((first.pages_read, first.pages_waiting, stories(&desk).len()), (1, 1, 1));
        desk.more(left_alone);
        let second = desk.pass_after(HOUR * 24).await;
        assert_eq!((second.pages_read, second.pages_waiting, stories(&desk).len()), (0, 0, 2), "{left_alone}");
        assert!(!server.targets().contains(&"/lang-son.html".to_owned()), "{left_alone}");
    }
}
