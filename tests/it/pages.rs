//! Articles' pages.

use std::io::Read;
use std::time::{Duration, Instant};

use bantin::read::{Article, Css, Document, Entry, Origin, PageSelectors, ReadError, SafeHtml, article};
use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;

use crate::corpus::corpus;
use crate::seed;

pub const PROSE: &str = "Từ đầu năm đến nay, toàn tỉnh Cao Bằng đã giải ngân được 302.049 triệu đồng, bằng 20% kế hoạch; các huyện \
    vùng cao tiếp tục đẩy nhanh tiến độ các công trình đường giao thông nông thôn và nước sinh hoạt tập trung.";

fn url() -> Url {
    Url::parse("https://www.baovungcao.vn/cao-bang-20240521.htm").unwrap()
}

fn entry() -> Entry {
    Entry {
        title: "Tên trong nguồn tin".into(),
        summary: Some(SafeHtml::clean("Tóm tắt trong nguồn tin", &url())),
        authors: vec!["Người Gửi".into()],
        published: Some("2024-01-01T00:00:00Z".parse().unwrap()),
        ..Entry::of_link(&url())
    }
}

fn read_with(html: &str, selectors: &PageSelectors) -> Article {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    article(&Document { url: &url(), content_type: None, bytes: html.as_bytes() }, &entry(), selectors, &zone).unwrap()
}

fn read(html: &str) -> Article {
    read_with(html, &PageSelectors::default())
}

fn page(head: &str, body: &str) -> String {
    format!("<!DOCTYPE html><html lang=vi><head>{head}</head><body><nav>Trang chủ</nav>{body}</body></html>")
}

/// Of an article's text.
pub fn paragraphs(n: usize) -> String {
    (1..=n).map(|n| format!("<p>Đoạn {n}. {PROSE}</p>")).collect()
}

#[test]
fn no_mark_of_a_page_composes_with_a_tag() {
    let article = read(&page("", &format!("<article>{}<p>&#824; onclick=alert(1) x</p></article>", paragraphs(4))));
    let html = article.body.value.html;
    assert!(html.as_str().ends_with("<p>&#824; onclick=alert(1) x</p>"), "{}", html.as_str());
}

#[test]
fn the_seeds_article_is_read_without_its_related_box() {
    let Some(page) = seed::page() else { return };
    let url = Url::parse(seed::ADDRESS).unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let document = Document { url: &url, content_type: Some("text/html"), bytes: page.as_bytes() };
    let article = article(&document, &Entry::of_link(&url), &PageSelectors::default(), &zone).unwrap();
    assert_eq!(article.title.value, "Cao Bằng đẩy mạnh tiến độ thực hiện Chương trình MTQG 1719");
    assert_eq!(article.published.unwrap().value.to_string(), "2024-05-21T08:08:00Z");
    assert_eq!(article.authors.unwrap().value, ["Minh Thu"]);
    let text = article.body.value.text;
    assert!(!text.contains("Sơn La") && !text.contains("cùng chuyên mục"), "{text}");
    assert!(text.contains("302.049 triệu đồng") && text.contains("Tiểu Dự án 3, Dự án 10"), "{text}");
}

