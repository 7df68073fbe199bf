//! The JSON Schema of feeds.toml: editors and `bantin check` are of one mind.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use bantin::config::{Config, Mistakes, schema};
use jsonschema::Validator;
use serde_json::Value;

/// The least that is a configuration; tests add to it, in a source or in what they begin.
const LEAST: &str = "
[site]
title = 'Bản tin'
url = 'https://example.org/ban-tin'
tag = 'example.org,2026'
#site
[fetch]
contact = 'news@example.org'
#fetch
[store]
#store
[publish]
#publish
[[feed]]
id = 'tat-ca'
title = 'Tất cả'
#feed
[[topic]]
id = 'ntm'
name = 'Nông thôn mới'
strong = ['nông thôn mới']
#topic
[[source]]
id = 'bao'
name = 'Báo'
url = 'https://bao.example/rss'
#source
";

fn check(text: &str) -> Result<Config, Mistakes> {
    Config::parse("feeds.toml", text, Path::new(""))
}

/// Of its own draft, and of the last that taplo knows, which editors check with: it passes over what it doesn't know.
fn validators() -> [Validator; 2] {
    [jsonschema::draft202012::new(&schema()).unwrap(), jsonschema::draft7::new(&schema()).unwrap()]
}

fn json(text: &str) -> Value {
    toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// What the schema has against a text.
fn against(text: &str) -> Vec<String> {
    let told = |error: jsonschema::ValidationError| format!("{}: {error}", error.instance_path());
    let json = json(text);
    let [told, by_editors] = validators().map(|validator| validator.iter_errors(&json).map(told).collect::<Vec<_>>());
    assert_eq!(told.is_empty(), by_editors.is_empty(), "{told:?} {by_editors:?}\n{text}");
    told
}

/// `LEAST` with lines at one of its marks.
fn with(mark: &str, lines: &str) -> String {
    LEAST.replace(&format!("#{mark}\n"), &format!("{lines}\n"))
}

#[test]
fn the_file_in_the_repository_is_what_the_command_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_bantin")).arg("schema").output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let kept = std::fs::read_to_string("feeds.schema.json").unwrap();
    assert!(kept == printed, "write it anew: cargo run -- schema > feeds.schema.json");
}

#[test]
fn it_is_a_schema_and_every_key_is_described() {
    fn keys(schema: &Value, path: &str, found: &mut usize) {
        for (key, value) in schema["properties"].as_object().into_iter().flatten() {
            assert!(value["description"].as_str().is_some_and(|about| about.len() > 5), "{path}.{key}");
            *found += 1;
            keys(value, &format!("{path}.{key}"), found);
            keys(&value["items"], &format!("{path}.{key}"), found);
        }
    }
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    jsonschema::meta::validate(&schema).unwrap();
    let mut found = 0;
    keys(&schema, "", &mut found);
    assert!(found > 70, "{found}");
}

#[test]
fn the_files_of_the_repository_are_valid_and_refer_to_it() {
    for (path, reference) in [("feeds.toml", "./feeds.schema.json"), ("press/feeds.toml", "../feeds.schema.json")] {
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(against(&text), Vec::<String>::new(), "{path}");
        assert!(text.starts_with(&format!("#:schema {reference}\n")), "{path}");
    }
    assert_eq!(against(LEAST), Vec::<String>::new());
    check(LEAST).unwrap();
}

