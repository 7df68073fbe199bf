//! Sources that move, and sources that end.

use bantin::pipeline::Moved;
use jiff::SignedDuration;

use crate::desk::{Desk, rss};
use crate::scripted::{Reply, Scripted};

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Six passes, one a day; whether the new address was asked without the old one before it.
async fn is_taken_over(server: &Scripted) -> bool {
    let mut desk = Desk::with(&[server.url("/old")]);
    desk.pass().await;
    for _ in 0..5 {
        desk.pass_after(DAY).await;
    }
    let targets = server.targets();
    let times = |asked: &str| targets.iter().filter(|target| *target == asked).count();
    assert!(times("/old") > 2);
    times("/new") > times("/old")
}

/// `/old` redirects to `/new`, which is a feed that is never modified once it was read.
async fn moved(status: u16) -> Scripted {
    Scripted::start(move |seen| match seen.target.as_str() {
        "/old" => Reply::redirect(status, "/new"),
        "/new" if seen.header("if-none-match").is_some() => Reply::status(304),
        "/new" => Reply::ok(rss(&[])).header("ETag", "\"1\""),
        _ => Reply::status(404),
    })
    .await
}

#[tokio::test]
async fn a_permanent_redirect_that_holds_for_days_is_taken_over_and_told() {
    for status in [301, 308] {
        let server = moved(status).await;
        let mut desk = Desk::with(&[server.url("/old")]);
        let mut told = desk.pass().await.moved;
        for _ in 0..2 {
            told.extend(desk.pass_after(DAY).await.moved);
        }
        assert_eq!(told, []);
        let pass = desk.pass_after(DAY).await;
        let [Moved { source, from, to }] = pass.moved.as_slice() else { panic!("{}", pass.summary()) };
        assert_eq!((source.as_str(), from.as_str()), ("nguon-0", server.url("/old").as_str()));
        assert_eq!(to, server.url("/new").as_str());
        let said = format!("moved for good: nguon-0 to {to} (change this in feeds.toml)");
        assert!(pass.summary().contains(&said), "{}", pass.summary());

        let asked = server.log().len();
        let pass = desk.pass_after(DAY).await;
        assert_eq!((pass.moved.len(), pass.not_modified), (1, 1), "told until feeds.toml says so too");
        assert_eq!(server.targets()[asked..], ["/new"]);
        let unconditional =
            server.log().iter().filter(|seen| seen.target == "/new" && seen.header("if-none-match").is_none()).count();
        assert_eq!(unconditional, 1, "one unconditional request ever");
    }
}

#[tokio::test]
async fn a_temporary_redirect_is_followed_and_never_taken_over() {
    for status in [302, 303, 307] {
        assert!(!is_taken_over(&moved(status).await).await, "{status}");
    }
    for (first, second) in [(302, 301), (301, 302), (308, 307)] {
        let server = Scripted::start(move |seen| match seen.target.as_str() {
            "/old" => Reply::redirect(first, "/between"),
            "/between" => Reply::redirect(second, "/new"),
            _ => Reply::ok(rss(&[])),
        })
        .await;
        assert!(!is_taken_over(&server).await, "{first}, {second}");
    }
}

#[tokio::test]
async fn a_permanent_redirect_to_what_is_no_feed_is_never_taken_over() {
    let page = "<!DOCTYPE html><html><head><title>Xin lỗi</title></head><body><p>Không tìm thấy</body></html>";
    for answer in [Reply::ok(page).header("Content-Type", "text/html"), Reply::status(404), Reply::ok("")] {
        let server = Scripted::with([("/old", vec![Reply::redirect(301, "/new")]), ("/new", vec![answer])]).await;
        assert!(!is_taken_over(&server).await);
    }
}

