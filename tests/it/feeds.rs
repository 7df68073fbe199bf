//! Feeds in all dialects.

use std::path::{Path, PathBuf};

use bantin::read::dates::{DateRules, FieldOrder};
use bantin::read::{Dialect, Document, Entry, Parsed, ReadError, feed, outline};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use url::Url;

use crate::corpus::corpus;

fn read_as(bytes: &[u8], content_type: Option<&str>) -> Result<Parsed, ReadError> {
    let url = Url::parse("https://bao.example.vn/rss/tin.rss").unwrap();
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    feed(&Document { url: &url, content_type, bytes }, &zone)
}

fn outline_of(bytes: &[u8]) -> Result<Parsed, ReadError> {
    let url = Url::parse("https://bao.example.vn/rss/tin.rss").unwrap();
    outline(&Document { url: &url, content_type: None, bytes }, &TimeZone::UTC)
}

/// Bytes of all texts.
fn size_of(entry: &Entry) -> usize {
    let texts = [&entry.summary, &entry.content].into_iter().flatten().map(|html| html.as_str().len());
    let link = entry.link.as_ref().map_or(0, |link| link.as_str().len());
    let enclosures = entry.enclosures.iter().map(|enclosure| enclosure.url.as_str().len());
    entry.guid.as_ref().map_or(0, String::len) + entry.title.len() + link + texts.chain(enclosures).sum::<usize>()
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
    assert_eq!(entry.guid.as_deref(), Some("so-1"));
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
        \"date_published\":\"2024-05-21T15:08:00+07:00\",\"date_modified\":\"2024-05-22T00:00:00Z\",
        \"attachments\":[{\"url\":\"https://bao.example.vn/a/1.mp3\"}]}]}",
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
    assert_eq!((json.entries[0].guid.as_deref(), json.entries[0].title.as_str()), (Some("7"), "Giải ngân 20%"));
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
fn an_id_that_stands_for_a_title_is_a_line() {
    let item = "<item rdf:about=\"tin\n  so\u{1} 7\"><description/></item>";
    let feed = format!(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">{item}</rdf:RDF>"
    );
    let titles: Vec<String> = read(&feed).entries.into_iter().map(|entry| entry.title).collect();
    assert_eq!(titles, ["tin so 7"]);
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
fn an_entry_that_a_feed_repeats_whole_is_read_once() {
    let count = |items: &str| read(&rss(items)).entries.len();
    let item = |title: &str, link: &str, guid: &str, text: &str| {
        format!(
            "<item><title>{title}</title><link>{link}</link><guid isPermaLink=\"false\">{guid}</guid><description>{text}</description></item>"
        )
    };
    let one = item("A", "/1", "g", "a");
    assert_eq!(count(&(one.clone() + &one)), 1);
    assert_eq!(count(&(one.clone() + &item("A", "/1", "g", "b"))), 1);
    assert_eq!(count(&(item("A", "/1", "", "a") + &item("A", "/1", "", "b"))), 2);
    for other in [item("B", "/1", "g", "a"), item("A", "/2", "g", "a"), item("A", "/1", "h", "a")] {
        assert_eq!(count(&(one.clone() + &other)), 2, "{other}");
    }
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
    // The feed's own dates are evidence too; the operator's word is proof.
    let ambiguous = item(1, "8/2/2026 05:20");
    assert_eq!(dates(ambiguous.clone()), ["2026-02-07T22:20:00Z"]);
    assert_eq!(
        dates("<lastBuildDate>8/23/2026 05:20</lastBuildDate>".to_owned() + &ambiguous),
        ["2026-08-01T22:20:00Z"]
    );
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let rules = DateRules::in_zone(&zone).ordered(FieldOrder::MonthFirst);
    let url = Url::parse("https://bao.example.vn/rss/tin.rss").unwrap();
    let text = rss(&ambiguous);
    let parsed = feed(&Document { url: &url, content_type: None, bytes: text.as_bytes() }, rules).unwrap();
    assert_eq!(parsed.entries[0].published.unwrap().to_string(), "2026-08-01T22:20:00Z");
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
    for declared in ["utf-16", "us-ascii", "windows-1252", "no-such-encoding"] {
        let declared =
            text.replace("<?xml version=\"1.0\"?>", &format!("<?xml version=\"1.0\" encoding=\"{declared}\"?>"));
        assert_eq!(title(declared.as_bytes(), Some("text/xml")), "Hòa Bình đẩy mạnh");
    }
    for start in ["", "\u{feff}"] {
        let chars = || start.chars().chain(text.chars());
        let big: Vec<u8> = chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        let little: Vec<u8> = chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        assert_eq!([title(&big, None), title(&little, None)], ["Hòa Bình đẩy mạnh"; 2]);
        let big: Vec<u8> = start.encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
        assert_eq!(title(&big, Some("text/xml; charset=utf-8")), "Hòa Bình đẩy mạnh");
    }
}

#[test]
fn one_bad_byte_costs_one_character() {
    let text = rss("<item><title>Hòa Bình đẩy mạnh giải ngân vốn chương trình mục tiêu quốc gia</title></item>");
    let at = text.find("giải").unwrap();
    let mut damaged =
        text.replace("<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"windows-1258\"?>").into_bytes();
    let at = at + damaged.len() - text.len();
    damaged[at] = 0xff;
    let title = &read_as(&damaged, None).unwrap().entries[0].title;
    assert_eq!(title, "Hòa Bình đẩy mạnh \u{fffd}iải ngân vốn chương trình mục tiêu quốc gia");
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
fn authors_have_no_addresses() {
    let author = |text: &str| only(&format!("<item><title>A</title><author>{text}</author></item>")).authors;
    assert_eq!(author("Tòa soạn – toasoan@bao.vn…"), ["Tòa soạn"]);
    assert_eq!(author("a@b.vn (Minh Thu)"), ["Minh Thu"]);
    assert_eq!(author("Minh Thu &lt;a@b.vn&gt;"), ["Minh Thu"]);
    assert!(author("a@b.vn").is_empty());
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
    // The other files hold no entry.
    assert!(read >= 1360 && with_entries >= 748 && refused.is_empty(), "{read} read, {with_entries} with entries");
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

/// Feeds of all dialects, to be damaged.
fn whole_feeds() -> Vec<String> {
    let item = "<item><title>Ng&amp;agrave;y</title><link>/1</link><guid isPermaLink=\"false\">g</guid><pubDate>Tue, 21 May 2024 15:08:00 +07</pubDate>
        <dc:creator>Minh Thu</dc:creator><description><![CDATA[<p>Một <a href=\"/2\">hai</a><img src=\"a.jpg\">]]></description>
        <content:encoded>&lt;p&gt;Ba&lt;/p&gt;</content:encoded><enclosure url=\"/a.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>";
    vec![
        rss(item).replace("<?xml version=\"1.0\"?>", "<!DOCTYPE rss [<!ENTITY bao \"Báo &amp;\">]>"),
        format!("<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"><channel><title>A</title></channel>{}</rdf:RDF>", item.replace("<item>", "<item rdf:about=\"/1\">")),
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"/a/\" xml:lang=\"vi\"><title type=\"html\">B&lt;i&gt;</title><link rel=\"hub\" href=\"/h\"/>
        <entry><id>x</id><title>A</title><link href=\"1\"/><author><name>Minh Thu</name></author><updated>2024-05-21T15:08:00Z</updated>
        <content type=\"xhtml\" xml:base=\"b/\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Chữ<br/> <b>&hellip;</b></p></div></content>
        <summary type=\"text/plain\" mode=\"base64\">TeG7mXQ=</summary></entry></feed>"
            .to_owned(),
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"A\",\"hubs\":[{\"type\":\"WebSub\",\"url\":\"/h\"}],\"items\":[{\"id\":7,
        \"url\":\"/1\",\"content_html\":\"<p>Ch\\u1eef</p>\",\"authors\":[{\"name\":\"Minh Thu\"}],\"attachments\":[{\"url\":\"/a.mp3\",\"size_in_bytes\":1}]}]}"
            .to_owned(),
    ]
}

/// A place in a document, as a fraction, and what is done to it there.
#[derive(Clone, Debug)]
enum Damage {
    Overwrite(u8),
    Insert(&'static str),
    /// So many bytes.
    Remove(usize),
    Repeat(usize),
    CutOff,
}

fn damage() -> impl Strategy<Value = (f64, Damage)> {
    let pieces = [
        "<",
        ">",
        "&",
        "\"",
        "'",
        "]]>",
        "<![CDATA[",
        "<!--",
        "<!DOCTYPE x [",
        "</item>",
        "<item>",
        "<entry xml:base='x:'>",
        "\u{0}",
        "&#x110000;",
        "{",
        "[",
        "\\",
        "null",
        "é",
        "xmlns:a='b' ",
    ];
    let what = prop_oneof![
        any::<u8>().prop_map(Damage::Overwrite),
        proptest::sample::select(pieces.to_vec()).prop_map(Damage::Insert),
        (1_usize..60).prop_map(Damage::Remove),
        (1_usize..200).prop_map(Damage::Repeat),
        Just(Damage::CutOff),
    ];
    (0.0..1.0, what)
}

fn damaged(feed: &str, damages: &[(f64, Damage)]) -> Vec<u8> {
    let mut bytes = feed.as_bytes().to_vec();
    for (place, damage) in damages {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss,
            reason = "a place"
        )]
        let at = (place * bytes.len() as f64) as usize;
        let upto = |length: usize| (at + length).min(bytes.len());
        match damage {
            _ if bytes.is_empty() => {}
            Damage::Overwrite(byte) => bytes[at] = *byte,
            Damage::Insert(piece) => drop(bytes.splice(at..at, piece.bytes())),
            Damage::Remove(length) => drop(bytes.drain(at..upto(*length))),
            Damage::Repeat(length) => {
                let again = bytes[at..upto(*length)].repeat(3);
                bytes.splice(at..at, again);
            }
            Damage::CutOff => bytes.truncate(at),
        }
    }
    bytes
}

proptest! {
    #[test]
    fn damaged_feeds_are_read_as_far_as_they_go(which in 0_usize..4, damages in proptest::collection::vec(damage(), 1..8)) {
        let bytes = damaged(&whole_feeds()[which], &damages);
        if let Ok(parsed) = read_as(&bytes, None) {
            // Entries that differ in their texts alone are one without them.
            prop_assert!(outline_of(&bytes).is_ok_and(|outline| outline.entries.len() <= parsed.entries.len()));
            let size: usize = parsed.entries.iter().map(size_of).sum();
            prop_assert!(size <= 64 * 1024 + 16 * bytes.len(), "{} bytes of {}", size, bytes.len());
        }
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "<(rss|feed|rdf:RDF|html)[^>]{0,20}>(<(channel|item|entry|title|link|author)>|[a-zà-ỹ&;<>@.]|</(item|entry|title|author)>){0,60}") {
        let _ = read_as(&bytes, Some("text/xml; charset=windows-1258"));
        let _ = read_as(text.as_bytes(), None);
    }
}
