//! The JSON feeds' extension is what docs/json-feed-extension.md says.

use bantin::judge::{SameBecause, SeriesBecause, Story};
use bantin::render::site;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::newsroom::{config, filed, member, placed, stories, story};

const PAGE: &str = include_str!("../../docs/json-feed-extension.md");
const SCHEMA: &str = include_str!("../../docs/json-feed-extension.schema.json");

/// The schema; strict, it allows no member that it doesn't name, as readers do.
fn schema(strict: bool) -> Validator {
    let mut schema: Value = serde_json::from_str(SCHEMA).unwrap();
    if strict {
        close(&mut schema);
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
            members.values_mut().for_each(close);
        }
        Value::Array(values) => values.iter_mut().for_each(close),
        _ => {}
    }
}

fn errors(schema: &Validator, value: &Value) -> Vec<String> {
    schema.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The extension of each item of a feed of these stories.
fn extensions(stories: &[Story]) -> Vec<Value> {
    let documents = site(&config(), stories).unwrap();
    let feed = documents.iter().find(|document| document.path == "feeds/tong-hop.json").unwrap();
    let feed: Value = serde_json::from_slice(&feed.bytes).unwrap();
    feed["items"].as_array().unwrap().iter().map(|item| item["_bantin"].clone()).collect()
}

/// A story that was reported for every reason that there is.
fn one_with_all() -> Story {
    let mut story = stories().remove(0);
    for why in [
        SameBecause::SameAddress,
        SameBecause::SameText,
        SameBecause::NearText { jaccard: 0.5, containment: 1.0 },
        SameBecause::SameEvent { similarity: 0.25 },
        SameBecause::Operator,
    ] {
        story.members.push(member("nong-thon-xanh", "https://x.example/1", "Tin", "2026-10-09T09:00:00Z", Some(why)));
    }
    story
}

#[test]
fn every_member_is_described_by_the_schema_and_none_is_missing() {
    let strict = schema(true);
    let mut all = stories();
    all.push(one_with_all());
    for why in [
        SeriesBecause::OtherNumbers { shared: 0.5 },
        SeriesBecause::OtherNumbersInTitles,
        SeriesBecause::OtherReference,
        SeriesBecause::OtherNames { shared: 0.0 },
        SeriesBecause::OtherNamesInTitles,
    ] {
        let mut story = one_with_all();
        story.series.as_mut().unwrap().why = why;
        all.push(story);
    }
    let extensions = extensions(&all);
    assert_eq!(extensions.len(), all.len());
    for extension in extensions {
        assert_eq!(errors(&strict, &extension), [""; 0], "{extension:#}");
    }
}

#[test]
fn the_pages_example_follows_the_schema_and_readers_may_meet_new_members() {
    let example = PAGE.split("```json\n").nth(1).unwrap().split("```").next().unwrap();
    let mut example: Value = serde_json::from_str(example).unwrap();
    assert_eq!(errors(&schema(true), &example), [""; 0]);
    example["new"] = json!(1);
    assert_eq!(errors(&schema(false), &example), [""; 0]);
    example["topics"][0]["reasons"][0]["field"] = json!("menu");
    assert_eq!(errors(&schema(false), &example).len(), 1);
}

#[test]
fn a_place_has_both_names_and_the_pages_of_both_units() {
    let units = |published, place: &str, today: &str| {
        let mut story = story("Tin", published);
        story.places = vec![placed(place, today)];
        extensions(&[story])[0]["places"][0].clone()
    };
    let after = units("2026-10-09T00:00:00Z", "Hà Giang", "Tuyên Quang");
    assert_eq!((&after["name"], &after["today"]), (&json!("Hà Giang"), &json!("Tuyên Quang")));
    let urls: Vec<&str> = after["units"].as_array().unwrap().iter().map(|unit| unit["url"].as_str().unwrap()).collect();
    assert_eq!(urls, ["https://bantin.example/place/tuyen-quang/", "https://bantin.example/place/cu/ha-giang/"]);
    let unchanged = units("2020-10-09T00:00:00Z", "Cao Bằng", "Cao Bằng");
    assert_eq!(unchanged.get("today"), None);
    assert_eq!(unchanged["units"].as_array().unwrap().len(), 1);
}

#[test]
fn a_reason_has_its_field_its_words_its_rule_and_its_weight() {
    let mut story = story("Tin", "2026-10-09T00:00:00Z");
    let mut hit = filed("mtqg-1719", bantin::judge::Field::Lead, "MTQG 1719", "MTQG 1719");
    hit.evidence[0].weight = Some(bantin::judge::Weight::Strong);
    story.topics = vec![hit];
    let expected = json!([{ "field": "lead", "quote": "MTQG 1719", "rule": "MTQG 1719", "weight": "strong" }]);
    assert_eq!(extensions(&[story])[0]["topics"][0]["reasons"], expected);
}
