//! Progress pages: what articles state of a programme, by place, with who says it.

use bantin::config::Config;
use bantin::judge::progress::{Progress, Statement};
use bantin::judge::{FiledFact, Programme, ProgrammeTopics, StatedFact, Story, Tokenised};
use bantin::news::{ArticleId, SourceId, TopicId};
use bantin::pipeline::explain;
use bantin::render::{Document, site};
use bantin::store::Store;
use jiff::SignedDuration;
use jiff::civil::Date;
use proptest::prelude::*;
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::judging::article;
use crate::newsroom::{self, filed, member, placed, story, text};
use crate::testbed::TestBed;
use bantin::judge::Field;

const PAGE: &str = "topic/mtqg-1719/progress/index.html";
const CSV: &str = "topic/mtqg-1719/progress.csv";
const JSON: &str = "topic/mtqg-1719/progress.json";

fn config() -> Config {
    let mut config = newsroom::config();
    for (id, programme) in
        [("mtqg-1719", Programme::Dtts), ("giam-ngheo", Programme::Gnbv), ("nong-thon-moi", Programme::Ntm)]
    {
        config.topics.iter_mut().find(|topic| topic.id.as_str() == id).unwrap().programme = Some(programme);
    }
    config
}

/// A story of one article, filed under `topics`, about `places`, that says `text`.
struct Told<'a> {
    source: &'a str,
    day: &'a str,
    topics: &'a [&'a str],
    places: &'a [(&'a str, &'a str)],
    text: &'a str,
}

impl Told<'_> {
    fn story(&self) -> Story {
        let published = format!("{}T03:00:00Z", self.day);
        let mut story = story(&format!("{} {} {}", self.source, self.day, self.text.len()), &published);
        story.members = Vec::new();
        self.join(&mut story);
        story
    }

    /// Adds the article to a story.
    fn join(&self, story: &mut Story) {
        let address = format!("https://{}.example/{}/{}", self.source, self.day, self.text.len());
        let mut member = member(self.source, &address, &story.title, &format!("{}T03:00:00Z", self.day), None);
        let id = story.id.as_str().bytes().fold(0_i64, |id, byte| (id * 31 + i64::from(byte)) % 1_000_003);
        member.article = ArticleId(id + i64::try_from(story.members.len()).unwrap());
        let topics: Vec<_> =
            self.topics.iter().map(|topic| filed(topic, Field::Title, "chương trình", "chương trình")).collect();
        let places: Vec<_> = self.places.iter().map(|(name, today)| placed(name, today)).collect();
        let article = article("", "", self.text);
        let programmes = ProgrammeTopics::of(&config().topics);
        let day: Date = self.day.parse().unwrap();
        let facts = FiledFact::judge(&Tokenised::of(&article), Some(day), (&topics, &places), &programmes);
        story.facts.extend(facts.into_iter().map(|fact| StatedFact { article: member.article, fact }));
        story.members.push(member);
    }
}

fn told<'a>(source: &'a str, day: &'a str, text: &'a str) -> Told<'a> {
    Told { source, day, topics: &["mtqg-1719"], places: &[("Cao Bằng", "Cao Bằng")], text }
}

fn published(stories: &[Story]) -> Vec<Document> {
    site(&config(), stories).unwrap()
}

/// What is figured of `stories`, in JSON.
fn figures(stories: &[Story]) -> Vec<Value> {
    let documents = published(stories);
    let json: Value = serde_json::from_str(text(&documents, JSON)).unwrap();
    json["figures"].as_array().unwrap().clone()
}

fn latest(stories: &[Story]) -> Vec<Value> {
    figures(stories).into_iter().filter(|figure| figure["latest"] == true).collect()
}

