//! Hubs tell of news (W3C WebSub, 2018): what a subscriber asks of them, what it answers, and what readers get.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use bantin::config::Config;
use bantin::fetch::{Client, FetchError};
use bantin::pipeline::{Pass, Pipeline};
use bantin::publish::{Serving, Site, serve};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use url::Url;

use crate::daemon::{self, Daemon};
use crate::hub::{Hub, Policy, sign};
use crate::scripted::{Reply, Scripted, fetch_config};
use crate::testbed::now;

/// The site's public address. Nobody asks for it: the hub is told where it is really reached.
const SITE: &str = "https://tin.bantin.vn/";
const TOPIC: &str = "https://bao.vn/rss/tin.rss";
const VERIFY: Policy = Policy::Verify { lease_seconds: None };

/// A paper's feed whose items are titles, with what it says of its hub.
fn feed(hub: Option<&Url>, titles: &[&str]) -> String {
    let links = hub.map_or(String::new(), |hub| {
        format!("<atom:link rel=\"hub\" href=\"{hub}\"/><atom:link rel=\"self\" href=\"{TOPIC}\"/>")
    });
    let items = titles.iter().map(|title| {
        let slug = title.replace(' ', "-");
        format!("<item><title>{title}</title><link>https://bao.vn/{slug}.html</link><guid>{slug}</guid></item>")
    });
    format!(
        "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\"><channel><title>Báo</title>{links}{}</channel></rss>",
        items.collect::<String>()
    )
}

/// A paper, a hub, and the folder of a bantin that reads them.
struct Bed {
    folder: TempDir,
    paper: Scripted,
    printed: Arc<Mutex<Reply>>,
    hub: Hub,
    now: Timestamp,
}

/// The daemon's passes and its server, with the time in the test's hands.
struct Desk {
    pipeline: Pipeline,
    address: SocketAddr,
    _server: JoinSet<()>,
}

impl Bed {
    async fn new(policy: Policy) -> Self {
        let hub = Hub::start(policy).await;
        let printed = Arc::new(Mutex::new(Reply::ok(feed(Some(&hub.url()), &["Tin cũ"]))));
        let reply = Arc::clone(&printed);
        let paper = Scripted::start(move |_| reply.lock().unwrap().clone()).await;
        Self { folder: tempfile::tempdir().unwrap(), paper, printed, hub, now: now() }
    }

    fn print(&self, titles: &[&str]) {
        *self.printed.lock().unwrap() = Reply::ok(feed(Some(&self.hub.url()), titles));
    }

    fn toml(&self) -> String {
        format!(
            "[site]\ntitle = \"Tin\"\nurl = \"{SITE}\"\ntag = \"bantin.vn,2026\"\n\
             [fetch]\ncontact = \"tin@bantin.vn\"\nspacing = \"0s\"\nmax_feed_bytes = \"64 KiB\"\nallow = [\"127.0.0.1\"]\n\
             [[source]]\nid = \"bao\"\nname = \"Báo\"\nurl = \"{}\"\nevery = {{ min = \"15m\", max = \"6h\" }}\n\
             page.read = false\n\
             [[feed]]\nid = \"tong-hop\"\ntitle = \"Tổng hợp\"\n",
            self.paper.url("/tin.rss")
        )
    }

    fn config(&self, toml: &str) -> Config {
        Config::parse("feeds.toml", toml, self.folder.path()).unwrap()
    }

    /// Starts the daemon's parts, by `toml`.
    async fn daemon_by(&self, toml: &str) -> Desk {
        let mut pipeline = Pipeline::open(self.config(toml)).unwrap();
        let callbacks = pipeline.listen_to_hubs().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        self.hub.reach(SITE, address);
        let mut server = JoinSet::new();
        let serving = Serving::new(&self.config(toml).publish.directory);
        let site = Site::new(serving).listening(callbacks);
        server.spawn(async move { serve(listener, site, std::future::pending()).await });
        Desk { pipeline, address, _server: server }
    }

