//! The sample press has what its README promises: every oddity is really served.
#![expect(clippy::unwrap_used, reason = "the helpers of a test say what they expect by unwrapping, as it does")]

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bantin::demo::Press;
use feed_rs::model::Feed;
use include_dir::{Dir, include_dir};
use jiff::Timestamp;
use reqwest::header::{ETAG, HeaderMap, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use unicode_normalization::{UnicodeNormalization, is_nfc};

static PRESS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/press");

const RSS: &str = "ban-ngay/rss/trang-chu.rss";
const ATOM: &str = "mien-nui/atom.xml";
const JSON: &str = "thung-lung/feed.json";
const OLD: &str = "dong-bang/rss.xml";
const LISTING: &str = "nong-thon-nam/danh-sach.aspx";

/// Provinces that only menus, side columns and related boxes name.
const FURNITURE: [&str; 16] = [
    "Sơn La",
    "Gia Lai",
    "Trà Vinh",
    "Quảng Nam",
    "Kon Tum",
    "Sóc Trăng",
    "Ninh Thuận",
    "Bình Phước",
    "Đắk Nông",
    "Bắc Giang",
    "An Giang",
    "Phú Yên",
    "Bình Thuận",
    "Bến Tre",
    "Hậu Giang",
    "Vĩnh Phúc",
];

fn loopback(last: u8) -> SocketAddr {
    ([127, 0, 0, last], 0).into()
}

fn as_of() -> Timestamp {
    "2026-03-10T08:30:25Z".parse().unwrap()
}

fn press() -> Press {
    Press::start(loopback(1), as_of()).unwrap()
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }
}

/// Asks for a path under the press's root, or for a whole address.
async fn get(press: &Press, path: &str) -> Answer {
    get_with(press, path, HeaderMap::new()).await
}

async fn get_with(press: &Press, path: &str, headers: HeaderMap) -> Answer {
    // Only the first test to come here installs it; the others find it done.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let response = client.get(press.url().join(path).unwrap()).headers(headers).send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: response.bytes().await.unwrap().to_vec() }
}

async fn feed(press: &Press, path: &str) -> Feed {
    let body = get(press, path).await.body;
    // What `read` does first, in short: bytes that are UTF-8 are UTF-8, whatever they say.
    let body =
        String::from_utf8(body.clone()).map_or(body, |text| text.replace("encoding=\"utf-16\"", "").into_bytes());
    feed_rs::parser::parse(&body[..]).unwrap()
}

fn link(feed: &Feed, title: &str) -> String {
    let entry = feed.entries.iter().find(|entry| entry.title.as_ref().unwrap().content.contains(title));
    entry.unwrap_or_else(|| panic!("no entry {title}")).links[0].href.clone()
}

/// The part of an article's page that is the article: between two marks of the paper's template.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    page.split_once(from).unwrap().1.split_once(to).unwrap().0
}

#[tokio::test]
async fn five_papers_speak_five_dialects() {
    let press = press();
    for (path, entries) in [(RSS, 9), (ATOM, 9), (JSON, 7), (OLD, 3)] {
        assert_eq!(feed(&press, path).await.entries.len(), entries, "{path}");
    }
    let listing = get(&press, LISTING).await.text();
    assert_eq!(listing.matches("class=\"MucTin\"").count(), 5);
    assert!(!listing.contains("rel=\"alternate\""), "a listing page without a feed");
}

#[tokio::test]
async fn every_linked_page_is_there_but_the_two_promised() {
    let press = press();
    let mut faults = Vec::new();
    for path in [RSS, ATOM, JSON, OLD] {
        for entry in feed(&press, path).await.entries {
            let page = get(&press, &entry.links[0].href).await;
            match page.status {
                200 => assert!((2_500..60_000).contains(&page.body.len()), "{} is {}", entry.id, page.body.len()),
                status => faults.push((status, entry.links[0].href.clone())),
            }
        }
    }
    for number in 4001..=4005 {
        assert_eq!(get(&press, &format!("nong-thon-nam/tin.aspx?id={number}")).await.status, 200);
    }
    faults.sort();
    assert!(matches!(&faults[..], [(404, gone), (503, _)] if gone.contains("nguoi-lo-lo")), "{faults:?}");
}

#[tokio::test]
async fn a_busy_page_answers_the_second_time() {
    let press = press();
    let page = link(&feed(&press, ATOM).await, "Tiếng chiêng");
    assert_eq!(get(&press, &page).await.status, 503);
    assert_eq!(get(&press, &page).await.status, 200);
}

#[tokio::test]
async fn two_sources_fail_each_in_its_way() {
    let press = press();
    assert_eq!(get(&press, "nguon-hong/rss").await.status, 500);
    let page = get(&press, "bao-tri/rss").await;
    assert_eq!(page.status, 200);
    assert!(feed_rs::parser::parse(&page.body[..]).is_err());
}

