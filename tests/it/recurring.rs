//! What a source prints with each of its texts is learnt from its last pages, and cut; the article is not.

use std::fmt::Write as _;
use std::io::Read;

use bantin::config::Config;
use bantin::read::{
    Article, Body, CutReason, Document, Entry, Origin, PageSelectors, PageTrace, Recurring, SafeHtml, Sourced, article,
};
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::Value;
use url::Url;

use crate::corpus::corpus;
use crate::scripted::{Reply, Scripted};
use crate::sitemaps::{one_source_text, pass};

const NOTICE: &str = "Mọi ý kiến đóng góp xin gửi về tòa soạn Báo Vùng Cao theo số điện thoại 0206 3852 000.";

fn text(title: &str, lines: &[String]) -> Article {
    let body = SafeHtml::of_text(&lines.join("\n"));
    let body = Sourced::new(Body { text: body.text(), html: body }, Origin::Markup);
    let url = Url::parse("https://bao.example.vn/bai.html").unwrap();
    Article {
        title: Sourced::new(title.to_owned(), Origin::Markup),
        body,
        ..Article::from_entry(&Entry::of_link(&url))
    }
}

fn told(n: usize) -> Vec<String> {
    (1..=4)
        .map(|part| format!("Đoạn {part} của bài {n} kể việc của xã số {n}: đường, điện, trường, trạm và nước sạch."))
        .collect()
}

fn traced(article: &Article) -> PageTrace {
    PageTrace::of(article, &PageSelectors::default())
}

fn with(n: usize, before: &[&str], after: &[&str]) -> Article {
    let owned = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    text(&format!("Bài {n}"), &[owned(before), told(n), owned(after)].concat())
}

/// What is left of a page whose source had `pages` before.
fn left(pages: &[Article], page: Article) -> (String, Vec<CutReason>) {
    let traces: Vec<PageTrace> = pages.iter().map(traced).collect();
    let (article, cuts) = Recurring::among(&traces).without(page);
    assert_eq!(article.body.value.text, article.body.value.html.text());
    (article.body.value.text, cuts.into_iter().map(|cut| cut.why).collect())
}

#[test]
fn a_notice_below_every_text_is_cut_once_six_pages_had_it() {
    let pages: Vec<Article> = (0..6).map(|n| with(n, &[], &[NOTICE])).collect();
    let reason = CutReason::Recurs { pages: 6, of: 6 };
    assert_eq!(left(&pages, with(9, &[], &[NOTICE])), (told(9).join("\n"), vec![reason]));
    assert_eq!(left(&pages[..5], with(9, &[], &[NOTICE])).1, []);
    assert_eq!(left(&pages, with(9, &[NOTICE], &[])).1, [reason], "above the text as well");
    assert_eq!(reason.to_string(), "recurs on 6 of the source's last 6 pages");
}

#[test]
fn short_lines_and_copies_teach_nothing() {
    let credit = "Ảnh: TTXVN";
    let pages: Vec<Article> = (0..20).map(|n| with(n, &[], &[credit])).collect();
    assert_eq!(left(&pages, with(30, &[], &[credit])).1, []);
    let copies: Vec<Article> = (0..20).map(|_| with(1, &[], &[NOTICE])).collect();
    assert_eq!(left(&copies, with(30, &[], &[NOTICE])).1, [], "one article twenty times is one");
}

#[test]
fn a_line_that_few_pages_have_stays() {
    let pages: Vec<Article> = (0..40).map(|n| with(n, &[], if n < 7 { &[NOTICE] } else { &[] })).collect();
    assert_eq!(left(&pages, with(50, &[], &[NOTICE])).1, []);
}

