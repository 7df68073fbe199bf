//! What stands on an article's page and is none of it is cut, and it is known why.

use std::collections::BTreeMap;
use std::io::Read;

use bantin::read::{ArticlePages, Css, Cut, CutReason, Document, Entry, PageSelectors};
use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;

use crate::corpus::corpus;

const TOLD: &str = "Toàn tỉnh đã giải ngân được 302.049 triệu đồng, bằng 20% kế hoạch, và các huyện đẩy nhanh tiến độ.";
const MORE: &str = "Ủy ban nhân dân tỉnh yêu cầu các chủ đầu tư báo cáo khó khăn, vướng mắc trước ngày 20 hằng tháng.";

fn read(page: &str, selectors: &PageSelectors) -> (String, Vec<Cut>) {
    let url = Url::parse("https://bao.example.vn/tin-1.html").unwrap();
    let html = format!("<!doctype html><html><head><title>Tin</title></head><body><h1>Tin</h1>{page}</body></html>");
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    let begun = ArticlePages::begin_with_cuts(&document, &Entry::of_link(&url), selectors, &TimeZone::UTC);
    let (pages, cuts) = begun.unwrap();
    (pages.into_article().body.value.text, cuts)
}

/// Of a text's inner HTML.
fn body(inner: &str) -> (String, Vec<CutReason>) {
    let selectors = PageSelectors { body: Some(Css::parse(".text").unwrap()), ..PageSelectors::default() };
    let (text, cuts) = read(&format!("<div class=\"text\">{inner}</div>"), &selectors);
    (text, cuts.into_iter().map(|cut| cut.why).collect())
}

/// That a line is cut from a text at any of these places, for this reason.
fn cut(line: &str, why: CutReason) {
    for inner in [
        format!("<p>{TOLD}</p>{line}<p>{MORE}</p>"),
        format!("{line}<p>{TOLD}</p><p>{MORE}</p>"),
        format!("<p>{TOLD}</p><p>{MORE}</p>{line}"),
    ] {
        assert_eq!(body(&inner), (format!("{TOLD}\n{MORE}"), vec![why]), "{inner}");
    }
}

fn kept(lines: &str) {
    let (text, cuts) = body(&format!("<p>{TOLD}</p>{lines}<p>{MORE}</p>"));
    assert_eq!(cuts, [], "{lines}");
    assert!(text.lines().count() > 2, "{text}");
}

#[test]
fn share_bars_and_the_controls_of_players_and_printers_are_cut() {
    for line in [
        "Chia sẻ",
        "Chia sẻ Facebook Zalo Twitter",
        "Chia sẻ bài viết: Facebook | Zalo | Sao chép liên kết",
        "0 Chia sẻ",
        "In bài viết",
        "Bản in · Gửi email",
        "Nghe đọc bài 0:00 / 3:12 Nữ miền Bắc 1x",
        "Theo dõi trên Google News",
        "Cỡ chữ: A- A+",
        "Share this article: Facebook Twitter",
    ] {
        cut(&format!("<p>{line}</p>"), CutReason::Control);
    }
    let networks = "<p>Chia sẻ</p><ul><li>Facebook</li><li>Zalo</li></ul>";
    assert_eq!(body(&format!("<p>{TOLD}</p><p>{MORE}</p>{networks}")).0, format!("{TOLD}\n{MORE}"));
}

#[test]
fn invitations_to_newsletters_apps_and_channels_are_cut() {
    for line in [
        "Mời quý vị theo dõi chúng tôi trên Facebook để cập nhật tin nhanh.",
        "Mời quý độc giả theo dõi các chương trình đã phát sóng trên TV Online!",
        "Đăng ký nhận bản tin hằng ngày của báo qua thư điện tử.",
        "Tải ứng dụng của báo để đọc tin mọi lúc.",
        "Sign up for our newsletter.",
    ] {
        cut(&format!("<p>{line}</p>"), CutReason::Prompt);
    }
}

#[test]
fn links_to_other_news_between_paragraphs_are_cut() {
    let heading = "<p><strong>Xem thêm:</strong> <a href=\"/2.html\">Sơn La phân bổ vốn đợt hai năm nay</a></p>";
    let inner = format!("<p>{TOLD}</p>{heading}<p>{MORE}</p>");
    assert_eq!(body(&inner), (format!("{TOLD}\n{MORE}"), vec![CutReason::OtherNews]));
    for line in [
        "<p>&gt;&gt; <a href=\"/2.html\">Sơn La phân bổ vốn đợt hai</a></p>",
        "<p><a href=\"/2.html\">&gt;&gt; Sơn La phân bổ vốn đợt hai</a></p>",
        "<p>► <a href=\"/2.html\">Sơn La phân bổ vốn đợt hai</a></p>",
        "<p><a href=\"/2.html\">Đọc thêm: Sơn La phân bổ vốn đợt hai</a></p>",
        "<p><a href=\"/2.html\">Read more: The second part of the money</a></p>",
    ] {
        let inner = format!("<p>{TOLD}</p>{line}<p>{MORE}</p>");
        assert_eq!(body(&inner), (format!("{TOLD}\n{MORE}"), vec![CutReason::Teaser]), "{inner}");
    }
}

