//! Statuses, each with its rule.

use jiff::{SignedDuration, Timestamp};

use super::{Again, Fault, LONGEST_ASKED, Then, fault, hold};
use crate::scripted::Reply;

/// As HTTP writes a time.
fn http_date(time: Timestamp) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn in_two_hours() -> String {
    http_date(Timestamp::now() + SignedDuration::from_hours(2))
}

pub(super) fn faults() -> Vec<Fault> {
    const TOO_OFTEN: &str =
        "ADDRESS answered 429: the site is asked too often; raise [fetch] spacing or the source's interval";
    const DOWN: &str = "ADDRESS answered 503: the site has a problem of its own; it is tried again later";
    let status = |name, status, error, again| fault(name, move |_| Reply::status(status), Then::Fails(error, again));
    let retry = |name, status, wait: fn() -> String, error, again| {
        let reply = move |_: &_| Reply::status(status).header("Retry-After", wait());
        fault(name, reply, Then::Fails(error, again))
    };
    vec![
        status(
            "400 Bad Request",
            400,
            "ADDRESS answered 400: the site doesn't understand or accept the request; check the address",
            Again::Seldom,
        ),
        status(
            "401 Unauthorized",
            401,
            "ADDRESS answered 401: the site doesn't let bantin in; ask it, or turn the source off",
            Again::Seldom,
        ),
        status(
            "403 Forbidden",
            403,
            "ADDRESS answered 403: the site doesn't let bantin in; ask it, or turn the source off",
            Again::Seldom,
        ),
        status("404 Not Found", 404, "ADDRESS answered 404: check the address", Again::Seldom),
        status(
            "418 I'm a teapot",
            418,
            "ADDRESS answered 418: the site doesn't let bantin in; ask it, or turn the source off",
            Again::Seldom,
        ),
        status(
            "451 Unavailable For Legal Reasons",
            451,
            "ADDRESS answered 451: the site may not show it, for legal reasons; turn the source off if that stays so",
            Again::Seldom,
        ),
        fault(
            "410 Gone",
            |_| Reply::status(410),
            Then::Ends(
                "ADDRESS answered 410 Gone (asked for ADDRESS): the source is not polled any more; give it its new address in feeds.toml, or switch it off",
            ),
        ),
        status("429 Too Many Requests", 429, TOO_OFTEN, Again::Later),
        retry("429 with Retry-After: 7200", 429, || "7200".to_owned(), TOO_OFTEN, Again::After(7200)),
        retry("429 with Retry-After: a date", 429, in_two_hours, TOO_OFTEN, Again::After(7200)),
        retry("429 with Retry-After: soon", 429, || "soon".to_owned(), TOO_OFTEN, Again::Later),
        retry("429 with Retry-After: -5", 429, || "-5".to_owned(), TOO_OFTEN, Again::Later),
        status(
            "500 Internal Server Error",
            500,
            "ADDRESS answered 500: the site has a problem of its own; it is tried again later",
            Again::Soon,
        ),
        status("503 Service Unavailable", 503, DOWN, Again::Soon),
        retry("503 with Retry-After: 7200", 503, || "7200".to_owned(), DOWN, Again::After(7200)),
        retry("503 with Retry-After: a date", 503, in_two_hours, DOWN, Again::After(7200)),
        fault(
            "503 with Retry-After: a date, by a clock that is years behind",
            |_| {
                let reply = Reply::status(503).header("Date", "Wed, 01 Jan 2020 00:00:00 GMT");
                reply.header("Retry-After", "Wed, 01 Jan 2020 02:00:00 GMT")
            },
            Then::Fails(DOWN, Again::After(7200)),
        ),
        retry("503 with Retry-After: a date that is past", 503, || http_date(Timestamp::UNIX_EPOCH), DOWN, Again::Soon),
        retry("503 with Retry-After: a year", 503, || "31536000".to_owned(), DOWN, Again::After(LONGEST_ASKED)),
        retry("503 with Retry-After: soon", 503, || "soon".to_owned(), DOWN, Again::Soon),
        retry("503 with Retry-After: -5", 503, || "-5".to_owned(), DOWN, Again::Soon),
        status("206 Partial Content", 206, "ADDRESS answered 206, which carries no document", Again::Seldom),
        status("999", 999, "ADDRESS answered 999, which says nothing here: check the address", Again::Seldom),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn each_status_says_when_to_come_again() {
    hold(&faults(), "").await;
}
