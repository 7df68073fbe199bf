//! The same news in every dialect, and in every way to write it down, is the same to us.

use bantin::read::{Document, Entry, feed};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use url::Url;

/// What an item says, as plain text.
#[derive(Clone, Debug)]
struct Item {
    path: String,
    title: String,
    paragraph: String,
    author: Option<String>,
    minute: i64,
    enclosure: Option<u32>,
}

fn words() -> impl Strategy<Value = String> {
    let word =
        prop_oneof!["[a-zà-ỹ]{1,6}", Just("Đắk Lắk".to_owned()), Just("A&B".to_owned()), Just("1 < 2".to_owned())];
    proptest::collection::vec(word, 1..6).prop_map(|words| words.join(" "))
}

fn item() -> impl Strategy<Value = Item> {
    // No first name that could be a word of a credit, as in "By Ann".
    let author = proptest::option::of("(Lan|Minh|Hoa|Sung) [A-Z][a-z]{1,8}");
    ("[a-z0-9]{1,9}", words(), words(), author, 0_i64..600_000, proptest::option::of(1_u32..9999)).prop_map(
        |(path, title, paragraph, author, minute, enclosure)| Item {
            path,
            title,
            paragraph,
            author,
            minute,
            enclosure,
        },
    )
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    proptest::collection::hash_map("[a-z]{1,9}", item(), 0..5)
        .prop_map(|items| items.into_iter().map(|(path, item)| Item { path, ..item }).collect())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

impl Item {
    fn link(&self) -> String {
        format!("https://bao.example.vn/tin/{}.htm", self.path)
    }

    fn html(&self) -> String {
        format!("<p>{} <a href=\"/nguon\">nguồn</a></p>", escaped(&self.paragraph))
    }

    fn date(&self, form: &str) -> String {
        let start: jiff::Timestamp = "2025-12-31T17:00:00Z".parse().unwrap();
        let date = start + jiff::SignedDuration::from_mins(self.minute);
        date.to_zoned_datetime(TimeZone::fixed(jiff::tz::offset(7))).strftime(form).to_string()
    }

    fn rss(&self, cdata: bool) -> String {
        let html = if cdata { format!("<![CDATA[{}]]>", self.html()) } else { escaped(&self.html()) };
        let author = self.author.as_ref().map(|name| format!("<dc:creator>{name}</dc:creator>")).unwrap_or_default();
        let enclosure = self
            .enclosure
            .map(|n| format!("<enclosure url=\"https://bao.example.vn/{n}.mp3\" type=\"audio/mpeg\" length=\"{n}\"/>"));
        format!(
            "<item><title>{}</title><link>{link}</link><guid>{link}</guid>{author}<pubDate>{}</pubDate><content:encoded>{html}</content:encoded>{}</item>",
            escaped(&self.title),
            self.date("%a, %d %b %Y %H:%M:00 %z"),
            enclosure.unwrap_or_default(),
            link = self.link(),
        )
    }

    fn atom(&self, xhtml: bool) -> String {
        let content = if xhtml {
            format!(
                "<content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div></content>",
                self.html()
            )
        } else {
            format!("<content type=\"html\">{}</content>", escaped(&self.html()))
        };
        let author =
            self.author.as_ref().map(|name| format!("<author><email>a@b.vn</email><name>{name}</name></author>"));
        let enclosure = self
            .enclosure
            .map(|n| format!("<link rel=\"enclosure\" href=\"/{n}.mp3\" type=\"audio/mpeg\" length=\"{n}\"/>"));
        format!(
            "<entry><id>{link}</id><title>{}</title><link href=\"{link}\"/>{}<published>{}</published>{content}{}</entry>",
            escaped(&self.title),
            author.unwrap_or_default(),
            self.date("%Y-%m-%dT%H:%M:00%:z"),
            enclosure.unwrap_or_default(),
            link = self.link(),
        )
    }

    fn json(&self) -> serde_json::Value {
        let attachments: Vec<_> = self
            .enclosure
            .iter()
            .map(|n| serde_json::json!({ "url": format!("/{n}.mp3"), "mime_type": "audio/mpeg", "size_in_bytes": n }))
            .collect();
        let authors: Vec<_> = self.author.iter().map(|name| serde_json::json!({ "name": name })).collect();
        serde_json::json!({
            "id": self.link(), "url": self.link(), "title": self.title, "content_html": self.html(), "authors": authors,
            "date_published": self.date("%Y-%m-%dT%H:%M:00%:z"), "attachments": attachments,
        })
    }
}

fn read(text: &str) -> Vec<Entry> {
    let url = Url::parse("https://bao.example.vn/tin.xml").unwrap();
    feed(&Document { url: &url, content_type: None, bytes: text.as_bytes() }, &TimeZone::UTC).unwrap().entries
}

fn in_all_dialects(items: &[Item]) -> Vec<String> {
    let all = |write: &dyn Fn(&Item) -> String| items.iter().map(write).collect::<String>();
    let rss = |cdata: bool| {
        format!("<rss version=\"2.0\"><channel><title>B</title>{}</channel></rss>", all(&|item| item.rss(cdata)))
    };
    let rdf = all(&|item| item.rss(true).replace("<item>", &format!("<item rdf:about=\"{}\">", item.link())));
    let atom = |xhtml: bool| {
        format!("<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>B</title>{}</feed>", all(&|item| item.atom(xhtml)))
    };
    let json: Vec<_> = items.iter().map(Item::json).collect();
    vec![
        rss(true),
        rss(false),
        format!("<rdf:RDF xmlns=\"http://purl.org/rss/1.0/\"><channel><title>B</title></channel>{rdf}</rdf:RDF>"),
        atom(true),
        atom(false),
        serde_json::json!({ "version": "https://jsonfeed.org/version/1.1", "items": json }).to_string(),
    ]
}

proptest! {
    #[test]
    fn every_dialect_says_what_its_items_say(items in items()) {
        for text in in_all_dialects(&items) {
            let entries = read(&text);
            prop_assert_eq!(entries.len(), items.len(), "{}", text);
            for (entry, item) in entries.iter().zip(&items) {
                let collapsed = |text: &str| text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ");
                prop_assert_eq!(entry.guid.clone(), Some(item.link()));
                prop_assert_eq!(&entry.title, &collapsed(&item.title), "{}", text);
                prop_assert_eq!(entry.link.as_ref().map(Url::to_string), Some(item.link()));
                prop_assert_eq!(entry.authors.as_slice(), item.author.as_slice());
                prop_assert_eq!(entry.published.map(|at| at.to_string()), item.date("%s").parse().ok().and_then(|at| jiff::Timestamp::from_second(at).ok()).map(|at| at.to_string()));
                let content = entry.content.as_ref().unwrap();
                prop_assert_eq!(content.text(), format!("{} nguồn", collapsed(&item.paragraph)), "{}", text);
                prop_assert!(content.as_str().contains("href=\"https://bao.example.vn/nguon\""), "{}", content.as_str());
                let lengths: Vec<_> = entry.enclosures.iter().map(|enclosure| enclosure.length).collect();
                prop_assert_eq!(lengths, item.enclosure.iter().map(|n| Some(u64::from(*n))).collect::<Vec<_>>());
            }
        }
    }
}
