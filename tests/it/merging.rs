//! Stories over time: two that turn out to be one, and dates that lie ahead.

use std::path::Path;
use std::sync::Arc;

use bantin::config::Config;
use bantin::pipeline::Pass;
use jiff::{SignedDuration, Timestamp};

use crate::scripted::{Reply, Scripted};
use crate::testbed::{now, pipeline};

const TEXT: &str = "Sáng 21/5, UBND huyện Thạch An tổ chức hội nghị đánh giá tiến độ thực hiện Chương trình MTQG 1719. \
                    Theo báo cáo, đến nay huyện đã giải ngân 12.540 triệu đồng, đạt 38% kế hoạch. Chủ tịch huyện yêu \
                    cầu các xã giải quyết dứt điểm vướng mắc về mặt bằng trước ngày 30/6.";

fn feed(items: &[(&str, &str, &str)]) -> Reply {
    let items: String = items
        .iter()
        .map(|(link, title, date)| {
            format!(
                "<item><title>{title}</title><link>{link}</link><guid>{link}</guid><pubDate>{date}</pubDate></item>"
            )
        })
        .collect();
    Reply::ok(format!("<rss version=\"2.0\"><channel><title>Báo</title>{items}</channel></rss>"))
        .header("Content-Type", "application/rss+xml")
}

fn page(title: &str, text: &str) -> Reply {
    let html =
        format!("<!doctype html><html><body><h1>{title}</h1><div class=\"text\"><p>{text}</p></div></body></html>");
    Reply::ok(html).header("Content-Type", "text/html; charset=utf-8")
}

fn config(server: &Scripted, folder: &Path, sources: &[&str]) -> Config {
    let sources: String = sources
        .iter()
        .map(|id| {
            let url = server.url(&format!("/{id}.rss"));
            format!("[[source]]\nid = \"{id}\"\nname = \"Báo {id}\"\nurl = \"{url}\"\npage.body = \".text\"\n")
        })
        .collect();
    let text = format!(
        "[site]\ntitle = \"Tin\"\nurl = \"https://tin.example.org/\"\ntag = \"example.org,2026\"\n\
         [fetch]\ncontact = \"tin@example.org\"\nspacing = \"0ms\"\nallow = [\"127.0.0.0/8\"]\n{sources}\
         [[feed]]\nid = \"tat-ca\"\ntitle = \"Tất cả\"\n"
    );
    Config::parse("feeds.toml", &text, folder).unwrap_or_else(|mistakes| panic!("{}", mistakes.render(false)))
}

async fn pass(config: &Config, hours: i64) -> Pass {
    let now: Timestamp = now() + SignedDuration::from_hours(hours);
    pipeline(config).once(now, &|_| ()).await.unwrap()
}

fn entries(config: &Config) -> Vec<feed_rs::model::Entry> {
    let bytes = std::fs::read(config.publish.directory.join("feeds/tat-ca.atom")).unwrap();
    feed_rs::parser::parse(bytes.as_slice()).unwrap().entries
}

/// The path of a story's page, from its link.
fn page_of(entry: &feed_rs::model::Entry) -> String {
    format!("{}index.html", entry.links[0].href.trim_start_matches("https://tin.example.org/"))
}

