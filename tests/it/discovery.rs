//! Finding the feeds of a site: what it declares, links to, lists, or has where many sites have it; each asked once.

use std::collections::HashSet;

use bantin::pipeline::{Content, Discovery, discover};
use bantin::read::{Document, How, feed_links, robots_sitemaps};
use url::Url;

use crate::scripted::{Reply, Scripted};
use crate::sitemaps::one_source;
use crate::testbed::now;

async fn find(server: &Scripted, target: &str) -> Discovery {
    let (_folder, config) = one_source(&server.url("/somewhere-else"), "");
    discover(&config, &server.url(target), now()).await.unwrap()
}

pub fn feed(title: &str, items: std::ops::Range<u32>) -> Reply {
    let item = |n| {
        format!(
            "<item><title>Bài {n}</title><link>https://bao.example.vn/bai-{n}.html</link><pubDate>Sun, 23 Aug 2026 0{}:00:00 +0700</pubDate></item>",
            n % 10
        )
    };
    let items: String = items.map(item).collect();
    Reply::ok(format!("<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"))
}

pub fn page(inside: &str) -> Reply {
    Reply::ok(format!("<!doctype html><html><head><title>Báo Mẫu</title></head><body>{inside}</body></html>"))
}

/// The paths of what was found, with how, in order.
fn found(discovery: &Discovery) -> Vec<(&str, How, Content, usize)> {
    discovery.found.iter().map(|found| (found.url.path(), found.how, found.content, found.entries)).collect()
}

/// Nothing was asked for twice; robots.txt is asked for by the fetcher, and for its sitemaps.
fn assert_polite(server: &Scripted) {
    let targets: Vec<String> = server.targets().into_iter().filter(|target| target != "/robots.txt").collect();
    assert_eq!(targets.iter().collect::<HashSet<_>>().len(), targets.len(), "{targets:?}");
    assert!(targets.len() <= 20, "{targets:?}");
}

#[tokio::test]
async fn what_the_page_declares_is_asked_once_and_ranked() {
    let server = Scripted::with([
        (
            "/",
            vec![page(
                "<link rel='alternate' type='application/rss+xml' title='Bình luận' href='/comments/feed'>\
                 <link rel='alternate' type='application/rss+xml' title='Tin mới' href='/tin-moi.rss'>\
                 <link rel='alternate' type='application/atom+xml' href='/atom.xml'>\
                 <link rel='alternate' type='application/rss+xml' href='/tin-moi.rss#x'>\
                 <link rel='alternate' hreflang='en' href='/en/'>\
                 <a href='/trong.rss'>RSS</a><a href='/mat.rss'>Kinh tế</a>",
            )],
        ),
        ("/tin-moi.rss", vec![feed("Báo Mẫu: tin mới", 1..9)]),
        ("/comments/feed", vec![feed("Bình luận", 30..36)]),
        ("/atom.xml", vec![Reply::ok("<feed xmlns='http://www.w3.org/2005/Atom'><title>Atom</title><entry><id>1</id><title>A</title></entry></feed>")]),
        ("/trong.rss", vec![feed("Trống", 0..0)]),
    ])
    .await;
    let discovery = find(&server, "/").await;
    assert_eq!(discovery.title.as_deref(), Some("Báo Mẫu"));
    assert_eq!(
        found(&discovery),
        [
            ("/tin-moi.rss", How::Declared, Content::Feed, 8),
            ("/atom.xml", How::Declared, Content::Feed, 1),
            ("/comments/feed", How::Declared, Content::Feed, 5 + 1),
            ("/trong.rss", How::Linked, Content::Feed, 0),
        ]
    );
    assert_eq!(discovery.found[0].newest.unwrap().to_string(), "2026-08-23T01:00:00Z");
    assert!(discovery.troubles[0].why.contains("/mat.rss answered 404"), "{:?}", discovery.troubles);
    assert_polite(&server);
}

#[tokio::test]
async fn a_page_that_lists_feeds_is_read_and_the_section_asked_about_comes_first() {
    let channels: String = (1..30).map(|n| format!("<a href='/rss/muc-{n}.rss'>Mục {n}</a>")).collect();
    let server = Scripted::start(move |seen| match seen.target.as_str() {
        "/nong-thon-moi" => page("<a href='/rss.htm'>RSS</a>"),
        "/rss.htm" => {
            page(&format!("{channels}<a href='/rss/nong-thon-moi-17.rss'>Nông thôn mới</a><a href='/rss.htm'>RSS</a>"))
        }
        "/rss/nong-thon-moi-17.rss" => feed("Nông thôn mới", 1..9),
        target if target.starts_with("/rss/") => feed("Báo Mẫu", 20..40),
        _ => Reply::status(404),
    })
    .await;
    let discovery = find(&server, "/nong-thon-moi").await;
    assert_eq!(found(&discovery)[0], ("/rss/nong-thon-moi-17.rss", How::Listed, Content::Feed, 8).to_owned());
    let copies = discovery.found.iter().filter(|found| found.same_as.is_some()).count();
    assert_eq!(copies, discovery.found.len() - 2, "channels that all give the general feed are copies of one");
    assert_eq!(discovery.unasked.len(), 30 - discovery.found.len());
    assert_eq!(discovery.unasked[0].title.as_deref(), Some("Mục 6"));
    assert_polite(&server);
}

