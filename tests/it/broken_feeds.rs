//! Feeds as they come: cut off, mistyped, half of another dialect.

use bantin::read::{Dialect, Document, Entry, Parsed, ReadError, feed};
use jiff::tz::TimeZone;
use url::Url;

use crate::desk::channel;

fn try_read(text: &str) -> Result<Parsed, ReadError> {
    let url = Url::parse("https://bao.example.vn/rss/tin.rss").unwrap();
    feed(&Document { url: &url, content_type: None, bytes: text.as_bytes() }, &TimeZone::UTC)
}

fn read(text: &str) -> Vec<Entry> {
    try_read(text).unwrap_or_else(|error| panic!("{error}: {text}")).entries
}

fn titles(text: &str) -> Vec<String> {
    read(text).into_iter().map(|entry| entry.title).collect()
}

fn only(items: &str) -> Entry {
    let mut entries = read(&channel(items));
    assert_eq!(entries.len(), 1, "{items}");
    entries.remove(0)
}

fn atom(entries: &str) -> Entry {
    let text = format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{entries}</feed>");
    read(&text).remove(0)
}

fn body(entry: &Entry) -> String {
    entry.content.as_ref().or(entry.summary.as_ref()).map(|html| html.as_str().to_owned()).unwrap_or_default()
}

#[test]
fn characters_and_references_are_taken_as_they_are_meant() {
    let title = |title: &str| only(&format!("<item><title>{title}</title></item>")).title;
    assert_eq!(title("Ng&agrave;y&nbsp;21 &hellip; &#147;a&#148;"), "Ngày 21 … “a”");
    assert_eq!(title("A\u{1}B\u{c} &#0;C&#xffff;"), "AB C");
    assert_eq!(title("AT&T & R&D; 1 < 2 <3"), "AT&T & R&D; 1 < 2 <3");
    let declared =
        format!("<!DOCTYPE rss [<!ENTITY bao \"Báo Đắk Lắk\">]>{}", channel("<item><title>&bao;</title></item>"));
    assert_eq!(titles(&declared), ["Báo Đắk Lắk"]);
    assert_eq!(only("<item><link>/a?b=1&c=2&copy=3</link></item>").link.unwrap().query(), Some("b=1&c=2&copy=3"));
}

#[test]
fn entities_cannot_multiply() {
    let bomb = format!(
        "<!DOCTYPE rss [<!ENTITY a \"{}\"><!ENTITY b \"{}\"><!ENTITY c \"{}\">]>{}",
        "x".repeat(4000),
        "&a;".repeat(500),
        "&b;".repeat(500),
        channel(&format!("<item><title>A</title><description>{}</description></item>", "&a;&c;".repeat(10_000)))
    );
    assert!(body(&read(&bomb)[0]).len() < 1_000_000);
}

#[test]
fn tags_that_do_not_match_cost_little() {
    for items in [
        "<item><title>A<link>/1</link></item><item><title>B</title><link>/2</link></item>",
        "<item><title>A</title></b></guid><link>/1</link><item><title>B</title><link>/2</link>",
        "<item><x:y><title>A</title></item><item><title>A</title><category term='x'><link>/1</link></item><item><title>B</title><link>/2</link></item>",
        "<ITEM><Title>A</TITLE><link>/1</link></item></foo><item><title>B</title><link>/2</link</item>",
        "<item><title>A</title><link>/1</link><a href=\"x>y</a><b c=\"d\"></item><item><title>B</title><link>/2</link></item>",
        "<image><url>x</url><item><title>A</title><link>/1</link></item><item><title>B</title><link>/2</link></item>",
    ] {
        let last = read(&channel(items)).into_iter().rev().take(2).collect::<Vec<_>>();
        assert_eq!((last[1].title.as_str(), last[0].title.as_str()), ("A", "B"), "{items}");
        assert_eq!(last[0].link.as_ref().unwrap().path(), "/2", "{items}");
    }
}

#[test]
fn what_surrounds_a_feed_is_passed_over() {
    let feed = channel("<item><title>A</title></item>");
    for text in [
        format!("\n  Warning: mysql\n<?xml version=\"1.0\"?>{feed}"),
        format!("<br />\n<b>Warning</b>: x in <b>y.php</b><br />\n<?xml version=\"1.0\"?>{feed}"),
        format!("{feed}<script>x('<title>y</title>')</script><!-- cached"),
        format!("<!-- x --><?xml-stylesheet href=\"x\"?>{feed}{}", "\0".repeat(9)),
    ] {
        let parsed = try_read(&text).unwrap();
        assert_eq!((parsed.title.as_deref(), parsed.entries.len()), (Some("Báo"), 1), "{text}");
    }
}

