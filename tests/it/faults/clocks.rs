//! Servers and news whose clocks are wrong.

use std::sync::Arc;

use bantin::config::Language;
use bantin::pipeline::Doctor;
use jiff::{SignedDuration, Timestamp};

use super::documents::reads;
use super::{AFTER, BEFORE, Fault, Then, channel, fault, hold, item_with, items, news, published, title};
use crate::scripted::Reply;

const OF_1970: &str = "news of 1970";
const NEXT_YEAR: &str = "news of next year";
const AHEAD: &str = "news that is dated ahead, by a day";
const CLOCK: &str = "a server whose clock stands in 1970";

/// The news with other elements in the new item.
fn news_with(source: &str, more: &str) -> String {
    channel(&(item_with(source, AFTER, more) + &item_with(source, BEFORE, "")))
}

/// An item's date.
pub(super) fn in_hours(hours: i64) -> String {
    let date = Timestamp::now() + SignedDuration::from_hours(hours);
    format!("<pubDate>{}</pubDate>", date.strftime("%a, %d %b %Y %H:%M:%S GMT"))
}

pub(super) fn faults() -> Vec<Fault> {
    vec![
        fault(
            CLOCK,
            |_| {
                let reply = Reply::ok(news(CLOCK)).header("Date", "Thu, 01 Jan 1970 00:00:00 GMT");
                reply
                    .header("Expires", "Thu, 01 Jan 1970 00:10:00 GMT")
                    .header("Last-Modified", "Tue, 19 Jan 2038 03:14:07 GMT")
            },
            Then::Reads(1, "what it says counts by its own clock; `bantin doctor` names the server"),
        ),
        reads(
            OF_1970,
            || news_with(OF_1970, "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>"),
            "what is dated before 1990 counts as undated: it came out when it was first seen",
        ),
        fault(
            NEXT_YEAR,
            |_| Reply::ok(news_with(NEXT_YEAR, &in_hours(365 * 24))),
            Then::Reads(1, "what is dated more than two weeks ahead counts as undated"),
        ),
        fault(
            AHEAD,
            |_| {
                let items = ["mot", "hai", "ba"].map(|item| item_with(AHEAD, item, &in_hours(24))).concat();
                Reply::ok(channel(&(items + &item_with(AHEAD, BEFORE, ""))))
            },
            Then::Warns(
                3,
                "3 new entries are dated ahead, by up to … minutes, and are held until then: if its clock is wrong, say so \
                 with `gmt_is_local = true`, `zone` or `date_order`",
            ),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_clock_costs_no_news() {
    let desk = hold(&faults(), "").await.desk;
    let items = items(&desk);
    let today = Timestamp::now().as_second();
    for source in [OF_1970, NEXT_YEAR] {
        let item = items.iter().find(|item| item["title"] == title(source, AFTER)).unwrap();
        let date: Timestamp = item["date_published"].as_str().unwrap().parse().unwrap();
        assert!((today - 3600..=today).contains(&date.as_second()), "{source}: {date}");
    }
    assert!(!published(&desk).contains(&title(AHEAD, "mot")));
    let doctor = Doctor::new(Arc::new(desk.config())).look(Timestamp::now());
    let told: Vec<_> = doctor.findings.iter().filter(|finding| finding.problem.key() == "server-clock").collect();
    let [finding] = &told[..] else { panic!("{:?}", doctor.findings) };
    assert_eq!(finding.source.as_ref().unwrap().as_str(), "nguon-1");
    assert!(finding.evidence(Language::English).contains("days behind"), "{}", finding.evidence(Language::English));
}
