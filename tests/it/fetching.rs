//! One GET: what is sent, what is kept, what is refused.

use std::io::Write;
use std::time::Duration;

use bantin::config;
use bantin::fetch::{Client, FailureKind, FetchError, Fetched, Outcome, Request, Validators, Wants};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use jiff::SignedDuration;
use url::Url;

use crate::scripted::{Reply, Scripted, fetch_config};

const FEED: &str = "<rss>Bản tin về Chương trình 1719</rss>";

async fn get_with(config: &config::Fetch, url: &Url, validators: Option<&Validators>) -> Result<Outcome, FetchError> {
    Client::new(config).unwrap().get(&Request { url, wants: Wants::Feed, validators }).await
}

async fn get(url: &Url) -> Result<Outcome, FetchError> {
    get_with(&fetch_config(), url, None).await
}

async fn fetched(url: &Url) -> Fetched {
    match get(url).await {
        Ok(Outcome::Fetched(fetched)) => fetched,
        other => panic!("{url}: {other:?}"),
    }
}

/// What a reply to everything leads to.
async fn failure(reply: Reply) -> FetchError {
    let server = Scripted::always(reply).await;
    match get(&server.url("/feed")).await {
        Err(error) => {
            assert!(error.to_string().contains(server.url("/").as_str()), "names the address: {error}");
            error
        }
        other => panic!("{other:?}"),
    }
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}

fn bytes(hex: &str) -> Vec<u8> {
    data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap()
}

#[tokio::test]
async fn a_document_comes_with_what_is_needed_to_ask_again() {
    let server = Scripted::always(
        Reply::ok(FEED)
            .header("Content-Type", "application/rss+xml; charset=utf-8")
            .header("ETag", "\"a\"")
            .header("Last-Modified", "Thu, 21 May 2026 08:00:00 GMT")
            .header("Cache-Control", "max-age=172800")
            .header("Age", "72000"),
    )
    .await;
    let fetched = fetched(&server.url("/feed#top")).await;
    assert_eq!(fetched.body, FEED.as_bytes());
    assert_eq!(fetched.url, server.url("/feed"));
    assert_eq!(fetched.hops, []);
    assert_eq!(fetched.content_type.as_deref(), Some("application/rss+xml; charset=utf-8"));
    assert_eq!(fetched.freshness.fresh_for, Some(SignedDuration::from_secs(100_800)));
    assert_eq!(fetched.validators.etag.as_deref(), Some(b"\"a\"".as_slice()));
    assert_eq!(fetched.validators.last_modified.as_deref(), Some(b"Thu, 21 May 2026 08:00:00 GMT".as_slice()));
}

#[tokio::test]
async fn validators_are_sent_back_byte_for_byte() {
    for (etag, last_modified) in [
        (Some(b"\"6a-5f\"".as_slice()), None),
        (Some(b"W/\"6a-5f\"".as_slice()), Some(b"Thu, 21 May 2026 08:00:00 GMT".as_slice())),
        (Some(b"unquoted".as_slice()), None),
        (Some(b"\"half".as_slice()), None),
        (Some(b"\"a\\\"b\", \"c\"".as_slice()), None),
        (Some(b"\"b\xe1\xba\xa3n\"".as_slice()), None),
        (Some(b"\"\xff\xfe\"".as_slice()), None),
        (None, Some(b"Thu, 21 May 2026 15:00:00 +0700".as_slice())),
        (None, Some(b"2026-05-21".as_slice())),
    ] {
        let (sent_etag, sent_date) = (etag.map(<[u8]>::to_vec), last_modified.map(<[u8]>::to_vec));
        let server = Scripted::start(move |seen| {
            if seen.nth > 0 {
                return Reply::status(304).header("Cache-Control", "max-age=600");
            }
            let mut reply = Reply::ok(FEED);
            if let Some(etag) = &sent_etag {
                reply = reply.header("ETag", etag);
            }
            if let Some(date) = &sent_date {
                reply = reply.header("Last-Modified", date);
            }
            reply
        })
        .await;
        let url = server.url("/feed");
        let first = fetched(&url).await;
        // As the store does it.
        let stored = serde_json::to_string(&first.validators).unwrap();
        let validators: Validators = serde_json::from_str(&stored).unwrap();
        let second = get_with(&fetch_config(), &url, Some(&validators)).await.unwrap();
        assert!(
            matches!(second, Outcome::NotModified { freshness, .. } if freshness.fresh_for == Some(SignedDuration::from_secs(600)))
        );
        let log = server.log();
        assert_eq!(log[0].header("if-none-match"), None);
        assert_eq!(log[0].header("if-modified-since"), None);
        assert_eq!(log[1].header("if-none-match"), etag);
        assert_eq!(log[1].header("if-modified-since"), last_modified);
    }
}

