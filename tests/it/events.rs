//! Stories about one event: what belongs together, and what only looks so.

use std::collections::BTreeMap;
use std::io::BufRead;

use bantin::judge::{SameBecause, Story};
use bantin::news::{ArticleId, StoryId};
use bantin::pipeline::{Text, Trial};
use bantin::render::site;
use bantin::store::Store;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde::Deserialize;
use tempfile::TempDir;

use crate::corpus::corpus;
use crate::newsroom::{config, text};
use crate::testbed::now;

/// A newsroom's store, which texts come to one after another.
struct Room {
    folder: TempDir,
    texts: usize,
}

impl Room {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), texts: 0 }
    }

    fn trial(&self) -> Trial {
        Trial::open(&self.folder.path().join("bantin.db")).unwrap()
    }

    /// The stories of texts as they come: each by its hour, title, lead and body. A process of its own takes them in.
    fn stories(&mut self, texts: &[(i64, &str, &str, &str)]) -> Vec<StoryId> {
        let texts: Vec<Text> =
            texts.iter().map(|(hour, title, lead, body)| self.text(*hour, title, lead, body)).collect();
        let mut trial = self.trial();
        let ids = trial.group(&texts).unwrap();
        ids.iter().map(|id| trial.grouped(*id).unwrap().story).collect()
    }

    fn text(&mut self, hour: i64, title: &str, lead: &str, body: &str) -> Text {
        self.texts += 1;
        Text {
            name: self.texts.to_string(),
            source: format!("bao-{}", self.texts),
            title: title.to_owned(),
            lead: lead.to_owned(),
            body: body.to_owned(),
            published: now() + SignedDuration::from_hours(hour),
        }
    }
}

const FLOOD: (&str, &str, &str) = (
    "Lũ quét ở Nậm Păm, ba người mất tích",
    "Rạng sáng nay, một trận lũ quét tràn qua bản Hua Nậm, xã Nậm Păm, tỉnh Sơn La, cuốn trôi 12 ngôi nhà.",
    "Theo Ban chỉ huy phòng chống thiên tai xã Nậm Păm, mưa lớn kéo dài từ đêm làm nước suối Păm dâng nhanh. Ba người ở bản \
     Hua Nậm mất tích, năm người bị thương. Bộ đội biên phòng và dân quân đang tìm kiếm dọc suối. Đường vào bản bị sạt ở \
     bốn đoạn, điện và sóng điện thoại đều mất.",
);

const FLOOD_OF_ANOTHER: (&str, &str, &str) = (
    "Tìm kiếm ba người bị lũ cuốn tại bản Hua Nậm",
    "Lực lượng biên phòng cùng dân quân xã Nậm Păm, tỉnh Sơn La huy động 80 người tìm nạn nhân trận lũ quét.",
    "Ông Lò Văn Hặc, chủ tịch xã Nậm Păm, cho biết nước suối Păm đã rút. Mười hai ngôi nhà ở bản Hua Nậm bị cuốn trôi, những \
     hộ còn lại được đưa tới trường tiểu học. Bốn đoạn đường vào bản sạt lở, phải đi bộ hai giờ. Trận lũ quét xảy ra rạng \
     sáng sau một đêm mưa lớn.",
);

const FLOOD_ELSEWHERE: (&str, &str, &str) = (
    "Lũ ống ở Tà Rụt, hai người chết",
    "Chiều qua, lũ ống đổ về thôn A Vương, xã Tà Rụt, tỉnh Quảng Trị làm hai người chết, một người bị thương.",
    "Ông Hồ Văn Thiết kể lũ về lúc dân đang đi rẫy. Hai nạn nhân là vợ chồng trú tại thôn A Vương, bị nước cuốn khi qua khe Tà \
     Lao. Huyện hỗ trợ mỗi gia đình 10 triệu đồng. Quốc lộ 15D thông xe trở lại vào tối cùng ngày.",
);

