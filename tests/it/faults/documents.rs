//! Documents that are no feeds, or feeds that attack whoever reads them, or are written in other letters than they say.
//! How broken feeds are mended is in `broken_feeds`.

use jiff::Timestamp;

use super::clocks::in_hours;
use super::{AFTER, Again, Fault, Then, channel, entries, fault, hold, item_with, items, news, published, title};
use crate::desk::Desk;
use crate::scripted::{Reply, Scripted};

const DEEP: usize = 200_000;
const BOMB: &str = "entities that multiply a billionfold";
const EXTERNAL: &str = "entities that stand for a file or an address";
const DEEP_TEXT: &str = "200,000 elements inside one another, in an item's text";
const NUL: &str = "NUL bytes everywhere";
const UTF_16_SAID: &str = "UTF-8 that is called UTF-16";
const UTF_16: &str = "UTF-16 that is called UTF-8";
const LATIN: &str = "UTF-8 that is called Latin-1, by the server and by itself";
const CUT: &str = "a feed that is cut off";
const EMPTY: &str = "ADDRESS answered with nothing: the body is empty";

/// The news behind a document type, with this at the end of the new item's text.
fn declaring(source: &str, doctype: &str, text: &str) -> String {
    let news = news(source).replacen("</description>", &format!(" {text}</description>"), 1);
    format!("<?xml version=\"1.0\"?><!DOCTYPE rss [{doctype}]>{news}")
}

fn laughs() -> String {
    let declare = |n: usize| format!("<!ENTITY l{} \"{}\">", n + 1, format!("&l{n};").repeat(10));
    "<!ENTITY l0 \"hahaha\">".to_owned() + &(0..9).map(declare).collect::<String>()
}

pub(super) fn faults() -> Vec<Fault> {
    [no_feeds(), hostile(), charsets()].into_iter().flatten().collect()
}

fn fails(name: &'static str, body: fn() -> String, error: &'static str) -> Fault {
    fault(name, move |_| Reply::ok(body()), Then::Fails(error, Again::Later))
}

pub(super) fn reads(name: &'static str, body: fn() -> String, how: &'static str) -> Fault {
    fault(name, move |_| Reply::ok(body()), Then::Reads(1, how))
}

fn no_feeds() -> Vec<Fault> {
    vec![
        fails(
            "a web page in place of the feed",
            || {
                "<!DOCTYPE html><html><head><title>Trang chủ</title></head><body><p>Chào mừng bạn.</body></html>"
                    .to_owned()
            },
            "ADDRESS is a web page (“Trang chủ”), not a feed: look for the feed's address on it, or make the source a listing",
        ),
        fails(
            "a firewall's page, with status 200",
            || "<html><head><title>403 Forbidden</title></head><body>Sorry.</body></html>".to_owned(),
            "ADDRESS did not give what was asked for: its firewall refused the request, with status 200: ask the site to let \
             bantin in, or turn the source off",
        ),
        fails("a body of 0 bytes", String::new, EMPTY),
        fails("white space alone", || " \r\n\t".repeat(1000), EMPTY),
        fails(
            "XML that is no feed",
            || "<?xml version=\"1.0\"?><catalog><book/></catalog>".to_owned(),
            "ADDRESS is XML, but no feed: its root is <catalog>, where <rss>, <feed> or <rdf:RDF> was expected",
        ),
        fails(
            "JSON that is no feed",
            || "{\"error\": \"not found\"}".to_owned(),
            "ADDRESS is JSON without the version of JSON Feed, where a feed was expected",
        ),
        fault(
            "a feed without items",
            |_| Reply::ok(channel("")),
            Then::Reads(0, "nothing is new, and what it printed before stays"),
        ),
        reads(
            CUT,
            || {
                let news = news(CUT);
                news[..news.rfind("<link>").unwrap()].to_owned()
            },
            "the entries that are whole are read",
        ),
    ]
}

