//! An article that says something else than it did: what counts as that, and what is kept.

use bantin::news::ArticleId;
use bantin::store::{MOST_REVISIONS, Revision, Store};
use jiff::{SignedDuration, Timestamp};

use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

const HOUR: SignedDuration = SignedDuration::from_hours(1);
const TITLE: &str = "Thạch An họp về Chương trình 1719";
const TEXT: &str = "Sáng 21/5, UBND huyện Thạch An tổ chức hội nghị đánh giá tiến độ thực hiện Chương trình MTQG 1719. Theo báo \
                    cáo, đến nay huyện đã giải ngân 12.540 triệu đồng, đạt 38% kế hoạch.";
const MORE: &str =
    "Chủ tịch huyện Nông Thị Hà yêu cầu các xã giải quyết dứt điểm vướng mắc về mặt bằng trước ngày 30/6.";

/// A feed whose one item says something else at each poll, so that its page is read again.
fn feed(nth: usize) -> Reply {
    item(&format!("Tóm tắt thứ {nth} của bài."))
}

fn item(summary: &str) -> Reply {
    Reply::ok(format!(
        "<rss version=\"2.0\"><channel><title>Báo</title><item><title>{TITLE}</title><link>/tin-12345.html</link>\
         <description><![CDATA[{summary}]]></description></item></channel></rss>"
    ))
}

fn page(title: &str, html: &str) -> Reply {
    Reply::ok(format!(
        "<!doctype html><html lang=vi><head><meta charset=utf-8></head><body><h1>{title}</h1>\
         <p class=sapo>Sapo của bài.</p><div class=text>{html}</div></body></html>"
    ))
    .header("Content-Type", "text/html")
}

fn paragraphs(first: &str, second: &str) -> String {
    format!("<p>{first}</p><p>{second}</p>")
}

/// A desk whose source shows these versions of one page, one at each pass, `lines` being more of its feeds.toml.
async fn desk_over(pages: Vec<Reply>) -> (Desk, Scripted) {
    let feeds = (1..=pages.len()).map(feed).collect();
    let server = Scripted::with([("/rss", feeds), ("/tin-12345.html", pages)]).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page.body = \".text\"\npage.lead = \".sapo\"");
    (desk, server)
}

fn revisions(desk: &Desk) -> Vec<Revision> {
    Store::open(&desk.config().store.database).unwrap().revisions(ArticleId(1)).unwrap()
}

fn updated(desk: &Desk) -> Timestamp {
    let bytes = std::fs::read(desk.config().publish.directory.join("feeds/tin.atom")).unwrap();
    let feed = feed_rs::parser::parse(bytes.as_slice()).unwrap();
    Timestamp::from_second(feed.entries[0].updated.unwrap().timestamp()).unwrap()
}

/// Whether an article is updated, and its former version kept, when its page says `after` instead of the usual.
async fn is_revised_by(after: Reply) -> bool {
    let (mut desk, _server) = desk_over(vec![page(TITLE, &paragraphs(TEXT, MORE)), after]).await;
    desk.pass().await;
    let published = updated(&desk);
    let pass = desk.pass_after(HOUR * 26).await;
    assert_eq!((pass.revised_entries, pass.pages_read), (1, 1));
    let kept = revisions(&desk);
    assert_eq!(kept.len(), usize::from(updated(&desk) > published), "what was revised is kept");
    if let [before] = kept.as_slice() {
        assert_eq!(before.title, TITLE);
        assert_eq!(before.lead.as_deref(), Some("Sapo của bài."));
        assert_eq!(before.text, format!("{TEXT}\n{MORE}"));
        assert_eq!(before.until, updated(&desk));
    }
    !kept.is_empty()
}