    async fn daemon(&self) -> Desk {
        self.daemon_by(&self.toml()).await
    }

    /// A pass after some time, and then all that the hub has to say.
    async fn pass(&mut self, desk: &mut Desk, after: SignedDuration) -> Pass {
        self.now += after;
        let pass = desk.pipeline.once(self.now, &|_| ()).await.unwrap();
        self.hub.settled().await;
        pass
    }

    /// The daemon, subscribed.
    async fn subscribed(&mut self) -> Desk {
        let mut desk = self.daemon().await;
        self.pass(&mut desk, SignedDuration::ZERO).await;
        self.pass(&mut desk, minutes(1)).await;
        assert_eq!(self.hub.subscribed().len(), 1);
        desk
    }

    /// Titles in the published feed.
    fn published(&self) -> Vec<String> {
        let path = self.folder.path().join(Path::new("public/feeds/tong-hop.atom"));
        let feed = feed_rs::parser::parse(std::fs::read(path).unwrap().as_slice()).unwrap();
        feed.entries.into_iter().map(|entry| entry.title.unwrap().content).collect()
    }

    fn is_published(&self, title: &str) -> bool {
        self.published().iter().any(|published| published == title)
    }

    /// A number or text of the store.
    fn stored<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        let database = rusqlite::Connection::open(self.folder.path().join("bantin.db")).unwrap();
        database.query_row(sql, [], |row| row.get(0)).unwrap()
    }

    /// From the last poll to the next.
    fn planned_wait(&self) -> SignedDuration {
        SignedDuration::from_secs(self.stored("SELECT next_poll - last_attempt FROM source"))
    }

    fn polls(&self) -> usize {
        self.paper.log().len()
    }
}

/// As seldom as the source's `every` allows, less what a schedule may leave to cron's lateness.
const SELDOM: SignedDuration = SignedDuration::from_mins(6 * 60 - 1);

const fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

const fn hours(hours: i64) -> SignedDuration {
    SignedDuration::from_hours(hours)
}

#[tokio::test]
async fn a_source_that_names_a_hub_is_subscribed_to_and_what_is_pushed_is_published_without_polling() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    let asked = bed.hub.asked();
    let [form] = asked.as_slice() else { panic!("{asked:?}") };
    let token = form["hub.callback"].strip_prefix("https://tin.bantin.vn/websub/").unwrap();
    assert!(token.len() >= 32 && form["hub.secret"].len() >= 32 && form["hub.secret"].len() < 200);
    assert!(!form["hub.secret"].contains(token));
    assert_eq!([&form["hub.mode"], &form["hub.topic"], &form["hub.lease_seconds"]], ["subscribe", TOPIC, "864000"]);

    let polls = bed.polls();
    let answers = bed.hub.distribute(&feed(None, &["Tin mới"])).await;
    assert_eq!(answers, [StatusCode::ACCEPTED]);
    let pass = bed.pass(&mut desk, minutes(1)).await;
    assert_eq!((pass.pushed, pass.new_entries, pass.polled, pass.push_missed), (1, 1, 0, 0));
    assert_eq!(bed.polls(), polls);
    assert!(bed.is_published("Tin mới") && bed.is_published("Tin cũ"), "{:?}", bed.published());

    let answers = bed.hub.distribute(&feed(None, &["Tin mới"])).await;
    assert_eq!(answers, [StatusCode::ACCEPTED]);
    let pass = bed.pass(&mut desk, minutes(1)).await;
    assert_eq!((pass.pushed, pass.new_entries, pass.changed), (1, 0, false), "the same again is nothing new");
}

#[tokio::test]
async fn link_headers_go_before_the_feeds_own_links_and_redirects_of_a_hub_are_followed() {
    let mut bed = Bed::new(VERIFY).await;
    let hub = format!("<http://{}/moved>; rel=\"hub\", <https://bao.vn/canonical>; rel=\"self\"", bed.hub.address);
    let elsewhere = Url::parse("http://127.0.0.1:9/").unwrap();
    *bed.printed.lock().unwrap() = Reply::ok(feed(Some(&elsewhere), &["Tin cũ"])).header("Link", hub);
    bed.subscribed().await;
    assert_eq!(bed.hub.asked()[0]["hub.topic"], "https://bao.vn/canonical");
}

