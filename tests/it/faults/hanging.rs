//! Who is slow, or never answers: it is given up, and meanwhile keeps nobody else waiting.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use bantin::pipeline::Pass;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::{Again, Fault, Then, channel, fault, hold, item_with, news, published, title};
use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};
use crate::testbed::pipeline;

pub(super) fn faults() -> Vec<Fault> {
    const SECOND: Duration = Duration::from_secs(1);
    let slow = |name, reply: fn() -> Reply| {
        let error = "ADDRESS: no complete answer within 4 s; [fetch] timeout sets this";
        fault(name, move |_| reply(), Then::Fails(error, Again::Soon))
    };
    vec![
        slow("no answer", || Reply::silent_after("")),
        slow("a byte of the headers a second", || {
            Reply::raw(format!("HTTP/1.1 200 OK\r\nX-A: {}", "a".repeat(600))).drip(SECOND)
        }),
        slow("a byte of the body a second", || Reply::ok(news("a byte of the body a second")).drip(SECOND)),
        slow("a body that stops", || {
            Reply::silent_after("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss version=\"2.0\"><channel>")
        }),
        slow("a chunk that stops", || {
            Reply::silent_after("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\nff\r\n<channel>")
        }),
        slow("interim answers without an end", || {
            Reply::raw("HTTP/1.1 102 Processing\r\n\r\n".repeat(500)).endlessly()
        }),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_slow_is_given_up() {
    hold(&faults(), "timeout = \"4s\"").await;
}

/// Runs a pass until the desk has published what is told, while somebody hangs; then lets them answer, and says what the
/// pass came to.
async fn published_before(desk: &Desk, expected: &[String], gate: &Notify) -> Pass {
    let is_over = Cell::new(false);
    let passing = async {
        let pass = pipeline(&desk.config()).once(desk.now, &|_| ()).await.unwrap();
        is_over.set(true);
        pass
    };
    let watching = async {
        let public = desk.config().publish.directory.join("feeds/tin.json");
        let give_up = Instant::now() + Duration::from_mins(3);
        while !public.exists() || !expected.iter().all(|title| published(desk).contains(title)) {
            assert!(!is_over.get(), "nobody has answered it, and it hasn't timed out");
            assert!(Instant::now() < give_up, "the news of others waits for who hangs");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        gate.notify_one();
    };
    tokio::join!(passing, watching).0
}

#[tokio::test(flavor = "multi_thread")]
async fn one_source_that_hangs_keeps_the_news_of_999_others_from_nobody() {
    let gate = Arc::new(Notify::new());
    let opened = Arc::clone(&gate);
    // One server, which is a thousand hosts. A tenth of them has news.
    let server = Scripted::on("0.0.0.0", move |seen| {
        let (host, _) = seen.text("host").unwrap().split_once(':').unwrap();
        let feed = if host.ends_with('7') { channel(&item_with(host, "tin", "")) } else { channel("") };
        if host == "127.2.0.7" { Reply::ok(feed).when(&opened) } else { Reply::ok(feed) }
    })
    .await;
    let port = server.address.port();
    let hosts: Vec<String> = (0..1000).map(|n| format!("127.2.{}.{}", n / 250, n % 250)).collect();
    let addresses: Vec<_> = hosts.iter().map(|host| format!("http://{host}:{port}/nguon").parse().unwrap()).collect();
    let mut desk = Desk::with(&addresses);
    desk.fetch = "allow = [\"127.2.0.0/16\"]\ntimeout = \"10m\"".to_owned();
    desk.limit = 500;
    desk.each("page.read = false");
    let mut titles: Vec<String> =
        hosts.iter().filter(|host| host.ends_with('7')).map(|host| title(host, "tin")).collect();
    titles.retain(|it| *it != title("127.2.0.7", "tin"));
    let pass = published_before(&desk, &titles, &gate).await;
    assert_eq!((pass.polled, pass.failed.len(), pass.new_entries), (1000, 0, titles.len() + 1));
    assert!(published(&desk).contains(&title("127.2.0.7", "tin")), "who was slow is published by the same pass");
    assert_eq!(server.log().len(), 1000, "each is asked once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_hangs_keeps_the_news_of_others_from_nobody() {
    let gate = Arc::new(Notify::new());
    let opened = Arc::clone(&gate);
    let pages = Scripted::on("127.0.1.2", move |seen| match seen.target.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::ok("<h1>Nước về bản</h1><p>Bản tin đầy đủ.").when(&opened),
    })
    .await;
    let link = pages.url("/bai-12345.html");
    let slow = channel(&format!("<item><title>{}</title><link>{link}</link></item>", title("slow", "tin")));
    let server = Scripted::on("127.0.1.1", move |seen| match seen.target.as_str() {
        "/slow" => Reply::ok(slow.clone()),
        _ => Reply::ok(channel(&item_with("well", "tin", ""))),
    })
    .await;
    let mut desk = Desk::with(&[server.url("/slow"), server.url("/well")]);
    desk.fetch = "allow = [\"127.0.1.0/24\"]\ntimeout = \"10m\"".to_owned();
    let pass = published_before(&desk, &[title("well", "tin")], &gate).await;
    assert_eq!((pass.pages_read, pass.new_entries), (1, 2), "{}", pass.summary());
    let again = desk.pass().await;
    assert!(!again.changed, "the slow one is out as well");
}
