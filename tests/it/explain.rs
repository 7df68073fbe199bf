//! `bantin explain`: why an article is where it is.

use bantin::pipeline::Pipeline;
use serde_json::Value;

use crate::decisions::{DAY, OTHER, WIRE, address, fails, papers, stories, succeeds};
use crate::desk::Desk;

fn explained(desk: &Desk, item: &str) -> Value {
    serde_json::from_str(&succeeds(desk, &["explain", "--json", item])).unwrap()
}

#[tokio::test]
async fn an_article_or_story_is_found_by_whatever_names_it() {
    let (desk, server) = papers(&[&[WIRE], &[OTHER]]).await;
    desk.pass().await;
    let story = &stories(&desk)[0].id;
    let at = address(&server, 0);
    for item in [
        "1".to_owned(),
        at.clone(),
        format!("{at}?utm_source=rss#top"),
        at.replace("http://", "https://"),
        at.replace("http://", ""),
        story.clone(),
        format!("https://tin.example/story/{story}/"),
        format!("https://tin.example/en/story/{story}/index.html"),
        format!("tag:tin.example,2026:story/{story}"),
    ] {
        let said = succeeds(&desk, &["explain", &item]);
        assert!(said.starts_with("article    1: Họp đánh giá tiến độ\n"), "{item}: {said}");
    }
    for (item, expected) in [
        ("9", "no article has the number 9"),
        ("khong-co", "neither an article's address or number, nor a story's id or link"),
        ("https://tin.example/story/aaaaaaaaaaaaa/", "no story has the id aaaaaaaaaaaaa"),
    ] {
        let said = fails(&desk, &["explain", item]);
        assert!(said.contains(expected), "{item}: {said}");
    }
}

#[tokio::test]
async fn copies_series_story_revisions_and_decisions_are_told_with_their_reasons() {
    let edited = WIRE.replace("giải quyết dứt điểm", "xử lý xong").replace("tổ chức hội nghị", "họp");
    let of_other_place =
        WIRE.replace("21/5", "22/6").replace("12.540", "9.310").replace("38%", "41%").replace("30/6", "31/7");
    let corrected = WIRE.replace("Sáng 21/5", "Chiều 21/5");
    let (mut desk, server) = papers(&[&[WIRE, &corrected], &[&edited], &[&of_other_place], &[OTHER]]).await;
    desk.more("[[topic]]\nid = \"dtts\"\nname = \"Chương trình 1719\"\nstrong = [\"MTQG 1719\"]");
    desk.pass().await;
    desk.pass_after(DAY).await;
    succeeds(&desk, &["join", "1", "4"]);

    let original = explained(&desk, "1");
    assert_eq!(original["group"]["original"], Value::Null);
    let copy = &original["group"]["copies"][0];
    assert_eq!((&copy["id"], &copy["why"]["reason"]), (&2.into(), &"near-text".into()));
    assert!(copy["why"]["jaccard"].as_f64().is_some_and(|share| (0.3..1.0).contains(&share)), "{copy}");
    assert_eq!(original["revisions"][0]["title"], "Họp đánh giá tiến độ");
    assert_eq!(original["topics"][0]["evidence"][0]["quote"], "MTQG 1719");
    assert_eq!(original["series"]["why"]["reason"], "other-numbers");
    assert_eq!(
        (&original["decisions"][0]["decision"], &original["decisions"][0]["applied"]),
        (&"join".into(), &Value::Null)
    );
    assert_eq!(original["apart_from"][0]["id"], 3);
    assert_eq!(original["apart_from"][0]["nearness"]["apart"]["reason"], "series");
    assert_eq!(original["story"]["link"], format!("https://tin.example/story/{}/", stories(&desk)[0].id));

    desk.pass_after(DAY).await;
    let said = succeeds(&desk, &["explain", &address(&server, 1)]);
    for line in [
        "article    2: Tiến độ được đưa ra đánh giá",
        "sources    nguon-1",
        "page       read",
        "copy of    1 “Họp đánh giá tiến độ”",
        "because of nearly the same text (",
        "apart from 3 “Bàn về tiến độ các công trình”",
        ": founded it",
        ": an operator's word",
        "topic      dtts: Chương trình 1719",
        "because the body says “MTQG 1719”",
    ] {
        assert!(said.contains(line), "{line}\n{said}");
    }
    let said = succeeds(&desk, &["explain", "1"]);
    assert!(said.contains("decisions  join 1 4 of ") && said.contains(": done "), "{said}");
    assert!(said.contains("before     until "), "{said}");
    assert!(said.contains(": one template, but other numbers ("), "{said}");
}

