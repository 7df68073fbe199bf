//! bantin as a WebSub publisher: the operator's hub is told of what changed, and of nothing else.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::Query;
use axum::http::HeaderMap;
use axum::routing::get;
use bantin::pipeline::Pipeline;
use bantin::publish::{Serving, Site};
use jiff::SignedDuration;
use tokio::net::TcpListener;
use url::Url;

use crate::desk::{Desk, rss};
use crate::hub::{Form, Hub, Policy, sign};
use crate::newsroom;
use crate::scripted::{Reply, Scripted};
use crate::xml::Element;

const HOUR: SignedDuration = SignedDuration::from_hours(2);

/// A source with an item more at each poll, and an operator with a hub. A topic's feed never has any.
async fn desk_with(hub: &Url) -> (Desk, Scripted) {
    let feeds = (1..=4).map(|upto| {
        let links: Vec<String> = (1..=upto).rev().map(|n| format!("/tin-{n}.html")).collect();
        Reply::ok(rss(&links.iter().map(String::as_str).collect::<Vec<_>>()))
    });
    let server = Scripted::with([("/rss", feeds.collect())]).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page.read = false\nevery = \"1h\"");
    desk.more("[[topic]]\nid = \"vang\"\nname = \"Vắng\"\nstrong = [\"không có trong tin nào\"]");
    desk.more(&format!("[publish]\nhub = \"{hub}\""));
    (desk, server)
}

fn feeds_of(stem: &str) -> Vec<String> {
    ["atom", "json", "rss"].iter().map(|suffix| format!("https://tin.example/{stem}.{suffix}")).collect()
}

/// Serves a desk's folder as a web server would.
async fn serve(folder: PathBuf) -> Scripted {
    Scripted::start(move |seen| match fs::read(folder.join(seen.target.trim_start_matches('/'))) {
        Ok(bytes) => Reply::ok(bytes).header("Content-Type", "application/atom+xml"),
        Err(_) => Reply::status(404),
    })
    .await
}

type Received = Arc<Mutex<Vec<(HeaderMap, String)>>>;

/// A subscriber that takes what it is asked to confirm for its own.
async fn subscriber() -> (SocketAddr, Received) {
    let received = Received::default();
    let taken = Arc::clone(&received);
    let confirm = |Query(query): Query<Form>| async move { query["hub.challenge"].clone() };
    let take = move |headers: HeaderMap, body: Bytes| async move {
        taken.lock().unwrap().push((headers, String::from_utf8(body.to_vec()).unwrap()));
    };
    let router = Router::new().route("/callback", get(confirm).post(take));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, received)
}

#[tokio::test]
async fn a_subscriber_of_the_hub_gets_a_feed_when_it_changes() {
    let hub = Hub::start(Policy::Verify { lease_seconds: None }).await;
    let (mut desk, _source) = desk_with(&hub.url()).await;
    let first = desk.pass().await;
    assert_eq!(first.pinged, 9, "the hub is told of what is new to it: the combined feed, the topic's, the source's");

    let folder = desk.config().publish.directory;
    let site = serve(folder.clone()).await;
    hub.reach("https://tin.example/", site.address);
    let atom = Element::parse(&fs::read_to_string(folder.join("feeds/tin.atom")).unwrap());
    let link = |relation: &str| {
        let link = atom.all("link").find(|link| link.attribute("rel") == relation).unwrap();
        link.attribute("href").to_owned()
    };
    assert_eq!((link("hub"), link("self")), (hub.url().to_string(), "https://tin.example/feeds/tin.atom".to_owned()));
    let rss = fs::read_to_string(folder.join("feeds/tin.rss")).unwrap();
    assert!(rss.contains(&format!("<atom:link href=\"{}\" rel=\"hub\">", hub.url())), "{rss}");
    let json: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(folder.join("feeds/tin.json")).unwrap()).unwrap();
    assert_eq!(json["hubs"], serde_json::json!([{ "type": "WebSub", "url": hub.url().as_str() }]));

    let (address, received) = subscriber().await;
    let callback = format!("http://{address}/callback");
    let form =
        [("hub.mode", "subscribe"), ("hub.topic", &link("self")), ("hub.callback", &callback), ("hub.secret", "kín")];
    assert_eq!(hub.ask(&form).await, 202);
    hub.settled().await;

    desk.now += SignedDuration::from_mins(1);
    assert_eq!(desk.pass().await.pinged, 0, "nothing was polled, and nothing changed");
    let changed = desk.pass_after(HOUR).await;
    assert_eq!(changed.pinged, 6, "the topic's feed is as it was");
    assert_eq!(hub.told().last().unwrap(), &[feeds_of("feeds/tin"), feeds_of("source/nguon-0/feed")].concat());
    hub.settled().await;
    let received = received.lock().unwrap().clone();
    let [(headers, body)] = received.as_slice() else { panic!("{received:?}") };
    assert_eq!(*body, fs::read_to_string(folder.join("feeds/tin.atom")).unwrap());
    assert_eq!(headers["x-hub-signature"].to_str().unwrap(), format!("sha256={}", sign("kín", body)));
}

