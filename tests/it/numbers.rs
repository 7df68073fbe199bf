//! Vietnamese numbers, and what they measure.

use bantin::text::{Decimal, Measure, Nearness, numeral, quantities, tokens};
use proptest::prelude::*;

#[track_caller]
fn reads_number(printed: &str, expected: &str) {
    let number = numeral(printed, &tokens(printed)).map(|number| number.value.to_string());
    assert_eq!(number.as_deref(), Some(expected), "{printed}");
}

#[test]
fn a_stop_groups_thousands_and_a_comma_comes_before_decimals() {
    reads_number("1.719", "1.719");
    reads_number("1.526.790", "1.526.790");
    reads_number("45,70", "45,70");
    reads_number("1.234,56", "1.234,56");
    reads_number("1,234", "1,234");
    reads_number("03", "3");
}

#[test]
fn numbers_that_cannot_be_vietnamese_are_english() {
    reads_number("45.7", "45,7");
    reads_number("0.125", "0,125");
    reads_number("1,234,567", "1.234.567");
    reads_number("1,234.5", "1.234,5");
}

#[test]
fn thin_spaces_group_thousands_and_plain_spaces_do_not() {
    reads_number("118\u{a0}560", "118.560");
    reads_number("1\u{202f}118\u{2009}560,5", "1.118.560,5");
    reads_number("118 560", "118");
}

#[test]
fn number_words_count_where_they_can_mean_nothing_else() {
    reads_number("hai", "2");
    reads_number("mười lăm", "15");
    reads_number("hai mươi tư", "24");
    reads_number("ba trăm", "300");
    for word in ["một", "năm", "tư"] {
        assert_eq!(numeral(word, &tokens(word)), None, "{word}");
    }
    assert_eq!(numeral("mười năm", &tokens("mười năm")).unwrap().length, 1, "ten years, and not fifteen");
}

#[test]
fn number_words_are_read_to_the_last_of_their_run() {
    for (printed, expected) in [
        ("một trăm năm mươi hộ", "150"),
        ("một trăm hai mươi lăm hộ", "125"),
        ("một trăm linh năm hộ", "105"),
        ("chín trăm mười hai hộ", "912"),
        ("hai nghìn hộ", "2.000"),
        ("hai nghìn năm trăm hộ", "2.500"),
        ("hai nghìn không trăm ba mươi hộ", "2.030"),
        ("ba mươi hai ngàn bốn trăm lẻ một hộ", "32.401"),
        ("một trăm năm", "100"),
        ("hai mươi năm", "20"),
    ] {
        reads_number(printed, expected);
    }
    reads_money("hai nghìn năm trăm tỷ đồng", Some(2_500_000_000_000), None);
    reads_money("hai trăm năm mươi tỷ đồng", Some(250_000_000_000), None);
    reads_money("hai nghìn tỷ đồng", Some(2_000_000_000_000), None);
}

#[test]
fn a_number_word_right_behind_another_is_no_number_of_its_own() {
    let counted = |text: &str| quantities(text, &tokens(text)).len();
    for text in
        ["hai ba hộ", "một trăm hai hộ", "hai triệu năm trăm nghìn hộ", "đầu tư trăm tỷ đồng", "mỗi năm nghìn tỷ đồng"]
    {
        assert_eq!(counted(text), 0, "{text}");
    }
    for text in ["mỗi năm hai hộ", "đầu tư ba công trình", "cả năm 2024 hai xã", "tổ một hai hộ", "thứ hai, ba hộ"]
    {
        assert_eq!(counted(text), 1, "{text}");
    }
}

/// What a text's only sum of money is in đồng, and of how much.
#[track_caller]
fn reads_money(text: &str, dong: Option<u64>, of: Option<u64>) {
    let found = quantities(text, &tokens(text));
    let [quantity] = found.as_slice() else { panic!("one sum in {text}: {found:?}") };
    let Measure::Money { value, of: whole, .. } = quantity.measure else { panic!("money in {text}: {quantity:?}") };
    assert_eq!((value.dong, whole.and_then(|whole| whole.dong)), (dong, of), "{text}");
}

