//! What readers find when they search.

use std::sync::Arc;

use bantin::config::Config;
use bantin::news::ArticleId;
use bantin::pipeline::Searcher;
use bantin::publish::LiveAnswer;
use bantin::render::{Document, SearchResults};
use bantin::search::{Marks, Note};
use bantin::store::{Decision, Store};
use jiff::SignedDuration;

use crate::decisions::succeeds;
use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

/// Title, date and text of an article.
pub type Paper<'a> = (&'a str, &'a str, &'a str);

pub const TOPICS: &str = r#"
[[topic]]
id = "mtqg-1719"
name = "Chương trình 1719"
strong = ["MTQG 1719", "Chương trình 1719"]
[[topic]]
id = "du-an-5"
name = "Dự án 5: Giáo dục"
parent = "mtqg-1719"
strong = ["trường dân tộc bán trú"]
[[topic]]
id = "giam-ngheo"
name = "Giảm nghèo bền vững"
strong = ["giảm nghèo"]
"#;

/// Articles that a source printed, judged and indexed by passes.
pub struct Library {
    pub desk: Desk,
    _server: Scripted,
}

impl Library {
    /// Each article from a source of its own, `nguon-0`, `nguon-1` …, whose pages aren't read.
    pub async fn of(papers: &[Paper<'_>]) -> Self {
        Self::revised(papers, &[]).await
    }

    /// The same, and what sources say from the second pass on.
    async fn revised(papers: &[Paper<'_>], later: &[(usize, Paper<'_>)]) -> Self {
        let feed = |nth: usize, (title, date, text): &Paper<'_>| {
            Reply::ok(format!(
                "<rss version=\"2.0\"><channel><title>Báo {nth}</title><item><title>{title}</title>\
                 <link>/bao-{nth}/tin-{nth}2345.html</link><guid>{nth}</guid><pubDate>{date}</pubDate>\
                 <description><![CDATA[<p>{text}</p>]]></description></item></channel></rss>"
            ))
        };
        let answers: Vec<(String, Vec<Reply>)> = papers
            .iter()
            .enumerate()
            .map(|(nth, paper)| {
                let then = later.iter().filter(|(of, _)| *of == nth).map(|(_, paper)| feed(nth, paper));
                (format!("/{nth}.rss"), std::iter::once(feed(nth, paper)).chain(then).collect())
            })
            .collect();
        let server = Scripted::with(answers.iter().map(|(target, replies)| (target.as_str(), replies.clone()))).await;
        let addresses: Vec<_> = (0..papers.len()).map(|paper| server.url(&format!("/{paper}.rss"))).collect();
        let mut desk = Desk::with(&addresses);
        desk.more(TOPICS);
        let library = Self { desk, _server: server };
        while library.desk.pass().await.pages_waiting > 0 {}
        library
    }

    pub fn config(&self) -> Arc<Config> {
        Arc::new(self.desk.config())
    }

    pub fn results(&self, typed: &str) -> SearchResults {
        Searcher::new(self.config()).search(typed, 1, 20).unwrap()
    }

    /// The titles of the stories that are found, in order.
    fn find(&self, typed: &str) -> Vec<String> {
        self.results(typed).found.into_iter().map(|found| found.story.title).collect()
    }

    /// The page at a path, which must be there.
    pub fn page(&self, path: &str, parameters: &str) -> String {
        String::from_utf8(document(&Searcher::new(self.config()), path, parameters).bytes).unwrap()
    }
}

/// What a search answers, which must be a document.
pub fn document(searcher: &Searcher, path: &str, parameters: &str) -> Document {
    match searcher.answer(path, parameters) {
        LiveAnswer::Found(document) => document,
        other => panic!("{path}?{parameters}: {other:?}"),
    }
}

pub const PEACE: Paper<'_> = (
    "Hồ thủy điện Hoà Bình xả lũ",
    "Sun, 16 Aug 2026 08:00:00 +0700",
    "Hai cửa xả đáy mở từ sáng nay, mực nước hạ nhanh.",
);
pub const FLOWERS: Paper<'_> =
    ("Lễ hội hoa và bình gốm", "Mon, 17 Aug 2026 08:00:00 +0700", "Khách xem hoa trồng trong bình gốm của làng nghề.");
