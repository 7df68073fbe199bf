//! No connection, or one over which no HTTP comes.

use super::{Again, Fault, Then, fault, hold, news};
use crate::scripted::Reply;

const DOWN: &str = "ADDRESS: no connection (…): its server is down, or the address is wrong; it is tried again later";
const MEGABYTE: &str = "a header of 1 MB";
const MANY: &str = "10,000 headers";
const DOUBLED: &str = "headers that come twice, with the same or other values";
const NO_HTTP: &str = "ADDRESS: not an HTTP answer (…): the site has a problem of its own; it is tried again later";

pub(super) fn faults() -> Vec<Fault> {
    let down = || Then::Fails(DOWN, Again::Soon);
    let no_http = || Then::Fails(NO_HTTP, Again::Later);
    let with_headers = |headers: &str, name: &str| {
        let body = news(name);
        Reply::raw(format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\n\r\n{body}", body.len()))
    };
    vec![
        Fault { name: "nobody listens", answer: None, then: down() },
        fault("the connection is reset instead of an answer", |_| Reply::reset_after(""), down()),
        fault(
            "the connection is reset amid the headers",
            |_| Reply::reset_after("HTTP/1.1 200 OK\r\nContent-Type: text/x"),
            down(),
        ),
        fault("the connection is closed without an answer", |_| Reply::raw(""), no_http()),
        fault("another protocol answers", |_| Reply::raw("SSH-2.0-OpenSSH_9.9\r\n"), no_http()),
        fault("HTTP/0.9: a document without headers", |_| Reply::raw(news("HTTP/0.9")), no_http()),
        fault(MEGABYTE, move |_| with_headers(&format!("X-A: {}\r\n", "a".repeat(1 << 20)), MEGABYTE), no_http()),
        fault(MANY, move |_| with_headers(&"X-A: a\r\n".repeat(10_000), MANY), no_http()),
        fault(
            "two lengths that differ",
            |_| Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 500\r\n\r\n<rss>"),
            no_http(),
        ),
        fault(
            DOUBLED,
            move |_| {
                with_headers(
                    "ETag: \"1\"\r\nETag: \"2\"\r\nContent-Type: text/xml\r\nContent-Type: text/html\r\n",
                    DOUBLED,
                )
            },
            Then::Reads(1, "the first of each counts"),
        ),
        fault(
            "an ETag of 100 kB",
            |_| Reply::ok(news("an ETag of 100 kB")).header("ETag", format!("\"{}\"", "a".repeat(100_000))),
            Then::Reads(1, "it isn't sent back, since servers refuse requests of that size"),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn no_connection_and_what_is_no_http_are_told_apart() {
    let held = hold(&faults(), "").await;
    let long = super::column(&held.desk, "validators").pop().flatten().unwrap();
    assert!(long.len() < 1000 && long.contains("\"etag\":null"), "{long}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_follows_an_answer_is_not_the_answer_to_the_next_request() {
    use crate::scripted::Scripted;
    let forged = news("forged");
    let forged = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{forged}", forged.len());
    for first in [
        "HTTP/1.1 304 Not Modified\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
    ] {
        let reply = [first, &forged].concat();
        let server = Scripted::start(move |seen| match (seen.target.as_str(), seen.nth) {
            (_, 0) => super::first_answer("x").header("X-Path", &seen.target),
            ("/a", _) => Reply::raw(reply.clone()),
            _ => Reply::status(304),
        })
        .await;
        let mut desk = crate::desk::Desk::with(&[server.url("/a"), server.url("/b")]);
        desk.each("page.read = false");
        desk.pass().await;
        desk.pass_after(jiff::SignedDuration::from_hours(30)).await;
        assert_eq!(super::published(&desk).len(), 1, "{first:?}");
    }
}
