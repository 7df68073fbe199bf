//! What must always hold in the house (the first three invariants of ARCHITECTURE.md), and what no file of it may say.

mod files;
mod names;

use std::fmt;

use files::File;
use names::{Name, names};

/// Folders that neither wait nor look around: what they need is an argument, `now` included.
const PURE: &[&str] = &["src/news/", "src/read/", "src/text/", "src/judge/", "src/search/", "src/render/"];

/// What is outside of a pure folder's world.
const OUTSIDE: &[&str] = &[
    "tokio",
    "reqwest",
    "rusqlite",
    "axum",
    "hyper",
    "hyper_util",
    "rustix",
    "tempfile",
    "getrandom",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "crate::fetch",
    "crate::store",
    "crate::publish",
    "crate::pipeline",
    "crate::cli",
    "crate::demo",
];

/// Ways to ask the machine for the time, or for where it is: whatever is called `now`, under whatever name its type goes.
const CLOCKS: &[&str] = &["now", "Instant", "TimeZone::system"];

const ADAPTERS: &[&str] = &["fetch", "store", "publish"];

/// Crates that are at home in one folder, so that they can be exchanged there.
const AT_HOME: &[(&str, &str)] = &[("scraper", "src/read/"), ("rusqlite", "src/store/"), ("reqwest", "src/fetch/")];

/// A line that breaks a rule.
struct Violation {
    path: String,
    line: usize,
    what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.what)
    }
}

fn impurities(file: &File) -> Vec<Violation> {
    let is_outside =
        |name: &Name| OUTSIDE.iter().any(|path| name.is_in(path)) || CLOCKS.iter().any(|clock| name.has(clock));
    let Some(folder) = PURE.iter().find(|folder| file.path.starts_with(*folder)) else { return Vec::new() };
    broken(file, is_outside, |name| format!("{folder} is pure, and `{name}` is not; take it as an argument"))
}

fn acquaintances(file: &File) -> Vec<Violation> {
    let Some(own) = ADAPTERS.iter().find(|adapter| file.path.starts_with(&format!("src/{adapter}/"))) else {
        return Vec::new();
    };
    let is_other =
        |name: &Name| ADAPTERS.iter().any(|adapter| adapter != own && name.is_in(&format!("crate::{adapter}")));
    broken(file, is_other, |name| format!("`{own}` must not know `{name}`; join them in src/pipeline"))
}

fn strays(file: &File) -> Vec<Violation> {
    let stray = |home: &(&str, &str), name: &Name| name.is_in(home.0) && !file.path.starts_with(home.1);
    let is_stray = |name: &Name| AT_HOME.iter().any(|home| stray(home, name));
    broken(file, is_stray, |name| format!("`{name}` belongs to another folder; see AT_HOME in tests/it/tidy.rs"))
}

fn broken(file: &File, breaks: impl Fn(&Name) -> bool, what: impl Fn(&str) -> String) -> Vec<Violation> {
    names(&file.path, &file.text)
        .into_iter()
        .filter(breaks)
        .map(|name| Violation { path: file.path.clone(), line: name.line, what: what(&name.path) })
        .collect()
}

/// Hosts of package registries, and how a build is told of one: where packages come from is each machine's own affair.
/// (Put together here, so that this file doesn't say them.)
fn registry_words() -> Vec<String> {
    let hosts = [["crates", "io"], ["pypi", "org"], ["npmjs", "org"], ["npmjs", "com"], ["pythonhosted", "org"]];
    let hosts = hosts.map(|host| host.join("."));
    let debian = ["deb", "debian", "org"].join(".");
    let settings = [["replace", "with"], ["sparse", "http"], ["registry", "http"], ["index", "url"]];
    let settings = settings.into_iter().zip(["-", "+", "+", "-"]).map(|(words, by)| words.join(by));
    hosts.into_iter().chain([debian]).chain(settings).collect()
}

/// Where developers keep their work.
const HOMES: &[&str] = &["work", "home", "root", "Users", "workspace"];

