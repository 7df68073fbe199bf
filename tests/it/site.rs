//! The pages a reader opens.

use std::collections::{BTreeSet, HashSet};
use std::io::Write as _;

use bantin::config::{FeedContent, Language};
use bantin::judge::{Field, Pattern, Story, Weight};
use bantin::news::{Image, StoryId};
use bantin::render::{Document, site};
use scraper::{Html, Selector};
use url::Url;

use crate::newsroom::{at, config, filed, find, half_a_year, html, stories, story, text};

#[test]
fn the_front_page_looks_like_this() {
    insta::assert_snapshot!("front_page", page(&stories()[..3], "index.html"));
}

#[test]
fn a_story_page_looks_like_this() {
    let stories = stories();
    insta::assert_snapshot!("story_page", page(&stories, &format!("story/{}/index.html", stories[0].id)));
}

/// A page without the digests in the names of its stylesheet and script: its look is another matter.
fn page(stories: &[Story], path: &str) -> String {
    let documents = site(&config(), stories).unwrap();
    text(&documents, path)
        .replace(&asset(&documents, "text/css").path, "assets/style.css")
        .replace(&asset(&documents, "text/javascript").path, "assets/site.js")
}

fn asset<'a>(documents: &'a [Document], media_type: &str) -> &'a Document {
    documents.iter().find(|document| document.media_type.starts_with(media_type)).unwrap()
}

#[test]
fn words_are_quoted_once_however_many_topics_and_parts_they_speak_for() {
    let quote = "vùng cao số hóa";
    let mut told = stories()[0].clone();
    let hit = |topic: &str| {
        let mut hit = filed(topic, Field::Title, quote, quote);
        hit.evidence.extend(filed(topic, Field::Lead, quote, quote).evidence);
        hit
    };
    told.topics = vec![hit("mtqg-1719-da5"), hit("mtqg-1719-da10")];
    let path = format!("story/{}/index.html", told.id);
    let page = page(&[told], &path);
    let (_, why) = page.split_once("id=\"why\"").unwrap();
    assert_eq!(why.matches(&format!("<q lang=\"vi\">{quote}</q>")).count(), 1, "{why}");
    assert!(why.contains("<span>trong tiêu đề</span> <span>trong sa-pô</span>"), "{why}");
    for topic in ["mtqg-1719-da5", "mtqg-1719-da10"] {
        assert!(why.contains(&format!("topic/{topic}/")), "{why}");
    }
}

#[test]
fn where_no_server_searches_no_page_has_a_search_box() {
    let mut config = config();
    let has_box = |document: &Document| String::from_utf8_lossy(&document.bytes).contains("<form");
    assert!(site(&config, &stories()).unwrap().iter().any(has_box));
    config.publish.search = false;
    for document in site(&config, &stories()).unwrap() {
        assert!(!has_box(&document), "{}", document.path);
    }
}

#[test]
fn stories_are_grouped_by_the_day_of_the_sites_zone() {
    // 18:00 in London on the 8th is past midnight in Hà Nội.
    let late = story("Tin khuya", "2026-10-08T18:00:00Z");
    let early = story("Tin sớm", "2026-10-08T16:00:00Z");
    let documents = site(&config(), &[late, early]).unwrap();
    assert_eq!(
        all(text(&documents, "index.html"), ".day h2"),
        ["Thứ Sáu 9 tháng 10, 2026", "Thứ Năm 8 tháng 10, 2026"]
    );
    assert_eq!(all(text(&documents, "en/index.html"), ".day h2"), ["Friday 9 October 2026", "Thursday 8 October 2026"]);
}

#[test]
fn every_page_exists_in_both_languages() {
    let documents = site(&config(), &stories()).unwrap();
    let pages: HashSet<&str> = pages(&documents).map(|(path, _)| path).collect();
    for path in pages.iter().filter(|path| !path.starts_with("en/")) {
        assert!(pages.contains(format!("en/{path}").as_str()), "{path} has an English edition");
    }
    let mut english = config();
    english.site.language = Language::English;
    let documents = site(&english, &stories()).unwrap();
    assert!(text(&documents, "index.html").contains("<html lang=\"en\""));
    assert!(text(&documents, "vi/index.html").contains("<html lang=\"vi\""));
}