#[test]
fn between_paragraphs_only_long_lines_of_many_pages_are_cut() {
    let inside = |n: usize, line: &str| {
        let mut lines = told(n);
        lines.insert(2, line.to_owned());
        text(&format!("Bài {n}"), &lines)
    };
    let heading = "Gỡ khó cho đồng bào vùng cao";
    let pages: Vec<Article> = (0..12).map(|n| inside(n, heading)).collect();
    assert_eq!(left(&pages, inside(20, heading)).1, []);
    let pages: Vec<Article> = (0..12).map(|n| inside(n, NOTICE)).collect();
    assert_eq!(left(&pages, inside(20, NOTICE)).1.len(), 1);
    let mixed: Vec<Article> = (0..24).map(|n| if n < 7 { inside(n, NOTICE) } else { with(n, &[], &[]) }).collect();
    assert_eq!(left(&mixed, inside(30, NOTICE)).1, [], "a third of the pages must have it there");
}

#[test]
fn a_form_of_mostly_fixed_lines_is_left_whole() {
    let form = ["Giá vàng SJC mua vào và bán ra tại Hà Nội:", "Giá vàng SJC mua vào và bán ra tại Cao Bằng:"];
    let of = |n: usize| {
        let prices = format!("{n} triệu đồng một lượng");
        text(&format!("Giá vàng {n}"), &[form[0].to_owned(), prices.clone(), form[1].to_owned(), prices])
    };
    let pages: Vec<Article> = (0..20).map(of).collect();
    assert_eq!(left(&pages, of(30)).1, []);
}

proptest! {
    #[test]
    fn what_was_learnt_does_not_depend_on_the_order_of_pages(order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle()) {
        let page = |n: usize| traced(&with(n, &[], &[NOTICE]));
        let ordered: Vec<PageTrace> = (0..12).map(page).collect();
        let shuffled: Vec<PageTrace> = order.into_iter().map(page).collect();
        prop_assert_eq!(Recurring::among(&ordered), Recurring::among(&shuffled));
    }
}

/// Each tenth of the first real articles after the fifty before it, each sentence taken for a paragraph.
#[test]
fn of_real_articles_hardly_anything_is_cut() {
    let Some(corpus) = corpus() else { return };
    for file in ["stories", "duplicates"] {
        let mut lines = String::new();
        let packed = std::fs::File::open(corpus.join(file).join("articles.jsonl.gz")).unwrap();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut lines).unwrap();
        let articles = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        // The made variants of an article are copies, which no paper prints fifty of.
        let real = articles
            .filter(|article| article["kind"].as_str().is_none_or(|kind| matches!(kind, "base" | "background")));
        let mut articles: Vec<(Article, PageTrace)> = real
            .take(2_500)
            .map(|article| {
                let field = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
                let sentences: Vec<String> = field("body").split_inclusive(". ").map(str::to_owned).collect();
                let article = text(&field("title"), &sentences);
                let trace = traced(&article);
                (article, trace)
            })
            .collect();
        hardly_anything_is_cut(file, &articles);
        // Series of one kind side by side.
        articles.sort_by(|(a, _), (b, _)| a.title.value.cmp(&b.title.value));
        hardly_anything_is_cut(&format!("{file} by title"), &articles);
    }
}

fn hardly_anything_is_cut(name: &str, articles: &[(Article, PageTrace)]) {
    let (mut cut, mut all, mut touched, mut said) = (0, 0, 0, String::new());
    for (at, (article, _)) in articles.iter().enumerate().skip(50).step_by(10) {
        let before = Recurring::among(articles[at - 50..at].iter().map(|(_, trace)| trace));
        let (left, cuts) = before.without(article.clone());
        let lengths = [&left, article].map(|article| article.body.value.text.chars().count());
        (cut, all) = (cut + lengths[1] - lengths[0], all + lengths[1]);
        touched += usize::from(!cuts.is_empty());
        for cut in cuts {
            let _ = writeln!(said, "{}: {}", cut.why, cut.text);
        }
    }
    println!("{name}: {touched} touched of {}, {cut} of {all} characters cut\n{said}", articles.len());
    assert!(all > 200_000 && cut * 2_000 <= all, "{said}");
}

