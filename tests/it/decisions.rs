//! What operators decide of stories: `bantin split` and `bantin join`, beside passes and in later ones.

use std::process::Output;

use bantin::pipeline::Pipeline;
use jiff::SignedDuration;

use crate::commands;
use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

pub const DAY: SignedDuration = SignedDuration::from_hours(26);
pub const WIRE: &str = "Sáng 21/5, UBND huyện Thạch An tổ chức hội nghị đánh giá tiến độ thực hiện Chương trình MTQG 1719. Theo báo \
                    cáo, đến nay huyện đã giải ngân 12.540 triệu đồng, đạt 38% kế hoạch. Chủ tịch huyện yêu cầu các xã giải \
                    quyết dứt điểm vướng mắc về mặt bằng trước ngày 30/6.";
pub const OTHER: &str = "Đội bóng chuyền nữ của xã Lũng Phìn vừa thắng trận chung kết giải các dân tộc trong tỉnh. Hàng trăm người \
                     dân đứng kín quanh sân từ sáng sớm để cổ vũ, và đội trưởng nói các chị chỉ tập được vào buổi tối, sau khi \
                     đã xong việc nương rẫy và cơm nước cho cả nhà.";

/// Of the papers' articles. Without numbers or names, which would tell a series.
pub const TITLES: [&str; 4] =
    ["Họp đánh giá tiến độ", "Tiến độ được đưa ra đánh giá", "Bàn về tiến độ các công trình", "Chung kết bóng chuyền"];

/// Papers 0, 1, 2 …, each with one article: its text at each pass, the last one from then on.
pub async fn papers(texts: &[&[&str]]) -> (Desk, Scripted) {
    let mut answers = Vec::new();
    for (paper, versions) in texts.iter().enumerate() {
        let title = TITLES[paper];
        let feeds = (1..=versions.len()).map(|nth| {
            Reply::ok(format!(
                "<rss version=\"2.0\"><channel><title>Báo</title><item><title>{title}</title>\
                 <link>/bao-{paper}/tin-{paper}2345.html</link><pubDate>Sun, 23 Aug 2026 0{paper}:00:00 +0700</pubDate>\
                 <description>Lần {nth}.</description></item></channel></rss>"
            ))
        });
        let pages = versions.iter().map(|text| {
            Reply::ok(format!(
                "<!doctype html><html lang=vi><meta charset=utf-8><body><h1>{title}</h1><div class=text><p>{text}</p>\
                 </div></body></html>"
            ))
            .header("Content-Type", "text/html")
        });
        // An empty version is none: the paper comes later.
        let is_there = |text: &str| !text.is_empty();
        let start = versions.iter().position(|text| is_there(text)).unwrap();
        let absent = (0..start).map(|_| Reply::status(304));
        answers.push((format!("/{paper}.rss"), absent.chain(feeds.skip(start)).collect()));
        answers.push((format!("/bao-{paper}/tin-{paper}2345.html"), pages.skip(start).collect::<Vec<_>>()));
    }
    let server = Scripted::with(answers.iter().map(|(target, replies)| (target.as_str(), replies.clone()))).await;
    let addresses: Vec<_> = (0..texts.len()).map(|paper| server.url(&format!("/{paper}.rss"))).collect();
    let mut desk = Desk::with(&addresses);
    desk.more("page.body = \".text\"");
    (desk, server)
}

/// The command as the operator types it, beside feeds.toml.
pub fn bantin(desk: &Desk, arguments: &[&str]) -> Output {
    std::fs::write(desk.folder().join("feeds.toml"), desk.text()).unwrap();
    commands::bantin(desk.folder(), arguments)
}