fn all(html: &str, selector: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let selector = Selector::parse(selector).unwrap();
    let found = document.select(&selector);
    found.map(|element| element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// Two provinces over three months, a disagreement, a misprint, a target, the whole country, an old province.
fn months() -> Vec<Story> {
    let said = [
        told(
            "mien-nui",
            "2026-08-03",
            "Đến nay, tỉnh Cao Bằng giải ngân 152.700 triệu đồng/1.526.790 triệu đồng vốn Chương trình 1719, bằng 10% kế hoạch.",
        ),
        told(
            "mien-nui",
            "2026-09-04",
            "Đến nay, tỉnh Cao Bằng giải ngân 213.800 triệu đồng/1.526.790 triệu đồng vốn Chương trình 1719, bằng 14% kế hoạch. Tỉnh Bắc Kạn giải ngân 24,6% vốn Chương trình 1719.",
        ),
        told(
            "nong-thon-xanh",
            "2026-10-08",
            "Đến nay, tỉnh Cao Bằng giải ngân 290.100 triệu đồng/1.526.790 triệu đồng vốn Chương trình 1719, bằng 19% kế hoạch.",
        ),
        told(
            "mien-nui",
            "2026-10-09",
            "Từ đầu năm đến nay, toàn tỉnh Cao Bằng đã giải ngân được 302.049 triệu đồng/1.526.790 triệu đồng vốn Chương trình 1719, bằng 20% kế hoạch. Cùng thời điểm, cả nước giải ngân 33,4% vốn Chương trình 1719. Tỉnh Bắc Kạn giải ngân 31,2% vốn Chương trình 1719. Tỉnh Hà Giang đã giải ngân 522 tỷ triệu đồng vốn Chương trình 1719. Cao Bằng phấn đấu đến hết năm giải ngân trên 95% kế hoạch vốn Chương trình 1719.",
        ),
    ];
    said.iter().rev().map(Told::story).collect()
}

/// The element `name` of a page's main part, as it is written.
fn main_of(page: &str) -> &str {
    page.split_once("<main").unwrap().1.split_once("</main>").unwrap().0
}

#[test]
fn the_page_looks_like_this() {
    insta::assert_snapshot!("page", main_of(text(&published(&months()), PAGE)));
}

#[test]
fn the_english_page_looks_like_this() {
    let documents = published(&months());
    let english = all(main_of(text(&documents, &format!("en/{PAGE}"))), "h1, h2, h3, th, td, figcaption, desc");
    insta::assert_snapshot!("english", english.join("\n"));
}

#[test]
fn the_files_for_machines_look_like_this() {
    let documents = published(&months());
    insta::assert_snapshot!("csv", text(&documents, CSV).replace("\r\n", "\n"));
    insta::assert_snapshot!("json", text(&documents, JSON));
}

#[test]
fn a_topic_without_figures_has_no_progress_page() {
    let documents = published(&[story("Bản làng vào hội", "2026-10-09T03:00:00Z")]);
    assert!(!documents.iter().any(|document| document.path.contains("progress")));
}

#[test]
fn copies_of_one_text_are_one_figure_with_all_who_print_it() {
    let wire =
        "Đến nay, tỉnh Cao Bằng giải ngân 302.049 triệu đồng/1.526.790 triệu đồng vốn Chương trình 1719, bằng 20%.";
    let mut story = told("mien-nui", "2026-10-08", wire).story();
    told("nong-thon-xanh", "2026-10-08", wire).join(&mut story);
    told("thong-tan-ban-lang", "2026-10-09", wire).join(&mut story);
    let figures = figures(&[story]);
    assert_eq!(figures.len(), 1, "{figures:?}");
    let said_by: Vec<&Value> = figures[0]["said_by"].as_array().unwrap().iter().map(|voice| &voice["source"]).collect();
    assert_eq!(said_by, ["mien-nui", "nong-thon-xanh", "thong-tan-ban-lang"]);
    assert_eq!((&figures[0]["as_of"], &figures[0]["disputed"]), (&json!("2026-10-08"), &json!(false)));
}

#[test]
fn one_report_in_two_stories_is_one_figure_also_where_one_rounds_it() {
    let exact =
        told("mien-nui", "2026-10-08", "Đến nay, tỉnh Cao Bằng giải ngân 302.049 triệu đồng vốn Chương trình 1719.");
    let rounded =
        told("nong-thon-xanh", "2026-10-10", "Đến nay, tỉnh Cao Bằng giải ngân 302 tỷ đồng vốn Chương trình 1719.");
    let figures = figures(&[rounded.story(), exact.story()]);
    assert_eq!(figures.len(), 1, "{figures:?}");
    assert_eq!(figures[0]["amount_vnd"], 302_049_000_000_u64);
    assert_eq!(figures[0]["said_by"].as_array().unwrap().len(), 2);
}

#[test]
fn a_range_agrees_with_what_lies_in_it_and_with_nothing_else() {
    let stories = |other: &str| {
        let text = |sum: &str| format!("Tỉnh Cao Bằng hỗ trợ mỗi hộ nghèo {sum} triệu đồng theo Chương trình 1719.");
        let (range, other) = (text("từ 40 đến 60"), text(other));
        let stories =
            [told("mien-nui", "2026-10-08", &range).story(), told("nong-thon-xanh", "2026-10-09", &other).story()];
        figures(&stories)
    };
    assert_eq!(stories("60").len(), 1);
    assert_eq!(stories("từ 50 đến 70").len(), 1);
    assert_eq!(stories("70").len(), 2);
    let range = &stories("70")[1];
    assert_eq!((&range["amount_vnd"], &range["amount_to_vnd"]), (&json!(40_000_000), &json!(60_000_000)));
}

#[test]
fn papers_that_disagree_stand_side_by_side_and_are_not_averaged() {
    let one = told("mien-nui", "2026-10-08", "Đến nay, tỉnh Cao Bằng giải ngân 20% vốn Chương trình 1719.").story();
    let other =
        told("nong-thon-xanh", "2026-10-09", "Đến nay, tỉnh Cao Bằng giải ngân 26% vốn Chương trình 1719.").story();
    let stories = [other, one];
    let latest = latest(&stories);
    let values: Vec<(&Value, &Value)> = latest.iter().map(|figure| (&figure["percent"], &figure["disputed"])).collect();
    assert_eq!(values, [(&json!(26), &json!(true)), (&json!(20), &json!(true))]);

    let documents = published(&stories);
    let page = text(&documents, PAGE);
    assert_eq!(all(page, ".figures .flag"), ["Các báo nêu khác nhau"]);
    let names: Vec<String> = all(page, ".bars .voice");
    assert_eq!(names, ["Nông thôn Xanh", "Báo Miền Núi"]);
    assert!(!page.contains("23%"));
}

#[test]
fn a_newer_figure_takes_the_place_of_an_older_one_and_contradicts_nothing() {
    let before = told("mien-nui", "2026-09-01", "Đến nay, tỉnh Cao Bằng giải ngân 20% vốn Chương trình 1719.").story();
    let after =
        told("nong-thon-xanh", "2026-10-01", "Đến nay, tỉnh Cao Bằng giải ngân 26% vốn Chương trình 1719.").story();
    let said = figures(&[after, before]);
    let values: Vec<_> = said
        .iter()
        .map(|figure| (figure["percent"].clone(), figure["latest"] == true, figure["disputed"] == true))
        .collect();
    assert_eq!(values, [(json!(26), true, false), (json!(20), false, false)]);
}

#[test]
fn figures_for_a_day_that_is_named_contradict_those_for_the_same_day_only() {
    let text = |day: &str, share: &str| format!("Đến {day}, tỉnh Cao Bằng giải ngân {share} vốn Chương trình 1719.");
    let (may, june, other) = (text("31/5", "20%"), text("30/6", "26%"), text("30/6", "29%"));
    let told = [("mien-nui", &may), ("nong-thon-xanh", &june), ("thong-tan-ban-lang", &other)]
        .map(|(source, text)| told(source, "2026-10-01", text).story());
    let latest = latest(&told);
    assert_eq!(latest.iter().map(|figure| &figure["percent"]).collect::<Vec<_>>(), [&json!(26), &json!(29)]);
}

#[test]
fn an_article_does_not_contradict_itself() {
    let said =
        "Đến nay, tỉnh Cao Bằng giải ngân 20% vốn Chương trình 1719. Tỉnh giao vốn muộn, có xã chỉ giải ngân 8%.";
    let latest = latest(&[told("mien-nui", "2026-10-01", said).story()]);
    let spent: Vec<_> = latest.iter().filter(|figure| figure["kind"] == "disbursement").collect();
    assert_eq!(spent.len(), 1, "{latest:?}");
    assert_eq!((&spent[0]["percent"], &spent[0]["disputed"]), (&json!(20), &json!(false)));
}

#[test]
fn a_figure_that_cannot_be_is_shown_with_its_flag_and_in_no_plot() {
    let stories =
        [told("mien-nui", "2026-10-01", "Đến nay, tỉnh Cao Bằng giải ngân 120% vốn Chương trình 1719.").story()];
    let documents = published(&stories);
    let page = text(&documents, PAGE);
    assert!(all(page, "svg").is_empty());
    assert_eq!(all(page, "#flagged ~ .table .flag"), ["vượt quá toàn bộ"]);
    assert!(page.contains("120%"), "as printed");
    assert!(latest(&stories).is_empty());
}

#[test]
fn targets_stand_apart_from_results_and_the_country_from_its_provinces() {
    let documents = published(&months());
    let page = text(&documents, PAGE);
    assert_eq!(all(page, "#country ~ .table th[scope=row]"), ["Cả nước Giải ngân"]);
    assert!(all(page, "#plans ~ .table td strong").contains(&"trên 95%".to_owned()), "{page}");
    assert!(!all(page, ".bars text").iter().any(|text| text.contains("95") || text.contains("Cả nước")));
}

#[test]
fn an_old_province_keeps_its_name_and_says_what_it_is_part_of_today() {
    let documents = published(&months());
    let rows = all(text(&documents, PAGE), "#spending ~ .table th[scope=row]");
    assert!(rows.contains(&"Bắc Kạn nay thuộc Thái Nguyên".to_owned()), "{rows:?}");
    let rows = all(text(&documents, &format!("en/{PAGE}")), "#spending ~ .table th[scope=row]");
    assert!(rows.contains(&"Bắc Kạn now part of Thái Nguyên".to_owned()), "{rows:?}");
}

#[test]
fn what_a_sentence_leaves_out_is_taken_from_its_article_and_said_to_be() {
    let said = "Toàn tỉnh đã giải ngân 20% kế hoạch vốn.";
    let figures = figures(&[told("mien-nui", "2026-10-01", said).story()]);
    let figure = &figures[0];
    assert_eq!((&figure["place"], &figure["place_inferred"]), (&json!("Cao Bằng"), &json!(true)));
    assert_eq!((&figure["topic"], &figure["topic_inferred"]), (&json!("mtqg-1719"), &json!(true)));
    assert_eq!(figure["programme"], Value::Null);
}

#[test]
fn a_figure_is_for_no_place_where_its_article_is_about_several() {
    let places: &[_] = &[("Cao Bằng", "Cao Bằng"), ("Lạng Sơn", "Lạng Sơn")];
    let said = Told { places, ..told("mien-nui", "2026-10-01", "Đã giải ngân 20% vốn Chương trình 1719.") };
    let figures = figures(&[said.story()]);
    assert_eq!((&figures[0]["place"], &figures[0]["place_inferred"]), (&Value::Null, &json!(false)));
}

#[test]
fn a_few_communes_are_not_taken_for_their_province() {
    let topics: &[_] = &["giam-ngheo"];
    let said = Told {
        topics, ..told("mien-nui", "2026-10-01", "Tỷ lệ hộ nghèo ở 29 xã vùng cao vẫn trên 50%.")
    };
    let documents = published(&[said.story()]);
    let page = text(&documents, "topic/giam-ngheo/progress/index.html");
    assert!(all(page, "#results").is_empty());
    assert_eq!(all(page, "#loose ~ .table td strong"), ["trên 50%"]);
}

#[test]
fn money_spent_on_nobody_knows_what_is_in_no_plot() {
    let said = "Công trình có vốn 6,3 tỷ đồng, đã giải ngân 6 tỷ đồng, bằng 94,8% kế hoạch.";
    let documents = published(&[told("mien-nui", "2026-10-01", said).story()]);
    let page = text(&documents, PAGE);
    assert!(all(page, "svg").is_empty());
    assert!(!all(page, "#loose").is_empty());
}

/// The topic of the only figure of an article that is filed under `topics`.
fn topic_of(topics: &[&str], text: &str) -> Option<TopicId> {
    let story = Told { topics, ..told("mien-nui", "2026-10-01", text) }.story();
    assert_eq!(story.facts.len(), 1, "{text}");
    story.facts[0].fact.topic.clone()
}

#[test]
fn a_figure_is_for_the_programme_that_its_sentence_names_or_else_for_the_only_one_of_its_article() {
    let unnamed = "Toàn tỉnh giải ngân 20% kế hoạch vốn.";
    let named = "Vốn Chương trình 1719 giải ngân 20% kế hoạch.";
    let together = "Vốn ba chương trình mục tiêu quốc gia giải ngân 20% kế hoạch.";
    for (topics, text, expected) in [
        (&["mtqg-1719"][..], unnamed, Some("mtqg-1719")),
        (&["mtqg-1719", "mtqg-1719-da5"], unnamed, Some("mtqg-1719")),
        (&["mtqg-1719", "giam-ngheo"], unnamed, None),
        (&["mtqg-1719", "giam-ngheo"], named, Some("mtqg-1719")),
        (&["giam-ngheo"], named, Some("mtqg-1719")),
        (&["mtqg-1719"], together, None),
        (&["nong-thon-moi"], unnamed, Some("nong-thon-moi")),
        (&["mtqg-1719"], "Toàn tỉnh có 87/115 xã đạt chuẩn nông thôn mới.", Some("nong-thon-moi")),
    ] {
        assert_eq!(topic_of(topics, text), expected.map(TopicId::new), "{topics:?} {text}");
    }
}

#[test]
fn a_sub_project_without_its_number_is_the_one_named_before() {
    let said = "Tỉnh triển khai Tiểu dự án 4, Dự án 5. Kinh phí của tiểu dự án đã giải ngân 4.215 triệu đồng, bằng 42,7% kế hoạch.";
    let story = told("mien-nui", "2026-10-01", said).story();
    assert_eq!(story.facts[0].fact.record().component.as_deref(), Some("DA5.TDA4"));
}

#[test]
fn a_story_shows_its_figures_and_so_does_its_json_feed() {
    let stories = months();
    let documents = published(&stories);
    let page = text(&documents, &format!("story/{}/index.html", stories[0].id));
    assert!(all(page, ".stated strong").contains(&"20%".to_owned()), "{page}");
    let feed: Value = serde_json::from_str(text(&documents, "feeds/tong-hop.json")).unwrap();
    let fact = &feed["items"][0]["_bantin"]["facts"][0];
    assert_eq!((&fact["kind"], &fact["amount_vnd"]), (&json!("disbursement"), &json!(302_049_000_000_u64)));
    assert_eq!((&fact["place"], &fact["said_by"]), (&json!("Cao Bằng"), &json!(["mien-nui"])));
}

#[test]
fn a_topics_page_leads_to_its_progress_and_shows_the_plot() {
    let mut stories = months();
    for story in &mut stories {
        story.topics = vec![filed("mtqg-1719", Field::Title, "Chương trình 1719", "Chương trình 1719")];
    }
    let documents = published(&stories);
    let page = text(&documents, "topic/mtqg-1719/index.html");
    assert_eq!(all(page, ".side .bars .name"), ["Bắc Kạn", "Cao Bằng"]);
    assert!(page.contains("href=\"../../topic/mtqg-1719/progress/\""));
}

#[test]
fn plots_are_named_and_told_in_words() {
    let documents = published(&months());
    let page = text(&documents, PAGE);
    for svg in svgs(page) {
        let root = Html::parse_fragment(&svg);
        let labels = Selector::parse("svg[role=img][aria-labelledby] > title, svg > desc").unwrap();
        assert_eq!(
            root.select(&labels).filter(|label| !label.text().collect::<String>().is_empty()).count(),
            2,
            "{svg}"
        );
    }
    assert_eq!(svgs(page).len(), 3, "the bars, and a panel for each of two provinces");
}

fn svgs(page: &str) -> Vec<String> {
    page.split("<svg").skip(1).map(|rest| format!("<svg{}</svg>", rest.split_once("</svg>").unwrap().0)).collect()
}

/// RFC 4180, strictly: what isn't CSV panics.
fn read_csv(csv: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut rest = csv;
    while !rest.is_empty() {
        let mut row = Vec::new();
        loop {
            let cell;
            if let Some(quoted) = rest.strip_prefix('"') {
                let mut text = String::new();
                let mut chars = quoted.char_indices();
                let end = loop {
                    match chars.next() {
                        Some((at, '"')) if quoted[at + 1..].starts_with('"') => {
                            chars.next();
                            text.push('"');
                        }
                        Some((at, '"')) => break at + 1,
                        Some((_, c)) => text.push(c),
                        None => panic!("an open quote"),
                    }
                };
                (cell, rest) = (text, &quoted[end..]);
            } else {
                let end = rest.find([',', '\r', '\n']).unwrap();
                assert!(!rest[..end].contains('"'), "a bare quote");
                (cell, rest) = (rest[..end].to_owned(), &rest[end..]);
            }
            row.push(cell);
            if let Some(after) = rest.strip_prefix("\r\n") {
                rest = after;
                break;
            }
            rest = rest.strip_prefix(',').expect("a comma or the row's end");
        }
        rows.push(row);
    }
    rows
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Whatever sources and articles are called, the CSV reads back cell by cell, starts no formula, and every plot is XML.
    #[test]
    fn hostile_words_break_neither_the_csv_nor_the_plots(
        name in "[-=+@\"',;<>&\\]a-zạđ\u{0}\u{202e}\u{2028}\r\n\t]{1,12}",
        title in "\\PC{0,20}|[=+@-].{0,8}",
        commune in "[-=+@\"'<>&]{0,3}[A-ZĐ][a-zạđ]{1,8}",
    ) {
        let mut config = config();
        std::sync::Arc::make_mut(&mut config.sources[0]).name.clone_from(&name);
        let said = format!("Đến nay, tỉnh Cao Bằng giải ngân 20% vốn Chương trình 1719. Xã {commune} giải ngân 5% vốn Chương trình 1719.");
        let mut one = told("mien-nui", "2026-10-08", &said).story();
        one.members[0].title.clone_from(&title);
        let earlier = told("mien-nui", "2026-09-08", &said).story();
        let other = told("nong-thon-xanh", "2026-10-09", "Đến nay, tỉnh Cao Bằng giải ngân 26% vốn Chương trình 1719.").story();
        let documents = site(&config, &[other, one, earlier]).unwrap();
        let rows = read_csv(text(&documents, CSV));
        let width = rows[0].len();
        prop_assert!(rows.len() >= 4);
        for row in &rows {
            prop_assert_eq!(row.len(), width);
            for cell in row {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{:?}", cell);
            }
        }
        for path in [PAGE, &format!("en/{PAGE}"), "topic/mtqg-1719/index.html"] {
            for svg in svgs(text(&documents, path)) {
                let mut reader = quick_xml::Reader::from_str(&svg);
                reader.config_mut().check_end_names = true;
                loop {
                    match reader.read_event() {
                        Ok(quick_xml::events::Event::Eof) => break,
                        Ok(_) => {}
                        Err(error) => prop_assert!(false, "{}: {}", error, svg),
                    }
                }
            }
        }
    }

    /// In whatever order articles come, the same is made of them.
    #[test]
    fn the_order_of_articles_makes_no_difference(seed in 0_usize..24) {
        let mut stories = months();
        let expected = text(&published(&stories), CSV).to_owned();
        let mut order = seed;
        for n in (2..=stories.len()).rev() {
            stories.swap(n - 1, order % n);
            order /= n;
        }
        let documents = published(&stories);
        prop_assert_eq!(text(&documents, CSV), expected);
    }
}

#[test]
fn ten_thousand_figures_of_one_place_are_sorted_out_in_no_time_that_a_pass_would_notice() {
    let stories: Vec<Story> = (0..1_000)
        .map(|n| {
            let day = "2016-01-01".parse::<Date>().unwrap().checked_add(SignedDuration::from_hours(24 * n)).unwrap();
            let said = format!("Đến nay, tỉnh Cao Bằng giải ngân {}% vốn Chương trình 1719.", n % 90 + 1);
            told("mien-nui", &day.to_string(), &said).story()
        })
        .collect();
    let statements = stories.iter().flat_map(|story| {
        (0..10).map(|number| Statement {
            story: &story.id,
            member: &story.members[0],
            fact: &story.facts[0].fact,
            day: "2026-10-01".parse().unwrap(),
            number,
        })
    });
    let progress = Progress::of(statements.collect());
    assert_eq!(progress.lines.len(), 1);
    assert_eq!(progress.lines[0].readings.iter().map(|reading| reading.statements.len()).sum::<usize>(), 10_000);
}

#[tokio::test]
async fn the_sample_press_has_a_progress_page_of_several_provinces_and_a_disagreement() {
    let bed = TestBed::new();
    bed.pass().await;
    let page = bed.published_text(PAGE);
    let bars = all(&page, ".bars .name");
    for place in ["Lào Cai", "Lạng Sơn", "Quảng Ngãi", "Bắc Kạn"] {
        assert!(bars.contains(&place.to_owned()), "{place} in {bars:?}");
    }
    assert!(!bars.contains(&"Cao Bằng".to_owned()), "94,8 % of one waterworks is no province's share: {bars:?}");
    assert_eq!(all(&page, ".bars .voice"), ["Báo Bản Ngày", "Miền Núi Hôm Nay"]);
    assert_eq!(all(&page, ".over-time > .name"), ["Lào Cai", "Lạng Sơn", "Quảng Ngãi"]);
    assert_eq!(all(&page, "#flagged ~ .table .flag"), ["không có đơn vị tiền như vậy"]);
    let poverty = bed.published_text("topic/giam-ngheo/progress/index.html");
    assert!(poverty.contains("Điện Biên"));
    let csv = bed.published_text(CSV);
    assert!(read_csv(&csv).iter().any(|row| row.contains(&"Báo Bản Ngày".to_owned())));
}

#[tokio::test]
async fn facts_are_kept_with_their_article_and_replaced_when_it_is_judged_again() {
    let mut bed = TestBed::new();
    bed.pass().await;
    let of_quang_ngai = |bed: &TestBed| -> Vec<String> {
        let database = bed.database();
        let mut query = database
            .prepare(
                "SELECT figure.content ->> '$.percent.digits' FROM figure JOIN article ON article.id = figure.article
                 WHERE article.content ->> '$.title.value' LIKE 'Quảng Ngãi%' AND kind = 'disbursement' AND topic = 'mtqg-1719'
                 ORDER BY number",
            )
            .unwrap();
        let shares = query.query_map([], |row| row.get::<_, i64>(0)).unwrap();
        shares.map(|share| share.unwrap().to_string()).collect()
    };
    assert_eq!(of_quang_ngai(&bed)[0], "31");
    bed.press.next_edition();
    bed.later(SignedDuration::from_hours(2));
    bed.pass().await;
    let after = of_quang_ngai(&bed);
    assert_eq!(after[0], "37");
    assert!(!after.contains(&"31".to_owned()), "{after:?}");

    let unfiled = bed.count("figure JOIN article ON article.id = figure.article WHERE article.topics = '[]'");
    assert_eq!(unfiled, 0, "articles under no topic are not asked");
    let database = bed.database();
    database.pragma_update(None, "foreign_keys", true).unwrap();
    database
        .execute_batch(
            "INSERT INTO article (id, address, source, first_seen, content) VALUES (9999, 'https://a.example/', 'a', 0, '{}');
             INSERT INTO figure (article, number, content) VALUES (9999, 0, '{}');
             DELETE FROM article WHERE id = 9999;",
        )
        .unwrap();
    assert_eq!(bed.count("figure WHERE article = 9999"), 0, "a purged article takes them along");
}

#[tokio::test]
async fn what_is_stated_for_a_topic_is_found_without_reading_stories() {
    let bed = TestBed::new();
    bed.pass().await;
    let store = Store::open_to_read(&bed.config().store.database).unwrap();
    let facts = store.facts_for(&TopicId::new("mtqg-1719")).unwrap();
    let of_lang_son = facts.iter().find(|stated| stated.fact.fact.evidence.quote.contains("287.450")).unwrap();
    assert!(of_lang_son.member.title.starts_with("Lạng Sơn"));
    assert_eq!(of_lang_son.member.source, SourceId::new("ban-ngay"));
    assert_eq!(facts.len(), usize::try_from(bed.count("figure WHERE topic = 'mtqg-1719'")).unwrap());
    assert_eq!(bed.count("progress_due"), 0, "all of it is published");
}

#[tokio::test]
async fn a_fact_is_explained_with_its_sentence() {
    let bed = TestBed::new();
    bed.pass().await;
    let database = bed.database();
    let address: String = database
        .query_row(
            "SELECT address FROM article WHERE content ->> '$.title.value' LIKE 'Lào Cai giải ngân%'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    let explanation = explain(&bed.config(), &address).unwrap();
    let facts = serde_json::to_value(&explanation).unwrap()["facts"].clone();
    let facts = facts.as_array().unwrap();
    let is_it = |fact: &&Value| fact["sentence"].as_str().unwrap().starts_with("Từ đầu năm đến nay, tỉnh Lào Cai");
    let fact = facts.iter().find(is_it).unwrap();
    assert_eq!((&fact["percent"], &fact["place"]), (&json!(46.8), &json!("Lào Cai")));
}

#[test]
fn a_source_is_named_by_its_host_where_feeds_toml_no_longer_has_it() {
    let said = told("da-bo", "2026-10-01", "Đến nay, tỉnh Cao Bằng giải ngân 20% vốn Chương trình 1719.").story();
    assert_eq!(said.members[0].source, SourceId::new("da-bo"));
    assert_eq!(figures(&[said])[0]["said_by"][0]["name"], "da-bo.example");
}