#[test]
fn of_a_feed_that_is_cut_off_the_whole_entries_are_kept() {
    let text = channel("<item><title>A</title></item><item><title>B</title></item><item><title>C</title></item>");
    let end = text.find("<title>C").unwrap();
    for cut in text.find("<item><title>B").unwrap()..text.len() {
        let kept = titles(&text[..text.floor_char_boundary(cut)]);
        assert!(["A", "B", "C"].starts_with(&kept.iter().map(String::as_str).collect::<Vec<_>>()), "{kept:?}");
        assert!(cut < end || kept.len() >= 2, "{cut}");
    }
    assert!(matches!(try_read(&text[..text.find("</title></item>").unwrap()]), Err(ReadError::Malformed { .. })));
}

#[test]
fn markup_in_a_text_is_part_of_the_text() {
    let rss = only(
        "<item><title>Vốn <b>1719</b> &amp; đường</title><description>Một <b>hai</b> &lt; ba<br/>bốn</description></item>",
    );
    assert_eq!(rss.title, "Vốn 1719 & đường");
    assert_eq!(body(&rss), "<p>Một <strong>hai</strong> &lt; ba<br>bốn</p>");
    let xhtml = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>a &amp; b</p><br/><div>c</div></div>";
    for attributes in ["type=\"xhtml\"", "type=\"application/xhtml+xml\" mode=\"xml\"", "type=\"html\"", ""] {
        let entry = atom(&format!("<entry><title>A</title><content {attributes}>{xhtml}</content></entry>"));
        assert_eq!(entry.content.unwrap().text(), "a & b\nc", "{attributes}");
    }
    // Half escaped.
    let title = "<title type=\"html\">&lt;p&gt;<b>V</b>ốn<![CDATA[</p>]]></title>";
    let content = "<content type=\"html\"><div>Một &lt;b&gt;hai&lt;/b&gt;</div></content>";
    let entry = atom(&format!("<entry>{title}{content}</entry>"));
    assert_eq!((entry.title.as_str(), body(&entry).as_str()), ("Vốn", "<p>Một <strong>hai</strong></p>"));
}

#[test]
fn odd_types_do_not_cost_the_feed() {
    for content in [
        "<content type=\"foo/bar; charset\">x</content>",
        "<content type=\"\" src=\"/x\">x</content>",
        "<content type=\"image/png\">iVBORw0KGgo=</content>",
        "<content src=\"::\"/>",
        "<summary type=\"nonsense\">x</summary><link rel=\"\" href=\"http://[\"/>",
        "<content xml:base=\"http://[\">x</content>",
    ] {
        let entry = atom(&format!("<entry><title type=\"text/plain\">A</title>{content}</entry>"));
        assert_eq!(entry.title, "A", "{content}");
    }
    let encoded =
        atom("<entry><title>A</title><content type=\"text/html\" mode=\"base64\">PHA+TeG7mXQ8L3A+\n</content></entry>");
    assert_eq!(body(&encoded), "<p>Một</p>");
}

#[test]
fn well_known_prefixes_need_no_declaration() {
    let entry = only(
        "<item><title>A</title><dc:creator>Minh Thu</dc:creator><content:encoded>&lt;p&gt;x&lt;/p&gt;</content:encoded>
        <atom:link href=\"/1\"/><media:thumbnail url=\"/a.jpg\"/><dc:date>2024-05-21T15:08:00Z</dc:date></item>",
    );
    assert_eq!((entry.authors.join(","), body(&entry)), ("Minh Thu".to_owned(), "<p>x</p>".to_owned()));
    assert_eq!(entry.link.unwrap().path(), "/1");
    assert_eq!(entry.image.unwrap().url.path(), "/a.jpg");
    assert_eq!(entry.published.unwrap().to_string(), "2024-05-21T15:08:00Z");
}

