//! A story is the same for its readers, whatever becomes of it at its publisher's.

use std::collections::HashMap;
use std::fs;
use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use serde_json::Value;

use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

const DAY: SignedDuration = SignedDuration::from_hours(26);

const TEXTS: [(&str, &str); 3] = [
    (
        "Lũng Phìn có nước",
        "Sau ba năm chờ đợi, 214 hộ người Mông ở xã vùng cao đã có nước sinh hoạt chảy về tận bể nhà mình.",
    ),
    (
        "Mở lớp dạy nghề",
        "Hai mươi bảy lớp xây dựng mở ngay tại xã để người học không phải bỏ nương rẫy trong vụ thu hoạch.",
    ),
    (
        "Bò dự án bị ốm",
        "Tổ công tác kết luận đàn bò chuyển từ vùng thấp lên không qua cách ly, huyện nhận trách nhiệm mua lại.",
    ),
];

/// A paper's site, which a test changes between passes.
#[derive(Clone)]
struct Paper {
    guid: fn(usize) -> String,
    link: fn(usize) -> String,
    /// More on the page of the second article, and in its item so that it is read again.
    more: &'static str,
}

type Change = fn(&mut Paper);

fn answer(paper: &Paper, target: &str) -> Reply {
    if target == "/rss" {
        let items: String = TEXTS
            .iter()
            .enumerate()
            .map(|(n, (title, _))| {
                let more = if n == 1 { paper.more } else { "" };
                let (guid, link) = ((paper.guid)(n), (paper.link)(n));
                format!(
                    "<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>\
                     <description>Tóm tắt {n}. {more}</description></item>"
                )
            })
            .collect();
        return Reply::ok(format!("<rss version=\"2.0\"><channel><title>Báo</title>{items}</channel></rss>"));
    }
    let found = TEXTS.iter().enumerate().find(|(n, _)| (paper.link)(*n).ends_with(target));
    let Some((n, (title, text))) = found else { return Reply::status(404) };
    let more = if n == 1 { paper.more } else { "" };
    let html = format!(
        "<!doctype html><h1>{title}</h1><p class=sapo>Sapo {n}.</p><div class=text><p>{text}</p><p>{more}</p></div>"
    );
    Reply::ok(html).header("Content-Type", "text/html; charset=utf-8")
}

/// Id, link and date of each story, in the feed's order; and when each was updated.
fn published(desk: &Desk) -> (Vec<[String; 3]>, HashMap<String, String>) {
    let text = fs::read_to_string(desk.config().publish.directory.join("feeds/tin.json")).unwrap();
    let feed: Value = serde_json::from_str(&text).unwrap();
    let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
    let items = feed["items"].as_array().unwrap();
    let stories = items.iter().map(|item| ["id", "url", "date_published"].map(|key| text(item, key))).collect();
    (stories, items.iter().map(|item| (text(item, "title"), text(item, "date_modified"))).collect())
}

#[tokio::test]
async fn ids_dates_and_places_stay_while_guids_links_hosts_and_texts_change() {
    let paper = Arc::new(Mutex::new(Paper {
        guid: |n| format!("http://bao.example.vn/?p={n}1"),
        link: |n| format!("/tin/{n}12345.html"),
        more: "",
    }));
    let now = Arc::clone(&paper);
    let server = Scripted::start(move |seen| answer(&now.lock().unwrap(), &seen.target)).await;
    let change = |change: Change| change(&mut paper.lock().unwrap());
    let mut desk = Desk::with(&[server.url("/rss")]);
    desk.more("page.body = \".text\"\npage.lead = \".sapo\"");
    desk.pass().await;
    let (stories, updated) = published(&desk);
    assert_eq!(stories.len(), 3);

    let steps: [(&str, Change); 4] = [
        ("guids of another form", |paper| paper.guid = |n| format!("https://www.bao.example.vn/index.php?p={n}1")),
        ("other guids", |paper| paper.guid = |n| format!("bai-viet-{n}")),
        ("other links", |paper| paper.link = |n| format!("/chuyen-muc/bai-{n}98765.html")),
        ("a view counter and an advertisement", |paper| {
            paper.more = "<span>1.234 lượt xem</span><aside class=ads><a href=/qc>Mua ngay</a></aside>";
        }),
    ];
    for (what, step) in steps {
        change(step);
        let pass = desk.pass_after(DAY).await;
        assert_eq!(pass.new_entries, 0, "{what}");
        assert_eq!(published(&desk), (stories.clone(), updated.clone()), "{what}");
    }

    let port = server.address.port();
    desk.sources(&[format!("http://localhost:{port}/rss").parse().unwrap()]);
    desk.more("page.body = \".text\"\npage.lead = \".sapo\"");
    desk.pass_after(DAY).await;
    assert_eq!(published(&desk), (stories.clone(), updated.clone()), "another host");

    change(|paper| paper.more = "Đính chính: số lớp là hai mươi sáu.");
    desk.pass_after(DAY).await;
    let (after, edited) = published(&desk);
    assert_eq!(after, stories, "an edit moves nothing");
    let moved: Vec<&str> =
        TEXTS.iter().map(|(title, _)| *title).filter(|title| edited[*title] != updated[*title]).collect();
    assert_eq!(moved, ["Mở lớp dạy nghề"]);
    assert!(!desk.pass_after(DAY).await.changed);
}
