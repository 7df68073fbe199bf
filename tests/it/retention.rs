//! What is past its time is purged, and comes back from nowhere.

use std::fs;
use std::sync::Arc;
use std::time::Duration;

use bantin::publish::Serving;
use jiff::SignedDuration;
use tokio::sync::Notify;

use crate::decisions::{OTHER, WIRE, fails, papers, stories, succeeds};
use crate::desk::{Desk, rss};
use crate::publication::{self, BETWEEN, Event, KEEP, tree};
use crate::scripted::{Reply, Scripted};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn count(desk: &Desk, table: &str) -> i64 {
    desk.database().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

fn published(desk: &Desk, path: &str) -> bool {
    desk.config().publish.directory.join(path).is_file()
}

/// Tables that hold something of an article or a story.
const ALL: [&str; 19] = [
    "article",
    "story",
    "entry",
    "identity",
    "revision",
    "page_trace",
    "copy_print",
    "kept_apart",
    "decision",
    "open_story",
    "figure",
    "filed",
    "channel_story",
    "channel_due",
    "spelt_word('\"cao bằng\"')",
    "plain_word('\"cao bang\"')",
    "spelt_word_docsize",
    "plain_word_docsize",
    "progress_due",
];

#[tokio::test]
async fn old_stories_are_purged_with_all_that_is_stored_of_them_and_no_source_brings_them_back() {
    let passes = [
        vec![Event::News(12)],
        vec![Event::Revision(3), Event::Copy(3), Event::Copy(4), Event::Join(1, 2), Event::Split(3)],
    ];
    let (mut desk, _server) = publication::desk(&passes, 3).await;
    for events in &passes {
        publication::pass(&mut desk, events).await;
    }
    let filled = ALL.map(|table| (table, count(&desk, table)));
    for (table, rows) in filled {
        let is_empty_anyhow = ["page_trace", "channel_due", "progress_due"].contains(&table);
        assert!(rows > 0 || is_empty_anyhow, "{table} has something to be purged");
    }
    let ids: Vec<String> = {
        let database = desk.database();
        let mut query = database.prepare("SELECT id FROM story").unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    desk.more(KEEP);
    let early = desk.pass_after(DAY * 30).await;
    assert_eq!((early.purged, count(&desk, "article")), (0, filled[0].1), "not before their time");

    let pass = desk.pass_after(DAY * 80).await;
    assert!(pass.purged > 5 && pass.changed && pass.summary().contains("old stories purged"), "{}", pass.summary());
    for table in ALL {
        assert_eq!(count(&desk, table), 0, "{table}");
    }
    for id in &ids {
        assert!(published(&desk, &format!("gone/{id}")), "{id}");
        assert!(
            !published(&desk, &format!("story/{id}/index.html"))
                && !published(&desk, &format!("en/story/{id}/index.html"))
        );
    }
    for (path, (_, bytes)) in tree(&desk) {
        let text = String::from_utf8_lossy(&bytes);
        assert!(path.starts_with("gone") || ids.iter().all(|id| !text.contains(id)), "{}", path.display());
    }
    let left: Vec<_> = tree(&desk).into_keys().map(|path| path.display().to_string()).collect();
    assert!(left.iter().all(|path| !path.starts_with("feeds/tin/") && !path.contains("page/")), "no archive: {left:?}");
    assert!(left.iter().all(|path| !path.starts_with("archive/2") && !path.starts_with("sitemaps/2")), "{left:?}");

    let again = desk.pass_after(BETWEEN).await;
    assert_eq!(
        (again.polled, again.new_entries, again.purged, again.changed),
        (2, 0, 0, false),
        "the papers still list them"
    );
    assert!(count(&desk, "purged") >= 12);
    assert!(fails(&desk, &["explain", &ids[0]]).contains("has been purged"));
}

#[tokio::test]
async fn what_is_left_is_published_as_if_it_had_been_published_at_once() {
    let passes = [vec![Event::News(40), Event::Copy(3)], vec![], vec![Event::News(2)]];
    let (mut desk, _server) = publication::desk(&passes, 4).await;
    publication::pass(&mut desk, &passes[0]).await;
    desk.more(KEEP);
    desk.now = "2026-10-25T05:00:00Z".parse().unwrap();
    let pass = desk.pass().await;
    let left = count(&desk, "article");
    assert!(pass.purged > 5 && left > 5, "{} purged, {left} left", pass.purged);
    publication::pass(&mut desk, &passes[2]).await;
    let by_changes = tree(&desk);
    let first_archive = (1..100).find(|n| published(&desk, &format!("feeds/tin/{n}.atom"))).unwrap();
    let text =
        fs::read_to_string(desk.config().publish.directory.join(format!("feeds/tin/{first_archive}.atom"))).unwrap();
    assert!(!text.contains("prev-archive") && text.contains("<entry>"), "the archive begins where stories do");
    fs::remove_dir_all(desk.config().publish.directory).unwrap();
    desk.pass().await;
    publication::assert_same(&by_changes, &tree(&desk));
}

#[tokio::test]
async fn what_was_withdrawn_or_revised_lately_stays_and_so_does_the_story_that_it_is_in() {
    let revised = format!("{WIRE} Đính chính: 39%.");
    let (mut desk, _server) = papers(&[&[WIRE, WIRE, &revised], &[OTHER], &[OTHER]]).await;
    desk.pass().await;
    let ids: Vec<String> = stories(&desk).into_iter().map(|story| story.id).collect();
    succeeds(&desk, &["withdraw", &ids[1], "--why", "Gỡ"]);
    desk.pass_after(DAY).await;
    desk.pass_after(DAY * 60).await;
    desk.more(KEEP);
    assert_eq!(desk.pass_after(DAY * 60).await.purged, 0);
    assert_eq!(stories(&desk)[0].id, ids[0], "it was revised 60 days ago");
    assert!(published(&desk, &format!("story/{}/410.html", ids[1])), "and a withdrawn one's tombstone stays");
    assert_eq!(desk.pass_after(DAY * 60).await.purged, 1);
    assert!(published(&desk, &format!("gone/{}", ids[0])) && !published(&desk, &format!("gone/{}", ids[1])));
}

#[tokio::test]
async fn an_item_of_long_ago_is_gone_before_it_is_published() {
    let item = "<item><title>Tin cũ</title><link>/tin-cu-12345.html</link><pubDate>Mon, 02 Jan 2017 08:00:00 +0700</pubDate></item>";
    let feed = format!("<rss version=\"2.0\"><channel><title>Báo</title>{item}</channel></rss>");
    let server =
        Scripted::with([("/rss", vec![Reply::ok(feed)]), ("/tin-cu-12345.html", vec![Reply::status(404)])]).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more(KEEP);
    let pass = desk.pass().await;
    assert_eq!((pass.new_entries, pass.purged), (1, 1));
    assert!(!published(&desk, "archive/2017-01/index.html"));
    assert_eq!(desk.pass_after(BETWEEN).await.new_entries, 0);
    assert_eq!(
        server.targets().iter().filter(|target| target.contains("tin-cu")).count(),
        1,
        "nor is its page asked for again"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_comes_after_its_article_was_purged_breaks_no_pass() {
    let gate = Arc::new(Notify::new());
    let late = Reply::ok("<h1>Nước về bản</h1><p>Bản tin đầy đủ.").when(&gate);
    let server = Scripted::with([
        ("/rss", vec![Reply::ok(rss(&["/tin-12345.html"]))]),
        ("/tin-12345.html", vec![Reply::status(503), late]),
    ])
    .await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more(KEEP);
    assert_eq!(desk.pass().await.pages_failed, 1);
    desk.now += DAY * 91;
    let purged = async {
        while count(&desk, "purged_story") == 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        gate.notify_one();
    };
    let purged = tokio::time::timeout(Duration::from_mins(1), purged);
    let (pass, purged) = tokio::join!(desk.pass(), purged);
    purged.unwrap();
    assert_eq!((pass.purged, pass.pages_read, count(&desk, "article")), (1, 0, 0), "{}", pass.summary());
}

#[tokio::test]
async fn another_notice_at_the_address_of_a_purged_one_is_news() {
    let feed = |title: &str| {
        let item = format!("<item><title>{title}</title><link>/lich-cong-tac.html</link></item>");
        Reply::ok(format!("<rss version=\"2.0\"><channel><title>Sở</title>{item}</channel></rss>"))
    };
    let server = Scripted::with([("/rss", vec![feed("Lịch tuần 1"), feed("Lịch tuần 1"), feed("Lịch tuần 20")])]).await;
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.each("page.read = false");
    desk.more(KEEP);
    assert_eq!(desk.pass().await.new_entries, 1);
    assert_eq!(desk.pass_after(DAY * 91).await.purged, 1);
    assert_eq!(desk.pass_after(DAY * 40).await.new_entries, 1);
}

#[tokio::test]
async fn further_pages_of_a_listing_are_not_read_for_what_was_purged() {
    let page = "<!doctype html><ul class='tin'><li><a href='/tin-dau-tien-12345.html'>Tin đầu tiên của bản</a></li></ul>\
                <a rel='next' href='/2'>sau</a>";
    let server = Scripted::with([("/1", vec![Reply::ok(page)]), ("/2", vec![Reply::status(404)])]).await;
    let mut desk = Desk::with(&[server.url("/1")]);
    desk.more("kind = \"listing\"\nlisting = { item = \".tin li\", pages = 3 }\npage.read = false");
    desk.more(KEEP);
    desk.pass().await;
    assert_eq!(desk.pass_after(DAY * 91).await.purged, 1);
    let before = server.targets().len();
    desk.pass_after(BETWEEN).await;
    assert!(!server.targets()[before..].contains(&"/2".to_owned()), "{:?}", server.targets());
}

#[tokio::test]
async fn a_pass_purges_so_much_that_none_is_kept_waiting() {
    let passes = [vec![Event::News(1)]];
    let (mut desk, _server) = publication::desk(&passes, 3).await;
    desk.more(KEEP);
    publication::pass(&mut desk, &passes[0]).await;
    let old = "BEGIN; WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 3999)
               INSERT INTO story (id, published, representative, touched) SELECT 'cu-' || i, i, i, 0 FROM n;
               INSERT INTO article (id, address, source, first_seen, content, unjudged, ungrouped, canonical, published, story)
               SELECT representative, id, 'nguon-0', published, '{}', 0, 0, id, published, id FROM story WHERE id LIKE 'cu-%'; COMMIT";
    desk.database().execute_batch(old).unwrap();
    assert_eq!(desk.pass_after(BETWEEN).await.purged, 2048);
    assert_eq!(desk.pass_after(BETWEEN).await.purged, 952);
    assert_eq!(desk.pass_after(BETWEEN).await.purged, 0);
}

#[tokio::test]
async fn the_page_of_a_purged_story_answers_that_it_is_gone() {
    let passes = [vec![Event::News(2)]];
    let (mut desk, _server) = publication::desk(&passes, 3).await;
    publication::pass(&mut desk, &passes[0]).await;
    let id: String = desk.database().query_row("SELECT id FROM story", [], |row| row.get(0)).unwrap();
    desk.more(KEEP);
    desk.pass_after(DAY * 120).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let serving = Serving::new(&desk.config().publish.directory);
    tokio::spawn(bantin::publish::serve(listener, bantin::publish::Site::new(serving), std::future::pending()));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for (path, status, words) in [
        (format!("story/{id}/"), 410, "Tin cũ không còn được lưu"),
        (format!("story/{id}"), 410, "Tin cũ không còn được lưu"),
        (format!("en/story/{id}/"), 410, "no longer kept"),
        (format!("other/{id}/"), 404, ""),
        ("story/aaaaaaaaaaaaa/".to_owned(), 404, ""),
    ] {
        let answer = client.get(format!("http://{address}/{path}")).send().await.unwrap();
        assert_eq!(answer.status(), status, "{path}");
        assert!(answer.text().await.unwrap().contains(words), "{path}");
    }
}

#[tokio::test]
async fn a_publication_after_a_purge_that_fails_half_way_is_completed_by_the_next_pass() {
    let passes = [vec![Event::News(30)], vec![]];
    let (mut undisturbed, one) = publication::desk(&passes, 3).await;
    let (mut disturbed, other) = publication::desk(&passes, 3).await;
    for desk in [&mut undisturbed, &mut disturbed] {
        publication::pass(desk, &passes[0]).await;
        desk.more(KEEP);
        desk.now = "2026-10-25T05:00:00Z".parse().unwrap();
    }
    assert!(undisturbed.pass().await.purged > 5);
    let obstacle = disturbed.config().publish.directory.join("feeds/tin.atom");
    fs::remove_file(&obstacle).unwrap();
    fs::create_dir(&obstacle).unwrap();
    fs::write(obstacle.join("x"), "").unwrap();
    disturbed.try_to_pass().await.unwrap_err();
    fs::remove_dir_all(&obstacle).unwrap();
    assert!(disturbed.pass().await.changed);
    assert!(!disturbed.pass().await.changed);
    publication::assert_same(&tree(&undisturbed), &publication::moved(tree(&disturbed), &other, &one));
}