#[test]
fn all_dialects_are_read_alike() {
    let rdf = "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"";
    for (text, dialect) in [
        (format!("<rdf:RDF {rdf} xmlns=\"http://my.netscape.com/rdf/simple/0.9/\"><channel><title>Báo</title></channel><item><title>A</title><link>/1</link></item></rdf:RDF>"), Dialect::Rss),
        (format!("<rdf:RDF {rdf} xmlns=\"http://purl.org/rss/1.0/\"><channel><title>Báo</title><items><rdf:Seq><rdf:li/></rdf:Seq></items></channel><item rdf:about=\"https://bao.example.vn/1\"><title>A</title></item></rdf:RDF>"), Dialect::Rss),
        (format!("<Channel {rdf} xmlns=\"http://purl.org/net/rss1.1#\"><title>Báo</title><items rdf:parseType=\"Collection\"><item rdf:about=\"x\"><title>A</title><link>/1</link></item></items></Channel>"), Dialect::Rss),
        ("<rss><title>Báo</title><item><title>A</title><link>/1</link></item></rss>".to_owned(), Dialect::Rss),
        ("<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title mode=\"escaped\" type=\"text/html\">Báo</title><tagline>x</tagline><entry><title>A</title><link rel=\"alternate\" type=\"text/html\" href=\"/1\"/><issued>2024-05-21T15:08:00Z</issued><modified>2024-05-22T15:08:00Z</modified></entry></feed>".to_owned(), Dialect::Atom),
        ("<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:title>Báo</a:title><a:entry><a:title>A</a:title><a:link href=\"/1\"/></a:entry></a:feed>".to_owned(), Dialect::Atom),
    ] {
        let parsed = try_read(&text).unwrap();
        assert_eq!((parsed.dialect, parsed.title.as_deref()), (dialect, Some("Báo")), "{text}");
        assert_eq!(parsed.entries[0].title, "A", "{text}");
        assert_eq!(parsed.entries[0].link.as_ref().unwrap().path(), "/1", "{text}");
    }
}

#[test]
fn entries_without_an_author_have_the_feeds() {
    let text = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><author><name>Tòa soạn</name></author>
        <entry><title>A</title><author><name>Minh Thu</name><email>a@b.vn</email></author></entry><entry><title>B</title></entry></feed>";
    let authors: Vec<String> = read(text).into_iter().flat_map(|entry| entry.authors).collect();
    assert_eq!(authors, ["Minh Thu", "Tòa soạn"]);
}

#[test]
fn what_a_feed_has_too_much_of_is_bounded() {
    let many = channel(&"<item><title>A</title></item>".repeat(50_000));
    assert_eq!(read(&many).len(), 1, "copies of one entry");
    let different: String = (0..12_000).map(|n| format!("<item><guid>{n}</guid></item>")).collect();
    assert_eq!(read(&channel(&different)).len(), 10_000);
    let empty = channel(&"<item/>".repeat(1_000_000));
    assert!(read(&empty).len() <= 1);
    let json =
        format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{}{{}}]}}", "{},".repeat(1_000_000));
    assert!(read(&json).len() <= 1);
    let base = format!("<x xml:base=\"{}/\">", "a".repeat(1000));
    assert_eq!(titles(&channel(&format!("{}<item><title>A</title></item>", base.repeat(400)))), ["A"]);
    let open = "<item><title>A</title><description>".to_owned() + &"<a b=\"".repeat(200_000);
    assert!(try_read(&channel(&open)).is_ok_and(|parsed| parsed.entries.len() <= 1));
    let language = format!("<channel xml:lang=\"{}&amp;\">", "a".repeat(1_000_000));
    let spoken = format!(
        "<rss xml:lang=\"vi\">{language}{}</channel></rss>",
        different.replace("</item>", "<title>A</title></item>")
    );
    let spoken = read(&spoken);
    assert!(spoken.len() == 10_000 && spoken.iter().all(|entry| entry.language.as_deref() == Some("vi")));
    let ends = channel(&format!("<item><title>A</title>{}</item>", "</x>".repeat(200_000)));
    assert_eq!(titles(&ends), ["A"]);
    let doctypes = "<!DOCTYPE x </".repeat(100_000);
    assert_eq!(titles(&channel(&format!("<item><title>A</title></item>{doctypes}"))), ["A"]);
}

#[test]
fn deep_markup_in_a_text_is_flattened() {
    let deep = "<div>".repeat(100_000) + "Chữ" + &"</div>".repeat(100_000);
    assert_eq!(
        body(&only(&format!("<item><title>A</title><description><![CDATA[{deep}]]></description></item>"))),
        "<p>Chữ</p>"
    );
    let entry = atom(&format!("<entry><title>A</title><content type=\"xhtml\">{deep}</content></entry>"));
    assert_eq!(body(&entry), "<p>Chữ</p>");
}