#[tokio::test]
async fn when_a_page_read_late_shows_two_stories_to_be_one_the_younger_leads_to_the_older() {
    let items = |link, title, date| vec![feed(&[(link, title, date)])];
    let server = Scripted::with([
        ("/a.rss", items("/a", "Thạch An họp về 1719", "Sun, 23 Aug 2026 08:00:00 +0700")),
        ("/b.rss", items("/b", "Họp đánh giá tiến độ", "Sun, 23 Aug 2026 09:00:00 +0700")),
        ("/a", vec![page("Thạch An họp về 1719", TEXT)]),
        ("/b", vec![Reply::status(503), page("Họp đánh giá tiến độ", TEXT)]),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    let config = config(&server, folder.path(), &["a", "b"]);
    pass(&config, 0).await;
    let apart = entries(&config);
    assert_eq!(apart.len(), 2, "until its page is read, the copy is a story of its own");
    let (younger, older) = (&apart[0], &apart[1]);

    pass(&config, 2).await;
    let together = entries(&config);
    assert_eq!(together.len(), 1);
    assert_eq!((&together[0].id, together[0].published), (&older.id, older.published));
    for language in ["", "en/"] {
        let old_link = config.publish.directory.join(language).join(page_of(younger));
        let moved =
            std::fs::read_to_string(&old_link).unwrap_or_else(|error| panic!("{}: {error}", old_link.display()));
        let target = page_of(older).replace("index.html", "");
        assert!(moved.contains(&format!("url=https://tin.example.org/{language}{target}\"")), "{moved}");
    }
}

/// Two reports of one flood whose titles have nothing in common, and one that has something of both.
const FLOOD: [(&str, &str); 3] = [
    (
        "Lũ quét ở Nậm Păm, ba nạn nhân mất tích",
        "Rạng sáng nay, một trận lũ quét tràn qua bản Hua Nậm, xã Nậm Păm, tỉnh Sơn La. Theo ban chỉ huy phòng chống thiên tai, \
         mưa lớn kéo dài từ đêm làm nước suối Păm dâng nhanh, cuốn trôi mười hai ngôi nhà sàn. Bốn đoạn đường vào bản sạt lở, \
         điện và sóng điện thoại đều mất. Những hộ còn lại được đưa tới trường tiểu học.",
    ),
    (
        "Bộ đội biên phòng dầm mình dưới suối tìm người",
        "Ông Lò Văn Hặc, chủ tịch xã Nậm Păm, tỉnh Sơn La, cho biết nước suối Păm đã rút. Lực lượng biên phòng huy động tám mươi \
         chiến sĩ dọc suối, ở bản Hua Nậm mười hai ngôi nhà sàn bị trận lũ quét cuốn trôi. Đường vào bản sạt lở bốn đoạn, phải đi \
         bộ hai giờ. Các hộ ở tạm trong trường tiểu học, chờ nối lại sóng điện thoại.",
    ),
    (
        "Lũ quét ở Nậm Păm: bộ đội biên phòng tìm nạn nhân dưới suối",
        "Trận lũ quét ở bản Hua Nậm, xã Nậm Păm, tỉnh Sơn La cuốn trôi mười hai ngôi nhà sàn khi nước suối Păm dâng nhanh giữa \
         đêm mưa lớn. Tám mươi chiến sĩ biên phòng đi dọc suối, chủ tịch xã Lò Văn Hặc dẫn đường. Bốn đoạn đường vào bản sạt \
         lở, điện và sóng điện thoại mất, các hộ ở trong trường tiểu học.",
    ),
];

#[tokio::test]
async fn when_a_third_article_shows_two_stories_to_be_one_the_younger_leads_to_the_older() {
    let item = |link, at: usize, date| feed(&[(link, FLOOD[at].0, date)]);
    let server = Scripted::with([
        ("/a.rss", vec![item("/a", 0, "Sun, 23 Aug 2026 08:00:00 +0700")]),
        ("/b.rss", vec![item("/b", 1, "Sun, 23 Aug 2026 09:00:00 +0700")]),
        ("/c.rss", vec![feed(&[]), item("/c", 2, "Sun, 23 Aug 2026 10:00:00 +0700")]),
        ("/a", vec![page(FLOOD[0].0, FLOOD[0].1)]),
        ("/b", vec![page(FLOOD[1].0, FLOOD[1].1)]),
        ("/c", vec![page(FLOOD[2].0, FLOOD[2].1)]),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    let config = config(&server, folder.path(), &["a", "b", "c"]);
    pass(&config, 0).await;
    let apart = entries(&config);
    assert_eq!(apart.len(), 2, "titles with nothing in common");
    let (younger, older) = (&apart[0], &apart[1]);

    pass(&config, 26).await;
    let together = entries(&config);
    assert_eq!(together.len(), 1, "{:?}", together.iter().map(|entry| &entry.title).collect::<Vec<_>>());
    assert_eq!((&together[0].id, together[0].published), (&older.id, older.published));
    let read = |path: &str| std::fs::read_to_string(config.publish.directory.join(path)).unwrap();
    let page = read(&page_of(older));
    for source in ["a", "b", "c"] {
        assert!(page.contains(&format!("Báo {source}")), "{source} is named: {page}");
    }
    let target = page_of(older).replace("index.html", "");
    assert!(read(&page_of(younger)).contains(&format!("url=https://tin.example.org/{target}\"")));
    let index = read("index.html");
    assert!(index.contains(&target) && !index.contains(&page_of(younger).replace("index.html", "")), "{index}");
    let database = rusqlite::Connection::open(&config.store.database).unwrap();
    let stories: i64 = database.query_row("SELECT count(DISTINCT story) FROM article", [], |row| row.get(0)).unwrap();
    assert_eq!(stories, 1, "all three are in it");
}

#[tokio::test]
async fn a_copy_that_is_rewritten_leaves_its_original_and_stays_in_its_story() {
    let item = |title| feed(&[("/b", title, "Sun, 23 Aug 2026 09:00:00 +0700")]);
    let other = "Đội văn nghệ của xã dựng lại điệu múa khèn đã vắng bóng nhiều năm trong các dịp lễ hội. Các nghệ nhân cao \
                 tuổi truyền dạy từng bước cho thanh niên vào những buổi tối nông nhàn, bên bếp lửa của nhà văn hóa bản.";
    let server = Scripted::with([
        ("/a.rss", vec![feed(&[("/a", "Thạch An họp về 1719", "Sun, 23 Aug 2026 08:00:00 +0700")])]),
        ("/b.rss", vec![item("Họp đánh giá tiến độ"), item("Khôi phục điệu múa khèn")]),
        ("/a", vec![page("Thạch An họp về 1719", TEXT)]),
        ("/b", vec![page("Họp đánh giá tiến độ", TEXT), page("Khôi phục điệu múa khèn", other)]),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    let config = config(&server, folder.path(), &["a", "b"]);
    let groups = || {
        let database = rusqlite::Connection::open(&config.store.database).unwrap();
        let mut query = database.prepare("SELECT original IS NULL, story FROM article ORDER BY address").unwrap();
        let rows = query.query_map([], |row| Ok((row.get::<_, bool>(0)?, row.get::<_, String>(1)?))).unwrap();
        rows.map(Result::unwrap).collect::<Vec<_>>()
    };
    pass(&config, 0).await;
    let before = groups();
    assert_eq!((before[0].0, before[1].0, &before[0].1), (true, false, &before[1].1), "the second is a copy");
    pass(&config, 26).await;
    let after = groups();
    assert_eq!((after[0].0, after[1].0), (true, true), "and is none any more");
    assert_eq!(after[1].1, before[1].1, "its story stays");
}

#[tokio::test]
async fn a_date_in_the_future_does_not_float_to_the_top() {
    let ahead = ("/ahead", "Tin của ngày mai", "Wed, 01 Jan 2031 00:00:00 +0700");
    let fresh = ("/fresh", "Tin mới", "Sun, 23 Aug 2026 13:00:00 +0700");
    let server = Scripted::with([
        ("/a.rss", vec![feed(&[ahead]), feed(&[ahead, fresh])]),
        ("/ahead", vec![page("Tin của ngày mai", "Chưa có gì.")]),
        ("/fresh", vec![page("Tin mới", "Có rồi.")]),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    let config = config(&server, folder.path(), &["a"]);
    pass(&config, 0).await;
    assert_eq!(entries(&config)[0].published.unwrap().timestamp(), now().as_second());
    pass(&config, 24).await;
    let titles: Vec<_> = entries(&config).into_iter().map(|entry| entry.title.unwrap().content).collect();
    assert_eq!(titles, ["Tin mới", "Tin của ngày mai"]);
}

#[tokio::test]
async fn a_story_whose_entry_leads_elsewhere_stays_and_its_page_is_read_there() {
    let item = |link: &str| {
        let item = format!(
            "<item><title>Thạch An họp về 1719</title><link>{link}</link><guid isPermaLink=\"false\">bai-7</guid></item>"
        );
        Reply::ok(format!("<rss version=\"2.0\"><channel><title>Báo</title>{item}</channel></rss>"))
            .header("Content-Type", "application/rss+xml")
    };
    let server = Scripted::with([
        ("/a.rss", vec![item("/cu/7"), item("/moi/7"), item("/moi/7")]),
        ("/b.rss", vec![Reply::status(304), feed(&[("/moi/7", "Họp về 1719", "Sun, 23 Aug 2026 08:00:00 +0700")])]),
        ("/cu/7", vec![page("Thạch An họp về 1719", TEXT)]),
        ("/moi/7", vec![page("Thạch An họp về 1719", &format!("{TEXT} Đính chính."))]),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    let config = config(&server, folder.path(), &["a", "b"]);
    pass(&config, 0).await;
    let before = entries(&config);
    let moved = pass(&config, 26).await;
    let after = entries(&config);
    assert_eq!((moved.new_entries, moved.pages_read), (1, 1), "the other paper's entry is the one that is new");
    assert_eq!((before.len(), after.len()), (1, 1), "and it is known by the new link");
    assert_eq!((&after[0].id, after[0].published), (&before[0].id, before[0].published));
    let pages = server.targets().into_iter().filter(|target| target.ends_with("/7"));
    assert_eq!(pages.collect::<Vec<_>>(), ["/cu/7", "/moi/7"]);
    let story = std::fs::read_to_string(config.publish.directory.join(page_of(&after[0]))).unwrap();
    assert!(story.contains("/moi/7") && !story.contains("/cu/7"), "{story}");
    let quiet = pass(&config, 60).await;
    assert_eq!((quiet.new_entries, quiet.revised_entries, quiet.pages_read, quiet.changed), (0, 0, 0, false));
}

#[tokio::test]
async fn fifty_items_whose_guids_change_are_fifty_stories_and_so_are_fifty_notices_on_one_board() {
    let document = |item: &dyn Fn(usize) -> String| {
        let items: String = (1..=50).map(item).collect();
        Reply::ok(format!("<rss version=\"2.0\"><channel><title>Báo</title>{items}</channel></rss>"))
            .header("Content-Type", "application/rss+xml")
    };
    let blog = |site: &'static str| {
        move |n: usize| {
            format!("<item><title>Chuyện bản {n}</title><link>/bai/{n}</link><guid>{site}?p={n}</guid></item>")
        }
    };
    let notice = |n: usize| {
        format!(
            "<item><title>Thông báo số {n}</title><link>/bang-tin</link><guid isPermaLink=\"false\">{n}</guid></item>"
        )
    };
    let other_guid =
        |n: usize| notice(51 - n).replace("<guid isPermaLink=\"false\">", "<guid isPermaLink=\"false\">tb-");
    let server = Scripted::with([
        (
            "/a.rss",
            vec![document(&blog("http://bao.example.vn/")), document(&blog("https://www.bao.example.vn/index.php"))],
        ),
        ("/b.rss", vec![document(&notice), document(&other_guid)]),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    let mut config = config(&server, folder.path(), &["a", "b"]);
    config.sources.iter_mut().for_each(|source| Arc::make_mut(source).read_pages = false);
    let first = pass(&config, 0).await;
    let second = pass(&config, 26).await;
    assert_eq!((first.new_entries, second.new_entries, second.revised_entries), (100, 0, 0));
    let database = rusqlite::Connection::open(&config.store.database).unwrap();
    let count = |table: &str| -> i64 {
        database.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    };
    assert_eq!((count("entry"), count("article"), count("story")), (100, 100, 100));
}