#[test]
fn an_old_link_of_a_story_leads_on_in_both_languages_and_is_listed_nowhere() {
    let mut stories = stories();
    stories[0].formerly.push(StoryId::new("old-id"));
    let documents = site(&config(), &stories).unwrap();
    for edition in ["", "en/"] {
        let moved = text(&documents, &format!("{edition}story/old-id/index.html"));
        let target = format!("https://bantin.example/{edition}story/{}/", stories[0].id);
        assert_eq!(attributes(moved, "link[rel=canonical]", "href"), std::slice::from_ref(&target));
        assert_eq!(attributes(moved, "meta[http-equiv=refresh]", "content"), [format!("0; url={target}")]);
        assert_eq!(attributes(moved, "a", "href"), [target]);
    }
    let naming = documents.iter().filter(|document| String::from_utf8_lossy(&document.bytes).contains("old-id"));
    assert_eq!(naming.count(), 0, "only its own address knows it");
}

#[test]
fn every_link_within_the_site_leads_somewhere() {
    let documents = site(&config(), &stories()).unwrap();
    let paths: HashSet<&str> = documents.iter().map(|document| document.path.as_str()).collect();
    let base = Url::parse("https://bantin.example/").unwrap();
    for (path, html) in pages(&documents) {
        let page = base.join(path).unwrap();
        let ids: HashSet<String> = attributes(html, "[id]", "id").into_iter().collect();
        for href in attributes(html, "[href]", "href").into_iter().chain(attributes(html, "img[src]", "src")) {
            let target = page.join(&href).unwrap();
            if target.host_str() != base.host_str() {
                continue;
            }
            let mut to = target.path().trim_start_matches('/').to_owned();
            if to.is_empty() || to.ends_with('/') {
                to.push_str("index.html");
            }
            assert!(paths.contains(to.as_str()), "{path}: {href} leads to {to}");
            if let Some(fragment) = target.fragment().filter(|_| to == *path) {
                assert!(ids.contains(fragment), "{path}: #{fragment} is there");
            }
        }
    }
}

#[test]
fn every_page_is_plain_accessible_html() {
    for (path, html) in pages(&site(&config(), &stories()).unwrap()) {
        let scripts = attributes(html, "script", "src");
        assert!(scripts.len() == 1 && all(html, "script") == [""], "{path}: one script, and it is a file of its own");
        assert!(!html.contains("style=") && !html.contains(" onload"), "{path}");
        for (selector, count) in [
            ("main#main", 1),
            ("h1", 1),
            ("title", 1),
            ("html[lang]", 1),
            ("a.skip[href='#main']", 1),
            ("header.masthead", 1),
            ("nav[aria-label]:first-of-type", 1),
            ("link[rel=stylesheet]", 1),
            ("meta[name=viewport]", 1),
            ("img:not([alt])", 0),
            ("img:not([referrerpolicy=no-referrer])", 0),
            ("a:not([href])", 0),
        ] {
            let found = all(html, selector).len();
            assert!(found >= count && (count > 0 || found == 0), "{path}: {selector} is there {found} times");
        }
        let ids = attributes(html, "[id]", "id");
        assert_eq!(ids.len(), ids.iter().collect::<HashSet<_>>().len(), "{path}: ids are unique");
    }
}

#[test]
fn a_storys_page_says_what_differs_between_its_articles() {
    let stories = stories();
    let page = format!("story/{}/index.html", stories[0].id);
    let documents = site(&config(), &stories).unwrap();
    assert_eq!(all(text(&documents, &page), ".timeline mark"), ["sạch về"]);
    assert_eq!(
        all(text(&documents, &format!("en/{page}")), ".timeline .meta span"),
        ["first to publish", "32 min later", "same text", "50 min later", "nearly the same text (93% in common)"]
    );
}