#[tokio::test]
async fn encodings_are_not_what_they_claim_or_not_of_this_century() {
    let press = press();
    let rss = get(&press, RSS).await;
    assert!(rss.text().starts_with("<?xml version=\"1.0\" encoding=\"utf-16\"?>"), "UTF-8 that says UTF-16");
    let old = get(&press, OLD).await;
    assert!(String::from_utf8(old.body.clone()).is_err());
    let (old, _, broken) = encoding_rs::WINDOWS_1258.decode(&old.body);
    assert!(!broken && !is_nfc(&old) && old.nfc().collect::<String>().contains("Cánh đồng không dấu chân"));
    let atom = feed(&press, ATOM).await;
    let decomposed = |entry: &&feed_rs::model::Entry| !is_nfc(&entry.title.as_ref().unwrap().content);
    assert_eq!(atom.entries.iter().filter(decomposed).count(), 2);
}

#[tokio::test]
async fn feeds_are_not_sent_twice() {
    for (path, validator, condition) in [
        (RSS, ETAG, IF_NONE_MATCH),
        (RSS, LAST_MODIFIED, IF_MODIFIED_SINCE),
        (ATOM, LAST_MODIFIED, IF_MODIFIED_SINCE),
        (JSON, ETAG, IF_NONE_MATCH),
    ] {
        let press = press();
        let first = get(&press, path).await;
        let known = HeaderMap::from_iter([(condition, first.headers[&validator].clone())]);
        let second = get_with(&press, path, known.clone()).await;
        assert_eq!((second.status, second.body.len()), (304, 0), "{path}");
        assert_eq!(second.headers.get(&validator), first.headers.get(&validator));
        press.next_edition();
        assert_eq!(get_with(&press, path, known).await.status, 200, "{path} has a new edition");
    }
}

#[tokio::test]
async fn the_second_edition_adds_and_revises() {
    let press = press();
    let (rss, atom) = (feed(&press, RSS).await, feed(&press, ATOM).await);
    let revised = link(&atom, "Quảng Ngãi");
    let before = get(&press, &revised).await.text();
    press.next_edition();
    let (rss_after, atom_after) = (feed(&press, RSS).await, feed(&press, ATOM).await);
    for (path, entries) in [(RSS, 10), (ATOM, 10), (JSON, 8), (OLD, 3)] {
        assert_eq!(feed(&press, path).await.entries.len(), entries, "{path}");
    }
    assert_eq!(get(&press, LISTING).await.text().matches("class=\"MucTin\"").count(), 6);

    assert_eq!(link(&atom_after, "Quảng Ngãi"), revised);
    let after = get(&press, &revised).await.text();
    assert!(
        before.contains("giải ngân 31% vốn") && after.contains("giải ngân 37% vốn") && after.contains("Đính chính")
    );
    let of = |feed: &Feed| feed.entries.iter().find(|entry| entry.links[0].href == revised).unwrap().clone();
    let (before, after) = (of(&atom), of(&atom_after));
    assert_eq!((&before.id, before.published), (&after.id, after.published));
    assert!(before.updated < after.updated && before.summary != after.summary);

    let water = link(&rss, "Lũng Phìn");
    let of = |feed: &Feed| feed.entries.iter().find(|entry| entry.links[0].href == water).unwrap().clone();
    let (before, after) = (of(&rss), of(&rss_after));
    assert_ne!(before.id, after.id, "its guid changes, and nothing else");
    assert_eq!((before.title, before.summary), (after.title, after.summary));

    press.next_edition();
    assert_eq!(feed(&press, RSS).await.entries.len(), 10, "there is no third");
}

#[tokio::test]
async fn a_wire_story_is_printed_alike_by_two_and_shortened_by_a_third() {
    let press = press();
    let page = async |path, title| {
        let address = link(&feed(&press, path).await, title);
        (get(&press, &address).await.text(), address)
    };
    let (ban_ngay, one) = page(RSS, "Điện Biên").await;
    let (mien_nui, other) = page(ATOM, "Điện Biên").await;
    let (thung_lung, _) = page(JSON, "Điện Biên").await;
    assert_ne!(one, other);
    let credit = "<p class=\"nguon-tin\"><em>Theo TTX</em></p>";
    let text = between(&ban_ngay, "<div class=\"noi-dung\">", credit).trim();
    assert_eq!(
        between(&mien_nui, "Raglai</a>\n      </div>", "    </div>\n    <div class=\"post-tags\">").trim(),
        text
    );
    assert_eq!(text.matches("<p>").count(), 6);
    let short = between(&thung_lung, "data-role=\"content\">", "<p style=\"text-align:right\">(Theo TTX)</p>").trim();
    assert!(text.starts_with(short) && short.matches("<p>").count() == 3);
}