#[tokio::test]
async fn a_listing_names_its_hub_in_its_head_and_is_pushed_as_a_page() {
    let mut bed = Bed::new(VERIFY).await;
    let page = |head: &str, title: &str| {
        format!(
            "<html><head>{head}</head><body><link rel=hub href=/forged><h3><a href=/{title}>{title}</a></h3></body>"
        )
    };
    let head = format!("<link rel='alternate HUB' href='{}'><link rel=self href='{TOPIC}'>", bed.hub.url());
    *bed.printed.lock().unwrap() = Reply::ok(page(&head, "cũ"));
    let listing = "kind = \"listing\"\nlisting.item = \"h3\"\npage.read = false";
    let toml = bed.toml().replace("page.read = false", listing);
    let mut desk = bed.daemon_by(&toml).await;
    bed.pass(&mut desk, SignedDuration::ZERO).await;
    bed.hub.distribute(&page("", "mới")).await;
    let pass = bed.pass(&mut desk, minutes(1)).await;
    assert_eq!((pass.pushed, pass.new_entries), (1, 1));
    assert!(bed.is_published("mới"));
}

#[tokio::test]
async fn a_hub_that_verifies_before_it_answers_is_answered_in_time() {
    let mut bed = Bed::new(Policy::VerifyFirst).await;
    let mut desk = bed.daemon().await;
    bed.pass(&mut desk, SignedDuration::ZERO).await;
    assert_eq!(bed.stored::<String>("SELECT state FROM subscription"), "active");
}

#[tokio::test]
async fn what_is_not_rightly_signed_is_acknowledged_and_ignored() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    let subscribed = bed.hub.subscribed().remove(0);
    let forgery = feed(None, &["Tin giả"]);
    let signed_otherwise = format!("sha256={}", sign("another secret", &forgery));
    let signed_for_another = format!("sha256={}", sign(&subscribed.secret, &feed(None, &["Tin khác"])));
    for signature in [None, Some(""), Some("sha256="), Some(&signed_otherwise), Some(&signed_for_another)] {
        let answer = bed.hub.bring(&subscribed.callback, signature.map(String::from).as_deref(), &forgery).await;
        assert_eq!(answer, StatusCode::ACCEPTED, "{signature:?}");
    }
    let pass = bed.pass(&mut desk, minutes(1)).await;
    assert_eq!((pass.pushed, pass.new_entries), (0, 0));
    assert!(!bed.is_published("Tin giả"));
    assert_eq!(bed.stored::<u32>("SELECT forged FROM hub"), 5);
}

#[tokio::test]
async fn a_pushed_document_may_be_as_long_as_a_polled_one_and_must_be_readable() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    assert_eq!(bed.hub.distribute(&"x".repeat(64 * 1024 + 1)).await, [StatusCode::PAYLOAD_TOO_LARGE]);
    assert_eq!(bed.hub.distribute("no feed").await, [StatusCode::ACCEPTED]);
    let pass = bed.pass(&mut desk, minutes(1)).await;
    assert_eq!((pass.pushed, pass.failed.len()), (0, 0));
}