#[test]
fn a_topics_page_shows_its_stories_a_week_as_a_plot_and_as_a_table() {
    let documents = site(&config(), &half_a_year()).unwrap();
    let html = text(&documents, "en/topic/mtqg-1719/index.html");
    assert_eq!(
        attributes(html, "svg[role=img]", "aria-label"),
        [
            "Bar chart: stories a week, from the week of 13 Apr 2026 to that of 5 Oct 2026; the most are 7, in the week of 5 Oct 2026."
        ]
    );
    assert_eq!(all(html, ".plot rect").len(), 26);
    assert_eq!(all(html, ".plot tbody tr").first().unwrap(), "5 Oct 20267");
    // Three days have no course.
    let documents = site(&config(), &stories()).unwrap();
    assert!(all(text(&documents, "topic/mtqg-1719/index.html"), ".plot").is_empty());
}

#[test]
fn pictures_over_plain_http_are_left_out_of_a_whole_text() {
    let mut story = story("Một bài có ảnh", "2026-10-09T00:00:00Z");
    story.body = html(
        "<p>Hai ảnh.</p><p><img src='http://anh.example/a.jpg' alt='a'></p><figure><img src='http://anh.example/c.jpg' alt='c'><figcaption>Ảnh c</figcaption></figure><figure><img src='https://anh.example/b.jpg' alt='b'><figcaption>Ảnh b</figcaption></figure>",
    );
    let mut config = config();
    config.feeds[0].content = FeedContent::Full;
    let documents = site(&config, std::slice::from_ref(&story)).unwrap();
    let page = text(&documents, &format!("story/{}/index.html", story.id));
    assert_eq!(attributes(page, ".prose img", "src"), ["https://anh.example/b.jpg"]);
    assert_eq!(all(page, ".prose figcaption"), ["Ảnh b"]);
}

#[test]
fn shared_links_look_right() {
    let documents = site(&config(), &stories()).unwrap();
    let page = text(&documents, &format!("story/{}/index.html", stories()[0].id));
    let property = |name: &str| attributes(page, &format!("meta[property='{name}']"), "content");
    assert_eq!(property("og:type"), ["article"]);
    assert_eq!(property("og:title"), ["Xã vùng cao Lũng Phìn có nước sinh hoạt sau ba năm chờ đợi"]);
    assert_eq!(property("og:image"), ["https://anh.example/nuoc.jpg"]);
    assert_eq!(property("og:image:alt"), ["Trẻ em thôn Sà Lủng bên bể nước mới. Ảnh: Giàng A Sử"]);
    assert_eq!(property("article:published_time"), ["2026-10-09T15:40:00+07:00"]);
    let mut described = story("Một bài có ảnh", "2026-10-09T00:00:00Z");
    described.image = stories()[0].image.clone().map(|image| Image { alt: Some("Bể nước".to_owned()), ..image });
    let documents = site(&config(), std::slice::from_ref(&described)).unwrap();
    let alts = attributes(
        text(&documents, &format!("story/{}/index.html", described.id)),
        "meta[property='og:image:alt']",
        "content",
    );
    assert_eq!(alts, ["Bể nước"], "what the picture shows goes before what is written under it");
    // schema.org, as microdata: no page needs a script element for what it says of itself.
    let article = "[itemtype='https://schema.org/NewsArticle']";
    assert_eq!(all(page, &format!("{article} [itemprop=headline]")), property("og:title"));
    assert_eq!(all(page, &format!("{article} [itemprop=author] [itemprop=name]")), ["Giàng A Sử"]);
    assert_eq!(
        attributes(page, &format!("{article} [itemprop=datePublished]"), "datetime"),
        property("article:published_time")
    );
    assert_eq!(
        attributes(page, &format!("{article} [itemprop=publisher] [itemprop=name]"), "content"),
        ["Bản tin Chương trình"]
    );
}

