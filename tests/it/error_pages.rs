//! What readers and their programs get where there is nothing to be had.

use bantin::publish::{Live, LiveAnswer};
use bantin::render::Document;
use reqwest::{Method, StatusCode};
use tempfile::TempDir;

use crate::newsroom::{at, publish};
use crate::server::{Site, news, value};

const BROWSER: (&str, &str) = ("accept", "text/html,application/xhtml+xml,*/*;q=0.8");

fn published() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    publish(&folder.path().join("public"), &news()).unwrap();
    folder
}

/// A site some of whose answers are made on request, and not always.
async fn troubled() -> Site {
    let live =
        Live::new(&["nothing", "busy", "busy/at/search", "busy.atom", "broken", "en/broken", "dead"], |request| {
            match request.path.as_str() {
                "busy" | "busy.atom" => LiveAnswer::NotNow(None),
                "busy/at/search" => LiveAnswer::NotNow(Some(Document {
                    path: "search.html".to_owned(),
                    media_type: "text/html; charset=utf-8",
                    bytes: "Hãy thêm từ".into(),
                    modified: at("2026-10-10T00:00:00Z"),
                })),
                "broken" | "en/broken" => LiveAnswer::Failed,
                "dead" => panic!("as told"),
                _ => LiveAnswer::Nothing,
            }
        });
    Site::over(published(), &live).await
}

#[tokio::test]
async fn every_error_has_a_page_in_the_language_of_its_path() {
    let site = troubled().await;
    let long = format!("/{}", "a".repeat(9000));
    let wide = "x".repeat(40_000);
    for (path, headers, status, words) in [
        ("/%zz", vec![], 400, "Địa chỉ không đọc được"),
        ("/khong-co", vec![], 404, "Không tìm thấy trang"),
        ("/en/no-such", vec![], 404, "Page not found"),
        ("/nothing", vec![], 404, "Không tìm thấy trang"),
        (long.as_str(), vec![], 414, "Địa chỉ dài quá"),
        ("/en/", vec![("cookie", wide.as_str())], 431, "The request is too long"),
        ("/broken", vec![], 500, "Trang gặp lỗi"),
        ("/en/broken", vec![], 500, "Something went wrong"),
        ("/dead", vec![], 500, "Trang gặp lỗi"),
        ("/busy", vec![], 503, "Trang đang bận"),
        ("/busy/at/search", vec![], 503, "Hãy thêm từ"),
    ] {
        for method in [Method::GET, Method::HEAD] {
            let answer = site.ask(method.clone(), path, &headers).await;
            assert_eq!(answer.status().as_u16(), status, "{method} {path:.40}");
            let of = |name| value(answer.headers(), name);
            assert_eq!(of("content-type"), "text/html; charset=utf-8", "{path:.40}");
            assert_eq!(of("cache-control"), "no-store", "{path:.40}");
            assert!(of("content-security-policy").contains("frame-ancestors 'none'"), "{path:.40}");
            assert_eq!(of("x-content-type-options"), "nosniff", "{path:.40}");
            assert_eq!(of("retry-after").is_empty(), status != 503, "{path:.40}");
            let length: usize = of("content-length").parse().unwrap();
            let text = answer.text().await.unwrap();
            if method == Method::HEAD {
                assert!(text.is_empty() && length > 0, "{path:.40}");
            } else {
                assert!(text.contains(words) && text.len() == length, "{path:.40}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn what_may_not_be_done_is_said_with_what_may() {
    let site = troubled().await;
    for path in ["/", "/nothing", "/en/no-such"] {
        let answer = site.ask(Method::DELETE, path, &[BROWSER]).await;
        assert_eq!(answer.status(), StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(value(answer.headers(), "allow"), "GET, HEAD", "{path}");
        let words = if path.starts_with("/en/") { "This site is for reading" } else { "chỉ để đọc" };
        assert!(answer.text().await.unwrap().contains(words), "{path}");
    }
}

#[tokio::test]
async fn programs_get_a_line_of_text_and_browsers_a_page() {
    let site = troubled().await;
    for (path, line) in [
        ("/feeds/khong-co.atom", "404 Not Found\n"),
        ("/en/progress.json", "404 Not Found\n"),
        ("/busy.atom", "503 Service Unavailable\n"),
    ] {
        for accept in [("accept", "*/*"), ("accept", "application/atom+xml, application/rss+xml")] {
            let answer = site.get(path, &[accept]).await;
            assert_eq!(value(answer.headers(), "content-type"), "text/plain; charset=utf-8", "{path}");
            assert_eq!(answer.text().await.unwrap(), line);
        }
        let answer = site.get(path, &[BROWSER]).await;
        assert_eq!(value(answer.headers(), "content-type"), "text/html; charset=utf-8", "{path}");
    }
}

#[tokio::test]
async fn before_anything_is_published_errors_are_lines_of_text() {
    let site = Site::start(Vec::new()).await;
    let answer = site.get("/", &[BROWSER]).await;
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(answer.text().await.unwrap(), "404 Not Found\n");
}
