//! What `bantin preview` shows: what would be read, extracted and filed, with reasons.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use bantin::config::Config;
use bantin::pipeline::{As, Preview, PreviewedEntry, point, preview};
use bantin::read::{Css, CutReason, Document, Entry, Origin, PageField, PageSelectors, PageTrace, article};
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::tz::TimeZone;
use url::Url;

use crate::desk::rss;
use crate::seed;
use crate::testbed::{TestBed, now};

fn shipped() -> Config {
    Config::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("feeds.toml")).unwrap()
}

fn page(html: &str, url: &str) -> PreviewedEntry {
    let url = Url::parse(url).unwrap();
    let document = Document { url: &url, content_type: Some("text/html; charset=utf-8"), bytes: html.as_bytes() };
    match preview(&shipped(), &document, &As::Itself, now()).unwrap() {
        Preview::Page(page) => *page,
        feed @ Preview::Feed { .. } => panic!("a page, not {feed:?}"),
    }
}

#[test]
fn the_article_that_the_project_began_with_is_filed_as_an_editor_would() {
    let Some(html) = seed::page() else { return };
    let seen = page(&html, seed::ADDRESS);
    let topics: Vec<&str> = seen.topics.iter().map(|hit| hit.topic.as_str()).collect();
    let expected =
        ["mtqg", "mtqg-1719", "mtqg-1719-da5", "mtqg-1719-da5-tda4", "mtqg-1719-da10", "mtqg-1719-da10-tda3"];
    assert_eq!(topics, expected);
    assert!(seen.topics.iter().all(|hit| !hit.evidence.is_empty()));
    let places: Vec<&str> = seen.places.iter().map(|hit| hit.place.as_str()).collect();
    assert_eq!(places, ["Cao Bằng"], "and not Sơn La, which only the related box names");
    let published = seen.article.published.unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let local = published.value.to_zoned_datetime(zone).strftime("%Y-%m-%dT%H:%M%:z").to_string();
    assert_eq!((local.as_str(), published.from), ("2024-05-21T15:08+07:00", Origin::Markup));
    assert_eq!(seen.article.authors.unwrap().value, ["Minh Thu"]);
}

#[test]
fn a_file_is_previewed_as_the_page_it_came_from() {
    let Some(html) = seed::page() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    std::fs::write(&file, html).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["preview", "--from", seed::ADDRESS, "--config", concat!(env!("CARGO_MANIFEST_DIR"), "/feeds.toml")])
        .arg(&file)
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in [
        "published  2024-05-21T15:08+07:00  (from the page's markup)",
        "authors    Minh Thu",
        "topic      mtqg-1719-da10-tda3: ",
        "place      Cao Bằng\n",
        "because the title says “Chương trình MTQG 1719”",
        "fact       disbursement: 302.049.000.000 đồng of 1.526.790.000.000 đồng, 20%, dtts, Cao Bằng, 2024-01-01/2024-05-21  (topic: mtqg-1719)\n",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
    let (read, cut) = shown.split_once("\ncut  ").unwrap();
    assert!(!read.contains("Sơn La") && !shown.contains("place      Sơn La"), "{shown}");
    assert!(cut.contains("Sơn La phát huy hiệu quả") && cut.contains("(other news)"), "{shown}");
}

#[test]
fn what_a_feed_says_beside_its_text_is_shown_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("feed.xml");
    let feed = "<rss version=\"2.0\"><channel><language>vi</language><item><title>A</title><pubDate>hôm kia</pubDate>
        <enclosure url=\"https://bao.example.vn/1.mp3\" type=\"audio/mpeg\" length=\"12\"/></item></channel></rss>";
    std::fs::write(&file, feed).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["preview", "--config", concat!(env!("CARGO_MANIFEST_DIR"), "/feeds.toml")])
        .arg(&file)
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    for line in [
        "date       “hôm kia” cannot be read as a date",
        "enclosure  https://bao.example.vn/1.mp3  (audio/mpeg, 12 bytes)",
        "language   vi  (from the feed)",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
}

