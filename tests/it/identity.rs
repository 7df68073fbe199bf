//! An entry stays itself whatever its publisher does to its guid, and is never taken for another.
//!
//! Replays: a source lists fifty items; then it lists them again, changed in some way.

use bantin::judge::{KnownEntries, KnownEntry, Ladder, Recognised, Recognition, Rung, SameEntry};
use bantin::news::EntryId;
use bantin::read::{Entry, SafeHtml};
use jiff::SignedDuration;
use proptest::prelude::*;
use url::Url;

use crate::testbed::now;

/// What the store does with a source's documents, in memory.
#[derive(Clone, Default)]
struct Memory {
    known: KnownEntries,
}

impl Memory {
    fn of(entries: &[Entry]) -> Self {
        let mut memory = Self::default();
        memory.read(entries);
        memory
    }

    /// Reads a document; what its entries turned out to be.
    fn read(&mut self, entries: &[Entry]) -> Vec<Recognised> {
        let Recognition { entries: found, ladder } = Recognition::of(entries, &self.known);
        assert_eq!(found.len(), entries.len());
        self.known.ladder = ladder;
        self.known.entries.iter_mut().for_each(|entry| entry.listed = false);
        for recognised in &found {
            let at = |id: EntryId| usize::try_from(id.0).unwrap() - 1;
            let (id, traits) = match recognised {
                Recognised::Unchanged(id) => (*id, self.known.entries[at(*id)].traits.clone()),
                Recognised::Known { id, now, .. } => (*id, now.clone()),
                Recognised::New { traits, .. } => {
                    (EntryId(i64::try_from(self.known.entries.len()).unwrap() + 1), traits.clone())
                }
            };
            let entry = KnownEntry { id, listed: true, traits };
            if at(id) == self.known.entries.len() {
                self.known.entries.push(entry);
            } else {
                self.known.entries[at(id)] = entry;
            }
        }
        found
    }
}

fn ids(found: &[Recognised]) -> Vec<Option<i64>> {
    let id = |recognised: &Recognised| match recognised {
        Recognised::Unchanged(id) | Recognised::Known { id, .. } => Some(id.0),
        Recognised::New { .. } => None,
    };
    found.iter().map(id).collect()
}

fn new(found: &[Recognised]) -> usize {
    ids(found).iter().filter(|id| id.is_none()).count()
}