/// The one registry line of Cargo.lock: cargo writes this name of its registry whatever host it really asks.
fn is_cargos_own(file: &File, line: &str) -> bool {
    let own = format!("source = \"{}+https://github.com/rust-lang/{}-index\"", "registry", ["crates", "io"].join("."));
    file.path == "Cargo.lock" && line == own
}

fn indiscretions(file: &File) -> Vec<Violation> {
    let registry_words = registry_words();
    let say = |line: &str| {
        let word = registry_words.iter().find(|word| line.contains(*word)).cloned();
        word.map(|word| format!("names a package registry (`{word}`)"))
            .or_else(|| home(line).map(|home| format!("names a folder of somebody's machine (`{home}`)")))
    };
    let lines = file.text.lines().enumerate().filter(|(_, line)| !is_cargos_own(file, line));
    lines.filter_map(|(at, line)| Some(Violation { path: file.path.clone(), line: at + 1, what: say(line)? })).collect()
}

/// The first absolute path under one of [`HOMES`]: the slash in front of it is no part of an address or of a longer path.
fn home(line: &str) -> Option<String> {
    let goes_on = |c: char| c.is_alphanumeric() || "/.-_~})>".contains(c);
    HOMES.iter().map(|name| format!("/{name}/")).find(|home| {
        line.match_indices(home.as_str()).any(|(at, _)| !line[..at].chars().next_back().is_some_and(goes_on))
    })
}

