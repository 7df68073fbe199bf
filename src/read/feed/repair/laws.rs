//! What holds for all feeds, whole or broken.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use url::Url;

use super::repair;
use crate::read::feed::{Dates, convert, hints, parse};
use crate::read::{Document, Parsed, feed};

/// What feed-rs makes of a feed by itself.
fn unrepaired(text: &str, url: &Url) -> Parsed {
    let dates = Dates::default();
    let document = Document { url, content_type: None, bytes: text.as_bytes() };
    let model = parse(text, &document, &dates).unwrap_or_else(|error| panic!("{error}: {text}"));
    convert::convert(model, url, hints::hints(text), &dates.into_texts(), &TimeZone::UTC)
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof!["[a-zà-ỹ0-9.]{1,8} ?", Just("&amp;".to_owned()), Just("&lt;i&gt;x&lt;/i&gt; ".to_owned())];
    proptest::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

fn rss_field() -> impl Strategy<Value = String> {
    prop_oneof![
        text().prop_map(|text| format!("<title>{text}</title>")),
        "[a-z0-9/]{1,9}".prop_map(|path| format!("<link>{path}</link>")),
        "[a-z0-9]{1,3}".prop_map(|id| format!("<guid isPermaLink=\"false\"> {id} </guid>")),
        text().prop_map(|text| format!("<description>{text}</description>")),
        "[a-zà-ỹ &]{1,9}"
            .prop_map(|text| format!("<description><![CDATA[<p>{text}</p><a href=\"/1\">1</a>]]></description>")),
        text().prop_map(|text| format!("<content:encoded>{text}</content:encoded>")),
        "[A-Z][a-z]{1,9}".prop_map(|name| format!("<dc:creator>{name}</dc:creator>")),
        "[A-Z][a-z]{1,9}".prop_map(|name| format!("<author>a@example.vn ({name})</author>")),
        (1..29).prop_map(|day| format!("<pubDate>{day} May 2024 10:00:00 +0700</pubDate>")),
        text().prop_map(|text| format!("<x:other><title>{text}</title><link/></x:other>")),
        "[a-z]{1,9}".prop_map(|path| format!("<enclosure url=\"/{path}.jpg\" type=\"image/jpeg\" length=\"1\"/>")),
    ]
}

fn rss() -> impl Strategy<Value = String> {
    // Of several groups, feed-rs takes the last picture.
    let medium = prop_oneof![
        Just(String::new()),
        Just(
            "<media:group><media:content url=\"/a.png\"><media:title>x</media:title></media:content></media:group>"
                .into()
        ),
    ];
    let fields = proptest::collection::vec(rss_field(), 0..8);
    let item = (fields, medium).prop_map(|(fields, medium)| format!("<item>{}{medium}</item>", fields.concat()));
    (text(), proptest::collection::vec(item, 0..4)).prop_map(|(title, items)| {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
            xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:x=\"urn:x\">\
            <channel><title>{title}</title><link>http://example.vn/a/</link><image><title>x</title><link>/2</link></image>\
            <ttl>9</ttl>{}</channel></rss>",
            items.concat()
        )
    })
}

fn atom_field() -> impl Strategy<Value = String> {
    let kind = prop_oneof![Just("text"), Just("html")];
    prop_oneof![
        (kind.clone(), text()).prop_map(|(kind, text)| format!("<title type=\"{kind}\">{text}</title>")),
        (kind.clone(), text()).prop_map(|(kind, text)| format!("<summary type=\"{kind}\">{text}</summary>")),
        (kind, text()).prop_map(|(kind, text)| format!("<content type=\"{kind}\">{text}</content>")),
        text().prop_map(|text| format!(
            "<content type=\"xhtml\" xml:base=\"http://example.vn/b/\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>{text} <a href=\"c\">c</a></p></div></content>"
        )),
        "[a-z]{1,9}".prop_map(|path| format!("<link href=\"{path}\"/><link rel=\"related\" href=\"/r\"/>")),
        "[a-z]{1,9}".prop_map(|id| format!("<id>urn:{id}</id>")),
        "[A-Z][a-z]{1,9}".prop_map(|name| format!("<author><name>{name}</name><email>a@example.vn</email></author>")),
        (10..29).prop_map(|day| format!("<published>2024-05-{day}T10:00:00Z</published>")),
        (10..29).prop_map(|day| format!("<updated>2024-06-{day}T10:00:00Z</updated>")),
        Just("<source><title>x</title><id>y</id></source>".to_owned()),
    ]
}

fn atom() -> impl Strategy<Value = String> {
    let entry =
        proptest::collection::vec(atom_field(), 0..8).prop_map(|fields| format!("<entry>{}</entry>", fields.concat()));
    (text(), proptest::collection::vec(entry, 0..4)).prop_map(|(title, entries)| {
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>{title}</title><author><name>Tòa soạn</name></author>\
            <link href=\"http://example.vn/a/\"/>{}</feed>",
            entries.concat()
        )
    })
}

proptest! {
    #[test]
    fn whole_feeds_say_the_same_as_before(text in prop_oneof![rss(), atom()]) {
        let url = Url::parse("http://example.vn/feed/x.xml").map_err(|error| TestCaseError::fail(error.to_string()))?;
        let document = Document { url: &url, content_type: None, bytes: text.as_bytes() };
        let repaired = feed(&document, &TimeZone::UTC).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(repaired, unrepaired(&text, &url));
    }

    #[test]
    fn what_is_mended_needs_no_mending(text in "<(rss|feed|rdf:RDF)[^>]{0,9}>(</?(channel|item|entry|title|description|content|author|name|a|br|x:y)( xml:base=\"[a-z/:]{0,4}\"| href=['\"]?[a-z@<>]{0,5}\"| type=\"[a-z/]{0,9}\")?/?>|[a-zà-ỹ&;<>@.\u{1}-\u{1f}]|&(lt|amp|nbsp|#1|#xe1|x);|<!\\[CDATA\\[|\\]\\]>|<!--){0,80}") {
        let url = Url::parse("http://example.vn/feed/x.xml").map_err(|error| TestCaseError::fail(error.to_string()))?;
        if let Ok(once) = repair(&text, &url) {
            let twice = repair(&once.text, &url);
            prop_assert_eq!(twice.map(|twice| twice.text), Ok(once.text));
        }
    }
}
