//! Folding and tokens.

use bantin::text::{Kind, fold, nfc, tokens, unmarked, words};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

#[test]
fn tone_marks_are_placed_one_way_and_tones_kept() {
    let pairs = [
        ("hoà bình", "hòa bình"),
        ("Thuỷ", "thủy"),
        ("qúy", "quý"),
        ("quí", "quí"),
        ("QUỲ", "quỳ"),
        ("ma tuý", "ma túy"),
        ("gìa", "già"),
        ("gì", "gì"),
        ("giềng", "giềng"),
        ("Thuý hoạch toán hoàn", "thúy hoạch toán hoàn"),
        ("khuỷu ngoài xoè", "khuỷu ngoài xòe"),
        ("rượu thuở nước", "rượu thuở nước"),
        ("Ðắk Lắk", "đắk lắk"),
        ("café", "café"),
        ("bản bạn bán", "bản bạn bán"),
    ];
    for (printed, folded) in pairs {
        assert_eq!(fold(printed), folded);
        assert_eq!(fold(&printed.nfd().collect::<String>()), folded, "decomposed {printed}");
        assert_eq!(fold(&printed.to_uppercase()), folded, "upper-case {printed}");
    }
}

#[test]
fn letters_of_two_cases_are_one_in_every_script() {
    let pairs = [
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("Diyarbakır", "diyarbakir"),
        ("Σίσυφος", "σίσυφοσ"),
        ("ﬁnance", "finance"),
        ("5 µg", "5 μg"),
        ("Ťažký", "ťažký"),
    ];
    for (printed, folded) in pairs {
        assert_eq!(fold(printed), folded);
        assert_eq!(fold(&printed.to_uppercase()), folded, "upper-case {printed}");
        assert_eq!(fold(folded), folded);
    }
}

#[test]
fn soft_hyphens_and_zero_width_spaces_are_not_seen() {
    assert_eq!(fold("chương\u{ad} tr\u{200b}ình"), "chương trình");
}

