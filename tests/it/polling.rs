//! When sources are asked, over passes that are processes of their own: what site owners may rely on, whatever the
//! operator does.

use jiff::SignedDuration;

use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
const HOUR: SignedDuration = SignedDuration::from_hours(1);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Passes every quarter of an hour, as cron does them; those for which nothing is due are left out.
async fn cron(desk: &mut Desk, during: SignedDuration) {
    let end = desk.now + during;
    while desk.now < end {
        let due: i64 =
            desk.database().query_row("SELECT coalesce(min(next_poll), 0) FROM source", [], |row| row.get(0)).unwrap();
        while desk.now < end {
            desk.now += MINUTE * 15;
            if desk.now.as_second() >= due {
                desk.pass().await;
                break;
            }
        }
    }
}

#[tokio::test]
async fn a_feed_is_asked_for_unconditionally_once_ever() {
    let server = Scripted::start(|seen| match seen.header("if-none-match") {
        Some(b"W/\"6a-5f\"") if seen.nth < 20 => Reply::status(304),
        Some(b"W/\"6a-60\"") => Reply::status(304),
        _ if seen.nth < 20 => Reply::ok(rss(&[])).header("ETag", "W/\"6a-5f\""),
        _ => Reply::ok(rss(&[])).header("ETag", "W/\"6a-60\"").header("Last-Modified", "yesterday"),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.pass().await;
    cron(&mut desk, DAY * 8).await;
    let log = server.log();
    assert!(log.len() > 25, "{}", log.len());
    assert!(log[0].header("if-none-match").is_none() && log[0].header("if-modified-since").is_none());
    for (nth, seen) in log.iter().enumerate().skip(1) {
        let (etag, date) = if nth <= 20 { ("W/\"6a-5f\"", None) } else { ("W/\"6a-60\"", Some("yesterday")) };
        assert_eq!((seen.text("if-none-match"), seen.text("if-modified-since")), (Some(etag), date), "request {nth}");
    }
}

#[tokio::test]
async fn no_more_pages_of_a_host_are_read_in_a_pass_than_the_operator_allows() {
    let links: Vec<String> = (0..25).map(|n| format!("/tin-{n}12345.html")).collect();
    let feed = rss(&links.iter().map(String::as_str).collect::<Vec<_>>());
    let server = Scripted::start(move |seen| match seen.target.as_str() {
        "/feed" => Reply::ok(feed.clone()),
        "/robots.txt" => Reply::status(404),
        page => Reply::ok(format!("<h1>Tin {page}</h1><p>Bản tin đầy đủ.")).header("Content-Type", "text/html"),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.fetch += "\npages_per_host = 20";
    let pass = desk.pass().await;
    assert_eq!((pass.new_entries, pass.pages_read, pass.pages_waiting), (25, 20, 5), "{}", pass.summary());
    let pass = desk.pass_after(MINUTE).await;
    assert_eq!((pass.polled, pass.pages_read, pass.pages_waiting), (0, 5, 0), "{}", pass.summary());
}

#[tokio::test]
async fn no_condition_is_ever_invented() {
    let server = Scripted::always(Reply::ok(rss(&[])).header("Date", "Thu, 21 May 2026 08:00:00 GMT")).await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.pass().await;
    cron(&mut desk, DAY).await;
    let log = server.log();
    assert!(log.len() > 3);
    assert!(log.iter().all(|seen| seen.headers.iter().all(|(name, _)| !name.starts_with("if-"))));
}

#[tokio::test]
async fn the_validators_of_a_body_that_could_not_be_read_are_not_kept() {
    let server = Scripted::with([(
        "/feed",
        vec![
            Reply::ok(rss(&[])).header("ETag", "\"good\""),
            Reply::ok("<html><body>Bảo trì").header("ETag", "\"bad\""),
            Reply::status(500).header("ETag", "\"worse\""),
            Reply::status(304),
        ],
    )])
    .await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    for _ in 0..4 {
        desk.pass_after(DAY).await;
    }
    let sent: Vec<_> = server.log().iter().map(|seen| seen.text("if-none-match").map(str::to_owned)).collect();
    assert_eq!(sent, [None, Some("\"good\""), Some("\"good\""), Some("\"good\"")].map(|etag| etag.map(str::to_owned)));
}

#[tokio::test]
async fn nothing_is_asked_before_it_is_due_however_often_bantin_starts() {
    let server = Scripted::always(Reply::ok(rss(&[])).header("Cache-Control", "max-age=7200")).await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.pass().await;
    for minutes in [0, 1, 14, 15, 30, 59] {
        desk.pass_after(MINUTE * minutes).await;
    }
    assert_eq!(server.log().len(), 1);
    desk.pass_after(MINUTE * 2).await;
    assert_eq!(server.log().len(), 2);
}

/// A first answer, and then 304, both with this header: how many requests there were after so long.
async fn requests(header: (&'static str, &'static str), during: SignedDuration) -> usize {
    let date = "Sun, 23 Aug 2026 05:00:00 GMT";
    let server = Scripted::start(move |seen| {
        let reply = if seen.nth == 0 { Reply::ok(rss(&[])).header("ETag", "\"1\"") } else { Reply::status(304) };
        reply.header("Date", date).header(header.0, header.1)
    })
    .await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.pass().await;
    cron(&mut desk, during).await;
    server.log().len()
}

#[tokio::test]
async fn max_age_and_expires_are_waited_out_after_200_and_after_304() {
    // Two days are eight times the operator's longest interval.
    assert_eq!(requests(("Cache-Control", "max-age=172800"), DAY * 2 - HOUR).await, 1);
    assert_eq!(requests(("Cache-Control", "max-age=172800"), DAY * 2 + HOUR).await, 2);
    assert_eq!(requests(("Cache-Control", "max-age=172800"), DAY * 4 - HOUR).await, 2);
    assert_eq!(requests(("Cache-Control", "public, max-age=\"86400\""), DAY * 3 + HOUR).await, 4);
    assert_eq!(requests(("Expires", "Mon, 24 Aug 2026 05:00:00 GMT"), DAY * 3 + HOUR).await, 4);
    // A year is a mistake.
    assert_eq!(requests(("Cache-Control", "max-age=31536000"), DAY * 8).await, 2);
    // Stale at once, or to be asked each time: then the interval alone counts.
    for header in [("Cache-Control", "no-cache"), ("Cache-Control", "max-age=0"), ("Expires", "0")] {
        assert!(requests(header, DAY).await > 4, "{header:?}");
    }
}

#[tokio::test]
async fn what_a_feed_itself_asks_for_counts_after_304_as_well() {
    let asks = "<title>Tin</title><ttl>600</ttl><skipHours><hour>15</hour><hour>16</hour></skipHours>";
    let server = Scripted::start(move |seen| match seen.nth {
        0 => Reply::ok(rss(&[]).replace("<title>Tin</title>", asks)).header("ETag", "\"1\""),
        _ => Reply::status(304),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    // Ten hours after five in the morning (UTC) it is three in the afternoon, which is skipped, as is the hour after it.
    for (hours, requests) in [(0, 1), (9, 1), (2, 1), (2, 2), (9, 2), (2, 3)] {
        desk.pass_after(HOUR * hours).await;
        assert_eq!(server.log().len(), requests, "at {}", desk.now);
    }
}

#[tokio::test]
async fn retry_after_is_waited_out_in_seconds_and_as_a_date() {
    for status in [429, 503] {
        for wait in ["10800", "Sun, 23 Aug 2026 08:00:00 GMT"] {
            let server = Scripted::start(move |seen| match seen.nth {
                0 => Reply::status(status).header("Date", "Sun, 23 Aug 2026 05:00:00 GMT").header("Retry-After", wait),
                _ => Reply::ok(rss(&[])),
            })
            .await;
            let mut desk = Desk::with(&[server.url("/feed")]);
            desk.pass().await;
            cron(&mut desk, HOUR * 3 - MINUTE * 15).await;
            assert_eq!(server.log().len(), 1, "{status} {wait}");
            cron(&mut desk, MINUTE * 30).await;
            assert!(server.log().len() > 1, "{status} {wait}");
        }
    }
}

#[tokio::test]
async fn what_a_busy_host_puts_off_is_asked_when_its_time_has_come_and_is_no_failure() {
    let server = Scripted::with([
        ("/1", vec![Reply::status(503).header("Retry-After", "7200"), Reply::ok(rss(&[]))]),
        ("/2", vec![Reply::ok(rss(&[]))]),
    ])
    .await;
    let mut desk = Desk::with(&[server.url("/1"), server.url("/2")]);
    let first = desk.pass().await;
    assert_eq!((first.failed.len(), first.put_off, server.log().len()), (1, 1, 1));
    let early = desk.pass_after(MINUTE * 119).await;
    assert_eq!((early.polled, early.put_off, server.log().len()), (0, 0, 1));
    let then = desk.pass_after(MINUTE * 2).await;
    assert_eq!((then.polled, then.failed.len(), server.log().len()), (2, 0, 3));
}

#[tokio::test]
async fn a_busy_hosts_wish_is_known_to_the_next_process_for_sources_and_pages() {
    let server = Scripted::start(|seen| match (seen.target.as_str(), seen.nth) {
        ("/robots.txt", _) => Reply::status(404),
        ("/busy", 0) => Reply::status(429).header("Retry-After", "7200"),
        ("/page", _) => Reply::ok("<p>tin"),
        _ => Reply::ok(rss(&[&format!("http://{}/page", seen.text("host").unwrap())])),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.more("page.read = false");
    desk.pass().await;
    assert_eq!(server.targets(), ["/feed"]);
    // The page of an article that is known by now, and a source that is new.
    desk.database().execute("UPDATE article SET page_due = 0", []).unwrap();
    desk.sources(&[server.url("/feed"), server.url("/busy")]);
    let busy = desk.pass_after(MINUTE).await;
    assert_eq!((busy.failed.len(), busy.put_off), (1, 1));
    desk.sources(&[server.url("/feed"), server.url("/busy"), server.url("/new")]);
    desk.database().execute("UPDATE article SET page_due = 0", []).unwrap();
    let later = desk.pass_after(MINUTE * 100).await;
    assert_eq!((later.polled, later.pages_read, later.failed.len()), (0, 0, 0), "{}", later.summary());
    assert_eq!(server.targets(), ["/feed", "/busy"]);
    let after = desk.pass_after(MINUTE * 21).await;
    assert_eq!((after.polled, after.pages_read), (3, 1), "{}", after.summary());
}

#[tokio::test]
async fn a_busy_page_or_robots_txt_puts_its_hosts_feeds_off_as_well() {
    for busy in ["/page", "/robots.txt"] {
        let server = Scripted::start(move |seen| match (seen.target.as_str(), seen.nth) {
            (target, 0) if target == busy => Reply::status(503).header("Retry-After", "7200"),
            ("/robots.txt", _) => Reply::status(404),
            ("/page", _) => Reply::ok("<p>tin"),
            _ => Reply::ok(rss(&[&format!("http://{}/page", seen.text("host").unwrap())])),
        })
        .await;
        let mut desk = Desk::with(&[server.url("/feed")]);
        desk.more("every = \"15m\"");
        desk.pass().await;
        let asked = server.log().len();
        assert_eq!(server.targets().last().unwrap(), busy);
        let early = desk.pass_after(MINUTE * 20).await;
        assert_eq!((early.polled, early.put_off, early.failed.len()), (0, 1, 0), "{}", early.summary());
        assert_eq!(server.log().len(), asked);
        let then = desk.pass_after(MINUTE * 101).await;
        assert_eq!((then.polled, then.pages_read), (1, 1), "{}", then.summary());
    }
}

#[tokio::test]
async fn robots_txt_is_asked_for_once_a_day_however_often_bantin_starts() {
    let server = Scripted::start(|seen| match seen.target.as_str() {
        "/robots.txt" => Reply::ok("User-agent: *\nDisallow: /rieng/"),
        "/feed" => {
            let host = seen.text("host").unwrap();
            Reply::ok(rss(&[&format!("http://{host}/{}", seen.nth), &format!("http://{host}/rieng/{}", seen.nth)]))
        }
        _ => Reply::ok("<p>tin"),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.more("every = \"5h\"");
    for _ in 0..5 {
        desk.pass().await;
        desk.now += HOUR * 5;
    }
    let times = |asked: &str| server.targets().iter().filter(|target| target.starts_with(asked)).count();
    assert_eq!((times("/feed"), times("/robots.txt"), times("/rieng/")), (5, 1, 0));
    desk.pass().await;
    assert_eq!((times("/feed"), times("/robots.txt"), times("/rieng/")), (6, 2, 0));
}

#[tokio::test]
async fn an_articles_page_is_asked_for_once_and_again_when_its_entry_was_revised() {
    let server = Scripted::start(|seen| match (seen.target.as_str(), seen.nth) {
        ("/robots.txt", _) => Reply::status(404),
        ("/page", _) => Reply::ok("<h1>Nước về bản</h1><p>Tin đầy đủ."),
        (_, nth) => {
            let link = format!("http://{}/page", seen.text("host").unwrap());
            let feed = rss(&[&link]);
            Reply::ok(if nth < 3 { feed } else { feed.replace("<title>Tin http", "<title>Đính chính: tin http") })
        }
    })
    .await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.more("every = \"5h\"");
    for nth in 0..6 {
        desk.pass_after(HOUR * 5).await;
        let pages = server.targets().iter().filter(|target| *target == "/page").count();
        assert_eq!(pages, if nth < 3 { 1 } else { 2 }, "after poll {nth}");
    }
}

#[tokio::test]
async fn a_source_that_fails_is_asked_less_and_less_often_and_never_given_up() {
    for (reply, at_most, at_least) in [
        (Reply::status(503), 30, 20),
        (Reply::status(404), 6, 3),
        (Reply::status(403), 6, 3),
        (Reply::ok("<html><body>Bảo trì</body></html>"), 12, 6),
    ] {
        let named = format!("{reply:?}").chars().take(60).collect::<String>();
        let server = Scripted::always(reply).await;
        let mut desk = Desk::with(&[server.url("/feed")]);
        desk.pass().await;
        cron(&mut desk, DAY * 6).await;
        let first = server.log().len();
        assert!((at_least..=at_most).contains(&first), "{named}: {first}");
        cron(&mut desk, DAY * 6).await;
        let then = server.log().len() - first;
        assert!(then > 1 && then <= first, "{named}: {first}, then {then}");
    }
}

#[tokio::test]
async fn a_clock_that_was_ahead_for_a_while_keeps_no_source_from_being_asked() {
    let server = Scripted::always(Reply::ok(rss(&["/a"]))).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.each("page.read = false");
    desk.now += SignedDuration::from_hours(24 * 365);
    assert_eq!(desk.pass().await.polled, 1);
    desk.now -= SignedDuration::from_hours(24 * 365);
    assert_eq!((desk.pass().await.polled, desk.pass().await.polled), (1, 0));
}

#[tokio::test]
async fn a_quiet_source_is_asked_less_often_than_one_with_news() {
    let quiet = Scripted::always(Reply::ok(rss(&[]))).await;
    let lively = Scripted::start(|seen| Reply::ok(rss(&[&format!("http://bao.test/{}", seen.nth)]))).await;
    let mut desk = Desk::with(&[quiet.url("/feed"), lively.url("/feed")]);
    desk.more("page.read = false");
    desk.pass().await;
    cron(&mut desk, DAY).await;
    let (quiet, lively) = (quiet.log().len(), lively.log().len());
    assert!(lively > 2 * quiet, "{quiet} and {lively}");
}

#[tokio::test]
async fn a_fixed_interval_is_kept_under_cron() {
    let server = Scripted::always(Reply::ok(rss(&[]))).await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    desk.more("every = \"15m\"");
    for seconds in [0, 901, 899, 900, 898, 905, 897] {
        let pass = desk.pass_after(SignedDuration::from_secs(seconds)).await;
        assert_eq!(pass.polled, 1, "though cron came {seconds} s after the last pass");
    }
}
