//! Feeds in all dialects.

use std::path::{Path, PathBuf};

use bantin::read::{Dialect, Document, Entry, Parsed, ReadError, feed};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use url::Url;

use crate::corpus::corpus;

fn read_as(bytes: &[u8], content_type: Option<&str>) -> Result<Parsed, ReadError> {
    let url = Url::parse("https://bao.example.vn/rss/tin.rss").unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    feed(&Document { url: &url, content_type, bytes }, &zone)
}

fn read(text: &str) -> Parsed {
    read_as(text.as_bytes(), None).unwrap()
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Báo</title><link>https://bao.example.vn/</link>{items}</channel></rss>"
    )
}

fn only(items: &str) -> Entry {
    let mut entries = read(&rss(items)).entries;
    assert_eq!(entries.len(), 1, "{items}");
    entries.remove(0)
}

#[test]
fn an_rss_item_becomes_an_entry() {
    let entry = only(
        "<item><title>Cao Bằng &amp; Bắc Kạn</title><link>/tin/1.htm</link><guid isPermaLink=\"false\"> so-1 </guid>
        <pubDate>Tue, 21 May 2024 15:08:00 +07</pubDate><author>a@b.vn (Minh Thu)</author>
        <description><![CDATA[<a href=\"/tin/1.htm\"><img src=\"/anh/1.jpg\"></a>Giải ngân <b>20%</b>]]></description>
        <enclosure url=\"https://cdn.example.vn/1.jpg\" type=\"image/jpeg\" length=\"1\"/></item>",
    );
    assert_eq!(entry.key, "so-1");
    assert_eq!(entry.link.unwrap().as_str(), "https://bao.example.vn/tin/1.htm");
    assert_eq!(entry.title, "Cao Bằng & Bắc Kạn");
    assert_eq!(entry.published.unwrap().to_string(), "2024-05-21T08:08:00Z");
    assert_eq!(entry.updated, None);
    assert_eq!(entry.authors, ["Minh Thu"]);
    assert_eq!(entry.summary.unwrap().text(), "Giải ngân 20%");
    assert_eq!(entry.image.unwrap().url.as_str(), "https://cdn.example.vn/1.jpg");
}

#[test]
fn atom_and_json_feed_are_read_alike() {
    let atom = read(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://bao.example.vn/a/\"><title>Báo</title><id>x</id>
        <entry><id> tag:bao.example.vn,2024:1 </id><title type=\"html\">Vốn &lt;i&gt;1719&lt;/i&gt;</title>
        <link rel=\"enclosure\" href=\"1.mp3\"/><link href=\"1.htm\"/><published>2024-05-21T15:08:00+07:00</published>
        <updated>2024-05-22T00:00:00Z</updated><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Chữ</p></div></content></entry></feed>",
    );
    let json = read(
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Báo\",\"items\":[{\"id\":\"tag:bao.example.vn,2024:1\",
        \"url\":\"https://bao.example.vn/a/1.htm\",\"title\":\"Vốn 1719\",\"content_html\":\"<p>Chữ</p>\",
        \"date_published\":\"2024-05-21T15:08:00+07:00\",\"date_modified\":\"2024-05-22T00:00:00Z\"}]}",
    );
    assert_eq!((atom.dialect, json.dialect), (Dialect::Atom, Dialect::JsonFeed));
    assert_eq!(atom.entries, json.entries);
    assert_eq!(atom.entries[0].content.as_ref().unwrap().as_str(), "<p>Chữ</p>");
}

#[test]
fn json_feeds_that_write_numbers_for_ids_are_read() {
    let json = read(
        "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":7,\"content_text\":\"Giải ngân 20%\"}]}",
    );
    assert_eq!((json.entries[0].key.as_str(), json.entries[0].title.as_str()), ("7", "Giải ngân 20%"));
    let breaks = "a<br>".repeat(600);
    let json = read(&format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{{\"id\":\"a\",\"content_html\":\"{breaks}\"}}]}}"
    ));
    assert_eq!(json.entries.len(), 1);
}

#[test]
fn old_versions_are_read_too() {
    let item = "<item><title>Tin</title><link>https://bao.example.vn/1</link></item>";
    for (start, end) in [
        ("<rss version=\"0.91\"><channel>", "</channel></rss>"),
        ("<rss version=\"0.94\"><channel>", "</channel></rss>"),
        ("<rss><channel>", "</channel></rss>"),
        (
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">",
            "</rdf:RDF>",
        ),
        (
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://my.netscape.com/rdf/simple/0.9/\">",
            "</rdf:RDF>",
        ),
    ] {
        assert_eq!(read(&format!("{start}{item}{end}")).entries.len(), 1, "{start}");
    }
    let atom = read(
        "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><entry><title>Tin</title><id>1</id>
        <issued>2004-05-21T15:08:00Z</issued></entry></feed>",
    );
    assert_eq!(atom.entries[0].published.unwrap().to_string(), "2004-05-21T15:08:00Z");
}

#[test]
fn titles_are_plain_text_however_often_they_were_encoded() {
    let title = |title: &str| only(&format!("<item><title>{title}</title><link>/1</link></item>")).title;
    assert_eq!(title("Ng&amp;agrave;y &lt;b&gt;21&lt;/b&gt;"), "Ngày 21");
    assert_eq!(title("n&amp;amp;agrave;y"), "này");
    assert_eq!(title("Ng&#224;y\n  Hòa\u{300}a"), "Ngày Hòàa");
    assert_eq!(title("AT&T & 1 < 2".replace('<', "&lt;").as_str()), "AT&T & 1 < 2");
    assert_eq!(title(""), "https://bao.example.vn/1");
}

#[test]
fn keys_go_down_the_ladder_until_they_are_unique() {
    let keys = |items: &str| read(&rss(items)).entries.into_iter().map(|entry| entry.key).collect::<Vec<_>>();
    let item = |title: &str, link: &str, guid: &str, date: &str| {
        format!(
            "<item><title>{title}</title><link>{link}</link><guid isPermaLink=\"false\">{guid}</guid><pubDate>{date}</pubDate></item>"
        )
    };
    let link = "https://bao.example.vn";
    assert_eq!(keys(&(item("A", "/1", "g1", "") + &item("B", "/2", "g2", ""))), ["g1", "g2"]);
    assert_eq!(
        keys(&(item("A", "/1", "g", "") + &item("B", "/2", "g", ""))),
        [format!("{link}/1"), format!("{link}/2")]
    );
    let same_link = item("A", "/1", "g", "2024-05-21") + &item("B", "/1", "g", "2024-05-22");
    assert_eq!(keys(&same_link), [format!("{link}/1 2024-05-20T17:00:00Z"), format!("{link}/1 2024-05-21T17:00:00Z")]);
    assert_eq!(
        keys(&(item("A", "/1", "g", "") + &item("B", "/1", "g", ""))),
        [format!("{link}/1 A"), format!("{link}/1 B")]
    );
    assert_eq!(keys(&(item("A", "/1", "g", "") + &item("A", "/1", "g", ""))).len(), 1);
    let twice =
        rss(&(item("A", "/1", "", "") + "<item><title>B</title></item><item><description>C</description></item>"));
    assert_eq!(read(&twice), read(&twice));
}

#[test]
fn a_documents_dates_say_together_which_number_is_the_month() {
    let item =
        |n: u32, date: &str| format!("<item><title>{n}</title><link>/{n}</link><pubDate>{date}</pubDate></item>");
    let dates = |items: String| {
        let entries = read(&rss(&items)).entries;
        entries.iter().map(|entry| entry.published.map(|at| at.to_string()).unwrap_or_default()).collect::<Vec<_>>()
    };
    let american = dates(item(1, "8/2/2026 5:20:00\u{202f}AM") + &item(2, "8/23/2026 5:20:00\u{202f}AM"));
    assert_eq!(american, ["2026-08-01T22:20:00Z", "2026-08-22T22:20:00Z"]);
    let vietnamese = dates(item(1, "02/08/2026 05:20") + &item(2, "23/08/2026 05:20"));
    assert_eq!(vietnamese, ["2026-08-01T22:20:00Z", "2026-08-22T22:20:00Z"]);
}

#[test]
fn encodings_are_found_whatever_is_declared() {
    let text = rss("<item><title>Hòa Bình đẩy mạnh</title><link>/1</link></item>");
    let title =
        |bytes: &[u8], content_type: Option<&str>| read_as(bytes, content_type).unwrap().entries[0].title.clone();
    let wrong = text.replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>");
    assert_eq!(title(wrong.as_bytes(), Some("text/xml; charset=us-ascii")), "Hòa Bình đẩy mạnh");
    let utf_16: Vec<u8> = "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(title(&utf_16, None), "Hòa Bình đẩy mạnh");
    // windows-1258 has base letters with combining tone marks.
    let legacy = rss("<item><title>H@a B#nh</title><link>/1</link></item>").replace("Báo", "Bao");
    let legacy = legacy.replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"windows-1258\"?>");
    let bytes: Vec<u8> = legacy
        .bytes()
        .flat_map(|b| match b {
            b'@' => vec![b'o', 0xcc],
            b'#' => vec![b'i', 0xcc],
            b => vec![b],
        })
        .collect();
    assert_eq!(title(&bytes, None), "Hòa Bình");
    let mut damaged = text.into_bytes();
    damaged.truncate(damaged.len() - 30);
    let at = damaged.len() - 3;
    damaged[at] = 0xff;
    assert!(read_as(&damaged, None).is_err());
}

#[test]
fn what_is_no_feed_is_named() {
    let error = |text: &str| read_as(text.as_bytes(), Some("application/rss+xml")).unwrap_err();
    let page = error("<!DOCTYPE html><html><head><title>Trang chủ</title></head></html>");
    assert_eq!(
        page,
        ReadError::HtmlInsteadOfFeed {
            url: Url::parse("https://bao.example.vn/rss/tin.rss").unwrap(),
            title: Some("Trang chủ".into())
        }
    );
    assert!(matches!(error(" \n"), ReadError::Empty { .. }));
    assert!(matches!(error("<?xml version=\"1.0\"?><urlset/>"), ReadError::NotAFeed { root, .. } if root == "urlset"));
    assert!(matches!(error("%PDF-1.4"), ReadError::Unexpected { .. }));
    assert!(matches!(error("<rss version=\"2.0\"><channel><item>"), ReadError::Malformed { .. }));
    let deep = rss(&"<itunes:category text=\"x\">".repeat(100_000));
    assert!(matches!(error(&deep), ReadError::TooDeep { .. }));
    let attributes: String = (0..100_000).map(|n| format!(" xmlns:a{n}=\"x\"")).collect();
    assert!(matches!(error(&rss(&format!("<item{attributes}/>"))), ReadError::Malformed { .. }));
    for text in ["", "<html>", "<x/>", "%PDF", "<rss version=\"2.0\"><channel><item>"] {
        assert!(error(text).to_string().contains("https://bao.example.vn/rss/tin.rss"), "{text}");
    }
}

#[test]
fn what_makes_feed_rs_panic_is_kept_from_it() {
    let author = "<item><title>A</title><link>/1</link><author>Tòa soạn – toasoan@bao.vn…</author></item>";
    let duration =
        "<item><title>B</title><link>/2</link><itunes:duration>99999999999999999999</itunes:duration></item>";
    let start = rss(&format!("{author}{duration}"))
        .replace("<rss ", "<rss xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:a=\"x\" ");
    let entries = read(&start).entries;
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[0].authors, ["Tòa soạn"]);
}

#[test]
fn feeds_say_how_often_they_want_to_be_asked() {
    let hints = read(&rss(
        "<ttl> 90 </ttl><skipHours><hour>24</hour><hour>3</hour></skipHours><skipDays><day>Sunday</day></skipDays>
        <item><title>A</title><link>/1</link><ttl>7</ttl></item>",
    ))
    .hints;
    assert_eq!(
        (hints.at_least_secs, hints.skip_hours, hints.skip_days),
        (Some(5400), vec![0, 3], vec!["Sunday".to_owned()])
    );
    let hints = read(&rss("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>")).hints;
    assert_eq!(hints.at_least_secs, Some(21_600));
}

#[test]
fn feeds_name_their_own_address_and_their_hub() {
    let links =
        "<link rel=\"hub\" href=\"https://hub.example.vn/\"/><link rel=\"hub\" href=\"https://other.example.vn/\"/>
        <link rel=\"self\" type=\"application/atom+xml\" href=\"/rss/tin.atom\"/>";
    let in_rss = links.replace("<link ", "<atom:link ");
    for text in [
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Báo</title>{links}</feed>"),
        rss(&in_rss),
        rss(&in_rss).replace("<rss ", "<rss xmlns:atom=\"http://www.w3.org/2005/Atom\" "),
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"feed_url\":\"/rss/tin.atom\",\"items\":[],\"hubs\":[
        {\"type\":\"rssCloud\",\"url\":\"https://cloud.example.vn/\"},{\"type\":\"WebSub\",\"url\":\"https://hub.example.vn/\"}]}"
            .to_owned(),
    ] {
        let parsed = read(&text);
        let addresses = [parsed.self_url, parsed.hub].map(|url| url.map(String::from).unwrap_or_default());
        assert_eq!(addresses, ["https://bao.example.vn/rss/tin.atom", "https://hub.example.vn/"], "{text}");
    }
    let without = read(&rss(""));
    assert_eq!((without.self_url, without.hub), (None, None));
}

#[test]
fn the_corpus_of_well_formed_feeds_is_read() {
    let Some(corpus) = corpus() else { return };
    let mut files = Vec::new();
    files_in(&corpus.join("feeds/feedparser/tests/wellformed"), &mut files);
    files_in(&corpus.join("feeds/gofeed/testdata"), &mut files);
    let (mut with_entries, mut read, mut refused) = (0, 0, Vec::new());
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        // The expected results of gofeed's feeds lie beside them, in JSON of their own.
        let is_expectation = file.extension().is_some_and(|e| e == "json") && file.with_extension("xml").exists();
        if is_expectation || !looks_like_a_feed(&bytes) {
            continue;
        }
        match read_as(&bytes, None) {
            Ok(parsed) => {
                read += 1;
                with_entries += usize::from(!parsed.entries.is_empty());
            }
            Err(error) => refused.push(format!("{}: {error}", file.display())),
        }
    }
    println!("{read} read, {with_entries} with entries, {} refused:\n{}", refused.len(), refused.join("\n"));
    // Most other files hold no entry, or one that says nothing that could be shown (an author, a right).
    assert!(read >= 1360 && with_entries >= 412 && refused.is_empty(), "{read} read, {with_entries} with entries");
}

fn files_in(folder: &Path, files: &mut Vec<PathBuf>) {
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            files_in(&path, files);
        } else if path.extension().is_some_and(|e| e == "xml" || e == "json") {
            files.push(path);
        }
    }
}

fn looks_like_a_feed(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    ["<rss", "<feed", "rdf:RDF", "jsonfeed.org"].iter().any(|mark| text.contains(mark))
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "<(rss|feed|rdf:RDF|html)[^>]{0,20}>(<(channel|item|entry|title|link|author)>|[a-zà-ỹ&;<>@.]|</(item|entry|title|author)>){0,60}") {
        let _ = read_as(&bytes, Some("text/xml; charset=windows-1258"));
        let _ = read_as(text.as_bytes(), None);
    }
}
