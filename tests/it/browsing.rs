//! The site in a reader's browser. Skipped where there is no chromium.

use bantin::publish::{Serving, Site, serve};
use bantin::render::site;
use tokio::net::TcpListener;

use crate::chromium::Browser;
use crate::daemon::Daemon;
use crate::newsroom::{config, half_a_year, publish};
use crate::testbed::TestBed;

/// A page of each kind, under either edition's root.
const KINDS: &[(&str, &str)] = &[
    ("front page", ""),
    ("topic", "topic/mtqg-1719/"),
    ("topic without sub-topics", "topic/nong-thon-moi/"),
    ("older page", "page/2/"),
    ("source", "source/mien-nui/"),
    ("archive", "archive/"),
    ("month", "archive/2026-09/"),
    ("story", "STORY"),
    ("places", "place/"),
    ("place", "place/cao-bang/"),
    ("former place", "place/cu/ha-giang/"),
    ("search where there is none", "search/"),
    ("subscribe", "feeds/"),
    ("about", "about/"),
    ("missing", "404.html"),
    ("busy", "503.html"),
];

/// Every kind of page in both languages.
fn pages() -> Vec<String> {
    let story = format!("story/{}/", half_a_year()[0].id);
    let of = |edition: &str| {
        KINDS.iter().map(|(_, path)| format!("{edition}{}", path.replace("STORY", &story))).collect::<Vec<_>>()
    };
    [of(""), of("en/")].concat()
}

/// Serves half a year's stories, and lets a browser loose on them.
async fn browse(walk: impl FnOnce(&mut Browser) + Send + 'static) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let home = format!("http://{}/", listener.local_addr().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let public = folder.path().join("public");
    publish(&public, &site(&config(), &half_a_year()).unwrap()).unwrap();
    let server = tokio::spawn(serve(listener, Site::new(Serving::new(&public)), std::future::pending()));
    let_loose(home, walk).await;
    server.abort();
}

/// The same with the sample press as the daemon serves it, which answers searches.
async fn browse_the_demo(walk: impl FnOnce(&mut Browser) + Send + 'static) {
    let bed = TestBed::new();
    bed.pass().await;
    let daemon = Daemon::start(&bed);
    let_loose(format!("http://{}/", daemon.address), walk).await;
}

async fn let_loose(home: String, walk: impl FnOnce(&mut Browser) + Send + 'static) {
    let walk = move || {
        if let Some(mut browser) = Browser::start(&home) {
            walk(&mut browser);
        }
    };
    tokio::task::spawn_blocking(walk).await.unwrap();
}