pub const PROGRAMME: Paper<'_> = (
    "Cao Bằng giải ngân vốn MTQG 1719",
    "Tue, 18 Aug 2026 08:00:00 +0700",
    "Tỉnh Cao Bằng đã giải ngân 1.526 tỷ đồng cho vùng đồng bào DTTS, theo báo cáo của UBND tỉnh.",
);
pub const SCHOOL: Paper<'_> = (
    "Trường dân tộc bán trú có bếp mới",
    "Wed, 19 Aug 2026 08:00:00 +0700",
    "Bếp phục vụ 286 học sinh; chi phí của mục tiêu quốc gia về giáo dục là 11719 nghìn đồng.",
);
const POOR: Paper<'_> = (
    "Hộ nghèo ở biên giới giảm mạnh",
    "Thu, 20 Aug 2026 08:00:00 +0700",
    "Công tác giảm nghèo của huyện dựa vào bò sinh sản, còn bền và vững là việc của nhiều năm.",
);
const UNMARKED: Paper<'_> = (
    "Giai bong chuyen nu xa Lung Phin",
    "Fri, 21 Aug 2026 08:00:00 +0700",
    "Doi bong cua xa thang tran chung ket giai.",
);

pub const ALL: [Paper<'_>; 6] = [PEACE, FLOWERS, PROGRAMME, SCHOOL, POOR, UNMARKED];

#[tokio::test]
async fn words_are_found_however_they_are_written_but_never_with_other_tones() {
    let library = Library::of(&ALL).await;
    for typed in ["hòa bình", "hoà bình", "HOÀ BÌNH", "ho\u{300}a bi\u{300}nh", "thuỷ điện", "thủy"] {
        assert_eq!(library.find(typed), [PEACE.0], "{typed}");
    }
    assert_eq!(library.find("hoa bình"), [FLOWERS.0]);
    assert_eq!(library.find("hòa bính"), [""; 0]);
    assert_eq!(library.find("hoà mực xả"), [PEACE.0], "words may stand anywhere");
    assert_eq!(library.find("bóng"), [""; 0], "a text without diacritics has none");
}

#[tokio::test]
async fn a_query_typed_without_diacritics_is_searched_without_them_and_says_so() {
    let library = Library::of(&ALL).await;
    let results = library.results("hoa binh");
    assert_eq!(results.query.marks, Marks::NoneTyped);
    assert_eq!(results.found.len(), 2);
    assert_eq!(library.find("bong chuyen"), [UNMARKED.0]);
    assert_eq!(library.find("bóng chuyền dấu:không"), [UNMARKED.0]);
    assert_eq!(library.find("marks:no \"giam ngheo\""), [POOR.0]);
    assert_eq!(library.find("hoa binh dau:co"), [""; 0], "just as it was typed");
    assert_eq!(library.results("1719").query.marks, Marks::Count, "a number has none anyhow");
    assert_eq!(library.results("mtqg").query.marks, Marks::Count, "an abbreviation is spelt out");
}

#[tokio::test]
async fn one_word_is_found_in_all_its_spellings_and_in_scripts_without_spaces() {
    let date = "Sun, 16 Aug 2026 08:00:00 +0700";
    let rate = ("Tỷ lệ tiêm chủng tăng", date, "Bác sỹ của trạm nói vậy.");
    let other = ("Tỉ lệ chọi vào lớp 10", date, "Quý phụ huynh hồi hộp.");
    let abroad = ("今天北京举行会议", date, "Bản tin tiếng Trung.");
    let library = Library::of(&[rate, other, abroad]).await;
    for typed in ["tỷ lệ", "tỉ lệ", "TỈ LỆ", "ty le", "\"ti le\""] {
        let mut found = library.find(typed);
        found.sort_unstable();
        assert_eq!(found, [other.0, rate.0], "{typed}");
    }
    assert_eq!(library.find("bác sĩ"), [rate.0]);
    assert_eq!(library.find("quí"), [""; 0]);
    assert_eq!(library.find("北京"), [abroad.0]);
    assert_eq!(library.find("京北"), [""; 0]);
}

#[tokio::test]
async fn an_abbreviation_and_what_it_stands_for_are_one() {
    let library = Library::of(&ALL).await;
    for typed in ["MTQG", "mtqg", "mục tiêu quốc gia", "\"mục tiêu quốc gia\"", "muc tieu quoc gia"] {
        let mut found = library.find(typed);
        found.sort_unstable();
        assert_eq!(found, [PROGRAMME.0, SCHOOL.0], "{typed}");
    }
    for typed in ["\"dân tộc thiểu số\"", "dtts", "ubnd", "ủy ban nhân dân", "uỷ ban", "đồng bào dtts"]
    {
        assert_eq!(library.find(typed), [PROGRAMME.0], "{typed}");
    }
    let letter = ("Kỳ họp HĐND xã", "Sun, 16 Aug 2026 08:00:00 +0700", "Hội trường đông kín.");
    let library = Library::of(&[letter]).await;
    for typed in ["hđnd", "HDND", "hdnd xa", "hội đồng nhân dân"] {
        assert_eq!(library.find(typed), [letter.0], "{typed}");
    }
}

#[tokio::test]
async fn a_number_is_itself_and_no_other() {
    let library = Library::of(&ALL).await;
    assert_eq!(library.find("1719"), [PROGRAMME.0]);
    assert_eq!(library.find("11719"), [SCHOOL.0]);
    assert_eq!(library.find("1.526"), [PROGRAMME.0]);
    for typed in ["719", "1.719", "526", "1526"] {
        assert_eq!(library.find(typed), [""; 0], "{typed}");
    }
}

#[tokio::test]
async fn a_phrase_is_found_as_it_stands_and_a_minus_leaves_out() {
    let library = Library::of(&ALL).await;
    assert_eq!(library.find("\"nghèo giảm\""), [""; 0]);
    assert_eq!(library.find("“giảm nghèo”"), [POOR.0]);
    assert_eq!(library.find("\"bền vững\""), [""; 0]);
    assert_eq!(library.find("bền vững"), [POOR.0]);
    assert_eq!(library.find("vốn-MTQG"), [PROGRAMME.0], "what is written without a space is a phrase");
    assert_eq!(library.find("xả -lũ"), [""; 0]);
    assert_eq!(library.find("của -\"làng nghề\" -bếp -DTTS"), [POOR.0]);
}

#[tokio::test]
async fn titles_count_more_than_leads_and_bodies_and_news_more_than_what_is_old() {
    let say = |title: &'static str, day: &'static str, text: &'static str| (title, day, text);
    let library = Library::of(&[
        say(
            "Chuyện trong làng",
            "Wed, 19 Aug 2026 08:00:00 +0700",
            "Ở cuối bản tin có một câu nhắc đến sâm Ngọc Linh.",
        ),
        say("Sâm Ngọc Linh được mùa", "Tue, 18 Aug 2026 08:00:00 +0700", "Giá tăng gấp đôi so với mọi năm trước đây."),
        say("Trồng sâm Ngọc Linh", "Fri, 18 Aug 2023 08:00:00 +0700", "Cây giống phát cho bà con từ đầu mùa mưa."),
    ])
    .await;
    let found = library.find("sâm Ngọc Linh");
    assert_eq!(found, ["Sâm Ngọc Linh được mùa", "Chuyện trong làng", "Trồng sâm Ngọc Linh"]);
    assert_eq!(found, library.find("sâm Ngọc Linh"), "the order is the same each time");
    let newest = library.find("sâm Ngọc Linh xếp:mới");
    assert_eq!(newest, ["Chuyện trong làng", "Sâm Ngọc Linh được mùa", "Trồng sâm Ngọc Linh"]);
}

#[tokio::test]
async fn filters_ask_for_topics_with_what_is_below_them_for_places_and_for_sources() {
    let library = Library::of(&ALL).await;
    let newest = |typed: &str| library.find(&format!("{typed} sort:new"));
    assert_eq!(newest("topic:mtqg-1719"), [SCHOOL.0, PROGRAMME.0]);
    assert_eq!(newest("chude:\"Chương trình 1719\""), [SCHOOL.0, PROGRAMME.0]);
    assert_eq!(newest("chủ-đề:du-an-5"), [SCHOOL.0]);
    assert_eq!(newest("topic:du-an-5 topic:giam-ngheo"), [POOR.0, SCHOOL.0], "one of several is enough");
    assert_eq!(newest("-topic:mtqg-1719"), [UNMARKED.0, POOR.0, FLOWERS.0, PEACE.0]);
    for typed in ["place:cao-bang", "nơi:\"Cao Bằng\"", "noi:caobang", "place:\"cao bang\" 1719"] {
        assert_eq!(newest(typed), [PROGRAMME.0], "{typed}");
    }
    assert_eq!(newest("source:nguon-4"), [POOR.0]);
    assert_eq!(newest("nguồn:\"Nguồn 4\" giảm"), [POOR.0]);
    assert_eq!(newest("source:nguon-4 bếp"), [""; 0]);
}

#[tokio::test]
async fn days_are_those_of_the_sites_zone() {
    let library = Library::of(&[
        // 23:30 on the 18th in Greenwich is the 19th in Hà Nội.
        ("Tin nửa đêm", "Tue, 18 Aug 2026 23:30:00 GMT", "Mưa."),
        ("Tin buổi chiều", "Tue, 18 Aug 2026 10:00:00 GMT", "Mưa."),
        ("Tin tháng trước", "Fri, 31 Jul 2026 10:00:00 GMT", "Mưa."),
    ])
    .await;
    let night = ["Tin nửa đêm"];
    for typed in ["mưa on:2026-08-19", "ngay:19/8/2026 mưa", "mưa tu:2026-08-19", "ngày:19.8.2026"] {
        assert_eq!(library.find(typed), night, "{typed}");
    }
    assert_eq!(library.find("mưa đến:18/8/2026 từ:8/2026"), ["Tin buổi chiều"]);
    assert_eq!(library.find("mưa to:2026-07"), ["Tin tháng trước"]);
    assert_eq!(library.find("mưa on:2026").len(), 3);
    assert_eq!(library.results("mưa from:2026-09 to:2026-08").query.notes, [Note::EmptyPeriod]);
}

#[tokio::test]
async fn a_story_is_found_once_by_the_words_of_any_of_its_articles_also_when_stories_are_merged_and_split() {
    let wire = "Sáng 21/5, UBND huyện Thạch An tổ chức hội nghị đánh giá tiến độ thực hiện Chương trình MTQG 1719. Theo báo \
                cáo, đến nay huyện đã giải ngân được 38% kế hoạch vốn, thấp hơn mức trung bình của cả tỉnh.";
    let other = "Đội bóng chuyền nữ của xã Lũng Phìn vừa thắng trận chung kết giải các dân tộc trong tỉnh, trước hàng trăm \
                 khán giả đứng kín quanh sân từ sáng sớm.";
    let date = "Thu, 20 Aug 2026 08:00:00 +0700";
    let mut library = Library::of(&[
        ("Thạch An họp về tiến độ", date, wire),
        ("Tiến độ ở Thạch An", date, &format!("{wire} Chủ tịch nhắc chuyện nương rẫy.")),
        ("Chung kết bóng chuyền", date, other),
    ])
    .await;
    let one = library.find("tiến độ");
    assert_eq!(one.len(), 1, "copies are one story");
    assert_eq!(library.find("nương rẫy"), one);

    let store = Store::open(&library.desk.config().store.database).unwrap();
    store.decide(Decision::Join(ArticleId(1), ArticleId(3)), library.desk.now).unwrap();
    library.desk.pass_after(SignedDuration::from_hours(1)).await;
    assert_eq!(library.find("bóng chuyền"), library.find("tiến độ"), "a merged story is found as what it is now");

    store.decide(Decision::Split(ArticleId(3)), library.desk.now).unwrap();
    library.desk.pass_after(SignedDuration::from_hours(1)).await;
    assert_eq!(library.find("bóng chuyền"), ["Chung kết bóng chuyền"]);
}

#[tokio::test]
async fn a_revised_article_is_found_by_what_it_says_now_and_a_deleted_one_no_more() {
    let again = ("Hồ Sơn La xả lũ", PEACE.1, "Ba cửa xả mặt mở từ chiều nay.");
    let mut library = Library::revised(&[PEACE, FLOWERS], &[(0, again)]).await;
    assert_eq!(library.find("hòa bình"), [PEACE.0]);
    library.desk.pass_after(SignedDuration::from_hours(30)).await;
    assert_eq!(library.find("hòa bình"), [""; 0]);
    assert_eq!(library.find("\"xả mặt\""), [again.0]);

    let database = library.desk.database();
    database.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM article WHERE id = 1").unwrap();
    assert_eq!(library.find("\"xả mặt\""), [""; 0]);
    let left: i64 = database.query_row("SELECT count(*) FROM spelt_word_docsize", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 1, "nothing of it stays in the index");
}

#[tokio::test]
async fn what_an_older_bantin_stored_is_indexed_by_the_next_pass() {
    let mut library = Library::of(&ALL).await;
    let database = library.desk.database();
    database
        .execute_batch(
            "UPDATE article SET indexed = 0, unjudged = 1; DELETE FROM filed;
             DELETE FROM spelt_word WHERE rowid > 0; DELETE FROM plain_word WHERE rowid > 0",
        )
        .unwrap();
    drop(database);
    assert_eq!(library.find("hòa bình"), [""; 0]);
    library.desk.pass_after(SignedDuration::from_mins(1)).await;
    assert_eq!(library.find("hòa bình"), [PEACE.0]);
    assert_eq!(library.find("topic:giam-ngheo"), [POOR.0]);
}

#[tokio::test]
async fn the_command_finds_what_the_site_finds() {
    let library = Library::of(&ALL).await;
    let said = succeeds(&library.desk, &["search", "mtqg", "place:cao-bang"]);
    assert!(said.contains(PROGRAMME.0) && said.ends_with("1 of 1 story\n"), "{said}");
    let json: serde_json::Value = serde_json::from_str(&succeeds(
        &library.desk,
        &["search", "--json", "--limit", "1", "--", "hoa", "binh", "-gom"],
    ))
    .unwrap();
    assert_eq!((&json["total"], &json["stories"][0]["title"]), (&1.into(), &PEACE.0.into()));
    assert_eq!(json["stories"][0]["source"], "nguon-0");
    assert!(json["notes"][0].as_str().unwrap().contains("no diacritics"), "{json}");
    let quoted = succeeds(&library.desk, &["search", "noi:Cao Bằng", "topc:vốn"]);
    assert!(quoted.contains("did you mean `topic:`?") && quoted.ends_with("0 of 0 stories\n"), "{quoted}");
}