#[test]
fn a_story_page_says_where_the_story_nearly_was_and_why_not() {
    let mut config = config();
    let topic = config.topics.iter_mut().find(|topic| topic.id.as_str() == "giam-ngheo").unwrap();
    topic.context = vec![Pattern::parse("huyện nghèo").unwrap()];
    let mut story = story("Đường mới ở huyện nghèo", "2026-10-09T00:00:00Z");
    story.topics = vec![filed("nong-thon-moi", Field::Title, "Đường mới", "đường mới")];
    story.topics[0].evidence[0].weight = Some(Weight::Strong);
    let path = format!("story/{}/index.html", story.id);
    let documents = site(&config, &[story]).unwrap();
    let why = all(text(&documents, &path), "details dl.why");
    assert!(why[0].contains("Nông thôn mới") && why[0].contains("đủ một mình"), "{why:?}");
    assert!(why[1].contains("Giảm nghèo bền vững") && why[1].contains("cùng ba cụm từ khác"), "{why:?}");
    assert!(why[1].contains("huyện nghèo"), "{why:?}");
    let english = all(text(&documents, &format!("en/{path}")), "details dl.why");
    assert!(english[1].contains("with three other phrases"), "{english:?}");
}

#[test]
fn pages_say_where_the_feeds_are() {
    let documents = site(&config(), &stories()).unwrap();
    for (path, html) in pages(&documents) {
        let types: HashSet<String> = attributes(html, "link[rel=alternate][type]", "type").into_iter().collect();
        for expected in ["application/atom+xml", "application/rss+xml", "application/feed+json"] {
            assert!(types.contains(expected), "{path}: {expected}");
        }
    }
    let topic =
        attributes(text(&documents, "topic/giam-ngheo/index.html"), "link[type='application/atom+xml']", "href");
    assert_eq!(topic, ["../../topic/giam-ngheo/feed.atom", "../../feeds/tong-hop.atom"]);
}

#[test]
fn a_story_page_shows_an_excerpt_unless_a_feed_has_the_full_text() {
    let mut story = story("Một bài dài", "2026-10-09T00:00:00Z");
    story.body = html(&format!("<p>{}</p><p>đoạn cuối</p>", "chữ ".repeat(200)));
    let path = format!("story/{}/index.html", story.id);
    let mut config = config();
    let shows_end =
        |config: &_| text(&site(config, std::slice::from_ref(&story)).unwrap(), &path).contains("đoạn cuối");
    assert!(!shows_end(&config));
    // A feed that doesn't take this story has no say.
    config.feeds[1].content = FeedContent::Full;
    assert!(!shows_end(&config));
    config.feeds[0].content = FeedContent::Full;
    assert!(shows_end(&config));
}

#[test]
fn plain_text_is_never_markup() {
    let mut story = story("<script>alert(1)</script> & \"ngoặc\"", "2026-10-09T00:00:00Z");
    story.lead = Some("<img src=x onerror=alert(1)>".to_owned());
    story.members[0].url = Some(Url::parse("javascript:alert(1)").unwrap());
    story.image = Some(Image::at(Url::parse("http://anh.example/a.jpg").unwrap()));
    let documents = site(&config(), &[story]).unwrap();
    for (path, html) in pages(&documents) {
        assert!(!html.contains("<script>") && !html.contains("javascript:"), "{path}");
        assert!(all(html, "[onerror]").is_empty() && !html.contains("<img"), "{path}: no picture but over https");
    }
    assert_eq!(all(text(&documents, "index.html"), ".card h3"), ["<script>alert(1)</script> & \"ngoặc\""]);
}

#[test]
fn pages_change_their_date_with_their_stories() {
    let mut stories = stories();
    let modified = |stories: &[_], path: &str| find(&site(&config(), stories).unwrap(), path).modified;
    let story = format!("story/{}/index.html", stories[4].id);
    let other = format!("story/{}/index.html", stories[3].id);
    let before = (modified(&stories, "topic/nong-thon-moi/index.html"), modified(&stories, &other));
    stories[4].updated = at("2026-10-11T00:00:00Z");
    assert_eq!(modified(&stories, &story), at("2026-10-11T00:00:00Z"));
    assert_eq!(modified(&stories, "topic/giam-ngheo/index.html"), at("2026-10-11T00:00:00Z"));
    assert_eq!((modified(&stories, "topic/nong-thon-moi/index.html"), modified(&stories, &other)), before);
}

