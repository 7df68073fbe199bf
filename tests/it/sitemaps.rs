//! Sitemaps: what is read of them, and which of their addresses are news.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use bantin::config::{Config, SourceKind};
use bantin::pipeline::Pass;
use bantin::read::{Document, Entry, PathPattern, ReadError, Seen, Sitemap, SitemapRules, newest, select, sitemap};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use tempfile::TempDir;
use url::Url;

use crate::scripted::{Reply, Scripted};
use crate::testbed::{now, pipeline};

const LIMIT: u64 = 100_000;

fn read_bytes(bytes: &[u8]) -> Result<Sitemap, ReadError> {
    let url = Url::parse("https://bao.example.vn/sitemap.xml").unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    sitemap(&Document { url: &url, content_type: Some("text/html"), bytes }, &zone, LIMIT)
}

fn urls(text: &str) -> Vec<bantin::read::ListedUrl> {
    match read_bytes(text.as_bytes()).unwrap() {
        Sitemap::Urls(urls) => urls,
        Sitemap::Index(index) => panic!("no index was expected: {index:?}"),
    }
}

/// The entries that a first poll takes.
fn entries(text: &str, rules: &SitemapRules) -> Vec<Entry> {
    select(urls(text), rules, &mut Seen::default(), now())
}

fn links(entries: &[Entry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.link.as_ref().unwrap().path()).collect()
}

fn plain(urls: &[(&str, &str)]) -> String {
    let url = |(path, lastmod): &(&str, &str)| {
        let lastmod = if lastmod.is_empty() { String::new() } else { format!("<lastmod>{lastmod}</lastmod>") };
        format!("<url><loc>https://bao.example.vn{path}</loc>{lastmod}</url>")
    };
    let urls: String = urls.iter().map(url).collect();
    format!("<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>")
}

const NEWS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://bao.example.vn/ha-lang-lam-duong-1001.htm?a=1&amp;b=2</loc>
  <n:news><n:publication><n:name>Báo Mẫu</n:name><n:language>vi</n:language></n:publication>
    <n:publication_date>2026-08-23T09:30:00+07:00</n:publication_date>
    <n:title><![CDATA[Hạ Lang làm đường & mở lớp]]></n:title><n:keywords>giao thông</n:keywords></n:news>
  <image:image><image:loc>/anh/1.jpg</image:loc><image:title>Đường mới</image:title></image:image>
  <lastmod>2026-08-23T10:00:00+07:00</lastmod></url>
<url><loc>https://bao.example.vn/hoa-an-1002.htm</loc>
  <n:news><n:publication_date>2026-08-23 11:00</n:publication_date><n:title>Hòa An thu hoạch l&uacute;a & ngô</n:title></n:news></url>
</urlset>"#;

#[test]
fn a_news_sitemap_has_titles_dates_and_pictures() {
    let entries = entries(NEWS, &SitemapRules::default());
    let titles: Vec<_> = entries.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["Hòa An thu hoạch lúa & ngô", "Hạ Lang làm đường & mở lớp"], "the newest first");
    let older = &entries[1];
    assert_eq!(older.link.as_ref().unwrap().query(), Some("a=1&b=2"));
    assert_eq!(older.published.unwrap().to_string(), "2026-08-23T02:30:00Z");
    assert_eq!(older.updated.unwrap().to_string(), "2026-08-23T03:00:00Z");
    assert_eq!(older.image.as_ref().unwrap().url.as_str(), "https://bao.example.vn/anh/1.jpg");
    assert_eq!(entries[0].published.unwrap().to_string(), "2026-08-23T04:00:00Z", "in the source's zone");
}

#[test]
fn a_plain_sitemap_gives_what_changed_lately_and_calls_it_by_its_address() {
    let text = plain(&[
        ("/xa-hoi/giam-ngheo-o-dien-bien-120145.html", "2026-08-22"),
        ("/xa-hoi/chuyen-cu-101.html", "2019-01-01"),
        ("/xa-hoi/lu-quet-120146.html", "2026-08-23T08:00:00+07:00"),
        ("/", "2026-08-23"),
    ]);
    let entries = entries(&text, &SitemapRules::default());
    assert_eq!(links(&entries), ["/xa-hoi/lu-quet-120146.html", "/xa-hoi/giam-ngheo-o-dien-bien-120145.html"]);
    assert_eq!(entries[1].title, "giam ngheo o dien bien");
    assert_eq!((entries[1].published, entries[1].updated.is_some()), (None, true), "a change is no publication");
}

