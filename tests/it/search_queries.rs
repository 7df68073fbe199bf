//! How what readers type to search is understood, and what is shown of what they find.

use bantin::config::Config;
use bantin::search::{Filter, Note, Part, Phrase, Query, excerpt, marked};

use crate::desk::Desk;
use crate::search::TOPICS;

fn config() -> Config {
    let mut desk = Desk::with(&[url::Url::parse("https://bao.vn/rss").unwrap()]);
    desk.more(TOPICS);
    desk.config()
}

fn notes(typed: &str) -> Vec<Note> {
    Query::parse(typed, &config()).notes
}

#[test]
fn every_mistake_is_told_and_the_rest_is_searched_for() {
    let value = |filter, value: &str, meant: Option<&str>| Note::UnknownValue {
        filter,
        value: value.to_owned(),
        meant: meant.map(str::to_owned),
    };
    assert_eq!(notes("chude:giam-ngeo vốn"), [value(Filter::Topic, "giam-ngeo", Some("giam-ngheo"))]);
    assert_eq!(notes("noi:\"Cao Băng Giá\""), [value(Filter::Place, "Cao Băng Giá", Some("Cao Bằng"))]);
    assert_eq!(notes("place:paris"), [value(Filter::Place, "paris", None)]);
    assert_eq!(notes("nguon:nguon-1"), [value(Filter::Source, "nguon-1", Some("nguon-0"))]);
    assert_eq!(notes("vốn \"giảm nghèo"), [Note::OpenQuote]);
    assert_eq!(notes("topic: vốn"), [Note::NoValue(Filter::Topic)]);
    assert_eq!(notes("tu:hôm-qua vốn"), [Note::BadValue { filter: Filter::From, value: "tu:hôm-qua".to_owned() }]);
    assert_eq!(notes("on:2026-02-30"), [Note::BadValue { filter: Filter::On, value: "on:2026-02-30".to_owned() }]);
    assert_eq!(notes("dau:rất vốn"), [Note::BadValue { filter: Filter::Marks, value: "rất".to_owned() }]);
    let unknown = Note::UnknownFilter { name: "sourc".to_owned(), meant: Some(Filter::Source) };
    assert_eq!(notes("sourc:nguon-0"), [unknown]);
    assert_eq!(notes("-vốn"), [Note::OnlyUnwanted]);
    assert_eq!(notes(&"vốn ".repeat(40)), []);
    assert_eq!(notes(&"a ".repeat(70)), [Note::TooManyWords]);
    assert_eq!(notes(&"nghèo ".repeat(10_000))[0], Note::TooLong);
    let cut_at_a_space = Query::parse(&format!("{} vốn", "a".repeat(Query::LONGEST - 1)), &config());
    assert_eq!(cut_at_a_space.text, "a".repeat(Query::LONGEST - 1), "as it is read again");
    for innocent in
        ["Hà Nội: mưa lớn", "https://bao.vn/tin", "10:30", "KT-XH", "vốn - đất", "1719/QĐ-TTg", "", "!!! ???"]
    {
        assert_eq!(notes(innocent), [], "{innocent}");
    }
    let query = Query::parse("chude:khong-co vốn", &config());
    assert_eq!(query.wanted, [Phrase { words: vec!["vốn".to_owned()], follows: false }]);
}

#[test]
fn a_filter_can_be_taken_away() {
    let query = Query::parse("vốn -topic:mtqg-1719 noi:\"Cao Bằng\" \"giảm nghèo\"", &config());
    let active: Vec<(&str, &str)> =
        query.active.iter().map(|active| (active.value.as_str(), active.rest.as_str())).collect();
    assert_eq!(
        active,
        [
            ("Chương trình 1719", "vốn noi:\"Cao Bằng\" \"giảm nghèo\""),
            ("Cao Bằng", "vốn -topic:mtqg-1719 \"giảm nghèo\""),
        ]
    );
}

fn bracketed(parts: &[Part]) -> String {
    parts.iter().map(|part| if part.found { format!("[{}]", part.text) } else { part.text.clone() }).collect()
}

#[test]
fn what_was_found_is_marked_in_its_own_spelling() {
    let marks = |typed: &str, text: &str| bracketed(&marked(text, &Query::parse(typed, &config())));
    assert_eq!(marks("hòa bình", "Hồ Hoà Bình và hoa bình"), "Hồ [Hoà Bình] và hoa [bình]");
    assert_eq!(marks("\"mục tiêu quốc gia\"", "Chương trình MTQG 1719"), "Chương trình [MTQG] 1719");
    assert_eq!(marks("mtqg", "mục tiêu, quốc gia; mục tiêu"), "[mục tiêu, quốc gia]; mục tiêu");
    assert_eq!(marks("hoa binh", "Hồ Hòa Bình"), "Hồ [Hòa Bình]");
    assert_eq!(marks("\"hòa bình\"", "hòa nhập, bình yên"), "hòa nhập, bình yên");
    assert_eq!(marks("tỉ lệ", "Tỷ lệ này, tỉ lệ kia, tí lệ"), "[Tỷ lệ] này, [tỉ lệ] kia, tí [lệ]");
    assert_eq!(marks("bac sy", "bác sĩ và bác sỹ"), "[bác sĩ] và [bác sỹ]");
    assert_eq!(marks("straße", "Die Straße, DIE STRASSE"), "Die [Straße], DIE [STRASSE]");
    assert_eq!(marks("北京", "今天北京举行会议, 京北"), "今天[北京]举行会议, 京北");
}

#[test]
fn an_excerpt_shows_the_words_where_they_stand_together() {
    let filler = "một hai ba bốn năm sáu bảy tám chín mười ".repeat(12);
    let text = format!("Nghèo là chuyện cũ. {filler} chương trình giảm nghèo bền vững {filler}");
    let shown = bracketed(&excerpt(&text, &Query::parse("giảm nghèo", &config())));
    assert!(shown.contains("chương trình [giảm nghèo] bền vững"), "{shown}");
    assert!(shown.starts_with("… ") && shown.ends_with(" …"), "{shown}");
    assert!(shown.chars().count() < 300, "{shown}");
    let none = bracketed(&excerpt("Một câu ngắn.", &Query::parse("giảm", &config())));
    assert_eq!(none, "Một câu ngắn.");
}
