//! What the fuzzer begins with: nothing is kept for it, all is taken from where other tests have it.

use std::fs;
use std::path::PathBuf;

use crate::repository::{read, root};

/// Inputs for a target.
pub fn seeds(target: &str) -> Vec<Vec<u8>> {
    match target {
        "addresses" => literals(&["addresses", "canonical"]),
        "config" => configurations(),
        "dates" => chosen(literals(&["dates", "metadata"]), 16),
        "feed" => chosen(
            [files("press", &["xml"]), literals(&["feeds", "broken_feeds", "dialects", "encodings"])].concat(),
            8,
        ),
        "json_feed" => [literals(&["feeds", "dialects", "broken_feeds"]), json()].concat(),
        "listing" => [
            files("tests/fixtures/listings", &["html"]),
            files("press", &["html"]),
            literals(&["guessed_listings", "listing_pages"]),
        ]
        .concat(),
        "numbers" | "text" => [texts(), literals(&["numbers", "text", "facts"])].concat(),
        "page" => {
            let html = [files("tests/fixtures/blocks", &["html"]), files("press", &["html"])].concat();
            chosen(
                [html, literals(&["pages", "article_pages", "partial_pages", "metadata", "boilerplate"])].concat(),
                2,
            )
        }
        "query" => queries(),
        "repair" => chosen(literals(&["broken_feeds", "encodings"]), 7),
        "robots" => literals(&["../../src/fetch/robots/rules"]),
        "sanitise" => {
            [literals(&["sanitise", "excerpts", "pages"]), files("tests/fixtures/blocks", &["html"])].concat()
        }
        "sitemap" => literals(&["sitemaps"]),
        other => panic!("{other} has no seeds"),
    }
}

/// The strings in the code of tests, where they are in `tests/it`.
fn literals(tests: &[&str]) -> Vec<Vec<u8>> {
    let codes = tests.iter().map(|test| read(&format!("tests/it/{test}.rs")));
    let mut found: Vec<Vec<u8>> = codes.flat_map(|code| strings(&code)).map(String::into_bytes).collect();
    found.sort();
    found.dedup();
    found
}

/// The string literals of Rust code, as far as ours goes.
fn strings(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in code.replace("\\\n", "\u{1}").split('\n').filter(|line| !line.trim_start().starts_with("//")) {
        let mut rest = line;
        while let Some(at) = rest.find('"') {
            let (text, after) = string(&rest[at + 1..]);
            found.push(text);
            rest = after;
        }
    }
    found
}

/// A literal without its quotation marks, and the code behind it.
fn string(code: &str) -> (String, &str) {
    let mut text = String::new();
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        match c {
            '"' => break,
            '\u{1}' => rest = rest.as_str().trim_start().chars(),
            '\\' => match rest.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('r') => text.push('\r'),
                Some('0') => text.push('\0'),
                Some('u') => {
                    let (number, after) = rest.as_str().split_once('}').unwrap_or_default();
                    let number = u32::from_str_radix(number.trim_start_matches('{'), 16);
                    text.extend(number.ok().and_then(char::from_u32));
                    rest = after.chars();
                }
                other => text.extend(other),
            },
            c => text.push(c),
        }
    }
    (text, rest.as_str())
}

/// All files below a folder whose names end so.
fn files(folder: &str, extensions: &[&str]) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| extensions.iter().any(|extension| end == *extension)) {
                found.push(fs::read(path).unwrap());
            }
        }
    }
    found
}

/// Texts of labelled articles.
fn texts() -> Vec<Vec<u8>> {
    let lines = ["facts/stated.jsonl", "places/articles.jsonl", "topics/held-out.jsonl"]
        .map(|path| read(&format!("tests/fixtures/{path}")));
    let lines = lines.iter().flat_map(|lines| lines.lines());
    let of = |line: &str| -> Option<Vec<u8>> {
        let labelled: serde_json::Value = serde_json::from_str(line).ok()?;
        let text = ["text", "body", "title"].iter().find_map(|key| labelled.get(key)?.as_str())?;
        Some(text.as_bytes().to_vec())
    };
    lines.filter_map(of).collect()
}

/// JSON as it stands between the parts of a feed.
fn json() -> Vec<Vec<u8>> {
    let items = read("tests/fixtures/facts/stated.jsonl");
    items.lines().take(20).map(|line| line.as_bytes().to_vec()).collect()
}

/// feeds.toml in pieces: the head, each table, and the shorter files whole.
fn configurations() -> Vec<Vec<u8>> {
    let shipped = read("feeds.toml");
    let mut blocks = shipped.split("\n[[");
    let head = blocks.next().unwrap();
    let blocks: Vec<String> = blocks.map(|block| format!("{head}\n[[{block}")).collect();
    let whole = [read("press/feeds.toml"), head.to_owned()].into_iter().chain(blocks.into_iter().step_by(7));
    whole.map(String::into_bytes).chain(literals(&["config"])).collect()
}

/// What the page about searching shows, and what tests type, each before a text.
fn queries() -> Vec<Vec<u8>> {
    let shown = read("docs/search.md");
    let shown = shown.split('`').skip(1).step_by(2).map(|query| query.as_bytes().to_vec());
    let typed = shown.chain(literals(&["search", "search_queries"]));
    let text = "\nChương trình MTQG 1719 giảm nghèo bền vững ở Hoà Bình và Cao Bằng".as_bytes();
    typed.flat_map(|query| [[query.as_slice(), text].concat(), query]).collect()
}

/// Each seed behind a byte that chooses a variation of the law.
fn chosen(seeds: Vec<Vec<u8>>, variations: usize) -> Vec<Vec<u8>> {
    let choose = |(n, seed): (usize, Vec<u8>)| [&[u8::try_from(n % variations).unwrap()], seed.as_slice()].concat();
    seeds.into_iter().enumerate().map(choose).collect()
}
