//! What must hold for all bytes, however hostile: one function for each parser, which panics where a law is broken.
//!
//! The fuzz targets call them with what libFuzzer makes up, and `tests/it/fuzzing.rs` with the fixtures, damaged a little;
//! so they are compiled and true wherever the tests run. They reach the library by what it makes public, and nothing else.

mod addresses;
mod config;
mod dates;
mod feeds;
mod numbers;
mod pages;
mod query;
mod repair;
mod robots;
mod safe;
mod sitemaps;
mod text;

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

pub use addresses::addresses;
pub use config::config;
pub use dates::dates;
pub use feeds::{feed, json_feed};
pub use numbers::numbers;
pub use pages::{listing, page};
pub use query::query;
pub use repair::repair;
pub use robots::robots;
pub use safe::sanitise;
pub use sitemaps::sitemap;
pub use text::text;

/// A law by the name of its target.
pub type Law = (&'static str, fn(&[u8]));

pub const LAWS: &[Law] = &[
    ("addresses", addresses),
    ("config", config),
    ("dates", dates),
    ("feed", feed),
    ("json_feed", json_feed),
    ("listing", listing),
    ("numbers", numbers),
    ("page", page),
    ("query", query),
    ("repair", repair),
    ("robots", robots),
    ("sanitise", sanitise),
    ("sitemap", sitemap),
    ("text", text),
];

/// Where all that is read here was found.
static BASE: LazyLock<Url> =
    LazyLock::new(|| Url::parse("https://bao.example.vn/tin/bai-1.html").expect("an address of ours"));

/// The zone of dates that name none.
static HANOI: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Asia/Ho_Chi_Minh").expect("the zone is in the bundled data"));

const NOW: Timestamp = Timestamp::constant(1_795_651_200, 0);

/// The first byte, which chooses among variations of a law, and the rest.
fn choice(data: &[u8]) -> (usize, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (usize::from(*first), rest))
}

fn lossy(data: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// What a reader sees as one line: NFC, and white space in order.
#[track_caller]
fn is_a_line(text: &str) {
    assert_eq!(bantin::text::nfc(text), text, "is NFC");
    assert!(!text.starts_with(char::is_whitespace) && !text.ends_with(char::is_whitespace), "{text:?} is trimmed");
    assert!(!text.contains(['\n', '\t', '\r']), "{text:?} is one line");
}
