//! Pages that attack whoever parses them: they are read to the end, and what stands on them besides is found.
//!
//! That time and memory grow with a page's size and no faster is measured by `cargo bench --bench hostile`.

use bantin::read::{Article, Document, Entry, PageSelectors, article};
use jiff::tz::TimeZone;
use url::Url;

use crate::pages::{PROSE, paragraphs};

fn read(html: &str) -> Article {
    let url = Url::parse("https://bao.example.vn/cao-bang.html").unwrap();
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    article(&document, &Entry::of_link(&url), &PageSelectors::default(), &TimeZone::UTC).unwrap()
}

/// An article with something hostile before it.
fn before(hostile: &str) -> String {
    let text = paragraphs(4);
    format!(
        "<!DOCTYPE html><html><head><title>Cao Bằng</title></head><body>{hostile}<article>{text}</article></body></html>"
    )
}

#[test]
fn an_article_behind_hostile_markup_is_found() {
    for (name, hostile) in [
        ("nested and closed", "<div>".repeat(20_000) + &"</div>".repeat(20_000)),
        ("attributes of one tag", format!("<div{}></div>", " a=\"b\"".repeat(200_000))),
        ("one long attribute", format!("<div title=\"{}\"></div>", "x".repeat(1_000_000))),
        ("siblings", "<i></i>".repeat(40_000)),
        ("a table", format!("<table>{}</table>", "<tr><td>1<td>2<td>3".repeat(10_000))),
        ("JSON-LD", format!("<script type=application/ld+json>[{}0]</script>", "0,".repeat(400_000))),
        ("deep JSON", format!("<script type=application/ld+json>{}</script>", "{\"a\":[".repeat(200_000))),
        ("data of scripts", format!("<script type=\"application/json\">{}</script>", "[".repeat(500_000))),
        ("references", "&amp;".repeat(200_000)),
        ("comments", "<!---->".repeat(100_000)),
        ("end tags", "</p></br></div>".repeat(30_000)),
    ] {
        let article = read(&before(&hostile));
        assert_eq!(article.title.value, "Cao Bằng", "{name}");
        let text = &article.body.value.text;
        assert!(text.contains("Đoạn 1.") && text.contains("Đoạn 4."), "{name}: {} characters", text.len());
    }
}

#[test]
fn a_page_that_is_nothing_but_hostile_is_read_to_its_end() {
    let unclosed = ["a href=x", "b", "div class=related", "form", "li", "table", "td", "p", "select", "svg", "title"];
    for hostile in [
        "<div>".repeat(200_000),
        "<b>".repeat(200_000),
        unclosed.map(|tag| format!("<{tag}>x")).concat().repeat(2_000),
        format!("<p {}", "a='".repeat(500_000)),
        "<p title='".repeat(200_000),
        "<table><tr><td>".repeat(60_000),
        "<dt><li>x".repeat(60_000),
        "<div><table><td></div>x".repeat(40_000),
        "<a href='?page=2'>2</a>".repeat(4_000),
        "<p>Đăng ký để đọc tiếp</p>".repeat(30_000),
        "<div class=cookie>cookie ".repeat(40_000),
        "<noscript>javascript ".repeat(40_000),
        "<script type=\"application/json\">".repeat(30_000),
        "<script type=\"application/json\">{\"title\":\"x\",\"body\":[".repeat(20_000),
        "<template><svg><math><title>".repeat(40_000),
        "<!--".repeat(200_000),
        "<".repeat(500_000),
    ] {
        let whole = format!("<!DOCTYPE html><html><body>{hostile}");
        assert!(read(&whole).body.value.text.len() <= whole.len() * 2, "{}", &hostile[..20]);
    }
}

#[test]
fn of_a_page_beyond_all_bounds_the_beginning_is_read() {
    let text = "<p>".to_owned() + PROSE + "</p>";
    let html = format!(
        "<!DOCTYPE html><html><body><article>{}</article>{}",
        text.repeat(4),
        " <i x='y'></i>".repeat(4_000_000)
    );
    assert!(html.len() > 50_000_000);
    assert!(read(&html).body.value.text.contains(PROSE));
}

#[test]
fn a_tag_beyond_all_bounds_ends_the_page() {
    let text = paragraphs(4);
    let attributes = format!("<html><body><div{}><article>{}", " a1=\"b\"".repeat(7_000_000), text);
    assert!(attributes.len() > 49_000_000);
    assert_eq!(read(&attributes).body.value.text, "");
}