#[test]
fn a_first_poll_takes_the_newest_up_to_the_limit() {
    let paths: Vec<String> = (1..=50_000).map(|id| format!("/bai-{id:06}.html")).collect();
    let text = plain(&paths.iter().map(|path| (path.as_str(), "")).collect::<Vec<_>>());
    let rules = SitemapRules { limit: 3, ..SitemapRules::default() };
    let mut seen = Seen::default();
    let first = select(urls(&text), &rules, &mut seen, now());
    assert_eq!(links(&first), ["/bai-050000.html", "/bai-049999.html", "/bai-049998.html"]);

    // What was there at the first poll is no news at the second, and what has come since is.
    let mut seen = Seen::from_text(&seen.to_text());
    let more = text.replace("</urlset>", "<url><loc>https://bao.example.vn/bai-moi.html</loc></url></urlset>");
    assert_eq!(links(&select(urls(&more), &rules, &mut seen, now())), ["/bai-moi.html"]);
    assert_eq!(select(urls(&more), &rules, &mut seen, now()), []);
}

#[test]
fn dates_that_are_those_of_the_sitemap_itself_say_nothing() {
    let paths: Vec<String> = (1..=30).map(|id| format!("/bai-{id:04}.html")).collect();
    let text = plain(&paths.iter().map(|path| (path.as_str(), "2026-08-23T04:00:00Z")).collect::<Vec<_>>());
    let mut seen = Seen::default();
    assert_eq!(select(urls(&text), &SitemapRules::default(), &mut seen, now()).len(), 30);
    let later = text.replace("04:00:00Z", "05:00:00Z");
    assert_eq!(select(urls(&later), &SitemapRules::default(), &mut seen, now()), []);
}

#[test]
fn the_operator_may_choose_paths() {
    let text = plain(&[
        ("/nong-thon-moi/a-1.html", "2026-08-23"),
        ("/video/nong-thon-moi/b-2.html", "2026-08-23"),
        ("/nong-thon-moi/video/c-3.html", "2026-08-23"),
        ("/the-thao/d-4.html", "2026-08-23"),
    ]);
    let pattern = |text: &str| PathPattern::parse(text).unwrap();
    let rules = SitemapRules {
        include: vec![pattern("/nong-thon-moi/")],
        exclude: vec![pattern("*/video/")],
        ..SitemapRules::default()
    };
    assert_eq!(links(&entries(&text, &rules)), ["/nong-thon-moi/a-1.html"]);
}

#[test]
fn a_pattern_is_the_beginning_of_a_path_as_in_robots_txt() {
    for (pattern, path, matches) in [
        ("/tin/", "/tin/a.html", true),
        ("/tin/", "/kinh-te/tin/a.html", false),
        ("*/tin/", "/kinh-te/tin/a.html", true),
        ("/*/ocop/", "/xa-hoi/ocop/a", true),
        ("/*.html$", "/a.html", true),
        ("/*.html$", "/a.html?x=1", false),
        ("/*.html$", "/a.html/b.html", true),
        ("/a$", "/a", true),
        ("/a$", "/ab", false),
        ("/tin?id=", "/tin?id=5", true),
    ] {
        assert_eq!(PathPattern::parse(pattern).unwrap().matches(path), matches, "{pattern} {path}");
    }
    assert!(PathPattern::parse("tin/").is_err());
}

