//! What README.md and ARCHITECTURE.md say is so.

use std::collections::BTreeSet;
use std::path::Path;

use bantin::config::Config;

use crate::repository::read;

/// The fenced blocks of a language in a Markdown document.
fn blocks(document: &str, language: &str) -> Vec<String> {
    let fence = format!("\n```{language}\n");
    document.split(&fence).skip(1).filter_map(|rest| Some(rest.split_once("\n```")?.0.to_owned())).collect()
}

/// The first column of the tables under a heading, where it is code.
fn first_column(document: &str, heading: &str) -> BTreeSet<String> {
    let section = document.split_once(&format!("\n{heading}\n")).unwrap().1.split("\n## ").next().unwrap();
    let cells = section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` |"));
    cells.map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn the_readmes_feeds_toml_is_one() {
    let blocks = blocks(&read("README.md"), "toml");
    let [block] = blocks.as_slice() else { panic!("{} blocks of TOML in README.md", blocks.len()) };
    let config = Config::parse("README.md", block, Path::new("")).unwrap_or_else(|mistakes| panic!("{mistakes}"));
    assert_eq!((config.sources.len(), config.topics.len(), config.feeds.len()), (2, 1, 1));
}

#[test]
fn every_dependency_has_its_reason() {
    let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
    let named = |table: &str| manifest[table].as_table().unwrap().keys().cloned().collect::<Vec<_>>();
    let dependencies: BTreeSet<String> =
        [named("dependencies"), named("dev-dependencies")].concat().into_iter().collect();
    let reasons = first_column(&read("ARCHITECTURE.md"), "## Dependencies");
    assert_eq!(reasons, dependencies, "left: ARCHITECTURE.md, right: Cargo.toml");
}