#[tokio::test]
async fn topics_and_near_misses_are_told_with_their_words_their_place_and_what_they_lack() {
    let (mut desk, _server) = papers(&[&[WIRE]]).await;
    desk.more("[[topic]]\nid = \"dtts\"\nname = \"Chương trình 1719\"\nstrong = [\"MTQG 1719\"]");
    desk.more("[[topic]]\nid = \"da3\"\nname = \"Mặt bằng\"\ncontext = [\"vướng mắc về mặt bằng\"]");
    desk.pass().await;
    let said = succeeds(&desk, &["explain", "1"]);
    let at = WIRE.find("MTQG 1719").unwrap();
    assert!(said.contains(&format!("the body says “MTQG 1719”  (at {at}, strong rule: MTQG 1719)")), "{said}");
    assert!(said.contains("not        da3: a context counts beside the parent's name"), "{said}");
    assert!(said.contains("the body says “vướng mắc về mặt bằng”"), "{said}");
    let json = explained(&desk, "1");
    assert_eq!(json["near_topics"][0]["topic"], "da3");
    assert_eq!(json["near_topics"][0]["why"]["reason"], "alone");
    assert_eq!(json["topics"][0]["evidence"][0]["weight"], "strong");
}

#[tokio::test]
async fn what_a_provincial_paper_says_of_its_province_is_about_that_one() {
    let text =
        "Đến nay, trên địa bàn tỉnh đã có ba mươi xã làm xong đường; bà con đi chợ không còn phải lội suối như trước.";
    let (mut desk, _server) = papers(&[&[text]]).await;
    desk.pass().await;
    assert_eq!(explained(&desk, "1")["places"], Value::Array(Vec::new()));
    desk.more("place = \"Cao Bằng\"");
    desk.pass().await;
    let place = &explained(&desk, "1")["places"][0];
    assert_eq!((&place["place"], &place["evidence"][0]["quote"]), (&"Cao Bằng".into(), &"bàn tỉnh".into()), "{place}");
}

#[tokio::test]
async fn explaining_only_reads_and_works_beside_a_running_pass() {
    let (desk, _server) = papers(&[&[WIRE], &[WIRE]]).await;
    desk.pass().await;
    let _running = Pipeline::open(desk.config()).unwrap();
    let database = desk.database();
    let writing = database.unchecked_transaction().unwrap();
    writing.execute("UPDATE article SET page_error = 'x'", []).unwrap();
    let said = succeeds(&desk, &["explain", "2"]);
    assert!(said.contains("the same text") && !said.contains("given up"), "{said}");
    writing.rollback().unwrap();
    let before = std::fs::read(desk.config().store.database).unwrap();
    succeeds(&desk, &["explain", "2"]);
    assert_eq!(std::fs::read(desk.config().store.database).unwrap(), before);
}

#[tokio::test]
async fn the_stories_that_an_article_is_near_to_are_told_with_what_speaks_against() {
    let there = "Kon Tum giải ngân 41% vốn Chương trình MTQG 1719 sau sáu tháng. Các xã vùng sâu xin chuyển vốn chăn nuôi sang làm \
                 đường, sở Tài chính gỡ đơn giá giống cây trước mùa mưa, còn Đăk Glei được thêm một trạm bơm và hai nhà văn hóa.";
    let (desk, _server) = papers(&[&[WIRE], &[OTHER], &[OTHER], &[there]]).await;
    desk.pass().await;
    let near = &explained(&desk, "4")["near"][0];
    assert_eq!(stories(&desk).len(), 3);
    assert_eq!(
        (&near["story"], &near["title"]),
        (&explained(&desk, "1")["story"]["id"], &"Họp đánh giá tiến độ".into())
    );
    assert!(near["against"].as_array().unwrap().contains(&"other-titles".into()), "{near}");
    let figure = |name: &str| near[name].as_f64().unwrap();
    assert!(figure("likeness") < figure("similarity"), "{near}");
    let said = succeeds(&desk, &["explain", "4"]);
    assert!(said.contains("\nnear       ") && said.contains("titles with nothing in common"), "{said}");
}
