//! Of a description or body, the article alone is read: not who reports, nor other news behind it.

use bantin::read::{self, Css, Document, Entry, PageSelectors};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use url::Url;

fn entry(description: &str) -> Entry {
    let url = Url::parse("https://bao.example.vn/rss").unwrap();
    let feed = format!(
        "<rss version=\"2.0\"><channel><title>Báo</title><item><title>Tin</title><link>/tin-1.html</link>
        <description><![CDATA[{description}]]></description></item></channel></rss>"
    );
    let document = Document { url: &url, content_type: None, bytes: feed.as_bytes() };
    read::feed(&document, &TimeZone::UTC).unwrap().entries.remove(0)
}

fn summary(description: &str) -> String {
    entry(description).summary.map(|summary| summary.text()).unwrap_or_default()
}

fn page(body: &str, lead: &str) -> read::Article {
    let url = Url::parse("https://bao.example.vn/tin-1.html").unwrap();
    let html = format!(
        "<!doctype html><html><head><title>Tin</title><meta property=\"og:description\" content=\"{lead}\"></head>
        <body><h1>Tin</h1><div class=\"text\">{body}</div></body></html>"
    );
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    let selectors = PageSelectors { body: Some(Css::parse(".text").unwrap()), ..PageSelectors::default() };
    read::article(&document, &Entry::of_link(&url), &selectors, &TimeZone::UTC).unwrap()
}

const TOLD: &str = "Giá vàng trong nước tiếp tục giảm, xuống mức 183,8 triệu đồng/lượng ở chiều bán ra.";

#[test]
fn who_reports_is_no_part_of_a_text() {
    for signed in [
        "(Chinhphu.vn) - ",
        "(Chinhphu.vn) – ",
        "VOV.VN - ",
        "VTV.vn - ",
        "(ĐCSVN) – ",
        "TTXVN - ",
        "(TTXVN) ",
        "Hà Nội (TTXVN) - ",
        "HÀ NỘI, 21/5 (TTXVN) — ",
        "Hà Nội (TTXVN 21/5) - ",
        "TP Hồ Chí Minh (VOV) - ",
        "(Dân trí) - ",
        "(Dân trí)- ",
        "(Báo Quảng Ninh) -",
        "(Baonghean.vn) - ",
        "(Baonghean) - ",
        "[VOV] ",
        "(Kienthuc.net.vn) - ",
        "TPO - ",
        "TTO- ",
        "NDĐT - ",
        "GD&amp;TĐ - ",
        "GD&TĐ - ",
        "SKĐS | ",
        "QĐND Online – ",
        "(ĐTTD) ",
        "(VTC News) - ",
        "(NLĐO)- ",
        "(TTXVN) - (Vietnam+) - ",
    ] {
        assert_eq!(summary(&format!("{signed}{TOLD}")), TOLD, "{signed}");
        assert_eq!(summary(&format!("<p><strong>{signed}</strong>{TOLD}</p>")), TOLD, "{signed}");
        let article = page(&format!("<p>{signed}{TOLD}</p><p>Hết. {TOLD}</p>"), &format!("{signed}{TOLD}"));
        assert_eq!(article.lead.unwrap().value, TOLD, "{signed}");
        assert_eq!(article.body.value.text, format!("{TOLD}\nHết. {TOLD}"), "{signed}");
        assert!(!article.body.value.html.as_str().contains("<strong>"));
    }
}

