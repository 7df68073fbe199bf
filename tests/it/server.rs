//! The site over HTTP, on a real loopback socket.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bantin::publish::{self, Live, Publication, Serving, most_connections, serve_at_most};
use bantin::render::{Document, site};
use reqwest::header::{self, HeaderMap};
use reqwest::{Client, Method, Response, StatusCode, redirect};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::newsroom::{at, config, publish, stories, system};

/// A running server; it stops when told, or with the test.
pub struct Site {
    pub folder: TempDir,
    pub address: SocketAddr,
    serving: Serving,
    pub client: Client,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
}

impl Site {
    pub async fn start(documents: Vec<Document>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        publish(&folder.path().join("public"), &documents).unwrap();
        Self::for_at_most(most_connections(), folder, None).await
    }

    /// With what is published in the folder, and what `live` makes.
    pub async fn over(folder: TempDir, live: &Live) -> Self {
        Self::for_at_most(most_connections(), folder, Some(live)).await
    }

    /// With so many connections at a time.
    pub async fn for_at_most(most: usize, folder: TempDir, live: Option<&Live>) -> Self {
        // The test of another part may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let public = folder.path().join("public");
        let serving = Serving::new(&public);
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async {
            let _ = stopped.await;
        };
        let documents = publish::Site::new(serving.clone());
        let site = match live {
            Some(live) => documents.with(live),
            None => documents,
        };
        let task = tokio::spawn(serve_at_most(most, listener, site, shutdown));
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .no_proxy()
            .build()
            .unwrap();
        Self { folder, address, serving, client, stop: Some(stop), task }
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
        let mut request = self.client.request(method, format!("http://{}{path}", self.address));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send().await.unwrap()
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Response {
        self.ask(Method::GET, path, headers).await
    }
}

pub fn value<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

pub fn news() -> Vec<Document> {
    site(&config(), &stories()).unwrap()
}

const ATOM: &str = "/feeds/tong-hop.atom";

#[tokio::test]
async fn every_document_is_served_with_its_type_and_date() {
    let site = Site::start(news()).await;
    for document in news() {
        let path = format!("/{}", document.path);
        let response = site.get(path.trim_end_matches("index.html"), &[]).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(value(response.headers(), "content-type"), document.media_type, "{path}");
        let modified = httpdate::fmt_http_date(system(document.modified));
        assert_eq!(value(response.headers(), "last-modified"), modified, "{path}");
        assert_eq!(response.bytes().await.unwrap(), document.bytes, "{path}");
    }
}

#[tokio::test]
async fn what_the_client_has_already_is_not_sent_again() {
    let site = Site::start(news()).await;
    let first = site.get(ATOM, &[]).await;
    let etag = value(first.headers(), "etag").to_owned();
    let modified = value(first.headers(), "last-modified").to_owned();
    assert!(etag.starts_with('"'), "a strong tag: {etag}");
    let weak = format!("W/{etag}");
    let list = format!("\"other\", {weak}");
    let never = "Thu, 01 Jan 2026 00:00:00 GMT";
    for (headers, expected) in [
        (vec![("if-none-match", etag.as_str())], 304),
        (vec![("if-none-match", weak.as_str())], 304),
        (vec![("if-none-match", list.as_str())], 304),
        (vec![("if-none-match", "*")], 304),
        (vec![("if-none-match", "\"other\"")], 200),
        (vec![("if-modified-since", modified.as_str())], 304),
        (vec![("if-modified-since", never)], 200),
        (vec![("if-modified-since", "yesterday")], 200),
        // The tag decides where there are both.
        (vec![("if-none-match", "\"other\""), ("if-modified-since", modified.as_str())], 200),
        (vec![("if-none-match", etag.as_str()), ("if-modified-since", never)], 304),
    ] {
        let response = site.get(ATOM, &headers).await;
        assert_eq!(response.status().as_u16(), expected, "{headers:?}");
        assert_eq!(value(response.headers(), "etag"), etag, "{headers:?}");
        assert!(!value(response.headers(), "cache-control").is_empty(), "{headers:?}");
        assert_eq!(value(response.headers(), "vary"), "Accept-Encoding", "{headers:?}");
        assert_eq!(response.bytes().await.unwrap().is_empty(), expected == 304, "{headers:?}");
    }
}

#[tokio::test]
async fn each_coding_has_a_tag_of_its_own() {
    let site = Site::start(news()).await;
    let plain = site.get(ATOM, &[]).await;
    let plain_tag = value(plain.headers(), "etag").to_owned();
    let expected = plain.bytes().await.unwrap();
    for coding in ["gzip", "br", "zstd"] {
        let response = site.get(ATOM, &[("accept-encoding", coding)]).await;
        assert_eq!(value(response.headers(), "content-encoding"), coding);
        let tag = value(response.headers(), "etag").to_owned();
        assert_ne!(tag, plain_tag);
        let length: usize = value(response.headers(), "content-length").parse().unwrap();
        let body = response.bytes().await.unwrap();
        assert_eq!(body.len(), length);
        assert!(body.len() * 3 < expected.len(), "{coding}: {} of {}", body.len(), expected.len());
        let again = site.get(ATOM, &[("accept-encoding", coding), ("if-none-match", &tag)]).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        let other = site.get(ATOM, &[("if-none-match", &tag)]).await;
        assert_eq!(other.status(), StatusCode::OK, "the plain bytes are another representation");
        // reqwest decodes what it asked for itself.
        let mut decoding = Client::builder().no_proxy();
        for other in ["gzip", "br", "zstd"].into_iter().filter(|other| *other != coding) {
            decoding = match other {
                "gzip" => decoding.no_gzip(),
                "br" => decoding.no_brotli(),
                _ => decoding.no_zstd(),
            };
        }
        let decoded = decoding.build().unwrap().get(format!("http://{}{ATOM}", site.address)).send().await.unwrap();
        assert_eq!(decoded.bytes().await.unwrap(), expected, "{coding}");
    }
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let site = Site::start(news()).await;
    for path in ["/", ATOM, "/no-such-page"] {
        let get = site.get(path, &[]).await;
        let head = site.ask(Method::HEAD, path, &[]).await;
        assert_eq!(head.status(), get.status());
        for name in ["etag", "content-length", "content-type", "last-modified", "cache-control"] {
            assert_eq!(value(head.headers(), name), value(get.headers(), name), "{path}: {name}");
        }
        assert!(head.bytes().await.unwrap().is_empty());
    }
    let post = site.ask(Method::POST, "/", &[]).await;
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(value(post.headers(), "allow"), "GET, HEAD");
}

#[tokio::test]
async fn a_folder_is_found_without_its_slash_and_nothing_else_is() {
    let site = Site::start(news()).await;
    let folder = site.get("/topic/giam-ngheo", &[]).await;
    assert_eq!(folder.status(), StatusCode::PERMANENT_REDIRECT);
    assert_eq!(value(folder.headers(), "location"), "./giam-ngheo/");
    for (path, language) in [
        ("/no-such-page", "vi"),
        ("/en/no-such-page", "en"),
        ("/topic/", "vi"),
        ("/story/..%2f..%2findex.html", "vi"),
        ("//example.org/x", "vi"),
    ] {
        let response = site.get(path, &[]).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        let page = response.text().await.unwrap();
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "{path}");
    }
    for path in ["/%", "/%zz", "/%ff"] {
        assert_eq!(site.get(path, &[]).await.status(), StatusCode::BAD_REQUEST, "{path}");
    }
}