#[tokio::test]
async fn validators_are_sent_only_to_the_address_that_gave_them() {
    let server = Scripted::with([
        ("/old", vec![Reply::redirect(302, "/new")]),
        ("/new", vec![Reply::ok(FEED).header("ETag", "\"1\""), Reply::status(304)]),
        ("/moved", vec![Reply::ok(FEED)]),
    ])
    .await;
    let validators = fetched(&server.url("/old")).await.validators;
    assert_eq!(validators.url, server.url("/new"));
    let again = get_with(&fetch_config(), &server.url("/old"), Some(&validators)).await.unwrap();
    assert!(matches!(again, Outcome::NotModified { .. }));
    let elsewhere = get_with(&fetch_config(), &server.url("/moved"), Some(&validators)).await.unwrap();
    assert!(matches!(elsewhere, Outcome::Fetched(_)));
    let sent: Vec<_> =
        server.log().into_iter().map(|seen| (seen.target.clone(), seen.header("if-none-match").is_some())).collect();
    let expected = [("/old", false), ("/new", false), ("/old", false), ("/new", true), ("/moved", false)];
    assert_eq!(sent, expected.map(|(target, conditional)| (target.to_owned(), conditional)));
}

#[tokio::test]
async fn a_304_that_nobody_asked_for_is_an_error() {
    assert_eq!(failure(Reply::status(304)).await.kind(), FailureKind::Client);
}

#[tokio::test]
async fn the_request_names_us_and_carries_nothing_else() {
    let server = Scripted::with([
        ("/a", vec![Reply::redirect(302, "/b?x=1").header("Set-Cookie", "spy=1; Path=/")]),
        ("/b?x=1", vec![Reply::ok(FEED).header("Set-Cookie", "spy=2; Path=/")]),
    ])
    .await;
    let client = Client::new(&fetch_config()).unwrap();
    for _ in 0..2 {
        client.get(&Request { url: &server.url("/a"), wants: Wants::Feed, validators: None }).await.unwrap();
    }
    assert_eq!(server.targets(), ["/a", "/b?x=1", "/a", "/b?x=1"]);
    for seen in server.log() {
        let mut names: Vec<_> = seen.headers.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["accept", "accept-encoding", "host", "user-agent"]);
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(seen.text("user-agent").unwrap(), format!("bantin/{version} (+https://bantin.example/lien-he)"));
        for coding in ["gzip", "br", "zstd", "deflate"] {
            assert!(seen.text("accept-encoding").unwrap().contains(coding));
        }
    }
}

#[tokio::test]
async fn content_codings_are_undone() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
    zlib.write_all(FEED.as_bytes()).unwrap();
    let brotli = "8b16803c7273733e42e1baa36e2074696e2076e1bb81204368c6b0c6a16e67207472c3ac6e6820313731393c2f7273733e03";
    let zstd = "28b52ffd04587101003c7273733e42e1baa36e2074696e2076e1bb81204368c6b0c6a16e67207472c3ac6e6820313731393c2f7273733ed058c160";
    for (coding, body) in [
        ("gzip", gzip(FEED.as_bytes())),
        ("deflate", zlib.finish().unwrap()),
        ("br", bytes(brotli)),
        ("zstd", bytes(zstd)),
        ("identity", FEED.into()),
        ("UTF-8", FEED.into()),
    ] {
        let server = Scripted::always(Reply::ok(body).header("Content-Encoding", coding)).await;
        assert_eq!(fetched(&server.url("/feed")).await.body, FEED.as_bytes(), "{coding}");
    }
}

