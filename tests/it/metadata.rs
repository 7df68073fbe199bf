//! What a page says of its article besides the text: title, lead, who, when, where.

use std::time::{Duration, Instant};

use bantin::read::{Article, Css, Document, Entry, Origin, PageSelectors, article};
use jiff::tz::TimeZone;
use url::Url;

const PROSE: &str = "Từ đầu năm đến nay, toàn tỉnh Cao Bằng đã giải ngân được 302.049 triệu đồng, bằng 20% kế hoạch; các huyện \
    vùng cao tiếp tục đẩy nhanh tiến độ các công trình đường giao thông nông thôn và nước sinh hoạt tập trung.";

fn at(url: &str, html: &str) -> Article {
    let url = Url::parse(url).unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    article(&document, &Entry::of_link(&url), &PageSelectors::default(), &zone).unwrap()
}

fn page(head: &str, body: &str) -> Article {
    of_language("vi", head, body)
}

fn of_language(language: &str, head: &str, body: &str) -> Article {
    let text: String = (1..=4).map(|n| format!("<p>Đoạn {n}. {PROSE}</p>")).collect();
    let host = if language == "vi" { "www.baovungcao.vn" } else { "blog.example.com" };
    at(
        &format!("https://{host}/cao-bang.htm"),
        &format!(
            "<!DOCTYPE html><html lang={language}><head>{head}</head><body>{body}<div id=text>{text}</div></body></html>"
        ),
    )
}

fn authors(article: &Article) -> String {
    article.authors.as_ref().map(|authors| authors.value.join("|")).unwrap_or_default()
}

fn published(article: &Article) -> String {
    article.published.as_ref().map(|at| at.value.to_string()).unwrap_or_default()
}