/// The one reason for which all were known again.
fn why(found: &[Recognised]) -> SameEntry {
    let reasons: Vec<SameEntry> = found
        .iter()
        .map(|recognised| match recognised {
            Recognised::Known { why, .. } => *why,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(reasons.iter().all(|why| *why == reasons[0]), "{reasons:?}");
    reasons[0]
}

const HEADLINES: [&str; 10] = [
    "Xã vùng cao có nước sinh hoạt sau ba năm chờ đợi",
    "Mở lớp dạy nghề xây dựng cho lao động người Mông",
    "Tỷ lệ hộ nghèo đa chiều ở biên giới giảm nhanh",
    "Chè Shan tuyết lên sàn thương mại điện tử",
    "Đoàn giám sát làm việc với huyện Mường Nhé",
    "Trường bán trú Pà Vầy Sủ có bếp ăn mới",
    "Người dân hiến đất mở đường về bản",
    "Giải ngân vốn sự nghiệp còn chậm",
    "Lũ quét cuốn trôi cầu treo",
    "Phiên chợ cuối năm của người Lô Lô",
];

fn address(text: &str) -> Option<Url> {
    text.parse().ok()
}

fn text(text: &str) -> Option<SafeHtml> {
    Some(SafeHtml::of_text(text)).filter(|text| !text.is_empty())
}

fn item(title: &str) -> Entry {
    Entry {
        guid: None,
        link: None,
        title: title.to_owned(),
        summary: None,
        content: None,
        authors: Vec::new(),
        published: None,
        updated: None,
        unread_date: None,
        language: None,
        image: None,
        enclosures: Vec::new(),
    }
}

/// The n-th item of a paper whose guids are a blog's.
fn post(n: usize) -> Entry {
    let headline = HEADLINES[n % HEADLINES.len()];
    let slug = bantin::text::unmarked(&headline.to_lowercase()).replace(' ', "-");
    let summary = format!("Kỳ {n}: {headline}. Bài viết của phóng viên thường trú, có ý kiến của bà con và cán bộ xã.");
    Entry {
        guid: Some(format!("http://www.bao.example.vn/?p={}", 100 + n)),
        link: address(&format!("http://www.bao.example.vn/tin-tuc/{slug}-{n}/")),
        summary: text(&summary),
        published: Some(now() - SignedDuration::from_secs(777 * i64::try_from(n).unwrap() + 5)),
        ..item(&format!("{headline} (kỳ {n})"))
    }
}

fn posts() -> Vec<Entry> {
    (1..=50).map(post).collect()
}

fn each(entries: Vec<Entry>, change: impl Fn(usize, Entry) -> Entry) -> Vec<Entry> {
    entries.into_iter().enumerate().map(|(n, entry)| change(n, entry)).collect()
}

/// Lists the items, and lists them again as they are after the change: no entry is new, and each is the one it was.
#[track_caller]
fn replay(before: Vec<Entry>, change: impl Fn(usize, Entry) -> Entry) -> Vec<Recognised> {
    let mut memory = Memory::of(&before);
    let after = each(before, change);
    let found = memory.read(&after);
    assert_eq!(ids(&found), (1..=50).map(Some).collect::<Vec<_>>());
    let again = memory.read(&after);
    assert!(again.iter().all(|one| matches!(one, Recognised::Unchanged(_))), "{again:?}");
    found
}

fn in_guid(from: &'static str, to: &'static str) -> impl Fn(usize, Entry) -> Entry {
    move |_, entry| Entry { guid: entry.guid.map(|guid| guid.replace(from, to)), ..entry }
}

/// Without what else might betray it.
fn bare(n: usize, entry: Entry) -> Entry {
    Entry { link: None, published: None, summary: None, title: format!("{} {n}", entry.title), ..entry }
}

#[test]
fn a_guid_that_changes_its_form_is_the_same() {
    for (from, to) in [
        ("http://", "https://"),
        ("www.", ""),
        ("www.", "m."),
        ("/?p=", "/index.php?p="),
        ("/?p=", "/?post_type=tin&p="),
        ("/?p=", "?p="),
        ("/?p=", "/?utm_source=rss&p="),
        ("bao.example", "BAO.example"),
    ] {
        let found = replay(posts(), in_guid(from, to));
        assert_eq!(why(&found), SameEntry::SameGuidInAnotherForm, "{from} → {to}");
        // The title, too, was edited, and there is nothing else.
        let found = replay(each(posts(), bare), |n, entry| bare(n, in_guid(from, to)(n, entry)));
        assert_eq!(why(&found), SameEntry::SameGuidInAnotherForm, "{from} → {to}");
    }
    let upper = |_, entry: Entry| Entry { guid: entry.guid.map(|guid| guid.to_uppercase()), ..entry };
    let named = |n, entry| Entry { guid: Some(format!("urn:uuid:3f2504e0-4f89-11d3-9a0c-0305e82c{n:04x}")), ..entry };
    assert_eq!(why(&replay(each(posts(), named), upper)), SameEntry::SameGuidInAnotherForm);
    let bare_uuid = |_, entry: Entry| Entry { guid: entry.guid.map(|guid| guid.replace("urn:uuid:", "")), ..entry };
    assert_eq!(why(&replay(each(posts(), named), bare_uuid)), SameEntry::SameGuidInAnotherForm);
}

#[test]
fn a_relative_guid_is_the_absolute_one_of_its_site() {
    let found = replay(posts(), in_guid("http://www.bao.example.vn", ""));
    assert_eq!(why(&found), SameEntry::SameGuidInAnotherForm);
    let found = replay(posts(), in_guid("http://www.bao.example.vn/", ""));
    assert_eq!(why(&found), SameEntry::SameGuidInAnotherForm);
}

#[test]
fn addresses_in_other_letters_or_percent_signs_are_the_same() {
    let of_tag =
        |n: usize, entry| Entry { guid: Some(format!("https://bao.example.vn/tin/Hòa-Bình-{n}.html")), ..entry };
    let encoded = |_, entry: Entry| Entry {
        guid: entry.guid.map(|guid| Url::parse(&guid).unwrap().to_string().replace("H%", "h%")),
        ..entry
    };
    assert_eq!(why(&replay(each(posts(), of_tag), encoded)), SameEntry::SameGuidInAnotherForm);
}

#[test]
fn a_site_that_moves_to_another_host_lists_no_new_entries() {
    let found = replay(posts(), in_guid("www.bao.example.vn", "baomoi.example.com"));
    assert_eq!(why(&found), SameEntry::SameLink);
    let moved = |n, entry: Entry| {
        let link = entry.link.as_ref().map(|link| link.as_str().replace("http://www.bao", "https://tin.bao"));
        Entry { link: link.and_then(|link| link.parse().ok()), ..in_guid("www.bao", "tin.bao")(n, entry) }
    };
    assert_eq!(why(&replay(posts(), moved)), SameEntry::GuidMovedHost);
    let without_guid = |_, entry| Entry { guid: None, ..entry };
    assert_eq!(why(&replay(each(posts(), without_guid), moved)), SameEntry::LinkMovedHost);
}

#[test]
fn a_query_that_comes_or_goes_makes_no_new_entry() {
    let own = |_, entry: Entry| Entry { guid: entry.link.as_ref().map(Url::to_string), ..entry };
    let tracked = |n: usize, entry: Entry| Entry {
        guid: entry.guid.map(|guid| format!("{guid}?utm_medium=rss&utm_term={n}")),
        ..entry
    };
    assert_eq!(why(&replay(each(posts(), own), tracked)), SameEntry::SameGuidInAnotherForm);
    let versioned =
        |n: usize, entry: Entry| Entry { guid: entry.guid.map(|guid| format!("{guid}?v={n}")), link: None, ..entry };
    assert_eq!(why(&replay(each(posts(), own), versioned)), SameEntry::GuidWithAnotherQuery);
    let link = |n: usize, entry: Entry| Entry {
        link: entry.link.and_then(|link| format!("{link}?zone={n}").parse().ok()),
        guid: None,
        ..entry
    };
    assert_eq!(why(&replay(each(posts(), own), link)), SameEntry::LinkWithAnotherQuery);
}

#[test]
fn a_guid_that_is_replaced_leaves_the_entry_what_it_was() {
    let replaced = |n: usize, entry| Entry { guid: Some(format!("bai-{}", 9000 + n)), ..entry };
    assert_eq!(why(&replay(posts(), replaced)), SameEntry::SameLink);
    let as_link = |_, entry: Entry| Entry { guid: entry.link.as_ref().map(Url::to_string), ..entry };
    assert_eq!(why(&replay(posts(), as_link)), SameEntry::SameLink);
    let dropped = |_, entry| Entry { guid: None, ..entry };
    assert_eq!(why(&replay(posts(), dropped)), SameEntry::SameLink);
    assert_eq!(
        why(&replay(each(posts(), dropped), |n, entry| post(n + 1)
            .guid
            .map_or(entry.clone(), |guid| Entry { guid: Some(guid), ..entry }))),
        SameEntry::SameLink
    );

    // Guid and link, with title or text unchanged.
    let elsewhere =
        move |n: usize, entry| Entry { link: address(&format!("https://moi.example.vn/a/{n}")), ..replaced(n, entry) };
    assert_eq!(why(&replay(posts(), elsewhere)), SameEntry::SameTitleAndDate);
    let revised = |n, entry| Entry { summary: text("Đã cập nhật."), ..elsewhere(n, entry) };
    assert_eq!(why(&replay(posts(), revised)), SameEntry::SameTitleAndDate);
    let retitled = |n, entry: Entry| Entry { title: format!("{n} tin vùng cao"), ..elsewhere(n, entry) };
    assert_eq!(why(&replay(posts(), retitled)), SameEntry::SameTextAndDate);

    let undated = |_, entry| Entry { published: None, ..entry };
    assert_eq!(why(&replay(each(posts(), undated), elsewhere)), SameEntry::SameTitleAndText);
    let silent = |_, entry| Entry { published: None, summary: None, ..entry };
    assert_eq!(why(&replay(each(posts(), silent), elsewhere)), SameEntry::SameTitleAndText);
    let short = |n: usize, entry| Entry { title: format!("Tin {n}"), ..silent(n, entry) };
    assert_eq!(why(&replay(each(posts(), short), elsewhere)), SameEntry::SameTitleAndText);
    let redated = |n, entry| Entry { published: Some(now()), ..elsewhere(n, entry) };
    assert_eq!(why(&replay(posts(), redated)), SameEntry::SameTitleAndText);
}

#[test]
fn an_edited_entry_keeps_its_guid_and_is_the_same() {
    let moved = |n: usize, entry| Entry { link: address(&format!("https://bao.example.vn/moi/{n}")), ..entry };
    assert_eq!(why(&replay(posts(), moved)), SameEntry::SameGuid);
    let retitled = |n: usize, entry| Entry { title: format!("Chữa lại {n}"), ..moved(n, entry) };
    assert_eq!(why(&replay(posts(), retitled)), SameEntry::SameGuid);
    let rewritten = |n: usize, entry| Entry { summary: text(&format!("Viết lại {n}")), ..entry };
    assert_eq!(why(&replay(posts(), |n, entry| rewritten(n, retitled(n, entry)))), SameEntry::SameGuid);
    // Without a guid, by the link.
    let dropped = |_, entry| Entry { guid: None, ..entry };
    let edited = |n: usize, entry: Entry| rewritten(n, Entry { title: format!("Chữa lại {n}"), ..entry });
    assert_eq!(why(&replay(each(posts(), dropped), edited)), SameEntry::SameLink);
}

#[test]
fn order_and_normal_form_don_t_matter() {
    let mut memory = Memory::of(&posts());
    let mut turned = posts();
    turned.reverse();
    assert_eq!(ids(&memory.read(&turned)), (1..=50).rev().map(Some).collect::<Vec<_>>());
    // "Hoà" and "Hòa" are one word; so are a letter with marks and a letter and marks.
    let decomposed = |text: &str| text.replace('ấ', "a\u{302}\u{301}").replace("Hoà", "Hòa");
    let titled = |n: usize, title: &str| Entry { guid: Some(format!("{title} {n}")), ..item(&format!("{title} {n}")) };
    let before: Vec<Entry> = (1..=50).map(|n| titled(n, "Hiến đất ở Hoà Bình")).collect();
    let guid = replay(before.clone(), |_, entry| Entry {
        guid: entry.guid.map(|guid| guid.replace('ấ', "a\u{302}\u{301}")),
        ..entry
    });
    assert_eq!(why(&guid), SameEntry::SameGuid);
    let title = replay(before, |_, entry| Entry { guid: None, title: decomposed(&entry.title), ..entry });
    assert_eq!(why(&title), SameEntry::SameTitleAndText);
}

#[test]
fn what_was_dropped_for_a_while_comes_back_as_itself() {
    let mut memory = Memory::of(&posts());
    memory.read(&(51..=100).map(post).collect::<Vec<_>>());
    let found = memory.read(&each(posts(), in_guid("http://", "https://")));
    assert_eq!(ids(&found), (1..=50).map(Some).collect::<Vec<_>>());
}

/// Each of them is listed alone, after the other; and both together.
#[track_caller]
fn stay_apart(one: &Entry, other: &Entry) {
    for (first, second) in [(one, other), (other, one)] {
        let mut memory = Memory::of(std::slice::from_ref(first));
        let found = memory.read(std::slice::from_ref(second));
        assert_eq!(new(&found), 1, "{first:?}\n{second:?}\n{found:?}");
    }
    let both = [one.clone(), other.clone()];
    let mut memory = Memory::of(&both);
    assert_eq!(memory.known.entries.len(), 2);
    assert_eq!(ids(&memory.read(&both)), [Some(1), Some(2)]);
}

#[test]
fn notices_that_differ_in_a_number_or_date_are_different() {
    let pairs = [
        ("Giá vàng hôm nay 22/8", "Giá vàng hôm nay 23/8"),
        ("Thông báo số 12", "Thông báo số 13"),
        ("Lịch cắt điện xã Nà Lẹng ngày 22/8/2026", "Lịch cắt điện xã Nà Lẹng ngày 23/8/2026"),
        ("Quyết định 1719/QĐ-TTg", "Quyết định 719/QĐ-TTg"),
    ];
    let board = address("https://so.example.gov.vn/thong-bao");
    let summary = text("Mời bạn đọc xem chi tiết trong văn bản đính kèm, hoặc liên hệ Văn phòng Ủy ban nhân dân xã.");
    for (one, other) in pairs {
        let (one, other) = (item(one), item(other));
        stay_apart(&one, &other);
        let on_board = |entry: &Entry| Entry { link: board.clone(), ..entry.clone() };
        stay_apart(&on_board(&one), &on_board(&other));
        let told = |entry: &Entry| Entry { summary: summary.clone(), ..on_board(entry) };
        stay_apart(&told(&one), &told(&other));
        let with_guid = |entry: Entry, guid: &str| Entry { guid: Some(guid.to_owned()), ..entry };
        stay_apart(&with_guid(told(&one), "12"), &with_guid(told(&other), "13"));
        let midnight = |entry: Entry| Entry { published: Some("2026-08-21T17:00:00Z".parse().unwrap()), ..entry };
        stay_apart(&midnight(with_guid(told(&one), "12")), &midnight(with_guid(told(&other), "13")));
        let on_page = |entry: Entry, id: u32| Entry {
            link: address(&format!("https://so.example.gov.vn/bai.aspx?id={id}")),
            ..entry
        };
        stay_apart(&on_page(midnight(told(&one)), 1), &on_page(midnight(told(&other)), 2));
    }
}

#[test]
fn a_notice_that_comes_back_each_week_is_new_each_week() {
    let notice = |week: i64, entry: Entry| Entry {
        published: Some(now() + SignedDuration::from_hours(168 * week)),
        guid: Some(format!("tb-{week}")),
        link: address(&format!("https://so.example.gov.vn/bai.aspx?id={week}")),
        ..entry
    };
    for entry in
        [item("Lịch tiếp công dân của lãnh đạo xã"), Entry { summary: text("Xem tệp đính kèm"), ..item("Thông báo") }]
    {
        stay_apart(&notice(1, entry.clone()), &notice(2, entry));
    }
    let told = "Chủ tịch Ủy ban nhân dân xã tiếp công dân vào sáng thứ năm hằng tuần tại trụ sở, theo quy định.";
    let long = Entry { summary: text(told), ..item("Lịch tiếp công dân của lãnh đạo xã") };
    stay_apart(&notice(1, long.clone()), &notice(2, long));
    let rate = |day: i64| Entry {
        summary: text(&format!("Vàng miếng {day} triệu đồng một lượng")),
        ..notice(day, item("Giá vàng trong nước hôm nay"))
    };
    stay_apart(&rate(1), &rate(2));
}

#[test]
fn fifty_short_items_are_fifty_entries_however_they_come() {
    let numbered = |n: usize| item(&format!("Bản tin số {n}"));
    let page = |n: usize, entry| Entry { link: address(&format!("https://xa.example.vn/?id={n}")), ..entry };
    let board = |entry| Entry { link: address("https://xa.example.vn/"), ..entry };
    let guid = |n: usize, entry| Entry { guid: Some(n.to_string()), ..entry };
    let same_guid = |entry| Entry { guid: Some("tin".to_owned()), ..entry };
    let day = |entry| Entry { published: Some("2026-08-21T17:00:00Z".parse().unwrap()), ..entry };
    let brief = |entry| Entry { summary: text("Xem chi tiết"), ..entry };
    let told = |n: usize| Entry { summary: text(&format!("Ngày {n}: có mưa.")), ..item("Tin vắn") };
    let kinds: Vec<(&str, Vec<Entry>)> = vec![
        ("titles alone", (1..=50).map(numbered).collect()),
        ("texts alone", (1..=50).map(told).collect()),
        ("one link for all", (1..=50).map(|n| board(numbered(n))).collect()),
        ("one link, one day, one text", (1..=50).map(|n| brief(day(board(numbered(n))))).collect()),
        ("one guid for all", (1..=50).map(|n| same_guid(page(n, numbered(n)))).collect()),
        ("one guid and link for all", (1..=50).map(|n| same_guid(brief(board(numbered(n))))).collect()),
        ("one title for all", (1..=50).map(|n| guid(n, page(n, day(item("Thông báo"))))).collect()),
        ("one title and text for all", (1..=50).map(|n| page(n, brief(day(item("Thông báo"))))).collect()),
        ("small numbers", (1..=50).map(|n| guid(n, page(n, brief(numbered(n))))).collect()),
    ];
    for (kind, items) in kinds {
        let mut at_once = Memory::of(&items);
        assert_eq!(at_once.known.entries.len(), 50, "{kind}, at once");
        assert_eq!(new(&at_once.read(&items)), 0, "{kind}, again");
        let mut sliding = Memory::default();
        for end in 1..=50 {
            sliding.read(&items[usize::saturating_sub(end, 10)..end]);
        }
        assert_eq!(sliding.known.entries.len(), 50, "{kind}, one by one");
        for size in [1, 2, 10] {
            let mut paged = Memory::default();
            items.chunks(size).for_each(|page| drop(paged.read(page)));
            assert_eq!(paged.known.entries.len(), 50, "{kind}, {size} at a time");
        }
    }
}

#[test]
fn a_guid_given_to_something_else_names_another_entry() {
    let titled = |n: usize, title: &str| Entry { title: title.to_owned(), guid: Some("bai-12".to_owned()), ..post(n) };
    stay_apart(&titled(1, "Xã vùng cao có nước"), &titled(2, "Chung kết bóng chuyền nữ"));
    // Numbered by their place in the document.
    let placed = |posts: Vec<Entry>| each(posts, |n, entry| Entry { guid: Some(format!("item-{n}")), ..entry });
    let mut memory = Memory::of(&placed((1..=10).map(post).collect()));
    let found = memory.read(&placed((4..=13).map(post).collect()));
    assert_eq!(ids(&found), [Some(4), Some(5), Some(6), Some(7), Some(8), Some(9), Some(10), None, None, None]);
    assert_eq!(memory.known.ladder.best(), Some(Rung::Link), "the guid doesn't bear any more");
}

#[test]
fn what_is_unique_in_a_source_is_remembered() {
    let board =
        |n: usize| Entry { guid: Some("tin".to_owned()), link: address("https://xa.example.vn/tin"), ..post(n) };
    let mut memory = Memory::of(&[post(1), post(2)]);
    assert_eq!(memory.known.ladder.best(), Some(Rung::Guid));
    memory.read(&(3..=6).map(board).collect::<Vec<_>>());
    assert_eq!(memory.known.ladder.best(), Some(Rung::LinkDate));
    // A document of one entry, in which everything is unique.
    assert_eq!(new(&memory.read(&[board(7)])), 1);
    assert_eq!(memory.known.ladder.best(), Some(Rung::LinkDate));
    let stored = serde_json::to_string(&memory.known.ladder).unwrap();
    assert_eq!(stored, "[\"guid\",\"link\"]");
    assert_eq!(serde_json::from_str::<Ladder>(&stored).unwrap(), memory.known.ladder);
}

#[test]
fn one_slip_of_an_editor_takes_no_rung_out() {
    let mut posts = posts();
    posts[7].guid = posts[8].guid.clone();
    let memory = Memory::of(&posts);
    assert_eq!((memory.known.entries.len(), memory.known.ladder.best()), (50, Some(Rung::Guid)));
}

/// Entries out of few parts, so that they meet in all ways.
fn any_entry() -> impl Strategy<Value = Entry> {
    let guid = proptest::option::of("(http://|https://)?(bao|tin)\\.vn/\\?p=[12]|[ab]");
    let link = proptest::option::of("https?://(www\\.)?bao\\.vn/((tin|bai-viet-moi-nhat)-[123])?(\\?id=[12])?");
    let title = "(Thông báo|Giá vàng|Xã vùng cao có nước)( hôm nay)?( số)? [12]?";
    let date = proptest::option::of(0..3_i64);
    let summary = proptest::option::of(
        "(Xem chi tiết|Bài viết của phóng viên thường trú có ý kiến của bà con cùng cán bộ xã) [12]",
    );
    (guid, link, title, date, summary).prop_map(|(guid, link, title, date, summary)| Entry {
        guid,
        link: link.and_then(|link| link.parse().ok()),
        published: date.map(|day| now() - SignedDuration::from_hours(24 * day) + SignedDuration::from_secs(day * 7)),
        summary: summary.as_deref().and_then(text),
        ..item(title.trim())
    })
}

fn any_document() -> impl Strategy<Value = Vec<Entry>> {
    proptest::collection::vec(any_entry(), 0..8)
}

fn words(title: &str) -> (Vec<String>, Vec<String>) {
    let words = title.split_whitespace().map(str::to_lowercase);
    words.partition(|word| word.contains(|c: char| c.is_ascii_digit()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_same_document_twice_is_all_unchanged(documents in proptest::collection::vec(any_document(), 1..5)) {
        let mut memory = Memory::default();
        for document in documents {
            memory.read(&document);
            let before = memory.known.clone();
            let again = memory.read(&document);
            prop_assert!(again.iter().all(|one| matches!(one, Recognised::Unchanged(_))));
            prop_assert_eq!(&memory.known, &before);
        }
    }

    #[test]
    fn no_two_of_a_document_are_one_known_entry(documents in proptest::collection::vec(any_document(), 1..5)) {
        let mut memory = Memory::default();
        for document in documents {
            let mut known: Vec<i64> = ids(&memory.read(&document)).into_iter().flatten().collect();
            let count = known.len();
            known.sort_unstable();
            known.dedup();
            prop_assert_eq!(known.len(), count);
        }
    }

    #[test]
    fn without_a_guid_or_page_of_their_own_items_that_differ_in_a_number_stay_apart(
        one in any_entry(), number in 3..9_u32, dated in any::<bool>(),
    ) {
        let (_, plain) = words(&one.title);
        let titled = |number: u32, one: &Entry| Entry {
            title: format!("{} {number}", plain.join(" ")),
            guid: one.guid.as_ref().map(|_| format!("tb-{number}")),
            link: address("https://bao.vn/thong-bao"),
            ..one.clone()
        };
        let first = titled(number, &one);
        let mut second = titled(number + 1, &one);
        if dated {
            second.published = second.published.map(|date| date + SignedDuration::from_hours(24));
        } else if second.guid.is_none() {
            second.published = None;
        }
        let mut memory = Memory::of(&[first]);
        let found = memory.read(&[second]);
        prop_assert_eq!(new(&found), 1);
    }
}