#[tokio::test]
async fn the_cap_counts_decoded_bytes() {
    let exactly = vec![b' '; 100_000];
    let server = Scripted::with([
        ("/plain", vec![Reply::ok(exactly.clone())]),
        ("/coded", vec![Reply::ok(gzip(&exactly)).header("Content-Encoding", "gzip")]),
    ])
    .await;
    assert_eq!(fetched(&server.url("/plain")).await.body.len(), 100_000);
    assert_eq!(fetched(&server.url("/coded")).await.body.len(), 100_000);

    let more = vec![b' '; 100_001];
    let bomb = gzip(&vec![0; 50_000_000]);
    assert!(bomb.len() < 100_000);
    let endless = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b' '; 300_000]].concat();
    for reply in [
        Reply::ok(more.clone()),
        Reply::ok(gzip(&more)).header("Content-Encoding", "gzip"),
        Reply::ok(bomb).header("Content-Encoding", "gzip"),
        Reply::raw(endless),
    ] {
        assert!(matches!(failure(reply).await, FetchError::TooLarge { limit: 100_000, .. }));
    }
}

#[tokio::test]
async fn a_cut_off_body_is_an_error() {
    let coded = gzip(FEED.repeat(50).as_bytes());
    let half = coded[..coded.len() / 2].to_vec();
    for reply in [
        Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss>"),
        Reply::raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n"),
        Reply::ok(half).header("Content-Encoding", "gzip"),
    ] {
        let error = failure(reply).await;
        assert!(matches!(error, FetchError::Incomplete { .. }), "{error:?}");
        assert_eq!(error.kind(), FailureKind::Content);
    }
}

#[tokio::test]
async fn a_bad_coding_is_an_error() {
    for (coding, body) in
        [("gzip", FEED), ("br", FEED), ("zstd", FEED), ("deflate", FEED), ("rot13", FEED), ("gzip, br", FEED)]
    {
        let error = failure(Reply::ok(body).header("Content-Encoding", coding)).await;
        assert!(matches!(error, FetchError::Coding { .. }), "{coding}: {error:?}");
    }
}

#[tokio::test]
async fn what_is_no_http_is_an_error() {
    for junk in
        ["", "SSH-2.0-OpenSSH_9.9\r\n", "HTTP/1.1 2xx OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"]
    {
        let error = failure(Reply::raw(junk)).await;
        assert!(matches!(error, FetchError::Protocol { .. }), "{junk:?}: {error:?}");
    }
}

#[tokio::test]
async fn a_header_that_is_no_header_costs_only_itself() {
    let reply = "HTTP/1.1 200 OK\r\nX Powered By: PHP\r\nETag: \"1\"\r\nContent-Length: 5\r\n\r\n<rss>";
    let server = Scripted::always(Reply::raw(reply)).await;
    let fetched = fetched(&server.url("/feed")).await;
    assert_eq!(fetched.validators.etag.as_deref(), Some(b"\"1\"".as_slice()));
}

#[tokio::test]
async fn a_slow_server_is_given_up() {
    let config = config::Fetch { timeout: SignedDuration::from_millis(300), ..fetch_config() };
    let pause = Duration::from_millis(200);
    let chain =
        Scripted::start(move |seen| Reply::redirect(302, &format!("/{}", seen.target.len())).after(pause)).await;
    for server in [
        Scripted::always(Reply::ok(FEED).after(2 * pause)).await,
        Scripted::always(Reply::ok(FEED).drip(pause / 5)).await,
        chain,
    ] {
        let error = get_with(&config, &server.url("/feed"), None).await.unwrap_err();
        assert_eq!(error.kind(), FailureKind::Timeout, "{error}");
    }
}

