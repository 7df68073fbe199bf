//! docs/faults.md, which is written from the faults of this suite: `BANTIN_WRITE_DOCS=1 cargo test faults::table`.

use std::fs;
use std::path::Path;

use super::{Fault, Then, addresses, bodies, clocks, connections, documents, hanging, pages, redirects, statuses, tls};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/faults.md");

/// In a cell of a table, `…` of a pattern at an error's beginning or end is left out.
fn row(name: &str, again: &str, seen: &str) -> String {
    format!("| {name} | {again} | {} |\n", seen.replace('<', "\\<").replace('|', "\\|"))
}

fn table(faults: &[Fault]) -> String {
    let rows = faults.iter().map(|fault| match &fault.then {
        Then::Fails(error, again) => row(fault.name, again.words(), error),
        Then::Reads(_, how) => row(fault.name, "as ever", &format!("*no fault:* {how}")),
        Then::Warns(_, warning) => row(fault.name, "as ever", &format!("*read, with a warning:* {warning}")),
        Then::Ends(error) => row(fault.name, "never", error),
    });
    rows.collect()
}

fn of_tls() -> String {
    tls::FAULTS.iter().map(|(name, why)| row(name, super::Again::Later.words(), &tls::error(why))).collect()
}

fn of_documents() -> String {
    let many = row(documents::MANY, "as ever", &format!("*read, with a warning:* {}", documents::TOO_MANY));
    table(&documents::faults()) + &many
}

fn of_pages() -> String {
    let again = |seconds: Option<i64>| match seconds {
        None => "never",
        Some(300) => "5 minutes, then twice as long, 8 times in all",
        Some(_) => "when it asked for",
    };
    pages::faults().iter().map(|fault| row(fault.name, again(fault.again), fault.error)).collect()
}

/// The page, its tables filled in.
fn filled(page: &str) -> String {
    let families = [
        ("connections", table(&connections::faults())),
        ("hanging", table(&hanging::faults())),
        ("tls", of_tls()),
        ("bodies", table(&bodies::faults())),
        ("statuses", table(&statuses::faults())),
        ("redirects", table(&redirects::faults())),
        ("addresses", table(&addresses::faults(0))),
        ("documents", of_documents()),
        ("clocks", table(&clocks::faults())),
        ("pages", of_pages()),
    ];
    let mut page = page.to_owned();
    for (family, rows) in families {
        let (begin, end) = (format!("<!-- {family} -->\n"), format!("<!-- end of {family} -->"));
        let (before, rest) = page.split_once(&begin).unwrap_or_else(|| panic!("docs/faults.md has no {begin}"));
        let (_, after) = rest.split_once(&end).unwrap_or_else(|| panic!("docs/faults.md has no {end}"));
        let head = "| what goes wrong | asked again | what the operator sees |\n|---|---|---|\n";
        page = format!("{before}{begin}\n{head}{rows}\n{end}{after}");
    }
    page
}

#[test]
fn the_page_for_operators_says_what_the_tests_hold() {
    let page = fs::read_to_string(PAGE).unwrap();
    let filled = filled(&page);
    if std::env::var_os("BANTIN_WRITE_DOCS").is_some() {
        fs::write(PAGE, &filled).unwrap();
    } else {
        assert_eq!(page, filled, "BANTIN_WRITE_DOCS=1 writes it");
    }
}

#[test]
fn the_readme_leads_to_the_page() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    assert!(readme.contains("](docs/faults.md)"));
}
