//! Feeds of 500 items and about a megabyte, in seeded Vietnamese.

use std::fmt::Write as _;

use encoding_rs::WINDOWS_1258;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use crate::Result;
use crate::prose::Writer;

pub const ITEMS: usize = 500;
/// Bytes of an item's text, so that a file has about a megabyte.
const TEXT: usize = 1500;

pub struct File {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

struct Item {
    link: String,
    title: String,
    summary: String,
    html: String,
    author: &'static str,
    date: Timestamp,
}

pub fn files() -> Result<Vec<File>> {
    let items: Vec<Item> = (0..ITEMS).map(item).collect::<Result<_>>()?;
    let rss = rss(&items);
    let legacy = rss.replace("encoding=\"UTF-8\"", "encoding=\"windows-1258\"");
    Ok(vec![
        File { name: "RSS, CDATA", bytes: rss.into_bytes() },
        File { name: "RSS, escaped", bytes: rss_escaped(&items).into_bytes() },
        File { name: "Atom, XHTML", bytes: atom(&items).into_bytes() },
        File { name: "JSON Feed", bytes: json_feed(&items).into_bytes() },
        File { name: "RSS, windows-1258", bytes: windows_1258(&legacy) },
    ])
}

fn item(number: usize) -> Result<Item> {
    let mut writer = Writer::new(number as u64);
    let link = format!("https://bao.example.vn/thoi-su/tin-{number}.htm");
    let summary = writer.sentence();
    let mut html = format!("<p><a href=\"{link}\"><img src=\"/anh/{number}.jpg\" alt=\"\" width=\"600\"/></a></p>");
    while html.len() < TEXT {
        // Nothing in the prose needs escaping.
        let _ = write!(html, "<p><strong>{}</strong> {}</p>", writer.sentence(), writer.paragraph());
    }
    let start: Timestamp = "2026-08-23T05:00:00Z".parse()?;
    let date = start - SignedDuration::from_mins(i64::try_from(number)? * 7);
    Ok(Item { link, title: writer.headline(), summary, html, author: "Minh Thu", date })
}

fn rss(items: &[Item]) -> String {
    rss_with(items, |html| format!("<![CDATA[{html}]]>"))
}

fn rss_escaped(items: &[Item]) -> String {
    rss_with(items, |html| html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

fn rss_with(items: &[Item], written: impl Fn(&str) -> String) -> String {
    let mut feed = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n<channel><title>Báo Vùng Cao</title><link>https://bao.example.vn/</link>\
        <description>Tin mới</description><language>vi</language><ttl>30</ttl>\n",
    );
    for Item { link, title, summary, html, author, date } in items {
        let date = date.to_zoned_datetime(TimeZone::fixed(jiff::tz::offset(7))).strftime("%a, %d %b %Y %H:%M:%S %z");
        let (summary, html) = (written(&format!("{summary}<br/>")), written(html));
        let _ = writeln!(
            feed,
            "<item>\n<title>{title}</title>\n<link>{link}</link>\n<guid isPermaLink=\"true\">{link}</guid>\n<pubDate>{date}</pubDate>\n\
            <dc:creator>{author}</dc:creator>\n<description>{summary}</description>\n<content:encoded>{html}</content:encoded>\n</item>"
        );
    }
    feed.push_str("</channel>\n</rss>\n");
    feed
}

fn atom(items: &[Item]) -> String {
    let mut feed = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"vi\"><title>Báo Vùng Cao</title>\
        <id>https://bao.example.vn/</id><link href=\"https://bao.example.vn/\"/><updated>2026-08-23T05:00:00Z</updated>\n",
    );
    for Item { link, title, summary, html, author, date } in items {
        let _ = writeln!(
            feed,
            "<entry>\n<title>{title}</title>\n<id>{link}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{link}\"/>\n\
            <published>{date}</published>\n<updated>{date}</updated>\n<author><name>{author}</name></author>\n<summary>{summary}</summary>\n\
            <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{html}</div></content>\n</entry>"
        );
    }
    feed.push_str("</feed>\n");
    feed
}

fn json_feed(items: &[Item]) -> String {
    let items: Vec<_> = items
        .iter()
        .map(|Item { link, title, summary, html, author, date }| {
            json!({
                "id": link, "url": link, "title": title, "summary": summary, "content_html": html,
                "date_published": date.to_string(), "authors": [{ "name": author }],
            })
        })
        .collect();
    json!({ "version": "https://jsonfeed.org/version/1.1", "title": "Báo Vùng Cao", "language": "vi", "items": items })
        .to_string()
}

/// As Windows wrote Vietnamese before Unicode: tone marks are characters of their own, behind the vowel.
fn windows_1258(text: &str) -> Vec<u8> {
    let is_tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
    let apart: String = text
        .nfc()
        .flat_map(|c| {
            let (tone, vowel): (Vec<char>, Vec<char>) = [c].into_iter().nfd().partition(is_tone);
            vowel.into_iter().nfc().chain(tone).collect::<Vec<_>>()
        })
        .collect();
    WINDOWS_1258.encode(&apart).0.into_owned()
}