#[test]
fn money_is_read_in_dong() {
    reads_money("850.000.000đ", Some(850_000_000), None);
    reads_money("365,21 tỉ đồng", Some(365_210_000_000), None);
    reads_money("815 tỷ", Some(815_000_000_000), None);
    reads_money("28 tỷ 500 triệu đồng", Some(28_500_000_000), None);
    reads_money("2 tỷ rưỡi", Some(2_500_000_000), None);
    reads_money("96,5 nghìn tỷ đồng", Some(96_500_000_000_000), None);
    reads_money("3,7 triệu tỷ đồng", Some(3_700_000_000_000_000), None);
    reads_money("1 nghìn 240 tỷ đồng", Some(1_240_000_000_000), None);
    reads_money("năm ngoái là ba trăm triệu đồng", Some(300_000_000), None);
}

#[test]
fn one_unit_stands_for_both_sides_of_a_slash() {
    reads_money("12.540/33.000 triệu đồng", Some(12_540_000_000), Some(33_000_000_000));
    reads_money("302.049 triệu đồng/1.526.790 triệu đồng", Some(302_049_000_000), Some(1_526_790_000_000));
    reads_money("15 tỷ/45 tỷ đồng", Some(15_000_000_000), Some(45_000_000_000));
}

#[test]
fn an_impossible_unit_of_money_is_kept_without_an_amount() {
    reads_money("522 tỷ triệu đồng", None, None);
    let text = "522 tỷ triệu đồng";
    assert_eq!(quantities(text, &tokens(text))[0].printed, text);
}

#[test]
fn what_is_no_money_and_no_count_is_no_quantity() {
    for text in [
        "8 tỷ người",
        "1,5 tỷ USD",
        "5 triệu cây",
        "500 đồng bào",
        "năm 2025 tỷ lệ",
        "tháng 5 xã",
        "ngày 21/5 xã Hồng Trị",
        "năm 2024 huyện Bảo Lạc",
        "Nghị quyết số 25 xã hội hóa",
        "1719/QĐ-TTg",
    ] {
        assert_eq!(quantities(text, &tokens(text)), [], "{text}");
    }
}

#[test]
fn words_beside_a_number_say_how_near_it_is() {
    let near = |text: &str| quantities(text, &tokens(text))[0].nearness;
    assert_eq!(near("trên 455 tỷ đồng"), Some(Nearness::Gt));
    assert_eq!(near("gần 50%"), Some(Nearness::Lt));
    assert_eq!(near("chưa đến 50%"), Some(Nearness::Lt));
    assert_eq!(near("khoảng 96.500 tỷ đồng"), Some(Nearness::About));
    assert_eq!(near("từ 95% trở lên"), Some(Nearness::Gte));
    assert_eq!(near("không quá 300 triệu đồng"), Some(Nearness::Lte));
    assert_eq!(near("hơn một nửa"), Some(Nearness::Gt));
    assert_eq!(near("455 tỷ đồng"), None);
}

#[test]
fn norms_counts_and_ranges_keep_their_parts() {
    let text = "46 triệu đồng/hộ cho 95/129 xã, giảm 3 - 4%/năm";
    let found = quantities(text, &tokens(text));
    assert_eq!(found.iter().map(|quantity| quantity.per).collect::<Vec<_>>(), [Some("hộ"), None, Some("năm")]);
    let (some, all) = (Decimal::whole(95), Some(Decimal::whole(129)));
    assert_eq!(found[1].measure, Measure::Count { value: some, of: all, to: None, noun: "xã" });
    assert_eq!(found[2].measure, Measure::Percent { value: Decimal::whole(3), to: Some(Decimal::whole(4)) });
}

proptest! {
    #[test]
    fn a_number_printed_in_the_vietnamese_way_is_read_back(whole in 0_u64..10_000_000_000, behind in "[0-9]{0,4}") {
        let number = Decimal::of_digits(&whole.to_string(), &behind).unwrap();
        let printed = number.to_string();
        prop_assert_eq!(numeral(&printed, &tokens(&printed)).map(|read| read.value), Some(number));
    }

    #[test]
    fn no_text_makes_reading_quantities_panic_and_all_lie_in_it(text in "[0-9.,/%\u{a0} đtỷriệuồngxãhộ\n-]{0,60}") {
        let tokens = tokens(&text);
        let mut end = 0;
        for quantity in quantities(&text, &tokens) {
            prop_assert!(quantity.start >= end && quantity.start <= quantity.tokens.start);
            prop_assert!(quantity.tokens.start < quantity.tokens.end && quantity.tokens.end <= tokens.len());
            prop_assert!(text.contains(quantity.printed));
            end = quantity.tokens.end;
        }
    }
}