pub fn succeeds(desk: &Desk, arguments: &[&str]) -> String {
    let output = bantin(desk, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

pub fn fails(desk: &Desk, arguments: &[&str]) -> String {
    let output = bantin(desk, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

pub struct Published {
    pub id: String,
    pub papers: Vec<usize>,
    pub why: Vec<Option<String>>,
}

/// The stories as published, by their first paper.
pub fn stories(desk: &Desk) -> Vec<Published> {
    let text = std::fs::read_to_string(desk.config().publish.directory.join("feeds/tin.json")).unwrap();
    let feed: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut stories: Vec<Published> = feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let members = item["_bantin"]["members"].as_array().unwrap();
            let paper = |member: &serde_json::Value| {
                member["source"].as_str().unwrap().trim_start_matches("nguon-").parse::<usize>().unwrap()
            };
            Published {
                id: item["url"].as_str().unwrap().trim_end_matches('/').rsplit('/').next().unwrap().to_owned(),
                papers: members.iter().map(paper).collect(),
                why: members.iter().map(|member| member["same"].as_str().map(str::to_owned)).collect(),
            }
        })
        .collect();
    stories.sort_by(|a, b| a.papers.cmp(&b.papers));
    stories
}

fn papers_of(stories: &[Published]) -> Vec<Vec<usize>> {
    stories.iter().map(|story| story.papers.clone()).collect()
}

pub fn address(server: &Scripted, paper: usize) -> String {
    server.url(&format!("/bao-{paper}/tin-{paper}2345.html")).to_string()
}

/// Where the page of a story that became another leads.
fn leads_to(desk: &Desk, story: &str) -> String {
    let page =
        std::fs::read_to_string(desk.config().publish.directory.join(format!("story/{story}/index.html"))).unwrap();
    let link = page.split("http-equiv=\"refresh\"").nth(1).map(|rest| rest.split("/story/").nth(1).unwrap());
    link.map_or_else(|| story.to_owned(), |link| link.split('/').next().unwrap().to_owned())
}

#[tokio::test]
async fn an_article_that_was_split_from_its_story_is_kept_apart_also_when_it_is_revised_and_rules_change() {
    let edited = WIRE.replace("38%", "39%");
    let (mut desk, server) = papers(&[&[WIRE, WIRE, &edited], &[WIRE, WIRE, &edited], &["", "", "", &edited]]).await;
    desk.pass().await;
    let together = stories(&desk);
    assert_eq!(papers_of(&together), [[0, 1]], "a copy is in its original's story");

    let said = succeeds(&desk, &["split", &address(&server, 1)]);
    assert!(said.contains("leaves its story at the next pass") && said.contains("bantin join 2 1"), "{said}");
    let pass = desk.pass_after(DAY).await;
    assert_eq!((pass.decided, pass.changed), (1, true));
    let apart = stories(&desk);
    assert_eq!(papers_of(&apart), [[0], [1]]);
    assert_eq!(apart[0].id, together[0].id, "the story keeps its link");
    assert_eq!(apart[1].why, [None], "and who left founded another");

    let revised = desk.pass_after(DAY).await;
    assert_eq!((revised.decided, revised.pages_read), (0, 2));
    assert_eq!(papers_of(&stories(&desk)), [[0], [1]], "both are revised, to one text again");

    desk.more("[[topic]]\nid = \"dtts\"\nname = \"1719\"\nstrong = [\"MTQG 1719\"]");
    let with_a_copy = desk.pass_after(DAY).await;
    assert!(with_a_copy.judged >= 3, "rules changed");
    assert_eq!(papers_of(&stories(&desk)), [vec![0, 2], vec![1]], "a later copy brings them together no more");
    let ids: Vec<String> = stories(&desk).into_iter().map(|story| story.id).collect();
    assert_eq!(ids, [apart[0].id.clone(), apart[1].id.clone()]);

    let said = succeeds(&desk, &["join", &address(&server, 1), &apart[0].id]);
    assert!(said.contains("bantin split"), "{said}");
    desk.pass_after(DAY).await;
    let joined = stories(&desk);
    assert_eq!((papers_of(&joined), joined[0].id.as_str()), (vec![vec![0, 1, 2]], together[0].id.as_str()));
    assert_eq!(leads_to(&desk, &apart[1].id), together[0].id, "its link leads to the story that it is in now");
    assert!(!desk.pass_after(DAY).await.changed);
}

#[tokio::test]
async fn stories_that_were_joined_are_one_until_they_are_split() {
    let (mut desk, server) = papers(&[&[WIRE], &[OTHER, OTHER, &format!("{OTHER} Đính chính.")]]).await;
    desk.pass().await;
    let apart = stories(&desk);
    assert_eq!(papers_of(&apart), [[0], [1]]);
    let link = |story: &str| format!("https://tin.example/en/story/{story}/");
    succeeds(&desk, &["join", &link(&apart[0].id), &address(&server, 1).replace("http://", "")]);
    assert_eq!(desk.pass_after(DAY).await.decided, 1);
    for revised in [0, 1] {
        let joined = stories(&desk);
        assert_eq!(papers_of(&joined), [[0, 1]]);
        assert_eq!(joined[0].id, apart[0].id, "the older stays");
        assert_eq!(joined[0].why, [None, Some("operator".to_owned())]);
        assert_eq!(leads_to(&desk, &apart[1].id), apart[0].id);
        assert_eq!(desk.pass_after(DAY).await.pages_read, 1 - revised);
    }

    succeeds(&desk, &["split", &address(&server, 1)]);
    desk.pass_after(DAY).await;
    let again = stories(&desk);
    assert_eq!(papers_of(&again), [[0], [1]]);
    assert_eq!((&again[0].id, &again[1].id), (&apart[0].id, &apart[1].id), "each has its link back");
    assert_eq!(leads_to(&desk, &apart[1].id), apart[1].id);
}

#[tokio::test]
async fn an_original_leaves_with_its_copies_and_the_others_are_led_by_the_earliest() {
    let (mut desk, server) = papers(&[&[WIRE], &[WIRE], &[OTHER], &[OTHER]]).await;
    desk.pass().await;
    assert_eq!(papers_of(&stories(&desk)), [[0, 1], [2, 3]]);
    succeeds(&desk, &["join", "1", "3"]);
    desk.pass_after(DAY).await;
    let joined = stories(&desk);
    assert_eq!(papers_of(&joined), [[0, 1, 2, 3]]);
    succeeds(&desk, &["split", &address(&server, 0)]);
    desk.pass_after(DAY).await;
    let apart = stories(&desk);
    assert_eq!(papers_of(&apart), [[0, 1], [2, 3]]);
    assert_eq!(apart[1].id, joined[0].id, "the story that they leave stays");
    assert_eq!(apart[1].why[0], None, "and has a new first");
    let page =
        std::fs::read_to_string(desk.config().publish.directory.join(format!("story/{}/index.html", apart[1].id)));
    assert!(page.unwrap().contains("<h1 itemprop=\"headline\" lang=\"vi\">Bàn về tiến độ các công trình</h1>"));
}

#[tokio::test]
async fn decisions_are_made_beside_a_running_pass_and_taken_back_before_they_are_done() {
    let (desk, _server) = papers(&[&[WIRE], &[WIRE]]).await;
    desk.pass().await;
    let mut running = Pipeline::open(desk.config()).unwrap();
    succeeds(&desk, &["split", "2"]);
    succeeds(&desk, &["join", "1", "2"]);
    let pass = running.once(desk.now, &|_| ()).await.unwrap();
    assert_eq!(pass.decided, 2);
    assert_eq!(papers_of(&stories(&desk)), [[0, 1]]);
    succeeds(&desk, &["split", "2"]);
    running.once(desk.now, &|_| ()).await.unwrap();
    assert_eq!(papers_of(&stories(&desk)), [[0], [1]]);
}

#[tokio::test]
async fn what_can_t_be_decided_is_said_with_what_to_do() {
    let (desk, server) = papers(&[&[WIRE], &[WIRE], &[OTHER]]).await;
    desk.pass().await;
    let published = stories(&desk);
    let (story, other) = (published[0].id.as_str(), published[1].id.as_str());
    for (arguments, expected) in [
        (["split", "17"].as_slice(), "no article has the number 17"),
        (&["split", "https://bao.example.vn/khong-co"], "no article is at https://bao.example.vn/khong-co"),
        (&["split", "aaaaaaaaaaaaa"], "no story has the id aaaaaaaaaaaaa"),
        (&["split", "Một bài nào đó"], "neither an article's address or number, nor a story's id or link"),
        (&["split", story], "say by its number which of them is to leave it"),
        (&["split", other], "is alone in its story"),
        (&["split", &address(&server, 2)], "is alone in its story"),
        (&["join", "1", "2"], "both are in the story"),
        (&["join", "1", story], "both are in the story"),
    ] {
        let said = fails(&desk, arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    let which = fails(&desk, &["split", story]);
    assert!(which.contains("  2  Tiến độ được đưa ra đánh giá  (nguon-1: https://"), "{which}");
    assert_eq!(desk.pass().await.decided, 0, "nothing was written down");
}