#[tokio::test]
async fn redirects_are_followed_and_recorded() {
    let other = Scripted::always(Reply::ok(FEED)).await;
    let to_other = other.url("/4").to_string();
    let server = Scripted::start(move |seen| match seen.target.as_str() {
        "/1" => Reply::redirect(301, "2/"),
        "/2/" => Reply::redirect(308, "../tin t\u{1ee9}c#dau"),
        _ => Reply::redirect(307, &to_other),
    })
    .await;
    let fetched = fetched(&server.url("/1")).await;
    assert_eq!(fetched.url, other.url("/4"));
    let hops: Vec<_> = fetched.hops.iter().map(|hop| (hop.status, hop.from.as_str(), hop.to.as_str())).collect();
    let [a, b, c] = ["/1", "/2/", "/tin%20t%E1%BB%A9c"].map(|target| server.url(target));
    assert_eq!(
        hops,
        [(301, a.as_str(), b.as_str()), (308, b.as_str(), c.as_str()), (307, c.as_str(), other.url("/4").as_str()),]
    );
}

#[tokio::test]
async fn a_redirect_whose_body_never_comes_is_followed() {
    let server = Scripted::start(|seen| match seen.target.as_str() {
        "/a" => Reply::redirect(302, "/b").body("never").drip(Duration::from_mins(1)),
        _ => Reply::ok(FEED),
    })
    .await;
    assert_eq!(fetched(&server.url("/a")).await.url, server.url("/b"));
}

#[tokio::test]
async fn redirects_that_lead_nowhere_are_errors() {
    let endless = Scripted::start(|seen| Reply::redirect(302, &format!("{}a", seen.target))).await;
    let error = get(&endless.url("/a")).await.unwrap_err();
    assert!(matches!(error, FetchError::TooManyRedirects { limit: 3, .. }), "{error:?}");
    assert_eq!(endless.log().len(), 4);

    let circle =
        Scripted::with([("/a", vec![Reply::redirect(302, "/b")]), ("/b", vec![Reply::redirect(302, "/a")])]).await;
    assert!(matches!(get(&circle.url("/a")).await.unwrap_err(), FetchError::RedirectLoop { .. }));
    assert_eq!(circle.targets(), ["/a", "/b"]);

    for location in ["ftp://127.0.0.1/feed", "file:///etc/passwd", "data:text/xml,a", "javascript:1", "http://"] {
        let error = failure(Reply::redirect(302, location)).await;
        assert!(matches!(&error, FetchError::BadRedirect { location: named, .. } if **named == *location), "{error:?}");
    }
    assert!(matches!(failure(Reply::status(301)).await, FetchError::Status { status: 301, .. }));
}

#[tokio::test]
async fn names_and_passwords_are_neither_sent_nor_shown() {
    for location in
        ["//hoa:bi-mat@127.0.0.1/", "http://hoa@127.0.0.1/", "https://:bi-mat@bao.test/", "ftp://hoa:bi-mat@bao.test/"]
    {
        let error = failure(Reply::redirect(302, location)).await;
        assert!(matches!(error, FetchError::BadRedirect { .. }), "{error:?}");
        for shown in [error.to_string(), format!("{error:?}")] {
            assert!(!shown.contains("hoa") && !shown.contains("bi-mat"), "{shown}");
        }
    }
    let server = Scripted::always(Reply::ok(FEED)).await;
    let address = server.url("/feed").to_string().replace("http://", "http://hoa:bi-mat@");
    for wants in [Wants::Feed, Wants::Listing, Wants::Page] {
        let client = Client::new(&fetch_config()).unwrap();
        let url = Url::parse(&address).unwrap();
        let error = client.get(&Request { url: &url, wants, validators: None }).await.unwrap_err();
        assert_eq!(error.kind(), FailureKind::Address);
        assert!(error.to_string().contains(server.url("/feed").as_str()), "{error}");
        assert!(!format!("{error:?}").contains("bi-mat"), "{error:?}");
    }
    assert_eq!(server.log().len(), 0);
}