/// The keys that a reader asks for, as it tells who mistyped one; and those that the schema has there.
#[test]
fn each_table_has_the_keys_that_are_read_and_no_others() {
    const PLACES: &[(&str, &str, &str)] = &[
        ("/properties/site", "site", "{}"),
        ("/properties/store", "store", "{}"),
        ("/properties/publish", "publish", "{}"),
        ("/properties/fetch", "fetch", "{}"),
        ("/properties/feed/items", "feed", "{}"),
        ("/properties/feed/items/properties/without", "feed", "without = { {} }"),
        ("/properties/topic/items", "topic", "{}"),
        (
            "/properties/topic/items/properties/example/items",
            "topic",
            "[[topic.example]]\ntext = 'a'\nbelongs = false\n{}",
        ),
        ("/properties/source/items", "source", "{}"),
        ("/properties/source/items/properties/every/anyOf/1", "source", "every = { {} }"),
        ("/properties/source/items/properties/page", "source", "page = { {} }"),
        ("/properties/source/items/properties/listing", "source", "kind = 'listing'\nlisting = { {} }"),
        ("/properties/source/items/properties/sitemap", "source", "kind = 'sitemap'\nsitemap = { {} }"),
    ];
    let schema = schema();
    let mut tables = 0;
    for (pointer, mark, place) in PLACES {
        let text = with(mark, &place.replace("{}", "zzzzzzzzzzzz = 1"));
        let mistakes = check(&text).unwrap_err();
        let unknown = mistakes.iter().find(|mistake| mistake.message.contains("zzzz")).unwrap();
        let asked: BTreeSet<&str> = unknown.hint.as_ref().unwrap().split('`').skip(1).step_by(2).collect();
        let named = schema.pointer(pointer).unwrap_or_else(|| panic!("{pointer}"))["properties"].as_object().unwrap();
        assert_eq!(asked, named.keys().map(String::as_str).collect(), "{pointer}");
        assert!(!against(&text).is_empty(), "{pointer} lets an unknown key pass");
        tables += 1;
    }
    assert_eq!(
        tables + 1,
        schema.to_string().matches("\"properties\":{\"").count() - laws(&schema),
        "all tables and the document"
    );
}

/// Parts of a schema that only say how keys go together.
fn laws(schema: &Value) -> usize {
    schema.to_string().matches("\"properties\":{\"kind\":{\"const\"").count()
}

#[test]
fn a_default_that_is_written_down_changes_nothing() {
    let schema = schema();
    let plain = |text: &str| {
        let config = check(text).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        Config { digest: String::new(), ..config }
    };
    let mut tried = 0;
    for (pointer, mark, prefix) in [
        ("/properties/site", "site", ""),
        ("/properties/store", "store", ""),
        ("/properties/publish", "publish", ""),
        ("/properties/fetch", "fetch", ""),
        ("/properties/feed/items", "feed", ""),
        ("/properties/source/items", "source", ""),
        ("/properties/source/items/properties/page", "source", "page."),
        ("/properties/source/items/properties/listing", "source", "kind = 'listing'\nlisting."),
        ("/properties/source/items/properties/sitemap", "source", "kind = 'sitemap'\nsitemap."),
    ] {
        let kind = prefix.split_once('\n').map_or("", |(kind, _)| kind);
        for (key, about) in schema.pointer(pointer).unwrap()["properties"].as_object().unwrap() {
            let Some(default) = about.get("default") else { continue };
            let text = with(mark, &format!("{prefix}{key} = {default}"));
            assert_eq!(plain(&text), plain(&with(mark, kind)), "{key}");
            assert_eq!(against(&text), Vec::<String>::new());
            tried += 1;
        }
    }
    assert!(tried >= 20, "{tried}");
}

#[test]
fn what_check_takes_the_schema_takes() {
    for (mark, lines) in [
        ("site", "language = 'en'\nzone = 'asia/tokyo'\ndescription = 'a'"),
        ("fetch", "timeout = '1m 30 seconds'"),
        ("fetch", "timeout = '00:00:30'\nspacing = '2 seconds'\nmax_feed_bytes = '64kib'\nmax_page_bytes = 0x10000"),
        ("fetch", "allow = ['10.0.0.0/8', '::1', 'fd00::/8', '192.168.1.7']"),
        ("publish", "listen = '[::]:8080'\nhub = 'HTTPS://hub.example/'"),
        ("feed", "places = ['bac-kan', 'Hà Nội']\nlanguages = ['zh-Hant']\nwithout.topics = ['ntm']\ncontent = 'full'"),
        ("topic", "programme = 'ntm'\nnever = ['=NTM']"),
        ("source", "every = '30m'\nplace = 'TP HCM'\noff = 'nghỉ'"),
        ("source", "every = { min = '15m', max = '6h' }\ndate_order = 'month-first'"),
        ("source", "kind = 'listing'\nlisting = { item = 'li', title = 'h3', next = '?page={page}', pages = 20 }"),
        ("source", "kind = 'sitemap'\nsitemap = { include = ['/a', '*/b$'], within = '1d' }"),
        ("source", "page = { read = false, remove = ['.qc'] }"),
    ] {
        let text = with(mark, lines);
        check(&text).unwrap_or_else(|mistakes| panic!("{mistakes}"));
        assert_eq!(against(&text), Vec::<String>::new(), "{lines}");
    }
}