/// A paper whose every page ends in a notice.
async fn paper() -> Scripted {
    Scripted::start(|seen| {
        if seen.target == "/rss" {
            let upto = (seen.nth + 1) * 8;
            let item = |n: usize| format!("<item><title>Bài {n}</title><link>/bai-{n}.html</link></item>");
            let items: String = (0..upto).map(item).collect();
            return Reply::ok(format!("<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>"));
        }
        let number = seen.target.trim_start_matches("/bai-").trim_end_matches(".html").parse();
        let Ok(n) = number else { return Reply::status(404) };
        let told: String = told(n).iter().map(|line| format!("<p>{line}</p>")).collect();
        Reply::ok(format!(
            "<!doctype html><html><head><title>Bài {n}</title></head><body><h1>Bài {n}</h1>
            <div class='bai-viet'>{told}<p>{NOTICE}</p></div></body></html>"
        ))
    })
    .await
}

#[tokio::test]
async fn what_a_pass_taught_is_cut_of_what_it_read() {
    let server = paper().await;
    let folder = tempfile::tempdir().unwrap();
    let text = one_source_text(&server.url("/rss"), "").replace("read = false", "body = \".bai-viet\"");
    let config = Config::parse("feeds.toml", &text, folder.path()).unwrap();
    let bodies = || {
        let database = rusqlite::Connection::open(&config.store.database).unwrap();
        let mut query = database
            .prepare("SELECT content ->> '$.body.value.text' FROM article ORDER BY CAST(substr(url, instr(url, 'bai-') + 4) AS INTEGER)")
            .unwrap();
        query.query_map([], |row| row.get::<_, String>(0)).unwrap().collect::<Result<Vec<_>, _>>().unwrap()
    };
    let first = pass(&config, SignedDuration::ZERO).await;
    assert_eq!((first.pages_read, first.warnings.len()), (8, 0));
    let is_clean = |body: &String| body.contains("Đoạn 4") && !body.contains(NOTICE);
    assert!(bodies().iter().all(is_clean), "{:?}", bodies());
    // As if it had been killed before its last page: then its pages don't count yet.
    let database = rusqlite::Connection::open(&config.store.database).unwrap();
    assert_eq!(database.execute("UPDATE page_trace SET settled = 0", []).unwrap(), 8);
    assert_eq!(pass(&config, SignedDuration::from_hours(2)).await.pages_read, 8);
    assert_eq!(pass(&config, SignedDuration::from_hours(4)).await.pages_read, 8);
    assert_eq!(bodies().len(), 24);
    assert!(bodies().iter().all(is_clean), "{:?}", bodies());
}

#[test]
fn a_page_is_remembered_by_where_its_fields_came_from() {
    let url = Url::parse("https://bao.example.vn/bai.html").unwrap();
    let html = format!("<!doctype html><title>Bài</title><h1>Bài</h1><div class=bai>{}</div>", told(1).join("<p>"));
    let document = Document { url: &url, content_type: None, bytes: html.as_bytes() };
    let css = |css: &str| Some(bantin::read::Css::parse(css).unwrap());
    let selectors = PageSelectors { body: css(".bai"), date: css(".ngay"), ..PageSelectors::default() };
    let article = article(&document, &Entry::of_link(&url), &selectors, &TimeZone::UTC).unwrap();
    let fields = PageTrace::of(&article, &selectors).fields;
    let said: Vec<String> = fields
        .iter()
        .map(|(field, trace)| format!("{field}: {:?} {}", trace.from, trace.selector.as_deref().unwrap_or("-")))
        .collect();
    assert_eq!(
        said,
        [
            "title: Some(Markup) -",
            "lead: None -",
            "body: Some(Selector) .bai",
            "author: None -",
            "date: None .ngay",
            "image: None -"
        ]
    );
}