#[tokio::test]
async fn a_hub_sees_that_it_is_refused_whatever_it_still_sends() {
    let mut bed = Bed::new(VERIFY).await;
    let desk = bed.subscribed().await;
    let known = bed.hub.subscribed()[0].callback.replace(SITE, "/");
    for (callback, length, refusal) in [("/websub/unknown", 60_000, "410"), (known.as_str(), 120_000, "413")] {
        let mut hub = TcpStream::connect(desk.address).await.unwrap();
        let head = format!("POST {callback} HTTP/1.1\r\nHost: tin\r\nContent-Length: {length}\r\n\r\n");
        let next = format!("GET {callback} HTTP/1.1\r\nHost: tin\r\nConnection: close\r\n\r\n");
        hub.write_all(&[head.as_bytes(), &vec![b'x'; length], next.as_bytes()].concat()).await.unwrap();
        let mut answers = String::new();
        hub.read_to_string(&mut answers).await.unwrap();
        let statuses: Vec<&str> = answers.split("HTTP/1.1 ").skip(1).map(|answer| &answer[..3]).collect();
        assert_eq!(statuses, [refusal, "404"], "the connection stays whole: {answers}");
    }
    let mut asking = TcpStream::connect(desk.address).await.unwrap();
    let head = "POST /websub/x HTTP/1.1\r\nHost: tin\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n";
    asking.write_all(head.as_bytes()).await.unwrap();
    let mut answer = String::new();
    asking.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 410"), "who asks first is told at once: {answer}");
}

#[tokio::test]
async fn a_hub_that_brings_more_than_can_be_held_is_told_to_come_again() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    let documents = (0..20).map(|n| feed(None, &[&format!("Tin {n}")]));
    let mut answers = Vec::new();
    for document in documents {
        answers.extend(bed.hub.distribute(&document).await);
    }
    let (taken, sent_away) = answers.split_at(16);
    assert!(taken.iter().all(|answer| *answer == StatusCode::ACCEPTED), "{answers:?}");
    assert!(sent_away.iter().all(|answer| *answer == StatusCode::SERVICE_UNAVAILABLE), "{answers:?}");
    assert_eq!(bed.pass(&mut desk, minutes(1)).await.new_entries, 16);
    assert_eq!(bed.hub.distribute(&feed(None, &["Tin 19"])).await, [StatusCode::ACCEPTED]);
}

#[tokio::test]
async fn only_what_was_asked_for_is_verified() {
    let mut bed = Bed::new(Policy::Silent).await;
    let mut desk = bed.daemon().await;
    bed.pass(&mut desk, SignedDuration::ZERO).await;
    let callback = bed.hub.asked()[0]["hub.callback"].clone();
    let unknown = format!("{SITE}websub/{}", "0".repeat(64));
    let challenge = ("hub.challenge", "<script>");
    for (callback, mode, topic) in [
        (&unknown, "subscribe", TOPIC),
        (&unknown, "denied", TOPIC),
        (&callback, "subscribe", "https://bao.vn/another"),
        (&callback, "unsubscribe", TOPIC),
        (&callback, "publish", TOPIC),
    ] {
        let query = [("hub.mode", mode), ("hub.topic", topic), challenge, ("hub.lease_seconds", "1000")];
        let (status, _, body) = bed.hub.call(callback, &query).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, ""), "{mode} {topic}");
    }
    assert_eq!(bed.hub.call(&callback, &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(bed.hub.bring(&unknown, None, "").await, StatusCode::GONE);
    bed.pass(&mut desk, minutes(1)).await;
    assert_eq!(bed.stored::<String>("SELECT state FROM subscription"), "requested");

    let query = [("hub.mode", "subscribe"), ("hub.topic", TOPIC), challenge, ("hub.lease_seconds", "1000")];
    let (status, headers, body) = bed.hub.call(&callback, &query).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "<script>"));
    assert_eq!(
        (&headers["content-type"], &headers["x-content-type-options"]),
        (&"application/octet-stream".parse().unwrap(), &"nosniff".parse().unwrap())
    );
    bed.pass(&mut desk, minutes(1)).await;
    assert_eq!(bed.stored::<i64>("SELECT expires - since FROM subscription WHERE state = 'active'"), 1000);
}

#[tokio::test]
async fn what_a_hub_leaves_out_has_not_left_the_sources_document() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    for (titles, listed) in
        [(["Tin mới"].as_slice(), "[2,1]"), (&["Tin cũ"], "[1,2]"), (&["Nữa", "Tin mới"], "[3,2,1]")]
    {
        bed.hub.distribute(&feed(None, titles)).await;
        bed.pass(&mut desk, minutes(1)).await;
        assert_eq!(bed.stored::<String>("SELECT listed FROM ladder"), listed, "{titles:?}");
    }
}

