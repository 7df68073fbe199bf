//! When a source's pages change and a selector finds nothing any more, bantin goes on without it, and says so once.

use bantin::config::Config;
use bantin::pipeline::Pass;
use jiff::SignedDuration;

use crate::scripted::{Reply, Scripted};
use crate::sitemaps::{one_source_text, pass};

const TOLD: &str = "Toàn tỉnh đã giải ngân được 302.049 triệu đồng, bằng 20% kế hoạch, và các huyện đẩy nhanh tiến độ.";

/// Three new articles at each poll; from the `relaunch`-th article to the `return`-th, the text's class is another.
async fn paper(relaunch: usize, back: usize) -> Scripted {
    Scripted::start(move |seen| {
        if seen.target == "/rss" {
            let upto = (seen.nth + 1) * 3;
            let item = |n: usize| format!("<item><title>Bài {n}</title><link>/bai-{n}.html</link></item>");
            let items: String = (0..upto).map(item).collect();
            return Reply::ok(format!("<rss version='2.0'><channel><title>Báo</title>{items}</channel></rss>"));
        }
        let number = seen.target.trim_start_matches("/bai-").trim_end_matches(".html").parse();
        let Ok(n) = number else { return Reply::status(404) };
        let class = if (relaunch..back).contains(&n) { "moi" } else { "bai-viet" };
        let told: String = (0..4).map(|part| format!("<p>Bài {n}, đoạn {part}. {TOLD}</p>")).collect();
        Reply::ok(format!("<!doctype html><title>Bài {n}</title><h1>Bài {n}</h1><div class='{class}'>{told}</div>"))
    })
    .await
}

/// Passes two hours apart.
async fn passes(server: &Scripted, page: &str, count: u32) -> (tempfile::TempDir, Config, Vec<Pass>) {
    let folder = tempfile::tempdir().unwrap();
    let text = one_source_text(&server.url("/rss"), "").replace("read = false", page);
    let config = Config::parse("feeds.toml", &text, folder.path()).unwrap();
    let mut passes = Vec::new();
    for n in 0..count {
        passes.push(pass(&config, SignedDuration::from_hours(2 * i64::from(n))).await);
    }
    (folder, config, passes)
}

fn said(passes: &[Pass]) -> Vec<usize> {
    passes.iter().map(|pass| pass.warnings.len()).collect()
}

#[tokio::test]
async fn a_selector_that_stops_matching_is_pointed_out_once_and_again_when_it_was_well_between() {
    let server = paper(9, 18).await;
    let (_folder, config, all) = passes(&server, "body = \".bai-viet\"", 9).await;
    assert!(all.iter().all(|pass| pass.pages_read == 3 && pass.failed.is_empty()), "all goes on");
    assert_eq!(said(&all), [0, 0, 0, 1, 0, 0, 0, 0, 0]);
    let warning = &all[3].warnings[0];
    assert_eq!(warning.source.as_str(), "bao");
    assert!(warning.url.contains("/bai-"), "{}", warning.url);
    for part in [
        "body = \".bai-viet\" matched 9 of 9 pages before, and none of the last 3",
        "it is taken from the block classifier",
        "bantin preview http://127.0.0.1",
        "--body-has",
    ] {
        assert!(warning.warning.contains(part), "{}", warning.warning);
    }
    let database = rusqlite::Connection::open(&config.store.database).unwrap();
    let count =
        |what: &str| database.query_row(&format!("SELECT count(*) {what}"), [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("FROM article WHERE content ->> '$.body.value.text' LIKE '%đoạn 3%'"), 27, "no text is missing");
    assert_eq!(count("FROM lost_selector"), 0, "it matches again");
}

#[tokio::test]
async fn a_selector_that_never_matched_is_pointed_out_after_ten_pages() {
    let server = paper(0, 0).await;
    let (_folder, _, all) = passes(&server, "date = \".ngay-dang\"", 6).await;
    assert_eq!(said(&all), [0, 0, 0, 1, 0, 0]);
    let warning = &all[3].warnings[0].warning;
    assert!(warning.contains("date = \".ngay-dang\" has matched none of 12 pages"), "{warning}");
}

#[tokio::test]
async fn of_each_source_the_last_fifty_pages_are_remembered() {
    let server = paper(0, 0).await;
    let (_folder, config, _) = passes(&server, "body = \".bai-viet\"", 19).await;
    let database = rusqlite::Connection::open(&config.store.database).unwrap();
    let kept: (i64, i64) = database
        .query_row("SELECT count(*), min(CAST(substr(url, instr(url, 'bai-') + 4) AS INTEGER)) FROM page_trace JOIN article ON id = article", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    // Of the third pass's three pages, the two that come first by their addresses.
    assert_eq!(kept, (50, 6));
}