#[test]
fn a_link_to_another_article_that_stands_alone_between_paragraphs_is_cut() {
    let headline = "Sơn La phân bổ xong vốn sự nghiệp đợt hai cho cấp xã";
    for line in [
        format!("<p><a href=\"/son-la-phan-bo-von-dot-hai.html\">{headline}</a></p>"),
        format!(
            "<p><strong><a href=\"https://www.bao.example.vn/bai-20260307075519.htm\">{headline}?</a></strong></p>"
        ),
        format!(
            "<p><a href=\"/son-la-phan-bo-von.html\"><img src=\"/1.jpg\"></a></p><p><a href=\"/son-la-phan-bo-von.html\">{headline}</a></p>"
        ),
    ] {
        let inner = format!("<p>{TOLD}</p>{line}<p>{MORE}</p>");
        assert_eq!(body(&inner), (format!("{TOLD}\n{MORE}"), vec![CutReason::Teaser]), "{inner}");
    }
    let two = format!("<p><a href=\"/son-la-phan-bo-von.html\">{headline}</a></p>").repeat(2);
    assert_eq!(body(&format!("<p>{TOLD}</p>{two}<p>{MORE}</p>")).0, format!("{TOLD}\n{MORE}"));
}

#[test]
fn a_link_that_is_part_of_what_is_told_stays() {
    let link = |address: &str, text: &str| format!("<p><a href=\"{address}\">{text}</a></p>");
    let other = "/son-la-phan-bo-von-dot-hai.html";
    for lines in [
        format!(
            "<p>Chi tiết được nêu trong bài viết trước đó của chúng tôi, đăng ngày 2/5 năm nay:</p>{}",
            link(other, "Sơn La phân bổ xong vốn sự nghiệp đợt hai")
        ),
        link(other, "Theo báo cáo của tỉnh gửi đoàn giám sát của Quốc hội."),
        link(other, "và tiếp tục phân bổ vốn sự nghiệp đợt hai cho xã"),
        link(other, "Phân bổ vốn"),
        link("/quyet-dinh-ve-muc-ho-tro-nha-o.html", "Quyết định số 1719/QĐ-TTg phê duyệt chương trình mục tiêu"),
        link("/quyet-dinh-ve-muc-ho-tro-nha-o.pdf", "Phụ lục danh sách các xã được hỗ trợ nhà ở"),
        link(
            "https://khac.example.org/son-la-phan-bo-von.html",
            "Sơn La phân bổ xong vốn sự nghiệp đợt hai cho cấp xã",
        ),
        link("/kinh-te", "Trang chuyên đề kinh tế miền núi của báo chúng tôi"),
        link("/tin-1.html#y-kien", "Sơn La phân bổ xong vốn sự nghiệp đợt hai cho cấp xã"),
        link(other, "Ủy ban nhân dân tỉnh yêu cầu báo cáo khó khăn, vướng mắc"),
    ] {
        kept(&lines);
    }
}

#[test]
fn where_a_text_was_taken_from_is_no_part_of_its_end() {
    let inner = format!("<p>{TOLD}</p><p>{MORE}</p><p>Nguồn: TTXVN</p>");
    assert_eq!(body(&inner), (format!("{TOLD}\n{MORE}"), vec![CutReason::Credit]));
}

#[test]
fn a_caption_is_printed_once() {
    let (picture, credit) = ("<p><img src=\"/1.jpg\"></p>", "<p>Ảnh: Giàng A Sử, Báo Vùng Cao</p>");
    kept(&format!("{picture}{credit}{picture}{credit}"));
    let slip = body(&format!("<p>{TOLD}</p><p>{TOLD}</p><p>{MORE}</p><p>{TOLD}</p>"));
    assert_eq!(slip, (format!("{TOLD}\n{MORE}\n{TOLD}"), vec![CutReason::PrintedTwice]), "right behind itself");
    let caption = "Trẻ em thôn Sà Lủng bên bể nước mới. Ảnh: Giàng A Sử";
    let figure = format!("<figure><img src=\"/1.jpg\"><figcaption>{caption}</figcaption></figure>");
    let (text, cuts) = body(&format!("<p>{TOLD}</p>{figure}<p>{caption}</p><p>{MORE}</p>"));
    assert_eq!((text, cuts), (format!("{TOLD}\n{MORE}"), vec![CutReason::PrintedTwice]), "it is the picture's");
    let bare = format!("<p><img src=\"/1.jpg\"></p><p>{caption}</p><p>{caption}</p>");
    let (text, cuts) = body(&format!("<p>{TOLD}</p>{bare}<p>{MORE}</p>"));
    assert_eq!((text.matches(caption).count(), cuts), (1, vec![CutReason::PrintedTwice]));
}