#[tokio::test]
async fn a_hub_that_never_verifies_or_refuses_is_asked_again() {
    for policy in [Policy::Silent, Policy::Refuse] {
        let mut bed = Bed::new(policy.clone()).await;
        let mut desk = bed.daemon().await;
        for _ in 0..4 {
            bed.pass(&mut desk, minutes(20)).await;
        }
        let asked = bed.hub.asked().len();
        let expected = if policy == Policy::Silent { 2 } else { 4 };
        assert_eq!(asked, expected, "{policy:?}");
        if policy == Policy::Refuse {
            let error: String = bed.stored("SELECT last_error FROM subscription");
            assert!(error.contains("400") && error.contains("hub.topic is not allowed here"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_denial_is_final_and_polling_goes_on() {
    let mut bed = Bed::new(Policy::Deny { reason: "no news for robots" }).await;
    let mut desk = bed.daemon().await;
    for _ in 0..3 {
        bed.pass(&mut desk, hours(24)).await;
    }
    assert_eq!((bed.hub.asked().len(), bed.polls()), (1, 3));
    assert_eq!(
        bed.stored::<String>("SELECT state || ': ' || last_error FROM subscription"),
        "denied: no news for robots"
    );
    let callback = bed.hub.asked()[0]["hub.callback"].clone();
    assert_eq!(bed.hub.bring(&callback, None, "").await, StatusCode::GONE);
}

#[tokio::test]
async fn a_lease_is_renewed_in_time_by_a_new_callback_and_the_old_one_is_given_back() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    let first = bed.hub.subscribed();
    bed.pass(&mut desk, hours(7 * 24)).await;
    assert_eq!(bed.hub.modes(), ["subscribe"]);
    bed.pass(&mut desk, hours(24)).await;
    assert_eq!(bed.hub.modes(), ["subscribe", "subscribe"]);
    let answers = bed.hub.distribute(&feed(None, &["Tin mới"])).await;
    assert!(answers.len() == 2 && answers[1] == StatusCode::ACCEPTED, "by the new callback at least: {answers:?}");
    bed.pass(&mut desk, minutes(1)).await;
    bed.pass(&mut desk, minutes(1)).await;
    assert_eq!(bed.hub.modes(), ["subscribe", "subscribe", "unsubscribe"]);
    let second = bed.hub.subscribed();
    assert_eq!(second.len(), 1);
    assert!(second[0].callback != first[0].callback && second[0].secret != first[0].secret);
    assert_eq!(bed.stored::<u32>("SELECT count(*) FROM subscription"), 1);
    assert!(bed.is_published("Tin mới"));
}

#[tokio::test]
async fn while_a_hub_pushes_polls_are_as_seldom_as_the_operator_allows() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    // The poll that was planned before.
    bed.pass(&mut desk, hours(6)).await;
    let polls = bed.polls();
    assert!(bed.planned_wait() >= SELDOM, "{:?}", bed.planned_wait());
    for _ in 0..11 {
        bed.pass(&mut desk, minutes(30)).await;
    }
    assert_eq!(bed.polls(), polls);
    bed.pass(&mut desk, minutes(30)).await;
    assert_eq!(bed.polls(), polls + 1);
}

#[tokio::test]
async fn what_push_missed_is_counted_and_a_hub_that_misses_again_and_again_is_not_relied_upon() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    let mut titles = vec!["Tin cũ", "Trước khi hẹn"];
    bed.print(&titles);
    let pass = bed.pass(&mut desk, hours(6)).await;
    assert_eq!((pass.new_entries, pass.push_missed), (1, 0), "it may have come up before the hub pushed");
    for title in ["Một", "Hai", "Ba"] {
        assert_eq!(bed.pass(&mut desk, hours(5)).await.polled, 0, "polls are seldom");
        titles.push(title);
        bed.print(&titles);
        let pass = bed.pass(&mut desk, hours(1)).await;
        assert_eq!((pass.polled, pass.push_missed), (1, 1), "{title}");
    }
    // The next slow poll is planned already; then it is polled as often as without a hub.
    titles.push("Bốn");
    bed.print(&titles);
    let pass = bed.pass(&mut desk, hours(6)).await;
    assert_eq!((pass.polled, pass.new_entries, pass.push_missed), (1, 1, 0));
    assert!(bed.planned_wait() < SELDOM, "{:?}", bed.planned_wait());
    assert_eq!(bed.stored::<u32>("SELECT missed FROM hub"), 3);

    // It is still heard, and gets another chance with its next lease.
    bed.hub.distribute(&feed(None, &["Sáu"])).await;
    assert_eq!(bed.pass(&mut desk, minutes(1)).await.pushed, 1);
    bed.pass(&mut desk, hours(9 * 24)).await;
    bed.pass(&mut desk, minutes(1)).await;
    assert_eq!(bed.stored::<u32>("SELECT doubt FROM hub"), 0);
}

#[tokio::test]
async fn a_restart_keeps_the_subscription() {
    let mut bed = Bed::new(VERIFY).await;
    drop(bed.subscribed().await);
    let mut desk = bed.daemon().await;
    bed.hub.distribute(&feed(None, &["Tin mới"])).await;
    let pass = bed.pass(&mut desk, minutes(1)).await;
    assert_eq!((pass.pushed, pass.new_entries), (1, 1));
    assert_eq!(bed.hub.modes(), ["subscribe"]);
}

#[tokio::test]
async fn killed_after_it_verified_it_takes_what_is_pushed_and_asks_again() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.daemon().await;
    bed.pass(&mut desk, SignedDuration::ZERO).await;
    assert_eq!(bed.hub.subscribed().len(), 1);
    drop(desk);
    assert_eq!(bed.stored::<String>("SELECT state FROM subscription"), "requested", "nobody wrote it down");
    let mut desk = bed.daemon().await;
    bed.hub.distribute(&feed(None, &["Tin mới"])).await;
    assert_eq!(bed.pass(&mut desk, minutes(1)).await.new_entries, 1);
    bed.pass(&mut desk, hours(1)).await;
    bed.pass(&mut desk, minutes(1)).await;
    assert_eq!(bed.hub.modes(), ["subscribe", "subscribe"]);
    assert_eq!(bed.hub.subscribed().len(), 1, "by the same callback");
    assert_eq!(bed.stored::<String>("SELECT state FROM subscription"), "active");
}

#[tokio::test]
async fn news_that_came_up_while_the_daemon_was_away_was_not_missed_by_the_hub() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    bed.pass(&mut desk, hours(6)).await;
    drop(desk);
    bed.print(&["Tin cũ", "Tin mới"]);
    let mut desk = bed.daemon().await;
    let pass = bed.pass(&mut desk, hours(24)).await;
    assert_eq!((pass.new_entries, pass.push_missed), (1, 0));
}

