//! Pages that give less than the article: those that are filled by scripts, and those of which a part is paid for.

use bantin::read::{Article, ArticlePages, Document, Entry, Missing, Origin, PageSelectors, SafeHtml, article};
use jiff::tz::TimeZone;
use url::Url;

use crate::desk::{Desk, rss};
use crate::pages::{PROSE, paragraphs};
use crate::scripted::{Reply, Scripted};

const TITLE: &str = "Cao Bằng đẩy mạnh tiến độ Chương trình 1719";

fn url() -> Url {
    Url::parse("https://bao.example.vn/cao-bang-1719.html").unwrap()
}

fn entry(summary: &str) -> Entry {
    Entry { title: TITLE.into(), summary: Some(SafeHtml::clean(summary, &url())), ..Entry::of_link(&url()) }
}

fn read_for(html: &str, entry: &Entry) -> Article {
    let document = Document { url: &url(), content_type: None, bytes: html.as_bytes() };
    article(&document, entry, &PageSelectors::default(), &TimeZone::UTC).unwrap()
}

fn read(html: &str) -> Article {
    read_for(html, &entry("Tóm tắt trong nguồn tin."))
}

/// A page with the text, and the article's title everywhere.
fn page(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=vi><head><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1><article>{body}\
         </article></body></html>"
    )
}

/// A page that is empty without scripts.
fn shell(head: &str, scripts: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=vi><head><title>{TITLE}</title><meta property='article:published_time' \
         content='2026-08-20T08:00:00+07:00'>{head}</head><body><noscript>You need to enable JavaScript to run this app.\
         </noscript><div id=root></div><script src='/app.js'></script>{scripts}</body></html>"
    )
}

#[test]
fn an_empty_shell_is_named_and_the_feeds_text_kept_with_what_its_head_says() {
    let article = read(&shell("", ""));
    assert_eq!(article.missing, Some(Missing::Scripts));
    assert_eq!((article.body.value.text.as_str(), article.body.from), ("Tóm tắt trong nguồn tin.", Origin::Feed));
    assert_eq!((article.title.from, article.published.unwrap().from), (Origin::Meta, Origin::Meta));
    assert_eq!(read(&page("<script src='/app.js'></script>", &paragraphs(4))).missing, None);
    let menu = format!("<p>Ảnh trong bài</p><footer>{}</footer>", "Toà soạn: 12 phố Hàng Vải. ".repeat(30));
    assert_eq!(read(&page("<script src='/app.js'></script>", &menu)).missing, None, "a page of pictures");
}