fn hostile() -> Vec<Fault> {
    vec![
        fails(
            "200,000 elements inside one another",
            || format!("<rss><channel>{}", "<a>".repeat(DEEP)),
            "ADDRESS nests its elements more than 500 deep, which no feed does",
        ),
        fails(
            "200,000 lists inside one another, in JSON",
            || format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":{}", "[".repeat(DEEP)),
            "ADDRESS begins like a feed, but cannot be read as one: …",
        ),
        reads(
            DEEP_TEXT,
            || {
                let deep = "<div><b>".repeat(DEEP) + "Hết." + &"</b></div>".repeat(DEEP);
                declaring(DEEP_TEXT, "", &format!("<![CDATA[{deep}]]>"))
            },
            "what is deeper than 150 elements is flattened",
        ),
        reads(BOMB, || declaring(BOMB, &laughs(), "&l9;"), "what entities add is bounded, to 256 KiB in all"),
        reads(
            EXTERNAL,
            || {
                let declared =
                    "<!ENTITY file SYSTEM \"file:///etc/hostname\"><!ENTITY web SYSTEM \"http://127.0.1.1/secret\">";
                declaring(EXTERNAL, declared, "&file;&web;")
            },
            "nothing is fetched, and the entity stays as it is written",
        ),
    ]
}

fn charsets() -> Vec<Fault> {
    vec![
        reads(NUL, || news(NUL).replace("ện ", "ện\0 \0").replace('<', "\0<"), "they are left out"),
        fault(
            UTF_16_SAID,
            |_| Reply::ok(news(UTF_16_SAID)).header("Content-Type", "text/xml; charset=utf-16"),
            Then::Reads(1, "what is valid UTF-8 is UTF-8"),
        ),
        fault(
            LATIN,
            |_| {
                let prolog = "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>";
                Reply::ok(prolog.to_owned() + &news(LATIN)).header("Content-Type", "text/xml; charset=iso-8859-1")
            },
            Then::Reads(1, "what is valid UTF-8 is UTF-8"),
        ),
        fault(
            UTF_16,
            |_| {
                let bytes: Vec<u8> =
                    format!("\u{feff}{}", news(UTF_16)).encode_utf16().flat_map(u16::to_le_bytes).collect();
                Reply::ok(bytes).header("Content-Type", "text/xml; charset=utf-8")
            },
            Then::Reads(1, "a byte-order mark goes before what is said"),
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_feed_is_named_and_what_is_one_is_read() {
    let desk = hold(&faults(), "").await.desk;
    let items = items(&desk);
    let item = |source| items.iter().find(|item| item["title"] == title(source, AFTER)).unwrap();
    assert!(item(BOMB).to_string().len() < 1_000_000);
    assert!(item(EXTERNAL)["summary"].as_str().unwrap().ends_with("&file;&web;"), "{}", item(EXTERNAL));
    assert!(item(DEEP_TEXT).to_string().contains("Hết."), "{}", item(DEEP_TEXT));
}

/// Shown in docs/faults.md.
pub(super) const MANY: &str = "a feed of 100,000 items";
pub(super) const TOO_MANY: &str = "the feed has 10000 entries or more, and none behind the first 10000 is read: look for one with the latest news alone";

#[tokio::test(flavor = "multi_thread")]
async fn of_a_hundred_thousand_items_the_first_ten_thousand_are_read() {
    // All but the first wait for tomorrow, so that the test needs not judge and publish them all.
    let tomorrow = in_hours(24);
    let more: String =
        (1..100_000).map(|n| format!("<item><guid>{n}</guid><title>Tin {n}</title>{tomorrow}</item>")).collect();
    let feed = channel(&(item_with(MANY, AFTER, "") + &more));
    assert!(feed.len() > 8 << 20);
    let server = Scripted::always(Reply::ok(feed)).await;
    let mut desk = Desk::with(&[server.url("/nguon")]);
    desk.fetch += "\nmax_feed_bytes = \"16MiB\"";
    desk.more("page.read = false");
    desk.now = Timestamp::now();
    let pass = desk.pass().await;
    assert_eq!((pass.new_entries, entries(&desk, "nguon-0")), (10_000, 10_000));
    assert!(pass.warnings.iter().any(|warning| warning.warning == TOO_MANY), "{:?}", pass.warnings);
    assert_eq!(published(&desk).into_iter().collect::<Vec<_>>(), [title(MANY, AFTER)]);
}