#[tokio::test]
async fn a_source_that_is_removed_or_off_or_a_hub_that_is_not_wanted_is_left() {
    let without_source = |toml: &str| toml.replace("id = \"bao\"", "id = \"bao-khac\"");
    let off = |toml: &str| toml.replace("page.read", "off = \"thử\"\npage.read");
    let source_without = |toml: &str| toml.replace("page.read", "websub = false\npage.read");
    let all_without = |toml: &str| toml.replace("[fetch]", "[fetch]\nwebsub = false");
    let private = |toml: &str| toml.replace(SITE, "http://localhost:8080/");
    let changes: [&dyn Fn(&str) -> String; 5] = [&without_source, &off, &source_without, &all_without, &private];
    for change in changes {
        let mut bed = Bed::new(VERIFY).await;
        drop(bed.subscribed().await);
        let subscribed = bed.hub.subscribed().remove(0);
        let toml = change(&bed.toml());
        let mut desk = bed.daemon_by(&toml).await;
        *bed.printed.lock().unwrap() = Reply::ok(feed(None, &["Tin cũ"]));
        bed.pass(&mut desk, minutes(1)).await;
        assert_eq!(bed.hub.modes(), ["subscribe", "unsubscribe"], "{toml}");
        assert_eq!(bed.hub.subscribed(), [], "the hub has verified that");
        bed.pass(&mut desk, minutes(1)).await;
        assert_eq!(bed.stored::<u32>("SELECT count(*) FROM subscription"), 0);
        assert_eq!(bed.hub.bring(&subscribed.callback, None, "").await, StatusCode::GONE);
    }
}