fn json_ld(fields: &str) -> String {
    format!(r#"<script type="application/ld+json">{{"@type":"NewsArticle",{fields}}}</script>"#)
}

#[test]
fn the_headline_that_readers_see_goes_before_titles_for_search_engines() {
    let title = |h1: &str, head: &str| page(head, h1).title.value;
    let og = "<meta property=og:title content='Cao Bằng: giải ngân vốn 1719 đạt 20% | Báo Vùng Cao'>";
    assert_eq!(title("<h1>Cao Bằng giải ngân vốn 1719</h1>", og), "Cao Bằng giải ngân vốn 1719");
    // A logo, and a headline in capitals.
    assert_eq!(
        title("<h1>Báo Vùng Cao</h1>", &og.replace(" | Báo Vùng Cao", "")),
        "Cao Bằng: giải ngân vốn 1719 đạt 20%"
    );
    assert_eq!(title("<h1>CAO BẰNG GIẢI NGÂN</h1>", "<title>Cao Bằng giải ngân</title>"), "Cao Bằng giải ngân");
    // An <h1> around more than the headline.
    let around = "<h1>Cao Bằng giải ngân <small>Minh Thu, 21/05/2024</small></h1>";
    assert_eq!(title(around, "<title>Cao Bằng giải ngân</title>"), "Cao Bằng giải ngân");
}

#[test]
fn a_sites_or_sections_name_is_no_headline_and_no_part_of_one() {
    let title = |head: &str, h1: &str| {
        at("https://www.drinkkoia.com/1.html", &format!("<html><head>{head}</head><body>{h1}<p>{PROSE}")).title.value
    };
    for (head, h1, expected) in [
        ("<title>Bảy cách pha chế | Koia</title>", "", "Bảy cách pha chế"),
        ("<title>Bảy cách pha chế - Koia</title>", "", "Bảy cách pha chế - Koia"),
        (
            "<meta property='article:section' content='Ẩm thực'><title>Bảy cách pha chế | Ẩm thực | DrinkKoia</title>",
            "",
            "Bảy cách pha chế",
        ),
        (
            "<title>Bảy cách pha chế: đồ uống cho ngày hè</title>",
            "<h1>Đồ uống</h1>",
            "Bảy cách pha chế: đồ uống cho ngày hè",
        ),
        ("<title>Đồ uống | Pha chế và thưởng thức</title>", "<h1>Đồ uống</h1>", "Đồ uống"),
        (
            "<meta property='og:title' content='Drinkkoia'>",
            "<h1>Bảy cách pha chế đồ uống</h1>",
            "Bảy cách pha chế đồ uống",
        ),
    ] {
        assert_eq!(title(head, h1), expected, "{head}{h1}");
    }
}

#[test]
fn a_known_layout_is_read_by_its_own_names_for_the_parts() {
    let html = "<html lang=vi><head><meta name=description content='Sapo cắt …'><title>Tên - Báo</title></head><body>\
        <h1 class=detail-title>Cao Bằng đẩy mạnh</h1><h2 class=detail-sapo data-role=sapo>Sapo đầy đủ của bài báo này.</h2>\
        <div data-role=publishdate>21/05/2024 15:08 GMT+7</div><div data-role=author>NHẬT XUÂN</div>\
        <div class=detail-content data-role=content>TEXT</div></body></html>";
    let text: String = (1..=4).map(|n| format!("<p>Đoạn {n}. {PROSE}</p>")).collect();
    let read = at("https://baokhac.example/bai.htm", &html.replace("TEXT", &text));
    assert_eq!((read.title.value.as_str(), read.title.from), ("Cao Bằng đẩy mạnh", Origin::Markup));
    assert_eq!(read.lead.as_ref().unwrap().value, "Sapo đầy đủ của bài báo này.");
    assert_eq!((authors(&read).as_str(), published(&read).as_str()), ("NHẬT XUÂN", "2024-05-21T08:08:00Z"));
    // Another system's names mean nothing there, and a host's mean something before its text is found.
    let vnexpress = "<html lang=vi><head><meta name=description content='Sapo của meta'></head><body><h1>Tên</h1>\
        <p class=description>Sapo mà người đọc thấy trên trang.</p></body></html>";
    let lead = |url: &str| at(url, vnexpress).lead.unwrap().value;
    assert_eq!(lead("https://vnexpress.net/bai-1.html"), "Sapo mà người đọc thấy trên trang.");
    assert_eq!(lead("https://baokhac.example/bai-1.html"), "Sapo của meta");
}

#[test]
fn every_selector_of_the_layouts_is_one() {
    let table = include_str!("../../src/read/page/layouts.tsv");
    let columns = table.lines().next().unwrap().split('\t').count();
    for row in table.lines() {
        assert_eq!(row.split('\t').count(), columns, "{row}");
    }
    for css in table.lines().skip(1).flat_map(|row| row.split('\t').skip(2)).flat_map(|cell| cell.split(" | ")) {
        assert!(css.is_empty() || Css::parse(css).is_ok(), "{css}");
    }
}

#[test]
fn credits_name_writers_and_nobody_else() {
    let signed = |line: &str| authors(&page("", &format!("<h1>Cao Bằng</h1><p>{line}</p><p>15:08, 21/05/2024</p>")));
    assert_eq!(signed("Tin, ảnh: Minh Thu"), "Minh Thu");
    assert_eq!(signed("Bài: Minh Thu; ảnh: Văn Hùng"), "Minh Thu");
    assert_eq!(signed("Minh Thu (tổng hợp)"), "Minh Thu");
    assert_eq!(signed("Ảnh: Văn Hùng"), "");
    let meta = |name: &str| authors(&page(&format!("<meta name=author content='{name}'>"), ""));
    assert_eq!(meta("Theo TTXVN"), "TTXVN");
    assert_eq!(meta("Ann Lee, PhD and Bob May"), "Ann Lee|Bob May");
    assert_eq!(meta("By Ann Lee"), "Ann Lee");
    assert_eq!(meta("https://www.facebook.com/baovungcao"), "");
    assert_eq!(meta("admin"), "");
    // The paper itself.
    assert_eq!(meta("Báo Vùng Cao"), "");
}

#[test]
fn authors_are_found_where_pages_mark_them() {
    for credit in [
        "<a rel=author href=/x>Minh Thu</a>",
        "<a href='/tac-gia/minh-thu-12.htm'>Minh Thu</a>",
        "<div class='post-author'><img alt=x>Minh Thu</div>",
        "<div class=articleByline>By <a href=/authors/minh-thu>Minh Thu</a>, senior reporter</div>",
        "<span itemprop=author itemscope><b itemprop=name>Minh Thu</b></span>",
    ] {
        assert_eq!(authors(&of_language("en", "", &format!("<h1>Cao Bang</h1>{credit}"))), "Minh Thu", "{credit}");
    }
    let elsewhere = r#"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"x",
        "author":{"@id":"/#p"}},{"@type":"Person","@id":"/#p","name":"Minh Thu"}]}</script>"#;
    assert_eq!(authors(&page(elsewhere, "")), "Minh Thu");
    let twitter = "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Minh Thu'>";
    assert_eq!(authors(&page(twitter, "")), "Minh Thu");
    // An account gives way to a name.
    let account = r#"<meta name=author content="minhthu86">"#;
    assert_eq!(authors(&page(account, "<h1>Cao Bằng</h1><a rel=author href=/x>Minh Thu</a>")), "Minh Thu");
    assert_eq!(authors(&page(account, "")), "minhthu86");
}

#[test]
fn a_site_named_like_its_author_is_one_only_outside_of_newsrooms() {
    let site = "<meta property=og:site_name content='Ann Lee'><meta name=author content='Ann Lee'>";
    assert_eq!(authors(&of_language("en", site, "")), "Ann Lee");
    assert_eq!(authors(&page(site, "")), "");
}