#[tokio::test]
async fn pages_say_of_themselves_what_they_promise() {
    let press = press();
    let json_ld = |page: &str| {
        let text = between(page, "<script type=\"application/ld+json\">", "</script>").to_owned();
        serde_json::from_str::<serde_json::Value>(&text).map(|value| value["datePublished"].clone())
    };
    let good = get(&press, &link(&feed(&press, RSS).await, "Lạng Sơn")).await.text();
    assert_eq!(json_ld(&good).unwrap(), "2026-03-10T11:50:00+07:00");
    assert!(good.contains("<span class=\"ngay-dang\">Nông Thị Mây - 11:50, 10/03/2026</span>"));
    assert!(good.contains("287.450 triệu đồng/1.198.600 triệu đồng, bằng 24% kế hoạch"));

    let broken = get(&press, &link(&feed(&press, JSON).await, "Thêm một bữa sáng")).await.text();
    assert!(json_ld(&broken).is_err());
    assert!(broken.contains("Thứ Ba, ngày 10/03/2026 10:35 AM (GMT+7)"));

    let none = get(&press, &link(&feed(&press, ATOM).await, "Lào Cai")).await.text();
    assert!(!none.contains("ld+json") && none.contains("og:title"));

    let bare = get(&press, "nong-thon-nam/tin.aspx?id=4001").await.text();
    assert!(!bare.contains("<meta property") && !bare.contains("ld+json") && !bare.contains("<h1"));
    assert!(bare.contains("<div class=\"NgayDang\">Thứ Ba, 10/03/2026, 07:00</div>"));
}

#[tokio::test]
async fn other_provinces_are_named_by_the_furniture_only() {
    let press = press();
    press.next_edition();
    let furniture = |text: &str| FURNITURE.iter().filter(|place| text.contains(**place)).count();
    for path in [RSS, ATOM, JSON] {
        for entry in feed(&press, path).await.entries {
            let said = format!("{:?} {:?} {:?}", entry.title, entry.summary, entry.content).nfc().collect::<String>();
            assert_eq!(furniture(&said), 0, "{said}");
        }
        let page = get(&press, &link(&feed(&press, path).await, "Điện Biên")).await.text();
        assert!(furniture(&page) >= 3, "a page of {path} names others");
    }
    for file in PRESS.dirs().flat_map(Dir::files).filter(|file| file.path().extension().is_some_and(|end| end == "md"))
    {
        assert_eq!(furniture(file.contents_utf8().unwrap()), 0, "{}", file.path().display());
    }
}

#[tokio::test]
async fn the_same_instant_prints_the_same_bytes() {
    let (one, other) = (press(), press());
    for path in [RSS, ATOM, JSON, OLD, LISTING] {
        let other_text = get(&other, path).await.body;
        let other_text = String::from_utf8_lossy(&other_text).replace(other.url().as_str(), one.url().as_str());
        assert_eq!(String::from_utf8_lossy(&get(&one, path).await.body), other_text, "{path}");
    }
}

#[tokio::test]
async fn requests_are_logged_and_announced() {
    let press = press();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let listener = Arc::clone(&heard);
    press.on_request(Arc::new(move |request| listener.lock().unwrap().push(request.path.clone())));
    get(&press, "robots.txt").await;
    let known = HeaderMap::from_iter([(IF_NONE_MATCH, "\"old\"".parse().unwrap())]);
    get_with(&press, "thung-lung/feed.json?utm_source=x", known).await;
    get(&press, "nowhere").await;
    assert_eq!(*heard.lock().unwrap(), ["/robots.txt", "/thung-lung/feed.json?utm_source=x", "/nowhere"]);
    let log = press.requests();
    assert_eq!(log.iter().map(|request| request.status).collect::<Vec<_>>(), [200, 200, 404]);
    assert_eq!((log[1].method.as_str(), log[1].if_none_match.as_deref()), ("GET", Some("\"old\"")));
    assert!(log[0].at <= log[1].at && log[0].host == press.url().authority());
}

#[tokio::test]
#[cfg(target_os = "linux")]
async fn papers_can_be_at_different_hosts() {
    let press = Press::start_on(&[loopback(1), loopback(2)], as_of()).unwrap();
    let (ban_ngay, dong_bang) = (press.paper("ban-ngay").unwrap(), press.paper("dong-bang").unwrap());
    assert_eq!((ban_ngay.host_str(), dong_bang.host_str()), (Some("127.0.0.1"), Some("127.0.0.2")));
    let old = feed(&press, dong_bang.join("rss.xml").unwrap().as_str()).await;
    assert!(old.entries.iter().all(|entry| entry.links[0].href.starts_with(dong_bang.as_str())));
    let toml = press.feeds_toml().unwrap();
    assert!(toml.contains(&format!("\"{dong_bang}rss.xml\"")) && toml.contains(&format!("\"{ban_ngay}rss/")));
}

#[tokio::test]
async fn its_configuration_names_every_source() {
    let press = press();
    let text = press.feeds_toml().unwrap();
    let config: toml::Table = text.parse().unwrap();
    let mut statuses = Vec::new();
    for source in config["source"].as_array().unwrap() {
        statuses.push(get(&press, source["url"].as_str().unwrap()).await.status);
    }
    assert_eq!(statuses, [200, 200, 200, 200, 200, 500, 200, 404]);
}

#[tokio::test]
async fn a_stopped_press_frees_its_port() {
    let press = press();
    let address = ([127, 0, 0, 1], press.url().port().unwrap()).into();
    get(&press, "").await;
    press.stop();
    let again = Press::start(address, as_of()).unwrap();
    assert!(get(&again, "").await.text().contains("Sạp báo mẫu"));
}