#[tokio::test]
async fn a_source_that_names_another_hub_or_none_leaves_the_first() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    let other = Hub::start(Policy::Silent).await;
    *bed.printed.lock().unwrap() = Reply::ok(feed(Some(&other.url()), &["Tin cũ"]));
    bed.pass(&mut desk, hours(6)).await;
    assert_eq!(
        (bed.hub.modes(), other.modes()),
        (vec!["subscribe".into(), "unsubscribe".into()], vec!["subscribe".into()])
    );
    *bed.printed.lock().unwrap() = Reply::ok(feed(None, &["Tin cũ"]));
    bed.pass(&mut desk, hours(6)).await;
    assert_eq!(bed.stored::<u32>("SELECT count(*) FROM subscription"), 0);
}

#[tokio::test]
async fn a_source_that_is_gone_leaves_its_hub() {
    let mut bed = Bed::new(VERIFY).await;
    let mut desk = bed.subscribed().await;
    *bed.printed.lock().unwrap() = Reply::status(410);
    bed.pass(&mut desk, hours(6)).await;
    assert_eq!(bed.hub.modes(), ["subscribe", "unsubscribe"]);
}

#[tokio::test]
async fn a_hub_that_is_down_is_tried_once_for_all_its_sources() {
    let mut bed = Bed::new(VERIFY).await;
    let down = Scripted::always(Reply::status(503)).await;
    *bed.printed.lock().unwrap() = Reply::ok(feed(Some(&down.url("/")), &["Tin cũ"]));
    let source = |n: i32| {
        let url = bed.paper.url(&format!("/{n}.rss"));
        format!("[[source]]\nid = \"bao-{n}\"\nname = \"Báo\"\nurl = \"{url}\"\npage.read = false\n")
    };
    let toml = format!("{}{}", bed.toml(), (0..5).map(source).collect::<String>());
    let mut desk = bed.daemon_by(&toml).await;
    bed.pass(&mut desk, SignedDuration::ZERO).await;
    assert_eq!(down.log().len(), 1);
    assert_eq!(bed.stored::<u32>("SELECT count(*) FROM subscription WHERE last_error LIKE '%503%'"), 6);
}

#[tokio::test]
async fn a_hub_at_a_private_address_is_not_asked() {
    let mut bed = Bed::new(VERIFY).await;
    // [fetch] allow has 127.0.0.1 alone.
    let private = Url::parse(&format!("http://127.0.0.2:{}/", bed.hub.address.port())).unwrap();
    *bed.printed.lock().unwrap() = Reply::ok(feed(Some(&private), &["Tin cũ"]));
    let mut desk = bed.daemon().await;
    let pass = bed.pass(&mut desk, SignedDuration::ZERO).await;
    assert_eq!((bed.hub.asked(), pass.new_entries, pass.failed.len()), (vec![], 1, 0));
    let error: String = bed.stored("SELECT last_error FROM subscription");
    assert!(error.contains("127.0.0.2, which is loopback"), "{error}");
}

