//! Faults of articles' pages: the article is published all the same, as its feed has it.

use std::sync::Arc;

use super::{Answer, channel, is_like, items, once, title, words};
use crate::desk::Desk;
use crate::scripted::{Reply, Scripted, Seen};

pub(super) struct PageFault {
    pub(super) name: &'static str,
    answer: Answer,
    /// `ADDRESS` for the page's.
    pub(super) error: &'static str,
    /// Seconds until it is tried again; none where it is given up.
    pub(super) again: Option<i64>,
}

const FIVE_MINUTES: Option<i64> = Some(300);

pub(super) fn faults() -> Vec<PageFault> {
    let page =
        |name, answer: fn(&Seen) -> Reply, error, again| PageFault { name, answer: Arc::new(answer), error, again };
    vec![
        page(
            "the connection is reset",
            |_| Reply::reset_after(""),
            "ADDRESS: no connection (…): its server is down, or the address is wrong; it is tried again later",
            FIVE_MINUTES,
        ),
        page(
            "no answer",
            |_| Reply::silent_after(""),
            "ADDRESS: no complete answer within 4 s; [fetch] timeout sets this",
            FIVE_MINUTES,
        ),
        page(
            "a body without an end",
            |_| Reply::endless("<p>Tin.</p>".repeat(1000)),
            "ADDRESS: the body is longer than 4194304 bytes; [fetch] max_feed_bytes and max_page_bytes set this",
            FIVE_MINUTES,
        ),
        page(
            "500 Internal Server Error",
            |_| Reply::status(500),
            "ADDRESS answered 500: the site has a problem of its own; it is tried again later",
            FIVE_MINUTES,
        ),
        page(
            "503 with Retry-After: 7200",
            |_| Reply::status(503).header("Retry-After", "7200"),
            "ADDRESS answered 503: the site has a problem of its own; it is tried again later",
            Some(7200),
        ),
        page(
            "403 Forbidden",
            |_| Reply::status(403),
            "ADDRESS answered 403: the site doesn't let bantin in; ask it, or turn the source off",
            None,
        ),
        page("404 Not Found", |_| Reply::status(404), "ADDRESS answered 404: check the address", None),
        page("410 Gone", |_| Reply::status(410), "ADDRESS answered 410 Gone", None),
        page(
            "a redirect into the own network",
            |_| Reply::redirect(302, "http://169.254.169.254/"),
            "http://169.254.169.254/ leads to 169.254.169.254, which is link-local: add it to [fetch] allow if that is meant",
            FIVE_MINUTES,
        ),
        page("a body of 0 bytes", |_| Reply::ok(""), "ADDRESS answered with nothing: the body is empty", FIVE_MINUTES),
        page(
            "a login",
            |_| Reply::ok("<html><body><form><input type=\"password\"></form></body></html>"),
            "ADDRESS did not give what was asked for: it asks for a password: the news there is not public, or the address has \
             changed",
            FIVE_MINUTES,
        ),
    ]
}

/// A page that no parser may recurse into.
const DEEP: &str = "a page of 200,000 elements inside one another";

#[tokio::test(flavor = "multi_thread")]
async fn an_article_whose_page_is_at_fault_is_published_as_its_feed_has_it() {
    let mut faults = faults();
    let deep = |_: &Seen| Reply::ok("<div><b>".repeat(200_000) + "<h1>Chữ</h1><p>" + &words(DEEP, 60));
    faults.push(PageFault { name: DEEP, answer: Arc::new(deep), error: "", again: None });
    let mut servers = Vec::new();
    let mut feed = String::new();
    for (n, fault) in faults.iter().enumerate() {
        let answer = Arc::clone(&fault.answer);
        let server = Scripted::on(&format!("127.0.1.{}", n + 2), move |seen| match seen.target.as_str() {
            "/robots.txt" => Reply::status(404),
            _ => answer(seen),
        })
        .await;
        let (title, text, link) = (title(fault.name, "tin"), words(fault.name, 30), server.url("/bai-12345.html"));
        feed += &format!("<item><title>{title}</title><link>{link}</link><description>{text}</description></item>");
        servers.push(server);
    }
    let paper = Scripted::on("127.0.1.1", move |_| Reply::ok(channel(&feed))).await;
    let mut desk = Desk::with(&[paper.url("/nguon")]);
    desk.fetch = "allow = [\"127.0.1.0/24\"]\ntimeout = \"4s\"\nmax_page_bytes = \"4MiB\"".to_owned();
    let output = once(&desk).await;
    let log = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "the source is well: {log}");
    let items = items(&desk);
    for (fault, server) in faults.iter().zip(&servers) {
        let PageFault { name, error, again, .. } = fault;
        let item = items.iter().find(|item| item["title"] == title(name, "tin"));
        assert!(item.is_some(), "{name} is not published: {log}");
        let address = server.url("/bai-12345.html").to_string();
        let (said, wait): (Option<String>, Option<i64>) = desk
            .database()
            .query_row("SELECT page_error, page_due - first_seen FROM article WHERE url = ?1", [&address], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        let said = said.unwrap_or_default();
        assert!(is_like(&said, &error.replace("ADDRESS", &address)), "{name}: {said}\n{log}");
        match again {
            Some(seconds) => assert!((*seconds..seconds + 60).contains(&wait.unwrap()), "{name}: {wait:?}"),
            None => assert_eq!(wait, None, "{name}"),
        }
        let is_logged = log.lines().any(|line| line.contains("source=nguon-0") && line.contains(&said));
        assert!(said.is_empty() || is_logged, "{name}: {log}");
    }
}
