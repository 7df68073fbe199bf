//! What is withdrawn leaves a tombstone, and comes back from nowhere but by who withdrew it.

use std::fs;

use bantin::judge::{Tombstone, WithdrawnBy};
use bantin::publish::Serving;
use bantin::render::{site_with, story_link};
use jiff::SignedDuration;

use crate::decisions::{DAY, OTHER, WIRE, address, fails, papers, stories, succeeds};
use crate::desk::Desk;
use crate::newsroom;
use crate::scripted::{Reply, Scripted};
use crate::xml::Element;

fn published(desk: &Desk, path: &str) -> Option<String> {
    fs::read_to_string(desk.config().publish.directory.join(path)).ok()
}

fn atom(desk: &Desk) -> Element {
    Element::parse(&published(desk, "feeds/tin.atom").unwrap())
}

/// The ids of the entries that the Atom feed says are deleted.
fn deleted(desk: &Desk) -> Vec<String> {
    let feed = atom(desk);
    feed.all("at:deleted-entry").map(|it| it.attribute("ref").replace("tag:tin.example,2026:story/", "")).collect()
}

fn papers_of(desk: &Desk) -> Vec<Vec<usize>> {
    stories(desk).into_iter().map(|story| story.papers).collect()
}

#[tokio::test]
async fn a_withdrawn_story_leaves_a_tombstone_and_no_source_brings_it_back() {
    let revised = format!("{WIRE} Đính chính.");
    let late = ["", "", WIRE];
    let (mut desk, server) = papers(&[&[WIRE, WIRE, &revised], &[WIRE], &late, &[OTHER]]).await;
    desk.pass().await;
    let before = stories(&desk);
    assert_eq!(papers_of(&desk), [vec![0, 1], vec![3]]);
    let id = before[0].id.clone();

    let said = succeeds(&desk, &["withdraw", &format!("https://tin.example/story/{id}/"), "--why", "Tòa yêu  cầu gỡ"]);
    assert!(said.contains("with all 2 of its articles") && said.contains("bantin republish 1"), "{said}");
    let pass = desk.pass_after(DAY).await;
    assert_eq!((pass.decided, pass.changed), (1, true));
    assert_eq!(papers_of(&desk), [[3]]);
    let feed = atom(&desk);
    let tombstone = feed.child("at:deleted-entry").unwrap();
    assert_eq!(tombstone.attribute("ref"), format!("tag:tin.example,2026:story/{id}"));
    assert_eq!(newsroom::at(tombstone.attribute("when")), desk.now);
    assert_eq!(tombstone.child("at:comment").unwrap().text, "Tòa yêu cầu gỡ");
    assert_eq!(tombstone.child("at:by").unwrap().child("name").unwrap().text, "Tin");
    assert_eq!(newsroom::at(&feed.child("updated").unwrap().text), desk.now);
    for file in ["feeds/tin.rss", "feeds/tin.json", "index.html"] {
        let text = published(&desk, file).unwrap();
        assert!(!text.contains(&id) && !text.contains("Thạch An"), "{file}");
    }
    for (folder, words) in [("", "Tin đã được gỡ"), ("en/", "This story was withdrawn")] {
        assert_eq!(published(&desk, &format!("{folder}story/{id}/index.html")), None);
        let gone = published(&desk, &format!("{folder}story/{id}/410.html")).unwrap();
        assert!(gone.contains(words) && gone.contains("Tòa yêu cầu gỡ") && !gone.contains("Thạch An"), "{gone}");
    }

    let revised = desk.pass_after(DAY).await;
    assert!(
        revised.revised_entries > 0 && revised.new_entries == 1,
        "another paper brings it, and the first revises it"
    );
    assert_eq!((papers_of(&desk), deleted(&desk)), (vec![vec![3]], vec![id.clone()]));
    desk.more("[[topic]]\nid = \"dtts\"\nname = \"1719\"\nstrong = [\"MTQG 1719\"]");
    desk.pass_after(DAY).await;
    assert_eq!((papers_of(&desk), deleted(&desk)), (vec![vec![3]], vec![id.clone()]), "nor do other rules");
    assert!(fails(&desk, &["withdraw", "1", "--why", "x"]).contains("is withdrawn already"));

    let said = succeeds(&desk, &["republish", &address(&server, 1)]);
    assert!(said.contains("is published again"), "{said}");
    desk.pass_after(DAY).await;
    assert_eq!((papers_of(&desk), deleted(&desk)), (vec![vec![0, 1, 2], vec![3]], Vec::new()));
    assert_eq!(stories(&desk)[0].id, id, "under its own link");
    assert!(published(&desk, &format!("story/{id}/index.html")).is_some());
    assert_eq!(published(&desk, &format!("story/{id}/410.html")), None);
}

