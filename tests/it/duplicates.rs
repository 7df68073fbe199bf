//! Whether two articles are one.

use bantin::judge::{Before, CopyOf, Fingerprint, Grouping, Known, Placement, SameBecause, StoryRef};
use bantin::news::{ArticleId, StoryId};
use bantin::read::{Article, Origin, Sourced};
use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::judging::article;

const BODY: &str = "Sáng 21/5, UBND huyện Thạch An tổ chức hội nghị đánh giá tiến độ thực hiện Chương trình MTQG 1719. Theo \
                    báo cáo, đến nay huyện đã giải ngân 12.540 triệu đồng, đạt 38% kế hoạch. Chủ tịch huyện yêu cầu các xã \
                    hoà giải dứt điểm vướng mắc về mặt bằng trước ngày 30/6.";

fn of(body: &str, address: &str) -> Fingerprint {
    Fingerprint::of(&article("Thạch An họp", "", body), address)
}

fn why(a: &Fingerprint, b: &Fingerprint) -> Option<SameBecause> {
    a.same_as(b)
}

#[test]
fn the_same_text_is_known_in_other_letters_and_line_breaks() {
    let original = of(BODY, "https://a.example/1");
    let variants = [
        BODY.nfd().collect::<String>(),
        BODY.replace("hoà giải", "hòa giải"),
        BODY.replace(". ", ".\n\n"),
        BODY.to_uppercase(),
        format!("  {}…", BODY.replace(", ", " , ")),
    ];
    for variant in variants {
        assert_eq!(why(&of(&variant, "https://b.example/2"), &original), Some(SameBecause::SameText), "{variant}");
    }
}

#[test]
fn one_other_number_or_tone_is_another_text() {
    let original = of(BODY, "https://a.example/1");
    for variant in [BODY.replace("12.540", "12.450"), BODY.replace("huyện Thạch An", "huyện Thạch Ăn")] {
        assert_eq!(why(&of(&variant, "https://b.example/2"), &original), None, "{variant}");
    }
}

#[test]
fn a_text_too_short_to_be_anybodys_has_no_digest() {
    assert_eq!(of("Nội dung đang được cập nhật.", "https://a.example/1").text, None);
    assert_eq!(why(&of("Ảnh: TTXVN", "https://a.example/1"), &of("Ảnh: TTXVN", "https://b.example/2")), None);
}

#[test]
fn the_canonical_address_wins_over_the_link() {
    let mut named: Article = article("Thạch An họp", "", BODY);
    let url: Url = "http://www.a.example/tin-1.html?utm_source=rss#top".parse().unwrap();
    named.canonical = Some(Sourced::new(url, Origin::Markup));
    let fingerprint = Fingerprint::of(&named, "https://proxy.example/x");
    assert_eq!(fingerprint.address, "https://a.example/tin-1.html");
    assert_eq!(why(&fingerprint, &of("", "https://a.example/tin-1.html")), Some(SameBecause::SameAddress));
}

#[test]
fn a_copy_joins_the_story_of_its_original() {
    let known = |id: i64, story: &str, address: &str| Known {
        article: ArticleId(id),
        fingerprint: of(BODY, address),
        original: ArticleId(id),
        story: StoryRef { published: Timestamp::UNIX_EPOCH, id: StoryId::new(story) },
    };
    let first = known(1, "first", "https://a.example/1");
    let article = article("Thạch An họp", "", BODY);
    let fingerprint = Fingerprint::of(&article, "https://c.example/3");
    let copy = fingerprint.same_as(&first.fingerprint).map(|why| CopyOf::of(&first, why));
    let before = Before {
        id: ArticleId(3),
        address: "https://c.example/3".to_owned(),
        first_seen: Timestamp::UNIX_EPOCH,
        published: None,
        story: None,
    };
    let grouping = Grouping::of(&article, fingerprint, &before, copy, None, None);
    let expected = Placement::Join { story: StoryId::new("first"), why: SameBecause::SameText };
    assert_eq!(grouping.placement, expected);
    let link = grouping.link.unwrap();
    assert_eq!((link.copy, link.original), (ArticleId(3), ArticleId(1)));
}