#[test]
fn a_page_is_previewed_as_a_listing_and_its_guessed_selectors_are_lines_to_keep() {
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/listings/articles-with-time.html");
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["preview", "--listing", "--from", "https://baosuongmu.example/xa-hoi/", fixture])
        .args(["--config", concat!(env!("CARGO_MANIFEST_DIR"), "/feeds.toml")])
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    let lines = "  [source.listing]\n  item = \"article.story\"\n  date = \"time\"\n  summary = \"div.story__summary\"\n  \
        image = \"img\"\n";
    assert!(shown.contains("10 entries") && shown.contains(lines), "{shown}");
}

#[test]
fn a_sitemap_is_previewed_with_what_a_first_poll_would_take() {
    let url = Url::parse("https://bao.example.vn/sitemap.xml").unwrap();
    let text = "<urlset><url><loc>/moi-nhat-1.html</loc><lastmod>2026-08-23</lastmod></url>\
        <url><loc>/cu-roi-2.html</loc><lastmod>2020-01-01</lastmod></url></urlset>";
    let document = Document { url: &url, content_type: None, bytes: text.as_bytes() };
    let Preview::Feed { entries, .. } = preview(&shipped(), &document, &As::Itself, now()).unwrap() else {
        panic!("a sitemap has entries")
    };
    let links: Vec<_> = entries.iter().map(|entry| entry.article.url.as_ref().unwrap().path()).collect();
    assert_eq!(links, ["/moi-nhat-1.html"]);
}

#[test]
fn a_packed_feed_is_previewed_as_it_is_polled() {
    let url = Url::parse("https://bao.example.vn/rss").unwrap();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(rss(&["/mot-1.html"]).as_bytes()).unwrap();
    let document = Document { url: &url, content_type: None, bytes: &packed.finish().unwrap() };
    let previewed = preview(&shipped(), &document, &As::Itself, now()).unwrap();
    assert!(matches!(&previewed, Preview::Feed { entries, .. } if entries.len() == 1), "{previewed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_on_the_net_is_previewed_with_its_entries_and_nothing_is_stored() {
    let bed = TestBed::new();
    let config = bed.config();
    let listing = config.sources.iter().find(|source| source.id.as_str() == "nong-thon-nam").unwrap();
    let looked = bantin::pipeline::fetch(&config, &listing.url).await.unwrap();
    let document = Document { url: &looked.url, content_type: looked.content_type.as_deref(), bytes: &looked.bytes };
    let Preview::Feed { entries, .. } = preview(&config, &document, &As::Itself, now()).unwrap() else {
        panic!("a listing has entries")
    };
    assert_eq!(entries.len(), 5);
    assert!(!config.store.database.exists());
}

/// A page with names that a build tool made up, and a teaser with the same words as the text.
const POINTED: &str = "<!doctype html><html><head><title>Nước về bản</title></head><body>
    <div class='css-1q2w3e'><h1 class='css-8x7y6z'>Nước về bản</h1><div class='meta-line'><span class='who'>Minh Thu</span>
    <span class='when'>15:08, 21/05/2024</span></div>
    <div class='noi-dung css-9k8j7h'><p>Đoạn một kể rằng nước đã chảy về từng bể chứa trước nhà ở thôn Sà Lủng từ tháng chín.</p>
    <p>Đoạn hai kể rằng tổ tự quản gồm bảy người thu năm nghìn đồng mỗi mét khối để sửa chữa đường ống.</p>
    <p>Đoạn ba kể rằng công trình lấy nước từ mạch cách thôn hơn bốn cây số, qua hai trạm bơm.</p></div>
    <div class='box-khac'><p>Tin khác</p><a href='/2.html'>Giá chè tăng ở các xã vùng cao của tỉnh Hà Giang</a></div></div></body></html>";

#[test]
fn words_that_the_operator_sees_become_selectors_to_paste() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("page.html");
    std::fs::write(&file, POINTED).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_bantin"))
        .args(["preview", "--from", "https://bao.example.vn/nuoc.html"])
        .args(["--config", concat!(env!("CARGO_MANIFEST_DIR"), "/feeds.toml")])
        .args(["--body-has", "năm nghìn đồng mỗi", "--title-has", "nước VỀ bản"])
        .args(["--author-has", "Minh Thu", "--date-has", "21/05/2024"])
        .arg(&file)
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    for part in [
        "  [source.page]\n  title = \"h1\"\n  body = \"div.noi-dung\"\n  author = \"span.who\"\n  date = \"span.when\"\n",
        "title      Nước về bản  (from the source's selector in feeds.toml)",
        "authors    Minh Thu  (from the source's selector in feeds.toml)",
        "published  2024-05-21T15:08+07:00  (from the source's selector in feeds.toml)",
        "characters  (from the source's selector in feeds.toml)\n           Đoạn một",
        "cut        Tin khác Giá chè tăng ở các xã vùng cao của tỉnh Hà Giang  (other news)\n",
    ] {
        assert!(shown.contains(part), "{part}\n{shown}");
    }
}

