//! Whole passes: the sample press over real HTTP on one side, published files on the other.

use std::collections::HashSet;

use jiff::SignedDuration;

use crate::testbed::TestBed;

/// Titles of the combined feed's entries, newest first.
fn titles(bed: &TestBed, feed: &str) -> Vec<String> {
    bed.feed(feed).entries.into_iter().map(|entry| entry.title.unwrap().content).collect()
}

fn about<'a>(titles: &'a [String], word: &str) -> Vec<&'a String> {
    titles.iter().filter(|title| title.contains(word)).collect()
}

#[tokio::test]
async fn one_pass_leads_from_sources_to_published_feeds() {
    let bed = TestBed::new();
    let pass = bed.pass().await;
    assert_eq!((pass.polled, pass.not_modified), (7, 0));
    assert!(pass.pages_read >= 25, "{}", pass.summary());
    assert!(pass.changed);
    assert!(titles(&bed, "feeds/tong-hop.atom").len() >= 12);
    assert_eq!(titles(&bed, "feeds/tong-hop.atom"), titles(&bed, "feeds/tong-hop.json"));
    assert!(bed.published_text("index.html").contains("Lạng Sơn"));
}

#[tokio::test]
async fn failing_sources_are_reported_and_never_published() {
    let bed = TestBed::new();
    let pass = bed.pass().await;
    let failed: Vec<_> = pass.failed.iter().map(|failure| failure.source.as_str()).collect();
    assert_eq!(failed, ["bao-tri", "nguon-hong"]);
    assert!(pass.failed.iter().all(|failure| failure.error.contains(&failure.url)), "{:?}", pass.failed);
    assert!(titles(&bed, "feeds/tat-ca.atom").iter().all(|title| !title.contains("Bảo Trì")));
}

#[tokio::test]
async fn a_second_pass_over_the_same_input_changes_no_byte_and_adds_no_row() {
    let mut bed = TestBed::new();
    bed.pass().await;
    // Once the page that was busy has been read, nothing is left to do.
    bed.later(SignedDuration::from_mins(15));
    bed.pass().await;
    let (files, entries, articles, stories) =
        (bed.published(), bed.count("entry"), bed.count("article"), bed.count("story"));
    bed.later(SignedDuration::from_hours(24));
    let pass = bed.pass().await;
    assert_eq!((pass.polled, pass.not_modified, pass.new_entries, pass.judged), (7, 3, 0, 0));
    assert!(!pass.changed);
    assert_eq!(bed.published(), files);
    assert_eq!((bed.count("entry"), bed.count("article"), bed.count("story")), (entries, articles, stories));
}

#[tokio::test]
async fn nothing_is_asked_twice_before_it_is_due() {
    let bed = TestBed::new();
    bed.pass().await;
    let asked = bed.press.requests().len();
    let pass = bed.pass().await;
    assert_eq!((pass.polled, bed.press.requests().len()), (0, asked));
}

#[tokio::test]
async fn a_wire_story_that_papers_print_whole_and_cut_is_one_story() {
    let bed = TestBed::new();
    bed.pass().await;
    let titles = titles(&bed, "feeds/tong-hop.atom");
    let copies: i64 = bed
        .database()
        .query_row(
            "SELECT count(*) FROM article WHERE story = (SELECT story FROM article WHERE why ->> '$.reason' = 'same-text')",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(copies, 3, "and the third paper's cut version");
    assert_eq!(about(&titles, "Điện Biên").len(), 1, "{titles:?}");
}

#[tokio::test]
async fn what_happens_between_two_editions() {
    let mut bed = TestBed::new();
    bed.pass().await;
    let before = bed.feed("feeds/tong-hop.atom");
    bed.press.next_edition();
    bed.later(SignedDuration::from_hours(2));
    let pass = bed.pass().await;
    let after = bed.feed("feeds/tong-hop.atom");
    let entry = |feed: &feed_rs::model::Feed, word: &str| {
        feed.entries.iter().find(|entry| entry.title.as_ref().unwrap().content.contains(word)).unwrap().clone()
    };

    // A guid that changed is no new entry.
    assert_eq!(entry(&after, "Lũng Phìn"), entry(&before, "Lũng Phìn"));

    // A revision updates its story, under the same id and date.
    let (old, new) = (entry(&before, "Quảng Ngãi"), entry(&after, "Quảng Ngãi"));
    assert_eq!((&new.id, new.published), (&old.id, old.published));
    assert!(new.updated > old.updated);
    assert_eq!(pass.revised_entries, 1);

    // What is new is new once.
    let ids: HashSet<_> = after.entries.iter().map(|entry| &entry.id).collect();
    assert_eq!(ids.len(), after.entries.len());
    assert!(after.entries.len() > before.entries.len());
}

#[tokio::test]
async fn an_entry_whose_page_fails_is_published_from_its_feed_and_read_later() {
    let mut bed = TestBed::new();
    let pass = bed.pass().await;
    assert_eq!(pass.pages_failed, 2, "one page is gone, one is busy");
    let state = |bed: &TestBed, word: &str| -> (bool, bool) {
        bed.database()
            .query_row(
                "SELECT page_read, page_due IS NOT NULL FROM article WHERE content ->> '$.title.value' LIKE ?1",
                [format!("%{word}%")],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap()
    };
    let all = titles(&bed, "feeds/tat-ca.atom");
    assert_eq!((about(&all, "Lô Lô").len(), about(&all, "chiêng").len()), (1, 1), "{all:?}");
    assert_eq!(state(&bed, "Lô Lô"), (false, false), "404 is given up");
    assert_eq!(state(&bed, "chiêng"), (false, true), "503 is tried again");
    bed.later(SignedDuration::from_mins(15));
    bed.pass().await;
    assert_eq!(state(&bed, "chiêng"), (true, false));
    assert_eq!(titles(&bed, "feeds/tat-ca.atom"), all);
}

#[tokio::test]
async fn articles_are_filed_by_what_they_say_and_not_by_menus_and_related_boxes() {
    let bed = TestBed::new();
    bed.pass().await;
    let filed = |topic: &str| titles(&bed, &format!("topic/{topic}/feed.atom"));
    assert_eq!(about(&filed("tda4"), "Lạng Sơn").len(), 1);
    assert_eq!(about(&filed("tda3"), "Lạng Sơn").len(), 1);
    let programme = filed("mtqg-1719");
    for other in ["1719 năm", "bia đá", "Dự án 5 tuyến", "bóng chuyền"] {
        assert!(about(&programme, other).is_empty(), "{other}: {programme:?}");
    }
    let story = bed.published_text("index.html");
    assert!(!story.contains("Trà Vinh"), "only related boxes name it");
}

#[tokio::test]
async fn a_change_of_topics_files_old_articles_anew() {
    let bed = TestBed::new();
    bed.pass().await;
    let mut config = bed.config();
    config.topics.iter_mut().for_each(|topic| topic.name.push('!'));
    let pass = bantin::pipeline::Pipeline::open(config).unwrap().once(bed.now, &|_| ()).await.unwrap();
    assert_eq!(i64::try_from(pass.judged).unwrap(), bed.count("article WHERE NOT unjudged"));
    assert!(pass.changed);
}