#[tokio::test]
async fn usual_addresses_are_tried_only_where_nothing_is_declared() {
    let server = Scripted::with([
        ("/", vec![page("<p>Chào</p>")]),
        ("/rss.xml", vec![feed("Báo Mẫu", 1..9)]),
        ("/atom.xml", vec![feed("Báo Mẫu", 1..9)]),
    ])
    .await;
    let discovery = find(&server, "/").await;
    assert_eq!(found(&discovery), [("/rss.xml", How::CommonPath, Content::Feed, 8)]);
    assert_eq!(discovery.troubles, [], "that a guess was wrong is no news");
    assert_polite(&server);
}

#[tokio::test]
async fn guessed_addresses_obey_robots_txt() {
    let server = Scripted::with([
        ("/", vec![page("<p>Chào</p>")]),
        ("/robots.txt", vec![Reply::ok("User-agent: *\nDisallow: /rss\nDisallow: /feed\nDisallow: /atom.xml\nDisallow: /index.xml\nDisallow: /sitemap\nDisallow: /news\n")]),
        ("/rss.xml", vec![feed("Báo Mẫu", 1..9)]),
    ])
    .await;
    let discovery = find(&server, "/").await;
    assert_eq!(discovery.found, []);
    assert_eq!(server.targets().into_iter().collect::<HashSet<_>>(), ["/".to_owned(), "/robots.txt".to_owned()].into());
}

#[tokio::test]
async fn without_a_feed_the_sitemap_of_robots_txt_and_the_listing_are_shown() {
    let items: String = (1..9)
        .map(|n| format!("<li class='tin'><h3><a href='/bai-viet-so-{n}.html'>Bài viết số {n} về một bản làng vùng cao</a></h3></li>"))
        .collect();
    let server = Scripted::with([
        ("/tin-tuc", vec![page(&format!("<ul>{items}</ul>"))]),
        (
            "/robots.txt",
            vec![Reply::ok("User-agent: *\nAllow: /\nSitemap: /sitemaps/all.xml\nsitemap: /sitemaps/news.xml # mới\n")],
        ),
        (
            "/sitemaps/news.xml",
            vec![Reply::ok(
                "<urlset><url><loc>/a.html</loc><news:news><news:title>Tin</news:title></news:news></url></urlset>",
            )],
        ),
        ("/sitemaps/all.xml", vec![Reply::ok("<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>")]),
    ])
    .await;
    let discovery = find(&server, "/tin-tuc").await;
    assert_eq!(
        found(&discovery),
        [
            ("/sitemaps/news.xml", How::Robots, Content::NewsSitemap, 1),
            ("/sitemaps/all.xml", How::Robots, Content::Index, 1)
        ]
    );
    let guess = discovery.guess.unwrap();
    assert_eq!((guess.selectors.item.as_str(), guess.parsed.entries.len()), ("li.tin", 8));
    assert_polite(&server);
}

#[tokio::test]
async fn an_address_that_is_a_feed_is_all_that_is_asked() {
    let server = Scripted::with([("/home.rss", vec![feed("Báo Mẫu", 1..9)])]).await;
    assert_eq!(found(&find(&server, "/home.rss").await), [("/home.rss", How::Given, Content::Feed, 8)]);
    assert_eq!(server.targets(), ["/robots.txt", "/home.rss"]);
}

#[tokio::test]
async fn a_site_that_refuses_is_left_alone() {
    let server = Scripted::with([(
        "/",
        vec![Reply::ok("<html><title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator.</html>")],
    )])
    .await;
    let discovery = find(&server, "/").await;
    assert!(discovery.troubles[0].why.contains("its firewall refused"), "{:?}", discovery.troubles);
    assert_eq!(server.targets(), ["/robots.txt", "/"]);

    let busy = Scripted::start(|seen| match seen.target.as_str() {
        "/" => page("<a href='/a.rss'>a</a><a href='/b.rss'>b</a>"),
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(429),
    })
    .await;
    let discovery = find(&busy, "/").await;
    assert_eq!(busy.targets(), ["/robots.txt", "/", "/a.rss"]);
    assert_eq!(discovery.unasked.len(), 1);
}

#[tokio::test]
async fn a_feed_that_lies_inside_somebodys_network_is_refused() {
    let declared = "<link rel='alternate' type='application/rss+xml' href='http://10.0.0.7/tin.rss'>";
    let server = Scripted::with([("/", vec![page(declared)])]).await;
    let discovery = find(&server, "/").await;
    let refused = discovery.troubles.iter().find(|trouble| trouble.url.host_str() == Some("10.0.0.7")).unwrap();
    assert!(refused.why.contains("private"), "{refused:?}");
}