#[tokio::test]
async fn an_article_is_withdrawn_with_its_copies_and_the_others_of_its_story_stay() {
    let (mut desk, server) = papers(&[&[WIRE], &[WIRE], &[OTHER]]).await;
    desk.pass().await;
    succeeds(&desk, &["join", "1", "3"]);
    desk.pass_after(DAY).await;
    let story = stories(&desk);
    assert_eq!(story[0].papers, [0, 1, 2]);
    succeeds(&desk, &["withdraw", &address(&server, 1), "--why", "Sai sự thật"]);
    desk.pass_after(DAY).await;
    let after = stories(&desk);
    assert_eq!((after[0].papers.clone(), &after[0].id), (vec![2], &story[0].id), "its id stays");
    assert!(deleted(&desk).is_empty());
    let page = published(&desk, &format!("story/{}/index.html", story[0].id)).unwrap();
    assert!(!page.contains("Thạch An"), "{page}");
    succeeds(&desk, &["withdraw", &story[0].id, "--why", "Cũng sai"]);
    desk.pass_after(DAY).await;
    assert_eq!(deleted(&desk)[0], story[0].id);
    assert_eq!(deleted(&desk).len(), 2, "and the id of the story that was joined to it");
    succeeds(&desk, &["republish", &story[0].id]);
    desk.pass_after(DAY).await;
    assert_eq!(papers_of(&desk), [[0, 1, 2]], "a story is restored with all that was withdrawn of it");
}

#[tokio::test]
async fn a_story_that_turns_out_to_be_a_copy_of_a_withdrawn_one_goes_too() {
    let item = |n: usize, title: &str| {
        vec![Reply::ok(format!(
            "<rss version=\"2.0\"><channel><title>Báo</title><item><title>{title}</title><link>/tin-{n}2345.html</link>\
             </item></channel></rss>"
        ))]
    };
    let page = |title: &str| {
        let html = format!("<!doctype html><h1>{title}</h1><div class=text><p>{WIRE}</p></div>");
        Reply::ok(html).header("Content-Type", "text/html; charset=utf-8")
    };
    let (first, second) = ("Thạch An họp về 1719", "Bàn về tiến độ các công trình");
    let server = Scripted::with([
        ("/0.rss", item(0, first)),
        ("/1.rss", item(1, second)),
        ("/tin-02345.html", vec![page(first)]),
        ("/tin-12345.html", vec![Reply::status(503), page(second)]),
    ])
    .await;
    let mut desk = Desk::with(&[server.url("/0.rss"), server.url("/1.rss")]);
    desk.more("page.body = \".text\"");
    desk.pass().await;
    let apart = stories(&desk);
    assert_eq!(papers_of(&desk), [[0], [1]], "until its page is read");
    succeeds(&desk, &["withdraw", &apart[0].id, "--why", "Gỡ"]);
    desk.pass_after(DAY).await;
    assert!(papers_of(&desk).is_empty());
    let mut both = [apart[0].id.clone(), apart[1].id.clone()];
    both.sort();
    let mut gone = deleted(&desk);
    gone.sort();
    assert_eq!(gone, both, "whoever has it by its other id is told");
    assert!(published(&desk, &format!("story/{}/410.html", apart[1].id)).is_some());
}

#[tokio::test]
async fn what_is_withdrawn_is_found_by_no_search_whatever_comes_after() {
    let (mut desk, server) = papers(&[&[WIRE], &[OTHER], &["", "", WIRE]]).await;
    desk.pass().await;
    succeeds(&desk, &["join", "1", "2"]);
    desk.pass_after(DAY).await;
    let found = |desk: &Desk| {
        let said = succeeds(desk, &["search", "--json", "Thạch An"]);
        serde_json::from_str::<serde_json::Value>(&said).unwrap()["total"].as_u64().unwrap()
    };
    assert_eq!(found(&desk), 1);
    succeeds(&desk, &["withdraw", &address(&server, 0), "--why", "Sai sự thật"]);
    assert_eq!(desk.pass_after(DAY).await.new_entries, 1, "a copy comes");
    assert_eq!((papers_of(&desk), found(&desk)), (vec![vec![1]], 0));
    desk.more("[[topic]]\nid = \"dtts\"\nname = \"1719\"\nstrong = [\"MTQG 1719\"]");
    assert!(desk.pass_after(DAY).await.judged > 1, "and other rules");
    assert_eq!(found(&desk), 0);
    succeeds(&desk, &["republish", &address(&server, 0)]);
    desk.pass_after(DAY).await;
    assert_eq!(found(&desk), 1);
}

#[tokio::test]
async fn a_withdrawn_articles_page_is_not_read_any_more() {
    let rss = "<rss version=\"2.0\"><channel><title>Báo</title><item><title>Thạch An họp về 1719</title>\
               <link>/tin-12345.html</link></item></channel></rss>";
    let html = format!("<!doctype html><h1>Thạch An họp về 1719</h1><div class=text><p>{WIRE}</p></div>");
    let page = Reply::ok(html).header("Content-Type", "text/html; charset=utf-8");
    let server =
        Scripted::with([("/rss", vec![Reply::ok(rss)]), ("/tin-12345.html", vec![Reply::status(503), page])]).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.pass().await;
    succeeds(&desk, &["withdraw", "1", "--why", "Gỡ"]);
    assert_eq!(desk.pass_after(DAY).await.pages_read, 0);
    succeeds(&desk, &["republish", "1"]);
    assert_eq!(desk.pass_after(DAY).await.pages_read, 1, "it is when the article is there again");
}