#[tokio::test]
async fn another_number_name_word_or_title_is_a_revision() {
    for (after, what) in [
        (page(TITLE, &paragraphs(&TEXT.replace("12.540", "12.450"), MORE)), "a number"),
        (page(TITLE, &paragraphs(TEXT, &MORE.replace("Nông Thị Hà", "Nông Thị Hạ"))), "a name"),
        (page(TITLE, &paragraphs(TEXT, &MORE.replace("30/6", "30/7"))), "a date"),
        (page(TITLE, &format!("{}<p>Đính chính: tỷ lệ là 37%.</p>", paragraphs(TEXT, MORE))), "a paragraph more"),
        (page(&TITLE.replace("1719", "1720"), &paragraphs(TEXT, MORE)), "the title"),
        (page(TITLE, &format!("<p>{TEXT}</p>")), "a paragraph less"),
    ] {
        assert!(is_revised_by(after).await, "{what}");
    }
}

#[tokio::test]
async fn white_space_clocks_counters_and_teasers_are_no_revision() {
    let more = |line: &str| page(TITLE, &format!("{}{line}", paragraphs(TEXT, MORE)));
    for (after, what) in [
        (page(TITLE, &paragraphs(&TEXT.replace(". Theo", ".&nbsp; Theo"), &MORE.replace(' ', "\n"))), "white space"),
        (page(&TITLE.replace(' ', "  "), &format!("<p>{TEXT} {MORE}</p>")), "another cut into paragraphs"),
        (page(TITLE, &paragraphs(&TEXT.replace("1719. ", "1719… "), MORE)), "punctuation"),
        (page(TITLE, &paragraphs(&TEXT.to_uppercase(), MORE)), "letter case"),
        (more("<p>Cập nhật lúc 10:05</p>"), "a clock"),
        (more("<p>Cập nhật: Thứ Năm, 22/05/2026 10h05 (GMT+7)</p>"), "a date of update"),
        (more("<div>1.234 lượt xem</div>"), "a view counter"),
        (more("<p><a href='/khac-54321.html'>Cao Bằng khởi công 12 km đường liên xã</a></p>"), "a teaser"),
        (more("<aside class=ads><iframe src='https://ads.example/1'></iframe></aside>"), "an advertisement"),
    ] {
        assert!(!is_revised_by(after).await, "{what}");
    }
}

#[tokio::test]
async fn of_an_article_that_is_revised_all_day_the_first_version_and_the_latest_are_kept() {
    let versions: u32 = 20;
    let pages = (1..=versions).map(|n| page(TITLE, &paragraphs(TEXT, &format!("Tin thứ {n}.")))).collect();
    let (mut desk, _server) = desk_over(pages).await;
    desk.pass().await;
    for _ in 1..versions {
        desk.pass_after(HOUR * 26).await;
    }
    let kept: Vec<String> = revisions(&desk).into_iter().map(|kept| kept.text.replace(TEXT, "")).collect();
    let expected = std::iter::once(1).chain(9..versions).map(|n| format!("\nTin thứ {n}."));
    assert_eq!(kept, expected.collect::<Vec<_>>());
    assert_eq!(kept.len(), MOST_REVISIONS);
}

#[tokio::test]
async fn an_article_that_is_its_feeds_text_is_revised_by_its_entry() {
    let summary = |text: &str| item(&format!("<p>{TEXT}</p>{text}"));
    let server = Scripted::with([(
        "/rss",
        vec![summary(""), summary("<p>1.235 lượt xem</p>"), summary("<p>Đính chính: tỷ lệ là 37%.</p>")],
    )])
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page.read = false");
    desk.pass().await;
    let published = updated(&desk);
    assert_eq!(desk.pass_after(HOUR * 26).await.revised_entries, 1);
    assert_eq!((updated(&desk), revisions(&desk).len()), (published, 0), "a counter");
    assert_eq!(desk.pass_after(HOUR * 26).await.revised_entries, 1);
    assert_eq!((updated(&desk), revisions(&desk).len()), (desk.now, 1), "a correction");
    let story = std::fs::read_to_string(desk.config().publish.directory.join("feeds/tin.atom")).unwrap();
    assert!(story.contains("37%"), "{story}");
}