#[tokio::test]
async fn a_permanent_redirect_to_a_private_address_is_never_followed() {
    for inside in ["http://127.0.0.2/feed", "http://10.0.0.1/feed", "http://[::1]/feed", "http://169.254.169.254/"] {
        let server = Scripted::always(Reply::redirect(301, inside)).await;
        let mut desk = Desk::with(&[server.url("/old")]);
        for _ in 0..6 {
            let pass = desk.pass_after(DAY * 3).await;
            assert!(pass.failed[0].error.contains("[fetch] allow"), "{:?}", pass.failed);
        }
        assert!(server.targets().iter().all(|target| target == "/old"));
    }
}

#[tokio::test]
async fn a_chain_that_breaks_begins_its_days_anew() {
    let server = Scripted::start(|seen| match (seen.target.as_str(), seen.nth) {
        ("/old", 3) => Reply::ok(rss(&[])),
        ("/old", _) => Reply::redirect(301, "/new"),
        _ => Reply::ok(rss(&[])),
    })
    .await;
    assert!(!is_taken_over(&server).await);
}

#[tokio::test]
async fn what_was_learnt_of_an_address_is_dropped_when_the_operator_gives_another() {
    let server = moved(301).await;
    let mut desk = Desk::with(&[server.url("/old")]);
    for _ in 0..5 {
        desk.pass_after(DAY).await;
    }
    assert_eq!(server.targets().last().unwrap(), "/new");
    let asked = server.log().len();

    // Where it has moved to: nothing is lost, and nothing is asked before its time.
    desk.sources(&[server.url("/new")]);
    let pass = desk.pass().await;
    assert_eq!((pass.polled, pass.moved.len()), (0, 0), "{}", pass.summary());
    assert_eq!(desk.pass_after(DAY).await.not_modified, 1);

    // Another one: it is asked at once, without conditions.
    desk.sources(&[server.url("/other")]);
    desk.pass().await;
    assert_eq!(server.targets()[asked..], ["/new", "/other"]);
    assert_eq!(server.log().last().unwrap().header("if-none-match"), None);
}

#[tokio::test]
async fn a_new_address_that_is_lost_gives_way_to_the_configured_one() {
    let server = Scripted::start(|seen| match (seen.target.as_str(), seen.nth) {
        ("/old", 0..4) => Reply::redirect(301, "/new"),
        ("/new", 0..4) | ("/old", _) => Reply::ok(rss(&[])),
        _ => Reply::status(500),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/old")]);
    for _ in 0..4 {
        desk.pass_after(DAY).await;
    }
    for _ in 0..3 {
        assert_eq!(desk.pass_after(DAY).await.failed.len(), 1);
    }
    assert_eq!(desk.pass_after(DAY).await.failed, []);
    assert_eq!(server.targets()[8..], ["/new", "/new", "/new", "/old"]);
}

#[tokio::test]
async fn gone_stops_a_source_aloud_and_for_good() {
    let server = Scripted::always(Reply::status(410)).await;
    let mut desk = Desk::with(&[server.url("/feed")]);
    let pass = desk.pass().await;
    assert!(pass.failed[0].error.contains("410 Gone"), "{:?}", pass.failed);
    assert!(pass.failed[0].error.contains("not polled any more"), "{:?}", pass.failed);
    for _ in 0..3 {
        let pass = desk.pass_after(DAY * 30).await;
        assert_eq!((pass.polled, pass.failed.len(), pass.gone.len()), (0, 0, 1));
        assert!(pass.summary().contains("gone for good: nguon-0"), "and stays visible: {}", pass.summary());
    }
    assert_eq!(server.log().len(), 1);
    desk.sources(&[server.url("/feed-moi")]);
    assert_eq!(desk.pass().await.polled, 1, "a new address is a new source");
}

#[tokio::test]
async fn gone_behind_a_temporary_redirect_stops_nothing() {
    for (status, passes) in [(302, 3), (307, 3), (301, 1)] {
        let server =
            Scripted::with([("/feed", vec![Reply::redirect(status, "/gone")]), ("/gone", vec![Reply::status(410)])])
                .await;
        let mut desk = Desk::with(&[server.url("/feed")]);
        for _ in 0..3 {
            desk.pass_after(DAY * 30).await;
        }
        assert_eq!(server.log().len(), 2 * passes, "{status}");
    }
}
