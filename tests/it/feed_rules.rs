//! What validators ask of a feed: the rules of the W3C's Feed Validation Service that can apply, by the names that it has
//! for them, with the sections of RFC 4287, of RSS 2.0 and its Best Practices Profile, and of JSON Feed 1.1 that they
//! come from. Grammar and schema are checked beside this, by jing and jsonschema.

use std::collections::HashSet;

use bantin::render::Document;
use jiff::Timestamp;
use jiff::fmt::rfc2822;
use scraper::Html;
use serde_json::Value;
use url::Url;

use crate::xml::Element;

const ATOM: &str = "http://www.w3.org/2005/Atom";
/// Registered (IANA), and `hub` of WebSub.
const RELATIONS: &[&str] = &[
    "alternate",
    "archives",
    "current",
    "enclosure",
    "first",
    "hub",
    "last",
    "next",
    "next-archive",
    "prev-archive",
    "previous",
    "related",
    "self",
    "via",
];

/// The rules that a document breaks; none where it is no feed.
pub fn broken(document: &Document) -> Vec<String> {
    let text = std::str::from_utf8(&document.bytes).unwrap();
    let (base, _) = document.media_type.split_once(';').unwrap_or((document.media_type, ""));
    let mut rules = Rules::default();
    match base {
        "application/atom+xml" => rules.atom(&Element::parse(text)),
        "application/rss+xml" => rules.rss(&Element::parse(text)),
        "application/feed+json" => rules.json(&serde_json::from_str(text).unwrap()),
        _ => return Vec::new(),
    }
    if base.ends_with("xml") {
        let declared = text.split_once("?>").map_or("", |(declaration, _)| declaration).split_once("encoding=");
        rules.that(declared.is_none_or(|(_, encoding)| encoding.contains("utf-8")), "EncodingMismatch");
    }
    rules.that(document.media_type.ends_with("; charset=utf-8"), "EncodingMismatch: no charset in the media type");
    rules.that(!text.chars().any(is_bad), "BadCharacters");
    rules.broken
}

fn is_bad(character: char) -> bool {
    matches!(character, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}')
        || u32::from(character) & 0xfffe == 0xfffe
}

#[derive(Default)]
struct Rules {
    broken: Vec<String>,
}

impl Rules {
    fn that(&mut self, holds: bool, rule: impl Into<String>) {
        if !holds {
            self.broken.push(rule.into());
        }
    }

