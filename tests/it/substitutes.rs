//! A feed that gives another's news: an odd source is pointed out, and its entries count all the same.

use bantin::config::Config;
use bantin::judge::{is_renamed, same_entries};
use jiff::SignedDuration;

use crate::scripted::{Reply, Scripted};
use crate::sitemaps::{one_source, pass};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

fn feed(title: &str, items: impl IntoIterator<Item = u32>) -> Reply {
    let item =
        |n: u32| format!("<item><title>Bài số {n}</title><link>https://bao.example.vn/bai-{n}.html</link></item>");
    let items: String = items.into_iter().map(item).collect();
    Reply::ok(format!("<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"))
}

/// The front page's feed and a section's, of one paper.
fn two_sources(server: &Scripted) -> (tempfile::TempDir, Config) {
    let section = format!(
        "[[source]]\nid = \"ocop\"\nname = \"OCOP\"\nurl = \"{}\"\nevery = \"1h\"\npage = {{ read = false }}",
        server.url("/rss/ocop-999.rss")
    );
    one_source(&server.url("/rss/home.rss"), &section)
}

fn warned(pass: &bantin::pipeline::Pass) -> Vec<&str> {
    pass.warnings.iter().map(|warning| warning.source.as_str()).collect()
}

#[tokio::test]
async fn a_general_feed_in_place_of_the_section_asked_for_is_pointed_out() {
    let server = Scripted::start(|seen| {
        let newest = 100 + u32::try_from(seen.nth).unwrap() * 10;
        feed("Báo Mẫu", (newest - 30..newest).rev())
    })
    .await;
    let (_folder, config) = two_sources(&server);
    let first = pass(&config, SignedDuration::ZERO).await;
    assert_eq!((first.failed.len(), first.new_entries), (0, 60), "its entries count");
    assert_eq!(warned(&first), ["ocop"]);
    let said = &first.warnings[0].warning;
    assert!(
        said.contains("/rss/ocop-999.rss gives the same entries as bao") && said.contains("bantin discover"),
        "{said}"
    );
    assert!(warned(&pass(&config, HOUR * 2).await).contains(&"ocop"), "again when there is news");
}

#[tokio::test]
async fn a_section_whose_news_is_on_the_front_page_as_well_is_not() {
    let server = Scripted::start(|seen| {
        let newest = 100 + u32::try_from(seen.nth).unwrap() * 10;
        if seen.target.contains("ocop") {
            feed("OCOP - Báo Mẫu", (0..newest).rev().filter(|n| n % 3 == 0).take(30))
        } else {
            feed("Báo Mẫu", (newest - 30..newest).rev())
        }
    })
    .await;
    let (_folder, config) = two_sources(&server);
    for hours in 0..6 {
        let warnings = pass(&config, HOUR * (2 * hours)).await.warnings;
        assert_eq!(warnings, [], "after {hours} polls");
    }
}

#[tokio::test]
async fn a_feed_that_calls_itself_otherwise_is_pointed_out_once() {
    let server = Scripted::with([(
        "/rss/ocop.rss",
        vec![
            feed("OCOP - Báo Mẫu (23/8/2026)", 1..9),
            feed("OCOP - Báo Mẫu (24/8/2026)", 2..10),
            feed("Tin mới - Báo Mẫu", 3..11),
        ],
    )])
    .await;
    let (_folder, config) = one_source(&server.url("/rss/ocop.rss"), "");
    let mut warnings = Vec::new();
    for hours in 0..4 {
        warnings.push(pass(&config, HOUR * (2 * hours)).await.warnings);
    }
    let counts: Vec<usize> = warnings.iter().map(Vec::len).collect();
    assert_eq!(counts, [0, 0, 1, 0]);
    let said = &warnings[2][0].warning;
    assert!(
        said.contains("calls itself “Tin mới - Báo Mẫu”") && said.contains("“OCOP - Báo Mẫu (24/8/2026)” before"),
        "{said}"
    );
}

#[test]
fn entries_are_the_same_when_nearly_all_are() {
    let of = |numbers: std::ops::Range<u32>| numbers.map(|n| format!("https://bao/{n}")).collect::<Vec<_>>();
    assert!(same_entries(&of(0..50), &of(10..60)), "ten have come between the two requests");
    assert!(!same_entries(&of(0..50), &of(20..70)));
    assert!(!same_entries(&of(0..10), &of(0..50)), "a part is not the same");
    assert!(!same_entries(&of(0..4), &of(0..4)), "too few to tell");
}

#[test]
fn a_name_is_another_when_its_words_are() {
    assert!(is_renamed("Kinh tế - Báo Mẫu", "Báo Mẫu"));
    for now in ["KINH TẾ | Báo Mẫu", "Kinh tế - Báo Mẫu 25/11/2026 10:30"] {
        assert!(!is_renamed("Kinh tế - Báo Mẫu", now), "{now}");
    }
}