#[tokio::test]
async fn cron_neither_subscribes_nor_breaks_what_the_daemon_has() {
    let mut bed = Bed::new(VERIFY).await;
    let cron = async |bed: &Bed| Pipeline::open(bed.config(&bed.toml())).unwrap().once(bed.now, &|_| ()).await.unwrap();
    cron(&bed).await;
    assert_eq!(bed.hub.modes(), [""; 0]);
    bed.now += hours(6);
    drop(bed.subscribed().await);
    bed.now += hours(9 * 24);
    bed.print(&["Tin cũ", "Tin mới"]);
    let pass = cron(&bed).await;
    assert_eq!((pass.new_entries, pass.push_missed, bed.hub.modes().len()), (1, 0, 1));
    assert_eq!(bed.stored::<String>("SELECT state FROM subscription"), "active");
    assert!(bed.planned_wait() < SELDOM, "as often as without a hub: {:?}", bed.planned_wait());
}

#[tokio::test]
async fn a_site_without_a_public_address_does_not_subscribe() {
    for site in ["http://127.0.0.1:8080/", "http://localhost/", "https://bantin.example/"] {
        let mut bed = Bed::new(VERIFY).await;
        let toml = bed.toml().replace(SITE, site);
        let mut desk = bed.daemon_by(&toml).await;
        bed.pass(&mut desk, SignedDuration::ZERO).await;
        assert_eq!(bed.hub.asked(), [], "{site}");
    }
}

#[tokio::test]
async fn a_hub_named_without_encryption_is_asked_with_it_first() {
    let hub = Hub::start(Policy::Silent).await;
    let address: SocketAddr = hub.address;
    let client = Client::with_resolver(&fetch_config(), move |_| Ok(vec![address])).unwrap();
    let named = |address: &str| Url::parse(address).unwrap();
    let form = [("hub.callback", "https://tin.bantin.vn/websub/1"), ("hub.topic", TOPIC)];
    client.ask_hub(&named("http://hub.test/"), &form).await.unwrap();
    assert_eq!(hub.asked().len(), 1, "it doesn't speak TLS, so it got the plain request");
    let error = client.ask_hub(&named("https://hub.test/"), &form).await.unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. } | FetchError::Connect { .. }), "{error}");
    assert_eq!(hub.asked().len(), 1, "what was to be encrypted is never sent without");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_daemon_subscribes_by_itself_and_serves_what_is_pushed_to_it() {
    let bed = Bed::new(VERIFY).await;
    let daemon = Daemon::start_in(bed.folder.path(), &bed.toml());
    bed.hub.reach(SITE, daemon.address.parse().unwrap());
    until(|| bed.hub.subscribed().len() == 1, "it never subscribed");
    assert_eq!(bed.hub.distribute(&feed(None, &["Tin mới"])).await, [StatusCode::ACCEPTED]);
    until(|| daemon.front_page().contains("Tin mới"), "what was pushed was never served");
    assert_eq!(bed.polls(), 1, "nothing was asked for again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_daemon_whose_site_moves_is_called_there_from_its_next_pass_on() {
    let bed = Bed::new(VERIFY).await;
    let daemon = Daemon::start_in(bed.folder.path(), &bed.toml());
    bed.hub.reach(SITE, daemon.address.parse().unwrap());
    until(|| bed.hub.subscribed().len() == 1, "it never subscribed");
    let moved = "https://moi.bantin.vn/";
    bed.hub.reach(moved, daemon.address.parse().unwrap());
    std::fs::write(bed.folder.path().join("feeds.toml"), bed.toml().replace(SITE, moved)).unwrap();
    daemon.hang_up();
    let is_called_there = || bed.hub.subscribed().iter().any(|it| it.callback.starts_with(moved));
    until(is_called_there, "it never subscribed by its new address");
    assert!(bed.hub.distribute(&feed(None, &["Tin mới"])).await.contains(&StatusCode::ACCEPTED));
    until(|| daemon.front_page().contains("Tin mới"), "what was pushed was never served");
}

/// Waits for the daemon, a minute at most.
fn until(is_so: impl Fn() -> bool, otherwise: &str) {
    tokio::task::block_in_place(|| daemon::until(is_so, || otherwise.to_owned()));
}