#[test]
fn lines_that_only_look_like_it_are_left_alone() {
    for lines in [
        "<p>Chia sẻ khó khăn với bà con, đoàn thanh niên góp 200 ngày công.</p>",
        "<p>Chia sẻ với phóng viên, ông Hoàng Văn A nói:</p>",
        "<h3>Facebook</h3>",
        "<ul><li>Facebook</li><li>Zalo</li></ul>",
        "<p>Facebook</p>",
        "<p>2026</p>",
        "<p>Theo dõi tiến độ từng công trình là việc của xã.</p>",
        "<p>Đăng ký trước ngày 20/5 tại nhà văn hóa thôn.</p>",
        "<p>Nguồn: vốn sự nghiệp của chương trình, 30 tỷ đồng.</p><p>Một.</p><p>Hai.</p><p>Ba.</p>",
        "<p>Xem thêm: phụ lục 2 của nghị quyết về mức hỗ trợ.</p>",
        "<p>Mời bạn đọc gửi câu hỏi đến tòa soạn.</p>",
        "<p>Trời mưa.</p><p>Trời mưa.</p>",
    ] {
        kept(lines);
    }
}

#[test]
fn each_cut_says_why_and_how_it_begins() {
    let remove = vec![Css::parse(".quang-cao").unwrap()];
    let selectors = PageSelectors { remove, ..PageSelectors::default() };
    let prose: String = (1..=4).map(|n| format!("<p>Đoạn {n}. {TOLD} {MORE}</p>")).collect();
    let page = format!(
        "<nav>Trang chủ | Xã hội</nav><div>{prose}<div class=\"quang-cao\">Mua nhà trả góp</div></div>
        <div class=\"share\">Thích 12</div>
        <div class=\"box\"><h3>Tin cùng chuyên mục</h3><ul><li>Sơn La phân bổ vốn</li><li>{TOLD} {MORE}</li></ul></div>"
    );
    let (text, cuts) = read(&page, &selectors);
    assert_eq!(text.lines().count(), 4, "{text}");
    let said: Vec<(String, CutReason)> = cuts.into_iter().map(|cut| (cut.text, cut.why)).collect();
    assert_eq!(
        said[..3],
        [
            ("Mua nhà trả góp".to_owned(), CutReason::Selector),
            ("Trang chủ | Xã hội".to_owned(), CutReason::Element),
            ("Thích 12".to_owned(), CutReason::Mark),
        ]
    );
    let (other, why) = &said[3];
    assert!(other.starts_with("Tin cùng chuyên mục Sơn La") && other.ends_with(" …"), "{other}");
    assert!(other.chars().count() < 110);
    assert_eq!((*why, said.len()), (CutReason::OtherNews, 4));
}

/// Lines of real articles that look like notices: of what is cut as one, hardly any may be in the text as people marked it.
#[test]
fn of_real_pages_notices_are_cut_and_the_text_is_not() {
    let Some(corpus) = corpus() else { return };
    let mut counts: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (file, step) in [("scrapinghub", 1), ("vietnam", 1), ("wcxb-dev", 3)] {
        let mut lines = String::new();
        let packed = std::fs::File::open(corpus.join(format!("pages/{file}.jsonl.gz"))).unwrap();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut lines).unwrap();
        for line in lines.lines().step_by(step) {
            let page: Value = serde_json::from_str(line).unwrap();
            let field = |name: &str| page[name].as_str().unwrap();
            let url = Url::parse(field("url")).unwrap();
            let document = Document { url: &url, content_type: None, bytes: field("html").as_bytes() };
            let entry = Entry::of_link(&url);
            let none = PageSelectors::default();
            let begun = ArticlePages::begin_with_cuts(&document, &entry, &none, &TimeZone::UTC);
            let Ok((_, cuts)) = begun else { continue };
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let truth = squeezed(field("body"));
            for cut in cuts {
                let of_notice = |why| !matches!(why, CutReason::Element | CutReason::Mark | CutReason::OtherNews);
                if of_notice(cut.why) {
                    let text = cut.text.trim_end_matches(" …");
                    let is_text = truth.contains(&squeezed(text)) && cut.why != CutReason::PrintedTwice;
                    let (all, wrong) = counts.entry(format!("{}", cut.why)).or_default();
                    (*all, *wrong) = (*all + 1, *wrong + usize::from(is_text));
                    println!("{} {}: {}", if is_text { "TEXT" } else { "    " }, cut.why, cut.text);
                }
            }
        }
    }
    println!("{counts:?}");
    // People who marked the text kept some of the links to other articles; they are none of it all the same.
    let (all, wrong) = counts.remove(&CutReason::Teaser.to_string()).unwrap();
    assert!(all > 30 && wrong * 3 <= all, "{wrong} of {all} teasers");
    assert!(counts.values().all(|(_, wrong)| *wrong == 0), "{counts:?}");
}