#[test]
fn what_the_schema_refuses_check_refuses() {
    for (mark, lines) in [
        ("site", "titel = 'x'"),
        ("site", "language = 'vn'"),
        ("site", "zone = 'Hà Nội'"),
        ("site", "description = ' '"),
        ("fetch", "timeout = 30"),
        ("fetch", "spacing = 'soon'"),
        ("fetch", "max_redirects = 21"),
        ("fetch", "concurrency = 0"),
        ("fetch", "max_page_bytes = '2 MeB'"),
        ("fetch", "max_page_bytes = 2.5"),
        ("fetch", "allow = '10.0.0.0/8'"),
        ("fetch", "allow = ['home']"),
        ("fetch", "websub = 'yes'"),
        ("store", "database = ''"),
        ("publish", "listen = 'localhost:8080'"),
        ("publish", "hub = 'hub.example'"),
        ("feed", "limit = 1001"),
        ("feed", "content = 'everything'"),
        ("feed", "without = ['ntm']"),
        ("feed", "languages = ['tiếng Việt']"),
        ("topic", "programme = 'ntn'"),
        ("topic", "within = ['dự án 1']"),
        ("topic", "never = 'nông thôn'"),
        ("topic", "[[topic.example]]\ntext = 'a'"),
        ("source", "kind = 'Listing'"),
        ("source", "off = true"),
        ("source", "every = 30"),
        ("source", "every = { mni = '1h' }"),
        ("source", "date_order = 'year-first'"),
        ("source", "gmt_is_local = 1"),
        ("source", "listing = { item = 'li' }"),
        ("source", "kind = 'sitemap'\nlisting = { item = 'li' }"),
        ("source", "kind = 'listing'\nlisting = { title = 'h3' }"),
        ("source", "kind = 'listing'\nlisting = { item = 'li', pages = 21 }"),
        ("source", "kind = 'sitemap'\nsitemap = { include = ['xa-hoi'] }"),
        ("source", "kind = 'sitemap'\nsitemap = { limit = 0 }"),
        ("source", "page = { body = '' }"),
        ("source", "[[source]]\nid = 'Báo'\nname = 'x'\nurl = 'https://x.example/'"),
        ("source", "[[source]]\nid = 'x'\nurl = 'ftp://x.example/'"),
        ("source", "[feeds]"),
    ] {
        let text = with(mark, lines);
        assert!(check(&text).is_err(), "check takes {lines}");
        assert!(!against(&text).is_empty(), "the schema takes {lines}");
    }
    for missing in
        ["[[source]]", "[[feed]]", "[site]", "[fetch]", "tag = 'example.org,2026'", "contact = 'news@example.org'"]
    {
        let table = missing.trim_matches(['[', ']']);
        let text = if table == missing {
            LEAST.replace(missing, "")
        } else {
            let start = LEAST.find(missing).unwrap();
            let end = LEAST[start + 3..].find("\n[").map_or(LEAST.len(), |at| start + 3 + at);
            format!("{}{}", &LEAST[..start], &LEAST[end..])
        };
        assert!(check(&text).is_err() && !against(&text).is_empty(), "without {missing}");
    }
}