#[test]
fn names_have_hyphens_and_small_words_and_may_be_said_far_below() {
    let by = |body: &str| authors(&of_language("en", "", body));
    assert_eq!(by("<p class='Post_author__x1'>Nick van der Mead</p>"), "Nick van der Mead");
    assert_eq!(by("<p class='creator-name'>Angela Holliday-Bell, MD</p>"), "Angela Holliday-Bell");
    assert_eq!(by("<div class='publish-date-author'>Dec. 19, 2025 · Niko Matsakis</div>"), "Niko Matsakis");
    let far: String = (1..30).map(|n| format!("<p>Line {n} of a menu.</p>")).collect();
    assert_eq!(by(&format!("<h1>A headline</h1>{far}<p>Written by John Crenshaw</p>")), "John Crenshaw");
    assert_eq!(by(&format!("<h1>A headline</h1>{far}<p>By John Crenshaw</p>")), "");
}

#[test]
fn headings_in_english_are_no_names() {
    let body = "<h1>Cao Bang</h1><p>Start Trial</p><p>May 21, 2024</p>";
    let read = of_language("en", "", body);
    assert_eq!((authors(&read).as_str(), published(&read).as_str()), ("", "2024-05-20T17:00:00Z"));
}

#[test]
fn a_pages_clock_is_no_date() {
    // As baodantoc prints it on every page.
    let clock = "<div class=date>Thứ Sáu, ngày 23 tháng 08 năm 2019</div>";
    assert_eq!(published(&page("", &format!("{clock}<h1>Cao Bằng</h1>"))), "");
    assert_eq!(published(&page("", &clock.replace(" class=date", ""))), "");
    let dated = format!("{clock}<h1>Cao Bằng</h1><p>15:08, 21/05/2024</p>");
    assert_eq!(published(&page("", &dated)), "2024-05-21T08:08:00Z");
}

#[test]
fn the_date_nearest_to_the_headline_is_the_articles() {
    let other = "<div class=post-date>01/02/2023</div>";
    for (before, after) in
        [("<span class=pub-date>21/05/2024</span>", ""), ("", "<span class=pub-date>21/05/2024</span>")]
    {
        let body = format!("{before}<h1>Cao Bằng</h1>{after}<p>{PROSE}{PROSE}{PROSE}{PROSE}</p>{other}");
        assert_eq!(published(&page("", &body)), "2024-05-20T17:00:00Z", "{body}");
    }
    let changed = "<h1>Cao Bằng</h1><p class=date>Cập nhật: 22/05/2024</p><p class=date>Đăng: 21/05/2024</p>";
    assert_eq!(published(&page("", changed)), "2024-05-20T17:00:00Z");
}

#[test]
fn an_address_may_tell_the_day() {
    let day = |path: &str| {
        let read =
            at(&format!("https://baovungcao.vn{path}"), &format!("<html lang=vi><body><p>{PROSE}</p></body></html>"));
        (published(&read), read.published.map(|at| at.from))
    };
    let told = ("2024-05-20T17:00:00Z".to_owned(), Some(Origin::Address));
    for path in ["/2024/05/21/cao-bang.html", "/2024-05-21-cao-bang", "/cao-bang-20240521150812345.htm"] {
        assert_eq!(day(path), told, "{path}");
    }
    for path in ["/cao-bang-5047363.html", "/2024/13/45/x", "/cao-bang-123456789012345.htm", "/2024-2025-10"] {
        assert_eq!(day(path), (String::new(), None), "{path}");
    }
}

#[test]
fn section_and_tags_are_kept() {
    let read = page(&json_ld(r#""headline":"x","articleSection":"Kinh tế","keywords":["Cao Bằng","1719"]"#), "");
    assert_eq!(read.section.unwrap().value, "Kinh tế");
    assert_eq!(read.tags.unwrap().value, ["Cao Bằng", "1719"]);
    let head =
        "<meta property=article:section content='Xã hội'><meta name=keywords content='Cao Bằng, 1719,  Cao Bằng'>";
    let read = page(head, "");
    assert_eq!(read.section.unwrap().value, "Xã hội");
    assert_eq!(read.tags.unwrap().value, ["Cao Bằng", "1719"]);
}

#[test]
fn the_lead_image_keeps_the_caption_that_the_page_shows_it_with() {
    let head = "<meta property=og:image content='https://anh.vn/zoom/600_315/2024/cau.jpg'>";
    let figure = "<figure><img src='https://anh.vn/2024/cau.jpg?w=680'><figcaption>Cầu mới ở Bảo Lạc. Ảnh: Văn Hùng</figcaption></figure>";
    let image = |body: &str| page(head, body).image.unwrap().value;
    assert_eq!(image(figure).caption.as_deref(), Some("Cầu mới ở Bảo Lạc. Ảnh: Văn Hùng"));
    assert_eq!(image(figure).url.as_str(), "https://anh.vn/zoom/600_315/2024/cau.jpg");
    assert_eq!(image(&figure.replace("cau.jpg", "duong.jpg")).caption, None);
}

#[test]
fn a_page_of_nothing_but_credits_takes_bounded_time() {
    for element in ["<div class=author>", "<div class=post-date>", "<a href=/author/x>", "<figure>", "<h1>"] {
        let start = Instant::now();
        let _ = page("<meta property=og:image content='/anh/cau.jpg'>", &element.repeat(40_000));
        assert!(start.elapsed() < Duration::from_secs(30), "{:?} for {element}", start.elapsed());
    }
}