/// Other news of the day, so that words have their frequencies.
const NEWS: &[(&str, &str, &str)] = &[
    (
        "Giá cà phê nhân xô tăng trở lại",
        "Thương lái mua cà phê với giá cao hơn tuần trước.",
        "Tại Đắk Lắk, nông dân giữ hàng chờ giá. Các đại lý nói lượng bán ra chỉ bằng một nửa năm ngoái, kho gần như trống.",
    ),
    (
        "Trường nội trú Mường Chà đón 320 học sinh",
        "Năm học mới bắt đầu với nhà ăn vừa sửa xong.",
        "Học sinh người Mông, người Thái ở lại trường cả tuần. Thầy hiệu trưởng nói phòng ở đủ giường, chăn màn do hội phụ \
         huynh góp.",
    ),
    (
        "Đội bóng chuyền nữ Bắc Ninh vào chung kết",
        "Ba ván thắng liền trong một giờ mười lăm phút.",
        "Chủ công ghi 21 điểm. Huấn luyện viên đội bạn thừa nhận hàng chắn yếu. Trận chung kết đánh vào tối chủ nhật.",
    ),
    (
        "Bệnh viện huyện có máy chạy thận",
        "Người bệnh không còn phải đi 90 km mỗi tuần ba lần.",
        "Mười máy do một quỹ từ thiện tặng. Bốn điều dưỡng được đào tạo sáu tháng tại Hà Nội trước khi nhận ca đầu tiên.",
    ),
];