    fn link(&mut self, address: &str, rule: &str) {
        let is_full = Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        let is_iri = !address.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c));
        self.that(is_full && is_iri, format!("{rule}: {address}"));
    }

    fn rfc3339(&mut self, date: &str) {
        let bytes = date.as_bytes();
        let is_whole = bytes.len() == 25 && bytes[10] == b'T' && date.parse::<Timestamp>().is_ok();
        self.that(is_whole && &date[..4] != "0000", format!("InvalidRFC3339Date: {date}"));
    }

    fn language(&mut self, tag: &str) {
        let mut subtags = tag.split('-');
        let is_primary = subtags.next().is_some_and(|tag| tag.bytes().all(|b| b.is_ascii_alphabetic()));
        let is_tag = is_primary
            && tag.split('-').all(|tag| (1..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric()));
        self.that(is_tag, format!("InvalidLanguage: {tag}"));
    }

    fn media_type(&mut self, media_type: &str) {
        let is_type = media_type.split_once('/').is_some_and(|(kind, rest)| {
            [kind, rest]
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b)))
        });
        self.that(is_type, format!("InvalidMIMEType: {media_type}"));
    }

    /// HTML inside a feed: read anywhere, so nothing in it is relative, and nothing does anything.
    fn html(&mut self, html: &str) {
        let fragment = Html::parse_fragment(html);
        for element in fragment.root_element().descendent_elements().map(|element| element.value()) {
            let name = element.name();
            let is_risk = matches!(
                name,
                "script" | "style" | "iframe" | "object" | "embed" | "form" | "meta" | "link" | "base" | "frame"
            );
            self.that(!is_risk, format!("SecurityRisk: <{name}>"));
            for (attribute, value) in element.attrs() {
                self.that(!attribute.starts_with("on"), format!("SecurityRiskAttr: {attribute}"));
                self.that(attribute != "style", "DangerousStyleAttr");
                if matches!(attribute, "href" | "src" | "cite")
                    && !value.starts_with("mailto:")
                    && !value.starts_with('#')
                {
                    let is_absolute = Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
                    self.that(is_absolute, format!("ContainsRelRef: {value}"));
                }
            }
            self.that(name != "img" || element.attr("alt").is_some(), "MissingAlt");
        }
    }

    /// Texts that aren't HTML hold no tags that readers would show as such.
    fn plain(&mut self, element: &Element) {
        self.that(matches!(element.attribute("type"), "" | "text"), "InvalidTextType");
        self.that(element.children.is_empty(), "UndefinedElement in a text");
    }

    fn atom(&mut self, feed: &Element) {
        self.that(feed.attribute("xmlns") == ATOM, "MissingNamespace");
        self.language(feed.attribute("xml:lang"));
        let own: Vec<&Element> = feed.all("link").filter(|link| link.attribute("rel") == "self").collect();
        self.that(own.len() == 1, "MissingSelf (RFC 4287, 4.1.1)");
        let mut ids = HashSet::new();
        for holder in std::iter::once(feed).chain(feed.all("entry")) {
            for name in ["id", "title", "updated"] {
                self.that(holder.all(name).count() == 1, format!("MissingElement or DuplicateElement: {name} (4.1)"));
            }
            for name in ["published", "summary", "content", "source", "rights", "subtitle", "generator", "icon", "logo"]
            {
                self.that(holder.all(name).count() <= 1, format!("DuplicateElement: {name} (4.1)"));
            }
            self.atom_id(holder, &mut ids);
            self.atom_links(holder);
            holder.all("updated").chain(holder.all("published")).for_each(|date| self.rfc3339(&date.text));
            holder
                .all("title")
                .chain(holder.all("summary"))
                .chain(holder.all("subtitle"))
                .for_each(|it| self.plain(it));
            for person in holder.all("author").chain(holder.all("contributor")) {
                self.that(person.child("name").is_some_and(|name| !name.text.trim().is_empty()), "MissingName (3.2.1)");
                person.all("uri").for_each(|uri| self.link(&uri.text, "InvalidURI"));
            }
            for category in holder.all("category") {
                self.that(!category.attribute("term").is_empty(), "MissingTerm (4.2.2.1)");
                self.that(Url::parse(category.attribute("scheme")).is_ok(), "InvalidIRI: scheme (4.2.2.2)");
            }
        }
        for entry in feed.all("entry") {
            let has_author = feed.child("author").or(entry.child("author")).is_some();
            self.that(has_author, "MissingAuthor (4.1.2)");
            let alternate = entry.all("link").any(|link| link.attribute("rel") == "alternate");
            self.that(alternate || entry.child("content").is_some(), "MissingContentOrAlternate (4.1.2)");
            for content in entry.all("content").filter(|content| content.attribute("type") == "html") {
                self.html(&content.text);
            }
            let dates =
                ["published", "updated"].map(|name| entry.child(name).and_then(|it| it.text.parse::<Timestamp>().ok()));
            self.that(dates[0] <= dates[1], "ImplausibleDate: updated before it was published");
            for source in entry.all("source") {
                self.that(Url::parse(&source.child("id").unwrap().text).is_ok(), "InvalidIRI: source (4.2.11)");
                self.atom_links(source);
            }
        }
        let alive: HashSet<&str> = feed.all("entry").map(|entry| entry.child("id").unwrap().text.as_str()).collect();
        for deleted in feed.all("at:deleted-entry") {
            self.that(feed.attribute("xmlns:at") == "http://purl.org/atompub/tombstones/1.0", "UndefinedNamespace: at");
            self.that(Url::parse(deleted.attribute("ref")).is_ok(), "InvalidIRI: ref (RFC 6721, 3)");
            self.that(!alive.contains(deleted.attribute("ref")), "an entry is deleted and there");
            self.rfc3339(deleted.attribute("when"));
            deleted.all("at:by").for_each(|by| self.that(by.child("name").is_some(), "MissingName (RFC 6721, 4)"));
        }
    }

    fn atom_id(&mut self, holder: &Element, ids: &mut HashSet<String>) {
        let id = holder.child("id").map(|id| id.text.clone()).unwrap_or_default();
        self.that(Url::parse(&id).is_ok() && id.trim() == id, format!("InvalidFullLink: id {id} (4.2.6)"));
        self.that(ids.insert(id), "DuplicateEntries (4.1.1)");
    }

    fn atom_links(&mut self, holder: &Element) {
        let mut alternates = HashSet::new();
        for link in holder.all("link") {
            self.link(link.attribute("href"), "InvalidLink (4.2.7.1)");
            let relation = link.attribute("rel");
            self.that(RELATIONS.contains(&relation), format!("UnregisteredAtomLinkRel: {relation}"));
            if link.attributes.contains_key("type") {
                self.media_type(link.attribute("type"));
            }
            if relation == "alternate" {
                let kind = (link.attribute("type"), link.attribute("hreflang"));
                self.that(alternates.insert(kind), "DuplicateAtomLink (4.1.1)");
            }
        }
    }

    fn rss(&mut self, rss: &Element) {
        self.that(rss.name == "rss" && rss.attribute("version") == "2.0", "InvalidRSSVersion");
        let channels: Vec<&Element> = rss.all("channel").collect();
        self.that(channels.len() == 1, "MissingChannel");
        let Some(channel) = channels.first() else { return };
        for name in ["title", "link", "description"] {
            self.that(channel.all(name).count() == 1, format!("MissingElement or DuplicateElement: {name}"));
        }
        self.link(&channel.child("link").unwrap().text, "InvalidFullLink: link");
        self.language(&channel.child("language").unwrap().text);
        let own = channel.all("atom:link").filter(|link| link.attribute("rel") == "self");
        self.that(own.count() == 1, "MissingAtomSelfLink (Best Practices)");
        channel.all("atom:link").for_each(|link| self.link(link.attribute("href"), "InvalidLink: atom:link"));
        channel.all("lastBuildDate").for_each(|date| self.rfc822(&date.text));
        for element in rss.every() {
            if let Some((prefix, _)) = element.name.split_once(':') {
                let declared = rss.attributes.contains_key(&format!("xmlns:{prefix}"));
                self.that(declared, format!("UndefinedNamespace: {prefix}"));
            }
        }
        let mut guids = HashSet::new();
        for item in channel.all("item") {
            let of = |name: &str| item.all(name).count();
            for name in [
                "title",
                "link",
                "description",
                "guid",
                "pubDate",
                "source",
                "enclosure",
                "author",
                "comments",
                "content:encoded",
            ] {
                self.that(of(name) <= 1, format!("DuplicateElement: {name}"));
            }
            self.that(of("title") + of("description") > 0, "ItemMustContainTitleOrDescription");
            item.all("link").for_each(|link| self.link(&link.text, "InvalidFullLink: link"));
            let guid = item.child("guid");
            self.that(guid.is_some_and(|guid| guids.insert(guid.text.clone())), "MissingGuid or DuplicateValue: guid");
            let is_permalink = guid.is_some_and(|guid| guid.attribute("isPermaLink") != "false");
            if is_permalink {
                self.link(&guid.unwrap().text, "InvalidHttpGUID");
            }
            item.all("pubDate").for_each(|date| self.rfc822(&date.text));
            self.that(of("author") == 0, "InvalidContact: an author is a mail address; dc:creator is a name");
            item.all("description").chain(item.all("content:encoded")).for_each(|html| self.html(&html.text));
            item.all("source").for_each(|source| self.link(source.attribute("url"), "InvalidUrlAttribute: source"));
            for enclosure in item.all("enclosure") {
                self.link(enclosure.attribute("url"), "InvalidUrlAttribute: enclosure");
                self.media_type(enclosure.attribute("type"));
                self.that(enclosure.attribute("length").parse::<u64>().is_ok(), "UseZeroForUnknown: length");
            }
            for media in item.all("media:content") {
                self.link(media.attribute("url"), "InvalidUrlAttribute: media:content");
                self.that(matches!(media.attribute("medium"), "image"), "InvalidValue: medium");
            }
        }
    }

    /// With the day of the week that it was, and a year of four digits.
    fn rfc822(&mut self, date: &str) {
        let is_date = rfc2822::DateTimeParser::new().parse_timestamp(date).is_ok();
        let has_year = date.split(' ').nth(3).is_some_and(|year| year.len() == 4);
        self.that(is_date && has_year, format!("InvalidRFC2822Date: {date}"));
    }

    fn json(&mut self, feed: &Value) {
        let text = |value: &Value, key: &str| value[key].as_str().unwrap_or_default().to_owned();
        self.that(feed["version"] == "https://jsonfeed.org/version/1.1", "version");
        self.that(!text(feed, "title").is_empty(), "title is required");
        for key in ["home_page_url", "feed_url"] {
            self.link(&text(feed, key), key);
        }
        self.language(&text(feed, "language"));
        for hub in feed["hubs"].as_array().into_iter().flatten() {
            self.that(hub["type"] == "WebSub", "a hub has a type");
            self.link(&text(hub, "url"), "a hub has an address");
        }
        let mut ids = HashSet::new();
        for item in feed["items"].as_array().unwrap() {
            self.that(!text(item, "id").is_empty() && ids.insert(text(item, "id")), "ids are there, and once");
            for key in ["url", "external_url", "image"].iter().filter(|key| item.get(**key).is_some()) {
                self.link(&text(item, key), key);
            }
            self.that(item.get("content_html").or(item.get("content_text")).is_some(), "an item has content");
            self.html(&text(item, "content_html"));
            for key in ["date_published", "date_modified"] {
                self.rfc3339(&text(item, key));
            }
            for author in item["authors"].as_array().into_iter().flatten() {
                self.that(
                    ["name", "url", "avatar"].iter().any(|key| author[key].as_str().is_some_and(|it| !it.is_empty())),
                    "an author has a name",
                );
            }
            for attachment in item["attachments"].as_array().into_iter().flatten() {
                self.link(&text(attachment, "url"), "attachment");
                self.media_type(&text(attachment, "mime_type"));
            }
            for (key, value) in item.as_object().unwrap().iter().filter(|(key, _)| key.starts_with('_')) {
                self.that(value.is_object() && !key.contains('.'), "an extension is an object");
            }
        }
    }
}

