//! When news comes out: what is dated ahead waits for its time, and what has no date takes that of its first sight.

use std::fs;

use jiff::{SignedDuration, Timestamp};

use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn item(title: &str, date: Option<&str>) -> String {
    let date = date.map(|date| format!("<pubDate>{date}</pubDate>")).unwrap_or_default();
    format!("<item><title>{title}</title><link>/tin/{}.html</link>{date}</item>", title.len())
}

fn feed(items: &[String]) -> Reply {
    Reply::ok(format!("<rss version=\"2.0\"><channel><title>Báo</title>{}</channel></rss>", items.concat()))
}

async fn desk_over(feeds: Vec<Reply>) -> (Desk, Scripted) {
    let server = Scripted::with([("/rss", feeds)]).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page.read = false\nevery = \"1h\"");
    (desk, server)
}

/// Titles and dates, as published.
fn published(desk: &Desk) -> Vec<(String, Timestamp)> {
    let text = fs::read_to_string(desk.config().publish.directory.join("feeds/tin.json")).unwrap();
    let feed: serde_json::Value = serde_json::from_str(&text).unwrap();
    let items = feed["items"].as_array().unwrap().iter();
    items
        .map(|item| {
            let text = |key: &str| item[key].as_str().unwrap().to_owned();
            (text("title"), text("date_published").parse().unwrap())
        })
        .collect()
}

fn titles(desk: &Desk) -> Vec<String> {
    published(desk).into_iter().map(|(title, _)| title).collect()
}

#[tokio::test]
async fn a_date_ahead_is_held_until_it_passes_and_nothing_has_to_be_polled_for_it() {
    // The clock of these tests begins at 15:08 in Hà Nội.
    let ahead = item("Tin hẹn giờ", Some("Sun, 23 Aug 2026 23:00:00 +0700"));
    let now = item("Tin hôm nay", Some("Sun, 23 Aug 2026 08:00:00 +0700"));
    let (mut desk, server) = desk_over(vec![feed(&[ahead, now]), Reply::status(500)]).await;
    desk.pass().await;
    assert_eq!(titles(&desk), ["Tin hôm nay"]);
    let at: Timestamp = "2026-08-23T23:00:00+07:00".parse().unwrap();

    desk.now = at - HOUR;
    assert!(!desk.pass().await.changed, "it still waits");
    desk.now = at;
    let pass = desk.pass().await;
    assert_eq!((pass.judged, pass.changed), (1, true));
    assert_eq!(published(&desk)[0], ("Tin hẹn giờ".to_owned(), at), "it came out when it said");
    assert!(server.targets().len() >= 2, "and the source had failed since");
}

#[tokio::test]
async fn a_date_that_lies_too_far_ahead_is_none() {
    let (mut desk, _server) = desk_over(vec![feed(&[item("Nhầm năm", Some("Mon, 23 Aug 2027 08:00:00 +0700"))])]).await;
    desk.pass().await;
    let first = published(&desk);
    assert_eq!(first, [("Nhầm năm".to_owned(), desk.now)]);
    desk.pass_after(HOUR * 24 * 400).await;
    assert_eq!(published(&desk), first, "nor when it has come");
}

#[tokio::test]
async fn news_without_a_date_is_of_its_first_sight_once() {
    let plain = || item("Không ngày", None);
    let later = item("Bài khác hẳn", None);
    let dated = item("Không ngày", Some("Sat, 22 Aug 2026 08:00:00 +0700"));
    let (mut desk, _server) =
        desk_over(vec![feed(&[plain()]), feed(&[later.clone(), plain()]), feed(&[dated, later])]).await;
    desk.pass().await;
    let seen = desk.now;
    desk.pass_after(HOUR * 2).await;
    assert_eq!(published(&desk), [("Bài khác hẳn".to_owned(), desk.now), ("Không ngày".to_owned(), seen)]);
    let second = published(&desk);
    desk.pass_after(HOUR * 2).await;
    assert_eq!(published(&desk), second, "a date that comes later changes nothing, and no place");
}

#[tokio::test]
async fn a_source_whose_clock_is_fast_is_pointed_out() {
    // Its clock says GMT, and means Hà Nội.
    let items = |count: usize| {
        let item = |n: usize| {
            let title = format!("Bài {}", "i".repeat(n));
            item(&title, Some("Sun, 23 Aug 2026 15:00:00 GMT"))
        };
        feed(&(1..=count).map(item).collect::<Vec<_>>())
    };
    let (desk, _server) = desk_over(vec![items(3)]).await;
    let pass = desk.pass().await;
    let [warning] = pass.warnings.as_slice() else { panic!("{:?}", pass.warnings) };
    assert!(warning.warning.contains("3 new entries are dated ahead") && warning.warning.contains("gmt_is_local"));
    assert!(desk.pass().await.warnings.is_empty(), "once");
    let (desk, _server) = desk_over(vec![items(2)]).await;
    assert!(desk.pass().await.warnings.is_empty(), "news that a time is set for");
}
