//! What site owners may rely on, proved from the server's side.

use std::time::Duration;

use bantin::config;
use bantin::fetch::{Client, FailureKind, FetchError, Outcome, Request, Wants};
use jiff::SignedDuration;
use url::Url;

use crate::scripted::{Reply, Scripted, Seen, fetch_config};

const SPACING: Duration = Duration::from_millis(80);

fn spaced() -> config::Fetch {
    config::Fetch { spacing: SignedDuration::try_from(SPACING).unwrap(), ..fetch_config() }
}

async fn get(client: &Client, url: Url, wants: Wants) -> Result<Outcome, FetchError> {
    client.get(&Request { url: &url, wants, validators: None }).await
}

/// All at once, as a pass does it.
async fn get_all(client: &Client, asked: Vec<(Url, Wants)>) -> Vec<Result<Outcome, FetchError>> {
    let tasks: Vec<_> = asked
        .into_iter()
        .map(|(url, wants)| {
            let client = client.clone();
            tokio::spawn(async move { get(&client, url, wants).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

fn assert_spaced(log: &[Seen], spacing: Duration) {
    for pair in log.windows(2) {
        let pause = pair[1].arrived.checked_duration_since(pair[0].answered.unwrap());
        assert!(pause.is_some_and(|pause| pause >= spacing), "{} and {}: {pause:?}", pair[0].target, pair[1].target);
    }
}

#[tokio::test]
async fn a_host_is_asked_one_thing_at_a_time_with_pauses() {
    let server = Scripted::start(|seen| match seen.target.as_str() {
        "/robots.txt" => Reply::status(404),
        "/feed-0" => Reply::redirect(302, "/feed-moved"),
        _ => Reply::ok("<p>tin").after(Duration::from_millis(30)),
    })
    .await;
    let client = Client::new(&spaced()).unwrap();
    let feeds = (0..3).map(|n| (server.url(&format!("/feed-{n}")), Wants::Feed));
    let pages = (0..3).map(|n| (server.url(&format!("/page-{n}")), Wants::Page));
    let outcomes = get_all(&client, feeds.chain(pages).collect()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let log = server.log();
    assert_eq!(log.len(), 3 + 1 + 3 + 1);
    assert_spaced(&log, SPACING);
    assert!(log.iter().all(|seen| seen.connection == log[0].connection), "one connection is enough");
}

#[tokio::test]
async fn a_failed_request_is_followed_by_a_pause_as_well() {
    let server = Scripted::always(Reply::status(500)).await;
    let client = Client::new(&spaced()).unwrap();
    get_all(&client, (0..3).map(|n| (server.url(&format!("/{n}")), Wants::Feed)).collect()).await;
    assert_spaced(&server.log(), SPACING);
}

#[tokio::test]
async fn hosts_are_asked_at_the_same_time_up_to_the_bound() {
    let server = Scripted::always(Reply::ok("tin").after(Duration::from_millis(150))).await;
    let address = server.address;
    let config = config::Fetch { concurrency: 3, ..spaced() };
    let client = Client::with_resolver(&config, move |_| Ok(vec![address])).unwrap();
    let hosts = (0..9).map(|n| (Url::parse(&format!("http://bao-{n}.test/")).unwrap(), Wants::Feed));
    let outcomes = get_all(&client, hosts.collect()).await;
    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    let log = server.log();
    let at_once =
        |at: &Seen| log.iter().filter(|seen| seen.arrived <= at.arrived && seen.answered.unwrap() > at.arrived).count();
    assert_eq!(log.iter().map(at_once).max(), Some(3));
}

#[tokio::test]
async fn waiting_for_a_turn_is_no_timeout() {
    let server = Scripted::always(Reply::ok("tin").after(Duration::from_millis(300))).await;
    let config = config::Fetch { timeout: SignedDuration::from_secs(1), ..spaced() };
    let client = Client::new(&config).unwrap();
    let asked = (0..5).map(|n| (server.url(&format!("/{n}")), Wants::Feed));
    assert!(get_all(&client, asked.collect()).await.iter().all(Result::is_ok));
}

#[tokio::test]
async fn robots_txt_is_asked_once_and_followed_for_pages_and_not_for_feeds() {
    let rules = "User-agent: *\nDisallow: /\n\nUser-agent: bantin\nDisallow: /rieng/\nAllow: /rieng/mo.html\n";
    let server = Scripted::start(move |seen| match seen.target.as_str() {
        "/robots.txt" => Reply::ok(rules),
        "/chuyen" => Reply::redirect(302, "/rieng/2.html"),
        _ => Reply::ok("<p>tin"),
    })
    .await;
    let client = Client::new(&fetch_config()).unwrap();
    let asked = [
        ("/1.html", Wants::Page, true),
        ("/rieng/1.html", Wants::Page, false),
        ("/rieng/", Wants::Listing, false),
        ("/rieng/mo.html", Wants::Page, true),
        ("/rieng/feed", Wants::Feed, true),
        ("/chuyen", Wants::Page, false),
        ("/chuyen", Wants::Feed, true),
    ];
    let outcomes = get_all(&client, asked.map(|(target, wants, _)| (server.url(target), wants)).to_vec()).await;
    for ((target, wants, allowed), outcome) in asked.into_iter().zip(outcomes) {
        match outcome {
            Ok(_) => assert!(allowed, "{target} {wants:?}"),
            Err(FetchError::RobotsDisallow { .. }) => assert!(!allowed, "{target} {wants:?}"),
            Err(error) => panic!("{error}"),
        }
    }
    let targets = server.targets();
    assert_eq!(targets.iter().filter(|target| *target == "/robots.txt").count(), 1);
    assert!(!targets.contains(&"/rieng/1.html".to_owned()));
    assert_eq!(targets.iter().filter(|target| *target == "/rieng/2.html").count(), 1, "for the feed only");
}

#[tokio::test]
async fn a_site_without_robots_txt_has_no_rules_and_a_broken_one_waits() {
    for (reply, expected) in [
        (Reply::status(404), None),
        (Reply::status(403), None),
        (Reply::status(410), None),
        (Reply::redirect(302, "/robots.txt"), None),
        (Reply::ok("<html>Không tìm thấy trang"), None),
        (Reply::ok(["User-agent: *\nDisallow: /x\n".to_owned(), "#".repeat(600_000)].concat()), None),
        (Reply::status(500), Some(FailureKind::Server)),
        (Reply::status(429).header("Retry-After", "7200"), Some(FailureKind::Throttled)),
        (Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser-"), Some(FailureKind::Content)),
    ] {
        let named = format!("{reply:?}").chars().take(100).collect::<String>();
        let server =
            Scripted::with([("/robots.txt", vec![reply]), ("/1", vec![Reply::ok("1")]), ("/2", vec![Reply::ok("2")])])
                .await;
        let client = Client::new(&fetch_config()).unwrap();
        for target in ["/1", "/2"] {
            match get(&client, server.url(target), Wants::Page).await {
                Ok(_) => assert_eq!(expected, None, "{named}"),
                Err(error @ FetchError::RobotsUnavailable { .. }) => {
                    assert_eq!(Some(error.kind()), expected, "{named}");
                }
                Err(error) => panic!("{named}: {error}"),
            }
        }
        let targets = server.targets();
        assert_eq!(targets.iter().filter(|target| *target == "/robots.txt").count(), 1, "{named}");
        assert_eq!(targets.len(), if expected.is_some() { 1 } else { 3 }, "{named}");
    }
}

#[tokio::test]
async fn crawl_delay_lengthens_the_pause_for_feeds_too() {
    let server = Scripted::with([
        ("/robots.txt", vec![Reply::ok("User-agent: *\nCrawl-delay: 0.3")]),
        ("/1", vec![Reply::ok("1")]),
        ("/2", vec![Reply::ok("2")]),
        ("/feed", vec![Reply::ok("3")]),
    ])
    .await;
    let client = Client::new(&spaced()).unwrap();
    for (target, wants) in [("/1", Wants::Page), ("/2", Wants::Page), ("/feed", Wants::Feed)] {
        get(&client, server.url(target), wants).await.unwrap();
    }
    let log = server.log();
    assert_spaced(&log, SPACING);
    assert_spaced(&log[1..], Duration::from_millis(300));
}

#[tokio::test]
async fn a_host_that_is_busy_is_left_alone_with_all_its_addresses() {
    for (status, header, least) in [
        (429, Some("3600"), Some(3500)),
        (503, Some("7200"), Some(7100)),
        // Asked too often is asked too often, whether it says until when or not.
        (429, None, Some(800)),
        (503, None, None),
        (404, Some("3600"), None),
    ] {
        let server = Scripted::start(move |seen| match (seen.target.as_str(), header) {
            ("/busy", Some(wait)) => Reply::status(status).header("Retry-After", wait),
            ("/busy", None) => Reply::status(status),
            ("/robots.txt", _) => Reply::status(404),
            _ => Reply::ok("tin"),
        })
        .await;
        let client = Client::new(&fetch_config()).unwrap();
        assert!(get(&client, server.url("/busy"), Wants::Feed).await.is_err());
        for wants in [Wants::Feed, Wants::Page] {
            match get(&client, server.url("/other"), wants).await {
                Ok(_) => assert_eq!(least, None, "{status} {header:?}"),
                Err(error @ FetchError::HostHeld { .. }) => {
                    assert_eq!(error.kind(), FailureKind::Throttled);
                    assert!(Some(error.retry_after().unwrap().as_secs()) > least, "{status} {header:?}");
                }
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(server.log().len() == 1, least.is_some(), "{:?}", server.targets());
    }
}
