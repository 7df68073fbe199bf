//! Mixes of an operator's own: what a `[[feed]]` takes and leaves out.

use std::path::Path;

use bantin::config::Config;
use bantin::judge::Story;
use bantin::news::{SourceId, TopicId};
use bantin::render::site;

use crate::newsroom::{config, stories, text};

/// Of the titles in the feed, where it is changed so.
fn count(change: impl Fn(&mut bantin::config::Feed)) -> usize {
    selected(change).len()
}

fn selected(change: impl Fn(&mut bantin::config::Feed)) -> Vec<String> {
    let mut config = config();
    change(&mut config.feeds[0]);
    let mut stories: Vec<Story> = stories();
    stories[3].language = String::from("en-GB");
    let documents = site(&config, &stories).unwrap();
    let feed: serde_json::Value = serde_json::from_str(text(&documents, "feeds/tong-hop.json")).unwrap();
    feed["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_feed_takes_the_places_and_languages_it_asks_for() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    assert_eq!(count(|_| ()), 12);
    assert_eq!(count(|feed| feed.places = names(&["Cao Bằng"])), 1);
    assert_eq!(count(|feed| feed.places = names(&["Hà Giang"])), 1, "a province of before July 2025");
    assert_eq!(count(|feed| feed.places = names(&["Tuyên Quang"])), 1, "and the one that it is part of now");
    assert_eq!(count(|feed| feed.languages = names(&["en"])), 1, "a variant of the language is in it");
    assert_eq!(count(|feed| feed.languages = names(&["vi", "EN"])), 12);
    assert_eq!(count(|feed| feed.languages = names(&["e"])), 0);
}

#[test]
fn a_feed_leaves_out_what_it_is_told_to() {
    assert_eq!(count(|feed| feed.without.topics = vec![TopicId::new("mtqg-1719")]), 5);
    assert_eq!(count(|feed| feed.without.topics = vec![TopicId::new("mtqg-1719-da1")]), 10);
    assert_eq!(count(|feed| feed.without.places = vec!["Cao Bằng".to_owned()]), 11);
    let without = selected(|feed| feed.without.sources = vec![SourceId::new("nong-thon-xanh")]);
    assert_eq!(without.len(), 11, "what others reported as well stays");
    let mixed = count(|feed| {
        feed.topics = vec![TopicId::new("mtqg-1719")];
        feed.without.topics = vec![TopicId::new("mtqg-1719-da5")];
    });
    assert_eq!(mixed, 5);
}

fn parse(feed: &str) -> Result<Config, String> {
    let text = format!(
        "[site]\ntitle = \"Tin\"\nurl = \"https://tin.example.org/\"\ntag = \"example.org,2026\"\n\
         [fetch]\ncontact = \"tin@example.org\"\n[[source]]\nid = \"bao\"\nname = \"Báo\"\nurl = \"https://bao.vn/rss\"\n\
         [[topic]]\nid = \"dtts\"\nname = \"1719\"\nstrong = [\"1719\"]\n[[feed]]\nid = \"tin\"\ntitle = \"Tin\"\n{feed}\n"
    );
    Config::parse("feeds.toml", &text, Path::new("")).map_err(|mistakes| mistakes.render(false))
}

#[test]
fn places_are_named_as_they_are_written_or_without_marks() {
    let config = parse("places = [\"Bắc Kạn\", \"thai-nguyen\", \"Huế\"]\nlanguages = [\"vi\"]").unwrap();
    assert_eq!(config.feeds[0].places[..2], ["Bắc Kạn", "Thái Nguyên"]);
    let config = parse("without = { topics = [\"dtts\"], sources = [\"bao\"], places = [\"Cao Bằng\"] }").unwrap();
    assert_eq!(config.feeds[0].without.sources, [SourceId::new("bao")]);
}

#[test]
fn what_a_feed_can_t_select_is_a_mistake_at_its_place() {
    for (feed, expected) in [
        ("places = [\"Bắc Cạnn\"]", "names no province: `Bắc Cạnn`"),
        ("places = [\"Wales\"]", "give a province or a city"),
        ("languages = [\"tiếng Việt\"]", "is no language tag"),
        ("without = { topics = [\"dtt\"] }", "did you mean `dtts`?"),
        ("without = { sources = [\"boa\"] }", "there is no source `boa`"),
        ("without = { places = [\"Atlantis\"] }", "names no province"),
        ("without = { limit = 3 }", "unknown key `limit` in `without`"),
        ("[publish]\nhub = \"hub.example.org\"", "must be a web address"),
    ] {
        let said = parse(feed).unwrap_err();
        assert!(said.contains(expected), "{feed}: {said}");
    }
}
