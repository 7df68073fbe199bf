//! What is remembered of sources by days.

use bantin::news::SourceId;
use bantin::read::PageField;
use bantin::store::{REMEMBERED_DAYS, SourceDay, Store, day_of};
use jiff::{SignedDuration, Timestamp};

use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn days(desk: &Desk, source: &str) -> Vec<SourceDay> {
    let store = Store::open_to_read(&desk.config().store.database).unwrap();
    store.history(Timestamp::UNIX_EPOCH).unwrap().remove(&SourceId::new(source)).unwrap_or_default()
}

#[tokio::test]
async fn polls_failures_documents_and_entries_are_summed_by_days() {
    let server = Scripted::start(|seen| match (seen.target.as_str(), seen.nth) {
        ("/rss", 1) => Reply::status(500),
        ("/rss", 2) => Reply::status(304),
        ("/rss", nth) => {
            let links = ["https://bao.vn/a-1.html", "https://bao.vn/b-2.html", "https://bao.vn/c-3.html"];
            Reply::ok(rss(&links[..if nth == 0 { 2 } else { 3 }])).header("ETag", "\"1\"")
        }
        _ => Reply::status(404),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page = { read = false }");
    desk.pass().await;
    for _ in 0..3 {
        // The first day ends at seventeen o'clock.
        desk.pass_after(SignedDuration::from_hours(8)).await;
    }
    let first = day_of(crate::testbed::now());
    let sums: Vec<_> = days(&desk, "nguon-0")
        .into_iter()
        .map(|day| (day.day - first, day.polls, day.failures, day.read, day.entries))
        .collect();
    assert_eq!(sums, [(0, 3, 1, 1, 2), (1, 1, 0, 1, 1)]);
}

#[tokio::test]
async fn a_source_that_is_put_off_was_not_polled() {
    let server = Scripted::start(|_| Reply::status(429).header("Retry-After", "3600")).await;
    let desk = Desk::with(&[server.url("/a"), server.url("/b")]);
    let pass = desk.pass().await;
    assert_eq!((pass.polled, pass.put_off), (1, 1));
    let polls: Vec<u32> =
        ["nguon-0", "nguon-1"].iter().flat_map(|id| days(&desk, id)).map(|day| day.polls + day.failures).collect();
    assert_eq!(polls, [2], "one poll, which failed");
}

#[tokio::test]
async fn of_pages_it_is_counted_how_often_each_field_was_found() {
    let server = Scripted::start(|seen| {
        let told =
            "<p>Toàn tỉnh đã giải ngân được 302.049 triệu đồng, bằng 20% kế hoạch vốn của năm nay.</p>".repeat(3);
        let author = if seen.target.contains("b-2") { "<meta name=author content='Minh Thu'>" } else { "" };
        match seen.target.as_str() {
            "/rss" => Reply::ok(rss(&["/a-1.html", "/b-2.html"])),
            "/robots.txt" => Reply::status(404),
            _ => Reply::ok(format!(
                "<!doctype html><title>Bài</title>{author}<h1>Bài hôm nay</h1><article>{told}</article>"
            )),
        }
    })
    .await;
    let desk = Desk::with(&[server.url("/rss")]);
    assert_eq!(desk.pass().await.pages_read, 2);
    let [day] = days(&desk, "nguon-0").try_into().unwrap();
    let found = |field| day.fields[&field];
    assert_eq!((day.pages, found(PageField::Body), found(PageField::Author)), (2, 2, 1));
    assert_eq!((found(PageField::Date), found(PageField::Image)), (0, 0));
}

#[tokio::test]
async fn a_year_and_a_season_are_remembered() {
    let server = Scripted::always(Reply::ok(rss(&["https://bao.vn/a-1.html"]))).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page = { read = false }");
    desk.pass().await;
    let first = day_of(desk.now);
    for (after, remembered) in [(REMEMBERED_DAYS - 1, true), (REMEMBERED_DAYS, false)] {
        let last = first + after;
        desk.now = Timestamp::from_second(last * 24 * 3600).unwrap();
        desk.pass().await;
        assert_eq!(days(&desk, "nguon-0").iter().any(|day| day.day == first), remembered, "after {after} days");
    }
}

#[tokio::test]
async fn what_an_older_bantin_saw_is_counted_when_its_database_is_taken_over() {
    let server = Scripted::start(|seen| match seen.target.as_str() {
        "/rss" => Reply::ok(rss(&["/a-1.html", "/b-2.html"])),
        "/robots.txt" => Reply::status(404),
        _ => Reply::ok("<!doctype html><title>Bài</title><h1>Bài hôm nay</h1><article><p>Một đoạn.</p></article>"),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.pass().await;
    let before = days(&desk, "nguon-0");
    // What the step that takes it over finds, and that step.
    let database = desk.database();
    database
        .execute_batch("DROP TRIGGER source_first_polled; DROP TRIGGER source_polled; DROP TABLE source_day")
        .unwrap();
    database.execute_batch(include_str!("../../src/store/migrations/0016_history.sql")).unwrap();
    drop(database);
    let [was] = before.try_into().unwrap();
    let [day] = days(&desk, "nguon-0").try_into().unwrap();
    assert_eq!(day, SourceDay { polls: 0, read: 0, ..was }, "polls were not written down then");
    desk.now += DAY;
    desk.pass().await;
    assert_eq!(days(&desk, "nguon-0").len(), 2);
}