#[test]
fn a_full_front_page_weighs_under_60_kb() {
    let mut many = Vec::new();
    for round in 0..5 {
        many.extend(stories().into_iter().map(|mut story| {
            story.title = format!("{} ({round})", story.title);
            story.id = StoryId::founded_by(&story.title);
            story
        }));
    }
    let documents = site(&config(), &many).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(&find(&documents, "index.html").bytes).unwrap();
    for kind in ["text/css", "text/javascript"] {
        gzip.write_all(&asset(&documents, kind).bytes).unwrap();
    }
    let weight = gzip.finish().unwrap().len();
    assert!(weight < 60_000, "{weight} bytes");
}

fn pages(documents: &[Document]) -> impl Iterator<Item = (&str, &str)> {
    documents
        .iter()
        .filter(|document| document.media_type.starts_with("text/html"))
        .map(|document| (document.path.as_str(), std::str::from_utf8(&document.bytes).unwrap()))
}

/// The text of all elements that match, white space collapsed.
fn all(html: &str, selector: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    document
        .select(&Selector::parse(selector).unwrap())
        .map(|element| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

fn attributes(html: &str, selector: &str, name: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    document
        .select(&Selector::parse(selector).unwrap())
        .filter_map(|element| element.attr(name).map(str::to_owned))
        .collect()
}

#[test]
fn the_sitemap_has_every_page_but_older_ones_of_lists_and_a_file_for_each_month() {
    let documents = site(&config(), &half_a_year()).unwrap();
    let index = texts_in(text(&documents, "sitemap.xml"), "loc");
    assert_eq!(index.len(), 2 + 8, "pages, places, and the months from March to October: {index:?}");
    let listed: BTreeSet<String> = index
        .iter()
        .map(|address| address.strip_prefix("https://bantin.example/").unwrap())
        .flat_map(|path| texts_in(text(&documents, path), "loc"))
        .collect();
    let expected: BTreeSet<String> = pages(&documents)
        // Neither pages for errors, which lie beside those that are indexes of folders.
        .filter(|(path, _)| path.ends_with("index.html") && !path.contains("page/") && !path.contains("search/"))
        .map(|(path, _)| format!("https://bantin.example/{}", path.trim_end_matches("index.html")))
        .collect();
    let differing: Vec<&String> = listed.symmetric_difference(&expected).collect();
    assert!(differing.is_empty(), "{differing:?}");
    let robots = text(&documents, "robots.txt");
    assert!(robots.ends_with("\nSitemap: https://bantin.example/sitemap.xml\n"), "{robots}");
}

#[test]
fn a_new_story_changes_its_months_sitemap_and_no_other() {
    let mut stories = half_a_year();
    let months = |stories: &[Story]| -> Vec<(String, Vec<u8>)> {
        let documents = site(&config(), stories).unwrap().into_iter();
        let months = documents.filter(|document| document.path.starts_with("sitemaps/2"));
        months.map(|document| (document.path, document.bytes)).collect()
    };
    let before = months(&stories);
    stories.insert(0, story("Tin của tháng mười một", "2026-11-01T03:00:00Z"));
    let after = months(&stories);
    let changed: Vec<&str> =
        after.iter().filter(|month| !before.contains(month)).map(|(path, _)| path.as_str()).collect();
    assert_eq!(changed, ["sitemaps/2026-11.xml"]);
}

/// The texts of all elements of a name.
fn texts_in(xml: &str, name: &str) -> Vec<String> {
    let tag = format!("<{name}>");
    xml.split(&tag).skip(1).map(|rest| rest.split_once('<').unwrap().0.to_owned()).collect()
}

/// For eyes: `BANTIN_LOOK=/tmp/look cargo test --test it a_site_to_look_at -- --ignored`.
#[test]
#[ignore = "writes a site to look at into the folder that BANTIN_LOOK names"]
fn a_site_to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var_os("BANTIN_LOOK").unwrap());
    for document in site(&config(), &half_a_year()).unwrap() {
        let path = folder.join(&document.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &document.bytes).unwrap();
    }
}