#[test]
fn the_rules_find_what_is_wrong() {
    let check = |media_type, text: &str, expected: &[&str]| {
        let (path, modified) = (String::new(), Timestamp::UNIX_EPOCH);
        let broken = broken(&Document { path, media_type, bytes: text.into(), modified });
        for rule in expected {
            assert!(broken.iter().any(|broken| broken.starts_with(rule)), "{rule} among {broken:?}");
        }
    };
    check(
        "application/atom+xml; charset=utf-8",
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><feed xmlns=\"x\"><id>a</id><title type=\"html\">T</title><updated>2026-01-01</updated>\
         <link rel=\"odd\" href=\"/a\"/><entry><id>a</id><content type=\"html\">&lt;a onclick=\"x\" href=\"/b\"></content></entry></feed>",
        &[
            "MissingNamespace",
            "MissingSelf",
            "InvalidFullLink",
            "DuplicateEntries",
            "InvalidRFC3339Date",
            "InvalidTextType",
            "UnregisteredAtomLinkRel",
            "InvalidLink",
            "MissingAuthor",
            "SecurityRiskAttr",
            "ContainsRelRef",
            "EncodingMismatch",
        ],
    );
    check(
        "application/rss+xml",
        "<rss version=\"0.9\"><channel><title>T</title><link>/x</link><description>\u{1}</description><language>vi</language>\
         <item><guid>tin 1</guid><pubDate>1 May 26</pubDate><media:content url=\"x\"/><enclosure url=\"/a\" type=\"image\" length=\"\"/>\
         <description>&lt;script></description></item></channel></rss>",
        &[
            "InvalidRSSVersion",
            "InvalidFullLink",
            "MissingAtomSelfLink",
            "UndefinedNamespace: media",
            "InvalidHttpGUID",
            "InvalidRFC2822Date",
            "InvalidMIMEType",
            "UseZeroForUnknown",
            "SecurityRisk",
            "EncodingMismatch",
            "BadCharacters",
        ],
    );
}