fn assert_content(browser: &Browser) {
    assert!(browser.complaints.is_empty(), "the console is quiet: {:#?}", browser.complaints);
    for request in &browser.abroad {
        assert_eq!(request.kind, "Image", "nothing but pictures is asked of others: {request:?}");
        assert!(request.url.starts_with("https://"), "{request:?}");
        assert_eq!(request.referrer, None, "and they aren't told who asks: {request:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_walks_from_the_front_page_to_a_story_in_both_languages_and_subscribes() {
    browse(|browser| {
        browser.open("");
        let headline = browser.text(".card h3");
        browser.click(".card h3 a");
        assert_eq!(browser.text("h1"), headline);
        let story = browser.path();
        assert!(story.starts_with("story/"), "{story}");

        browser.click(".language a");
        assert_eq!(browser.path(), format!("en/{story}"));
        assert_eq!(browser.text("#reports"), "Who reported it");
        assert_eq!(browser.text("h1"), headline);

        browser.click("nav a[href$='feeds/']");
        assert_eq!(browser.path(), "en/feeds/");
        assert!(browser.text(".address code").ends_with("feeds/tong-hop.atom"));
        browser.back();
        assert_eq!(browser.path(), format!("en/{story}"));
        browser.click(".language a");
        browser.click(".tags a");
        assert_eq!(browser.text("h1"), "Dự án 1: Đất ở, nhà ở, nước sinh hoạt");
        browser.click(".name a");
        assert_eq!(browser.path(), "");
        assert_content(browser);
        assert!(!browser.abroad.is_empty(), "pictures were asked for");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_site_is_whole_without_scripts() {
    browse(|browser| {
        browser.set_scripts(false);
        browser.open("");
        assert_eq!(browser.text(".card time"), "15:40");
        browser.click(".card h3 a");
        browser.click(".language a");
        browser.click("nav a[href$='feeds/']");
        assert_eq!(browser.text("h1"), "Follow the news with a feed");
        assert_content(browser);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn times_are_relative_and_absolute_where_scripts_run() {
    browse(|browser| {
        // A quarter to one at night of the 10th in Hà Nội.
        browser.set_clock("2026-10-09T17:45:00Z");
        browser.open("");
        assert_eq!(browser.text(".card time"), "15:40 (9 giờ trước)");
        assert_eq!(browser.text(".day h2"), "Hôm qua, thứ Sáu 9 tháng 10, 2026");
        assert_eq!(browser.text(".day + .day h2"), "Thứ Năm 8 tháng 10, 2026");
        browser.open("en/");
        assert_eq!(browser.text(".card time"), "15:40 (9 hours ago)");
        assert_eq!(browser.text(".day h2"), "Yesterday, Friday 9 October 2026");
        browser.click(".card h3 a");
        assert_eq!(browser.text(".story header time"), "15:40, 9 Oct 2026 (9 hours ago)");
        // The 11th, half past midnight in Hà Nội: 33 hours later, and two days.
        browser.set_clock("2026-10-10T17:30:00Z");
        let story = browser.path();
        browser.open(&story);
        assert_eq!(browser.text(".story header time"), "15:40, 9 Oct 2026 (2 days ago)");
        assert_content(browser);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_gets_past_the_masthead() {
    browse(|browser| {
        browser.open("");
        browser.press("Tab", "");
        assert_eq!(browser.evaluate("document.activeElement.className"), "skip");
        assert_eq!(
            browser.evaluate("document.querySelector('.skip').getBoundingClientRect().top >= 0"),
            true,
            "it is to be seen while it has the focus"
        );
        browser.press("Enter", "\r");
        assert_eq!(browser.evaluate("document.activeElement.id"), "main");
        browser.press("Tab", "");
        let headline = browser.text(".card h3");
        assert_eq!(browser.evaluate("document.activeElement.textContent"), headline.as_str());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_front_page_weighs_under_60_kb_on_the_wire() {
    browse(|browser| {
        browser.open("");
        let cards = browser.evaluate("document.querySelectorAll('.card').length").as_u64().unwrap();
        assert!(cards >= 25, "{cards} stories");
        let weight = browser.weight();
        assert!((5_000..60_000).contains(&weight), "{weight} bytes");
        println!("the front page weighs {weight} bytes");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_fit_narrow_screens_and_pictures_have_their_place_before_they_come() {
    browse(|browser| {
        browser.look("light", 320);
        for page in pages() {
            browser.open(&page);
            let wide = browser.evaluate("document.documentElement.scrollWidth");
            assert_eq!(wide, 320, "{page} can be read without scrolling sideways (WCAG 1.4.10)");
            let jumping =
                "[...document.images].filter(i => getComputedStyle(i).aspectRatio === 'auto').map(i => i.src)";
            assert_eq!(browser.evaluate(jumping), serde_json::json!([]), "{page}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_in_a_page_does_not_run() {
    browse(|browser| {
        browser.open("");
        browser.evaluate(
            "{ const s = document.createElement('script'); s.text = 'window.ran = 1'; document.body.append(s) }",
        );
        browser.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=\"window.ran = 1\">')");
        browser.evaluate("new Promise(done => setTimeout(done, 100))");
        assert_eq!(browser.evaluate("window.ran ?? 'it did not'"), "it did not");
        assert!(!browser.complaints.is_empty(), "the policy forbade it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_searches_and_opens_what_is_found() {
    browse_the_demo(|browser| {
        browser.open("");
        browser.evaluate("document.querySelector('#q').value = 'cao bang'");
        browser.click("form.search button");
        assert!(browser.path().starts_with("search/?q=cao"), "{}", browser.path());
        assert_eq!(browser.text(".card mark"), "Cao Bằng");
        let found = browser.text(".card h2");
        browser.click(".card h2 a");
        assert_eq!(browser.text("h1"), found);
        assert_content(browser);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_breaks_wcag_2_2_aa() {
    let Some(axe) = axe() else { return };
    browse(move |browser| assert_accessible(browser, &axe, &pages())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_do_search_progress_and_status() {
    let Some(axe) = axe() else { return };
    let pages = [
        "search/?q=cao+bang",
        "en/search/?q=",
        "topic/mtqg-1719/progress/",
        "en/topic/mtqg-1719/progress/",
        "status/",
        "en/status/",
    ];
    browse_the_demo(move |browser| {
        assert_accessible(browser, &axe, &pages.map(str::to_owned));
        browser.look("light", 320);
        for page in pages {
            browser.open(page);
            assert_eq!(browser.evaluate("document.documentElement.scrollWidth"), 320, "{page}");
        }
    })
    .await;
}

/// axe-core's script.
fn axe() -> Option<String> {
    let Some(axe) = std::env::var_os("BANTIN_AXE") else {
        println!("skipped: BANTIN_AXE names no axe-core");
        return None;
    };
    Some(std::fs::read_to_string(axe).unwrap())
}

fn assert_accessible(browser: &mut Browser, axe: &str, pages: &[String]) {
    let run =
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then(found => found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`))";
    for page in pages {
        for (theme, width) in [("light", 1440), ("dark", 360)] {
            browser.look(theme, width);
            browser.open(page);
            browser.evaluate("for (const closed of document.querySelectorAll('details')) closed.open = true");
            browser.evaluate(axe);
            let violations = browser.evaluate(run);
            assert_eq!(violations, serde_json::json!([]), "{page}, {theme}, {width} px");
        }
    }
    assert_content(browser);
}