#[test]
fn a_shell_with_its_text_in_json_ld_or_in_its_scripts_data_is_read_from_there() {
    let json_ld = format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}","articleBody":"{PROSE}"}}</script>"#
    );
    let article = read(&shell("", &json_ld));
    assert_eq!((article.missing, article.body.from, article.body.value.text.as_str()), (None, Origin::JsonLd, PROSE));
    let other = "Chuyện khác hẳn ở một nơi khác hẳn, kể dài hơn bài này. ".repeat(20);
    let of_next = |article: &str| {
        format!(
            r#"<script id="__NEXT_DATA__" type="application/json">{{"props":{{"pageProps":{{"post":{article},
            "related":[{{"title":"Lạng Sơn","content":"{other}"}}]}}}},"page":"/[slug]"}}</script>"#
        )
    };
    for post in [
        format!(r#"{{"title":"{TITLE}","content":"<p>{PROSE}</p><script>alert(1)<\/script>"}}"#),
        format!(r#"{{"title":"{TITLE}","summary":"x","body":[{{"type":"p","text":"{PROSE}"}},{{"type":"image"}}]}}"#),
    ] {
        let article = read(&shell("", &of_next(&post)));
        assert_eq!((article.missing, article.body.from), (None, Origin::Data), "{post}");
        assert_eq!(article.body.value.text, PROSE);
    }
    let without = read(&shell("", &of_next(r#"{"title":"Một bài khác"}"#)));
    assert_eq!(
        (without.missing, without.body.from),
        (Some(Missing::Scripts), Origin::Feed),
        "another article's text is none"
    );
}

#[test]
fn a_shells_amp_or_print_view_is_wanted_and_taken_if_it_is_the_same_article() {
    let begin = |html: &str| {
        let document = Document { url: &url(), content_type: None, bytes: html.as_bytes() };
        ArticlePages::begin(&document, &entry("Tóm tắt."), &PageSelectors::default(), &TimeZone::UTC).unwrap()
    };
    let wanted = |html: &str| begin(html).wanted().map(Url::to_string);
    let amp = "<link rel=amphtml href='https://amp.bao.example.vn/cao-bang-1719.html'>";
    let print = "<link rel=alternate media=print href='/in/1719'>";
    let link = "<a href='/cao-bang-1719.html?in=1'>Bản in</a>";
    let on = |path: &str| Some(format!("https://bao.example.vn{path}"));
    let at_amp = Some("https://amp.bao.example.vn/cao-bang-1719.html".to_owned());
    assert_eq!(wanted(&shell(&format!("{print}{amp}"), "")), at_amp);
    assert_eq!(wanted(&shell(print, "")), on("/in/1719"));
    assert_eq!(wanted(&shell("", link)), on("/cao-bang-1719.html?in=1"));
    assert_eq!(wanted(&shell("<link rel=amphtml href='https://khac.example/1719'>", "")), None, "on another host");
    assert_eq!(wanted(&page(amp, &paragraphs(4))), None, "the page has its text");

    let taken = |view: &str| {
        let mut pages = begin(&shell(amp, ""));
        let url = pages.wanted().unwrap().clone();
        let document = Document { url: &url, content_type: None, bytes: view.as_bytes() };
        pages.take(&document, &PageSelectors::default(), &TimeZone::UTC).unwrap();
        assert_eq!(pages.wanted(), None);
        pages.into_article()
    };
    let whole = taken(&page("", &paragraphs(4)));
    assert!(whole.body.value.text.contains("Đoạn 4."));
    assert_eq!((whole.missing, whole.url), (None, Some(url())));
    assert_eq!(whole.published.unwrap().from, Origin::Meta, "the page's own");
    let other = taken(&page("", &paragraphs(4)).replace(TITLE, "Lạng Sơn khởi công"));
    assert_eq!((other.missing, other.body.from), (Some(Missing::Scripts), Origin::Feed), "another article's");
    assert_eq!(taken(&shell("", "")).missing, Some(Missing::Scripts));
}

#[tokio::test]
async fn a_source_whose_pages_need_scripts_is_pointed_out_once_in_a_pass() {
    let server = Scripted::with([
        ("/rss", vec![Reply::ok(rss(&["/1.html", "/2.html"]))]),
        ("/1.html", vec![Reply::ok(shell("", ""))]),
        ("/2.html", vec![Reply::ok(shell("<link rel=amphtml href='/2.amp'>", ""))]),
        ("/2.amp", vec![Reply::status(404)]),
    ])
    .await;
    let desk = Desk::with(&[server.url("/rss")]);
    let pass = desk.pass().await;
    assert_eq!((pass.pages_read, pass.judged), (2, 2));
    let [warning] = pass.warnings.as_slice() else { panic!("{:?}", pass.warnings) };
    assert!(warning.warning.contains("by scripts") && warning.warning.contains("read = false"), "{}", warning.warning);
}

const FREE: &str = r#"<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False",
    "hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".paywall"}}</script>"#;

#[test]
fn a_paywalls_words_are_no_text_and_the_free_part_is_marked() {
    for wall in [
        "<div class=wall><p>Đăng ký để đọc tiếp bài viết này</p><a href=/goi>Xem các gói</a></div>",
        "<div><h3>Nội dung dành cho thuê bao</h3></div>",
        "<p>Bạn cần <a href=/dang-nhap>đăng nhập để đọc tiếp</a>.</p>",
        "<section><p>Subscribe to continue reading</p></section>",
        "<p>Already a subscriber? <a href=/in>Sign in</a></p>",
    ] {
        let article = read(&page("", &format!("{}{wall}", paragraphs(3))));
        assert_eq!(article.missing, Some(Missing::Paywall), "{wall}");
        let text = article.body.value.text;
        assert!(text.contains("Đoạn 3."), "{text}");
        let lower = text.to_lowercase();
        for word in ["đọc tiếp", "thuê bao", "subscribe"] {
            assert!(!lower.contains(word), "{wall}: {text}");
        }
    }
    assert_eq!(read(&page(FREE, &paragraphs(3))).missing, Some(Missing::Paywall), "as the page declares");
}

#[test]
fn the_feeds_text_is_kept_where_it_is_more_than_the_free_part() {
    let long = PROSE.repeat(8);
    let article = read_for(&page(FREE, &paragraphs(2)), &entry(&long));
    assert_eq!((article.missing, article.body.from), (Some(Missing::Paywall), Origin::Feed));
    assert_eq!(article.body.value.text, long);
}

#[test]
fn a_text_that_is_there_in_full_or_tells_of_paywalls_is_no_free_part() {
    let whole = read(&page(FREE, &paragraphs(20)));
    assert_eq!(whole.missing, None);
    assert!(whole.body.value.text.contains("Đoạn 20."));
    let about = format!("<p>Dòng chữ “Đăng ký để đọc tiếp” nay có ở nhiều báo. {PROSE} {PROSE}</p>{}", paragraphs(3));
    let about = read(&page("", &about));
    assert_eq!(about.missing, None);
    assert!(about.body.value.text.contains("Đăng ký để đọc tiếp"));
    assert_eq!(read(&page(&FREE.replace("false", "true").replace("False", "True"), &paragraphs(3))).missing, None);
}

#[test]
fn a_box_that_asks_for_consent_is_no_text_and_an_article_about_cookies_is() {
    let ask =
        "We use cookies and other technologies, and our partners do, to give you the best experience on our site. ";
    let banner = format!("<div id='onetrust-banner-sdk' class='cookie-banner'><p>{}</p></div>", ask.repeat(10));
    let text = read(&format!("{banner}{}", page("", &paragraphs(3)))).body.value.text;
    assert!(text.contains("Đoạn 3.") && !text.contains("cookies"), "{text}");
    let only = read(&format!("<!DOCTYPE html><html><body>{banner}</body></html>"));
    assert_eq!(only.body.from, Origin::Feed, "a page of nothing else has no text");
    let about = format!("<p>{ask} So the law begins, and so do we.</p>{}", paragraphs(30));
    let about = read(&page("", &about).replace("<body>", "<body class='cookie-accepted'>"));
    assert!(about.body.value.text.contains("So the law begins"));
}
