//! Encodings of pages: the header, the page and the bytes often say different things, and the bytes are right.

use bantin::read::{Document, Entry, PageSelectors, article, feed};
use encoding_rs::{BIG5, GBK, SHIFT_JIS, WINDOWS_1252, WINDOWS_1258};
use jiff::tz::TimeZone;
use unicode_normalization::UnicodeNormalization;
use url::Url;

const VIETNAMESE: &str = "Từ đầu năm đến nay, toàn tỉnh Cao Bằng đã giải ngân được 302.049 triệu đồng, bằng 20% kế hoạch; các huyện \
    vùng cao tiếp tục đẩy nhanh tiến độ các công trình đường giao thông nông thôn, nước sinh hoạt tập trung ở những bản xa nhất.";
const FRENCH: &str = "Depuis le début de l’année, la région a engagé une série de travaux très attendus : des routes, des écoles et \
    un hôpital où l’on soigne déjà près de mille personnes ; « c’est à peine assez », répète le maire, élu à l’été dernier.";

/// In windows-1258, tone marks are characters of their own.
fn in_1258(text: &str) -> Vec<u8> {
    const TONES: [char; 5] = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let apart: String = text
        .nfc()
        .flat_map(|c| {
            let (tone, vowel): (Vec<char>, Vec<char>) = [c].into_iter().nfd().partition(|part| TONES.contains(part));
            vowel.into_iter().nfc().chain(tone).collect::<Vec<char>>()
        })
        .collect();
    WINDOWS_1258.encode(&apart).0.into_owned()
}

fn in_1252(text: &str) -> Vec<u8> {
    WINDOWS_1252.encode(text).0.into_owned()
}

fn in_utf_8(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

type Encode = fn(&str) -> Vec<u8>;

/// The text that is read of a page with this text in this encoding, where header and page say what they say.
fn read(text: &str, encode: Encode, header: Option<&str>, meta: Option<&str>) -> String {
    let meta = meta.map(|charset| format!("<meta charset=\"{charset}\">")).unwrap_or_default();
    let html = format!(
        "<!DOCTYPE html><html><head>{meta}<title>x</title></head><body><p>{text}</p><p>{text}</p></body></html>"
    );
    let url = Url::parse("https://bao.example.vn/1.html").unwrap();
    let content_type = header.map_or("text/html".to_owned(), |charset| format!("text/html; charset={charset}"));
    let document = Document { url: &url, content_type: Some(&content_type), bytes: &encode(&html) };
    let article = article(&document, &Entry::of_link(&url), &PageSelectors::default(), &TimeZone::UTC).unwrap();
    article.body.value.text.lines().next().unwrap_or_default().to_owned()
}

const SAID: [Option<&str>; 5] = [None, Some("utf-8"), Some("windows-1258"), Some("windows-1252"), Some("iso-8859-1")];

#[test]
fn vietnamese_is_read_whatever_header_and_page_say() {
    for header in SAID {
        for meta in SAID {
            for (encode, name) in [(in_utf_8 as Encode, "UTF-8"), (in_1258, "windows-1258")] {
                let found = read(VIETNAMESE, encode, header, meta);
                assert_eq!(found, VIETNAMESE, "{name}, header {header:?}, page {meta:?}");
            }
        }
    }
}

#[test]
fn western_text_is_read_unless_it_is_said_to_be_vietnamese() {
    for header in SAID {
        for meta in SAID {
            assert_eq!(read(FRENCH, in_utf_8, header, meta), FRENCH, "UTF-8, header {header:?}, page {meta:?}");
            if header != Some("windows-1258") && meta != Some("windows-1258") {
                let found = read(FRENCH, in_1252, header, meta);
                assert_eq!(found, FRENCH, "windows-1252, header {header:?}, page {meta:?}");
            }
        }
    }
}

#[test]
fn the_header_is_believed_before_the_page_where_the_bytes_fit_both() {
    let russian: Encode = |text| encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
    let text = "С начала года область получила триста миллионов на дороги, школы и воду для самых дальних деревень; работы идут.";
    assert_eq!(read(text, russian, Some("windows-1251"), Some("koi8-r")), text);
    assert_eq!(read(text, russian, None, Some("windows-1251")), text);
    assert_eq!(read(text, russian, Some("no-such-charset"), Some("windows-1251")), text);
}

#[test]
fn a_text_that_is_cut_off_within_a_character_ends_where_its_section_ends() {
    let url = Url::parse("https://bao.example.cn/rss").unwrap();
    for (encoding, text) in [(GBK, "全国人大常委会"), (BIG5, "立法院今天開會"), (SHIFT_JIS, "国会は今日開かれた")]
    {
        let encoded = |text: &str| encoding.encode(text).0.into_owned();
        let said = encoded(text);
        let item = |guid: &str, text: &[u8]| {
            let begin = format!("<item><guid>{guid}</guid><description><![CDATA[");
            [begin.as_bytes(), text, b"]]></description></item>"].concat()
        };
        let head = format!("<?xml version=\"1.0\" encoding=\"{}\"?><rss version=\"2.0\"><channel>", encoding.name());
        let bytes = [head.into_bytes(), item("1", &said[..said.len() - 1]), item("2", &said)].concat();
        let document = Document { url: &url, content_type: None, bytes: &bytes };
        let read = feed(&document, &TimeZone::UTC).unwrap();
        let texts: Vec<String> = read.entries.iter().map(|entry| entry.summary.as_ref().unwrap().text()).collect();
        let cut = text.char_indices().next_back().unwrap().0;
        assert_eq!(texts, [format!("{}\u{fffd}", &text[..cut]), text.to_owned()], "{}", encoding.name());
    }
}