#[test]
fn words_that_nobody_sees_are_an_error_that_says_so() {
    let url = Url::parse("https://bao.example.vn/nuoc.html").unwrap();
    let document = Document { url: &url, content_type: None, bytes: POINTED.as_bytes() };
    let error = point(&shipped(), &document, &[(PageField::Body, "không có ở đâu")]).unwrap_err();
    assert!(error.to_string().contains("shows the words “không có ở đâu” nowhere"), "{error}");
}

#[test]
fn without_a_name_an_element_is_found_by_its_place() {
    let url = Url::parse("https://bao.example.vn/nuoc.html").unwrap();
    let paragraphs = |n: u32| {
        (0..4)
            .map(|p| {
                format!("<p>Phần {n}, đoạn {p} kể rằng nước đã chảy về từng bể chứa trước nhà ở thôn Sà Lủng.</p>")
            })
            .collect::<String>()
    };
    let html = format!(
        "<!doctype html><body><div id='trang'><div>{}</div><div><div>{}</div></div></div></body>",
        "<a href='/'>Trang chủ</a>",
        paragraphs(1)
    );
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    let (selectors, pointed) = point(&shipped(), &document, &[(PageField::Body, "Phần 1, đoạn 2")]).unwrap();
    assert_eq!(pointed[0].css.as_str(), "#trang > div > div");
    let Preview::Page(page) = preview(&shipped(), &document, &As::Page(Box::new(selectors)), now()).unwrap() else {
        panic!("a page")
    };
    assert_eq!((page.article.body.from, page.article.body.value.text.lines().count()), (Origin::Selector, 4));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_recurs_on_a_sources_pages_is_shown_as_cut() {
    let bed = TestBed::new();
    bed.pass().await;
    let config = bed.config();
    let source = config.sources.iter().find(|source| source.read_pages).unwrap();
    let notice = "Mọi ý kiến đóng góp xin gửi về tòa soạn theo số điện thoại 0206 3852 000, trong giờ hành chính.";
    let of = |n: usize| {
        format!(
            "<!doctype html><title>Bài {n}</title><h1>Bài {n}</h1><article>{}<p>{notice}</p></article>",
            (0..6)
                .map(|p| format!(
                    "<p>Bài {n}, đoạn {p} kể rằng nước đã chảy về từng bể chứa trước nhà ở thôn Sà Lủng.</p>"
                ))
                .collect::<String>()
        )
    };
    let url = source.url.join("/bai.html").unwrap();
    let selectors = PageSelectors { body: Some(Css::parse("article").unwrap()), ..PageSelectors::default() };
    let database = bed.database();
    database.execute("DELETE FROM page_trace", []).unwrap();
    let ids: Vec<i64> = database
        .prepare("SELECT id FROM article LIMIT 8")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    for id in ids {
        let html = of(usize::try_from(id).unwrap());
        let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
        let article = article(&document, &Entry::of_link(&url), &selectors, &TimeZone::UTC).unwrap();
        let trace = serde_json::to_string(&PageTrace::of(&article, &selectors)).unwrap();
        database
            .execute("INSERT INTO page_trace VALUES (?1, ?2, 1, ?3)", rusqlite::params![source.id.as_str(), id, trace])
            .unwrap();
    }
    let html = of(1_000_000);
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    let Preview::Page(page) = preview(&config, &document, &As::Page(Box::new(selectors)), now()).unwrap() else {
        panic!("a page")
    };
    let last = page.cuts.last().unwrap();
    assert_eq!((last.text.as_str(), last.why), (notice, CutReason::Recurs { pages: 8, of: 8 }));
}