#[test]
fn links_of_a_page_are_sorted_into_feeds_and_lists_of_feeds() {
    let html = "<base href='https://www.bao.example.vn/'><link rel='alternate feed' href='f'>\
        <link rel='alternate' type='application/json' href='/wp-json/wp/v2/pages/1'>\
        <a href='/rss'>RSS</a><a href='/dich-vu'>Rss</a><a href='/kinh-te.rss'>Kinh tế</a><a href='/blog/feed/'>Blog</a>\
        <a href='/rss-la-gi.html'>RSS là gì</a><a href='mailto:a@b.vn'>x</a><a href='https://feeds.khac.example/rss.xml'>Khác</a>";
    let url = Url::parse("https://bao.example.vn/muc").unwrap();
    let links = feed_links(&Document { url: &url, content_type: None, bytes: html.as_bytes() });
    let feeds: Vec<_> = links.feeds.iter().map(|link| (link.url.as_str(), link.how)).collect();
    assert_eq!(
        feeds,
        [
            ("https://www.bao.example.vn/f", How::Declared),
            ("https://www.bao.example.vn/kinh-te.rss", How::Linked),
            ("https://www.bao.example.vn/blog/feed/", How::Linked),
            ("https://feeds.khac.example/rss.xml", How::Linked),
        ]
    );
    let lists: Vec<_> = links.lists.iter().map(Url::path).collect();
    assert_eq!(lists, ["/rss", "/dich-vu"]);
}

#[test]
fn robots_txt_names_sitemaps() {
    let site = Url::parse("https://bao.example.vn/").unwrap();
    let links = robots_sitemaps(b"\xef\xbb\xbfUser-agent: *\r\nSITEMAP: https://bao.example.vn/s.xml\r\nSitemap:/google-news.xml\r\nSitemap: ftp://x/y\r\nSitemap: /s.xml\r\n", &site);
    let urls: Vec<_> = links.iter().map(|link| link.url.as_str()).collect();
    assert_eq!(urls, ["https://bao.example.vn/google-news.xml", "https://bao.example.vn/s.xml"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_prints_sources_that_can_be_pasted() {
    let items: String = (1..9)
        .map(|n| format!("<li class='tin'><h3><a href='/bai-viet-so-{n}.html'>Bài viết số {n} về một bản làng vùng cao</a></h3></li>"))
        .collect();
    let declared = "<link rel='alternate' type='application/rss+xml' href='/rss/kinh-te.rss'>\
        <link rel='alternate' type='application/rss+xml' href='/rss/ban-sao.rss'>";
    let server = Scripted::with([
        ("/", vec![page(declared)]),
        ("/rss/kinh-te.rss", vec![feed("Kinh tế \" Báo\u{7} Mẫu", 1..9)]),
        ("/rss/ban-sao.rss", vec![feed("Kinh tế", 1..9)]),
        ("/tin-tuc", vec![page(&format!("<ul>{items}</ul>"))]),
    ])
    .await;
    let (folder, config) = one_source(&server.url("/somewhere-else"), "");
    let path = folder.path().join("feeds.toml");
    let toml = |more: &str| format!("{}\n{more}", crate::sitemaps::one_source_text(&server.url("/somewhere-else"), ""));
    std::fs::write(&path, toml("")).unwrap();
    let run = |target: &str, more: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bantin"));
        let command = command.arg("discover").arg(server.url(target).as_str()).args(more).current_dir(folder.path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };

    let printed = run("/", &[]);
    let pasted = bantin::config::Config::parse("feeds.toml", &toml(&printed), folder.path());
    let sources = pasted.unwrap_or_else(|mistakes| panic!("{mistakes}\n{printed}")).sources;
    let ids: Vec<_> = sources.iter().map(|source| (source.id.as_str(), source.url.path())).collect();
    assert_eq!(ids, [("bao", "/somewhere-else"), ("127-kinh-te", "/rss/kinh-te.rss")]);
    assert!(
        printed.contains("gives the same as http") && printed.contains("#[[source]]"),
        "a copy is a comment: {printed}"
    );

    let printed = run("/tin-tuc", &[]);
    let pasted = bantin::config::Config::parse("feeds.toml", &toml(&printed), folder.path());
    let sources = pasted.unwrap_or_else(|mistakes| panic!("{mistakes}\n{printed}")).sources;
    let guess = discover(&config, &server.url("/tin-tuc"), now()).await.unwrap().guess.unwrap();
    let bantin::config::SourceKind::Listing(listing) = &sources[1].kind else { panic!("a listing: {printed}") };
    assert_eq!(listing.selectors.as_ref(), Some(&guess.selectors));

    let json: serde_json::Value = serde_json::from_str(&run("/", &["--json"])).unwrap();
    let listing: serde_json::Value = serde_json::from_str(&run("/tin-tuc", &["--json"])).unwrap();
    assert_eq!(listing["guess"]["selectors"]["item"].as_str(), Some("li.tin"));
    assert_eq!((json["found"][0]["entries"].as_u64(), json["found"][0]["how"].as_str()), (Some(8), Some("declared")));
}