#[test]
fn a_text_that_only_looks_signed_is_left_alone() {
    for text in [
        "Hà Nội - thành phố vì hòa bình.",
        "Hà Nội - Chiều 21/5, thành phố công bố kết quả.",
        "Covid-19 - ba năm sau đại dịch.",
        "VN-Index tăng 10 điểm.",
        "ASEAN - Nhật Bản: nửa thế kỷ hợp tác.",
        "WHO - Tổ chức Y tế Thế giới - khuyến cáo tiêm chủng.",
        "VTV - kênh truyền hình quốc gia - phát sóng từ năm 1970.",
        "VTV - 50 năm phát triển.",
        "Chương trình 1719 - Dự án 5: giáo dục.",
        "Tập đoàn Điện lực Việt Nam (EVN) - Doanh nghiệp nhà nước.",
        "Ông Nguyễn Văn A (Hà Giang) - Trưởng bản - nói.",
        "Đài Tiếng nói Việt Nam (VOV) - Chi nhánh Tây Bắc khai trương.",
        "(Ảnh minh họa) - Xã Lũng Phìn.",
        "(1719) - Chương trình.",
        "Lào Cai - Yên Bái - Hà Nội có tuyến đường mới.",
        "Nguyên liệu: - 800g ức gà.",
        "Trung tướng Nguyễn Văn Lưu - Chánh Thanh tra Bộ Công an cho biết.",
        "(Dân trí)",
        "TTO - ",
        "booking.com - một trang đặt phòng.",
    ] {
        assert_eq!(summary(text), text.trim(), "{text}");
        assert_eq!(page(&format!("<p>{TOLD} {TOLD}</p>"), text).lead.unwrap().value, text.trim(), "{text}");
    }
}

#[test]
fn links_to_other_news_behind_a_description_are_no_part_of_it() {
    let link = |n: u32| format!("<a href=\"/khac-{n}.html\">Tin khác số {n} của báo</a>");
    let list = format!("<ul><li>{}</li><li>{} (22/8)</li></ul>", link(1), link(2));
    for other in [
        format!("<div>{list}</div>"),
        format!("<div class=\"lien-quan\"><p>Tin liên quan:</p>{list}</div>"),
        format!("<div><ul><li>{}</li></ul></div>", link(1)),
        format!("<div><ul><li><a href=\"/khac\"><img src=\"/anh.jpg\"></a>{}</li></ul></div>", link(3)),
        format!("<p>{}</p><p>» {}</p>", link(1), link(2)),
        format!("<p>{}</p>{list}", link(1)),
        format!("<p>Xem thêm:</p><p>{}</p>", link(1)),
        "<p><a href=\"/tin-1.html\">Đọc tiếp...</a></p>".to_owned(),
        "<p><a href=\"/tin-1.html\">Xem chi tiết »</a></p>".to_owned(),
    ] {
        assert_eq!(summary(&format!("<p>{TOLD}</p>{other}")), TOLD, "{other}");
        assert_eq!(summary(&format!("{TOLD}{other}")), TOLD, "{other}");
    }
    // Lines of a text that end in a link, lists that tell something, and files that belong to the article.
    for kept in [
        format!("<p>{TOLD}</p><p>Nguồn: {}</p>", link(1)),
        format!("<p>{TOLD}</p><p>{}</p>", link(1)),
        format!("<p>{TOLD}</p><ul><li>Dự án 1: đất ở</li><li>Dự án 5: {}</li></ul>", link(1)),
        format!("<p>{TOLD}</p><ul><li><a href=\"/1719-qd-ttg.pdf\">Quyết định 1719/QĐ-TTg</a></li></ul>"),
        format!("<ul><li>{}</li></ul>", link(1)),
        format!("<p>{}</p>", link(1)),
        format!("{list}<p>{TOLD}</p>"),
    ] {
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let base = Url::parse("https://bao.example.vn/").unwrap();
        assert_eq!(words(&summary(&kept)), words(&read::SafeHtml::clean(&kept, &base).text()), "{kept}");
    }
    assert_eq!(summary(&list), "", "nothing of an article is there");
}