fn at(
    hour: i64,
    (title, lead, body): (&'static str, &'static str, &'static str),
) -> (i64, &'static str, &'static str, &'static str) {
    (hour, title, lead, body)
}

fn news(hour: i64) -> Vec<(i64, &'static str, &'static str, &'static str)> {
    NEWS.iter().map(|text| at(hour, *text)).collect()
}

#[test]
fn reports_of_one_event_by_two_papers_are_one_story_and_those_of_another_event_are_not() {
    let mut room = Room::new();
    room.stories(&news(0));
    let stories = room.stories(&[at(1, FLOOD), at(4, FLOOD_ELSEWHERE), at(6, FLOOD_OF_ANOTHER)]);
    assert_eq!(stories[0], stories[2]);
    assert_ne!(stories[0], stories[1]);
}

#[test]
fn two_matters_in_a_script_without_spaces_are_two_stories() {
    let mut room = Room::new();
    room.stories(&news(0));
    let flood = (
        "广西多地暴雨引发洪水 数千人转移",
        "",
        "连日来，广西多个县市出现强降雨，河流水位迅速上涨，部分村庄被淹，道路中断。当地政府已组织消防和武警部队转移群众三千二百余人，\
         目前没有人员伤亡的报告。气象部门预计，未来两天雨势将逐渐减弱，但山区仍有发生滑坡和泥石流的危险。",
    );
    let trade = (
        "中越边境口岸水果贸易量创新高",
        "",
        "据海关统计，今年上半年经友谊关口岸进出口的水果达到八十五万吨，同比增长两成。榴莲、火龙果和香蕉是主要品种，运输车辆排队时间\
         缩短到四个小时以内。商人们表示，新的检验设备和电子申报系统让通关更加方便，企业的成本也有所下降。",
    );
    let stories = room.stories(&[at(1, flood), at(2, trade)]);
    assert_ne!(stories[0], stories[1]);
}

#[test]
fn one_programme_in_two_provinces_is_two_stories() {
    let text = |place: &str, chair: &str, sum: &str, more: &str| {
        (
            format!("{place} họp đánh giá Chương trình 1719"),
            format!(
                "Sáng nay, UBND tỉnh {place} đánh giá tiến độ Chương trình mục tiêu quốc gia 1719 vùng đồng bào dân tộc thiểu số."
            ),
            format!(
                "Ông {chair} chủ trì. Toàn tỉnh đã giải ngân {sum} triệu đồng vốn Chương trình mục tiêu quốc gia. {more}"
            ),
        )
    };
    let lai_chau =
        text("Lai Châu", "Lê Văn Lương", "412.300", "Huyện Mường Tè chậm nhất vì thiếu đơn giá khoan giếng.");
    let kon_tum = text("Kon Tum", "A Byot", "230.870", "Các xã Đăk Glei xin chuyển vốn từ chăn nuôi sang làm đường.");
    let mut room = Room::new();
    room.stories(&news(0));
    let stories = room.stories(&[(1, &lai_chau.0, &lai_chau.1, &lai_chau.2), (3, &kon_tum.0, &kon_tum.1, &kon_tum.2)]);
    assert_ne!(stories[0], stories[1]);
}

#[test]
fn what_is_printed_daily_from_one_template_does_not_become_a_story() {
    let mut room = Room::new();
    room.stories(&news(0));
    let mut stories = Vec::new();
    for day in 1..=12 {
        let title = format!("Giá vàng hôm nay {day}/9: vàng miếng giao dịch quanh {} triệu đồng", 70 + day);
        let lead = format!("Giá vàng hôm nay {day}/9 tại các cửa hàng ở Hà Nội biến động nhẹ so với hôm qua.");
        let body = format!(
            "Mở cửa sáng {day}/9, vàng miếng mua vào {},{} triệu đồng, bán ra {},{} triệu đồng một lượng. Vàng nhẫn mua vào \
             {},{} triệu đồng. Giá thế giới ở mức {} USD một ounce. Tỷ giá trung tâm là {} đồng.",
            70 + day,
            day * 3,
            71 + day,
            day * 5,
            69 + day,
            day * 7,
            2300 + day * 11,
            24000 + day * 17,
        );
        stories.extend(room.stories(&[(day * 24, &title, &lead, &body)]));
    }
    let mut distinct = stories.clone();
    distinct.dedup();
    assert_eq!(distinct.len(), stories.len(), "{stories:?}");
}

#[test]
fn a_report_after_days_of_silence_founds_a_story_of_its_own() {
    let mut room = Room::new();
    room.stories(&news(0));
    let stories = room.stories(&[at(1, FLOOD), at(24 * 6, FLOOD_OF_ANOTHER)]);
    assert_ne!(stories[0], stories[1]);
    let open: i64 = database(&room).query_row("SELECT count(*) FROM open_story", [], |row| row.get(0)).unwrap();
    assert_eq!(open, 1, "closed stories leave nothing but their articles");
}

#[test]
fn a_copy_is_in_its_originals_story_and_moves_nothing_in_it() {
    let mut room = Room::new();
    room.stories(&news(0));
    let before = room.stories(&[at(1, FLOOD)]);
    let centre = |room: &Room| -> (i64, Vec<u8>) {
        let read = "SELECT articles, sum FROM open_story WHERE story = ?1";
        database(room).query_row(read, [before[0].as_str()], |row| Ok((row.get(0)?, row.get(1)?))).unwrap()
    };
    let alone = centre(&room);
    assert_eq!(room.stories(&[at(2, FLOOD)]), before);
    assert_eq!(centre(&room), alone);
}

#[test]
fn the_first_article_with_a_text_of_its_own_represents_the_story() {
    let long = FLOOD_OF_ANOTHER.2.repeat(3);
    let mut room = Room::new();
    room.stories(&news(0));
    let (summary, whole) = ((1, FLOOD.0, FLOOD.1, ""), (2, FLOOD_OF_ANOTHER.0, FLOOD_OF_ANOTHER.1, long.as_str()));
    let stories = room.stories(&[summary, whole, at(3, FLOOD)]);
    assert_eq!((&stories[0], &stories[0]), (&stories[1], &stories[2]));
    let represented = "SELECT content ->> '$.title.value' FROM story JOIN article ON article.id = representative
                       WHERE story.id = ?1";
    let title: String = database(&room).query_row(represented, [stories[0].as_str()], |row| row.get(0)).unwrap();
    assert_eq!(title, FLOOD_OF_ANOTHER.0);
}

/// All stories as they are published, by id.
fn published(room: &Room) -> BTreeMap<StoryId, Story> {
    let ids: Vec<StoryId> = {
        let database = database(room);
        let mut query = database.prepare("SELECT id FROM story").unwrap();
        query.query_map([], |row| row.get::<_, String>(0).map(StoryId::new)).unwrap().map(Result::unwrap).collect()
    };
    let store = Store::open(&room.folder.path().join("bantin.db")).unwrap();
    let stories = store.stories_of(&ids, |_| "vi".to_owned()).unwrap();
    stories.into_iter().map(|story| (story.id.clone(), story)).collect()
}

/// Each story with its articles.
fn published_members(room: &Room) -> BTreeMap<StoryId, Vec<ArticleId>> {
    let members = |story: Story| story.members.iter().map(|member| member.article).collect();
    published(room).into_iter().map(|(id, story)| (id, members(story))).collect()
}

#[test]
fn who_reports_an_event_later_is_named_in_its_story_which_stays_as_it_was() {
    let mut room = Room::new();
    room.stories(&news(0));
    let id = room.stories(&[at(1, FLOOD)]).remove(0);
    let before = published(&room).remove(&id).unwrap();
    room.stories(&[at(6, FLOOD_OF_ANOTHER)]);
    let mut stories = published(&room);
    let after = stories.remove(&id).unwrap();
    let names: Vec<&str> = after.members.iter().map(|member| member.source.as_str()).collect();
    assert_eq!(names, ["bao-5", "bao-6"]);
    assert!(matches!(after.members[1].why, Some(SameBecause::SameEvent { similarity }) if similarity > 0.1));
    assert_eq!(Story { members: before.members.clone(), ..after.clone() }, before);

    let documents = site(&config(), &[after]).unwrap();
    // What its headline doesn't share with the story's is marked.
    let page = text(&documents, &format!("story/{id}/index.html")).replace("<mark>", "").replace("</mark>", "");
    for shown in [FLOOD.0, FLOOD.1, FLOOD_OF_ANOTHER.0, "cùng sự việc", "đăng đầu tiên"] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(!page.contains(FLOOD_OF_ANOTHER.1));
}

fn database(room: &Room) -> rusqlite::Connection {
    rusqlite::Connection::open(room.folder.path().join("bantin.db")).unwrap()
}

/// Articles of a few days that have words in common at random: the hour, the title and the body of each.
fn stream() -> impl Strategy<Value = Vec<(i64, String, String)>> {
    let word =
        || prop::sample::select(vec!["lũ", "quét", "bản", "Nậm", "Păm", "cầu", "sập", "xã", "Tà", "Rụt", "vốn", "chợ"]);
    let text = |words| prop::collection::vec(word(), words).prop_map(|words| words.join(" "));
    prop::collection::vec((0_i64..30, text(4..8), text(20..60)), 2..12).prop_map(|mut articles| {
        let mut hour = 0;
        for article in &mut articles {
            hour += article.0;
            article.0 = hour;
        }
        articles
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn stories_are_the_same_wherever_a_process_ends_and_another_goes_on(
        stream in stream(),
        ends in prop::collection::vec(any::<bool>(), 12),
    ) {
        let texts: Vec<_> = stream.iter().map(|(hour, title, body)| (*hour, title.as_str(), "", body.as_str())).collect();
        let (mut one, mut several) = (Room::new(), Room::new());
        one.stories(&texts);
        let mut from = 0;
        for at in 0..texts.len() {
            if ends[at] || at + 1 == texts.len() {
                several.stories(&texts[from..=at]);
                from = at + 1;
            }
        }
        prop_assert_eq!(published_members(&several), published_members(&one));
    }
}

#[derive(Deserialize)]
struct Written {
    title: String,
    #[serde(default)]
    lead: String,
    #[serde(default)]
    body: String,
}

#[test]
fn articles_about_one_programme_are_not_one_story_for_that() {
    let lines = [include_str!("../fixtures/topics/articles.jsonl"), include_str!("../fixtures/topics/held-out.jsonl")];
    let written: Vec<Written> =
        lines.iter().flat_map(|lines| lines.lines()).map(|line| serde_json::from_str(line).unwrap()).collect();
    let texts: Vec<_> = (0..)
        .zip(&written)
        .map(|(nth, text): (i64, _)| (nth / 2, text.title.as_str(), text.lead.as_str(), text.body.as_str()))
        .collect();
    let mut sizes: BTreeMap<StoryId, usize> = BTreeMap::new();
    Room::new().stories(&texts).into_iter().for_each(|story| *sizes.entry(story).or_default() += 1);
    let pairs: usize = sizes.values().map(|size| size * (size - 1) / 2).sum();
    // A few of them are on one decision or session.
    assert!(pairs <= 20, "{pairs} pairs in one story");
}

#[derive(Deserialize)]
struct Labelled {
    ts: i64,
    title: String,
    summary: String,
    body: String,
    story: Option<String>,
}

/// The labelled articles among every third of the others, by time.
fn labelled() -> Option<Vec<Labelled>> {
    let file = std::fs::File::open(corpus()?.join("stories/articles.jsonl.gz")).unwrap();
    let lines = std::io::BufReader::new(flate2::read::GzDecoder::new(file)).lines();
    let mut articles: Vec<Labelled> = lines
        .enumerate()
        .map(|(at, line)| (at, serde_json::from_str::<Labelled>(&line.unwrap()).unwrap()))
        .filter(|(at, article)| article.story.is_some() || at % 3 == 0)
        .map(|(_, article)| article)
        .collect();
    articles.sort_by_key(|article| article.ts);
    Some(articles)
}

/// B³ F1 (Bagga and Baldwin 1998) and the F1 of pairs, over the labelled articles; others in their stories are errors to
/// the first.
fn scores(articles: &[Labelled], found: &[StoryId]) -> (f64, f64) {
    let count = |key: &dyn Fn(usize) -> Option<String>| {
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        (0..articles.len()).filter_map(key).for_each(|key| *counts.entry(key).or_default() += 1.0);
        counts
    };
    let gold = |at: usize| articles[at].story.clone();
    let in_found = count(&|at| Some(found[at].to_string()));
    let labelled_in_found = count(&|at| gold(at).map(|_| found[at].to_string()));
    let in_gold = count(&gold);
    let both = count(&|at| Some(format!("{} {}", gold(at)?, found[at])));
    let (mut precision, mut recall, mut scored) = (0.0, 0.0, 0.0);
    for at in 0..articles.len() {
        let Some(story) = gold(at) else { continue };
        let shared = both[&format!("{story} {}", found[at])];
        precision += shared / in_found[&found[at].to_string()];
        recall += shared / in_gold[&story];
        scored += 1.0;
    }
    let f1 = |precision: f64, recall: f64| 2.0 * precision * recall / (precision + recall);
    let pairs = |counts: &BTreeMap<String, f64>| counts.values().map(|n| n * (n - 1.0) / 2.0).sum::<f64>();
    let shared = pairs(&both);
    (f1(precision / scored, recall / scored), f1(shared / pairs(&labelled_in_found), shared / pairs(&in_gold)))
}

#[test]
fn the_corpus_articles_are_put_into_the_stories_that_people_put_them_into() {
    let Some(articles) = labelled() else { return };
    let mut room = Room::new();
    let texts: Vec<Text> = articles
        .iter()
        .map(|article| Text {
            published: Timestamp::from_second(article.ts).unwrap(),
            ..room.text(0, &article.title, &article.summary, &article.body)
        })
        .collect();
    let mut trial = room.trial();
    let ids = trial.group(&texts).unwrap();
    let found: Vec<StoryId> = ids.iter().map(|id| trial.grouped(*id).unwrap().story).collect();
    let (b_cubed, pairs) = scores(&articles, &found);
    println!("{} articles: B³ F1 {b_cubed:.3}, pair F1 {pairs:.3}", articles.len());
    assert!(b_cubed >= 0.92 && pairs >= 0.88, "B³ F1 {b_cubed:.3}, pair F1 {pairs:.3}");
}