#[test]
fn a_long_base_does_not_multiply_short_links() {
    let links = "<a href=\"a\">b</a> ".repeat(5000);
    for base in [
        format!("<link>/{}/</link>", "x".repeat(2000)),
        format!("<guid>https://bao.example.vn/{}/</guid>", "x".repeat(100_000)),
    ] {
        let item = format!("<item><title>A</title>{base}<description><![CDATA[{links}]]></description></item>");
        assert!(body(&only(&item)).len() < 20 * links.len());
    }
    let based = format!("<content xml:base=\"/{}/\" type=\"xhtml\"><div>{links}</div></content>", "x".repeat(2000));
    assert!(body(&atom(&format!("<entry><title>A</title>{based}</entry>"))).len() < 20 * links.len());
}

#[test]
fn what_begins_many_times_is_looked_at_once() {
    let starts = "<?xml version=\"1.0\"?><x>".repeat(200_000);
    assert!(matches!(try_read(&starts), Err(ReadError::NotAFeed { .. })));
    // Without an end, without a subset that begins before it, without the subset's end.
    for (doctype, end) in [("<!DOCTYPE", "["), ("<!DOCTYPE </", "["), ("<!DOCTYPE>", "["), ("<!DOCTYPE </", "[>")] {
        let doctypes = format!("<rss>{}{end}", doctype.repeat(800_000));
        assert!(
            matches!(try_read(&doctypes), Err(ReadError::NotAFeed { .. } | ReadError::Malformed { .. })),
            "{doctype}"
        );
    }
    let nested = format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"x\":{}", "[".repeat(200_000));
    assert!(matches!(try_read(&nested), Err(ReadError::Malformed { .. })));
}

#[test]
fn json_feeds_are_read_however_they_are_typed() {
    let json = |members: &str| {
        let text = format!("{{\"version\":\"http://jsonfeed.org/version/1\",\"title\":null,{members}}}");
        read(&text)
    };
    let item = "{\"id\":7,\"url\":\"/1\",\"title\":12,\"content_text\":\"1 < 2\",\"author\":\"Minh Thu\",\"image\":[],
        \"authors\":{\"name\":\"Hà Thu\"},\"attachments\":[null,{\"url\":\"/a.mp3\"},{\"mime_type\":\"x\"},{\"url\":\"/b.mp3\",\"size_in_bytes\":\"9\"}],
        \"date_published\":false,\"summary\":{\"a\":[1,{}]},\"id\":8}";
    let entry = &json(&format!("\"items\":[null,1,{item}]"))[0];
    assert_eq!(
        (entry.guid.as_deref().unwrap(), entry.title.as_str(), body(entry).as_str()),
        ("8", "12", "<p>1 &lt; 2</p>")
    );
    assert_eq!(entry.authors, ["Minh Thu", "Hà Thu"]);
    let enclosures: Vec<_> =
        entry.enclosures.iter().map(|enclosure| (enclosure.url.path(), enclosure.length)).collect();
    assert_eq!(enclosures, [("/a.mp3", None), ("/b.mp3", Some(9))]);
    let external = &json("\"items\":[{\"url\":null,\"external_url\":\"/x\"},{\"external_url\":\"/x\",\"url\":\"/y\"}]");
    assert_eq!(external.iter().map(|entry| entry.link.as_ref().unwrap().path()).collect::<Vec<_>>(), ["/x", "/y"]);
    assert_eq!(json(&format!("\"items\":{item}")).len(), 1, "one item in the place of a list");
    assert!(json("\"items\":{}").len() <= 1 && json("\"items\":null").is_empty() && json("\"x\":0").is_empty());
    let raw = json("\"items\":[{\"id\":\"1\",\"content_text\":\"a\nb\u{1}\"}]");
    assert_eq!(raw[0].title, "a b", "characters that JSON wants escaped");
    let text = format!(
        "\u{feff}{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{item},{item2}]}} junk",
        item2 = item.replace('8', "9")
    );
    let end = text.rfind(",{\"id\":7").unwrap();
    for cut in end..text.len() {
        let kept = read(&text[..text.floor_char_boundary(cut)]).len();
        assert!(kept == 1 || kept == 2, "{cut}");
    }
    assert_eq!(read(&text).len(), 2);
}