#[test]
fn the_picture_that_a_description_begins_with_is_the_entrys() {
    let address = "https://cdn.example.vn/1.jpg?w=200&h=150";
    for description in [
        format!("<a href=\"/tin-1.html\"><img src=\"{address}\"></a>{TOLD}"),
        format!("<img src=\"{address}\" /><br />{TOLD}"),
        format!("<p><img src=\"{address}\"></p><p>{TOLD}</p>"),
        format!("<div><a href=\"/tin-1.html\"><img data-src=\"{address}\"></a></div><div>(Dân trí) - {TOLD}</div>"),
        format!("<figure><img src=\"{address}\"><figcaption>Ảnh: TTXVN</figcaption></figure><p>{TOLD}</p>"),
        format!("<img src=\"{address}\"><br><img src=\"{address}\">{TOLD}"),
        format!(
            "<figure><img src=\"{address}\"><figcaption>Ảnh: VOV</figcaption></figure><img src=\"/2.jpg\"><p>{TOLD}</p>"
        ),
    ] {
        let entry = entry(&description);
        assert_eq!(entry.image.unwrap().url.as_str(), address, "{description}");
        assert_eq!(entry.summary.unwrap().as_str(), format!("<p>{TOLD}</p>"), "{description}");
    }
    let inside = entry(&format!("<p>{TOLD}</p><p><img src=\"{address}\"></p>"));
    assert!(inside.image.is_some() && inside.summary.unwrap().as_str().contains("<img "), "it illustrates the text");
    let alone = entry(&format!("<img src=\"{address}\">"));
    assert!(alone.image.is_some());
}

#[test]
fn two_pictures_before_a_text_are_cut_at_once() {
    let once = entry("<img src=\"/3¡jpg\"><img src=\"/3¡jpg\">Xem thêm").summary.unwrap();
    assert_eq!(once.as_str(), "<p>Xem thêm</p>");
    assert_eq!(entry(once.as_str()).summary.unwrap(), once);
}

/// Cleaning what is clean changes nothing: there is one way to write each text.
#[track_caller]
fn is_tidy(html: &read::SafeHtml, of: &str) {
    let base = Url::parse("https://bao.example.vn/").unwrap();
    assert_eq!(read::SafeHtml::clean(html.as_str(), &base), *html, "{of}");
}

#[test]
fn what_is_left_of_a_text_is_tidy() {
    let picture = "<img src=\"/1.jpg\">";
    for description in [
        format!("{picture} {TOLD}"),
        format!("<p>{picture} <a href=\"/tin-1.html\">{picture}</a> </p><p>{TOLD}</p>"),
        format!("<p><strong> {picture} </strong>{TOLD}</p>"),
        format!("<table><tr><td>{picture}</td><td>{TOLD}</td></tr></table>"),
        format!("(TTXVN) -<br>{TOLD}"),
        format!("<p><strong>(TTXVN) - </strong><br>{picture} {TOLD}</p>"),
    ] {
        let summary = entry(&description).summary.unwrap();
        assert_eq!(summary.as_str(), format!("<p>{TOLD}</p>"), "{description}");
        is_tidy(&summary, &description);
        let article = page(&format!("{description}<p>Hết. {TOLD}</p>"), "");
        assert_eq!(article.body.value.text, format!("{TOLD}\nHết. {TOLD}"), "{description}");
        is_tidy(&article.body.value.html, &description);
    }
}

#[test]
fn other_news_in_a_table_beside_a_picture_is_taken_out_with_it() {
    let list = "<ul><li><a href=\"/2\">Tin khác</a></li></ul><p>Xem thêm</p>";
    let summary =
        entry(&format!("<table><tr><td><img src=\"/1.jpg\"></td><td><p>{TOLD}</p>{list}</td></tr></table>")).summary;
    assert_eq!(summary.unwrap().as_str(), format!("<p>{TOLD}</p>"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_was_cut_once_is_cut(
        text in "(\\(?(TTXVN|Dân trí|VOV.VN|Hà Nội|Ảnh|1)\\)?( - |\\||: | )?){0,4}[A-ZĐa-z ]{0,12}(<a href=\"/1\">[a-z]{0,4}</a>|<ul><li><a href=\"/2\">b</a></li></ul>|<p>|</p>| |<br>|<img src=\"/3.jpg\">|<table><tr><td><img src=\"/4.jpg\"></td><td>|Xem thêm){0,5}"
    ) {
        let base = Url::parse("https://bao.example.vn/").unwrap();
        let once = entry(&text).summary.unwrap_or_default();
        let twice = entry(once.as_str()).summary.unwrap_or_default();
        prop_assert_eq!(&read::SafeHtml::clean(once.as_str(), &base), &once);
        prop_assert_eq!(once, twice);
    }
}