#[test]
fn an_index_names_sitemaps_and_those_of_news_come_first() {
    let text = "<sitemapindex><sitemap><loc>/category-sitemap.xml</loc><lastmod>2026-08-23</lastmod></sitemap>\
        <sitemap><loc>/post-sitemap1.xml</loc><lastmod>2026-01-01</lastmod></sitemap>\
        <sitemap><loc>/post-sitemap2.xml</loc><lastmod>2026-08-22T08:00:00Z</lastmod></sitemap>\
        <sitemap><loc>/post-sitemap3.xml</loc></sitemap></sitemapindex>";
    let Sitemap::Index(children) = read_bytes(text.as_bytes()).unwrap() else { panic!("an index") };
    let paths: Vec<_> = newest(children, 3).iter().map(|child| child.url.path().to_owned()).collect();
    assert_eq!(paths, ["/post-sitemap2.xml", "/post-sitemap1.xml", "/post-sitemap3.xml"]);
    let by_name = "<sitemapindex><sitemap><loc>/s-2026-07.xml</loc></sitemap><sitemap><loc>/s-2026-08.xml</loc></sitemap></sitemapindex>";
    let Sitemap::Index(children) = read_bytes(by_name.as_bytes()).unwrap() else { panic!("an index") };
    assert_eq!(newest(children, 1)[0].url.path(), "/s-2026-08.xml");
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

#[test]
fn gzip_is_unpacked_whatever_the_file_is_called_and_within_bounds() {
    assert_eq!(read_bytes(&packed(NEWS)).unwrap(), read_bytes(NEWS.as_bytes()).unwrap());
    let bomb = packed(&" ".repeat(50_000_000));
    let error = read_bytes(&bomb).unwrap_err().to_string();
    assert!(error.contains("100000 bytes") && error.contains("max_feed_bytes"), "{error}");
    let damaged = read_bytes(&packed(NEWS)[..20]).unwrap_err().to_string();
    assert!(damaged.contains("sitemap.xml is damaged gzip"), "{damaged}");
}

#[test]
fn sitemaps_may_be_as_broken_as_feeds() {
    let broken = "\u{feff}\n<!-- made by hand --><urlset><url><loc>https://bao.example.vn/mot-hai-ba-1.html?a=1&b=2</loc>\
        <url><loc> <![CDATA[https://bao.example.vn/bon-nam-2.html]]></loc><lastmod>hôm nào đó</lastmod></url>\
        <url><loc>mailto:x@y.vn</loc></url><url><loc>/sau-bay-3.html#dau</loc></url><url><loc>https://bao.exa";
    let listed = urls(broken);
    let links: Vec<_> = listed.iter().map(|listed| listed.url.as_str()).collect();
    assert_eq!(
        links,
        [
            "https://bao.example.vn/mot-hai-ba-1.html?a=1&b=2",
            "https://bao.example.vn/bon-nam-2.html",
            "https://bao.example.vn/sau-bay-3.html"
        ]
    );
    let plain_text = "https://bao.example.vn/a-b-1\r\nhttps://bao.example.vn/c-d-2\n\nkhông phải\n";
    assert_eq!(urls(plain_text).len(), 3, "a relative line is an address as well");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(NEWS.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(read_bytes(&utf16).unwrap(), read_bytes(NEWS.as_bytes()).unwrap());
}

#[test]
fn what_is_no_sitemap_is_said() {
    for (text, said) in [
        ("<rss version='2.0'/>", "is a feed, where a sitemap was expected"),
        ("<!doctype html><title>Báo</title>", "is a web page, where a sitemap was expected"),
        ("<error/>", "its root is <error>"),
        ("", "the body is empty"),
    ] {
        let error = read_bytes(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

/// A configuration with one source of this kind.
pub fn one_source_text(url: &Url, more: &str) -> String {
    format!(
        r#"
        [site]
        title = "Bản tin"
        url = "https://bantin.example/"
        tag = "bantin.example,2026"
        [fetch]
        contact = "news@bantin.example"
        spacing = "0ms"
        allow = ["127.0.0.0/8"]
        [[feed]]
        id = "tat-ca"
        title = "Tất cả"
        [[source]]
        id = "bao"
        name = "Báo"
        url = "{url}"
        every = "1h"
        page = {{ read = false }}
        {more}
        "#
    )
}

/// The same, read, with the folder that it is for.
pub fn one_source(url: &Url, more: &str) -> (TempDir, Config) {
    let text = one_source_text(url, more);
    let folder = tempfile::tempdir().unwrap();
    let config = Config::parse("feeds.toml", &text, Path::new(folder.path())).unwrap_or_else(|error| panic!("{error}"));
    (folder, config)
}

pub async fn pass(config: &Config, after: SignedDuration) -> Pass {
    pipeline(config).once(now() + after, &|_| ()).await.unwrap()
}

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn index(children: &[(&str, &str)]) -> String {
    let child = |(path, lastmod): &(&str, &str)| {
        let lastmod = if lastmod.is_empty() { String::new() } else { format!("<lastmod>{lastmod}</lastmod>") };
        format!("<sitemap><loc>{path}</loc>{lastmod}</sitemap>")
    };
    format!("<sitemapindex>{}</sitemapindex>", children.iter().map(child).collect::<String>())
}

#[tokio::test]
async fn the_sitemaps_of_an_index_are_asked_for_only_when_it_says_that_they_changed() {
    let old = plain(&[("/cu-hon-1.html", "2026-08-22")]);
    let new = plain(&[("/moi-hon-2.html", "2026-08-23"), ("/moi-nhat-3.html", "2026-08-23")]);
    let server = Scripted::with([
        (
            "/index.xml",
            vec![
                Reply::ok(index(&[("/a.xml", "2026-08-22T08:00:00Z"), ("/b.xml", "2026-08-22T07:00:00Z")])),
                Reply::ok(index(&[("/a.xml", "2026-08-23T05:30:00Z"), ("/b.xml", "2026-08-22T07:00:00Z")])),
            ],
        ),
        ("/a.xml", vec![Reply::ok(plain(&[])).header("ETag", "\"1\""), Reply::ok(new)]),
        ("/b.xml", vec![Reply::ok(old)]),
    ])
    .await;
    let (_folder, config) = one_source(&server.url("/index.xml"), "kind = \"sitemap\"");
    assert!(matches!(config.sources[0].kind, SourceKind::Sitemap(_)));
    assert_eq!(pass(&config, SignedDuration::ZERO).await.new_entries, 1);
    assert_eq!(server.targets(), ["/index.xml", "/a.xml", "/b.xml"]);
    assert_eq!(pass(&config, HOUR * 2).await.new_entries, 2);
    assert_eq!(server.targets()[3..], ["/index.xml", "/a.xml"]);
    assert_eq!(server.log()[4].text("if-none-match"), Some("\"1\""), "and then with its own validators");
}

#[tokio::test]
async fn what_an_index_does_not_date_is_asked_for_even_when_the_index_has_not_changed() {
    let server = Scripted::start(|seen| match (seen.target.as_str(), seen.nth, seen.text("if-none-match")) {
        ("/index.xml", 0, None) => Reply::ok(index(&[("/a.xml", "")])).header("ETag", "\"i\""),
        ("/a.xml", 0, None) => Reply::ok(plain(&[("/mot-1.html", "2026-08-23")])).header("ETag", "\"a\""),
        ("/index.xml", _, Some("\"i\"")) | ("/a.xml", 1, Some("\"a\"")) => Reply::status(304),
        _ => Reply::ok(plain(&[("/mot-1.html", "2026-08-23"), ("/hai-2.html", "2026-08-23")])),
    })
    .await;
    let (_folder, config) = one_source(&server.url("/index.xml"), "kind = \"sitemap\"");
    assert_eq!(pass(&config, SignedDuration::ZERO).await.new_entries, 1);
    let second = pass(&config, HOUR * 2).await;
    assert_eq!((second.not_modified, second.new_entries), (1, 0));
    assert_eq!(pass(&config, HOUR * 4).await.new_entries, 1);
    assert_eq!(server.targets(), ["/index.xml", "/a.xml"].repeat(3));
}

#[tokio::test]
async fn a_sitemap_of_an_index_that_fails_is_a_warning_and_all_of_them_a_failure() {
    let server = Scripted::start(|seen| match (seen.target.as_str(), seen.nth) {
        ("/index.xml", _) => Reply::ok(index(&[("/a.xml", ""), ("/b.xml", "")])),
        ("/a.xml", 0) => Reply::ok(plain(&[("/mot-1.html", "2026-08-23")])),
        _ => Reply::status(500),
    })
    .await;
    let (_folder, config) = one_source(&server.url("/index.xml"), "kind = \"sitemap\"");
    let first = pass(&config, SignedDuration::ZERO).await;
    assert_eq!((first.failed.len(), first.new_entries), (0, 1));
    assert!(first.warnings[0].warning.contains("/b.xml answered 500"), "{:?}", first.warnings);
    let second = pass(&config, HOUR * 2).await;
    assert!(second.failed[0].error.contains("/a.xml answered 500"), "{:?}", second.failed);
}

#[tokio::test]
async fn a_sitemap_of_an_index_that_failed_is_asked_for_again_also_when_the_index_has_not_changed() {
    for known_before in [false, true] {
        let server = Scripted::start(move |seen| match (seen.target.as_str(), seen.text("if-none-match")) {
            ("/index.xml", None) if known_before => {
                Reply::ok(index(&[("/a.xml", "2026-08-21"), ("/b.xml", "2026-08-21")])).header("ETag", "\"0\"")
            }
            ("/index.xml", Some("\"1\"")) => Reply::status(304),
            ("/index.xml", _) => {
                let dates = ("2026-08-23T05:00:00Z", "2026-08-23T04:00:00Z");
                Reply::ok(index(&[("/a.xml", dates.0), ("/b.xml", dates.1)])).header("ETag", "\"1\"")
            }
            ("/a.xml", _) => Reply::ok(plain(&[("/mot-1.html", "2026-08-23")])),
            (_, _) if known_before && seen.nth == 0 => Reply::ok(plain(&[])),
            (_, _) if seen.nth == usize::from(known_before) => Reply::status(500),
            _ => Reply::ok(plain(&[("/hai-2.html", "2026-08-23")])),
        })
        .await;
        let (_folder, config) = one_source(&server.url("/index.xml"), "kind = \"sitemap\"");
        if known_before {
            pass(&config, SignedDuration::ZERO - HOUR * 2).await;
        }
        let failed = pass(&config, SignedDuration::ZERO).await;
        assert!(failed.warnings[0].warning.contains("/b.xml answered 500"), "{:?}", failed.warnings);
        assert_eq!(pass(&config, HOUR * 2).await.new_entries, 1, "known before: {known_before}");
        let mended = server.targets().len();
        pass(&config, HOUR * 4).await;
        assert_eq!(server.targets()[mended..], ["/index.xml"], "and no more than that once it was read");
    }
}

/// Sixteen sitemaps take more than six seconds here, and a poll has four times the timeout.
#[tokio::test]
async fn what_a_slow_index_leaves_unread_comes_first_in_the_next_poll() {
    let paths: Vec<String> = (10..26).map(|n| format!("/s-{n}.xml")).collect();
    let listed = index(&paths.iter().map(|path| (path.as_str(), "")).collect::<Vec<_>>());
    let server = Scripted::start(move |seen| match seen.target.as_str() {
        "/index.xml" => Reply::ok(listed.clone()),
        path => Reply::ok(plain(&[(&path.replace("xml", "html"), "2026-08-23")])).after(Duration::from_millis(400)),
    })
    .await;
    let (_folder, mut config) =
        one_source(&server.url("/index.xml"), "kind = \"sitemap\"\nsitemap = { sitemaps = 16 }");
    config.fetch.timeout = SignedDuration::from_secs(1);
    let first = pass(&config, SignedDuration::ZERO).await;
    assert!(first.failed.is_empty() && (1..16).contains(&first.new_entries), "{first:?}");
    assert!(first.warnings[0].warning.contains("left for the next poll"), "{:?}", first.warnings);
    let (mut found, mut passes) = (first.new_entries, 1);
    while found < 16 && passes < 16 / first.new_entries + 3 {
        found += pass(&config, HOUR * 2 * passes.try_into().unwrap()).await.new_entries;
        passes += 1;
    }
    assert_eq!(found, 16, "in {passes} passes");
}

#[tokio::test]
async fn an_index_that_has_not_changed_still_names_its_hub() {
    let server = Scripted::start(|seen| match (seen.target.as_str(), seen.text("if-none-match")) {
        ("/index.xml", Some(_)) => Reply::status(304),
        ("/index.xml", None) => Reply::ok(index(&[("/a.xml", "")]))
            .header("ETag", "\"i\"")
            .header("Link", "<https://hub.example.vn/>; rel=hub"),
        _ => Reply::ok(plain(&[(&format!("/bai-{}0.html", seen.nth + 1), "2026-08-23")])),
    })
    .await;
    let (_folder, config) = one_source(&server.url("/index.xml"), "kind = \"sitemap\"");
    for hours in [0, 2] {
        assert_eq!(pass(&config, HOUR * hours).await.new_entries, 1);
        let database = rusqlite::Connection::open(&config.store.database).unwrap();
        let hub: String = database.query_row("SELECT url FROM hub", [], |row| row.get(0)).unwrap();
        assert_eq!(hub, "https://hub.example.vn/", "after {hours} hours");
    }
}
