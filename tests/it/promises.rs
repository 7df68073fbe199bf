//! The page for site owners promises nothing that no test holds, and the tests of manners are all on it; and SECURITY.md names
//! what stands in the way of each danger.

use std::collections::BTreeSet;

use crate::repository::read;

const PAGE: &str = include_str!("../../docs/manners.md");
const THREATS: &str = include_str!("../../SECURITY.md");
/// Files whose every test is a promise.
const ALL_OF: [&str; 3] = ["tests/it/manners.rs", "tests/it/moves.rs", "tests/it/polling.rs"];

/// Names of the tests in a file's text.
fn tests_of(text: &str) -> BTreeSet<String> {
    let mut is_test = false;
    let mut tests = BTreeSet::new();
    for line in text.lines().map(str::trim) {
        let name =
            line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ").and_then(|rest| rest.split('(').next());
        match name {
            Some(name) if is_test => {
                tests.insert(name.to_owned());
                is_test = false;
            }
            Some(_) => is_test = false,
            None => is_test |= line == "#[test]" || line.starts_with("#[tokio::test"),
        }
    }
    tests
}

/// Test names and their files, as a text links them: [`name`](../file), or without the dots at the repository's root.
fn linked(text: &str) -> Vec<(&str, &str)> {
    let links = text.split("[`").skip(1).filter_map(|rest| rest.split_once("`]("));
    let links = links.filter_map(|(name, rest)| Some((name, rest.split_once(')')?.0)));
    links.map(|(name, path)| (name, path.trim_start_matches("../"))).collect()
}

/// List items, each with its lines.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n- ").skip(1).map(|item| item.split("\n\n").next().unwrap())
}

#[test]
fn every_test_that_is_named_is_there() {
    let (promised, stopped) = (linked(PAGE), linked(THREATS));
    assert!(promised.len() > 40 && stopped.len() > 40, "{} {}", promised.len(), stopped.len());
    for (name, path) in promised.into_iter().chain(stopped) {
        assert!(tests_of(&read(path)).contains(name), "{path} has no test called {name}");
    }
}

#[test]
fn every_promise_names_a_test() {
    // What a person does, no test can hold.
    let unheld: Vec<_> = items(PAGE).filter(|promise| linked(promise).is_empty()).collect();
    assert_eq!(unheld, ["A word to the operator, whose address is in every request."]);
}

#[test]
fn every_danger_names_a_test() {
    let dangers: Vec<&str> = THREATS.split("\n## ").filter(|part| part.contains("**What remains.**")).collect();
    assert_eq!(dangers.len(), 5, "source, page, reader, neighbour, operator");
    for danger in dangers.into_iter().flat_map(items) {
        assert!(!linked(danger).is_empty(), "what stops this: {danger}");
    }
}

#[test]
fn every_test_of_manners_is_promised() {
    let named: BTreeSet<(&str, &str)> = linked(PAGE).into_iter().collect();
    for path in ALL_OF {
        for test in tests_of(&read(path)) {
            assert!(named.contains(&(test.as_str(), path)), "docs/manners.md doesn't name {test} of {path}");
        }
    }
}

#[test]
fn the_readme_leads_to_the_page() {
    assert!(read("README.md").contains("](docs/manners.md)"));
}

#[test]
fn a_test_is_what_has_the_attribute() {
    let text =
        "#[test]\nfn one() {}\nfn helper() {}\n#[tokio::test(start_paused = true)]\nasync fn two() {}\n// fn three()";
    assert_eq!(tests_of(text), ["one", "two"].map(str::to_owned).into());
}