#[track_caller]
fn assert_none(files: &[File], rule: impl Fn(&File) -> Vec<Violation>) {
    let violations: Vec<String> = files.iter().flat_map(rule).map(|violation| violation.to_string()).collect();
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn pure_folders_have_no_world_and_no_clock() {
    let files = files::code();
    for folder in PURE {
        assert!(files.iter().any(|file| file.path.starts_with(folder)), "no file in {folder}: has it moved?");
    }
    assert_none(&files, impurities);
}

#[test]
fn adapters_do_not_know_one_another() {
    let files = files::code();
    for adapter in ADAPTERS {
        assert!(files.iter().any(|file| file.path.starts_with(&format!("src/{adapter}/"))), "where is {adapter}?");
    }
    assert_none(&files, acquaintances);
}

#[test]
fn crates_stay_at_home() {
    assert_none(&files::code(), strays);
}

#[test]
fn no_file_names_a_registry_or_a_folder_of_a_developers_machine() {
    let files = files::all();
    assert!(files.iter().any(|file| file.path == "Cargo.lock"), "the repository is not where it was");
    assert_none(&files, indiscretions);
}

#[test]
fn a_broken_rule_is_found_on_its_line() {
    let breaks = |rule: fn(&File) -> Vec<Violation>, path: &str, text: &str, line: usize| {
        let found: Vec<usize> = rule(&File::new(path, text)).iter().map(|violation| violation.line).collect();
        assert_eq!(found, [line], "in {path}: {text}");
    };
    breaks(impurities, "src/read/feed.rs", "use std::io;\nuse std::fs;", 2);
    breaks(impurities, "src/read/feed.rs", "use std::{\n    fmt,\n    net::{IpAddr},\n};", 3);
    breaks(impurities, "src/text/mod.rs", "fn f() -> bool { std::env::var(\"LANG\").is_ok() }", 1);
    breaks(impurities, "src/judge/story.rs", "// A comment.\nlet now = jiff::Timestamp::now();", 2);
    breaks(impurities, "src/judge/story.rs", "let now = date.unwrap_or_else(Timestamp::now);", 1);
    breaks(impurities, "src/render/atom.rs", "use std::time::{Duration, Instant as Moment};", 1);
    breaks(impurities, "src/render/atom.rs", "use std::time::SystemTime as S;\nlet now = S::now();", 2);
    breaks(impurities, "src/render/atom.rs", "let zone = TimeZone::system();", 1);
    breaks(impurities, "src/render/atom.rs", "#[tokio::test]\nasync fn f() {}", 1);
    breaks(impurities, "src/news/ids.rs", "let mut id = [0; 16];\ngetrandom::fill(&mut id).is_ok()", 2);
    breaks(impurities, "src/render/mod.rs", "use super::store::Store;", 1);
    breaks(impurities, "src/news/ids.rs", "const X: &str = r#\"\"\"#; use crate::{fetch::Client, judge::Story};", 1);
    breaks(acquaintances, "src/fetch/client.rs", "use crate::news::HostKey;\n\nuse crate::store::Store;", 3);
    breaks(acquaintances, "src/store/mod.rs", "use super::publish as p;", 1);
    breaks(acquaintances, "src/publish/server.rs", "fn f(_: &'static super::super::fetch::Client) {}", 1);
    breaks(acquaintances, "src/publish/server.rs", "use crate::{\n    news::{self, FeedId},\n    store::*,\n};", 3);
    breaks(strays, "src/pipeline/pass.rs", "use rusqlite::Connection;", 1);
    breaks(strays, "src/judge/topic.rs", "/* outer /* inner */ */ fn f(_: scraper::Html) {}", 1);
    breaks(strays, "src/cli/once.rs", "let quote = '\"';\nlet client = ::reqwest::Client::new();", 2);
    breaks(strays, "src/fetch/client.rs", "extern crate scraper;", 1);
    breaks(indiscretions, "README.md", &format!("See\n<https://{}/crates/x>.", ["crates", "io"].join(".")), 2);
    breaks(indiscretions, ".cargo/config.toml", &format!("{}-{} = \"mirror\"", "replace", "with"), 1);
    breaks(indiscretions, "Cargo.lock", &format!("source = \"{}+{}s://mirror.example/\"", "registry", "http"), 1);
    breaks(indiscretions, "tests/it/corpus.rs", &format!("const CORPUS: &str = \"/{}/corpus\";", "home/hoa"), 1);
    breaks(indiscretions, "justfile", &format!("run:\n    cargo run /{}/feeds.toml", "work"), 2);
}

#[test]
fn what_only_looks_like_a_broken_rule_is_left_alone() {
    let passes = |rule: fn(&File) -> Vec<Violation>, path: &str, text: &str| {
        let found: Vec<String> = rule(&File::new(path, text)).iter().map(ToString::to_string).collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    };
    passes(impurities, "src/read/feed.rs", "//! Not std::fs::read.\n/* use tokio; */ fn f<'a>(x: &'a str) {}");
    passes(impurities, "src/read/feed.rs", r##"let said = "std::fs \" tokio::main"; let raw = r#"use "std::env";"#;"##);
    passes(
        impurities,
        "src/render/page.rs",
        "include_str!(\"page.css\"); env!(\"CARGO_PKG_VERSION\"); self.store::<u8>()",
    );
    passes(impurities, "src/judge/story.rs", "use std::{fmt, collections::HashMap}; use crate::config::Topic;");
    passes(
        impurities,
        "src/read/feed.rs",
        "fn f(now: Timestamp) -> SystemTime { SystemTime::UNIX_EPOCH + now.into() }",
    );
    passes(impurities, "src/pipeline/pass.rs", "let now = jiff::Timestamp::now();");
    passes(acquaintances, "src/store/entries.rs", "use super::fetch::Row; use crate::store::Store; fn fetch() {}");
    passes(acquaintances, "src/publish/mod.rs", "mod store; use self::store::Files; use crate::render::Document;");
    passes(acquaintances, "src/pipeline/mod.rs", "use crate::{fetch, publish, store};");
    passes(strays, "src/fetch/client.rs", "use reqwest::Client;");
    passes(strays, "src/render/page.rs", "let rusqlite = 1; crate::read::scraper::run();");
    passes(indiscretions, "README.md", &format!("<https://example.org/{}/x> and target/{}/x", "home", "work"));
}