#[tokio::test]
async fn a_hub_that_fails_is_told_later_of_all_that_changed_and_fails_no_pass() {
    let hub = Hub::start(Policy::Verify { lease_seconds: None }).await;
    let (mut desk, _source) = desk_with(&hub.url()).await;
    desk.pass().await;
    hub.fail(true);
    let down = desk.pass_after(HOUR).await;
    assert_eq!((down.pinged, down.changed, down.failed.len()), (0, true, 0));
    let asked = hub.told().len();
    desk.now += SignedDuration::from_secs(30);
    desk.pass().await;
    assert_eq!(hub.told().len(), asked, "it is left alone for a while");
    desk.pass_after(HOUR).await;
    assert_eq!(hub.told().len(), asked + 1);
    hub.fail(false);
    desk.now += SignedDuration::from_mins(10);
    let back = desk.pass().await;
    assert_eq!((back.pinged, back.changed), (6, false), "what changed twice is told once");
    assert_eq!(desk.pass_after(HOUR).await.pinged, 6);
}

#[tokio::test]
async fn a_pass_that_was_killed_before_it_told_the_hub_is_made_up_for() {
    let hub = Hub::start(Policy::Verify { lease_seconds: None }).await;
    let (mut desk, _source) = desk_with(&hub.url()).await;
    desk.pass().await;
    // As a pass leaves it that has published and is killed while it waits for the hub.
    desk.database().execute("UPDATE ping SET told = 'before' WHERE path = 'feeds/tin.rss'", []).unwrap();
    desk.now += SignedDuration::from_mins(1);
    assert_eq!(desk.pass().await.pinged, 1);
    assert_eq!(hub.told().last().unwrap(), &["https://tin.example/feeds/tin.rss"]);
}

#[tokio::test]
async fn without_a_hub_nothing_is_said_of_one() {
    let hub = Hub::start(Policy::Refuse).await;
    let (desk, _source) = desk_with(&hub.url()).await;
    let mut config = desk.config();
    config.publish.hub = None;
    let pass = Pipeline::open(config.clone()).unwrap().once(desk.now, &|_| ()).await.unwrap();
    assert_eq!((pass.pinged, hub.told().len()), (0, 0));
    for format in ["atom", "rss", "json"] {
        let feed = fs::read_to_string(config.publish.directory.join(format!("feeds/tin.{format}"))).unwrap();
        assert!(!feed.contains("hub"), "{format}");
    }
}

#[tokio::test]
async fn the_daemon_names_the_hub_in_headers_as_well() {
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    newsroom::publish(&public, &bantin::render::site(&newsroom::config(), &newsroom::stories()).unwrap()).unwrap();
    let serving = Serving::new(&public);
    let (hub, site) = (Url::parse("https://hub.example/").unwrap(), Url::parse("https://bantin.example/").unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let site = Site::new(serving).advertising(&hub, &site);
    tokio::spawn(bantin::publish::serve(listener, site, std::future::pending()));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let link = async |path: &str| {
        let answer = client.get(format!("http://{address}/{path}")).send().await.unwrap();
        answer.headers().get("link").map(|link| link.to_str().unwrap().to_owned())
    };
    let expected = "<https://hub.example/>; rel=\"hub\", <https://bantin.example/feeds/tong-hop.rss>; rel=\"self\"";
    assert_eq!(link("feeds/tong-hop.rss").await.as_deref(), Some(expected));
    for other in ["", "feeds.opml", "feeds/khong-co.rss"] {
        assert_eq!(link(other).await, None, "{other}");
    }
}