#[tokio::test]
async fn what_can_t_be_withdrawn_or_republished_is_said() {
    let (desk, _server) = papers(&[&[WIRE]]).await;
    desk.pass().await;
    for (arguments, expected) in [
        (["withdraw", "7", "--why", "x"].as_slice(), "no article has the number 7"),
        (&["withdraw", "1", "--why", "  "], "say why"),
        (&["republish", "1"], "isn't withdrawn"),
    ] {
        let said = fails(&desk, arguments);
        assert!(said.contains(expected), "{arguments:?}: {said}");
    }
    succeeds(&desk, &["withdraw", "1", "--why", "x"]);
    succeeds(&desk, &["republish", "1"]);
    assert_eq!(desk.pass().await.decided, 2);
    assert_eq!(papers_of(&desk), [[0]], "taken back before it was done");
}

/// A paper's three articles, of which the second is missing from the third poll on and its page answers `pages` by then.
async fn pulled(pages: &[u16]) -> (Desk, Scripted) {
    let item = |n: usize| format!("<item><title>Bài số {n}</title><link>/bai-{n}2345.html</link></item>");
    let feed = |ns: &[usize]| {
        let items: String = ns.iter().map(|n| item(*n)).collect();
        Reply::ok(format!("<rss version=\"2.0\"><channel><title>Báo</title>{items}</channel></rss>"))
    };
    let page = |n: usize| {
        let text =
            ["Nước về bản sau ba năm chờ đợi.", "Lớp học nghề mở ở xã vùng cao.", "Bò giống được mua tại chỗ."][n - 1];
        let html = format!("<!doctype html><h1>Bài số {n}</h1><div class=text><p>{text}</p></div>");
        Reply::ok(html).header("Content-Type", "text/html; charset=utf-8")
    };
    let second = std::iter::once(page(2)).chain(pages.iter().map(|status| match status {
        200 => page(2),
        status => Reply::status(*status),
    }));
    let server = Scripted::with([
        ("/rss", vec![feed(&[3, 2, 1]), feed(&[3, 1])]),
        ("/bai-12345.html", vec![page(1)]),
        ("/bai-22345.html", second.collect()),
        ("/bai-32345.html", vec![page(3)]),
    ])
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page.body = \".text\"");
    (desk, server)
}

/// How many stories there are after each pass, a day apart.
async fn days(desk: &mut Desk, count: usize) -> Vec<usize> {
    let mut left = Vec::new();
    for day in 0..count {
        desk.pass_after(SignedDuration::from_hours(if day == 0 { 0 } else { 24 })).await;
        left.push(stories(desk).len());
    }
    left
}

#[tokio::test]
async fn an_article_that_its_publisher_takes_down_is_withdrawn_once_that_is_sure() {
    let (mut desk, _server) = pulled(&[404, 410, 503, 404, 404]).await;
    let (mut stays, _other) = pulled(&[404, 404, 200]).await;
    assert_eq!(days(&mut desk, 7).await, [3, 3, 3, 3, 2, 2, 2]);
    assert_eq!(deleted(&desk).len(), 1);
    let feed = atom(&desk);
    assert_eq!(feed.child("at:deleted-entry").unwrap().child("at:comment").unwrap().text, "Báo đã đăng bài đã gỡ bài.");
    assert_eq!(days(&mut stays, 7).await, [3; 7], "a page that comes back was never gone");
}

#[tokio::test]
async fn the_page_of_a_withdrawn_story_answers_that_it_is_gone() {
    let stories = newsroom::stories();
    let tombstone = Tombstone::of(
        stories[0].clone(),
        newsroom::at("2026-10-10T00:00:00Z"),
        WithdrawnBy::Operator { why: "Lý do & <b>".to_owned() },
    );
    let config = newsroom::config();
    let documents = site_with(&config, &stories[1..], &[tombstone]).unwrap();
    for document in &documents {
        assert_eq!(crate::feed_rules::broken(document), [""; 0], "{}", document.path);
    }
    let topic = newsroom::text(&documents, "topic/mtqg-1719-da1/feed.atom");
    assert!(topic.contains("at:deleted-entry"), "it was in the feeds of its topics");
    assert!(!newsroom::text(&documents, "topic/giam-ngheo/feed.atom").contains("deleted-entry"));
    let path = story_link(&config.site, &stories[0].id).replace("https://bantin.example", "");
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    newsroom::publish(&public, &documents).unwrap();
    let serving = Serving::new(&public);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(bantin::publish::serve(listener, bantin::publish::Site::new(serving), std::future::pending()));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for path in [path.clone(), format!("/en{path}"), path.trim_end_matches('/').to_owned()] {
        let answer = client.get(format!("http://{address}{path}")).send().await.unwrap();
        assert_eq!(answer.status(), 410, "{path}");
        assert!(answer.text().await.unwrap().contains("Lý do &#38; &#60;b&#62;"), "{path}");
    }
    let never = client.get(format!("http://{address}/story/aaaaaaaaaaaaa/")).send().await.unwrap();
    assert_eq!(never.status(), 404);
}