#[tokio::test]
async fn no_path_leaves_the_documents() {
    let site = Site::start(news()).await;
    // By hand: HTTP clients resolve the dots before they ask.
    for path in
        ["/../../etc/passwd", "/story/../index.html", "/%2e%2e/etc/passwd", "/./index.html", "/..%5cx", "/\\..\\x"]
    {
        let mut connection = TcpStream::connect(site.address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        connection.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).await.unwrap();
        let status = String::from_utf8_lossy(&answer[..12]).into_owned();
        assert!(["HTTP/1.1 404", "HTTP/1.1 400"].contains(&status.as_str()), "{path}: {status}");
    }
}

#[tokio::test]
async fn a_request_names_its_host_once() {
    let site = Site::start(news()).await;
    for (head, status) in [
        ("HTTP/1.1\r\nHost: tin", "200"),
        ("HTTP/1.1\r\nHost: [::1]:8080", "200"),
        ("HTTP/1.1\r\nHost:", "200"),
        ("HTTP/1.0", "200"),
        ("HTTP/1.1", "400"),
        ("HTTP/1.1\r\nHost: tin\r\nHost: tin", "400"),
        ("HTTP/1.0\r\nHost: tin\r\nHost: bao", "400"),
        ("HTTP/1.1\r\nHost: tin, bao", "400"),
        ("HTTP/1.1\r\nHost: tin@bao", "400"),
    ] {
        let mut connection = TcpStream::connect(site.address).await.unwrap();
        connection.write_all(format!("GET / {head}\r\nConnection: close\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        connection.read_to_end(&mut answer).await.unwrap();
        assert_eq!(String::from_utf8_lossy(&answer[9..12]), status, "{head}");
    }
}

#[tokio::test]
async fn every_answer_is_locked_down() {
    let site = Site::start(news()).await;
    for path in ["/", ATOM, "/no-such-page", "/%"] {
        let response = site.get(path, &[]).await;
        let policy = value(response.headers(), "content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:;"),
            "{path}"
        );
        assert_eq!(value(response.headers(), "x-content-type-options"), "nosniff", "{path}");
        assert!(!value(response.headers(), "referrer-policy").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn only_names_that_change_with_their_content_are_cached_for_ever() {
    let site = Site::start(news()).await;
    let style = news().into_iter().find(|document| document.media_type.starts_with("text/css")).unwrap();
    let response = site.get(&format!("/{}", style.path), &[]).await;
    assert!(value(response.headers(), "cache-control").contains("immutable"));
    for path in ["/", ATOM, "/assets/icon.svg"] {
        let response = site.get(path, &[]).await;
        assert!(!value(response.headers(), "cache-control").contains("immutable"), "{path}");
    }
}

#[tokio::test]
async fn what_is_published_is_served_from_then_on() {
    let site = Site::start(Vec::new()).await;
    assert_eq!(site.get("/", &[]).await.status(), StatusCode::NOT_FOUND);
    let publish = |documents: &[Document]| {
        let directory = site.folder.path().join("public");
        let mut publication = Publication::begin(&directory, Some(site.serving.clone())).unwrap();
        for document in documents {
            publication.put(document).unwrap();
        }
        publication.finish_whole().unwrap();
    };
    publish(&news());
    let first = site.get(ATOM, &[]).await;
    let tag = first.headers()[header::ETAG].clone();

    publish(&news());
    assert_eq!(site.get(ATOM, &[]).await.headers()[header::ETAG], tag, "the same bytes have the same tag");

    let mut stories = stories();
    stories[0].title.push_str(" (cập nhật)");
    stories[0].updated = at("2026-10-10T00:00:00Z");
    let gone = format!("/story/{}/", stories[11].id);
    assert_eq!(site.get(&gone, &[]).await.status(), StatusCode::OK);
    stories.pop();
    publish(&bantin::render::site(&config(), &stories).unwrap());
    assert_ne!(site.get(ATOM, &[]).await.headers()[header::ETAG], tag);
    assert_eq!(site.get(&gone, &[]).await.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_link_in_the_folder_leads_out_of_it_and_bantins_own_files_are_nobodys() {
    let site = Site::start(news()).await;
    let folder = site.folder.path();
    std::fs::write(folder.join("secret.html"), "secret").unwrap();
    std::fs::create_dir(folder.join("secrets")).unwrap();
    std::fs::write(folder.join("secrets/index.html"), "secret").unwrap();
    std::os::unix::fs::symlink("../secret.html", folder.join("public/link.html")).unwrap();
    std::os::unix::fs::symlink("../secrets", folder.join("public/links")).unwrap();
    for path in ["/link.html", "/links/", "/links/index.html", "/links", "/.bantin/lock", "/.bantin/", "/story/.x"] {
        assert_eq!(site.get(path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_live_answer_is_served_like_a_document() {
    let folder = tempfile::tempdir().unwrap();
    publish(&folder.path().join("public"), &news()).unwrap();
    let live = Live::new(&["search", "search/"], |request| {
        let text = format!("{} hỏi {}", request.path, request.query);
        (request.query != "q=").then(|| Document {
            path: "search.html".to_owned(),
            media_type: "text/html; charset=utf-8",
            bytes: text.into_bytes(),
            modified: at("2026-10-10T00:00:00Z"),
        })
    });
    let site = Site::over(folder, &live).await;
    let answer = site.get("/search?q=n%C6%B0%E1%BB%9Bc", &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(value(answer.headers(), "content-type"), "text/html; charset=utf-8");
    assert_eq!(value(answer.headers(), "x-content-type-options"), "nosniff");
    assert_eq!(value(answer.headers(), "cache-control"), "no-store", "it holds for now");
    let tag = value(answer.headers(), "etag").to_owned();
    assert_eq!(answer.text().await.unwrap(), "search hỏi q=n%C6%B0%E1%BB%9Bc");
    let again = site.get("/search?q=n%C6%B0%E1%BB%9Bc", &[("if-none-match", &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(site.get("/search/?q=", &[]).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(site.ask(Method::POST, "/search", &[]).await.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_lasting_answer_is_made_once_for_all_who_ask_for_the_same() {
    let made = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&made);
    let live = Live::lasting(Duration::from_hours(1), &["search"], move |request| {
        counter.fetch_add(1, Ordering::SeqCst);
        Some(Document {
            path: "search.html".to_owned(),
            media_type: "text/html; charset=utf-8",
            bytes: request.query.into_bytes(),
            modified: at("2026-10-10T00:00:00Z"),
        })
    });
    let folder = tempfile::tempdir().unwrap();
    publish(&folder.path().join("public"), &[]).unwrap();
    let site = Site::over(folder, &live).await;
    for query in ["q=a", "q=b", "q=a", "q=a"] {
        assert_eq!(site.get(&format!("/search?{query}"), &[]).await.text().await.unwrap(), query);
    }
    let answer = site.get("/search?q=a", &[]).await;
    assert!(value(answer.headers(), "cache-control").starts_with("public, max-age=60"), "and caches may keep it");
    for nth in 0..600 {
        site.get(&format!("/search?q={nth}"), &[]).await;
    }
    assert_eq!(made.load(Ordering::SeqCst), 602);
    site.get("/search?q=599", &[]).await;
    assert_eq!(made.load(Ordering::SeqCst), 602, "the latest are kept");
    site.get("/search?q=a", &[]).await;
    assert_eq!(made.load(Ordering::SeqCst), 603, "and the oldest make room");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_and_leaves_gets_no_more_answers_made_at_a_time_than_who_waits() {
    let (making, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (now, ever) = (Arc::clone(&making), Arc::clone(&most));
    let (open, gate) = std::sync::mpsc::channel::<()>();
    let gate = std::sync::Mutex::new(gate);
    let live = Live::new(&["search"], move |_| {
        ever.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        // An error says that the gate is open.
        let _ = gate.lock().unwrap().recv();
        now.fetch_sub(1, Ordering::SeqCst);
        None
    });
    let folder = tempfile::tempdir().unwrap();
    publish(&folder.path().join("public"), &[]).unwrap();
    let site = Site::over(folder, &live).await;
    for _ in 0..3 {
        let mut asking = Vec::new();
        for _ in 0..4 {
            let mut reader = TcpStream::connect(site.address).await.unwrap();
            reader.write_all(b"GET /search HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
            asking.push(reader);
        }
        let four = async {
            while making.load(Ordering::SeqCst) < 4 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), four).await.unwrap();
        drop(asking);
        // The server hears of it while it answers another.
        assert_eq!(site.get("/", &[]).await.status(), StatusCode::NOT_FOUND);
    }
    drop(open);
    assert_eq!(site.get("/search", &[]).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(most.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn the_server_stops_when_told() {
    let mut site = Site::start(news()).await;
    assert_eq!(site.get("/", &[]).await.status(), StatusCode::OK);
    site.stop.take().unwrap().send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(5), &mut site.task).await.unwrap().unwrap();
    assert!(site.client.get(format!("http://{}/", site.address)).send().await.is_err());
}

/// On tokio's own clock, which goes on by itself where all wait: the grace is over at once.
#[tokio::test(start_paused = true)]
async fn a_reader_that_never_takes_its_answer_does_not_hold_up_the_stop() {
    let folder = tempfile::tempdir().unwrap();
    let large = Document {
        path: "lon.txt".to_owned(),
        media_type: "text/plain; charset=utf-8",
        bytes: vec![b'a'; 32 << 20],
        modified: at("2026-08-23T05:00:00Z"),
    };
    publish(&folder.path().join("public"), &[large]).unwrap();
    let mut site = Site::for_at_most(most_connections(), folder, None).await;
    let mut slow = TcpStream::connect(site.address).await.unwrap();
    slow.write_all(b"GET /lon.txt HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    let mut begun = [0; 12];
    slow.read_exact(&mut begun).await.unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200");
    let asked = tokio::time::Instant::now();
    site.stop.take().unwrap().send(()).unwrap();
    site.task.await.unwrap();
    assert!(asked.elapsed() <= Duration::from_secs(11), "{:?}", asked.elapsed());
}