#[test]
fn each_field_comes_from_the_most_trusted_that_says_it() {
    let html = page(
        r#"<title>Tên trên thẻ | Báo Vùng Cao</title><meta property="og:site_name" content="Báo Vùng Cao">
        <meta property="og:title" content="Tên của og - Báo Vùng Cao"><meta property="og:image" content="/anh/og.jpg">
        <meta property="article:published_time" content="2024-05-21T16:00:00+07:00"><meta name="description" content="Sapo của meta">
        <link rel="canonical" href="https://baovungcao.vn/cao-bang-20240521.htm">
        <script type="application/ld+json">{ broken </script>
        <script type="application/ld+json">{"@graph":[{"@type":"WebSite","name":"Báo Vùng Cao"},
        {"@type":["NewsArticle"],"headline":"Tên của JSON-LD","datePublished":"2024-05-21T15:08:00+07:00",
        "author":[{"@type":"Person","name":"Minh Thu"},{"@type":"Organization","name":"Báo Vùng Cao"}]}]}</script>"#,
        &format!("<h1>Tên trên trang</h1><p>Văn Hùng - 10:00, 20/05/2024</p><div>{}</div>", paragraphs(4)),
    );
    let article = read(&html);
    assert_eq!((article.title.value.as_str(), article.title.from), ("Tên của JSON-LD", Origin::JsonLd));
    let published = article.published.unwrap();
    assert_eq!((published.value.to_string().as_str(), published.from), ("2024-05-21T08:08:00Z", Origin::JsonLd));
    assert_eq!(article.authors.unwrap().value, ["Minh Thu"]);
    assert_eq!(article.lead.unwrap().from, Origin::Meta);
    assert_eq!(article.image.unwrap().value.url.as_str(), "https://www.baovungcao.vn/anh/og.jpg");
    assert_eq!(article.canonical.unwrap().value.as_str(), "https://baovungcao.vn/cao-bang-20240521.htm");
    assert_eq!(article.body.from, Origin::Classifier);
    assert_eq!(article.language.unwrap().value, "vi");

    let css = |text: &str| Some(Css::parse(text).unwrap());
    let selectors = PageSelectors {
        title: css("h1"),
        date: css("h1 + p"),
        author: css("h1 + p"),
        body: css("div > p:first-child"),
        ..PageSelectors::default()
    };
    let article = read_with(&html, &selectors);
    assert_eq!((article.title.value.as_str(), article.title.from), ("Tên trên trang", Origin::Selector));
    assert_eq!(article.published.unwrap().value.to_string(), "2024-05-20T03:00:00Z");
    assert_eq!(article.body.value.text, format!("Đoạn 1. {PROSE}"));
}

#[test]
fn where_a_selector_finds_an_element_without_text_the_text_is_found_as_without_it() {
    let html = page("", &format!("<h1>Tin</h1><div class='bai-viet'></div><div>{}</div>", paragraphs(4)));
    let body = Some(Css::parse(".bai-viet").unwrap());
    let found = read_with(&html, &PageSelectors { body, ..PageSelectors::default() }).body;
    assert_eq!((&found.value, found.from), (&read(&html).body.value, Origin::Classifier));
    assert!(found.value.text.contains("Đoạn 4."), "{}", found.value.text);
}

#[test]
fn what_the_page_lacks_comes_from_the_entry() {
    let article = read(&page("", "<p>Trang đang được bảo trì.</p>"));
    assert_eq!((article.title.value.as_str(), article.title.from), ("Tên trong nguồn tin", Origin::Feed));
    assert_eq!(article.body.from, Origin::Extractor.max(article.body.from));
    assert_eq!(article.authors.unwrap().value, ["Người Gửi"]);
    assert_eq!(article.published.unwrap().from, Origin::Feed);
    let alone = Article::from_entry(&entry());
    assert_eq!((alone.body.value.text.as_str(), alone.body.from), ("Tóm tắt trong nguồn tin", Origin::Feed));
    assert_eq!(alone.lead.unwrap().value, "Tóm tắt trong nguồn tin");
}

#[test]
fn boxes_of_other_news_are_left_out_wherever_they_stand() {
    let other = "<a href=/son-la>Sơn La phát huy hiệu quả nguồn lực</a>";
    for related in [
        format!("<h3>Tin cùng chuyên mục</h3><ul><li>{other}</li></ul>"),
        format!("<div class=box><div class=head><h3>TIN LIÊN QUAN</h3></div><div>{other}</div></div>"),
        format!("<p><strong>Bài liên quan:</strong></p><p>{other}</p>"),
        format!("<b>Có thể bạn quan tâm</b><br>{other}<br>Tỉnh Sơn La đã huy động"),
        format!("<div class='tin-lien-quan related'>{other}</div>"),
        format!("<aside>{other}</aside><div class=social-share>Chia sẻ Sơn La</div>"),
    ] {
        let text = read(&page(
            "<title>Cao Bằng</title>",
            &format!("<h1>Cao Bằng</h1><div id=text>{}{related}</div>", paragraphs(4)),
        ))
        .body
        .value
        .text;
        assert!(text.contains("Đoạn 1.") && text.contains("Đoạn 4."), "{related}: {text}");
        assert!(!text.contains("Sơn La"), "{related}: {text}");
    }
}

#[test]
fn after_a_box_in_the_middle_the_text_goes_on() {
    let middle = "<p><b>Xem thêm:</b></p><ul><li><a href=/x>Sơn La phát huy hiệu quả nguồn lực</a></li></ul>";
    let html =
        page("", &format!("<h1>Cao Bằng</h1><article>{}{middle}<p>Đoạn cuối. {PROSE}</p></article>", paragraphs(3)));
    let text = read(&html).body.value.text;
    assert!(text.contains("Đoạn cuối.") && !text.contains("Sơn La"), "{text}");
}

#[test]
fn a_menu_that_names_other_news_doesnt_take_the_article_along() {
    let html = page("", &format!("<div><p>Tin mới</p><h2>Cao Bằng</h2><form>{}</form></div>", paragraphs(5)));
    assert!(read(&html).body.value.text.contains("Đoạn 5."));
}

#[test]
fn writers_are_authors_and_photographers_are_not() {
    let signed = |end: &str, byline: &str| {
        let html = page("", &format!("<h1>Cao Bằng</h1><div>{byline}</div><div id=text>{}{end}</div>", paragraphs(4)));
        let authors = read(&html).authors.unwrap();
        if authors.from == Origin::Feed { String::new() } else { authors.value.join("|") }
    };
    assert_eq!(signed("", "Minh Thu - 15:08, 21/05/2024"), "Minh Thu");
    assert_eq!(signed("", "15:08 | 21/05/2024 | Minh Thu – Văn Hùng"), "Minh Thu|Văn Hùng");
    assert_eq!(signed("<p><b>Minh Thu</b></p>", ""), "Minh Thu");
    assert_eq!(signed("<p>Bài, ảnh: Minh Thu</p>", ""), "Minh Thu");
    assert_eq!(signed("<p>Hà Thu <i>(tổng hợp)</i></p>", ""), "Hà Thu");
    assert_eq!(signed("<p>Ảnh: Văn Hùng</p>", ""), "");
    assert_eq!(signed("", "Thứ Ba, 21/05/2024 15:08"), "");
}

#[test]
fn sites_names_are_cut_from_titles_and_nothing_else_is() {
    let title = |title: &str| read(&page(&format!("<title>{title}</title>"), "<p>x</p>")).title.value;
    assert_eq!(title("Cao Bằng đẩy mạnh - Báo Dân tộc và Phát triển"), "Cao Bằng đẩy mạnh");
    assert_eq!(title("Cao Bằng đẩy mạnh | baovungcao.vn"), "Cao Bằng đẩy mạnh");
    assert_eq!(title("Cao Bằng đẩy mạnh | Vùng Cao Online"), "Cao Bằng đẩy mạnh");
    assert_eq!(title("Tuyến Cao Bằng - Lạng Sơn"), "Tuyến Cao Bằng - Lạng Sơn");
    assert_eq!(
        title("Đường dây 500 kV: Quảng Trạch - Phố Nối - hoàn thành"),
        "Đường dây 500 kV: Quảng Trạch - Phố Nối - hoàn thành"
    );
}

#[test]
fn a_canonical_address_must_be_credible() {
    let named = |head: &str, at: &str| {
        let url = Url::parse("https://www.baovungcao.vn/").unwrap().join(at).unwrap();
        let html = page(head, "<p>x</p>");
        let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
        let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
        let article = article(&document, &Entry::of_link(&url), &PageSelectors::default(), &zone).unwrap();
        article.canonical.map(|url| url.value.to_string()).unwrap_or_default()
    };
    let of = |href: &str, at: &str| named(&format!("<link rel=canonical href='{href}'>"), at);
    let own = "/cao-bang-20240521.htm";
    let article = "https://www.baovungcao.vn/cao-bang-20240521.htm";
    for (at, href) in [
        (own, own),
        ("/cao-bang-20240521.htm?ref=trang-chu", own),
        ("/cao-bang-20240521.htm/trang-2", own),
        ("/print/20240521", own),
        ("/?p=7", own),
    ] {
        assert_eq!(of(href, at), article, "{at} {href}");
    }
    assert_eq!(of("https://m.baovungcao.vn/cao-bang-20240521.htm", own), article.replace("www", "m"));
    for (at, href, why) in [
        (own, "https://www.baovungcao.vn/", "the front page"),
        (own, "/index.html", "the front page"),
        (own, "/bai.htm", "says less of which article it is"),
        ("/thoi-su/cao-bang-20240521.htm", "/thoi-su/", "a section"),
        ("/kinh-te-xa-hoi-moi/cao-bang-20240521.htm", "/kinh-te-xa-hoi-moi", "a section with many words"),
        ("/tin.aspx?id=7", "/tin.aspx", "says nothing of which article it is"),
        (own, "https://baokhac.vn/cao-bang-20240521.htm", "another site"),
    ] {
        assert_eq!(of(href, at), "", "{why}");
    }
    let elsewhere = "https://baokhac.vn/cao-bang-20240521.htm";
    let both =
        |shared: &str| format!("<link rel=canonical href='{elsewhere}'><meta property='og:url' content='{shared}'>");
    assert_eq!(named(&both(elsewhere), own), elsewhere, "the page is shared under the other site's address as well");
    assert_eq!(named(&both(own), own), article, "the page is shared under its own address");
}

#[test]
fn pages_are_decoded_and_what_is_no_page_is_an_error() {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let read = |bytes: &[u8]| {
        article(&Document { url: &url(), content_type: None, bytes }, &entry(), &PageSelectors::default(), &zone)
    };
    let legacy =
        [&b"<html><head><meta charset=windows-1258><title>Ho"[..], &[0xcc], b"a B\xec\xcc nh</title>"].concat();
    assert!(read(&legacy).unwrap().title.value.starts_with("Hòa"));
    assert!(matches!(read(b""), Err(ReadError::Empty { .. })));
    assert!(matches!(read(b"%PDF-1.7 ..."), Err(ReadError::Unexpected { .. })));
    assert!(matches!(read(b"{\"a\": 1}"), Err(ReadError::Unexpected { .. })));
}

#[test]
fn a_hostile_page_takes_bounded_time() {
    for body in [
        format!("{}{}", "<div>".repeat(200_000), paragraphs(4)),
        "<p>Tin liên quan</p><p></p>".repeat(40_000),
        "<div class=related><a href=x>y".repeat(40_000),
        format!("<script type=application/ld+json>{}</script>", "[".repeat(500_000)),
    ] {
        let start = Instant::now();
        let _ = read(&page("", &body));
        assert!(start.elapsed() < Duration::from_secs(30), "{:?} for {}", start.elapsed(), &body[..20]);
    }
}

#[test]
fn the_corpus_vietnamese_pages_are_read() {
    let Some(corpus) = corpus() else { return };
    let mut text = String::new();
    let file = std::fs::File::open(corpus.join("pages/vietnam.jsonl.gz")).unwrap();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    for line in text.lines() {
        let page: Value = serde_json::from_str(line).unwrap();
        let field = |name: &str| page[name].as_str().unwrap();
        let url = Url::parse(field("url")).unwrap();
        let document = Document { url: &url, content_type: None, bytes: field("html").as_bytes() };
        let read = article(&document, &Entry::of_link(&url), &PageSelectors::default(), &zone).unwrap();
        assert_eq!(read.title.value, field("title"));
        assert_eq!(read.canonical.unwrap().value.as_str(), field("canonical"));
        let expected: jiff::Timestamp = field("date").parse().unwrap();
        let off = read.published.unwrap().value.duration_since(expected).abs();
        // One page's JSON-LD leaves out the seconds.
        assert!(off < jiff::SignedDuration::from_mins(1), "{url}: {off:?}");
        let authors = read.authors.map(|authors| authors.value).unwrap_or_default();
        assert!(
            field("authors").is_empty() || authors.iter().any(|author| author == field("authors")),
            "{url}: {authors:?}"
        );
        let found = read.body.value.text;
        let wanted: Vec<&str> = field("body").lines().filter(|line| line.chars().count() > 60).skip(1).collect();
        let present = wanted.iter().filter(|line| found.contains(&line.chars().take(40).collect::<String>())).count();
        assert!(present * 10 >= wanted.len() * 9, "{url}: {present} of {}", wanted.len());
        for other in page["neg"].as_array().unwrap().iter().filter_map(Value::as_str) {
            assert!(!found.contains(&other.chars().take(60).collect::<String>()), "{url}: {other}");
        }
    }
}