#[tokio::test]
async fn statuses_have_kinds() {
    for (status, kind) in [
        (400, FailureKind::Client),
        (403, FailureKind::Client),
        (404, FailureKind::Client),
        (429, FailureKind::Throttled),
        (500, FailureKind::Server),
        (503, FailureKind::Server),
        (204, FailureKind::Client),
        (206, FailureKind::Client),
        (300, FailureKind::Client),
        (999, FailureKind::Client),
    ] {
        let error = failure(Reply::status(status)).await;
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.retry_after(), None);
    }
    let server =
        Scripted::with([("/old", vec![Reply::redirect(301, "/gone")]), ("/gone", vec![Reply::status(410)])]).await;
    assert!(matches!(get(&server.url("/old")).await.unwrap(), Outcome::Gone { url, .. } if url == server.url("/gone")));
}

#[tokio::test]
async fn retry_after_is_told_in_both_forms() {
    for (reply, expected) in [
        (Reply::status(429).header("Retry-After", "120"), 120),
        (Reply::status(503).header("Retry-After", "86400"), 86_400),
        (
            Reply::status(503)
                .header("Date", "Thu, 21 May 2026 08:00:00 GMT")
                .header("Retry-After", "Thu, 21 May 2026 09:00:00 GMT"),
            3600,
        ),
    ] {
        assert_eq!(failure(reply).await.retry_after(), Some(SignedDuration::from_secs(expected)));
    }
}

#[tokio::test]
async fn a_cloudflare_challenge_is_named() {
    let page = "<!DOCTYPE html><html><head><title>Just a moment...</title><script>window._cf_chl_opt={}</script>";
    for reply in [
        Reply::status(403).header("cf-mitigated", "challenge"),
        Reply::ok(page).header("cf-mitigated", "challenge"),
        Reply::status(403).header("Server", "cloudflare").body(page),
        Reply::status(503)
            .header("Server", "cloudflare")
            .body(gzip(page.as_bytes()))
            .header("Content-Encoding", "gzip"),
    ] {
        assert_eq!(failure(reply).await.kind(), FailureKind::Challenge);
    }
    let ordinary = Reply::status(403).header("Server", "cloudflare").body("<p>Forbidden");
    assert_eq!(failure(ordinary).await.kind(), FailureKind::Client);
}

#[tokio::test]
async fn hosts_that_arent_there_are_told_apart() {
    let client = Client::with_resolver(&fetch_config(), |name| match name {
        "closed.test" => Ok(vec!["127.0.0.1:1".parse().unwrap()]),
        "empty.test" => Ok(Vec::new()),
        _ => Err(std::io::Error::other("no such name")),
    })
    .unwrap();
    let plain = Scripted::always(Reply::ok(FEED)).await;
    for (url, kind) in [
        ("http://closed.test/", FailureKind::Connect),
        ("http://empty.test/", FailureKind::Dns),
        ("http://nowhere.test/", FailureKind::Dns),
        (&format!("https://{}/", plain.address), FailureKind::Tls),
        ("ftp://closed.test/", FailureKind::Address),
        ("mailto:toa-soan@bao.test", FailureKind::Address),
    ] {
        let url = Url::parse(url).unwrap();
        let error = client.get(&Request { url: &url, wants: Wants::Feed, validators: None }).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error:?}");
        assert!(error.to_string().contains(url.as_str()), "{error}");
    }
}

#[tokio::test]
async fn a_contact_that_cant_be_sent_is_refused() {
    let config = config::Fetch { contact: "Tòa soạn\n".to_owned(), ..fetch_config() };
    assert!(Client::new(&config).is_err());
}

#[tokio::test]
async fn a_connection_that_the_server_closed_costs_nothing() {
    let server = Scripted::always(Reply::raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n<rss>")).await;
    let client = Client::new(&fetch_config()).unwrap();
    for _ in 0..50 {
        let url = server.url("/feed");
        client.get(&Request { url: &url, wants: Wants::Feed, validators: None }).await.unwrap();
    }
    assert_eq!(server.log().len(), 50);
}