#[test]
fn diacritics_can_be_taken_away() {
    assert_eq!(unmarked("Đẩy mạnh hoà giải ở Đắk Lắk"), "Day manh hoa giai o Dak Lak");
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = tokens(text).iter().map(|token| token.words().join(" ")).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn numbers_are_identity() {
    check("1719, 719 và 1.719", &["1719", "719", "và", "1.719"]);
    check("302.049 triệu đồng/1.526.790 triệu", &["302.049", "triệu", "đồng", "1.526.790", "triệu"]);
    check("đạt 98,5% trên 1.234,56 ha.", &["đạt", "98,5", "trên", "1.234,56", "ha"]);
    check("Dự án 3,4,5 ngày 21.5.2024", &["dự", "án", "3", "4", "5", "ngày", "21", "5", "2024"]);
    check("03 xã, Km1719, 4G", &["3", "xã", "km1719", "4g"]);
    assert_eq!(tokens("1.719")[0].kind, Kind::Number);
}

#[test]
fn a_leading_zero_is_dropped_from_dates_and_not_from_decimals() {
    let hash = |text: &str| words(text).next().unwrap().spelt;
    for (one, other) in [("07/02", "7/2"), ("07-02", "7/2"), ("07.02.2026", "7/2/2026"), ("05", "5")] {
        assert_eq!(hash(one), hash(other), "{one} {other}");
    }
    for (one, other) in [("0,05", "0,5"), ("0.05", "0.5"), ("1.234,05", "1.234,5"), ("1.050", "1.50")] {
        assert_ne!(hash(one), hash(other), "{one} {other}");
    }
}

#[test]
fn abbreviations_are_one_token_that_keeps_what_was_printed() {
    check("CTMTQG", &["chương trình mục tiêu quốc gia"]);
    check("DTTS&MN", &["dân tộc thiểu số và miền núi"]);
    check("DTTS & MN", &["dân tộc thiểu số và miền núi"]);
    check("KT - XH, UBND", &["kinh tế xã hội", "ủy ban nhân dân"]);
    check("1719/QĐ-TTg", &["1719", "quyết định", "ttg"]);
    assert_eq!(tokens("vùng DTTS & MN")[1].text, "DTTS & MN");
    check("ct mtqg", &["ct", "mtqg"]);
}

#[test]
fn i_and_y_spell_one_word_behind_some_consonants_and_are_printed_as_they_are() {
    for (one, other) in
        [("Tỷ lệ", "tỉ lệ"), ("BÁC SỸ", "bác sĩ"), ("hy vọng", "hi vọng"), ("Hoa Kỳ", "Hoa Kì"), ("Mỹ", "mĩ")]
    {
        let compared = |text: &str| tokens(text).iter().flat_map(|token| token.words().to_vec()).collect::<Vec<_>>();
        let hashed = |text: &str| words(text).map(|word| (word.plain, word.spelt)).collect::<Vec<_>>();
        assert_eq!(compared(one), compared(other), "{one}");
        assert_eq!(hashed(one), hashed(other), "{one}");
        assert_ne!(tokens(one).last().unwrap().folded, "", "{one}");
    }
    check("quý, y tế, thúy, Lynh, ny, kỹ", &["quý", "y", "tế", "thúy", "lynh", "ny", "kĩ"]);
    assert_eq!(tokens("Kỳ")[0].folded, "kỳ");
    let spelt = |text: &str| words(text).map(|word| word.spelt).collect::<Vec<_>>();
    for (one, other) in [("quý", "quí"), ("y", "i"), ("tỷ", "tí"), ("thúy", "thúi"), ("ny", "ni")] {
        assert_ne!(spelt(one), spelt(other), "{one}");
    }
}

#[test]
fn where_a_script_has_no_spaces_each_letter_is_a_word() {
    check("今天北京AI会议，2026年11月", &["今", "天", "北", "京", "ai", "会", "议", "2026", "年", "11", "月"]);
    check("น้ำท่วม", &["น้", "ำ", "ท่", "ว", "ม"]);
    check("東京タワー", &["東", "京", "タ", "ワ", "ー"]);
    check("서울 시장 Hà Nội", &["서울", "시장", "hà", "nội"]);
    for text in ["今天北京AI会议，2026年11月", "น้ำท่วม", "東京タワー", "서울 시장 Hà Nội"]
    {
        assert_eq!(words(text).count(), tokens(text).len(), "{text}");
    }
}

#[test]
fn a_sentence_ends_where_a_reader_ends_it() {
    let text = "Ông A ở TP. Cao Bằng. Năm 2024. 20% kế hoạch\nhết… Rồi 1.719 đồng! vậy v.v. và";
    let last: Vec<u32> = tokens(text).iter().map(|token| token.sentence).collect();
    let starts: Vec<&str> =
        tokens(text).windows(2).filter(|pair| pair[0].sentence != pair[1].sentence).map(|pair| pair[1].text).collect();
    assert_eq!(starts, ["Năm", "20", "hết", "Rồi", "vậy"]);
    assert!(last.is_sorted());
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in any::<String>()) {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
    }

    #[test]
    fn folding_vietnamese_twice_is_folding_once(text in "[aăâeêioôơuưybcdđghklmnpqrstvx\u{300}\u{301}\u{303}\u{309}\u{323} ]{0,40}") {
        prop_assert_eq!(fold(&fold(&text)), fold(&text));
        prop_assert_eq!(fold(&nfc(&text)), fold(&text));
    }

    #[test]
    fn tokens_slice_the_text_they_come_from(text in "(\\PC|[0-9.,/& \n]|DTTS|KT-XH|á){0,60}") {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(token.at >= end && !token.text.is_empty());
            prop_assert_eq!(&text[token.range()], token.text);
            end = token.range().end;
        }
    }
}
